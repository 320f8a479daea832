package spec

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
)

// Selection says which operations of a document are wanted. Those that any of Tags, Operations and Paths names are taken, all when
// nothing is named; Evidence and Version then take away from them. The zero Selection wants the whole document.
type Selection struct {
	Tags       []Choice // a tag of the operation, not only its first
	Operations []Choice // an operationId, or a method and a path: "GET /api/MFA"
	Paths      []Choice // a path in which `*` stands for one segment and `**` for any number: "/api/MFA/**"
	Evidence   []Choice // values of x-evidence
	Version    string   // "v21": operations whose x-since is later, or whose x-until is earlier, are left out
}

// Choice is one entry of a selection, and where it was written.
type Choice struct {
	Text string
	Pos  report.Position
}

// IsZero tells whether the whole document is wanted.
func (s Selection) IsZero() bool {
	return len(s.Tags)+len(s.Operations)+len(s.Paths)+len(s.Evidence) == 0 && s.Version == ""
}

// Select gives the document that has the wanted operations only, and of everything else what they need: components that nothing
// refers to any more are left out. Positions are those of the whole. A choice
// that chooses nothing is a finding, because it is more likely a slip of the pen than a wish, and so is a selection that leaves nothing.
func (s *Spec) Select(sel Selection) (*Spec, report.List) {
	if sel.IsZero() {
		return s, nil
	}
	p := &picker{spec: s, used: map[*Choice]bool{}, wanted: map[string]bool{}}
	for _, op := range s.Operations() {
		if p.named(&sel, op) && p.known(&sel, op) {
			p.wanted[op.Pointer] = true
		}
	}
	found := p.unused(&sel)
	if len(p.wanted) == 0 && !found.HasErrors() {
		found.Add(sel.position(), "select", "no operation of the document is left; widen the selection")
	}
	if found.HasErrors() {
		return nil, found
	}
	p.reach()
	p.origin = maps.Clone(s.origin)
	return newSpec(s.root, s.files, p.document(), p.origin, s.refs), nil
}

// position is where the first choice stands.
func (s Selection) position() report.Position {
	for _, c := range slices.Concat(s.Tags, s.Operations, s.Paths, s.Evidence) {
		return c.Pos
	}
	return report.Position{}
}

type picker struct {
	spec      *Spec
	used      map[*Choice]bool
	wanted    map[string]bool // pointers of operations
	reachable map[string]bool // pointers of components
	origin    map[*yaml.Node]*file
}

// named tells whether an operation is asked for.
func (p *picker) named(sel *Selection, op Operation) bool {
	if len(sel.Tags)+len(sel.Operations)+len(sel.Paths) == 0 {
		return true
	}
	named := false
	choose := func(list []Choice, matches func(text string) bool) {
		for i := range list {
			if matches(list[i].Text) {
				p.used[&list[i]] = true
				named = true
			}
		}
	}
	choose(sel.Tags, func(text string) bool { return slices.Contains(tagsOf(op.Node), text) })
	choose(sel.Operations, func(text string) bool { return text == op.ID || strings.EqualFold(text, op.Method+" "+op.Path) })
	choose(sel.Paths, func(text string) bool { return matchPath(text, op.Path) })
	return named
}

// known tells whether the evidence and the version of an operation are wanted.
func (p *picker) known(sel *Selection, op Operation) bool {
	evidence := len(sel.Evidence) == 0
	for i := range sel.Evidence {
		if sel.Evidence[i].Text == Text(op.Node, "x-evidence") {
			p.used[&sel.Evidence[i]] = true
			evidence = true
		}
	}
	return evidence && within(sel.Version, Text(op.Node, "x-since"), Text(op.Node, "x-until"))
}

// within tells whether something that is there from one version to another, both included, is there in a third. "" is no bound.
func within(version, since, until string) bool {
	if version == "" {
		return true
	}
	return (since == "" || compareVersions(since, version) <= 0) && (until == "" || compareVersions(until, version) >= 0)
}

