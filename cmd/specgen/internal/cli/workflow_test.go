package cli

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"
)

// TestWorkflowNeedsMergeBase runs the last step of init's workflow in a directory without a repository. The step must fail before it runs go.
func TestWorkflowNeedsMergeBase(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("SKIPPED: the test cannot find bash")
	}
	data, err := skeleton.ReadFile("skeleton/workflow.yml")
	if err != nil {
		t.Fatal(err)
	}
	var workflow struct {
		Jobs map[string]struct{ Steps []struct{ Run string } }
	}
	if err := yaml.Unmarshal(data, &workflow); err != nil {
		t.Fatal(err)
	}
	steps := workflow.Jobs["specgen"].Steps
	dir := t.TempDir()
	called := filepath.Join(dir, "called")
	if err := os.WriteFile(filepath.Join(dir, "go"), []byte("#!/bin/sh\ntouch '"+called+"'\n"), 0o777); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	step := exec.CommandContext(ctx, "bash", "-e", "-c", steps[len(steps)-1].Run)
	step.Dir = dir
	step.Env = append(os.Environ(), "PATH="+dir+string(os.PathListSeparator)+os.Getenv("PATH"), "GITHUB_BASE_REF=main", "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir))
	out, err := step.CombinedOutput()
	if err == nil {
		t.Errorf("the step succeeded, want an error:\n%s", out)
	}
	if _, err := os.Stat(called); err == nil {
		t.Errorf("the step ran go without a merge base:\n%s", out)
	}
}
