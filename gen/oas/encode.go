package oas

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v4"
)

// YAML returns n as a YAML file that is indented with two spaces. It does not use the encoder of the YAML library. Version 3.0.5 of that encoder
// needed 0.7 s and 250 MB of memory for a file of 3 MB. The library also writes some strings without quotes that YAML 1.1 reads as booleans or numbers.
func (n *Node) YAML() []byte {
	e := encoder{make([]byte, 0, encodedSize(n, 0))}
	e.value(n, 0, "")
	return append(bytes.TrimLeft(e.out, " \n"), '\n')
}

// YAMLKey returns a key of a YAML mapping, followed by a colon. It quotes a key that YAML could misread without quotes. A long key begins with a
// question mark.
func YAMLKey(key string) string {
	var e encoder
	e.key(key, 0)
	return string(e.out)
}

// YAMLQuote returns s as a YAML string in quotes.
func YAMLQuote(s string) string {
	if !printable(s) {
		return string(appendString(nil, s))
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// encodedSize returns an estimate of the size of an encoded node in bytes. Without the estimate, growing the buffer during encoding would need
// twice the memory.
func encodedSize(n *Node, depth int) int {
	size := len(n.Value) + len("\n: ''") + depth
	for i := range n.Entries {
		size += len(n.Entries[i].Key) + len("\n: ''") + depth + encodedSize(n.Entries[i].Value, depth+1)
	}
	for _, item := range n.Items {
		size += encodedSize(item, depth+1)
	}
	return size
}

type encoder struct{ out []byte }

// value writes a node after its key or after the dash of its item. inline is the text before the first entry of a collection. If inline is "", value
// begins a new line for this entry.
func (e *encoder) value(n *Node, depth int, inline string) {
	switch {
	case n.Type == Mapping && len(n.Entries) == 0:
		e.out = append(e.out, " {}"...)
	case n.Type == Sequence && len(n.Items) == 0:
		e.out = append(e.out, " []"...)
	case n.Type == Mapping:
		for i := range n.Entries {
			e.line(depth, &inline)
			e.key(n.Entries[i].Key, depth)
			e.value(n.Entries[i].Value, depth+1, "")
		}
	case n.Type == Sequence:
		for _, item := range n.Items {
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

// maxKey is the maximum length in bytes of an implicit key, which has no question mark. YAML permits 1,024 characters (1.2.2, section 7.4.2). A
// longer key begins with a question mark.
const maxKey = 1024

func (e *encoder) key(s string, depth int) {
	start := len(e.out)
	if e.text(s); len(e.out)-start > maxKey {
		e.out = append(e.out[:start], "? "...)
		e.out = appendString(e.out, s)
		e.out = append(e.out, '\n')
		e.indent(depth)
	}
	e.out = append(e.out, ':')
}

func (e *encoder) scalar(n *Node, depth int) {
	switch {
	case n.Type != String:
		e.out = n.AppendJSON(e.out)
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

// text writes a string on one line. It omits quotes only if all readers of YAML 1.1 and 1.2 read the text without quotes as a string.
func (e *encoder) text(s string) {
	switch {
	case plain(s):
		e.out = append(e.out, s...)
	case !strings.Contains(s, "\t"):
		e.out = append(e.out, YAMLQuote(s)...)
	default:
		e.out = appendString(e.out, s)
	}
}

// printable reports whether YAML can represent a text on one line without escape sequences.
func printable(s string) bool {
	for _, r := range s {
		if r < ' ' && r != '\t' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff || r == 0xfffe || r == 0xffff {
			return false
		}
	}
	return true
}

// plain reports whether s needs no quotes in YAML. It also returns false for some strings that need none, such as -x.
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
	if strings.Trim(s, "0123456789:._+-") == "" && strings.Contains(s, ":") { // base 60 numbers of YAML 1.1
		return false
	}
	return !implicit(s)
}

// implicit reports whether the YAML library reads s as null, a boolean, a number or a timestamp if s is written without quotes.
func implicit(s string) bool {
	switch s[0] {
	case '~', '+', '-', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
	case 'n', 'N', 't', 'T', 'f', 'F':
		if word := strings.ToLower(s); word != "null" && word != "true" && word != "false" {
			return false
		}
	default:
		return false
	}
	n := yaml.Node{Kind: yaml.ScalarNode, Value: s}
	var value any
	if err := n.Decode(&value); err != nil {
		return true
	}
	_, text := value.(string)
	return !text
}

// literal reports whether a text of several lines can be written as a literal block (|). No line may end with a space or a tab. The first line must
// not be empty or indented, and the text must not end with two or more line breaks. All characters must be printable.
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
