package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/gcexportdata"

	"github.com/rasapi/specgen/cmd/specgen/internal/cache"
	"github.com/rasapi/specgen/cmd/specgen/internal/sums"
	"github.com/rasapi/specgen/gen"
)

// exportImporter imports packages from the export data that the go command keeps in its build cache, which is twenty times
// as fast as reading their source. It lists what it is asked for in the module that the generated code will stand in, so a
// package that this module does not require is an error of Import, in the go command's words.
//
// Export data of the last two Go releases is understood; with an older specgen and a newer go command the error says so.
type exportImporter struct {
	dir      string // a folder of the module
	cache    cache.Cache
	sums     *sums.Sums
	fset     *token.FileSet
	packages map[string]*types.Package // filled by gcexportdata, which shares packages between imports
	listed   map[string]listedPackage
}

// listedPackage is the part of `go list -json` that is asked for.
type listedPackage struct {
	ImportPath string
	Dir        string
	Standard   bool           `json:",omitempty"`
	Module     *listedModule  `json:",omitempty"`
	Export     string         // file with export data; empty when the package has an error
	Error      *listedError   `json:",omitempty"`
	DepsErrors []*listedError `json:",omitempty"`
}

type listedError struct{ Err string }

// listedModule is the module of a package.
type listedModule struct {
	Version string
	Replace *listedModule `json:",omitempty"`
}

// existing gives the deepest folder of a path that is there.
func existing(dir string) string {
	for {
		if info, err := os.Stat(dir); err == nil && info.IsDir() || dir == filepath.Dir(dir) {
			return dir
		}
		dir = filepath.Dir(dir)
	}
}

// prepare lists the packages that will be imported: it is the [gen.Importer] of one run.
func prepare(out string) gen.Importer { return prepareFrom(cache.Cache{})(out) }

// prepareFrom is prepare with the answers of the go command kept in a cache.
func prepareFrom(kept cache.Cache) func(out string) gen.Importer {
	return func(out string) gen.Importer {
		return func(ctx context.Context, imports []string) (types.Importer, error) {
			i := &exportImporter{
				dir: existing(out), cache: kept, sums: &sums.Sums{}, fset: token.NewFileSet(), packages: map[string]*types.Package{}, listed: map[string]listedPackage{},
			}
			return i, i.list(ctx, imports)
		}
	}
}

// Import gives one of the packages that were prepared for, as [types.Importer] wants it.
func (i *exportImporter) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if pkg := i.packages[path]; pkg != nil && pkg.Complete() {
		return pkg, nil
	}
	listed, ok := i.listed[path]
	if !ok {
		return nil, fmt.Errorf("import %q: the go command does not list it", path)
	}
	if listed.Export == "" {
		return nil, listed.reason()
	}
	return i.read(path, listed.Export)
}

// read takes a package from its export file.
func (i *exportImporter) read(path, file string) (*types.Package, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("export data of %q: %w", path, err)
	}
	defer f.Close()
	r, err := gcexportdata.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("export data of %q: %w", path, err)
	}
	pkg, err := gcexportdata.Read(r, i.fset, i.packages, path)
	if err != nil {
		return nil, fmt.Errorf("export data of %q (build specgen with the same Go as the go command's): %w", path, err)
	}
	return pkg, nil
}

// list finds the packages: in the cache, or by asking the go command.
func (i *exportImporter) list(ctx context.Context, paths []string) error {
	key, known := listingKey(i.sums, i.dir, paths)
	if known {
		if kept, ok := keptListing(i.cache, i.sums, key); ok {
			maps.Copy(i.listed, kept.Packages)
			return nil
		}
	}
	listed, err := i.ask(ctx, paths)
	if err != nil {
		return err
	}
	maps.Copy(i.listed, listed)
	if known {
		keepListing(i.cache, i.sums, key, listed, paths)
	}
	return nil
}

// ask asks the go command for the packages and all they depend on. One call for many costs as much as for one.
func (i *exportImporter) ask(ctx context.Context, paths []string) (map[string]listedPackage, error) {
	args := append([]string{"list", "-e", "-export", "-deps", "-json=ImportPath,Dir,Standard,Module,Export,Error,DepsErrors", "--"}, paths...)
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = i.dir
	cmd.Env = append(os.Environ(), "PWD="+i.dir)
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil {
		return nil, goFailure(err, problems.String())
	}
	listed := map[string]listedPackage{}
	for decoder := json.NewDecoder(&out); ; {
		var p listedPackage
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return listed, nil
		}
		if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		listed[p.ImportPath] = p
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
