package lint

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/diag"
	"github.com/rasapi/specgen/gen/spec"
)

// openAPIObjects applies the rules of OpenAPI, which kin-openapi knows. Its validation of a whole document (v0.152.0) stops at the first
// defect of a schema, names no place inside of one, and tells a defect again for every schema that leads to it. So it gets one object at
// a time, with blank ones for those below it, and after each finding the same object again without the field that was wrong.
func openAPIObjects() rule {
	return rule{
		Rule: Rule{
			ID: "object-shape", Severity: diag.Error, Title: "A field holds the kind of value that OpenAPI wants there",
			Why:  "A list where a mapping is expected, or a text where a number is, cannot be read by any tool.",
			Bad:  "required: id",
			Good: "required: [id]",
			Fix:  "Write the value as the message says.",
		},
		fixed: true,
		check: func(c *checker) {
			v := validator{checker: c, ctx: openapi3.WithValidationOptions(c.ctx,
				openapi3.EnableMultiError(), openapi3.DisableExamplesValidation(), openapi3.DisableSchemaDefaultsValidation())}
			if strings.HasPrefix(c.document.text("openapi"), "3.1") {
				v.ctx = openapi3.WithValidationOptions(v.ctx, openapi3.IsOpenAPI31OrLater())
			}
			for k := range kinds {
				for _, o := range c.of[k] {
					v.object(o)
				}
			}
			v.conflictingPaths()
		},
	}
}

// validatable is what all types of kin-openapi that stand for an object have.
type validatable interface {
	Validate(ctx context.Context, opts ...openapi3.ValidationOption) error
}

type validator struct {
	*checker
	ctx context.Context
}

// fresh makes an empty object of a kind, nil for kinds that kin-openapi has no rules for.
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

// blank is a valid object of a kind, with as little in it as can be.
func blank(k kind) any {
	type object = map[string]any
	switch k {
	case kindInfo:
		return object{"title": "t", "version": "v"}
	case kindServer, kindExternalDocs:
		return object{"url": "/"}
	case kindServerVariable:
		return object{"default": "d"}
	case kindTag:
		return object{"name": "t"}
	case kindOperation:
		return object{"responses": object{"200": object{"description": "d"}}}
	case kindParameter:
		return object{"name": "p", "in": "query", "schema": object{}}
	case kindHeader:
		return object{"schema": object{}}
	case kindRequestBody:
		return object{"content": object{"text/plain": object{}}}
	case kindResponse:
		return object{"description": "d"}
	case kindExample:
		return object{"value": 0}
	case kindLink:
		return object{"operationId": "o"}
	case kindSecurityScheme:
		return object{"type": "http", "scheme": "basic"}
	}
	return object{}
}

