package enum_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rasapi/specgen/gen/code/ir"
	"github.com/rasapi/specgen/gen/enum"
	"github.com/rasapi/specgen/gen/tree"
)

const head = "openapi: 3.0.3\ninfo: {title: farm, version: \"1\"}\npaths: {}\ncomponents:\n  schemas:\n"

// document returns a document that contains schemas in YAML.
func document(schemas ...string) fstest.MapFS {
	return fstest.MapFS{"openapi.yaml": {Data: []byte(head + strings.Join(schemas, ""))}}
}

// schema returns an integer enum in YAML.
func schema(name string, values []int64, names []string) string {
	return fmt.Sprintf("    %s:\n      type: integer\n      format: int64\n      enum: [%s]\n      x-enum-varnames: [%s]\n",
		name, strings.Trim(strings.Join(strings.Fields(fmt.Sprint(values)), ", "), "[]"), strings.Join(names, ", "))
}

// TestEditedConstantsDoNotCompile checks that generated code with an edited constant does not compile. A bad merge can cause such an edit.
func TestEditedConstantsDoNotCompile(t *testing.T) {
	made, found := generate(t, os.DirFS("testdata/model"), fullConfig)
	if len(found) > 0 {
		t.Fatal(found)
	}
	edits := []struct{ what, from, to string }{
		{"number", "MFATypeEmailOTP MFAType = 11", "MFATypeEmailOTP MFAType = 12"},
		{"smaller number", "SessionStateEnded  SessionState = 3", "SessionStateEnded  SessionState = 2"},
		{"two swapped", "SessionStateIdle   SessionState = 1\n\tSessionStateLocked SessionState = 2", "SessionStateIdle   SessionState = 2\n\tSessionStateLocked SessionState = 1"},
		{"sign", "NegativeLeft    Negative = -1", "NegativeLeft    Negative = 1"},
		{"limit of int64", "SparseLowest      Sparse = -9223372036854775808", "SparseLowest      Sparse = -9223372036854775807"},
		{"unsigned", "UnsignedEverything Unsigned = 18446744073709551615", "UnsignedEverything Unsigned = 0"},
		{"flag", "WeekdaysFriday    Weekdays = 16", "WeekdaysFriday    Weekdays = 128"},
		{"text", `ColorLightGreen Color = "light-green"`, `ColorLightGreen Color = "lightGreen"`},
		{"removed", "\tSessionStateIdle   SessionState = 1\n", ""},
	}
	for _, e := range edits {
		t.Run(e.what, func(t *testing.T) {
			files := sources(made)
			for path, data := range files {
				edited := bytes.Replace(data, []byte(e.from), []byte(e.to), 1)
				if bytes.Equal(edited, data) {
					t.Fatalf("got code without %q, want this text", e.from)
				}
				files[path] = edited
			}
			wrong := typeErrors(t, files)
			if len(wrong) == 0 {
				t.Fatal("edited code: got no type error, want one")
			}
			t.Log(wrong[0])
		})
	}
}

// TestNewMemberBreaksVisitors checks that a visitor without a method for a new member does not compile.
func TestNewMemberBreaksVisitors(t *testing.T) {
	user := []byte(`package model
type handler struct{}
func (handler) VisitOne() int { return 1 }
func (handler) VisitTwo() int { return 2 }
func (handler) Visit(Kind) int { return 0 }
var _ = VisitKind(KindOne, handler{})
`)
	for members, want := range map[int]int{2: 0, 3: 1} {
		made, _ := generate(t, document(schema("Kind", []int64{1, 2, 3}[:members], []string{"One", "Two", "Three"}[:members])), fullConfig)
		files := sources(made)
		files["user.go"] = user
		if wrong := typeErrors(t, files); len(wrong) != want {
			t.Errorf("%d members: got type errors %v, want %d", members, wrong, want)
		}
	}
}

// identifiers returns the package-level names in generated code and the methods of its types.
func identifiers(t testing.TB, made *tree.Tree) []string {
	t.Helper()
	var names []string
	for _, path := range made.Paths() {
		data, _ := made.Data(path)
		file, err := parser.ParseFile(token.NewFileSet(), path, data, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			names = append(names, declared(decl)...)
		}
	}
	return names
}

