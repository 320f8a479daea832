package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/report"
)

// run is one run of the program on a machine as it is.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return newApp(toolVersion(), stdout, stderr).run(ctx, args, stdin)
}

func TestInterruptedRunIsAFailure(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var stdout, stderr bytes.Buffer
	code := run(ctx, []string{"lint", filepath.Join("testdata", "project", "spec", "openapi.yaml")}, strings.NewReader(""), &stdout, &stderr)
	if code != exitFailure || stdout.Len() > 0 || stderr.String() != "specgen: interrupted\n" {
		t.Errorf("exit code %d, stdout %q, stderr %q; want 2, nothing, the word", code, &stdout, &stderr)
	}
}

// brokenWriter is a full disk or a closed pipe.
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
		if code := run(t.Context(), args, strings.NewReader(""), brokenWriter{}, &stderr); code != exitFailure || stderr.Len() == 0 {
			t.Errorf("%v: exit code %d, stderr %q; want 2 and a reason", args, code, &stderr)
		}
	}
}

// TestSourceInMemory prints a finding in a generated file that is not written: its line is that of memory, not of what stands on disk.
func TestSourceInMemory(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.gen.go"), []byte("package old\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	var stdout bytes.Buffer
	a := &app{format: "text", color: "never", stdout: &stdout}
	found := report.List{{Rule: "go-type", Pos: report.Position{File: "a.gen.go", Line: 1, Column: 9}, Message: "wrong", Source: []byte("package made\n")}}
	err := a.print(&project{work: dir, base: dir}, found)
	if !errors.Is(err, errFindings) || !strings.Contains(stdout.String(), "| package made\n") || strings.Contains(stdout.String(), "old") {
		t.Errorf("%v\n%s", err, &stdout)
	}
}

// configSchema compiles the schema that editors check specgen.yaml with.
func configSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join("..", "..", "specgen.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// asJSON gives YAML as the values that package jsonschema checks.
func asJSON(t *testing.T, text []byte) any {
	t.Helper()
	var value any
	if err := yaml.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	value, err = jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestSchemaAcceptsOurConfigurations(t *testing.T) {
	schema := configSchema(t)
	for _, file := range []string{
		filepath.Join("..", "..", "specgen.yaml"),
		filepath.Join("testdata", "project", "specgen.yaml"),
	} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(asJSON(t, text)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// TestSchemaAndProgramAgree: what an editor marks, specgen refuses, and the other way round.
func TestSchemaAndProgramAgree(t *testing.T) {
	schema := configSchema(t)
	cases := []struct {
		name, text string
		good       bool
	}{
		{"least", "spec: openapi.yaml\n", true},
		{"all", "spec: a/openapi.yaml\noutput: generated\npackage: example.com/x/generated\nlint: a/lint.yaml\ncoverage: a/coverage.yaml\ninitialisms: [ID, IPv4]\nenums: {visitor: true, sql: false, lean: true}\n", true},
		{"no spec", "output: generated\n", false},
		{"unknown key", "spec: openapi.yaml\noutptu: generated\n", false},
		{"unknown enum key", "spec: openapi.yaml\nenums: {visitors: true}\n", false},
		{"list for text", "spec: [openapi.yaml]\n", false},
		{"text for bool", "spec: openapi.yaml\nenums: {sql: sometimes}\n", false},
		{"text for list", "spec: openapi.yaml\ninitialisms: ID\n", false},
		{"empty spec", "spec: ''\n", false},
		{"list for coverage", "spec: openapi.yaml\ncoverage: [coverage.yaml]\n", false},
		{"list at the top", "- spec\n", false},
		{"initialism with a space", "spec: openapi.yaml\ninitialisms: ['I D']\n", false},
		{"initialism twice", "spec: openapi.yaml\ninitialisms: [ID, ID]\n", false},
		{"all of a target", "spec: openapi.yaml\noutput: generated\npackage: x.y/z\ngenerate: [client, models]\npackages: one\nselect: {tags: [A], operations: [b, GET /c], paths: [/d/**], evidence: [e], version: v21.1}\n", true},
		{"targets", "spec: openapi.yaml\nenums: {sql: true}\ntargets:\n  - {output: a, package: x.y/a}\n  - {output: b, package: x.y/b, select: {tags: [B]}, generate: [enums], packages: area, enums: {visitor: true}}\n", true},
		{"no targets", "spec: openapi.yaml\ntargets: []\n", false},
		{"output beside targets", "spec: openapi.yaml\noutput: x\ntargets:\n  - {output: a, package: x.y/a}\n", false},
		{"target without package", "spec: openapi.yaml\ntargets:\n  - {output: a}\n", false},
		{"target with a spec", "spec: openapi.yaml\ntargets:\n  - {output: a, package: x.y/a, spec: b}\n", false},
		{"unknown part", "spec: openapi.yaml\ngenerate: [clients]\n", false},
		{"part twice", "spec: openapi.yaml\ngenerate: [client, client]\n", false},
		{"routers", "spec: openapi.yaml\nrouter: chi\ntargets:\n  - {output: a, package: x.y/a, router: std}\n", true},
		{"unknown router", "spec: openapi.yaml\nrouter: gin\n", false},
		{"list of routers", "spec: openapi.yaml\nrouter: [chi, std]\n", false},
		{"stock parts", "spec: openapi.yaml\ngenerate: [client, stock-client, stock-chi-server, stock-std-http-server, stock-strict-server]\n", true},
		{"strict without a server", "spec: openapi.yaml\ngenerate: [stock-client, stock-strict-server]\n", false},
		{"no part", "spec: openapi.yaml\ngenerate: []\n", false},
		{"unknown packages", "spec: openapi.yaml\npackages: two\n", false},
		{"empty selection", "spec: openapi.yaml\nselect: {}\n", false},
		{"empty choice", "spec: openapi.yaml\nselect: {tags: ['']}\n", false},
		{"text for choices", "spec: openapi.yaml\nselect: {tags: MFA}\n", false},
		{"unknown selection", "spec: openapi.yaml\nselect: {tag: [MFA]}\n", false},
		{"version of words", "spec: openapi.yaml\nselect: {version: latest}\n", false},
		{"import path with a space", "spec: openapi.yaml\npackage: a b\n", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if err := schema.Validate(asJSON(t, []byte(c.text))); (err == nil) != c.good {
				t.Errorf("schema: %v, want good = %v", err, c.good)
			}
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "specgen.yaml"), []byte(c.text), 0o666); err != nil {
				t.Fatal(err)
			}
			_, found, err := gen.ReadConfig(os.DirFS(dir), "specgen.yaml")
			if err != nil {
				t.Fatal(err)
			}
			if found.HasErrors() == c.good {
				t.Errorf("program: %v, want good = %v", found, c.good)
			}
		})
	}
}
