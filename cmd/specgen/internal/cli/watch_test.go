package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen/tree"
)

// TestWatch checks lint --watch step by step. The test sends ticks through a channel, so that it does not have to sleep. It replaces files
// atomically, because watch may read the files at any time.
func TestWatch(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	write := func(name, text string) {
		t.Helper()
		if _, err := tree.WriteFileIn(dir, name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	const good = "openapi: 3.0.3\ninfo: {title: House, version: \"1\"}\npaths: {}\n"
	write("openapi.yaml", good)
	long := time.Now().Add(-time.Hour)
	if err := os.Chtimes("openapi.yaml", long, long); err != nil {
		t.Fatal(err)
	}
	var out, problems bytes.Buffer
	a := &app{stdout: &out, stderr: &problems, format: "text", color: "never"}
	ctx, cancel := context.WithCancel(t.Context())
	ticks, runs := make(chan time.Time), make(chan string)
	done := make(chan error, 1)
	go func() {
		done <- a.watch(ctx, ticks, func() ([]string, error) {
			out.Reset()
			used, err := a.lint(ctx, project.Overrides{Spec: "openapi.yaml"})
			select {
			case runs <- out.String():
			case <-ctx.Done():
			}
			return used, err
		})
	}()
	edit := func(name, text string) string {
		t.Helper()
		write(name, text)
		for {
			select {
			case ticks <- time.Time{}:
			case found := <-runs:
				return found
			case err := <-done:
				t.Fatal("watch ended before the next run:", err)
			}
		}
	}
	if found := <-runs; !strings.Contains(found, "no findings") {
		t.Errorf("first run: got %q, want no findings", found)
	}
	if found := edit("openapi.yaml", strings.Replace(good, "paths", "pathes", 1)); !strings.Contains(found, "paths-required") {
		t.Errorf("run after a misspelling: got %q, want paths-required", found)
	}
	if found := edit("openapi.yaml", "openapi: [\n"); !strings.Contains(found, "yaml-syntax") {
		t.Errorf("run after a syntax error: got %q, want yaml-syntax", found)
	}
	if found := edit("openapi.yaml", good+"tags: []\n"); !strings.Contains(found, "no findings") {
		t.Errorf("run after the fix: got %q, want no findings", found)
	}
	for range 3 { // watch must not run lint without a change
		select {
		case ticks <- time.Time{}:
		case found := <-runs:
			t.Fatalf("without a change: got a run of lint, want none: %s", found)
		}
	}
	if found := edit("other.yaml", "x: 1\n"); !strings.Contains(found, "no findings") {
		t.Errorf("run after a new file in the directory: got %q, want no findings", found)
	}
	cancel()
	if err := <-done; err != nil || problems.Len() > 0 {
		t.Errorf("watch: got error %v and stderr %q, want none", err, &problems)
	}
}

// TestWatchEnds checks that watch returns errFindings if the last run returned errFindings. If the first run used no files, watch must return the
// error of this run.
func TestWatchEnds(t *testing.T) {
	a := &app{stdout: new(bytes.Buffer), stderr: new(bytes.Buffer), format: "text"}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := a.watch(ctx, nil, func() ([]string, error) { return []string{"x"}, errFindings }); !errors.Is(err, errFindings) {
		t.Errorf("watch after a last run with findings: got %v, want errFindings", err)
	}
	broken := errors.New("no such file")
	if err := a.watch(t.Context(), nil, func() ([]string, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("watch after an error in the first run: got %v, want %v", err, broken)
	}
}

// TestWatchGenerate checks that generate --watch generates again after an edit of the spec. Files that generate writes must not cause another run.
func TestWatchGenerate(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "project"))); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	long := time.Now().Add(-time.Hour) // watch runs again if files were written during the first run
	for _, name := range []string{"specgen.yaml", "spec/openapi.yaml", "spec/paths/door.yaml", "spec/schemas/common.yaml", "spec/schemas/door.yaml"} {
		if err := os.Chtimes(name, long, long); err != nil {
			t.Fatal(err)
		}
	}
	var out, problems bytes.Buffer
	a := &app{tool: "v1.2.3", stdout: &out, stderr: &problems, format: "text", color: "never"}
	ctx, cancel := context.WithCancel(t.Context())
	ticks, runs := make(chan time.Time), make(chan string)
	done := make(chan error, 1)
	go func() {
		done <- a.watch(ctx, ticks, func() ([]string, error) {
			out.Reset()
			used, err := a.generate(ctx, project.Overrides{}, false, &stages{})
			select {
			case runs <- out.String():
			case <-ctx.Done():
			}
			return used, err
		})
	}()
	// next sends ticks until the next run, and returns its output. If quiet is above 0, next instead checks that this number of ticks causes no run.
	next := func(quiet int) string {
		t.Helper()
		for range quiet {
			select {
			case ticks <- time.Time{}:
			case said := <-runs:
				t.Fatalf("without a change: got a run of generate, want none: %s", said)
			}
		}
		for quiet == 0 {
			select {
			case ticks <- time.Time{}:
			case said := <-runs:
				return said
			case err := <-done:
				t.Fatal("watch ended before the next run:", err)
			}
		}
		return ""
	}
	if said := <-runs; !strings.Contains(said, "wrote 10 files") {
		t.Errorf("first run: got %q and stderr %q, want 10 written files", said, &problems)
	}
	next(5)
	file := filepath.Join("spec", "schemas", "door.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	edit := func(old, new string) {
		// replace the file atomically, because watch could read an empty file
		if _, err := tree.WriteFileIn(".", filepath.ToSlash(file), bytes.Replace(text, []byte(old), []byte(new), 1)); err != nil {
			t.Fatal(err)
		}
	}
	edit("Locked]", "BarredAndLocked]")
	if said := next(0); !strings.Contains(said, "wrote 2 files") {
		t.Errorf("run after an edit: got %q, want 2 written files", said)
	}
	next(5)
	edit("Locked]", "]")
	if said := next(0); !strings.Contains(said, "enum-names") {
		t.Errorf("run after an error in the spec: got %q, want enum-names", said)
	}
	edit("", "")
	if said := next(0); !strings.Contains(said, "wrote 2 files") {
		t.Errorf("run after the fix: got %q, want 2 written files", said)
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("watch: got error %v, want none", err)
	}
}

