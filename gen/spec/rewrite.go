package spec

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// rewriter writes the new text of a file line by line.
type rewriter struct {
	*loader
	file  *file
	ix    index
	lines []string // lines, each with a line end
	eol   string
	step  int // number of spaces to indent an entry
	out   bytes.Buffer
}

func newRewriter(l *loader, f *file, ix index) *rewriter {
	r := &rewriter{loader: l, file: f, ix: ix, eol: "\n", step: 2}
	rest := strings.TrimPrefix(string(f.source.Data), "\ufeff")
	r.out.Write(f.source.Data[:len(f.source.Data)-len(rest)])
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
		if n := f.tree.Get(name); n.IsMapping() && !n.Flow() && n.Pos().Column > 1 {
			r.step = n.Pos().Column - 1
		}
	}
	return r
}

// block is an entry of a block mapping and its lines, numbered from 0.
type block struct {
	entry oas.Entry
	first int // first line of the comment directly above the key, or the same as line if there is no comment
	line  int // line of the key
	end   int // line after the last line
}

// column returns the column of the key, counted from 0.
func (b block) column() int { return b.entry.Pos().Column - 1 }

// blocks returns the entries of a mapping with their lines. end is the line after the last entry.
func (r *rewriter) blocks(n *oas.Node, end int) []block {
	var list []block
	for _, e := range n.Entries {
		line := e.Pos().Line - 1
		b := block{entry: e, first: line, line: line, end: end}
		floor := 0
		if len(list) > 0 {
			floor = list[len(list)-1].line + 1
		}
		for b.first > floor && r.comment(b.first-1) == b.column() {
			b.first--
		}
		if len(list) > 0 {
			list[len(list)-1].end = b.first
		}
		list = append(list, b)
	}
	return list
}

// comment returns the indentation of a line that contains only a comment. For any other line, it returns -1.
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

// reportUnwritable reports a value that Format cannot rewrite. If the value is an alias, the finding is at the key, because an alias has the
// position of its anchor.
func (r *rewriter) reportUnwritable(e oas.Entry) {
	pos := e.Value.Pos()
	if pos.Compare(e.Pos()) < 0 {
		pos = e.Pos()
	}
	r.add(pos, "index-sorted", "the index cannot be written here; write a block with one entry per line, without braces and anchors")
}

