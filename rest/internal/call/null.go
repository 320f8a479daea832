package call

import "errors"

// MarshalJSON of a rest.Null returns these errors. Package protocol adds the path of the member to their text.
var (
	ErrAbsent    = errors.New("a required member is absent; set its field Value, or set its field Null to send null")
	ErrAmbiguous = errors.New("a member has both a Value and Null; set only one of these fields")
)
