package diff

import (
	"cmp"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
)

// renames pairs components that got another name: "#/components/schemas/A" to "#/components/schemas/B", and back.
type renames struct{ to, from map[string]string }

// findRenames pairs components that are gone with ones that are new, when most of what they say is the same. Best pairs first; the
// result is the same seen from either side.
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

// renamedEntries pairs properties that are gone with ones that are new.
func renamedEntries(a, b *oas.Node) map[string]string {
	if a == nil || b == nil {
		return nil
	}
	return pairs(a, b, 0.75)
}

// oneEntry pairs the only entry that is gone with the only one that is new, when they hold the same.
func oneEntry(a, b *oas.Node) map[string]string {
	gone, come := only(a, b), only(b, a)
	if len(gone) != 1 || len(come) != 1 || !equal(a.Get(gone[0]), b.Get(come[0]), nil) {
		return nil
	}
	return map[string]string{gone[0]: come[0]}
}

// pairs finds entries of two mappings that are the same but for their names. enough is how alike they have to be, from 0 to 1.
func pairs(a, b *oas.Node, enough float64) map[string]string {
	gone, come := only(a, b), only(b, a)
	if len(gone) == 0 || len(come) == 0 || len(gone)*len(come) > 250_000 {
		return nil
	}
	type candidate struct {
		from, to string
		score    float64
	}
	var all []candidate
	bags := map[string]map[string]bool{}
	for _, name := range come {
		bags[name] = bag(b.Get(name))
	}
	for _, from := range gone {
		own := bag(a.Get(from))
		for _, to := range come {
			score := alike(own, bags[to])
			near := nearNames(from, to)
			if score >= enough && (near > 0.3 || len(own) > 3 || told(a.Get(from), b.Get(to))) || score > 0.4 && near > 0.7 {
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

// told tells whether two entries have the same words, or the same name in Go.
func told(a, b *oas.Node) bool {
	for _, key := range []string{"x-go-name", "description"} {
		if text := a.Text(key); text != "" && text == b.Text(key) {
			return true
		}
	}
	return false
}

// only lists the keys that a has and b has not.
func only(a, b *oas.Node) []string {
	has := map[string]bool{}
	for _, k := range b.Keys() {
		has[k] = true
	}
	return slices.DeleteFunc(a.Keys(), func(k string) bool { return has[k] })
}

// bag is what a node says, as a set of paths with values.
func bag(n *oas.Node) map[string]bool {
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

// alike is the share of what two bags have in common.
func alike(a, b map[string]bool) float64 {
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

// nearNames tells how near two names are, from 0 to 1: the share of pairs of letters they have in common.
func nearNames(a, b string) float64 {
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