func (r *rewriter) document() {
	if r.file.tree.Flow() || !r.file.tree.IsMapping() {
		r.reportUnwritable(oas.NewEntry("", r.file.tree))
		return
	}
	blocks := r.blocks(r.file.tree, len(r.lines))
	has := func(name string) bool { return r.file.tree.Get(name) != nil }
	components := len(r.ix) > 1 || len(r.ix) == 1 && r.ix["paths"] == nil
	r.write(0, blocks[0].first)
	for _, b := range blocks {
		switch b.entry.Key {
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

// indexedSections returns the sections of components whose entries can be in area files, in the order of the OpenAPI specification.
func indexedSections() []string {
	return []string{"schemas", "responses", "parameters", "examples", "requestBodies", "headers"}
}

// components writes the block components. b is nil if the root does not have this block.
func (r *rewriter) components(b *block) {
	var sections []block
	indent := r.step
	if b == nil {
		r.out.WriteString("components:" + r.eol)
	} else {
		if value := b.entry.Value; value.Len() > 0 {
			if !value.IsMapping() || value.Flow() {
				r.reportUnwritable(b.entry)
				return
			}
			sections = r.blocks(value, b.end)
			indent = sections[0].column()
			r.write(b.first, sections[0].first)
		} else if !slices.ContainsFunc(indexedSections(), func(name string) bool { return r.ix[name] != nil }) {
			r.write(b.first, b.end)
			return
		} else {
			r.writeKey(*b)
		}
	}
	tail := 0
	if n := len(sections); n > 0 {
		last := &sections[n-1]
		tail = last.end
		last.end = r.contentEnd(*last)
	}
	written := map[string]bool{}
	for _, s := range sections {
		written[s.entry.Key] = true
		if slices.Contains(indexedSections(), s.entry.Key) {
			r.section(s.entry.Key, &s, indent)
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

// writeKey writes the lines of an entry up to and including its key. It omits an empty value, null, ~ or {}, so that entries can follow. If it
// cannot remove the value, it adds a finding.
func (r *rewriter) writeKey(b block) {
	line, value := r.lines[b.line], b.entry.Value
	text := strings.TrimRight(line, "\r\n")
	at := min(value.Pos().Column-1, len(text))
	before, after := strings.TrimRight(text[:at], " "), text[at:]
	switch {
	case value.Type == oas.Null:
		word, _, _ := strings.Cut(after, " ")
		if strings.EqualFold(word, "null") || word == "~" {
			after = after[len(word):]
		}
	default:
		braces, ok := strings.CutPrefix(after, "{}")
		if !ok {
			r.reportUnwritable(b.entry)
		}
		after = braces
	}
	if value.Pos().Line-1 != b.line || !strings.HasSuffix(before, ":") {
		r.reportUnwritable(b.entry)
	}
	if after = strings.TrimSpace(after); after != "" {
		after = " " + after
	}
	r.write(b.first, b.line)
	r.out.WriteString(before + after + r.eol)
}

// contentEnd returns the first line after the content of an entry. Blank lines at the end are not content. Comments at the end are content only if
// they are indented more than the key.
func (r *rewriter) contentEnd(b block) int {
	end := b.end
	for end > b.line+1 {
		indent := r.comment(end - 1)
		if strings.TrimSpace(r.lines[end-1]) != "" && (indent < 0 || indent > b.column()) {
			break
		}
		end--
	}
	return end
}

// section writes a sorted block of references and of the entries that the root itself defines, which keep their text. b is nil if the root does not
// have this block.
func (r *rewriter) section(name string, b *block, indent int) {
	refs := r.ix[name]
	var children []block
	if b != nil && b.entry.Value.Len() > 0 {
		children = r.blocks(b.entry.Value, b.end)
	}
	stale := slices.ContainsFunc(children, func(c block) bool { return isIndexLine(name, c.entry.Value) })
	switch {
	case b == nil:
		r.out.WriteString(strings.Repeat(" ", max(0, indent)) + name + ":" + r.eol)
	case refs == nil && !stale:
		r.write(b.first, b.end)
		return
	case len(children) > 0 && b.entry.Value.Flow():
		r.reportUnwritable(b.entry)
		return
	case len(children) > 0:
		indent = children[0].column() - r.step
		r.write(b.first, children[0].first)
	case len(refs) == 0:
		r.write(b.first, b.end)
		return
	default:
		r.writeKey(*b)
	}
	tail, end := 0, 0
	if n := len(children); n > 0 {
		tail = r.contentEnd(children[n-1])
		end, children[n-1].end = children[n-1].end, tail
	} else if b != nil {
		tail, end = b.line+1, b.end
	}
	texts := map[string]string{}
	for _, c := range children {
		r.entryText(name, c, refs, texts, indent+r.step)
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
	if len(keys) == 0 && b != nil { // without an entry, the value of the block would be null
		header := strings.TrimRight(r.out.String(), " \r\n")
		if strings.HasSuffix(header, ":") {
			r.out.Truncate(len(header))
			r.out.WriteString(" {}" + r.eol)
		} else {
			r.reportUnwritable(b.entry)
		}
	}
	for _, key := range keys {
		r.out.WriteString(texts[key])
	}
	r.write(tail, end)
}

// entryText adds the new text of an entry to texts. If the entry is an index line and no area file has this entry, entryText removes the line but
// keeps its comments.
func (r *rewriter) entryText(section string, c block, refs map[string]indexed, texts map[string]string, indent int) {
	key, value := c.entry.Key, c.entry.Value
	entry, wanted := refs[key]
	own := strings.Join(r.lines[c.first:max(c.first, c.end)], "")
	switch {
	case !isIndexLine(section, value):
		if wanted {
			r.report(report.Finding{
				Rule: "duplicate-key", Pos: entry.pos, Message: fmt.Sprintf("%q is also defined in the root file; remove or rename one", key),
				Related: []report.Related{{Pos: c.entry.Pos(), Message: "also here"}},
			})
		}
		texts[key] = own
	case wanted && sameRef(value.Text("$ref"), entry.ref):
		texts[key] = own
	default:
		comments := strings.Join(r.lines[c.first:c.line], "")
		for _, line := range r.lines[c.line:max(c.line, c.end)] {
			text := strings.TrimSpace(line)
			if at := strings.Index(" "+text, " #"); at >= 0 {
				comments += strings.Repeat(" ", indent) + text[at:] + r.eol
			}
		}
		if wanted {
			texts[key] = comments + r.indexLine(key, entry.ref, indent)
		} else {
			r.out.WriteString(comments)
		}
	}
}

// indexLine returns the text of an index entry. The key has quotes only if YAML requires them. The reference always has quotes.
func (r *rewriter) indexLine(key, ref string, indent int) string {
	return strings.Repeat(" ", indent) + oas.YAMLKey(key) + r.eol + strings.Repeat(" ", indent+r.step) + "$ref: " + oas.YAMLQuote(ref) + r.eol
}
