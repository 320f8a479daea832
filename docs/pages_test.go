// Package docs_test checks the pages that people read: README.md, CONTRIBUTING.md, SECURITY.md, spec/README.md and every page in docs/. The tests
// type-check the Go code on the pages, run the commands, and compare their output with the page.
//
// Every code block names its language, except on generated pages:
//
//	go       The block is type-checked. A block with a package clause is a whole file. A block without one is a fragment: either declarations, or the
//	         statements of a function with the variables ctx and t. The fragments of a page form one package, and statements can use the variables of
//	         earlier blocks. Imports come first in a fragment and apply to the whole page. A fragment need not import the packages that the
//	         variable imports lists.
//	sh       The commands are run in one shell, which stops at the first command that fails.
//	console  A line that starts with "$ " is run. After a backslash, the command continues on the next line. The lines below the command are its
//	         standard output and standard error. "..." in a line matches any text, and a line that is only "..." matches any lines.
//	yaml     The block must be valid as specgen.yaml, lint.yaml, diff.yaml or diff-approved.yaml, or otherwise as YAML.
//	others   The block is not checked. Examples are text, json and diff.
//
// The commands on a page run in one session. The session starts in a copy of this repository, with specgen in PATH and without downloads by the go
// command. A comment <!-- sh ... --> contains commands that readers do not see. Attributes that follow the language affect how the tests check a
// block:
//
//	file=NAME    The block is written to this file in the directory of the session. If the language is go, a block below must run go build, go
//	             generate, go run, go test or go vet.
//	exit=N       The last command of the block must exit with N.
//	skip="..."   The block is not checked. The text states the reason.
//
// The tests check that the targets of links exist, except links to other sites. Targets are files, and anchors on pages. On generated pages, the
// tests do not check the blocks.
package docs_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// page is a Markdown file.
type page struct {
	name      string // slash-separated path relative to the root of the repository
	generated bool
	blocks    []block
	links     []link
	anchors   map[string]bool
}

// block is a code block or a comment with commands.
type block struct {
	line       int // number of the first line of the text
	language   string
	file, skip string
	exit       string
	text       string
}

type link struct {
	line   int
	target string
}

// repository is the file system of this repository.
var repository = os.DirFS("..")

// readPages returns the pages outside docs, followed by the pages in docs.
func readPages(t *testing.T) []*page {
	t.Helper()
	names := []string{"README.md", "CONTRIBUTING.md", "SECURITY.md", "spec/README.md"}
	err := fs.WalkDir(repository, "docs", func(name string, _ fs.DirEntry, err error) error {
		if path.Ext(name) == ".md" {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var pages []*page
	for _, name := range names {
		data, err := fs.ReadFile(repository, name)
		if err != nil {
			t.Error(err)
			continue
		}
		p, err := parsePage(name, data)
		if err != nil {
			t.Error(err)
		}
		pages = append(pages, p)
	}
	return pages
}

var (
	generatedMark  = regexp.MustCompile(`<!-- Code generated .* DO NOT EDIT\. -->`)
	hiddenCommands = regexp.MustCompile(`(?s)^<!-- sh\n(.*)-->\s*$`)
	attribute      = regexp.MustCompile(`^ (file|exit|skip)=("[^"]+"|[^ "]+)`)
	idAttribute    = regexp.MustCompile(`<[a-z][^>]* (?:id|name)="([^"]+)"`)
)

// parsePage returns the parts of a page, even if there is an error. The error names each block without a language or with an unknown attribute. A
// fenced block on a generated page needs no language.
func parsePage(name string, data []byte) (*page, error) {
	p := &page{name: name, generated: generatedMark.Match(data), anchors: map[string]bool{}}
	var problems []string
	lineOf := func(offset int) int { return bytes.Count(data[:offset], []byte("\n")) + 1 }
	root := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithParserOptions(parser.WithAttribute())).Parser().Parse(text.NewReader(data))
	last := 1
	err := ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if n.Type() == ast.TypeBlock && n.Lines().Len() > 0 {
			last = lineOf(n.Lines().At(0).Start)
		}
		switch n := n.(type) {
		case *ast.Heading:
			p.anchors[anchor(p.anchors, textOf(n, data))] = true
		case *ast.Link:
			p.links = append(p.links, link{last, string(n.Destination)})
		case *ast.Image:
			p.links = append(p.links, link{last, string(n.Destination)})
		case *ast.HTMLBlock:
			html := string(n.Lines().Value(data))
			if n.HasClosure() {
				html += string(n.ClosureLine.Value(data))
			}
			for _, id := range idAttribute.FindAllStringSubmatch(html, -1) {
				p.anchors[id[1]] = true
			}
			if commands := hiddenCommands.FindStringSubmatch(html); commands != nil {
				p.blocks = append(p.blocks, block{line: last + 1, language: "sh", text: commands[1]})
			}
		case *ast.RawHTML:
			for _, id := range idAttribute.FindAllStringSubmatch(string(n.Segments.Value(data)), -1) {
				p.anchors[id[1]] = true
			}
		case *ast.FencedCodeBlock:
			b := block{line: last, text: string(n.Lines().Value(data))}
			info := ""
			if n.Info != nil {
				info = string(n.Info.Value(data))
			}
			var rest string
			b.language, rest, _ = strings.Cut(info, " ")
			for rest != "" {
				found := attribute.FindStringSubmatch(" " + rest)
				if found == nil {
					problems = append(problems, fmt.Sprintf("%s:%d: %q after the language of the code block is unknown", name, b.line, rest))
					break
				}
				value := strings.Trim(found[2], `"`)
				switch found[1] {
				case "file":
					b.file = value
				case "exit":
					b.exit = value
				case "skip":
					b.skip = value
				}
				rest = strings.TrimPrefix((" " + rest)[len(found[0]):], " ")
			}
			if b.language == "" && !p.generated {
				problems = append(problems, fmt.Sprintf("%s:%d: the code block has no language; use text if no other language fits", name, b.line))
			}
			p.blocks = append(p.blocks, b)
		case *ast.CodeBlock:
			problems = append(problems, fmt.Sprintf("%s:%d: an indented code block has no language; use a fence", name, last))
		}
		return ast.WalkContinue, nil
	})
	if err == nil && len(problems) > 0 {
		err = fmt.Errorf("%s", strings.Join(problems, "\n"))
	}
	return p, err
}

