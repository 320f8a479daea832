package spec

// This file has the API on the nodes of the YAML library. It goes when every other package uses package oas.

import (
	"bytes"
	"slices"
	"strconv"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

type Kind oas.Kind

const (
	KindData           = Kind(oas.Data)
	KindDocument       = Kind(oas.Document)
	KindInfo           = Kind(oas.Info)
	KindServer         = Kind(oas.Server)
	KindServerVariable = Kind(oas.ServerVariable)
	KindTag            = Kind(oas.Tag)
	KindExternalDocs   = Kind(oas.ExternalDocs)
	KindComponents     = Kind(oas.Components)
	KindPathItem       = Kind(oas.PathItem)
	KindOperation      = Kind(oas.Operation)
	KindParameter      = Kind(oas.Parameter)
	KindRequestBody    = Kind(oas.RequestBody)
	KindResponse       = Kind(oas.Response)
	KindMediaType      = Kind(oas.MediaType)
	KindEncoding       = Kind(oas.Encoding)
	KindHeader         = Kind(oas.Header)
	KindSchema         = Kind(oas.Schema)
	KindExample        = Kind(oas.Example)
	KindLink           = Kind(oas.Link)
	KindCallback       = Kind(oas.Callback)
	KindSecurityScheme = Kind(oas.SecurityScheme)
	KindDiscriminator  = Kind(oas.Discriminator)
	Kinds              = Kind(oas.Kinds)
)

type Shape = oas.Shape

const (
	One  = oas.One
	Many = oas.Many
	List = oas.List
)

func (k Kind) Below(field string) (Kind, Shape) {
	child, shape := oas.Kind(k).Child(field)
	return Kind(child), shape
}
func (k Kind) Referable() bool { return oas.Kind(k).Referable() }
func (k Kind) String() string  { return oas.Kind(k).String() }

func Pointer(tokens ...string) string                     { return oas.Pointer(tokens...) }
func Tokens(pointer string) ([]string, error)             { return oas.Tokens(pointer) }
func IsMethod(key string) bool                            { return oas.IsMethod(key) }
func AppendJSON(dst []byte, n *yaml.Node) ([]byte, error) { return fromYAML(n).AppendJSON(dst), nil }
func Value(n *yaml.Node) any                              { return fromYAML(n).Any() }

type node interface{ *yaml.Node | *oas.Node }

func fromYAMLs(nodes any) []*oas.Node {
	if list, ok := nodes.([]*oas.Node); ok {
		return list
	}
	var list []*oas.Node
	for _, n := range nodes.([]*yaml.Node) {
		list = append(list, fromYAML(n))
	}
	return list
}

func fromYAML[N node](tree N) *oas.Node {
	if n, ok := any(tree).(*oas.Node); ok {
		return n
	}
	n := any(tree).(*yaml.Node)
	out := &oas.Node{Value: n.Value}
	switch n.ShortTag() {
	case "!!null":
	case "!!bool":
		out.Type = oas.Bool
	case "!!int":
		out.Type = oas.Int
	case "!!float":
		out.Type = oas.Float
	default:
		out.Type = oas.String
	}
	switch n.Kind {
	case yaml.MappingNode:
		out.Type = oas.Mapping
		each(n, func(key, value *yaml.Node) {
			out.Entries = append(out.Entries, oas.NewEntry(key.Value, fromYAML(value)))
		})
	case yaml.SequenceNode:
		out.Type = oas.Sequence
		for _, item := range n.Content {
			out.Items = append(out.Items, fromYAML(item))
		}
	}
	return out
}

type oldTree struct {
	root    *yaml.Node
	keys    keys
	written map[*yaml.Node]string
}

func (s *Spec) oldTree() oldTree {
	t := oldTree{written: map[*yaml.Node]string{}}
	var convert func(n *oas.Node) *yaml.Node
	convert = func(n *oas.Node) *yaml.Node {
		out := &yaml.Node{Kind: yaml.ScalarNode, Value: n.Value, Line: n.Pos().Line, Column: n.Pos().Column}
		out.Tag = []string{"!!null", "!!bool", "!!int", "!!float", "!!str", "!!map", "!!seq"}[n.Type]
		switch n.Type {
		case oas.Mapping:
			out.Kind = yaml.MappingNode
			for _, e := range n.Entries {
				key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: e.Key, Line: e.Pos().Line, Column: e.Pos().Column}
				if written, ok := s.written[e.Value]; ok {
					t.written[key] = written
				}
				out.Content = append(out.Content, key, convert(e.Value))
			}
		case oas.Sequence:
			out.Kind = yaml.SequenceNode
			for _, item := range n.Items {
				out.Content = append(out.Content, convert(item))
			}
		}
		return out
	}
	t.root = convert(s.bundle)
	t.keys = newKeys(t.root)
	return t
}

