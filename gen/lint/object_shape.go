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

// openAPIObjects applies kin-openapi's validation. For a whole document, kin-openapi (v0.153.0) stops at the first defect of a schema, returns no
// position inside a schema, and reports a defect again for every schema that references it. So it validates one object at a time, with minimal
// valid objects in place of the children. After a finding it validates the object again without the field of the finding.
func openAPIObjects() rule {
	return rule{
		Rule: Rule{
			ID: "object-shape", Severity: report.Error, Title: "A field has the type that OpenAPI defines",
			Why:  "Tools cannot read a list where OpenAPI defines a mapping, or a string where it defines a number.",
			Bad:  "required: id",
			Good: "required: [id]",
			Fix:  "Correct the value as the message says.",
		},
		fixed: true,
		check: func(c *checker) {
			v := validator{checker: c, valid: map[string]bool{}, ctx: openapi3.WithValidationOptions(c.ctx,
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

// is31 reports whether the document declares OpenAPI 3.1.
func (c *checker) is31() bool { return strings.HasPrefix(c.document.text("openapi"), "3.1") }

// validatable is implemented by the types of kin-openapi for objects.
type validatable interface {
	Validate(ctx context.Context, opts ...openapi3.ValidationOption) error
}

type validator struct {
	*checker
	ctx       context.Context
	dropped   []string        // fields of the current object that cannot be decoded
	signature []byte          // see appendSignature
	valid     map[string]bool // the signatures of objects without findings
}

// validated reports whether kin-openapi validates objects of a kind.
func (k kind) validated() bool { return k != kindData && k != kindCallback }

// fresh returns an empty kin-openapi object of a kind, or nil if kin-openapi does not validate the kind.
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

// object validates one object.
func (v *validator) object(o *object) {
	if !o.kind.validated() {
		return
	}
	if o.ref != "" {
		v.siblingsOfRef(o)
		return
	}
	if o.node.Kind != yaml.MappingNode {
		v.notAnObject(o, fresh(o.kind))
		return
	}
	signed := false
	if v.signature, signed = appendSignature(v.signature[:0], o); signed && v.valid[string(v.signature)] {
		return
	}
	before := len(v.found)
	v.check(o)
	if signed && len(v.found) == before {
		v.valid[string(v.signature)] = true
	}
}

// check validates an object that is a mapping.
func (v *validator) check(o *object) {
	target := fresh(o.kind)
	body := isolatedFields(o)
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
			v.reportAs("object-shape", o.here(), "value cannot be read as %s; correct its fields", o.kind.article())
			return
		}
	}
	reported := map[string]bool{}
	for range len(body) + 1 {
		wrong := ""
		for _, err := range flatten(target.Validate(v.ctx)) {
			wrong = v.finding(o, reported, err)
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

// siblingsOfRef reports fields next to a reference that cannot be decoded. kin-openapi decodes them although they have no effect.
func (v *validator) siblingsOfRef(o *object) {
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
			return // kin-openapi has codes for these
		}
		unknown = append(unknown, field)
	})
	v.unknownFields(o, nil, unknown)
}

// hasWord reports whether a list of words contains a word.
func hasWord(list, word string) bool {
	for name := range strings.FieldsSeq(list) {
		if name == word {
			return true
		}
	}
	return false
}

// otherCase reports and removes fields that differ from defined fields only in case. encoding/json would decode them as the defined fields.
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

// stopsEarly reports whether kin-openapi stops at the first defect of an object of a kind. For other kinds it returns all.
func (k kind) stopsEarly() bool {
	switch k {
	case kindDocument, kindInfo, kindServer, kindTag, kindExternalDocs, kindComponents, kindPathItem, kindOperation:
		return false
	}
	return true
}

// notAnObject reports a value that is not a mapping where OpenAPI defines an object. In OpenAPI 3.1 a schema may be true or false.
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
	v.reportAs("object-shape", o.here(), "value is %s, but %s is a mapping; replace it by a mapping", describe(o.node), o.kind.article())
}

// fields reports and removes the fields that cannot be decoded. For a field with an object, the object itself is reported.
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
			v.reportAs("object-shape", o.here(key.Value), "%q must not be %s; correct it", key.Value, describe(value))
			return
		}
		v.reportAs("object-shape", o.here(key.Value), "%q is %s, expected %s; correct it", key.Value, describe(value), want)
	})
}

// expected returns the type of a field, derived from the Go type in an error of encoding/json, or "" if the type is unknown.
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
		return "a string"
	case strings.HasPrefix(name, "uint"):
		return "an integer of 0 or more"
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

