package wire

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// A finding belongs to one pair of sets. The trail of a finding leads from this pair to the operations. It consists of the steps within the pair and
// the steps of the edges above the pair. The cause of a finding is the deepest step on the trail that the other document does not have in the same
// form.

// cause is an edit that causes findings.
type cause struct {
	base, head object // the keyword, or the object that lacks it
	key        string // "required", "allOf/1", "$ref"
	part       string
}

func (c cause) id() string {
	return c.base.pointer + "\x00" + c.head.pointer + "\x00" + c.part
}

// causeOf returns the step as a cause. It returns false if the other document has the step in the same form. It also returns false if the object of
// the step is synthetic, or if the other document does not have the object. A component that extends another one is a cause even if the other
// document does not have it.
func (s *step) causeOf() (cause, bool) {
	if s.from.doc == nil || s.from.made {
		return cause{}, false
	}
	c := s.from.counterpart()
	if s.child && !c.exists {
		return s.at(object{}, ""), true
	}
	if !c.exists {
		return cause{}, false
	}
	ref, other := s.from.node.Text("$ref"), c.node.Text("$ref")
	if ref+other != "" && s.from.doc.common(ref) != c.doc.common(other) {
		return s.at(c.object, "$ref"), true
	}
	if s.named && lastToken(s.from.pointer) != lastToken(c.pointer) {
		return s.at(c.object, ""), true
	}
	if s.key == "" {
		if !s.leaf || s.from.doc.sum(s.from.node, oas.Schema) == c.doc.sum(c.node, oas.Schema) {
			return cause{}, false
		}
		return s.at(c.object, ""), true
	}
	tokens, _ := oas.Tokens("/" + s.key)
	own := s.from.child(tokens...)
	switch {
	case s.key == "$ref":
		return cause{}, false
	case s.part != "":
		if slices.Contains(c.node.Strings(tokens...), s.part) {
			return cause{}, false
		}
	case s.leaf:
		if oas.Equal(own.node, c.node.Get(tokens...), oas.Compare{IgnoreKeyOrder: true, Sets: true, Numbers: true}) {
			return cause{}, false
		}
	case own.node != nil && own.counterpart().exists:
		return cause{}, false
	case tokens[0] == "oneOf" || tokens[0] == "anyOf":
		return s.at(c.object, tokens[0]), true
	}
	return s.at(c.object, s.key), true
}

// at returns the cause for a key of s.from. c is the counterpart of s.from.
func (s *step) at(c object, key string) cause {
	own, other := s.from, c
	if key != "" {
		tokens, _ := oas.Tokens("/" + key)
		if o := own.child(tokens...); o.node != nil {
			own = o
		}
		if o := c.child(tokens...); o.node != nil && (len(tokens) == 1 || s.leaf) {
			other = o
		}
	}
	out := cause{own, other, key, s.part}
	if own.doc.side == head {
		out.base, out.head = other, own
	}
	return out
}

// depth returns the number of steps on the way s.
func (s *step) depth() int {
	n := 0
	for ; s != nil; s = s.up {
		n++
	}
	return n
}

// deepest returns the cause whose step has the greatest depth. Of each way, it considers only the last step that is a cause. It returns
// false if there is none.
func deepest(ways []*step) (found cause, ok bool) {
	most := -1
	for _, way := range ways {
		for s := way; s != nil; s = s.up {
			c, is := s.causeOf()
			if !is {
				continue
			}
			if d := s.depth(); d > most {
				found, ok, most = c, true, d
			}
			break
		}
	}
	return found, ok
}

// start returns the object in which a way starts.
func (s *step) start() object {
	for s.up != nil {
		s = s.up
	}
	return s.from
}

// traced is a finding with one of its causes.
type traced struct {
	finding *finding
	pair    *pair
	cause   cause
	path    []*edge // from the cause down to the pair of the finding
	top     *pair   // the pair whose operations are affected; if nil, the operation of the first edge of the path is affected
}

// climb is a state of the search for causes: a pair, the schemas of each side in which the trail enters the pair, and the edges from the pair down to
// the pair of the finding.
type climb struct {
	pair *pair
	w, r []*schema
	path []*edge
}

