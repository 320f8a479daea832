package diff

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/diff/edit"
	"github.com/rasapi/specgen/gen/diff/gosource"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
	"github.com/rasapi/specgen/gen/tree"
)

// source compares the exported Go identifiers of both sides and attaches each difference to the edit that causes it. A breaking difference without
// such an edit becomes an edit of its own. source ignores a compatible difference without such an edit. If the generated code of a side is missing,
// source only adds an edit with the reason.
func (c *comparison) source(ctx context.Context) {
	if c.base.Go == nil || c.head.Go == nil || c.base.Tree == nil || c.head.Tree == nil {
		c.unusable("go-not-generated", "no Go code can be generated for %s: %s", func(s *Side) string { return s.NoGo })
		return
	}
	c.unchecked()
	names := c.typeNames()
	for _, g := range gosource.Compare(ctx, c.base.Side, c.head.Side) {
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

// unusable adds an edit for each side for which reason returns a non-empty string. The edit for base is only risky. Head either corrects the error or
// has a breaking edit.
func (c *comparison) unusable(id, format string, reason func(*Side) string) {
	if why := reason(&c.base); why != "" {
		e := newEntry(edit.Edit{ID: id, Variant: "base", Head: edit.None, Subject: "base", Message: fmt.Sprintf(format, "base", why)})
		e.atBase, e.always = c.base.NoPos, true
		c.entries = append(c.entries, e)
	}
	if why := reason(&c.head); why != "" {
		e := newEntry(edit.Edit{ID: id, Base: edit.None, Subject: "head", Message: fmt.Sprintf(format, "head", why)})
		e.at, e.always = c.head.NoPos, true
		c.entries = append(c.entries, e)
	}
}

// unchecked adds an edit if both sides have type errors. [comparison.source] still compares their packages, because the errors are often in
// a package that both sides import.
func (c *comparison) unchecked() {
	if c.base.Wrong == "" || c.head.Wrong == "" {
		return
	}
	e := newEntry(edit.Edit{
		ID: "go-not-checked", Subject: "document",
		Message: "the generated Go code has type errors on both sides, so its comparison may be incomplete: " + c.head.Wrong,
	})
	e.always = true
	c.entries = append(c.entries, e)
}

// goNames maps the pointer of a component to the names of the Go types that are generated from it.
type goNames map[string][]string

// typeNames returns the names of the Go types for the components of base and head.
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

// goCause returns the edit that causes a Go difference, or nil. After tagCause, it tries the edits of the object that the symbol is generated from,
// and then those of the components that the object references. For a member, it then tries the type that has the member. Last, it tries the settings.
func (c *comparison) goCause(g gosource.Difference, names goNames) *entry {
	if e := c.tagCause(g); e != nil {
		return e
	}
	base, head := pointerOfSymbol(c.base, g.Symbol, c.head.Root), pointerOfSymbol(c.head, g.Symbol, c.head.Root)
	fits := func(e *entry) int {
		if e.level == Doc || e.id == "enum-reordered" || e.id == "deprecation-changed" || e.id == "reserved-changed" {
			return -1
		}
		n := 1
		if e.affects&onNames != 0 {
			n += 10
		}
		for _, pointer := range []string{e.Base, e.Head} {
			for _, name := range names[pointer] {
				if g.Mentions(name) {
					n += 60
				}
			}
		}
		member := strings.ToLower(g.Symbol.Member)
		if last := edit.LastToken("#" + cmp.Or(e.Head, e.Base)); member != "" && strings.EqualFold(last, member) {
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
	for _, e := range c.entries { // a setting can change every identifier
		if e.id == "setting-changed" {
			return e
		}
	}
	return nil
}

// tagCause returns the tag edit that causes the removal of a package or a difference in a field of the facade. For a removed package, it also tries
// the removal of an operation in the area of the package. tagCause returns nil if it finds no edit.
func (c *comparison) tagCause(g gosource.Difference) *entry {
	name := path.Base(g.Symbol.Package)
	facade := g.Symbol.Package == c.head.Root+"/client" || g.Symbol.Package == c.head.Root+"/server"
	if !facade && g.Message != gosource.PackageRemoved {
		return nil
	}
	for _, e := range c.entries {
		was, is, _ := strings.Cut(e.Detail, " -> ")
		switch {
		case e.id == "tag-renamed" && facade && (strings.EqualFold(g.Symbol.Member, was) || strings.EqualFold(g.Symbol.Member, is)),
			e.id == "tag-renamed" && !facade && (spec.Area(was) == name || spec.Area(is) == name),
			e.id == "tag-changed" && !facade && (spec.Area(was) == name || spec.Area(is) == name):
			return e
		}
	}
	for _, e := range c.entries { // the last operation of the area was removed
		if pointer := cmp.Or(e.Base, edit.None); !facade && e.id == "operation-removed" && c.areaOf(pointer) == name {
			return e
		}
	}
	return nil
}

// areaOf returns the area of the operation at a pointer of base, or "" if there is no such operation.
func (c *comparison) areaOf(pointer string) string {
	for _, op := range c.reachBase.ops {
		if op.Pointer == pointer {
			return op.Area
		}
	}
	return ""
}

// pointerOfSymbol returns the pointer of the object that a symbol of a side is generated from. For an unknown member, it returns the pointer of the
// type that has the member. It returns [edit.None] if the side has neither. root is the root of the generated packages that contain symbol.Package.
func pointerOfSymbol(s Side, symbol tree.Symbol, root string) string {
	symbol.Package = s.Root + strings.TrimPrefix(symbol.Package, root)
	if pointer, ok := s.Tree.Pointer(symbol); ok {
		return pointer
	}
	symbol.Member = ""
	if pointer, ok := s.Tree.Pointer(symbol); ok {
		return pointer
	}
	return edit.None
}

// goEdit returns the edit for a Go difference without a cause, and adds it if it is new. There is one edit per package-level symbol. A symbol that
// specgen generates for every document has one edit per member instead.
func (c *comparison) goEdit(g gosource.Difference) *entry {
	top := g.Symbol
	top.Member = ""
	if pointer, ok := c.head.Tree.Pointer(top); ok && pointer == "" { // an identifier that specgen generates for every document, such as Client
		top = g.Symbol
	}
	name := path.Base(top.Package) + strings.TrimPrefix(top.String(), top.Package)
	for _, e := range c.entries {
		if e.id == "go-api-changed" && e.Detail == name {
			return e
		}
	}
	e := newEntry(edit.Edit{
		ID: "go-api-changed", Key: true, Detail: name,
		Base: pointerOfSymbol(c.base, top, c.head.Root), Head: pointerOfSymbol(c.head, top, c.head.Root),
		Message: "the Go identifier " + name + " changed, and no edit of the document explains it",
	})
	switch {
	case e.Head != edit.None && e.Head != "":
		e.Subject = edit.Subject(c.head.Spec, e.Head)
	case e.Base != edit.None && e.Base != "":
		e.Subject = edit.Subject(c.base.Spec, e.Base)
	default:
		e.Subject = "package " + strings.TrimPrefix(strings.TrimPrefix(top.Package, c.head.Root), "/")
	}
	c.entries = append(c.entries, e)
	return e
}

// Site is a place in a program that a change affects.
type Site struct {
	gosource.Site
	Change *Change // the change that affects the place, or nil if none was found
}

// Impact returns the places in programs that changes affect. It checks the programs with the generated packages of each side. Impact returns an error
// only if ctx is done.
func Impact(ctx context.Context, changes []Change, base, head Side, p gosource.Programs) ([]Site, error) {
	list := causes(changes)
	found, err := gosource.Impact(ctx, list, base.Side, head.Side, p)
	sites := make([]Site, len(found))
	for i, s := range found {
		sites[i].Site = s
		for j := range list {
			if s.Cause == &list[j] {
				sites[i].Change = &changes[j]
			}
		}
	}
	return sites, err
}

// Breaks reports whether any change may affect Go programs. If it returns false, [Impact] is not needed.
func Breaks(changes []Change) bool {
	return slices.ContainsFunc(causes(changes), gosource.Cause.Affects)
}

// causes converts each change to a cause of its Go differences.
func causes(changes []Change) []gosource.Cause {
	list := make([]gosource.Cause, len(changes))
	for i, c := range changes {
		list[i] = gosource.Cause{Differences: c.Go, AddsMember: c.ID == "enum-member-added" || c.ID == "enum-reserved-reused"}
	}
	return list
}
