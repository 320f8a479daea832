package lint

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"unicode"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func goText() rule {
	return rule{
		adapt: func(c *checker) {
			c.invalidTags()
			c.statuses()
		},
		check: (*checker).goText,
		Rule: Rule{
			ID: "go-text", Severity: report.Error, Title: "Names are valid in Go strings and struct tags",
			Why: "specgen copies names from the document into Go strings, struct tags and comments. A quote, a backtick or a line break would end the string\n" +
				"or comment, and the rest of the name would become code. encoding/json permits only some characters in a struct tag, and a comma starts an option.",
			Bad:  "properties:\n  \"first,last\": {type: string}",
			Good: "properties:\n  first-last: {type: string}",
			Fix:  "Remove the character. If the name on the wire must have the character, the property cannot be a Go field.",
		},
	}
}

func (c *checker) goText() {
	for o := range c.all(oas.PathItem) {
		if o.Parent.Kind == oas.Document {
			c.checkText(keyAt(o), "path", o.Name)
		}
	}
	for o := range c.all(oas.Operation) {
		c.checkText(valueAt(o, "operationId"), "operationId", o.Text("operationId"))
		for key := range o.Get("responses").Each() {
			c.status(o, key)
		}
	}
	for o := range c.all(oas.Parameter) {
		c.checkText(valueAt(o, "name"), "parameter", o.Text("name"))
		c.checkText(valueAt(o, "style"), "style", o.Text("style"))
		c.goExtensions(o)
	}
	for o := range c.all(oas.MediaType) {
		if i := strings.IndexFunc(o.Name, unicode.IsControl); i >= 0 {
			c.report(keyAt(o), "media type %q contains a control character; remove it", o.Name)
		}
		c.goExtensions(o)
	}
	for o := range c.all(oas.Schema) {
		c.checkText(valueAt(o, "format"), "format", o.Text("format"))
		c.discriminator(o)
		c.goExtensions(o)
	}
	c.scopes()
}

// scopes calls checkText for the scopes of all security requirements. oapi-codegen also checks the scopes.
func (c *checker) scopes() {
	for _, o := range append([]*oas.Object{c.document}, c.model.Objects(oas.Operation)...) {
		for i, requirement := range o.Get("security").List() {
			for scheme, scopes := range requirement.Each() {
				for j, scope := range scopes.List() {
					c.checkText(valueAt(o, "security", strconv.Itoa(i), scheme, strconv.Itoa(j)), "scope", scope.Value)
				}
			}
		}
	}
}

// checkText reports a text with a quote, a backtick, a control character or a line break. Such a character can end a Go string, a struct tag or a
// comment. oapi-codegen v2.8.2 (validate_spec.go) rejects these texts except for U+2028 and U+2029, but its error has no position.
func (c *checker) checkText(at place, what, text string) {
	i := strings.IndexFunc(text, func(r rune) bool {
		return r == '"' || r == '`' || unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
	})
	if i >= 0 {
		c.report(at, "%s %q contains %q, which is not valid in Go source; remove it", what, text, []rune(text[i:])[0])
	}
}

// statuses reports and removes the responses with a key that is not a valid status. It ignores an operation that has no response with a valid status.
func (c *checker) statuses() {
	for o := range c.all(oas.Operation) {
		var wrong []string
		kept := 0
		for key := range o.Get("responses").Each() {
			switch {
			case strings.HasPrefix(key, "x-"):
			case isStatus(key):
				kept++
			default:
				wrong = append(wrong, key)
			}
		}
		for _, key := range wrong {
			if kept > 0 {
				d := c.report(keyAt(o, "responses", key), "response status %q is not valid; write 200, 2XX or default", key)
				c.workAround(d, "the response is left out")
				c.edits.remove(o.Get("responses"), key)
			}
		}
	}
}

// status reports a key of responses that is not a valid response status.
func (c *checker) status(o *oas.Object, key string) {
	if !strings.HasPrefix(key, "x-") && !isStatus(key) {
		c.report(keyAt(o, "responses", key), "response status %q is not valid; write 200, 2XX or default", key)
	}
}