// compareVersions compares "v21" and "v21.1.2" by their numbers. A bound of fewer numbers includes all that begin with them.
func compareVersions(bound, version string) int {
	a, b := strings.Split(strings.TrimPrefix(bound, "v"), "."), strings.Split(strings.TrimPrefix(version, "v"), ".")
	for i := range min(len(a), len(b)) {
		x, errX := strconv.Atoi(a[i])
		y, errY := strconv.Atoi(b[i])
		if errX != nil || errY != nil {
			if c := cmp.Compare(a[i], b[i]); c != 0 {
				return c
			}
			continue
		}
		if c := cmp.Compare(x, y); c != 0 {
			return c
		}
	}
	return 0
}

func tagsOf(op *yaml.Node) []string {
	var tags []string
	if list := Get(op, "tags"); list != nil {
		for _, t := range list.Content {
			tags = append(tags, t.Value)
		}
	}
	return tags
}

// matchPath tells whether a path has the form of a pattern, segment by segment.
func matchPath(pattern, path string) bool {
	return matchSegments(strings.Split(pattern, "/"), strings.Split(path, "/"))
}

func matchSegments(pattern, path []string) bool {
	for i, want := range pattern {
		if want == "**" {
			for skip := 0; i+skip <= len(path); skip++ {
				if matchSegments(pattern[i+1:], path[i+skip:]) {
					return true
				}
			}
			return false
		}
		if i >= len(path) || want != "*" && want != path[i] {
			return false
		}
	}
	return len(pattern) == len(path)
}

// unused reports choices that chose nothing.
func (p *picker) unused(sel *Selection) report.List {
	var found report.List
	for _, list := range []struct {
		choices []Choice
		what    string
	}{
		{sel.Tags, "no operation has the tag %q"}, {sel.Operations, "there is no operation %q"}, {sel.Paths, "no path is like %q"},
		{sel.Evidence, "no operation that is selected has the evidence %q"},
	} {
		for i := range list.choices {
			c := &list.choices[i]
			if !p.used[c] {
				found.Add(c.Pos, "select", "%s; correct or remove it", fmt.Sprintf(list.what, c.Text))
			}
		}
	}
	return found
}

// reach finds the components that the wanted operations need. An operation that has a part which another refers to is taken as well.
func (p *picker) reach() {
	p.reachable = map[string]bool{}
	var pending []string
	add := func(n *yaml.Node) { pending = append(pending, needs(n, nil)...) }
	take := func(op Operation) {
		add(op.Node)
		each(p.spec.Node(Pointer("paths", op.Path)), func(key, value *yaml.Node) {
			if !IsMethod(key.Value) {
				add(value)
			}
		})
	}
	operations := map[string]Operation{}
	for _, op := range p.spec.Operations() {
		operations[op.Pointer] = op
		if p.wanted[op.Pointer] {
			take(op)
		}
	}
	pending = append(pending, schemes(Get(p.spec.bundle, "security"), nil)...)
	for len(pending) > 0 {
		pointer := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if strings.HasPrefix(pointer, "/paths/") {
			if op, ok := operations[pointer]; ok && !p.wanted[pointer] {
				p.wanted[pointer] = true
				take(op)
			}
			continue
		}
		if !p.reachable[pointer] {
			p.reachable[pointer] = true
			add(p.spec.Node(pointer))
		}
	}
}

