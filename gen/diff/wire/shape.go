package wire

import (
	"math/big"
	"regexp"
	"slices"

	"github.com/rasapi/specgen/gen/oas"
)

// types is a set of the types of JSON.
type types uint8

const (
	textType types = 1 << iota
	numberType
	booleanType
	objectType
	arrayType
	nullType

	allTypes = textType | numberType | booleanType | objectType | arrayType | nullType
)

// each lists the types of JSON in the order in which the judge tries them.
var each = [...]types{textType, numberType, booleanType, objectType, arrayType, nullType}

// typeOf returns the type of a value.
func typeOf(v *oas.Node) types {
	switch v.Type {
	case oas.Null:
		return nullType
	case oas.Bool:
		return booleanType
	case oas.Int, oas.Float:
		return numberType
	case oas.String:
		return textType
	case oas.Sequence:
		return arrayType
	}
	return objectType
}

// set is a conjunction of schemas. A value must be valid for all of them. The empty set accepts every value.
type set struct {
	id      int
	schemas []*schema // sorted by ID; the results of [judge.follow]
	shapes  [2]*shape
	options [2][]*shape // by direction, the result of [judge.variants]
	expands [2]bool
	example [2]*sample
}

// member is a schema in a set. via is the way to the schema, or nil if the schema is the start of the way.
type member struct {
	schema *schema
	via    *step
}

// members are the schemas of a set before references are followed.
type members []member

// limit is a bound of numbers.
type limit struct {
	value *big.Rat // nil if there is no bound
	open  bool     // the value itself is excluded
}

// span is a range of counts.
type span struct{ least, most int } // most is -1 if there is no upper limit

// facet has the keywords of one schema that apply to objects.
type facet struct {
	from       *schema
	via        *step
	properties map[string]member
	names      []string // names in properties, in document order
	patterns   []patternMember
	rest       *member // additionalProperties with a schema
	closed     bool    // additionalProperties: false
}

// patternMember is an entry of patternProperties.
type patternMember struct {
	pattern  string
	compiled *regexp.Regexp // the result of compile, which may be nil
	member   member
}

// listFacet has the keywords of one schema that apply to arrays.
type listFacet struct {
	prefix []member
	rest   *member // the schema in items
}

// scope is an unevaluatedProperties: false in a composition, with the facets whose properties count as evaluated.
type scope struct {
	via    *step
	facets []facet
}

// union is a oneOf list, an anyOf list, or a component with a discriminator and the components that extend it.
type union struct {
	keyword      string // "oneOf", "anyOf", "discriminator"
	of           *schema
	via          *step
	alternatives []alternative
}

// alternative is a member of a union.
type alternative struct {
	members members
	name    string // name of the component, or "" for an inline schema
	tagged  bool   // a discriminator selects it
}

// topic is a group of keywords that reject values for the same reason.
type topic uint8

const (
	onType topic = iota
	onEnum
	onRange
	onMultiple
	onLength
	onPattern
	onFormat
	onCount
	onUnique
	onMembers
	onClosed
	onUnion
	onNot
	onCondition
	onContains
	onUnknown
	topics
)

// shape is the normal form of a set in one direction. It has the constraints of all schemas of the set.
type shape struct {
	types      types
	integer    bool
	enumerated bool
	enum       []*oas.Node
	tolerated  []*oas.Node     // values outside of enum that a reader accepts
	index      map[string]bool // results of [key] for enum and tolerated
	low, high  limit
	multiples  []*big.Rat
	length     span
	patterns   []string
	formats    []string // formats without a pattern; the judge cannot decide them
	count      span     // number of items
	unique     bool
	lists      []listFacet
	facets     []facet
	required   []requirement
	listed     []string // cached result of declared
	size       span     // number of members
	names      members
	not        members
	conditions []condition
	contains   []containment
	unions     []union
	decided    []union // unions of which the shape contains an alternative
	closedBy   *step   // unevaluatedProperties: false outside of a composition
	scopes     []scope
	unknown    []string // keywords that the package does not interpret, or tooMany
	sites      [topics][]*step
	examples   []*oas.Node
	defaults   []*step

	origin   string   // the name of the component or alternative
	unnamed  bool     // the origin contains the index of an inline alternative
	loose    bool     // the shape has a nullable that has no type next to it or is in OpenAPI 3.1, so that readers differ
	chosen   bool     // the shape contains an alternative of a union with several alternatives
	anything bool     // an alternative that the shape contains accepts every value
	tags     []string // property names of discriminators
}

// condition has the schemas of if, then and else, or those of an entry of dependentRequired or dependentSchemas in the same form. A value that is
// valid against the schemas in when must also be valid against those in then. Any other value must be valid against those in otherwise. then and
// otherwise may be empty.
type condition struct{ when, then, otherwise members }

