package oas

import (
	"cmp"
	"strings"
)

// The values of x-evidence, from the strongest to the weakest.
const (
	Documented = "documented" // the API reference has a page for the operation
	Catalogued = "catalogued" // a list of operations or another client contains the method and path
	Inferred   = "inferred"   // derived from similar operations
)

// EvidenceParts is the evidence for each part of an operation. The evidence for a part is Documented, Catalogued, Inferred, "", or any other text in
// the document.
type EvidenceParts struct {
	Operation  string // evidence for path and method
	Parameters string
	Request    string // evidence for the request body; "" if the operation has none
	Responses  []ResponseEvidence
	Source     string // URL of the page that documents the operation, or ""
}

// ResponseEvidence is the evidence for the response with a status.
type ResponseEvidence struct{ Status, Evidence string }

// PartsOf returns the evidence for the parts of an operation. The responses are in document order. x-evidence is a text or an object:
//
//	x-evidence: documented
//	x-evidence: {operation: documented, parameters: documented, request: inferred, responses: {"201": documented}, source: https://…}
//
// The text "documented" is the evidence for every part. Any other text is the evidence for path and method only. The evidence for each other part is
// then Inferred, because a list of operations contains neither parameters nor bodies. The evidence for parameters, a request body or a response that
// the object omits is also Inferred. Without x-evidence, the evidence for every part is "".
func PartsOf(operation *Node) EvidenceParts {
	value := operation.Get("x-evidence")
	parts := EvidenceParts{Operation: operation.Text("x-evidence")}
	part := func(...string) string { return Inferred }
	switch {
	case value.IsMapping():
		parts.Operation, parts.Source = value.Text("operation"), value.Text("source")
		part = func(keys ...string) string { return cmp.Or(value.Text(keys...), Inferred) }
	case value == nil:
		part = func(...string) string { return "" }
	case parts.Operation == Documented:
		part = func(...string) string { return Documented }
	}
	parts.Parameters = part("parameters")
	if operation.Get("requestBody") != nil {
		parts.Request = part("request")
	}
	for status := range operation.Get("responses").Each() {
		if !strings.HasPrefix(status, "x-") {
			parts.Responses = append(parts.Responses, ResponseEvidence{status, part("responses", status)})
		}
	}
	return parts
}

// Level returns the evidence for a whole operation. It is Documented if path and method, parameters, request body and successful responses are
// documented. If path and method are documented but another of these parts is not, the level is Catalogued, because the operation exists but its
// details are inferred. Otherwise the level is the evidence for path and method.
func (p EvidenceParts) Level() string {
	if p.Operation != Documented {
		return p.Operation
	}
	needed := []string{p.Parameters}
	if p.Request != "" {
		needed = append(needed, p.Request)
	}
	for _, r := range p.Responses {
		if strings.HasPrefix(r.Status, "2") {
			needed = append(needed, r.Evidence)
		}
	}
	for _, evidence := range needed {
		if evidence != Documented {
			return Catalogued
		}
	}
	return Documented
}

// Evidence returns the evidence for a whole operation (see [EvidenceParts.Level]), or "" if the operation has no x-evidence.
func Evidence(operation *Node) string { return PartsOf(operation).Level() }
