package protocol

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// TestFindAgainstSearch compares the results of find with those of a linear search. Some names differ only in case, in one byte, or after the bytes
// that find uses as the key.
func TestFindAgainstSearch(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("abAB[{@`_Kk1é")
	text := func() string {
		var b strings.Builder
		for range random.IntN(24) {
			b.WriteRune(alphabet[random.IntN(len(alphabet))])
		}
		return b.String()
	}
	long := strings.Repeat("Long", keySize/4)
	for range 300 {
		var names, more []string
		for range 1 + random.IntN(40) {
			names, more = append(names, text()), append(more, text())
		}
		names = append(names, "NotificationAlphaSettings", "NotificationOmegaSettings", "notificationalphasettings", long, long+"A", long+"ab", long+"B")
		more = append(more, "", "", "", "", "", "", long+"AB")
		var l lookup
		for _, s := range slices.Concat(names, more, []string{text(), text(), "", "NOTIFICATIONOMEGASETTINGS", long + "C", long[1:]}) {
			for _, s := range []string{s, strings.ToUpper(s), Lower(s)} {
				if got, want := l.find(names, more, s), search(names, more, s); got != want {
					t.Fatalf("find %q in %q and %q: got %d, want %d", s, names, more, got, want)
				}
			}
		}
	}
}

func search(names, more []string, s string) int {
	for _, same := range []func(string) bool{func(n string) bool { return n == s }, func(n string) bool { return Lower(n) == Lower(s) }} {
		if i := slices.IndexFunc(names, same); i >= 0 {
			return i
		}
		if i := slices.IndexFunc(more, same); i >= 0 {
			return i
		}
	}
	return -1
}

func TestFindFoldsASCIIOnly(t *testing.T) {
	var l lookup
	names := []string{"Kelvin", "straße", "[x]"}
	for s, want := range map[string]int{"KELVIN": 0, "\u212Aelvin": -1, "STRASSE": -1, "STRAßE": 1, "{x}": -1, "[X]": 2} {
		if got := l.find(names, nil, s); got != want {
			t.Errorf("find %q: got %d, want %d", s, got, want)
		}
	}
}

func TestFindDoesNotAllocate(t *testing.T) {
	var l lookup
	names := []string{"Short", strings.Repeat("Long", keySize)}
	for i, s := range []string{"sHORT", strings.Repeat("lONG", keySize), strings.Repeat("None", keySize)} {
		want := i
		if i == len(names) {
			want = -1
		}
		got := 0
		if n := testing.AllocsPerRun(10, func() { got = l.find(names, nil, s) }); n != 0 || got != want {
			t.Errorf("find %.20q: got %d with %v allocations, want %d with 0 allocations", s, got, n, want)
		}
	}
}

// TestConcurrentFirstUse checks that Parse returns correct values if several goroutines use an enum for the first time.
func TestConcurrentFirstUse(t *testing.T) {
	e := Enum{Name: "x.E", Bits: 32}
	for i := range 500 {
		e.Values, e.Names = append(e.Values, int64(i)), append(e.Names, "Name"+strconv.Itoa(i))
	}
	var all sync.WaitGroup
	for g := range 8 {
		all.Go(func() {
			for i := range 500 {
				if v, err := e.Parse(strings.ToUpper(e.Names[i])); err != nil || int(v) != i {
					t.Errorf("goroutine %d: Parse: got %d and error %v, want %d", g, v, err, i)
				}
			}
		})
	}
	all.Wait()
}

func TestDecimal(t *testing.T) {
	texts := []string{"", "-", "+", "+-1", "0", "-0", "00012", "1_000", "1.0", "0x1", " 1", "1 ", "9223372036854775807", "9223372036854775808",
		"-9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616", "99999999999999999999", "-18446744073709551615"}
	for _, n := range []int64{127, 128, 255, 256, 32767, 32768, 65535, 65536, math.MaxInt32, math.MaxInt32 + 1, math.MaxUint32, math.MaxUint32 + 1} {
		texts = append(texts, fmt.Sprint(n), fmt.Sprint(-n), fmt.Sprint(-n-1))
	}
	for _, s := range texts {
		for _, bits := range []int{0, 8, 16, 32, 64} {
			compare(t, s, &Enum{Bits: bits})
			compare(t, s, &Enum{Bits: bits, Unsigned: true})
		}
	}
}

// compare checks that decimal and strconv parse s to the same number, or that both reject s. Unlike strconv, decimal accepts a sign for an unsigned
// type, as in "-0" and "+1".
func compare(t *testing.T, s string, e *Enum) {
	t.Helper()
	got, fault := e.decimal(s)
	want, err := strconv.ParseInt(s, 10, e.Bits)
	text := fmt.Sprint(want)
	if e.Unsigned {
		var n uint64
		unsigned := s
		if strings.HasPrefix(s, "+") || strings.Trim(s, "-0") == "" {
			unsigned = strings.TrimLeft(s, "+-")
		}
		n, err = strconv.ParseUint(unsigned, 10, e.Bits)
		text = fmt.Sprint(n)
	}
	if strings.HasPrefix(s, "+-") {
		err = strconv.ErrSyntax
	}
	if (fault == 0) != (err == nil) || err == nil && fmt.Sprint(e.signedOrUnsigned(got)) != text {
		t.Errorf("decimal(%q) in %d bits, unsigned %t: got %v and fault %v, want %s and error %v", s, e.Bits, e.Unsigned, e.signedOrUnsigned(got), fault, text, err)
	}
}

// TestFlagWidths checks that a hexadecimal number sets the same bits in a signed and in an unsigned type.
func TestFlagWidths(t *testing.T) {
	for _, c := range []struct {
		bits     int
		unsigned bool
		text     string
		want     int64
	}{
		{8, false, "0x80", -128}, {8, false, "0xff", -1}, {8, true, "0xff", 255}, {32, false, "0x80000000", math.MinInt32},
		{32, true, "0x80000000", 1 << 31}, {64, false, "0x8000000000000000", math.MinInt64}, {64, true, "0xffffffffffffffff", -1},
		{0, false, "0x7f", 127},
	} {
		f := Flags{Enum{Name: "x.F", Bits: c.bits, Unsigned: c.unsigned, Values: []int64{1 << 20}, Names: []string{"Other"}}}
		if c.bits == 8 {
			f.Values[0] = 0
		}
		got, err := f.Parse(c.text)
		if err != nil || got != c.want {
			t.Errorf("Parse(%q) in %d bits: got %d and error %v, want %d", c.text, c.bits, got, err, c.want)
		}
		if back, err := f.Parse(f.String(got)); err != nil || back != got {
			t.Errorf("Parse(%[3]q), the String of Parse(%[1]q), in %[2]d bits: got %[4]d and error %[5]v, want %[6]d", c.text, c.bits, f.String(got), back, err, got)
		}
		if _, err := f.Parse(c.text + "00000000000000000"); err == nil {
			t.Errorf("Parse(%q) in %d bits: got no error, want one", c.text+"00000000000000000", c.bits)
		}
	}
}

func TestScanErrors(t *testing.T) {
	e := Enum{Name: "model.Level", Bits: 32, Values: []int64{1}, Names: []string{"Low"}}
	const want = "model.Level: Low is not a decimal number in the range of the type"
	for _, src := range []any{"Low", []byte("Low")} {
		if _, err := e.Scan(src); err == nil || err.Error() != want {
			t.Errorf("Scan(%T): got error %v, want %s", src, err, want)
		}
	}
}