// declared returns the names that a declaration declares, with methods in the form Type.Method.
func declared(decl ast.Decl) (names []string) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			return []string{d.Name.Name}
		}
		on := d.Recv.List[0].Type
		if star, ok := on.(*ast.StarExpr); ok {
			on = star.X
		}
		return []string{on.(*ast.Ident).Name + "." + d.Name.Name}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				names = append(names, s.Name.Name)
				if methods, ok := s.Type.(*ast.InterfaceType); ok {
					for _, m := range methods.Methods.List {
						names = append(names, s.Name.Name+"."+m.Names[0].Name)
					}
				}
			case *ast.ValueSpec:
				for _, n := range s.Names {
					names = append(names, n.Name)
				}
			}
		}
	}
	return names
}

// TestDeclares checks that the code of enums declares only their constants and the names that Declares returns, and that these names are distinct.
func TestDeclares(t *testing.T) {
	fsys := os.DirFS("testdata/model")
	_, enums := load(t, fsys)
	for _, cfg := range []enum.Config{fullConfig, {Package: fullConfig.Package, Rest: restPath}} {
		allowed := map[string]bool{"_": true}
		for _, e := range enums {
			for _, name := range slices.Concat(e.Declares(cfg.Visitor), e.Names) {
				if allowed[name] {
					t.Errorf("names that enums declare: got %q twice, want distinct names", name)
				}
				allowed[name] = true
			}
		}
		made, _ := generate(t, fsys, cfg)
		for _, name := range identifiers(t, made) {
			if !strings.Contains(name, ".") && !allowed[name] {
				t.Errorf("got a declaration of %q, want only constants and the names that Declares returns", name)
			}
		}
	}
}

// TestIndex checks that the index contains every exported identifier, and maps constants to the pointers of their values.
func TestIndex(t *testing.T) {
	made, _ := generate(t, os.DirFS("testdata/model"), fullConfig)
	indexed := map[string]bool{}
	for _, s := range made.Symbols() {
		if s.Package != fullConfig.Package {
			t.Errorf("index: got package %[2]q for %[1]s, want %[3]q", s, s.Package, fullConfig.Package)
		}
		indexed[strings.TrimPrefix(s.String(), s.Package+".")] = true
	}
	for _, name := range identifiers(t, made) {
		if _, member, isMember := strings.Cut(name, "."); ast.IsExported(name) && (!isMember || ast.IsExported(member)) && !indexed[name] {
			t.Errorf("index: got no entry for %q, want one", name)
		}
	}
	for name, want := range map[tree.Symbol]string{
		{Name: "MFAType"}:                                 "/components/schemas/MFAType",
		{Name: "MFAType", Member: "String"}:               "/components/schemas/MFAType",
		{Name: "ParseMFAType"}:                            "/components/schemas/MFAType",
		{Name: "MFATypeEmailOTP"}:                         "/components/schemas/MFAType/enum/5",
		{Name: "MFATypeVisitor", Member: "VisitEmailOTP"}: "/components/schemas/MFAType/enum/5",
		{Name: "WeekdaysFriday"}:                          "/components/schemas/Weekdays/x-enum-values/4",
		{Name: "ColorEmpty"}:                              "/components/schemas/Color/enum/2",
	} {
		name.Package = fullConfig.Package
		if got, ok := made.Pointer(name); !ok || got != want {
			t.Errorf("Pointer(%s) = %q, want %q", name, got, want)
		}
	}
}

// TestPointersOfValues checks the pointers of enum values. The enums are declared with enum and null, with oneOf, and with x-enum-values.
func TestPointersOfValues(t *testing.T) {
	made, _ := generate(t, document(`    A:
      type: integer
      nullable: true
      enum: [null, 7]
      x-enum-varnames: [X]
    B:
      type: integer
      oneOf: [{const: 1, title: X}, {const: 2, title: Y}]
    C:
      type: integer
      x-enum-values: [{numericValue: 1, identifier: X}, {numericValue: 2, identifier: Y}]
`), fullConfig)
	for name, want := range map[string]string{"AX": "/components/schemas/A/enum/1", "BY": "/components/schemas/B/oneOf/1", "CY": "/components/schemas/C/x-enum-values/1"} {
		if got, _ := made.Pointer(tree.Symbol{Package: fullConfig.Package, Name: name}); got != want {
			t.Errorf("Pointer(%s) = %q, want %q", name, got, want)
		}
	}
}

