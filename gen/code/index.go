package code

import (
	"github.com/rasapi/specgen/gen/code/ir"
	"github.com/rasapi/specgen/gen/code/render"
	"github.com/rasapi/specgen/gen/tree"
)

// index adds exported identifiers to the index of a tree. The index maps each identifier to the JSON pointer of the object in the document from which
// it was generated, or to "" if there is none.
type index struct {
	tree    *tree.Tree
	options render.Options
}

// adder returns a function that adds an identifier of a package. pkg is the directory of the package in the tree.
func (x index) adder(pkg string) func(name, member, pointer string) {
	return func(name, member, pointer string) {
		x.tree.Index(tree.Symbol{Package: x.options.Package + "/" + pkg, Name: name, Member: member}, pointer)
	}
}

func (x index) all(p *ir.Package) {
	if x.options.Models {
		x.models(p)
	}
	for _, side := range x.options.Sides() {
		for _, a := range p.Areas {
			x.area(side, a)
		}
		if len(p.Areas) > 0 {
			x.facade(side, p.Areas)
		}
	}
	for _, s := range p.Stock {
		add := x.adder(s.Name)
		for _, symbol := range s.Symbols {
			add(symbol.Name, symbol.Member, symbol.Pointer)
		}
	}
}

func (x index) models(p *ir.Package) {
	add := x.adder("model")
	for _, d := range p.Models {
		if d.Bare {
			continue
		}
		add(d.Type, d.Method, d.Pointer)
		for _, m := range d.Members {
			add(m.Name, m.Member, m.Pointer)
		}
		secretMethods(add, d.Type, d.Pointer, d.Secrets)
	}
}

// secretMethods adds the methods in [ir.SecretMethods] if the type called name contains secrets.
func secretMethods(add func(name, member, pointer string), name, pointer string, secrets ir.Secrets) {
	if secrets.Held {
		for _, method := range ir.SecretMethods() {
			add(name, method, pointer)
		}
	}
}

func (x index) area(side string, a *ir.Area) {
	add := x.adder(side + "/" + a.Name)
	types := []string{"Client", "Raw"}
	if side == "client" {
		types = append(types, "API")
		add("New", "", "")
		add("Client", "Raw", "")
	} else {
		types = []string{"Handler", "Unimplemented"}
		add("Routes", "", "")
	}
	for _, t := range types {
		add(t, "", "")
	}
	for _, o := range a.Operations {
		if side == "server" && o.ClientOnly {
			continue
		}
		for _, t := range types {
			add(t, o.Name, o.Pointer)
		}
		if params := o.Params(); len(params) > 0 {
			add(o.Name+"Params", "", o.Pointer)
			for _, p := range params {
				add(o.Name+"Params", p.Field, p.At)
			}
			secretMethods(add, o.Name+"Params", o.Pointer, o.ParamSecrets)
		}
		if side == "client" {
			clientTypes(add, o)
		} else if o.Typed {
			serverTypes(add, o)
		}
	}
}

// serverTypes adds the types that only the server package declares for o, and their members. These are the types from which a handler chooses its
// result.
func serverTypes(add func(name, member, pointer string), o *ir.Operation) {
	add(o.Name+"Result", "", o.Pointer)
	for _, r := range o.FinalResults() {
		name := o.Name + r.Status
		add(name, "", r.Pointer)
		if r.Max > 0 {
			add(name, "Status", r.Pointer)
		}
		if r.Type != "" {
			add(name, "JSON", r.Pointer)
		}
		if r.Stream || r.Media != "" {
			add(name, "File", r.Pointer)
		}
		for _, h := range r.Headers {
			add(name, h.Field, h.At)
		}
		secretMethods(add, name, r.Pointer, r.Secrets)
	}
}

// clientTypes adds the types that only the client package declares for o, and their members. These are the type of the result and the type of a
// multipart form.
func clientTypes(add func(name, member, pointer string), o *ir.Operation) {
	result := o.Name + "Result"
	add(result, "", o.Pointer)
	add(result, "Response", o.Pointer)
	secretMethods(add, result, o.Pointer, o.ResultSecrets)
	for _, r := range o.Results {
		if r.Stream || r.Media != "" {
			add(result, "File"+r.Status, r.Pointer)
		}
		if r.Type != "" {
			add(result, "JSON"+r.Status, r.Pointer)
		}
	}
	for _, h := range o.ResultHeaders {
		add(result, h.Field, o.Pointer)
	}
	if o.Body == nil || o.Body.Kind != "multipart" {
		return
	}
	form, pointer := o.Name+"Form", o.Pointer+"/requestBody"
	add(form, "", pointer)
	for _, f := range o.Body.Fields {
		add(form, f.Name, pointer)
		if f.Header != "" {
			add(form, f.Header, pointer)
		}
	}
	secretMethods(add, form, pointer, o.Body.Secrets)
}

// facade adds the identifiers of a facade. A facade is the package that combines all areas of the client or the server.
func (x index) facade(side string, areas []*ir.Area) {
	add := x.adder(side)
	owner, names := "Client", []string{"New", "Option", "Error", "WithHTTPClient", "WithToken", "WithEditor", "WithMaxResponseBytes", "Client"}
	if side == "server" {
		owner, names = "Handlers", []string{"New", "Register", "Option", "Error", "WithAuthorize", "Insecure", "WithMaxBodyBytes", "WithMiddleware", "WithErrorLog", "IgnoreCase", "Handlers"}
	} else {
		add("Client", "Conn", "")
	}
	for _, name := range names {
		add(name, "", "")
	}
	for _, a := range areas {
		add(owner, a.Field, a.Pointer)
	}
}
