package diff

import (
	"cmp"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/diff/edit"
	"github.com/rasapi/specgen/gen/oas"
)

// index prepares the search for causes. It indexes the edits and the references of both sides.
func (c *comparison) index() {
	c.reachBase, c.reachHead = newReach(c.base.Spec), newReach(c.head.Spec)
	c.byBase, c.byHead = map[string][]*entry{}, map[string][]*entry{}
	for _, e := range c.entries {
		c.note(e)
	}
}

// note indexes an edit by its pointers and by the pointers above them, except the root.
func (c *comparison) note(e *entry) {
	above := func(index map[string][]*entry, pointer string) {
		if pointer == edit.None {
			return
		}
		for at := pointer; ; at = edit.Parent(at) {
			index[at] = append(index[at], e)
			if at == "" || strings.Count(at, "/") <= 1 { // at is the root or a field of the root, such as /paths
				return
			}
		}
	}
	for _, pointer := range append([]string{e.Base}, e.AlsoBase...) {
		above(c.byBase, pointer)
	}
	for _, pointer := range append([]string{e.Head}, e.AlsoHead...) {
		above(c.byHead, pointer)
	}
}

// near returns the edits at, below and above pointer. of returns the pointer of an edit on the side that index belongs to.
func near(index map[string][]*entry, pointer string, of func(*entry) string) []*entry {
	if pointer == edit.None || pointer == "" {
		return nil
	}
	list := slices.Clone(index[pointer])
	for at := edit.Parent(pointer); strings.Count(at, "/") > 1; at = edit.Parent(at) {
		for _, e := range index[at] {
			if of(e) == at {
				list = append(list, e)
			}
		}
	}
	return list
}

// relation returns a score for how well an edit at the pointer own explains a result at the pointer result. The score is 100 for equal pointers and 0
// for unrelated ones.
func relation(own, result string) int {
	switch {
	case own == edit.None || result == edit.None || result == "":
		return 0
	case own == result:
		return 100
	case strings.HasPrefix(result, own+"/"): // the result is about a part of the edited object
		return max(60, 90-5*strings.Count(result[len(own):], "/"))
	case strings.HasPrefix(own, result+"/"): // the edit changes a part of the object of the result
		return max(20, 60-5*strings.Count(own[len(result):], "/"))
	}
	return 0
}

// cause returns the edit that best explains a result at the pointers base and head, or nil if there is none. fits returns a score that does not
// depend on the place of the edit. A negative score means that the edit does not explain the result. If cause finds no edit and a pointer is in an
// operation, it tries the parameters that the operation shares with the other operations of its path.
func (c *comparison) cause(base, head string, fits func(*entry) int) *entry {
	var best *entry
	most := 0
	seen := map[*entry]bool{}
	try := func(e *entry) {
		if seen[e] {
			return
		}
		seen[e] = true
		near, far := relation(e.Base, base), relation(e.Head, head)
		if e.LooseBase {
			near = min(near, 50)
		}
		if e.LooseHead {
			far = min(far, 50)
		}
		near = max(near, far)
		for _, pointer := range e.AlsoBase {
			near = max(near, relation(pointer, base))
		}
		for _, pointer := range e.AlsoHead {
			near = max(near, relation(pointer, head))
		}
		fit := fits(e)
		if near == 0 || fit < 0 || near < 60 && fit == 0 {
			return
		}
		score := 1000*(near+fit) + len(e.Base) + len(e.Head) // longer pointers are more specific
		if score > most {
			best, most = e, score
		}
	}
	for _, e := range near(c.byBase, base, func(e *entry) string { return e.Base }) {
		try(e)
	}
	for _, e := range near(c.byHead, head, func(e *entry) string { return e.Head }) {
		try(e)
	}
	if x, y := sharedParameters(base), sharedParameters(head); best == nil && (x != "" || y != "") {
		return c.cause(cmp.Or(x, edit.None), cmp.Or(y, edit.None), func(e *entry) int { return fits(e) })
	}
	return best
}

// sharedParameters returns the pointer of the parameters that the operation at a pointer shares with the other operations of its path. It returns ""
// if the pointer is not in an operation.
func sharedParameters(pointer string) string {
	tokens, err := oas.Tokens(pointer)
	if err != nil || len(tokens) < 3 || tokens[0] != "paths" || !oas.IsMethod(tokens[2]) {
		return ""
	}
	return oas.Pointer("paths", tokens[1], "parameters")
}

// causeBelow searches the components that the objects at base and head reference. It returns the edit that best explains a result, or nil if there is
// none. It prefers the components that are the fewest references away, and searches head only if it finds no edit in base.
func (c *comparison) causeBelow(base, head string, fits func(*entry) int) *entry {
	if e := c.search(c.reachBase, c.byBase, base, fits); e != nil {
		return e
	}
	return c.search(c.reachHead, c.byHead, head, fits)
}

// search returns the edit with the best score in the components that the object at from references, or nil if there is none. r and index belong to
// the side of the object. Nearer components take precedence.
func (c *comparison) search(r *reach, index map[string][]*entry, from string, fits func(*entry) int) *entry {
	if from == edit.None || from == "" {
		return nil
	}
	pending, seen := referencesOf(r.s.At(from), nil), map[string]bool{}
	if at := sharedParameters(from); at != "" {
		pending = referencesOf(r.s.At(at), pending)
	}
	if own := oas.ComponentOf(from); own != "" && own != from {
		seen[own] = true
	}
	for len(pending) > 0 {
		var next []string
		var best *entry
		most := 0
		for _, at := range pending {
			if seen[at] {
				continue
			}
			seen[at] = true
			for _, e := range index[at] {
				if fit := fits(e); fit > most {
					best, most = e, fit
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
