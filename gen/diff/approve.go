package diff

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// Approval lets one change pass. It is known by the meaning of the change, so it survives files that move, are formatted anew or get other
// words.
type Approval struct {
	ID, Subject, Detail string
	Reason              string
	Until               string // the version of the API from which on it does not count any more, "" for never
	Pos                 report.Position
}

// ReadApprovals reads a list of approvals. What is wrong with it are findings.
func ReadApprovals(file string, data []byte) ([]Approval, report.List) {
	var found report.List
	var doc yaml.Node
	if err := yaml.NewDecoder(bytes.NewReader(data)).Decode(&doc); err != nil {
		if !errors.Is(err, io.EOF) {
			pos, reason := spec.Problem(file, data, err)
			found.Add(pos, "approvals", "%s", reason)
		}
		return nil, found
	}
	root := doc.Content[0]
	if root.Kind == yaml.ScalarNode && root.ShortTag() == "!!null" {
		return nil, nil
	}
	if root.Kind != yaml.SequenceNode {
		found.Add(report.Position{File: file, Line: root.Line, Column: root.Column}, "approvals", "a list is expected here, of entries with id, subject, detail, reason and until")
		return nil, found
	}
	var list []Approval
	for _, n := range root.Content {
		pos := report.Position{File: file, Line: n.Line, Column: n.Column}
		a := Approval{Pos: pos}
		fields := map[string]*string{"id": &a.ID, "subject": &a.Subject, "detail": &a.Detail, "reason": &a.Reason, "until": &a.Until}
		for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
			key, value := n.Content[i], n.Content[i+1]
			switch to := fields[key.Value]; {
			case to == nil:
				found.Add(report.Position{File: file, Line: key.Line, Column: key.Column}, "approvals", "unknown key %q; the keys here are id, subject, detail, reason, until", key.Value)
			case value.Kind != yaml.ScalarNode:
				found.Add(report.Position{File: file, Line: value.Line, Column: value.Column}, "approvals", "a text is expected here, as the %s of an approval", key.Value)
			default:
				*to = value.Value
			}
		}
		if a.ID == "" || a.Subject == "" || a.Reason == "" {
			found.Add(pos, "approvals", "an approval says at least id, subject and reason; specgen diff --as json has the first two of each change")
			continue
		}
		list = append(list, a)
	}
	return list, found
}

// Approve marks the changes that approvals let pass, and returns a finding for each approval that fails the comparison. An approval that base
// has was merged with its change: it applies if the change is made again, and is silent otherwise. An approval that base does not have must
// match a change. An approval that has expired at the version of head approves nothing. It is a finding unless base has it and no change needs it.
func Approve(changes []Change, approvals, base []Approval, version string) report.List {
	var found report.List
	for i := range approvals {
		a := &approvals[i]
		merged := slices.ContainsFunc(base, a.same)
		expired := a.Until != "" && compareVersions(version, a.Until) >= 0
		used := false
		for j := range changes {
			if c := &changes[j]; a.matches(*c) {
				used = true
				if !expired {
					c.Approval = a
				}
			}
		}
		switch {
		case merged && !used:
		case expired:
			found.Add(a.Pos, "approval-expired", "the approval of %s %s expired: it ends at version %s and the API has version %s; remove it, or undo the change", a.ID, a.Subject, a.Until, version)
		case !used:
			found.Add(a.Pos, "approval-unused", "no change matches %q; remove this approval, or correct its id, subject or detail", strings.TrimSpace(a.ID+" "+a.Subject+" "+a.Detail))
		}
	}
	return found
}

// matches reports whether the approval is for a change.
func (a *Approval) matches(c Change) bool {
	return c.ID == a.ID && c.Subject == a.Subject && (a.Detail == "" || a.Detail == c.Detail)
}

// same reports whether two approvals are for the same change. The reason and the version at which they expire may differ.
func (a *Approval) same(b Approval) bool {
	return a.ID == b.ID && a.Subject == b.Subject && a.Detail == b.Detail
}

// compareVersions orders versions by their numbers; 2.0-rc1 comes before 2.0.
func compareVersions(a, b string) int {
	split := func(s string) []string {
		return strings.FieldsFunc(strings.TrimPrefix(s, "v"), func(r rune) bool { return r == '.' || r == '-' || r == '+' })
	}
	x, y := split(a), split(b)
	for i := range max(len(x), len(y)) {
		part := func(list []string) (int, string) {
			if i >= len(list) {
				return 0, ""
			}
			n, err := strconv.Atoi(list[i])
			if err != nil {
				return 0, list[i]
			}
			return n, ""
		}
		m, s := part(x)
		n, t := part(y)
		if i >= len(x) && t != "" {
			return 1
		}
		if i >= len(y) && s != "" {
			return -1
		}
		if c := cmp.Or(cmp.Compare(m, n), cmp.Compare(s, t)); c != 0 {
			return c
		}
	}
	return 0
}

// Report is a finished comparison, ready to print.
type Report struct {
	Base, Head string // what was compared, in words
	Version    string // of the API in head
	Skipped    string // why a level was left out, "" when none was
	Changes    []Change
	Unused     report.List // what is wrong with approvals: each fails the comparison
}

// Count gives the number of changes of a level that no approval lets pass.
func (r *Report) Count(l Level) int {
	n := 0
	for _, c := range r.Changes {
		if c.Level == l && c.Approval == nil {
			n++
		}
	}
	return n
}

// Approved gives the number of changes that approvals let pass.
func (r *Report) Approved() int {
	n := 0
	for _, c := range r.Changes {
		if c.Approval != nil {
			n++
		}
	}
	return n
}

// Bump is the part of a semantic version that the next release has to raise; approved changes count, because users meet them. It is "none"
// without changes.
func (r *Report) Bump() string {
	worst, any := Worst(r.Changes)
	if !any {
		return "none"
	}
	return worst.Bump()
}

// Summary is one line: how many changes of each level, and the version to raise.
func (r *Report) Summary() string {
	if len(r.Changes) == 0 {
		return "no changes"
	}
	var parts []string
	for _, l := range []Level{Breaking, Risky, Compatible, Doc} {
		if n := r.Count(l); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, l))
		}
	}
	if n := r.Approved(); n > 0 {
		parts = append(parts, fmt.Sprintf("%d approved", n))
	}
	return strings.Join(parts, ", ") + "; raise the " + r.Bump() + " version"
}
