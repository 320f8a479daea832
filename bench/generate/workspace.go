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

// workshop holds the commands that are compared and the folders they work in. Nothing outside work is written, but for the Go build cache,
// which the commands themselves are built with.
type workshop struct {
	repository, work string
	specgen, peer    string   // programs
	env              []string // of what is measured, with a Go build cache of its own
	temporary        bool     // the folder goes when the work is done
}

const ours = "github.com/rasapi/specgen"

// open builds the commands into a folder, a temporary one when it has no name, and what generated code imports into a build cache there. What it
// gives is to be closed, with an error too.
func open(ctx context.Context, repository, work string) (*workshop, error) {
	w := &workshop{repository: repository, temporary: work == ""}
	var err error
	if w.temporary {
		w.work, err = os.MkdirTemp("", "specgen-bench")
	} else if w.work, err = filepath.Abs(work); err == nil {
		err = os.MkdirAll(w.work, 0o777)
	}
	if err != nil {
		return w, err
	}
	w.env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off", "GOCACHE="+filepath.Join(w.work, "go-build"))
	if err := w.build(ctx); err != nil {
		return w, err
	}
	return w, w.warm(ctx)
}

// close removes what was made, unless it is for a later run.
func (w *workshop) close() error {
	if w.temporary {
		return os.RemoveAll(w.work)
	}
	return nil
}

// build builds the commands: the peer in the module of this program, specgen as a release, as a user has it.
func (w *workshop) build(ctx context.Context) error {
	const peer = "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen"
	w.peer = filepath.Join(w.work, "bin", filepath.Base(peer))
	cmd := exec.CommandContext(ctx, "go", "build", "-o", w.peer, peer)
	cmd.Dir = filepath.Join(w.repository, "bench", "generate")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building %s: %w\n%s", peer, err, out)
	}
	return w.release(ctx)
}

// warm compiles what generated code imports: it is not what is measured.
func (w *workshop) warm(ctx context.Context) error {
	dir, err := w.module()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "go", "build", "net/http/...", "encoding/...", "mime/...", "html/...", "log/slog", "flag", "iter", "database/sql",
		ours+"/rest", "github.com/go-chi/chi/v5", "github.com/oapi-codegen/runtime", "github.com/oapi-codegen/runtime/types")
	cmd.Dir, cmd.Env = dir, w.env
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building what generated code imports: %w\n%s", err, out)
	}
	return os.RemoveAll(dir)
}

// module makes an empty module, as one that uses specgen from a checkout, and gives its folder. No two have the same path, so the build
// cache knows no package of the next.
func (w *workshop) module() (dir string, err error) {
	dir, err = os.MkdirTemp(w.work, "m")
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
	mod = bytes.Replace(mod, []byte("module "+ours), []byte("module "+path), 1)
	mod = fmt.Appendf(mod, "\nrequire %s v0.0.0\n\nreplace %s => %s\n", ours, ours, filepath.ToSlash(w.repository))
	return dir, errors.Join(os.WriteFile(filepath.Join(dir, "go.mod"), mod, 0o666), os.WriteFile(filepath.Join(dir, "go.sum"), sum, 0o666))
}

// versions checks that the peer is the version whose library specgen uses, and gives it with that of Go.
func versions(ctx context.Context, repository string) (peer, goVersion string, err error) {
	var seen []string
	for _, dir := range []string{repository, filepath.Join(repository, "bench", "generate")} {
		cmd := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Version}}", "github.com/oapi-codegen/oapi-codegen/v2")
		cmd.Dir = dir
		out, err := cmd.Output()
		if err != nil {
			return "", "", fmt.Errorf("version of oapi-codegen in %s: %w", dir, err)
		}
		seen = append(seen, strings.TrimSpace(string(out)))
	}
	if seen[0] != seen[1] {
		return "", "", fmt.Errorf("specgen uses oapi-codegen %s and bench/generate %s: make the two one in bench/generate/go.mod", seen[0], seen[1])
	}
	out, err := exec.CommandContext(ctx, "go", "env", "GOVERSION").Output()
	return seen[0], strings.TrimSpace(string(out)), err
}
