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

// loading lists the rules of package spec. The tests of package spec cover them.
var loading = []string{
	"duplicate-key", "file-size", "openapi-version", "ref-cycle", "ref-kind", "ref-outside", "ref-unresolved", "spec-size",
	"yaml-alias", "yaml-depth", "yaml-key", "yaml-syntax", "yaml-value",
}

// replaced lists the codes of kin-openapi for which this package has its own rule.
var replaced = []string{
	"default-violates-schema", "duplicate-operation-id", "duplicate-parameter", "duplicate-tag", "example-violates-schema",
	"path-parameters-mismatch", "security-requirement-scheme-undefined",
}

// isOwn reports whether this package implements a rule.
func isOwn(r lint.Rule) bool {
	upstream := r.ID == "openapi" || slices.Contains(openapi3.ValidationErrorCodes(), r.ID)
	return r.Stage == "lint" && (!upstream || slices.Contains(replaced, r.ID))
}

// TestRuleIDs checks that Rules contains the rules of package spec and of kin-openapi. A test of package cli compares
// all IDs with docs/rules.md.
func TestRuleIDs(t *testing.T) {
	var got []string
	for _, r := range lint.Rules() {
		got = append(got, r.ID)
	}
	if distinct := slices.Compact(slices.Clone(got)); !slices.IsSorted(got) || len(distinct) < len(got) {
		t.Errorf("rules are unsorted or duplicated: %q", got)
	}
	for _, id := range slices.Concat([]string{"openapi"}, loading, replaced, openapi3.ValidationErrorCodes()) {
		if !slices.Contains(got, id) {
			t.Errorf("rule %q is missing", id)
		}
	}
}

// TestRulesAreComplete checks that every rule has an explanation. Every rule of this package must also have a golden file with one of its findings.
func TestRulesAreComplete(t *testing.T) {
	kebab := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	for _, r := range lint.Rules() {
		if !kebab.MatchString(r.ID) {
			t.Errorf("rule %q is not in kebab-case", r.ID)
		}
		if r.Title == "" || r.Why == "" || r.Fix == "" {
			t.Errorf("%s: Title, Why or Fix is empty", r.ID)
		}
		if !isOwn(r) {
			continue
		}
		data, err := os.ReadFile(filepath.Join("testdata", r.ID+".txtar"))
		if err != nil {
			t.Errorf("%s has no golden file: %v", r.ID, err)
		} else if !strings.Contains(string(data), "("+r.ID+")\n") {
			t.Errorf("%s: the golden file contains no finding of the rule", r.ID)
		}
		if (r.Bad == "" || r.Good == "") && r.ID != "lint-config" && r.ID != "unused-waiver" {
			t.Errorf("%s: Bad or Good is empty", r.ID)
		}
	}
}

// TestUpstreamCodesHaveTexts checks that upstreamTexts has an entry for every code of kin-openapi. After an update of kin-openapi, add the new codes.
func TestUpstreamCodesHaveTexts(t *testing.T) {
	for _, r := range lint.Rules() {
		if slices.Contains(openapi3.ValidationErrorCodes(), r.ID) && r.Title == "The document follows the OpenAPI specification" {
			t.Errorf("code %s of kin-openapi has no entry in upstreamTexts", r.ID)
		}
	}
}
