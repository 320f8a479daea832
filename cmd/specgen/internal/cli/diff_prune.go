package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/rasapi/specgen/cmd/specgen/internal/revision"
	"github.com/rasapi/specgen/gen/diff"
	"github.com/rasapi/specgen/gen/report"
)

// prune removes approvals from the working tree. It removes the approvals that base has, because their changes are merged, and the approvals that
// have expired. If neither approvals nor other text remain, prune removes the file.
func (a *app) prune(ctx context.Context, stdin io.Reader, o diffOptions) error {
	if o.Head != "" {
		return errors.New("--prune changes the working tree; omit --head")
	}
	base, head, err := revision.Sides(ctx, stdin, a.open, o.Options)
	if err != nil {
		return err
	}
	defer base.Close()
	defer head.Close()
	if _, _, err := revision.Load(ctx, a.importer, base, head, &diff.Levels{}); err != nil {
		return err
	}
	if err := head.LoadError(); err != nil {
		return err
	}
	file := head.ApprovalsFile()
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return a.line("no approvals to remove")
	}
	if err != nil {
		return fmt.Errorf("approvals: %w", err)
	}
	merged, _, err := base.Approvals()
	if err != nil {
		return fmt.Errorf("base: %w", err)
	}
	name := head.Work.Display(file)
	kept, left, err := diff.Prune(name, data, merged, head.Version())
	switch {
	case err != nil:
		return err
	case left == 0:
		return a.line("no approvals to remove")
	case len(bytes.TrimSpace(kept)) == 0:
		if err := a.files.pass(func() error { return os.Remove(file) }); err != nil {
			return err
		}
		return a.line("removed %s, which has no other approvals", name)
	}
	if _, err := a.writeFile(ctx, file, kept); err != nil {
		return err
	}
	return a.line("removed %s from %s", report.Plural(left, "approval"), name)
}
