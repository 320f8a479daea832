package spec

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// Selection selects operations of a document. An operation is selected if Tags, Operations or Paths selects it, or if all three are empty.
// Evidence and Version then exclude operations. The zero Selection selects the whole document.
type Selection struct {
	Tags       []Choice // tags; selects the operations that have one of them
	Operations []Choice // operationIds, or methods and paths such as "GET /api/MFA"
	Paths      []Choice // path patterns such as "/api/MFA/**"; `*` matches one segment, and `**` any number of segments
	Evidence   []Choice // levels of evidence (see [oas.Evidence]); excludes operations with another level
	Version    string   // version such as "v21"; excludes operations with a later x-since or an earlier x-until
}

// Choice is one entry of a Selection with its position.
type Choice struct {
	Text string
	Pos  report.Position
}

// IsZero reports whether s selects the whole document.
func (s Selection) IsZero() bool {
	return len(s.Tags)+len(s.Operations)+len(s.Paths)+len(s.Evidence) == 0 && s.Version == ""
}

// Select returns a document with the selected operations, and with the components and operations that they need. It leaves out the webhooks.
// Positions in the new document are the same as in s. Select adds a finding for a choice that matches nothing, because the choice is probably a
// mistake. If each choice matches but no operation is selected, it also adds a finding. If there is a finding, the returned Spec is nil. For the zero
// Selection, Select returns s.
func (s *Spec) Select(sel Selection) (*Spec, report.List) {
	if sel.IsZero() {
		return s, nil
	}
	p := &picker{spec: s, used: map[*Choice]bool{}, selected: map[string]bool{}}
	for _, op := range s.Operations() {
		if p.matches(&sel, op) && p.keeps(&sel, op) {
			p.selected[op.Pointer] = true
		}
	}
	found := p.unused(&sel)
	if len(p.selected) == 0 && !found.HasErrors() {
		found.Add(sel.position(), "select", "no operation is selected; change the selection")
	}
	if found.HasErrors() {
		return nil, found
	}
	p.selectReachable()
	return newSpec(s.root, s.files, p.document(), s.refs, s.written), nil
}

// position returns the position of the first choice, or the zero position if there is none.
func (s Selection) position() report.Position {
	for _, c := range slices.Concat(s.Tags, s.Operations, s.Paths, s.Evidence) {
		return c.Pos
	}
	return report.Position{}
}

type picker struct {
	spec      *Spec
	used      map[*Choice]bool
	selected  map[string]bool // pointers of the selected operations
	reachable map[string]bool // pointers of the components, and of the parameters of path items, that the selected operations need
}

// matches reports whether Tags, Operations or Paths select an operation. It also returns true if all three are empty. It records the choices that
// match.
func (p *picker) matches(sel *Selection, op Operation) bool {
	if len(sel.Tags)+len(sel.Operations)+len(sel.Paths) == 0 {
		return true
	}
	matched := false
	choose := func(list []Choice, matches func(text string) bool) {
		for i := range list {
			if matches(list[i].Text) {
				p.used[&list[i]] = true
				matched = true
			}
		}
	}
	choose(sel.Tags, func(text string) bool { return slices.Contains(op.Node.Strings("tags"), text) })
	choose(sel.Operations, func(text string) bool { return text == op.ID || strings.EqualFold(text, op.Method+" "+op.Path) })
	choose(sel.Paths, func(text string) bool { return matchPath(text, op.Path) })
	return matched
}

// keeps reports whether neither Evidence nor Version excludes an operation. It records the levels of evidence that match.
func (p *picker) keeps(sel *Selection, op Operation) bool {
	evidence := len(sel.Evidence) == 0
	for i := range sel.Evidence {
		if sel.Evidence[i].Text == oas.Evidence(op.Node) {
			p.used[&sel.Evidence[i]] = true
			evidence = true
		}
	}
	return evidence && within(sel.Version, oas.Since(op.Node), oas.Until(op.Node))
}

// within reports whether a version is not before since and not after until. An empty version or bound has no effect.
func within(version, since, until string) bool {
	if version == "" {
		return true
	}
	return (since == "" || compareVersions(since, version) <= 0) && (until == "" || compareVersions(until, version) >= 0)
}

// compareVersions compares versions such as "v21" and "v21.1.2" by their numbers. It compares only as many numbers as both versions have, so that v21
// is equal to v21.1.2. Parts that are not numbers are compared as text.
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

// matchPath reports whether a path matches a pattern such as "/api/MFA/**". See [Selection].
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

