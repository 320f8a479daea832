// Package diff reports what changed between two sides of a specification, whom it breaks, and how. [Compare] is the entry point.
//
// The two bundles are compared node by node. Renames are recognised, and each place that differs becomes one [Change] at the line that was edited. Two
// judges add evidence: package wire compares the messages, and apidiff compares the generated Go. Each of their results is attached to the edit that
// causes it. A result without such an edit is a Change of its own. One cause is one entry.
//
// Compare(a, a) is empty. The result depends only on the content of the sides, not on files, the order of keys, or comments. Compare(b, a) has the same
// edits as Compare(a, b), mirrored.
//
// Links have edits, but their messages are not compared. The behaviour of programs is not compared.
package diff

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rasapi/specgen/gen/check"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
	"github.com/rasapi/specgen/gen/tree"
)

// Level is the severity of a change. The zero value is the worst.
type Level int

// The levels, worst first.
const (
	Breaking   Level = iota // something that worked stops working
	Risky                   // something that worked may stop working for some users
	Compatible              // nothing stops working
	Doc                     // only texts for people changed
)

// ParseLevel parses the name of a level.
func ParseLevel(s string) (Level, error) {
	for l, g := range groups {
		if g.Name == s {
			return Level(l), nil
		}
	}
	return 0, fmt.Errorf("level %q is unknown; write breaking, risky, compatible or doc", s)
}

// groups are the levels as printers show them, by their number.
var groups = [...]report.Group{
	{Name: "breaking", Mark: "🔴", Severity: report.Error},
	{Name: "risky", Mark: "🟠", Severity: report.Warning},
	{Name: "compatible", Mark: "🟢", Severity: report.Info},
	{Name: "doc", Mark: "⚪", Severity: report.Info},
}

// String is "breaking", "risky", "compatible" or "doc".
func (l Level) String() string {
	if l < 0 || int(l) >= len(groups) {
		return fmt.Sprintf("Level(%d)", int(l))
	}
	return groups[l].Name
}

// Bump is the part of a semantic version that a change of this level raises.
func (l Level) Bump() string {
	switch l {
	case Breaking:
		return "major"
	case Risky, Compatible:
		return "minor"
	}
	return "patch"
}

// Levels are the comparisons to make. Wire and Names need a specification that loads, Go one that generates.
type Levels struct{ Wire, Names, Go bool }

// Side is one of the two things to compare.
type Side struct {
	Spec  *spec.Spec
	Tree  *tree.Tree      // what is generated of it, with its index; nil without a Go level
	Go    *check.Checked  // its packages; nil without a Go level
	Root  string          // import path of the tree
	NoGo  string          // why this side has no Go level: what lint, or the generator, says; "" when it has one or none was asked for
	Bad   string          // what keeps the specification from loading as it is meant; nothing is compared then; "" when nothing does
	Date  time.Time       // of the commit, or of today for files without a commit; it decides whether an x-sunset has passed, and the zero time is before all
	NoPos report.Position // where what NoGo or Bad says is
	Wrong string          // what the type check says of the packages that are compared; "" when they are right

	Settings []Setting // of the tool, that decide what is generated
}

// Setting is one line of the configuration that a side is generated with.
type Setting struct {
	Name, Value string
	Pos         report.Position
}

// Place is where a change is on one side. Pointer is into the bundle of that side.
type Place struct {
	Pointer string
	Pos     report.Position
}

// Operation is one that a change reaches.
type Operation struct{ Method, Path, ID string }

// String is "GET /path (id)".
func (o Operation) String() string {
	if o.ID == "" {
		return o.Method + " " + o.Path
	}
	return o.Method + " " + o.Path + " (" + o.ID + ")"
}

// Go is one difference in the generated Go.
type Go struct {
	Symbol  tree.Symbol
	Root    string // import path of the generated tree
	Message string // "removed", "changed from int32 to int64"
	Breaks  bool   // code that used it stops compiling, or means something else
	Server  bool   // it is in a server package: an implementer sees it
}

// Change is one edit of the specification, with all that follows from it.
type Change struct {
	ID         string // stable, kebab-case: "enum-member-renamed"
	Level      Level
	Audiences  map[Audience]Level // the level for each audience that the change affects
	Subject    string             // "schema DoorState", "GET /api/Door response 200"
	Detail     string             // the names and values, "Locked = 2 -> Barred = 2"; with ID and Subject the meaning of the change
	Area       string
	Base, Head Place
	Near       report.Position // of what head does not have: where it would stand there
	Message    string          // a sentence
	Remedy     string          // what to do about it, "" when there is nothing to do
	Why        string          // what happens on the wire, where that makes it worse than the edit looks; "" otherwise
	Requests   []Operation     // operations whose requests have it
	Responses  []Operation     // operations whose responses have it
	Wire       []Wire
	Go         []Go

	Approval *Approval // that lets it pass; nil without one
}

// Key is the meaning of a change: it survives files that move, are formatted anew or get other words.
func (c Change) Key() string { return strings.TrimSpace(c.ID + " " + c.Subject + " " + c.Detail) }

// Pos is where a reader should look: in head, or in base for what head does not have.
func (c Change) Pos() report.Position {
	if c.Head.Pos.IsZero() {
		return c.Base.Pos
	}
	return c.Head.Pos
}

