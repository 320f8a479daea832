// Package diff compares two versions of an OpenAPI document, base and head. It reports what changed, which users each change affects, and what breaks for
// them. [Compare] is the entry point.
//
// Compare walks the two bundles node by node and recognizes renamed objects. Each difference becomes one [Change] at the line that was edited.
// Package wire then compares the messages, and apidiff compares the generated Go packages. Compare attaches each of their results to the edit that
// causes it. A wire result or a breaking Go difference without such an edit becomes a Change of its own.
//
// Compare(a, a) returns no changes, unless a has errors. The result depends only on the content of the two documents, their generated code, settings
// and dates. Apart from positions and the order of changes, it does not depend on the files, the order of keys, or comments. Compare(b, a) returns
// the edits of Compare(a, b) with added and removed exchanged, apart from edits that are possible in one direction only.
//
// The package reports edits of links, but does not compare what the links lead to. It does not compare the behavior of programs.
package diff

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rasapi/specgen/gen/diff/edit"
	"github.com/rasapi/specgen/gen/diff/gosource"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// Level is the severity of a change. The zero value is the worst.
type Level int

// The levels, worst first.
const (
	Breaking   Level = iota // existing programs stop working
	Risky                   // existing programs may stop working
	Compatible              // existing programs continue to work
	Doc                     // only documentation changed
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

// groups has the names, marks and severities of the levels for printers, indexed by Level.
var groups = [...]report.Group{
	{Name: "breaking", Mark: "🔴", Severity: report.Error},
	{Name: "risky", Mark: "🟠", Severity: report.Warning},
	{Name: "compatible", Mark: "🟢", Severity: report.Info},
	{Name: "doc", Mark: "⚪", Severity: report.Info},
}

// String returns "breaking", "risky", "compatible" or "doc", and "Level(n)" for an unknown level n.
func (l Level) String() string {
	if l < 0 || int(l) >= len(groups) {
		return fmt.Sprintf("Level(%d)", int(l))
	}
	return groups[l].Name
}

// Bump returns the part of a semantic version that a change of this level raises: "major", "minor" or "patch".
func (l Level) Bump() string {
	switch l {
	case Breaking:
		return "major"
	case Risky, Compatible:
		return "minor"
	}
	return "patch"
}

// Levels selects the comparisons that [Compare] makes. Wire and Names need two documents that load. Go also needs the generated code of both sides.
type Levels struct{ Wire, Names, Go bool }

// Side is one of the two versions to compare.
type Side struct {
	Spec          *spec.Spec
	gosource.Side                 // the generated code; without the Go comparison, only Root is set
	NoGo          string          // the error of lint or of the generator that prevents the Go comparison for this side, or ""
	Bad           string          // the error that makes Spec incomplete, or ""; if it is set, nothing is compared
	Date          time.Time       // date of the commit, or the current date for files without a commit; it is compared with x-sunset
	NoPos         report.Position // position of the error in NoGo or Bad
	Wrong         string          // the first type error in the generated packages, or ""

	Settings []Setting // the settings of specgen.yaml that affect the generated code
}

// Setting is one setting of specgen.yaml.
type Setting struct {
	Name, Value string
	Pos         report.Position
}

// Place is the location of a change in base or head. Pointer is a JSON pointer into the bundle of that side.
type Place struct {
	Pointer string
	Pos     report.Position
}

// Operation is an operation that uses a changed object.
type Operation struct{ Method, Path, ID string }

// String returns the operation in the form "GET /path (id)", or "GET /path" if it has no ID.
func (o Operation) String() string { return edit.OperationName(o.Method, o.Path, o.ID) }

// Change is one edit of the document, with its effects on the wire, on names and on Go code.
type Change struct {
	ID         string // the kind of the change, in kebab case and stable across releases: "enum-member-renamed"
	Level      Level
	Audiences  map[Audience]Level // the level for each audience that the change affects
	Subject    string             // "schema DoorState", "GET /api/Door response 200"
	Detail     string             // the names and values, "Locked = 2 -> Barred = 2"; ID, Subject and Detail identify the change
	Area       string             // the area of all affected operations, "common" for several areas, or ""
	Base, Head Place
	Near       report.Position // for an object that head does not have: the position in head of the object that contained it
	Message    string          // describes the change
	Remedy     string          // what the author can do, or ""
	Why        string          // the effect on the wire, if it is risky or breaking; otherwise ""
	Requests   []Operation     // operations whose requests use the object
	Responses  []Operation     // operations whose responses use the object
	Wire       []Wire
	Go         []gosource.Difference

	Approval *Approval // the approval of the change, or nil
}

// Key returns the ID, subject and detail of a change, which identify it. The key stays the same when files are moved or formatted, or when
// descriptions change.
func (c Change) Key() string { return strings.TrimSpace(c.ID + " " + c.Subject + " " + c.Detail) }

// Pos returns the position of the change in head, or in base if head does not have the object.
func (c Change) Pos() report.Position {
	if c.Head.Pos.IsZero() {
		return c.Base.Pos
	}
	return c.Head.Pos
}

// Operations returns the number of operations whose requests or responses use the changed object.
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

// Compare returns the changes from base to head, the worst level first. It returns an error if a side has no document or ctx is done.
func Compare(ctx context.Context, base, head Side, levels Levels) ([]Change, error) {
	if base.Spec == nil || head.Spec == nil {
		return nil, fmt.Errorf("diff: one side has no document")
	}
	c := &comparison{base: base, head: head, names: levels.Names}
	if base.Bad != "" || head.Bad != "" { // objects in files that were not read would be reported as removed
		c.unusable("spec-not-loaded", "nothing is compared, because %s does not load: %s", func(s *Side) string { return s.Bad })
		c.index()
		return c.changes(levels), nil
	}
	edits, renames := edit.Compare(ctx, base.Spec, head.Spec)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, e := range edits {
		c.entries = append(c.entries, newEntry(e))
	}
	c.renames = renames
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

// Merge joins two lists of changes, which Compare returned for two targets of one document. A change that is in both lists appears once in the
// result, with the Go differences of both and the worse level of the two.
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
		i, found := known[as(m)]
		if !found {
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

// comparison has the edits of one comparison and attaches the results of the wire and Go levels to them.
type comparison struct {
	base, head Side
	entries    []*entry
	renames    map[string]string // maps references to renamed components in base to their references in head

	byBase, byHead map[string][]*entry
	reachBase      *reach
	reachHead      *reach
	judged         bool // package wire has compared the messages
	names          bool // the names level was requested
}

// changes converts the edits to changes. Without the names level, it leaves out edits that affect neither messages nor Go code.
func (c *comparison) changes(levels Levels) []Change {
	var list []Change
	for _, e := range c.entries {
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

// order sorts changes by level, the worst first, then by position and key.
func order(list []Change) {
	slices.SortStableFunc(list, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), a.Pos().Compare(b.Pos()), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Key(), b.Key()), cmp.Compare(a.Message, b.Message))
	})
}

func (c *comparison) change(e *entry) Change {
	out := Change{
		ID: e.id, Level: e.level, Subject: e.Subject, Detail: e.Detail, Message: e.Message, Remedy: e.fix,
		Wire: e.wire, Go: e.golang,
	}
	out.Base = c.place(c.base.Spec, e.Base, e.Key)
	out.Head = c.place(c.head.Spec, e.Head, e.Key)
	if !e.at.IsZero() {
		out.Head.Pos = e.at
	}
	if !e.atBase.IsZero() {
		out.Base.Pos = e.atBase
	}
	if out.Head.Pos.IsZero() && !out.Base.Pos.IsZero() && e.Base != edit.None {
		out.Near = c.near(e.Base)
	}
	out.Requests, out.Responses, out.Area = c.reached(e)
	slices.SortStableFunc(out.Wire, func(a, b Wire) int { return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.Audience, b.Audience)) })
	c.judge(e, &out)
	slices.SortFunc(out.Go, func(a, b gosource.Difference) int {
		breaks := func(g gosource.Difference) int { return map[bool]int{true: 0, false: 1}[g.Breaks] }
		return cmp.Or(cmp.Compare(breaks(a), breaks(b)), a.Symbol.Compare(b.Symbol), cmp.Compare(a.Message, b.Message))
	})
	return out
}

func (c *comparison) place(s *spec.Spec, pointer string, key bool) Place {
	if pointer == edit.None {
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

// near returns the position in head of the object that contained an object of base. If head does not have that object, it returns the position of the
// closest object around it.
func (c *comparison) near(pointer string) report.Position {
	above := edit.Parent(pointer)
	if component := oas.ComponentOf(above); component != "" {
		if to, renamed := c.renames["#"+component]; renamed {
			above = to[1:] + above[len(component):]
		}
	}
	return c.head.Spec.KeyPosition(above)
}

// Worst returns the worst level of a list, and false if the list is empty.
func Worst(list []Change) (Level, bool) {
	worst := Doc
	for _, c := range list {
		worst = min(worst, c.Level)
	}
	return worst, len(list) > 0
}
