package spec

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/diag"
)

// parse fills in the nodes of a file and reports what is wrong with it as YAML or JSON.
func (l *loader) parse(f *file) bool {
	at := newLocator(f.data)
	if i := invalidUTF8(f.data); i >= 0 {
		l.found.Add(at.offset(f.name, i), "yaml-syntax", "byte 0x%02x is not UTF-8; save the file as UTF-8", f.data[i])
		return false
	}
	if f.node = parseJSON(f.data); f.node == nil && !l.parseYAML(f, at) {
		return false
	}
	c := checker{loader: l, file: f}
	c.node(f.node, 0)
	if c.fatal {
		return false
	}
	f.tree = f.node
	if c.expand {
		x := expander{loader: l, file: f, done: map[*yaml.Node]expanded{}, active: map[*yaml.Node]bool{}}
		f.tree = x.node(f.node).node
		return !x.full
	}
	return true
}

func invalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; ; {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size <= 1 {
			return i
		}
		i += size
	}
}

func (l *loader) parseYAML(f *file, at *locator) bool {
	if i := forbidden(f.data); i >= 0 {
		r, _ := utf8.DecodeRune(f.data[i:])
		l.found.Add(at.offset(f.name, i), "yaml-syntax", "character %U is not allowed in YAML; remove it, or write it as an escape in double quotes", r)
		return false
	}
	docs, err := decode(f.data)
	switch {
	case err != nil:
		l.syntax(f, at, err)
		return false
	case len(docs) == 0:
		l.found.Add(diag.Position{File: f.name, Line: 1, Column: 1}, "yaml-syntax", "the file is empty; an OpenAPI object is expected")
		return false
	}
	if !at.plain {
		for _, doc := range docs {
			at.mend(doc)
		}
	}
	if len(docs) > 1 {
		l.found.Add(f.position(docs[1]), "yaml-syntax", "the file holds a second YAML document, which nothing would read; remove it or give it a file of its own")
		return false
	}
	f.node = docs[0]
	return true
}

// decode gives the contents of the first two documents of a YAML text.
func decode(data []byte) (docs []*yaml.Node, err error) {
	defer func() { // yaml.v3 recovers from its own panics only; no input of ours may end the program
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: the parser cannot read this: %v", r)
		}
	}()
	dec := yaml.NewDecoder(bytes.NewReader(data))
	for len(docs) < 2 {
		var doc yaml.Node
		if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
			return docs, nil
		} else if err != nil {
			return nil, err
		}
		if len(doc.Content) > 0 {
			docs = append(docs, doc.Content[0])
		}
	}
	return docs, nil
}

