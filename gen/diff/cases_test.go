package diff_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rasapi/specgen/gen/diff"
)

// TestSharedCases compares pairs of documents and checks the worst level and the number of risky and breaking entries. Several levels may be correct for a
// pair.
func TestSharedCases(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "diff-cases")
	table, err := os.ReadFile(filepath.Join(dir, "expected.tsv"))
	if err != nil {
		t.Skip("SKIPPED: " + dir + " is missing")
	}
	r := csv.NewReader(strings.NewReader(string(table)))
	r.Comma = '\t'
	rows, err := r.ReadAll()
	if err != nil || len(rows) < 40 {
		t.Fatal(len(rows), err)
	}
	read := func(name string) diff.Side {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		s := load(t, fstest.MapFS{"openapi.yaml": {Data: data}})
		s.Date = time.Now()
		return s
	}
	for _, row := range rows[1:] {
		t.Run(row[0], func(t *testing.T) {
			wanted, onWire := strings.CutSuffix(row[1], ":wire")
			changes, err := diff.Compare(t.Context(), read(row[0]+".base.yaml"), read(row[0]+".head.yaml"), diff.Levels{Wire: true, Names: !onWire})
			if err != nil {
				t.Fatal(err)
			}
			worst, n := "none", 0
			level := diff.Doc
			for _, c := range changes {
				level = min(level, c.Level)
				worst = level.String()
				if c.Level <= diff.Risky {
					n++
				}
				if level, ok := c.Audiences[diff.WireClients]; ok && level <= diff.Risky && c.Why == "" {
					t.Errorf("%s: Why is empty, want the effect on wire clients", c.ID)
				}
			}
			levels := strings.Split(wanted, "|")
			right := false
			for _, l := range levels {
				right = right || l == worst
			}
			if entries, _ := strconv.Atoi(row[2]); !right || (levels[0] == "breaking" || levels[0] == "risky") && n != entries {
				t.Errorf("Compare returned %s with %d entries, want %s with %s: %s\n%s", worst, n, row[1], row[2], row[3], describe(changes))
			}
		})
	}
}
