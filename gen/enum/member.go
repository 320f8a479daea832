package enum

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/code/ir"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// enumeration is an enum with all that its code needs.
type enumeration struct {
	ir.Enum
	title, description string
	deprecated         bool
	strings            bool
	members            []*member
}

// member is one constant.
type member struct {
	constant    string // "MFATypeEmailOTP"
	suffix      string // "EmailOTP"
	name        string // what String gives: as the document writes it
	number      *big.Int
	text        string // of a string enum
	description string
	deprecated  bool
	pointer     string
}

// literal is the value as Go text.
func (m *member) literal() string {
	if m.number == nil {
		return strconv.Quote(m.text)
	}
	return m.number.String()
}

// read takes an enum off the document. It is nil when a diagnostic has been given instead.
func (g *generator) read(e ir.Enum) (*enumeration, error) {
	node := g.spec.Node(e.Pointer)
	from, ok := spec.ReadEnum(node)
	if !ok {
		return nil, fmt.Errorf("enum %s: there is no enum at %s", e.Type, e.Pointer)
	}
	if len(from.Members) != len(e.Names) {
		return nil, fmt.Errorf("enum %s: %d names for %d values at %s", e.Type, len(e.Names), len(from.Members), e.Pointer)
	}
	if e.Area == "" {
		e.Area = "common"
	}
	out := &enumeration{
		Enum: e, title: spec.Text(node, "title"), description: spec.Text(node, "description"),
		deprecated: spec.Text(node, "deprecated") == "true", strings: from.Strings,
	}
	before := len(g.found)
	for i, m := range from.Members {
		if made := g.member(out, m, e.Names[i], e.Pointer+place(node, m.Value)); made != nil {
			out.members = append(out.members, made)
		}
	}
	if len(g.found) == before {
		g.base(out)
		g.distinct(out)
		g.claim(out)
	}
	if len(g.found) > before {
		return nil, nil
	}
	out.names()
	return out, nil
}

// place gives the pointer from a schema to one of its values.
func place(schema, value *yaml.Node) string {
	for _, list := range []struct{ key, member string }{{"enum", ""}, {"x-enum-values", "numericValue"}, {"oneOf", "const"}} {
		items := spec.Get(schema, list.key)
		if items == nil {
			continue
		}
		for i, item := range items.Content {
			if item == value || list.member != "" && spec.Get(item, list.member) == value {
				return spec.Pointer(list.key, strconv.Itoa(i))
			}
		}
	}
	return ""
}

func (g *generator) member(e *enumeration, from spec.Member, constant, pointer string) *member {
	m := &member{
		constant: constant, suffix: strings.TrimPrefix(constant, e.Type), name: from.Name, description: strings.TrimSpace(from.Description),
		deprecated: from.Deprecated, pointer: pointer,
	}
	if e.strings {
		m.text = from.Value.Value
		return m
	}
	if m.number = integer(from.Value); m.number == nil {
		g.add(pointer, "enum-values", "enum %s: %q is no integer; write a whole number", e.Schema, from.Value.Value)
		return nil
	}
	return m
}

// integer reads the exact number of a scalar, nil when it is none: 11, 0x0B, 1_000, and 1.0e3, as YAML knows them, quoted or not.
func integer(n *yaml.Node) *big.Int {
	text := strings.ReplaceAll(n.Value, "_", "")
	switch n.ShortTag() {
	case "!!int", "!!str": // bungie.net's document quotes its numbers
		if number, ok := new(big.Int).SetString(strings.TrimPrefix(text, "+"), 0); ok {
			return number
		}
	case "!!float":
		const most = 40 // digits and exponent of anything that fits a Go integer, with room
		mantissa, exponent, _ := strings.Cut(strings.ToLower(text), "e")
		if size, err := strconv.Atoi("0" + strings.TrimLeft(exponent, "+-")); err != nil || size > most || len(mantissa) > most {
			return nil
		}
		if number, ok := new(big.Rat).SetString(text); ok && number.IsInt() {
			return number.Num()
		}
	}
	return nil
}

