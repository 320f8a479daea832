package wire

// Rule is the ID of a kind of finding.
type Rule string

// The rules for schemas.
const (
	NotDecided         Rule = "not-decided"
	TypeRefused        Rule = "type"
	NullRefused        Rule = "null"
	ValueRefused       Rule = "value"
	AlternativeRefused Rule = "alternative"
	NotRefused         Rule = "not"
	ConditionRefused   Rule = "condition"
	ContainsRefused    Rule = "contains"
	IntegerRefused     Rule = "integer"
	NumberRefused      Rule = "number"
	MultipleRefused    Rule = "multiple"
	LengthRefused      Rule = "length"
	PatternRefused     Rule = "pattern"
	ItemsRefused       Rule = "items"
	UniqueRefused      Rule = "unique"
	MemberRequired     Rule = "required"
	MemberRefused      Rule = "member"
	MemberIgnored      Rule = "ignored"
	MemberLost         Rule = "lost"
	ObjectClosed       Rule = "closed"
	SizeRefused        Rule = "size"
	NameRefused        Rule = "name"
	DefaultChanged     Rule = "default"
	Ambiguous          Rule = "ambiguous"
	ReadersDiffer      Rule = "readers-differ"

	// The rules for operations.
	OperationRemoved  Rule = "operation-removed"
	OperationAdded    Rule = "operation-added"
	URLChanged        Rule = "url"
	ServerRemoved     Rule = "server-removed"
	ServerAdded       Rule = "server-added"
	ParameterRequired Rule = "parameter-required"
	ParameterRemoved  Rule = "parameter-removed"
	ParameterAdded    Rule = "parameter-added"
	ParameterEncoding Rule = "parameter-encoding"
	ParameterStyle    Rule = "parameter-style"
	ParameterType     Rule = "parameter-type"
	BodyRequired      Rule = "body-required"
	BodyRemoved       Rule = "body-removed"
	MediaTypeRemoved  Rule = "media-type-removed"
	MediaTypeAdded    Rule = "media-type-added"
	StatusReplaced    Rule = "status-replaced"
	StatusAdded       Rule = "status-added"
	StatusRemoved     Rule = "status-removed"
	HeaderRemoved     Rule = "header-removed"
	HeaderOptional    Rule = "header-optional"
	SecurityChanged   Rule = "security"
	CallbackRemoved   Rule = "callback-removed"
	CallbackAdded     Rule = "callback-added"
)

// meanings lists when each rule applies, in the order of the documentation.
var meanings = []struct {
	rule    Rule
	meaning string
}{
	{NotDecided, "the comparison reached a limit, or a keyword is not compared"},
	{TypeRefused, "the writer has a type that the reader does not accept"},
	{NullRefused, "the writer may send null and the reader does not accept it"},
	{ValueRefused, "the writer has a value that the reader's enum, const or other keyword does not accept"},
	{AlternativeRefused, "the writer has an alternative of oneOf or anyOf that no alternative of the reader accepts"},
	{NotRefused, "the writer has a value that the reader refuses with not"},
	{ConditionRefused, "the writer has a value that the reader refuses with if, dependentRequired or dependentSchemas"},
	{ContainsRefused, "the writer has an array with too few or too many items that match contains of the reader"},
	{IntegerRefused, "the writer has fractions and the reader expects integers"},
	{NumberRefused, "the writer has a number outside of the reader's range"},
	{MultipleRefused, "the writer has a number that is not a multiple of the reader's multipleOf"},
	{LengthRefused, "the writer has a text whose length the reader refuses"},
	{PatternRefused, "the writer has a text that does not match the reader's pattern or format"},
	{ItemsRefused, "the writer has an array with too few or too many items for the reader"},
	{UniqueRefused, "the writer may repeat an item and the reader requires unique items"},
	{MemberRequired, "the reader requires a member that the writer may leave out"},
	{MemberRefused, "the reader refuses a member that the writer declares"},
	{MemberIgnored, "a member is no longer read or sent, because it is readOnly or writeOnly"},
	{MemberLost, "a member that base declares is no longer declared"},
	{ObjectClosed, "the reader refuses members that it does not declare, and the writer may send some"},
	{SizeRefused, "the writer has an object with too few or too many members for the reader"},
	{NameRefused, "the writer has a member whose name the reader refuses"},
	{DefaultChanged, "a request without the value means something else"},
	{Ambiguous, "a request fits one alternative of oneOf in base and two in head"},
	{ReadersDiffer, "nullable without type: the format says nothing, and many readers accept null"},
	{OperationRemoved, "the operation is gone"},
	{OperationAdded, "the operation is new"},
	{URLChanged, "the URL is no longer served"},
	{ServerRemoved, "one of several servers is gone"},
	{ServerAdded, "the operation has another URL as well"},
	{ParameterRequired, "a parameter is required that a client may leave out"},
	{ParameterRemoved, "the server no longer reads the parameter"},
	{ParameterAdded, "the parameter is new"},
	{ParameterEncoding, "the parameter changes between schema and content"},
	{ParameterStyle, "the text of the parameter is read as another value"},
	{ParameterType, "the text of the parameter is not valid for the server, or is read as another value"},
	{BodyRequired, "a body is required that a client may leave out"},
	{BodyRemoved, "the body is gone"},
	{MediaTypeRemoved, "the media type is gone"},
	{MediaTypeAdded, "the media type is new"},
	{StatusReplaced, "none of the success statuses of base is left"},
	{StatusAdded, "the status is new"},
	{StatusRemoved, "the status is gone"},
	{HeaderRemoved, "the response header is gone"},
	{HeaderOptional, "the response header may be missing"},
	{SecurityChanged, "credentials that were accepted are refused"},
	{CallbackRemoved, "the server no longer sends the request of a callback or webhook"},
	{CallbackAdded, "the server sends the request of a new callback or webhook"},
}

// Meaning returns a clause that says when the rule applies.
func (r Rule) Meaning() string {
	for _, m := range meanings {
		if m.rule == r {
			return m.meaning
		}
	}
	return ""
}

// Rules returns all rules in the order of their documentation.
func Rules() []Rule {
	var all []Rule
	for _, m := range meanings {
		all = append(all, m.rule)
	}
	return all
}

// topic returns the rule that findings of r are reported with when they have the same cause: null with the type.
func (r Rule) topic() Rule {
	if r == NullRefused {
		return TypeRefused
	}
	return r
}
