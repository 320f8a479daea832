package coverage_test

import (
	"context"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/rasapi/specgen/gen/coverage"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// check compares the document openapi.yaml with the map coverage.yaml.
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

// archive returns the files of a golden archive. given contains the input files, and order contains them in the order of the archive. wanted contains
// the expected output: the files want and want.*.
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

// TestGolden runs every testdata/*.txtar. An archive contains openapi.yaml, coverage.yaml, and the files that these two files reference. The files
// want.txt and want.md contain the report. If there is no report, the file want contains the findings with their related positions.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("got no golden files in testdata, want at least one", err)
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
				t.Errorf("got the output below, want the golden file (-update rewrites it): %s", txtar.Format(&txtar.Archive{Files: got}))
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

// text returns findings and their related positions as text.
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

// TestGoldensCoverRules checks that the golden files contain a finding of every rule that Rules returns, and no findings of other rules.
func TestGoldensCoverRules(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	known, unseen := map[string]bool{}, map[string]bool{}
	for _, r := range coverage.Rules() {
		known[r.ID], unseen[r.ID] = true, true
	}
	for _, file := range files {
		given, _, _ := archive(t, file)
		_, found := check(t, given)
		for _, d := range found {
			if !known[d.Rule] {
				t.Errorf("%s: got rule %q, want a rule that Rules returns", file, d.Rule)
			}
			delete(unseen, d.Rule)
		}
	}
	for rule := range unseen {
		t.Errorf("got no golden file with a finding of rule %q, want one", rule)
	}
}

// element is an HTML element of a page.
type element struct {
	name  string
	attrs map[string]string
}

// parsePage parses a page as strict XML. It returns the text and the elements of the page.
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
			t.Fatalf("got a page that is not well-formed: %v", err)
		}
		switch token := token.(type) {
		case xml.CharData:
			b.Write(token)
		case xml.StartElement:
			e := element{token.Name.Local, map[string]string{}}
			for _, a := range token.Attr {
				if _, exists := e.attrs[a.Name.Local]; exists {
					t.Errorf("got attribute %q of <%s> twice, want it once", a.Name.Local, e.name)
				}
				e.attrs[a.Name.Local] = a.Value
			}
			elements = append(elements, e)
		}
	}
}

// TestHTMLEscapesText checks that the page is well-formed, escapes text, loads no files and has no broken links.
func TestHTMLEscapesText(t *testing.T) {
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
			t.Errorf("got a page without %q, want this text", want)
		}
	}
	checkPage(t, elements)
	for _, e := range elements { // the id of a node contains no underscore, so it cannot start with page_
		if id := e.attrs["id"]; e.name != "li" && id != "" && !strings.HasPrefix(id, "page_") {
			t.Errorf("got <%s id=%q>, want the prefix page_, which no id of a node has", e.name, id)
		}
	}
	if scripts := strings.Count(string(page), "<script"); scripts != 1 {
		t.Errorf("got %d scripts, want 1", scripts)
	}
}

// checkPage checks that ids are unique, that links have a target, and that the page loads no other files.
func checkPage(t *testing.T, elements []element) {
	t.Helper()
	ids := map[string]bool{}
	for _, e := range elements {
		if id, ok := e.attrs["id"]; ok {
			if ids[id] {
				t.Errorf("got id %q twice, want it once", id)
			}
			ids[id] = true
		}
		for _, name := range []string{"src", "srcset", "action", "data"} {
			if value, ok := e.attrs[name]; ok {
				t.Errorf("got <%s %s=%q>, want no element that loads another file", e.name, name, value)
			}
		}
		if e.name == "link" || e.name == "b" && len(e.attrs) > 0 {
			t.Errorf("got element <%s>, want no <link> and no <b> with attributes", e.name)
		}
	}
	for _, e := range elements {
		if to, ok := e.attrs["href"]; ok && !ids[strings.TrimPrefix(to, "#")] {
			t.Errorf("got a link to %q, want a link to an id on the page", to)
		}
	}
}

