package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

// release builds specgen from a module proxy in a folder, as go install has it from one: a build of a working copy has no version and trusts no
// lock, and is not what a user runs. The module cache is one of the workshop, filled from that of the user. The version is another each time, because
// the go command keeps what it knows of a version.
func (w *workshop) release(ctx context.Context) error {
	proxy, modules := filepath.Join(w.work, "proxy"), filepath.Join(w.work, "mod")
	version := fmt.Sprintf("v0.0.0-bench.%d", time.Now().UnixNano())
	if err := errors.Join(forgetReleases(proxy, modules), w.publish(proxy, version)); err != nil {
		return fmt.Errorf("releasing specgen: %w", err)
	}
	out, err := exec.CommandContext(ctx, "go", "env", "GOMODCACHE").Output()
	if err != nil {
		return fmt.Errorf("go env: %w", err)
	}
	known := filepath.Join(strings.TrimSpace(string(out)), "cache", "download")
	cmd := exec.CommandContext(ctx, "go", "install", ours+"/cmd/specgen@"+version)
	cmd.Dir = w.work // in no module
	cmd.Env = append(os.Environ(), "GOFLAGS=-modcacherw", "GOWORK=off", "GOBIN="+filepath.Join(w.work, "bin"), "GOMODCACHE="+modules,
		"GOPROXY=file://"+filepath.ToSlash(proxy)+",file://"+filepath.ToSlash(known), "GOSUMDB=off")
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building specgen: %w\n%s", err, said)
	}
	w.specgen = filepath.Join(w.work, "bin", "specgen")
	return nil
}

// forgetReleases removes what is left of earlier ones.
func forgetReleases(proxy, modules string) error {
	earlier, err := filepath.Glob(filepath.Join(modules, ours+"@*"))
	for _, dir := range append(earlier, proxy, filepath.Join(modules, "cache", "download", ours)) {
		err = errors.Join(err, os.RemoveAll(dir))
	}
	return err
}

// publish writes the module into a folder as a module proxy has it (https://go.dev/ref/mod#goproxy-protocol).
func (w *workshop) publish(proxy, version string) error {
	dir := filepath.Join(proxy, ours, "@v")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	mod, err := os.ReadFile(filepath.Join(w.repository, "go.mod"))
	if err != nil {
		return err
	}
	info := fmt.Appendf(nil, `{"Version": %q}`, version)
	name := filepath.Join(dir, version)
	list := []byte(version + "\n")
	if err := errors.Join(os.WriteFile(filepath.Join(dir, "list"), list, 0o666), os.WriteFile(name+".mod", mod, 0o666), os.WriteFile(name+".info", info, 0o666)); err != nil {
		return err
	}
	f, err := os.Create(name + ".zip")
	if err != nil {
		return err
	}
	return errors.Join(zip.CreateFromDir(f, module.Version{Path: ours, Version: version}, w.repository), f.Close())
}
