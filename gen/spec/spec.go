// Package spec reads an OpenAPI document from a file system, joins its files into one bundle, and remembers where every
// part of it was written.
//
// What is true: a file is read once and parsed once, into YAML nodes, so numbers stay as they were written and every node
// has a line and a column, in bytes. The bundle is a tree of such nodes without aliases and merge keys, in which every scalar has the one form
// that JSON has for it, and every reference is `#/components/...` or `#/paths/...` and leads to an object of the kind that is wanted. What is so
// in a file already is the file's own node; its comments and style say nothing in the bundle. Files outside of the root's folder, links, URLs,
// and absolute paths are refused, and so is what would exhaust the machine. Everything that is wrong with the input is a diagnostic with a
// position; an error means that reading itself failed.
//
// What is not: the package does not judge the document (package lint does), does not follow references into the network, and
// knows OpenAPI 3.0 and 3.1 only. Of a YAML file with a syntax error it reports the first one, because yaml.v3 stops there.
package spec

import (
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// Spec is a loaded document: the files as they are, and the bundle made of them. What it tells does not change after [Load],
// and it is safe for concurrent use.
type Spec struct {
	root   string
	files  []*file // in the order of their first use, the root first
	bundle *yaml.Node
	// origin names the file of a bundle node where that differs from the file of its parent. A node keeps its own line and column.
	origin   map[*yaml.Node]*file
	refs     []Ref
	keys     keys                  // of the bundle
	unread   []string              // see Unread
	statuses map[*yaml.Node]string // see WrittenStatus

	json       func() ([]byte, error)
	yaml       func() ([]byte, error)
	operations func() []Operation
	schemas    func() []Schema
	model      func() *oas.Model
	written    map[*oas.Node]string // see ResponseKey
}

func newSpec(root string, files []*file, bundle *yaml.Node, origin map[*yaml.Node]*file, refs []Ref) *Spec {
	s := &Spec{root: root, files: files, bundle: bundle, origin: origin, refs: refs, keys: newKeys(bundle)}
	s.json = sync.OnceValues(func() ([]byte, error) { return appendJSON(nil, s.bundle) })
	s.yaml = sync.OnceValues(func() ([]byte, error) { return encode(s.bundle), nil })
	s.operations = sync.OnceValue(s.findOperations)
	s.schemas = sync.OnceValue(s.findSchemas)
	s.model = sync.OnceValue(s.findModel)
	return s
}

// Ref is one reference as an author wrote it.
type Ref struct {
	Pos   report.Position
	File  string // the file the reference stands in
	Value string // the text, "../openapi.yaml#/components/schemas/MFA"
	Kind  string // what is expected there: "schema", "parameter", "response", "path item", ...
}

// Root is the name of the root file, as given to [Load].
func (s *Spec) Root() string { return s.root }

// Files lists the files that were read, the root first, the others in the order of their first use.
func (s *Spec) Files() []string {
	names := make([]string, len(s.files))
	for i, f := range s.files {
		names[i] = f.name
	}
	return names
}

// Unread lists the area files beside the root (see [Format]) that nothing refers to.
func (s *Spec) Unread() []string { return s.unread }

// Source gives the bytes of a file that was read, nil for any other name. The caller does not change them.
func (s *Spec) Source(name string) []byte {
	if f := s.file(name); f != nil {
		return f.data
	}
	return nil
}

// File gives the content node of a file that was read, as its author wrote it (references and comments included), nil for any
// other name. The caller does not change it.
func (s *Spec) File(name string) *yaml.Node {
	if f := s.file(name); f != nil {
		return f.node
	}
	return nil
}

// WithoutFiles gives the same document without the texts and trees of its files, but for what the bundle shares with them: [Spec.Source] and
// [Spec.File] are nil for all of them.
func (s *Spec) WithoutFiles() *Spec {
	files, now := make([]*file, len(s.files)), map[*file]*file{}
	for i, f := range s.files {
		files[i] = &file{name: f.name}
		now[f] = files[i]
	}
	origin := make(map[*yaml.Node]*file, len(s.origin))
	for n, f := range s.origin {
		origin[n] = now[f]
	}
	return newSpec(s.root, files, s.bundle, origin, s.refs)
}

func (s *Spec) file(name string) *file {
	for _, f := range s.files {
		if f.name == name {
			return f
		}
	}
	return nil
}

// Refs lists every reference of every file, in the order in which they were met.
func (s *Spec) Refs() []Ref { return s.refs }

// Bundle gives the whole document as one YAML file whose references are all `#/components/...`. The bytes depend on the content
// only, not on how it is spread over files, and hold no comments.
func (s *Spec) Bundle() ([]byte, error) { return s.yaml() }

// JSON gives the bundle as JSON, with numbers as they were written.
func (s *Spec) JSON() ([]byte, error) { return s.json() }

// Tree is the root node of the bundle. The caller does not change it.
func (s *Spec) Tree() *yaml.Node { return s.bundle }

// Node gives the node of the bundle at a JSON pointer (RFC 6901), nil when there is none. References are not followed.
func (s *Spec) Node(pointer string) *yaml.Node {
	node, rest, _ := s.walk(pointer)
	if len(rest) > 0 {
		return nil
	}
	return node.value
}

// Position tells where the value at a JSON pointer of the bundle was written. When the pointer leads nowhere, it is the position
// of the deepest part that exists.
func (s *Spec) Position(pointer string) report.Position {
	node, _, _ := s.walk(pointer)
	return node.position(node.value)
}

// KeyPosition tells where the key of a mapping entry was written: in the area file, where the root has an index line for it. For items of a
// sequence and for the root it is the position of the value. When the pointer leads nowhere, it is the deepest part that exists.
func (s *Spec) KeyPosition(pointer string) report.Position {
	node, _, _ := s.walk(pointer)
	if node.key == nil {
		return node.position(node.value)
	}
	return report.Position{File: node.keyFile.name, Line: node.key.Line, Column: node.key.Column}
}

// place is a node of the bundle, the key it stands under, and the files the two were written in.
type place struct {
	key, value    *yaml.Node
	keyFile, file *file
}

func (p place) position(n *yaml.Node) report.Position {
	if p.file == nil {
		return report.Position{}
	}
	return report.Position{File: p.file.name, Line: n.Line, Column: n.Column}
}

// walk follows a pointer as far as it goes, and gives the tokens that were left.
func (s *Spec) walk(pointer string) (place, []string, error) {
	at := place{value: s.bundle, file: s.files[0], keyFile: s.files[0]}
	tokens, err := Tokens(pointer)
	if err != nil {
		return at, []string{pointer}, err
	}
	for i, token := range tokens {
		key, value := s.keys.child(at.value, token)
		if value == nil {
			return at, tokens[i:], nil
		}
		next := place{key: key, value: value, keyFile: at.file, file: at.file}
		if f := s.origin[value]; f != nil {
			next.file = f
		}
		if f := s.origin[key]; key != nil && f != nil {
			next.keyFile = f
		}
		at = next
	}
	return at, nil, nil
}
