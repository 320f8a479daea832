package lint

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
)

func goText() rule {
	return rule{
		check: (*checker).goText,
		Rule: Rule{
			ID: "go-text", Severity: report.Error, Title: "Names are valid in Go strings and struct tags",
			Why: "Names from the document become Go strings, struct tags and comments. A quote, a backtick or a line break would end them, and\n" +
				"the rest of the name would be code. encoding/json permits only some characters in a tag, and a comma starts an option.",
			Bad:  "properties:\n  \"first,last\": {type: string}",
			Good: "properties:\n  first-last: {type: string}",
			Fix:  "Remove the character. A property that needs it on the wire cannot be a Go field.",
		},
	}
}

func (c *checker) goText() {
	for o := range c.all(kindPathItem) {
		if o.parent.kind == kindDocument {
			c.plain(o.key(), "path", o.name)
		}
	}
	for o := range c.all(kindOperation) {
		c.plain(o.here("operationId"), "operationId", o.text("operationId"))
		each(o.get("responses"), func(key, _ *yaml.Node) { c.status(o, key.Value) })
	}
	for o := range c.all(kindParameter) {
		c.plain(o.here("name"), "parameter", o.text("name"))
		c.plain(o.here("style"), "style", o.text("style"))
		c.goExtensions(o)
	}
	for o := range c.all(kindMediaType) {
		if i := strings.IndexFunc(o.name, unicode.IsControl); i >= 0 {
			c.report(o.key(), "media type %q contains a control character; remove it", o.name)
		}
		c.goExtensions(o)
	}
	for o := range c.all(kindSchema) {
		if o.field == "properties" {
			c.tag(o)
		}
		c.plain(o.here("format"), "format", o.text("format"))
		c.discriminator(o)
		c.goExtensions(o)
	}
	c.scopes()
}

// scopes checks the scopes of security requirements, as oapi-codegen does.
func (c *checker) scopes() {
	for _, o := range append([]*object{c.document}, c.of[kindOperation]...) {
		for i, requirement := range items(o.get("security")) {
			each(requirement, func(scheme, scopes *yaml.Node) {
				for j, scope := range items(scopes) {
					c.plain(o.here("security", index(i), scheme.Value, index(j)), "scope", scope.Value)
				}
			})
		}
	}
}

// plain reports a text that would end a Go string, a struct tag or a line. oapi-codegen v2.8.2 (validate_spec.go) rejects the same texts without a
// position.
func (c *checker) plain(at place, what, text string) {
	i := strings.IndexFunc(text, func(r rune) bool {
		return r == '"' || r == '`' || unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
	})
	if i >= 0 {
		c.report(at, "%s %q contains %q, which is not valid in Go source; remove it", what, text, []rune(text[i:])[0])
	}
}

// tag reports a property name that encoding/json does not permit in a struct tag (isValidTag).
func (c *checker) tag(o *object) {
	switch {
	case o.name == "":
		c.report(o.key(), "property name is empty; add a name")
		return
	case o.name == "-":
		c.report(o.key(), "property %q is the tag with which encoding/json omits a field; rename it", o.name)
		return
	}
	for _, r := range o.name {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", r) {
			c.report(o.key(), "property %q contains %q, which encoding/json does not permit in a tag; rename it", o.name, r)
			return
		}
	}
}

// status reports a key of responses that is not a status.
func (c *checker) status(o *object, key string) {
	if !strings.HasPrefix(key, "x-") && !isStatus(key) {
		c.report(o.key("responses", key), "response status %q is not valid; write 200, 2XX or default", key)
	}
}

// isStatus reports whether a key of responses is default, 1XX to 5XX, or three digits.
func isStatus(key string) bool {
	if key == "default" {
		return true
	}
	if len(key) != 3 || key[0] < '1' || key[0] > '9' {
		return false
	}
	return key[1:] == "XX" && key[0] <= '5' || strings.Trim(key[1:], "0123456789") == ""
}

func (c *checker) discriminator(o *object) {
	d := &object{node: o.get("discriminator")}
	c.plain(o.here("discriminator", "propertyName"), "propertyName", d.text("propertyName"))
	each(d.get("mapping"), func(key, _ *yaml.Node) {
		if strings.Contains(key.Value, `\`) {
			c.report(o.key("discriminator", "mapping", key.Value), "mapping key %q contains a backslash, which is not valid in Go source; remove it", key.Value)
			return
		}
		c.plain(o.key("discriminator", "mapping", key.Value), "mapping key", key.Value)
	})
}

// goExtensions checks the extensions that are copied into Go source.
func (c *checker) goExtensions(o *object) {
	for _, field := range []string{"x-go-name", "x-go-type-name"} {
		if name := o.get(field); name != nil && !token.IsIdentifier(name.Value) {
			c.report(o.here(field), "%s %q is not a Go identifier; write letters and digits", field, name.Value)
		}
	}
	if typ := o.get("x-go-type"); typ != nil {
		if fault := goTypeFault(typ.Value); fault != "" {
			c.report(o.here("x-go-type"), "x-go-type %q is not valid: %s; write a Go type", typ.Value, fault)
		}
	}
	imported := &object{node: o.get("x-go-type-import")}
	if name := imported.text("name"); name != "" && !token.IsIdentifier(name) {
		c.report(o.here("x-go-type-import", "name"), "package name %q is not a Go identifier; write letters and digits", name)
	}
	c.plain(o.here("x-go-type-import", "path"), "import path", imported.text("path"))
	each(o.get("x-oapi-codegen-extra-tags"), func(key, value *yaml.Node) {
		if key.Value == "" || strings.ContainsAny(key.Value, "\"`: ") {
			c.report(o.key("x-oapi-codegen-extra-tags", key.Value), "struct tag key %q is not valid; write letters and digits", key.Value)
		}
		c.plain(o.here("x-oapi-codegen-extra-tags", key.Value), "tag", value.Value)
	})
}

// goTypeFault returns why a text is not a Go type of names, pointers, slices, arrays and maps, or "" if it is one.
func goTypeFault(text string) string {
	if strings.ContainsAny(text, "\n\r`\";/") {
		return "it contains a character of strings, comments or statements"
	}
	expr, err := parser.ParseExpr(text)
	if err != nil {
		return strings.TrimSpace(err.Error())
	}
	fault := ""
	ast.Inspect(expr, func(n ast.Node) bool {
		switch n := n.(type) {
		case nil, *ast.Ident, *ast.SelectorExpr, *ast.StarExpr, *ast.ArrayType, *ast.MapType, *ast.IndexExpr, *ast.IndexListExpr, *ast.BasicLit,
			*ast.InterfaceType, *ast.StructType, *ast.FieldList:
		default:
			fault = fmt.Sprintf("%s is not permitted", strings.TrimPrefix(fmt.Sprintf("%T", n), "*ast."))
			return false
		}
		return true
	})
	return fault
}
