package main

import (
	"bytes"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	gmtext "github.com/yuin/goldmark/text"
)

// pages lists the hand-written pages outside of docs.
var pages = []string{"CHANGELOG.md", "CONTRIBUTING.md", "README.md", "SECURITY.md", "spec/README.md"}

// generatedPage matches the comment that marks a generated page.
var generatedPage = regexp.MustCompile(`<!-- Code generated .* DO NOT EDIT\. -->`)

// readPages returns the texts of the pages of a repository. The pages outside of docs come first. readPages leaves out generated pages.
func readPages(root fs.FS) ([]text, error) {
	names := pages[:len(pages):len(pages)]
	err := fs.WalkDir(root, "docs", func(name string, _ fs.DirEntry, err error) error {
		if path.Ext(name) == ".md" {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	var texts []text
	for _, name := range names {
		data, err := fs.ReadFile(root, name)
		if err != nil {
			return nil, err
		}
		if !generatedPage.Match(data) {
			texts = append(texts, readMarkdown(name, data)...)
		}
	}
	return texts, nil
}

// readMarkdown returns a text for each heading, paragraph, list item and table cell of a page. It leaves out code blocks, HTML and
// the targets of links.
func readMarkdown(name string, data []byte) []text {
	root := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(gmtext.NewReader(data))
	var texts []text
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the callback returns no error
		switch n.(type) {
		case *ast.Heading, *ast.Paragraph, *ast.TextBlock, *extast.TableCell:
			if entering {
				texts = append(texts, text{name, page, inlineLines(n, data)})
			}
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return texts
}

// inlineLines returns the lines of a block without the markup of emphasis, links and HTML. Code keeps its backticks.
func inlineLines(block ast.Node, data []byte) []line {
	var lines []line
	number, newLine := 0, true // the line of the last text, and whether the next text is on another line
	add := func(s string) {
		if newLine {
			lines = append(lines, line{number, ""})
			newLine = false
		}
		lines[len(lines)-1].text += s
	}
	_ = ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the callback returns no error
		switch n := n.(type) {
		case *ast.CodeSpan:
			if first, ok := n.FirstChild().(*ast.Text); ok && newLine {
				number = lineAt(data, first.Segment.Start)
			}
			add("`")
		case *ast.Text:
			if !entering {
				break
			}
			if newLine {
				number = lineAt(data, n.Segment.Start)
			}
			add(strings.TrimSuffix(string(n.Segment.Value(data)), "\n"))
			newLine = n.SoftLineBreak() || n.HardLineBreak() || bytes.HasSuffix(n.Segment.Value(data), []byte("\n"))
		case *ast.AutoLink:
			if entering {
				add(string(n.Label(data)))
			}
		}
		return ast.WalkContinue, nil
	})
	return lines
}

// lineAt returns the number of the line that contains an offset.
func lineAt(data []byte, offset int) int { return bytes.Count(data[:offset], []byte("\n")) + 1 }
