package cli

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

// repository is a git repository, asked through the git command.
type repository struct {
	root string // its working tree
}

// errNoGit is the reason when git cannot be asked.
var errNoGit = errors.New("git is not on the PATH; install it, or compare files: --base old.yaml --head new.yaml")

// openRepository finds the repository that a folder is in.
func openRepository(ctx context.Context, dir string) (*repository, error) {
	root, err := git(ctx, dir, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, fmt.Errorf("revisions need a git repository: %w", err)
	}
	return &repository{filepath.FromSlash(root)}, nil
}

// git runs a command of git and gives its output without the last line end. Of versions, v1.0.0-rc1 comes before v1.0.0.
func git(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", append([]string{"--no-optional-locks", "-c", "core.quotepath=off", "-c", "versionsort.suffix=-"}, args...)...)
	cmd.Dir = dir
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil {
		if errors.Is(err, exec.ErrNotFound) {
			return "", errNoGit
		}
		return "", fmt.Errorf("git %s: %s", args[0], strings.TrimSpace(problems.String()))
	}
	return strings.TrimSuffix(out.String(), "\n"), nil
}

// commit gives the hash of the commit that a revision names.
func (r *repository) commit(ctx context.Context, rev string) (string, error) {
	if strings.HasPrefix(rev, "-") {
		return "", fmt.Errorf("revision %q begins with a dash", rev)
	}
	hash, err := git(ctx, r.root, "rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if err != nil || hash == "" {
		if errors.Is(err, errNoGit) {
			return "", err
		}
		hint := ""
		if shallow, _ := git(ctx, r.root, "rev-parse", "--is-shallow-repository"); shallow == "true" {
			hint = "; this clone is shallow, so fetch more of it: git fetch --unshallow, or fetch-depth: 0 in a workflow"
		}
		return "", fmt.Errorf("%q is neither a file nor a revision of this repository%s", rev, hint)
	}
	return hash, nil
}

// mergeBase gives the commit where HEAD left the default branch, and how it was found.
func (r *repository) mergeBase(ctx context.Context) (hash, words string, err error) {
	var candidates []string
	if name, err := git(ctx, r.root, "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"); err == nil {
		candidates = append(candidates, name)
	}
	for _, name := range append(candidates, "origin/main", "origin/master", "main", "master") {
		if _, err := r.commit(ctx, name); err != nil {
			if errors.Is(err, errNoGit) {
				return "", "", err
			}
			continue
		}
		hash, err := git(ctx, r.root, "merge-base", "HEAD", name)
		if err != nil {
			return "", "", fmt.Errorf("HEAD and %s have no commit in common here; when the clone is shallow, fetch more of it (git fetch --unshallow), or name a base: --base %s", name, name)
		}
		return hash, "the merge base with " + name, nil
	}
	return "", "", errors.New("no default branch was found (origin/HEAD, main, master); name a base: --base REV")
}

// at gives the files of a commit below a folder of the repository.
func (r *repository) at(ctx context.Context, hash, folder string) (*gitFS, error) {
	tree := hash + ":"
	if folder != "." {
		tree += folder
	}
	out, err := git(ctx, r.root, "ls-tree", "-r", "-z", "--end-of-options", tree)
	if err != nil {
		return nil, fmt.Errorf("commit %s has no folder %s: %w", short(hash), folder, err)
	}
	f := &gitFS{ctx: ctx, root: r.root, entries: map[string]gitEntry{}, below: map[string][]string{".": nil}}
	for line := range strings.SplitSeq(out, "\x00") {
		meta, name, ok := strings.Cut(line, "\t")
		parts := strings.Fields(meta)
		if !ok || len(parts) != 3 {
			continue
		}
		f.entries[name] = gitEntry{mode: parts[0], hash: parts[2]}
		for child, dir := name, path.Dir(name); ; child, dir = dir, path.Dir(dir) {
			known := slices.Contains(f.below[dir], path.Base(child))
			if !known {
				f.below[dir] = append(f.below[dir], path.Base(child))
			}
			if dir == "." || known {
				break
			}
		}
	}
	return f, nil
}

func short(hash string) string { return hash[:min(10, len(hash))] }

// gitFS is the files of a commit, read from git's objects. Symbolic links are told as such and not followed.
type gitFS struct {
	ctx     context.Context
	root    string
	entries map[string]gitEntry
	below   map[string][]string // the names in each folder

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
		return &gitFile{info: gitInfo{name: path.Base(name), mode: fs.ModeDir | 0o555}, fs: f, path: name, names: names}, nil
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

// Lstat implements [fs.ReadLinkFS].
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

// blob reads an object through one `git cat-file --batch`, which is started when it is first needed.
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
		return nil, fmt.Errorf("git does not have object %s; when the clone is partial or shallow, fetch it", short(hash))
	}
	size, err := strconv.ParseInt(parts[2], 10, 64)
	if err != nil || size > 1<<30 {
		return nil, fmt.Errorf("git cat-file: object of size %s", parts[2])
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

// Close ends the process behind the files.
func (f *gitFS) Close() error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.cmd == nil {
		return nil
	}
	f.in.Close()
	err := f.cmd.Wait()
	f.cmd = nil
	return err
}

// gitFile is one of them: a file, or a folder with names.
type gitFile struct {
	*bytes.Reader
	info  gitInfo
	fs    *gitFS
	path  string
	names []string
}

func (f *gitFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *gitFile) Close() error               { return nil }

// Read refuses folders, which have no bytes.
func (f *gitFile) Read(p []byte) (int, error) {
	if f.Reader == nil {
		return 0, &fs.PathError{Op: "read", Path: f.path, Err: errors.New("is a folder")}
	}
	return f.Reader.Read(p)
}

// ReadDir implements [fs.ReadDirFile]; it gives all names at once.
func (f *gitFile) ReadDir(int) ([]fs.DirEntry, error) {
	var list []fs.DirEntry
	for _, name := range slices.Sorted(slices.Values(f.names)) {
		info, err := f.fs.Lstat(path.Join(f.path, name))
		if err != nil {
			return nil, err
		}
		list = append(list, fs.FileInfoToDirEntry(info))
	}
	f.names = nil
	if len(list) == 0 {
		return nil, io.EOF
	}
	return list, nil
}

// gitInfo describes one of them.
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
