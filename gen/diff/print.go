package diff

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/report"
)

// Document returns the report in the form that [report.PrintDocument] takes.
func (r *Report) Document() *report.Document {
	d := &report.Document{
		Base: r.Base, Head: r.Head, Version: r.Version, Skipped: r.Skipped, Summary: r.Summary(), Groups: slices.Clone(groups[:]), Problems: r.Unused, Entries: []report.Entry{},
		Counts: report.Counts{Breaking: r.Count(Breaking), Risky: r.Count(Risky), Compatible: r.Count(Compatible), Doc: r.Count(Doc), Approved: r.Approved(), Bump: r.Bump()},
	}
	for _, c := range r.Changes {
		d.Entries = append(d.Entries, c.entry())
	}
	return d
}

func (c Change) entry() report.Entry {
	e := report.Entry{
		ID: c.ID, Group: groups[c.Level], Fingerprint: report.Fingerprint(c.ID, c.Subject, c.Detail), Subject: c.Subject, Detail: c.Detail, Area: c.Area,
		Message: c.Message, Fix: c.Remedy, Audience: []string{}, Base: c.Base.shown(), Head: c.Head.shown(), Near: c.Near, Why: c.Why, Count: c.Operations(),
		Requests: names(c.Requests), Responses: names(c.Responses), Operations: names(merge(slices.Clone(c.Requests), c.Responses)),
		Wire: []report.Evidence{}, Go: []report.GoChange{}, Breaks: goLines(c, false), Identifiers: goLines(c, true),
	}
	for _, h := range c.Hits {
		e.Audience = append(e.Audience, string(h))
	}
	for _, x := range c.Wire {
		e.Wire = append(e.Wire, report.Evidence{Rule: x.Rule, Group: groups[x.Level], Message: x.Message, Count: x.Count})
	}
	for _, g := range c.Go {
		e.Go = append(e.Go, report.GoChange{Symbol: g.Symbol.String(), Message: g.Message, Breaks: g.Breaks})
	}
	if c.Approval != nil {
		e.Approval = &report.Approval{Reason: c.Approval.Reason, Until: c.Approval.Until}
	}
	return e
}

// shown returns the place as printers take it, nil if it is unknown.
func (p Place) shown() *report.Place {
	if p.Pos.IsZero() {
		return nil
	}
	return &report.Place{Pointer: p.Pointer, Position: p.Pos}
}

func names(list []Operation) []string {
	out := []string{}
	for _, o := range list {
		out = append(out, o.String())
	}
	return out
}

// goLines are the differences in Go, those that break or all, in words: "client/door.Client.GetDoor: removed". Where several targets have
// differences, each line names the targets that it is true of.
func goLines(c Change, all bool) []string {
	var lines []string
	targets, every := map[string][]string{}, map[string]bool{}
	for _, g := range c.Go {
		if !g.Breaks && !all {
			continue
		}
		line, root := goText(g), strings.TrimSuffix(longest(g.Symbol.Package), "/")
		if targets[line] == nil {
			lines = append(lines, line)
		}
		if name := root[strings.LastIndexByte(root, '/')+1:]; !slices.Contains(targets[line], name) {
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

// goText is "client/door.Client.GetDoor removed".
func goText(g Go) string {
	return short(g) + ": " + strings.ReplaceAll(g.Message, longest(g.Symbol.Package), "")
}

// short is a symbol with the last two folders of its package.
func short(g Go) string {
	parts := strings.Split(g.Symbol.Package, "/")
	for i, p := range parts {
		if (p == "client" || p == "server" || p == "model") && i > 0 {
			parts = parts[i:]
			break
		}
	}
	return strings.Join(parts, "/") + strings.TrimPrefix(g.Symbol.String(), g.Symbol.Package)
}

// longest is the import path that types of the same tree have before the name of their package.
func longest(pkg string) string {
	for _, part := range []string{"/client", "/server", "/model"} {
		if i := strings.LastIndex(pkg, part); i > 0 {
			return pkg[:i+1]
		}
	}
	return "\x00"
}
