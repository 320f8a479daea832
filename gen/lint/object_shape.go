package lint

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// openAPIObjects applies the rules of OpenAPI, which kin-openapi knows. Its validation of a whole document (v0.153.0) stops at the first
// defect of a schema, names no place inside of one, and tells a defect again for every schema that leads to it. So it gets one object at
// a time, with blank ones for those below it, and after each finding the same object again without the field that was wrong.
func openAPIObjects() rule {
	return rule{
		Rule: Rule{
			ID: "object-shape", Severity: report.Error, Title: "A field holds the kind of value that OpenAPI wants there",
			Why:  "A list where a mapping is expected, or a text where a number is, cannot be read by any tool.",
			Bad:  "required: id",
			Good: "required: [id]",
			Fix:  "Write the value as the message says.",
		},
		fixed: true,
		check: func(c *checker) {
			v := validator{checker: c, sound: map[string]bool{}, ctx: openapi3.WithValidationOptions(c.ctx,
				openapi3.EnableMultiError(), openapi3.DisableExamplesValidation(), openapi3.DisableSchemaDefaultsValidation())}
			if c.is31() {
				v.ctx = openapi3.WithValidationOptions(v.ctx, openapi3.IsOpenAPI31OrLater())
			}
			for k := range kinds {
				for o := range c.all(k) {
					v.object(o)
				}
			}
			v.conflictingPaths()
		},
	}
}

// is31 tells whether the document says that it is of OpenAPI 3.1.
func (c *checker) is31() bool { return strings.HasPrefix(c.document.text("openapi"), "3.1") }

// validatable is what all types of kin-openapi that stand for an object have.
type validatable interface {
	Validate(ctx context.Context, opts ...openapi3.ValidationOption) error
}

type validator struct {
	*checker
	ctx     context.Context
	dropped []string        // fields of the object at work that could not be read
	like    []byte          // the likeness of the object at work
	sound   map[string]bool // by likeness, objects about which nothing was found
}

// judged tells whether kin-openapi has rules for objects of a kind.
func (k kind) judged() bool { return k != kindData && k != kindCallback }

// fresh makes an empty object of a kind that is judged.
func fresh(k kind) validatable {
	switch k {
	case kindDocument:
		return &openapi3.T{}
	case kindInfo:
		return &openapi3.Info{}
	case kindServer:
		return &openapi3.Server{}
	case kindServerVariable:
		return &openapi3.ServerVariable{}
	case kindTag:
		return &openapi3.Tag{}
	case kindExternalDocs:
		return &openapi3.ExternalDocs{}
	case kindComponents:
		return &openapi3.Components{}
	case kindPathItem:
		return &openapi3.PathItem{}
	case kindOperation:
		return &openapi3.Operation{}
	case kindParameter:
		return &openapi3.Parameter{}
	case kindRequestBody:
		return &openapi3.RequestBody{}
	case kindResponse:
		return &openapi3.Response{}
	case kindMediaType:
		return &openapi3.MediaType{}
	case kindEncoding:
		return &openapi3.Encoding{}
	case kindHeader:
		return &openapi3.Header{}
	case kindSchema:
		return &openapi3.Schema{}
	case kindExample:
		return &openapi3.Example{}
	case kindLink:
		return &openapi3.Link{}
	case kindSecurityScheme:
		return &openapi3.SecurityScheme{}
	}
	return nil
}

// object validates one object for itself.
func (v *validator) object(o *object) {
	if !o.kind.judged() {
		return
	}
	if o.ref != "" {
		v.besideRef(o)
		return
	}
	if o.node.Kind != yaml.MappingNode {
		v.notAnObject(o, fresh(o.kind))
		return
	}
	described := false
	if v.like, described = likeness(v.like[:0], o); described && v.sound[string(v.like)] {
		return
	}
	before := len(v.found)
	v.check(o)
	if described && len(v.found) == before {
		v.sound[string(v.like)] = true
	}
}

// check validates an object that is a mapping.
func (v *validator) check(o *object) {
	target := fresh(o.kind)
	body := alone(o)
	v.extraFields(o)
	v.otherCase(o, body)
	v.dropped = nil
	if read(body, target) != nil {
		before := maps.Clone(body)
		v.fields(o, body)
		for field := range before {
			if _, left := body[field]; !left {
				v.dropped = append(v.dropped, field)
			}
		}
		if target = fresh(o.kind); read(body, target) != nil {
			v.reportAs("object-shape", o.here(), "this cannot be read as %s", o.kind.article())
			return
		}
	}
	told := map[string]bool{}
	for range len(body) + 1 {
		wrong := ""
		for _, err := range flatten(target.Validate(v.ctx)) {
			wrong = v.finding(o, told, err)
		}
		if _, there := body[wrong]; !there || !o.kind.stopsEarly() {
			return
		}
		delete(body, wrong)
		if target = fresh(o.kind); read(body, target) != nil {
			return
		}
	}
}

