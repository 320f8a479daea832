package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen/report"
)

func TestInterruptedRunIsAFailure(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var stdout, stderr bytes.Buffer
	code := Run(ctx, []string{"lint", filepath.Join("testdata", "project", "spec", "openapi.yaml")}, strings.NewReader(""), &stdout, &stderr)
	if code != exitFailure || stdout.Len() > 0 || stderr.String() != "specgen: interrupted\n" {
		t.Errorf("lint: got exit code %d, stdout %q and stderr %q, want exit code 2, empty stdout and \"specgen: interrupted\"", code, &stdout, &stderr)
	}
}

// brokenWriter is a writer whose Write method always returns an error, as for a closed pipe.
type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestUnwritableOutputIsAFailure(t *testing.T) {
	for _, args := range [][]string{
		{"bundle", filepath.Join("testdata", "project", "spec", "openapi.yaml")},
		{"lint", "--format", "json", filepath.Join("testdata", "project", "spec", "openapi.yaml")},
		{"lint", "--explain", "enum-names"},
		{"version"},
	} {
		var stderr bytes.Buffer
		if code := Run(t.Context(), args, strings.NewReader(""), brokenWriter{}, &stderr); code != exitFailure || stderr.Len() == 0 {
			t.Errorf("%v: got exit code %d and stderr %q, want exit code 2 and an error", args, code, &stderr)
		}
	}
}

// TestSourceInMemory checks the excerpt for a finding in a generated file. The excerpt must come from the source in the finding instead of the file
// on disk.
func TestSourceInMemory(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.gen.go"), []byte("package old\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	var stdout bytes.Buffer
	a := &app{format: "text", color: "never", stdout: &stdout}
	found := report.List{{Rule: "go-type", Pos: report.Position{File: "a.gen.go", Line: 1, Column: 9}, Message: "wrong", Source: []byte("package made\n")}}
	err := a.print(&project.Project{Work: dir, Base: dir}, found)
	if !errors.Is(err, errFindings) || !strings.Contains(stdout.String(), "| package made\n") || strings.Contains(stdout.String(), "old") {
		t.Errorf("print: got error %v and the output below, want errFindings and the source line \"package made\": %s", err, &stdout)
	}
}
