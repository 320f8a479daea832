package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

// releaseVersion is the version of the release that buildSpecgen publishes.
const releaseVersion = "v0.0.0-bench"

// buildSpecgen publishes the working copy in a file-based module proxy and installs specgen from there. A command that is built in the working copy
// has no version and does not trust specgen.lock, so it is not what users run.
func (w *workspace) buildSpecgen(ctx context.Context) error {
	proxy := filepath.Join(w.dir, "proxy")
	if err := w.publish(proxy); err != nil {
		return fmt.Errorf("publishing specgen: %w", err)
	}
	out, err := exec.CommandContext(ctx, "go", "env", "GOMODCACHE").Output()
	if err != nil {
		return fmt.Errorf("go env: %w", err)
	}
	downloads := filepath.Join(strings.TrimSpace(string(out)), "cache", "download") // the module cache of the user is also a proxy
	cmd := exec.CommandContext(ctx, "go", "install", modulePath+"/cmd/specgen@"+releaseVersion)
	cmd.Dir = w.dir // outside of any module
	cmd.Env = append(os.Environ(), "GOFLAGS=-modcacherw", "GOWORK=off", "GOBIN="+filepath.Dir(w.specgen), "GOMODCACHE="+filepath.Join(w.dir, "mod"),
		"GOPROXY=file://"+filepath.ToSlash(proxy)+",file://"+filepath.ToSlash(downloads), "GOSUMDB=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building specgen: %w\n%s", err, out)
	}
	return nil
}

// publish writes the working copy to a directory in the layout of a module proxy (https://go.dev/ref/mod#goproxy-protocol).
func (w *workspace) publish(proxy string) error {
	dir := filepath.Join(proxy, filepath.FromSlash(modulePath), "@v")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	mod, err := os.ReadFile(filepath.Join(w.repository, "go.mod"))
	if err != nil {
		return err
	}
	for name, data := range map[string][]byte{
		"list": []byte(releaseVersion + "\n"), releaseVersion + ".mod": mod, releaseVersion + ".info": fmt.Appendf(nil, `{"Version": %q}`, releaseVersion),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
			return err
		}
	}
	f, err := os.Create(filepath.Join(dir, releaseVersion+".zip"))
	if err != nil {
		return err
	}
	return errors.Join(zip.CreateFromDir(f, module.Version{Path: modulePath, Version: releaseVersion}, w.repository), f.Close())
}
