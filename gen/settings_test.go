package gen_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"github.com/rasapi/specgen/gen"
)

const (
	schemaFile = "../specgen.schema.json"
	manual     = "../docs/configuration.md"
)

// TestSettingsFiles compares the JSON schema and the documentation of the settings with the table of settings. -update rewrites both.
func TestSettingsFiles(t *testing.T) {
	schema, err := gen.Schema()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, _ := strings.Cut(string(data), "<!-- settings: generated from gen/settings.go -->\n")
	_, after, ok := strings.Cut(rest, "<!-- end of settings -->\n")
	if !ok {
		t.Fatalf("%s: got no markers around the settings, want them", manual)
	}
	text := before + "<!-- settings: generated from gen/settings.go -->\n" + gen.Markdown() + "<!-- end of settings -->\n" + after
	for file, want := range map[string]string{schemaFile: string(schema), manual: text} {
		if *update {
			if err := os.WriteFile(file, []byte(want), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s is out of date; run go test ./gen -run TestSettingsFiles -update", file)
		}
	}
}

// TestSettingsExample checks that the example in docs/configuration.md is valid and contains every setting except targets.
func TestSettingsExample(t *testing.T) {
	_, text, _ := strings.Cut(gen.Markdown(), "```yaml\n")
	text, _, _ = strings.Cut(text, "```\n")
	cfg, found, err := gen.ReadConfig(fstest.MapFS{"specgen.yaml": {Data: []byte(text)}}, "specgen.yaml")
	if err != nil || len(found) > 0 {
		t.Fatalf("ReadConfig of the example: got findings %v and error %v, want none: %s", found, err, text)
	}
	for _, s := range gen.Settings() {
		if _, ok := cfg.Places[s.Key]; !ok && s.Key != "targets" {
			t.Errorf("example: got no setting %s, want one", s.Key)
		}
	}
}

// configSchema compiles the JSON schema of specgen.yaml.
func configSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// asJSON converts YAML to the values that package jsonschema validates.
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

// TestSchemaAcceptsOwnFiles validates two configuration files of this repository.
func TestSchemaAcceptsOwnFiles(t *testing.T) {
	schema := configSchema(t)
	for _, file := range []string{
		filepath.Join("..", "specgen.yaml"),
		filepath.Join("..", "cmd", "specgen", "internal", "cli", "testdata", "project", "specgen.yaml"),
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

// TestSchemaMatchesReader checks that the JSON schema and ReadConfig both accept or both reject each of the files.
func TestSchemaMatchesReader(t *testing.T) {
	schema := configSchema(t)
	cases := []struct {
		name, text string
		good       bool
	}{
		{"minimal", "spec: openapi.yaml\n", true},
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
		{"all settings of a target", "spec: openapi.yaml\noutput: generated\npackage: x.y/z\ngenerate: [client, models]\npackages: one\nselect: {tags: [A], operations: [b, GET /c], paths: [/d/**], evidence: [e], version: v21.1}\n", true},
		{"targets", "spec: openapi.yaml\nenums: {sql: true}\ntargets:\n  - {output: a, package: x.y/a}\n  - {output: b, package: x.y/b, select: {tags: [B]}, generate: [enums], packages: area, enums: {visitor: true}}\n", true},
		{"no targets", "spec: openapi.yaml\ntargets: []\n", false},
		{"output and targets", "spec: openapi.yaml\noutput: x\ntargets:\n  - {output: a, package: x.y/a}\n", false},
		{"target without package", "spec: openapi.yaml\ntargets:\n  - {output: a}\n", false},
		{"target with a spec", "spec: openapi.yaml\ntargets:\n  - {output: a, package: x.y/a, spec: b}\n", false},
		{"null for enums", "spec: openapi.yaml\nenums:\n", false},
		{"null for a flag", "spec: openapi.yaml\nenums: {sql: null}\n", false},
		{"null for targets", "spec: openapi.yaml\ntargets:\n", false},
		{"null for a target", "spec: openapi.yaml\ntargets: [null]\n", false},
		{"no initialisms", "spec: openapi.yaml\ninitialisms: []\n", true},
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
		{"version without a number", "spec: openapi.yaml\nselect: {version: latest}\n", false},
		{"path with a backslash", "spec: spec\\openapi.yaml\n", false},
		{"import path with a plus sign", "spec: openapi.yaml\npackage: example.com/c++\n", true},
		{"import path with an empty element", "spec: openapi.yaml\npackage: a//b\n", false},
		{"number for router", "spec: openapi.yaml\nrouter: 7\n", false},
		{"target that overrides every setting", "spec: openapi.yaml\nselect: {tags: [A]}\ntargets:\n  - {output: a, package: x.y/a, packages: one, router: chi, select: {version: '1'}, enums: {}}\n", true},
		{"target with an empty selection", "spec: openapi.yaml\ntargets:\n  - {output: a, package: x.y/a, select: {}}\n", false},
		{"target with initialisms", "spec: openapi.yaml\ntargets:\n  - {output: a, package: x.y/a, initialisms: [ID]}\n", false},
		{"import path with a space", "spec: openapi.yaml\npackage: a b\n", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if err := schema.Validate(asJSON(t, []byte(c.text))); (err == nil) != c.good {
				t.Errorf("Validate: got error %v, want valid: %t", err, c.good)
			}
			_, found, err := gen.ReadConfig(fstest.MapFS{"specgen.yaml": {Data: []byte(c.text)}}, "specgen.yaml")
			if err != nil {
				t.Fatal(err)
			}
			if found.HasErrors() == c.good {
				t.Errorf("ReadConfig: got findings %v, want valid: %t", found, c.good)
			}
		})
	}
}

// TestFlagsAreTexts checks that settings with flags, and settings that are paths, have fields of type string.
func TestFlagsAreTexts(t *testing.T) {
	for _, s := range gen.Settings() {
		if !s.Flag && !s.Init && !s.IsPath() {
			continue
		}
		if s.Field == nil {
			t.Errorf("%s: got no field, want one", s.Key)
		} else if _, ok := s.Field(&gen.Config{}).(*string); !ok {
			t.Errorf("%s: got a field of another type, want a *string", s.Key)
		}
	}
}

// TestConfigYAML checks that ReadConfig reads the file that Config.YAML returns.
func TestConfigYAML(t *testing.T) {
	_, text, _ := strings.Cut(gen.Markdown(), "```yaml\n")
	text, _, _ = strings.Cut(text, "```\n")
	want, _, err := gen.ReadConfig(fstest.MapFS{"specgen.yaml": {Data: []byte(text)}}, "specgen.yaml")
	if err != nil {
		t.Fatal(err)
	}
	written := want.YAML(nil)
	got, found, err := gen.ReadConfig(fstest.MapFS{"specgen.yaml": {Data: written}}, "specgen.yaml")
	if err != nil || len(found) > 0 {
		t.Fatalf("ReadConfig of the written file: got findings %v and error %v, want none: %s", found, err, written)
	}
	if !maps.Equal(got.Options(), want.Options()) || got.Lint != want.Lint || got.Coverage != want.Coverage {
		t.Errorf("ReadConfig of the written file: got other settings, want the settings in the file: %s", written)
	}
}
