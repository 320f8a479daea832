package diff

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// field compares a value that is written as one: texts, numbers, data.
func (w *walker) field(pa, pb, key string, a, b *oas.Node) {
	f := fieldOf(key)
	e := edit{class: classOf(f.id), base: pa, head: pb}
	if key == "propertyName" {
		e.level, e.fix = Breaking, "send and take both properties for one release"
	}
	e.detail = shown(a) + " -> " + shown(b)
	switch {
	case a == nil:
		e.base, e.message = none, f.noun+" is "+shown(b)+" now, it was not given"
		e.subject, e.key = subject(w.b, parent(pb)), true
		e.base, e.looseBase = parent(pa), true
	case b == nil:
		e.message = f.noun + " was " + shown(a) + " and is not given any more"
		e.subject, e.key = subject(w.a, parent(pa)), true
		e.head, e.looseHead = parent(pb), true
		if key == "type" { // what was right still is, for those who write; whom else it breaks, the judges know
			e.level = Risky
		}
	default:
		e.subject = subject(w.a, parent(pa))
		e.message = f.noun + " was " + shown(a) + " and is " + shown(b)
	}
	if f.quiet {
		e.message, e.detail = f.noun+" changed", ""
		if a == nil {
			e.message = f.noun + " is new"
		} else if b == nil {
			e.message = f.noun + " is gone"
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
		e.id = "security-scheme-changed"
	}
	if key == "name" && oas.ComponentOf(pa) == parent(pa) && strings.HasPrefix(pa, "/components/parameters/") && a != nil && b != nil {
		e.class, e.key = classOf("parameter-renamed"), false
		if w.a.At(parent(pa)).Text("in") == "path" {
			e.level, e.affects, e.fix = Compatible, 0, ""
		}
	}
	w.add(e)
}

// shape tells in one edit what one decision is: a type with its format and values, a Go type with its import. It gives the keys that it has
// dealt with.
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
		e := edit{class: classOf("nullable-changed"), base: pa + "/type", head: pb + "/type", subject: subject(w.a, pa), message: nullText(isNull)}
		e.fix = nullFix(isNull)
		w.add(e)
		return skip
	}
	skip["type"], skip["format"], skip["enum"] = true, true, was || is
	shape := func(n *oas.Node) string {
		text := canonical(n.Get("type"), nil)
		if f := n.Text("format"); f != "" {
			text += "/" + f
		}
		return strings.ReplaceAll(text, "\"", "")
	}
	w.add(edit{
		class: classOf("type-changed"), base: pa + "/type", head: pb + "/type", detail: shape(a) + " -> " + shape(b),
		subject: subject(w.a, pa), message: "the type was " + shape(a) + " and is " + shape(b),
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

// nullText says that null came or went, and nullFix what to do when that breaks somebody.
func nullText(now bool) string {
	if now {
		return "null is a value of it now"
	}
	return "null is no value of it any more"
}

func nullFix(now bool) string {
	if now {
		return "tell users before a server sends null"
	}
	return "take null for one release"
}

// leaf compares two values that have no key of their own.
func (w *walker) leaf(pa, pb string, a, b *oas.Node) {
	tokens, _ := oas.Tokens(pa)
	key := ""
	if len(tokens) > 0 {
		key = tokens[len(tokens)-1]
	}
	w.field(pa, pb, key, a, b)
}

// sunset judges another x-sunset: an earlier day, or none while the object is still deprecated, takes time from users.
func (w *walker) sunset(e *edit, a, b *oas.Node) {
	was, ok := parseDate(a.Text())
	is, both := parseDate(b.Text())
	if ok && (!both || is.Before(was)) {
		e.level, e.fix = Breaking, "keep x-sunset, or set it to a later date"
	}
	if ok && b == nil && w.b.At(e.head).Text("deprecated") != "true" {
		e.level, e.fix = Compatible, "" // it is no longer deprecated
	}
}

// stability gives another x-stability-level its direction. Without one, an object is stable.
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
