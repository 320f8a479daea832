package diff

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// field adds an edit for a field whose value is compared as a whole, such as a text, a number or data.
func (w *walker) field(pa, pb, key string, a, b *oas.Node) {
	f := fieldOf(key)
	e := edit{class: classOf(f.id), base: pa, head: pb}
	if key == "propertyName" {
		e.class = variantOf(f.id, "property")
	}
	e.detail = shown(a) + " -> " + shown(b)
	switch {
	case a == nil:
		e.base, e.message = none, f.noun+" is now "+shown(b)+"; it was not set"
		e.subject, e.key = Subject(w.b, parent(pb)), true
		e.base, e.looseBase = parent(pa), true
	case b == nil:
		e.message = f.noun + " was " + shown(a) + " and is no longer set"
		e.subject, e.key = Subject(w.a, parent(pa)), true
		e.head, e.looseHead = parent(pb), true
	default:
		e.subject = Subject(w.a, parent(pa))
		e.message = f.noun + " changed from " + shown(a) + " to " + shown(b)
	}
	if f.id == "documentation-changed" || f.id == "example-changed" { // their values may be long
		e.message, e.detail = f.noun+" changed", ""
		if a == nil {
			e.message = f.noun + " was added"
		} else if b == nil {
			e.message = f.noun + " was removed"
		}
	}
	switch key {
	case "x-sunset":
		w.sunset(&e, a, b)
	case "x-stability-level":
		w.stability(&e, a, b)
	}
	if strings.HasPrefix(key, "x-") {
		e.detail = key + " " + e.detail
	} else if f.id == "limit-changed" || f.id == "field-changed" {
		e.detail = key + " " + e.detail
	}
	if strings.Contains(pa, "/securitySchemes/") && f.id == "field-changed" {
		e.class = classOf("security-scheme-changed")
	}
	if key == "name" && oas.ComponentOf(pa) == parent(pa) && strings.HasPrefix(pa, "/components/parameters/") && a != nil && b != nil {
		e.class, e.key = classOf("parameter-renamed"), false
		if w.a.At(parent(pa)).Text("in") == "path" {
			e.class = variantOf(e.id, "path")
		}
	}
	w.add(e)
}

// shape adds one edit for fields that change together, such as a type and its format. It returns the keys that need no edit of their own.
func (w *walker) shape(pa, pb string, a, b *oas.Node) map[string]bool {
	skip := map[string]bool{}
	changed := func(key string) bool {
		x, y := a.Get(key), b.Get(key)
		return (x != nil || y != nil) && !equal(x, y, nil)
	}
	_, was := oas.ReadEnum(a)
	_, is := oas.ReadEnum(b)
	if was || is {
		for key := range enumKeys(false) {
			skip[key] = key != "enum"
		}
		skip["x-enum-reserved"] = true
	}
	if changed("x-go-type") {
		skip["x-go-type-import"] = true
	}
	if !changed("type") || a.Get("type") == nil || b.Get("type") == nil {
		return skip
	}
	before, wasNull := typesOf(a)
	after, isNull := typesOf(b)
	if len(before) > 0 && slices.Equal(before, after) && wasNull != isNull {
		skip["type"] = true
		e := edit{base: pa + "/type", head: pb + "/type", subject: Subject(w.a, pa)}
		e.class, e.message = nullable(isNull, "")
		w.add(e)
		return skip
	}
	skip["type"], skip["format"], skip["enum"] = true, true, was || is
	typeAndFormat := func(n *oas.Node) string {
		text := canonical(n.Get("type"), nil)
		if f := n.Text("format"); f != "" {
			text += "/" + f
		}
		return strings.ReplaceAll(text, "\"", "")
	}
	w.add(edit{
		class: classOf("type-changed"), base: pa + "/type", head: pb + "/type", detail: typeAndFormat(a) + " -> " + typeAndFormat(b),
		subject: Subject(w.a, pa), message: "the type changed from " + typeAndFormat(a) + " to " + typeAndFormat(b),
		alsoBase: []string{pa}, alsoHead: []string{pb},
	})
	return skip
}

// typesOf returns the types of a schema, sorted, and whether null is one of them.
func typesOf(n *oas.Node) (types []string, null bool) {
	types, null = n.Types()
	slices.Sort(types)
	return types, null
}

// nullable returns the class and the message for a schema that now accepts null, or no longer does. suffix is "" or " reference".
func nullable(accepted bool, suffix string) (c class, message string) {
	if accepted {
		return variantOf("nullable-changed", "valid"+suffix), "null is now valid"
	}
	return variantOf("nullable-changed", "invalid"+suffix), "null is no longer valid"
}

// leaf adds an edit for two different values. Their key is the last token of the pointer.
func (w *walker) leaf(pa, pb string, a, b *oas.Node) {
	tokens, _ := oas.Tokens(pa)
	key := ""
	if len(tokens) > 0 {
		key = tokens[len(tokens)-1]
	}
	w.field(pa, pb, key, a, b)
}

// sunset sets the level of a changed x-sunset. An earlier date is breaking. So is the removal of x-sunset from an object that stays deprecated.
func (w *walker) sunset(e *edit, a, b *oas.Node) {
	was, ok := parseDate(a.Text())
	is, both := parseDate(b.Text())
	still := b != nil || w.b.At(e.head).Text("deprecated") == "true"
	if ok && still && (!both || is.Before(was)) {
		e.class = variantOf(e.id, "earlier")
	}
}

// stability sets the class of a changed x-stability-level: decreased or increased. An object without one is stable.
func (w *walker) stability(e *edit, a, b *oas.Node) {
	rank := func(n *oas.Node) int {
		if i := slices.Index(StabilityLevels(), n.Text()); i >= 0 {
			return i
		}
		return len(StabilityLevels()) - 1
	}
	if rank(b) < rank(a) {
		e.class = classOf("stability-decreased")
	}
}