// finding reports an error of kin-openapi, each code once per field. It returns the field that is wrong, without which the object can be validated
// again. It returns "" if a field is missing, or if the error is about a value inside a field.
func (v *validator) finding(o *object, reported map[string]bool, err error) string {
	tokens, leaf := locate(err)
	id := "openapi"
	if coded := openapi3.CodedError(nil); errors.As(leaf, &coded) {
		id = coded.Code()
	}
	if extra := (*openapi3.ExtraSiblingFieldsError)(nil); errors.As(leaf, &extra) {
		v.unknownFields(o, tokens, extra.Fields)
		return ""
	}
	if v.isMisleading(o, id) {
		return ""
	}
	wrong := ""
	if len(tokens) == 1 {
		wrong = tokens[0]
	}
	if repeated := (*openapi3.DuplicateRequiredFieldError)(nil); errors.As(leaf, &repeated) {
		tokens = append(tokens, secondOf(o.get("required"), repeated.Field))
	}
	if about := id + " " + spec.Pointer(tokens...) + leaf.Error(); reported[id+wrong] && wrong != "" || reported[about] {
		return ""
	} else {
		reported[about], reported[id+wrong] = true, true
	}
	at := o.here(tokens...)
	if node := v.spec.Node(at.pointer()); node == nil || node.Kind != yaml.ScalarNode || len(tokens) == 0 {
		at = o.key(tokens...)
	}
	message, _, _ := strings.Cut(strings.TrimSpace(leaf.Error()), "\nSchema:")
	if plainer := upstreamMessage(id); plainer != "" {
		message = plainer
	}
	if fix := upstreamFix(id); fix != "" {
		message += "; " + fix
	}
	v.reportAs(id, at, "%s", lowerFirst(message))
	return wrong
}

// isMisleading reports whether an error of kin-openapi is wrong because the field that it calls missing was removed, or because it requires
// exactly one of schema and content although the parameter has one of them, with several media types.
func (v *validator) isMisleading(o *object, code string) bool {
	if code == "content-or-schema-exactly-one" && (o.get("schema") == nil) != (o.get("content") == nil) {
		return true
	}
	return strings.HasSuffix(code, "-required") && slices.ContainsFunc(v.dropped, func(field string) bool {
		return strings.Contains("-"+code, "-"+kebab(field)+"-")
	})
}

// kebab converts the name of a field to the form that codes use: requestBody to request-body.
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

// secondOf returns the index of the second occurrence of a text in a list.
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

// unknownFields reports each field that OpenAPI does not define.
func (v *validator) unknownFields(o *object, tokens, fields []string) {
	for _, field := range fields {
		if hasWord(fieldNames(o.kind), field) && v.is31() {
			continue // kin-openapi v0.153.0 does not know components.pathItems
		}
		fix := "remove it, or start its name with x- if it is an extension"
		if similar := similarField(o.kind, field); similar == field {
			fix = "it requires OpenAPI 3.1: write openapi: 3.1.0"
		} else if similar != "" && len(tokens) == 0 {
			fix = fmt.Sprintf("did you mean %q?", similar)
		}
		what := o.kind.article()
		if len(tokens) > 0 {
			what = tokens[len(tokens)-1]
		}
		at := o.key(append(slices.Clone(tokens), field)...)
		v.reportAs("extra-sibling-fields", at, "%s has no field %q; %s", what, field, fix)
		if known := sameField(o.kind, field); known != "" && known != field && len(tokens) == 0 && !v.strict { // the finding above is a warning
			v.reportAs("object-shape", at, "encoding/json reads %q as %q, but other parsers do not; correct the name", field, known)
		}
	}
}

func lowerFirst(s string) string {
	if len(s) > 1 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'a' && s[1] <= 'z' {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

// conflictingPaths reports paths that differ only in the names of their parameters, and paths that do not start with a slash.
func (v *validator) conflictingPaths() {
	seen := map[string]*object{}
	for _, item := range v.of[kindPathItem] {
		if item.parent != v.document || item.field != "paths" {
			continue
		}
		if !strings.HasPrefix(item.name, "/") {
			v.reportAs("path-must-start-with-slash", item.key(), "path %q does not start with a slash; write %q", item.name, "/"+item.name)
			continue
		}
		form := spec.PathShape(item.name)
		if other := seen[form]; other != nil {
			d := v.reportAs("conflicting-paths", item.key(), "path %q and %q match the same requests; move the operations to one of them", item.name, other.name)
			v.first(d, other.key())
			continue
		}
		seen[form] = item
	}
}
