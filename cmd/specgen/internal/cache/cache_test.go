package cache_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/rasapi/specgen/cmd/specgen/internal/cache"
)

// files lists the files of a folder.
func files(t *testing.T, dir string) (names []string, size int64) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		names, size = append(names, name), size+info.Size()
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names, size
}

func put(t *testing.T, c cache.Cache, key, data string) {
	t.Helper()
	if err := c.Put(key, []byte(data)); err != nil {
		t.Fatal(err)
	}
}

func want(t *testing.T, c cache.Cache, key, data string) {
	t.Helper()
	if got, ok := c.Get(key); !ok || string(got) != data {
		t.Errorf("Get = %q, %v, want %q", got, ok, data)
	}
}

func TestPutAndGet(t *testing.T) {
	c := cache.Open(filepath.Join(t.TempDir(), "not", "yet"), 1<<20)
	key := cache.Key("a", "b")
	if _, ok := c.Get(key); ok {
		t.Error("an empty cache has something")
	}
	put(t, c, key, "one")
	want(t, c, key, "one")
	put(t, c, key, "")
	want(t, c, key, "")
	put(t, c, cache.Key("ab"), "other")
	put(t, c, cache.Key("b", "a"), "another")
	want(t, c, key, "")
}

func TestTheZeroCacheKeepsNothing(t *testing.T) {
	var c cache.Cache
	put(t, c, cache.Key("a"), "one")
	if _, ok := c.Get(cache.Key("a")); ok || c.On() || c.Trim() != nil {
		t.Error("it keeps something")
	}
}

// TestDamageIsAMiss changes each byte of a file, and cuts it off after each.
func TestDamageIsAMiss(t *testing.T) {
	dir := t.TempDir()
	c := cache.Open(dir, 1<<20)
	key := cache.Key("a")
	put(t, c, key, "some data")
	names, _ := files(t, dir)
	whole, err := os.ReadFile(names[0])
	if err != nil || len(names) != 1 {
		t.Fatal(names, err)
	}
	for i := range whole {
		damaged := bytes.Clone(whole)
		damaged[i] ^= 0x10
		for _, data := range [][]byte{damaged, whole[:i]} {
			if err := os.WriteFile(names[0], data, 0o600); err != nil {
				t.Fatal(err)
			}
			if got, ok := c.Get(key); ok {
				t.Fatalf("byte %d of %d: Get = %q", i, len(data), got)
			}
		}
	}
	put(t, c, key, "some data")
	want(t, c, key, "some data")
}

// TestTrim fills a cache with files of known age: the oldest go, what was read lately stays, and so does what is not the cache's.
func TestTrim(t *testing.T) {
	dir := t.TempDir()
	const limit = 10_000
	c := cache.Open(dir, limit)
	foreign := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(foreign, make([]byte, 2*limit), 0o600); err != nil {
		t.Fatal(err)
	}
	data := string(make([]byte, 1000-32))
	for i := range 20 {
		put(t, c, cache.Key(fmt.Sprint(i)), data)
	}
	names, _ := files(t, dir)
	for i := range 20 {
		for _, name := range names {
			if filepath.Base(name) == cache.Key(fmt.Sprint(i)) {
				old := time.Now().Add(time.Duration(i-100) * time.Hour)
				if err := os.Chtimes(name, old, old); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	want(t, c, cache.Key("0"), data) // used: now it is the youngest
	if err := c.Trim(); err != nil {
		t.Fatal(err)
	}
	if _, size := files(t, dir); size-2*limit > limit || size-2*limit < limit/2 {
		t.Errorf("%d bytes are left of a limit of %d", size-2*limit, limit)
	}
	want(t, c, cache.Key("0"), data)
	want(t, c, cache.Key("19"), data)
	if _, ok := c.Get(cache.Key("1")); ok {
		t.Error("the oldest is still there")
	}
	if _, err := os.Stat(foreign); err != nil {
		t.Error(err)
	}
}

// TestManyAtOnce lets writers, readers and trimmers meet: a reader gets one of the values whole, or nothing.
func TestManyAtOnce(t *testing.T) {
	c := cache.Open(t.TempDir(), 50_000)
	values := map[string]bool{}
	for i := range 4 {
		values[string(bytes.Repeat([]byte{'a' + byte(i)}, 20_000))] = true
	}
	var group sync.WaitGroup
	for value := range values {
		group.Go(func() {
			for n := range 30 {
				key := cache.Key(fmt.Sprint(n % 4))
				if err := c.Put(key, []byte(value)); err != nil {
					t.Error(err)
				}
				if got, ok := c.Get(key); ok && !values[string(got)] {
					t.Errorf("%d bytes that nobody put there", len(got))
				}
				if err := c.Trim(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
}
