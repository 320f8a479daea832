package code

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"github.com/rasapi/specgen/gen/code/render"
	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/tree"
)

func functions() template.FuncMap {
	return template.FuncMap{
		"comment":    comment,
		"documented": documented,
		"method":     methodComment,
		"form":       formStruct,
		"quote":      strconv.Quote,
		"indent":     func(indent, text string) string { return strings.ReplaceAll(text, "\n", "\n"+indent) },
		"line":       func(c string) string { return strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(c), "//")) },
		"styled":     styledText,
		"value": func(p param) string {
			if p.Pointer {
				return "*params." + p.Field
			}
			return "params." + p.Field
		},
		"pathExpr": pathExpression,
		"segment":  segment,
	}
}

// documented is a comment of a text and, in a paragraph of its own, why the thing is deprecated.
func documented(text, reason, indent string) string {
	if reason != "" {
		text += "\n\nDeprecated: " + reason
	}
	return comment(text, indent)
}

// styledText is Go code for the text of a parameter, whose value is an expression.
func styledText(p param, value string) string {
	options := "ParamLocation: runtime.ParamLocation" + names.UpperFirst(p.In)
	if p.Typed != "" {
		options += ", " + p.Typed
	}
	return fmt.Sprintf("runtime.StyleParamWithOptions(%q, %t, %q, %s, runtime.StyleParamOptions{%s})", p.Style, p.Explode, p.Name, value, options)
}

// methodComment is the comment of an operation's method.
func methodComment(o *operation) string {
	text := o.Summary + "\n\n" + o.Doc
	if o.Reason != "" {
		text += "\n\nDeprecated: " + o.Reason
	}
	return docComment(text, "")
}

// paramsStruct declares the parameters of an operation.
func paramsStruct(operation string, params []param) string {
	members := make([]member, 0, len(params))
	for _, p := range params {
		m := member{doc: documented(p.Doc, p.Reason, "\t"), name: p.Field, typ: p.Type}
		if p.Pointer {
			m.typ = "*" + p.Type
		}
		members = append(members, m)
	}
	return structure(operation+"Params", members)
}

// formStruct declares the form that an operation sends.
func formStruct(o *operation) string {
	var members []member
	for _, f := range o.Body.Fields {
		m := member{doc: comment(f.Doc, "\t"), name: f.Name, typ: f.Type}
		if f.Required {
			m.tail = "// required"
		}
		members = append(members, m)
	}
	return structure(o.Name+"Form", members) + o.Body.Redacts
}

// unreserved takes back what package net/url escapes though it may stand in a path (RFC 3986, pchar): servers know /Orders('7') by its look.
var unreserved = strings.NewReplacer("%21", "!", "%27", "'", "%28", "(", "%29", ")", "%2A", "*")

// pathExpression is Go code for the escaped path of an operation.
func pathExpression(o *operation) string {
	var parts []string
	literal := func(s string) {
		if s != "" {
			parts = append(parts, fmt.Sprintf("%q", unreserved.Replace((&url.URL{Path: s}).EscapedPath())))
		}
	}
	rest := o.Path
	for {
		before, after, found := strings.Cut(rest, "{")
		literal(before)
		if !found {
			break
		}
		name, tail, _ := strings.Cut(after, "}")
		for _, p := range o.PathParams {
			if p.Name != name {
				continue
			}
			parts = append(parts, segment(p))
		}
		rest = tail
	}
	if len(parts) == 0 {
		return `"/"`
	}
	return strings.Join(parts, " + ")
}

// segment returns Go code for the escaped value of a path parameter.
func segment(p param) string {
	switch {
	case p.Integer:
		return "protocol.Int(" + p.Var + ")"
	case p.Plain:
		return "protocol.Segment(url.PathEscape(" + p.Var + "))"
	}
	return "protocol.Segment(" + p.Var + "Segment)"
}

