//go:build slow && linux

package cli

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"
)

var (
	mutateTime  = flag.Duration("mutate-time", time.Minute, "`duration` of TestMutatedDocuments")
	mutateSeed  = flag.Uint64("mutate-seed", 1, "`seed` of TestMutatedDocuments")
	mutateBuild = flag.Int("mutate-build", 3, "`n`: TestMutatedDocuments builds the code of every n-th document that specgen accepts")
	mutateKeep  = flag.String("mutate-keep", "", "`directory` for the documents that fail TestMutatedDocuments")
)

// The limits of TestMutatedDocuments for the CPU time and the memory of a run, and for the size of a document.
const (
	mutatedCPU      = 20 * time.Second
	mutatedMemory   = 2 << 20 // KiB
	mutatedMaxBytes = 400_000
)

// TestMutatedDocuments generates code for public documents with random defects, for the duration in the flag -mutate-time. No run may panic, fail
// without a finding, or need more than 20 s of CPU time or 2 GiB of memory. go build must accept the code of every n-th run that exits with 0, where
// n is the value of the flag -mutate-build.
func TestMutatedDocuments(t *testing.T) {
	documents := map[string]any{}
	for _, d := range publicDocuments(t) {
		text, err := os.ReadFile(filepath.Join(*documentsDir, d.name))
		if *documentsDir == "" || err != nil || len(text) > mutatedMaxBytes {
			continue
		}
		var root any
		if err := yaml.Unmarshal(text, &root); err != nil {
			t.Fatalf("%s: %v", d.name, err)
		}
		documents[d.name] = root
	}
	if len(documents) == 0 {
		t.Skip("SKIPPED: no documents; set -documents to a directory with documents")
	}
	names := slices.Sorted(maps.Keys(documents))
	program, root := command(t), houseModule(t)
	random := rand.New(rand.NewPCG(*mutateSeed, 0))
	var runs, generated, rejected, builds, bad int
	var worst time.Duration
	var memory int64
	for start := time.Now(); time.Since(start) < *mutateTime; runs++ {
		name := names[random.IntN(len(names))]
		m := mutation{random, copied(documents[name])}
		for range 1 << random.IntN(4) {
			m.apply()
		}
		text, err := json.Marshal(m.root)
		if err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(root, "m")
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		writeBelow(t, dir, "openapi.json", string(text))
		writeBelow(t, dir, "specgen.yaml", "spec: openapi.json\noutput: api\npackage: example.com/house/m/api\n")
		fail := func(format string, args ...any) {
			bad++
			kept := ""
			if *mutateKeep != "" {
				kept = filepath.Join(*mutateKeep, fmt.Sprintf("mutated-%d-%d.json", *mutateSeed, runs))
				if err := os.WriteFile(kept, text, 0o666); err != nil {
					t.Fatal(err)
				}
			}
			t.Errorf("run %d of seed %d, %s: got %s, want no failure: %s", runs, *mutateSeed, name, fmt.Sprintf(format, args...), kept)
		}
		run := measure(t, dir, program, "generate", "--full")
		worst, memory = max(worst, run.cpu), max(memory, run.memory)
		switch {
		case run.cpu > mutatedCPU || run.code == -1:
			fail("a run over the limits or ended by a signal, with %v of CPU time and %v of elapsed time", run.cpu, run.elapsed)
		case run.memory > mutatedMemory:
			fail("a run with %d MiB of memory", run.memory/1024)
		case strings.Contains(run.out, "panic") || run.code != exitClean && run.code != exitFindings:
			fail("exit code %d\n%.2000s", run.code, run.out)
		case run.code == exitFindings:
			rejected++
		default:
			if generated++; generated%*mutateBuild == 0 {
				builds++
				if build := measure(t, root, "go", "build", "./m/..."); build.code != 0 {
					fail("an error of go build: %.2000s", build.out)
				}
			}
		}
	}
	t.Logf("%d runs on %d documents: %d generated, %d rejected with findings, %d builds, %d failures; at most %.1f s of CPU time and %d MiB per run",
		runs, len(names), generated, rejected, builds, bad, worst.Seconds(), memory/1024)
}
