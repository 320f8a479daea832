package wire

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/rasapi/specgen/gen/oas"
)

// takesRat reports whether a number is valid for a shape.
func (s *shape) takesRat(r *big.Rat) bool {
	if s.integer && !r.IsInt() {
		return false
	}
	if s.low.value != nil {
		if c := r.Cmp(s.low.value); c < 0 || c == 0 && s.low.open {
			return false
		}
	}
	if s.high.value != nil {
		if c := r.Cmp(s.high.value); c > 0 || c == 0 && s.high.open {
			return false
		}
	}
	for _, m := range s.multiples {
		if !isMultiple(r, m) {
			return false
		}
	}
	return true
}

func isMultiple(r, of *big.Rat) bool { return new(big.Rat).Quo(r, of).IsInt() }

// numbers returns numbers on which shapes may differ: 0, 1, -1, 1/2, the bounds, numbers near and between the bounds, and multiples of each
// multipleOf. Simple numbers come first.
func numbers(shapes ...*shape) []*big.Rat {
	one, half := big.NewRat(1, 1), big.NewRat(1, 2)
	all := []*big.Rat{new(big.Rat), one, big.NewRat(-1, 1), half}
	add := func(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
	sub := func(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
	var bounds, steps []*big.Rat
	for _, s := range shapes {
		for _, l := range []limit{s.low, s.high} {
			if l.value != nil {
				bounds = append(bounds, l.value)
			}
		}
		steps = append(steps, s.multiples...)
	}
	for _, b := range bounds {
		all = append(all, b, add(b, one), sub(b, one), add(b, half), sub(b, half))
		for _, c := range bounds {
			all = append(all, new(big.Rat).Mul(add(b, c), half))
		}
	}
	for _, b := range bounds { // the integers next to a bound, for narrow ranges
		low := new(big.Rat).SetInt(new(big.Int).Div(b.Num(), b.Denom()))
		all = append(all, low, add(low, one))
	}
	for _, m := range steps {
		all = append(all, m, add(m, m), new(big.Rat).Neg(m), new(big.Rat).Mul(m, big.NewRat(3, 1)))
		for _, n := range steps {
			all = append(all, add(m, n), commonMultiple(m, n))
		}
		for _, b := range append(bounds, new(big.Rat)) {
			q := new(big.Rat).Quo(b, m)
			floor := new(big.Int).Div(q.Num(), q.Denom())
			for i := int64(-2); i <= 3; i++ {
				at := new(big.Rat).SetInt(new(big.Int).Add(floor, big.NewInt(i)))
				all = append(all, at.Mul(at, m))
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *big.Rat) int { return cmp.Or(cmp.Compare(cost(a), cost(b)), absolute(a).Cmp(absolute(b))) })
	return all
}

func absolute(r *big.Rat) *big.Rat { return new(big.Rat).Abs(r) }

// cost returns the rank of a number in the order of simplicity: small integers, small fractions, large integers, large fractions.
func cost(r *big.Rat) int {
	n := 0
	if absolute(r).Cmp(big.NewRat(1_000_000, 1)) > 0 {
		n += 2
	}
	if !r.IsInt() {
		n++
	}
	return n
}

// commonMultiple returns the least common multiple of two positive numbers.
func commonMultiple(a, b *big.Rat) *big.Rat {
	x := new(big.Int).Mul(a.Num(), b.Denom())
	y := new(big.Int).Mul(b.Num(), a.Denom())
	gcd := new(big.Int).GCD(nil, nil, x, y)
	lcm := new(big.Int).Div(new(big.Int).Mul(x, y), gcd)
	return new(big.Rat).SetFrac(lcm, new(big.Int).Mul(a.Denom(), b.Denom()))
}

// firstNumber returns the simplest number from [numbers] that is valid for s, or nil if there is none.
func (j *judge) firstNumber(s *shape) *oas.Node {
	if zero := new(big.Rat); s.takesRat(zero) {
		return newNumber(zero)
	}
	for _, r := range numbers(s) {
		j.spend(1)
		if s.takesRat(r) {
			if v := newNumber(r); v != nil {
				return v
			}
		}
	}
	return nil
}

// integers returns all numbers that are valid for a shape. ok is false if the shape allows fractions, lacks a lower or upper bound, or has a range
// wider than maxIntegers.
func (s *shape) integers() (all []*oas.Node, ok bool) {
	const maxIntegers = 200
	if !s.integer || s.low.value == nil || s.high.value == nil || new(rat).Sub(s.high.value, s.low.value).Cmp(ratio(maxIntegers)) > 0 {
		return nil, false
	}
	first := new(big.Int).Div(s.low.value.Num(), s.low.value.Denom())
	for i := range int64(maxIntegers + 2) {
		if r := new(rat).SetInt(new(big.Int).Add(first, big.NewInt(i))); s.takesRat(r) {
			all = append(all, newNumber(r))
		}
	}
	return all, true
}
