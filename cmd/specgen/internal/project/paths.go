package project

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/rasapi/specgen/gen/report"
)

// InputFiles returns the absolute paths of the configuration, the root file of the spec, and the lint configuration, if they are set. For the
// embedded document, it returns only the configuration.
func (p *Project) InputFiles() []string {
	var files []string
	if p.ConfigFile != "" {
		files = append(files, p.ConfigFile)
	}
	if p.Builtin {
		return files
	}
	for _, name := range []string{p.Config.Spec, p.Config.Lint} {
		if name != "" {
			files = append(files, Absolute(p.Base, name))
		}
	}
	return files
}

// FSPath converts the absolute path of a file to the path in FS.
func (p *Project) FSPath(file string) string {
	name, err := filepath.Rel(p.Base, file)
	if err != nil { // another volume
		return filepath.ToSlash(file)
	}
	return filepath.ToSlash(name)
}

// Dir returns the deepest directory on disk that contains the project. This is Base, unless the spec is the embedded document.
func (p *Project) Dir() string {
	if p.Builtin {
		return filepath.Dir(p.Base)
	}
	return p.Base
}

// Display converts the absolute path of a file to a path for messages. The path is relative to the working directory. If the spec argument is an
// absolute path, the paths of files outside the working directory are absolute.
func (p *Project) Display(file string) string {
	name, err := filepath.Rel(p.Work, file)
	if err != nil || p.absolute && strings.HasPrefix(name, "..") {
		return file
	}
	return name
}

// DisplayPosition returns a position for messages. It converts the path in FS to the result of [Project.Display].
func (p *Project) DisplayPosition(pos report.Position) report.Position {
	if pos.File != "" {
		pos.File = filepath.ToSlash(p.Display(Absolute(p.Base, pos.File)))
	}
	return pos
}

// Absolute returns name as an absolute path. A relative name is relative to dir.
func Absolute(dir, name string) string {
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(dir, filepath.FromSlash(name))
}

// commonDir returns the deepest directory that contains the directories a and b. It returns an error if there is none, for example on two volumes.
func commonDir(a, b string) (string, error) {
	for dir := a; ; dir = filepath.Dir(dir) {
		name, err := filepath.Rel(dir, b)
		if err == nil && filepath.IsLocal(name) {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("%q and %q have no common directory; move both to one volume", a, b)
		}
	}
}

// InOutput converts a path relative to the output directory to the path in FS.
func (p *Project) InOutput(name string) string {
	return p.FSPath(Absolute(p.Output, name))
}

// OutputPath returns the slash-separated path of a file relative to the output directory. If the file is not inside the output directory, or if no
// output directory is set, it returns "".
func (p *Project) OutputPath(file string) string {
	if p.Output == "" {
		return ""
	}
	name, err := filepath.Rel(p.Output, file)
	if err != nil || !filepath.IsLocal(name) || name == "." {
		return ""
	}
	return filepath.ToSlash(name)
}

// LockFile returns the absolute path of the lock. The lock of specgen.yaml is specgen.lock, and the lock of farm.yaml is farm.lock. If there is no
// configuration, or if the command line replaces a setting, LockFile returns "", because specgen verify could not repeat the run.
func (p *Project) LockFile() string {
	if p.ConfigFile == "" || p.overridden {
		return ""
	}
	return strings.TrimSuffix(p.ConfigFile, filepath.Ext(p.ConfigFile)) + ".lock"
}

// LockPath converts the absolute path of a file to the path in the lock.
func (p *Project) LockPath(file string) string {
	name, err := filepath.Rel(p.lockDir(), file)
	if err != nil { // another volume
		return filepath.ToSlash(file)
	}
	return filepath.ToSlash(name)
}

// LockedFile converts the path of a file in the lock to the absolute path.
func (p *Project) LockedFile(name string) string { return Absolute(p.lockDir(), name) }

// lockDir returns the directory to which paths in the lock are relative.
func (p *Project) lockDir() string {
	if p.ConfigFile == "" {
		return p.Work
	}
	return filepath.Dir(p.ConfigFile)
}
