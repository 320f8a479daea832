package main

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/code"
)

func TestEdited(t *testing.T) {
	for _, c := range []struct{ name, before, after string }{
		{
			"YAML", "components:\n  schemas:\n    A:\n      type: string\n    B:\n      properties:\n        x: {type: string}\n",
			"components:\n  schemas:\n    A:\n      type: string\n    B:\n      properties:\n        \"benchmarkNote\": {\"type\": \"string\"}\n        x: {type: string}\n",
		},
		{
			"JSON", "{\"components\": {\"schemas\": {\"É\": {\"properties\": {\"x\": {}}}}}}",
			"{\"components\": {\"schemas\": {\"É\": {\"properties\": {\"benchmarkNote\": {\"type\": \"string\"},\n                                                 \"x\": {}}}}}}",
		},
		{"no properties", "components:\n  schemas:\n    A: {type: string}\n", ""},
		{"empty", "", ""},
	} {
		got, err := edited([]byte(c.before))
		if string(got) != c.after || (err != nil) != (c.after == "") {
			t.Errorf("%s: got %q, %v", c.name, got, err)
		}
	}
}

// TestSynth holds that the documents of the growth are as large as they say, and that specgen makes code of them.
func TestSynth(t *testing.T) {
	var document bytes.Buffer
	if err := synth(&document, 100); err != nil {
		t.Fatal(err)
	}
	if n := countOperations(document.Bytes()); n != 96 {
		t.Errorf("%d operations, want 96", n)
	}
	cfg := gen.Config{Spec: specName, Target: gen.Target{Code: code.Config{Package: "example.com/api"}}}
	s, found, err := gen.Lint(t.Context(), fstest.MapFS{specName: {Data: document.Bytes()}}, cfg)
	if err != nil || found.HasErrors() {
		t.Fatalf("the document is not valid: %v %v", err, found)
	}
	if result, found, err := gen.Build(t.Context(), s, cfg); err != nil || result == nil {
		t.Fatalf("nothing was generated: %v %v", err, found)
	}
	if _, err := edited(document.Bytes()); err != nil {
		t.Error(err)
	}
}

func TestExponent(t *testing.T) {
	var points []point
	for _, n := range []int{100, 1000, 10000} {
		points = append(points, point{Operations: n, CPU: 0.003 * math.Pow(float64(n), 1.25)})
	}
	if k := exponent(points); math.Abs(k-1.25) > 1e-9 {
		t.Errorf("exponent %v, want 1.25", k)
	}
}

func TestWithSection(t *testing.T) {
	first, err := withSection([]byte("# Speed\n\n## Another\n\ntext\n"), "one\n")
	if err != nil {
		t.Fatal(err)
	}
	page := append(first, "\n## Behind\n"...)
	second, err := withSection(page, "two\n")
	if err != nil {
		t.Fatal(err)
	}
	want := "# Speed\n\n## Another\n\ntext\n\n" + beginMark + "\ntwo\n" + endMark + "\n\n## Behind\n"
	if string(second) != want {
		t.Errorf("got %q, want %q", second, want)
	}
	if _, err := withSection([]byte(beginMark+"\n"), ""); err == nil {
		t.Error("a section without an end was replaced")
	}
}

// TestReport prints what was measured, what is missing and what failed, and says which aims are reached.
func TestReport(t *testing.T) {
	sides := func(mine, theirs float64) [2]map[string]*outcome {
		return [2]map[string]*outcome{
			{cold: {CPU: mine, Wall: 1, Peak: 5e6, Runs: 1}, verify: {CPU: 0.01, Wall: 0.01, Runs: 1}},
			{cold: {CPU: theirs, Wall: 3, Peak: 7e6, Runs: 1}},
		}
	}
	r := &report{Documents: []*measured{
		{Name: "good", Operations: 1234, Stages: sides(1, 4), Lines: [2]map[string]int{{clients: 10}, {clients: 100}}},
		{Name: "slow", Stages: sides(1, 1.5)},
		{Name: "refused", Stages: [2]map[string]*outcome{{cold: {CPU: 1, Runs: 1}}, {cold: {Failed: reason("# x\n\na|b is wrong\nmore")}}}},
	}}
	r.Growth[0] = []point{{Operations: 100, CPU: 1, Peak: 1e6}, {Operations: 10000, CPU: 1000, Peak: 3e9}}
	got := r.markdown()
	for _, want := range []string{
		"| cold | ≥ 2 | 4.00 | 1.50 (slow) | 1 of 2: **missed** |", "| verify | ≥ 50 | 100 | 100 (good) | 2 of 2: ok |",
		"| lines of client and models | ≤ 0.6 | 0.100 | 0.100 (good) | 1 of 1: ok |",
		"| good | 1,234 | cold | 1.00 / 1.00 / 5 | 4.00 / 3.00 / 7 | 4.00 | 3.00 | ≥ 2 ok |", `fails: a\|b is wrong |`,
		"| growth with operations | ≤ 1.1 | | 1.50 (1.50 between the two largest) | **missed** |", "| memory at 10,000 operations | ≤ 2 GB | | 3.00 GB | **missed** |",
		"oapi-codegen generates code for 2 of 3 documents",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %q in\n%s", want, got)
		}
	}
}

// TestKeep puts a newer measurement in place of an older one, and leaves the rest.
func TestKeep(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kept.json")
	one := func(cpu float64, stage string) *report {
		return &report{Documents: []*measured{{Name: "x", Stages: [2]map[string]*outcome{{stage: {CPU: cpu, Runs: 1}}, {}}, Lines: [2]map[string]int{{}, {}}}}}
	}
	all, err := readKept(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []*report{one(1, cold), one(2, edit), one(3, cold)} {
		all.merge(r)
	}
	if err := all.keep(file); err != nil {
		t.Fatal(err)
	}
	if all, err = readKept(file); err != nil {
		t.Fatal(err)
	}
	if s := all.Documents[0].Stages[0]; len(all.Documents) != 1 || s[cold].CPU != 3 || s[edit].CPU != 2 {
		t.Errorf("kept %+v", s)
	}
	if err := os.WriteFile(file, []byte("{"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := readKept(file); err == nil {
		t.Error("a broken file was read")
	}
}

// TestMeasure measures the go command, in a process of its own.
func TestMeasure(t *testing.T) {
	c, err := measure(t.Context(), t.TempDir(), os.Environ(), "go", "version")
	if err != nil {
		t.Fatal(err)
	}
	if c.Failed || !strings.HasPrefix(c.Said, "go version go") || c.CPU <= 0 || c.Wall <= 0 || c.Peak < 1e6 {
		t.Errorf("go version took %+v", c)
	}
	if c, err = measure(t.Context(), t.TempDir(), os.Environ(), "go", "nonsense"); err != nil || !c.Failed || c.Said == "" {
		t.Errorf("a failure: %+v, %v", c, err)
	}
	if _, err = measure(t.Context(), t.TempDir(), os.Environ(), "there-is-no-such-program"); err == nil {
		t.Error("a program that is not there was measured")
	}
}

// TestMain lets the test's own binary be the process between.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == measureVerb {
		main()
		return
	}
	os.Exit(m.Run())
}
