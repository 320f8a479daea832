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

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/code"
	"github.com/rasapi/specgen/gen/diag"
	"github.com/rasapi/specgen/gen/lint"
	"github.com/rasapi/specgen/gen/spec"
)

// Fixed is what [Fix] would write, and what is left to a person.
type Fixed struct {
	Files map[string][]byte // the new bytes of the files that change
	Count int               // findings that were mended by edits; the index and the order of keys are not counted
	Left  diag.List
}

// maxRounds ends a chain of remedies: one that is not done by then goes in a circle.
const maxRounds = 20

// Fix mends what [lint.Fix] and [spec.Format] can mend, again and again until nothing more can be. A file is changed as a whole or not at
// all: when one edit makes it something else than YAML, none of the round is kept. When there are more errors after the edits than
// before, nothing is changed, and that is an error.
func Fix(ctx context.Context, fsys fs.FS, cfg Config) (Fixed, error) {
	now := overlay{FS: fsys, files: map[string][]byte{}}
	var fixed Fixed
	broken := map[string]bool{}
	first := -1 // the errors before the first edit; a new index may show some that were hidden
	for round := 0; ; round++ {
		formatted, _, err := spec.Format(ctx, now, cfg.Spec)
		if err != nil {
			return Fixed{}, err
		}
		maps.Copy(now.files, formatted)
		s, found, err := Lint(ctx, now, cfg)
		if err != nil {
			return Fixed{}, err
		}
		fixed.Left = found
		if first < 0 {
			first = found.Count(diag.Error)
		}
		if s == nil || round == maxRounds {
			break
		}
		changed := 0
		for name, groups := range choose(lint.Fix(ctx, s, found, lint.Config{Name: code.Namer(cfg.Initialisms)})) {
			if broken[name] {
				continue
			}
			data, err := apply(s.Source(name), slices.Concat(groups...))
			if err != nil {
				broken[name] = true
				continue
			}
			now.files[name] = data
			changed += len(groups)
		}
		if changed == 0 {
			break
		}
		fixed.Count += changed
	}
	if after := fixed.Left.Count(diag.Error); after > first {
		return Fixed{}, fmt.Errorf("mending would make %d errors of %d, so nothing was changed; this is a defect of specgen", after, first)
	}
	fixed.Files = now.files
	return fixed, nil
}

// choose takes the groups of edits, each for one file, that do not overlap those before them.
func choose(groups [][]lint.Edit) map[string][][]lint.Edit {
	chosen := map[string][][]lint.Edit{}
	for _, group := range groups {
		name := group[0].File
		others := slices.Concat(chosen[name]...)
		if !slices.ContainsFunc(group, func(e lint.Edit) bool {
			return slices.ContainsFunc(others, func(o lint.Edit) bool { return e.Start <= o.End && o.Start <= e.End })
		}) {
			chosen[name] = append(chosen[name], group)
		}
	}
	return chosen
}

// apply changes a text, and fails when what comes out is no YAML.
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
	var doc yaml.Node
	if err := yaml.Unmarshal(out.Bytes(), &doc); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// overlay is a file system in which some files have other bytes.
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

// Lstat and ReadLink see the files as they are: an overlaid one was read before.
func (o overlay) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(o.FS, name) }

func (o overlay) ReadLink(name string) (string, error) { return fs.ReadLink(o.FS, name) }

// overlaid is an open file in memory, and its own description.
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
