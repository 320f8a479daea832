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

// TestEdits compares a document of OpenAPI 3.1 with itself after one edit: the part NAME/old of testdata/edits.txtar becomes NAME/new, and
// NAME/want is what a reviewer reads. The Go level is left out.
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
		t.Fatalf("%d parts; want %s, and old, new and want of each case", len(archive.Files), document)
	}
	side := func(text string) diff.Side {
		return load(t, fstest.MapFS{document: &fstest.MapFile{Data: []byte(text)}})
	}
	stale := false
	for i := 0; i < len(cases); i += 3 {
		name, part, _ := strings.Cut(cases[i].Name, "/")
		if part != "old" || cases[i+1].Name != name+"/new" || cases[i+2].Name != name+"/want" {
			t.Fatalf("%s is not followed by its new and want", cases[i].Name)
		}
		t.Run(name, func(t *testing.T) {
			before, after := string(cases[i].Data), string(cases[i+1].Data)
			if strings.Count(base, before) != 1 {
				t.Fatalf("what it replaces stands %d times in the document", strings.Count(base, before))
			}
			a, b := side(base), side(strings.Replace(base, before, after, 1))
			changes, err := diff.Compare(t.Context(), a, b, diff.Levels{Wire: true, Names: true})
			if err != nil {
				t.Fatal(err)
			}
			mirrors(t, a, b)
			var got bytes.Buffer
			if err := printReport(&got, report.Text, changes); err != nil {
				t.Fatal(err)
			}
			if want := &cases[i+2].Data; got.String() != string(*want) {
				if stale = true; !*update {
					t.Errorf("got\n%s\nwant\n%s", got.String(), *want)
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
