package wire

import "slices"

// possible reports whether s may have a value of type t. If it returns false, the shape has none. If it returns true, the shape may still have none.
// If without is not nil, possible assumes that the sets in without are empty and that all other sets have values. For a set with a known result, it
// uses this result.
func (j *judge) possible(s *shape, t types, d Direction, without map[*set]bool) bool {
	if s.types&t == 0 {
		return false
	}
	if s.enumerated {
		for _, v := range s.enum {
			if typeOf(v) == t && j.takes(s, nil, d, v, nil) {
				return true
			}
		}
		return false
	}
	filled := func(list members) bool {
		of := j.setOf(list)
		if known, ok := j.inhabited[d][of]; ok {
			return known
		}
		return !without[of] && (without != nil || j.hasValue(of, d))
	}
	switch t {
	case numberType:
		if s.low.value == nil || s.high.value == nil || j.firstNumber(s) != nil {
			return true
		}
		c := s.low.value.Cmp(s.high.value)
		return c < 0 || c == 0 && !s.low.open && !s.high.open && s.takesRat(s.low.value)
	case textType:
		if s.length.most >= 0 && s.length.least > s.length.most {
			return false
		}
		if len(s.patterns) == 0 {
			return true
		}
		found := j.search(search{yes: s.patterns, length: s.length})
		return found.ok || !found.decided
	case arrayType:
		if s.count.most >= 0 && s.count.least > s.count.most {
			return false
		}
		for i := range min(s.count.least, s.prefix()+1) {
			if !filled(s.item(i)) {
				return false
			}
		}
	case objectType:
		least := max(s.size.least, len(s.required))
		if s.size.most >= 0 && least > s.size.most {
			return false
		}
		for _, r := range s.required {
			if m, ok := s.member(r.name); !ok || !filled(m.members) {
				return false
			}
		}
	}
	return true
}

// hasValue reports whether s may have a value. If it returns false, s has none. If s needs too many sets, or the limit of steps is exceeded, hasValue
// returns true. The result is a least fixed point over the sets that a value needs.
func (j *judge) hasValue(s *set, d Direction) bool {
	if known, ok := j.inhabited[d][s]; ok {
		return known
	}
	const most = 500
	needed := []*set{s}
	empty := map[*set]bool{s: true}
	for i := 0; i < len(needed) && len(needed) < most; i++ {
		for _, v := range j.variants(needed[i], d) {
			for _, of := range j.needs(v) {
				if _, known := j.inhabited[d][of]; !known && !empty[of] {
					empty[of] = true
					needed = append(needed, of)
				}
			}
		}
	}
	if len(needed) >= most || j.exhausted() {
		return true
	}
	for again := true; again; {
		again = false
		for _, of := range needed {
			possible := func(s *shape) bool {
				return slices.ContainsFunc(each[:], func(t types) bool { return j.possible(s, t, d, empty) })
			}
			if empty[of] && slices.ContainsFunc(j.variants(of, d), possible) {
				delete(empty, of)
				again = true
			}
		}
	}
	for _, of := range needed {
		j.inhabited[d][of] = !empty[of]
	}
	return j.inhabited[d][s]
}

// needs returns the sets of the members and items that a shape requires.
func (j *judge) needs(s *shape) []*set {
	var all []*set
	for _, r := range s.required {
		if m, ok := s.member(r.name); ok {
			all = append(all, j.setOf(m.members))
		}
	}
	for i := range min(s.count.least, s.prefix()+1) {
		all = append(all, j.setOf(s.item(i)))
	}
	return all
}
