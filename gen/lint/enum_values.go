package lint

import (
	"math/big"
	"slices"
	"strconv"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func enumValues() rule {
	return rule{
		adapt: (*checker).enumValues,
		Rule: Rule{
			ID: "enum-values", Severity: report.Error, Title: "The values of an enum are distinct and within the range of its type",
			Why: "The values become Go constants. A duplicate, a fraction, or a value outside the range of the format does not compile.",
			Bad: "type: integer\nformat: int32\nenum: [0, 1, 1, 2147483648, 2.5]", Good: "type: integer\nformat: int64\nenum: [0, 1, 2147483648]",
			Fix: "Remove or correct the value, or use the format int64.",
		},
	}
}

func (c *checker) enumValues() {
	for _, e := range c.enums() {
		low, high, format := bounds(e.Text("format"))
		seen := map[string]int{}
		index := map[*oas.Node][]int{} // aliases of a value share its node, so one node may have several indices
		for at, item := range e.Get("enum").List() {
			index[item] = append(index[item], at)
		}
		for i, m := range e.Members {
			at := e.valuePlace(m.Value)
			key := m.Value.Value
			if !e.Strings {
				number, ok := m.Value.Int()
				if !ok {
					c.report(at, "enum value %s is not an integer; write a decimal integer", literal(m.Value))
					continue
				}
				if number.Cmp(low) < 0 || number.Cmp(high) > 0 {
					c.report(at, "enum value %s is out of range for %s; correct it, or use a larger format", number, format)
				}
				key = number.String()
			}
			if first, exists := seen[key]; exists {
				d := c.reportSecond(at, e.valuePlace(e.Members[first].Value), "duplicate enum value %q; remove one", key)
				if !e.Flags && c.dropMember(e, i, index) {
					c.workAround(d, "the value has one constant")
				}
				continue
			}
			seen[key] = i
		}
		for i, item := range e.Get("enum").List() {
			if !item.IsScalar() {
				c.report(valueAt(e.Object, "enum", strconv.Itoa(i)), "enum value is %s, expected a number or a string; correct it", describe(item))
			}
		}
	}
}

// dropMember removes the value of member i from the enum list of e, with its items in [memberLists]. index maps the node of a value to the indices of
// the value that are still in the list. If the list does not contain the value, dropMember returns false and changes nothing.
func (c *checker) dropMember(e enum, i int, index map[*oas.Node][]int) bool {
	value := e.Members[i].Value
	at := index[value]
	listed := len(at) > 0
	if listed {
		c.edits.drop(e.Get("enum"), at[len(at)-1])
		index[value] = at[:len(at)-1]
	}
	for _, field := range memberLists(e.Node) {
		if list := e.Get(field); listed && list.IsSequence() && i < list.Len() {
			c.edits.drop(list, i)
		}
	}
	return listed
}

// memberLists returns the fields of an enum that may list one item for each member, in the order of the members: names, descriptions, and
// booleans in x-enum-deprecated. It leaves out missing fields, and an x-enum-deprecated that refers to the members by name.
func memberLists(enum *oas.Node) []string {
	isBool := func(n *oas.Node) bool { return n.Type == oas.Bool }
	return slices.DeleteFunc(append(oas.EnumNameFields(), "x-enum-descriptions", "x-enumDescriptions", "x-enum-deprecated"), func(field string) bool {
		value := enum.Get(field)
		return value == nil || field == "x-enum-deprecated" && !slices.ContainsFunc(value.List(), isBool)
	})
}

// literal returns the text of a scalar for messages, with quotes around strings.
func literal(n *oas.Node) string {
	if n.Type == oas.String {
		return strconv.Quote(n.Value)
	}
	return n.Value
}

// bounds returns the range of the Go type that oapi-codegen uses for an integer format, and the name of the format. For any other format, it returns
// the range and the name of int64.
func bounds(format string) (low, high *big.Int, name string) {
	bits, unsigned := 64, false
	switch format {
	case "int8", "int16", "int32":
		bits = map[string]int{"int8": 8, "int16": 16, "int32": 32}[format]
	case "uint8", "uint16", "uint32", "uint64", "uint":
		bits, unsigned = map[string]int{"uint8": 8, "uint16": 16, "uint32": 32, "uint64": 64, "uint": 64}[format], true
	default:
		format = "int64"
	}
	one := big.NewInt(1)
	if unsigned {
		return big.NewInt(0), new(big.Int).Sub(new(big.Int).Lsh(one, uint(bits)), one), format
	}
	half := new(big.Int).Lsh(one, uint(bits-1))
	return new(big.Int).Neg(half), new(big.Int).Sub(half, one), format
}
