package revision

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// gitFS is a file system with the files in a directory of a commit. It does not open symbolic links or submodules.
type gitFS struct {
	ctx     context.Context
	root    string
	entries map[string]gitEntry
	below   map[string][]string // names of the files and directories in each directory

	mutex sync.Mutex
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   *bufio.Reader
}

type gitEntry struct{ mode, hash string }

// Open implements [fs.FS].
func (f *gitFS) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if names, ok := f.below[name]; ok {
		return &gitFile{info: gitInfo{name: path.Base(name), mode: fs.ModeDir | 0o555}, fs: f, path: name, names: slices.Sorted(slices.Values(names))}, nil
	}
	e, ok := f.entries[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	if e.mode == "120000" || e.mode == "160000" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	data, err := f.blob(e.hash)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &gitFile{info: gitInfo{name: path.Base(name), size: int64(len(data)), mode: 0o444}, Reader: bytes.NewReader(data)}, nil
}

// Lstat implements [fs.ReadLinkFS]. The size in its result is always 0.
func (f *gitFS) Lstat(name string) (fs.FileInfo, error) {
	if _, ok := f.below[name]; ok {
		return gitInfo{name: path.Base(name), mode: fs.ModeDir | 0o555}, nil
	}
	e, ok := f.entries[name]
	switch {
	case !ok:
		return nil, &fs.PathError{Op: "lstat", Path: name, Err: fs.ErrNotExist}
	case e.mode == "120000":
		return gitInfo{name: path.Base(name), mode: fs.ModeSymlink | 0o777}, nil
	}
	return gitInfo{name: path.Base(name), mode: 0o444}, nil
}

// ReadLink implements [fs.ReadLinkFS].
func (f *gitFS) ReadLink(name string) (string, error) {
	e := f.entries[name]
	if e.mode != "120000" {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	data, err := f.blob(e.hash)
	return string(data), err
}

// blob reads an object from the process `git cat-file --batch`. If the process is not running, blob starts it.
func (f *gitFS) blob(hash string) ([]byte, error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.cmd == nil {
		if err := f.start(); err != nil {
			return nil, err
		}
	}
	if _, err := fmt.Fprintln(f.in, hash); err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	header, err := f.out.ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	parts := strings.Fields(header)
	if len(parts) != 3 {
		return nil, fmt.Errorf("object %s is not in the git repository; if the clone is partial or shallow, fetch the object", short(hash))
	}
	size, err := strconv.ParseInt(parts[2], 10, 64)
	if err != nil || size > 1<<30 {
		return nil, fmt.Errorf("git cat-file: object size %s, want at most 1 GiB", parts[2])
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(f.out, data); err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	if _, err := f.out.Discard(1); err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	return data, nil
}

func (f *gitFS) start() error {
	cmd := exec.CommandContext(f.ctx, "git", "--no-optional-locks", "cat-file", "--batch")
	cmd.Dir = f.root
	in, err := cmd.StdinPipe()
	if err != nil {
		return fmt.Errorf("git cat-file: %w", err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return fmt.Errorf("git cat-file: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("git cat-file: %w", err)
	}
	f.cmd, f.in, f.out = cmd, in, bufio.NewReader(out)
	return nil
}

// Close ends the git process if there is one.
func (f *gitFS) Close() error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.cmd == nil {
		return nil
	}
	err := errors.Join(f.in.Close(), f.cmd.Wait())
	f.cmd = nil
	return err
}

// gitFile is an open file with its content in memory, or an open directory of a commit.
type gitFile struct {
	*bytes.Reader
	info  gitInfo
	fs    *gitFS
	path  string
	names []string // sorted names of the entries that ReadDir has not returned yet
}

func (f *gitFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *gitFile) Close() error               { return nil }

// Read implements [fs.File]. If the gitFile is a directory, Read returns an error.
func (f *gitFile) Read(p []byte) (int, error) {
	if f.Reader == nil {
		return 0, &fs.PathError{Op: "read", Path: f.path, Err: errors.New("is a directory")}
	}
	return f.Reader.Read(p)
}

// ReadDir implements [fs.ReadDirFile].
func (f *gitFile) ReadDir(n int) ([]fs.DirEntry, error) {
	count := len(f.names)
	if n > 0 {
		if count == 0 {
			return nil, io.EOF
		}
		count = min(count, n)
	}
	var list []fs.DirEntry
	for _, name := range f.names[:count] {
		info, err := f.fs.Lstat(path.Join(f.path, name))
		if err != nil {
			return nil, err
		}
		list = append(list, fs.FileInfoToDirEntry(info))
	}
	f.names = f.names[count:]
	return list, nil
}

// gitInfo implements [fs.FileInfo].
type gitInfo struct {
	name string
	size int64
	mode fs.FileMode
}

func (i gitInfo) Name() string       { return i.name }
func (i gitInfo) Size() int64        { return i.size }
func (i gitInfo) Mode() fs.FileMode  { return i.mode }
func (i gitInfo) ModTime() time.Time { return time.Time{} }
func (i gitInfo) IsDir() bool        { return i.mode.IsDir() }
func (i gitInfo) Sys() any           { return nil }

// patchedFS is a file system in which one file has different content or is missing.
type patchedFS struct {
	fs.FS
	name string
	data []byte // content of the file; nil if the file is missing
}

// Open implements [fs.FS].
func (p patchedFS) Open(name string) (fs.File, error) {
	switch {
	case name != p.name:
		return p.FS.Open(name)
	case p.data == nil:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &gitFile{info: gitInfo{name: filepath.Base(name), size: int64(len(p.data)), mode: 0o444}, Reader: bytes.NewReader(p.data)}, nil
}

// Lstat implements [fs.ReadLinkFS].
func (p patchedFS) Lstat(name string) (fs.FileInfo, error) {
	if name == p.name {
		return fs.Stat(p, name)
	}
	return fs.Lstat(p.FS, name)
}

// ReadLink implements [fs.ReadLinkFS].
func (p patchedFS) ReadLink(name string) (string, error) { return fs.ReadLink(p.FS, name) }

// stdinName is the file name in the positions of a spec that is read from standard input.
const stdinName = "stdin.yaml"

// oneFile is a file system that contains only the file [stdinName].
type oneFile struct{ data []byte }

// Open implements [fs.FS].
func (f oneFile) Open(name string) (fs.File, error) {
	if name != stdinName {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &gitFile{info: gitInfo{name: name, size: int64(len(f.data)), mode: 0o444}, Reader: bytes.NewReader(f.data)}, nil
}
