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
	{NotDecided, "the comparison reached a limit, or it does not support a keyword"},
	{TypeRefused, "the writer may send a type that the reader does not accept"},
	{NullRefused, "the writer may send null, which the reader does not accept"},
	{ValueRefused, "the writer may send a value that the enum, const or another keyword of the reader does not accept"},
	{AlternativeRefused, "the writer has an alternative of oneOf or anyOf that the reader does not accept"},
	{NotRefused, "the writer may send a value that the reader rejects with not"},
	{ConditionRefused, "the writer may send a value that the reader rejects with if, dependentRequired or dependentSchemas"},
	{ContainsRefused, "the writer may send an array in which too few or too many items match the contains keyword of the reader"},
	{IntegerRefused, "the writer may send fractions, but the reader expects integers"},
	{NumberRefused, "the writer may send a number outside the range of the reader"},
	{MultipleRefused, "the writer may send a number that is not a multiple of the reader's multipleOf"},
	{LengthRefused, "the writer may send a string that is too short or too long for the reader"},
	{PatternRefused, "the writer may send a string that does not match the pattern or format of the reader"},
	{ItemsRefused, "the writer may send an array with too few or too many items for the reader"},
	{UniqueRefused, "the writer may repeat an item, but the reader requires unique items"},
	{MemberRequired, "the reader requires a property that the writer may leave out"},
	{MemberRefused, "the reader rejects a property that the writer declares"},
	{MemberIgnored, "a property is no longer read or sent, because it is readOnly or writeOnly"},
	{MemberLost, "head does not declare a property that base declares"},
	{ObjectClosed, "the writer may send properties that the reader does not declare, but the reader rejects them"},
	{SizeRefused, "the writer may send an object with too few or too many properties for the reader"},
	{NameRefused, "the writer may send a property with a name that the reader rejects"},
	{DefaultChanged, "the default changed, so a request without the value has another meaning"},
	{Ambiguous, "a request matches one alternative of oneOf in base and two in head"},
	{ReadersDiffer, "nullable has no type next to it or is in OpenAPI 3.1, so some readers accept null and others do not"},
	{OperationRemoved, "the operation was removed"},
	{OperationAdded, "the operation was added"},
	{URLChanged, "the URL is no longer served"},
	{ServerRemoved, "one of several servers was removed"},
	{ServerAdded, "the operation has an additional URL"},
	{ParameterRequired, "the server requires the parameter, but clients may leave it out"},
	{ParameterRemoved, "the server no longer reads the parameter"},
	{ParameterAdded, "the parameter was added"},
	{ParameterEncoding, "the parameter has schema in one document and content in the other"},
	{ParameterStyle, "the reader decodes the value as another value"},
	{ParameterType, "the encoded value is not valid for the server, or the server decodes it as another value"},
	{BodyRequired, "the server requires the body, but clients may leave it out"},
	{BodyRemoved, "the body was removed"},
	{MediaTypeRemoved, "the media type was removed"},
	{MediaTypeAdded, "the media type was added"},
	{StatusReplaced, "head has none of the success statuses of base"},
	{StatusAdded, "the status was added"},
	{StatusRemoved, "the status was removed"},
	{HeaderRemoved, "the response header was removed"},
	{HeaderOptional, "the response header may be missing"},
	{SecurityChanged, "the server rejects credentials that it accepted before"},
	{CallbackRemoved, "the server no longer sends the request of a callback or webhook"},
	{CallbackAdded, "the server also sends the request of a new callback or webhook"},
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

// topic returns the rule that represents r when findings are compared. NullRefused counts as TypeRefused, since null is a type.
func (r Rule) topic() Rule {
	if r == NullRefused {
		return TypeRefused
	}
	return r
}