// object validates one object for itself.
func (v *validator) object(o *object) {
	target := fresh(o.kind)
	if target == nil || o.ref != "" {
		return
	}
	if o.node.Kind != yaml.MappingNode {
		v.notAnObject(o, target)
		return
	}
	body := alone(o)
	v.otherCase(o, body)
	if read(body, target) != nil {
		v.fields(o, body)
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
		case below != kindData && shape == one:
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

// describe names what a node is, for a person.
func describe(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	switch n.ShortTag() {
	case "!!null":
		return "nothing"
	case "!!bool":
		return "the word " + n.Value
	case "!!int", "!!float":
		return "the number " + n.Value
	}
	return fmt.Sprintf("the text %q", n.Value)
}

// article names a kind, for a person.
func (k kind) article() string {
	switch k {
	case kindDocument:
		return "the document"
	case kindInfo:
		return "the info"
	case kindServer:
		return "a server"
	case kindServerVariable:
		return "a server variable"
	case kindTag:
		return "a tag"
	case kindExternalDocs:
		return "externalDocs"
	case kindComponents:
		return "components"
	case kindPathItem:
		return "a path item"
	case kindOperation:
		return "an operation"
	case kindParameter:
		return "a parameter"
	case kindRequestBody:
		return "a request body"
	case kindResponse:
		return "a response"
	case kindMediaType:
		return "a media type"
	case kindEncoding:
		return "an encoding"
	case kindHeader:
		return "a header"
	case kindSchema:
		return "a schema"
	case kindExample:
		return "an example"
	case kindLink:
		return "a link"
	case kindCallback:
		return "a callback"
	case kindSecurityScheme:
		return "a security scheme"
	}
	return "this"
}

// alone gives the fields of an object, with blank objects for those below it and without the data that is judged elsewhere.
func alone(o *object) map[string]any {
	body := map[string]any{}
	each(o.node, func(key, value *yaml.Node) {
		field := key.Value
		below, shape := o.kind.below(field)
		switch {
		case strings.HasPrefix(field, "x-"), field == "security":
		case o.kind == kindSchema && (field == "default" || field == "example" || field == "enum" && value.Kind == yaml.SequenceNode),
			o.kind != kindSchema && field == "example":
			if field != "default" && field != "enum" && o.kind != kindSchema {
				body[field] = 0 // it excludes examples
			}
		case o.kind == kindExample && field == "value":
			body[field] = 0
		case below == kindData:
			body[field] = data(value)
		case shape == one && (value.Kind == yaml.MappingNode || below == kindSchema && value.ShortTag() == "!!bool"):
			body[field] = blank(below)
		case shape == list && value.Kind == yaml.SequenceNode && (below == kindParameter || below == kindTag):
			body[field] = []any{} // twice the same blank would be a duplicate
		case shape == list && value.Kind == yaml.SequenceNode:
			blanks := make([]any, len(value.Content))
			for i := range blanks {
				blanks[i] = blank(below)
			}
			body[field] = blanks
		case shape == many && value.Kind == yaml.MappingNode:
			body[field] = blanks(o.kind, below, value)
		default:
			body[field] = data(value)
		}
	})
	return body
}

func blanks(k, below kind, value *yaml.Node) map[string]any {
	entries := map[string]any{}
	if k == kindDocument || k == kindComponents || k == kindSchema { // their names have no rules here
		return entries
	}
	each(value, func(name, entry *yaml.Node) {
		if strings.HasPrefix(name.Value, "x-") {
			return
		}
		entries[name.Value] = blank(below)
	})
	return entries
}

// data is a node as encoding/json takes it.
func data(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		out := make(map[string]any, len(n.Content)/2)
		each(n, func(key, value *yaml.Node) { out[key.Value] = data(value) })
		return out
	case yaml.SequenceNode:
		out := make([]any, len(n.Content))
		for i, item := range n.Content {
			out[i] = data(item)
		}
		return out
	}
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		return isTrue(n)
	case "!!int", "!!float":
		if json.Valid([]byte(n.Value)) {
			return json.Number(n.Value)
		}
		var number any
		if err := n.Decode(&number); err == nil {
			return number
		}
	}
	return n.Value
}

// read fills a kin-openapi object.
func read(body any, target validatable) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, target)
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
		remedy := "remove it, or begin its name with x- if it is yours"
		if similar := similarField(o.kind, field); similar != "" && len(tokens) == 0 {
			remedy = fmt.Sprintf("did you mean %q?", similar)
		}
		what := o.kind.article()
		if len(tokens) > 0 {
			what = tokens[len(tokens)-1]
		}
		v.reportAs("extra-sibling-fields", o.key(append(slices.Clone(tokens), field)...), "%s has no field %q; %s", what, field, remedy)
	}
}

