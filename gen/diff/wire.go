package diff

import (
	"context"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// wire asks oasdiff and hands each result to the edit that caused it.
func (c *comparison) wire(ctx context.Context, t task) error {
	results, err := judge(ctx, t, maxJudging)
	if err != nil {
		return err
	}
	for _, r := range results {
		if strings.HasPrefix(r.rule, "api-version-") || r.rule == "api-major-version-not-bumped" || strings.Contains(r.rule, "sunset") || strings.Contains(r.rule, "stability") {
			continue // CheckVersion, sunsets and Policy decide these; oasdiff reads the clock
		}
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
		level := r.level
		if level == Breaking && c.onlyMoves(e) {
			level = Risky
		}
		e.hear(Wire{Rule: r.rule, Level: level, Message: r.message, Count: r.count})
	}
	return nil
}

// onlyMoves reports whether an edit adds an allOf member that takes over properties of the schema around it. For oasdiff v1.37.0, every
// allOf member that a request gets is an error. A property that the member adds is an edit of its own.
func (c *comparison) onlyMoves(e *edit) bool {
	return e.id == "branch-added" && slices.ContainsFunc(c.edits, func(other *edit) bool {
		return other.id == "properties-moved" && other.head == parent(e.head)
	})
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
	base, head := oas.ComponentOf(r.base), oas.ComponentOf(r.head)
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
		refs := referencesOf(c.base.Spec.At(before), referencesOf(c.head.Spec.At(after), nil))
		if slices.Contains(refs, base) || slices.Contains(refs, head) {
			return e
		}
	}
	return nil
}

// propertyAt cuts a pointer to the property of a name that it leads to, or to a field of; none when it leads elsewhere.
func propertyAt(pointer, name string) string {
	at := oas.Pointer("properties", name)
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
	base, head := oas.ComponentOf(r.base), oas.ComponentOf(r.head)
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
	pending := referencesOf(r.s.At(from), nil)
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
	e := &edit{class: classOf(r.rule), base: or(r.base, none), head: or(r.head, none), key: true, message: r.message}
	e.level, e.words = r.level, []string{r.rule}
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
