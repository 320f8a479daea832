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

// loading lists the rules that package spec reports. The tests of package spec cover these rules.
var loading = []string{
	"duplicate-key", "file-size", "openapi-version", "ref-cycle", "ref-kind", "ref-outside", "ref-unresolved", "spec-size",
	"yaml-alias", "yaml-depth", "yaml-key", "yaml-syntax", "yaml-value",
}

// replaced lists the codes of kin-openapi that rules of this package replace.
var replaced = []string{
	"default-violates-schema", "duplicate-operation-id", "duplicate-parameter", "duplicate-tag", "example-violates-schema",
	"path-parameters-mismatch", "security-requirement-scheme-undefined",
}

// isOwn reports whether package lint implements a rule.
func isOwn(r lint.Rule) bool {
	upstream := r.ID == "openapi" || slices.Contains(openapi3.ValidationErrorCodes(), r.ID)
	return r.Stage == "lint" && (!upstream || slices.Contains(replaced, r.ID))
}

// TestRuleIDs checks that Rules returns a sorted list without duplicates, which includes the rules of package spec and of kin-openapi. A test of
// package cli compares all IDs with docs/rules.md.
func TestRuleIDs(t *testing.T) {
	var got []string
	for _, r := range lint.Rules() {
		got = append(got, r.ID)
	}
	if distinct := slices.Compact(slices.Clone(got)); !slices.IsSorted(got) || len(distinct) < len(got) {
		t.Errorf("Rules: got %q, want a sorted list without duplicates", got)
	}
	for _, id := range slices.Concat([]string{"openapi"}, loading, replaced, openapi3.ValidationErrorCodes()) {
		if !slices.Contains(got, id) {
			t.Errorf("Rules: got no rule %q, want one", id)
		}
	}
}

// TestRulesAreComplete checks that every rule has a title, a reason and a fix. It also checks that every rule of this package has a golden file with
// a finding of the rule.
func TestRulesAreComplete(t *testing.T) {
	kebab := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	for _, r := range lint.Rules() {
		if !kebab.MatchString(r.ID) {
			t.Errorf("got rule ID %q, want kebab-case", r.ID)
		}
		if r.Title == "" || r.Why == "" || r.Fix == "" {
			t.Errorf("%s: got an empty Title, Why or Fix, want texts", r.ID)
		}
		if !isOwn(r) {
			continue
		}
		data, err := os.ReadFile(filepath.Join("testdata", r.ID+".txtar"))
		if err != nil {
			t.Errorf("%s: got no golden file, want one: %v", r.ID, err)
		} else if !strings.Contains(string(data), "("+r.ID+")\n") {
			t.Errorf("%s: got no finding of the rule in its golden file, want one", r.ID)
		}
		if (r.Bad == "" || r.Good == "") && r.ID != "lint-config" && r.ID != "unused-waiver" {
			t.Errorf("%s: got an empty Bad or Good, want excerpts", r.ID)
		}
	}
}

// TestUpstreamCodesHaveTexts checks that every code of kin-openapi has a title of its own. After an update of kin-openapi, add the new codes to
// upstreamTexts.
func TestUpstreamCodesHaveTexts(t *testing.T) {
	for _, r := range lint.Rules() {
		if slices.Contains(openapi3.ValidationErrorCodes(), r.ID) && r.Title == "The document follows the OpenAPI specification" {
			t.Errorf("got no entry in upstreamTexts for code %s of kin-openapi, want one", r.ID)
		}
	}
}