// TestWatchBrokenStart checks that lint --watch and generate --watch run again after the correction of an input file that was not valid in the first
// run.
func TestWatchBrokenStart(t *testing.T) {
	good := map[string]string{
		"specgen.yaml":      "spec: spec/openapi.yaml\noutput: generated\npackage: example.com/house/generated\n",
		"spec/openapi.yaml": "openapi: 3.0.3\ninfo: {title: House, version: \"1\"}\npaths:\n  /a: {$ref: 'paths/a.yaml#/~1a'}\n",
		"spec/paths/a.yaml": "/a: {}\n",
	}
	for file := range good {
		for _, verb := range []string{"lint", "generate"} {
			t.Run(verb+" "+file, func(t *testing.T) {
				dir := t.TempDir()
				t.Chdir(dir)
				write := func(name, text string) {
					t.Helper()
					if _, err := tree.WriteFileIn(dir, name, []byte(text)); err != nil {
						t.Fatal(err)
					}
				}
				long := time.Now().Add(-time.Hour) // watch runs again if files were written during the first run
				for name, text := range good {
					if name == file {
						text = "x: [\n"
					}
					err := os.MkdirAll(filepath.Dir(name), 0o777)
					write(name, text)
					if err = errors.Join(err, os.Chtimes(name, long, long)); err != nil {
						t.Fatal(err)
					}
				}
				a := &app{stdout: new(bytes.Buffer), stderr: new(bytes.Buffer), format: "text", color: "never"}
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				runs := 0
				err := a.watch(ctx, nil, func() (used []string, err error) {
					if runs++; runs == 2 {
						cancel()
						return nil, nil
					}
					if verb == "lint" {
						used, err = a.lint(ctx, project.Overrides{})
					} else {
						used, err = a.generate(ctx, project.Overrides{}, false, &stages{})
					}
					write(file, good[file])
					return used, err
				})
				if err != nil || runs != 2 {
					t.Errorf("watch: got error %v after %d runs, want a second run after the correction", err, runs)
				}
			})
		}
	}
}
