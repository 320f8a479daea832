package names

import (
	"slices"
	"strings"
)

// EnumMember returns the text from which the generator derives the Go name of an enum member. name is the name of the member in the document. If name
// is "", EnumMember uses value instead. If value is also "", it returns "Empty". At the start of a value, the characters of [enumSigns] and a minus
// before a digit become words, as in Plus1 for "+1". In a text without letters or digits, every sign becomes a word, as in LessThanOrEqual for "<=".
func EnumMember(name, value string) string {
	switch {
	case name != "":
		return signsAsWords(name)
	case value == "":
		return "Empty"
	case len(value) > 1 && value[0] == '-' && value[1] >= '0' && value[1] <= '9':
		return "Minus" + value[1:]
	case len(strings.TrimLeft(value, enumSigns)) < len(value):
		start := len(value) - len(strings.TrimLeft(value, enumSigns))
		return Words(value[:start]) + signsAsWords(value[start:])
	}
	return signsAsWords(value)
}

// EnumDeclares returns the package-level identifiers that the code of an enum can declare, except its constants. The first identifier is typ. If
// visitor is true, the result includes the visitor interface and its function.
func EnumDeclares(typ string, constants []string, visitor bool) []string {
	list := []string{typ, "Parse" + typ, EnumValues(typ, constants), "enum" + typ}
	if visitor {
		list = append(list, typ+"Visitor", "Visit"+typ)
	}
	return list
}

// EnumValues returns the name of the function that returns an iterator over the members of the enum typ. If a constant has the name typ+"Values",
// EnumValues returns another name, such as typ+"AllValues".
func EnumValues(typ string, constants []string) string {
	suffix := "Values"
	for slices.Contains(constants, typ+suffix) {
		suffix = "All" + suffix
	}
	return typ + suffix
}
