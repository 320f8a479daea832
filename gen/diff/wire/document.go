package wire

import (
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// side identifies one of the two documents.
type side uint8

const (
	base side = iota
	head
)

// document is one of the two documents, with its schemas.
type document struct {
	side      side
	model     *oas.Model
	version31 bool
	schemas   map[*oas.Node]*schema
	synthetic map[string]*schema  // schemas from synthesize, by place and content
	extends   map[string][]string // by component, the components that extend it with allOf, in document order
	renames   map[string]string   // from renamed components to their references in the other document
	other     *document
	sums      map[*oas.Node]uint64
	found     map[string]counterpart
	targets   map[string]object // by reference
}

func newDocument(s side, m *oas.Model, renames map[string]string) *document {
	return &document{
		side: s, model: m, version31: !strings.HasPrefix(m.Root().Text("openapi"), "3.0"), renames: renames, schemas: map[*oas.Node]*schema{},
		synthetic: map[string]*schema{}, sums: map[*oas.Node]uint64{}, found: map[string]counterpart{}, targets: map[string]object{},
	}
}

// object is a value of a document with its place.
type object struct {
	doc     *document
	node    *oas.Node
	pointer string
	made    bool // the node is not in the document, but expresses a rule of OpenAPI
}

// child returns the value at a path below o. Its node is nil if o has no such value.
func (o object) child(path ...string) object {
	return object{o.doc, o.node.Get(path...), o.pointer + oas.Pointer(path...), o.made}
}

// place returns the place of an object, or the zero Place if the document does not have it. The position is that of the object's key, if it has one.
func (o object) place() Place {
	if o.doc == nil || o.node == nil {
		return Place{}
	}
	return o.doc.place(o.pointer)
}

func (d *document) place(pointer string) Place {
	_, key := d.model.Root().Locate(pointer)
	return Place{pointer, key}
}

// target returns the value that a reference refers to. Its node is nil if the document has no such value.
func (d *document) target(ref string) object {
	if o, known := d.targets[ref]; known {
		return o
	}
	pointer := strings.TrimPrefix(ref, "#")
	out := object{doc: d, node: d.model.Root().At(pointer), pointer: pointer}
	if o := d.model.Target(ref); o != nil {
		out.node, out.pointer = o.Node, o.Pointer()
	}
	d.targets[ref] = out
	return out
}

// resolve follows the references of an object that is not a schema. It returns the target and the way to it. The node of the target is nil if the
// document does not have the target, or if the references form a cycle.
func (o object) resolve(via *step) (object, *step) {
	for range maxReferences {
		ref := o.node.Get("$ref")
		if ref == nil || ref.Type != oas.String {
			return o, via
		}
		via = via.down(o, "$ref")
		o = o.doc.target(ref.Value)
	}
	return object{doc: o.doc}, via
}

// maxReferences is the maximum length of a chain of references. A longer chain counts as a cycle.
const maxReferences = 100

// schema is a node that is a schema, in a document or from [judge.synthesize]. There is one schema for each node.
type schema struct {
	id int
	object
	single *set // the set that has only this schema, or nil before its first use
}

// schemaAt returns the schema for o. It creates the schema if there is none yet.
func (j *judge) schemaAt(o object) *schema {
	if s := o.doc.schemas[o.node]; s != nil {
		return s
	}
	j.lastSchema++
	s := &schema{id: j.lastSchema, object: o}
	o.doc.schemas[o.node] = s
	return s
}

// synthesize returns a schema for node, which expresses a rule of OpenAPI, such as the tag of a discriminator. The schema has the document and the
// pointer of at.
func (j *judge) synthesize(at object, node *oas.Node) *schema {
	key := at.pointer + " " + string(node.JSON())
	if s := at.doc.synthetic[key]; s != nil {
		return s
	}
	j.lastSchema++
	s := &schema{id: j.lastSchema, object: object{at.doc, node, at.pointer, true}}
	at.doc.synthetic[key] = s
	return s
}

// step is an object and one of its keys on the way from an operation to a keyword.
type step struct {
	up    *step
	from  object // the object that has the key
	key   string // a relative pointer without the first slash: "properties/id", "$ref", "required"
	part  string // the part of the value that matters: the member of `required`
	named bool   // the name of the object affects messages
	leaf  bool   // the key is a keyword and does not lead to a schema
	child bool   // the object is a component that extends another component
}

// down returns the way s with one more step. from is the object of the step, and key is the path of a value below this object.
func (s *step) down(from object, key ...string) *step {
	return &step{up: s, from: from, key: oas.Pointer(key...)[1:]}
}

func (s *step) pointer() string { return s.from.pointer + "/" + s.key }

// counterpart is the value in the other document that corresponds to an object.
type counterpart struct {
	object
	exists bool
}

// counterpart returns the value in the other document that corresponds to o. Components and path parameters may have different names in that
// document, and items of lists may have different indexes.
func (o object) counterpart() counterpart {
	d := o.doc
	if o.pointer == "" {
		return counterpart{object{doc: d.other, node: d.other.model.Root()}, true}
	}
	if c, known := d.found[o.pointer]; known {
		return c
	}
	cut := strings.LastIndexByte(o.pointer, '/')
	tokens, _ := oas.Tokens(o.pointer[cut:])
	parent := object{doc: d, node: d.model.Root().At(o.pointer[:cut]), pointer: o.pointer[:cut]}
	c := parent.counterpart()
	if c.exists && len(tokens) == 1 {
		c.object = c.child(parent.match(c.object, tokens[0]))
		c.exists = c.node != nil
	}
	d.found[o.pointer] = c
	return c
}

// match returns the key of c that corresponds to key in o. c is the counterpart of o.
func (o object) match(c object, key string) string {
	switch {
	case strings.HasPrefix(o.pointer, "/components/") && strings.Count(o.pointer, "/") == 2:
		if to, renamed := o.doc.renames["#"+o.pointer+oas.Pointer(key)]; renamed {
			return lastToken(to)
		}
	case o.pointer == "/paths":
		return matchPath(c.node, key)
	case o.node.IsSequence() && c.node.IsSequence():
		return o.matchItem(c, key)
	}
	return key
}

// matchPath returns the key of paths that is equal to path or differs only in the names of parameters. If there is none, it returns path.
func matchPath(paths *oas.Node, path string) string {
	if paths.Get(path) != nil {
		return path
	}
	shape := spec.PathShape(path)
	for _, other := range paths.Keys() {
		if spec.PathShape(other) == shape {
			return other
		}
	}
	return path
}

// matchItem returns the index of the item of c that corresponds to the item of o at the index key. It returns "none" if there is no such item, and
// key if key is not an index of o. Corresponding items have the same key in [itemKeys]. The remaining inline items correspond to each other in order.
func (o object) matchItem(c object, key string) string {
	left, right := itemKeys(o), itemKeys(c)
	i, err := strconv.Atoi(key)
	if err != nil || i < 0 || i >= len(left) {
		return key
	}
	if at := slices.Index(right, left[i]); at >= 0 {
		return itoa(at)
	}
	unmatched := func(of, others []string) (list []int) {
		for at, k := range of {
			if k[0] == inline && !slices.Contains(others, k) {
				list = append(list, at)
			}
		}
		return list
	}
	rest := unmatched(right, left)
	if n := slices.Index(unmatched(left, right), i); n >= 0 && n < len(rest) {
		return itoa(rest[n])
	}
	return "none"
}

// itemKeys returns a key for each item of a list. Corresponding items of both documents have equal keys.
func itemKeys(o object) []string {
	keys := make([]string, len(o.node.Items))
	for i, item := range o.node.Items {
		ref := item.Text("$ref")
		target, _ := object{doc: o.doc, node: item}.resolve(nil)
		name := target.node.Text("in") + " " + target.node.Text("name")
		switch {
		case name != " ":
			keys[i] = "=" + name
		case ref != "":
			keys[i] = "=" + o.doc.common(ref)
		default:
			keys[i] = string(inline) + text(o.doc.sum(item, oas.Schema))
		}
	}
	return keys
}

// inline is the first character of the key of an item without a name or reference.
const inline = '#'

// common returns ref with the name that its component has in head.
func (d *document) common(ref string) string {
	if to, renamed := d.renames[ref]; renamed && d.side == base {
		return to
	}
	return ref
}

// lastToken returns the unescaped last token of a pointer or reference.
func lastToken(pointer string) string {
	token := pointer[strings.LastIndexByte(pointer, '/')+1:]
	return strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
}
