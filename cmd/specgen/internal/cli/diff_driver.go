package cli

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/cmd/specgen/internal/revision"
	"github.com/rasapi/specgen/gen/diff"
	"github.com/rasapi/specgen/gen/report"
)

// gitCall contains the first seven arguments that git passes to a diff driver, except the file modes (see GIT_EXTERNAL_DIFF in the documentation of
// git). git runs the driver in the root directory of the working tree, once per changed file.
type gitCall struct{ path, oldFile, oldHex, newFile, newHex string }

// driver implements a diff driver of git. It prints the changes in one file. If it cannot compare the file, driver prints the reason and a line diff
// instead of returning an error, because git would stop after an error. For an unmerged file, it prints only a line.
func (a *app) driver(ctx context.Context, o diffOptions, args []string) error {
	if len(args) < 7 {
		return a.line("* %s: unmerged file", strings.Join(args, " "))
	}
	call := gitCall{args[0], args[1], args[2], args[4], args[5]}
	result, err := a.compareFile(ctx, o, call)
	if err == nil {
		return report.PrintDocument(a.stdout, report.Text, result.Document(), report.Options{All: o.all})
	}
	if err := a.line("%s is not compared as a spec: %s", call.path, err); err != nil {
		return err
	}
	lines := exec.CommandContext(ctx, "git", "diff", "--no-index", "--no-ext-diff", "--", call.oldFile, call.newFile)
	lines.Stdout, lines.Stderr = unwrapOutput(a.stdout), unwrapOutput(a.stderr)
	var exit *exec.ExitError
	if err := lines.Run(); err != nil && !errors.As(err, &exit) {
		return fmt.Errorf("running git diff: %w", err)
	}
	return nil
}

// compareFile returns the changes in one file. It compares the two versions of the spec that contain the two versions of the file. The other files of
// a side are from the newest commit that changed the file to this version, or from HEAD if no such commit is found. If the version is the file in the
// working tree, the other files are also from the working tree.
func (a *app) compareFile(ctx context.Context, o diffOptions, call gitCall) (*diff.Report, error) {
	levels, err := o.parseLevels()
	if err != nil {
		return nil, err
	}
	r, err := revision.OpenRepository(ctx, ".")
	if err != nil {
		return nil, err
	}
	if a.config == "" { // use the configuration that is nearest to the file, not to the working directory
		if file, err := project.FindConfig(a.config, filepath.Dir(project.Absolute(r.Root, call.path))); err == nil {
			a.config = file
		}
	}
	now, err := a.open(project.Overrides{})
	if err != nil {
		return nil, err
	}
	base, from, err := r.Around(ctx, call.path, call.oldFile, call.oldHex, now)
	if err != nil {
		return nil, err
	}
	defer base.Close()
	head, to, err := r.Around(ctx, call.path, call.newFile, call.newHex, now)
	if err != nil {
		return nil, err
	}
	defer head.Close()
	pairs, skipped, err := revision.Load(ctx, a.importer, base, head, &levels)
	if err != nil {
		return nil, err
	}
	for _, s := range []*revision.Side{base, head} {
		if s.NoGo != "" {
			return nil, fmt.Errorf("%s: %s", s.DisplayPosition(s.NoPos), s.NoGo)
		}
	}
	if !slices.Contains(base.Spec.Files(), from) && !slices.Contains(head.Spec.Files(), to) {
		return nil, fmt.Errorf("%s does not reference the file", head.Config.Spec)
	}
	result := &diff.Report{Base: "a/" + call.path, Head: "b/" + call.path, Version: head.Version(), Skipped: skipped}
	changes, err := diff.Compare(ctx, pairs[0].Base.Diff(), pairs[0].Head.Diff(), levels)
	if err != nil {
		return nil, err
	}
	for _, c := range changes {
		if c.Base.Pos.File == from || c.Head.Pos.File == to {
			c.Base.Pos, c.Head.Pos = base.DisplayPosition(c.Base.Pos), head.DisplayPosition(c.Head.Pos)
			result.Changes = append(result.Changes, c)
		}
	}
	return result, nil
}