// usualSize is about what an operation takes on one side, in bytes.
const usualSize = 4 << 10

// render writes the packages of the areas, the facades, and the index page.
func (g *generator) render(ctx context.Context) error {
	client, err := template.New("client").Funcs(functions()).Parse(render.Client)
	if err != nil {
		return err
	}
	server, err := template.New("server").Funcs(functions()).Parse(render.Server)
	if err != nil {
		return err
	}
	for _, a := range g.areas {
		if err := ctx.Err(); err != nil {
			return err
		}
		for _, side := range g.cfg.sides() {
			t := map[string]*template.Template{"client": client, "server": server}[side]
			var b bytes.Buffer
			b.Grow(len(a.Operations) * usualSize)
			if err := t.Execute(&b, a); err != nil {
				return fmt.Errorf("%s of area %s: %w", side, a.Name, err)
			}
			verb := "calls"
			if side == "server" {
				verb = "serves"
			}
			doc := fmt.Sprintf("Package %s %s the operations of area %s of %s.\n\n%s", a.Name, verb, a.Tag, g.api.Title, a.Doc)
			g.file(side+"/"+a.Name+"/"+a.Name+".gen.go", a.Name, doc, b.Bytes())
		}
		g.indexArea(a)
	}
	if err := g.facades(); err != nil {
		return err
	}
	return g.readme()
}

// facade is the package that has all areas of a side.
type facade struct{ side, text, doc string }

func (g *generator) facades() error {
	if len(g.areas) == 0 {
		return nil
	}
	data := map[string]any{"Areas": g.areas, "API": g.api, "Server": g.server(), "Problem": g.problem(), "Std": g.cfg.ServesMux()}
	for _, f := range []facade{
		{"client", render.ClientFacade, fmt.Sprintf("Package client calls %s %s: one client with a field for each area.", g.api.Title, g.api.Version)},
		{"server", render.ServerFacade + render.StdFacade, fmt.Sprintf("Package server serves %s %s: implement the handlers of the areas that you need, and register them.", g.api.Title, g.api.Version)},
	} {
		if !g.cfg.makes(f.side) {
			continue
		}
		t, err := template.New(f.side).Funcs(functions()).Parse(f.text)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := t.Execute(&b, data); err != nil {
			return err
		}
		var imports []string
		for _, a := range g.areas {
			imports = append(imports, a.Package+" "+g.cfg.Package+"/"+f.side+"/"+a.Name)
		}
		g.file(f.side+"/"+f.side+".gen.go", f.side, f.doc, b.Bytes(), imports...)
	}
	g.indexFacades()
	return nil
}

// server is the first server's URL, with the defaults of its variables.
func (g *generator) server() string {
	servers := g.spec.Model().Root().Get("servers").List()
	if len(servers) == 0 {
		return ""
	}
	u := servers[0].Text("url")
	for name, variable := range servers[0].Get("variables").Each() {
		u = strings.ReplaceAll(u, "{"+name+"}", variable.Text("default"))
	}
	return u
}

// problem is the media type that most refusals of the document have.
func (g *generator) problem() string {
	count := map[string]int{}
	for _, op := range g.spec.Operations() {
		for _, status := range op.Object().Node.Get("responses").Keys() {
			media := g.prepared.media[op.Pointer+oas.Pointer("responses", status)]
			if code := statusCode(status); (code == 0 || code >= 400 || code == 4 || code == 5) && canonicalType(media) == "application/json" {
				count[media]++
			}
		}
	}
	best := "application/problem+json"
	for _, media := range slices.Sorted(maps.Keys(count)) {
		if count[media] > count[best] {
			best = media
		}
	}
	return best
}

