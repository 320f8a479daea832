package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const modulePath = "github.com/rasapi/specgen"

// workspace is a temporary directory with the commands specgen and oapi-codegen, and the modules in which they run.
type workspace struct {
	repository, dir      string
	specgen, oapiCodegen string   // paths of the commands
	env                  []string // environment of measured commands, with a separate Go build cache
}

// newWorkspace creates a workspace, builds both commands, and compiles the imports of generated code into the build cache. The caller must call
// remove.
func newWorkspace(ctx context.Context, repository string) (*workspace, error) {
	dir, err := os.MkdirTemp("", "specgen-bench")
	if err != nil {
		return nil, err
	}
	w := &workspace{repository: repository, dir: dir, specgen: filepath.Join(dir, "bin", "specgen"), oapiCodegen: filepath.Join(dir, "bin", "oapi-codegen")}
	w.env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off", "GOCACHE="+filepath.Join(dir, "go-build"))
	for _, build := range []func(context.Context) error{w.buildOAPICodegen, w.buildSpecgen, w.buildImports} {
		if err := build(ctx); err != nil {
			return nil, errors.Join(err, w.remove())
		}
	}
	return w, nil
}

// remove deletes the directory of the workspace.
func (w *workspace) remove() error { return os.RemoveAll(w.dir) }

// buildOAPICodegen builds oapi-codegen at the version in the go.mod of this program.
func (w *workspace) buildOAPICodegen(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-o", w.oapiCodegen, "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen")
	cmd.Dir = filepath.Join(w.repository, "bench", "generate")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building oapi-codegen: %w\n%s", err, out)
	}
	return nil
}

// buildImports compiles the imports of generated code, so that the measured builds find them in the build cache.
func (w *workspace) buildImports(ctx context.Context) error {
	dir, err := w.newModule()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "go", "build", "net/http/...", "encoding/...", "mime/...", "html/...", "log/slog", "flag", "iter", "database/sql",
		modulePath+"/rest", "github.com/go-chi/chi/v5", "github.com/oapi-codegen/runtime", "github.com/oapi-codegen/runtime/types")
	cmd.Dir, cmd.Env = dir, w.env
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building the imports of generated code: %w\n%s", err, out)
	}
	return os.RemoveAll(dir)
}

// newModule creates an empty module that requires specgen from the repository, and returns its directory. Each module has a unique path, so that the
// build cache does not contain its packages.
func (w *workspace) newModule() (dir string, err error) {
	dir, err = os.MkdirTemp(w.dir, "m")
	if err != nil {
		return "", err
	}
	path := "example.com/" + filepath.Base(dir)
	mod, err := os.ReadFile(filepath.Join(w.repository, "go.mod"))
	if err != nil {
		return "", err
	}
	sum, err := os.ReadFile(filepath.Join(w.repository, "go.sum"))
	if err != nil {
		return "", err
	}
	mod = bytes.Replace(mod, []byte("module "+modulePath), []byte("module "+path), 1)
	mod = fmt.Appendf(mod, "\nrequire %s v0.0.0\n\nreplace %s => %s\n", modulePath, modulePath, filepath.ToSlash(w.repository))
	return dir, errors.Join(os.WriteFile(filepath.Join(dir, "go.mod"), mod, 0o666), os.WriteFile(filepath.Join(dir, "go.sum"), sum, 0o666))
}

// versions returns the versions of oapi-codegen and Go. It returns an error if specgen and this program require different versions of oapi-codegen.
func versions(ctx context.Context, repository string) (oapiCodegen, goVersion string, err error) {
	var found []string
	for _, dir := range []string{repository, filepath.Join(repository, "bench", "generate")} {
		cmd := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Version}}", "github.com/oapi-codegen/oapi-codegen/v2")
		cmd.Dir = dir
		out, err := cmd.Output()
		if err != nil {
			return "", "", fmt.Errorf("reading the version of oapi-codegen in %s: %w", dir, err)
		}
		found = append(found, strings.TrimSpace(string(out)))
	}
	if found[0] != found[1] {
		return "", "", fmt.Errorf("specgen requires oapi-codegen %s, but bench/generate requires %s; update bench/generate/go.mod", found[0], found[1])
	}
	out, err := exec.CommandContext(ctx, "go", "env", "GOVERSION").Output()
	return found[0], strings.TrimSpace(string(out)), err
}
