package lint

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// openAPIObjects returns the rule that validates the objects of a document with kin-openapi. When kin-openapi (v0.153.0) validates a whole document,
// it stops at the first defect of a schema, and the error has no position inside the schema. kin-openapi also reports the defect again for every
// reference to the schema. The rule therefore validates one object at a time, and replaces the children with minimal valid objects. After a finding
// at which kin-openapi stops, the rule validates the object again without the field of the finding.
func openAPIObjects() rule {
	return rule{
		Rule: Rule{
			ID: "object-shape", Severity: report.Error, Title: "A field has the type that OpenAPI defines",
			Why:  "Tools cannot read a list where OpenAPI requires a mapping, or a string where it requires a number.",
			Bad:  "required: id",
			Good: "required: [id]",
			Fix:  "Correct the value as the message says.",
		},
		fixed: true,
		slow:  true,
		adapt: func(c *checker) {
			c.misreadScalars()
			c.misdescribedParameters()
			c.misnamedTypes()
			c.optionalPathParameters()
		},
		check: func(c *checker) {
			v := validator{checker: c, valid: map[string]bool{}, ctx: openapi3.WithValidationOptions(c.ctx,
				openapi3.EnableMultiError(), openapi3.DisableExamplesValidation(), openapi3.DisableSchemaDefaultsValidation())}
			if c.is31() {
				v.ctx = openapi3.WithValidationOptions(v.ctx, openapi3.IsOpenAPI31OrLater())
			}
			for k := range oas.Kinds {
				for o := range c.all(k) {
					v.object(o)
				}
			}
			v.slashes()
		},
	}
}

// is31 reports whether specgen reads the document as OpenAPI 3.1.
func (c *checker) is31() bool { return strings.HasPrefix(c.document.Text("openapi"), "3.1") }

// is32 reports whether the document declares OpenAPI 3.2, which specgen reads as 3.1.
func (c *checker) is32() bool {
	return strings.HasPrefix(c.spec.Parsed(c.spec.Root()).Text("openapi"), "3.2")
}

// validatable is an object that kin-openapi can validate.
type validatable interface {
	Validate(ctx context.Context, opts ...openapi3.ValidationOption) error
}

type validator struct {
	*checker
	ctx     context.Context
	dropped []string        // fields of the current object that kin-openapi cannot decode
	valid   map[string]bool // whether an isolated object has no findings, by kind and JSON text of the object
}

// object validates one object, but not its children.
func (v *validator) object(o *oas.Object) {
	if infoOf(o.Kind).fresh == nil {
		if o.Kind == oas.Callback && o.Ref() == "" && !o.Node.IsMapping() {
			v.notAnObject(o, nil)
		}
		return
	}
	if o.Ref() != "" {
		v.siblingsOfRef(o)
		return
	}
	if !o.Node.IsMapping() {
		v.notAnObject(o, fresh(o.Kind))
		return
	}
	body := isolatedFields(o)
	text, err := json.Marshal(body)
	key := o.Kind.String() + string(text)
	if v.valid[key] {
		return
	}
	before := len(v.found)
	v.check(o, body)
	v.valid[key] = err == nil && len(v.found) == before
}

// check validates o, which is a mapping without $ref. body contains the isolated fields of o.
func (v *validator) check(o *oas.Object, body map[string]any) {
	target := fresh(o.Kind)
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
		if target = fresh(o.Kind); read(body, target) != nil {
			v.reportAs("object-shape", valueAt(o), "value cannot be read as %s; correct its fields", o.Kind.Article())
			return
		}
	}
	reported := map[string]bool{}
	for range len(body) + 1 {
		wrong := ""
		for _, err := range flatten(target.Validate(v.ctx)) {
			wrong = v.finding(o, reported, err)
		}
		if _, exists := body[wrong]; !exists || !stopsEarly(o.Kind) {
			return
		}
		delete(body, wrong)
		if target = fresh(o.Kind); read(body, target) != nil {
			return
		}
	}
}

// siblingsOfRef reports the fields of a reference object that kin-openapi cannot decode. kin-openapi decodes all fields next to $ref, also those that
// have no effect.
func (v *validator) siblingsOfRef(o *oas.Object) {
	if o.Node.Len() == 1 {
		return
	}
	body := map[string]any{}
	for key, value := range o.Node.Each() {
		if key != "$ref" && !strings.HasPrefix(key, "x-") {
			body[key] = data(value)
		}
	}
	if len(body) > 0 && read(body, fresh(o.Kind)) != nil {
		v.fields(o, body)
	}
}

