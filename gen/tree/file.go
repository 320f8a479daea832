package tree

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// WriteFile gives a file new content in one step: data goes to a temporary file beside it, which is then renamed, so that whatever
// happens the file is the old or the new one. A file that has these bytes already is not touched, and changed is false. The
// folder must exist. A file keeps its permissions, a new one gets 0666 less the umask. Through a symbolic link the
// file behind it is written.
func WriteFile(file string, data []byte) (changed bool, err error) {
	if target, err := filepath.EvalSymlinks(file); err == nil {
		file = target
	}
	mode := fs.FileMode(0)
	switch info, err := os.Stat(file); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return false, err
	case !info.Mode().IsRegular():
		return false, fmt.Errorf("%s is not a regular file", file)
	default:
		old, err := os.ReadFile(file)
		if err == nil && bytes.Equal(old, data) {
			return false, nil
		}
		mode = info.Mode().Perm()
	}
	return true, replace(file, data, mode)
}

// replace writes a temporary file and renames it. mode 0 leaves the permissions to the umask.
func replace(file string, data []byte, mode fs.FileMode) (err error) {
	f, err := temporary(file)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, ignoreMissing(os.Remove(f.Name())))
		}
	}()
	_, err = f.Write(data)
	if mode != 0 && err == nil {
		err = f.Chmod(mode)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}

// temporary makes ".NAME.N.tmp" beside a file. os.CreateTemp would give it mode 0600, which a rename would keep.
func temporary(file string) (*os.File, error) {
	dir, base := filepath.Split(file)
	for n := 0; ; n++ {
		f, err := os.OpenFile(fmt.Sprintf("%s.%s.%d.%d.tmp", dir, base, os.Getpid(), n), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if failed, ok := errors.AsType[*fs.PathError](err); ok && !errors.Is(err, fs.ErrExist) {
			return nil, &fs.PathError{Op: "write", Path: file, Err: failed.Err} // nobody knows the temporary name
		}
		if err == nil || n > 1000 {
			return f, err
		}
	}
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
