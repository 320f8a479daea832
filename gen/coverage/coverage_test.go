package coverage_test

import (
	"context"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/rasapi/specgen/gen/coverage"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// check lays openapi.yaml of a file system over its coverage.yaml.
func check(t testing.TB, fsys fs.FS) (*coverage.Report, report.List) {
	t.Helper()
	s, found, err := spec.Load(context.Background(), fsys, "openapi.yaml")
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	measured, found, err := coverage.Check(fsys, "coverage.yaml", s)
	if err != nil {
		t.Fatal(err)
	}
	return measured, found
}

// archive gives the files of a golden archive, those named want or want.* apart.
func archive(t testing.TB, file string) (given fstest.MapFS, wanted map[string]string, order []txtar.File) {
	t.Helper()
	parsed, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	given, wanted = fstest.MapFS{}, map[string]string{}
	for _, f := range parsed.Files {
		if strings.HasPrefix(f.Name, "want") {
			wanted[f.Name] = string(f.Data)
			continue
		}
		given[f.Name] = &fstest.MapFile{Data: f.Data}
		order = append(order, f)
	}
	return given, wanted, order
}

// TestGolden runs every testdata/*.txtar: openapi.yaml, coverage.yaml and what they read, and under want the findings with their related
// places, or under want.txt and want.md the report.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			given, wanted, order := archive(t, file)
			measured, found := check(t, given)
			got := []txtar.File{{Name: "want", Data: []byte(text(found))}}
			if measured != nil {
				got = []txtar.File{{Name: "want.txt", Data: measured.Text()}, {Name: "want.md", Data: measured.Markdown()}}
			}
			same := len(got) == len(wanted)
			for _, f := range got {
				same = same && wanted[f.Name] == string(f.Data)
			}
			if same {
				return
			}
			if !*update {
				t.Errorf("the output differs; -update rewrites it\ngot:\n%s", txtar.Format(&txtar.Archive{Files: got}))
				return
			}
			parsed, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			parsed.Files = append(order, got...)
			if err := os.WriteFile(file, txtar.Format(parsed), 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func text(found report.List) string {
	var b strings.Builder
	for _, d := range found {
		b.WriteString(d.String() + "\n")
		for _, r := range d.Related {
			b.WriteString("\t" + r.Pos.String() + ": " + r.Message + "\n")
		}
	}
	return b.String()
}

// TestRulesAreShown: every finding of the golden files has a rule that is explained, and every rule has a finding there.
func TestRulesAreShown(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	explained, unseen := map[string]bool{}, map[string]bool{}
	for _, r := range coverage.Rules() {
		explained[r.ID], unseen[r.ID] = true, true
	}
	for _, file := range files {
		given, _, _ := archive(t, file)
		_, found := check(t, given)
		for _, d := range found {
			if !explained[d.Rule] {
				t.Errorf("%s: rule %q is not explained", file, d.Rule)
			}
			delete(unseen, d.Rule)
		}
	}
	for rule := range unseen {
		t.Errorf("no golden file has a finding of rule %q", rule)
	}
}

// element is what a reader of the page gets: the text of the page, and the attributes of its elements.
type element struct {
	name  string
	attrs map[string]string
}

// parsePage reads a page as strict XML.
func parsePage(t *testing.T, page []byte) (text string, elements []element) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(string(page)))
	var b strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String(), elements
		}
		if err != nil {
			t.Fatalf("the page is not well-formed: %v", err)
		}
		switch token := token.(type) {
		case xml.CharData:
			b.Write(token)
		case xml.StartElement:
			e := element{token.Name.Local, map[string]string{}}
			for _, a := range token.Attr {
				if _, twice := e.attrs[a.Name.Local]; twice {
					t.Errorf("attribute %q stands twice at <%s>", a.Name.Local, e.name)
				}
				e.attrs[a.Name.Local] = a.Value
			}
			elements = append(elements, e)
		}
	}
}

