package oapi

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/rasapi/specgen/gen/code/ir"
	"github.com/rasapi/specgen/gen/oas"
)

// models parses text, the models that oapi-codegen has written, and adds its declarations to g.out.Models. It skips enums and unused aliases.
func (g *generator) models(ctx context.Context, text string) error {
	text = strings.ReplaceAll(text, "\x00", `\x00`) // a description may contain the character NUL, which Go source must not contain
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "models.go", text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return fmt.Errorf("the text that oapi-codegen wrote is not valid Go: %w", err)
	}
	cut := newCutter(text, fset, file)
	owner := g.owners()
	g.findSecrets(file)
	unused := g.unusedAliases(file)
	for _, decl := range file.Decls {
		if err := ctx.Err(); err != nil {
			return err
		}
		name := declared(decl)
		if e := g.enumType(name); e != nil || name == "" || unused[name] {
			continue
		}
		of, bare := strings.CutPrefix(name, barePrefix)
		d := cut.declaration(decl)
		d.Type, d.Area, d.Bare, d.Pointer = name, cmp.Or(owner[of].area, "common"), bare, owner[name].pointer
		if fields, secret := g.secrets[name]; secret && !bare && isDefinition(decl) {
			d.Secrets = ir.Secrets{Held: true, Fields: fields}
		}
		if !bare && d.Method == "" {
			g.describe(&d)
		}
		g.out.Models = append(g.out.Models, d)
	}
	return nil
}

// unusedAliases returns the names of unused aliases, such as "type KeyN0 = string", which oapi-codegen added for members of unions.
func (g *generator) unusedAliases(file *ast.File) map[string]bool {
	unused := map[string]bool{}
	for _, decl := range file.Decls {
		if name := declared(decl); !isDefinition(decl) && len(g.typeAt[name]) > 0 && g.prepared.at[g.types[g.typeAt[name][0]].JsonName] == "" {
			unused[name] = true
		}
	}
	for _, decl := range file.Decls {
		own := declared(decl)
		ast.Inspect(decl, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && id.Name != own {
				delete(unused, id.Name)
			}
			return true
		})
	}
	return unused
}

// describe sets the fields of a declaration that come from its schema in the document.
func (g *generator) describe(d *ir.Declaration) {
	for n, i := range g.typeAt[d.Type] {
		t := g.types[i]
		if n == 0 {
			at := g.prepared.at[t.JsonName]
			d.Schema, d.Description, d.Example = t.JsonName, t.Schema.Description, exampleText(g.prepared.example[t.JsonName])
			d.Added, d.Inline = at == "", at != oas.Pointer("components", "schemas", t.JsonName)
			if s := t.Schema.OAPISchema; s != nil {
				d.Reason = reason(s.Deprecated, s.Extensions, "schema")
			}
		}
		for _, p := range t.Schema.Properties {
			d.Members = append(d.Members, ir.Symbol{Name: d.Type, Member: p.GoFieldName(), Pointer: g.property(d.Pointer, p.JsonFieldName)})
		}
		if t.Schema.HasAdditionalProperties {
			d.Members = append(d.Members, ir.Symbol{Name: d.Type, Member: "AdditionalProperties", Pointer: d.Pointer})
		}
	}
}

// exampleText returns an example as indented JSON. It returns "" if the example is not an object, or if its text is too long for a comment.
func exampleText(example *oas.Node) string {
	const mostLines, mostBytes = 30, 2000
	var text bytes.Buffer
	if !example.IsMapping() || json.Indent(&text, example.JSON(), "", "  ") != nil {
		return ""
	}
	if text.Len() > mostBytes || bytes.Count(text.Bytes(), []byte("\n")) >= mostLines {
		return ""
	}
	return text.String()
}

// owned describes the component from which a Go type was generated. area is the area of the file that declares the type.
type owned struct{ component, pointer, area string }

