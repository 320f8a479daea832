package tree

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Kind is the kind of a difference between a directory and a tree.
type Kind int

// The kinds of differences.
const (
	Changed      Kind = iota // the content of the file is different in the tree
	Missing                  // the file is in the tree but not in the directory
	Orphaned                 // specgen generated the file, but the file is not in the tree
	NotGenerated             // specgen did not generate the file
)

// Change is a difference between a directory and a tree.
type Change struct {
	Path string // slash-separated path relative to the directory
	Kind Kind
}

// Diff compares a directory with the tree. It returns the differences sorted by path. If the directory does not exist, it counts as empty. Diff
// ignores the files that [List] leaves out. Any other file that specgen did not generate has the kind NotGenerated, even if the tree contains its
// path.
func (t *Tree) Diff(dir string) ([]Change, error) {
	onDisk, err := List(dir)
	if err != nil {
		return nil, err
	}
	var changes []Change
	for _, name := range t.Paths() {
		found, ok := onDisk[name]
		switch {
		case !ok:
			changes = append(changes, Change{name, Missing})
		case !found.Generated:
			changes = append(changes, Change{name, NotGenerated})
		case !bytes.Equal(found.Data, t.files[name]):
			changes = append(changes, Change{name, Changed})
		}
	}
	for name, found := range onDisk {
		if _, ok := t.files[name]; ok {
			continue
		}
		kind := NotGenerated
		if found.Generated {
			kind = Orphaned
		}
		changes = append(changes, Change{name, kind})
	}
	slices.SortFunc(changes, func(a, b Change) int { return strings.Compare(a.Path, b.Path) })
	return changes, nil
}

// Written is the result of [Tree.Write].
type Written struct {
	Created, Changed, Removed, Unchanged int      // numbers of files
	NotGenerated                         []string // sorted paths of files that Write did not change, because specgen did not generate them
}

// Write changes the generated files in a directory so that they are equal to the tree. It creates missing files and replaces files whose content
// differs, one file at a time and atomically. It removes generated files that are not in the tree, and their directories that become empty. It also
// removes the temporary files of other runs. It does not change files that specgen did not generate. NotGenerated contains the paths of such files,
// except the Go tests of users. If [Tree.Blocked] returns an error, Write returns this error and writes nothing. If ctx is canceled, Write stops
// before the next file.
//
// Write never writes or removes a file through a symbolic link below dir, even if the link is created during the call. dir itself and its parent
// directories may be symbolic links.
func (t *Tree) Write(ctx context.Context, dir string) (Written, error) {
	changes, err := t.Diff(dir)
	if err != nil {
		return Written{}, err
	}
	if err := t.blocked(dir, changes); err != nil {
		return Written{}, err
	}
	w := Written{Unchanged: len(t.files)}
	if err := ctx.Err(); err != nil {
		return Written{}, err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return Written{}, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return Written{}, err
	}
	defer root.Close()
	if err := removeTemporary(root); err != nil {
		return Written{}, err
	}
	for _, c := range changes {
		if err := ctx.Err(); err != nil {
			return w, err
		}
		switch c.Kind {
		case NotGenerated:
			w.NotGenerated = append(w.NotGenerated, c.Path)
			continue
		case Orphaned:
			if err := removeWithParents(root, c.Path); err != nil {
				return w, err
			}
			w.Removed++
			continue
		case Missing:
			w.Created++
		case Changed:
			w.Changed++
		}
		w.Unchanged--
		if _, err := write(root, c.Path, true, t.files[c.Path]); err != nil {
			return w, err
		}
	}
	return w, nil
}

// Blocked returns an error that lists the paths in dir that prevent Write from writing a file, or nil if there are none. Write cannot replace a
// directory, a symbolic link, another file that is not regular, or a file that specgen did not generate. It also cannot write a file if the path of a
// parent directory exists and is not a directory. Blocked also returns an error if it cannot read dir.
func (t *Tree) Blocked(dir string) error {
	changes, err := t.Diff(dir)
	if err != nil {
		return err
	}
	return t.blocked(dir, changes)
}

// blocked implements [Tree.Blocked] for changes that [Tree.Diff] returned.
func (t *Tree) blocked(dir string, changes []Change) error {
	var faults []error
	fault := func(name, format string, args ...any) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		faults = append(faults, fmt.Errorf("%s is "+format+"; move it away; nothing was written", append([]any{file}, args...)...))
	}
	notGenerated := map[string]bool{}
	for _, c := range changes {
		notGenerated[c.Path] = c.Kind == NotGenerated
	}
	directories := map[string]bool{}
	for _, name := range t.Paths() {
		switch mode := lstat(dir, name); {
		case notGenerated[name] && mode.IsRegular():
			fault(name, "not generated by specgen, but a generated file has this name")
		case mode != noFile && !mode.IsRegular():
			fault(name, "%s, but a generated file has this name", describe(mode))
		}
		for parent := path.Dir(name); parent != "." && !directories[parent]; parent = path.Dir(parent) {
			directories[parent] = true
			if mode := lstat(dir, parent); mode != noFile && !mode.IsDir() {
				fault(parent, "%s, but generated files need a directory of this name", describe(mode))
			}
		}
	}
	return errors.Join(faults...)
}