// TestPage: the page is well-formed, shows hostile text as text, loads nothing, and its links lead somewhere.
func TestPage(t *testing.T) {
	given, _, _ := archive(t, "testdata/escaping.txtar")
	measured, found := check(t, given)
	if measured == nil {
		t.Fatal(found)
	}
	page, err := measured.HTML()
	if err != nil {
		t.Fatal(err)
	}
	shown, elements := parsePage(t, page)
	for _, want := range []string{`<script>alert("1")</script> & 'co'`, "`tick` *star* _under_ [link](x) |pipe|", `/api/<b>"x"</b>`} {
		if !strings.Contains(shown, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
	judgePage(t, elements)
	for _, e := range elements { // an id of a node has no underscore, so that the page's own are never one
		if id := e.attrs["id"]; e.name != "li" && id != "" && !strings.HasPrefix(id, "page_") {
			t.Errorf("<%s id=%q> could be a node; begin it with page_", e.name, id)
		}
	}
	if scripts := strings.Count(string(page), "<script"); scripts != 1 {
		t.Errorf("the page has %d scripts, want its own only", scripts)
	}
}

// judgePage judges what holds for every page.
func judgePage(t *testing.T, elements []element) {
	t.Helper()
	ids := map[string]bool{}
	for _, e := range elements {
		if id, ok := e.attrs["id"]; ok {
			if ids[id] {
				t.Errorf("id %q stands twice", id)
			}
			ids[id] = true
		}
		for _, name := range []string{"src", "srcset", "action", "data"} {
			if value, ok := e.attrs[name]; ok {
				t.Errorf("<%s %s=%q> loads something", e.name, name, value)
			}
		}
		if e.name == "link" || e.name == "b" && len(e.attrs) > 0 {
			t.Errorf("<%s> should not be here", e.name)
		}
	}
	for _, e := range elements {
		if to, ok := e.attrs["href"]; ok && !ids[strings.TrimPrefix(to, "#")] {
			t.Errorf("the link to %q leads nowhere", to)
		}
	}
}

// TestOwnPage: what is true of a page is true of this repository's.
func TestOwnPage(t *testing.T) {
	measured := own(t)
	page, err := measured.HTML()
	if err != nil {
		t.Fatal(err)
	}
	_, elements := parsePage(t, page)
	judgePage(t, elements)
	if again, err := own(t).HTML(); err != nil || string(again) != string(page) {
		t.Errorf("two pages of one spec differ (%v)", err)
	}
}

// FuzzCheck: no map makes a panic, and every report has a page that is well-formed.
func FuzzCheck(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		given, _, _ := archive(f, file)
		f.Add(given["coverage.yaml"].Data)
	}
	given, _, _ := archive(f, "testdata/report.txtar")
	s, _, err := spec.Load(context.Background(), given, "openapi.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		measured, found, err := coverage.Check(fstest.MapFS{"coverage.yaml": {Data: data}, "lists/writes.tsv": given["lists/writes.tsv"]}, "coverage.yaml", s)
		if err != nil || (measured == nil) != found.HasErrors() {
			t.Fatalf("report %v, findings %v, error %v", measured, found, err)
		}
		if measured == nil {
			return
		}
		page, err := measured.HTML()
		if err != nil {
			t.Fatal(err)
		}
		_, elements := parsePage(t, page)
		judgePage(t, elements)
	})
}

// own is the report of this repository.
func own(t *testing.T) *coverage.Report {
	t.Helper()
	fsys := os.DirFS(filepath.Join("..", "..", "spec"))
	s, found, err := spec.Load(context.Background(), fsys, "openapi.yaml")
	if err != nil || s == nil || found.HasErrors() {
		t.Fatal(found, err)
	}
	measured, found, err := coverage.Check(fsys, "coverage.yaml", s)
	if err != nil || measured == nil {
		t.Fatalf("%v\n%s", err, text(found))
	}
	return measured
}

// TestTheWholeAPI: the map has every node of the vendor's tree, and the spec every write operation of version 21.2 but the misprints,
// which stand for operations that it has.
func TestTheWholeAPI(t *testing.T) {
	measured := own(t)
	if n := measured.Tree().Nodes(); n != 572 {
		t.Errorf("the map has %d nodes, the tree of version 19 has 572", n)
	}
	if measured.Catalogue == nil || measured.Catalogue.Total != 814 {
		t.Fatalf("the catalogue is %+v, that of version 21.2 has 814 write operations", measured.Catalogue)
	}
	for _, e := range measured.Catalogue.Exceptions {
		if e.Instead == "" {
			t.Errorf("%s is not in the spec, and nothing is instead: %s", e.Operation, e.Reason)
		}
	}
}

func TestUnreadableMapIsAnError(t *testing.T) {
	given, _, _ := archive(t, "testdata/report.txtar")
	s, _, err := spec.Load(context.Background(), given, "openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	measured, found, err := coverage.Check(given, "nosuch.yaml", s)
	if measured != nil || len(found) > 0 || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("report %v, findings %v, error %v; want fs.ErrNotExist alone", measured, found, err)
	}
}
