package gen

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/check"
	"github.com/rasapi/specgen/gen/code"
	"github.com/rasapi/specgen/gen/lint"
	"github.com/rasapi/specgen/gen/report"
)

// Rules returns the rules of all findings that [Lint], [Build] and [ReadConfig] report, sorted by ID.
func Rules() []report.Rule {
	list := append([]report.Rule{
		{
			ID: "config", Stage: "generate", Title: "specgen.yaml is valid",
			Why:  "Without this rule, specgen would silently ignore a misspelled key or use an unintended value.",
			Bad:  "spec: spec/openapi.yaml\noutptu: generated",
			Good: "spec: spec/openapi.yaml\noutput: generated",
			Fix:  "Change the setting as the message says; docs/configuration.md describes every setting.",
		},
		{
			ID: "select", Stage: "generate", Title: "Every entry of select matches an operation",
			Why:  "Without this rule, specgen would silently ignore a misspelled tag, path or operation.",
			Bad:  "select:\n  tags: [Dor]",
			Good: "select:\n  tags: [Door]",
			Fix:  "Correct or remove the entry. If no operation is selected, add entries.",
		},
		{
			ID: "stock-names", Stage: "generate", Severity: report.Warning, Title: "Operations have distinct Go names in oapi-codegen's own outputs",
			Why: "Each stock client or server (stock-client, stock-chi-server, stock-std-http-server) is one package for all areas. It derives several names\n" +
				"from an operationId: GetDoor, GetDoorWithResponse, GetDoorParams. If two operations need the same name, the first operation in the document\n" +
				"keeps the name, and the other operation gets a different name.",
			Bad:  "operationId: getDoor\noperationId: get_door",
			Good: "operationId: getDoor\noperationId: getDoorPlan",
			Fix:  "Rename the operation that the finding is about.",
		},
		{
			ID: "callbacks-ignored", Stage: "generate", Severity: report.Warning, Title: "No client or server is generated for callbacks",
			Why: "Callbacks are requests that the API sends to its users. The generated client and server cover only the requests that users send to\n" +
				"the API. Package model has the types of the bodies.",
			Bad:  "callbacks:\n  opened: {'{$request.body#/url}': {post: ...}}",
			Good: "paths:\n  /opened: {post: ...}",
			Fix:  "To serve a callback, describe it as a path in a separate document.",
		},
		{
			ID: "servers-ignored", Stage: "generate", Severity: report.Warning, Title: "A path or an operation has no servers other than those of the document",
			Why: "The generated client sends every request to the base URL that the program passes to New. It ignores the servers of a path or an\n" +
				"operation, because a program often uses another server, such as a test server.",
			Bad:  "/plans:\n  servers: [{url: https://plans.example}]\n  get: {operationId: listPlans}",
			Good: "servers: [{url: https://plans.example}]\npaths:\n  /plans:\n    get: {operationId: listPlans}",
			Fix:  "Create another client with the URL of these servers, or describe the operations in a separate document.",
		},
		{
			ID: "webhooks-ignored", Stage: "generate", Severity: report.Warning, Title: "No client or server is generated for webhooks",
			Why: "Webhooks are requests that the API sends to its users. The generated client and server cover only the requests that users send to\n" +
				"the API. Package model has the types of the bodies.",
			Bad:  "webhooks:\n  opened: {post: ...}",
			Good: "paths:\n  /opened: {post: ...}",
			Fix:  "To serve a webhook, describe it as a path in a separate document.",
		},
	}, check.Rules()...)
	list = append(list, code.Rules()...)
	list = append(list, lint.Rules()...)
	slices.SortFunc(list, func(a, b report.Rule) int { return strings.Compare(a.ID, b.ID) })
	return list
}
