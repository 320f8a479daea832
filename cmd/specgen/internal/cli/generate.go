package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/cmd/specgen/internal/build"
	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen/lock"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/tree"
)

// generateCommand returns the command for the verb generate.
func (a *app) generateCommand() *cobra.Command {
	var o project.Overrides
	var full, watch, verbose, unchecked bool
	cmd := &cobra.Command{
		Use:   "generate [spec]",
		Short: "Generate the Go code and the bundle of the spec",
		Long: `Generate lints the spec, generates models, a client, a server and enum helpers, and type-checks them in memory. It writes
only if there are no errors: it replaces files that differ, removes generated files that are no longer needed, and reports
files that it did not generate. It writes the checksums of inputs and outputs to specgen.lock. If they match in the next run,
generate does nothing.

With --watch, it generates again after every change of an input file until it is interrupted.`,
		Example:           "  specgen generate\n  specgen generate --watch\n  specgen generate --output internal/api --package example.com/shop/internal/api openapi.yaml",
		Args:              oneSpec,
		ValidArgsFunction: specFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Spec = strings.Join(args, "")
			if unchecked {
				a.importer = nil
			}
			generate := func() ([]string, error) {
				t := &stages{now: time.Now}
				used, err := a.generate(cmd.Context(), o, full, t)
				if verbose {
					t.print(a.stderr)
				}
				return used, err
			}
			if watch {
				ticker := time.NewTicker(pollInterval)
				defer ticker.Stop()
				return a.watch(cmd.Context(), ticker.C, generate)
			}
			_, err := generate()
			return err
		},
	}
	outputFlags(cmd, &o, &full)
	a.lintFlags(cmd)
	cmd.Flags().BoolVar(&watch, "watch", false, "another run after every change of an input file")
	cmd.Flags().BoolVarP(&verbose, "verbose", "v", false, "time of each stage on standard error")
	// only bench/generate uses the flag, so it is hidden
	cmd.Flags().BoolVar(&unchecked, "unchecked", false, "skip the type check")
	_ = cmd.Flags().MarkHidden("unchecked") // the only error would be an unknown flag
	return cmd
}

// generate generates and writes the files of all targets, unless the files are up to date. used contains the absolute paths of the input files that
// generate has found, even if it returns an error.
func (a *app) generate(ctx context.Context, o project.Overrides, full bool, t *stages) (used []string, err error) {
	p, err := a.open(o)
	if err != nil {
		return nil, err
	}
	used = p.InputFiles()
	if err := a.checkOutputs(p); err != nil {
		return used, err
	}
	// generate replaces a lock that is not valid. If the lock cannot be read, generate returns an error before it writes a file.
	old, _, err := build.ReadLock(p)
	if err != nil {
		return used, err
	}
	if !full && !a.relints() {
		t.begin("lock", "")
		fresh, err := build.UpToDate(ctx, a.tool, p, old)
		t.end()
		if err != nil {
			return used, err
		}
		if fresh {
			for name := range old.Inputs {
				used = append(used, p.LockedFile(name))
			}
			a.sayUpToDate(p, old)
			return used, a.print(p, nil)
		}
	}
	targets, found, err := a.plan(ctx, p, t)
	if err != nil {
		return used, err
	}
	if len(targets) > 0 {
		now, err := build.NewLock(a.tool, p, targets)
		if err != nil {
			return used, err
		}
		foreign, err := a.write(ctx, targets, t)
		if err != nil {
			return used, err
		}
		found = append(found, foreign...)
		for name := range now.Inputs {
			used = append(used, p.LockedFile(name))
		}
		t.begin("lock", "")
		if err := a.writeLock(ctx, p, now); err != nil {
			return used, err
		}
		t.end()
	}
	return used, a.print(p, found)
}

// write writes the files of all targets and prints a summary for each target. If Tree.Blocked returns an error for one target, write writes no
// files. It returns a warning for each file in the output directories that specgen did not generate.
func (a *app) write(ctx context.Context, targets []build.Target, t *stages) (found report.List, err error) {
	if len(targets) > 1 { // for a single target, Tree.Write makes the same check
		var blocked []error
		for _, target := range targets {
			blocked = append(blocked, target.Result.Tree.Blocked(target.Output))
		}
		if err := errors.Join(blocked...); err != nil {
			return nil, err
		}
	}
	status := startProgress(a.stderr)
	defer status.done()
	for _, target := range targets {
		dir := target.Display(target.Output)
		t.begin("write", dir)
		a.at.Stage = "write"
		status.step("%s %s", stageVerb("write"), dir)
		var written tree.Written
		err := a.files.pass(func() (err error) {
			written, err = target.Result.Tree.Write(ctx, target.Output)
			return err
		})
		status.done()
		if err != nil {
			return nil, err
		}
		a.say("%s", summary(filepath.ToSlash(dir), written))
		for _, name := range written.NotGenerated {
			rule, message := build.ChangeRule(tree.NotGenerated)
			found = append(found, report.Finding{
				Rule: rule, Severity: report.Warning, Pos: report.Position{File: target.InOutput(name)}, Message: message,
			})
		}
	}
	return found, nil
}

// writeLock writes the lock file. It does nothing if the project has no lock file.
func (a *app) writeLock(ctx context.Context, p *project.Project, l *lock.Lock) error {
	file := p.LockFile()
	if file == "" {
		return nil
	}
	if _, err := a.writeFile(ctx, file, l.Bytes()); err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	return nil
}

// sayUpToDate prints for each target that its files are up to date.
func (a *app) sayUpToDate(p *project.Project, l *lock.Lock) {
	for _, target := range p.Targets() {
		n := 0
		for name := range l.Outputs {
			if target.OutputPath(p.LockedFile(name)) != "" {
				n++
			}
		}
		a.say("%s/ is up to date (%s)", filepath.ToSlash(p.Display(target.Output)), report.Plural(n, "file"))
	}
}

// summary returns a line with the numbers of written, removed and unchanged files. If no file has changed, the line says that dir is up to date.
func summary(dir string, w tree.Written) string {
	if w.Created+w.Changed+w.Removed == 0 {
		return fmt.Sprintf("%s/ is up to date (%s)", dir, report.Plural(w.Unchanged, "file"))
	}
	line := fmt.Sprintf("%s/: wrote %s, %d unchanged", dir, report.Plural(w.Created+w.Changed, "file"), w.Unchanged)
	if w.Removed > 0 {
		line += fmt.Sprintf(", removed %d", w.Removed)
	}
	return line
}