// TestHTMLOfThisRepository checks the page for this repository, and that two calls to HTML return the same page.
func TestHTMLOfThisRepository(t *testing.T) {
	measured := ownReport(t)
	page, err := measured.HTML()
	if err != nil {
		t.Fatal(err)
	}
	_, elements := parsePage(t, page)
	checkPage(t, elements)
	if again, err := ownReport(t).HTML(); err != nil || string(again) != string(page) {
		t.Errorf("second call to HTML: got a different page or error %v, want the same page", err)
	}
}

// FuzzCheck checks that no map causes a panic, and that the page of every report is well-formed.
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
			t.Fatalf("Check: got report %v, findings %v and error %v, want no error, and either a report or error findings", measured, found, err)
		}
		if measured == nil {
			return
		}
		page, err := measured.HTML()
		if err != nil {
			t.Fatal(err)
		}
		_, elements := parsePage(t, page)
		checkPage(t, elements)
	})
}

// ownReport returns the report for this repository.
func ownReport(t *testing.T) *coverage.Report {
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

// TestCoverageOfThisRepository checks that the map has as many nodes as the vendor's reference, and that the catalogue has the 814 write operations
// of version 21.2. Each exception must have a replacement, which is an operation in the spec.
func TestCoverageOfThisRepository(t *testing.T) {
	measured := ownReport(t)
	if n := measured.Tree().Nodes(); n != 572 {
		t.Errorf("got %d nodes in the map, want 572 as in the reference of version 19", n)
	}
	if measured.Catalogue == nil || measured.Catalogue.Total != 814 {
		t.Fatalf("got catalogue %+v, want the 814 write operations of version 21.2", measured.Catalogue)
	}
	for _, e := range measured.Catalogue.Exceptions {
		if e.Instead == "" {
			t.Errorf("exception %s: got no replacement, want an operation in the spec; reason of the exception: %s", e.Operation, e.Reason)
		}
	}
}

// TestLookupsOfThisRepository compares spec/lookups.tsv with the spec. Each line of the file is the result of a search for a page about an operation.
// If the result is "lifted", the x-evidence of the operation must be documented for path and method, with the page as source. If the result is
// "refuted", the operation must not be in the spec. If the result is "not found", the operation must be in the spec. A remark in the report must
// contain the number of lines with each result.
func TestLookupsOfThisRepository(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "spec", "lookups.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	measured := ownReport(t)
	operations := map[string]coverage.Operation{}
	var collect func(nodes []coverage.Node)
	collect = func(nodes []coverage.Node) {
		for _, n := range nodes {
			for _, op := range n.Operations {
				operations[op.Method+" "+op.Path] = op
			}
			collect(n.Nodes)
		}
	}
	collect(measured.Sections)
	collect(measured.Outside)
	results, seen := map[string]int{}, map[string]bool{}
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(fields) != 5 {
			t.Errorf("line %q: got %d fields, want 5", line, len(fields))
			continue
		}
		name, result, source := fields[0], fields[2], fields[3]
		if seen[name] {
			t.Errorf("%s: got two lines, want one", name)
		}
		seen[name] = true
		results[result]++
		op, found := operations[name]
		switch result {
		case "lifted":
			if op.Parts.Operation != oas.Documented || op.Parts.Source != source || source == "" {
				t.Errorf("%s, marked as lifted: got evidence %+[3]v, want path and method documented with the source %[2]q", name, source, op.Parts)
			}
		case "refuted":
			if found || source == "" {
				t.Errorf("%s, marked as refuted: source: got %q, want a page; in the spec: got %v, want false", name, source, found)
			}
		case "not found":
			if !found || source != "" {
				t.Errorf("%s, marked as not found: in the spec: got %v, want true; source: got %q, want none", name, found, source)
			}
		default:
			t.Errorf("%s: got result %q, want lifted, refuted or not found", name, result)
		}
	}
	want := fmt.Sprintf("%d of 360 inferred reads were searched in the reference by their exact path: %d are documented, %d are refuted and removed, and "+
		"for %d no page was found", len(seen), results["lifted"], results["refuted"], results["not found"])
	if !slices.ContainsFunc(measured.Remarks, func(r coverage.Remark) bool { return strings.Contains(r.Text, want) }) {
		t.Errorf("coverage.yaml: got no remark with the text %q, want one", want)
	}
}

