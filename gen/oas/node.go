package oas

import (
	"iter"
	"math/big"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/rasapi/specgen/gen/report"
)

// Type is the type of a [Node].
type Type uint8

// The types of nodes.
const (
	Null Type = iota
	Bool
	Int   // a number without fraction and exponent
	Float // any other number
	String
	Mapping
	Sequence
)

// String returns the name of the type in JSON Schema.
func (t Type) String() string {
	switch t {
	case Null:
		return "null"
	case Bool:
		return "boolean"
	case Int:
		return "integer"
	case Float:
		return "number"
	case String:
		return "string"
	case Mapping:
		return "object"
	case Sequence:
		return "array"
	}
	return "Type(" + strconv.Itoa(int(t)) + ")"
}

// Node is a value of a document. The zero Node is null.
type Node struct {
	Type    Type
	Value   string  // text of a string, or JSON text of any other scalar, such as null or 16
	Entries []Entry // entries of a Mapping in document order
	Items   []*Node // items of a Sequence

	flow         bool
	line, column int32
	source       *Source
	index        atomic.Pointer[index]
}

// Entry is a key of a mapping and its value.
type Entry struct {
	Key   string
	Value *Node

	line, column int32
	source       *Source
}

// NewString returns a string node with the position of at.
func NewString(value string, at *Node) *Node {
	return (&Node{Type: String, Value: value}).Place(at)
}

// NewMapping returns a mapping with the position of at.
func NewMapping(at *Node, entries ...Entry) *Node {
	return (&Node{Type: Mapping, Entries: entries}).Place(at)
}

// NewEntry returns an entry. Its key has the position of its value.
func NewEntry(key string, value *Node) Entry {
	return Entry{Key: key, Value: value, line: value.line, column: value.column, source: value.source}
}

// Place copies the position of at to n and returns n. If at is nil, Place does not change n.
func (n *Node) Place(at *Node) *Node {
	if at != nil {
		n.line, n.column, n.source = at.line, at.column, at.source
	}
	return n
}

// Pos returns the position of n in its file, or the zero position if the position is unknown.
func (n *Node) Pos() report.Position {
	if n == nil {
		return report.Position{}
	}
	return position(n.source, n.line, n.column)
}

// Pos returns the position of the key.
func (e Entry) Pos() report.Position { return position(e.source, e.line, e.column) }

func position(source *Source, line, column int32) report.Position {
	if source == nil {
		return report.Position{Line: int(line), Column: int(column)}
	}
	return report.Position{File: source.Name, Line: int(line), Column: int(column)}
}

// Source returns the text to which the position of n refers, or nil if it is unknown.
func (n *Node) Source() *Source {
	if n == nil {
		return nil
	}
	return n.source
}

// Offset returns the index of the first byte of n in its source, or -1 if the index is unknown.
func (n *Node) Offset() int {
	if n == nil || n.source == nil {
		return -1
	}
	return n.source.Offset(n.Pos())
}

// Offset returns the index of the first byte of the key in its source, or -1 if the index is unknown.
func (e Entry) Offset() int {
	if e.source == nil {
		return -1
	}
	return e.source.Offset(e.Pos())
}

// Flow reports whether n is a mapping in braces or a sequence in brackets.
func (n *Node) Flow() bool { return n != nil && n.flow }

// IsScalar reports whether n is a scalar. It returns false if n is nil.
func (n *Node) IsScalar() bool { return n != nil && n.Type < Mapping }

// IsMapping reports whether n is a mapping.
func (n *Node) IsMapping() bool { return n != nil && n.Type == Mapping }

// IsSequence reports whether n is a sequence.
func (n *Node) IsSequence() bool { return n != nil && n.Type == Sequence }

// IsNumber reports whether n is an Int or a Float.
func (n *Node) IsNumber() bool { return n != nil && (n.Type == Int || n.Type == Float) }

// Len returns the number of entries in a mapping or items in a sequence, and 0 for any other node.
func (n *Node) Len() int {
	if n == nil {
		return 0
	}
	return len(n.Entries) + len(n.Items)
}

// Get returns the node at a path below n, or nil if there is none. A path consists of keys and indices. Without arguments, Get returns n.
func (n *Node) Get(path ...string) *Node {
	for _, token := range path {
		if n == nil {
			return nil
		}
		if n.Type == Sequence {
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(n.Items) || strconv.Itoa(i) != token {
				return nil
			}
			n = n.Items[i]
			continue
		}
		e := n.Entry(token)
		if e == nil {
			return nil
		}
		n = e.Value
	}
	return n
}

// Entry returns the entry of the mapping n with the given key, or nil if there is none. The caller must not change the entry.
func (n *Node) Entry(key string) *Entry {
	if n == nil || n.Type != Mapping {
		return nil
	}
	if len(n.Entries) > longMapping {
		if i, ok := n.indexed()[key]; ok {
			return &n.Entries[i]
		}
		return nil
	}
	for i := range n.Entries {
		if n.Entries[i].Key == key {
			return &n.Entries[i]
		}
	}
	return nil
}

// longMapping is the number of entries above which an index is faster than a loop over the entries.
const longMapping = 16

// index maps the keys of a mapping to the indices of the entries. An index is valid until the number of entries changes.
type index struct {
	entries int
	keys    map[string]int32
}