// containment is a `contains` keyword with its limits. The number of items that are valid against the schemas in member must be in the range count.
type containment struct {
	member members
	count  span
}

// requirement is a name in `required`.
type requirement struct {
	name string
	site *step
}

func newShape() *shape {
	return &shape{types: allTypes, length: span{0, -1}, count: span{0, -1}, size: span{0, -1}}
}

// clone returns a copy of s. Appending to the slices of the copy does not change s.
func (s *shape) clone() *shape {
	c := *s
	c.enum, c.tolerated, c.multiples = slices.Clip(s.enum), slices.Clip(s.tolerated), slices.Clip(s.multiples)
	c.patterns, c.formats, c.lists, c.facets = slices.Clip(s.patterns), slices.Clip(s.formats), slices.Clip(s.lists), slices.Clip(s.facets)
	c.required, c.names, c.not, c.unions = slices.Clone(s.required), slices.Clip(s.names), slices.Clip(s.not), slices.Clip(s.unions)
	c.conditions, c.contains = slices.Clip(s.conditions), slices.Clip(s.contains)
	c.scopes, c.unknown, c.examples, c.tags = slices.Clip(s.scopes), slices.Clip(s.unknown), slices.Clip(s.examples), slices.Clip(s.tags)
	c.defaults, c.decided, c.listed = slices.Clip(s.defaults), slices.Clip(s.decided), nil
	for i := range c.sites {
		c.sites[i] = slices.Clip(c.sites[i])
	}
	return &c
}

// allows reports whether a value is in enum, or is a scalar in tolerated.
func (s *shape) allows(v *oas.Node) bool {
	if s.index == nil {
		s.index = map[string]bool{}
		for _, of := range slices.Concat(s.enum, s.tolerated) {
			s.index[key(of)] = true
		}
	}
	if v.IsScalar() {
		return s.index[key(v)]
	}
	return contains(s.enum, v)
}

// requires returns the requirement of a member, or nil.
func (s *shape) requires(name string) *requirement {
	for i := range s.required {
		if s.required[i].name == name {
			return &s.required[i]
		}
	}
	return nil
}

// require adds a requirement for name, unless s has one.
func (s *shape) require(name string, site *step) {
	if s.requires(name) == nil {
		s.required = append(s.required, requirement{name, site})
	}
}

// declared returns the names in properties, followed by the other names in required. It caches the names, so the flattener must have finished the
// shape.
func (s *shape) declared() []string {
	if s.listed == nil {
		s.listed = []string{}
		seen := map[string]bool{}
		add := func(name string) {
			if !seen[name] {
				seen[name] = true
				s.listed = append(s.listed, name)
			}
		}
		for _, f := range s.facets {
			for _, name := range f.names {
				add(name)
			}
		}
		for _, r := range s.required {
			add(r.name)
		}
	}
	return slices.Clip(s.listed)
}

// declares reports whether a name is in properties or required.
func (s *shape) declares(name string) bool {
	for i := range s.facets {
		if _, ok := s.facets[i].properties[name]; ok {
			return true
		}
	}
	return s.requires(name) != nil
}

// isMap reports whether additionalProperties has a schema.
func (s *shape) isMap() bool {
	return slices.ContainsFunc(s.facets, func(f facet) bool { return f.rest != nil })
}

// acceptsAll reports whether the shape accepts every value.
func (s *shape) acceptsAll() bool {
	return s.types == allTypes && len(s.unions) == 0 && !s.enumerated && len(s.facets)+len(s.required)+len(s.not)+len(s.conditions)+len(s.contains)+len(s.unknown)+len(s.patterns)+len(s.lists)+
		len(s.names)+len(s.multiples)+len(s.formats)+len(s.scopes) == 0 && s.closedBy == nil && !s.unique && s.low.value == nil && s.high.value == nil &&
		s.length == span{0, -1} && s.count == span{0, -1} && s.size == span{0, -1}
}

// tighten returns the intersection of a and b.
func (a span) tighten(b span) span {
	a.least = max(a.least, b.least)
	if b.most >= 0 && (a.most < 0 || b.most < a.most) {
		a.most = b.most
	}
	return a
}

func (a span) has(n int) bool { return n >= a.least && (a.most < 0 || n <= a.most) }

// tighten keeps the stricter of two bounds. sign is 1 for lower bounds and -1 for upper bounds.
func (l *limit) tighten(sign int, value *big.Rat, open bool) {
	if l.value == nil || value.Cmp(l.value) == sign || value.Cmp(l.value) == 0 && open {
		*l = limit{value, open}
	}
}

// within excludes the numbers outside of the range from least to most.
func (s *shape) within(least, most *big.Rat) {
	s.low.tighten(1, least, false)
	s.high.tighten(-1, most, false)
}
