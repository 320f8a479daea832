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

// step is a step of a workflow or of a composite action.
type step struct {
	Uses, Run string
	Env       map[string]string
}

// workflows returns, by name, the workflow that init writes, the workflow of this repository, and action.yml.
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

// TestWorkflows checks that actions are pinned by hash, that scripts contain no expressions, that jobs request only the permissions they need, and
// that no workflow runs on pull_request_target.
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
					t.Errorf("%s: job %s has %s: %s, want %q", name, job, scope, access, want)
				}
			}
		}
		if len(w.Jobs) > 0 && (len(w.Permissions) != 1 || w.Permissions["contents"] != "read") {
			t.Errorf("%s: permissions = %v, want contents: read", name, w.Permissions)
		}
		if len(steps) == 0 {
			t.Errorf("%s has no steps, want at least one", name)
		}
		for _, s := range steps {
			if s.Uses != "" && s.Uses != "./" && !pinned.MatchString(s.Uses) {
				t.Errorf("%s: %s is not pinned by hash", name, s.Uses)
			}
			if strings.Contains(s.Run, "${{") {
				t.Errorf("%s: a script contains an expression; pass the value in env: %s", name, s.Run)
			}
		}
		for line := range strings.Lines(text) {
			if code, _, _ := strings.Cut(line, "#"); strings.Contains(code, "pull_request_target:") {
				t.Errorf("%s runs on pull_request_target, which gives forks access to secrets", name)
			}
		}
	}
}

// TestActionPassesInputsAsText runs the script of action.yml with inputs that contain shell commands. The command that the script calls prints its
// arguments.
func TestActionPassesInputsAsText(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("bash is missing")
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
			t.Fatal("the shell ran an input as a command")
		}
	}
}
