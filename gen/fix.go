package gen

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"time"

	"github.com/rasapi/specgen/gen/lint"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// Fixed is the result of [Fix].
type Fixed struct {
	Files map[string][]byte // new content of the files that Fix changed
	Count int               // number of applied fixes, not including the changes that spec.Format makes
	Left  report.List       // remaining findings
}

// maxRounds is the maximum number of rounds in which Fix applies edits. It stops fixes that undo each other.
const maxRounds = 20

// Fix applies the edits of [lint.Fix] and [spec.Format] until nothing changes, in at most 20 rounds. It skips edits after which a file is not YAML,
// the document cannot be loaded, or there are more errors. An edit can add errors, for example if the error that it fixes has hidden other errors.
func Fix(ctx context.Context, fsys fs.FS, cfg Config) (Fixed, error) {
	now := &draft{overlay: overlay{FS: fsys, files: map[string][]byte{}}}
	if err := now.lint(ctx, cfg); err != nil {
		return Fixed{}, err
	}
	count := 0
	for range maxRounds {
		if now.spec == nil {
			break
		}
		r := round{cfg: cfg, before: now, after: now}
		if err := r.applyGroups(ctx, nonOverlapping(lint.Fix(ctx, now.spec, now.found, lint.Config{Initialisms: cfg.Code.Words()}))); err != nil {
			return Fixed{}, err
		}
		if len(r.kept) == 0 {
			break
		}
		count += len(r.kept)
		now = r.after
	}
	return Fixed{Files: now.files, Count: count, Left: now.found}, nil
}

// draft is a version of the document. It has the changed files and the findings of lint.
type draft struct {
	overlay
	spec  *spec.Spec
	found report.List
}

// lint formats and lints the draft. It stores the results in d.
func (d *draft) lint(ctx context.Context, cfg Config) error {
	formatted, _, err := spec.Format(ctx, d, cfg.Spec)
	if err != nil {
		return err
	}
	maps.Copy(d.files, formatted)
	d.spec, _, d.found, err = lintDocument(ctx, d, cfg)
	return err
}

// round applies groups of edits to a draft.
type round struct {
	cfg           Config
	before, after *draft
	kept          [][]lint.Edit // groups of edits in after
}

// applyGroups applies all groups. If try returns nil for them, applyGroups applies the two halves of the groups one after the other. It drops a
// single group for which try returns nil.
func (r *round) applyGroups(ctx context.Context, groups [][]lint.Edit) error {
	if len(groups) == 0 {
		return nil
	}
	kept := slices.Concat(r.kept, groups)
	after, err := r.try(ctx, kept)
	if err != nil {
		return err
	}
	if after != nil {
		r.kept, r.after = kept, after
		return nil
	}
	if len(groups) == 1 {
		return nil
	}
	half := len(groups) / 2
	if err := r.applyGroups(ctx, groups[:half]); err != nil {
		return err
	}
	return r.applyGroups(ctx, groups[half:])
}

// try applies groups of edits to r.before and returns the result. It returns nil if [apply] fails, or if the result cannot be loaded or has more
// errors than r.before.
func (r *round) try(ctx context.Context, groups [][]lint.Edit) (*draft, error) {
	edits := map[string][]lint.Edit{}
	for _, group := range groups {
		edits[group[0].File] = append(edits[group[0].File], group...)
	}
	after := &draft{overlay: overlay{FS: r.before.FS, files: maps.Clone(r.before.files)}}
	for name, list := range edits {
		data, err := apply(r.before.spec.Source(name), list)
		if err != nil {
			return nil, nil
		}
		after.files[name] = data
	}
	if err := after.lint(ctx, r.cfg); err != nil {
		return nil, err
	}
	if after.spec == nil || after.found.Count(report.Error) > r.before.found.Count(report.Error) {
		return nil, nil
	}
	return after, nil
}

// nonOverlapping returns the groups whose edits neither overlap nor touch an edit of an earlier group in the result. All edits of a group are in one
// file.
func nonOverlapping(groups [][]lint.Edit) [][]lint.Edit {
	var chosen [][]lint.Edit
	accepted := map[string][]lint.Edit{}
	for _, group := range groups {
		name := group[0].File
		if !slices.ContainsFunc(group, func(e lint.Edit) bool {
			return slices.ContainsFunc(accepted[name], func(o lint.Edit) bool { return e.Start <= o.End && o.Start <= e.End })
		}) {
			chosen = append(chosen, group)
			accepted[name] = append(accepted[name], group...)
		}
	}
	return chosen
}

// apply applies edits to data and returns the result. It returns an error if two edits overlap, if an edit ends after the end of data, or if
// [oas.Parse] cannot parse the result.
func apply(data []byte, edits []lint.Edit) ([]byte, error) {
	slices.SortStableFunc(edits, func(a, b lint.Edit) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	var out bytes.Buffer
	at := 0
	for _, e := range edits {
		if e.Start < at || e.End > len(data) {
			return nil, fmt.Errorf("edits overlap at byte %d", e.Start)
		}
		out.Write(data[at:e.Start])
		out.WriteString(e.Text)
		at = e.End
	}
	out.Write(data[at:])
	if n, found := oas.Parse(&oas.Source{Data: out.Bytes()}, oas.NewLimits()); n == nil {
		return nil, fmt.Errorf("edits break the file: %v", found)
	}
	return out.Bytes(), nil
}

// overlay is a file system in which the content of some files is replaced.
type overlay struct {
	fs.FS
	files map[string][]byte
}

func (o overlay) Open(name string) (fs.File, error) {
	data, ok := o.files[name]
	if !ok {
		return o.FS.Open(name)
	}
	return &overlaid{Reader: bytes.NewReader(data), name: name, size: int64(len(data))}, nil
}

func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(o.FS, name) }

// Lstat and ReadLink call the underlying file system.
func (o overlay) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(o.FS, name) }

func (o overlay) ReadLink(name string) (string, error) { return fs.ReadLink(o.FS, name) }

// overlaid is an open file whose content is in memory. It implements fs.File and fs.FileInfo.
type overlaid struct {
	*bytes.Reader
	name string
	size int64
}

func (f *overlaid) Stat() (fs.FileInfo, error) { return f, nil }
func (f *overlaid) Close() error               { return nil }
func (f *overlaid) Name() string               { return f.name }
func (f *overlaid) Size() int64                { return f.size }
func (f *overlaid) Mode() fs.FileMode          { return 0o444 }
func (f *overlaid) ModTime() time.Time         { return time.Time{} }
func (f *overlaid) IsDir() bool                { return false }
func (f *overlaid) Sys() any                   { return nil }