// extraFields reports fields that OpenAPI does not define, and the operations of a path item that only OpenAPI 3.2 defines. kin-openapi v0.153.0 does
// not report unknown fields of parameters, responses and media types. extraFields skips schemas, because kin-openapi reports their unknown fields.
func (v *validator) extraFields(o *oas.Object) {
	if o.Kind == oas.Schema {
		return
	}
	known := fieldNames(o.Kind)
	var unknown []string
	for field := range o.Node.Each() {
		if strings.HasPrefix(field, "x-") || slices.Contains(known, field) {
			continue
		}
		switch {
		case o.Kind == oas.PathItem && (field == "additionalOperations" || field == "query"):
			if v.is32() {
				v.reportAs(OperationSkipped, keyAt(o, field), "the operations in %q of path %q are left out: specgen generates only the methods of OpenAPI 3.1", field, o.Name)
			}
			continue // before OpenAPI 3.2, kin-openapi reports these fields itself
		case o.Kind == oas.Header && (field == "name" || field == "in"):
			continue // kin-openapi reports these fields itself
		}
		unknown = append(unknown, field)
	}
	v.unknownFields(o, nil, unknown)
}

// otherCase reports and removes fields that differ only in case from fields that OpenAPI defines. encoding/json would decode them as the defined
// fields.
func (v *validator) otherCase(o *oas.Object, body map[string]any) {
	for field := range o.Node.Each() {
		if known := sameField(o.Kind, field); known != "" && known != field {
			v.unknownFields(o, nil, []string{field})
			delete(body, field)
		}
	}
}

// stopsEarly reports whether kin-openapi stops at the first defect of an object of this kind. For other kinds, kin-openapi returns all defects.
func stopsEarly(k oas.Kind) bool {
	switch k {
	case oas.Document, oas.Info, oas.Server, oas.Tag, oas.ExternalDocs, oas.Components, oas.PathItem, oas.Operation:
		return false
	}
	return true
}

// notAnObject reports a value that is not a mapping where OpenAPI defines an object. In OpenAPI 3.1 a schema may be true or false.
func (v *validator) notAnObject(o *oas.Object, target validatable) {
	if target != nil && (o.Node.True() || isFalse(o.Node)) {
		if o.Field == "additionalProperties" || strings.HasPrefix(o.Field, "unevaluated") {
			return
		}
		if read(data(o.Node), target) == nil {
			for _, err := range flatten(target.Validate(v.ctx)) {
				v.finding(o, map[string]bool{}, err)
			}
			return
		}
	}
	if o.Parent == nil {
		return
	}
	v.reportAs("object-shape", valueAt(o), "value is %s, but %s is a mapping; replace it with a mapping", describe(o.Node), o.Kind.Article())
}

// fields reports and removes the fields that kin-openapi cannot decode. If such a field contains a single child object, fields instead replaces the
// child with a minimal valid object, because v.object validates the child.
func (v *validator) fields(o *oas.Object, body map[string]any) {
	for key, value := range o.Node.Each() {
		content, exists := body[key]
		if !exists {
			continue
		}
		err := read(map[string]any{key: content}, fresh(o.Kind))
		if err == nil {
			continue
		}
		below, shape := childKind(o.Kind, key)
		want := expected(err)
		switch {
		case below != oas.Data && shape == oas.One && o.Ref() == "":
			body[key] = blank(below)
			continue
		case below != oas.Data && shape == oas.List:
			want = "a list"
		case below != oas.Data:
			want = "a mapping"
		}
		delete(body, key)
		if want == "" {
			v.reportAs("object-shape", valueAt(o, key), "%q must not be %s; correct it", key, describe(value))
			continue
		}
		v.reportAs("object-shape", valueAt(o, key), "%q is %s, expected %s; correct it", key, describe(value), want)
	}
}

