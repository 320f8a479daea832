package oas_test

import (
	"testing"

	"github.com/rasapi/specgen/gen/oas"
)

func TestEvidenceLevel(t *testing.T) {
	for _, test := range []struct{ name, operation, want string }{
		{"none", `{responses: {"200": {}}}`, ""},
		{"text", `{x-evidence: documented, requestBody: {}, responses: {"200": {}}}`, "documented"},
		{"catalogued", `{x-evidence: catalogued, responses: {"200": {}}}`, "catalogued"},
		{"all parts", `{x-evidence: {operation: documented, parameters: documented, responses: {"200": documented}}, responses: {"200": {}}}`, "documented"},
		{"error", `{x-evidence: {operation: documented, parameters: documented, responses: {"200": documented, "401": inferred}}, responses: {"200": {}, "401": {}}}`, "documented"},
		{"request", `{x-evidence: {operation: documented, parameters: documented, request: inferred, responses: {}}, requestBody: {}}`, "catalogued"},
		{"success", `{x-evidence: {operation: documented, parameters: documented, responses: {"201": inferred}}, responses: {"201": {}}}`, "catalogued"},
		{"parameters", `{x-evidence: {operation: documented, parameters: inferred}}`, "catalogued"},
		{"missing part", `{x-evidence: {operation: documented, parameters: documented}, responses: {"200": {}}}`, "catalogued"},
		{"missing request", `{x-evidence: {operation: documented, parameters: documented, responses: {"200": documented}}, requestBody: {}, responses: {"200": {}}}`, "catalogued"},
		{"inferred", `{x-evidence: {operation: inferred, parameters: documented, responses: {"200": documented}}, responses: {"200": {}}}`, "inferred"},
	} {
		node, found := oas.Parse(&oas.Source{Name: "op.yaml", Data: []byte(test.operation)}, oas.NewLimits())
		if len(found) > 0 {
			t.Fatal(found)
		}
		if got := oas.Evidence(node); got != test.want {
			t.Errorf("%s: Evidence = %q, want %q", test.name, got, test.want)
		}
	}
}