// owners returns the component of each type, by type name. A type that oapi-codegen adds, such as a member of a union, belongs to the component that
// [longestPrefix] returns. owners also sets g.typeAt, and adds the enums to g.out.
func (g *generator) owners() map[string]owned {
	p := g.prepared
	owners := map[string]owned{}
	byName := make(map[string]string, len(p.at))
	for _, component := range slices.Sorted(maps.Keys(p.at)) {
		byName[p.goName(component)] = component
	}
	g.typeAt = map[string][]int{}
	for i, t := range g.types {
		g.typeAt[t.TypeName] = append(g.typeAt[t.TypeName], i)
		component := t.JsonName
		if _, known := p.at[component]; !known {
			component = longestPrefix(byName, t)
		}
		owners[t.TypeName] = owned{component, p.at[component], p.area[component]}
		if e := p.enums[t.JsonName]; e != nil && g.enumType(t.TypeName) == nil {
			g.addEnum(e, t)
		}
	}
	return owners
}

// longestPrefix returns the component with the longest Go name that is a prefix of the name of t, or "" if there is none.
func longestPrefix(byName map[string]string, t codegen.TypeDefinition) string {
	for end := len(t.TypeName); end > 0; end-- {
		if component, ok := byName[t.TypeName[:end]]; ok {
			return component
		}
	}
	return ""
}

// addEnum adds an enum to g.out. t is the Go type of the enum.
func (g *generator) addEnum(e *enumeration, t codegen.TypeDefinition) {
	enum := ir.Enum{
		Schema: e.component, Pointer: e.pointer, Area: g.prepared.area[e.component], Type: t.TypeName, Base: t.Schema.GoType, Flags: e.flags,
	}
	for _, member := range e.members {
		enum.Names = append(enum.Names, t.TypeName+member)
	}
	if _, twice := g.enumAt[enum.Type]; !twice {
		g.enumAt[enum.Type] = len(g.out.Enums)
	}
	g.out.Enums = append(g.out.Enums, enum)
}

// enumType returns the enum whose Go type is called name, or nil if there is none.
func (g *generator) enumType(name string) *ir.Enum {
	if i, ok := g.enumAt[name]; ok {
		return &g.out.Enums[i]
	}
	return nil
}

// declared returns the name of a declared type or function, or the receiver type of a method. For any other declaration, such as an import, it
// returns "".
func declared(decl ast.Decl) string {
	switch d := decl.(type) {
	case *ast.GenDecl:
		for _, s := range d.Specs {
			if t, ok := s.(*ast.TypeSpec); ok {
				return t.Name.Name
			}
		}
	case *ast.FuncDecl:
		if d.Recv == nil || len(d.Recv.List) == 0 {
			return d.Name.Name
		}
		expr := d.Recv.List[0].Type
		if star, ok := expr.(*ast.StarExpr); ok {
			expr = star.X
		}
		if id, ok := expr.(*ast.Ident); ok {
			return id.Name
		}
	}
	return ""
}

// property returns the pointer to the definition of the property called name. The definition is in the schema at pointer, in a schema that this
// schema references, or in a member of its allOf. If there is no definition, property returns the pointer that the property would have in the schema
// at pointer.
func (g *generator) property(pointer, name string) string {
	return cmp.Or(g.properties(pointer)[name], pointer+oas.Pointer("properties", name))
}

// properties returns the pointers to the properties of a schema by name. The result includes the properties of a referenced schema and of the
// members of an allOf. properties reads each schema only once.
func (g *generator) properties(pointer string) map[string]string {
	if known := g.propertyAt[pointer]; known != nil {
		return known
	}
	found := map[string]string{}
	g.propertyAt[pointer] = found // store the map before it is complete, because a schema may reference itself
	node := g.spec.At(pointer)
	for _, name := range node.Get("properties").Keys() {
		found[name] = pointer + oas.Pointer("properties", name)
	}
	inherit := func(from string) {
		for name, at := range g.properties(from) {
			found[name] = cmp.Or(found[name], at)
		}
	}
	if ref := node.Text("$ref"); strings.HasPrefix(ref, "#/") {
		inherit(ref[1:])
	}
	for i := range node.Get("allOf").List() {
		inherit(pointer + oas.Pointer("allOf", strconv.Itoa(i)))
	}
	return found
}
