package lint

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// The IDs of the rules that report skipped operations and schemas.
const (
	OperationSkipped = "operation-skipped"
	SchemaSkipped    = "schema-skipped"
)

func operationSkipped() rule {
	return rule{mild: true, fixed: true, Rule: Rule{
		ID: OperationSkipped, Stage: "generate", Severity: report.Error, Title: "specgen can generate every operation",
		Why: "If an operation has a defect that the generator cannot work around, specgen generates no code for it. The message describes the defect.\n" +
			"With the preset strict, or with --fail-on-skip, specgen generates nothing.",
		Bad:  "/doors/{id/locks:\n  get: {operationId: listLocks, ...}",
		Good: "/doors/{id}/locks:\n  get: {operationId: listLocks, ...}",
		Fix:  "Correct the defect that the message describes.",
	}}
}

func schemaSkipped() rule {
	return rule{mild: true, fixed: true, Rule: Rule{
		ID: SchemaSkipped, Stage: "generate", Severity: report.Error, Title: "specgen can generate a Go type for every schema",
		Why: "If a schema has a defect that the generator cannot work around, its Go type is json.RawMessage (string for a parameter). The message\n" +
			"describes the defect. With the preset strict, or with --fail-on-skip, specgen generates nothing.",
		Bad:  "Door:\n  allOf:\n    - {type: integer}\n    - {type: object, properties: {id: {type: string}}}",
		Good: "Door:\n  type: object\n  properties: {id: {type: string}}",
		Fix:  "Correct the defect that the message describes.",
	}}
}

// Skip returns a copy of a document without the parts that have errors. It removes operations, other objects and fields. It replaces a schema with a
// schema that permits any value, or with a string schema for a parameter. skipped contains the warnings about removed and replaced parts. left
// contains the errors that are not in such a part, and the errors of rules that do not prevent generation. If wide is true, Skip replaces the largest
// schemas that contain the errors. Otherwise, it replaces the smallest such schemas, or removes only the field with the error.
func Skip(s *spec.Spec, errors report.List, wide bool) (next *spec.Spec, skipped, left report.List) {
	k := skipper{model: s.Model(), wide: wide, edits: edits{}, done: map[*oas.Object]bool{}, gone: map[string]bool{}}
	harmless := map[string]bool{}
	for _, r := range rules() {
		harmless[r.ID] = r.strict || r.mild || r.Severity != report.Error
	}
	for _, d := range errors {
		if harmless[d.Rule] || !k.skip(d) {
			left = append(left, d)
		}
	}
	k.unlink()
	return s.Replace(k.edits.nodes()), k.found, left
}

type skipper struct {
	model *oas.Model
	wide  bool
	edits edits
	done  map[*oas.Object]bool
	gone  map[string]bool // pointers of the parts that are removed or replaced; true for a removed part
	found report.List
}

// unlink finds the references to removed parts, and to objects in replaced schemas. If such a reference is part of a schema, unlink replaces the
// schema. Otherwise, it removes the object with the reference.
func (k *skipper) unlink() {
	for again := true; again; {
		again = false
		for kind := range oas.Kinds {
			if !kind.Referable() {
				continue
			}
			for _, o := range k.model.Objects(kind) {
				to, _ := strings.CutPrefix(o.Ref(), "#")
				if target := k.model.Target(o.Ref()); target != nil {
					to = target.Pointer()
				}
				if !k.isGone(to, false) || k.isGone(o.Pointer(), true) {
					continue
				}
				again = true
				if part := k.schemaOf(o); part != nil {
					pos, _ := k.model.Root().Locate(o.Pointer() + "/$ref")
					k.schema(part, report.Finding{Rule: "ref-unresolved", Pos: pos, Message: fmt.Sprintf("%q refers to a part without generated code", o.Ref())})
				} else {
					k.cut(o)
				}
			}
		}
	}
	for _, o := range k.model.Objects(oas.Schema) {
		if !k.isGone(o.Pointer(), true) {
			k.unlinkDefinitions(o.Get("definitions"), o.Pointer()+"/definitions")
		}
	}
}

