package cli

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestUnusualDocuments lints documents with valid but rare constructs, or with names and files of unusual forms, and generates their code. Lint must
// report no error, and go vet must accept the code.
func TestUnusualDocuments(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: the test builds the code of many documents")
	}
	archive, err := txtar.ParseFile(filepath.Join("testdata", "unusual.txtar"))
	if err != nil || len(archive.Files) < 20 {
		t.Fatal("got fewer than 20 documents in testdata/unusual.txtar, want at least 20; error:", err)
	}
	documents := map[string]string{}
	for _, f := range archive.Files {
		documents[strings.TrimSuffix(strings.ReplaceAll(f.Name, "_", ""), ".yaml")] = string(f.Data)
	}
	anchors := documents["yamlanchors"]
	documents["crlf"] = strings.ReplaceAll(anchors, "\n", "\r\n")
	documents["bom"] = "\ufeff" + anchors
	documents["yamlheader"] = "%YAML 1.1\n---\n" + anchors + "...\n"
	for name, parts := range map[string][2]string{
		"objects100": {"{type: object, properties: {p: ", "}}"}, "arrays100": {"{type: array, items: ", "}"}, "allof100": {"{allOf: [{description: d}, ", "]}"},
		"oneof100": {"{oneOf: [{type: integer}, ", "]}"},
	} {
		documents[name] = treeDocument("3.0.3", "\n    Tree: "+strings.Repeat(parts[0], 100)+"{type: string}"+strings.Repeat(parts[1], 100)+"\n")
	}
	program, dir := command(t), houseModule(t)
	for name, text := range documents {
		t.Run(name, func(t *testing.T) {
			writeBelow(t, filepath.Join(dir, name), "openapi.yaml", text)
			generateAny(t, program, filepath.Join(dir, name), "spec: openapi.yaml\noutput: api\npackage: example.com/house/"+name+"/api\n")
		})
	}
	goTool(t, dir, "vet", "./...")
}
