package rest

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"
	"sync/atomic"
)

// lookup makes the table of an enum's names at first use, so that importing a model costs nothing. The zero value is ready, and safe
// for concurrent use.
type lookup struct{ made atomic.Pointer[lookupTable] }

// of gives the table of names, and of more, which has second names for the same members.
func (l *lookup) of(names, more []string) *lookupTable {
	if t := l.made.Load(); t != nil {
		return t
	}
	return l.make(names, more)
}

// make makes the table. Two goroutines may both come here; they make the same.
func (l *lookup) make(names, more []string) *lookupTable {
	t := newLookupTable(names, more)
	l.made.Store(t)
	return t
}

// lookupTable finds a text among names, exactly or in another case of ASCII letters, without an allocation. It is a hash table with
// open addressing.
type lookupTable struct {
	slots   []uint32 // 0, or the index of an entry counted from 1
	entries []lookupEntry
	twins   bool // two names differ in case only
}

type lookupEntry struct {
	key    lookupKey
	free   lookupKey // the bits of key in which another case differs
	name   string
	member int
}

// lookupKey is all bytes of a text of up to 16, and the ends of a longer one.
type lookupKey struct{ head, tail uint64 }

func newLookupTable(names, more []string) *lookupTable {
	size := 4
	for size < 4*(len(names)+len(more)) { // a quarter full, so that most names are found at once
		size *= 2
	}
	t := &lookupTable{slots: make([]uint32, size)}
	for i, name := range slices.Concat(names, more) {
		key := keyOf(name)
		t.entries = append(t.entries, lookupEntry{key, lookupKey{caseBits(key.head), caseBits(key.tail)}, name, i % len(names)})
		at := key.hash(len(name)) & uint64(size-1)
		for ; t.slots[at] != 0; at = (at + 1) & uint64(size-1) {
			other := t.entries[t.slots[at]-1].name
			t.twins = t.twins || len(other) == len(name) && strings.EqualFold(other, name)
		}
		t.slots[at] = uint32(i + 1)
	}
	return t
}

// find gives the index of the member that is called s, -1 when none is. An exact match wins over one in another case, and then the
// earlier name.
func (t *lookupTable) find(s string) int {
	// The same as search, for most names: a loop that calls nothing keeps all it has in registers.
	var key lookupKey
	switch {
	case len(s) < 4 || t.twins:
		return t.search(s, keyOf(s))
	case len(s) < 8:
		key = lookupKey{load4(s, 0), load4(s, len(s)-4)}
	default:
		key = lookupKey{load8(s, 0), load8(s, len(s)-8)}
	}
	slots := t.slots
	for at := key.hash(len(s)); ; at++ {
		slot := slots[at&uint64(len(slots)-1)]
		if slot == 0 {
			return -1
		}
		if e := &t.entries[slot-1]; e.key.is(key, e.free) && len(e.name) == len(s) {
			if len(s) > 16 {
				return t.search(s, key)
			}
			return e.member
		}
	}
}

func (t *lookupTable) search(s string, key lookupKey) int {
	folded := -1
	for at := key.hash(len(s)); ; at++ {
		slot := t.slots[at&uint64(len(t.slots)-1)]
		if slot == 0 {
			return folded
		}
		e := &t.entries[slot-1]
		if !e.key.is(key, e.free) || len(e.name) != len(s) || len(s) > 16 && !equalFold(s, e.name) {
			continue
		}
		if !t.twins || e.name == s {
			return e.member
		}
		if folded < 0 {
			folded = e.member
		}
	}
}

// is tells whether the keys differ in no other bits than the free ones.
func (k lookupKey) is(other, free lookupKey) bool {
	return (k.head^other.head)&^free.head|(k.tail^other.tail)&^free.tail == 0
}

// keyOf takes all bytes of a text of up to 16, some of them twice, and the first and last eight of a longer one.
func keyOf(s string) lookupKey {
	n := len(s)
	switch {
	case n >= 8:
		return lookupKey{load8(s, 0), load8(s, n-8)}
	case n >= 4:
		return lookupKey{load4(s, 0), load4(s, n-4)}
	case n > 0:
		return lookupKey{uint64(s[0])<<16 | uint64(s[n/2])<<8 | uint64(s[n-1]), 0}
	}
	return lookupKey{}
}

// hash is the same for texts that differ in case only.
func (k lookupKey) hash(length int) uint64 {
	const fold = 0x2020202020202020
	high, low := bits.Mul64((k.head|fold)^0x9E3779B97F4A7C15, (k.tail|fold)^uint64(length)^0xD6E8FEB86659FD93)
	return high ^ low
}

// caseBits gives the bit that tells small letters from capitals, for each of eight bytes that is an ASCII letter.
func caseBits(eight uint64) (free uint64) {
	for shift := 0; shift < 64; shift += 8 {
		if c := byte(eight>>shift) | 0x20; c >= 'a' && c <= 'z' {
			free |= 0x20 << shift
		}
	}
	return free
}

func load4(s string, i int) uint64 { return uint64(binary.LittleEndian.Uint32([]byte(s[i : i+4]))) }

func load8(s string, i int) uint64 { return binary.LittleEndian.Uint64([]byte(s[i : i+8])) } // no copy is made

// equalFold is strings.EqualFold for two texts of one length, of 8 bytes at least, and for ASCII letters only.
func equalFold(a, b string) bool {
	last := len(a) - 8
	for i := 0; i < last; i += 8 {
		if lower8(load8(a, i)) != lower8(load8(b, i)) {
			return false
		}
	}
	return lower8(load8(a, last)) == lower8(load8(b, last))
}

// lower8 lowers the ASCII letters among eight bytes.
func lower8(x uint64) uint64 {
	const each = 0x0101010101010101
	low := x & (0x7F * each)
	fromA, afterZ := low+(0x80-'A')*each, low+(0x7F-'Z')*each // the top bit of each byte tells
	return x | (fromA&^afterZ&^x&(0x80*each))>>2
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}