// TestProseOfThisRepository checks the operations that a page of the reference shows. A documented operation must have a description and an example
// of each JSON body in its request and its successful responses. For other operations, a remark in the report must name the schemas of the bodies
// without an example.
func TestProseOfThisRepository(t *testing.T) {
	measured := ownReport(t)
	s, _, err := spec.Load(t.Context(), os.DirFS(filepath.Join("..", "..", "spec")), "openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := s.Document(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	bodies, documented := 0, 0 // number of bodies with an example, in all checked operations and in documented operations
	var without []string       // schemas
	check := func(op coverage.Operation) {
		source := doc.Paths.Value(op.Path).GetOperation(op.Method)
		if op.Evidence == oas.Documented && source.Description == "" {
			t.Errorf("documented operation %s %s: got no description, want one", op.Method, op.Path)
		}
		contents := []openapi3.Content{}
		if source.RequestBody != nil {
			contents = append(contents, source.RequestBody.Value.Content)
		}
		for status, response := range source.Responses.Map() {
			if strings.HasPrefix(status, "2") {
				contents = append(contents, response.Value.Content)
			}
		}
		for _, content := range contents {
			for mediaType, body := range content {
				schema := body.Schema
				if schema.Value.Type.Is("array") && schema.Value.Example == nil {
					schema = schema.Value.Items
				}
				switch {
				case !strings.Contains(mediaType, "json"):
				case body.Example != nil || body.Examples != nil || schema.Value.Example != nil:
					bodies++
					if op.Evidence == oas.Documented {
						documented++
					}
				case op.Evidence == oas.Documented:
					t.Errorf("documented operation %s %s: got no example of its %s, want one", op.Method, op.Path, path.Base(schema.Ref))
				default:
					without = append(without, path.Base(schema.Ref))
				}
			}
		}
	}
	var visit func(nodes []coverage.Node)
	visit = func(nodes []coverage.Node) {
		for _, n := range nodes {
			for _, op := range n.Operations {
				if op.Parts.Source != "" {
					check(op)
				}
			}
			visit(n.Nodes)
		}
	}
	visit(measured.Sections)
	visit(measured.Outside)
	slices.Sort(without)
	want := fmt.Sprintf("Every request and response body of a documented operation has an example, %d bodies in all. Of the %d bodies of operations that a "+
		"page shows at least in part, %d have one.", documented, bodies+len(without), bodies)
	i := slices.IndexFunc(measured.Remarks, func(r coverage.Remark) bool { return strings.HasPrefix(r.Text, want) })
	if i < 0 {
		t.Fatalf("coverage.yaml: got no remark that starts with %q, want one", want)
	}
	var explained []string
	for _, e := range measured.Remarks[i].Names {
		explained = append(explained, e.Names...)
	}
	slices.Sort(explained)
	if !slices.Equal(without, explained) {
		t.Errorf("schemas of bodies without an example: got %v, want %v as in the report", without, explained)
	}
}

// TestMissingMap checks that Check returns an error for a map that does not exist.
func TestMissingMap(t *testing.T) {
	given, _, _ := archive(t, "testdata/report.txtar")
	s, _, err := spec.Load(context.Background(), given, "openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	measured, found, err := coverage.Check(given, "nosuch.yaml", s)
	if measured != nil || len(found) > 0 || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Check: got report %v, findings %v and error %v, want only fs.ErrNotExist", measured, found, err)
	}
}
