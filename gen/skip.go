package gen

import (
	"context"
	"slices"

	"github.com/rasapi/specgen/gen/lint"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// maxSkips is the maximum number of rounds in which withoutErrors leaves out parts of a document. The first two rounds leave out the smallest parts
// with errors, such as a schema or a field. The second round is necessary because some errors appear only after the first round has left out a part.
// Later rounds leave out whole components and operations. The number also limits the rounds of [Build]. Build leaves out whole components and
// operations in its second round and all later rounds.
const maxSkips = 5

// withoutErrors leaves out the parts of s that have errors. It returns the rest of the document and the findings. In the findings, a warning about
// each part replaces the errors in the part. If readAnyway returns a text for a rule, the errors of this rule become warnings. Errors outside such
// parts remain.
func withoutErrors(ctx context.Context, s *spec.Spec, found report.List, rules lint.Config) (*spec.Spec, report.List, error) {
	found = slices.Clone(found)
	for i, d := range found {
		if effect := readAnyway(d.Rule); effect != "" && d.Severity == report.Error {
			found[i].Severity = report.Warning
			found[i].Message += "; until then, " + effect
		}
	}
	wrong := found.Errors()
	found = slices.DeleteFunc(found, func(d report.Finding) bool { return d.Severity == report.Error })
	for round := range maxSkips {
		next, skipped, left := lint.Skip(s, wrong, round > 1)
		if len(skipped) == 0 {
			break
		}
		adapted, judged, err := lint.Check(ctx, next, rules)
		if err != nil {
			return nil, nil, err
		}
		s, found, wrong = adapted, append(found, skipped...), left
		for _, d := range judged.Errors() {
			if d.Pointer != "" { // the first check reported all errors that have no pointer
				wrong = append(wrong, d)
			}
		}
		if len(wrong) == len(left) {
			break
		}
	}
	return s, append(found, wrong...), nil
}

// readAnyway returns a clause about the value that specgen uses as long as a finding of the rule is not fixed. It returns "" for any other rule.
func readAnyway(rule string) string {
	switch rule {
	case "duplicate-key":
		return "specgen uses the first value"
	case "yaml-value":
		return "specgen uses the value as written"
	case "yaml-alias":
		return "the value is null"
	}
	return ""
}

// JudgeSkips returns found. If c.FailOnSkip is set, it first makes each warning about an omitted part an error. JudgeSkips changes the elements of
// found. The callers of [Lint] and [Build] call JudgeSkips after the last stage, so that one run reports the omitted parts of all stages.
func (c Config) JudgeSkips(found report.List) report.List {
	if !c.FailOnSkip {
		return found
	}
	for i, d := range found {
		if d.Rule == lint.OperationSkipped || d.Rule == lint.SchemaSkipped {
			found[i].Severity = report.Error
		}
	}
	return found
}