// expected returns the type of a field, derived from the Go type in an error of encoding/json, or "" if the type is unknown.
func expected(err error) string {
	words := strings.Split(err.Error(), " of type ")
	name := words[len(words)-1]
	switch {
	case strings.HasPrefix(name, "[]"), name == "openapi3.SecurityRequirements":
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

// finding adds findings for an error of kin-openapi, at most one per code and field. It returns the field that is not valid, so that the caller can
// validate the object again without this field. It returns "" if it ignores the error, or if the error is about a missing field, an unknown field or
// a value inside a field.
func (v *validator) finding(o *oas.Object, reported map[string]bool, err error) string {
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
		tokens = append(tokens, secondOf(o.Get("required"), repeated.Field))
	}
	if about := id + " " + oas.Pointer(tokens...) + leaf.Error(); reported[id+wrong] && wrong != "" || reported[about] {
		return ""
	} else {
		reported[about], reported[id+wrong] = true, true
	}
	at := valueAt(o, tokens...)
	if node := v.model.Root().At(at.pointer()); node == nil || !node.IsScalar() || len(tokens) == 0 {
		at = keyAt(o, tokens...)
	}
	message, _, _ := strings.Cut(strings.TrimSpace(leaf.Error()), "\nSchema:")
	n := textOf(id)
	message = cmp.Or(n.plain, message)
	if n.fix != "" {
		message += "; " + n.fix
	}
	v.reportAs(id, at, "%s", lowerFirst(message))
	return wrong
}

// isMisleading reports whether an error of kin-openapi is wrong. kin-openapi may require a field that check has removed. It may also require exactly
// one of schema and content for a parameter or header that has exactly one of them. It rejects an empty default of a server variable. In
// a document of OpenAPI 3.2, it rejects a response without a description, and the fields that extraFields reports as ignored.
func (v *validator) isMisleading(o *oas.Object, code string) bool {
	if v.is32() && (code == "response-description-required" || strings.HasSuffix(code, "-field-for-3-2-plus")) {
		return true
	}
	if code == "content-or-schema-exactly-one" && (o.Get("schema") == nil) != (o.Get("content") == nil) {
		return true
	}
	if code == "default-required" && o.Get("default").IsScalar() && o.Get("default").Type != oas.Null {
		return true
	}
	return strings.HasSuffix(code, "-required") && slices.ContainsFunc(v.dropped, func(field string) bool {
		return strings.Contains("-"+code, "-"+kebab(field)+"-")
	})
}

// kebab converts the name of a field to the form that error codes use, such as requestBody to request-body.
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

// secondOf returns the index of the second occurrence of a text in a list. If there is no second occurrence, it returns "0".
func secondOf(list *oas.Node, text string) string {
	found := 0
	for i, item := range list.List() {
		if item.Value == text {
			if found++; found == 2 {
				return strconv.Itoa(i)
			}
		}
	}
	return "0"
}

// unknownFields reports fields that OpenAPI 3.0 does not define, or that OpenAPI 3.1 does not define if is31 returns true. tokens is the path from o
// to the mapping that contains these fields.
func (v *validator) unknownFields(o *oas.Object, tokens, fields []string) {
	for _, field := range fields {
		if v.is31() && slices.Contains(fieldNames(o.Kind), field) {
			continue // kin-openapi v0.153.0 does not support components.pathItems
		}
		fix := "remove it, or start its name with x- if it is an extension"
		if v.is32() {
			fix = "specgen ignores the field, because it reads OpenAPI 3.2 as 3.1"
		}
		if similar := similarField(o.Kind, field); similar == field {
			fix = "the field requires OpenAPI 3.1; write openapi: 3.1.0"
		} else if similar != "" && len(tokens) == 0 {
			fix = fmt.Sprintf("did you mean %q?", similar)
		}
		what := o.Kind.Article()
		if len(tokens) > 0 {
			what = tokens[len(tokens)-1]
		}
		at := keyAt(o, append(slices.Clone(tokens), field)...)
		v.reportAs("extra-sibling-fields", at, "%s has no field %q; %s", what, field, fix)
		if known := sameField(o.Kind, field); known != "" && known != field && len(tokens) == 0 && !v.strict { // with the preset Strict, the finding above is already an error
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

// slashes reports paths that do not start with a slash.
func (v *validator) slashes() {
	for item := range v.document.Children("paths") {
		if !strings.HasPrefix(item.Name, "/") {
			v.reportAs("path-must-start-with-slash", keyAt(item), "path %q does not start with a slash; write %q", item.Name, "/"+item.Name)
		}
	}
}
