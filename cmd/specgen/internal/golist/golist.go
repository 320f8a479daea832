// Package golist imports compiled packages. It uses the go command to find them.
//
// [Importer] calls `go list -export` to get the names of the files with export data in the build cache, and reads these files. This is about 20 times
// as fast as type-checking source code. If no module provides a package, Import returns an error with the message of the go command. If the Go release
// that built specgen is older than the go command, specgen may be unable to read the export data. In this case, the error suggests building specgen
// again.
package golist

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Importer imports packages from export data. It is not safe for concurrent use.
type Importer struct {
	dir      string // working directory of the go command
	listed   map[string]listedPackage
	compiled types.Importer // importer that reads the export data of the packages in listed
}

// New returns an Importer for code in a directory. If the directory does not exist, the go command runs in the nearest parent directory that
// exists.
func New(dir string) *Importer {
	i := &Importer{dir: nearestDir(dir), listed: map[string]listedPackage{}}
	i.compiled = importer.ForCompiler(token.NewFileSet(), "gc", i.open)
	return i
}

// listedPackage is a package in the output of `go list -json`.
type listedPackage struct {
	ImportPath string
	Export     string // name of the file with export data; "" if there is none
	Error      *listedError
	DepsErrors []*listedError
}

type listedError struct{ Err string }

// nearestDir returns dir if dir is a directory. Otherwise, it returns the nearest parent directory that exists.
func nearestDir(dir string) string {
	for {
		if info, err := os.Stat(dir); err == nil && info.IsDir() || dir == filepath.Dir(dir) {
			return dir
		}
		dir = filepath.Dir(dir)
	}
}

// Import implements [types.Importer] for packages that [Importer.Prepare] has listed. If it cannot read the export data of a package, the error
// matches [errors.ErrUnsupported].
func (i *Importer) Import(path string) (*types.Package, error) {
	if listed, ok := i.listed[path]; ok && path != "unsafe" && listed.Export == "" {
		return nil, listed.reason()
	}
	pkg, err := i.compiled.Import(path)
	if err != nil {
		return nil, unreadable{fmt.Errorf("reading the export data of %q: %w; build specgen with the Go release of the go command", path, err)}
	}
	return pkg, nil
}

// unreadable is the error for export data that specgen cannot read.
type unreadable struct{ error }

func (u unreadable) Unwrap() error { return u.error }

func (unreadable) Is(target error) bool { return target == errors.ErrUnsupported }

// open opens the export data of a package.
func (i *Importer) open(path string) (io.ReadCloser, error) {
	listed, ok := i.listed[path]
	if !ok {
		return nil, fmt.Errorf("import %q: the go command did not list the package", path)
	}
	return os.Open(listed.Export)
}

// Prepare runs the go command for the packages that are not listed yet, and returns i. One call for many packages takes about as long as a call for a
// single package.
func (i *Importer) Prepare(ctx context.Context, paths []string) (types.Importer, error) {
	paths = slices.DeleteFunc(slices.Clone(paths), func(path string) bool { return i.listed[path].ImportPath != "" })
	if len(paths) == 0 {
		return i, nil
	}
	args := append([]string{"list", "-e", "-export", "-json=ImportPath,Export,Error,DepsErrors", "--"}, paths...)
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = i.dir
	cmd.Env = slices.Concat([]string{"GOGC=800"}, os.Environ(), []string{"PWD=" + i.dir}) // in a short run, garbage collection only costs time
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil {
		return nil, goFailure(err, problems.String())
	}
	for decoder := json.NewDecoder(&out); ; {
		var p listedPackage
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return i, nil
		}
		if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		if p.Error != nil && strings.Contains(p.Error.Err, "go.mod file not found") {
			return nil, fmt.Errorf("no go.mod in %s or a parent directory; run go mod init first", i.dir)
		}
		i.listed[p.ImportPath] = p
	}
}

// goFailure returns the error for a failed go command.
func goFailure(err error, problems string) error {
	if errors.Is(err, exec.ErrNotFound) {
		return fmt.Errorf("the type check needs the go command, which is not on the PATH; install Go: %w", err)
	}
	if text := strings.Join(strings.Fields(problems), " "); text != "" {
		return fmt.Errorf("go list: %w: %s", err, text)
	}
	return fmt.Errorf("go list: %w", err)
}

// reason returns a one-line error that explains why a package has no export data. It omits the command that the go command suggests, because that
// command would add only one package.
func (p listedPackage) reason() error {
	text := "the go command returned no export data"
	switch {
	case p.Error != nil:
		text = p.Error.Err
	case len(p.DepsErrors) > 0:
		text = p.DepsErrors[0].Err
	}
	text, _, _ = strings.Cut(text, "; to add")
	return fmt.Errorf("import %q: %s", p.ImportPath, strings.Join(strings.Fields(text), " "))
}