// TestNewEnumsDoNotChangeOthers adds a random enum to each of 50 random documents. The code of the existing enums must not change.
func TestNewEnumsDoNotChangeOthers(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		schemas := map[string]string{}
		for len(schemas) < 6 {
			name := randomName(random)
			schemas[name] = randomEnum(random, name)
		}
		names := slices.Sorted(maps.Keys(schemas))
		added := random.IntN(len(names))
		var after, before []string
		for i, name := range names {
			after = append(after, schemas[name])
			if i != added {
				before = append(before, schemas[name])
			}
		}
		old, found := generate(t, document(before...), fullConfig)
		if len(found) > 0 {
			continue // random names may conflict
		}
		made, found := generate(t, document(after...), fullConfig)
		if len(found) > 0 {
			continue
		}
		have := identifiers(t, made)
		for _, name := range identifiers(t, old) {
			if name != "_" && !slices.Contains(have, name) {
				t.Errorf("after adding enum %q: got code without %q, want this identifier", names[added], name)
			}
		}
		oldText, _ := old.Data("model/common_enum.gen.go")
		newText, _ := made.Data("model/common_enum.gen.go")
		for _, block := range strings.Split(string(oldText), "\n\n") {
			if !strings.Contains(string(newText), block) {
				t.Errorf("after adding enum %q: got a change of %s, want none", names[added], block)
			}
		}
	}
}

func randomName(random *rand.Rand) string {
	words := []string{"User", "Type", "Kind", "Values", "Parse", "State", "Visitor", "Enum"}
	name := words[random.IntN(len(words))]
	for range random.IntN(3) {
		name += words[random.IntN(len(words))]
	}
	return name
}

func randomEnum(random *rand.Rand, name string) string {
	members := map[string]int64{}
	for range 1 + random.IntN(8) {
		members[randomName(random)+fmt.Sprint(len(members))] = int64(random.IntN(1000)) - 500
	}
	names := slices.Sorted(maps.Keys(members))
	seen := map[int64]bool{}
	var values []int64
	for _, n := range names {
		for seen[members[n]] {
			members[n]++
		}
		seen[members[n]] = true
		values = append(values, members[n])
	}
	return schema(name, values, names)
}

// TestSizes type-checks the code of enums with 1 to 500 members, and runs it unless the flag -short is set. [sized] describes the values of the
// members.
func TestSizes(t *testing.T) {
	var schemas, types []string
	for _, n := range []int{1, 2, 3, 12, 60, 128, 256, 500} {
		for name, text := range sized(n) {
			schemas, types = append(schemas, text), append(types, name)
		}
	}
	made, found := generate(t, document(schemas...), fullConfig)
	if len(found) > 0 {
		t.Fatal(found)
	}
	check(t, made)
	again, _ := generate(t, document(schemas...), fullConfig)
	data, _ := made.Data("model/common_enum.gen.go")
	if b, _ := again.Data("model/common_enum.gen.go"); !bytes.Equal(data, b) {
		t.Error("second run: got different code, want the same code")
	}
	if !testing.Short() {
		run(t, data, types)
	}
}

// sized returns enums with n members. The values of the members are consecutive, distant, in random order, or in the range of an 8-bit type.
func sized(n int) map[string]string {
	var names []string
	dense, sparse, shuffled, tiny, bytes := make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	for i, at := range rand.New(rand.NewPCG(3, 4)).Perm(n) {
		names = append(names, fmt.Sprintf("Member%d", i))
		dense[i], sparse[i], shuffled[i], tiny[i], bytes[i] = int64(i)-5, int64(i*i*i)-1000, int64(at), int64(i)-128, int64(i)
	}
	out := map[string]string{}
	add := func(kind, format string, values []int64) {
		name := kind + fmt.Sprint(n)
		out[name] = strings.Replace(schema(name, values, names), "int64", format, 1)
	}
	add("Dense", "int64", dense)
	add("Sparse", "int64", sparse)
	add("Shuffled", "int32", shuffled)
	if n <= 256 {
		add("Tiny", "int8", tiny)
		add("Byte", "uint8", bytes)
		tiny[n-1], tiny[0] = tiny[0], tiny[n-1] // up to three runs of consecutive numbers; with 256 members, two of them include a limit of the type
		add("Swapped", "int8", tiny)
	}
	return out
}

