package protocol

import "sync"

// lookup finds the members of an enum by name. It builds a map on first use, so that importing a model package does no work. The zero value is ready
// to use and safe for concurrent use.
type lookup struct {
	once sync.Once
	// byName maps the first keySize bytes of each name, in lower case, to the members.
	byName map[string][]lookupEntry
}

type lookupEntry struct {
	name   string
	member int
}

// keySize is the length of the array in which find converts a name to lower case. The constant length keeps the array on the stack.
const keySize = 64

// find returns the index of the member with the name s, or -1 if there is none. find ignores the case of ASCII letters. It returns an exact match if
// there is one, and otherwise the first match. more contains alternative names of the members.
func (l *lookup) find(names, more []string, s string) int {
	l.once.Do(func() {
		l.byName = make(map[string][]lookupEntry, len(names)+len(more))
		for _, list := range [][]string{names, more} {
			for i, name := range list {
				var key [keySize]byte
				k := string(lowerInto(&key, name))
				l.byName[k] = append(l.byName[k], lookupEntry{name, i})
			}
		}
	})
	var key [keySize]byte
	found := -1
	for _, e := range l.byName[string(lowerInto(&key, s))] {
		if e.name == s {
			return e.member
		}
		if found < 0 && len(e.name) == len(s) && (len(s) <= keySize || equalFold(e.name[keySize:], s[keySize:])) {
			found = e.member
		}
	}
	return found
}

// lowerInto writes the first keySize bytes of s to key in lower case, and returns them.
func lowerInto(key *[keySize]byte, s string) []byte {
	n := min(len(s), keySize)
	for i := range n {
		key[i] = lower(s[i])
	}
	return key[:n]
}

// equalFold reports whether two texts of the same length are equal. It ignores the case of ASCII letters.
func equalFold(a, b string) bool {
	for i := range len(a) {
		if lower(a[i]) != lower(b[i]) {
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