// unused returns a finding for each choice that matches no operation.
func (p *picker) unused(sel *Selection) report.List {
	var found report.List
	for _, list := range []struct {
		choices []Choice
		what    string
	}{
		{sel.Tags, "no operation has the tag %q"}, {sel.Operations, "there is no operation %q"}, {sel.Paths, "no path matches %q"},
		{sel.Evidence, "no selected operation has the evidence %q"},
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

// selectReachable records the components that the selected operations need. For a schema with a discriminator, these include the schemas that extend
// it. If a selected operation or one of its components references a part of another operation, selectReachable also selects that operation. If it
// references a parameter of another path item, selectReachable records the parameters of that path item.
func (p *picker) selectReachable() {
	p.reachable = map[string]bool{}
	var pending []string
	add := func(n *oas.Node) { pending = append(pending, needs(n, nil)...) }
	take := func(op Operation) {
		add(op.Node)
		for key, value := range p.spec.bundle.Get("paths", op.Path).Each() {
			if !oas.IsMethod(key) {
				add(value)
			}
		}
	}
	operations := map[string]Operation{}
	for _, op := range p.spec.Operations() {
		operations[op.Pointer] = op
		if p.selected[op.Pointer] {
			take(op)
		}
	}
	pending = append(pending, schemes(p.spec.bundle.Get("security"), nil)...)
	subtypes := p.spec.subtypes()
	for len(pending) > 0 {
		pointer := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if op, ok := operations[pointer]; ok {
			if !p.selected[pointer] {
				p.selected[pointer] = true
				take(op)
			}
			continue
		}
		if !p.reachable[pointer] {
			p.reachable[pointer] = true
			node := p.spec.At(pointer)
			add(node)
			if node.Get("discriminator") != nil { // a value of the schema may be a value of a schema that extends it
				for _, child := range subtypes(node) {
					pending = append(pending, child.Pointer)
				}
			}
		}
	}
}

// needs appends the pointers of the components and operations that a node and its descendants need. It reads $ref, the mappings of discriminators,
// and security requirements.
func needs(n *oas.Node, list []string) []string {
	list = references(n, list)
	for value := range n.All() {
		list = schemes(value.Get("security"), list)
		for _, to := range value.Get("mapping").Each() {
			switch {
			case strings.HasPrefix(to.Value, "#/"):
				list = append(list, firstTokens(refPointer(to.Value), 3))
			case to.IsScalar():
				list = append(list, oas.Pointer("components", "schemas", to.Value))
			}
		}
	}
	return list
}

// schemes appends the pointers of the security schemes in a list of security requirements.
func schemes(requirements *oas.Node, list []string) []string {
	for _, r := range requirements.List() {
		for name := range r.Each() {
			list = append(list, oas.Pointer("components", "securitySchemes", name))
		}
	}
	return list
}

// document returns the bundle of the selection. The result shares unchanged nodes with the bundle of the document.
func (p *picker) document() *oas.Node {
	tags := map[string]bool{}
	for _, op := range p.spec.Operations() {
		if p.selected[op.Pointer] {
			for _, t := range op.Node.Strings("tags") {
				tags[t] = true
			}
		}
	}
	return p.spec.bundle.Filter(func(key string, value *oas.Node) *oas.Node {
		switch key {
		case "paths":
			return value.Filter(p.pathItem)
		case "components":
			return value.Filter(p.section)
		case "tags":
			return value.FilterItems(func(t *oas.Node) bool { return tags[t.Text("name")] })
		case "webhooks":
			return nil
		}
		return value
	})
}

// section returns the reachable components in a section of the components object, or nil if there are none. It returns an extension unchanged.
func (p *picker) section(section string, list *oas.Node) *oas.Node {
	if strings.HasPrefix(section, "x-") {
		return list
	}
	left := list.Filter(func(name string, c *oas.Node) *oas.Node {
		if p.reachable[oas.Pointer("components", section, name)] {
			return c
		}
		return nil
	})
	if left.Len() == 0 {
		return nil
	}
	return left
}

// pathItem returns a path item with its selected operations. It returns nil if there are none and the selection needs no parameter of the path item.
// It returns an extension unchanged.
func (p *picker) pathItem(path string, item *oas.Node) *oas.Node {
	if strings.HasPrefix(path, "x-") {
		return item
	}
	some := false
	left := item.Filter(func(key string, value *oas.Node) *oas.Node {
		pointer := oas.Pointer("paths", path, key)
		if oas.IsMethod(key) && !p.selected[pointer] {
			return nil
		}
		some = some || p.selected[pointer] || p.reachable[pointer]
		return value
	})
	if !some {
		return nil
	}
	return left
}