// unlinkDefinitions works like unlink for the schemas below the field "definitions", which the model does not contain. It replaces each reference to
// a removed part, or to an object in a replaced schema, with the result of anyValue.
func (k *skipper) unlinkDefinitions(n *oas.Node, pointer string) {
	ref := n.Text("$ref")
	if to, ok := strings.CutPrefix(ref, "#"); ok && k.isGone(to, false) {
		k.edits[n] = anyValue(n)
		k.found = append(k.found, report.Finding{
			Rule: SchemaSkipped, Severity: report.Warning, Pos: n.Pos(), Pointer: pointer,
			Message: fmt.Sprintf("the schema cannot be generated, so its Go type is json.RawMessage: %q refers to a part without generated code (ref-unresolved)", ref),
		})
		return
	}
	for key, value := range n.Each() {
		k.unlinkDefinitions(value, pointer+oas.Pointer(key))
	}
	for i, item := range n.List() {
		k.unlinkDefinitions(item, pointer+oas.Pointer(strconv.Itoa(i)))
	}
}

// anyValue returns a schema whose Go type is json.RawMessage, with the position of n.
func anyValue(n *oas.Node) *oas.Node {
	out := oas.NewMapping(n)
	skipPointer := (&oas.Node{Type: oas.Bool, Value: "true"}).Place(n)
	out.Entries = append(out.Entries, oas.NewEntry("x-go-type", oas.NewString("json.RawMessage", n)), oas.NewEntry("x-go-type-skip-optional-pointer", skipPointer))
	return out
}

// isGone reports whether the part at a pointer is removed, or is in a part that is removed or replaced. If whole is true, isGone also returns true
// for a part that is itself replaced.
func (k *skipper) isGone(pointer string, whole bool) bool {
	tokens, err := oas.Tokens(pointer)
	if err != nil {
		return false
	}
	for n := range len(tokens) {
		if removed, ok := k.gone[oas.Pointer(tokens[:n+1]...)]; ok && (removed || whole || n+1 < len(tokens)) {
			return true
		}
	}
	return false
}

// cut removes an object from the document.
func (k *skipper) cut(o *oas.Object) {
	k.done[o], k.gone[o.Pointer()] = true, true
	switch o.Shape {
	case oas.Many:
		k.edits.remove(o.Parent.Node.Get(o.Field), o.Name)
	case oas.List:
		if i, err := strconv.Atoi(o.Name); err == nil {
			k.edits.drop(o.Parent.Node.Get(o.Field), i)
		}
	default:
		k.edits.remove(o.Parent.Node, o.Field)
	}
}

// skip removes or replaces the part that contains an error. It returns false if it can do neither.
func (k *skipper) skip(d report.Finding) bool {
	o := k.objectAt(d.Pointer)
	if o == nil || d.Pointer == "" {
		return false
	}
	if name, ok := strings.CutPrefix(d.Pointer, o.Pointer()+"/discriminator/mapping/"); ok {
		return k.mapping(o, name, d)
	}
	if unused := k.unusedAncestor(o); unused != nil {
		k.remove(unused, d)
		return true
	}
	if !k.wide && k.ignore(o, d) {
		return true
	}
	if part := k.schemaOf(o); part != nil {
		k.schema(part, d)
		return true
	}
	for at := o; at != nil; at = at.Parent {
		switch {
		case at.Kind == oas.Operation:
			return k.operation(at, d)
		case at.Kind == oas.PathItem && at.Parent.Kind == oas.Document:
			k.cut(at)
			return k.operations(operationsOf(at), d) || k.remove(at, d)
		case at.IsComponent() && len(k.users(at)) > 0:
			k.cut(at)
			return k.operations(k.users(at), d)
		case at.IsComponent():
			return k.remove(at, d)
		}
	}
	return k.field(o, d)
}

