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

// pollInterval is the time between two checks of the files. A check of a hundred files takes less than a millisecond.
const pollInterval = 200 * time.Millisecond

// watch calls run. It calls run again whenever a file that run used has changed, or a file was added to or removed from its directory. It checks the
// files on each tick and returns the result of the last call when ctx ends. It prints errors, because the next change may fix them.
func (a *app) watch(ctx context.Context, ticks <-chan time.Time, run func() (used []string, err error)) error {
	var used []string
	for {
		before, started := snapshot(used), time.Now()
		now, err := run()
		if err != nil && !errors.Is(err, errFindings) && ctx.Err() == nil {
			if used == nil && now == nil {
				return err // there is no file to wait for
			}
			printError(a.stderr, err)
		}
		known := len(used)
		used = append(used, now...)
		slices.Sort(used)
		used = slices.Compact(used)
		if len(used) != known { // files that were not watched during the run
			if before = snapshot(used); writtenSince(used, started.Add(-clockStep)) {
				before = "" // they may have changed after they were read
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

// clockStep is the maximum lag of the clock of a file system.
const clockStep = 20 * time.Millisecond

// writtenSince reports whether one of the files was modified after start.
func writtenSince(files []string, start time.Time) bool {
	return slices.ContainsFunc(files, func(file string) bool {
		info, err := os.Stat(file)
		return err == nil && info.ModTime().After(start)
	})
}

// snapshot returns a text that changes when one of the files is written, or a file is added to or removed from its directory. Hidden files and locks do not count,
// because specgen writes them itself.
func snapshot(files []string) string {
	var b strings.Builder
	seen := map[string]bool{}
	for _, file := range files {
		if info, err := os.Stat(file); err == nil {
			fmt.Fprintln(&b, file, info.Size(), info.ModTime().UnixNano())
		}
		dir := filepath.Dir(file)
		if seen[dir] {
			continue
		}
		seen[dir] = true
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
