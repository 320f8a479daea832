package cli

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/rasapi/specgen/cmd/specgen/internal/golist"
	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/code"
)

// TestShapes generates code for documents like those of typical APIs (testdata/shapes). If lint reports no error, the code must compile and pass vet.
// Every operation must exchange values over HTTP in four rounds (testdata/speaks). NAME.findings contains the expected findings of the document
// NAME.yaml. With -update, the test writes these files.
func TestShapes(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: the test compiles hundreds of packages")
	}
	repository, err := filepath.Abs(filepath.Join("..", "..", "..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := writeModule(repository, dir, "example.com/shapes"); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOFLAGS", "-mod=mod -trimpath")
	files, err := filepath.Glob("testdata/shapes/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("got no archives in testdata/shapes (error %v), want at least one", err)
	}
	importer := lockedImporter(golist.New(".").Prepare)
	apis := map[string]string{}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		before := txtar.Format(archive)
		archive.Files = generateShapes(t, archive.Files, importer, dir, apis)
		switch after := txtar.Format(archive); {
		case bytes.Equal(before, after):
		case *update:
			if err := os.WriteFile(file, after, 0o666); err != nil {
				t.Fatal(err)
			}
		default:
			t.Errorf("%s is out of date; run the test with -update to write this content:\n%s", file, after)
		}
	}
	goTool(t, dir, "vet", "./...")
	t.Logf("%s", speak(t, dir, apis, "-every"))
}

