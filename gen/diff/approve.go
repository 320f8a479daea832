package diff

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// Approval accepts one intended change. It identifies the change by ID, subject and, if set, detail.
type Approval struct {
	ID, Subject, Detail string
	Reason              string
	Until               string // the version of the API at which the approval expires; "" for never
	Pos                 report.Position
}

// ReadApprovals parses a list of approvals. It returns the approvals that have an ID, a subject and a reason, and a finding for each error.
func ReadApprovals(file string, data []byte) ([]Approval, report.List) {
	r, root := oas.Read(file, data, "approvals")
	if root != nil && root.Type != oas.Null && !root.IsSequence() {
		r.Add(root, "expected a list of approvals with id, subject, detail, reason and until")
	}
	var list []Approval
	for _, n := range root.List() {
		a := Approval{Pos: n.Pos()}
		fields := map[string]*string{"id": &a.ID, "subject": &a.Subject, "detail": &a.Detail, "reason": &a.Reason, "until": &a.Until}
		r.Mapping(n, []string{"id", "subject", "detail", "reason", "until"}, nil, func(key string, value *oas.Node) {
			if *fields[key] = value.Value; !value.IsScalar() {
				r.Add(value, "expected a string as the %s of an approval", key)
			}
		})
		if a.ID == "" || a.Subject == "" || a.Reason == "" {
			r.AddAt(a.Pos, "an approval needs id, subject and reason; specgen diff --as json prints the id and subject of each change")
			continue
		}
		list = append(list, a)
	}
	return list, r.Findings()
}

// Approve sets the approval of each change that an approval matches, and returns findings about the approvals. base has the approvals of the base
// version, and version is the API version of head. An approval that has expired at version approves nothing and is a warning. Any other approval that
// matches no change is an error. Approve returns no finding for an approval that is also in base and matches no change, because its change was
// already merged.
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
			found.Add(a.Pos, "approval-expired", "the approval of %s %s expired at version %s, and the API has version %s; remove it with specgen diff --prune, or undo the change", a.ID, a.Subject, a.Until, version)
			found[len(found)-1].Severity = report.Warning
		case !used:
			found.Add(a.Pos, "approval-unused", "no change matches %q; remove this approval, or correct its id, subject or detail", strings.TrimSpace(a.ID+" "+a.Subject+" "+a.Detail))
		}
	}
	return found
}

// matches reports whether a has the ID and subject of c and, if a has a detail, also the detail of c.
func (a *Approval) matches(c Change) bool {
	return c.ID == a.ID && c.Subject == a.Subject && (a.Detail == "" || a.Detail == c.Detail)
}

// same reports whether a and b have the same ID, subject and detail. Reason and Until may differ.
func (a *Approval) same(b Approval) bool {
	return a.ID == b.ID && a.Subject == b.Subject && a.Detail == b.Detail
}

// Prune removes approvals from data, the content of an approvals file: those that are in base and those that have expired at version. It also removes
// the comments directly above them. It returns the new content and the number of removed approvals. It returns an error if the file has an error, or
// if an approval does not begin on a line of its own with a dash.
func Prune(file string, data []byte, base []Approval, version string) ([]byte, int, error) {
	list, found := ReadApprovals(file, data)
	if len(found) > 0 {
		return nil, 0, fmt.Errorf("%s", found[0])
	}
	lines := strings.SplitAfter(string(data), "\n")
	start := make([]int, len(list)+1) // the first line of each approval or of the comments above it, counted from 0; then the number of lines
	for i, a := range list {
		at := a.Pos.Line - 1
		if at < 0 || at >= len(lines) || !strings.HasPrefix(strings.TrimSpace(lines[at]), "-") {
			return nil, 0, fmt.Errorf("%s: the approval does not begin with a dash on a line of its own; move it to a new line that begins with a dash", a.Pos)
		}
		for at > 0 && strings.HasPrefix(strings.TrimSpace(lines[at-1]), "#") {
			at--
		}
		start[i] = at
	}
	start[len(list)] = len(lines)
	out, removed := strings.Join(lines[:start[0]], ""), 0
	for i, a := range list {
		if slices.ContainsFunc(base, a.same) || a.expired(version) {
			removed++
			continue
		}
		out += strings.Join(lines[start[i]:start[i+1]], "")
	}
	return []byte(out), removed, nil
}

// expired reports whether version is Until or later. An approval without Until never expires.
func (a *Approval) expired(version string) bool {
	return a.Until != "" && compareVersions(version, a.Until) >= 0
}

// CheckVersion returns a finding at the version of head if that version is lower than the changes require. Versions are one to three numbers
// separated by dots. Below version 1, a breaking change raises the minor version and any other change raises the patch version. If the version of
// base has another form, CheckVersion only requires that the version of head differs from it.
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
			found.Add(pos, "version-not-raised", "the version is still %s; raise it", cmp.Or(is, "nothing"))
		}
	case compareVersions(is, want) < 0:
		found.Add(pos, "version-not-raised", "the version is %s, but the changes since %s require a new %s version; write %s or higher", cmp.Or(is, "nothing"), was, bump, want)
	}
	return found
}

// raised adds 1 to a part of version and sets the parts after it to 0. bump is the name of the part: "major", "minor" or "patch". It drops a leading
// v, a pre-release and build metadata. Below version 1, it raises the minor part for "major" and the patch part for "minor". It returns false if the
// version does not consist of one to three numbers.
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

// compareVersions returns -1 if version a is less than b, 0 if they are equal, and 1 otherwise. It ignores build metadata such as +5. If a version is
// not semantic, such as 2026-11, compareVersions compares the parts one by one: numbers by value, and other parts as text. 2.0-rc1 is less than 2.0.
func compareVersions(a, b string) int {
	a, _, _ = strings.Cut("v"+strings.TrimPrefix(a, "v"), "+")
	b, _, _ = strings.Cut("v"+strings.TrimPrefix(b, "v"), "+")
	if semver.IsValid(a) && semver.IsValid(b) {
		return semver.Compare(a, b)
	}
	split := func(s string) []string {
		return strings.FieldsFunc(s[1:], func(r rune) bool { return r == '.' || r == '-' })
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
	Base, Head string // descriptions of the two sides
	Version    string // version of the API in head
	Spec       string // the root file of the document, relative to the root of the repository
	Title      string // the branch and commit of head, "topic (1a2b3c4d5e)"; "" for a report without a heading
	New        bool   // base does not have the document
	Skipped    string // why a comparison of [Levels] was left out, or ""
	Changes    []Change
	Problems   report.List // findings about the sides, the approvals and the policy; an error fails the comparison
}

// Count returns the number of changes of level l that are not approved.
func (r *Report) Count(l Level) int {
	n := 0
	for _, c := range r.Changes {
		if c.Level == l && c.Approval == nil {
			n++
		}
	}
	return n
}

// Approved returns the number of approved changes.
func (r *Report) Approved() int {
	n := 0
	for _, c := range r.Changes {
		if c.Approval != nil {
			n++
		}
	}
	return n
}

// Bumps returns, for each affected audience, the part of the version that the next release must raise.
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

// Bump returns the part of the version that the next release must raise, or "none" if there are no changes. Approved changes count as well, because
// they affect users.
func (r *Report) Bump() string {
	worst, any := Worst(r.Changes)
	if !any {
		return "none"
	}
	return worst.Bump()
}

// Summary returns, on one line, the number of unapproved changes of each level, the number of approved changes, and the part of the version to raise.
// It returns "new spec" if base does not have the document, and "no changes" if there are none.
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
