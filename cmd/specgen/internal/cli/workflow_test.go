package cli

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"
)

// step is a step in a workflow or in a composite action.
type step struct {
	Uses, Run string
	Env       map[string]string
}

// workflows returns three files by name: the workflow that init writes, spec-diff.yml of this repository, and action.yml.
func workflows(t *testing.T) map[string]string {
	t.Helper()
	data, err := skeleton.ReadFile("skeleton/workflow.yml")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{"init": string(data)}
	for _, name := range []string{"action.yml", ".github/workflows/spec-diff.yml"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "..", "..", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		all[name] = string(data)
	}
	return all
}

// TestWorkflows checks the security of the workflows. Actions must be pinned by hash, and scripts must contain no expressions. Jobs must request only
// the permissions that they need, and no workflow may run on pull_request_target.
func TestWorkflows(t *testing.T) {
	pinned := regexp.MustCompile(`^[\w./-]+@[0-9a-f]{40}$`)
	for name, text := range workflows(t) {
		var w struct {
			On          any
			Permissions map[string]string
			Jobs        map[string]struct {
				Permissions map[string]string
				Steps       []step
			}
			Runs struct{ Steps []step }
		}
		if err := yaml.Unmarshal([]byte(text), &w); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		steps := w.Runs.Steps
		for job, j := range w.Jobs {
			steps = append(steps, j.Steps...)
			for scope, access := range j.Permissions {
				if want := map[string]string{"contents": "read", "pull-requests": "write"}[scope]; access != want {
					t.Errorf("%s: job %s: got permission %s: %s, want %q", name, job, scope, access, want)
				}
			}
		}
		if len(w.Jobs) > 0 && (len(w.Permissions) != 1 || w.Permissions["contents"] != "read") {
			t.Errorf("%s: got permissions %v, want contents: read", name, w.Permissions)
		}
		if len(steps) == 0 {
			t.Errorf("%s: got no steps, want at least one", name)
		}
		for _, s := range steps {
			if s.Uses != "" && s.Uses != "./" && !pinned.MatchString(s.Uses) {
				t.Errorf("%s: got action %s, want one that is pinned by hash", name, s.Uses)
			}
			if strings.Contains(s.Run, "${{") {
				t.Errorf("%s: got a script with an expression, want the value in env: %s", name, s.Run)
			}
		}
		for line := range strings.Lines(text) {
			if code, _, _ := strings.Cut(line, "#"); strings.Contains(code, "pull_request_target:") {
				t.Errorf("%s: got the event pull_request_target, want another event because forks could read secrets", name)
			}
		}
	}
}

// TestActionPassesInputsAsText runs the script of action.yml with inputs that contain shell commands. The script calls a command that prints its
// arguments. The command must receive each input as text.
func TestActionPassesInputsAsText(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("SKIPPED: the test runs bash, which is not on the PATH")
	}
	var action struct{ Runs struct{ Steps []step } }
	if err := yaml.Unmarshal([]byte(workflows(t)["action.yml"]), &action); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "show"), []byte("#!/bin/sh\nfor a; do printf '<%s>' \"$a\"; done\n"), 0o777); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for _, c := range []struct {
		env  []string
		want string
	}{
		{[]string{"FAIL_ON=breaking", "COMMENT=true"}, "<run><diff><--github-actions><--fail-on=breaking><--comment=true>"},
		{
			[]string{"FAIL_ON=breaking:wire,risky:go", "COMMENT=false", "BASE=$(touch pwned); x", "LEVELS=`touch pwned`"},
			"<run><diff><--github-actions><--fail-on=breaking:wire,risky:go><--comment=false><--base=$(touch pwned); x><--levels=`touch pwned`>",
		},
	} {
		script := exec.CommandContext(ctx, "bash", "-e", "-o", "pipefail", "-c", action.Runs.Steps[0].Run)
		script.Dir = dir
		script.Env = append(append(os.Environ(), "BASE=", "LEVELS=", "SPECGEN="+filepath.Join(dir, "show")+" run"), c.env...)
		out, err := script.CombinedOutput()
		if err != nil || string(out) != c.want {
			t.Errorf("%v: got output %s and error %v, want output %s", c.env, out, err, c.want)
		}
		if _, err := os.Stat(filepath.Join(dir, "pwned")); err == nil {
			t.Fatal("got an input that the shell runs as a command, want text")
		}
	}
}
