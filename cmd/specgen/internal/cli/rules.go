package cli

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/coverage"
	"github.com/rasapi/specgen/gen/report"
)

// rules explains every finding that any verb can print, sorted by ID.
func rules() []report.Rule {
	list := slices.Concat(gen.Rules(), coverage.Rules(), verbRules(), diffRules())
	slices.SortFunc(list, func(a, b report.Rule) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// verbRules explains the findings about files that the verbs themselves compare: the spec, the generated ones, the lock and reports.
func verbRules() []report.Rule {
	const generate = "Run specgen generate."
	return []report.Rule{
		{
			ID: "generated-changed", Stage: "verify", Title: "A generated file is what the spec generates",
			Why: "Code that is older than the spec sends what the API does not understand any more.", Fix: generate,
		},
		{
			ID: "generated-missing", Stage: "verify", Title: "Every generated file is there",
			Why: "What imports the package does not compile, or a part of the API cannot be called.", Fix: generate,
		},
		{
			ID: "generated-orphaned", Stage: "verify", Title: "A generated file has a place in the spec",
			Why: "Code of an operation that is gone still compiles, and calls what is not there.", Fix: "Run specgen generate, which removes it.",
		},
		{
			ID: "generated-foreign", Stage: "verify", Title: "The output folder has generated files only",
			Why: "A file by hand among generated ones is taken for one of them, and is never removed or changed by specgen.",
			Fix: "Move it to another folder.",
		},
		{
			ID: "generated-edited", Stage: "verify", Title: "No generated file is edited by hand",
			Why: "The next run undoes the edit.", Fix: "Change the spec instead. Then run specgen generate, which undoes the edit.",
		},
		{
			ID: "spec-changed", Stage: "verify", Title: "The code is generated after every change of the spec",
			Why: "Code that is older than the spec sends what the API does not understand any more. It is a warning when the change changes no code.",
			Fix: "Run specgen generate, and commit both together.",
		},
		{
			ID: "config-drift", Stage: "verify", Title: "The code is generated after every change of the configuration",
			Why: "The settings shape the code. It is a warning when the change changes no code.", Fix: "Run specgen generate, or set it back.",
		},
		{
			ID: "tool-drift", Stage: "verify", Title: "One version of specgen generates the code",
			Why: "Two versions that take turns change files that nobody meant to change. It is a warning when both make the same files.",
			Fix: "Run specgen generate with the newer one, or use the version that the message names.",
		},
		{
			ID: "lock-broken", Stage: "verify", Title: "The lock says what its inputs generate",
			Why: "A lock that was edited or merged by hand cannot tell what is out of date.", Fix: "Run specgen generate, which writes it anew.",
		},
		{
			ID: "not-formatted", Stage: "verify", Title: "The files of the spec are as specgen fmt writes them",
			Why: "One order of keys and an index that is in step keep diffs small.", Fix: "Run specgen fmt.",
		},
		{
			ID: "coverage-stale", Stage: "coverage", Title: "A report of the coverage is what the spec and the map of the API say",
			Why: "A stale report claims what is not so.", Fix: "Run the command that the message has.",
		},
	}
}

// diffRules explains the findings about approvals; the changes themselves are no findings, and docs/diff.md has them.
func diffRules() []report.Rule {
	return []report.Rule{
		{
			ID: "approvals", Stage: "diff", Title: "The file of approvals is in order",
			Why:  "An approval that is not understood lets nothing pass.",
			Bad:  "- id: operation-removed\n  reason: nobody calls it",
			Good: "- id: operation-removed\n  subject: GET /doors\n  reason: nobody calls it",
			Fix:  "Write it as the message says; specgen diff --as json has the id and subject of each change.",
		},
		{
			ID: "approval-unused", Stage: "diff", Title: "Every approval is of a change that is there",
			Why: "One that outlives its change lets the next one pass unseen.", Fix: "Remove it, or mend its id, subject or detail.",
		},
		{
			ID: "approval-expired", Stage: "diff", Title: "An approval ends with the version that it names",
			Why: "The change was to be undone or announced by then.", Fix: "Remove it, or undo the change.",
		},
	}
}
