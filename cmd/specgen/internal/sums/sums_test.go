package sums_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/rasapi/specgen/cmd/specgen/internal/sums"
)

// A clock of these tests: an hour later, when each file has been as it is for long.
func later() time.Time { return time.Now().Add(time.Hour) }

// ours are the files that begin so.
func ours(_ string, start []byte) bool { return bytes.HasPrefix(start, []byte("ours")) }

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func sum(text string) string {
	s := sha256.Sum256([]byte(text))
	return hex.EncodeToString(s[:])
}

// want looks at a file with what is known, whole and as one of ours.
func want(t *testing.T, known []byte, file, text string) {
	t.Helper()
	s := sums.New(known, ours, later)
	if got, err := s.Of(file); err != nil || got != text {
		t.Errorf("Of = %q, %v, want %q", got, err, text)
	}
	if got, isOurs, err := s.OfOurs(file); err != nil || !isOurs || got != text {
		t.Errorf("OfOurs = %q, %v, %v, want %q", got, isOurs, err, text)
	}
}

// remember reads files, and gives what is known then.
func remember(t *testing.T, files ...string) []byte {
	t.Helper()
	s := sums.New(nil, ours, later)
	for _, file := range files {
		if _, err := s.Of(file); err != nil {
			t.Fatal(err)
		}
	}
	known, changed := s.Bytes()
	if !changed && remembers() {
		t.Fatal("nothing is remembered")
	}
	return known
}

// remembers tells whether this system says enough of files.
func remembers() bool { return runtime.GOOS != "windows" && runtime.GOOS != "plan9" }

// TestAFileIsReadOnce remembers a sum that is wrong: it is what a file that was not touched has from then on.
func TestAFileIsReadOnce(t *testing.T) {
	if !remembers() {
		t.Skip("SKIPPED: this system does not say enough of a file")
	}
	file := filepath.Join(t.TempDir(), "a")
	write(t, file, "ours, some text")
	want(t, nil, file, sum("ours, some text"))
	wrong := strings.Repeat("0", 64)
	known := bytes.ReplaceAll(remember(t, file), []byte(sum("ours, some text")), []byte(wrong))
	want(t, known, file, wrong)
	if _, changed := sums.New(known, ours, later).Bytes(); changed {
		t.Error("something is new, and nothing was looked at")
	}
}

// TestAChangeIsSeen changes a file that is remembered in the ways that are hard to see.
func TestAChangeIsSeen(t *testing.T) {
	old := time.Date(2020, 1, 2, 3, 4, 5, 600, time.UTC)
	for name, change := range map[string]func(t *testing.T, file string){
		"same size and time": func(t *testing.T, file string) {
			write(t, file, "ours, other text")
		},
		"another file in its place": func(t *testing.T, file string) {
			write(t, file+".new", "ours, other text")
			if err := os.Chtimes(file+".new", old, old); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(file+".new", file); err != nil {
				t.Fatal(err)
			}
		},
		"longer": func(t *testing.T, file string) { write(t, file, "ours, other text, and more") },
		"a link to another": func(t *testing.T, file string) {
			write(t, file+".new", "ours, other text")
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(file+".new", file); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "a")
			write(t, file, "ours, this text.")
			if err := os.Chtimes(file, old, old); err != nil {
				t.Fatal(err)
			}
			known := remember(t, file)
			passATick(t)
			change(t, file)
			if err := os.Chtimes(file, old, old); err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want(t, known, file, sum(string(text)))
		})
	}
}

// passATick waits, by writing files, until the file system tells a later time: two changes within one tick cannot be told apart, which is why
// what has just changed is not remembered.
func passATick(t *testing.T) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "tick")
	stamp := func() time.Time {
		write(t, file, "tick")
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		return info.ModTime()
	}
	for first := stamp(); !stamp().After(first); {
	}
}

// TestWhatHasJustChangedIsNotRemembered looks at a file at the very time of its last change, and before that, as a clock that lags behind does.
func TestWhatHasJustChangedIsNotRemembered(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a")
	write(t, file, "ours, some text")
	for _, age := range []time.Duration{-time.Hour, 0} {
		now := func() time.Time {
			info, err := os.Stat(file)
			if err != nil {
				t.Fatal(err)
			}
			return info.ModTime().Add(age)
		}
		s := sums.New(nil, ours, now)
		if got, err := s.Of(file); err != nil || got != sum("ours, some text") {
			t.Errorf("Of = %q, %v", got, err)
		}
		if _, changed := s.Bytes(); changed {
			t.Errorf("%v after its change the file is remembered", age)
		}
	}
}

func TestWhatIsNotOursIsNotSummed(t *testing.T) {
	dir := t.TempDir()
	short, long := filepath.Join(dir, "short"), filepath.Join(dir, "long")
	texts := map[string]string{short: "theirs", long: "theirs" + strings.Repeat("x", 1<<20)}
	for file, text := range texts {
		write(t, file, text)
	}
	s := sums.New(nil, ours, later)
	for range 2 {
		for file, text := range texts {
			if got, isOurs, err := s.OfOurs(file); err != nil || isOurs || got != "" {
				t.Errorf("OfOurs = %q, %v, %v", got, isOurs, err)
			}
			if got, err := s.Of(file); err != nil || got != sum(text) {
				t.Errorf("Of = %q, %v, want %q", got, err, sum(text))
			}
		}
		known, _ := s.Bytes()
		s = sums.New(known, ours, later)
	}
	if _, err := s.Of(filepath.Join(dir, "none")); !os.IsNotExist(err) {
		t.Errorf("a file that is not there: %v", err)
	}
}

// TestLongFiles sums files of the sizes at which reading goes on.
func TestLongFiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a")
	for _, size := range []int{0, 1, 4095, 4096, 4097, 64<<10 - 1, 64 << 10, 64<<10 + 1, 200_000} {
		text := ("ours" + strings.Repeat("x", size))[:size]
		write(t, file, text)
		if got, err := new(sums.Sums).Of(file); err != nil || got != sum(text) {
			t.Errorf("%d bytes: Of = %q, %v", size, got, err)
		}
		if got, isOurs, err := sums.New(nil, ours, later).OfOurs(file); err != nil || isOurs != (size >= 4) || isOurs && got != sum(text) {
			t.Errorf("%d bytes: OfOurs = %q, %v, %v", size, got, isOurs, err)
		}
	}
}

// TestHalfARecordIsNone cuts what is known off after each byte.
func TestHalfARecordIsNone(t *testing.T) {
	dir := t.TempDir()
	files := []string{filepath.Join(dir, "a"), filepath.Join(dir, "b")}
	for _, file := range files {
		write(t, file, "ours, some text")
	}
	known := remember(t, files...)
	for i := range known {
		for _, file := range files {
			want(t, known[:i], file, sum("ours, some text"))
		}
	}
}

func TestFilesThatAreGoneAreForgotten(t *testing.T) {
	if !remembers() {
		t.Skip("SKIPPED: this system does not say enough of a file")
	}
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	write(t, a, "ours, one")
	write(t, b, "ours, two")
	s := sums.New(remember(t, a, b), ours, later)
	if err := os.Remove(a); err != nil {
		t.Fatal(err)
	}
	write(t, b, "ours, three")
	if _, err := s.Of(b); err != nil {
		t.Fatal(err)
	}
	known, changed := s.Bytes()
	if !changed || bytes.Contains(known, []byte(a)) || !bytes.Contains(known, []byte(b)) {
		t.Errorf("%v, %q", changed, known)
	}
}
