package diff

import (
	"bytes"
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

// source compares the exported Go of both sides and hands each difference to the edit that caused it.
func (c *comparison) source(ctx context.Context) {
	if c.base.Go == nil || c.head.Go == nil || c.base.Tree == nil || c.head.Tree == nil {
		c.noSource()
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
			found = append(found, gone(c.base, before[name])...)
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

// noSource notes, once a side, why there is nothing to compare.
func (c *comparison) noSource() {
	c.unusable("go-not-generated", "no Go can be generated of %s: %s", func(s *Side) string { return s.NoGo })
}

// unusable notes of each side why it cannot be used, when there is a reason. A mended base breaks nobody.
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

// unchecked notes that neither side passes the type check: what is wrong on both is often what both import, and they are compared as far as
// they go.
func (c *comparison) unchecked() {
	if c.base.Wrong == "" || c.head.Wrong == "" {
		return
	}
	c.edits = append(c.edits, &edit{
		class: classOf("go-not-checked"), base: "", head: "", subject: "document", always: true,
		message: "the generated Go of neither side passes the type check, and is compared as far as it goes: " + c.head.Wrong,
	})
}

// packages gives the checked packages of a side by their path below its root.
func packages(s Side) map[string]*types.Package {
	found := map[string]*types.Package{}
	for _, p := range s.Go.Packages {
		found[strings.TrimPrefix(strings.TrimPrefix(p.Path(), s.Root), "/")] = p
	}
	return found
}

// differ tells whether a package has other bytes on the two sides. What it has from one that it imports stands in its own bytes too, or is told there.
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

// gone notes every symbol of a package that is not there any more, by its top level names.
func gone(s Side, p *types.Package) []Go {
	var found []Go
	for _, symbol := range s.Tree.Symbols() {
		if symbol.Package == p.Path() && symbol.Member == "" {
			found = append(found, Go{Symbol: symbol, Message: goneMessage, Breaks: true, Server: server(s.Root, p.Path())})
		}
	}
	return found
}

func server(root, pkg string) bool { return strings.HasPrefix(pkg, root+"/server") }

// compare is apidiff, and what it does not look at: named types that widened, and struct tags.
func compare(a, b *types.Package, root string) []Go {
	var found []Go
	for _, ch := range apidiff.Changes(a, b).Changes {
		name, message, _ := strings.Cut(ch.Message, ": ")
		g := Go{Symbol: symbolOf(b.Path(), name), Message: message, Breaks: !ch.Compatible, Server: server(root, b.Path())}
		switch {
		case ch.Compatible && strings.HasPrefix(message, "changed from "):
			g.Breaks = true // x := int32(v) and var f func(int32) = ... stop compiling or change
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

// addsMethod reports whether a difference is a new method of a Handler or an API, which a new operation adds. Handlers must embed Unimplemented, which
// has that method too, and replacements of an API embed the API. Only types that do not embed them break, and [Impact] finds them.
func (g Go) addsMethod() bool {
	owner := "API"
	if g.Server {
		owner = "Handler"
	}
	return g.Symbol.Name == owner && g.Symbol.Member != "" && g.Message == "added"
}

// tags compares the names on the wire that fields have.
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

// symbolOf reads what apidiff calls an object: "Name", "Name.Member", "(*Name).Member", "path/of/package.Name".
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

// goNames leads from a component to the names of the types made of it, on either side.
type goNames map[string][]string

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

// goCause finds the edit behind a difference in Go: at the place the symbol was made of, or in what that refers to.
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
		if last := lastToken("#" + or(e.head, e.base)); member != "" && strings.EqualFold(last, member) {
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
	for _, e := range c.edits { // settings name everything
		if e.id == "setting-changed" {
			return e
		}
	}
	return nil
}

// tagCause finds the tag that names a package which came or went, or a field of the facade.
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
	for _, e := range c.edits { // the last operation of an area went
		if pointer := or(e.base, none); !facade && e.id == "operation-removed" && c.areaOf(pointer) == name {
			return e
		}
	}
	return nil
}

func (c *comparison) areaOf(pointer string) string {
	for _, op := range c.reachBase.ops {
		if op.Pointer == pointer {
			return op.Area
		}
	}
	return ""
}

// hasWord tells whether a name stands in a text as a word.
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

// pointerOfSymbol is what a symbol was made of on a side, none when the side does not have it.
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

// goEdit makes a change of its own of a difference without a cause: one for each symbol at the top.
func (c *comparison) goEdit(g Go) *edit {
	top := g.Symbol
	top.Member = ""
	if pointer, ok := c.head.Tree.Pointer(top); ok && pointer == "" { // Client, Handler: what every document has
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
		message: "the Go identifier " + name + " changed, and no edit of the specification was found that explains it",
	}
	switch {
	case e.head != none && e.head != "":
		e.subject = subject(c.head.Spec, e.head)
	case e.base != none && e.base != "":
		e.subject = subject(c.base.Spec, e.base)
	default:
		e.subject = "package " + strings.TrimPrefix(strings.TrimPrefix(top.Package, c.head.Root), "/")
	}
	c.edits = append(c.edits, e)
	return e
}
