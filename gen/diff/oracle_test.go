package diff_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"math/rand"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
	"go.yaml.in/yaml/v4"

	"github.com/rasapi/specgen/gen/check"
	"github.com/rasapi/specgen/gen/diff"
	"github.com/rasapi/specgen/gen/diff/gosource"
)

// The oracle of the Go level is the compiler. A program uses every exported identifier of base: constants with their values, fields and methods with their
// types, and each interface with one implementation. The oracle compiles the program with head. It shares no code with package diff. The implementation of
// a Handler embeds Unimplemented, as the generated server requires. The implementation of an API embeds the API.

// user returns the source of a program that uses all exported identifiers of one package.
func user(p *types.Package) string {
	var b strings.Builder
	imports := map[string]string{}
	qualify := func(q *types.Package) string {
		if imports[q.Path()] == "" {
			imports[q.Path()] = fmt.Sprintf("p%d", len(imports))
		}
		return imports[q.Path()]
	}
	own := qualify(p)
	text := func(t types.Type) string { return types.TypeString(t, qualify) }
	n := 0
	next := func() string { n++; return fmt.Sprintf("u%d", n) }
	for _, name := range p.Scope().Names() {
		switch o := p.Scope().Lookup(name).(type) {
		case *types.Const:
			if !o.Exported() {
				continue
			}
			value := o.Val().ExactString()
			fmt.Fprintf(&b, "var %s %s = %s.%s\n", next(), text(o.Type()), own, name)
			fmt.Fprintf(&b, "var %s = map[bool]int{%s.%s == %s: 1, false: 2}\n", next(), own, name, value) // if head has another value, both keys are false, and the compiler rejects the duplicate
		case *types.Var, *types.Func:
			if o.Exported() {
				fmt.Fprintf(&b, "var %s %s = %s.%s\n", next(), text(o.Type()), own, name)
			}
		case *types.TypeName:
			if o.Exported() {
				uses(&b, o, own, text, next)
			}
		}
	}
	head := "package user\n\n"
	for _, path := range slices.Sorted(func(yield func(string) bool) {
		for p := range imports {
			if !yield(p) {
				return
			}
		}
	}) {
		head += fmt.Sprintf("import %s %q\n", imports[path], path)
	}
	return head + "\n" + b.String()
}

// uses writes declarations that use a type and its members.
func uses(b *strings.Builder, o *types.TypeName, own string, text func(types.Type) string, next func() string) {
	full := own + "." + o.Name()
	fmt.Fprintf(b, "var %s %s\n", next(), full)
	switch t := o.Type().Underlying().(type) {
	case *types.Basic:
		fmt.Fprintf(b, "var %s = map[string]int{string([]byte{}): 1}; var %s %s; var %s func(%s) = func(%s) {}\n", next(), next(), full, next(), full, full)
		fmt.Fprintf(b, "func %s(x *%s) *%s { return (*%s)(x) }\n", next(), full, t.Name(), t.Name())
	case *types.Struct:
		for f := range t.Fields() {
			if f.Exported() {
				fmt.Fprintf(b, "func %s(x %s) %s { return x.%s }\n", next(), full, text(f.Type()), f.Name())
			}
		}
	case *types.Interface:
		impl, embedded := next(), ""
		switch o.Name() {
		case "Handler":
			embedded = own + ".Unimplemented"
		case "API":
			embedded = own + ".API"
		}
		fmt.Fprintf(b, "type %s struct{ %s }\nvar _ %s = %s{}\n", impl, embedded, full, impl)
		for m := range t.Methods() {
			fmt.Fprintf(b, "func (%s) %s%s { panic(0) }\n", impl, m.Name(), strings.TrimPrefix(text(m.Signature()), "func"))
			fmt.Fprintf(b, "func %s(x %s) %s { return x.%s }\n", next(), full, text(unbound(m)), m.Name())
		}
		return
	}
	set := types.NewMethodSet(types.NewPointer(o.Type()))
	for m := range set.Methods() {
		if f, ok := m.Obj().(*types.Func); ok && f.Exported() && len(m.Index()) == 1 {
			fmt.Fprintf(b, "func %s(x *%s) %s { return x.%s }\n", next(), full, text(unbound(f)), f.Name())
		}
	}
}

