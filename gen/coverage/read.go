package coverage

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// apiMap is the file as it was written.
type apiMap struct {
	nodes, outside []*entry
	catalogue      *catalogue
}

// entry is a node, or a group outside of the tree.
type entry struct {
	id, title, reason, note text
	paths                   []selector
	nodes                   []*entry
}

// text is a value and where it stands.
type text struct {
	value string
	pos   report.Position
}

// selector is an item of paths: a path, and those of its methods that are meant; none means all.
type selector struct {
	path    string
	methods []string
	pos     report.Position
}

// operation names an operation.
type operation struct{ method, path string }

func (o operation) String() string { return o.method + " " + o.path }

// catalogue is a list of operations from elsewhere.
type catalogue struct {
	title  text
	file   string
	listed []listed
	except []except
}

type listed struct {
	operation
	pos report.Position
}

type except struct {
	operation, instead operation // instead is zero when there is none
	insteadPos         report.Position
	reason             text
	pos                report.Position
}

// outsideID is the id that the groups outside of the tree have in front of their own.
const outsideID = "outside"

// read reads the map and its catalogue. The map is nil when the file is no YAML.
func read(fsys fs.FS, file string) (*apiMap, report.List, error) {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return nil, nil, fmt.Errorf("map of the API: %w", err)
	}
	r := reader{fsys: fsys, file: file, ids: map[string]report.Position{}}
	var doc yaml.Node
	if err := yaml.NewDecoder(bytes.NewReader(data)).Decode(&doc); err != nil {
		pos, reason := report.Position{File: file, Line: 1, Column: 1}, "the file is empty; it needs nodes"
		if !errors.Is(err, io.EOF) {
			pos, reason = spec.Problem(file, data, err)
		}
		r.found.Add(pos, ruleMap, "%s", reason)
		return nil, r.found, nil
	}
	m := r.root(doc.Content[0])
	return m, r.found.Compact(), nil
}

type reader struct {
	fsys  fs.FS
	file  string
	ids   map[string]report.Position
	found report.List
}

func (r *reader) at(n *yaml.Node) report.Position {
	return report.Position{File: r.file, Line: n.Line, Column: n.Column}
}

func (r *reader) add(n *yaml.Node, format string, args ...any) {
	r.found.Add(r.at(n), ruleMap, format, args...)
}

func (r *reader) root(n *yaml.Node) *apiMap {
	var m apiMap
	r.mapping(n, []string{"nodes", "outside", "catalogue"}, []string{"nodes"}, func(key string, value *yaml.Node) {
		switch key {
		case "nodes":
			m.nodes = r.entries(value, "", r.node)
		case "outside":
			m.outside = r.entries(value, outsideID, r.group)
		case "catalogue":
			m.catalogue = r.catalogue(value)
		}
	})
	return &m
}

// mapping visits the entries of a mapping, and reports keys that are unknown, stand twice or are missing.
func (r *reader) mapping(n *yaml.Node, known, required []string, visit func(key string, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		r.add(n, "a mapping is expected here, with the keys %s", strings.Join(known, ", "))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case !slices.Contains(known, key.Value):
			r.add(key, "unknown key %q; the keys here are %s", key.Value, strings.Join(known, ", "))
		case seen[key.Value]:
			r.add(key, "key %q stands twice; remove one", key.Value)
		default:
			visit(key.Value, value)
		}
		seen[key.Value] = true
	}
	for _, key := range required {
		if !seen[key] {
			r.add(n, "key %q is missing", key)
		}
	}
}

// entries reads a list of entries whose ids continue the id of their parent.
func (r *reader) entries(n *yaml.Node, parent string, one func(*yaml.Node, string) *entry) []*entry {
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		r.add(n, "a list is expected here, one item a node")
		return nil
	}
	var list []*entry
	for _, item := range n.Content {
		list = append(list, one(item, parent))
	}
	return list
}

func (r *reader) node(n *yaml.Node, parent string) *entry {
	var e entry
	r.mapping(n, []string{"id", "title", "paths", "reason", "note", "nodes"}, []string{"id", "title"}, func(key string, value *yaml.Node) {
		switch key {
		case "nodes":
			id := e.id.value
			if id == "" {
				id = spec.Text(n, "id")
			}
			e.nodes = r.entries(value, id, r.node)
		default:
			r.member(&e, key, value, parent)
		}
	})
	return &e
}

func (r *reader) group(n *yaml.Node, parent string) *entry {
	var e entry
	keys := []string{"id", "title", "note", "paths"}
	r.mapping(n, keys, keys, func(key string, value *yaml.Node) { r.member(&e, key, value, parent) })
	return &e
}

// member reads what nodes and groups have in common.
func (r *reader) member(e *entry, key string, value *yaml.Node, parent string) {
	switch key {
	case "id":
		e.id = r.id(value, parent)
	case "title":
		e.title = r.line(value)
	case "reason":
		e.reason = r.line(value)
	case "note":
		e.note = r.line(value)
	case "paths":
		e.paths = r.selectors(value)
	}
}

// id reads an id: that of the parent, and one word more.
func (r *reader) id(n *yaml.Node, parent string) text {
	id := r.line(n)
	if id.value == "" {
		return id
	}
	word := id.value
	if parent != "" {
		word = strings.TrimPrefix(word, parent+"/")
	}
	switch first, twice := r.ids[id.value]; {
	case parent != "" && word == id.value:
		r.add(n, "id %q does not begin with %q, the id of the node above and a slash", id.value, parent+"/")
	case !isWord(word):
		r.add(n, "id %q: %q has other characters than a-z, 0-9 and single hyphens between them", id.value, word)
	case parent == "" && word == outsideID:
		r.add(n, "id %q stands for the operations outside of the tree; choose another", id.value)
	case twice:
		r.found = append(r.found, report.Finding{
			Rule: ruleMap, Pos: id.pos, Message: fmt.Sprintf("id %q is used twice; choose another", id.value),
			Related: []report.Related{{Pos: first, Message: "first here"}},
		})
	default:
		r.ids[id.value] = id.pos
	}
	return id
}

