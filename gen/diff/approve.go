package diff

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
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
	r, root := oas.Read(file, data, "approvals")
	if root != nil && root.Type != oas.Null && !root.IsSequence() {
		r.Add(root, "a list is expected here, of entries with id, subject, detail, reason and until")
	}
	var list []Approval
	for _, n := range root.List() {
		a := Approval{Pos: n.Pos()}
		fields := map[string]*string{"id": &a.ID, "subject": &a.Subject, "detail": &a.Detail, "reason": &a.Reason, "until": &a.Until}
		r.Mapping(n, []string{"id", "subject", "detail", "reason", "until"}, nil, func(key string, value *oas.Node) {
			if *fields[key] = value.Value; !value.IsScalar() {
				r.Add(value, "a text is expected here, as the %s of an approval", key)
			}
		})
		if a.ID == "" || a.Subject == "" || a.Reason == "" {
			r.AddAt(a.Pos, "an approval says at least id, subject and reason; specgen diff --as json has the first two of each change")
			continue
		}
		list = append(list, a)
	}
	return list, r.Findings()
}

// Approve marks the changes that approvals let pass, and returns the problems of the approvals. An approval that base has was merged with its change:
// it applies if the change is made again, and is silent otherwise. An approval that base does not have must match a change; otherwise it is an error.
// An approval that has expired at the version of head approves nothing. It is a warning unless base has it and no change needs it.
func Approve(changes []Change, approvals, base []Approval, version string) report.List {
	var found report.List
	for i := range approvals {
		a := &approvals[i]
		merged := slices.ContainsFunc(base, a.same)
		expired := a.expired(version)
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
			found.Add(a.Pos, "approval-expired", "the approval of %s %s expired: it ends at version %s and the API has version %s; remove it with specgen diff --prune, or undo the change", a.ID, a.Subject, a.Until, version)
			found[len(found)-1].Severity = report.Warning
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

// Prune returns a file of approvals without those that base has and those that expired at a version, and the number of approvals that it left out. The
// comments above an approval go with it. The file must be a list in block style.
func Prune(file string, data []byte, base []Approval, version string) ([]byte, int, error) {
	list, found := ReadApprovals(file, data)
	if len(found) > 0 {
		return nil, 0, fmt.Errorf("%s", found[0])
	}
	lines := strings.SplitAfter(string(data), "\n")
	start := make([]int, len(list)+1) // the first line of each approval, counted from 0
	for i, a := range list {
		at := a.Pos.Line - 1
		if at < 0 || at >= len(lines) || !strings.HasPrefix(strings.TrimSpace(lines[at]), "-") {
			return nil, 0, fmt.Errorf("%s: write each approval on lines of its own that begin with a dash", a.Pos)
		}
		for at > 0 && strings.HasPrefix(strings.TrimSpace(lines[at-1]), "#") {
			at--
		}
		start[i] = at
	}
	start[len(list)] = len(lines)
	out, left := strings.Join(lines[:start[0]], ""), 0
	for i, a := range list {
		if slices.ContainsFunc(base, a.same) || a.expired(version) {
			left++
			continue
		}
		out += strings.Join(lines[start[i]:start[i+1]], "")
	}
	return []byte(out), left, nil
}

// expired reports whether an approval has expired at a version of the API.
func (a *Approval) expired(version string) bool {
	return a.Until != "" && compareVersions(version, a.Until) >= 0
}

// CheckVersion returns a finding if the version of head is lower than the changes require of base's version. Versions are numbers separated by dots.
// Below version 1, a breaking change raises the minor version and any other change the patch version. The position is that of the version in head.
func CheckVersion(r *Report, base, head Side) report.List {
	was, is := base.Spec.At("/info").Text("version"), head.Spec.At("/info").Text("version")
	bump := r.Bump()
	if bump == "none" {
		return nil
	}
	var found report.List
	pos := head.Spec.Position("/info/version")
	want, ok := raised(was, bump)
	switch {
	case !ok:
		if was == is {
			found.Add(pos, "version-not-raised", "the version is still %s; raise it", quoted(is))
		}
	case compareVersions(is, want) < 0:
		found.Add(pos, "version-not-raised", "the version is %s, and the changes since %s raise the %s version; write %s or higher", quoted(is), was, bump, want)
	}
	return found
}

// raised returns the least version that raises a part of a version, and false if the version is not of numbers.
func raised(version, bump string) (string, bool) {
	core, _, _ := strings.Cut(strings.TrimPrefix(version, "v"), "+")
	core, _, _ = strings.Cut(core, "-")
	parts := strings.Split(core, ".")
	if len(parts) > 3 {
		return "", false
	}
	var n [3]int
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil || v < 0 {
			return "", false
		}
		n[i] = v
	}
	at := map[string]int{"major": 0, "minor": 1, "patch": 2}[bump]
	if n[0] == 0 && at < 2 {
		at++
	}
	n[at]++
	for i := at + 1; i < 3; i++ {
		n[i] = 0
	}
	texts := []string{strconv.Itoa(n[0]), strconv.Itoa(n[1]), strconv.Itoa(n[2])}
	return strings.Join(texts[:max(len(parts), at+1)], "."), true
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
	Spec       string // the file of the specification, relative to the root of the repository
	Title      string // where head is from, "topic (1a2b3c4d5e)"; "" without a heading
	New        bool   // base does not have the specification
	Skipped    string // why a level was left out, "" when none was
	Changes    []Change
	Problems   report.List // of the sides, the approvals and the policy; an error fails the comparison
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

// Bumps returns the part of the version that the changes raise for each audience that they affect.
func (r *Report) Bumps() map[Audience]string {
	worst := map[Audience]Level{}
	for _, c := range r.Changes {
		for a, level := range c.Audiences {
			if known, ok := worst[a]; !ok || level < known {
				worst[a] = level
			}
		}
	}
	bumps := map[Audience]string{}
	for a, level := range worst {
		bumps[a] = level.Bump()
	}
	return bumps
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
	if r.New {
		return "new spec"
	}
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
