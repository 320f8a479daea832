package diff

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"go/types"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/exp/apidiff"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
	"github.com/rasapi/specgen/gen/tree"
)

// source compares the exported Go identifiers of both sides and attaches each difference to the edit that causes it.
func (c *comparison) source(ctx context.Context) {
	if c.base.Go == nil || c.head.Go == nil || c.base.Tree == nil || c.head.Tree == nil {
		c.unusable("go-not-generated", "no Go code can be generated for %s: %s", func(s *Side) string { return s.NoGo })
		return
	}
	c.unchecked()
	var found []Go
	before, after := packages(c.base), packages(c.head)
	for _, name := range slices.Sorted(maps.Keys(before)) {
		switch other := after[name]; {
		case ctx.Err() != nil:
			return
		case other == nil:
			found = append(found, removedPackage(c.base, before[name])...)
		case c.differ(name):
			found = append(found, compare(before[name], other, c.head.Root)...)
		}
	}
	names := c.typeNames()
	for _, g := range found {
		g.Root = c.head.Root
		e := c.goCause(g, names)
		if e == nil {
			if !g.Breaks {
				continue
			}
			e = c.goEdit(g)
		}
		e.golang = append(e.golang, g)
	}
}

// unusable adds an edit for each side for which reason returns a text. For base it is only risky, because head corrects the error.
func (c *comparison) unusable(id, format string, reason func(*Side) string) {
	if why := reason(&c.base); why != "" {
		e := &edit{
			class: classOf(id), base: "", head: none, subject: "base", atBase: c.base.NoPos, message: fmt.Sprintf(format, "base", why), always: true,
		}
		e.level = Risky
		c.edits = append(c.edits, e)
	}
	if why := reason(&c.head); why != "" {
		c.edits = append(c.edits, &edit{
			class: classOf(id), base: none, head: "", subject: "head", at: c.head.NoPos, message: fmt.Sprintf(format, "head", why), always: true,
		})
	}
}

// unchecked adds an edit if both sides have type errors. Their packages are still compared, because a common cause is a package that both import.
func (c *comparison) unchecked() {
	if c.base.Wrong == "" || c.head.Wrong == "" {
		return
	}
	c.edits = append(c.edits, &edit{
		class: classOf("go-not-checked"), base: "", head: "", subject: "document", always: true,
		message: "the generated Go code has type errors on both sides, so its comparison may be incomplete: " + c.head.Wrong,
	})
}

// packages returns the checked packages of a side by path relative to its root.
func packages(s Side) map[string]*types.Package {
	found := map[string]*types.Package{}
	for _, p := range s.Go.Packages {
		found[strings.TrimPrefix(strings.TrimPrefix(p.Path(), s.Root), "/")] = p
	}
	return found
}

// differ reports whether the files of a package differ on the two sides. Differences in a package that it imports are reported for that package.
func (c *comparison) differ(folder string) bool {
	files := func(t *tree.Tree) map[string][]byte {
		found := map[string][]byte{}
		for _, name := range t.Paths() {
			if path.Dir(name) == folder || folder == "" && path.Dir(name) == "." {
				found[name], _ = t.Data(name)
			}
		}
		return found
	}
	return !maps.EqualFunc(files(c.base.Tree), files(c.head.Tree), bytes.Equal)
}

const goneMessage = "removed with its package"

// removedPackage returns a difference for each package-level symbol of a removed package.
func removedPackage(s Side, p *types.Package) []Go {
	var found []Go
	for _, symbol := range s.Tree.Symbols() {
		if symbol.Package == p.Path() && symbol.Member == "" {
			found = append(found, Go{Symbol: symbol, Message: goneMessage, Breaks: true, Server: server(s.Root, p.Path())})
		}
	}
	return found
}

// server reports whether a package belongs to the generated server.
func server(root, pkg string) bool { return strings.HasPrefix(pkg, root+"/server") }

// compare returns the differences that apidiff finds, and those in struct tags, which it ignores.
func compare(a, b *types.Package, root string) []Go {
	var found []Go
	for _, ch := range apidiff.Changes(a, b).Changes {
		name, message, _ := strings.Cut(ch.Message, ": ")
		g := Go{Symbol: symbolOf(b.Path(), name), Message: message, Breaks: !ch.Compatible, Server: server(root, b.Path())}
		switch {
		case ch.Compatible && strings.HasPrefix(message, "changed from "):
			g.Breaks = true // the underlying type is wider, so variables of the old type no longer compile
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

// addsMethod reports whether a difference is a new method of a Handler or an API, as a new operation adds it. A handler must embed Unimplemented, which has
// the method as well, and a replacement of an API must embed the API. [Impact] finds the types that do not embed them.
func (g Go) addsMethod() bool {
	owner := "API"
	if g.Server {
		owner = "Handler"
	}
	return g.Symbol.Name == owner && g.Symbol.Member != "" && g.Message == "added"
}

// tags returns the differences between the json and form tags of two structs.
func tags(owner tree.Symbol, a, b *types.Struct) []Go {
	now := map[string]string{}
	for i := range b.NumFields() {
		now[b.Field(i).Name()] = b.Tag(i)
	}
	var found []Go
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
				found = append(found, Go{Symbol: owner, Message: "tag changed from " + key + ":" + was + " to " + key + ":" + is, Breaks: wasName != isName})
				break
			}
		}
	}
	return found
}

