package spec

import (
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Pointer joins reference tokens into a JSON pointer (RFC 6901): Pointer("paths", "/a", "get") is "/paths/~1a/get".
func Pointer(tokens ...string) string {
	var b strings.Builder
	for _, t := range tokens {
		b.WriteByte('/')
		b.WriteString(escape(t))
	}
	return b.String()
}

func escape(token string) string {
	// Not a strings.Replacer: to build one takes longer than it saves here.
	return strings.ReplaceAll(strings.ReplaceAll(token, "~", "~0"), "/", "~1")
}

// Tokens splits a JSON pointer (RFC 6901) into its unescaped reference tokens. The empty pointer has none; any other begins with
// a slash.
func Tokens(pointer string) ([]string, error) {
	if pointer == "" {
		return nil, nil
	}
	if pointer[0] != '/' {
		return nil, fmt.Errorf("JSON pointer %q does not begin with a slash", pointer)
	}
	tokens := strings.Split(pointer[1:], "/")
	for i, t := range tokens {
		if !strings.Contains(t, "~") {
			continue
		}
		for rest := t; ; {
			_, after, found := strings.Cut(rest, "~")
			if !found {
				break
			}
			if after == "" || after[0] != '0' && after[0] != '1' {
				return nil, fmt.Errorf("JSON pointer %q: write ~ as ~0 and / as ~1", pointer)
			}
			rest = after
		}
		tokens[i] = strings.ReplaceAll(strings.ReplaceAll(t, "~1", "/"), "~0", "~") // in this order: ~01 is ~1
	}
	return tokens, nil
}

// child finds the entry of a mapping (with its key) or the item of a sequence (without one).
func child(n *yaml.Node, token string) (key, value *yaml.Node) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == token {
				return n.Content[i], n.Content[i+1]
			}
		}
	case yaml.SequenceNode:
		i, err := strconv.Atoi(token)
		if err == nil && i >= 0 && i < len(n.Content) && strconv.Itoa(i) == token {
			return nil, n.Content[i]
		}
	}
	return nil, nil
}

// Get gives the value of a key of a mapping node, nil when the node is no mapping or has no such key.
func Get(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	_, value := child(n, key)
	return value
}

// Text gives the value of a scalar under a key of a mapping node, "" when there is none.
func Text(n *yaml.Node, key string) string {
	if v := Get(n, key); v != nil && v.Kind == yaml.ScalarNode {
		return v.Value
	}
	return ""
}

// keys finds entries of long mappings: the entries of each, by key, in the order of Content. Short mappings are not in it.
type keys map[*yaml.Node]map[string]int

const longMapping = 32 // nodes: up to here, looking at each is faster

// newKeys makes the keys of a tree, so that they can be used concurrently.
func newKeys(root *yaml.Node) keys {
	k := keys{}
	var visit func(n *yaml.Node)
	visit = func(n *yaml.Node) {
		k.index(n)
		for _, c := range n.Content {
			if len(c.Content) > 0 {
				visit(c)
			}
		}
	}
	visit(root)
	return k
}

func (k keys) index(n *yaml.Node) map[string]int {
	if n.Kind != yaml.MappingNode || len(n.Content) <= longMapping {
		return nil
	}
	entries := make(map[string]int, len(n.Content)/2)
	for i := len(n.Content) - 2; i >= 0; i -= 2 { // backwards, so that the first of two counts
		entries[n.Content[i].Value] = i
	}
	k[n] = entries
	return entries
}

// child is the function child. It adds to the keys what it does not find there.
func (k keys) child(n *yaml.Node, token string) (key, value *yaml.Node) {
	if n.Kind != yaml.MappingNode || len(n.Content) <= longMapping {
		return child(n, token)
	}
	entries, known := k[n]
	if !known {
		entries = k.index(n)
	}
	if i, ok := entries[token]; ok {
		return n.Content[i], n.Content[i+1]
	}
	return nil, nil
}

// at gives the node at a pointer, nil when there is none.
func (k keys) at(n *yaml.Node, pointer string) *yaml.Node {
	tokens, err := Tokens(pointer)
	if err != nil {
		return nil
	}
	for _, token := range tokens {
		if _, n = k.child(n, token); n == nil {
			return nil
		}
	}
	return n
}
