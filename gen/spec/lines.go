package spec

import (
	"strconv"

	"go.yaml.in/yaml/v3"
)

// Lines is the bundle as YAML text in which every entry of a mapping and every item of a list begins a line of its own: a tool that tells
// lines of this text can be led back to JSON pointers. The text begins with a comment, so that it is not taken for JSON.
type Lines struct {
	Text []byte

	above  []int32  // by line, from 0: the line of what it stands in, -1 for the root
	tokens []string // by line: its last reference token
}

// Lines writes the bundle line by line.
func (s *Spec) Lines() (*Lines, error) {
	l := &Lines{Text: []byte("# one entry a line\n"), above: []int32{-1}, tokens: []string{""}}
	if err := l.value(s.bundle, -1, 0); err != nil {
		return nil, err
	}
	return l, nil
}

// Pointer gives the JSON pointer of what begins in a line, counted from 1; "" for a line that is not there.
func (l *Lines) Pointer(line int) string {
	i := line - 1
	if i <= 0 || i >= len(l.tokens) {
		return ""
	}
	var tokens []string
	for ; i > 0; i = int(l.above[i]) {
		tokens = append(tokens, l.tokens[i])
	}
	for a, b := 0, len(tokens)-1; a < b; a, b = a+1, b-1 {
		tokens[a], tokens[b] = tokens[b], tokens[a]
	}
	return Pointer(tokens...)
}

// begin starts a line.
func (l *Lines) begin(above, depth int, token string) int {
	for range depth {
		l.Text = append(l.Text, ' ')
	}
	l.above, l.tokens = append(l.above, int32(above)), append(l.tokens, token)
	return len(l.tokens) - 1
}

func (l *Lines) value(n *yaml.Node, line, depth int) (err error) {
	switch {
	case n.Kind == yaml.MappingNode && len(n.Content) > 0:
		for i := 0; i+1 < len(n.Content); i += 2 {
			at := l.begin(line, depth, n.Content[i].Value)
			if len(n.Content[i].Value) > 1000 { // a longer key must be announced, and then ends its line
				l.Text = append(l.Text, "? "...)
				l.Text = append(appendString(l.Text, n.Content[i].Value), '\n')
				at = l.begin(line, depth, n.Content[i].Value)
			} else {
				l.Text = appendString(l.Text, n.Content[i].Value)
			}
			l.Text = append(l.Text, ':')
			if err := l.below(n.Content[i+1], at, depth); err != nil {
				return err
			}
		}
		return nil
	case n.Kind == yaml.SequenceNode && len(n.Content) > 0:
		for i, item := range n.Content {
			at := l.begin(line, depth, strconv.Itoa(i))
			l.Text = append(l.Text, '-')
			if err := l.below(item, at, depth); err != nil {
				return err
			}
		}
		return nil
	}
	l.Text = append(l.Text, ' ')
	if l.Text, err = appendJSON(l.Text, n); err != nil {
		return err
	}
	l.Text = append(l.Text, '\n')
	return nil
}

// below writes what stands behind a key or a dash.
func (l *Lines) below(n *yaml.Node, at, depth int) error {
	if len(n.Content) > 0 {
		l.Text = append(l.Text, '\n')
		return l.value(n, at, depth+1)
	}
	return l.value(n, at, depth+1)
}
