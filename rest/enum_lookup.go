package rest

import (
	"math/bits"
	"sync/atomic"
)

// lookup finds a text among names, exactly or in another case of ASCII letters, without an allocation. Its table is made at first
// use, so that importing a model costs nothing. The zero value is ready, and safe for concurrent use.
type lookup struct{ slots atomic.Pointer[[]uint32] }

// find gives the index of s in names, or in more, which has second names for the same members; -1 when s is neither. An exact match
// wins over one in another case, and then the earlier name.
func find[T ~string](l *lookup, names []T, more []string, s string) int {
	table := l.slots.Load()
	if table == nil {
		table = build(l, names, more)
	}
	slots := *table
	mask := uint64(len(slots) - 1)
	folded := -1
	for at := foldHash(s) & mask; slots[at] != 0; at = (at + 1) & mask {
		i := int(slots[at]) - 1
		member := i
		if i >= len(names) {
			member -= len(names)
		}
		name := nameAt(names, more, i)
		if name == s {
			return member
		}
		if folded < 0 && equalFold(name, s) {
			folded = member
		}
	}
	return folded
}

func nameAt[T ~string](names []T, more []string, i int) string {
	if i < len(names) {
		return string(names[i])
	}
	return more[i-len(names)]
}

// build makes the table. Two goroutines may both do it; they make the same.
func build[T ~string](l *lookup, names []T, more []string) *[]uint32 {
	size := 4
	for size < 2*(len(names)+len(more)) {
		size *= 2
	}
	slots := make([]uint32, size)
	mask := uint64(size - 1)
	for i := range len(names) + len(more) {
		at := foldHash(nameAt(names, more, i)) & mask
		for slots[at] != 0 {
			at = (at + 1) & mask
		}
		slots[at] = uint32(i + 1)
	}
	l.slots.Store(&slots)
	return &slots
}

// caseBits are the bits in which the two cases of ASCII letters differ, for eight bytes at once.
const caseBits = 0x2020202020202020

// foldHash is the same for texts that differ only in the case of ASCII letters.
func foldHash(s string) uint64 {
	n := len(s)
	var a, b uint64
	switch {
	case n > 16:
		a, b = (load8(s, 0)|caseBits)^bits.RotateLeft64(load8(s, n/2-4)|caseBits, 17), load8(s, n-8)|caseBits
	case n >= 8:
		a, b = load8(s, 0)|caseBits, load8(s, n-8)|caseBits
	case n >= 4:
		a, b = load4(s, 0)|caseBits, load4(s, n-4)|caseBits
	case n > 0:
		a = uint64(s[0])<<16 | uint64(s[n/2])<<8 | uint64(s[n-1]) | caseBits
	}
	high, low := bits.Mul64(a^0x9E3779B97F4A7C15, b^uint64(n)^0xD6E8FEB86659FD93)
	return high ^ low
}

// load8 reads eight bytes as one number; the compiler makes it one instruction.
func load8(s string, i int) uint64 {
	_ = s[i+7]
	return uint64(s[i]) | uint64(s[i+1])<<8 | uint64(s[i+2])<<16 | uint64(s[i+3])<<24 |
		uint64(s[i+4])<<32 | uint64(s[i+5])<<40 | uint64(s[i+6])<<48 | uint64(s[i+7])<<56
}

func load4(s string, i int) uint64 {
	_ = s[i+3]
	return uint64(s[i]) | uint64(s[i+1])<<8 | uint64(s[i+2])<<16 | uint64(s[i+3])<<24
}

// equalFold is strings.EqualFold for ASCII letters only: a name never equals a text of another length.
func equalFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if a[i] != b[i] && lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}