// run runs a program that imports generated code. It adds the program and the code to this module with an overlay.
func run(t *testing.T, code []byte, types []string) {
	t.Helper()
	const program = `package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/rasapi/specgen/gen/enum/testdata/sizes/model"
	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/protocol"
)

func main() {
CALLS}

func check[T interface {
	rest.Member[T]
	protocol.Integer
	Valid() bool
}](parse func(string) (T, error)) {
	known := map[T]bool{}
	for v := range rest.EnumOf[T]().Values() {
		known[v] = true
		for _, s := range []string{v.String(), strings.ToUpper(v.String()), protocol.Int(v), protocol.Int(v) + " = " + v.String()} {
			if back, err := parse(s); err != nil || back != v {
				fail("%T %d: %q is read as %d, %v", v, v, s, back, err)
			}
		}
	}
	for n := -2000; n < 2000; n++ {
		v := T(n)
		if v.Valid() != known[v] {
			fail("%T %d: Valid is %v", v, v, v.Valid())
		}
		if named := !strings.Contains(v.String(), "("); named != known[v] {
			fail("%T %d is %q", v, v, v.String())
		}
		if back, err := parse(v.String()); err != nil || back != v {
			fail("%T %d: %q is read as %d, %v", v, v, v.String(), back, err)
		}
	}
}

func fail(format string, args ...any) {
	fmt.Printf(format+"\n", args...)
	os.Exit(1)
}
`
	var calls strings.Builder
	for _, name := range slices.Sorted(slices.Values(types)) {
		fmt.Fprintf(&calls, "\tcheck(model.Parse%s)\n", name)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	replace := map[string]string{}
	for path, data := range map[string][]byte{"main.go": []byte(strings.Replace(program, "CALLS", calls.String(), 1)), "model/enum.go": code} {
		stored := filepath.Join(dir, filepath.Base(path))
		if err := os.WriteFile(stored, data, 0o644); err != nil {
			t.Fatal(err)
		}
		replace[filepath.Join(here, "testdata", "sizes", filepath.FromSlash(path))] = stored
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(file, overlay, 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "go", "run", "-overlay", file, "./testdata/sizes").CombinedOutput(); err != nil {
		t.Errorf("go run: got error %v, want none\n%s", err, out)
	}
}

// TestNoGenericCode checks that the code of an enum without a visitor instantiates no generic types or functions except those of package iter. The
// compiler would compile all methods of a generic type again for each enum.
func TestNoGenericCode(t *testing.T) {
	cfg := fullConfig
	cfg.Visitor = false
	made, _ := generate(t, os.DirFS("testdata/model"), cfg)
	info := &types.Info{Instances: map[*ast.Ident]types.Instance{}, Uses: map[*ast.Ident]types.Object{}}
	if wrong := typeCheck(t, sources(made), info); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	if len(info.Instances) == 0 {
		t.Error("got no instance of a generic type, want at least iter.Seq")
	}
	for id, instance := range info.Instances {
		if of := info.Uses[id]; of.Pkg().Path() != "iter" {
			t.Errorf("got an instance of %s.%s as %s, want none", of.Pkg().Name(), of.Name(), instance.Type)
		}
	}
}

// TestAreas checks that the enums of each area are in a separate file.
func TestAreas(t *testing.T) {
	s, enums := load(t, document(schema("A", []int64{1}, []string{"X"}), schema("B", []int64{1}, []string{"X"}), schema("C", []int64{1}, []string{"X"})))
	enums[0].Area, enums[1].Area = "mfa", "mfa"
	made, _, err := enum.Generate(t.Context(), s, enums, fullConfig)
	if err != nil {
		t.Fatal(err)
	}
	if got := made.Paths(); !slices.Equal(got, []string{"model/common_enum.gen.go", "model/mfa_enum.gen.go"}) {
		t.Errorf("got files %q, want one for common and one for mfa", got)
	}
	check(t, made)
}

// TestMismatchedNames checks that Generate returns an error for an enum that does not match the document.
func TestMismatchedNames(t *testing.T) {
	s, enums := load(t, document(schema("A", []int64{1}, []string{"X"})))
	for _, change := range []func(*ir.Enum){
		func(e *ir.Enum) { e.Names = nil },
		func(e *ir.Enum) { e.Pointer = "/components/schemas/None" },
	} {
		e := enums[0]
		change(&e)
		if _, _, err := enum.Generate(t.Context(), s, []ir.Enum{e}, fullConfig); err == nil {
			t.Errorf("Generate(%+v): got no error, want one", e)
		}
	}
}
