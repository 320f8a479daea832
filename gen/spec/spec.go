// Package spec reads an OpenAPI document from a file system and joins its files into one bundle.
//
// [Load] parses each file at most once (see package oas) and returns a [Spec]. The bundle is a tree without references to other files. Every
// reference begins with `#/components/` or `#/paths/` and resolves to an object of the expected kind. Every node of the bundle has a file, line and
// column in the source. [Spec.Select] returns a document with a part of the operations. [Spec.Document] returns the bundle as a document of
// kin-openapi. [Format] maintains the index in the root of a document with area files, and sorts the keys of operations and schemas in these files.
//
// Load reads only regular files in the directory of the root and its subdirectories. It rejects absolute paths, URLs, symbolic links and documents
// above the size limits. Load reports problems of the input as findings with a position. It returns an error only if the root is missing or is not
// a valid path, if reading a file fails, or if the context is canceled.
//
// The package does not use the network, and it does not apply lint rules (package lint does). It supports OpenAPI 3.0 and 3.1, and reads 3.2 as 3.1.
// In a YAML file, it reports only the first syntax error, because the YAML library stops there.
package spec

import (
	"slices"
	"sync"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// Spec is a loaded document. It consists of the files and the bundle. A Spec does not change after [Load], and it is safe for concurrent use.
type Spec struct {
	root    string
	files   []*file // files in the order of their first use; the root is the first file
	bundle  *oas.Node
	refs    []Ref
	unread  []string
	written map[*oas.Node]string // see ResponseKey

	operations func() []Operation
	schemas    func() []Schema
	model      func() *oas.Model
}

func newSpec(root string, files []*file, bundle *oas.Node, refs []Ref, written map[*oas.Node]string) *Spec {
	s := &Spec{root: root, files: files, bundle: bundle, refs: refs, written: written}
	s.operations = sync.OnceValue(s.findOperations)
	s.schemas = sync.OnceValue(s.findSchemas)
	s.model = sync.OnceValue(func() *oas.Model { return oas.New(bundle) })
	return s
}

// Ref is a reference in a file.
type Ref struct {
	Pos   report.Position
	File  string // file that contains the reference
	Value string // text of the reference, such as "../openapi.yaml#/components/schemas/MFA"
	Kind  string // expected kind of the target, such as "schema" or "path item"
}

// Root returns the name of the root file, which is the argument of [Load].
func (s *Spec) Root() string { return s.root }

// Files returns the names of the files that Load parsed, in the order of their first use. The root is the first file.
func (s *Spec) Files() []string {
	names := make([]string, len(s.files))
	for i, f := range s.files {
		names[i] = f.name()
	}
	return names
}

// Unread returns the area files (see [Format]) that the document does not reference.
func (s *Spec) Unread() []string { return s.unread }

// Source returns the content of a file that Load parsed. For any other name, it returns nil. The caller must not change the content.
func (s *Spec) Source(name string) []byte {
	if f := s.file(name); f != nil {
		return f.source.Data
	}
	return nil
}

// Parsed returns the root node of a file that Load parsed. For any other name, it returns nil. References in the result are the references in the
// file, not those in the bundle.
func (s *Spec) Parsed(name string) *oas.Node {
	if f := s.file(name); f != nil {
		return f.tree
	}
	return nil
}

func (s *Spec) file(name string) *file {
	for _, f := range s.files {
		if f.name() == name {
			return f
		}
	}
	return nil
}

// Refs returns the references in the root and in the parts of other files that the bundle contains. The references are in the order in which Load
// found them.
func (s *Spec) Refs() []Ref { return s.refs }

// Bundle returns the bundle as a YAML file. The file has no comments. The text does not depend on whether an entry of the paths or components is in
// the root or in another file that the root references.
func (s *Spec) Bundle() []byte { return s.bundle.YAML() }

// Model returns the object model of the bundle.
func (s *Spec) Model() *oas.Model { return s.model() }

// At returns the node of the bundle at a JSON pointer (RFC 6901), or nil if there is none. It does not follow references.
func (s *Spec) At(pointer string) *oas.Node { return s.bundle.At(pointer) }

// Position returns the position of the value at a JSON pointer in the bundle. If there is no such value, it returns the position of the deepest
// part that exists.
func (s *Spec) Position(pointer string) report.Position {
	value, _ := s.bundle.Locate(pointer)
	return value
}

// Replace returns a document in which some nodes of the bundle are replaced. The keys of the map are nodes of the bundle, and the values are the new
// nodes. Replace also replaces nodes below a new node, and may therefore change the new node. The new document has the files and the references of s.
// If the map is empty, Replace returns s.
func (s *Spec) Replace(nodes map[*oas.Node]*oas.Node) *Spec {
	if len(nodes) == 0 {
		return s
	}
	written := map[*oas.Node]string{}
	var replace func(n *oas.Node) *oas.Node
	replace = func(n *oas.Node) *oas.Node {
		out := n
		if other, ok := nodes[n]; ok {
			out = other
		}
		own := out != n
		for i := range out.Entries {
			if value := replace(out.Entries[i].Value); value != out.Entries[i].Value {
				if !own {
					out, own = out.Shallow(), true
					out.Entries = slices.Clone(out.Entries)
				}
				out.Entries[i].Value = value
			}
		}
		for i, item := range out.Items {
			if value := replace(item); value != item {
				if !own {
					out, own = out.Shallow(), true
					out.Items = slices.Clone(out.Items)
				}
				out.Items[i] = value
			}
		}
		if text, ok := s.written[n]; ok {
			written[out] = text
		}
		return out
	}
	r := newSpec(s.root, s.files, replace(s.bundle), s.refs, written)
	r.unread = s.unread
	return r
}

// KeyPosition returns the position of a key in the bundle. If the root has an index entry for the key, KeyPosition returns the position in the file
// that the entry references. For items of a sequence and for the root, it returns the position of the value. If there is no such value, it returns
// the position of the deepest part that exists.
func (s *Spec) KeyPosition(pointer string) report.Position {
	_, key := s.bundle.Locate(pointer)
	return key
}
