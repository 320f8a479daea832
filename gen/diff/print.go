package diff

import (
	"path"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/report"
)

// Document converts the report for [report.PrintDocument].
func (r *Report) Document() *report.Document {
	d := &report.Document{
		Base: r.Base, Head: r.Head, Version: r.Version, Skipped: r.Skipped, Summary: r.Summary(), Groups: slices.Clone(groups[:]), Problems: r.Problems, Entries: []report.Entry{},
		Counts: report.Counts{Breaking: r.Count(Breaking), Risky: r.Count(Risky), Compatible: r.Count(Compatible), Doc: r.Count(Doc), Approved: r.Approved(), Bump: r.Bump()},
	}
	d.Spec, d.Title, d.New = r.Spec, r.Title, r.New
	bumps := r.Bumps()
	for _, a := range Audiences() {
		if bump, ok := bumps[a]; ok {
			d.Counts.Audiences = append(d.Counts.Audiences, report.AudienceBump{Audience: string(a), Bump: bump})
		}
	}
	for _, c := range r.Changes {
		d.Entries = append(d.Entries, c.entry())
	}
	return d
}

// entry converts a change for the printers.
func (c Change) entry() report.Entry {
	e := report.Entry{
		Audiences: []report.Affected{},
		ID:        c.ID, Group: groups[c.Level], Fingerprint: report.Fingerprint(c.ID, c.Subject, c.Detail), Subject: c.Subject, Detail: c.Detail, Area: c.Area,
		Message: c.Message, Fix: c.Remedy, Base: c.Base.shown(), Head: c.Head.shown(), Near: c.Near, Why: c.Why, Count: c.Operations(),
		Requests: texts(c.Requests), Responses: texts(c.Responses), Operations: texts(merge(slices.Clone(c.Requests), c.Responses)),
		Wire: []report.Evidence{}, Go: []report.GoChange{}, Breaks: goLines(c, false), Identifiers: goLines(c, true),
	}
	for _, a := range Audiences() {
		if level, ok := c.Audiences[a]; ok {
			e.Audiences = append(e.Audiences, report.Affected{Audience: string(a), Group: groups[level]})
		}
	}
	for _, x := range c.Wire {
		e.Wire = append(e.Wire, report.Evidence{Rule: x.Rule, Group: groups[x.Level], Message: x.Message, Witness: x.Witness, Count: x.Count})
	}
	for _, g := range c.Go {
		e.Go = append(e.Go, report.GoChange{Symbol: g.Symbol.String(), Message: g.Message, Breaks: g.Breaks})
	}
	if c.Approval != nil {
		e.Approval = &report.Approval{Reason: c.Approval.Reason, Until: c.Approval.Until}
	}
	return e
}

// shown converts a place for the printers. It returns nil if the position is unknown.
func (p Place) shown() *report.Place {
	if p.Pos.IsZero() {
		return nil
	}
	return &report.Place{Pointer: p.Pointer, Position: p.Pos}
}

// texts returns each operation in the form of [Operation.String].
func texts(list []Operation) []string {
	out := []string{}
	for _, o := range list {
		out = append(out, o.String())
	}
	return out
}

// goLines returns the Go differences of a change, such as "client/door.Client.GetDoor: removed". It returns only the breaking ones unless all is set. If
// several targets have differences, each line ends with the names of its targets.
func goLines(c Change, all bool) []string {
	var lines []string
	targets, every := map[string][]string{}, map[string]bool{}
	for _, g := range c.Go {
		if !g.Breaks && !all {
			continue
		}
		root := g.Root
		line := strings.TrimPrefix(g.Symbol.String(), root+"/") + ": " + strings.ReplaceAll(g.Message, root+"/", "")
		if targets[line] == nil {
			lines = append(lines, line)
		}
		if name := path.Base(root); !slices.Contains(targets[line], name) {
			targets[line] = append(targets[line], name)
		}
		every[root] = true
	}
	if len(every) > 1 {
		for i, line := range lines {
			lines[i] = line + " (" + strings.Join(targets[line], ", ") + ")"
		}
	}
	return lines
}
