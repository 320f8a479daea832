package tree

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// WriteFileIn writes data to the file at a slash-separated path below dir. It writes a temporary file in the same directory and then renames it. The
// file therefore always has either its old or its new content. changed reports whether the content changed. If the content of the file is already
// equal to data, WriteFileIn does not touch the file. The directory of the file must exist. If the file exists, it keeps its permissions. A new file
// has mode 0666 before the umask.
//
// WriteFileIn returns an error if the path exists and is not a regular file, or if a directory in the path is a symbolic link. dir itself may be a
// symbolic link.
func WriteFileIn(dir, name string, data []byte) (changed bool, err error) {
	root, err := os.OpenRoot(filepath.Clean(dir))
	if err != nil {
		return false, withPath("write", filepath.Join(dir, filepath.FromSlash(name)), err)
	}
	defer root.Close()
	return write(root, name, false, data)
}

// maxAttempts is the maximum number of attempts to write a file, and to create a temporary file. Each concurrent run in the same directory can cause
// a few failed attempts.
const maxAttempts = 100

// write writes a file below root, as [WriteFileIn] does. If makeDirs is true, it creates missing parent directories. It tries again if the temporary
// file or its directory disappears, because another run of specgen in the same directory removes temporary files and empty directories.
func write(root *os.Root, name string, makeDirs bool, data []byte) (changed bool, err error) {
	for range maxAttempts {
		if changed, err = writeOnce(root, name, makeDirs, data); !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	return changed, err
}

// writeOnce makes one attempt to write a file.
func writeOnce(root *os.Root, name string, makeDirs bool, data []byte) (changed bool, err error) {
	dir, err := openDir(root, path.Dir(name), makeDirs)
	if err != nil {
		return false, err
	}
	defer dir.Close()
	base := path.Base(name)
	file := filepath.Join(dir.Name(), base)
	mode := fs.FileMode(0)
	switch info, err := dir.Lstat(base); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return false, withPath("write", file, err)
	case !info.Mode().IsRegular():
		return false, CheckRegular(file, info.Mode())
	default:
		old, err := dir.ReadFile(base)
		if err == nil && bytes.Equal(old, data) {
			return false, nil
		}
		mode = info.Mode().Perm()
	}
	if err := replace(dir, base, data, mode); err != nil {
		return false, withPath("write", file, err)
	}
	return true, nil
}

// replace writes a temporary file and renames it to name. A rename replaces a symbolic link instead of following it. The data is on disk before the
// rename, so that the file is not empty after a power failure. If mode is 0, the mode of the file is 0666 before the umask.
func replace(dir *os.Root, name string, data []byte, mode fs.FileMode) (err error) {
	f, temporary, err := createTemporary(dir, name)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, ignoreMissing(dir.Remove(temporary)))
		}
	}()
	if err = fill(f, data, mode); err != nil {
		return err
	}
	return dir.Rename(temporary, name)
}

// syncWriter has the methods of [os.File] that fill calls.
type syncWriter interface {
	Write(data []byte) (int, error)
	Chmod(mode fs.FileMode) error
	Sync() error
	Close() error
}

// fill writes a file, waits until the data is on the disk, and closes the file. If mode is 0, fill keeps the mode of the file.
func fill(f syncWriter, data []byte, mode fs.FileMode) error {
	_, err := f.Write(data)
	if mode != 0 && err == nil {
		err = f.Chmod(mode)
	}
	if err == nil {
		if err = f.Sync(); errors.Is(err, errors.ErrUnsupported) {
			err = nil // the file system does not support the operation
		}
	}
	return errors.Join(err, f.Close())
}