func isWord(s string) bool {
	for part := range strings.SplitSeq(s, "-") {
		if part == "" || strings.Trim(part, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			return false
		}
	}
	return true
}

// line reads a text of one line.
func (r *reader) line(n *yaml.Node) text {
	t := text{pos: r.at(n)}
	switch {
	case n.Kind != yaml.ScalarNode || n.ShortTag() != "!!str" || strings.TrimSpace(n.Value) == "":
		r.add(n, "a text is expected here")
	case strings.ContainsFunc(n.Value, func(c rune) bool { return !unicode.IsPrint(c) }):
		r.add(n, "a text of one line is expected here, without control characters")
	default:
		t.value = strings.TrimSpace(n.Value)
	}
	return t
}

// selectors reads one path, or a list of them.
func (r *reader) selectors(n *yaml.Node) []selector {
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	if len(items) == 0 {
		r.add(n, "there are no paths in this list")
	}
	var list []selector
	for _, item := range items {
		line := r.line(item)
		if line.value == "" {
			continue
		}
		methods, template, ok := strings.Cut(line.value, " ")
		s := selector{path: template, pos: line.pos}
		if ok {
			s.methods = strings.Split(methods, ",")
		} else {
			s.path = line.value
		}
		if !strings.HasPrefix(s.path, "/") || !areMethods(s.methods) {
			r.add(item, "%q is no path; write a path template, with methods in front if not all are meant: GET,PUT /api/Door/{id}", line.value)
			continue
		}
		list = append(list, s)
	}
	return list
}

func areMethods(methods []string) bool {
	return !slices.ContainsFunc(methods, func(m string) bool { return m != strings.ToUpper(m) || !spec.IsMethod(strings.ToLower(m)) })
}

func (r *reader) catalogue(n *yaml.Node) *catalogue {
	var c catalogue
	var file *yaml.Node
	r.mapping(n, []string{"title", "file", "except"}, []string{"title", "file"}, func(key string, value *yaml.Node) {
		switch key {
		case "title":
			c.title = r.line(value)
		case "file":
			file = value
			c.file = r.line(value).value
		case "except":
			if value.Kind != yaml.SequenceNode {
				r.add(value, "a list is expected here, one item an operation")
				return
			}
			for _, item := range value.Content {
				c.except = append(c.except, r.except(item))
			}
		}
	})
	if c.file != "" {
		r.list(&c, file)
	}
	return &c
}

func (r *reader) except(n *yaml.Node) except {
	e := except{pos: r.at(n)}
	r.mapping(n, []string{"operation", "instead", "reason"}, []string{"operation", "reason"}, func(key string, value *yaml.Node) {
		switch key {
		case "operation":
			e.pos, e.operation = r.at(value), r.operation(value)
		case "instead":
			e.insteadPos, e.instead = r.at(value), r.operation(value)
		case "reason":
			e.reason = r.line(value)
		}
	})
	return e
}

func (r *reader) operation(n *yaml.Node) operation {
	line := r.line(n)
	method, template, _ := strings.Cut(line.value, " ")
	if line.value != "" && (!strings.HasPrefix(template, "/") || !areMethods([]string{method})) {
		r.add(n, "%q is no operation; write method and path: DELETE /api/Door/{id}", line.value)
	}
	return operation{method, template}
}

// list reads the file of a catalogue, which n names: method, tab and path on each line; empty lines and lines with # in front say
// nothing.
func (r *reader) list(c *catalogue, n *yaml.Node) {
	name := path.Join(path.Dir(r.file), c.file)
	if strings.Contains(c.file, "\\") || !fs.ValidPath(name) {
		r.add(n, "%q is no path of a file that may be read; write it with slashes, relative to this file", c.file)
		return
	}
	data, err := fs.ReadFile(r.fsys, name)
	if err != nil {
		r.add(n, "%q cannot be read: %s", c.file, reasonOf(err))
		return
	}
	seen := map[operation]report.Position{}
	number := 0
	for line := range strings.SplitSeq(string(data), "\n") {
		number++
		line = strings.TrimSuffix(line, "\r")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		pos := report.Position{File: name, Line: number, Column: 1}
		method, template, _ := strings.Cut(line, "\t")
		if !strings.HasPrefix(template, "/") || strings.ContainsAny(template, "\t ") || !areMethods([]string{method}) {
			r.found.Add(pos, ruleMap, "%q is no operation; write method, tab and path", line)
			continue
		}
		op := operation{method, template}
		if first, twice := seen[op]; twice {
			r.found = append(r.found, report.Finding{
				Rule: ruleMap, Pos: pos, Message: fmt.Sprintf("%s is listed twice; remove one", op),
				Related: []report.Related{{Pos: first, Message: "first here"}},
			})
			continue
		}
		seen[op] = pos
		c.listed = append(c.listed, listed{op, pos})
	}
}

// reasonOf is why a file cannot be read, without its name.
func reasonOf(err error) error {
	if failed, ok := errors.AsType[*fs.PathError](err); ok {
		return failed.Err
	}
	return err
}
