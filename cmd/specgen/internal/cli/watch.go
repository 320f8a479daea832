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

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen/report"
)

// pollInterval is the interval at which watch checks the files. Checking 100 files takes less than 1 ms.
const pollInterval = 200 * time.Millisecond

// watch calls run, which returns the names of the files that it used. On each tick, watch takes a snapshot of the files that all calls used, and
// calls run again if the snapshot has changed. When ctx ends, watch returns errFindings if the last call to run returned errFindings, and nil
// otherwise. It prints any other error of run and continues, because the next change may correct the cause. If run has not yet used a file, watch
// instead returns such an error.
func (a *app) watch(ctx context.Context, ticks <-chan time.Time, run func() (used []string, err error)) error {
	var used []string
	for {
		before, started := snapshot(used), time.Now()
		now, err := run()
		if err != nil && !errors.Is(err, errFindings) && ctx.Err() == nil {
			if used == nil && now == nil {
				return err // watch has no files in which it could detect a change
			}
			printError(a.stderr, err)
		}
		known := len(used)
		used = append(used, now...)
		slices.Sort(used)
		used = slices.Compact(used)
		if len(used) != known { // the snapshot before the run does not include all used files
			if before = snapshot(used); writtenSince(used, started.Add(-clockStep)) {
				before = "" // run again, because a file may have changed after run read it
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

// filesIn returns the absolute paths of the files in which findings are.
func filesIn(p *project.Project, found report.List) []string {
	var files []string
	for _, d := range found {
		if d.Pos.File != "" {
			files = append(files, project.Absolute(p.Base, d.Pos.File))
		}
	}
	return files
}

// clockStep is the maximum time by which a modification time may precede the write of the file. File systems use a clock with a low resolution.
const clockStep = 20 * time.Millisecond

// writtenSince reports whether one of the files was modified after start.
func writtenSince(files []string, start time.Time) bool {
	return slices.ContainsFunc(files, func(file string) bool {
		info, err := os.Stat(file)
		return err == nil && info.ModTime().After(start)
	})
}

// snapshot returns a text that changes when one of the files is written, and when a file is added to or removed from the directory of one of the
// files. It ignores added or removed hidden files and locks, because specgen writes them.
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
