package lint_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/lint"
)

// loading are the rules of package spec, which has the tests for them.
var loading = []string{
	"duplicate-key", "file-size", "openapi-version", "ref-cycle", "ref-kind", "ref-outside", "ref-unresolved", "spec-size",
	"yaml-alias", "yaml-depth", "yaml-key", "yaml-syntax", "yaml-value",
}

// ours are the rules of this package. Their names are a contract: they stand in the lint.yaml of every user.
var ours = []string{
	"allof-closed", "component-name", "default-violates-schema", "discriminator-type", "duplicate-operation-id",
	"duplicate-parameter", "duplicate-tag", "enum-collision", "enum-flags", "enum-inline", "enum-names", "enum-names-missing", "enum-null",
	"enum-type", "enum-values", "evidence", "example-violates-schema", "extension-typo", "go-text", "go-type-import", "index-sorted", "lint-config",
	"missing-description", "nullable-ref", "object-inline", "object-shape", "one-json-media-type", "one-tag", "operation-id",
	"operation-names", "parameter-names", "path-parameters-mismatch", "path-template", "property-names", "ref-members", "ref-siblings", "ref-through-root",
	"required-cycle", "required-undefined", "route-conflict", "schema-cycle", "schema-names", "security-requirement-scheme-undefined", "status-case", "untyped-map", "unused-component",
	"unused-waiver",
}

func TestRuleIDs(t *testing.T) {
	want := append([]string{"openapi"}, loading...)
	want = append(append(want, ours...), openapi3.ValidationErrorCodes()...)
	slices.Sort(want)
	want = slices.Compact(want)
	var got []string
	for _, r := range lint.Rules() {
		got = append(got, r.ID)
	}
	if !slices.Equal(got, want) {
		t.Errorf("rules:\ngot  %q\nwant %q", got, want)
	}
}

// TestRulesAreComplete asks that every rule is explained, and that every rule of this package has a golden file that shows it.
func TestRulesAreComplete(t *testing.T) {
	kebab := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	for _, r := range lint.Rules() {
		if !kebab.MatchString(r.ID) {
			t.Errorf("%s: not kebab-case", r.ID)
		}
		if r.Title == "" || r.Why == "" || r.Fix == "" {
			t.Errorf("%s: Title, Why or Fix is empty", r.ID)
		}
		if !slices.Contains(ours, r.ID) {
			continue
		}
		data, err := os.ReadFile(filepath.Join("testdata", r.ID+".txtar"))
		if err != nil {
			t.Errorf("%s has no golden file: %v", r.ID, err)
		} else if !strings.Contains(string(data), "("+r.ID+")\n") {
			t.Errorf("%s: its golden file does not show it", r.ID)
		}
		if (r.Bad == "" || r.Good == "") && r.ID != "lint-config" && r.ID != "unused-waiver" {
			t.Errorf("%s: Bad or Good is empty", r.ID)
		}
	}
}

// TestUpstreamCodesAreNoted asks for a note of every code of kin-openapi: after an update of it, a new code is to be weighed.
func TestUpstreamCodesAreNoted(t *testing.T) {
	for _, r := range lint.Rules() {
		if slices.Contains(openapi3.ValidationErrorCodes(), r.ID) && r.Title == "The document follows the OpenAPI specification" {
			t.Errorf("code %s of kin-openapi has no note", r.ID)
		}
	}
}