func (g *generator) indexArea(a *area) {
	for _, side := range g.cfg.sides() {
		pkg := g.cfg.Package + "/" + side + "/" + a.Name
		index := func(name, member, pointer string) {
			g.tree.Index(tree.Symbol{Package: pkg, Name: name, Member: member}, pointer)
		}
		types := []string{"Client", "Raw"}
		if side == "client" {
			index("New", "", "")
			index("Client", "Raw", "")
		} else {
			types = []string{"Handler", "Unimplemented"}
			index("Routes", "", "")
		}
		for _, t := range types {
			index(t, "", "")
		}
		for _, o := range a.Operations {
			for _, t := range types {
				index(t, o.Name, o.Pointer)
			}
			if o.Params != "" {
				index(o.Name+"Params", "", o.Pointer)
				for _, p := range o.AllParams() {
					index(o.Name+"Params", p.Field, p.At)
				}
				if o.Secret {
					g.indexRedacting(pkg, o.Name+"Params", o.Pointer)
				}
			}
			if side == "server" {
				continue
			}
			index(o.Name+"Result", "", o.Pointer)
			index(o.Name+"Result", "Response", o.Pointer)
			if o.Redacts != "" {
				g.indexRedacting(pkg, o.Name+"Result", o.Pointer)
			}
			for _, r := range o.Results {
				if r.Stream {
					index(o.Name+"Result", "File"+r.Status, o.Pointer+oas.Pointer("responses", r.Status))
				} else if r.Type != "" {
					index(o.Name+"Result", "JSON"+r.Status, o.Pointer+oas.Pointer("responses", r.Status))
				}
			}
			if o.Body != nil && o.Body.Kind == "multipart" {
				index(o.Name+"Form", "", o.Pointer+"/requestBody")
				for _, f := range o.Body.Fields {
					index(o.Name+"Form", f.Name, o.Pointer+"/requestBody")
				}
				if o.Body.Redacts != "" {
					g.indexRedacting(pkg, o.Name+"Form", o.Pointer+"/requestBody")
				}
			}
		}
	}
}

// parameter finds where a parameter stands: in the operation or its path item, inline or by reference.
func (g *generator) parameter(o *operation, p param) string {
	path := o.Pointer[:strings.LastIndexByte(o.Pointer, '/')]
	for _, base := range []string{o.Pointer, path} {
		for i, node := range g.spec.At(base).Get("parameters").List() {
			at := base + oas.Pointer("parameters", strconv.Itoa(i))
			if ref := node.Text("$ref"); strings.HasPrefix(ref, "#/") {
				at = ref[1:]
				node = g.spec.At(at)
			}
			if node.Text("name") == p.Name && node.Text("in") == p.In {
				return at
			}
		}
	}
	return o.Pointer
}

func (g *generator) indexFacades() {
	client := []string{"New", "Option", "Error", "WithHTTPClient", "WithToken", "WithEditor", "WithMaxResponseBytes", "Client"}
	server := []string{"New", "Register", "Option", "Error", "WithAuthorize", "Insecure", "WithMaxBodyBytes", "WithMiddleware", "WithErrorLog", "IgnoreCase", "Handlers"}
	for _, side := range g.cfg.sides() {
		for _, name := range map[string][]string{"client": client, "server": server}[side] {
			g.tree.Index(tree.Symbol{Package: g.cfg.Package + "/" + side, Name: name}, "")
		}
		owner := map[string]string{"client": "Client", "server": "Handlers"}[side]
		for _, a := range g.areas {
			g.tree.Index(tree.Symbol{Package: g.cfg.Package + "/" + side, Name: owner, Member: a.Field}, g.tagPointer(a.Tag))
		}
	}
	if g.cfg.makes("client") {
		g.tree.Index(tree.Symbol{Package: g.cfg.Package + "/client", Name: "Client", Member: "Conn"}, "")
	}
}

func (g *generator) tagPointer(tag string) string {
	for i, t := range g.spec.Model().Root().Get("tags").List() {
		if t.Text("name") == tag {
			return oas.Pointer("tags", strconv.Itoa(i))
		}
	}
	return ""
}
