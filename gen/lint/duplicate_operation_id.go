package lint

import "github.com/rasapi/specgen/gen/report"

// duplicateOperationID describes the rule for duplicate operationIds. operationNames reports its findings.
func duplicateOperationID() rule {
	return rule{
		Rule: Rule{
			ID: "duplicate-operation-id", Severity: report.Error, Title: "Every operationId is unique",
			Why:  "The operationId becomes the name of a Go method. Two methods with the same name do not compile.",
			Bad:  "/doors:\n  get: {operationId: listDoors}\n/gates:\n  get: {operationId: listDoors}",
			Good: "/doors:\n  get: {operationId: listDoors}\n/gates:\n  get: {operationId: listGates}",
			Fix:  "Rename one of the operations.",
		},
	}
}
