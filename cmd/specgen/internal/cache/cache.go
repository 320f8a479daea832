// Package cache keeps what earlier runs made, in a folder of files that any run may read, write and remove at any time.
//
// What is true: [Cache.Get] gives what [Cache.Put] was given under that key, or nothing. Each file begins with the SHA-256 of the rest, so one
// that is damaged or cut off is as good as none; a file is written in one step; nobody waits for anybody. [Cache.Trim] holds the folder below
// its limit, and removes what was not used for the longest time.
//
// What is not: it does not tell who wrote a file. The folder is as trustworthy as the user's own.
package cache

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/rasapi/specgen/gen/tree"
)

// Cache is a folder. The zero value keeps nothing.
type Cache struct {
	dir   string
	limit int64
}

// Open gives the cache in a folder, which is made when something is put into it. limit is the bytes that [Cache.Trim] leaves there.
func Open(dir string, limit int64) Cache { return Cache{dir, limit} }

// On tells whether the cache keeps anything.
func (c Cache) On() bool { return c.dir != "" }

// Key makes a key of texts. Other texts, and the same ones cut elsewhere, make another.
func Key(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(h, "%d\n%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// file is where a key is kept: the folders keep each other small.
func (c Cache) file(key string) string { return filepath.Join(c.dir, key[:2], key) }

// usedAgain is how old a file's time may be before it is set anew: a time that is nearly right is enough to tell what is not used.
const usedAgain = time.Hour

// Get gives what is kept under a key that [Key] made.
func (c Cache) Get(key string) (data []byte, ok bool) {
	if !c.On() {
		return nil, false
	}
	name := c.file(key)
	data, err := os.ReadFile(name)
	if err != nil || len(data) < sha256.Size {
		return nil, false
	}
	sum, data := data[:sha256.Size], data[sha256.Size:]
	if want := sha256.Sum256(data); !bytes.Equal(sum, want[:]) {
		return nil, false
	}
	if info, err := os.Stat(name); err == nil && time.Since(info.ModTime()) > usedAgain {
		now := time.Now()
		_ = os.Chtimes(name, now, now) // at worst it is removed too early
	}
	return data, true
}

// Put keeps data under a key that [Key] made, in place of what was there.
func (c Cache) Put(key string, data []byte) error {
	if !c.On() {
		return nil
	}
	name := c.file(key)
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return fmt.Errorf("cache: %w", err)
	}
	sum := sha256.Sum256(data)
	if _, err := tree.WriteFile(name, append(sum[:], data...)); err != nil {
		return fmt.Errorf("cache: %w", err)
	}
	return nil
}

// Trim removes files until the folder is well below its limit, the longest unused first. Temporary files of runs that were killed go too.
func (c Cache) Trim() error {
	if !c.On() {
		return nil
	}
	kept, total, err := c.list()
	if err != nil || total <= c.limit {
		return err
	}
	slices.SortFunc(kept, func(a, b entry) int {
		return cmp.Or(a.used.Compare(b.used), strings.Compare(a.name, b.name))
	})
	for _, e := range kept {
		if total <= c.limit/4*3 { // not at once again
			break
		}
		if err := os.Remove(e.name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("cache: %w", err)
		}
		total -= e.size
	}
	return nil
}

// entry is a file of the cache.
type entry struct {
	name string
	size int64
	used time.Time
}

// list gives the files that a run has put there, by their names: of anything else in the folder it knows nothing.
func (c Cache) list() (kept []entry, total int64, err error) {
	err = filepath.WalkDir(c.dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist): // another run removed it
			return nil
		case err != nil:
			return fmt.Errorf("cache: %w", err)
		case !d.Type().IsRegular() || !isKept(d.Name()):
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return nil // removed since
		}
		if d.Name()[0] == '.' && time.Since(info.ModTime()) < abandoned {
			return nil
		}
		kept = append(kept, entry{name, info.Size(), info.ModTime()})
		total += info.Size()
		return nil
	})
	return kept, total, err
}

// abandoned is the age from which on a temporary file is one that nobody will rename any more.
const abandoned = time.Hour

// isKept tells whether a name is a key, or that of a temporary file for one: ".KEY.PID.N.tmp".
func isKept(name string) bool {
	name = strings.TrimPrefix(name, ".")
	key, _, _ := strings.Cut(name, ".")
	_, err := hex.DecodeString(key)
	return err == nil && len(key) == 2*sha256.Size
}
