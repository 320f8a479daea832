package lint_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/lint"
	"github.com/rasapi/specgen/gen/report"
)

// unreported lists the error codes of kin-openapi that Check never reports for OpenAPI 3.0 and 3.1. The value of a code is the reason, or the rule
// that reports the defect instead.
var unreported = map[string]string{
	"additional-operations-duplicate-method":      "OpenAPI 3.2 only",
	"additional-operations-fixed-method-case":     "OpenAPI 3.2 only",
	"additional-operations-invalid-method":        "OpenAPI 3.2 only",
	"additional-properties-both-forms-exclusive":  "a value has one form in YAML",
	"unevaluated-items-both-forms-exclusive":      "a value has one form in YAML",
	"unevaluated-properties-both-forms-exclusive": "a value has one form in YAML",
	"boolean-schema-with-other-keywords":          "a value has one form in YAML",
	"openapi-required":                            "openapi-version",
	"unresolved-ref":                              "ref-unresolved",
	"webhook-nil":                                 "object-shape",
}

// TestUpstreamExcerpts lints the excerpts for every error code of kin-openapi. Check must report the code for the bad excerpt. It must report neither
// the code nor an error for the good excerpt.
func TestUpstreamExcerpts(t *testing.T) {
	for _, r := range lint.Rules() {
		if r.Stage != "openapi" || !slices.Contains(openapi3.ValidationErrorCodes(), r.ID) {
			continue
		}
		if r.Bad == "" || r.Good == "" {
			if unreported[r.ID] == "" {
				t.Errorf("%s: got no excerpts, want a bad and a good excerpt", r.ID)
			}
			continue
		}
		if unreported[r.ID] != "" {
			t.Errorf("%s: got excerpts, want none", r.ID)
		}
		if found := lintExcerpt(t, r.Bad); !slices.ContainsFunc(found, func(d report.Finding) bool { return d.Rule == r.ID }) {
			t.Errorf("%s: bad excerpt: got findings %v, want one of the rule", r.ID, found)
		}
		for _, d := range lintExcerpt(t, r.Good) {
			if d.Rule == r.ID || d.Severity == report.Error {
				t.Errorf("%s: good excerpt: got finding %v, want neither an error nor a finding of the rule", r.ID, d)
			}
		}
	}
}

// lintExcerpt returns the findings for a document that contains an excerpt. The first line of the excerpt names the kind of object.
func lintExcerpt(t *testing.T, excerpt string) report.List {
	t.Helper()
	of, text, _ := strings.Cut(excerpt, "\n")
	of, newer := strings.CutSuffix(strings.TrimPrefix(of, "# "), " of OpenAPI 3.1")
	of = strings.TrimPrefix(strings.TrimPrefix(of, "a "), "an ")
	const operation = "paths:\n  /doors:\n    get:\n      operationId: getDoor\n      responses:\n        \"200\":\n          description: The doors\n"
	places := map[string]string{
		"document":        "",
		"info":            "paths: {}\ninfo:\n",
		"license":         "paths: {}\ninfo:\n  title: House\n  version: \"1\"\n  license:\n",
		"paths":           "paths:\n",
		"server":          "paths: {}\nservers:\n  -\n",
		"externalDocs":    "paths: {}\nexternalDocs:\n",
		"operation":       "paths:\n  /doors:\n    get:\n",
		"link":            operation + "          links:\n            door:\n",
		"header":          operation + "          headers:\n            X-Door:\n",
		"media type":      operation + "          content:\n            application/json:\n",
		"response":        "paths: {}\ncomponents:\n  responses:\n    Door:\n",
		"request body":    "paths: {}\ncomponents:\n  requestBodies:\n    Door:\n",
		"parameter":       "paths: {}\ncomponents:\n  parameters:\n    Door:\n",
		"schema":          "paths: {}\ncomponents:\n  schemas:\n    Door:\n",
		"example":         "paths: {}\ncomponents:\n  examples:\n    Door:\n",
		"security scheme": "paths: {}\ncomponents:\n  securitySchemes:\n    Door:\n",
	}
	place, ok := places[of]
	if !ok {
		t.Fatalf("first line of the excerpt: got unknown kind of object %q, want a key of the map places", of)
	}
	doc := text + "\n"
	if of != "document" {
		head := "openapi: 3.0.3\n"
		if newer {
			head = "openapi: 3.1.0\n"
		}
		if !strings.Contains(place, "info:") {
			head += "info: {title: House, version: \"1\"}\n"
		}
		doc = head + place + "              " + strings.ReplaceAll(text, "\n", "\n              ") + "\n"
	}
	return check(t, fstest.MapFS{"openapi.yaml": {Data: []byte(doc)}}, "openapi.yaml", "")
}
