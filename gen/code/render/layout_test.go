package render

import (
	"go/format"
	"strings"
	"testing"
)

// FuzzDocComment compares docComment with the output of gofmt.
func FuzzDocComment(f *testing.F) {
	for _, seed := range []string{
		"One line.", "Two\n\nparagraphs", "A list:\n- one\n- two\n  more", "First.\n\nA Heading\n\nSecond.", "Code:\n\n  x := 1\n}", "# Heading\n\ntext",
		"1. one\n2) two", "``quoted''", "[link]: https://example.com", "text\n  indented", "\u00a0\n\u00a0", "* a\n\t* b", "Ends {\n  x", "\x01\n\nx", "Übung\n\nmacht",
		"a ``` b", "See [http.Client] and [x].\n\n[x]: https://example.com/x", "  indented first\nthen not", "a\u2028b\u0085c", strings.Repeat("word ", 60),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		made := "package p\n\n" + docComment(text) + "type T int\n"
		want, err := format.Source([]byte("package p\n\n" + comment(text, "") + "type T int\n"))
		if err != nil {
			t.Fatal(err)
		}
		if string(want) != made {
			t.Errorf("docComment(%q):\nwant\n%s\ngot\n%s", text, want, made)
		}
	})
}
