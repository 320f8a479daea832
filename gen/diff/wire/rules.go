package wire

import "fmt"

// Rule is a kind of finding.
type Rule uint8

// The rules for schemas.
const (
	NotDecided Rule = iota
	TypeRefused
	NullRefused
	ValueRefused
	AlternativeRefused
	NotRefused
	IntegerRefused
	NumberRefused
	MultipleRefused
	LengthRefused
	PatternRefused
	ItemsRefused
	UniqueRefused
	MemberRequired
	MemberRefused
	MemberIgnored
	MemberLost
	ObjectClosed
	SizeRefused
	NameRefused
	DefaultChanged
	Ambiguous
	ReadersDiffer

	// The rules for operations.
	OperationRemoved
	OperationAdded
	URLChanged
	ServerRemoved
	ServerAdded
	ParameterRequired
	ParameterRemoved
	ParameterAdded
	ParameterEncoding
	ParameterStyle
	ParameterType
	BodyRequired
	BodyRemoved
	MediaTypeRemoved
	MediaTypeAdded
	StatusReplaced
	StatusAdded
	StatusRemoved
	HeaderRemoved
	HeaderOptional
	SecurityChanged

	rules
)

// ruleTable has the ID and the meaning of each rule. A meaning follows "base to head:".
var ruleTable = [rules]struct {
	id      string
	meaning string
}{
	NotDecided:         {"not-decided", "the comparison reached a limit, or a keyword is not compared"},
	TypeRefused:        {"type", "the writer has a type that the reader does not accept"},
	NullRefused:        {"null", "the writer may send null and the reader does not accept it"},
	ValueRefused:       {"value", "the writer has a value that the reader's enum, const or other keyword does not accept"},
	AlternativeRefused: {"alternative", "the writer has an alternative of oneOf or anyOf that no alternative of the reader accepts"},
	NotRefused:         {"not", "the writer has a value that the reader refuses with not"},
	IntegerRefused:     {"integer", "the writer has fractions and the reader expects integers"},
	NumberRefused:      {"number", "the writer has a number outside of the reader's range"},
	MultipleRefused:    {"multiple", "the writer has a number that is not a multiple of the reader's multipleOf"},
	LengthRefused:      {"length", "the writer has a text whose length the reader refuses"},
	PatternRefused:     {"pattern", "the writer has a text that does not match the reader's pattern or format"},
	ItemsRefused:       {"items", "the writer has an array with too few or too many items for the reader"},
	UniqueRefused:      {"unique", "the writer may repeat an item and the reader requires unique items"},
	MemberRequired:     {"required", "the reader requires a member that the writer may leave out"},
	MemberRefused:      {"member", "the reader refuses a member that the writer declares"},
	MemberIgnored:      {"ignored", "the reader ignores a member that the writer sends, because of readOnly or writeOnly"},
	MemberLost:         {"lost", "a member that base declares is no longer declared"},
	ObjectClosed:       {"closed", "the reader refuses members that it does not declare, and the writer may send some"},
	SizeRefused:        {"size", "the writer has an object with too few or too many members for the reader"},
	NameRefused:        {"name", "the writer has a member whose name the reader refuses"},
	DefaultChanged:     {"default", "a request without the value means something else"},
	Ambiguous:          {"ambiguous", "a request fits one alternative of oneOf in base and two in head"},
	ReadersDiffer:      {"readers-differ", "nullable without type: the format says nothing, and many readers accept null"},
	OperationRemoved:   {"operation-removed", "the operation is gone"},
	OperationAdded:     {"operation-added", "the operation is new"},
	URLChanged:         {"url", "the URL is no longer served"},
	ServerRemoved:      {"server-removed", "one of several servers is gone"},
	ServerAdded:        {"server-added", "the operation has another URL as well"},
	ParameterRequired:  {"parameter-required", "a parameter is required that a client may leave out"},
	ParameterRemoved:   {"parameter-removed", "the server no longer reads the parameter"},
	ParameterAdded:     {"parameter-added", "the parameter is new"},
	ParameterEncoding:  {"parameter-encoding", "the parameter changes between schema and content"},
	ParameterStyle:     {"parameter-style", "the text of the parameter is read as another value"},
	ParameterType:      {"parameter-type", "the text of the parameter is not valid for the server, or is read as another value"},
	BodyRequired:       {"body-required", "a body is required that a client may leave out"},
	BodyRemoved:        {"body-removed", "the body is gone"},
	MediaTypeRemoved:   {"media-type-removed", "the media type is gone"},
	MediaTypeAdded:     {"media-type-added", "the media type is new"},
	StatusReplaced:     {"status-replaced", "none of the success statuses of base is left"},
	StatusAdded:        {"status-added", "the status is new"},
	StatusRemoved:      {"status-removed", "the status is gone"},
	HeaderRemoved:      {"header-removed", "the response header is gone"},
	HeaderOptional:     {"header-optional", "the response header may be missing"},
	SecurityChanged:    {"security", "credentials that were accepted are refused"},
}

// String returns the ID of the rule, "parameter-required".
func (r Rule) String() string {
	if r >= rules {
		return fmt.Sprintf("Rule(%d)", uint8(r))
	}
	return ruleTable[r].id
}

// Meaning returns a sentence without a full stop that says when the rule applies.
func (r Rule) Meaning() string {
	if r >= rules {
		return ""
	}
	return ruleTable[r].meaning
}

// Rules returns all rules in the order of their documentation.
func Rules() []Rule {
	all := make([]Rule, rules)
	for i := range all {
		all[i] = Rule(i)
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
