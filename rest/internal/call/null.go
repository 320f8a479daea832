package call

import "errors"

// The errors of encoding a rest.Null. Package protocol adds the path of the member.
var (
	ErrAbsent    = errors.New("a required member is absent; set its field Value, or its field Null to send null")
	ErrAmbiguous = errors.New("a member has a Value and is Null; set only one of the two fields")
)