func (c climb) key() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%p", c.pair)
	for _, list := range [][]*schema{c.w, c.r} {
		b.WriteByte(' ')
		for _, s := range list {
			b.WriteString(itoa(s.id) + ",")
		}
	}
	return b.String()
}

// trace returns the causes of a finding.
func (j *judge) trace(p *pair, f *finding) []traced {
	if c, ok := f.cause(); ok {
		return []traced{{finding: f, pair: p, cause: c, top: p}}
	}
	const most = 500 // maximum number of causes of one finding
	pending := []climb{{p, startsIn(f.w, p.w), startsIn(f.r, p.r), nil}}
	seen := map[string]bool{pending[0].key(): true}
	var found []traced
	for len(pending) > 0 && len(found) < most {
		v := pending[0]
		pending = pending[1:]
		for _, e := range v.pair.in {
			j.spend(1)
			w, r := j.enter(e.wm, v.w), j.enter(e.rm, v.r)
			path := append([]*edge{e}, v.path...)
			if c, ok := deepest(slices.Concat(r, w)); ok {
				found = append(found, traced{f, p, c, path, e.parent})
				continue
			}
			if e.parent == nil {
				continue
			}
			up := climb{e.parent, startsIn(w, e.parent.w), startsIn(r, e.parent.r), path}
			if !seen[up.key()] {
				seen[up.key()] = true
				pending = append(pending, up)
			}
		}
	}
	if len(found) == 0 {
		found = j.untraced(p, f)
	}
	return found
}

// untraced returns the cause of a finding for which no step on the trail differs. This is the version of OpenAPI if it differs. Otherwise, it is the
// first keyword of the finding, or the schemas of the pair if the finding has no keyword.
func (j *judge) untraced(p *pair, f *finding) []traced {
	if !j.sameVersion {
		version := func(s side) object { return j.docs[s].top("openapi").object }
		return []traced{{finding: f, pair: p, cause: cause{base: version(base), head: version(head)}, top: p}}
	}
	if ways := slices.Concat(f.r, f.w); len(ways) > 0 {
		s := ways[0]
		key := s.key
		if list, _, ok := strings.Cut(key, "/"); ok && (list == "oneOf" || list == "anyOf") {
			key = list
		}
		return []traced{{finding: f, pair: p, cause: s.at(s.from.counterpart().object, key), top: p}}
	}
	if c, ok := j.unplaced(p); ok {
		return []traced{{finding: f, pair: p, cause: c, top: p}}
	}
	return nil
}

// cause returns the cause of a finding in its own pair. If the reader rejects a member, the edit of that member takes precedence over other edits.
// cause returns false if no step to a keyword of f is a cause.
func (f *finding) cause() (cause, bool) {
	if f.rule == MemberRefused {
		if c, ok := deepest(f.w); ok {
			return c, true
		}
	}
	return deepest(slices.Concat(f.r, f.w))
}

// unplaced returns the first schema of each side as the cause of a finding without keywords. It returns false if p has no schemas.
func (j *judge) unplaced(p *pair) (cause, bool) {
	var c cause
	for _, s := range slices.Concat(p.w.schemas, p.r.schemas) {
		if s.doc.side == base && c.base.doc == nil {
			c.base = s.object
		}
		if s.doc.side == head && c.head.doc == nil {
			c.head = s.object
		}
	}
	return c, c.base.doc != nil || c.head.doc != nil
}

// startsIn returns the schemas of s in which one of ways starts. If there are none, it returns the first schema of the set.
func startsIn(ways []*step, s *set) []*schema {
	starts := filter(s.schemas, func(of *schema) bool {
		return slices.ContainsFunc(ways, func(way *step) bool { return way.start().node == of.node })
	})
	if len(starts) == 0 && len(s.schemas) > 0 {
		starts = s.schemas[:1]
	}
	return starts
}

// enter returns the ways from the members of list to the schemas of to.
func (j *judge) enter(list members, to []*schema) []*step {
	var ways []*step
	for _, m := range list {
		if found := j.follow(m); slices.Contains(to, found.schema) {
			ways = append(ways, found.via)
		}
	}
	return ways
}