// forbidden finds a character outside of the printable set of YAML (1.2.2, production 1), -1 when there is none. yaml.v3 would tell
// no line.
func forbidden(data []byte) int {
	for i := 0; i < len(data); {
		c := data[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f {
				return i
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		if r < 0xa0 && r != 0x85 || r == 0xfffe || r == 0xffff {
			return i
		}
		i += size
	}
	return -1
}

func (l *loader) syntax(f *file, at *locator, err error) {
	line, message := yamlError(err)
	if slices.Contains(parserProblems(), message) {
		line = problemLine(f.data, at, line+1, message)
	}
	pos := at.line(f.name, line)
	text := f.data[at.start[min(line, len(at.start))-1]:]
	indent := len(text) - len(bytes.TrimLeft(text, " \t"))
	pos.Column += indent
	if bytes.ContainsRune(text[:indent], '\t') && !strings.Contains(message, "tab") {
		message += "; indent with spaces, YAML allows no tabs there"
	}
	l.found.Add(pos, "yaml-syntax", "%s", message)
}

// yamlError takes "yaml: line 3: text" apart; yaml.v3 gives no columns, and for the first line no line either.
func yamlError(err error) (line int, message string) {
	message = strings.TrimPrefix(err.Error(), "yaml: ")
	number, rest, ok := strings.Cut(strings.TrimPrefix(message, "line "), ": ")
	line, notNumber := strconv.Atoi(number)
	if !ok || notNumber != nil || line < 1 {
		return 1, message
	}
	return line, rest
}

// parserProblems are what yaml.v3's parser, unlike its scanner, has to say. With them it names the line before the one in which the
// surrounding mapping or list begins (decode.go, func fail), which may be far from the mistake.
func parserProblems() []string {
	return []string{
		"did not find expected <stream-start>", "did not find expected <document start>", "did not find expected node content",
		"did not find expected '-' indicator", "did not find expected key", "did not find expected ',' or ']'",
		"did not find expected ',' or '}'", "found duplicate %YAML directive", "found incompatible YAML document",
		"found undefined tag handle", "found duplicate %TAG directive",
	}
}

// problemLine finds the line that brings a problem about: the end of the shortest beginning of the text that has it. In a very
// large text it stays with the line that was given.
func problemLine(data []byte, at *locator, given int, message string) int {
	if len(data) > 1<<20 {
		return given
	}
	return 1 + sort.Search(len(at.start)-1, func(i int) bool {
		_, err := decode(data[:at.start[i+1]])
		if err == nil {
			return false
		}
		_, other := yamlError(err)
		return other == message
	})
}

// locator turns places of yaml.v3 into ours. Columns there count characters, and the Unicode line ends NEL, LS and PS (line ends in
// YAML 1.1, but for no editor) end lines.
type locator struct {
	data  []byte
	start []int // where each line of yaml.v3 begins
	ours  []int // the lines, from 1; nil when they are the same
	base  []int // the bytes before start in our line; nil when there are none
	plain bool  // the text is ASCII, so nothing is to be done
	last  struct{ line, column, bytes int }
}

func newLocator(data []byte) *locator {
	l := &locator{data: data, start: []int{0}, plain: true}
	if bytes.HasPrefix(data, []byte("\ufeff")) {
		l.start[0] = len("\ufeff")
	}
	line, begin := 1, l.start[0]
	next := func(i int, same bool) {
		l.start = append(l.start, i)
		if same && l.ours == nil {
			l.ours, l.base = make([]int, len(l.start)-1), make([]int, len(l.start)-1)
			for n := range l.ours {
				l.ours[n] = n + 1
			}
		}
		if !same {
			line, begin = line+1, i
		}
		if l.ours != nil {
			l.ours, l.base = append(l.ours, line), append(l.base, i-begin)
		}
	}
	for i := begin; i < len(data); i++ {
		switch c := data[i]; {
		case c == '\n', c == '\r' && (i+1 == len(data) || data[i+1] != '\n'):
			next(i+1, false)
		case c >= utf8.RuneSelf:
			l.plain = false
			if c == 0xc2 && bytes.HasPrefix(data[i:], []byte("\u0085")) {
				next(i+2, true)
			} else if c == 0xe2 && (bytes.HasPrefix(data[i:], []byte("\u2028")) || bytes.HasPrefix(data[i:], []byte("\u2029"))) {
				next(i+3, true)
			}
		}
	}
	return l
}

// line gives the place where a line of yaml.v3 begins.
func (l *locator) line(file string, line int) diag.Position {
	line = max(1, min(line, len(l.start)))
	if l.ours == nil {
		return diag.Position{File: file, Line: line, Column: 1}
	}
	return diag.Position{File: file, Line: l.ours[line-1], Column: 1 + l.base[line-1]}
}

// offset gives the place of a byte.
func (l *locator) offset(file string, i int) diag.Position {
	line, exact := slices.BinarySearch(l.start, i)
	if !exact {
		line--
	}
	pos := l.line(file, line+1)
	pos.Column += i - l.start[max(line, 0)]
	return pos
}

// mend corrects the places of a node and what is below it. Nodes come in the order of the text, so a long line is walked once.
func (l *locator) mend(n *yaml.Node) {
	line := max(1, min(n.Line, len(l.start)))
	text := l.data[l.start[line-1]:]
	if l.last.line != line || l.last.column > n.Column {
		l.last.line, l.last.column, l.last.bytes = line, 1, 0
	}
	for l.last.column < n.Column && l.last.bytes < len(text) {
		_, size := utf8.DecodeRune(text[l.last.bytes:])
		l.last.bytes += size
		l.last.column++
	}
	pos := l.line("", line)
	n.Line, n.Column = pos.Line, pos.Column+l.last.bytes
	for _, c := range n.Content {
		l.mend(c)
	}
}

// checker looks for what YAML allows and an OpenAPI document cannot hold.
type checker struct {
	*loader
	file   *file
	expand bool // there are aliases, merge keys or duplicate keys
	fatal  bool
}

func (c *checker) node(n *yaml.Node, depth int) {
	if depth > maxDepth {
		if !c.fatal {
			c.found.Add(c.file.position(n), "yaml-depth", "nested deeper than %d levels; no OpenAPI document needs that", maxDepth)
		}
		c.fatal = true
		return
	}
	switch n.Kind {
	case yaml.MappingNode:
		if n.ShortTag() != "!!map" {
			c.tag(n)
		}
		c.mapping(n, depth)
	case yaml.SequenceNode:
		if n.ShortTag() != "!!seq" {
			c.tag(n)
		}
		for _, item := range n.Content {
			c.node(item, depth+1)
		}
	case yaml.ScalarNode:
		c.scalar(n)
	case yaml.AliasNode:
		c.expand = true
	}
}

func (c *checker) tag(n *yaml.Node) {
	c.found.Add(c.file.position(n), "yaml-value", "tag %q has no meaning in an OpenAPI document; remove it", n.ShortTag())
}

func (c *checker) scalar(n *yaml.Node) {
	tag := n.ShortTag()
	switch tag {
	case "!!str", "!!timestamp", "!!merge":
		return
	case "!!null", "!!bool":
	case "!!int", "!!float":
		if ambiguous(n.Value) {
			c.found.Add(c.file.position(n), "yaml-value",
				"%q is one number for some YAML readers and something else for others; quote it if it is text, otherwise write plain decimal digits", n.Value)
		}
	default:
		c.tag(n)
		n.Tag = "!!str"
		return
	}
	if _, err := appendScalar(nil, n); err != nil {
		c.found.Add(c.file.position(n), "yaml-value", "%q has no JSON form; quote it if it is text", n.Value)
		n.Tag = "!!str"
	}
}

// ambiguous tells whether versions of YAML read a number differently: 0777 is octal in 1.1 and decimal in 1.2, and 1_000 is text there.
func ambiguous(s string) bool {
	digits := strings.TrimLeft(s, "+-")
	if len(digits) > 1 && digits[0] == '0' && strings.Trim(digits, "0123456789") == "" {
		return true
	}
	return strings.Contains(s, "_")
}

func (c *checker) mapping(n *yaml.Node, depth int) {
	var seen map[string]*yaml.Node
	if len(n.Content) > 16 {
		seen = make(map[string]*yaml.Node, len(n.Content)/2)
	}
	first := func(i int, key *yaml.Node) *yaml.Node {
		if seen != nil {
			return seen[key.Value]
		}
		for j := 0; j < i; j += 2 {
			if other := behind(n.Content[j]); other.Value == key.Value && other.Kind == yaml.ScalarNode {
				return other
			}
		}
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind == yaml.AliasNode {
			key, c.expand = key.Alias, true
		}
		if key.Kind != yaml.ScalarNode {
			c.found.Add(c.file.position(n.Content[i]), "yaml-key", "a mapping key must be a plain word, here is a mapping or a sequence; quote the text if it begins with { or [")
			c.fatal = true
			continue
		}
		if isMerge(key) {
			c.expand = true
		} else if other := first(i, key); other != nil && !isMerge(other) {
			c.expand = true
			c.found = append(c.found, diag.Diagnostic{
				Rule: "duplicate-key", Pos: c.file.position(n.Content[i]),
				Message: fmt.Sprintf("key %q stands twice in this mapping; remove or rename one", key.Value),
				Related: []diag.Related{{Pos: c.file.position(other), Message: "first here"}},
			})
		} else if seen != nil {
			seen[key.Value] = key
		}
		c.node(value, depth+1)
	}
}

// behind gives what an alias stands for, and any other node itself.
func behind(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

func isMerge(key *yaml.Node) bool { return key.Kind == yaml.ScalarNode && key.ShortTag() == "!!merge" }