// besideRef reports what stands beside a reference and cannot be read. kin-openapi reads it, though nothing is made of it.
func (v *validator) besideRef(o *object) {
	if len(o.node.Content) == 2 {
		return
	}
	body := map[string]any{}
	each(o.node, func(key, value *yaml.Node) {
		if key.Value != "$ref" && !strings.HasPrefix(key.Value, "x-") {
			body[key.Value] = data(value)
		}
	})
	if len(body) > 0 && read(body, fresh(o.kind)) != nil {
		v.fields(o, body)
	}
}

// extraFields reports fields that OpenAPI does not define. kin-openapi v0.153.0 does not check parameters, responses and media types. It does check
// schemas, which extraFields skips because the vocabulary of JSON Schema is extensible.
func (v *validator) extraFields(o *object) {
	if o.kind == kindSchema || o.kind == kindCallback || fieldNames(o.kind) == "" {
		return
	}
	var unknown []string
	each(o.node, func(key, _ *yaml.Node) {
		field := key.Value
		if strings.HasPrefix(field, "x-") || hasWord(fieldNames(o.kind), field) {
			return
		}
		switch {
		case o.kind == kindPathItem && (field == "additionalOperations" || field == "query"), field == "$self":
			return // OpenAPI 3.2
		case o.kind == kindHeader && (field == "name" || field == "in"):
			return // they have codes of their own
		}
		unknown = append(unknown, field)
	})
	v.unknownFields(o, nil, unknown)
}

// hasWord tells whether a word stands in a list of words.
func hasWord(list, word string) bool {
	for name := range strings.FieldsSeq(list) {
		if name == word {
			return true
		}
	}
	return false
}

// otherCase reports fields that differ from known ones in case only, and drops them: encoding/json would take them for those.
func (v *validator) otherCase(o *object, body map[string]any) {
	var known []string
	each(o.node, func(key, _ *yaml.Node) {
		field := key.Value
		if strings.HasPrefix(field, "x-") {
			return
		}
		if known == nil {
			known = strings.Fields(fieldNames(o.kind))
		}
		if !slices.Contains(known, field) && slices.ContainsFunc(known, func(s string) bool { return strings.EqualFold(s, field) }) {
			v.unknownFields(o, nil, []string{field})
			delete(body, field)
		}
	})
}

// stopsEarly tells whether kin-openapi stops at the first defect of an object of the kind; of the others it tells all at once.
func (k kind) stopsEarly() bool {
	switch k {
	case kindDocument, kindInfo, kindServer, kindTag, kindExternalDocs, kindComponents, kindPathItem, kindOperation:
		return false
	}
	return true
}

// notAnObject looks at what stands where an object should: OpenAPI 3.1 has true and false for schemas, everything else is wrong.
func (v *validator) notAnObject(o *object, target validatable) {
	if isTrue(o.node) || isFalse(o.node) {
		if o.field == "additionalProperties" || strings.HasPrefix(o.field, "unevaluated") {
			return
		}
		if read(data(o.node), target) == nil {
			for _, err := range flatten(target.Validate(v.ctx)) {
				v.finding(o, map[string]bool{}, err)
			}
			return
		}
	}
	if o.parent == nil {
		return
	}
	v.reportAs("object-shape", o.here(), "here is %s, and %s is a mapping; write its fields below", describe(o.node), o.kind.article())
}

// fields reports the fields that cannot be read, and drops them. Where an object should stand, the object reports itself.
func (v *validator) fields(o *object, body map[string]any) {
	each(o.node, func(key, value *yaml.Node) {
		content, there := body[key.Value]
		if !there {
			return
		}
		err := read(map[string]any{key.Value: content}, fresh(o.kind))
		if err == nil {
			return
		}
		below, shape := o.kind.below(key.Value)
		want := expected(err)
		switch {
		case below != kindData && shape == one && o.ref == "":
			body[key.Value] = blank(below)
			return
		case below != kindData && shape == list:
			want = "a list"
		case below != kindData:
			want = "a mapping"
		}
		delete(body, key.Value)
		if want == "" {
			v.reportAs("object-shape", o.here(key.Value), "%q cannot be %s", key.Value, describe(value))
			return
		}
		v.reportAs("object-shape", o.here(key.Value), "%q is %s, here is %s", key.Value, want, describe(value))
	})
}

// expected says what kind of value a field has, from the Go type that encoding/json tried to fill; "" when that says nothing.
func expected(err error) string {
	_, name, _ := cutLast(err.Error(), " of type ")
	switch {
	case strings.HasPrefix(name, "[]"):
		return "a list"
	case strings.HasPrefix(name, "map["), strings.HasPrefix(name, "openapi3."):
		return "a mapping"
	case name == "bool":
		return "true or false"
	case name == "string":
		return "a text"
	case strings.HasPrefix(name, "uint"):
		return "a whole number, not below zero"
	case strings.HasPrefix(name, "float"):
		return "a number"
	}
	return ""
}

func cutLast(s, separator string) (before, after string, found bool) {
	if at := strings.LastIndex(s, separator); at >= 0 {
		return s[:at], s[at+len(separator):], true
	}
	return s, "", false
}

