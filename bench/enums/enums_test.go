package enums

import (
	"math/rand/v2"
	"strings"
	"testing"
)

//go:generate go run ./generate

// set is an enum that all peers have.
type set struct {
	name    string
	names   []string
	numbers []int32
}

// length is how many inputs a benchmark goes over.
const length = 1024

var sink int

// inputs are what the benchmarks call with. Numbers come in random order; names come in the document's order, and once more in random
// order, which costs every peer what its branches cost when they are not foreseen.
type inputs struct {
	numbers, unknown, mixed   [length]int32 // members; no members; half of each
	names, folded, missing    [length]string
	randomNames, randomFolded [length]string
}

func (s set) inputs() *inputs {
	random := rand.New(rand.NewPCG(5, 6))
	in := new(inputs)
	last := s.numbers[len(s.numbers)-1]
	for i := range length {
		k := random.IntN(len(s.names))
		in.numbers[i], in.unknown[i] = s.numbers[k], last+1+int32(k)
		in.mixed[i] = []int32{in.numbers[i], in.unknown[i]}[random.IntN(2)]
		in.randomNames[i], in.randomFolded[i] = strings.Clone(s.names[k]), flip(s.names[k])
		name := s.names[i%len(s.names)]
		in.names[i], in.folded[i], in.missing[i] = strings.Clone(name), flip(name), name[:len(name)-1]+"#"
	}
	return in
}

// flip changes the case of all letters.
func flip(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			b[i] ^= 0x20
		}
	}
	return string(b)
}

// TestPeersAgree: the benchmarks compare code that does the same.
func TestPeersAgree(t *testing.T) {
	for _, s := range sets {
		for i, n := range s.numbers {
			for _, wrong := range agree(s, n, s.names[i]) {
				t.Errorf("%s %d (%s): %s", s.name, n, s.names[i], wrong)
			}
		}
	}
}
