package diff

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oasdiff/oasdiff/checker"
	"github.com/oasdiff/oasdiff/diff"
	"github.com/oasdiff/oasdiff/load"

	"github.com/rasapi/specgen/gen/spec"
)

// said is what oasdiff says about one pair of places, under one rule.
type said struct {
	rule, base, head string
	level            Level
	message, op      string // op is the pointer of the first operation it is said about
	name             string // the property it is about, when its place is a whole component
	count            int
}

// wire asks oasdiff and hands each result to the edit that caused it.
func (c *comparison) wire(ctx context.Context) error {
	results, err := judge(ctx, c.base.Spec, c.head.Spec)
	if err != nil {
		return err
	}
	for _, r := range results {
		e := c.special(r)
		if e == nil {
			e = c.cause(r.base, r.head, r.fits)
		}
		if e == nil && r.op != "" {
			e = c.cause(r.op, r.op, func(e *edit) int { return r.fits(e) - 1 })
		}
		if e == nil && r.op != "" {
			e = c.causeBelow(r.op, r.op, func(e *edit) int { return r.fits(e) - 1 })
		}
		if e == nil {
			e = c.user(r)
		}
		if e == nil {
			e = r.edit(c)
			c.edits = append(c.edits, e)
			c.note(e)
		}
		e.hear(Wire{Rule: r.rule, Level: r.level, Message: r.message, Count: r.count})
	}
	return nil
}

// special finds the causes that places do not show: oasdiff puts a property that is a reference where the reference leads, and a tag
// where it is used.
func (c *comparison) special(r said) *edit {
	if strings.HasPrefix(r.rule, "api-tag-") {
		for _, e := range c.edits {
			if was, is, ok := strings.Cut(e.detail, " -> "); e.id == "tag-renamed" && ok && (r.has(was) || r.has(is)) {
				return e
			}
		}
	}
	base, head := componentOf(r.base), componentOf(r.head)
	if base != "" && head != "" && base != head && c.renames.to["#"+base] != "#"+head { // a reference leads elsewhere now
		for _, e := range c.edits {
			if e.id == "reference-changed" && c.reachBase.distance(e.base, base) >= 0 && c.reachHead.distance(e.head, head) >= 0 {
				return e
			}
		}
	}
	if !strings.Contains(r.rule, "property") || r.name == "" || (base == "" || base != r.base) && (head == "" || head != r.head) {
		return nil
	}
	for _, e := range c.edits {
		before, after := propertyAt(e.base, r.name), propertyAt(e.head, r.name)
		if before == none && after == none || !strings.HasPrefix(e.id, "property-") && r.fits(e) <= 0 {
			continue
		}
		refs := referencesOf(c.base.Spec.Node(before), referencesOf(c.head.Spec.Node(after), nil))
		if slices.Contains(refs, base) || slices.Contains(refs, head) {
			return e
		}
	}
	return nil
}

// propertyAt cuts a pointer to the property of a name that it leads to, or to a field of; none when it leads elsewhere.
func propertyAt(pointer, name string) string {
	at := spec.Pointer("properties", name)
	for _, p := range []string{pointer, parent(pointer)} {
		if strings.HasSuffix(p, at) {
			return p
		}
	}
	return none
}

// has tells whether a text stands in quotes in the message.
func (r said) has(text string) bool { return strings.Contains(r.message, "`"+text+"`") }

// user finds the edit that refers to the place: a reference that changed makes oasdiff compare what it leads to with something else.
func (c *comparison) user(r said) *edit {
	base, head := componentOf(r.base), componentOf(r.head)
	var best *edit
	nearest := 1 << 20
	for _, e := range c.edits {
		switch e.id {
		case "reference-changed", "nullable-changed", "nullable-moved", "branch-added", "branch-removed", "property-added", "property-removed",
			"response-added", "response-removed", "media-type-added", "media-type-removed", "parameter-added", "parameter-removed":
		default:
			continue
		}
		for _, d := range []int{c.reachBase.distance(e.base, base), c.reachHead.distance(e.head, head)} {
			if d >= 0 && d < nearest {
				best, nearest = e, d
			}
		}
	}
	return best
}

// distance is how many references lead from a place to a component, negative when none do.
func (r *reach) distance(from, component string) int {
	if from == none || component == "" {
		return -1
	}
	seen := map[string]bool{}
	pending := referencesOf(r.s.Node(from), nil)
	for d := 0; len(pending) > 0; d++ {
		var next []string
		for _, at := range pending {
			if at == component {
				return d
			}
			if !seen[at] {
				seen[at] = true
				next = append(next, r.below(at)...)
			}
		}
		pending = next
	}
	return -1
}

// hear adds a result, joined with one of the same rule.
func (e *edit) hear(w Wire) {
	for i := range e.wire {
		if e.wire[i].Rule == w.Rule && e.wire[i].Level == w.Level {
			e.wire[i].Count += w.Count
			e.wire[i].Message = min(e.wire[i].Message, w.Message)
			return
		}
	}
	e.wire = append(e.wire, w)
}

// fits scores an edit by the words of the rule.
func (r said) fits(e *edit) int {
	if e.level == Doc && e.id != "evidence-changed" && !strings.Contains(e.id, "version") {
		return -1
	}
	n := 0
	for _, w := range e.words {
		if w != "" && strings.Contains(r.rule, w) {
			n = max(n, 10+len(w))
		}
	}
	if name := lastToken("#" + max(e.base, e.head)); n > 0 && strings.Contains(r.message, name) {
		n += 10
	}
	return n
}

