package oas

import (
	"iter"
	"net/url"
	"strconv"
	"strings"
)

// Object is one OpenAPI object of a document. If the object is a reference, Below is empty.
type Object struct {
	Kind   Kind
	Node   *Node
	Parent *Object   // nil for the document
	Field  string    // name of the field in the parent that holds the object, such as "properties"
	Shape  Shape     // shape of the field
	Name   string    // key or index in the field; "" if the shape is One
	Below  []*Object // child objects in document order

	model *Model
	ref   string // result of Ref
}

// Model lists the objects of a document. It is safe for concurrent use.
//
// A discriminator is part of its schema and has no object. A schema in `definitions`, which OpenAPI does not define, has no object.
type Model struct {
	root    *Node
	kinds   [Kinds][]*Object
	objects map[*Node]*Object
	targets map[string]*Object // targets by the text of the reference
}

// New returns the model of a document.
func New(root *Node) *Model {
	m := &Model{root: root, objects: map[*Node]*Object{}, targets: map[string]*Object{}}
	m.add(&Object{Kind: Document, Node: root, model: m})
	for _, list := range m.kinds {
		for _, o := range list {
			if ref := o.Ref(); ref != "" {
				if _, known := m.targets[ref]; !known {
					m.targets[ref] = m.find(ref)
				}
			}
		}
	}
	return m
}

// add adds an object and its descendants to the model.
func (m *Model) add(o *Object) {
	m.kinds[o.Kind] = append(m.kinds[o.Kind], o)
	m.objects[o.Node] = o
	if ref := o.Node.Get("$ref"); o.Kind.Referable() && ref.IsScalar() {
		o.ref = ref.Value
	}
	if o.Parent != nil {
		o.Parent.Below = append(o.Parent.Below, o)
	}
	if o.ref != "" {
		return
	}
	for field, value := range o.Node.Each() {
		kind, shape := o.Kind.Child(field)
		if kind == Data || kind == Discriminator || o.Kind == Schema && field == "definitions" {
			continue
		}
		child := Object{Kind: kind, Node: value, Parent: o, Field: field, Shape: shape, model: m}
		switch shape {
		case One:
			m.add(&child)
		case List:
			for i, item := range value.List() {
				o := child
				o.Node, o.Name = item, strconv.Itoa(i)
				m.add(&o)
			}
		case Many:
			for name, value := range value.Each() {
				if strings.HasPrefix(name, "x-") && (kind == PathItem || kind == Response) {
					continue
				}
				o := child
				o.Node, o.Name = value, name
				m.add(&o)
			}
		}
	}
}

// Root returns the root node of the document.
func (m *Model) Root() *Node { return m.root }

// Document returns the object of the whole document.
func (m *Model) Document() *Object { return m.kinds[Document][0] }

// Objects returns the objects of a kind in document order. The caller must not change the list.
func (m *Model) Objects(k Kind) []*Object {
	if k < 0 || k >= Kinds {
		return nil
	}
	return m.kinds[k]
}

// At returns the object at a JSON pointer, or nil if there is none. It does not follow references.
func (m *Model) At(pointer string) *Object { return m.objects[m.root.At(pointer)] }

// Of returns the object that a node represents, or nil if the node is not an object of the document.
func (m *Model) Of(n *Node) *Object { return m.objects[n] }

// Target returns the object to which a reference such as "#/components/schemas/Door" refers, or nil if there is none. The result may be a reference
// itself.
func (m *Model) Target(ref string) *Object {
	if o, known := m.targets[ref]; known {
		return o
	}
	return m.find(ref)
}

func (m *Model) find(ref string) *Object {
	pointer, ok := strings.CutPrefix(ref, "#")
	if !ok {
		return nil
	}
	if plain, err := url.PathUnescape(pointer); err == nil {
		pointer = plain
	}
	return m.At(pointer)
}

// Resolve follows references from an object until it finds an object that is not a reference. It returns nil if a target is missing or the
// references form a cycle.
func (m *Model) Resolve(o *Object) *Object {
	const maxHops = 100 // a longer chain of references counts as a cycle
	for range maxHops {
		ref := o.Ref()
		if ref == "" {
			return o
		}
		o = m.Target(ref)
	}
	return nil
}

// Pointer returns the JSON pointer of the object.
func (o *Object) Pointer() string {
	if o.Parent == nil {
		return ""
	}
	if o.Shape == One {
		return o.Parent.Pointer() + Pointer(o.Field)
	}
	return o.Parent.Pointer() + Pointer(o.Field, o.Name)
}

// Ref returns the text of the reference if the object is a reference. Otherwise it returns "".
func (o *Object) Ref() string {
	if o == nil {
		return ""
	}
	return o.ref
}

// Get calls [Node.Get] on the object's node.
func (o *Object) Get(path ...string) *Node {
	if o == nil {
		return nil
	}
	return o.Node.Get(path...)
}

// Text calls [Node.Text] on the object's node.
func (o *Object) Text(path ...string) string { return o.Get().Text(path...) }

// Child returns the object at a path below o, as in Child("properties", "id"), or nil if there is none.
func (o *Object) Child(path ...string) *Object {
	if o == nil {
		return nil
	}
	return o.model.objects[o.Node.Get(path...)]
}

// Children returns an iterator over the objects in a field.
func (o *Object) Children(field string) iter.Seq[*Object] {
	return func(yield func(*Object) bool) {
		if o == nil {
			return
		}
		for _, child := range o.Below {
			if child.Field == field && !yield(child) {
				return
			}
		}
	}
}

// IsComponent reports whether the object is an entry in a section of the components object.
func (o *Object) IsComponent() bool {
	return o != nil && o.Parent != nil && o.Parent.Kind == Components
}

// Component returns the component that contains the object, or nil if there is none. The component may be the object itself.
func (o *Object) Component() *Object {
	for ; o != nil && !o.IsComponent(); o = o.Parent {
	}
	return o
}