// indexed returns the index of a long mapping. It is safe for concurrent use.
func (n *Node) indexed() map[string]int32 {
	x := n.index.Load()
	if x == nil || x.entries != len(n.Entries) {
		x = &index{len(n.Entries), make(map[string]int32, len(n.Entries))}
		for i := len(n.Entries) - 1; i >= 0; i-- { // start at the end, so that the index contains the first of equal keys
			x.keys[n.Entries[i].Key] = int32(i)
		}
		n.index.Store(x)
	}
	return x.keys
}

// At returns the node at a JSON pointer (RFC 6901). It returns nil if there is none, or if the pointer is not valid. It does not follow references.
func (n *Node) At(pointer string) *Node {
	tokens, err := Tokens(pointer)
	if err != nil {
		return nil
	}
	return n.Get(tokens...)
}

// Text returns the text of the scalar at a path. It returns "" if there is no scalar, or if the scalar is null.
func (n *Node) Text(path ...string) string {
	if n = n.Get(path...); n == nil || n.Type == Null {
		return ""
	}
	return n.Value
}

// Written returns the text of a number, a boolean or null as in its file, such as 0x1F for the number 31. For any other node, and for a node that
// [Parse] did not create, it returns Value.
func (n *Node) Written() string {
	if n.source != nil {
		if text, ok := n.source.written[n]; ok {
			return text
		}
	}
	return n.Value
}

// True reports whether the value at a path below n is the boolean true.
func (n *Node) True(path ...string) bool {
	value, ok := n.Get(path...).Bool()
	return ok && value
}

// Bool returns the value of a boolean. ok is false if n is not a boolean.
func (n *Node) Bool() (value, ok bool) {
	if n == nil || n.Type != Bool {
		return false, false
	}
	return n.Value == "true", true
}

// Int returns the exact value of an integer such as 16 or 1.6e1, or of a string such as 16, 0x10 or 1_000. The second result is false for any other
// node. It is also false for a Float with more than 40 characters before the exponent, or with an exponent above 40 or below -40.
func (n *Node) Int() (*big.Int, bool) {
	if n == nil {
		return nil, false
	}
	text := strings.ReplaceAll(strings.TrimPrefix(n.Value, "+"), "_", "")
	switch n.Type {
	case Int, String:
		return new(big.Int).SetString(text, 0)
	case Float:
		const limit = 40 // the exact value of a number with a very large exponent would need too much memory
		mantissa, exponent, _ := strings.Cut(strings.ToLower(text), "e")
		if size, err := strconv.Atoi("0" + strings.TrimLeft(exponent, "+-")); err != nil || size > limit || len(mantissa) > limit {
			return nil, false
		}
		if number, ok := new(big.Rat).SetString(text); ok && number.IsInt() {
			return number.Num(), true
		}
	}
	return nil, false
}

// Strings returns the texts of the items in the sequence at a path. The text of an item that is not a scalar is "". Strings returns nil if there is
// no sequence or if it is empty.
func (n *Node) Strings(path ...string) []string {
	n = n.Get(path...)
	if n == nil || len(n.Items) == 0 {
		return nil
	}
	list := make([]string, len(n.Items))
	for i, item := range n.Items {
		list[i] = item.Value
	}
	return list
}

// Keys returns the keys of a mapping in document order. It returns nil for an empty mapping and for any other node.
func (n *Node) Keys() []string {
	if n == nil || len(n.Entries) == 0 {
		return nil
	}
	keys := make([]string, len(n.Entries))
	for i := range n.Entries {
		keys[i] = n.Entries[i].Key
	}
	return keys
}

// Each returns an iterator over the keys and values of a mapping in document order. For any other node, the iterator is empty.
func (n *Node) Each() iter.Seq2[string, *Node] {
	return func(yield func(string, *Node) bool) {
		if n == nil {
			return
		}
		for i := range n.Entries {
			if !yield(n.Entries[i].Key, n.Entries[i].Value) {
				return
			}
		}
	}
}

// List returns the items of a sequence. It returns nil for any other node.
func (n *Node) List() []*Node {
	if n == nil {
		return nil
	}
	return n.Items
}

// Children returns an iterator over the values of a mapping or the items of a sequence.
func (n *Node) Children() iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		if n == nil {
			return
		}
		for i := range n.Entries {
			if !yield(n.Entries[i].Value) {
				return
			}
		}
		for _, item := range n.Items {
			if !yield(item) {
				return
			}
		}
	}
}

// All returns an iterator over n and all its descendants. A parent comes before its children.
func (n *Node) All() iter.Seq[*Node] {
	return func(yield func(*Node) bool) { n.all(yield) }
}

func (n *Node) all(yield func(*Node) bool) bool {
	if n == nil {
		return true
	}
	if !yield(n) {
		return false
	}
	for child := range n.Children() {
		if !child.all(yield) {
			return false
		}
	}
	return true
}

// Refs returns an iterator over the texts of all `$ref` fields in n and its descendants. [ComponentOf] returns the component that a text refers to.
func (n *Node) Refs() iter.Seq[string] {
	return func(yield func(string) bool) {
		for value := range n.All() {
			if ref := value.Text("$ref"); ref != "" && !yield(ref) {
				return
			}
		}
	}
}

// Types returns the types of a schema except "null". null reports whether "null" is one of the types. A schema of OpenAPI 3.1 may list several
// types.
func (n *Node) Types() (types []string, null bool) {
	value := n.Get("type")
	all := value.Strings()
	if value.IsScalar() {
		all = []string{value.Value}
	}
	for _, name := range all {
		if name == "null" {
			null = true
		} else {
			types = append(types, name)
		}
	}
	return types, null
}