func (s *Spec) Tree() *yaml.Node               { return s.old().root }
func (s *Spec) Node(pointer string) *yaml.Node { return s.old().keys.at(s.old().root, pointer) }
func (s *Spec) WithoutFiles() *Spec            { return s }
func (s *Spec) WrittenStatus(key *yaml.Node) string {
	if written, ok := s.old().written[key]; ok {
		return written
	}
	return key.Value
}

func (s *Spec) File(name string) *yaml.Node {
	f := s.file(name)
	if f == nil {
		return nil
	}
	var doc yaml.Node
	if err := yaml.NewDecoder(bytes.NewReader(f.source.Data)).Decode(&doc); err != nil || len(doc.Content) == 0 {
		return nil
	}
	newLocator(f.source.Data).mend(doc.Content[0])
	return doc.Content[0]
}

func Problem(file string, data []byte, err error) (report.Position, string) {
	_, found := oas.Parse(&oas.Source{Name: file, Data: data}, oas.NewLimits())
	for _, d := range found {
		return d.Pos, d.Message
	}
	return report.Position{File: file, Line: 1, Column: 1}, err.Error()
}

func Get(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	_, value := child(n, key)
	return value
}

func Text(n *yaml.Node, key string) string {
	if v := Get(n, key); v != nil && v.Kind == yaml.ScalarNode {
		return v.Value
	}
	return ""
}

func each(n *yaml.Node, do func(key, value *yaml.Node)) {
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		do(n.Content[i], n.Content[i+1])
	}
}

// child finds the entry of a mapping (with its key) or the item of a sequence (without one).
func child(n *yaml.Node, token string) (key, value *yaml.Node) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == token {
				return n.Content[i], n.Content[i+1]
			}
		}
	case yaml.SequenceNode:
		i, err := strconv.Atoi(token)
		if err == nil && i >= 0 && i < len(n.Content) && strconv.Itoa(i) == token {
			return nil, n.Content[i]
		}
	}
	return nil, nil
}

// keys finds entries of long mappings: the entries of each, by key, in the order of Content. Short mappings are not in it.
type keys map[*yaml.Node]map[string]int

const longMapping = 32 // nodes: up to here, looking at each is faster

// newKeys makes the keys of a tree, so that they can be used concurrently.
func newKeys(root *yaml.Node) keys {
	k := keys{}
	var visit func(n *yaml.Node)
	visit = func(n *yaml.Node) {
		k.index(n)
		for _, c := range n.Content {
			if len(c.Content) > 0 {
				visit(c)
			}
		}
	}
	visit(root)
	return k
}

func (k keys) index(n *yaml.Node) map[string]int {
	if n.Kind != yaml.MappingNode || len(n.Content) <= longMapping {
		return nil
	}
	entries := make(map[string]int, len(n.Content)/2)
	for i := len(n.Content) - 2; i >= 0; i -= 2 { // backwards, so that the first of two counts
		entries[n.Content[i].Value] = i
	}
	k[n] = entries
	return entries
}

// child is the function child. It adds to the keys what it does not find there.
func (k keys) child(n *yaml.Node, token string) (key, value *yaml.Node) {
	if n.Kind != yaml.MappingNode || len(n.Content) <= longMapping {
		return child(n, token)
	}
	entries, known := k[n]
	if !known {
		entries = k.index(n)
	}
	if i, ok := entries[token]; ok {
		return n.Content[i], n.Content[i+1]
	}
	return nil, nil
}

// at gives the node at a pointer, nil when there is none.
func (k keys) at(n *yaml.Node, pointer string) *yaml.Node {
	tokens, err := Tokens(pointer)
	if err != nil {
		return nil
	}
	for _, token := range tokens {
		if _, n = k.child(n, token); n == nil {
			return nil
		}
	}
	return n
}

// Member is one value of an enum as the document has it.
type Member struct {
	Value       *yaml.Node // the scalar, exact: never converted
	Name        string     // as written; "" when the document names it nowhere
	NameNode    *yaml.Node // where the name was written, nil without a name
	Description string
	Deprecated  bool
}

// Enum is a schema that lists its values.
type Enum struct {
	Flags   bool // x-enum-flags: the values are bits, and sums of them are valid
	Strings bool // type string, otherwise integer
	Members []Member
	// Names counts the names that were written, which may be more or fewer than there are members; -1 when there is no list of names.
	Names int
}

// ReadEnum reads an enum off a schema node; ok is false for a schema that is none. Values are those of `enum` (null left out, it is
// said by nullable), of `x-enum-values` (a list of numbers, or of objects with numericValue and identifier), or of OpenAPI 3.1
// `oneOf` branches with const and title. Names are those of `x-enum-varnames`, `x-enumNames` or `x-enum-names`, or the
// values' own. A boolean or number enum is none: Go has no constants for it that the wire could carry.
func ReadEnum(schema *yaml.Node) (e Enum, ok bool) {
	typ := typeOf(schema)
	if typ != "integer" && typ != "string" {
		return Enum{}, false
	}
	e = Enum{Strings: typ == "string", Flags: Text(schema, "x-enum-flags") == "true", Names: -1}
	values := Get(schema, "enum")
	extension := Get(schema, "x-enum-values")
	switch {
	case values != nil && values.Kind == yaml.SequenceNode:
		e.plain(values)
		e.identifiers(extension)
	case extension != nil && extension.Kind == yaml.SequenceNode:
		e.plain(extension)
		e.identifiers(extension)
	default:
		e.constants(Get(schema, "oneOf"))
	}
	if len(e.Members) == 0 {
		return Enum{}, false
	}
	e.names(schema)
	e.texts(schema)
	return e, true
}

