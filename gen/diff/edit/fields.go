package edit

import (
	"slices"
	"strings"
	"time"

	"github.com/rasapi/specgen/gen/oas"
)

// field adds an edit for a field that the walker compares as one value, such as a text or a number.
func (w *walker) field(pa, pb, key string, a, b *oas.Node) {
	f := fieldOf(key)
	e := Edit{ID: f.id, Base: pa, Head: pb}
	if key == "propertyName" {
		e.Variant = "property"
	}
	e.Detail = shown(a) + " -> " + shown(b)
	switch {
	case a == nil:
		e.Base, e.Message = None, f.noun+" is now "+shown(b)+"; it was not set"
		e.Subject, e.Key = Subject(w.b, Parent(pb)), true
		e.Base, e.LooseBase = Parent(pa), true
	case b == nil:
		e.Message = f.noun + " was " + shown(a) + " and is no longer set"
		e.Subject, e.Key = Subject(w.a, Parent(pa)), true
		e.Head, e.LooseHead = Parent(pb), true
	default:
		e.Subject = Subject(w.a, Parent(pa))
		e.Message = f.noun + " changed from " + shown(a) + " to " + shown(b)
	}
	if f.id == "documentation-changed" || f.id == "example-changed" { // the message leaves out the values, which may be long
		e.Message, e.Detail = f.noun+" changed", ""
		if a == nil {
			e.Message = f.noun + " was added"
		} else if b == nil {
			e.Message = f.noun + " was removed"
		}
	}
	switch key {
	case "x-sunset":
		w.sunset(&e, a, b)
	case "x-stability-level":
		w.stability(&e, a, b)
	}
	if strings.HasPrefix(key, "x-") {
		e.Detail = key + " " + e.Detail
	} else if f.id == "limit-changed" || f.id == "field-changed" {
		e.Detail = key + " " + e.Detail
	}
	if strings.Contains(pa, "/securitySchemes/") && f.id == "field-changed" {
		e.ID = "security-scheme-changed"
	}
	if key == "name" && oas.ComponentOf(pa) == Parent(pa) && strings.HasPrefix(pa, "/components/parameters/") && a != nil && b != nil {
		e.ID, e.Key = "parameter-renamed", false
		if w.a.At(Parent(pa)).Text("in") == "path" {
			e.Variant = "path"
		}
	}
	w.add(e)
}

// typeChange adds an edit if both schemas have a type and the types differ. The edit includes the format, unless the types differ only in null.
// typeChange returns the keys that need no edit of their own.
func (w *walker) typeChange(pa, pb string, a, b *oas.Node) map[string]bool {
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
		e := Edit{ID: "nullable-changed", Base: pa + "/type", Head: pb + "/type", Subject: Subject(w.a, pa)}
		e.Variant, e.Message = nullable(isNull, "")
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
	w.add(Edit{
		ID: "type-changed", Base: pa + "/type", Head: pb + "/type", Detail: typeAndFormat(a) + " -> " + typeAndFormat(b),
		Subject: Subject(w.a, pa), Message: "the type changed from " + typeAndFormat(a) + " to " + typeAndFormat(b),
		AlsoBase: []string{pa}, AlsoHead: []string{pb},
	})
	return skip
}

// typesOf returns the sorted types of a schema except null, and whether null is a type of the schema.
func typesOf(n *oas.Node) (types []string, null bool) {
	types, null = n.Types()
	slices.Sort(types)
	return types, null
}

// nullable returns the variant and the message for a schema that now accepts null or, if accepted is false, no longer accepts it. The variant ends
// with suffix.
func nullable(accepted bool, suffix string) (variant, message string) {
	if accepted {
		return "valid" + suffix, "null is now valid"
	}
	return "invalid" + suffix, "null is no longer valid"
}

// leaf adds an edit for two different values. It takes their key from the last token of pa.
func (w *walker) leaf(pa, pb string, a, b *oas.Node) {
	tokens, _ := oas.Tokens(pa)
	key := ""
	if len(tokens) > 0 {
		key = tokens[len(tokens)-1]
	}
	w.field(pa, pb, key, a, b)
}

// sunset sets the variant "earlier" if x-sunset is a date in base and has an earlier date or no valid date in head. It also sets the variant if head
// removes x-sunset from an object that stays deprecated.
func (w *walker) sunset(e *Edit, a, b *oas.Node) {
	was, ok := ParseDate(a.Text())
	is, both := ParseDate(b.Text())
	still := b != nil || w.b.At(e.Head).Text("deprecated") == "true"
	if ok && still && (!both || is.Before(was)) {
		e.Variant = "earlier"
	}
}

// stability sets the ID "stability-decreased" if head has a less stable x-stability-level. An object without a known x-stability-level is stable.
func (w *walker) stability(e *Edit, a, b *oas.Node) {
	rank := func(n *oas.Node) int {
		if i := slices.Index(StabilityLevels(), n.Text()); i >= 0 {
			return i
		}
		return len(StabilityLevels()) - 1
	}
	if rank(b) < rank(a) {
		e.ID = "stability-decreased"
	}
}

// ParseDate parses the value of x-sunset, which is a date such as 2026-12-31 or an RFC 3339 time. It returns false if the value is neither.
func ParseDate(s string) (time.Time, bool) {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// StabilityLevels returns the values of x-stability-level, the least stable first.
func StabilityLevels() []string { return []string{"draft", "alpha", "beta", "stable"} }
