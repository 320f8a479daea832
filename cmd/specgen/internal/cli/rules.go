package cli

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/coverage"
	"github.com/rasapi/specgen/gen/report"
)

// rules returns the rules of all verbs, sorted by ID.
func rules() []report.Rule {
	list := slices.Concat(gen.Rules(), coverage.Rules(), verbRules(), diffRules())
	slices.SortFunc(list, func(a, b report.Rule) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// verbRules returns the rules about generated files, the lock, formatting and reports.
func verbRules() []report.Rule {
	const generate = "Run specgen generate."
	return []report.Rule{
		{
			ID: "generated-changed", Stage: "verify", Title: "Generated files are up to date",
			Why: "Code that is older than the spec may send requests that the API no longer accepts.", Fix: generate,
		},
		{
			ID: "generated-missing", Stage: "verify", Title: "No generated file is missing",
			Why: "Packages that import the package of the file do not compile, or a part of the API cannot be called.", Fix: generate,
		},
		{
			ID: "generated-orphaned", Stage: "verify", Title: "No generated file is left over",
			Why: "The code of a removed operation still compiles, but the API no longer has the operation.", Fix: "Run specgen generate, which removes the file.",
		},
		{
			ID: "generated-foreign", Stage: "verify", Title: "The output directory contains only generated files and Go tests",
			Why: "Readers expect that every file in the directory is generated, but specgen does not update or remove this file.",
			Fix: "Move the file to another directory.",
		},
		{
			ID: "generated-edited", Stage: "verify", Title: "No generated file is edited by hand",
			Why: "specgen generate overwrites the edit.", Fix: "Change the spec instead. Then run specgen generate.",
		},
		{
			ID: "spec-changed", Stage: "verify", Title: "The spec has not changed since the code was generated",
			Why: "Code that is older than the spec may send requests that the API no longer accepts. The finding is a warning if the generated files do not change.",
			Fix: "Run specgen generate. Commit the spec and the generated files together.",
		},
		{
			ID: "config-drift", Stage: "verify", Title: "The configuration has not changed since the code was generated",
			Why: "The generated code depends on the settings. The finding is a warning if the generated files do not change.", Fix: "Run specgen generate, or restore the setting.",
		},
		{
			ID: "tool-drift", Stage: "verify", Title: "One version of specgen generates the code",
			Why: "Different versions may generate different files for the same spec. The finding is a warning if both versions generate the same files.",
			Fix: "Run specgen generate with the newer version, or install the version that generated the code.",
		},
		{
			ID: "lock-broken", Stage: "verify", Title: "The lock is valid and matches its inputs",
			Why: "A lock that was edited or merged by hand does not show what is out of date.", Fix: "Run specgen generate, which replaces the lock.",
		},
		{
			ID: "not-formatted", Stage: "verify", Title: "The files of the spec are formatted",
			Why: "A fixed order of keys and an index that is up to date keep diffs small.", Fix: "Run specgen fmt.",
		},
		{
			ID: "coverage-stale", Stage: "coverage", Title: "The coverage report is up to date",
			Why: "A report that is out of date contains wrong numbers.", Fix: "Run the command in the message.",
		},
	}
}

// diffRules returns the rules about approvals, diff.yaml and the version. Changes of the spec are not findings; docs/diff.md describes the changes.
func diffRules() []report.Rule {
	return []report.Rule{
		{
			ID: "approvals", Stage: "diff", Title: "The file of approvals is valid",
			Why:  "An approval that is not valid does not apply.",
			Bad:  "- id: operation-removed\n  reason: nobody calls it",
			Good: "- id: operation-removed\n  subject: GET /doors\n  reason: nobody calls it",
			Fix:  "Correct the approval as the message says. The command specgen diff --as json prints the id and the subject of each change.",
		},
		{
			ID: "approval-unused", Stage: "diff", Title: "Every new approval matches a change",
			Why: "An approval without a change could approve a later change by accident.", Fix: "Remove the approval, or correct its id, subject or detail.",
		},
		{
			ID: "approval-expired", Stage: "diff", Severity: report.Warning, Title: "No approval has expired",
			Why: "An approval expires at the API version that its field `until` contains. It then has no effect. The change must be reverted or announced before that version.", Fix: "Remove the approval, or revert the change.",
		},
		{
			ID: "diff-policy", Stage: "diff", Title: "The file diff.yaml is valid",
			Why:  "A misspelled rule or path would have no effect.",
			Bad:  "rules: {operation-remove: risky}",
			Good: "rules: {operation-removed: risky}",
			Fix:  "Correct or remove the entry as the message says; docs/diff.md lists the change IDs.",
		},
		{
			ID: "version-not-raised", Stage: "diff", Title: "The version of the API reflects the changes",
			Why: "The version indicates whether an update can break users. Only specgen diff --check-version checks the version.",
			Fix: "Raise info.version as the message says, or to a higher version.",
		},
	}
}
