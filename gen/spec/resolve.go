package spec

import (
	"cmp"
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/internal/nearest"
)

// target is the target of a reference, which is a JSON pointer in a file.
type target struct {
	file    *file
	pointer string
}

// resolution is the result of resolving a reference. If the reference has no target, rule and reason describe the problem.
type resolution struct {
	to           target
	entry        *oas.Entry // entry of the target; nil if the target is a whole file or a list item
	node         *oas.Node
	rule, reason string // rule and message of the finding; reason is "" if another finding or an error reports the problem
}

func (r resolution) ok() bool { return r.node != nil }

// The limits on searching for suggestions. A hostile document may contain many broken references and many names.
const (
	maxSuggestions    = 200
	maxSuggestionKeys = 5_000
	maxSuggestionName = 100
)

// resolve returns the target of a reference in file f. It follows references on the path to the target, but not a reference at the target.
func (b *bundler) resolve(ref *oas.Node, f *file) resolution {
	at := target{f, ref.Text()} // Text returns "" for null
	if r, known := b.resolved[at]; known {
		return r
	}
	if b.resolving > maxDepth {
		return resolution{rule: "ref-cycle", reason: fmt.Sprintf("%q resolves through more than %d other references; define the object", ref.Value, maxDepth)}
	}
	b.resolved[at] = resolution{rule: "ref-cycle", reason: fmt.Sprintf("%q resolves to itself; define the object", ref.Value)}
	b.resolving++
	r := b.lookUp(ref, f)
	if named, ok := b.byIdentifier(ref, f); !r.ok() && ok {
		r = named
	}
	if r.ok() && b.isLongChain(r) {
		r = resolution{rule: "ref-cycle", reason: fmt.Sprintf("%q refers to the object through more than %d other references; refer to the object itself", ref.Value, maxReferences)}
	}
	b.resolving--
	b.resolved[at] = r
	return r
}

// maxReferences is the maximum number of other references in a chain from a reference to its object. The time of kin-openapi v0.153.0 is quadratic in
// this number: a chain of 1,000 references took 13 s.
const maxReferences = 20

// isLongChain reports whether a chain of more than maxReferences references starts at the target of a reference. The result is false for a shorter
// cycle, which other findings report.
func (b *bundler) isLongChain(r resolution) bool {
	passed := map[target]bool{}
	for r.ok() && !passed[r.to] && r.node.Get("$ref").IsScalar() {
		if passed[r.to] = true; len(passed) > maxReferences {
			return true
		}
		r = b.resolve(r.node.Get("$ref"), r.to.file)
	}
	return false
}

func (b *bundler) lookUp(ref *oas.Node, f *file) resolution {
	broken := func(rule, format string, args ...any) resolution {
		return resolution{rule: rule, reason: fmt.Sprintf(format, args...)}
	}
	if ref.Text() == "" {
		return broken("ref-unresolved", "the reference is empty; write its target in quotes, because # after a space begins a comment")
	}
	name, pointer, _ := strings.Cut(ref.Value, "#")
	u, err := url.Parse(name)
	if err != nil || strings.Contains(name, "\\") || u.IsAbs() || u.Host != "" || strings.HasPrefix(name, "/") {
		return broken("ref-outside", "%q is not a relative path with slashes; reference a file in %q by such a path", ref.Value, b.dir)
	}
	name, err1 := url.PathUnescape(name)
	pointer, err2 := url.PathUnescape(pointer)
	if err1 != nil || err2 != nil {
		return broken("ref-unresolved", "%q has an invalid %%-escape; write %% as %%25", ref.Value)
	}
	to := target{f, pointer}
	if name != "" {
		full := path.Join(path.Dir(f.name()), name)
		if full == ".." || strings.HasPrefix(full, "../") || !inDirectory(b.dir, full) && !inDirectory(b.project, full) {
			return broken("ref-outside", "%q is outside of %q; move the file into that directory", ref.Value, b.dir)
		}
		var defect unusable
		if to.file, defect = b.open(full); to.file == nil {
			return resolution{rule: cmp.Or(defect.rule, "ref-unresolved"), reason: defect.reason}
		}
	}
	if _, err := oas.Tokens(pointer); err != nil {
		return broken("ref-unresolved", "%q: %v", ref.Value, err)
	}
	found, ok := b.find(to)
	if !ok {
		return broken("ref-unresolved", "%q does not resolve%s", ref.Value, b.suggestion(to))
	}
	return found
}

// inDirectory reports whether a file is in a directory or one of its subdirectories. If dir is "", it returns false.
func inDirectory(dir, name string) bool {
	return dir == "." || dir != "" && strings.HasPrefix(name, dir+"/")
}