// textOf returns the text of a heading.
func textOf(n ast.Node, data []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Segment.Value(data))
			continue
		}
		b.WriteString(textOf(c, data))
	}
	return b.String()
}

var notInAnchor = regexp.MustCompile(`[^\p{L}\p{M}\p{N}\p{Pc} -]`)

// anchor returns the anchor that GitHub creates for a heading.
func anchor(used map[string]bool, heading string) string {
	base := strings.ReplaceAll(notInAnchor.ReplaceAllString(strings.ToLower(heading), ""), " ", "-")
	name := base
	for i := 1; used[name]; i++ {
		name = fmt.Sprintf("%s-%d", base, i)
	}
	return name
}

// TestPages checks every page and logs the number of checked items.
func TestPages(t *testing.T) {
	pages := readPages(t)
	var code, files, configurations, skipped int
	for _, p := range pages {
		if p.generated {
			continue
		}
		for i, b := range p.blocks {
			switch {
			case b.skip != "":
				skipped++
				t.Logf("SKIPPED %s:%d: %s", p.name, b.line, b.skip)
			case b.language == "go" && b.file != "":
				files++
				if !slices.ContainsFunc(p.blocks[i:], compiles) {
					t.Errorf("%s:%d: got no command that compiles %s below this block; add one", p.name, b.line, b.file)
				}
			case b.language == "go":
				code++
			case b.language == "yaml":
				configurations++
				checkYAML(t, p.name, b)
			}
		}
	}
	links := checkLinks(t, pages)
	checkGo(t, pages)
	commands := runPages(t, pages)
	t.Logf("%d pages: %d Go blocks type-checked, %d Go blocks compiled by commands, %d YAML blocks read, %d commands run, %d links checked, %d blocks skipped",
		len(pages), code, files, configurations, commands, links, skipped)
}

var compileCommand = regexp.MustCompile(`(?m)^(\$ )?go (build|generate|run|test|vet)\b`)

// compiles reports whether a block contains a command that compiles Go files.
func compiles(b block) bool {
	return (b.language == "sh" || b.language == "console") && b.skip == "" && compileCommand.MatchString(b.text)
}

// checkLinks checks that the files and anchors in links exist in this repository. It returns the number of checked links. It does not check links
// to other sites.
func checkLinks(t *testing.T, pages []*page) int {
	known := map[string]*page{}
	for _, p := range pages {
		known[p.name] = p
	}
	n := 0
	for _, p := range pages {
		for _, l := range p.links {
			if strings.Contains(l.target, "://") || strings.HasPrefix(l.target, "mailto:") {
				continue
			}
			n++
			file, fragment, _ := strings.Cut(l.target, "#")
			target := p.name
			if file != "" {
				target = path.Join(path.Dir(p.name), file)
			}
			if _, err := fs.Stat(repository, filepath.ToSlash(target)); err != nil {
				t.Errorf("%s:%d: link to %s: got error %v, want none", p.name, l.line, l.target, err)
				continue
			}
			if to := known[target]; fragment != "" && to != nil && !to.anchors[fragment] {
				t.Errorf("%s:%d: link to %s: got a page without this anchor, want one with it", p.name, l.line, l.target)
			}
		}
	}
	return n
}
