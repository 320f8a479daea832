package diff

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// index prepares the search for causes.
func (c *comparison) index() {
	c.reachBase, c.reachHead = newReach(c.base.Spec), newReach(c.head.Spec)
	c.byBase, c.byHead = map[string][]*edit{}, map[string][]*edit{}
	for _, e := range c.edits {
		c.note(e)
	}
}

// note files an edit under its place and all places above it.
func (c *comparison) note(e *edit) {
	above := func(index map[string][]*edit, pointer string) {
		if pointer == none {
			return
		}
		for at := pointer; ; at = parent(at) {
			index[at] = append(index[at], e)
			if at == "" || strings.Count(at, "/") <= 1 { // what is below the root is below everything
				return
			}
		}
	}
	for _, pointer := range append([]string{e.base}, e.alsoBase...) {
		above(c.byBase, pointer)
	}
	for _, pointer := range append([]string{e.head}, e.alsoHead...) {
		above(c.byHead, pointer)
	}
}

// near lists the edits at a pointer, below it, and above it.
func near(index map[string][]*edit, pointer string, of func(*edit) string) []*edit {
	if pointer == none || pointer == "" {
		return nil
	}
	list := slices.Clone(index[pointer])
	for at := parent(pointer); strings.Count(at, "/") > 1; at = parent(at) {
		for _, e := range index[at] {
			if of(e) == at {
				list = append(list, e)
			}
		}
	}
	return list
}

// relation scores how an edit at one pointer explains what is said about another: 100 is the same place.
func relation(edit, said string) int {
	switch {
	case edit == none || said == none || said == "":
		return 0
	case edit == said:
		return 100
	case strings.HasPrefix(said, edit+"/"): // said of a part of what was edited
		return max(60, 90-5*strings.Count(said[len(edit):], "/"))
	case strings.HasPrefix(edit, said+"/"): // said of the whole, of which a part was edited
		return max(20, 60-5*strings.Count(edit[len(said):], "/"))
	}
	return 0
}

// cause finds the edit that explains best what is said about a place; fits scores how well the words fit, negative is not at all. It is
// nil when no edit does.
func (c *comparison) cause(base, head string, fits func(*edit) int) *edit {
	var best *edit
	most := 0
	seen := map[*edit]bool{}
	try := func(e *edit) {
		if seen[e] {
			return
		}
		seen[e] = true
		near, far := relation(e.base, base), relation(e.head, head)
		if e.looseBase {
			near = min(near, 50)
		}
		if e.looseHead {
			far = min(far, 50)
		}
		near = max(near, far)
		for _, pointer := range e.alsoBase {
			near = max(near, relation(pointer, base))
		}
		for _, pointer := range e.alsoHead {
			near = max(near, relation(pointer, head))
		}
		words := fits(e)
		if near == 0 || words < 0 || near < 60 && words == 0 {
			return
		}
		score := 1000*(near+words) + len(e.base) + len(e.head) // of two edits at one place, the more specific one
		if score > most {
			best, most = e, score
		}
	}
	for _, e := range near(c.byBase, base, func(e *edit) string { return e.base }) {
		try(e)
	}
	for _, e := range near(c.byHead, head, func(e *edit) string { return e.head }) {
		try(e)
	}
	if x, y := sharedList(base), sharedList(head); best == nil && (x != "" || y != "") {
		return c.cause(or(x, none), or(y, none), func(e *edit) int { return fits(e) })
	}
	return best
}

// sharedList is where the parameters stand that an operation has in common with others of its path, "" for what is no operation.
func sharedList(pointer string) string {
	tokens, err := oas.Tokens(pointer)
	if err != nil || len(tokens) < 3 || tokens[0] != "paths" || !oas.IsMethod(tokens[2]) {
		return ""
	}
	return oas.Pointer("paths", tokens[1], "parameters")
}

// causeBelow looks in the components that a place refers to, nearest first.
func (c *comparison) causeBelow(base, head string, fits func(*edit) int) *edit {
	if e := c.search(c.reachBase, c.byBase, base, fits); e != nil {
		return e
	}
	return c.search(c.reachHead, c.byHead, head, fits)
}

func (c *comparison) search(r *reach, index map[string][]*edit, from string, fits func(*edit) int) *edit {
	if from == none || from == "" {
		return nil
	}
	pending, seen := referencesOf(r.s.At(from), nil), map[string]bool{}
	if at := sharedList(from); at != "" {
		pending = referencesOf(r.s.At(at), pending)
	}
	if own := oas.ComponentOf(from); own != "" && own != from {
		seen[own] = true
	}
	for len(pending) > 0 {
		var next []string
		var best *edit
		most := 0
		for _, at := range pending {
			if seen[at] {
				continue
			}
			seen[at] = true
			for _, e := range index[at] {
				if words := fits(e); words > most {
					best, most = e, words
				}
			}
			next = append(next, r.below(at)...)
		}
		if best != nil {
			return best
		}
		pending = next
	}
	return nil
}