// noFile is the mode that lstat returns if [os.Lstat] returns an error.
const noFile = ^fs.FileMode(0)

// lstat returns the mode of a file below dir, or noFile if [os.Lstat] returns an error.
func lstat(dir, name string) fs.FileMode {
	info, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		return noFile
	}
	return info.Mode()
}

// Found is a file in the result of [List].
type Found struct {
	Generated bool   // whether the file contains the line that marks generated files
	Data      []byte // content of the file; nil unless Generated is set
}

// List returns the files in a directory and its subdirectories by slash-separated path. It leaves out temporary files of Write, and the Go tests of
// users: regular files *_test.go without the line that marks generated files. If the directory does not exist, it counts as empty. List returns an
// error if dir is a symbolic link to a missing directory. For a file that is not generated, List does not return the content.
func List(dir string) (map[string]Found, error) {
	if info, err := os.Stat(dir); err == nil && !info.IsDir() { // opening a named pipe would block
		return nil, fmt.Errorf("%s is %s, but a directory is needed; remove it, or name another directory", dir, describe(info.Mode()))
	}
	root, err := os.OpenRoot(dir)
	if errors.Is(err, fs.ErrNotExist) {
		if info, err := os.Lstat(dir); err == nil {
			return nil, fmt.Errorf("%s is %s to a directory that does not exist", dir, describe(info.Mode()))
		}
		return nil, nil
	}
	if err != nil {
		return nil, withPath("read", dir, err)
	}
	defer root.Close()
	files := map[string]Found{}
	err = walk(root, func(name string, entry fs.DirEntry) error {
		if temporary.MatchString(entry.Name()) {
			return nil
		}
		var f Found
		if entry.Type().IsRegular() {
			f.Data, f.Generated, err = read(root, name)
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return nil // another run has removed the entry
			case strings.HasSuffix(name, "_test.go") && !f.Generated:
				return err
			}
		}
		files[name] = f
		return err
	})
	return files, err
}

// removeTemporary removes all temporary files below root, such as the files of a run that was killed.
func removeTemporary(root *os.Root) error {
	return walk(root, func(name string, entry fs.DirEntry) error {
		if !temporary.MatchString(entry.Name()) || !entry.Type().IsRegular() {
			return nil
		}
		return ignoreMissing(remove(root, name))
	})
}

// walk calls visit for each entry below root, except directories. It does not follow symbolic links. It skips entries that another run removes at the
// same time.
func walk(root *os.Root, visit func(name string, entry fs.DirEntry) error) error {
	return fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return withPath("read", filepath.Join(root.Name(), filepath.FromSlash(name)), err)
		case entry.IsDir():
			return nil
		}
		return visit(name, entry)
	})
}

// head is the number of bytes at the start of a file in which isGenerated searches for the line that marks generated files.
const head = 4096

// read returns the content of a file that specgen generated. For any other file, it reads at most head bytes and returns no data. It does not follow
// a symbolic link to a file outside root, because such a link may have replaced the file that walk found.
func read(root *os.Root, name string) (data []byte, generated bool, err error) {
	file := filepath.Join(root.Name(), filepath.FromSlash(name))
	f, err := root.Open(name)
	if err != nil {
		return nil, false, withPath("read", file, err)
	}
	defer f.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(io.LimitReader(f, head)); err != nil || !isGenerated(file, b.Bytes()) {
		return nil, false, err
	}
	if info, err := f.Stat(); err == nil {
		b.Grow(max(0, int(info.Size())-b.Len()) + bytes.MinRead)
	}
	_, err = b.ReadFrom(f)
	return b.Bytes(), true, err
}

// isGenerated reports whether the start of a file contains the line that marks generated files. The line must have the form of a comment in the file
// type. isGenerated does not check whether the line is in a string. https://go.dev/s/generatedcode defines the line for Go.
func isGenerated(file string, start []byte) bool {
	open, end := "//", ""
	switch filepath.Ext(file) {
	case ".yaml", ".yml":
		open = "#"
	case ".md", ".html":
		open, end = "<!--", " -->"
	}
	for line := range bytes.Lines(start) {
		text := strings.TrimRight(string(line), "\r\n")
		text, ok := strings.CutPrefix(text, open+" Code generated by specgen")
		if !ok || text != "" && text[0] != '.' && text[0] != ' ' && text[0] != ';' {
			continue
		}
		if strings.HasSuffix(text, "DO NOT EDIT."+end) {
			return true
		}
	}
	return false
}
