package spec

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
)

// rewriter writes the root anew, line by line.
type rewriter struct {
	*loader
	file  *file
	ix    index
	lines []string // with their ends; the last one has one too
	eol   string
	step  int // how far entries are indented
	out   bytes.Buffer
}

func newRewriter(l *loader, f *file, ix index) *rewriter {
	r := &rewriter{loader: l, file: f, ix: ix, eol: "\n", step: 2}
	rest := strings.TrimPrefix(string(f.data), "\ufeff")
	r.out.WriteString(string(f.data[:len(f.data)-len(rest)]))
	for rest != "" {
		end := strings.IndexAny(rest, "\r\n")
		switch {
		case end < 0:
			end = len(rest)
		case strings.HasPrefix(rest[end:], "\r\n"):
			end += 2
		default:
			end++
		}
		r.lines, rest = append(r.lines, rest[:end]), rest[end:]
	}
	if first := r.lines[0]; len(first) > len(strings.TrimRight(first, "\r\n")) {
		r.eol = first[len(strings.TrimRight(first, "\r\n")):]
	}
	if last := &r.lines[len(r.lines)-1]; !strings.HasSuffix(*last, "\n") && !strings.HasSuffix(*last, "\r") {
		*last += r.eol
	}
	for _, name := range []string{"paths", "components"} {
		if n := Get(f.node, name); n != nil && n.Kind == yaml.MappingNode && n.Style&yaml.FlowStyle == 0 && n.Column > 1 {
			r.step = n.Column - 1
		}
	}
	return r
}

// block is an entry of a block mapping. Its lines are counted from 0: those of the comment directly above it, that of its key, and the
// line after its last.
type block struct {
	key              *yaml.Node
	value            *yaml.Node
	first, line, end int
}

// blocks cuts a mapping that ends before a line into its entries.
func (r *rewriter) blocks(n *yaml.Node, end int) []block {
	var list []block
	each(n, func(key, value *yaml.Node) {
		b := block{key: key, value: value, first: key.Line - 1, line: key.Line - 1, end: end}
		floor := 0
		if len(list) > 0 {
			floor = list[len(list)-1].line + 1
		}
		for b.first > floor && r.comment(b.first-1) == key.Column-1 {
			b.first--
		}
		if len(list) > 0 {
			list[len(list)-1].end = b.first
		}
		list = append(list, b)
	})
	return list
}

// comment gives the indentation of a line that is only a comment, -1 for any other.
func (r *rewriter) comment(line int) int {
	text := strings.TrimLeft(r.lines[line], " ")
	if !strings.HasPrefix(text, "#") {
		return -1
	}
	return len(r.lines[line]) - len(text)
}

func (r *rewriter) write(from, to int) {
	for _, line := range r.lines[from:max(from, to)] {
		r.out.WriteString(line)
	}
}

func (r *rewriter) refuse(n *yaml.Node) {
	r.add(r.file.position(n), "index-sorted", "the index cannot be written here; write a block of one entry a line, without braces and anchors")
}

func (r *rewriter) document() {
	if r.file.node.Style&yaml.FlowStyle != 0 || r.file.node.Kind != yaml.MappingNode {
		r.refuse(r.file.node)
		return
	}
	blocks := r.blocks(r.file.node, len(r.lines))
	has := func(name string) bool {
		return slices.ContainsFunc(blocks, func(b block) bool { return b.key.Value == name })
	}
	components := len(r.ix) > 1 || len(r.ix) == 1 && r.ix["paths"] == nil
	r.write(0, blocks[0].first)
	for _, b := range blocks {
		switch b.key.Value {
		case "paths":
			r.section("paths", &b, 0)
		case "components":
			if !has("paths") && r.ix["paths"] != nil {
				r.section("paths", nil, 0)
			}
			r.components(&b)
		default:
			r.write(b.first, b.end)
		}
	}
	if !has("components") {
		if !has("paths") && r.ix["paths"] != nil {
			r.section("paths", nil, 0)
		}
		if components {
			r.components(nil)
		}
	}
}

// indexedSections are the members of components that area files fill, in the order of the specification.
func indexedSections() []string {
	return []string{"schemas", "responses", "parameters", "examples", "requestBodies", "headers"}
}

// components writes the components block, nil when the root has none.
func (r *rewriter) components(b *block) {
	var sections []block
	indent := r.step
	if b == nil {
		r.out.WriteString("components:" + r.eol)
	} else {
		if len(b.value.Content) > 0 {
			if b.value.Kind != yaml.MappingNode || b.value.Style&yaml.FlowStyle != 0 {
				r.refuse(b.value)
				return
			}
			sections = r.blocks(b.value, b.end)
			indent = sections[0].key.Column - 1
			r.write(b.first, sections[0].first)
		} else if !slices.ContainsFunc(indexedSections(), func(name string) bool { return r.ix[name] != nil }) {
			r.write(b.first, b.end)
			return
		} else {
			r.opened(*b)
		}
	}
	tail := 0
	if n := len(sections); n > 0 {
		last := &sections[n-1]
		tail = last.end
		last.end = r.tail(*last)
	}
	written := map[string]bool{}
	for _, s := range sections {
		written[s.key.Value] = true
		if slices.Contains(indexedSections(), s.key.Value) {
			r.section(s.key.Value, &s, indent)
		} else {
			r.write(s.first, s.end)
		}
	}
	for _, name := range indexedSections() {
		if len(r.ix[name]) > 0 && !written[name] {
			r.section(name, nil, indent)
		}
	}
	switch {
	case len(sections) > 0:
		r.write(sections[len(sections)-1].end, tail)
	case b != nil:
		r.write(b.line+1, b.end)
	}
}

