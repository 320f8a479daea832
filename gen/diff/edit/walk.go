package edit

import (
	"cmp"
	"context"
	"maps"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// walker compares two bundles node by node and collects the edits.
type walker struct {
	ctx     context.Context // the walk stops when ctx is done
	a, b    *spec.Spec      // base and head
	renames renames
	tags    map[string]string // renamed tags of operations, from base to head
	edits   []Edit
}

func newWalker(ctx context.Context, a, b *spec.Spec) *walker {
	return &walker{ctx: ctx, a: a, b: b, renames: findRenames(a, b), tags: map[string]string{}}
}

// add adds an edit. If the edit has no subject, add derives it from the pointer.
func (w *walker) add(e Edit) {
	if e.Subject == "" {
		if e.Base != None {
			e.Subject = Subject(w.a, e.Base)
		} else {
			e.Subject = Subject(w.b, e.Head)
		}
	}
	w.edits = append(w.edits, e)
}

// document compares the two documents.
func (w *walker) document() {
	a, b := w.a.Model().Root(), w.b.Model().Root()
	w.operations()
	w.tagList(a.Get("tags"), b.Get("tags"))
	for _, key := range union(a, b) {
		switch key {
		case "paths", "tags":
		case "components":
			w.components(a.Get(key), b.Get(key))
		default:
			w.entry("", "", a, b, key)
		}
	}
}

// components compares the components of each section, paired by name or by rename.
func (w *walker) components(a, b *oas.Node) {
	for _, section := range union(a, b) {
		if section == "examples" {
			w.examples(a.Get(section), b.Get(section))
			continue
		}
		at := oas.Pointer("components", section)
		before, after := a.Get(section), b.Get(section)
		noun := strings.ReplaceAll(singular(section), " ", "-")
		for _, name := range before.Keys() {
			from := at + oas.Pointer(name)
			if to, ok := w.renames.to["#"+from]; ok {
				to = to[1:]
				w.add(componentEdit(renamedEdit(noun+"-renamed", from, to, singular(section), name, LastToken(to)), section))
				w.node(from, to, before.Get(name), w.b.At(to))
				continue
			}
			if other := after.Get(name); other != nil {
				if section == "pathItems" && w.samePath(before.Get(name), other) {
					continue
				}
				w.node(from, from, before.Get(name), other)
				continue
			}
			w.add(componentEdit(removedEdit(noun+"-removed", from, singular(section)+" "+name), section))
		}
		for _, name := range after.Keys() {
			to := at + oas.Pointer(name)
			if _, renamed := w.renames.from["#"+to]; renamed || before.Get(name) != nil {
				continue
			}
			w.add(componentEdit(addedEdit(noun+"-added", to, singular(section)+" "+name), section))
		}
	}
}

// examples compares the example components. It compares each example as one value.
func (w *walker) examples(a, b *oas.Node) {
	for _, name := range union(a, b) {
		at := oas.Pointer("components", "examples", name)
		if x, y := a.Get(name), b.Get(name); !w.equal(x, y) {
			e := Edit{ID: "example-changed", Base: at, Head: at, Key: true, Message: "the example changed"}
			if x == nil {
				e.Base, e.Message = None, "the example was added"
			} else if y == nil {
				e.Head, e.Message = None, "the example was removed"
			}
			w.add(e)
		}
	}
}

// componentEdit returns e, an edit of a whole component. If the component is not a schema, the edit has the variant "component". Users refer to
// schemas by name, but not to other components.
func componentEdit(e Edit, section string) Edit {
	if section != "schemas" {
		e.Variant = "component"
	}
	return e
}

// node compares two nodes: field by field if both are objects, otherwise as one value.
func (w *walker) node(pa, pb string, a, b *oas.Node) {
	if w.ctx.Err() != nil || w.equal(a, b) {
		return
	}
	if !a.IsMapping() || !b.IsMapping() {
		w.leaf(pa, pb, a, b)
		return
	}
	if w.reference(pa, pb, a, b) || w.wrapped(pa, pb, a, b) {
		return
	}
	skip := w.enum(pa, pb, a, b)
	if skip == nil {
		skip = w.typeChange(pa, pb, a, b)
	}
	w.required(pa, pb, a, b)
	for _, key := range union(a, b) {
		if skip[key] || key == "required" && isList(a, b, key) {
			continue
		}
		w.entry(pa, pb, a, b, key)
	}
}

// entry compares the values of two objects for a key.
func (w *walker) entry(pa, pb string, a, b *oas.Node, key string) {
	before, after := a.Get(key), b.Get(key)
	pa, pb = pa+oas.Pointer(key), pb+oas.Pointer(key)
	if before != nil && after != nil && w.equal(before, after) {
		return
	}
	mappings := (before == nil || before.IsMapping()) && (after == nil || after.IsMapping())
	lists := (before == nil || before.IsSequence()) && (after == nil || after.IsSequence())
	switch {
	case namesBelow(key) && mappings:
		w.named(pa, pb, key, before, after)
	case key == "parameters" && lists:
		w.parameters(pa, pb, before, after)
	case (key == "allOf" || key == "anyOf" || key == "oneOf") && lists:
		w.branches(pa, pb, before, after)
	case oas.IsMethod(key) && before == nil:
		w.add(addedEdit("operation-added", pb, "operation "+key))
	case oas.IsMethod(key) && after == nil:
		w.add(removedEdit("operation-removed", pa, "operation "+key))
	case key == "tags" && lists && w.onlyTagRenames(before, after):
	case key == "security" && lists:
		w.security(pa, pb, before, after)
	case key == "servers" && lists:
		w.servers(pa, pb, before, after)
	case key == "discriminator" && before != nil && after != nil && mappings:
		w.discriminator(pa, pb, before, after)
	case before != nil && after != nil && mappings && !isData(key):
		w.node(pa, pb, before, after)
	default:
		w.field(pa, pb, key, before, after)
	}
}

// namesBelow reports whether the value of a key is a map whose keys are names, not fields of OpenAPI.
func namesBelow(key string) bool {
	switch key {
	case "properties", "patternProperties", "$defs", "definitions", "responses", "content", "headers", "encoding", "callbacks", "links",
		"variables", "webhooks":
		return true
	}
	return false
}

// isData reports whether the value of a key is data, which the walker compares as one value.
func isData(key string) bool {
	switch key {
	case "example", "examples", "default", "enum", "const", "mapping", "scopes", "security", "flows", "externalDocs", "license", "contact":
		return true
	}
	return strings.HasPrefix(key, "x-")
}

// named compares two maps of named objects, such as properties, responses, media types or headers.
func (w *walker) named(pa, pb, key string, a, b *oas.Node) {
	noun := nounOf(key)
	renamed := map[string]string{}
	var to, from map[string]string // by name, the pointers of the properties in allOf of head and of base
	switch key {
	case "properties":
		to, from = inherited(w.b, Parent(pb)), inherited(w.a, Parent(pa))
		renamed = renamedProperties(a, b, to, from)
	case "content", expressions:
		renamed = onlyRename(a, b)
	}
	into, outOf := &move{w: w, pa: Parent(pa), pb: Parent(pb), into: true}, &move{w: w, pa: Parent(pa), pb: Parent(pb)}
	taken := map[string]bool{}
	for _, name := range a.Keys() {
		before, after := a.Get(name), b.Get(name)
		if to, ok := renamed[name]; ok {
			taken[to] = true
			e := renamedEdit(noun+"-renamed", pa+oas.Pointer(name), pb+oas.Pointer(to), phrase(noun), name, to)
			if key == "content" {
				e.ID, e.Message = "media-type-changed", "media type "+name+" was replaced with "+to
			}
			w.add(e)
			w.node(e.Base, e.Head, before, b.Get(to))
			continue
		}
		if from, to := pa+oas.Pointer(name), pb+oas.Pointer(name); after != nil {
			if key == "callbacks" && refOf(before)+refOf(after) == "" {
				w.named(from, to, expressions, before, after)
			} else {
				w.node(from, to, before, after)
			}
			continue
		}
		if to[name] != "" {
			into.note(name, pa+oas.Pointer(name), to[name])
			continue
		}
		w.add(removedEdit(noun+"-removed", pa+oas.Pointer(name), phrase(noun)+" "+name))
	}
	for _, name := range b.Keys() {
		if taken[name] || a.Get(name) != nil {
			continue
		}
		if from[name] != "" {
			outOf.note(name, from[name], pb+oas.Pointer(name))
			continue
		}
		e := addedEdit(noun+"-added", pb+oas.Pointer(name), phrase(noun)+" "+name)
		switch {
		case key == "properties" && w.a.At(Parent(pa)).Text("additionalProperties") == "false":
			e.ID, e.Message = "property-added-to-closed", e.Message+" to a closed schema"
		case key == "properties" && lists(w.b.At(Parent(pb)), name):
			e.Variant = "required"
		}
		w.add(e)
	}
	into.addEdit()
	outOf.addEdit()
}

// renamedProperties returns the renamed properties, from base to head. to has the properties in allOf of head, and from those in allOf
// of base. renamedProperties leaves out properties that moved into allOf or out of it.
func renamedProperties(a, b *oas.Node, to, from map[string]string) map[string]string {
	renamed := pairs(a, b, 0.75)
	maps.DeleteFunc(renamed, func(was, is string) bool { return to[was] != "" || from[is] != "" })
	return renamed
}

// expressions is the key that [walker.named] uses for the path items of a callback. OpenAPI has no name for their map.
const expressions = "callback URLs"

// nounOf returns the noun in the change IDs for the entries of a key.
func nounOf(key string) string {
	switch key {
	case "properties":
		return "property"
	case "patternProperties":
		return "pattern-property"
	case "$defs", "definitions":
		return "definition"
	case "content":
		return "media-type"
	case "encoding":
		return "encoding"
	case expressions:
		return "callback-url"
	}
	return strings.TrimSuffix(key, "s")
}

func phrase(noun string) string { return strings.ReplaceAll(noun, "-", " ") }

// requiredEdit returns the edit of a member that became required or, if required is false, optional. The edit has no pointers.
func requiredEdit(member string, required bool) Edit {
	if required {
		return Edit{ID: "member-required", Message: "member " + member + " is now required"}
	}
	return Edit{ID: "member-optional", Message: "member " + member + " is now optional"}
}

// required compares the required lists of two schemas. It ignores added and removed members, which already have edits. A renamed member is the same
// member in both lists.
func (w *walker) required(pa, pb string, a, b *oas.Node) {
	if !isList(a, b, "required") {
		return
	}
	before, after := a.Get("properties"), b.Get("properties")
	renamed := renamedProperties(before, after, inherited(w.b, pb), inherited(w.a, pa))
	was, is := setOf(a.Get("required")), setOf(b.Get("required"))
	note := func(e Edit, name, to string) {
		e.Base, e.Head, e.Detail = pa+"/required", pb+"/required", name
		if before.Get(name) != nil && after.Get(to) != nil {
			e.Base, e.Head, e.Key = pa+oas.Pointer("properties", name), pb+oas.Pointer("properties", to), true
			e.Detail = ""
		}
		w.add(e)
	}
	back := map[string]string{}
	for from, to := range renamed {
		back[to] = from
	}
	for _, name := range a.Get("required").Strings() {
		to := cmp.Or(renamed[name], name)
		if removed := before.Get(name) != nil && after.Get(to) == nil; !is[to] && !removed {
			note(requiredEdit(name, false), name, to)
		}
	}
	for _, name := range b.Get("required").Strings() {
		from := cmp.Or(back[name], name)
		if added := after.Get(name) != nil && before.Get(from) == nil; !was[from] && !added {
			note(requiredEdit(name, true), from, name)
		}
	}
}

// Parent returns the pointer of the object or list that contains the value at a pointer. It returns "" for the root.
func Parent(pointer string) string { return pointer[:max(0, strings.LastIndexByte(pointer, '/'))] }

// union returns the keys of a, followed by the other keys of b.
func union(a, b *oas.Node) []string {
	keys := a.Keys()
	for _, k := range b.Keys() {
		if a.Get(k) == nil {
			keys = append(keys, k)
		}
	}
	return keys
}

func isList(a, b *oas.Node, key string) bool {
	x, y := a.Get(key), b.Get(key)
	return (x != nil || y != nil) && (x == nil || x.IsSequence()) && (y == nil || y.IsSequence())
}

func setOf(n *oas.Node) map[string]bool {
	set := map[string]bool{}
	for _, v := range n.Strings() {
		set[v] = true
	}
	return set
}

// shown returns a value on one line of at most 60 characters, or "nothing" if it is nil.
func shown(n *oas.Node) string {
	if n == nil {
		return "nothing"
	}
	text := canonical(n, nil)
	if r := []rune(text); len(r) > 60 {
		return string(r[:57]) + "..."
	}
	return text
}

func itoa(i int) string { return strconv.Itoa(i) }
