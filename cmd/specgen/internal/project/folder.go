package project

import (
	"io/fs"
	"os"
)

// Folder is a file system for the files below a directory. Unlike [os.DirFS], it rejects a symbolic link or a ".." element that leads out of the
// directory, with the error "path escapes from parent" of [os.Root].
type Folder string

// Open implements [fs.FS].
func (f Folder) Open(name string) (fs.File, error) {
	return inRoot(f, func(root fs.ReadLinkFS) (fs.File, error) { return root.Open(name) })
}

// Lstat implements [fs.ReadLinkFS].
func (f Folder) Lstat(name string) (fs.FileInfo, error) {
	return inRoot(f, func(root fs.ReadLinkFS) (fs.FileInfo, error) { return root.Lstat(name) })
}

// ReadLink implements [fs.ReadLinkFS].
func (f Folder) ReadLink(name string) (string, error) {
	return inRoot(f, func(root fs.ReadLinkFS) (string, error) { return root.ReadLink(name) })
}

// inRoot opens the directory f, calls do with it, and closes it. Files that do has opened stay open.
func inRoot[T any](f Folder, do func(fs.ReadLinkFS) (T, error)) (T, error) {
	root, err := os.OpenRoot(string(f))
	if err != nil {
		var none T
		return none, err
	}
	defer root.Close()
	return do(root.FS().(fs.ReadLinkFS)) // Root.FS documents that its result implements ReadLinkFS
}
