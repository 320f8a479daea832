package cli

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

	"github.com/rasapi/specgen/gen"
)

// exportImporter imports packages from the export data that the go command keeps in its build cache, which is twenty times
// as fast as reading their source. It lists what it is asked for in the module that the generated code will stand in, so a
// package that this module does not require is an error of Import, in the go command's words.
//
// Export data of the last two Go releases is understood; with an older specgen and a newer go command the error says so.
type exportImporter struct {
	dir      string // in the module that the generated code belongs to
	listed   map[string]listedPackage
	compiled types.Importer // reads the files that listed names
}

// listedPackage is the part of `go list -json` that is asked for.
type listedPackage struct {
	ImportPath string
	Export     string // file with export data; empty when the package has an error
	Error      *listedError
	DepsErrors []*listedError
}

type listedError struct{ Err string }

// existing gives the deepest folder of a path that is there.
func existing(dir string) string {
	for {
		if info, err := os.Stat(dir); err == nil && info.IsDir() || dir == filepath.Dir(dir) {
			return dir
		}
		dir = filepath.Dir(dir)
	}
}

func newExportImporter(out string) *exportImporter {
	i := &exportImporter{dir: existing(out), listed: map[string]listedPackage{}}
	i.compiled = importer.ForCompiler(token.NewFileSet(), "gc", i.open)
	return i
}

// prepare lists the packages that will be imported: it is the [gen.Importer] of one run.
func prepare(out string) gen.Importer {
	i := newExportImporter(out)
	return func(ctx context.Context, imports []string) (types.Importer, error) { return i, i.list(ctx, imports) }
}

// Import returns a package that was listed.
func (i *exportImporter) Import(path string) (*types.Package, error) {
	if listed, ok := i.listed[path]; ok && path != "unsafe" && listed.Export == "" {
		return nil, listed.reason()
	}
	pkg, err := i.compiled.Import(path)
	if err != nil {
		return nil, fmt.Errorf("export data of %q (build specgen with the same Go as the go command's): %w", path, err)
	}
	return pkg, nil
}

// open opens the file with the export data of a package.
func (i *exportImporter) open(path string) (io.ReadCloser, error) {
	listed, ok := i.listed[path]
	if !ok {
		return nil, fmt.Errorf("import %q: the go command does not list it", path)
	}
	return os.Open(listed.Export)
}

// list asks the go command for the packages that are not listed yet. One call for many costs as much as for one.
func (i *exportImporter) list(ctx context.Context, paths []string) error {
	paths = slices.DeleteFunc(slices.Clone(paths), func(path string) bool { return i.listed[path].ImportPath != "" })
	if len(paths) == 0 {
		return nil
	}
	args := append([]string{"list", "-e", "-export", "-json=ImportPath,Export,Error,DepsErrors", "--"}, paths...)
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = i.dir
	cmd.Env = append(os.Environ(), "PWD="+i.dir)
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil {
		return goFailure(err, problems.String())
	}
	for decoder := json.NewDecoder(&out); ; {
		var p listedPackage
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("go list: %w", err)
		}
		i.listed[p.ImportPath] = p
	}
}

// goFailure words a go command that did not run to its end.
func goFailure(err error, problems string) error {
	if errors.Is(err, exec.ErrNotFound) {
		return fmt.Errorf("the generated code is type-checked with the help of the go command, which is not on the PATH; install Go: %w", err)
	}
	if text := strings.TrimSpace(problems); text != "" {
		return fmt.Errorf("go list: %w: %s", err, text)
	}
	return fmt.Errorf("go list: %w", err)
}

// reason says why a listed package has no export data.
func (p listedPackage) reason() error {
	switch {
	case p.Error != nil:
		return fmt.Errorf("import %q: %s", p.ImportPath, strings.TrimSpace(p.Error.Err))
	case len(p.DepsErrors) > 0:
		return fmt.Errorf("import %q: %s", p.ImportPath, strings.TrimSpace(p.DepsErrors[0].Err))
	default:
		return fmt.Errorf("import %q: the go command made no export data", p.ImportPath)
	}
}
