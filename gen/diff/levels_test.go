package diff_test

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/rasapi/specgen/gen/diff"
)

// TestLevels checks the levels of the changes for each file in testdata/levels.txtar. The name of a file has five words: the name of the case, the
// OpenAPI version, the part, the wanted levels, and the wanted number of breaking and risky changes. A line with "---" separates the text of base
// from the text of head. If the part is document, a text is a document without openapi and info. Otherwise, it has the component schemas of a
// document in which Root is the body of a request, of a response, or of both.
func TestLevels(t *testing.T) {
	archive, err := txtar.ParseFile(filepath.Join("testdata", "levels.txtar"))
	if err != nil || len(archive.Files) < 100 {
		t.Fatal(len(archive.Files), err)
	}
	for _, file := range archive.Files {
		words := strings.Fields(file.Name)
		if len(words) != 5 {
			t.Fatalf("got the file name %q, want name, version, part, levels and entries", file.Name)
		}
		name, version, part, levels, entries := words[0], words[1], words[2], strings.Split(words[3], "|"), words[4]
		t.Run(name, func(t *testing.T) {
			before, after, ok := strings.Cut(string(file.Data), "---\n")
			if !ok {
				t.Fatal("got one text, want two with --- between them")
			}
			side := func(text string) diff.Side {
				return load(t, fstest.MapFS{"openapi.yaml": {Data: []byte(documentOf(version, part, text))}})
			}
			a, b := side(before), side(after)
			changes, err := diff.Compare(t.Context(), a, b, diff.Levels{Wire: true})
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
				if c.ID == "wire-changed" || c.Level <= diff.Risky && c.Why == "" {
					t.Errorf("%s: no edit causes the change, or Why is empty although the change is risky or breaking", c.ID)
				}
			}
			right := false
			for _, l := range levels {
				right = right || l == worst
			}
			if !right || entries != strconv.Itoa(n) {
				t.Errorf("got level %s and %d breaking and risky changes, want %s and %s:\n%s", worst, n, words[3], entries, describe(changes))
			}
			checkReverse(t, a, b)
		})
	}
}

// documentOf returns the document for a text in testdata/levels.txtar.
func documentOf(version, part, text string) string {
	head := "openapi: " + version + "\ninfo: {title: t, version: '1'}\n"
	if part == "document" {
		return head + text
	}
	body := "{content: {application/json: {schema: {$ref: '#/components/schemas/Root'}}}"
	request, response := "", "{description: d}"
	if part != "response" {
		request = "      requestBody: " + body + "}\n"
	}
	if part != "request" {
		response = body + ", description: d}"
	}
	return head + "paths:\n  /x:\n    post:\n" + request + "      responses: {'200': " + response + "}\ncomponents:\n  schemas:\n    " +
		strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n    ") + "\n"
}
