package lint_test

import (
	"bytes"
	"flag"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/rasapi/specgen/gen/report"
)

var (
	sampled = flag.Int("sample", 0, "number of findings of the corpus to print, to check them for false positives")
	seed    = flag.Uint64("seed", 1, "seed of -sample")
)

// TestCorpus lints public documents. For each document, the table lists the rules that report errors. No other rule may report an error.
func TestCorpus(t *testing.T) {
	folder := "../../../shared/corpus"
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("SKIPPED: no public documents: %v", err)
	}
	for file, want := range map[string][]string{
		"discord-3.1.json": nil,
		"k8s-core-v1.json": nil,
		"bungie.json":      nil,
		"stripe.yaml":      nil,
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			found := check(t, os.DirFS(folder), file, "")
			var got []string
			for _, d := range found {
				if d.Severity == report.Error {
					got = append(got, d.Rule)
				}
			}
			slices.Sort(got)
			if got = slices.Compact(got); !slices.Equal(got, want) {
				t.Errorf("rules with errors: got %v, want %v", got, want)
			}
			t.Logf("%s has %d errors and %d warnings", filepath.Base(file), found.Count(report.Error), found.Count(report.Warning))
		})
	}
}

// TestSample prints a random sample of the findings for public documents. It takes one finding of each pair of rule and document in turn. Run the
// test with: go test -run TestSample -sample 60 -v.
func TestSample(t *testing.T) {
	if *sampled == 0 {
		t.Skip("SKIPPED: set -sample to the number of findings to print")
	}
	folder := "../../../shared/corpus"
	files, err := filepath.Glob(folder + "/*.*")
	if err != nil {
		t.Fatal(err)
	}
	groups := map[string]report.List{}
	total := 0
	for _, file := range files {
		if filepath.Ext(file) == ".md" {
			continue
		}
		for _, d := range check(t, os.DirFS(folder), filepath.Base(file), "") {
			groups[d.Rule+" "+d.Pos.File] = append(groups[d.Rule+" "+d.Pos.File], d)
			total++
		}
	}
	var drawn []report.Finding
	random := rand.New(rand.NewPCG(*seed, 0))
	for _, group := range slices.Sorted(maps.Keys(groups)) {
		list := groups[group]
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	for turn := 0; len(drawn) < min(*sampled, total); turn++ {
		for _, group := range slices.Sorted(maps.Keys(groups)) {
			if list := groups[group]; turn < len(list) && len(drawn) < *sampled {
				drawn = append(drawn, list[turn])
			}
		}
	}
	t.Logf("seed %d: selected %d of %d findings", *seed, len(drawn), total)
	for _, d := range drawn {
		data, err := os.ReadFile(filepath.Join(folder, d.Pos.File))
		if err != nil {
			t.Fatal(err)
		}
		line := bytes.Split(data, []byte("\n"))[d.Pos.Line-1]
		from := max(0, d.Pos.Column-100)
		t.Logf("%s: %v\n\t%s\n\t%s", d.Severity, d, d.Pointer, line[from:min(len(line), d.Pos.Column+200)])
	}
}