// find returns the node of a target. It follows references on the path to the target, but not a reference at the target.
func (b *bundler) find(to target) (resolution, bool) {
	tokens, err := oas.Tokens(to.pointer)
	if err != nil {
		return resolution{}, false
	}
	at := resolution{to: target{to.file, ""}, node: to.file.tree}
	for _, token := range tokens {
		value := at.node.Get(token)
		for hops := 0; value == nil; hops++ {
			ref := at.node.Get("$ref")
			if !ref.IsScalar() || hops > maxDepth {
				return resolution{}, false
			}
			if at = b.resolve(ref, at.to.file); !at.ok() {
				return resolution{}, false
			}
			value = at.node.Get(token)
		}
		at = resolution{to: target{at.to.file, at.to.pointer + oas.Pointer(token)}, entry: at.node.Entry(token), node: value}
	}
	return at, true
}

// suggestion returns the end of a message about a missing target. For example, the result names the most similar key or the missing part of the
// pointer.
func (b *bundler) suggestion(to target) string {
	cut := strings.LastIndexByte(to.pointer, '/')
	if cut < 0 {
		return ""
	}
	parent, ok := b.find(target{to.file, to.pointer[:cut]})
	if !ok {
		return fmt.Sprintf("; %s has no %q", to.file.name(), b.missing(to))
	}
	if !parent.node.IsMapping() {
		return fmt.Sprintf("; %q is not a mapping", to.file.name()+"#"+to.pointer[:cut])
	}
	want := lastToken(to)
	best, distance := "", len(want)/2+1
	b.suggested++
	if name := b.unindexed(to); name != "" {
		return fmt.Sprintf("; %q is in %s, but not in the index of the root: run specgen fmt, or reference this file", want, name)
	}
	if b.suggested <= maxSuggestions && parent.node.Len() <= maxSuggestionKeys && len(want) <= maxSuggestionName {
		for key := range parent.node.Each() {
			if d := nearest.Distance(want, key, distance); d < distance {
				best, distance = key, d
			}
		}
	}
	if best == "" {
		return fmt.Sprintf("; its parent has no key %q", want)
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

// unindexed searches the parsed files except the root for an entry with the name of the missing component at to. It returns the first such file in
// the order of names, or "" if there is none. To limit the time, it also returns "" after maxSuggestions calls to suggestion.
func (b *bundler) unindexed(to target) string {
	if to.file != b.root || !strings.HasPrefix(to.pointer, "/components/") || b.suggested > maxSuggestions {
		return ""
	}
	found := ""
	for name, f := range b.files {
		if f != nil && f != b.root && f.tree.Get(lastToken(to)) != nil && (found == "" || name < found) {
			found = name
		}
	}
	return found
}

// missing searches the prefixes of a pointer and returns the shortest prefix that does not resolve. For a pointer that is not valid or very long, it
// returns the whole pointer.
func (b *bundler) missing(to target) string {
	tokens, err := oas.Tokens(to.pointer)
	if err != nil || len(tokens) > maxSuggestionName {
		return to.pointer
	}
	for i := range tokens {
		part := oas.Pointer(tokens[:i+1]...)
		if _, exists := b.find(target{to.file, part}); !exists {
			return part
		}
	}
	return to.pointer
}

// lastToken returns the last token of the pointer of a target. If there is no pointer, it returns the file name without extension.
func lastToken(to target) string {
	tokens, err := oas.Tokens(to.pointer)
	if err == nil && len(tokens) > 0 {
		return tokens[len(tokens)-1]
	}
	return baseName(to.file.name())
}

// baseName returns the last element of a path without its extension.
func baseName(name string) string {
	base := path.Base(name)
	return strings.TrimSuffix(base, path.Ext(base))
}

// fragment escapes a JSON pointer for use in a URI (RFC 6901, section 6). It escapes only % and #, because these have a special meaning in a
// fragment. It does not escape braces and spaces, because most documents contain them unescaped.
func fragment(pointer string) string {
	if !strings.ContainsAny(pointer, "%#") {
		return pointer
	}
	return strings.NewReplacer("%", "%25", "#", "%23").Replace(pointer)
}

// refPointer returns the JSON pointer in a reference of a bundle, such as "/components/schemas/Door" for "#/components/schemas/Door".
func refPointer(ref string) string {
	pointer := strings.TrimPrefix(ref, "#")
	if plain, err := url.PathUnescape(pointer); err == nil {
		return plain
	}
	return pointer
}