// edit makes a change of its own of a result without a cause.
func (r said) edit(c *comparison) *edit {
	e := &edit{id: r.rule, level: r.level, base: or(r.base, none), head: or(r.head, none), key: true, message: r.message, words: []string{r.rule}}
	switch {
	case r.head != "":
		e.subject = subject(c.head.Spec, r.head)
	case r.base != "":
		e.subject = subject(c.base.Spec, r.base)
	default:
		e.subject, e.head = "document", r.op
	}
	e.detail = r.message
	return e
}

// judge runs all checks of oasdiff v1.35.0 on two bundles. Its changes come with lines of the text they were loaded from, and a line of that
// text is a pointer.
func judge(ctx context.Context, base, head *spec.Spec) (results []said, err error) {
	defer func() {
		if r := recover(); r != nil { // oasdiff is not hardened against every document
			results, err = nil, fmt.Errorf("oasdiff stopped: %v; compare with --levels names,go", r)
		}
	}()
	var a, b *load.SpecInfo
	var linesA, linesB *spec.Lines
	var wrong [2]error
	var group sync.WaitGroup
	group.Go(func() { a, linesA, wrong[0] = open(ctx, base) })
	group.Go(func() { b, linesB, wrong[1] = open(ctx, head) })
	group.Wait()
	for i, err := range wrong {
		if err != nil {
			return nil, fmt.Errorf("%s: %w", []string{"base", "head"}[i], err)
		}
	}
	report, sources, err := diff.GetWithOperationsSourcesMap(diff.NewConfig(), a, b)
	if err != nil {
		return nil, fmt.Errorf("oasdiff: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	changes := checker.CheckBackwardCompatibilityUntilLevel(checker.NewConfig(checker.GetAllChecks()), report, sources, checker.INFO)
	return fold(changes, linesA, linesB), nil
}

func open(ctx context.Context, s *spec.Spec) (info *load.SpecInfo, lines *spec.Lines, err error) {
	defer func() { // a goroutine of its own: see judge
		if r := recover(); r != nil {
			err = fmt.Errorf("kin-openapi stopped: %v; compare with --levels names", r)
		}
	}()
	lines, err = s.Lines()
	if err != nil {
		return nil, nil, err
	}
	loader := openapi3.NewLoader()
	loader.Context = ctx
	loader.IncludeOrigin = true
	doc, err := loader.LoadFromData(lines.Text)
	if err != nil {
		return nil, nil, fmt.Errorf("bundle of %s: %w", s.Root(), err)
	}
	version := ""
	if doc.Info != nil {
		version = doc.Info.Version
	}
	return &load.SpecInfo{Url: s.Root(), Spec: doc, Version: version}, lines, nil
}

// fold joins the results of one rule about one pair of places: one for each operation that reaches a shared component.
func fold(changes checker.Changes, a, b *spec.Lines) []said {
	type key struct {
		rule, base, head, name string
		level                  Level
	}
	localize := checker.NewDefaultLocalizer()
	found := map[key]*said{}
	var order []*said
	for _, ch := range changes {
		k := key{ch.GetId(), pointerAt(ch.GetBaseSource(), a), pointerAt(ch.GetRevisionSource(), b), "", levelOf(ch.GetLevel())}
		if whole(k.base) || whole(k.head) {
			k.name = property(ch)
		}
		op := ""
		if ch.GetPath() != "" {
			op = spec.Pointer("paths", ch.GetPath(), strings.ToLower(ch.GetOperation()))
		}
		if k.base == "" && k.head == "" {
			k.base = op
		}
		if k.base == "" && k.head == "" { // nothing is known of its place: it is told by its words
			k.head = ""
			k.rule += "\x00" + ch.GetUncolorizedText(localize)
		}
		r := found[k]
		if r == nil {
			r = &said{rule: ch.GetId(), base: k.base, head: k.head, level: k.level, name: k.name, message: ch.GetUncolorizedText(localize), op: op}
			found[k] = r
			order = append(order, r)
		}
		r.count++
	}
	slices.SortFunc(order, func(x, y *said) int {
		return cmp.Or(cmp.Compare(x.base, y.base), cmp.Compare(x.head, y.head), cmp.Compare(x.rule, y.rule), cmp.Compare(x.message, y.message))
	})
	out := make([]said, len(order))
	for i, r := range order {
		out[i] = *r
	}
	return out
}

func whole(pointer string) bool { return pointer != "" && componentOf(pointer) == pointer }

// property is the name of the property that a change is about: the end of "items/usage", the path that is its argument.
func property(ch checker.Change) string {
	for i := len(ch.GetArgs()) - 1; i >= 0; i-- {
		if s, ok := ch.GetArgs()[i].(string); ok && strings.Contains(ch.GetId(), "property") && !isStatus(s) {
			return s[strings.LastIndexByte(s, '/')+1:]
		}
	}
	return ""
}

func isStatus(s string) bool { return len(s) == 3 && s[0] >= '1' && s[0] <= '5' || s == "default" }

func pointerAt(s *checker.Source, lines *spec.Lines) string {
	if s == nil {
		return ""
	}
	return lines.Pointer(s.Line)
}

func levelOf(l checker.Level) Level {
	switch l {
	case checker.ERR:
		return Breaking
	case checker.WARN:
		return Risky
	}
	return Compatible
}
