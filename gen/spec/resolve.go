package spec

import (
	"fmt"
	"net/url"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/internal/nearest"
)

// target is where a reference leads: a file and a JSON pointer in it.
type target struct {
	file    *file
	pointer string
}

// resolution is what is known of a reference: where it leads, or the rule it breaks and why.
type resolution struct {
	to           target
	key, node    *yaml.Node // key is nil for a whole file and an item of a list
	rule, reason string     // rule is "" when it leads somewhere; reason is "" when that was told already
}

func (r resolution) ok() bool { return r.node != nil }

// How much is spent on "did you mean": hostile documents have many wrong references and many names.
const (
	maxSuggestions    = 200
	maxSuggestionKeys = 5_000
	maxSuggestionName = 100
)

// resolve finds what a reference in file f leads to, seen through the references that stand on the way.
func (b *bundler) resolve(ref *yaml.Node, f *file) resolution {
	at := target{f, ref.Value}
	if r, known := b.resolved[at]; known {
		return r
	}
	if b.resolving > maxDepth {
		return resolution{rule: "ref-cycle", reason: fmt.Sprintf("%q leads through more than %d other references; write the object out", ref.Value, maxDepth)}
	}
	b.resolved[at] = resolution{rule: "ref-cycle", reason: fmt.Sprintf("%q leads to itself; write the object out", ref.Value)}
	b.resolving++
	r := b.lookUp(ref, f)
	b.resolving--
	b.resolved[at] = r
	return r
}

func (b *bundler) lookUp(ref *yaml.Node, f *file) resolution {
	broken := func(rule, format string, args ...any) resolution {
		return resolution{rule: rule, reason: fmt.Sprintf(format, args...)}
	}
	if ref.Value == "" {
		return broken("ref-unresolved", "the reference is empty; put it in quotes, since # behind a space begins a comment")
	}
	name, pointer, _ := strings.Cut(ref.Value, "#")
	u, err := url.Parse(name)
	if err != nil || strings.Contains(name, "\\") || u.IsAbs() || u.Host != "" || strings.HasPrefix(name, "/") {
		return broken("ref-outside", "%q is not a relative file name; copy the file below %q and refer to that", ref.Value, b.folder)
	}
	name, err1 := url.PathUnescape(name)
	pointer, err2 := url.PathUnescape(pointer)
	if err1 != nil || err2 != nil {
		return broken("ref-unresolved", "%q has a broken %%-escape; write %% as %%25", ref.Value)
	}
	to := target{f, pointer}
	if name != "" {
		full := path.Join(path.Dir(f.name), name)
		if full == ".." || strings.HasPrefix(full, "../") || b.folder != "." && !strings.HasPrefix(full, b.folder+"/") {
			return broken("ref-outside", "%q leads out of %q, and nothing outside is read; move the file below it", ref.Value, b.folder)
		}
		if to.file = b.open(full, f.position(ref)); to.file == nil {
			return resolution{rule: "ref-unresolved"}
		}
	}
	if _, err := Tokens(pointer); err != nil {
		return broken("ref-unresolved", "%q: %v", ref.Value, err)
	}
	found, ok := b.find(to)
	if !ok {
		return broken("ref-unresolved", "%q leads nowhere%s", ref.Value, b.nearest(to))
	}
	return found
}

// find gives the node of a target. A reference that stands on the way is followed; one that stands at the end is not.
func (b *bundler) find(to target) (resolution, bool) {
	tokens, err := Tokens(to.pointer)
	if err != nil {
		return resolution{}, false
	}
	at := resolution{to: target{to.file, ""}, node: to.file.tree}
	for _, token := range tokens {
		key, value := b.keys.child(at.node, token)
		for hops := 0; value == nil; hops++ {
			ref := Get(at.node, "$ref")
			if ref == nil || ref.Kind != yaml.ScalarNode || hops > maxDepth {
				return resolution{}, false
			}
			if at = b.resolve(ref, at.to.file); !at.ok() {
				return resolution{}, false
			}
			key, value = b.keys.child(at.node, token)
		}
		at = resolution{to: target{at.to.file, at.to.pointer + Pointer(token)}, key: key, node: value}
	}
	return at, true
}

// nearest ends a message about a missing target with the most similar name beside it, if there is one.
func (b *bundler) nearest(to target) string {
	cut := strings.LastIndexByte(to.pointer, '/')
	if cut < 0 {
		return ""
	}
	beside, ok := b.find(target{to.file, to.pointer[:cut]})
	if !ok {
		return fmt.Sprintf("; %s has no %q", to.file.name, b.missing(to))
	}
	if beside.node.Kind != yaml.MappingNode {
		return fmt.Sprintf("; what stands at %q is no mapping", to.file.name+"#"+to.pointer[:cut])
	}
	want := lastToken(to)
	best, distance := "", len(want)/2+1
	b.suggested++
	if name := b.unindexed(to); name != "" {
		return fmt.Sprintf("; %s has %q, and the root's index has not: run specgen fmt", name, want)
	}
	if b.suggested <= maxSuggestions && len(beside.node.Content) <= 2*maxSuggestionKeys && len(want) <= maxSuggestionName {
		each(beside.node, func(key, _ *yaml.Node) {
			if d := nearest.Distance(want, key.Value, distance); d < distance {
				best, distance = key.Value, d
			}
		})
	}
	if best == "" {
		return fmt.Sprintf("; there is no %q there", want)
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

// unindexed gives the area file with a component that the root's index does not have, "" when there is none.
func (b *bundler) unindexed(to target) string {
	if to.file != b.root || !strings.HasPrefix(to.pointer, "/components/") || b.suggested > maxSuggestions {
		return ""
	}
	found := ""
	for name, f := range b.files {
		if f != nil && f != b.root && Get(f.tree, lastToken(to)) != nil && (found == "" || name < found) {
			found = name
		}
	}
	return found
}

// missing gives the shortest part of a pointer that leads nowhere: it says most.
func (b *bundler) missing(to target) string {
	tokens, err := Tokens(to.pointer)
	if err != nil || len(tokens) > maxSuggestionName {
		return to.pointer
	}
	for i := range tokens {
		if part := Pointer(tokens[:i+1]...); !b.leads(target{to.file, part}) {
			return part
		}
	}
	return to.pointer
}

func (b *bundler) leads(to target) bool {
	_, ok := b.find(to)
	return ok
}

func lastToken(to target) string {
	tokens, err := Tokens(to.pointer)
	if err == nil && len(tokens) > 0 {
		return tokens[len(tokens)-1]
	}
	base := path.Base(to.file.name)
	return strings.TrimSuffix(base, path.Ext(base))
}

// fragment escapes a JSON pointer for use in a URI (RFC 6901, section 6), as far as that is needed to read it back: braces and spaces
// stay, as everybody writes them.
func fragment(pointer string) string {
	if !strings.ContainsAny(pointer, "%#") {
		return pointer
	}
	return strings.NewReplacer("%", "%25", "#", "%23").Replace(pointer)
}
