package cli

import (
	"io/fs"
	"os"
)

// folder is a file system of the files in a folder and below it, as [os.DirFS], but one that the operating system keeps there: neither a
// link nor ".." leads out, and not even one that comes after somebody has looked ([os.Root]). The error is "path escapes from parent" then.
type folder string

// Open opens a file, as [fs.FS] has it.
func (f folder) Open(name string) (fs.File, error) {
	return inRoot(f, func(root fs.ReadLinkFS) (fs.File, error) { return root.Open(name) })
}

// Lstat describes a file or a link itself, as [fs.ReadLinkFS] has it.
func (f folder) Lstat(name string) (fs.FileInfo, error) {
	return inRoot(f, func(root fs.ReadLinkFS) (fs.FileInfo, error) { return root.Lstat(name) })
}

// ReadLink tells where a link leads, as [fs.ReadLinkFS] has it.
func (f folder) ReadLink(name string) (string, error) {
	return inRoot(f, func(root fs.ReadLinkFS) (string, error) { return root.ReadLink(name) })
}

// inRoot opens the folder for one call, so that nobody needs to close it: what was opened below it stays open.
func inRoot[T any](f folder, do func(fs.ReadLinkFS) (T, error)) (T, error) {
	root, err := os.OpenRoot(string(f))
	if err != nil {
		var none T
		return none, err
	}
	defer root.Close()
	return do(root.FS().(fs.ReadLinkFS)) // as the documentation of Root.FS promises
}
