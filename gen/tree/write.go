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

// Kind says how a file of the folder differs from the tree.
type Kind int

// The ways to differ.
const (
	Changed  Kind = iota // its bytes are not those of the tree
	Missing              // the tree has it, the folder does not
	Orphaned             // it carries this tool's line, and the tree does not have it
	Foreign              // this tool has not made it
)

// String is "changed", "missing", "orphaned" or "foreign".
func (k Kind) String() string {
	switch k {
	case Changed:
		return "changed"
	case Missing:
		return "missing"
	case Orphaned:
		return "orphaned"
	case Foreign:
		return "foreign"
	}
	return fmt.Sprintf("Kind(%d)", int(k))
}

// Change is one difference between a folder and the tree.
type Change struct {
	Path string // slash-separated, below the folder
	Kind Kind
}

// Diff compares a folder with the tree; the changes come in the order of their paths. A folder that is not there is an empty one.
// A file of the tree whose place is taken by one that this tool has not made is Foreign.
func (t *Tree) Diff(dir string) ([]Change, error) {
	there, err := List(dir)
	if err != nil {
		return nil, err
	}
	var changes []Change
	for _, name := range t.Paths() {
		found, ok := there[name]
		switch {
		case !ok:
			changes = append(changes, Change{name, Missing})
		case !found.Ours:
			changes = append(changes, Change{name, Foreign})
		case !bytes.Equal(found.Data, t.files[name]):
			changes = append(changes, Change{name, Changed})
		}
	}
	for name, found := range there {
		if _, ok := t.files[name]; ok {
			continue
		}
		kind := Foreign
		if found.Ours {
			kind = Orphaned
		}
		changes = append(changes, Change{name, kind})
	}
	slices.SortFunc(changes, func(a, b Change) int { return strings.Compare(a.Path, b.Path) })
	return changes, nil
}

// Written counts what [Tree.Write] did.
type Written struct {
	Created, Changed, Removed, Unchanged int
	Foreign                              []string // files that were left alone, in order
}

// Write makes a folder like the tree: files whose bytes differ are replaced, one step each; files with this tool's line that the tree
// does not have are removed, with the folders that become empty; all others are left alone and named. When a file of the tree would
// take the place of one that this tool has not made, nothing is written at all. Cancelling ctx stops between two files.
func (t *Tree) Write(ctx context.Context, dir string) (Written, error) {
	changes, err := t.Diff(dir)
	if err != nil {
		return Written{}, err
	}
	if err := t.blocked(dir, changes); err != nil {
		return Written{}, err
	}
	if err := sweep(dir); err != nil {
		return Written{}, err
	}
	w := Written{Unchanged: len(t.files)}
	for _, c := range changes {
		if err := ctx.Err(); err != nil {
			return w, err
		}
		file := filepath.Join(dir, filepath.FromSlash(c.Path))
		switch c.Kind {
		case Foreign:
			w.Foreign = append(w.Foreign, c.Path)
			continue
		case Orphaned:
			if err := remove(dir, c.Path); err != nil {
				return w, err
			}
			w.Removed++
			continue
		case Missing:
			if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
				return w, err
			}
			w.Created++
		case Changed:
			w.Changed++
		}
		w.Unchanged--
		if _, err := WriteFile(file, t.files[c.Path]); err != nil {
			return w, fmt.Errorf("writing %s: %w", file, err)
		}
	}
	return w, nil
}

// blocked finds the files of the tree that cannot be written because something else stands in their way.
func (t *Tree) blocked(dir string, changes []Change) error {
	var faults []error
	for _, c := range changes {
		if _, ours := t.files[c.Path]; ours && c.Kind == Foreign {
			faults = append(faults, fmt.Errorf("%s is not made by specgen and stands where a generated file belongs; move it away, nothing was written",
				filepath.Join(dir, filepath.FromSlash(c.Path))))
		}
	}
	folders := map[string]bool{}
	for _, name := range t.Paths() {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if info, err := os.Lstat(file); err == nil && info.IsDir() {
			faults = append(faults, fmt.Errorf("%s is a folder, and a generated file belongs there; move it away, nothing was written", file))
		}
		for parent := path.Dir(name); parent != "." && !folders[parent]; parent = path.Dir(parent) {
			folders[parent] = true
			file := filepath.Join(dir, filepath.FromSlash(parent))
			if info, err := os.Stat(file); err == nil && !info.IsDir() {
				faults = append(faults, fmt.Errorf("%s is a file, and a folder is needed there; move it away, nothing was written", file))
			}
		}
	}
	return errors.Join(faults...)
}

