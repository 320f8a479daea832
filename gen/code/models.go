package code

import (
	"bytes"
	"cmp"
	"context"
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
	"github.com/rasapi/specgen/gen/tree"
)

// models cuts oapi-codegen's one file of models into a file for each area, and takes the declarations of enums out.
func (g *generator) models(ctx context.Context, text string) error {
	text = strings.ReplaceAll(text, "\x00", `\x00`) // of a description: Go source must not have it, not even in a comment
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "models.go", text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return fmt.Errorf("oapi-codegen made text that is not Go: %w", err)
	}
	cut := cutter{text, fset.File(file.FileStart)}
	owner := g.owners()
	g.findSecrets(file)
	parts := map[string]*bytes.Buffer{}
	for _, decl := range file.Decls {
		if err := ctx.Err(); err != nil {
			return err
		}
		name := declared(decl)
		if e := g.enumType(name); e != nil || name == "" {
			continue
		}
		of, bare := strings.CutPrefix(name, barePrefix)
		where := owner[of].area
		if where == "" {
			where = "common"
		}
		if parts[where] == nil {
			parts[where] = &bytes.Buffer{}
		}
		doc := g.typeDoc(name)
		if bare {
			doc = name + " has no methods: encoding/json goes by its fields."
		}
		parts[where].WriteString(strings.TrimSuffix(cut.declaration(decl, doc), "\n"))
		fields, secret := g.secrets[name]
		if secret = secret && !bare && isDefinition(decl); secret {
			parts[where].WriteString("\n" + strings.TrimSuffix(redacting(name, fields), "\n"))
		}
		parts[where].WriteString("\n\n")
		if bare || !g.cfg.makes("models") {
			continue
		}
		g.indexModel(decl, name, owner[name])
		if secret {
			g.indexRedacting(g.cfg.Package+"/model", name, owner[name].pointer)
		}
	}
	if len(parts) == 0 && len(g.enums) == 0 || !g.cfg.makes("models") {
		return nil
	}
	for _, where := range slices.Sorted(maps.Keys(parts)) {
		g.file("model/"+where+".gen.go", "model", "", parts[where].Bytes())
	}
	doc := fmt.Sprintf("Package model has the schemas of %s %s: what requests and answers are made of. Clients and servers of all areas share it.", g.api.Title, g.api.Version)
	g.file("model/package.gen.go", "model", doc, nil)
	return nil
}

// owned says which component a Go type was made of, and in which area's file it stands.
type owned struct{ component, pointer, area string }

// owners maps type names to components. Types that oapi-codegen adds (members of unions, open maps) belong to the component that
// their name begins with.
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
			component = longest(byName, t)
		}
		owners[t.TypeName] = owned{component, p.at[component], p.area[component]}
		if e := p.enums[t.JsonName]; e != nil && g.enumType(t.TypeName) == nil {
			g.addEnum(e, t)
		}
	}
	return owners
}

// longest finds the component whose Go name is the longest beginning of a type's.
func longest(byName map[string]string, t codegen.TypeDefinition) string {
	for end := len(t.TypeName); end > 0; end-- {
		if component, ok := byName[t.TypeName[:end]]; ok {
			return component
		}
	}
	return ""
}

func (g *generator) addEnum(e *enumeration, t codegen.TypeDefinition) {
	enum := ir.Enum{
		Schema: e.component, Pointer: e.pointer, Area: g.prepared.area[e.component], Type: t.TypeName, Base: t.Schema.GoType, Flags: e.flags,
	}
	for _, member := range e.members {
		enum.Names = append(enum.Names, t.TypeName+member)
	}
	if _, twice := g.enumAt[enum.Type]; !twice {
		g.enumAt[enum.Type] = len(g.enums)
	}
	g.enums = append(g.enums, enum)
}

func (g *generator) enumType(name string) *ir.Enum {
	if i, ok := g.enumAt[name]; ok {
		return &g.enums[i]
	}
	return nil
}

// declared gives the type that a declaration declares or is a method of, "" for an import.
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

// indexModel notes where the type, its fields and its methods come from.
func (g *generator) indexModel(decl ast.Decl, name string, from owned) {
	pkg := g.cfg.Package + "/model"
	if f, ok := decl.(*ast.FuncDecl); ok {
		g.tree.Index(tree.Symbol{Package: pkg, Name: name, Member: f.Name.Name}, from.pointer)
		return
	}
	g.tree.Index(tree.Symbol{Package: pkg, Name: name}, from.pointer)
	for _, i := range g.typeAt[name] {
		t := g.types[i]
		for _, property := range t.Schema.Properties {
			symbol := tree.Symbol{Package: pkg, Name: name, Member: property.GoFieldName()}
			g.tree.Index(symbol, g.property(from.pointer, property.JsonFieldName))
		}
		if t.Schema.HasAdditionalProperties {
			g.tree.Index(tree.Symbol{Package: pkg, Name: name, Member: "AdditionalProperties"}, from.pointer)
		}
	}
}

// property returns the pointer of a property's definition: in the schema at the pointer, or in one that it references or composes.
func (g *generator) property(pointer, name string) string {
	return cmp.Or(g.properties(pointer)[name], pointer+oas.Pointer("properties", name))
}

// properties returns the pointers of the properties of a schema by name, those of its reference and of its allOf included. It reads each schema
// once.
func (g *generator) properties(pointer string) map[string]string {
	if known := g.propertyAt[pointer]; known != nil {
		return known
	}
	found := map[string]string{}
	g.propertyAt[pointer] = found // before it is complete, so that a schema that references itself ends
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