// typeOf gives the one type of a schema; OpenAPI 3.1 may list "null" beside it.
func typeOf(schema *yaml.Node) string {
	n := Get(schema, "type")
	if n == nil {
		return ""
	}
	if n.Kind == yaml.ScalarNode {
		return n.Value
	}
	typ := ""
	for _, t := range n.Content {
		if t.Value == "null" {
			continue
		}
		if typ != "" {
			return ""
		}
		typ = t.Value
	}
	return typ
}

func (e *Enum) plain(values *yaml.Node) {
	e.Members = make([]Member, 0, len(values.Content))
	for _, v := range values.Content {
		if v.Kind == yaml.MappingNode {
			if number := Get(v, "numericValue"); number != nil {
				e.Members = append(e.Members, Member{Value: number, Description: Text(v, "description")})
			}
			continue
		}
		if v.Kind == yaml.ScalarNode && v.ShortTag() != "!!null" {
			e.Members = append(e.Members, Member{Value: v})
		}
	}
}

// identifiers takes names from a list of objects, as bungie.net's document has them.
func (e *Enum) identifiers(extension *yaml.Node) {
	if extension == nil || extension.Kind != yaml.SequenceNode {
		return
	}
	byValue := map[string]*yaml.Node{}
	for _, v := range extension.Content {
		if number := Get(v, "numericValue"); number != nil {
			byValue[number.Value] = v
		}
	}
	for i := range e.Members {
		m := &e.Members[i]
		if v := byValue[m.Value.Value]; v != nil {
			if id := Get(v, "identifier"); id != nil {
				m.Name, m.NameNode = id.Value, id
			}
			m.Description = Text(v, "description")
		}
	}
	if len(byValue) > 0 {
		e.Names = len(byValue)
	}
}

// constants takes members from oneOf branches with const.
func (e *Enum) constants(branches *yaml.Node) {
	if branches == nil || branches.Kind != yaml.SequenceNode {
		return
	}
	var members []Member
	for _, b := range branches.Content {
		value, title := Get(b, "const"), Get(b, "title")
		if value == nil || value.Kind != yaml.ScalarNode {
			return
		}
		m := Member{Value: value, Description: Text(b, "description"), Deprecated: Text(b, "deprecated") == "true"}
		if title != nil {
			m.Name, m.NameNode = title.Value, title
		}
		members = append(members, m)
	}
	e.Members = members
}

func (e *Enum) names(schema *yaml.Node) {
	for _, key := range []string{"x-enum-varnames", "x-enumNames", "x-enum-names"} {
		list := Get(schema, key)
		if list == nil || list.Kind != yaml.SequenceNode {
			continue
		}
		e.Names = len(list.Content)
		for i, n := range list.Content {
			if i < len(e.Members) && n.Kind == yaml.ScalarNode {
				e.Members[i].Name, e.Members[i].NameNode = n.Value, n
			}
		}
		return
	}
}

// texts takes descriptions (by index, or by value or name) and deprecations (booleans by index, or names).
func (e *Enum) texts(schema *yaml.Node) {
	descriptions := Get(schema, "x-enum-descriptions")
	deprecated := Get(schema, "x-enum-deprecated")
	for i := range e.Members {
		m := &e.Members[i]
		if _, text := item(descriptions, i, m); text != nil && text.ShortTag() != "!!null" {
			m.Description = text.Value
		}
		if deprecated == nil {
			continue
		}
		for j, d := range deprecated.Content {
			if d.Value == m.Name && m.Name != "" || j == i && d.Value == "true" {
				m.Deprecated = true
			}
		}
	}
}

func item(n *yaml.Node, i int, m *Member) (key, value *yaml.Node) {
	if n == nil {
		return nil, nil
	}
	if n.Kind == yaml.SequenceNode {
		return child(n, strconv.Itoa(i))
	}
	if key, value = child(n, m.Value.Value); value == nil && m.Name != "" {
		key, value = child(n, m.Name)
	}
	return key, value
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
	l := &locator{data: data, start: make([]int, 1, 2+bytes.Count(data, []byte("\n"))), plain: true}
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
func (l *locator) line(file string, line int) report.Position {
	line = max(1, min(line, len(l.start)))
	if l.ours == nil {
		return report.Position{File: file, Line: line, Column: 1}
	}
	return report.Position{File: file, Line: l.ours[line-1], Column: 1 + l.base[line-1]}
}

// offset gives the place of a byte.
func (l *locator) offset(file string, i int) report.Position {
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
