package spec

import (
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// byIdentifier returns the target of a reference that names a schema of its file by $id, $anchor or $dynamicAnchor instead of a JSON pointer. The
// second result is false for any other reference, and if the name is unknown or ambiguous.
func (b *bundler) byIdentifier(ref *oas.Node, f *file) (resolution, bool) {
	name, fragment, _ := strings.Cut(ref.Value, "#")
	if name == "" && (fragment == "" || fragment[0] == '/') {
		return resolution{}, false
	}
	rest := ""
	if strings.HasPrefix(fragment, "/") {
		fragment, rest = "", fragment
	}
	pointer := b.identifiersOf(f)[identifier{name, fragment}]
	if pointer == "" {
		return resolution{}, false
	}
	return b.find(target{f, pointer + rest})
}

// identifier is a name of a schema (JSON Schema 2020-12, section 8.2). Either part may be empty.
type identifier struct{ id, anchor string }

// identifiersOf returns the JSON pointers of the schemas with names in a file. The keys are the names. The $id of the whole file is not a name. If
// several schemas have the same name, the pointer is "". The last element of the path in an $id is also a name, because references are often relative
// to the $id of a sibling.
func (b *bundler) identifiersOf(f *file) map[identifier]string {
	if names, known := b.identifiers[f]; known {
		return names
	}
	names := map[identifier]string{}
	add := func(id, anchor, pointer string) {
		if first, twice := names[identifier{id, anchor}]; twice && first != pointer {
			pointer = ""
		}
		names[identifier{id, anchor}] = pointer
	}
	var walk func(n *oas.Node, base string, tokens []string, named bool) // named reports whether the keys of n are names in the document
	walk = func(n *oas.Node, base string, tokens []string, named bool) {
		below := tokens[:len(tokens):len(tokens)]
		pointer := oas.Pointer(tokens...)
		if id := n.Get("$id"); id != nil && id.Type == oas.String && len(tokens) > 0 {
			base = resolveURL(base, id.Value)
			for _, text := range []string{id.Value, base, path.Base(base)} {
				add(text, "", pointer)
			}
		}
		for _, key := range []string{"$anchor", "$dynamicAnchor"} {
			if anchor := n.Get(key); anchor != nil && anchor.Type == oas.String {
				add("", anchor.Value, pointer)
				add(base, anchor.Value, pointer)
				add(path.Base(base), anchor.Value, pointer)
			}
		}
		for key, value := range n.Each() {
			if named || !isData(key) {
				walk(value, base, append(below, key), !named && holdsNames(key))
			}
		}
		for i, item := range n.List() {
			walk(item, base, append(below, strconv.Itoa(i)), false)
		}
	}
	walk(f.tree, "", nil, false)
	b.identifiers[f] = names
	return names
}

// isData reports whether a field holds data, which contains no schemas.
func isData(field string) bool {
	switch field {
	case "example", "examples", "default", "enum", "const":
		return true
	}
	return false
}

// holdsNames reports whether a field of an OpenAPI object maps names to objects, such as properties or responses.
func holdsNames(field string) bool {
	for k := range oas.Kinds {
		if _, shape := k.Child(field); shape == oas.Many {
			return true
		}
	}
	return false
}

// resolveURL resolves a reference against a base URL. If one of them is not a valid URL, resolveURL returns the reference unchanged.
func resolveURL(base, ref string) string {
	from, err1 := url.Parse(base)
	to, err2 := url.Parse(ref)
	if err1 != nil || err2 != nil {
		return ref
	}
	return from.ResolveReference(to).String()
}

// withReference returns a schema without $id, because the references of the bundle are relative to the document. If the schema has no $ref, and if
// exactly one schema in the file has the name in $dynamicRef, withReference also replaces $dynamicRef with $ref. It returns objects that are not
// schemas, and schemas of OpenAPI 3.0, unchanged.
func (b *bundler) withReference(n *oas.Node, f *file, k oas.Kind) *oas.Node {
	if k != oas.Schema || n.Get("$id") == nil && n.Get("$dynamicRef") == nil || strings.HasPrefix(b.root.tree.Text("openapi"), "3.0") {
		return n
	}
	out := n.Without("$id")
	ref := n.Get("$dynamicRef")
	if ref == nil || ref.Type != oas.String || n.Get("$ref") != nil {
		return out
	}
	if _, ok := b.byIdentifier(ref, f); !ok {
		return out
	}
	for i := range out.Entries {
		if out.Entries[i].Key == "$dynamicRef" {
			out.Entries[i].Key = "$ref"
		}
	}
	return out
}
