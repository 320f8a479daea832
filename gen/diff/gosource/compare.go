// Package gosource compares the generated Go packages of two sides with [Compare], and finds the places in Go programs that the differences affect with
// [Impact]. It does not read OpenAPI documents.
package gosource

import (
	"bytes"
	"context"
	"go/types"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/exp/apidiff"

	"github.com/rasapi/specgen/gen/check"
	"github.com/rasapi/specgen/gen/tree"
)

// Side is the generated code of base or of head.
type Side struct {
	Tree *tree.Tree     // the generated files and their index; nil if no code was generated
	Go   *check.Checked // the type-checked packages of Tree; nil if they were not checked
	Root string         // import path of Tree
}

// Difference is a change of one exported identifier between the generated packages of two sides.
type Difference struct {
	Symbol  tree.Symbol
	Root    string // import path of the generated tree of head
	Message string // "removed", "changed from int32 to int64"
	Breaks  bool   // programs that use the symbol no longer compile, or change their behavior
	Server  bool   // the symbol is in a server package, so the difference affects implementers
}

// Compare returns the differences between the exported identifiers of two sides, which must have checked packages. It skips packages whose files are
// equal on both sides, and packages that only head has. If ctx is done, the result is incomplete.
func Compare(ctx context.Context, base, head Side) []Difference {
	var found []Difference
	before, after := packages(base), packages(head)
	for _, name := range slices.Sorted(maps.Keys(before)) {
		switch other := after[name]; {
		case ctx.Err() != nil:
			return found
		case other == nil:
			found = append(found, removedPackage(base, before[name])...)
		case differ(base, head, name):
			found = append(found, compare(before[name], other, head.Root)...)
		}
	}
	for i := range found {
		found[i].Root = head.Root
	}
	return found
}

// packages returns the checked packages of a side by path relative to its root.
func packages(s Side) map[string]*types.Package {
	found := map[string]*types.Package{}
	for _, p := range s.Go.Packages {
		found[strings.TrimPrefix(strings.TrimPrefix(p.Path(), s.Root), "/")] = p
	}
	return found
}

// differ reports whether the files of a package differ on the two sides. It ignores imported packages, because Compare reports the differences in
// these packages separately.
func differ(base, head Side, folder string) bool {
	files := func(t *tree.Tree) map[string][]byte {
		found := map[string][]byte{}
		for _, name := range t.Paths() {
			if path.Dir(name) == folder || folder == "" && path.Dir(name) == "." {
				found[name], _ = t.Data(name)
			}
		}
		return found
	}
	return !maps.EqualFunc(files(base.Tree), files(head.Tree), bytes.Equal)
}

// PackageRemoved is the message of a difference for a symbol of a removed package.
const PackageRemoved = "removed with its package"

// removedPackage returns a difference for each package-level symbol of a removed package.
func removedPackage(s Side, p *types.Package) []Difference {
	var found []Difference
	for _, symbol := range s.Tree.Symbols() {
		if symbol.Package == p.Path() && symbol.Member == "" {
			found = append(found, Difference{Symbol: symbol, Message: PackageRemoved, Breaks: true, Server: server(s.Root, p.Path())})
		}
	}
	return found
}

// server reports whether a package belongs to the generated server.
func server(root, pkg string) bool { return strings.HasPrefix(pkg+"/", root+"/server/") }

// compare returns the differences that apidiff finds, and those in struct tags, which apidiff ignores.
func compare(a, b *types.Package, root string) []Difference {
	var found []Difference
	for _, ch := range apidiff.Changes(a, b).Changes {
		name, message, _ := strings.Cut(ch.Message, ": ")
		g := Difference{Symbol: symbolOf(b.Path(), name), Message: message, Breaks: !ch.Compatible, Server: server(root, b.Path())}
		switch {
		case ch.Compatible && strings.HasPrefix(message, "changed from "):
			g.Breaks = true // apidiff accepts a wider numeric type, but code that uses the old type, such as a conversion to *int32, does not compile
		case g.addsMethod():
			g.Breaks = false
		}
		found = append(found, g)
	}
	for _, name := range a.Scope().Names() {
		x, y := a.Scope().Lookup(name), b.Scope().Lookup(name)
		if y == nil || !x.Exported() {
			continue
		}
		from, ok := x.Type().Underlying().(*types.Struct)
		to, both := y.Type().Underlying().(*types.Struct)
		if ok && both {
			found = append(found, tags(tree.Symbol{Package: b.Path(), Name: name}, from, to)...)
		}
	}
	return found
}

// addsMethod reports whether a difference is a new method of a Handler or an API, which a new operation causes. A handler must embed Unimplemented,
// which has the method as well, and a replacement of an API must embed the API. [Impact] finds the types that do not embed them.
func (d Difference) addsMethod() bool {
	owner := "API"
	if d.Server {
		owner = "Handler"
	}
	return d.Symbol.Name == owner && d.Symbol.Member != "" && d.Message == "added"
}

// tags returns the differences between the json and form tags of two structs.
func tags(owner tree.Symbol, a, b *types.Struct) []Difference {
	now := map[string]string{}
	for i := range b.NumFields() {
		now[b.Field(i).Name()] = b.Tag(i)
	}
	var found []Difference
	for i := range a.NumFields() {
		tag, ok := now[a.Field(i).Name()]
		if !ok || !a.Field(i).Exported() {
			continue
		}
		for _, key := range []string{"json", "form"} {
			was, is := reflect.StructTag(a.Tag(i)).Get(key), reflect.StructTag(tag).Get(key)
			if was != is {
				owner.Member = a.Field(i).Name()
				wasName, _, _ := strings.Cut(was, ",")
				isName, _, _ := strings.Cut(is, ",")
				found = append(found, Difference{Symbol: owner, Message: "tag changed from " + key + ":" + was + " to " + key + ":" + is, Breaks: wasName != isName})
				break
			}
		}
	}
	return found
}

// symbolOf parses the name of an object in a message of apidiff: "Name", "Name.Member", "(*Name).Member" or "path/of/package.Name".
func symbolOf(pkg, name string) tree.Symbol {
	if open, end := strings.IndexByte(name, '['), strings.LastIndexByte(name, ']'); open >= 0 && end > open {
		name = name[:open] + name[end+1:] // leave out the type parameters
	}
	name, _, _ = strings.Cut(name, ",")
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		dot := strings.IndexByte(name[i:], '.')
		if dot > 0 {
			pkg, name = name[:i+dot], name[i+dot+1:]
		}
	}
	name = strings.NewReplacer("(*", "", "(", "", ")", "").Replace(name)
	owner, member, _ := strings.Cut(name, ".")
	return tree.Symbol{Package: pkg, Name: owner, Member: member}
}

// Mentions reports whether the message of a difference contains a name as a whole word.
func (d Difference) Mentions(name string) bool { return hasWord(d.Message, name) }

// hasWord reports whether a string contains a name as a whole word.
func hasWord(text, name string) bool {
	letter := func(i int) bool {
		return i >= 0 && i < len(text) && (text[i] == '_' || text[i] >= '0' && text[i] <= '9' || text[i] >= 'A' && text[i] <= 'Z' || text[i] >= 'a' && text[i] <= 'z')
	}
	for from := 0; ; {
		i := strings.Index(text[from:], name)
		if i < 0 {
			return false
		}
		i += from
		if !letter(i-1) && !letter(i+len(name)) {
			return true
		}
		from = i + 1
	}
}
