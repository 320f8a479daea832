package wire

import (
	"hash/maphash"
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// seed is the seed of the hashes. It differs in each process, but no result depends on it.
var seed = maphash.MakeSeed()

// sum returns a hash of n, a value of the given kind. The order of keys and the targets of references do not affect the hash. Documentation affects
// it only if kind is oas.Data. The hash of nil is 0.
func (d *document) sum(n *oas.Node, kind oas.Kind) uint64 {
	if n == nil {
		return 0
	}
	if kind != oas.Data {
		if h, known := d.sums[n]; known {
			return h
		}
	}
	var total uint64
	var h maphash.Hash
	h.SetSeed(seed)
	h.WriteByte(byte(n.Type))
	switch n.Type {
	case oas.Mapping:
		for i := range n.Entries {
			e := &n.Entries[i]
			if kind == oas.Data || !isDocumentation(e.Key) {
				total += maphash.String(seed, e.Key+"\x00"+text(d.field(e, kind)))
			}
		}
		h.WriteString(text(total))
	case oas.Sequence:
		for _, item := range n.Items {
			h.WriteString(text(d.sum(item, kind)) + ",")
		}
	default:
		h.WriteString(n.Value)
	}
	total = h.Sum64()
	if kind != oas.Data {
		d.sums[n] = total
	}
	return total
}

// field returns the hash of the value of e. kind is the kind of the object that has the entry e.
func (d *document) field(e *oas.Entry, kind oas.Kind) uint64 {
	if e.Key == "$ref" && kind.Referable() {
		return maphash.String(seed, d.common(e.Value.Text()))
	}
	below, shape := kind.Child(e.Key)
	if shape != oas.Many || !e.Value.IsMapping() {
		return d.sum(e.Value, below)
	}
	var total uint64
	for i := range e.Value.Entries {
		member := &e.Value.Entries[i]
		total += maphash.String(seed, member.Key+"\x00"+text(d.sum(member.Value, below)))
	}
	return total
}

func text(sum uint64) string { return strconv.FormatUint(sum, 36) }

// isDocumentation reports whether a key of an object does not affect messages.
func isDocumentation(key string) bool {
	switch key {
	case "description", "summary", "title", "example", "examples", "externalDocs", "deprecated", "xml", "$comment", "tags", "operationId":
		return true
	}
	return strings.HasPrefix(key, "x-") && key != "x-extensible-enum"
}

// findChanged marks the components that were added, removed, renamed or changed, the components that reference a marked component, and those with a
// discriminator that a marked component extends. A reference to a target outside the components counts as changed.
func (j *judge) findChanged() {
	users := map[string][]string{}      // by component, the components that lead to it
	parents := map[*oas.Node][]string{} // by schema with a discriminator, the components that extend it
	var pending []string
	mark := func(component string) {
		if !j.changed[component] {
			j.changed[component] = true
			pending = append(pending, component)
		}
	}
	for _, d := range j.docs {
		components := d.model.Document().Child("components")
		if components == nil {
			continue
		}
		for _, o := range components.Below {
			pointer := oas.Pointer("components", o.Field, o.Name)
			at := d.common("#" + pointer)
			other := d.other.own(at)
			_, renamed := d.renames["#"+pointer] // a discriminator may select the component by its name
			if other == nil || renamed || d.sum(o.Node, o.Kind) != d.other.sum(other, o.Kind) {
				mark(at)
			}
			for ref := range o.Node.Refs() {
				to := d.component(ref)
				users[to] = append(users[to], at)
			}
			if o.Field != "schemas" || o.Node.Text("discriminator", "propertyName") == "" {
				continue
			}
			for _, child := range j.children(d, pointer) {
				to := d.common("#" + child)
				users[to] = append(users[to], at)
				parents[o.Node] = append(parents[o.Node], to)
			}
		}
	}
	mark("")
	for len(pending) > 0 {
		component := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		for _, user := range users[component] {
			mark(user)
		}
	}
	for n, children := range parents {
		if slices.ContainsFunc(children, func(child string) bool { return j.changed[child] }) {
			j.leads[n] = true
		}
	}
}

// component returns the reference to the component that contains the target of ref, in the form of [document.common]. It returns "" if the target is not in
// a component.
func (d *document) component(ref string) string {
	if pointer := oas.ComponentOf(ref); pointer != "" {
		return d.common("#" + pointer)
	}
	return ""
}

// own returns the component of d to which common refers, or nil if there is none. common is a result of [document.common].
func (d *document) own(common string) *oas.Node {
	if d.side == base {
		if from, renamed := d.other.renames[common]; renamed {
			common = from
		} else if _, moved := d.renames[common]; moved {
			return nil
		}
	}
	return d.model.Root().At(strings.TrimPrefix(common, "#"))
}

// leadsToChange reports whether n or a node below n has a reference to a component that findChanged marked. It also returns true if one of these
// nodes has a discriminator and a marked component extends it.
func (j *judge) leadsToChange(d *document, n *oas.Node) bool {
	if n == nil || n.IsScalar() {
		return false
	}
	if known, ok := j.leads[n]; ok {
		return known
	}
	found := false
	if ref := n.Get("$ref"); ref != nil && ref.Type == oas.String && j.changed[d.component(ref.Value)] {
		found = true
	}
	for child := range n.Children() {
		found = found || j.leadsToChange(d, child)
	}
	j.leads[n] = found
	return found
}

// equal reports whether w and r have equal schemas that lead to no changed component. It returns false if one document has OpenAPI 3.0 and the other
// a later version.
func (j *judge) equal(w, r *set) bool {
	if !j.sameVersion || len(w.schemas) != len(r.schemas) {
		return false
	}
	sums := map[uint64]int{}
	for i, s := range w.schemas {
		t := r.schemas[i]
		if j.leadsToChange(s.doc, s.node) || j.leadsToChange(t.doc, t.node) {
			return false
		}
		sums[s.doc.sum(s.node, oas.Schema)]++
		sums[t.doc.sum(t.node, oas.Schema)]--
	}
	for _, n := range sums {
		if n != 0 {
			return false
		}
	}
	return true
}