// Operations counts the operations that a change reaches, in either direction.
func (c Change) Operations() int {
	seen := map[Operation]bool{}
	for _, o := range c.Requests {
		seen[o] = true
	}
	for _, o := range c.Responses {
		seen[o] = true
	}
	return len(seen)
}

// Compare tells what changed from base to head, worst first.
func Compare(ctx context.Context, base, head Side, levels Levels) ([]Change, error) {
	if base.Spec == nil || head.Spec == nil {
		return nil, fmt.Errorf("diff: a side has no specification")
	}
	c := &comparison{base: base, head: head, names: levels.Names}
	if base.Bad != "" || head.Bad != "" { // what was not read would seem to be gone
		c.unusable("spec-not-loaded", "nothing is compared, because %s does not load: %s", func(s *Side) string { return s.Bad })
		c.index()
		return c.changes(levels), nil
	}
	w := newWalker(ctx, base.Spec, head.Spec)
	w.document()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c.edits, c.renames = w.edits, w.renames
	c.settings()
	c.index()
	c.sunsets()
	if levels.Wire {
		if err := c.wire(ctx); err != nil {
			return nil, err
		}
	}
	if levels.Go {
		c.source(ctx)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return c.changes(levels), nil
}

// Merge joins the changes of one specification that were found for several targets: what the Go level says of the same edit stands
// together.
func Merge(changes, more []Change) []Change {
	type same struct {
		key, message string
		base, head   Place
	}
	known := make(map[same]int, len(changes))
	as := func(c Change) same { return same{c.Key(), c.Message, c.Base, c.Head} }
	for i, c := range changes {
		known[as(c)] = i
	}
	for _, m := range more {
		i, met := known[as(m)]
		if !met {
			known[as(m)] = len(changes)
			changes = append(changes, m)
			continue
		}
		c := &changes[i]
		c.Level, c.Go = min(c.Level, m.Level), slices.Concat(c.Go, m.Go)
		for a, level := range m.Audiences {
			c.affect(a, level)
		}
	}
	order(changes)
	return changes
}

// comparison collects evidence for edits.
type comparison struct {
	base, head Side
	edits      []*edit
	renames    renames

	byBase, byHead map[string][]*edit
	reachBase      *reach
	reachHead      *reach
	judged         bool // the messages were compared
	names          bool // the names are compared
}

// changes words the edits.
func (c *comparison) changes(levels Levels) []Change {
	var list []Change
	for _, e := range c.edits {
		out := c.change(e)
		_, onWire := out.Audiences[WireClients]
		if !levels.Names && !e.always && len(e.wire) == 0 && len(e.golang) == 0 && !(onWire && out.Level <= Risky) {
			continue
		}
		list = append(list, out)
	}
	order(list)
	return list
}

// order sorts changes, the worst first.
func order(list []Change) {
	slices.SortStableFunc(list, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), a.Pos().Compare(b.Pos()), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Key(), b.Key()), cmp.Compare(a.Message, b.Message))
	})
}

func (c *comparison) change(e *edit) Change {
	out := Change{
		ID: e.id, Level: e.level, Subject: e.subject, Detail: e.detail, Message: e.message, Remedy: e.fix,
		Wire: e.wire, Go: e.golang,
	}
	out.Base = c.place(c.base.Spec, e.base, e.key)
	out.Head = c.place(c.head.Spec, e.head, e.key)
	if !e.at.IsZero() {
		out.Head.Pos = e.at
	}
	if !e.atBase.IsZero() {
		out.Base.Pos = e.atBase
	}
	if out.Head.Pos.IsZero() && !out.Base.Pos.IsZero() && e.base != none {
		out.Near = c.near(e.base)
	}
	out.Requests, out.Responses, out.Area = c.reached(e)
	slices.SortStableFunc(out.Wire, func(a, b Wire) int { return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.Audience, b.Audience)) })
	c.judge(e, &out)
	slices.SortFunc(out.Go, func(a, b Go) int {
		breaks := func(g Go) int { return map[bool]int{true: 0, false: 1}[g.Breaks] }
		return cmp.Or(cmp.Compare(breaks(a), breaks(b)), a.Symbol.Compare(b.Symbol), cmp.Compare(a.Message, b.Message))
	})
	return out
}

func (c *comparison) place(s *spec.Spec, pointer string, key bool) Place {
	if pointer == none {
		return Place{}
	}
	p := Place{Pointer: pointer}
	if key || s.At(pointer) == nil {
		p.Pos = s.KeyPosition(pointer)
	} else {
		p.Pos = s.Position(pointer)
	}
	return p
}

// near is where in head the object is that what stands at a pointer of base is gone from: the deepest that there is.
func (c *comparison) near(pointer string) report.Position {
	above := parent(pointer)
	if component := oas.ComponentOf(above); component != "" {
		if to, renamed := c.renames.to["#"+component]; renamed {
			above = to[1:] + above[len(component):]
		}
	}
	return c.head.Spec.KeyPosition(above)
}

// Worst gives the worst level of a list, and false for an empty one.
func Worst(list []Change) (Level, bool) {
	worst := Doc
	for _, c := range list {
		worst = min(worst, c.Level)
	}
	return worst, len(list) > 0
}
