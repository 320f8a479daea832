package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen/diff"
	"github.com/rasapi/specgen/gen/report"
)

// gitCall is what git gives to a program that it runs instead of its own diff, once for each changed file: path old-file old-hex old-mode
// new-file new-hex new-mode (git's documentation of GIT_EXTERNAL_DIFF). Further arguments are of a file that was renamed. The working
// folder is the top of the repository.
type gitCall struct{ path, oldFile, oldHex, newFile, newHex string }

// driver prints the changes of one file for git. What it cannot read, it shows as lines; it never fails, because git would stop there.
func (a *app) driver(ctx context.Context, o diffOptions, args []string) error {
	if len(args) < 7 {
		return a.line("* %s is not merged", strings.Join(args, " "))
	}
	call := gitCall{args[0], args[1], args[2], args[4], args[5]}
	result, err := a.driven(ctx, o, call)
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
		return fmt.Errorf("git diff: %w", err)
	}
	return nil
}

// driven compares the spec around one file. Git tells only that file: the rest of a side is taken from the newest commit in which the file is
// what git gave, or from the working tree, and of the changes those are kept that stand in the file.
func (a *app) driven(ctx context.Context, o diffOptions, call gitCall) (*diff.Report, error) {
	levels, err := o.parse()
	if err != nil {
		return nil, err
	}
	r, err := openRepository(ctx, ".")
	if err != nil {
		return nil, err
	}
	if a.config == "" { // nearest to the file, not to the top
		if file, err := project.FindConfig(a.config, filepath.Dir(project.Absolute(r.root, call.path))); err == nil {
			a.config = file
		}
	}
	now, err := a.open(project.Overrides{})
	if err != nil {
		return nil, err
	}
	base, from, err := r.around(ctx, call.path, call.oldFile, call.oldHex, now)
	if err != nil {
		return nil, err
	}
	defer base.close()
	head, to, err := r.around(ctx, call.path, call.newFile, call.newHex, now)
	if err != nil {
		return nil, err
	}
	defer head.close()
	pairs, skipped, err := a.load(ctx, base, head, &levels)
	if err != nil {
		return nil, err
	}
	for _, s := range []*side{base, head} {
		if s.noGo != "" {
			return nil, fmt.Errorf("%s: %s", s.typed(s.noPos), s.noGo)
		}
	}
	if !slices.Contains(base.spec.Files(), from) && !slices.Contains(head.spec.Files(), to) {
		return nil, fmt.Errorf("nothing in %s refers to it", head.cfg.Spec)
	}
	result := &diff.Report{Base: "a/" + call.path, Head: "b/" + call.path, Version: head.version(), Skipped: skipped}
	changes, err := diff.Compare(ctx, pairs[0].base.Side(), pairs[0].head.Side(), levels)
	if err != nil {
		return nil, err
	}
	for _, c := range changes {
		if c.Base.Pos.File == from || c.Head.Pos.File == to {
			c.Base.Pos, c.Head.Pos = base.typed(c.Base.Pos), head.typed(c.Head.Pos)
			result.Changes = append(result.Changes, c)
		}
	}
	return result, nil
}

// around gives a side in which one file is what git gave, and that file's path in it.
func (r *repository) around(ctx context.Context, name, file, hex string, now *project.Project) (*side, string, error) {
	var data []byte
	if hex != "." { // git's word for a file that is not there
		var err error
		if data, err = os.ReadFile(file); err != nil {
			return nil, "", err
		}
	}
	if strings.Trim(hex, "0") == "" && hex != "" || filepath.Clean(file) == filepath.FromSlash(name) {
		s, at := projectSide("the working tree", now), now.FSPath(project.Absolute(r.root, name))
		s.fsys = patched{s.fsys, at, data}
		return s, at, nil
	}
	hash, err := r.holder(ctx, name, hex)
	if err != nil {
		return nil, "", err
	}
	s, err := r.side(ctx, short(hash), hash, "", now)
	if err != nil {
		return nil, "", err
	}
	s.fsys = patched{s.fsys, name, data}
	return s, name, nil
}

// holder gives the newest commit that made a file what it is in a blob; HEAD when there is none, for a blob of the index.
func (r *repository) holder(ctx context.Context, name, hex string) (string, error) {
	log, err := git(ctx, r.root, "log", "--all", "-m", "--raw", "--no-abbrev", "--no-renames", "--format=%H", "-n", "1000", "--", name)
	if err != nil {
		return "", err
	}
	commit := ""
	for line := range strings.SplitSeq(log, "\n") {
		if !strings.HasPrefix(line, ":") {
			if line != "" {
				commit = line
			}
			continue
		}
		if fields := strings.Fields(line); len(fields) > 3 && fields[3] == hex {
			return commit, nil
		}
	}
	return r.commit(ctx, "HEAD")
}

// patched is a file system in which one file is another, or is not there.
type patched struct {
	fs.FS
	name string
	data []byte // nil for a file that is not there
}

// Open implements [fs.FS].
func (p patched) Open(name string) (fs.File, error) {
	switch {
	case name != p.name:
		return p.FS.Open(name)
	case p.data == nil:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &gitFile{info: gitInfo{name: filepath.Base(name), size: int64(len(p.data)), mode: 0o444}, Reader: bytes.NewReader(p.data)}, nil
}

// Lstat implements [fs.ReadLinkFS].
func (p patched) Lstat(name string) (fs.FileInfo, error) {
	if name == p.name {
		return fs.Stat(p, name)
	}
	return fs.Lstat(p.FS, name)
}

// ReadLink implements [fs.ReadLinkFS].
func (p patched) ReadLink(name string) (string, error) { return fs.ReadLink(p.FS, name) }
