package project

import (
	"io/fs"
	"os"
)

// Folder is a file system for the tree of files in a directory. Unlike [os.DirFS] it rejects symbolic links and ".." that lead out of the
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

// inRoot calls do with the opened directory and closes it afterwards. Files that do opens stay open.
func inRoot[T any](f Folder, do func(fs.ReadLinkFS) (T, error)) (T, error) {
	root, err := os.OpenRoot(string(f))
	if err != nil {
		var none T
		return none, err
	}
	defer root.Close()
	return do(root.FS().(fs.ReadLinkFS)) // as the documentation of Root.FS promises
}
