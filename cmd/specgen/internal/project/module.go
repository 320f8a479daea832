package project

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"golang.org/x/mod/modfile"
)

// ToolPath is the import path of command specgen.
const ToolPath = "github.com/rasapi/specgen/cmd/specgen"

// Module is a Go module.
type Module struct {
	Dir, path string
	HasTool   bool     // whether go.mod contains ToolPath, for example in a tool directive
	requires  []string // paths of the required modules
}

// Lacks returns the paths in modules that go.mod does not require. The path of the module itself is never in the result.
func (m Module) Lacks(modules []string) []string {
	return slices.DeleteFunc(slices.Clone(modules), func(path string) bool { return path == m.path || slices.Contains(m.requires, path) })
}

// FindModule reads the go.mod in work, or in the nearest parent directory that has one. It returns an error if there is no go.mod, if it cannot be
// read or parsed, or if it has no module line.
func FindModule(work string) (Module, error) {
	for dir := work; ; dir = filepath.Dir(dir) {
		name := filepath.Join(dir, "go.mod")
		data, err := os.ReadFile(name)
		if err == nil {
			mod, err := modfile.ParseLax(name, data, nil)
			if err != nil {
				return Module{}, fmt.Errorf("%s has no valid module line: %v", name, err)
			}
			if mod.Module == nil {
				return Module{}, fmt.Errorf("%s has no module line; add one, such as module example.com/house", name)
			}
			found := Module{Dir: dir, path: mod.Module.Mod.Path, HasTool: bytes.Contains(data, []byte(ToolPath))}
			for _, r := range mod.Require {
				found.requires = append(found.requires, r.Mod.Path)
			}
			return found, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return Module{}, err
		}
		if dir == filepath.Dir(dir) {
			return Module{}, fmt.Errorf("no go.mod in %s or a parent directory; run go mod init first", work)
		}
	}
}

// ImportPath returns the import path of dir, a directory in the module. It returns an error if dir is outside the module.
func (m Module) ImportPath(dir string) (string, error) {
	name, err := filepath.Rel(m.Dir, dir)
	if err != nil || !filepath.IsLocal(name) {
		return "", fmt.Errorf("output directory %s is outside module %s; set --package", dir, m.path)
	}
	return path.Join(m.path, filepath.ToSlash(name)), nil
}