// createTemporary creates a file with the name ".NAME.PID.RANDOM.tmp" in dir, where NAME is name. RANDOM is necessary because a second run may remove
// this file, and a third run must not create a file with the same name. os.CreateTemp would create a file with mode 0600, and a rename keeps the
// mode.
func createTemporary(dir *os.Root, name string) (f *os.File, created string, err error) {
	for range maxAttempts {
		created = fmt.Sprintf(".%s.%d.%s.tmp", name, os.Getpid(), rand.Text()[:8])
		f, err = dir.OpenFile(created, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	return f, created, err
}

// temporary matches the names of files that [createTemporary] creates.
var temporary = regexp.MustCompile(`(?s)^\..*\.[0-9]+\.[0-9A-Z]+\.tmp$`)

// openDir opens the directory at a slash-separated path below root. No element of the path may be a symbolic link. os.Root itself permits links to
// directories below root. If makeDirs is true, openDir creates missing directories.
func openDir(root *os.Root, name string, makeDirs bool) (*os.Root, error) {
	dir, err := root.OpenRoot(".")
	if err != nil || name == "." {
		return dir, err
	}
	for element := range strings.SplitSeq(name, "/") {
		next, err := openSubdirectory(dir, element, makeDirs)
		dir.Close()
		if err != nil {
			return nil, err
		}
		dir = next
	}
	return dir, nil
}

// openSubdirectory opens the directory with the given name in dir. If makeDirs is true, openSubdirectory creates a missing directory. It returns an
// error if name is a symbolic link or another kind of file, or if another file replaces the directory between the check and the call of OpenRoot.
func openSubdirectory(dir *os.Root, name string, makeDirs bool) (*os.Root, error) {
	file := filepath.Join(dir.Name(), name)
	if makeDirs {
		if err := dir.Mkdir(name, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, withPath("write", file, err)
		}
	}
	seen, err := dir.Lstat(name)
	if err != nil {
		return nil, withPath("open", file, err)
	}
	if !seen.IsDir() {
		return nil, fmt.Errorf("%s is %s, but a directory is needed; remove it, or name another directory", file, describe(seen.Mode()))
	}
	next, err := dir.OpenRoot(name)
	if err != nil {
		return nil, withPath("open", file, err)
	}
	opened, err := next.Stat(".")
	if err == nil && !os.SameFile(seen, opened) {
		err = errors.New("the directory was replaced while specgen opened it")
	}
	if err != nil {
		next.Close()
		return nil, withPath("open", file, err)
	}
	return next, nil
}

// remove deletes a file or an empty directory at a path below root. No parent directory in the path may be a symbolic link.
func remove(root *os.Root, name string) error {
	dir, err := openDir(root, path.Dir(name), false)
	if err != nil {
		return err
	}
	defer dir.Close()
	base := path.Base(name)
	return withPath("remove", filepath.Join(dir.Name(), base), dir.Remove(base))
}

// removeWithParents deletes a file. It also deletes the parent directories below root that become empty.
func removeWithParents(root *os.Root, name string) error {
	if err := ignoreMissing(remove(root, name)); err != nil {
		return err
	}
	for parent := path.Dir(name); parent != "."; parent = path.Dir(parent) {
		if err := remove(root, parent); err != nil {
			return nil // for example, the directory is not empty
		}
	}
	return nil
}

// CheckRegular returns an error unless mode is the mode of a regular file. The error contains the name of the file. The caller must get mode from
// Lstat, because Lstat does not follow symbolic links.
func CheckRegular(file string, mode fs.FileMode) error {
	switch {
	case mode.IsRegular():
		return nil
	case mode&fs.ModeSymlink != 0:
		return fmt.Errorf("%s is a symbolic link, and specgen does not follow it; replace it with a regular file, or remove it", file)
	}
	return fmt.Errorf("%s is %s; replace it with a regular file, or remove it", file, describe(mode))
}

// describe returns the kind of a file for a message, such as "a directory".
func describe(mode fs.FileMode) string {
	switch {
	case mode.IsRegular():
		return "a file"
	case mode.IsDir():
		return "a directory"
	case mode&fs.ModeSymlink != 0:
		return "a symbolic link"
	}
	return "not a regular file"
}

// withPath returns err as an [fs.PathError] whose Path is file, or nil if err is nil. The path in an error of [os.Root] is relative to the root, or is
// the name of a temporary file.
func withPath(op, file string, err error) error {
	if err == nil {
		return nil
	}
	if failed, ok := errors.AsType[*fs.PathError](err); ok {
		err = failed.Err
	} else if failed, ok := errors.AsType[*os.LinkError](err); ok {
		err = failed.Err
	}
	return &fs.PathError{Op: op, Path: file, Err: err}
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