// unbound returns the signature of a method, without the receiver and the parameter names.
func unbound(f *types.Func) types.Type {
	s := f.Signature()
	bare := func(t *types.Tuple) *types.Tuple {
		var list []*types.Var
		for v := range t.Variables() {
			list = append(list, types.NewParam(token.NoPos, nil, "", v.Type()))
		}
		return types.NewTuple(list...)
	}
	return types.NewSignatureType(nil, nil, nil, bare(s.Params()), bare(s.Results()), s.Variadic())
}

// users returns, for each package of base, the parsed program that [user] returns.
func users(t *testing.T, base *check.Checked) (*token.FileSet, []*ast.File) {
	t.Helper()
	fset := token.NewFileSet()
	var files []*ast.File
	for _, p := range base.Packages {
		source := user(p)
		file, err := parser.ParseFile(fset, p.Path()+"/user.go", source, 0)
		if err != nil {
			t.Fatalf("user returned a program that does not parse: %v\n%s", err, source)
		}
		files = append(files, file)
	}
	return fset, files
}

// failures returns the lines of the programs that do not compile with head, and the first error. A package that head does not have is empty, so that each use
// of it is an error.
func failures(fset *token.FileSet, files []*ast.File, head *check.Checked) (lines map[string]bool, first error) {
	known := map[string]*types.Package{}
	var visit func(*types.Package)
	visit = func(p *types.Package) {
		if known[p.Path()] == nil {
			known[p.Path()] = p
			for _, i := range p.Imports() {
				visit(i)
			}
		}
	}
	for _, p := range head.Packages {
		visit(p)
	}
	from := importerFunc(func(name string) (*types.Package, error) {
		if known[name] == nil && strings.HasPrefix(name, root) {
			known[name] = types.NewPackage(name, path.Base(name))
			known[name].MarkComplete()
		} else if known[name] == nil {
			all, err := outside()
			if err != nil {
				return nil, err
			}
			return all.Import(name)
		}
		return known[name], nil
	})
	lines = map[string]bool{}
	for _, file := range files {
		config := types.Config{Importer: from, Error: func(err error) {
			if strings.Contains(err.Error(), "imported and not used") {
				return
			}
			if first == nil {
				first = err
			}
			pos := fset.Position(err.(types.Error).Pos)
			lines[fmt.Sprintf("%s:%d", pos.Filename, pos.Line)] = true
		}}
		_, _ = config.Check("user", fset, []*ast.File{file}, nil)
	}
	return lines, first
}

// compiles type-checks the programs for base with the packages of head, and returns the first error, or nil if there is none.
func compiles(t *testing.T, base, head *check.Checked) error {
	t.Helper()
	fset, files := users(t, base)
	_, first := failures(fset, files, head)
	return first
}

// impact reports whether diff.Impact returns exactly the lines that do not compile, and a change for each.
func impact(t *testing.T, changes []diff.Change, base, head diff.Side) bool {
	t.Helper()
	fset, files := users(t, base.Go)
	want, _ := failures(fset, files, head.Go)
	all, err := outside()
	if err != nil {
		t.Fatal(err)
	}
	p := gosource.Programs{Fset: fset, Outside: all}
	for _, file := range files {
		p.List = append(p.List, &gosource.Program{Path: "user", Files: []*ast.File{file}, Reported: true})
	}
	sites, err := diff.Impact(t.Context(), changes, base, head, p)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	exact := true
	for _, s := range sites {
		if line := fmt.Sprintf("%s:%d", s.Pos.Filename, s.Pos.Line); !s.Silent && !s.Missing && !strings.Contains(s.Message, "imported and not used") {
			if got[line] = true; !want[line] {
				t.Logf("Impact returned a line that compiles: %s", s)
				exact = false
			}
		}
		if s.Change == nil {
			t.Logf("Impact returned a line without a change: %s", s)
			exact = false
		}
	}
	for line := range want {
		if !got[line] {
			t.Logf("Impact did not return %s", line)
			exact = false
		}
	}
	return exact
}

type importerFunc func(string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }

