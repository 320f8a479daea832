package coverage

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// apiMap is a map of the API, as read from its file.
type apiMap struct {
	nodes, outside []*entry
	catalogue      *catalogue
	remarks        []Remark
}

// entry is a node of the tree, or a group of operations outside the tree.
type entry struct {
	id, title, reason, note text
	paths                   []selector
	nodes                   []*entry
}

// text is a value with its position.
type text struct {
	value string
	pos   report.Position
}

// selector is a value of the key "paths". It selects methods of a path. If methods is empty, it selects all methods.
type selector struct {
	path    string
	methods []string
	pos     report.Position
}

// operation identifies an operation by its method and path.
type operation struct{ method, path string }

func (o operation) String() string { return o.method + " " + o.path }

// catalogue is a list of operations from a source other than the spec.
type catalogue struct {
	title  text
	file   string
	listed []listed
	except []exception
}

// listed is an operation in the file of a catalogue.
type listed struct {
	operation
	pos report.Position
}

// exception is an operation in a catalogue that is not in the spec.
type exception struct {
	operation, instead operation // instead is zero if there is no replacement
	insteadPos         report.Position
	reason             text
	pos                report.Position
}

// outsideID is the first part of the IDs of groups outside the tree.
const outsideID = "outside"

// read reads a map of the API and the catalogue that the map names. It returns an error only if it cannot read the map. Other problems are findings.
func read(fsys fs.FS, file string) (*apiMap, report.List, error) {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the map of the API: %w", err)
	}
	strict, root := oas.Read(file, data, ruleMap)
	r := reader{Reader: strict, fsys: fsys, file: file, ids: map[string]report.Position{}}
	var m apiMap
	r.Mapping(root, []string{"nodes", "outside", "catalogue", "remarks"}, []string{"nodes"}, func(key string, value *oas.Node) {
		switch key {
		case "nodes":
			m.nodes = r.entries(value, key, "", r.node)
		case "outside":
			m.outside = r.entries(value, key, outsideID, r.group)
		case "catalogue":
			m.catalogue = r.catalogue(value)
		case "remarks":
			for _, item := range r.Sequence(value, key) {
				m.remarks = append(m.remarks, r.remark(item))
			}
		}
	})
	return &m, append(r.Findings(), r.duplicates...).Compact(), nil
}

// reader reads a map of the API.
type reader struct {
	*oas.Reader
	fsys       fs.FS
	file       string
	ids        map[string]report.Position
	duplicates report.List
}

// duplicate adds a finding for a definition at pos that repeats an earlier definition. first is the position of the earlier definition.
func (r *reader) duplicate(pos, first report.Position, message string) {
	r.duplicates = append(r.duplicates, report.Finding{
		Rule: ruleMap, Pos: pos, Message: message, Related: []report.Related{{Pos: first, Message: "first here"}},
	})
}

// entries reads a list of entries and calls read for each entry. The id of each entry must start with parent, the id of the parent entry.
func (r *reader) entries(n *oas.Node, key, parent string, read func(*oas.Node, string) *entry) []*entry {
	var list []*entry
	for _, item := range r.Sequence(n, key) {
		list = append(list, read(item, parent))
	}
	return list
}

// remark reads a section with a title, a text and explanations of names.
func (r *reader) remark(n *oas.Node) Remark {
	var out Remark
	r.Mapping(n, []string{"title", "text", "names"}, []string{"title", "text"}, func(key string, value *oas.Node) {
		switch key {
		case "title":
			out.Title = r.line(value, key).value
		case "text":
			out.Text = r.line(value, key).value
		case "names":
			for _, item := range r.Sequence(value, key) {
				out.Names = append(out.Names, r.explanation(item))
			}
		}
	})
	return out
}

// explanation reads names and the text that explains them.
func (r *reader) explanation(n *oas.Node) Explanation {
	var out Explanation
	keys := []string{"names", "text"}
	r.Mapping(n, keys, keys, func(key string, value *oas.Node) {
		if key == "text" {
			out.Text = r.line(value, key).value
			return
		}
		for _, item := range r.Sequence(value, key) {
			out.Names = append(out.Names, r.line(item, key).value)
		}
	})
	return out
}

// node reads a node of the tree.
func (r *reader) node(n *oas.Node, parent string) *entry {
	var e entry
	r.Mapping(n, []string{"id", "title", "paths", "reason", "note", "nodes"}, []string{"id", "title"}, func(key string, value *oas.Node) {
		if key == "nodes" {
			e.nodes = r.entries(value, key, n.Text("id"), r.node)
			return
		}
		r.member(&e, key, value, parent)
	})
	return &e
}

// group reads a group outside the tree.
func (r *reader) group(n *oas.Node, parent string) *entry {
	var e entry
	keys := []string{"id", "title", "note", "paths"}
	r.Mapping(n, keys, keys, func(key string, value *oas.Node) { r.member(&e, key, value, parent) })
	return &e
}

// member reads the value of a key in a node or group.
func (r *reader) member(e *entry, key string, value *oas.Node, parent string) {
	switch key {
	case "id":
		e.id = r.id(value, parent)
	case "title":
		e.title = r.line(value, key)
	case "reason":
		e.reason = r.line(value, key)
	case "note":
		e.note = r.line(value, key)
	case "paths":
		e.paths = r.selectors(value)
	}
}

