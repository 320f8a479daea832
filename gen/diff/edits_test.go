package diff_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/rasapi/specgen/gen/diff"
	"github.com/rasapi/specgen/gen/report"
)

// TestEdits compares an OpenAPI 3.1 document with itself after one edit, which replaces the text NAME/old of testdata/edits.txtar with NAME/new.
// NAME/want is the report in text form, without the Go comparison.
func TestEdits(t *testing.T) {
	file := filepath.Join("testdata", "edits.txtar")
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const document = "openapi.yaml"
	base := string(archive.Files[0].Data)
	cases := archive.Files[1:]
	if archive.Files[0].Name != document || len(cases) < 3*10 || len(cases)%3 != 0 {
		t.Fatalf("got %d parts; want %s, then old, new and want for each case", len(archive.Files), document)
	}
	side := func(text string) diff.Side {
		return load(t, fstest.MapFS{document: &fstest.MapFile{Data: []byte(text)}})
	}
	stale := false
	for i := 0; i < len(cases); i += 3 {
		name, part, _ := strings.Cut(cases[i].Name, "/")
		if part != "old" || cases[i+1].Name != name+"/new" || cases[i+2].Name != name+"/want" {
			t.Fatalf("got the part %s, want the parts old, new and want of one case", cases[i].Name)
		}
		t.Run(name, func(t *testing.T) {
			before, after := string(cases[i].Data), string(cases[i+1].Data)
			if strings.Count(base, before) != 1 {
				t.Fatalf("the old text is in the document %d times, want 1", strings.Count(base, before))
			}
			a, b := side(base), side(strings.Replace(base, before, after, 1))
			changes, err := diff.Compare(t.Context(), a, b, diff.Levels{Wire: true, Names: true})
			if err != nil {
				t.Fatal(err)
			}
			checkReverse(t, a, b)
			var got bytes.Buffer
			if err := printReport(&got, report.Text, changes); err != nil {
				t.Fatal(err)
			}
			if want := &cases[i+2].Data; got.String() != string(*want) {
				if stale = true; !*update {
					t.Errorf("the report is\n%s\nwant\n%s", got.String(), *want)
				}
				*want = got.Bytes()
			}
		})
	}
	if stale && *update {
		if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
