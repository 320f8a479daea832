package main

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/code"
)

func TestWithProperty(t *testing.T) {
	for _, c := range []struct{ name, before, after string }{
		{
			"YAML", "components:\n  schemas:\n    A:\n      type: string\n    B:\n      properties:\n        x: {type: string}\n",
			"components:\n  schemas:\n    A:\n      type: string\n    B:\n      properties:\n        \"benchmarkNote\": {\"type\": \"string\"}\n        x: {type: string}\n",
		},
		{
			"JSON", "{\"components\": {\"schemas\": {\"É\": {\"properties\": {\"x\": {}}}}}}",
			"{\"components\": {\"schemas\": {\"É\": {\"properties\": {\"benchmarkNote\": {\"type\": \"string\"},\n                                                  \"x\": {}}}}}}",
		},
		{"no properties", "components:\n  schemas:\n    A: {type: string}\n", ""},
		{"empty", "", ""},
	} {
		got, err := withProperty([]byte(c.before))
		if string(got) != c.after || (err != nil) != (c.after == "") {
			t.Errorf("withProperty(%s): got %q and error %v, want one more line, or an error if no schema has properties", c.name, got, err)
		}
	}
}

// TestSynthesize checks the number of operations of a synthetic document, and that specgen generates code for the document.
func TestSynthesize(t *testing.T) {
	var document bytes.Buffer
	if err := synthesize(&document, 100); err != nil {
		t.Fatal(err)
	}
	if n := countOperations(document.Bytes()); n != 96 {
		t.Errorf("synthesize(100): got %d operations, want 96", n)
	}
	cfg := gen.Config{Spec: specName, Target: gen.Target{Code: code.Config{Package: "example.com/api"}}}
	s, found, err := gen.Lint(t.Context(), fstest.MapFS{specName: {Data: document.Bytes()}}, cfg)
	if err != nil || found.HasErrors() {
		t.Fatalf("Lint: got error %v and findings %v, want no errors", err, found)
	}
	if result, found, err := gen.Build(t.Context(), s, cfg); err != nil || result == nil {
		t.Fatalf("Build: got error %v and findings %v, want code", err, found)
	}
	if _, err := withProperty(document.Bytes()); err != nil {
		t.Error(err)
	}
}

func TestExponent(t *testing.T) {
	var points []point
	for _, n := range []int{100, 1000, 10000} {
		points = append(points, point{operations: n, cpu: 0.003 * math.Pow(float64(n), 1.25)})
	}
	if k := exponent(points); math.Abs(k-1.25) > 1e-9 {
		t.Errorf("exponent: got %v, want 1.25", k)
	}
}

func TestWithSection(t *testing.T) {
	got, err := withSection("# Speed\n\n"+beginMark+"one\n"+endMark+"\n## Next\n", "two\n")
	if want := "# Speed\n\n" + beginMark + "two\n" + endMark + "\n## Next\n"; got != want || err != nil {
		t.Errorf("withSection: got %q and error %v, want %q", got, err, want)
	}
	for _, page := range []string{"", beginMark, endMark + beginMark} {
		if got, err := withSection(page, "two\n"); err == nil {
			t.Errorf("withSection(%q): got %q, want an error", page, got)
		}
	}
}

