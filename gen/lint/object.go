package lint

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/spec"
)

// kind is a [spec.Kind] as the rules see it.
type kind spec.Kind

const (
	kindData           = kind(spec.KindData)
	kindDocument       = kind(spec.KindDocument)
	kindInfo           = kind(spec.KindInfo)
	kindServer         = kind(spec.KindServer)
	kindServerVariable = kind(spec.KindServerVariable)
	kindTag            = kind(spec.KindTag)
	kindExternalDocs   = kind(spec.KindExternalDocs)
	kindComponents     = kind(spec.KindComponents)
	kindPathItem       = kind(spec.KindPathItem)
	kindOperation      = kind(spec.KindOperation)
	kindParameter      = kind(spec.KindParameter)
	kindRequestBody    = kind(spec.KindRequestBody)
	kindResponse       = kind(spec.KindResponse)
	kindMediaType      = kind(spec.KindMediaType)
	kindEncoding       = kind(spec.KindEncoding)
	kindHeader         = kind(spec.KindHeader)
	kindSchema         = kind(spec.KindSchema)
	kindExample        = kind(spec.KindExample)
	kindLink           = kind(spec.KindLink)
	kindCallback       = kind(spec.KindCallback)
	kindSecurityScheme = kind(spec.KindSecurityScheme)

	kinds = kind(spec.Kinds)

	one, many, list = spec.One, spec.Many, spec.List
)

// below tells what stands under a field of an object. A discriminator is a part of its schema here, and definitions, which came before $defs, are
// data that nothing is made of.
func (k kind) below(field string) (kind, spec.Shape) {
	below, shape := spec.Kind(k).Below(field)
	if below == spec.KindDiscriminator || k == kindSchema && field == "definitions" {
		below = spec.KindData
	}
	return kind(below), shape
}

// object is one object of the bundle. What a reference leads to is not below it.
type object struct {
	kind   kind
	node   *yaml.Node
	parent *object
	field  string // the parent's field that it stands in, "properties"
	name   string // its name or index there, "" when the field holds one object
	single bool   // the field holds one object
	ref    string // "#/components/schemas/MFA" when it is a reference
	inside []*object
}

// pointer is the JSON pointer of the object.
func (o *object) pointer() string {
	if o.parent == nil {
		return ""
	}
	if o.single {
		return o.parent.pointer() + spec.Pointer(o.field)
	}
	return o.parent.pointer() + spec.Pointer(o.field, o.name)
}

// component tells whether the object is an entry of components.
func (o *object) component() bool { return o.parent != nil && o.parent.kind == kindComponents }

// get is the value of a field, nil without one.
func (o *object) get(field string) *yaml.Node { return spec.Get(o.node, field) }

// text is the scalar under a field, "" without one.
func (o *object) text(field string) string { return spec.Text(o.node, field) }

// here is the place of a value below the object: field names and indices.
func (o *object) here(tokens ...string) place { return place{object: o, tokens: tokens} }

// key is the place of the key of a value below the object, or of the object's own.
func (o *object) key(tokens ...string) place { return place{object: o, tokens: tokens, key: true} }

// place is somewhere in the bundle. Its pointer is made only when there is something to say about it.
type place struct {
	object *object
	tokens []string
	key    bool
}

func (p place) pointer() string { return p.object.pointer() + spec.Pointer(p.tokens...) }

// index is a reference token.
func index(i int) string { return strconv.Itoa(i) }

// each visits the entries of a mapping, in order; any other node has none.
func each(n *yaml.Node, visit func(key, value *yaml.Node)) {
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		visit(n.Content[i], n.Content[i+1])
	}
}

// items gives the items of a sequence; any other node has none.
func items(n *yaml.Node) []*yaml.Node {
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	return n.Content
}

// isTrue tells whether a node is the boolean true.
func isTrue(n *yaml.Node) bool {
	return n != nil && n.Kind == yaml.ScalarNode && n.ShortTag() == "!!bool" && strings.EqualFold(n.Value, "true")
}

// isFalse tells whether a node is the boolean false.
func isFalse(n *yaml.Node) bool {
	return n != nil && n.Kind == yaml.ScalarNode && n.ShortTag() == "!!bool" && strings.EqualFold(n.Value, "false")
}
