package diff

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// field compares a value that is written as one: texts, numbers, data.
func (w *walker) field(pa, pb, key string, a, b *oas.Node) {
	r := ruleOf(key)
	e := edit{id: r.id, level: r.level, base: pa, head: pb, names: r.names, yields: r.yields, words: append([]string{strings.ToLower(key)}, r.words...)}
	e.detail = shown(a) + " -> " + shown(b)
	switch {
	case a == nil:
		e.base, e.message = none, r.noun+" is "+shown(b)+" now, it was not given"
		e.subject, e.key = subject(w.b, parent(pb)), true
		e.base, e.looseBase = parent(pa), true
	case b == nil:
		e.message = r.noun + " was " + shown(a) + " and is not given any more"
		e.subject, e.key = subject(w.a, parent(pa)), true
		e.head, e.looseHead = parent(pb), true
		if key == "type" { // what was right still is, for those who write; whom else it breaks, the judges know
			e.level = Risky
		}
	default:
		e.subject = subject(w.a, parent(pa))
		e.message = r.noun + " was " + shown(a) + " and is " + shown(b)
	}
	if r.level == Doc && r.quiet {
		e.message, e.detail = r.noun+" changed", ""
		if a == nil {
			e.message = r.noun + " is new"
		} else if b == nil {
			e.message = r.noun + " is gone"
		}
	}
	if strings.HasPrefix(key, "x-") {
		e.detail = key + " " + e.detail
	} else if r.id == "limit-changed" || r.id == "field-changed" {
		e.detail = key + " " + e.detail
	}
	if strings.Contains(pa, "/securitySchemes/") && r.id == "field-changed" {
		e.id = "security-scheme-changed"
	}
	e.remedy = r.remedy
	if key == "name" && oas.ComponentOf(pa) == parent(pa) && strings.HasPrefix(pa, "/components/parameters/") && a != nil && b != nil {
		e.id, e.key, e.words = "parameter-renamed", false, []string{"removed", "added", "new"}
		e.level, e.names, e.remedy = Breaking, true, "take both names for one release"
		if w.a.At(parent(pa)).Text("in") == "path" {
			e.level, e.names, e.remedy = Compatible, false, ""
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
		r := ruleOf("nullable")
		w.add(edit{
			id: r.id, level: r.level, base: pa + "/type", head: pb + "/type", subject: subject(w.a, pa), message: nullText(isNull), remedy: nullRemedy(isNull), words: r.words,
		})
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
	r := ruleOf("type")
	w.add(edit{
		id: r.id, level: r.level, base: pa + "/type", head: pb + "/type", detail: shape(a) + " -> " + shape(b), remedy: r.remedy,
		subject: subject(w.a, pa), message: "the type was " + shape(a) + " and is " + shape(b), words: []string{"type", "format", "enum"},
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

// nullText says that null came or went, and nullRemedy what to do when that breaks somebody.
func nullText(now bool) string {
	if now {
		return "null is a value of it now"
	}
	return "null is no value of it any more"
}

func nullRemedy(now bool) string {
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
