package enums

import (
	"math/rand/v2"
	"strings"
	"testing"
)

//go:generate go run ./generate

// enumeration is an enum that the code of every subject declares.
type enumeration struct {
	name    string
	members []string
	numbers []int32
}

// length is the number of inputs of a benchmark.
const length = 1024

// sink receives the results of the benchmarks, so that the compiler does not remove the calls.
var sink int

// inputs contains the arguments of the benchmarked calls. Numbers are in random order. Names are in the order of the enum, except in randomNames and
// randomFolded. Their order is random, so that the processor cannot predict branches.
type inputs struct {
	numbers, unknown, mixed   [length]int32 // numbers of members, unknown numbers, and a mix of both
	names, folded, missing    [length]string
	randomNames, randomFolded [length]string
}

func (e enumeration) inputs() *inputs {
	random := rand.New(rand.NewPCG(5, 6))
	in := new(inputs)
	last := e.numbers[len(e.numbers)-1]
	for i := range length {
		k := random.IntN(len(e.members))
		in.numbers[i], in.unknown[i] = e.numbers[k], last+1+int32(k)
		in.mixed[i] = []int32{in.numbers[i], in.unknown[i]}[random.IntN(2)]
		in.randomNames[i], in.randomFolded[i] = strings.Clone(e.members[k]), swapCase(e.members[k])
		name := e.members[i%len(e.members)]
		in.names[i], in.folded[i], in.missing[i] = strings.Clone(name), swapCase(name), name[:len(name)-1]+"#"
	}
	return in
}

// swapCase returns s after changing the case of each ASCII letter.
func swapCase(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			b[i] ^= 0x20
		}
	}
	return string(b)
}

// TestSubjectsAgree checks that String returns the same names for the enums of all subjects, so that the benchmarks compare equal work. It also
// checks Parse and Valid of specgen.
func TestSubjectsAgree(t *testing.T) {
	for _, e := range enumerations {
		for i, n := range e.numbers {
			if wrong := mismatches(e.name, n, e.members[i]); len(wrong) > 0 {
				t.Errorf("%s(%d): want %s from every subject, got other results from %s", e.name, n, e.members[i], strings.Join(wrong, ", "))
			}
		}
	}
}
