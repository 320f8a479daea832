package enum

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/gen/code/ir"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// enumeration is an enum with its members.
type enumeration struct {
	ir.Enum
	title, description string
	deprecated         bool
	strings            bool
	single             bool // whether the schema is a constant (const)
	plain              bool // whether the schema is a boolean or number constant; specgen generates no functions such as Parse for the type
	members            []*member
}

// member is a member of an enum. It becomes one constant.
type member struct {
	constant    string // name of the constant, such as "MFATypeEmailOTP"
	suffix      string // name of the constant without the name of the type, such as "EmailOTP"
	name        string // name in the document if Parse can read it, and suffix otherwise; String of an integer enum returns it
	number      *big.Int
	text        string // value of the member of a string enum
	literal     string // value as a Go literal
	description string
	deprecated  bool
	pointer     string
}

// read reads an enum from the document. It returns nil if the enum has errors, which it reports as findings. read returns an error if e does not
// match the document.
func (g *generator) read(e ir.Enum) (*enumeration, error) {
	node := g.spec.At(e.Pointer)
	from, ok := oas.ReadEnum(node)
	plain := !ok
	if plain {
		from, ok = oas.ReadConstant(node)
	}
	if !ok {
		return nil, fmt.Errorf("enum %q: the schema at %q is not an enum", e.Type, e.Pointer)
	}
	if len(from.Members) != len(e.Names) {
		return nil, fmt.Errorf("enum %q: %s for %s at %q", e.Type, report.Plural(len(e.Names), "name"), report.Plural(len(from.Members), "value"), e.Pointer)
	}
	if e.Area == "" {
		e.Area = "common"
	}
	out := &enumeration{
		Enum: e, title: node.Text("title"), description: node.Text("description"),
		deprecated: node.Text("deprecated") == "true", strings: from.Strings, single: from.Constant, plain: plain,
	}
	before, at := len(g.found), places(node)
	for i, m := range from.Members {
		if made := g.member(out, m, e.Names[i], e.Pointer+at[m.Value]); made != nil {
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

// places returns the JSON pointers of the values of an enum, relative to the schema. For a value in an item of x-enum-values, oneOf or anyOf, the
// pointer is that of the item.
func places(schema *oas.Node) map[*oas.Node]string {
	found := map[*oas.Node]string{}
	locate := func(value *oas.Node, tokens ...string) {
		if _, known := found[value]; !known {
			found[value] = oas.Pointer(tokens...)
		}
	}
	for _, list := range []struct{ key, member string }{{"enum", ""}, {"x-enum-values", "numericValue"}, {"oneOf", "const"}, {"anyOf", "const"}} {
		for i, item := range schema.Get(list.key).List() {
			locate(item, list.key, strconv.Itoa(i))
			if list.member != "" {
				locate(item.Get(list.member), list.key, strconv.Itoa(i))
			}
		}
	}
	locate(schema.Get("const"), "const")
	return found
}

// member converts a member of an enum in the document. If the value of a member of an integer enum is not an integer, it reports a finding and
// returns nil.
func (g *generator) member(e *enumeration, from oas.Member, constant, pointer string) *member {
	m := &member{
		constant: constant, suffix: strings.TrimPrefix(constant, e.Type), name: from.Name, description: strings.TrimSpace(from.Description),
		deprecated: from.Deprecated, pointer: pointer,
	}
	switch {
	case e.plain:
		m.literal = from.Value.Value
		return m
	case e.strings:
		m.text, m.literal = from.Value.Value, strconv.Quote(from.Value.Value)
		return m
	}
	number, ok := from.Value.Int()
	if !ok {
		g.add(pointer, "enum-values", "enum %q: value %q is not an integer; write an integer", e.Schema, from.Value.Value)
		return nil
	}
	m.number, m.literal = number, number.String()
	return m
}

// base sets the underlying Go type of an enum, and reports numbers that are out of the range of this type.
func (g *generator) base(e *enumeration) {
	if e.plain {
		return
	}
	if e.strings {
		e.Base = "string" // also for formats such as date-time, because their usual Go types cannot have constants
		return
	}
	least, most, known := limits(e.Base)
	if !known {
		e.Base = "int64"
		least, most, _ = limits(e.Base)
	}
	for _, m := range e.members {
		if e.Base == "int" && !within(m.number, "int32") {
			// on some platforms, int has 32 bits
			e.Base = "int64"
			least, most, _ = limits(e.Base)
		}
		if m.number.Cmp(least) < 0 || m.number.Cmp(most) > 0 {
			g.add(m.pointer, "enum-values", "enum %q: %s does not fit %s; give the schema a wider format, or correct the number", e.Schema, m.number, e.Base)
		}
	}
}

// within reports whether a number is in the range of a Go integer type.
func within(n *big.Int, base string) bool {
	least, most, _ := limits(base)
	return n.Cmp(least) >= 0 && n.Cmp(most) <= 0
}

// limits returns the smallest and the greatest number of a Go integer type. int has the same limits as int64, and uint the same as uint64. ok is
// false if base is not an integer type.
func limits(base string) (least, most *big.Int, ok bool) {
	sizes := []string{"int8", "int16", "int32", "int64"}
	name, unsigned := strings.CutPrefix(base, "u")
	if name == "int" {
		name = "int64"
	}
	i := slices.Index(sizes, name)
	if i < 0 {
		return nil, nil, false
	}
	one, size := big.NewInt(1), uint(8)<<i
	if unsigned {
		return new(big.Int), new(big.Int).Sub(new(big.Int).Lsh(one, size), one), true
	}
	bound := new(big.Int).Lsh(one, size-1)
	return new(big.Int).Neg(bound), new(big.Int).Sub(bound, one), true
}

// distinct reports duplicate values. String could return the name of only one of the two constants, and a switch must not have duplicate cases.
func (g *generator) distinct(e *enumeration) {
	first := map[string]*member{}
	for _, m := range e.members {
		key := m.literal
		if other := first[key]; other != nil {
			g.add(m.pointer, "enum-values", "enum %q: duplicate value %s; remove one", e.Schema, key)
			g.found[len(g.found)-1].Related = []report.Related{{Pos: g.spec.Position(other.pointer), Message: "first here"}}
			continue
		}
		first[key] = m
	}
}

// claim reserves the package-level identifiers of an enum, and reports identifiers that are already reserved.
func (g *generator) claim(e *enumeration) {
	claim := func(name, pointer, what string) {
		if other, ok := g.used[name]; ok {
			g.add(pointer, "enum-names", "%s needs the Go name %q, which %s also has; rename one of them", what, name, other.what)
			g.found[len(g.found)-1].Related = []report.Related{{Pos: g.spec.Position(other.pointer), Message: "other use of the name"}}
			return
		}
		g.used[name] = identifierUse{pointer, what}
	}
	for _, name := range e.Declares(g.cfg.Visitor) {
		claim(name, e.Pointer, fmt.Sprintf("enum %q", e.Schema))
	}
	for i, m := range e.members {
		claim(m.constant, m.pointer, fmt.Sprintf("member %d of enum %q", i, e.Schema))
	}
}

// names sets a member's name to the suffix of its constant in three cases: the name is missing, Parse could not read it, or an earlier member has it.
func (e *enumeration) names() {
	seen := map[string]bool{}
	for _, m := range e.members {
		if m.name == "" || seen[m.name] || strings.TrimSpace(m.name) != m.name || isNumeral(m.name) || e.Flags && strings.ContainsAny(m.name, "|,") {
			m.name = m.suffix
		}
		seen[m.name] = true
	}
}

// isNumeral reports whether a name is an integer literal. Parse may read such a name as a number.
func isNumeral(name string) bool {
	_, isInt := new(big.Int).SetString(name, 0)
	return isInt
}

// add adds a finding at a pointer.
func (g *generator) add(pointer, rule, format string, args ...any) {
	g.found.Add(g.spec.Position(pointer), rule, format, args...)
	g.found[len(g.found)-1].Pointer = pointer
}

// run is a range of members whose numbers are consecutive.
type run struct{ first, last int }

// runs splits the members, in document order, into runs.
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

// column applies a function to each member and returns the results, or nil if all results are empty.
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