// remove deletes a file and the folders above it that become empty, up to dir.
func remove(dir, name string) error {
	if err := os.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for parent := path.Dir(name); parent != "."; parent = path.Dir(parent) {
		folder := filepath.Join(dir, filepath.FromSlash(parent))
		if entries, err := os.ReadDir(folder); err != nil || len(entries) > 0 {
			return nil
		}
		if err := os.Remove(folder); err != nil {
			return err
		}
	}
	return nil
}

// Found is a file that stands in a folder.
type Found struct {
	Ours bool   // it carries this tool's line
	Data []byte // of a file of ours
}

// List reads the files below a folder by slash path, without those that a killed run left behind. A folder that is not there is an empty
// one. Of files that are not ours, of links and of other things that are no files it reads nothing.
func List(dir string) (map[string]Found, error) {
	files := map[string]Found{}
	err := Walk(dir, func(name string, regular bool) error {
		if !regular {
			files[name] = Found{}
			return nil
		}
		data, ours, err := read(filepath.Join(dir, filepath.FromSlash(name)))
		files[name] = Found{ours, data}
		return err
	})
	return files, err
}

// Walk visits what [List] lists, without reading it. regular is false for a link and for other things that are no files.
func Walk(dir string, visit func(name string, regular bool) error) error {
	return walk(dir, func(name string, entry fs.DirEntry) error {
		if isTemporary(entry.Name()) {
			return nil
		}
		return visit(name, entry.Type().IsRegular())
	})
}

// sweep removes the temporary files that a killed run left behind.
func sweep(dir string) error {
	return walk(dir, func(name string, entry fs.DirEntry) error {
		if !isTemporary(entry.Name()) || !entry.Type().IsRegular() {
			return nil
		}
		return ignoreMissing(os.Remove(filepath.Join(dir, filepath.FromSlash(name))))
	})
}

// isTemporary tells whether a name is one that [WriteFile] makes: ".NAME.PID.N.tmp".
func isTemporary(name string) bool {
	stem, ok := strings.CutSuffix(name, ".tmp")
	parts := strings.Split(stem, ".")
	return ok && len(parts) >= 4 && parts[0] == "" && isDigits(parts[len(parts)-1]) && isDigits(parts[len(parts)-2])
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// walk visits everything below a folder that is no folder; links are not followed.
func walk(dir string, visit func(name string, entry fs.DirEntry) error) error {
	return filepath.WalkDir(dir, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			if file == dir && errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return err
		}
		if entry.IsDir() {
			return nil
		}
		name, err := filepath.Rel(dir, file)
		if err != nil {
			return err
		}
		if name == "." {
			return fmt.Errorf("%s is a file, not a folder", dir)
		}
		return visit(filepath.ToSlash(name), entry)
	})
}

// head is how much of a file is searched for this tool's line.
const head = 4096

// read gives a file's bytes when this tool made it; of any other it reads no more than the head.
func read(file string) (data []byte, ours bool, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	start := make([]byte, head)
	n, err := io.ReadFull(f, start)
	start = start[:n]
	if err := ignoreEnd(err); err != nil || !IsOurs(file, start) {
		return nil, false, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, false, err
	}
	whole := bytes.NewBuffer(make([]byte, 0, info.Size()+bytes.MinRead)) // what a Buffer wants free to see the end
	whole.Write(start)
	_, err = whole.ReadFrom(f)
	return whole.Bytes(), true, err
}

// ignoreEnd makes the end of a file that is shorter than what was asked for no error.
func ignoreEnd(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return nil
	}
	return err
}

// IsOurs looks in the beginning of a file for `Code generated by specgen ... DO NOT EDIT.` as a comment line of the file's own type
// (https://go.dev/s/generatedcode has the form for Go). No more than the first 4096 bytes are searched.
func IsOurs(file string, start []byte) bool {
	start = start[:min(len(start), head)]
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
