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

// ownHTML matches the HTML that the Markdown printers write, with the text in a block of it.
var ownHTML = regexp.MustCompile(`^(</?(details|summary|span|wbr|br)>|<!-- [^<>]* -->|[^<>&]*)*$`)

// checkRendered renders Markdown as GitHub does and checks that no part of untrusted became a link, an image, a task, a heading or HTML.
func checkRendered(t *testing.T, name, source string) {
	t.Helper()
	data := []byte(source)
	document := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote)).Parser().Parse(text.NewReader(data))
	texts := 0
	html := func(lines *text.Segments) {
		for i := range lines.Len() {
			if line := lines.At(i); !ownHTML.Match(line.Value(data)) || strings.Contains(string(line.Value(data)), "ANSI") {
				t.Errorf("%s: unescaped HTML: %q", name, line.Value(data))
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
				t.Errorf("%s: a link to %q", name, to)
			}
		case *ast.AutoLink:
			t.Errorf("%s: a link to %q", name, n.URL(data))
		case *ast.Image, *extensions.TaskCheckBox, *extensions.FootnoteLink, *extensions.Footnote, *extensions.Strikethrough, *ast.CodeBlock, *ast.FencedCodeBlock:
			t.Errorf("%s: the document added a %s", name, n.Kind())
		case *ast.Heading:
			if lines := n.Lines(); lines.Len() > 0 && strings.TrimSpace(string(lines.Value(data))) == "H" {
				t.Errorf("%s: a heading from the document", name)
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
		t.Errorf("%s: %v; the rendered page does not contain the text", name, err)
	}
}