// objectAt returns the innermost object at or above a pointer, or nil if the pointer is not valid.
func (k *skipper) objectAt(pointer string) *oas.Object {
	tokens, err := oas.Tokens(pointer)
	if err != nil {
		return nil
	}
	for n := len(tokens); n >= 0; n-- {
		if o := k.model.At(oas.Pointer(tokens[:n]...)); o != nil {
			return o
		}
	}
	return nil
}

// unusedAncestor returns the outermost object at or above o that Skip can remove without skipping an operation, or nil if there is none. For
// webhooks and callbacks, specgen generates only the types of their schemas. If o is in such a schema, unusedAncestor returns the webhook or
// callback only if k.wide is set.
func (k *skipper) unusedAncestor(o *oas.Object) *oas.Object {
	typed := !k.wide && k.schemaOf(o) != nil
	var found *oas.Object
	for ; o != nil; o = o.Parent {
		switch o.Kind {
		case oas.Header, oas.Link, oas.Example, oas.Server, oas.ServerVariable, oas.Tag, oas.ExternalDocs, oas.Encoding, oas.SecurityScheme:
			found = o
		}
		if !typed && (o.Kind == oas.Callback || o.Field == "webhooks") {
			found = o
		}
	}
	return found
}

// schemaOf returns the schema to replace for an error at an object, or nil if the object is not part of a schema. For an object in a member of a
// composition, schemaOf returns the schema that contains the composition, because the member has no Go type of its own. If that schema is already
// replaced, schemaOf returns the next enclosing schema. If k.wide is set, it returns the outermost schema.
func (k *skipper) schemaOf(o *oas.Object) *oas.Object {
	for o != nil && o.Kind != oas.Schema {
		o = o.Parent
	}
	for o != nil && o.Parent != nil && o.Parent.Kind == oas.Schema {
		part := o.Field == "properties" || o.Field == "items" || o.Field == "additionalProperties"
		if part && !k.wide && !k.done[o] {
			break
		}
		o = o.Parent
	}
	return o
}

// schema replaces a schema with a schema that permits any value. It replaces the schema of a parameter with a string schema.
func (k *skipper) schema(o *oas.Object, d report.Finding) {
	if k.done[o] {
		return
	}
	k.done[o], k.gone[o.Pointer()] = true, false
	raw := anyValue(o.Node)
	what, typ := "the schema", "json.RawMessage"
	if o.IsComponent() || o.Field == "properties" {
		what = fmt.Sprintf("schema %q", o.Name)
	}
	if o.Parent.Kind == oas.Parameter {
		typ = "string" // a value in a URL or a header is text
		raw = oas.NewMapping(o.Node)
		raw.Entries = append(raw.Entries, oas.NewEntry("type", oas.NewString("string", o.Node)))
	}
	k.edits[o.Node] = raw
	k.report(SchemaSkipped, o, d, "%s cannot be generated, so its Go type is %s: %s (%s)", what, typ, d.Message, d.Rule)
}

// operations removes the operations in list. It returns false if list is empty.
func (k *skipper) operations(list []*oas.Object, d report.Finding) bool {
	for _, op := range list {
		k.operation(op, d)
	}
	return len(list) > 0
}

// operation removes an operation. It returns true, so that callers can return its result.
func (k *skipper) operation(op *oas.Object, d report.Finding) bool {
	if !k.done[op] {
		k.cut(op)
		k.report(OperationSkipped, op, d, "%s cannot be generated and is left out: %s (%s)", title(op), d.Message, d.Rule)
	}
	return true
}

// users returns the operations that use a component, except those of webhooks and callbacks. The component must not be a schema.
func (k *skipper) users(component *oas.Object) []*oas.Object {
	var reaches func(o *oas.Object, depth int) bool
	reaches = func(o *oas.Object, depth int) bool {
		switch {
		case o == nil || o.Kind == oas.Schema || depth > 20:
			return false
		case o == component:
			return true
		case o.Ref() != "":
			return reaches(k.model.Target(o.Ref()), depth+1)
		}
		return slices.ContainsFunc(o.Below, func(child *oas.Object) bool { return child.Kind != oas.Operation && reaches(child, depth+1) })
	}
	var list []*oas.Object
	for _, op := range k.model.Objects(oas.Operation) {
		if op.Parent.Field == "paths" && (reaches(op, 0) || reaches(op.Parent, 0)) {
			list = append(list, op)
		}
	}
	return list
}

