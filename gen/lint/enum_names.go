package lint

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func enumNames() rule {
	return rule{
		check: (*checker).enumNames,
		Rule: Rule{
			ID: "enum-names", Severity: report.Error, Title: "An enum has one name for each value, and the names are distinct Go constants",
			Why: "A name belongs to the value at the same index. A missing or an additional name shifts all names after it, and no compiler detects this.\n" +
				"Two members with the same Go name do not compile.",
			Bad:  "enum: [0, 1, 2]\nx-enum-varnames: [Open, open]",
			Good: "enum: [0, 1, 2]\nx-enum-varnames: [Open, Closed, Locked]",
			Fix:  "Write one name of letters and digits for each value in x-enum-varnames. The Go names must be distinct.",
		},
	}
}

func (c *checker) enumNames() {
	for _, e := range c.enums() {
		c.countNames(e)
		seen := map[string]int{}
		var texts []string
		for _, m := range e.Members {
			texts = append(texts, memberName(m))
		}
		distinct := names.DistinctAll(texts, c.goName)
		for i, m := range e.Members {
			name := texts[i]
			if m.NameNode != nil && !c.goodName(e, i) {
				continue
			}
			constant := c.goName(name)
			first, exists := seen[constant]
			if !exists {
				seen[constant] = i
				continue
			}
			if m.Value.Value == e.Members[first].Value.Value {
				continue // rule enum-values reports the duplicate value
			}
			fix := "rename one of them"
			if m.NameNode == nil {
				fix = "name the values in x-enum-varnames"
			}
			d := c.reportSecond(e.namePlace(i), e.namePlace(first), "%q and %q have the same Go name %s; %s", name, texts[first], constant, fix)
			switch {
			case m.NameNode != nil:
			case distinct[i] == constant:
				c.workAround(d, fmt.Sprintf("the Go name of %q is %s", texts[first], distinct[first]))
			default:
				c.workAround(d, "the Go name is "+distinct[i])
			}
		}
	}
	c.namesWithoutEnum()
}

// countNames reports a list of names that does not have exactly one item for each value except null. It does not count the names if a value is not a
// scalar. It also reports names in the list that are not scalars. Without a list, it reports an extension such as x-enum-varnames of another type.
// With the preset [Strict], it also counts the descriptions.
func (c *checker) countNames(e enum) {
	field := e.nameField()
	if field == "" {
		for _, field := range oas.EnumNameFields() {
			if value := e.Get(field); value != nil {
				c.report(valueAt(e.Object, field), "%s is %s, expected a list with one name for each value", field, describe(value))
			}
		}
		return
	}
	switch members := len(e.Members); {
	case slices.ContainsFunc(e.Get("enum").List(), func(n *oas.Node) bool { return !n.IsScalar() }):
		// the counts may differ, because e.Members omits items that are not scalars; rule enum-values reports these items
	case e.Names < members:
		c.report(valueAt(e.Object, field), "%s has %s but %s; add one name for each value, in the same order", e.title(), report.Plural(members, "value"), report.Plural(e.Names, "name"))
	case e.Names > members:
		c.report(valueAt(e.Object, field, strconv.Itoa(members)), "%s has %s but %s; remove the names without a value", e.title(), report.Plural(members, "value"), report.Plural(e.Names, "name"))
	}
	if texts := len(e.Get("x-enum-descriptions").List()); c.strict && texts > 0 && texts != len(e.Members) && e.Names == len(e.Members) {
		c.report(valueAt(e.Object, "x-enum-descriptions"), "%s has %s but %s; add one description for each value in the same order, or \"\" if there is none",
			e.title(), report.Plural(len(e.Members), "value"), report.Plural(texts, "description"))
	}
	for i, item := range e.Get(field).List() {
		if !item.IsScalar() {
			c.report(valueAt(e.Object, field, strconv.Itoa(i)), "name is %s, expected a string; correct it", describe(item))
		}
	}
}

// goodName reports whether the declared name of member i can be a Go name. If it cannot, goodName adds a finding, except for a name that is not a
// scalar.
func (c *checker) goodName(e enum, i int) bool {
	n := e.Members[i].NameNode
	at := e.namePlace(i)
	switch {
	case !n.IsScalar():
		return false
	case strings.TrimSpace(n.Value) == "" || n.Type == oas.Null:
		c.report(at, "value %s has no name; add one", e.Members[i].Value.Value)
	case !strings.ContainsFunc(n.Value, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
		c.report(at, "name %q has no letters or digits, so it has no Go name; use a word", n.Value)
	default:
		return true
	}
	return false
}

// namesWithoutEnum reports names in schemas that are not enums. It skips schemas with x-go-type, enum values or x-enum-flags.
func (c *checker) namesWithoutEnum() {
	enums := map[*oas.Object]bool{}
	for _, e := range c.enums() {
		enums[e.Object] = true
	}
	for o := range c.all(oas.Schema) {
		if enums[o] || o.Get("x-go-type") != nil {
			continue
		}
		for _, field := range oas.EnumNameFields() {
			if o.Get(field) != nil && len(o.Get("enum").List()) == 0 && !o.Get("x-enum-flags").True() {
				c.report(keyAt(o, field), "%s is in a schema without an enum; add enum, or x-enum-values for flags", field)
			}
		}
	}
}
