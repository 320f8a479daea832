package names

import (
	"slices"
	"strings"
)

// EnumMember returns the text from which the generator derives the Go name of an enum member. name is the name in the document. If name is "",
// EnumMember uses the value. Signs at the start of a value become words, as in Plus1 for "+1". In a value without letters and digits, every sign
// becomes a word, as in LessThanOrEqual for "<=".
func EnumMember(name, value string) string {
	switch {
	case name != "":
		return inWords(name)
	case value == "":
		return "Empty"
	case len(value) > 1 && value[0] == '-' && value[1] >= '0' && value[1] <= '9':
		return "Minus" + value[1:]
	case len(strings.TrimLeft(value, enumSigns)) < len(value):
		start := len(value) - len(strings.TrimLeft(value, enumSigns))
		return Words(value[:start]) + inWords(value[start:])
	}
	return inWords(value)
}

// EnumDeclares returns the package-level identifiers that the code of an enum declares, except its constants. The first identifier is typ.
func EnumDeclares(typ string, constants []string, visitor bool) []string {
	list := []string{typ, "Parse" + typ, EnumValues(typ, constants), "enum" + typ}
	if visitor {
		list = append(list, typ+"Visitor", "Visit"+typ)
	}
	return list
}

// EnumValues returns the name of the function that returns an iterator over the members of an enum. If a constant already has the usual name, it
// returns another name.
func EnumValues(typ string, constants []string) string {
	suffix := "Values"
	for slices.Contains(constants, typ+suffix) {
		suffix = "All" + suffix
	}
	return typ + suffix
}