// remove removes an object and adds the error d as a warning. It returns true, so that callers can return its result.
func (k *skipper) remove(o *oas.Object, d report.Finding) bool {
	if !k.done[o] {
		k.cut(o)
	}
	d.Severity = report.Warning
	d.Message += fmt.Sprintf("; until then, the %s is left out", o.Kind)
	k.found = append(k.found, d)
	return true
}

// mapping removes an entry from the mapping of a schema's discriminator. token is the escaped key of the entry. mapping returns false if token is
// not a single reference token.
func (k *skipper) mapping(o *oas.Object, token string, d report.Finding) bool {
	tokens, err := oas.Tokens("/" + token)
	if err != nil || len(tokens) != 1 {
		return false
	}
	k.edits.remove(o.Node.Get("discriminator", "mapping"), tokens[0])
	d.Severity = report.Warning
	d.Message += "; until then, this entry of the mapping is ignored"
	k.found = append(k.found, d)
	return true
}

// ignore removes the field of o that contains an error, and keeps o itself. It removes an extension, a field in [describing] if the rule is
// object-shape, or the field format if the rule is go-text. It removes x-go-type and x-go-type-import together. For any other error, it returns
// false.
func (k *skipper) ignore(o *oas.Object, d report.Finding) bool {
	rest, below := strings.CutPrefix(d.Pointer, o.Pointer()+"/")
	tokens, err := oas.Tokens("/" + rest)
	if !below || err != nil {
		return false
	}
	key := tokens[0]
	related := []string{key}
	switch {
	case key == "x-go-type" || key == "x-go-type-import":
		related = []string{"x-go-type", "x-go-type-import"}
	case strings.HasPrefix(key, "x-"), d.Rule == "object-shape" && slices.Contains(describing, key), d.Rule == "go-text" && key == "format":
	default:
		return false
	}
	for _, key := range related {
		k.edits.remove(o.Node, key)
	}
	d.Severity = report.Warning
	d.Message += fmt.Sprintf("; until then, %q is ignored", related[0])
	k.found = append(k.found, d)
	return true
}

// describing lists fields that only document or restrict a schema, a parameter or an operation. None of them determines the form of values on the
// wire.
var describing = strings.Fields("title summary description tags deprecated example examples readOnly writeOnly xml pattern required uniqueItems " +
	"minLength maxLength minItems maxItems minProperties maxProperties minimum maximum exclusiveMinimum exclusiveMaximum multipleOf")

// field removes the field of o that contains an error. It returns false if there is no such field, or if it is the field paths or openapi of the
// document.
func (k *skipper) field(o *oas.Object, d report.Finding) bool {
	tokens, err := oas.Tokens(d.Pointer)
	at, err2 := oas.Tokens(o.Pointer())
	if err != nil || err2 != nil || len(tokens) <= len(at) {
		return false
	}
	key := tokens[len(at)]
	if o.Kind == oas.Document && (key == "paths" || key == "openapi") || !o.Node.IsMapping() {
		return false
	}
	k.edits.remove(o.Node, key)
	d.Severity = report.Warning
	d.Message += fmt.Sprintf("; until then, %q is ignored", key)
	k.found = append(k.found, d)
	return true
}

// report adds a warning about an operation or a schema that is skipped because of an error.
func (k *skipper) report(rule string, o *oas.Object, d report.Finding, format string, args ...any) {
	_, key := k.model.Root().Locate(o.Pointer())
	found := report.Finding{Rule: rule, Severity: report.Warning, Pos: key, Pointer: o.Pointer(), Message: fmt.Sprintf(format, args...)}
	if d.Pos != key && !d.Pos.IsZero() {
		found.Related = append(found.Related, report.Related{Pos: d.Pos, Message: "the defect"})
	}
	k.found = append(k.found, found)
}