// symbolOf parses the name of an object in a message of apidiff: "Name", "Name.Member", "(*Name).Member" or "path/of/package.Name".
func symbolOf(pkg, name string) tree.Symbol {
	if open, end := strings.IndexByte(name, '['), strings.LastIndexByte(name, ']'); open >= 0 && end > open {
		name = name[:open] + name[end+1:] // type parameters
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

// goNames has the names of the Go types that are generated from a component, by its pointer.
type goNames map[string][]string

// typeNames returns the type names of both sides.

func (c *comparison) typeNames() goNames {
	names := goNames{}
	for _, side := range []Side{c.base, c.head} {
		for _, s := range side.Tree.Symbols() {
			if pointer, _ := side.Tree.Pointer(s); s.Member == "" && oas.ComponentOf(pointer) == pointer && pointer != "" {
				names[pointer] = append(names[pointer], s.Name)
			}
		}
	}
	return names
}

// goCause returns the edit that causes a Go difference, or nil. It looks at the object that the symbol is generated from, then at the components that the
// object references.
func (c *comparison) goCause(g Go, names goNames) *edit {
	if e := c.tagCause(g); e != nil {
		return e
	}
	base, head := pointerOfSymbol(c.base, g.Symbol, c.head.Root), pointerOfSymbol(c.head, g.Symbol, c.head.Root)
	fits := func(e *edit) int {
		if e.level == Doc || e.id == "enum-reordered" || e.id == "deprecation-changed" || e.id == "reserved-changed" {
			return -1
		}
		n := 1
		if e.affects&onNames != 0 {
			n += 10
		}
		for _, pointer := range []string{e.base, e.head} {
			for _, name := range names[pointer] {
				if hasWord(g.Message, name) {
					n += 60
				}
			}
		}
		member := strings.ToLower(g.Symbol.Member)
		if last := lastToken("#" + cmp.Or(e.head, e.base)); member != "" && strings.EqualFold(last, member) {
			n += 20
		}
		return n
	}
	if e := c.cause(base, head, fits); e != nil {
		return e
	}
	if e := c.causeBelow(base, head, fits); e != nil {
		return e
	}
	if g.Symbol.Member != "" {
		g.Symbol.Member = ""
		if base, head := pointerOfSymbol(c.base, g.Symbol, c.head.Root), pointerOfSymbol(c.head, g.Symbol, c.head.Root); base != "" && head != "" {
			return c.goCause(g, names)
		}
	}
	for _, e := range c.edits { // a setting can change every identifier
		if e.id == "setting-changed" {
			return e
		}
	}
	return nil
}

// tagCause returns the edit of the tag that causes an added or removed package, or a difference in a field of the facade. It returns nil if there is none.
func (c *comparison) tagCause(g Go) *edit {
	name := path.Base(g.Symbol.Package)
	facade := g.Symbol.Package == c.head.Root+"/client" || g.Symbol.Package == c.head.Root+"/server"
	if !facade && g.Message != goneMessage {
		return nil
	}
	for _, e := range c.edits {
		was, is, _ := strings.Cut(e.detail, " -> ")
		switch {
		case e.id == "tag-renamed" && facade && (strings.EqualFold(g.Symbol.Member, was) || strings.EqualFold(g.Symbol.Member, is)),
			e.id == "tag-renamed" && !facade && (spec.Area(was) == name || spec.Area(is) == name),
			e.id == "tag-changed" && !facade && (spec.Area(was) == name || spec.Area(is) == name):
			return e
		}
	}
	for _, e := range c.edits { // the last operation of the area was removed
		if pointer := cmp.Or(e.base, none); !facade && e.id == "operation-removed" && c.areaOf(pointer) == name {
			return e
		}
	}
	return nil
}

// areaOf returns the area of the operation at a pointer of base, or "".
func (c *comparison) areaOf(pointer string) string {
	for _, op := range c.reachBase.ops {
		if op.Pointer == pointer {
			return op.Area
		}
	}
	return ""
}

// hasWord reports whether a text contains a name as a whole word.
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

// pointerOfSymbol returns the pointer of the object that a symbol of a side is generated from, or none if the side does not have the symbol. root is the
// root of the symbol's package.
func pointerOfSymbol(s Side, symbol tree.Symbol, root string) string {
	symbol.Package = s.Root + strings.TrimPrefix(symbol.Package, root)
	if pointer, ok := s.Tree.Pointer(symbol); ok {
		return pointer
	}
	symbol.Member = ""
	if pointer, ok := s.Tree.Pointer(symbol); ok {
		return pointer
	}
	return none
}

// goEdit returns the edit for a Go difference without a cause. There is one edit per package-level symbol.
func (c *comparison) goEdit(g Go) *edit {
	top := g.Symbol
	top.Member = ""
	if pointer, ok := c.head.Tree.Pointer(top); ok && pointer == "" { // Client, Handler and others that every document has
		top = g.Symbol
	}
	name := path.Base(top.Package) + strings.TrimPrefix(top.String(), top.Package)
	for _, e := range c.edits {
		if e.id == "go-api-changed" && e.detail == name {
			return e
		}
	}
	e := &edit{
		class: classOf("go-api-changed"), key: true, detail: name,
		base: pointerOfSymbol(c.base, top, c.head.Root), head: pointerOfSymbol(c.head, top, c.head.Root),
		message: "the Go identifier " + name + " changed, and no edit of the document explains it",
	}
	switch {
	case e.head != none && e.head != "":
		e.subject = Subject(c.head.Spec, e.head)
	case e.base != none && e.base != "":
		e.subject = Subject(c.base.Spec, e.base)
	default:
		e.subject = "package " + strings.TrimPrefix(strings.TrimPrefix(top.Package, c.head.Root), "/")
	}
	c.edits = append(c.edits, e)
	return e
}
