package project

import (
	"io/fs"
	"os"
)

// Folder is a file system with the files in a directory and its subdirectories. Unlike [os.DirFS], a Folder does not follow absolute symbolic links,
// or links to files outside the directory. The error of [os.Root] for such a link is "path escapes from parent".
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

// inRoot opens the directory f, calls the function do with it, and closes it. Files that the function opens remain open.
func inRoot[T any](f Folder, do func(fs.ReadLinkFS) (T, error)) (T, error) {
	root, err := os.OpenRoot(string(f))
	if err != nil {
		var none T
		return none, err
	}
	defer root.Close()
	return do(root.FS().(fs.ReadLinkFS)) // the documentation of Root.FS guarantees a ReadLinkFS
}
