package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// pollEvery is how often the files are looked at. A spec has about a hundred, and looking at one takes a microsecond or two.
const pollEvery = 200 * time.Millisecond

// watch runs a piece of work, and again whenever one of the files that it used has changed, or a file has come or gone beside one of
// them. It looks at each tick, and ends with the result of the last run when ctx does. A failure is printed: the next change may mend it.
func (a *app) watch(ctx context.Context, ticks <-chan time.Time, run func() (used []string, err error)) error {
	var used []string
	for {
		before, started := snapshot(used), time.Now()
		now, err := run()
		if err != nil && !errors.Is(err, errFindings) && ctx.Err() == nil {
			if used == nil && now == nil {
				return err // it never worked: nothing is known to wait for
			}
			printError(a.stderr, err)
		}
		known := len(used)
		used = append(used, now...)
		slices.Sort(used)
		used = slices.Compact(used)
		if len(used) != known { // files that were not watched while the work ran
			if before = snapshot(used); writtenSince(used, started.Add(-clockStep)) {
				before = "" // perhaps after they were read
			}
		}
		for snapshot(used) == before {
			select {
			case <-ctx.Done():
				if errors.Is(err, errFindings) {
					return err
				}
				return nil
			case <-ticks:
			}
		}
		a.say("")
	}
}

// clockStep is how far the clock of a file system may lag behind.
const clockStep = 20 * time.Millisecond

func writtenSince(files []string, start time.Time) bool {
	return slices.ContainsFunc(files, func(file string) bool {
		info, err := os.Stat(file)
		return err == nil && info.ModTime().After(start)
	})
}

// snapshot describes files, and the names in the folders they stand in: it is another one when a file was written, came or went. Hidden files
// do not count, because files are written through such; nor does it count that a folder was written to, as that of the lock is.
func snapshot(files []string) string {
	var b strings.Builder
	told := map[string]bool{}
	for _, file := range files {
		if info, err := os.Stat(file); err == nil {
			fmt.Fprintln(&b, file, info.Size(), info.ModTime().UnixNano())
		}
		dir := filepath.Dir(file)
		if told[dir] {
			continue
		}
		told[dir] = true
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue
		}
		for _, e := range entries {
			if name := e.Name(); !strings.HasPrefix(name, ".") && filepath.Ext(name) != ".lock" {
				fmt.Fprintln(&b, dir, name)
			}
		}
	}
	return b.String()
}
