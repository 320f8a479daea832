package revision

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/rasapi/specgen/cmd/specgen/internal/defect"
	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen"
)

// TestPanicOfSideIsReported checks that a panic while loading a side becomes an error. The error must contain the side, the stage and the document.
func TestPanicOfSideIsReported(t *testing.T) {
	err := forBoth([]*Side{{Name: "main"}, {Name: "the working tree", Config: gen.Config{Spec: "openapi.yaml"}}}, func(s *Side) error {
		if s.Name == "main" {
			return nil
		}
		s.Config.Stage("lint")
		var list []int
		list[len(s.Name)]++
		return nil
	})
	fault, ok := errors.AsType[*defect.Error](err)
	if !ok || fault.Step != (defect.Step{Stage: "lint", Document: "the working tree, openapi.yaml"}) || !strings.HasPrefix(err.Error(), "head: this is a bug in specgen") {
		t.Errorf("forBoth: got error %v, want a *defect.Error for the stage lint of head", err)
	}
}

// TestSidesEndsProcesses checks that Sides has ended all git processes when it returns an error.
func TestSidesEndsProcesses(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the replacement of git is a shell script")
	}
	real, err := exec.LookPath("git")
	if err != nil {
		t.Fatal(err)
	}
	const config = "spec: openapi.yaml\noutput: generated\npackage: example.com/house/generated\n"
	for _, c := range []struct{ name, config, base, want string }{
		{"base is unknown", config, "nothing", "base: "},
		{"head has no spec", config, "HEAD", "head: "},
		{"configuration is wrong", "spec: [a]\n", "HEAD", "head: "},
	} {
		dir := commitFiles(t, map[string]string{project.ConfigName: c.config})
		bin := t.TempDir()
		log := filepath.Join(bin, "log")
		script := "#!/bin/sh\necho start >>'" + log + "'\n'" + real + "' \"$@\"\ncode=$?\necho end >>'" + log + "'\nexit $code\n"
		if err := os.WriteFile(filepath.Join(bin, "git"), []byte(script), 0o777); err != nil {
			t.Fatal(err)
		}
		t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
		open := func(project.Overrides) (*project.Project, error) {
			return &project.Project{Work: dir, Base: dir, ConfigFile: filepath.Join(dir, project.ConfigName)}, nil
		}
		_, _, err := Sides(deadline(t), nil, open, Options{Base: c.base, Head: "HEAD"})
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: got error %v, want one that begins with %q", c.name, err, c.want)
		}
		text, err := os.ReadFile(log)
		if err != nil {
			t.Fatal(err)
		}
		if started, ended := strings.Count(string(text), "start"), strings.Count(string(text), "end"); started != ended {
			t.Errorf("%s: %d of %d git processes have ended, want all", c.name, ended, started)
		}
	}
}