func flatten(err error) []error {
	if many := (openapi3.MultiError)(nil); errors.As(err, &many) {
		var out []error
		for _, e := range many {
			out = append(out, flatten(e)...)
		}
		return out
	}
	if err == nil {
		return nil
	}
	return []error{err}
}

// finding reports what kin-openapi says of an object, each code once for a field. It gives the field that is wrong: without it, the
// object is worth another look. It gives "" when a field is missing, or is wrong somewhere inside.
func (v *validator) finding(o *object, told map[string]bool, err error) string {
	tokens, leaf := locate(err)
	id := "openapi"
	if coded := openapi3.CodedError(nil); errors.As(leaf, &coded) {
		id = coded.Code()
	}
	if extra := (*openapi3.ExtraSiblingFieldsError)(nil); errors.As(leaf, &extra) {
		v.unknownFields(o, tokens, extra.Fields)
		return ""
	}
	if v.misleads(o, id) {
		return ""
	}
	wrong := ""
	if len(tokens) == 1 {
		wrong = tokens[0]
	}
	if repeated := (*openapi3.DuplicateRequiredFieldError)(nil); errors.As(leaf, &repeated) {
		tokens = append(tokens, secondOf(o.get("required"), repeated.Field))
	}
	if about := id + " " + spec.Pointer(tokens...) + leaf.Error(); told[id+wrong] && wrong != "" || told[about] {
		return ""
	} else {
		told[about], told[id+wrong] = true, true
	}
	at := o.here(tokens...)
	if node := v.spec.Node(at.pointer()); node == nil || node.Kind != yaml.ScalarNode || len(tokens) == 0 {
		at = o.key(tokens...)
	}
	message, _, _ := strings.Cut(strings.TrimSpace(leaf.Error()), "\nSchema:")
	if plainer := upstreamMessage(id); plainer != "" {
		message = plainer
	}
	if remedy := upstreamRemedy(id); remedy != "" {
		message += "; " + remedy
	}
	v.reportAs(id, at, "%s", lowerFirst(message))
	return wrong
}

// misleads tells whether a code of kin-openapi would say the wrong thing: that a field is missing which is there and was reported already,
// or that there is both a schema and a content where there are two contents.
func (v *validator) misleads(o *object, code string) bool {
	if code == "content-or-schema-exactly-one" && (o.get("schema") == nil) != (o.get("content") == nil) {
		return true
	}
	return strings.HasSuffix(code, "-required") && slices.ContainsFunc(v.dropped, func(field string) bool {
		return strings.Contains("-"+code, "-"+kebab(field)+"-")
	})
}

// kebab is a field's name as codes have it: request-body of requestBody.
func kebab(field string) string {
	var b strings.Builder
	for _, r := range field {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('-')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// secondOf gives the index at which a text stands in a list for the second time.
func secondOf(list *yaml.Node, text string) string {
	found := 0
	for i, item := range items(list) {
		if item.Value == text {
			if found++; found == 2 {
				return index(i)
			}
		}
	}
	return "0"
}

// unknownFields reports each field that OpenAPI does not know.
func (v *validator) unknownFields(o *object, tokens, fields []string) {
	for _, field := range fields {
		if hasWord(fieldNames(o.kind), field) && v.is31() {
			continue // kin-openapi v0.153.0 does not know components.pathItems
		}
		remedy := "remove it, or begin its name with x- if it is yours"
		if similar := similarField(o.kind, field); similar == field {
			remedy = "it came with OpenAPI 3.1: write openapi: 3.1.0"
		} else if similar != "" && len(tokens) == 0 {
			remedy = fmt.Sprintf("did you mean %q?", similar)
		}
		what := o.kind.article()
		if len(tokens) > 0 {
			what = tokens[len(tokens)-1]
		}
		at := o.key(append(slices.Clone(tokens), field)...)
		v.reportAs("extra-sibling-fields", at, "%s has no field %q; %s", what, field, remedy)
		if known := sameField(o.kind, field); known != "" && known != field && len(tokens) == 0 && !v.house { // where it is no error in itself
			v.reportAs("object-shape", at, "readers in Go take %q for %q, others leave it out; write one name for it", field, known)
		}
	}
}

func lowerFirst(s string) string {
	if len(s) > 1 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'a' && s[1] <= 'z' {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

// conflictingPaths reports paths that differ in the names of their parameters only, and those without a slash in front.
func (v *validator) conflictingPaths() {
	seen := map[string]*object{}
	for _, item := range v.of[kindPathItem] {
		if item.parent != v.document || item.field != "paths" {
			continue
		}
		if !strings.HasPrefix(item.name, "/") {
			v.reportAs("path-must-start-with-slash", item.key(), "path %q does not begin with a slash; write %q", item.name, "/"+item.name)
			continue
		}
		form := spec.PathShape(item.name)
		if other := seen[form]; other != nil {
			d := v.reportAs("conflicting-paths", item.key(), "path %q and %q are the same to a server; put the operations below one of them", item.name, other.name)
			v.first(d, other.key())
			continue
		}
		seen[form] = item
	}
}
