package spec

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/diag"
)

// Format gives the new bytes of the files that `specgen fmt` changes; a file that is as it should be is not in the map.
//
// Today that is the root's index: the blocks `paths:` and, below `components:`, one block for each kind of component, each a sorted
// list of references to the area files beside the root (paths/*.yaml, schemas/*.yaml, parameters.yaml, responses.yaml,
// requestBodies.yaml, headers.yaml, examples.yaml). A reference to an entry that an area file does not have any more is removed. All
// else keeps its text, in the blocks also its comments and what the root defines itself. A root without such files beside it has no index
// and is left alone. What cannot be written without touching more is a finding.
func Format(ctx context.Context, fsys fs.FS, root string) (map[string][]byte, diag.List, error) {
	l, f, err := openRoot(ctx, fsys, root)
	if err != nil || f == nil {
		return nil, l.findings(), err
	}
	ix, err := l.areas()
	if err != nil || len(ix) == 0 || l.found.HasErrors() {
		return nil, l.findings(), err
	}
	r := newRewriter(l, f, ix)
	r.document()
	if l.found.HasErrors() || bytes.Equal(r.out.Bytes(), f.data) {
		return nil, l.findings(), nil
	}
	if !r.safe() {
		l.found.Add(diag.Position{File: root}, "index-sorted", "the index cannot be written without changing what stands around it; "+
			"write paths and components as plain blocks of one entry a line, without anchors")
		return nil, l.findings(), nil
	}
	return map[string][]byte{root: r.out.Bytes()}, l.findings(), nil
}

// index maps "paths" and the members of components to what the area files define.
type index map[string]map[string]indexed

// indexed is an entry of an area file.
type indexed struct {
	ref string // from the root, as a person writes it
	pos diag.Position
}

// areas reads the area files beside the root.
func (l *loader) areas() (index, error) {
	ix := index{}
	for _, section := range []string{"paths", "schemas", "parameters", "responses", "requestBodies", "headers", "examples"} {
		names, err := l.areaFiles(section)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if l.area(ix, section, name); l.err != nil {
				return nil, l.err
			}
		}
	}
	return ix, nil
}

// areaFiles lists the files, which need not be there, whose entries belong into a section.
func (l *loader) areaFiles(section string) ([]string, error) {
	if section != "paths" && section != "schemas" {
		name := path.Join(l.folder, section+".yaml")
		if _, err := fs.Lstat(l.fsys, name); errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		} else if err != nil {
			return nil, fmt.Errorf("area files of the spec: %w", err)
		}
		return []string{name}, nil
	}
	entries, err := fs.ReadDir(l.fsys, path.Join(l.folder, section))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("area files of the spec: %w", err)
	}
	var names []string
	for _, e := range entries {
		if name := path.Join(section, e.Name()); isArea(section, name) && !e.IsDir() {
			names = append(names, path.Join(l.folder, name))
		}
	}
	return names, nil
}

// isArea tells whether a name, seen from the root's folder, is that of an area file of a section.
func isArea(section, name string) bool {
	if section != "paths" && section != "schemas" {
		return name == section+".yaml"
	}
	return path.Dir(name) == section && !strings.HasPrefix(path.Base(name), ".") && (path.Ext(name) == ".yaml" || path.Ext(name) == ".yml")
}

func (l *loader) area(ix index, section, name string) {
	f := l.open(name, diag.Position{File: name})
	if f == nil {
		return
	}
	if f.tree.Kind != yaml.MappingNode {
		l.found.Add(f.position(f.tree), "index-sorted", "an area file is a mapping of names to objects")
		return
	}
	if ix[section] == nil {
		ix[section] = map[string]indexed{}
	}
	relative := strings.TrimPrefix(name, l.folder+"/")
	each(f.tree, func(key, _ *yaml.Node) {
		entry := indexed{ref: strings.NewReplacer("%", "%25", "#", "%23").Replace(relative) + "#" + fragment(Pointer(key.Value)), pos: f.position(key)}
		if other, twice := ix[section][key.Value]; twice {
			l.found = append(l.found, diag.Diagnostic{
				Rule: "duplicate-key", Pos: entry.pos, Message: fmt.Sprintf("%q is also defined in another area file; remove or rename one", key.Value),
				Related: []diag.Related{{Pos: other.pos, Message: "first here"}},
			})
			return
		}
		ix[section][key.Value] = entry
	})
}

// isIndexLine tells whether an entry of a section of the root is an index line: a reference to an area file and nothing else.
func isIndexLine(section string, value *yaml.Node) bool {
	if value == nil || value.Kind != yaml.MappingNode || len(value.Content) != 2 || value.Content[0].Value != "$ref" {
		return false
	}
	name, _, _ := normalRef(value.Content[1].Value)
	return isArea(section, name)
}

// normalRef gives the file and pointer of a reference without escapes.
func normalRef(ref string) (file, pointer string, ok bool) {
	file, pointer, _ = strings.Cut(ref, "#")
	file, err1 := url.PathUnescape(file)
	pointer, err2 := url.PathUnescape(pointer)
	return path.Clean(file), pointer, err1 == nil && err2 == nil
}