// opened writes the lines up to that of a key whose value is empty, without the value: entries follow.
func (r *rewriter) opened(b block) {
	line := r.lines[b.line]
	text := strings.TrimRight(line, "\r\n")
	at := min(b.value.Column-1, len(text))
	before, after := strings.TrimRight(text[:at], " "), text[at:]
	switch b.value.Kind {
	case yaml.ScalarNode:
		after = strings.TrimPrefix(after, b.value.Value)
	default:
		braces, ok := strings.CutPrefix(after, "{}")
		if !ok {
			r.refuse(b.value)
		}
		after = braces
	}
	if b.value.Line-1 != b.line || !strings.HasSuffix(before, ":") {
		r.refuse(b.value)
	}
	if after = strings.TrimSpace(after); after != "" {
		after = " " + after
	}
	r.write(b.first, b.line)
	r.out.WriteString(before + after + r.eol)
}

// tail gives the first of the lines at the end of an entry that are not the entry's: blank ones, and comments that are not indented
// more than its key.
func (r *rewriter) tail(b block) int {
	end := b.end
	for end > b.line+1 {
		indent := r.comment(end - 1)
		if strings.TrimSpace(r.lines[end-1]) != "" && (indent < 0 || indent > b.key.Column-1) {
			break
		}
		end--
	}
	return end
}

// section writes one sorted block of references, b nil when the root has none. Entries that the root defines itself keep their text.
func (r *rewriter) section(name string, b *block, indent int) {
	refs := r.ix[name]
	var children []block
	if b != nil && len(b.value.Content) > 0 {
		children = r.blocks(b.value, b.end)
	}
	stale := slices.ContainsFunc(children, func(c block) bool { return isIndexLine(name, c.value) })
	switch {
	case b == nil:
		r.out.WriteString(strings.Repeat(" ", max(0, indent)) + name + ":" + r.eol)
	case refs == nil && !stale:
		r.write(b.first, b.end)
		return
	case len(children) > 0 && (b.value.Kind != yaml.MappingNode || b.value.Style&yaml.FlowStyle != 0):
		r.refuse(b.value)
		return
	case len(children) > 0:
		indent = children[0].key.Column - 1 - r.step
		r.write(b.first, children[0].first)
	case len(refs) == 0:
		r.write(b.first, b.end)
		return
	default:
		r.opened(*b)
	}
	tail, end := 0, 0
	if n := len(children); n > 0 {
		tail = r.tail(children[n-1])
		end, children[n-1].end = children[n-1].end, tail
	} else if b != nil {
		tail, end = b.line+1, b.end
	}
	texts := map[string]string{}
	for _, c := range children {
		r.child(name, c, refs, texts, indent+r.step)
	}
	for key, entry := range refs {
		if _, has := texts[key]; !has {
			texts[key] = r.indexLine(key, entry.ref, indent+r.step)
		}
	}
	keys := make([]string, 0, len(texts))
	for key := range texts {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	if len(keys) == 0 && b != nil { // all is gone; a block without entries would be null
		header := strings.TrimRight(r.out.String(), " \r\n")
		if strings.HasSuffix(header, ":") {
			r.out.Truncate(len(header))
			r.out.WriteString(" {}" + r.eol)
		} else {
			r.refuse(b.value)
		}
	}
	for _, key := range keys {
		r.out.WriteString(texts[key])
	}
	r.write(tail, end)
}

// child gives the new text of an entry of a section, or none when the entry is gone; comments above it stay in any case.
func (r *rewriter) child(section string, c block, refs map[string]indexed, texts map[string]string, indent int) {
	entry, wanted := refs[c.key.Value]
	own := strings.Join(r.lines[c.first:max(c.first, c.end)], "")
	switch {
	case !isIndexLine(section, c.value):
		if wanted {
			r.report(report.Finding{
				Rule: "duplicate-key", Pos: entry.pos, Message: fmt.Sprintf("%q is also defined in the root file; remove or rename one", c.key.Value),
				Related: []report.Related{{Pos: r.file.position(c.key), Message: "also here"}},
			})
		}
		texts[c.key.Value] = own
	case wanted && sameRef(c.value.Content[1].Value, entry.ref):
		texts[c.key.Value] = own
	default:
		comments := strings.Join(r.lines[c.first:c.line], "")
		for _, line := range r.lines[c.line:max(c.line, c.end)] {
			text := strings.TrimSpace(line)
			if at := strings.Index(" "+text, " #"); at >= 0 {
				comments += strings.Repeat(" ", indent) + text[at:] + r.eol
			}
		}
		if wanted {
			texts[c.key.Value] = comments + r.indexLine(c.key.Value, entry.ref, indent)
		} else {
			r.out.WriteString(comments)
		}
	}
}

// indexLine writes an entry: its key plain where YAML allows that, its reference always in quotes.
func (r *rewriter) indexLine(key, ref string, indent int) string {
	e := encoder{}
	e.out = append(e.out, strings.Repeat(" ", indent)...)
	e.key(key, 0)
	e.out = append(e.out, r.eol+strings.Repeat(" ", indent+r.step)+"$ref: "...)
	if printable(ref) {
		e.out = append(e.out, "'"+strings.ReplaceAll(ref, "'", "''")+"'"...)
	} else {
		e.out = appendString(e.out, ref)
	}
	return string(e.out) + r.eol
}
