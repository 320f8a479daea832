package cli

import (
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extensions "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// ownHTML matches lines that contain only HTML of the Markdown printers and text without markup.
var ownHTML = regexp.MustCompile(`^(</?(details|summary|span|wbr|br)>|<!-- [^<>]* -->|[^<>&]*)*$`)

// checkRendered parses Markdown with the extensions of GitHub. It checks that no untrusted text is markup, such as a link, an image, a heading or
// HTML.
func checkRendered(t *testing.T, name, source string) {
	t.Helper()
	data := []byte(source)
	document := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote)).Parser().Parse(text.NewReader(data))
	texts := 0
	html := func(lines *text.Segments) {
		for i := range lines.Len() {
			if line := lines.At(i); !ownHTML.Match(line.Value(data)) || strings.Contains(string(line.Value(data)), "ANSI") {
				t.Errorf("%s: got unescaped HTML %q, want text", name, line.Value(data))
			}
		}
	}
	err := ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			if to := string(n.Destination); strings.Contains(to, ":") || strings.HasPrefix(to, "//") {
				t.Errorf("%s: got a link to %q, want text", name, to)
			}
		case *ast.AutoLink:
			t.Errorf("%s: got a link to %q, want text", name, n.URL(data))
		case *ast.Image, *extensions.TaskCheckBox, *extensions.FootnoteLink, *extensions.Footnote, *extensions.Strikethrough, *ast.CodeBlock, *ast.FencedCodeBlock:
			t.Errorf("%s: got a %s from the document, want text", name, n.Kind())
		case *ast.Heading:
			if lines := n.Lines(); lines.Len() > 0 && strings.TrimSpace(string(lines.Value(data))) == "H" {
				t.Errorf("%s: got a heading from the document, want text", name)
			}
		case *ast.RawHTML:
			html(n.Segments)
		case *ast.HTMLBlock:
			html(n.Lines())
		case *ast.Text:
			texts += strings.Count(string(n.Segment.Value(data)), "ANSI")
		}
		return ast.WalkContinue, nil
	})
	if err != nil || texts == 0 && strings.Contains(source, "ANSI") {
		t.Errorf("%s: got error %v and %d occurrences of \"ANSI\", want no error and at least one", name, err, texts)
	}
}