// id reads an id, which consists of parent, a slash and one word. If parent is "", the id is one word. id adds a finding if the id is not valid,
// reserved or duplicated.
func (r *reader) id(n *oas.Node, parent string) text {
	id := r.line(n, "id")
	if id.value == "" {
		return id
	}
	word := id.value
	if parent != "" {
		word = strings.TrimPrefix(word, parent+"/")
	}
	switch first, exists := r.ids[id.value]; {
	case parent != "" && word == id.value:
		r.Add(n, "id %q does not start with %q, which is the id of the parent and a slash", id.value, parent+"/")
	case !isWord(word):
		r.Add(n, "id %q is not valid: %q must consist of a-z, 0-9 and single hyphens between them", id.value, word)
	case parent == "" && word == outsideID:
		r.Add(n, "id %q is reserved for the operations outside the tree; choose another", id.value)
	case exists:
		r.duplicate(id.pos, first, fmt.Sprintf("duplicate id %q; choose another", id.value))
	default:
		r.ids[id.value] = id.pos
	}
	return id
}

// isWord reports whether s consists of lower-case ASCII letters, digits and single hyphens between them.
func isWord(s string) bool {
	for part := range strings.SplitSeq(s, "-") {
		if part == "" || strings.Trim(part, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			return false
		}
	}
	return true
}

// line reads a text of one line. If the text contains a line break or another character that is not printable, line adds a finding and returns an
// empty value.
func (r *reader) line(n *oas.Node, label string) text {
	value := r.Text(n, label)
	if strings.ContainsFunc(value, func(c rune) bool { return !unicode.IsPrint(c) }) {
		r.Add(n, "%s must be one line of printable characters", label)
		value = ""
	}
	return text{strings.TrimSpace(value), n.Pos()}
}

// selectors reads a path or a list of paths. It adds a finding for each path that is not valid, and omits the path.
func (r *reader) selectors(n *oas.Node) []selector {
	items := []*oas.Node{n}
	if n.IsSequence() {
		items = r.Sequence(n, "paths")
	}
	var list []selector
	for _, item := range items {
		line := r.line(item, "path")
		if line.value == "" {
			continue
		}
		s := selector{path: line.value, pos: line.pos}
		if methods, template, ok := strings.Cut(line.value, " "); ok {
			s.path, s.methods = template, strings.Split(methods, ",")
		}
		if !strings.HasPrefix(s.path, "/") || !areMethods(s.methods) {
			r.Add(item, "path %q is not valid; write a path such as /doors/{id}, or methods and a path such as GET,PUT /doors/{id}", line.value)
			continue
		}
		list = append(list, s)
	}
	return list
}

// areMethods reports whether all texts are HTTP methods in upper case.
func areMethods(methods []string) bool {
	return !slices.ContainsFunc(methods, func(m string) bool { return m != strings.ToUpper(m) || !oas.IsMethod(strings.ToLower(m)) })
}

// catalogue reads the settings of a catalogue and its file.
func (r *reader) catalogue(n *oas.Node) *catalogue {
	var c catalogue
	r.Mapping(n, []string{"title", "file", "except"}, []string{"title", "file"}, func(key string, value *oas.Node) {
		switch key {
		case "title":
			c.title = r.line(value, key)
		case "file":
			c.file = r.line(value, key).value
		case "except":
			if !value.IsSequence() {
				r.Add(value, "except must be a list of operations")
			}
			for _, item := range value.List() {
				c.except = append(c.except, r.except(item))
			}
		}
	})
	if c.file != "" {
		r.list(&c, n.Get("file"))
	}
	return &c
}

// except reads an operation that is in a catalogue but not in the spec.
func (r *reader) except(n *oas.Node) exception {
	e := exception{pos: n.Pos()}
	r.Mapping(n, []string{"operation", "instead", "reason"}, []string{"operation", "reason"}, func(key string, value *oas.Node) {
		switch key {
		case "operation":
			e.pos, e.operation = value.Pos(), r.operation(value, key)
		case "instead":
			e.insteadPos, e.instead = value.Pos(), r.operation(value, key)
		case "reason":
			e.reason = r.line(value, key)
		}
	})
	return e
}

// operation reads a method and a path.
func (r *reader) operation(n *oas.Node, label string) operation {
	line := r.line(n, label)
	method, template, _ := strings.Cut(line.value, " ")
	if line.value != "" && (!strings.HasPrefix(template, "/") || !areMethods([]string{method})) {
		r.Add(n, "operation %q is not valid; write a method and a path such as DELETE /doors/{id}", line.value)
	}
	return operation{method, template}
}

// list reads the file of a catalogue into c. n is the value that contains the name of the file. A line consists of a method, a tab and a path. list
// ignores empty lines and lines that start with #.
func (r *reader) list(c *catalogue, n *oas.Node) {
	name := path.Join(path.Dir(r.file), c.file)
	if strings.Contains(c.file, "\\") || !fs.ValidPath(name) {
		r.Add(n, "file %q is not valid; write a path with slashes, relative to this file and within the project", c.file)
		return
	}
	data, err := fs.ReadFile(r.fsys, name)
	if err != nil {
		r.Add(n, "file %q cannot be read: %s", c.file, reasonOf(err))
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
			r.AddAt(pos, "operation %q is not valid; write a method, a tab and a path", line)
			continue
		}
		op := operation{method, template}
		if first, exists := seen[op]; exists {
			r.duplicate(pos, first, fmt.Sprintf("duplicate operation %q; remove one", op))
			continue
		}
		seen[op] = pos
		c.listed = append(c.listed, listed{op, pos})
	}
}

// reasonOf returns the cause in an fs.PathError, without the name of the file. It returns any other error unchanged.
func reasonOf(err error) error {
	if failed, ok := errors.AsType[*fs.PathError](err); ok {
		return failed.Err
	}
	return err
}
