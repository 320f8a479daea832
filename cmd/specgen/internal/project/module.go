package project

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"golang.org/x/mod/modfile"
)

// ToolPath is the import path of command specgen.
const ToolPath = "github.com/rasapi/specgen/cmd/specgen"

// Module is a Go module.
type Module struct {
	Dir, path string
	HasTool   bool // go.mod lists command specgen as a tool
}

// FindModule reads the go.mod in work or in the nearest parent directory that has one.
func FindModule(work string) (Module, error) {
	for dir := work; ; dir = filepath.Dir(dir) {
		name := filepath.Join(dir, "go.mod")
		data, err := os.ReadFile(name)
		if err == nil {
			mod, err := modfile.ParseLax(name, data, nil)
			if err != nil || mod.Module == nil {
				return Module{}, fmt.Errorf("%s has no valid module line: %v", name, err)
			}
			return Module{dir, mod.Module.Mod.Path, bytes.Contains(data, []byte(ToolPath))}, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return Module{}, err
		}
		if dir == filepath.Dir(dir) {
			return Module{}, fmt.Errorf("no go.mod in %s or a parent directory; run go mod init first", work)
		}
	}
}

// ImportPath returns the import path of a directory in the module.
func (m Module) ImportPath(dir string) (string, error) {
	name, err := filepath.Rel(m.Dir, dir)
	if err != nil || !filepath.IsLocal(name) {
		return "", fmt.Errorf("output directory %s is outside module %s; set --package", dir, m.path)
	}
	return path.Join(m.path, filepath.ToSlash(name)), nil
}
