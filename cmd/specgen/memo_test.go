package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/rasapi/specgen/cmd/specgen/internal/cache"
	"github.com/rasapi/specgen/cmd/specgen/internal/sums"
	"github.com/rasapi/specgen/gen/lock"
)

// TestMemo makes a text once as long as it is made of the same, and its bytes are where the outputs of runs are kept.
func TestMemo(t *testing.T) {
	dir := t.TempDir()
	a := &app{tool: "v1.2.3", cache: cache.Open(dir, cacheLimit)}
	p := &project{work: dir, sums: &sums.Sums{}}
	made := 0
	ask := func(m *memo, want int, of ...string) {
		t.Helper()
		made = 0
		text, err := m.make(func() ([]byte, error) { made++; return fmt.Appendf(nil, "made of %q", of), nil }, of...)
		if err != nil || string(text) != fmt.Sprintf("made of %q", of) || made != want {
			t.Errorf("got %q, %v, made %d times, want %d", text, err, made, want)
		}
	}
	keep := func(m *memo, texts ...string) {
		t.Helper()
		for _, text := range texts {
			if err := a.cache.Put(outputKey(lock.Sum([]byte(text))), []byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		if err := m.keep(); err != nil {
			t.Fatal(err)
		}
	}

	m := a.openMemo(p)
	ask(m, 1, "a", "b")
	if _, err := m.make(func() ([]byte, error) { return nil, errors.New("wrong") }, "c"); err == nil {
		t.Error("an error is lost")
	}
	keep(m, `made of ["a" "b"]`)

	m = a.openMemo(p)
	ask(m, 0, "a", "b")
	ask(m, 1, "ab")
	ask(m, 1, "c")
	keep(m, `made of ["ab"]`, `made of ["c"]`)

	other := &app{tool: "v1.2.4", cache: a.cache}
	ask(other.openMemo(p), 1, "ab")
	ask(a.openMemo(&project{work: filepath.Join(dir, "elsewhere"), sums: &sums.Sums{}}), 1, "ab")

	m = a.openMemo(p)
	if err := os.WriteFile(filepath.Join(dir, outputKey(lock.Sum([]byte(`made of ["ab"]`)))[:2], outputKey(lock.Sum([]byte(`made of ["ab"]`)))), []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	ask(m, 1, "ab")
	ask(m, 0, "c")
	if got := (&app{}).openMemo(p); got != nil || got.keep() != nil {
		t.Error("something is remembered without a cache")
	}
}

// TestMemoIsShared asks from many goroutines: each gets its own text.
func TestMemoIsShared(t *testing.T) {
	a := &app{tool: "v1.2.3", cache: cache.Open(t.TempDir(), cacheLimit)}
	m := a.openMemo(&project{work: t.TempDir(), sums: &sums.Sums{}})
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			of := fmt.Sprint(i % 5)
			got, err := m.make(func() ([]byte, error) { return []byte("made of " + of), nil }, of)
			if err != nil || string(got) != "made of "+of {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	group.Wait()
	if len(m.now) != 5 {
		t.Errorf("%d texts are noted", len(m.now))
	}
}
