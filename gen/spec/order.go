package spec

import (
	"bytes"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// operationOrder and schemaOrder are rule 13 of spec/README.md: the keys of a step stand side by side in the order in which they were
// written, and a key without a step stands last.
func operationOrder(key string) int {
	return step(key, "tags", "operationId", "summary", "description externalDocs", "deprecated", "x-", "parameters", "requestBody",
		"responses callbacks", "security servers")
}

func schemaOrder(key string) int {
	return step(key, "$ref allOf oneOf anyOf not discriminator", "type", "format", "title", "description externalDocs", "deprecated",
		"nullable readOnly writeOnly", "enum const", "x-enum-", "x-",
		"minimum exclusiveMinimum maximum exclusiveMaximum multipleOf minLength maxLength pattern minItems maxItems uniqueItems minProperties maxProperties",
		"required", "properties patternProperties", "items prefixItems", "additionalProperties", "default", "example examples")
}

// step gives the number of the step that lists a key or, for extensions, a beginning of it.
func step(key string, steps ...string) int {
	for i, keys := range steps {
		for name := range strings.FieldsSeq(keys) {
			if key == name || strings.HasPrefix(name, "x-") && strings.HasPrefix(key, name) {
				return i
			}
		}
	}
	return len(steps)
}

// ordered gives the text of an area file with the keys of its operations and schemas in canonical order, and false when they are in order
// or cannot be moved without touching more. Entries are moved as lines, with the comments directly above them; empty lines stay where they
// are. Flow mappings keep their order, and so does a file with anchors, where what stands first matters.
func (l *loader) ordered(f *file, section string) ([]byte, bool) {
	k, shape := KindComponents.Below(section)
	if section == "paths" {
		k, shape = KindPathItem, Many
	}
	if f.tree != f.node || anchored(f.node) {
		return nil, false
	}
	o := orderer{rewriter: newRewriter(l, f, nil)}
	o.below(f.node, k, shape, len(o.lines))
	if !o.moved {
		return nil, false
	}
	o.write(0, len(o.lines))
	again := &file{name: f.name, data: o.out.Bytes()}
	check := &loader{ctx: l.ctx, folder: l.folder}
	if !check.parse(again) || len(check.found) > 0 || !sameButOrder(f.node, again.node) || !sameLines(f.data, again.data) {
		return nil, false
	}
	return again.data, true
}

func anchored(n *yaml.Node) bool {
	return n.Anchor != "" || n.Kind == yaml.AliasNode || slices.ContainsFunc(n.Content, anchored)
}

// sameButOrder compares what two nodes without duplicate keys say; the order of keys says nothing.
func sameButOrder(a, b *yaml.Node) bool {
	if a.Kind != b.Kind || a.Value != b.Value || a.ShortTag() != b.ShortTag() || a.Style != b.Style || len(a.Content) != len(b.Content) {
		return false
	}
	if a.Kind != yaml.MappingNode {
		return slices.EqualFunc(a.Content, b.Content, sameButOrder)
	}
	for i := 0; i+1 < len(a.Content); i += 2 {
		if other := Get(b, a.Content[i].Value); other == nil || !sameButOrder(a.Content[i+1], other) {
			return false
		}
	}
	return true
}

// sameLines tells whether two texts have the same lines in another order, blanks and the dash of a list item before them aside.
func sameLines(a, b []byte) bool {
	count := map[string]int{}
	for line := range bytes.Lines(a) {
		count[string(bytes.Trim(line, " -\r\n"))]++
	}
	for line := range bytes.Lines(b) {
		count[string(bytes.Trim(line, " -\r\n"))]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

// orderer moves the lines of a file.
type orderer struct {
	*rewriter
	moved bool
}

// below orders what stands in a value whose lines end before end.
func (o *orderer) below(n *yaml.Node, k Kind, s Shape, end int) {
	if n.Style&yaml.FlowStyle != 0 || k == KindData {
		return
	}
	switch {
	case s == One:
		o.object(n, k, end)
	case s == Many && n.Kind == yaml.MappingNode:
		for _, b := range o.blocks(n, end) {
			o.below(b.value, k, One, b.end)
		}
	case s == List && n.Kind == yaml.SequenceNode:
		for i, item := range n.Content {
			last := end
			if i+1 < len(n.Content) {
				last = n.Content[i+1].Line - 1
			}
			o.below(item, k, One, last)
		}
	}
}

// object orders an object, those inside of it first: that moves no line out of an entry.
func (o *orderer) object(n *yaml.Node, k Kind, end int) {
	if n.Kind != yaml.MappingNode || len(n.Content) == 0 || n.Style&yaml.FlowStyle != 0 {
		return
	}
	entries := o.blocks(n, end)
	for _, b := range entries {
		if !strings.HasPrefix(b.key.Value, "x-") {
			below, shape := k.Below(b.key.Value)
			o.below(b.value, below, shape, b.end)
		}
	}
	rank := schemaOrder
	switch k {
	case KindOperation:
		rank = operationOrder
	case KindSchema:
	default:
		return
	}
	compare := func(a, b block) int { return rank(a.key.Value) - rank(b.key.Value) }
	if slices.IsSortedFunc(entries, compare) {
		return
	}
	last := &entries[len(entries)-1]
	last.end = o.tail(*last)
	first, dash, ok := o.begin(entries)
	if !ok {
		return
	}
	sorted := slices.Clone(entries)
	slices.SortStableFunc(sorted, compare)
	if dash != "" && (sorted[0].first != sorted[0].line || first != entries[0].line) {
		return // a comment would come between the dash and the key
	}
	o.moved = true
	o.arrange(entries, sorted, first, last.end, dash)
}

// begin gives the line that an object begins in, and what stands there before its first key when that is the dash of a list item. It is
// not ok when an entry does not begin a line.
func (o *orderer) begin(entries []block) (first int, dash string, ok bool) {
	for i, b := range entries {
		before := o.lines[b.line][:min(b.key.Column-1, len(o.lines[b.line]))]
		blank := strings.Trim(before, " ") == ""
		if i == 0 && !blank && strings.Trim(before, " -") == "" {
			dash = before
			continue
		}
		if !blank || i > 0 && b.line <= entries[i-1].line {
			return 0, "", false
		}
	}
	return entries[0].first, dash, true
}

// arrange puts the lines of entries into a new order. Empty lines between entries keep their place: the second entry has as many above it
// as the second one had.
func (o *orderer) arrange(entries, sorted []block, first, end int, dash string) {
	gaps := make([][]string, len(entries))
	texts := map[*yaml.Node][]string{}
	for i, b := range entries {
		content := b.end
		for content > b.line+1 && strings.TrimSpace(o.lines[content-1]) == "" {
			content--
		}
		texts[b.key] = slices.Clone(o.lines[b.first:content])
		gaps[i] = slices.Clone(o.lines[content:b.end])
	}
	if dash != "" {
		old, now := texts[entries[0].key], texts[sorted[0].key]
		old[0] = strings.Repeat(" ", len(dash)) + old[0][len(dash):]
		now[0] = dash + now[0][len(dash):]
	}
	lines := make([]string, 0, end-first)
	for i, b := range sorted {
		lines = append(append(lines, texts[b.key]...), gaps[i]...)
	}
	copy(o.lines[first:end], lines)
}