func sameRef(a, b string) bool {
	fileA, pointerA, okA := normalRef(a)
	fileB, pointerB, okB := normalRef(b)
	return okA && okB && fileA == fileB && pointerA == pointerB
}

// rewriter writes the root anew, line by line.
type rewriter struct {
	*loader
	file  *file
	ix    index
	lines []string // with their ends; the last one has one too
	eol   string
	out   bytes.Buffer
}

func newRewriter(l *loader, f *file, ix index) *rewriter {
	r := &rewriter{loader: l, file: f, ix: ix, eol: "\n"}
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
	if first := r.lines[0]; strings.HasSuffix(first, "\r\n") {
		r.eol = "\r\n"
	}
	if last := &r.lines[len(r.lines)-1]; !strings.HasSuffix(*last, "\n") && !strings.HasSuffix(*last, "\r") {
		*last += r.eol
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
	r.found.Add(r.file.position(n), "index-sorted", "the index cannot be written here; write a block of one entry a line, without braces and anchors")
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
	indent := 2
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
		r.out.WriteString(strings.Repeat(" ", indent) + name + ":" + r.eol)
	case refs == nil && !stale:
		r.write(b.first, b.end)
		return
	case len(children) > 0 && (b.value.Kind != yaml.MappingNode || b.value.Style&yaml.FlowStyle != 0):
		r.refuse(b.value)
		return
	case len(children) > 0:
		indent = children[0].key.Column - 3
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
		r.child(name, c, refs, texts, indent+2)
	}
	for key, entry := range refs {
		if _, has := texts[key]; !has {
			texts[key] = r.indexLine(key, entry.ref, indent+2)
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
			r.found = append(r.found, diag.Diagnostic{
				Rule: "duplicate-key", Pos: entry.pos, Message: fmt.Sprintf("%q is also defined in the root file; remove or rename one", c.key.Value),
				Related: []diag.Related{{Pos: r.file.position(c.key), Message: "also here"}},
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
	e.out = append(e.out, r.eol+strings.Repeat(" ", indent+2)+"$ref: "...)
	if printable(ref) {
		e.out = append(e.out, "'"+strings.ReplaceAll(ref, "'", "''")+"'"...)
	} else {
		e.out = appendString(e.out, ref)
	}
	return string(e.out) + r.eol
}

// safe tells whether the new text differs from the old one in the index only: the same content, the same comments.
func (r *rewriter) safe() bool {
	l := &loader{ctx: r.ctx, folder: r.folder}
	f := &file{name: r.file.name, data: r.out.Bytes()}
	if !l.parse(f) || len(l.found) > 0 || !r.sameMembers("", r.file.tree, f.tree) {
		return false
	}
	comments := map[string]int{}
	for line := range strings.Lines(r.out.String()) {
		comments[strings.TrimSpace(line)]++
	}
	for i, line := range r.lines {
		if text := strings.TrimSpace(line); r.comment(i) >= 0 {
			if comments[text]--; comments[text] < 0 {
				return false
			}
		}
	}
	return true
}

// sameMembers compares the members of the document ("") or of components.
func (r *rewriter) sameMembers(of string, before, after *yaml.Node) bool {
	same := after != nil && after.Kind == yaml.MappingNode
	each(before, func(key, value *yaml.Node) {
		now := Get(after, key.Value)
		switch {
		case !same:
		case of == "" && key.Value == "components" && (value.Kind == yaml.MappingNode || now != nil && now.Kind == yaml.MappingNode):
			same = r.sameMembers("components", value, now)
		case of == "" && key.Value == "paths", of != "" && slices.Contains(indexedSections(), key.Value):
			same = now != nil && r.sameSection(key.Value, value, now)
		default:
			same = equal(value, now)
		}
	})
	each(after, func(key, value *yaml.Node) { // nothing else is new
		section := of == "" && key.Value == "paths" || of != "" && slices.Contains(indexedSections(), key.Value)
		switch {
		case Get(before, key.Value) != nil:
		case of == "" && key.Value == "components":
			same = same && r.sameMembers("components", nil, value)
		case section:
			same = same && r.sameSection(key.Value, nil, value)
		default:
			same = false
		}
	})
	return same
}

// sameSection compares a section with what it should be.
func (r *rewriter) sameSection(name string, before, after *yaml.Node) bool {
	refs := r.ix[name]
	if after.Kind != yaml.MappingNode {
		return len(refs) == 0 && equal(before, after)
	}
	count, same := 0, true
	each(before, func(key, value *yaml.Node) {
		if !isIndexLine(name, value) {
			count++
			same = same && equal(value, Get(after, key.Value))
		}
	})
	for key, entry := range refs {
		count++
		same = same && sameRef(Text(Get(after, key), "$ref"), entry.ref)
	}
	return same && 2*count == len(after.Content)
}

// equal compares what two nodes say.
func equal(a, b *yaml.Node) bool {
	if a == nil || b == nil {
		return a == b
	}
	if a == b {
		return true
	}
	return a.Kind == b.Kind && a.Value == b.Value && a.ShortTag() == b.ShortTag() && slices.EqualFunc(a.Content, b.Content, equal)
}
