package gen

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/check"
	"github.com/rasapi/specgen/gen/lint"
	"github.com/rasapi/specgen/gen/report"
)

// Rules explains every finding that [Lint], [Build] and [ReadConfig] can return, sorted by ID.
func Rules() []report.Rule {
	list := append([]report.Rule{
		{
			ID: "config", Stage: "generate", Title: "The configuration is in order",
			Why:  "A setting that is misspelt or misunderstood would silently be another one.",
			Bad:  "spec: spec/openapi.yaml\noutptu: generated",
			Good: "spec: spec/openapi.yaml\noutput: generated",
			Fix:  "Write it as the message says; docs/configuration.md has every setting.",
		},
		{
			ID: "select", Stage: "generate", Title: "A selection chooses operations that are there",
			Why:  "A tag, path or operation that is misspelt would silently leave out what it should choose.",
			Bad:  "select:\n  tags: [Dor]",
			Good: "select:\n  tags: [Door]",
			Fix:  "Correct or remove it; where no operation is left, widen the selection.",
		},
		{
			ID: "stock-names", Stage: "generate", Severity: report.Warning, Title: "Operations have different Go names in oapi-codegen's own outputs",
			Why: "Its client and servers (stock-client, stock-chi-server, stock-std-http-server) are one package each, without areas, and make\n" +
				"several names of each operationId: GetDoor, GetDoorWithResponse, GetDoorParams. An operation whose names are taken gets\n" +
				"another; the first in the document keeps the usual one.",
			Bad:  "operationId: getDoor\noperationId: get_door",
			Good: "operationId: getDoor\noperationId: getDoorPlan",
			Fix:  "Rename the operation that the finding stands at.",
		},
		{
			ID: "webhooks-ignored", Stage: "generate", Severity: report.Warning, Title: "Webhooks become no code",
			Why: "They are requests that the API sends to its users. Generated code has the requests of the users only.",
			Fix: "To serve a webhook, describe it below paths of a document of its own.",
		},
	}, check.Rules()...)
	list = append(list, lint.Rules()...)
	slices.SortFunc(list, func(a, b report.Rule) int { return strings.Compare(a.ID, b.ID) })
	return list
}
