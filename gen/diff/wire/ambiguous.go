package wire

import (
	"slices"

	"github.com/rasapi/specgen/gen/oas"
)

// ambiguous returns a note if the writer may send a value that is valid for two alternatives in a oneOf of the reader, but for at most one in each
// oneOf of the writer. A server that requires exactly one match rejects such a request.
func (j *judge) ambiguous(p *pair) outcome {
	const most = 100 // maximum number of pairs of alternatives
	tried := 0
	for _, u := range j.shape(p.r, p.d).unions {
		if u.keyword != "oneOf" {
			continue
		}
		for i, a := range u.alternatives {
			for _, b := range u.alternatives[:i] {
				if a.tagged || b.tagged || j.disjoint(a, b, p.d) || j.exhausted() {
					continue // a discriminator, a type or a required member distinguishes the alternatives
				}
				if tried++; tried > most {
					return outcome{}
				}
				if v := j.fitsBoth(p, a, b); v != nil {
					f := &finding{rule: Ambiguous, value: v, r: []*step{u.via}, note: "fits two alternatives of oneOf"}
					if list := j.variants(p.w, p.d); len(list) > 0 {
						f.shape = list[0]
					}
					return outcome{findings: []*finding{f}}
				}
			}
		}
	}
	return outcome{}
}

// disjoint reports whether a and b have no type in common. If objects are the only common type, it also returns true if a required member
// distinguishes the objects of a from those of b.
func (j *judge) disjoint(a, b alternative, d Direction) bool {
	c := comparison{j: j, p: &pair{pairKey: pairKey{d: d}}, w: j.shape(j.setOf(a.members), d), r: j.shape(j.setOf(b.members), d)}
	return c.w.types&c.r.types == 0 || c.w.types&c.r.types == objectType && c.clash()
}

// fitsBoth returns a value of the writer that is valid for a and b, and for at most one alternative in each oneOf of the writer. It returns nil if it
// finds none.
func (j *judge) fitsBoth(p *pair, a, b alternative) *oas.Node {
	both := j.joined(j.joined(j.setOf(a.members), j.setOf(b.members)), p.w)
	v := j.example(both, p.d)
	if v == nil || !j.reads(p.w, nil, p.d, v) {
		return nil
	}
	for _, u := range j.shape(p.w, p.d).unions {
		if u.keyword != "oneOf" {
			continue
		}
		fits := filter(u.alternatives, func(c alternative) bool { return j.reads(j.setOf(c.members), nil, p.d, v) })
		if len(fits) > 1 {
			return nil
		}
	}
	if !slices.ContainsFunc(j.variants(p.w, p.d), func(w *shape) bool { return j.writes(w, v) }) {
		return nil
	}
	return v
}