// isStatus reports whether a key of responses is default, 1XX to 5XX, or three digits of which the first is not 0.
func isStatus(key string) bool {
	if key == "default" {
		return true
	}
	if len(key) != 3 || key[0] < '1' || key[0] > '9' {
		return false
	}
	return key[1:] == "XX" && key[0] <= '5' || strings.Trim(key[1:], "0123456789") == ""
}

func (c *checker) discriminator(o *oas.Object) {
	d := o.Get("discriminator")
	c.checkText(valueAt(o, "discriminator", "propertyName"), "propertyName", d.Text("propertyName"))
	for key := range d.Get("mapping").Each() {
		if strings.Contains(key, `\`) {
			c.report(keyAt(o, "discriminator", "mapping", key), "mapping key %q contains a backslash, which is not valid in Go source; remove it", key)
			continue
		}
		c.checkText(keyAt(o, "discriminator", "mapping", key), "mapping key", key)
	}
}

// goExtensions checks the values of the extensions that affect Go code.
func (c *checker) goExtensions(o *oas.Object) {
	for _, field := range []string{"x-go-name", "x-go-type-name"} {
		if name := o.Get(field); name != nil && !token.IsIdentifier(name.Value) {
			c.report(valueAt(o, field), "%s %q is not a Go identifier; write a letter, then letters and digits, but not a Go keyword", field, name.Value)
		}
	}
	for _, field := range []string{"x-go-type-skip-optional-pointer", "x-go-json-ignore", "x-omitempty"} {
		if flag := o.Get(field); flag != nil && flag.Type != oas.Bool {
			c.report(valueAt(o, field), "%s is %s, expected true or false; correct it", field, describe(flag))
		}
	}
	for _, field := range []string{"x-go-type", "x-deprecated-reason"} {
		if text := o.Get(field); text != nil && text.Type != oas.String {
			c.report(valueAt(o, field), "%s is %s, expected a string; correct it", field, describe(text))
		}
	}
	if order := o.Get("x-order"); order != nil && order.Type != oas.Int {
		c.report(valueAt(o, "x-order"), "x-order is %s, expected an integer; correct it", describe(order))
	}
	if typ := o.Get("x-go-type"); typ != nil && typ.Type == oas.String {
		if fault := goTypeFault(typ.Value); fault != "" {
			c.report(valueAt(o, "x-go-type"), "x-go-type %q is not valid: %s; write a Go type", typ.Value, fault)
		}
	}
	imported := o.Get("x-go-type-import")
	if name := imported.Text("name"); name != "" && !token.IsIdentifier(name) {
		c.report(valueAt(o, "x-go-type-import", "name"), "package name %q is not a Go identifier; write a letter, then letters and digits, but not a Go keyword", name)
	}
	c.checkText(valueAt(o, "x-go-type-import", "path"), "import path", imported.Text("path"))
	for key, value := range o.Get("x-oapi-codegen-extra-tags").Each() {
		if key == "" || strings.ContainsAny(key, "\"`: ") {
			c.report(keyAt(o, "x-oapi-codegen-extra-tags", key), "struct tag key %q is not valid; write letters and digits", key)
		}
		c.checkText(valueAt(o, "x-oapi-codegen-extra-tags", key), "tag", value.Value)
	}
}

// goTypeFault returns why a text is not permitted as a Go type, or "" if it is permitted. A permitted type consists of names, type arguments,
// pointers, slices, arrays, maps, empty structs and empty interfaces. goTypeFault also permits literals, because the length of an array is one.
func goTypeFault(text string) string {
	if strings.ContainsAny(text, "\n\r`\";/") {
		return "it contains a line break, a quote, a slash or a semicolon"
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
			fault = fmt.Sprintf("the syntax element %s is not permitted", strings.TrimPrefix(fmt.Sprintf("%T", n), "*ast."))
			return false
		}
		return true
	})
	return fault
}