// needs appends the pointers of the components and operations that are referred to below a node: by $ref, by the mapping of a discriminator, and
// by a security requirement.
func needs(n *yaml.Node, list []string) []string {
	if n == nil {
		return list
	}
	add := func(ref string) {
		if plain, err := url.PathUnescape(ref); err == nil {
			ref = plain
		}
		parts := strings.SplitN(ref, "/", 4) // a part of a component or an operation stands for the whole
		list = append(list, "/"+strings.Join(parts[:min(3, len(parts))], "/"))
	}
	each(n, func(key, value *yaml.Node) {
		switch key.Value {
		case "$ref":
			if ref, ok := strings.CutPrefix(value.Value, "#/"); ok {
				add(ref)
			}
		case "security":
			list = schemes(value, list)
		case "mapping":
			each(value, func(_, to *yaml.Node) {
				if ref, ok := strings.CutPrefix(to.Value, "#/"); ok {
					add(ref)
				} else if to.Kind == yaml.ScalarNode {
					add("components/schemas/" + escape(to.Value))
				}
			})
		}
	})
	for _, c := range n.Content {
		if len(c.Content) > 0 {
			list = needs(c, list)
		}
	}
	return list
}

// schemes appends the pointers of the security schemes that a list of requirements names.
func schemes(requirements *yaml.Node, list []string) []string {
	if requirements == nil || requirements.Kind != yaml.SequenceNode {
		return list
	}
	for _, r := range requirements.Content {
		each(r, func(name, _ *yaml.Node) { list = append(list, Pointer("components", "securitySchemes", name.Value)) })
	}
	return list
}

// document makes the bundle of what is wanted. Nodes that stay whole are those of the old bundle.
func (p *picker) document() *yaml.Node {
	tags := map[string]bool{}
	for _, op := range p.spec.Operations() {
		if p.wanted[op.Pointer] {
			for _, t := range tagsOf(op.Node) {
				tags[t] = true
			}
		}
	}
	return p.filter(p.spec.bundle, func(key string, value *yaml.Node) *yaml.Node {
		switch key {
		case "paths":
			return p.filter(value, func(path string, item *yaml.Node) *yaml.Node {
				return p.item(path, item)
			})
		case "components":
			return p.filter(value, func(section string, list *yaml.Node) *yaml.Node {
				if strings.HasPrefix(section, "x-") {
					return list
				}
				left := p.filter(list, func(name string, c *yaml.Node) *yaml.Node {
					if p.reachable[Pointer("components", section, name)] {
						return c
					}
					return nil
				})
				if len(left.Content) == 0 {
					return nil
				}
				return left
			})
		case "tags":
			return p.items(value, func(t *yaml.Node) bool { return tags[Text(t, "name")] })
		case "webhooks":
			return nil
		}
		return value
	})
}

// item is a path item with its wanted operations, nil when there are none.
func (p *picker) item(path string, item *yaml.Node) *yaml.Node {
	if strings.HasPrefix(path, "x-") {
		return item
	}
	some := false
	left := p.filter(item, func(key string, value *yaml.Node) *yaml.Node {
		if !IsMethod(key) {
			return value
		}
		if !p.wanted[Pointer("paths", path, key)] {
			return nil
		}
		some = true
		return value
	})
	if !some {
		return nil
	}
	return left
}

// filter copies a mapping with the values that keep gives instead of its own; nil leaves an entry out.
func (p *picker) filter(n *yaml.Node, keep func(key string, value *yaml.Node) *yaml.Node) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return n
	}
	out := *n
	out.Content = nil
	for i := 0; i+1 < len(n.Content); i += 2 {
		if value := keep(n.Content[i].Value, n.Content[i+1]); value != nil {
			out.Content = append(out.Content, n.Content[i], value)
		}
	}
	p.inherit(n, &out)
	return &out
}

// items copies a sequence with some of its items.
func (p *picker) items(n *yaml.Node, keep func(*yaml.Node) bool) *yaml.Node {
	if n.Kind != yaml.SequenceNode {
		return n
	}
	out := *n
	out.Content = nil
	for _, c := range n.Content {
		if keep(c) {
			out.Content = append(out.Content, c)
		}
	}
	p.inherit(n, &out)
	return &out
}

// inherit notes that a copy was written where the original was.
func (p *picker) inherit(from, to *yaml.Node) {
	if f := p.origin[from]; f != nil {
		p.origin[to] = f
	}
}
