// Package render writes the intermediate form of package ir as Go source. Its entry point is [Files]. Templates (*.tmpl) write the clients, the
// servers and the facades.
//
// The templates write code in the format of gofmt, because parsing and printing every file would take a quarter of the run time. Package render
// parses and prints whole files only for the models, the facades and the stock packages. If x-go-type-import or the setting type-mapping adds
// imports, package render parses and prints all files.
package render

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"text/template"

	"github.com/rasapi/specgen/gen/code/ir"
	"github.com/rasapi/specgen/gen/tree"
)

// Options are the settings of [Files].
type Options struct {
	Package string // import path of the generated tree
	Rest    string // import path of package rest
	Models  bool   // whether to write package model
	Client  bool   // whether to write the client
	Server  bool   // whether to write the server
	Std     bool   // whether the server uses an http.ServeMux
}

// Sides returns the sides to write: "client", "server", both or neither.
func (o Options) Sides() []string {
	var sides []string
	if o.Client {
		sides = append(sides, "client")
	}
	if o.Server {
		sides = append(sides, "server")
	}
	return sides
}

// Files returns README.md and the generated Go files, except those of the enums. The index of the tree is empty.
func Files(ctx context.Context, p *ir.Package, o Options) (*tree.Tree, error) {
	r := &renderer{Package: p, options: o}
	if o.Models && len(p.Models)+len(p.Enums) > 0 {
		r.models()
	}
	if err := r.areas(); err != nil {
		return nil, err
	}
	if len(p.Areas) > 0 {
		if err := r.facades(); err != nil {
			return nil, err
		}
	}
	for _, s := range p.Stock {
		doc := fmt.Sprintf("Package %s is the code that oapi-codegen writes for %s with its own templates.", s.Name, p.API.Title)
		r.file(s.Name+"/"+s.Name+".gen.go", s.Name, doc, []byte(s.Source), s.Imports...)
	}
	t, err := r.format(ctx)
	if err != nil {
		return nil, err
	}
	return t, t.Add("README.md", r.readme())
}

// renderer holds the state of one call to [Files].
type renderer struct {
	*ir.Package
	options Options
	sources []source
}

// models writes package model with one file per area, and a file with the package comment.
func (r *renderer) models() {
	files := map[string]*bytes.Buffer{}
	for _, d := range r.Models {
		b := files[d.Area]
		if b == nil {
			b = &bytes.Buffer{}
			files[d.Area] = b
		}
		b.WriteString(declaration(d) + "\n" + redacted(d.Type, d.Secrets) + "\n")
	}
	for area, b := range files {
		r.file("model/"+area+".gen.go", "model", "", b.Bytes())
	}
	doc := fmt.Sprintf("Package model contains the request and response types of %s %s.", r.API.Title, r.API.Version)
	r.file("model/package.gen.go", "model", doc, nil)
}

// declaration returns the source of a declaration with its comments.
func declaration(d ir.Declaration) string {
	if d.Method != "" {
		return d.Comment + d.Parts[0].Source
	}
	var b strings.Builder
	for _, part := range d.Parts {
		b.WriteString(part.Source + strings.TrimPrefix(comment(part.Doc, "\t"), "\t"))
	}
	return comment(typeDoc(d), "") + b.String()
}

// areas writes one package per area, for each side.
func (r *renderer) areas() error {
	for _, side := range r.options.Sides() {
		text, verb := clientTemplate, "calls"
		if side == "server" {
			text, verb = serverTemplate, "serves"
		}
		t, err := template.New(side).Funcs(functions()).Parse(text)
		if err != nil {
			return err
		}
		for _, a := range areasOf(side, r.Areas) {
			doc := fmt.Sprintf("Package %s %s the operations in area %s of %s.\n\n%s", a.Name, verb, a.Tag, r.API.Title, sentence(a.Doc))
			r.file(side+"/"+a.Name+"/"+a.Name+".gen.go", a.Name, doc, nil)
			last := &r.sources[len(r.sources)-1]
			last.template, last.area = t, a
		}
	}
	return nil
}

// areasOf returns areas for a side, "client" or "server". For the server, it leaves out operations that only the client supports.
func areasOf(side string, areas []*ir.Area) []*ir.Area {
	if side == "client" {
		return areas
	}
	list := make([]*ir.Area, len(areas))
	for i, a := range areas {
		served := *a
		served.Operations = slices.DeleteFunc(slices.Clone(a.Operations), func(o *ir.Operation) bool { return o.ClientOnly })
		list[i] = &served
	}
	return list
}

// facades writes the package that combines all areas, for each side.
func (r *renderer) facades() error {
	for _, side := range r.options.Sides() {
		text, doc := clientFacadeTemplate, "Package client is a client for %s %s. [New] returns a [Client], which has a field per area."
		if side == "server" {
			text, doc = serverFacadeTemplate+stdFacadeTemplate, "Package server serves %s %s. Implement the handlers of the areas that you need, and pass them to [New] or [Register]."
		}
		t, err := template.New(side).Funcs(functions()).Parse(text)
		if err != nil {
			return err
		}
		areas := areasOf(side, r.Areas)
		var b bytes.Buffer
		if err := t.Execute(&b, map[string]any{"Areas": areas, "API": r.API, "Server": r.API.Server, "Problem": r.API.Problem, "Std": r.options.Std}); err != nil {
			return err
		}
		var imports []string
		for _, a := range areas {
			imports = append(imports, a.Package+" "+r.options.Package+"/"+side+"/"+a.Name)
		}
		r.file(side+"/"+side+".gen.go", side, fmt.Sprintf(doc, r.API.Title, r.API.Version), b.Bytes(), imports...)
	}
	return nil
}
