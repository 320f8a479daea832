package lint

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/report"
)

func enumNames() rule {
	return rule{
		check: (*checker).enumNames,
		Rule: Rule{
			ID: "enum-names", Severity: report.Error, Title: "The names of an enum's members are as many as its values, and become different Go constants",
			Why: "Names are matched to values by their order. One too few or too many shifts the meaning of numbers, and no compiler notices;\n" +
				"two that are the same in Go do not compile.",
			Bad:  "enum: [0, 1, 2]\nx-enum-varnames: [Open, open]",
			Good: "enum: [0, 1, 2]\nx-enum-varnames: [Open, Closed, Locked]",
			Fix:  "Give each value one name in x-enum-varnames: letters and digits, different also after Go casing.",
		},
	}
}

func (c *checker) enumNames() {
	for _, e := range c.enums() {
		c.countNames(e)
		seen := map[string]int{}
		for i, m := range e.Members {
			name := memberName(m)
			if m.NameNode != nil && !c.goodName(e, i) {
				continue
			}
			constant := c.goName(name)
			first, twice := seen[constant]
			if !twice {
				seen[constant] = i
				continue
			}
			if m.Value.Value == e.Members[first].Value.Value {
				continue // the value stands twice, which enum-values reports
			}
			remedy := "rename one of the two"
			if m.NameNode == nil {
				remedy = "name the values in x-enum-varnames"
			}
			d := c.report(e.namePlace(i), "%q and %q are both %s in Go; %s", name, memberName(e.Members[first]), constant, remedy)
			c.first(d, e.namePlace(first))
			if m.NameNode == nil {
				free := names.Distinct(name, c.goName, func(s string) bool { _, taken := seen[s]; return taken })
				seen[free] = i
				c.repaired(d, free)
			}
		}
	}
	c.namesWithoutEnum()
}

// countNames compares the lengths of the two lists.
func (c *checker) countNames(e enum) {
	field := e.nameField()
	if field == "" {
		for _, field := range nameFields() {
			if value := e.get(field); value != nil {
				c.report(e.here(field), "%s is a list of names, one for each value, here is %s", field, describe(value))
			}
		}
		return
	}
	switch members := len(e.Members); {
	case slices.ContainsFunc(items(e.get("enum")), func(n *yaml.Node) bool { return n.Kind != yaml.ScalarNode }):
		// enum-values reports what is no value; it may well have its name
	case e.Names < members:
		c.report(e.here(field), "%s has %s and %s; name each value, in the same order", e.title(), count(members, "value"), count(e.Names, "name"))
	case e.Names > members:
		c.report(e.here(field, index(members)), "%s has %s and %s; remove the names that have no value", e.title(), count(members, "value"), count(e.Names, "name"))
	}
	if texts := len(items(e.get("x-enum-descriptions"))); c.house && texts > 0 && texts != len(e.Members) && e.Names == len(e.Members) {
		c.report(e.here("x-enum-descriptions"), "%s has %s and %s; describe each value, in the same order, with \"\" where nothing is to say",
			e.title(), count(len(e.Members), "value"), count(texts, "description"))
	}
	for i, item := range items(e.get(field)) {
		if item.Kind != yaml.ScalarNode {
			c.report(e.here(field, index(i)), "a name is a text, here is %s", describe(item))
		}
	}
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// goodName reports a written name that becomes no Go name of its own.
func (c *checker) goodName(e enum, i int) bool {
	n := e.Members[i].NameNode
	at := e.namePlace(i)
	switch {
	case n.Kind != yaml.ScalarNode:
		return false
	case strings.TrimSpace(n.Value) == "" || n.ShortTag() == "!!null":
		c.report(at, "value %s has no name; write one", e.Members[i].Value.Value)
	case !strings.ContainsFunc(n.Value, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
		c.report(at, "name %q has neither letters nor digits, so nothing is left of it in Go; write a word", n.Value)
	default:
		return true
	}
	return false
}

// namesWithoutEnum reports lists of names that stand where no enum is.
func (c *checker) namesWithoutEnum() {
	enums := map[*object]bool{}
	for _, e := range c.enums() {
		enums[e.object] = true
	}
	for o := range c.all(kindSchema) {
		if enums[o] || o.get("x-go-type") != nil {
			continue
		}
		for _, field := range nameFields() {
			if o.get(field) != nil && len(items(o.get("enum"))) == 0 && !isTrue(o.get("x-enum-flags")) {
				c.report(o.key(field), "%s names the values of an enum, and there is none; add enum, or for flags x-enum-values", field)
			}
		}
	}
}
