package edit

import (
	"cmp"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// renames has the references to renamed components. to maps each reference in base to the reference in head, such as "#/components/schemas/A" to
// "#/components/schemas/B". from is the inverse of to.
type renames struct{ to, from map[string]string }

// findRenames returns the renamed components. It pairs removed and added components with similar content, the most similar ones first. Exchanging a
// and b returns the same pairs.
func findRenames(a, b *spec.Spec) renames {
	r := renames{to: map[string]string{}, from: map[string]string{}}
	before, after := a.Model().Root().Get("components"), b.Model().Root().Get("components")
	for _, section := range before.Keys() {
		x, y := before.Get(section), after.Get(section)
		for from, to := range pairs(x, y, 0.6) {
			at := "#" + oas.Pointer("components", section)
			r.to[at+oas.Pointer(from)], r.from[at+oas.Pointer(to)] = at+oas.Pointer(to), at+oas.Pointer(from)
		}
	}
	return r
}

// onlyRename returns a map from the only removed key to the only added key if their values are equal. Otherwise, it returns nil.
func onlyRename(a, b *oas.Node) map[string]string {
	removed, added := keysOnlyIn(a, b), keysOnlyIn(b, a)
	if len(removed) != 1 || len(added) != 1 || !equal(a.Get(removed[0]), b.Get(added[0]), nil) {
		return nil
	}
	return map[string]string{removed[0]: added[0]}
}

// pairs pairs the removed and added entries of a mapping with similar content, and returns a map from the removed to the added keys. enough is the
// least similarity, from 0 to 1. For similar names, a lower similarity of the content is sufficient. pairs returns nil if there are more than 250,000
// pairs to compare.
func pairs(a, b *oas.Node, enough float64) map[string]string {
	removed, added := keysOnlyIn(a, b), keysOnlyIn(b, a)
	if len(removed) == 0 || len(added) == 0 || len(removed)*len(added) > 250_000 {
		return nil
	}
	type candidate struct {
		from, to string
		score    float64
	}
	var all []candidate
	sets := map[string]map[string]bool{}
	for _, name := range added {
		sets[name] = scalars(b.Get(name))
	}
	for _, from := range removed {
		own := scalars(a.Get(from))
		for _, to := range added {
			score := similarity(own, sets[to])
			near := nameSimilarity(from, to)
			if score >= enough && (near > 0.3 || len(own) > 3 || sameText(a.Get(from), b.Get(to))) || score > 0.4 && near > 0.7 {
				all = append(all, candidate{from, to, score + near/4})
			}
		}
	}
	slices.SortFunc(all, func(x, y candidate) int {
		return cmp.Or(-cmp.Compare(x.score, y.score),
			cmp.Compare(min(x.from, x.to), min(y.from, y.to)), cmp.Compare(max(x.from, x.to), max(y.from, y.to)))
	})
	found, taken := map[string]string{}, map[string]bool{}
	for _, c := range all {
		if _, done := found[c.from]; !done && !taken[c.to] {
			found[c.from], taken[c.to] = c.to, true
		}
	}
	return found
}

// sameText reports whether two entries have the same description or the same Go name.
func sameText(a, b *oas.Node) bool {
	for _, key := range []string{"x-go-name", "description"} {
		if text := a.Text(key); text != "" && text == b.Text(key) {
			return true
		}
	}
	return false
}

// keysOnlyIn returns the keys of a that b does not have.
func keysOnlyIn(a, b *oas.Node) []string {
	has := map[string]bool{}
	for _, k := range b.Keys() {
		has[k] = true
	}
	return slices.DeleteFunc(a.Keys(), func(k string) bool { return has[k] })
}

// scalars returns the scalars below a node with their paths, as a set. It stops when it has more than 2,000.
func scalars(n *oas.Node) map[string]bool {
	set := map[string]bool{}
	var visit func(at string, n *oas.Node)
	visit = func(at string, n *oas.Node) {
		if n == nil || len(set) > 2000 {
			return
		}
		for key, value := range n.Each() {
			visit(at+"/"+key, value)
		}
		for _, c := range n.List() {
			visit(at+"/*", c)
		}
		if n.IsScalar() {
			set[at+"="+n.Value] = true
		}
	}
	visit("", n)
	return set
}

// similarity returns the number of common elements of two sets divided by the number of all their elements, and 1 for two empty sets.
func similarity(a, b map[string]bool) float64 {
	if len(a) == 0 && len(b) == 0 {
		return 1
	}
	common := 0
	for k := range a {
		if b[k] {
			common++
		}
	}
	return float64(common) / float64(len(a)+len(b)-common)
}

// nameSimilarity returns the similarity of two names, from 0 to 1: the share of pairs of adjacent letters that they have in common. It ignores case
// and the characters "_", "-" and ".".
func nameSimilarity(a, b string) float64 {
	letters := func(s string) map[string]int {
		s = strings.ToLower(strings.Map(func(r rune) rune {
			if r == '_' || r == '-' || r == '.' {
				return -1
			}
			return r
		}, s))
		set := map[string]int{}
		for i := 0; i+1 < len(s); i++ {
			set[s[i:i+2]]++
		}
		if len(s) == 1 {
			set[s]++
		}
		return set
	}
	x, y := letters(a), letters(b)
	total, common := 0, 0
	for k, n := range x {
		total += n
		common += min(n, y[k])
	}
	for _, n := range y {
		total += n
	}
	if total == 0 {
		return 0
	}
	return 2 * float64(common) / float64(total)
}