// generateShapes lints the documents in files. If a document has no errors, generateShapes generates its code in a directory below dir, and adds the
// import path of the code to apis. It returns the documents and their findings as files of an archive.
func generateShapes(t *testing.T, files []txtar.File, importer gen.Importer, dir string, apis map[string]string) (found []txtar.File) {
	t.Helper()
	for _, f := range files {
		name, ok := strings.CutSuffix(f.Name, ".yaml")
		if !ok {
			continue
		}
		cfg := gen.Config{
			Spec: f.Name, Importer: importer,
			Target: gen.Target{Output: name, Code: code.Config{Package: "example.com/shapes/" + name}},
		}
		s, said, err := gen.Lint(t.Context(), fstest.MapFS{f.Name: {Data: f.Data}}, cfg)
		if err != nil {
			t.Fatal(err)
		}
		if !said.HasErrors() {
			result, more, err := gen.Build(t.Context(), s, cfg)
			if err != nil || result == nil {
				t.Fatalf("%s: Build of a document without lint errors: got error %v and findings %v, want none", f.Name, err, more)
			}
			said = append(said, more...).Compact()
			if _, err := result.Tree.Write(t.Context(), filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
			apis[name] = cfg.Code.Package
		}
		var text strings.Builder
		for _, d := range said {
			fmt.Fprintln(&text, d)
		}
		found = append(found, f)
		if text.Len() > 0 {
			found = append(found, txtar.File{Name: name + ".findings", Data: []byte(text.String())})
		}
	}
	return found
}

// speak builds testdata/speaks with generated APIs and runs the program. It returns the output of the program. apis contains the import paths of
// the APIs by name.
func speak(t *testing.T, dir string, apis map[string]string, args ...string) string {
	t.Helper()
	writeSpeaks(t, dir, apis)
	goTool(t, dir, "run", "./speaks/write", "speaks")
	return goTool(t, dir, append([]string{"run", "./speaks"}, args...)...)
}

// writeSpeaks copies testdata/speaks to a directory and writes the list of the APIs.
func writeSpeaks(t *testing.T, dir string, apis map[string]string) {
	t.Helper()
	if err := os.CopyFS(filepath.Join(dir, "speaks"), os.DirFS(filepath.Join("testdata", "speaks"))); err != nil {
		t.Fatal(err)
	}
	var imports, list strings.Builder
	for i, name := range slices.Sorted(maps.Keys(apis)) {
		fmt.Fprintf(&imports, "\tserver%d %q\n", i, apis[name]+"/server")
		fmt.Fprintf(&list, "\t%q: reflect.TypeFor[server%d.Handlers](),\n", name, i)
	}
	text := fmt.Sprintf("package main\n\nimport (\n\t\"reflect\"\n\n%s)\n\nvar apis = map[string]reflect.Type{\n%s}\n", &imports, &list)
	if err := os.WriteFile(filepath.Join(dir, "speaks", "write", "apis.go"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestSpeakFindsDefects checks that testdata/speaks reports generated code that changes values or violates the document.
func TestSpeakFindsDefects(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: the test compiles generated code")
	}
	program, dir := command(t), houseModule(t)
	writeBelow(t, dir, "openapi.yaml", "openapi: 3.0.3\ninfo: {title: House, version: '1'}\npaths:\n"+
		"  /doors/{id}:\n    post:\n      operationId: addDoor\n"+
		"      parameters:\n"+
		"        - {name: id, in: path, required: true, schema: {type: integer, minimum: 8}}\n"+
		"        - {name: from, in: query, schema: {type: integer, minimum: 8}}\n"+
		"        - {name: to, in: query, schema: {type: integer, maximum: 6}}\n"+
		"      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Door'}}}}\n"+
		"      responses:\n"+
		"        '200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Door'}}}}\n"+
		"        '409': {description: Conflict, content: {application/json: {schema: {type: object, properties: {reason: {type: string}}}}}}\n"+
		"  /form:\n    post:\n      operationId: sendForm\n"+
		"      requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Form'}}}}\n"+
		"      responses: {'204': {description: OK}}\n"+
		"  /parts:\n    post:\n      operationId: sendParts\n"+
		"      requestBody: {required: true, content: {multipart/form-data: {schema: {type: object, properties: {weight: {type: number}}}}}}\n"+
		"      responses: {'204': {description: OK}}\n"+
		"components:\n  schemas:\n"+
		"    Door: {type: object, properties: {name: {type: string}, weight: {type: number}, height: {type: integer}}}\n"+
		"    Form: {type: object, properties: {color: {type: string}}}\n")
	generateAny(t, program, dir, "spec: openapi.yaml\noutput: api\npackage: example.com/house/api\npackages: one\n")
	speak(t, dir, map[string]string{"house": "example.com/house/api"})
	const model, server, client = "api/model/api.gen.go", "api/server/api/api.gen.go", "api/client/api/api.gen.go"
	for _, c := range []struct{ file, old, new, want string }{
		{model, `json:"name,omitempty"`, `json:"nam,omitempty"`, `member "name" is missing`},
		{model, `json:"height,omitempty"`, `json:"height,omitempty,string"`, `rejects a valid value`},
		{model, `*float64`, `*float32`, `"weight": got`},
		{model, `json:"color,omitempty"`, `json:"col,omitempty"`, `member "color" is missing`},
		{server, `"from", &params.From`, `"to", &params.From`, `but the handler received`},
		{client, `*float64`, `*float32`, `the type *float32 changes a value`},
		{server, "return err\n\t\t\t}\n\t\t\treturn protocol.WriteJSON", "return protocol.NotImplemented(\"\")\n\t\t\t}\n\t\t\treturn protocol.WriteJSON", `returned an error with status 409`},
	} {
		text, err := os.ReadFile(filepath.Join(dir, c.file))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), c.old) {
			t.Errorf("%s: got the text below, want one that contains %q\n%s", c.file, c.old, text)
			continue
		}
		writeBelow(t, dir, c.file, strings.Replace(string(text), c.old, c.new, 1))
		if code, out := runToEnd(t, dir, "go", "run", "./speaks"); code == 0 || !strings.Contains(out, c.want) {
			t.Errorf("with %s: got exit code %d and the output below, want 1 and an output that contains %q\n%s", c.new, code, c.want, out)
		}
		writeBelow(t, dir, c.file, string(text))
	}
}

// goTool runs the go command in a directory and returns its standard output. The time limit is ten minutes.
func goTool(t *testing.T, dir string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("go %s: got error %v, want none\n%s%s", strings.Join(args, " "), err, &stdout, &stderr)
	}
	return stdout.String()
}
