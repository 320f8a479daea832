package diff

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oasdiff/oasdiff/checker"
	"github.com/oasdiff/oasdiff/diff"
	"github.com/oasdiff/oasdiff/flatten/commonparams"
	"github.com/oasdiff/oasdiff/load"

	"github.com/rasapi/specgen/gen/oas"
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

// maxJudging limits the time of oasdiff v1.37.0, which cannot be cancelled: where schemas lead to each other through inline members of allOf, anyOf
// and oneOf, it compares them once for each path between them.
const maxJudging = time.Minute

// judge runs all checks of oasdiff v1.37.0 on two bundles. Each change has a line, which [mark] maps to a pointer. If oasdiff
// does not end within limit or before ctx does, judge returns an error, and oasdiff goes on in a goroutine.
func judge(ctx context.Context, t task, limit time.Duration) ([]said, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, limit,
		fmt.Errorf("oasdiff takes more than %v for these documents; compare with --levels names,go", limit))
	defer cancel()
	var results []said
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		results, err = runChecks(ctx, t)
	}()
	select {
	case <-done:
		return results, err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// runChecks is [judge] without a limit.
func runChecks(ctx context.Context, t task) (results []said, err error) {
	defer func() {
		if r := recover(); r != nil { // oasdiff is not hardened against every document
			results, err = nil, fmt.Errorf("oasdiff stopped: %v; compare with --levels names,go", r)
		}
	}()
	var a, b *load.SpecInfo
	var linesA, linesB *lines
	var wrong [2]error
	var group sync.WaitGroup
	group.Go(func() { a, linesA, wrong[0] = t.open(ctx, "base", t.a) })
	group.Go(func() { b, linesB, wrong[1] = t.open(ctx, "head", t.b) })
	group.Wait()
	t.a, t.b = nil, nil // they are not needed any more, and much is made now
	if err := errors.Join(wrong[:]...); err != nil {
		return nil, err
	}
	report, sources, err := diff.GetWithOperationsSourcesMap(diff.NewConfig(), a, b)
	if err != nil {
		return nil, fmt.Errorf("oasdiff: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	changes := checker.CheckBackwardCompatibilityUntilLevel(checker.NewConfig(checker.GetAllChecks()), report, sources, checker.INFO)
	return fold(t, changes, linesA, linesB), nil
}

// open reads a bundle with kin-openapi, and gives the lines that its origins tell.
func (t task) open(ctx context.Context, side string, root *oas.Node) (info *load.SpecInfo, at *lines, err error) {
	defer func() { // a goroutine of its own: see judge
		if r := recover(); r != nil {
			err = fmt.Errorf("kin-openapi stopped: %v; compare with --levels names", r)
		}
	}()
	doc, err := spec.Unresolved(root)
	if err != nil {
		return nil, nil, fmt.Errorf("bundle of %s: %w", side, err)
	}
	at = mark(doc, root)
	loader := openapi3.NewLoader()
	loader.Context = ctx
	if err := loader.ResolveRefsIn(doc, nil); err != nil {
		return nil, nil, fmt.Errorf("bundle of %s: %w", side, err)
	}
	if doc.Components != nil {
		seen := map[*openapi3.Schema]bool{}
		for _, name := range slices.Sorted(maps.Keys(doc.Components.Schemas)) {
			cutArrays(doc.Components.Schemas[name], seen)
		}
	}
	commonparams.Move(doc) // no check looks at the parameters of path items
	version := ""
	if doc.Info != nil {
		version = doc.Info.Version
	}
	return &load.SpecInfo{Url: side, Spec: doc, Version: version}, at, nil
}

// wholeNumbers matches integers as oasdiff prints them, "4.00".
var wholeNumbers = regexp.MustCompile(`\b(\d+)\.00\b`)

// fold joins the results of one rule about one pair of places: one for each operation that reaches a shared component.
func fold(t task, changes checker.Changes, a, b *lines) []said {
	type key struct {
		rule, base, head, name string
		level                  Level
	}
	localize := checker.NewDefaultLocalizer()
	message := func(ch checker.Change) string {
		return wholeNumbers.ReplaceAllString(ch.GetUncolorizedText(localize), "$1")
	}
	found := map[key]*said{}
	var order []*said
	for _, ch := range changes {
		k := key{ch.GetId(), pointerAt(ch.GetBaseSource(), a), pointerAt(ch.GetRevisionSource(), b), "", levelOf(ch.GetLevel())}
		if whole(k.base) || whole(k.head) {
			k.name = property(ch)
		}
		op := ""
		if ch.GetPath() != "" {
			op = oas.Pointer("paths", ch.GetPath(), strings.ToLower(ch.GetOperation()))
		}
		if k.base == "" && k.head == "" {
			k.base = op
		}
		if k.base == "" && k.head == "" { // nothing is known of its place: it is told by its words
			k.head = ""
			k.rule += "\x00" + message(ch)
		}
		r := found[k]
		if r == nil {
			r = &said{rule: ch.GetId(), base: k.base, head: k.head, level: k.level, name: k.name, message: message(ch), op: op}
			found[k] = r
			order = append(order, r)
		}
		r.count += t.count(op)
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

func whole(pointer string) bool { return pointer != "" && oas.ComponentOf(pointer) == pointer }

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

func pointerAt(s *checker.Source, at *lines) string {
	if s == nil {
		return ""
	}
	return at.pointer(s.Line)
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

// cutArrays ends each array of a schema, and of the schemas below it, that contains itself: its innermost items get no items. oasdiff v1.37.0
// overflows the stack while it writes the type of such an array, which ends the program. seen has the schemas that were visited.
func cutArrays(ref *openapi3.SchemaRef, seen map[*openapi3.Schema]bool) {
	if ref == nil || ref.Value == nil || seen[ref.Value] {
		return
	}
	seen[ref.Value] = true
	above := map[*openapi3.Schema]bool{}
	for s := ref.Value; s.Type.Includes("array") && s.Items != nil && s.Items.Value != nil; s = s.Items.Value {
		if above[s] = true; above[s.Items.Value] {
			s.Items = &openapi3.SchemaRef{Value: &openapi3.Schema{Type: s.Items.Value.Type}}
		}
	}
	s := ref.Value
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) { // in order, so that both sides are cut at the same place
		cutArrays(s.Properties[name], seen)
	}
	for _, inner := range []openapi3.SchemaRefs{{s.Items, s.Not, s.AdditionalProperties.Schema}, s.AllOf, s.AnyOf, s.OneOf} {
		for _, ref := range inner {
			cutArrays(ref, seen)
		}
	}
}