func TestSetLean(t *testing.T) {
	file := filepath.Join(t.TempDir(), "specgen.yaml")
	if err := os.WriteFile(file, []byte("spec: a.yaml\npackages: area\nenums:\n  lean: false\noutput: api\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := setLean(file); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file)
	if want := "spec: a.yaml\noutput: api\npackages: one\nenums: {lean: true}\n"; string(got) != want || err != nil {
		t.Errorf("setLean: got %q and error %v, want %q", got, err, want)
	}
}

// TestReport checks the tables of a report with met goals, missed goals and failures.
func TestReport(t *testing.T) {
	compared := func(name string, cpu, oapiCodegenCPU float64) *comparison {
		c := &comparison{name: name, specgen: newResults(), oapiCodegen: newResults()}
		c.specgen.stages[cold] = &outcome{cpu: cpu, wall: 1, peak: 5e6, runs: 1}
		c.specgen.stages[verify] = &outcome{cpu: 0.01, wall: 0.01, peak: 1e6, runs: 1}
		c.oapiCodegen.stages[cold] = &outcome{cpu: oapiCodegenCPU, wall: 3, peak: 7e9, runs: 1}
		return c
	}
	good, slow, rejected := compared("good", 1, 4), compared("slow", 1, 1.5), compared("rejected", 1, 1)
	good.operations = 1234
	good.specgen.lines[clients], good.oapiCodegen.lines[clients] = 10, 100
	rejected.oapiCodegen.stages[cold] = &outcome{failure: reason("# x\n\na|b is wrong\nmore")}
	r := &report{runs: 3, documents: []*comparison{good, slow, rejected}}
	r.growth.specgen = []point{{operations: 100, cpu: 1, peak: 1e6}, {operations: 10000, cpu: 1000, peak: 3e9}}
	r.growth.oapiCodegen = []point{{operations: 100, cpu: 2, peak: 1e6}, {operations: 10000, failure: "it failed"}}
	got := r.markdown()
	for _, want := range []string{
		"generate 3 times each",
		"| cold | ≥ 2 | 4.00 | 1.50 (slow) | 1 of 2: **missed** |", "| verify | ≥ 50 | 100 | 100 (good) | 3 of 3: ok |",
		"| lines of client and models | ≤ 0.6 | 0.100 | 0.100 (good) | 1 of 1: ok |",
		"| good | 1,234 | cold | 1.00 / 1.00 / 5 | 4.00 / 3.00 / 7,000 | 4.00 | 3.00 | ≥ 2 ok |", `fails: a\|b is wrong |`,
		"| growth with operations | ≤ 1.1 | | 1.50 (1.50 between the two largest) | **missed** |", "| memory at 10,000 operations | ≤ 2 GB | | 3.00 GB | **missed** |",
		"oapi-codegen generates code for 2 of 3 documents",
		"| 100 | 1.00 / 1 | 2.00 / 1 | 2.00 |", "| 10,000 | 1000.00 / 3,000 | fails: it failed |  |",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("markdown: got a report without %q:\n%s", want, got)
		}
	}
}

func TestParseOptions(t *testing.T) {
	o, err := parseOptions([]string{"-specs", "ras,adyen", "-parts", "build,growth", "-runs", "1"})
	if err != nil || !slices.Equal(o.specs, []string{"ras", "adyen"}) || !slices.Equal(o.parts, []string{"build", "growth"}) || o.runs != 1 {
		t.Errorf("parseOptions: got %+v and error %v, want the values of the flags", o, err)
	}
	for _, args := range [][]string{{"-parts", "none"}, {"-parts", ""}, {"-runs", "0"}, {"more"}} {
		if o, err := parseOptions(args); err == nil {
			t.Errorf("parseOptions(%q): got %+v, want an error", args, o)
		}
	}
}

// TestMeasure measures a command that succeeds, one that fails, and one that does not exist.
func TestMeasure(t *testing.T) {
	c, err := measure(t.Context(), t.TempDir(), os.Environ(), "go", "version")
	if err != nil {
		t.Fatal(err)
	}
	if c.Failed || !strings.HasPrefix(c.Output, "go version go") || c.CPU <= 0 || c.Wall <= 0 || c.Peak < 1e6 {
		t.Errorf("measure(go version): got %+v, want output, times and memory of a command that succeeded", c)
	}
	if c, err = measure(t.Context(), t.TempDir(), os.Environ(), "go", "nonsense"); err != nil || !c.Failed || c.Output == "" {
		t.Errorf("measure(go nonsense): got %+v and error %v, want Failed and output", c, err)
	}
	if _, err = measure(t.Context(), t.TempDir(), os.Environ(), "there-is-no-such-program"); err == nil {
		t.Error("measure(there-is-no-such-program): got no error, want one")
	}
}

// TestMain runs main if the test binary is the process that measure starts.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == measureVerb {
		main()
		return
	}
	os.Exit(m.Run())
}
