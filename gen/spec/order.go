package spec

import (
	"bytes"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// operationOrder returns the position of a key in an operation (rule 13 of spec/README.md). Keys with the same position keep their order, and
// unknown keys come last.
func operationOrder(key string) int {
	return step(key, "tags", "operationId", "summary", "description externalDocs", "deprecated", "x-", "parameters", "requestBody",
		"responses callbacks", "security servers")
}

// schemaOrder is like [operationOrder], but returns the position of a key in a schema.
func schemaOrder(key string) int {
	return step(key, "$ref allOf oneOf anyOf not discriminator", "type", "format", "title", "description externalDocs", "deprecated",
		"nullable readOnly writeOnly", "enum const", "x-enum-", "x-",
		"minimum exclusiveMinimum maximum exclusiveMaximum multipleOf minLength maxLength pattern minItems maxItems uniqueItems minProperties maxProperties",
		"required", "properties patternProperties", "items prefixItems", "additionalProperties", "default", "example examples")
}

// step returns the index of the first step that contains key, or len(steps) if there is none. A step is a list of keys, separated by spaces. If a key
// in the list begins with x-, the step contains all extensions that begin with this key.
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

// ordered returns the text of an area file with the keys of operations and schemas in the canonical order. It returns false if the keys already have
// this order, or if it cannot move them without making other changes. It moves the lines of an entry and the comments directly above the entry, but
// not the empty lines between entries. It does not sort flow mappings. It also does not sort files with anchors or tags. An anchor must precede its
// aliases.
func (l *loader) ordered(f *file, section string) ([]byte, bool) {
	k, shape := oas.Components.Child(section)
	if section == "paths" {
		k, shape = oas.PathItem, oas.Many
	}
	if f.source.Anchored() {
		return nil, false
	}
	o := orderer{rewriter: newRewriter(l, f, nil)}
	o.sortObjects(f.tree, k, shape, len(o.lines))
	if !o.moved {
		return nil, false
	}
	o.write(0, len(o.lines))
	data := o.out.Bytes()
	tree, found := oas.Parse(&oas.Source{Name: f.name(), Data: data}, oas.NewLimits())
	if tree == nil || found.HasErrors() || !oas.Equal(f.tree, tree, oas.Compare{IgnoreKeyOrder: true}) || !sameLines(f.source.Data, data) {
		return nil, false
	}
	return data, true
}

// sameLines reports whether two texts have the same lines in any order. It ignores indentation and the dashes of list items.
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

// orderer sorts keys by moving the lines of a file.
type orderer struct {
	*rewriter
	moved bool
}

// sortObjects sorts the entries of the operations and schemas in a value. end is the line after the value.
func (o *orderer) sortObjects(n *oas.Node, k oas.Kind, shape oas.Shape, end int) {
	if n.Flow() || k == oas.Data {
		return
	}
	switch {
	case shape == oas.One:
		o.object(n, k, end)
	case shape == oas.Many && n.IsMapping():
		for _, b := range o.blocks(n, end) {
			o.sortObjects(b.entry.Value, k, oas.One, b.end)
		}
	case shape == oas.List && n.IsSequence():
		for i, item := range n.Items {
			last := end
			if i+1 < len(n.Items) {
				last = n.Items[i+1].Pos().Line - 1
			}
			o.sortObjects(item, k, oas.One, last)
		}
	}
}

// object sorts the entries of the operations and schemas inside an object. It then sorts the entries of the object itself if the object is an
// operation or a schema. Every line remains in its entry. If an entry does not begin on a new line, all entries of its object keep their order.
func (o *orderer) object(n *oas.Node, k oas.Kind, end int) {
	if !n.IsMapping() || n.Len() == 0 || n.Flow() {
		return
	}
	entries := o.blocks(n, end)
	for _, b := range entries {
		if !strings.HasPrefix(b.entry.Key, "x-") {
			child, shape := k.Child(b.entry.Key)
			o.sortObjects(b.entry.Value, child, shape, b.end)
		}
	}
	rank := schemaOrder
	switch k {
	case oas.Operation:
		rank = operationOrder
	case oas.Schema:
	default:
		return
	}
	compare := func(a, b block) int { return rank(a.entry.Key) - rank(b.entry.Key) }
	if slices.IsSortedFunc(entries, compare) {
		return
	}
	last := &entries[len(entries)-1]
	last.end = o.contentEnd(*last)
	first, dash, ok := o.begin(entries)
	if !ok {
		return
	}
	sorted := slices.Clone(entries)
	slices.SortStableFunc(sorted, compare)
	if dash != "" && (sorted[0].first != sorted[0].line || first != entries[0].line) {
		return // otherwise a comment would be between the dash and the key
	}
	o.moved = true
	o.arrange(entries, sorted, first, last.end, dash)
}

// begin returns the first line of an object. If the object is a list item, dash is the text before the first key. ok is false if an entry does not
// begin on a new line.
func (o *orderer) begin(entries []block) (first int, dash string, ok bool) {
	for i, b := range entries {
		before := o.lines[b.line][:min(b.column(), len(o.lines[b.line]))]
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

// arrange writes the lines of entries in the order of sorted. It keeps the empty lines between two entries where they are.
func (o *orderer) arrange(entries, sorted []block, first, end int, dash string) {
	gaps := make([][]string, len(entries))
	texts := map[string][]string{}
	for i, b := range entries {
		content := b.end
		for content > b.line+1 && strings.TrimSpace(o.lines[content-1]) == "" {
			content--
		}
		texts[b.entry.Key] = slices.Clone(o.lines[b.first:content])
		gaps[i] = slices.Clone(o.lines[content:b.end])
	}
	if dash != "" {
		old, now := texts[entries[0].entry.Key], texts[sorted[0].entry.Key]
		old[0] = strings.Repeat(" ", len(dash)) + old[0][len(dash):]
		now[0] = dash + now[0][len(dash):]
	}
	lines := make([]string, 0, end-first)
	for i, b := range sorted {
		lines = append(append(lines, texts[b.entry.Key]...), gaps[i]...)
	}
	copy(o.lines[first:end], lines)
}