// base settles the Go type under the enum's, and refuses numbers that it does not hold.
func (g *generator) base(e *enumeration) {
	if e.strings {
		e.Base = "string" // whatever the format: only texts have constants
		return
	}
	least, most, known := limits(e.Base)
	if !known {
		e.Base = "int64"
		least, most, _ = limits(e.Base)
	}
	for _, m := range e.members {
		if e.Base == "int" && !within(m.number, "int32") {
			// int has 32 bits on some machines; a format of int64 would say the same.
			e.Base = "int64"
			least, most, _ = limits(e.Base)
		}
		if m.number.Cmp(least) < 0 || m.number.Cmp(most) > 0 {
			g.add(m.pointer, "enum-values", "enum %s: %s does not fit %s; give the schema a wider format or mend the number", e.Schema, m.number, e.Base)
		}
	}
}

func within(n *big.Int, base string) bool {
	least, most, _ := limits(base)
	return n.Cmp(least) >= 0 && n.Cmp(most) <= 0
}

// limits gives the least and the greatest number of a Go integer type; int counts as int64.
func limits(base string) (least, most *big.Int, ok bool) {
	size, signed := uint(64), true
	switch base {
	case "int", "int64":
	case "int8":
		size = 8
	case "int16":
		size = 16
	case "int32":
		size = 32
	case "uint", "uint64":
		signed = false
	case "uint8":
		size, signed = 8, false
	case "uint16":
		size, signed = 16, false
	case "uint32":
		size, signed = 32, false
	default:
		return nil, nil, false
	}
	one := big.NewInt(1)
	if signed {
		bound := new(big.Int).Lsh(one, size-1)
		return new(big.Int).Neg(bound), new(big.Int).Sub(bound, one), true
	}
	return new(big.Int), new(big.Int).Sub(new(big.Int).Lsh(one, size), one), true
}

// distinct refuses a value that stands twice: its second constant would be an alias that String never gives.
func (g *generator) distinct(e *enumeration) {
	first := map[string]*member{}
	for _, m := range e.members {
		key := m.literal()
		if other := first[key]; other != nil {
			g.add(m.pointer, "enum-values", "enum %s: value %s stands twice; remove one", e.Schema, key)
			g.found[len(g.found)-1].Related = []report.Related{{Pos: g.spec.Position(other.pointer), Message: "first here"}}
			continue
		}
		first[key] = m
	}
}

// claim takes the package-level identifiers of an enum, and refuses one that another has.
func (g *generator) claim(e *enumeration) {
	claim := func(name, pointer, what string) {
		if other, ok := g.taken[name]; ok {
			g.add(pointer, "enum-names", "%s would be the Go name %s, which %s has; rename one", what, name, other.what)
			g.found[len(g.found)-1].Related = []report.Related{{Pos: g.spec.Position(other.pointer), Message: "the other"}}
			return
		}
		g.taken[name] = taken{pointer, what}
	}
	for _, name := range e.Declares(g.cfg.Visitor) {
		claim(name, e.Pointer, "enum "+e.Schema)
	}
	for i, m := range e.members {
		claim(m.constant, m.pointer, fmt.Sprintf("member %d of enum %s", i, e.Schema))
	}
}

// names settles what String gives. The document's own text does, unless Parse could not read it back.
func (e *enumeration) names() {
	seen := map[string]bool{}
	for _, m := range e.members {
		if m.name == "" || seen[m.name] || strings.TrimSpace(m.name) != m.name || numeral(m.name) || e.Flags && strings.ContainsAny(m.name, "|,") {
			m.name = m.suffix
		}
		seen[m.name] = true
	}
}

// numeral tells whether Parse could take a name for a number.
func numeral(name string) bool {
	_, isInt := new(big.Int).SetString(name, 0)
	return isInt
}

func (g *generator) add(pointer, rule, format string, args ...any) {
	g.found.Add(g.spec.Position(pointer), rule, format, args...)
	g.found[len(g.found)-1].Pointer = pointer
}

// run is a stretch of members, in the document's order, whose numbers follow each other.
type run struct{ first, last int }

// runs cuts the members into stretches.
func (e *enumeration) runs() []run {
	var runs []run
	one := big.NewInt(1)
	for i, m := range e.members {
		if i > 0 && new(big.Int).Sub(m.number, e.members[i-1].number).Cmp(one) == 0 {
			runs[len(runs)-1].last = i
			continue
		}
		runs = append(runs, run{i, i})
	}
	return runs
}

// column gives one text for each member, nil when none of them has any.
func (e *enumeration) column(of func(*member) string) []string {
	texts := make([]string, len(e.members))
	for i, m := range e.members {
		texts[i] = of(m)
	}
	if !slices.ContainsFunc(texts, func(s string) bool { return s != "" }) {
		return nil
	}
	return texts
}