// breaks reports whether any change breaks the compilation of Go programs. It ignores changes of struct tags.
func breaks(changes []diff.Change) bool {
	return slices.ContainsFunc(changes, func(c diff.Change) bool {
		return slices.ContainsFunc(c.Go, func(g gosource.Difference) bool { return g.Breaks && !strings.HasPrefix(g.Message, "tag changed") })
	})
}

// TestAgainstCompiler compares the Go changes of every mutation with the result of the compiler.
func TestAgainstCompiler(t *testing.T) {
	agreed := 0
	known := map[*check.Checked]bool{}
	for _, m := range everyMutant(t) {
		base, head := m.sides(t)
		if !known[base.Go] {
			known[base.Go] = true
			if err := compiles(t, base.Go, base.Go); err != nil {
				t.Fatalf("the oracle is wrong: base of %s does not compile with itself: %v", m.name, err)
			}
		}
		if head.Go == nil {
			continue
		}
		if verdict(t, m.name, base, head) {
			agreed++
		} else {
			t.Fail()
		}
	}
	if agreed < 80 {
		t.Errorf("package diff and the compiler agree on only %d mutations, want at least 80", agreed)
	}
}

// verdict reports whether package diff and the compiler agree on whether programs break, and on the lines that do not compile.
func verdict(t *testing.T, name string, base, head diff.Side) bool {
	t.Helper()
	changes, err := diff.Compare(t.Context(), base, head, diff.Levels{Names: true, Go: true})
	if err != nil {
		t.Fatal(err)
	}
	wrong := compiles(t, base.Go, head.Go)
	if said := breaks(changes); said != (wrong != nil) {
		t.Logf("%s: breaks = %v, but the compiler returned %v\n%s", name, said, wrong, describe(changes))
		return false
	}
	if !impact(t, changes, base, head) {
		t.Logf("%s: Impact and the compiler disagree on the lines\n%s", name, describe(changes))
		return false
	}
	return true
}

// TestLab makes random edits of a small API and compares the Go changes with the result of the compiler. With -update and -lab, it writes the score
// to docs/diff.md.
func TestLab(t *testing.T) {
	edits := 60
	if testing.Short() {
		edits = 20
	}
	a, err := txtar.ParseFile(filepath.Join("testdata", "mutations", "enum-varname-renamed.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	if *lab > 0 {
		edits = *lab
	}
	data := folder(a, "base")["openapi.yaml"].Data
	base := side(t, folder(a, "base"))
	var judged, broken, missed, alarms int
	for seed := range int64(edits * 20) {
		if judged == edits {
			break
		}
		r := rand.New(rand.NewSource(1000 + seed))
		var doc yaml.Node
		if err := yaml.Unmarshal(data, &doc); err != nil {
			t.Fatal(err)
		}
		program(r, doc.Content[0])
		text, err := yaml.Marshal(&doc)
		if err != nil {
			t.Fatal(err)
		}
		if tryLoad(t, text).Spec == nil {
			continue
		}
		head, ok := trySide(t, text)
		if !ok || head.Go == nil {
			continue
		}
		judged++
		wrong := compiles(t, base.Go, head.Go)
		if wrong != nil {
			broken++
		}
		if !verdict(t, fmt.Sprintf("seed %d", seed), base, head) {
			if wrong != nil {
				missed++
			} else {
				alarms++
			}
		}
	}
	score := fmt.Sprintf("%d edits judged, %d break Go: %d missed, %d false alarms", judged, broken, missed, alarms)
	t.Log(score)
	if missed*50 > broken {
		t.Errorf("package diff missed %d of %d breaks, want at most 2 %%", missed, broken)
	}
	if *update && *lab > 0 {
		comparePart(t, "lab:go", score+".\n")
	}
}

// trySide is like side, but returns false if oapi-codegen panics, as v2.8.2 does for an empty allOf.
func trySide(t *testing.T, text []byte) (s diff.Side, ok bool) {
	defer func() {
		if r := recover(); r != nil {
			t.Logf("the generator panicked: %v", r)
		}
	}()
	return side(t, fstest.MapFS{"openapi.yaml": {Data: text}}), true
}
