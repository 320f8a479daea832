package build

import (
	"fmt"

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen/lock"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/tree"
)

// Verdicts compares the output directories of a project with its lock on disk and with the generated files, and returns a finding for each
// difference and its cause. If the document has errors, targets is empty and only the inputs are compared. The first result is the lock for the
// current state.
func Verdicts(tool string, p *project.Project, old *lock.Lock, targets []Target) (now *lock.Lock, found report.List, err error) {
	if len(targets) > 0 {
		now, err = NewLock(tool, p, targets)
	} else {
		now, err = lockWithoutOutputs(tool, p, old)
	}
	if err != nil {
		return nil, nil, err
	}
	files, err := outputFiles(p)
	if err != nil {
		return nil, nil, err
	}
	for _, v := range lock.Judge(lock.Case{Lock: old, Now: now, Files: files}) {
		found = append(found, verdictFinding(p, v))
	}
	return now, found, nil
}

// verdictFinding returns the finding for a verdict.
func verdictFinding(p *project.Project, v lock.Verdict) report.Finding {
	d := report.Finding{Pos: report.Position{File: p.FSPath(p.LockedFile(v.Path))}}
	harmless := ""
	if v.Harmless {
		d.Severity = report.Warning
		harmless = ", which changes no generated file"
	}
	const renew = "run specgen generate"
	switch v.Kind {
	case lock.SpecChanged:
		d.Rule = "spec-changed"
		what := "was changed"
		switch {
		case v.Was == "":
			what = "is new in the spec"
		case v.Is == "":
			what = "is no longer part of the spec"
		}
		d.Message = fmt.Sprintf("%s since the code was generated%s; %s", what, harmless, renew)
	case lock.OptionChanged:
		d.Rule, d.Pos.File = "config-drift", p.FSPath(p.ConfigFile)
		d.Message = fmt.Sprintf("%s is %s and was %s when the code was generated%s; %s, or set it back", v.Path, value(v.Is), value(v.Was), harmless, renew)
	case lock.ToolChanged:
		d.Rule, d.Pos.File = "tool-drift", p.FSPath(p.LockFile())
		d.Message = fmt.Sprintf("specgen %s generated the code, and this is %s, which makes other files; %s, or use %s", v.Was, v.Is, renew, v.Was)
		if v.Was == v.Is {
			d.Message = "this development build of specgen makes other files than the one that generated the code; " + renew
		}
		if v.Harmless {
			d.Message = fmt.Sprintf("specgen %s generated the code, and this is %s, which makes the same files; %s to renew the lock", v.Was, v.Is, renew)
		}
	case lock.LockWrong:
		d.Rule, d.Pos.File = "lock-broken", p.FSPath(p.LockFile())
		d.Message = "the lock does not say what its inputs generate, so it was changed by hand or merged; " + renew + ", which writes it anew"
	case lock.Edited:
		d.Rule, d.Message = "generated-edited", "was edited by hand; change the spec instead, and "+renew+", which undoes the edit"
	case lock.Stale:
		d.Rule, d.Message = ChangeRule(tree.Changed)
	case lock.Missing:
		d.Rule, d.Message = ChangeRule(tree.Missing)
	case lock.Orphaned:
		d.Rule, d.Message = ChangeRule(tree.Orphaned)
	default:
		d.Rule, d.Message = ChangeRule(tree.NotGenerated)
	}
	return d
}

// value returns the value of an option for a message.
func value(s string) string {
	if s == "" {
		return "not set"
	}
	return fmt.Sprintf("%q", s)
}

// ChangeRule returns the rule and the message for a difference between a file and what the spec generates.
func ChangeRule(kind tree.Kind) (rule, message string) {
	switch kind {
	case tree.Changed:
		return "generated-changed", "differs from what the spec generates; run specgen generate"
	case tree.Missing:
		return "generated-missing", "is missing; run specgen generate"
	case tree.Orphaned:
		return "generated-orphaned", "is generated, but by nothing that is in the spec; run specgen generate, which removes it"
	default:
		return "generated-foreign", "is not made by specgen; move it out of the output folder"
	}
}
