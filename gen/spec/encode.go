package spec

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v3"
)

// encode writes a bundle node (no aliases, scalar keys) as a YAML file, two spaces deep. It is ours because yaml.v3 v3.0.5 takes 0.7 s
// and 250 MB for 3 MB (its emitter never shrinks the queue of events), and leaves text plain that YAML 1.1 reads as a boolean or a number.
func encode(n *yaml.Node) []byte {
	e := encoder{make([]byte, 0, encodedSize(n, 0))}
	e.value(n, 0, "")
	return append(bytes.TrimLeft(e.out, " \n"), '\n')
}

// encodedSize is about how many bytes a node takes: a buffer that grows as it is written costs twice the memory.
func encodedSize(n *yaml.Node, depth int) int {
	size := len(n.Value) + len("\n: ''") + depth
	for _, child := range n.Content {
		size += encodedSize(child, depth+1)
	}
	return size
}

type encoder struct{ out []byte }

// value writes a node behind the key or the dash that it stands below; inline is what goes before the first line of a collection that
// begins in the same line, " " behind a dash.
func (e *encoder) value(n *yaml.Node, depth int, inline string) {
	switch {
	case n.Kind == yaml.MappingNode && len(n.Content) == 0:
		e.out = append(e.out, " {}"...)
	case n.Kind == yaml.SequenceNode && len(n.Content) == 0:
		e.out = append(e.out, " []"...)
	case n.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			e.line(depth, &inline)
			key, value := n.Content[i], n.Content[i+1]
			e.key(key.Value, depth)
			e.value(value, depth+1, "")
		}
	case n.Kind == yaml.SequenceNode:
		for _, item := range n.Content {
			e.line(depth, &inline)
			e.out = append(e.out, '-')
			e.value(item, depth+1, " ")
		}
	default:
		e.out = append(e.out, ' ')
		e.scalar(n, depth)
	}
}

func (e *encoder) line(depth int, inline *string) {
	if *inline != "" {
		e.out = append(e.out, *inline...)
		*inline = ""
		return
	}
	e.out = append(e.out, '\n')
	e.indent(depth)
}

func (e *encoder) indent(depth int) {
	for range depth {
		e.out = append(e.out, "  "...)
	}
}

func (e *encoder) key(s string, depth int) {
	if len(s) > 1000 { // a key beyond 1,024 characters must be announced (YAML 1.2.2, section 7.4.3)
		e.out = append(e.out, "? "...)
		e.out = appendString(e.out, s)
		e.out = append(e.out, '\n')
		e.indent(depth)
	} else {
		e.text(s)
	}
	e.out = append(e.out, ':')
}

func (e *encoder) scalar(n *yaml.Node, depth int) {
	switch {
	case n.Tag != "!!str":
		e.out = append(e.out, n.Value...)
	case strings.Contains(n.Value, "\n") && literal(n.Value):
		text := strings.TrimSuffix(n.Value, "\n")
		e.out = append(e.out, '|')
		if text == n.Value {
			e.out = append(e.out, '-')
		}
		for line := range strings.SplitSeq(text, "\n") {
			e.out = append(e.out, '\n')
			if line != "" {
				e.indent(depth)
				e.out = append(e.out, line...)
			}
		}
	default:
		e.text(n.Value)
	}
}

// text writes a string in one line: plain where every reader of YAML 1.1 and 1.2 takes it for a string.
func (e *encoder) text(s string) {
	switch {
	case plain(s):
		e.out = append(e.out, s...)
	case printable(s) && !strings.Contains(s, "\t"):
		e.out = append(e.out, '\'')
		e.out = append(e.out, strings.ReplaceAll(s, "'", "''")...)
		e.out = append(e.out, '\'')
	default:
		e.out = appendString(e.out, s)
	}
}

// printable tells whether a text can stand in YAML without escapes, in one line.
func printable(s string) bool {
	for _, r := range s {
		if r < ' ' && r != '\t' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff || r == 0xfffe || r == 0xffff {
			return false
		}
	}
	return true
}

// plain tells whether a text is a string without quotes.
func plain(s string) bool {
	if s == "" || strings.ContainsAny(s[:1], "-?:,[]{}#&*!|>'\"%@`=~ ") || strings.HasPrefix(s, "...") ||
		strings.HasSuffix(s, " ") || strings.HasSuffix(s, ":") || strings.Contains(s, ": ") || strings.Contains(s, " #") ||
		strings.Contains(s, "\t") || !printable(s) {
		return false
	}
	switch strings.ToLower(s) { // booleans of YAML 1.1, and the merge key
	case "y", "yes", "on", "n", "no", "off", "<<":
		return false
	}
	if strings.Trim(s, "0123456789:._+-") == "" && strings.Contains(s, ":") { // numbers to the base of 60, YAML 1.1 again
		return false
	}
	implicit := yaml.Node{Kind: yaml.ScalarNode, Value: s}
	return implicit.ShortTag() == "!!str"
}

// literal tells whether a text of several lines can be a block of lines: no line has a blank at its end, the first is not indented,
// and at most one line end stands at the end.
func literal(s string) bool {
	if s[0] == ' ' || s[0] == '\n' || s[0] == '\t' || strings.HasSuffix(s, "\n\n") {
		return false
	}
	for line := range strings.SplitSeq(s, "\n") {
		if strings.HasSuffix(line, " ") || strings.HasSuffix(line, "\t") || !printable(line) {
			return false
		}
	}
	return true
}