func lowerFirst(s string) string {
	if len(s) > 1 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'a' && s[1] <= 'z' {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

// locate gives the way from an object to the field that an error is about, and the error without its wrappings.
func locate(err error) ([]string, error) {
	var tokens []string
	for {
		switch e := err.(type) {
		case *openapi3.SectionValidationError:
			if e.Section == "external docs" {
				tokens = append(tokens, "externalDocs")
			}
			err = e.Cause
		case *openapi3.SecuritySchemeFlowValidationError:
			tokens, err = append(tokens, "flows"), e.Cause
		case *openapi3.OAuthFlowValidationError:
			tokens, err = append(tokens, e.FlowKind), e.Cause
		case *openapi3.OAuthFlowFieldValidationError:
			return append(tokens, e.Field), err
		case *openapi3.ParameterFieldValidationError:
			err = e.Cause
		case *openapi3.HeaderFieldValidationError:
			err = e.Cause
		case *openapi3.TagValidationError:
			err = e.Cause
		case *openapi3.ExternalDocsURLValidationError:
			return append(tokens, "url"), err
		default:
			return append(tokens, fieldOf(err)...), err
		}
		if err == nil {
			return tokens, errors.New("invalid")
		}
	}
}

// fieldOf gives the field of an object that an error is about; nothing when it is the whole object, or a field that is missing.
func fieldOf(err error) []string {
	switch e := err.(type) {
	case *openapi3.RequiredFieldError:
		switch {
		case strings.HasPrefix(e.Field, "license."):
			return []string{"license"}
		case e.Field == "info.title", e.Field == "info.version", e.Field == "responses":
			return nil
		}
	case *openapi3.ForbiddenFieldError:
		return []string{e.Field}
	case *openapi3.MutuallyExclusiveFieldsError:
		if e.Field1 != "boolean schema" {
			return []string{e.Field2}
		}
	case *openapi3.SchemaBothFormsExclusive:
		return []string{e.Field}
	case *openapi3.FieldVersionMismatchError:
		if e.Field != "boolean schema" {
			return []string{e.Field}
		}
	case *openapi3.SchemaTypeError, *openapi3.InvalidSecuritySchemeTypeError:
		return []string{"type"}
	case *openapi3.SchemaPatternRegexError:
		return []string{"pattern"}
	case *openapi3.DuplicateRequiredFieldError:
		return []string{"required"}
	case *openapi3.InvalidParameterInError, *openapi3.APIKeyInInvalidError:
		return []string{"in"}
	case *openapi3.InvalidHTTPSchemeError:
		return []string{"scheme"}
	case *openapi3.InvalidEncodingContentTypeError:
		return []string{"contentType"}
	case *openapi3.InvalidSerializationMethodError:
		return []string{"style"}
	case *openapi3.ServerURLTemplateError:
		return []string{"url"}
	case *openapi3.SingleEntryContentError:
		return []string{"content"}
	case *openapi3.ContentKeysOverlapError:
		return []string{"content", e.Key}
	}
	return nil
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
		form := withoutNames(item.name)
		if other := seen[form]; other != nil {
			d := v.reportAs("conflicting-paths", item.key(), "path %q and %q are the same to a server; put the operations below one of them", item.name, other.name)
			v.first(d, other.key())
			continue
		}
		seen[form] = item
	}
}

// withoutNames is a path with its parameters unnamed.
func withoutNames(path string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(path, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString("{}")
		_, path, _ = strings.Cut(after, "}")
	}
}

// similarField gives the field of an object that a misspelt one is near to, "" when there is none.
func similarField(k kind, field string) string {
	best, distance := "", 3
	for name := range strings.FieldsSeq(fieldNames(k)) {
		if d := editDistance(strings.ToLower(field), strings.ToLower(name), distance); d < distance && d < len(name)/2 {
			best, distance = name, d
		}
	}
	return best
}

// fieldNames lists the fields of an object, of OpenAPI 3.0 and 3.1.
func fieldNames(k kind) string {
	const parameter = "description required deprecated allowEmptyValue style explode allowReserved schema example examples content "
	switch k {
	case kindDocument:
		return "openapi info servers paths components security tags externalDocs webhooks jsonSchemaDialect"
	case kindComponents:
		return "schemas responses parameters examples requestBodies headers securitySchemes links callbacks pathItems"
	case kindInfo:
		return "title description termsOfService contact license version summary"
	case kindServer:
		return "url description variables"
	case kindServerVariable:
		return "enum default description"
	case kindTag:
		return "name description externalDocs"
	case kindExternalDocs:
		return "url description"
	case kindPathItem:
		return "summary description get put post delete options head patch trace servers parameters"
	case kindOperation:
		return "tags summary description externalDocs operationId parameters requestBody responses callbacks deprecated security servers"
	case kindParameter:
		return parameter + "name in"
	case kindHeader:
		return parameter
	case kindRequestBody:
		return "description content required"
	case kindResponse:
		return "description headers content links"
	case kindMediaType:
		return "schema example examples encoding"
	case kindEncoding:
		return "contentType headers style explode allowReserved"
	case kindExample:
		return "summary description value externalValue"
	case kindLink:
		return "operationRef operationId parameters requestBody description server"
	case kindSecurityScheme:
		return "type description name in scheme bearerFormat flows openIdConnectUrl"
	case kindSchema:
		return "title multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems " +
			"maxProperties minProperties required enum type allOf oneOf anyOf not items properties additionalProperties description format " +
			"default nullable discriminator readOnly writeOnly xml externalDocs example deprecated const examples prefixItems contains " +
			"minContains maxContains patternProperties dependentSchemas dependentRequired propertyNames unevaluatedItems " +
			"unevaluatedProperties if then else $defs $schema $comment $id $anchor $dynamicRef $dynamicAnchor contentMediaType " +
			"contentEncoding contentSchema"
	}
	return ""
}

// editDistance is the Levenshtein distance of two names, or some number >= limit when it is at least that.
func editDistance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := diagonal
			if a[i-1] != b[j-1] {
				cost++
			}
			diagonal = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}
