package oas

import (
	"fmt"
	"strings"

	"github.com/rasapi/specgen/gen/report"
)

// Pointer joins reference tokens into a JSON pointer (RFC 6901). For example, Pointer("paths", "/a", "get") is "/paths/~1a/get".
func Pointer(tokens ...string) string {
	var b strings.Builder
	for _, t := range tokens {
		b.WriteByte('/')
		b.WriteString(escape(t))
	}
	return b.String()
}

func escape(token string) string {
	// these two calls take less time than building a strings.Replacer
	return strings.ReplaceAll(strings.ReplaceAll(token, "~", "~0"), "/", "~1")
}

// Tokens splits a JSON pointer (RFC 6901) into its unescaped reference tokens. The empty pointer has no tokens. Any other pointer must begin with a
// slash.
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
		tokens[i] = strings.ReplaceAll(strings.ReplaceAll(t, "~1", "/"), "~0", "~") // ~1 before ~0, so that ~01 becomes ~1
	}
	return tokens, nil
}

// ComponentOf returns the pointer of the component that contains the target of ref, which is a reference or a JSON pointer. It returns "" if the
// target is not in a component of the same document. For "#/components/schemas/Door/properties/id", it returns "/components/schemas/Door".
func ComponentOf(ref string) string {
	pointer := strings.TrimPrefix(ref, "#")
	if !strings.HasPrefix(pointer, "/components/") {
		return ""
	}
	parts := strings.SplitN(pointer, "/", 5)
	if len(parts) < 4 {
		return ""
	}
	return strings.Join(parts[:4], "/")
}

// Locate returns the position of the value at a JSON pointer and the position of its key. The root and the items of a sequence have no key. For
// these, key is the position of the value. If there is no value at the pointer, Locate returns the positions of the deepest part that exists.
func (n *Node) Locate(pointer string) (value, key report.Position) {
	value, key = n.Pos(), n.Pos()
	tokens, err := Tokens(pointer)
	if err != nil {
		return value, key
	}
	for _, token := range tokens {
		e := n.Entry(token)
		if n = n.Get(token); n == nil {
			break
		}
		value, key = n.Pos(), n.Pos()
		if e != nil {
			key = e.Pos()
		}
	}
	return value, key
}
