package coverage

import (
	"fmt"
	"strings"

	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// This file contains the texts and tables that the three formats of a report share.

// levels explains the levels of evidence.
const levels = "Documented: a page of the API reference covers everything that a caller needs: path and method, parameters, request body, and success responses.\n" +
	"Catalogued: path and method are known from a page, a list or another client; another part is inferred from similar operations.\n" +
	"Inferred: the operation is inferred from similar operations, and may not exist.\n\n" +
	"The level of an operation is the weakest level of the parts that a caller needs. An operation with a documented path and an inferred request body is not\n" +
	"documented. It is catalogued, and not inferred, because a page shows that it exists. Its line below names the parts that are inferred."

// Levels returns an explanation of the levels of evidence.
func (r *Report) Levels() string { return levels }

// Line contains a path, and the operations of a node at this path.
type Line struct {
	Path       string
	Operations []Operation
}

// Lines returns the operations of a node. Consecutive operations with the same path are on one line.
func (n Node) Lines() []Line {
	var lines []Line
	for _, op := range n.Operations {
		if last := len(lines) - 1; last >= 0 && lines[last].Path == op.Path {
			lines[last].Operations = append(lines[last].Operations, op)
			continue
		}
		lines = append(lines, Line{op.Path, []Operation{op}})
	}
	return lines
}

// Text returns the method, the evidence and the versions of an operation, such as "POST catalogued, request inferred, until v20". If path and method
// are documented, the text also names each part with other evidence.
func (o Operation) Text() string {
	text := o.Method + " " + o.Known()
	if o.Parts.Operation == oas.Documented {
		for _, part := range o.undocumented() {
			text += ", " + part
		}
	}
	if versions := o.Versions(); versions != "" {
		text += ", " + versions
	}
	return text
}

// undocumented returns a phrase for each part with evidence other than documented, such as "response 409 inferred". It omits parts without evidence.
func (o Operation) undocumented() []string {
	var phrases []string
	describe := func(part, evidence string) {
		if evidence != "" && evidence != oas.Documented {
			phrases = append(phrases, part+" "+evidence)
		}
	}
	describe("parameters", o.Parts.Parameters)
	describe("request", o.Parts.Request)
	for _, r := range o.Parts.Responses {
		describe("response "+r.Status, r.Evidence)
	}
	return phrases
}

// Part is a row in the table of parts. It contains the number of parts per level of evidence.
type Part struct {
	Title string
	Total // counts of the parts; the counts of nodes are 0
}

// Parts returns the table of the parts of all operations.
func (r *Report) Parts() []Part {
	parts := []Part{{Title: "path and method"}, {Title: "parameters"}, {Title: "request body"}, {Title: "success responses"}, {Title: "error responses"}}
	var visit func([]Node)
	visit = func(nodes []Node) {
		for _, n := range nodes {
			for _, op := range n.Operations {
				parts[0].add(Evidence(op.Parts.Operation))
				parts[1].add(Evidence(op.Parts.Parameters))
				if op.Parts.Request != "" {
					parts[2].add(Evidence(op.Parts.Request))
				}
				for _, response := range op.Parts.Responses {
					i := 4
					if strings.HasPrefix(response.Status, "2") {
						i = 3
					}
					parts[i].add(Evidence(response.Evidence))
				}
			}
			visit(n.Nodes)
		}
	}
	visit(r.Sections)
	visit(r.Outside)
	return parts
}

// Known returns the evidence for an operation. If the evidence is missing or unknown, it returns "unstated".
func (o Operation) Known() string {
	switch o.Evidence {
	case Documented, Catalogued, Inferred:
		return string(o.Evidence)
	}
	return "unstated"
}

// Versions returns the versions that have an operation, such as "since v19, until v20". If both versions are unknown, it returns "".
func (o Operation) Versions() string {
	var parts []string
	if o.Since != "" {
		parts = append(parts, "since "+o.Since)
	}
	if o.Until != "" {
		parts = append(parts, "until "+o.Until)
	}
	return strings.Join(parts, ", ")
}

// Text returns the texts of the operations on a line.
func (l Line) Text() string {
	var parts []string
	for _, op := range l.Operations {
		parts = append(parts, op.Text())
	}
	return strings.Join(parts, "; ")
}

// IsGap reports whether a node has no operation and is not a heading.
func (n Node) IsGap() bool { return len(n.Operations) == 0 && n.Reason != Heading }

// Remark returns the reason or the note of a node. For a heading, it returns "".
func (n Node) Remark() string {
	if n.Reason == Heading {
		return ""
	}
	return n.Reason + n.Note // a node has at most one of the two texts
}

// Gap contains the nodes without operations that have the same reason.
type Gap struct {
	Reason string
	Nodes  []Node
}

// Gaps returns the nodes that have no operations and are not headings, grouped by reason. The reasons are in the order of the tree.
func (r *Report) Gaps() []Gap {
	var gaps []Gap
	var visit func([]Node)
	visit = func(nodes []Node) {
		for _, n := range nodes {
			if n.IsGap() {
				gaps = addGap(gaps, n)
			}
			visit(n.Nodes)
		}
	}
	visit(r.Sections)
	return gaps
}

// addGap adds n to the gap with the reason of n, or to a new gap.
func addGap(gaps []Gap, n Node) []Gap {
	for i, g := range gaps {
		if g.Reason == n.Reason {
			gaps[i].Nodes = append(g.Nodes, n)
			return gaps
		}
	}
	return append(gaps, Gap{n.Reason, []Node{n}})
}

// Tree returns the counts for the tree. They do not include operations outside the tree.
func (r *Report) Tree() Total { return Sum(r.Sections) }

// Total returns the counts for all operations in the spec, and for the nodes in the tree.
func (r *Report) Total() Total {
	t, outside := r.Tree(), Sum(r.Outside)
	t.Documented += outside.Documented
	t.Catalogued += outside.Catalogued
	t.Inferred += outside.Inferred
	t.Unstated += outside.Unstated
	return t
}

// Row is a row of the table of sections. InTree is false for the operations outside the tree.
type Row struct {
	ID, Title string
	Total
	InTree bool
	Counts []int // numbers of operations in the order of [Report.Columns]
}

// Columns returns the titles of the columns that count the operations of a section. If each operation has evidence, there is no column for
// operations without evidence.
func (r *Report) Columns() []string {
	columns := []string{"documented", "catalogued", "inferred", "unstated"}
	if r.Total().Unstated == 0 {
		return columns[:3]
	}
	return columns
}

// Rows returns the table of sections, with one row per section. If there are operations outside the tree, the last row counts these operations.
func (r *Report) Rows() []Row {
	var rows []Row
	columns := len(r.Columns())
	list := func(id, title string, t Total, inTree bool) {
		rows = append(rows, Row{id, title, t, inTree, []int{t.Documented, t.Catalogued, t.Inferred, t.Unstated}[:columns]})
	}
	for _, n := range r.Sections {
		list(n.ID, n.Title, n.Total(), true)
	}
	if len(r.Outside) > 0 {
		list(outsideID, "Outside the tree", Sum(r.Outside), false)
	}
	return rows
}

// Headline returns a phrase with the number of operations that are known to exist.
func (r *Report) Headline() string {
	t := r.Total()
	return fmt.Sprintf("%s documented or catalogued: %d documented, %d catalogued", report.Plural(t.Operations(), "operation"), t.Documented, t.Catalogued)
}

// OtherOperations returns a phrase with the number of operations that [Report.Headline] does not count.
func (r *Report) OtherOperations() string {
	t := r.Total()
	text := fmt.Sprintf("In addition: %d inferred", t.Inferred)
	if t.Unstated > 0 {
		text += fmt.Sprintf(", %d without evidence", t.Unstated)
	}
	return text
}

// NodesLine returns a phrase with the number of nodes in the tree. The phrase also contains how many nodes have documented or catalogued operations,
// how many have only other operations, how many are headings, and how many have no operation.
func (r *Report) NodesLine() string {
	t, other := r.Tree(), "inferred"
	if t.Unstated > 0 {
		other += " or unstated"
	}
	return fmt.Sprintf("%s, all accounted for: %d with documented or catalogued operations, %d with only %s operations, %s, %d without an operation",
		report.Plural(t.Nodes(), "node"), t.Known, t.OtherOnly, other, report.Plural(t.Headings, "heading"), t.Without)
}

// Line returns a phrase with the number of operations in the catalogue. The phrase also contains how many of the operations are in the spec and how
// many are exceptions.
func (c *Catalogue) Line() string {
	return fmt.Sprintf("%s: %d of %d accounted for, %d as listed and %d with a reason",
		names.UpperFirst(c.Title), c.Total, c.Total, c.Total-len(c.Exceptions), len(c.Exceptions))
}

// Text returns the operation, its replacement if there is one, and the reason.
func (e Exception) Text() string {
	if e.Instead == "" {
		return e.Operation + ": " + e.Reason
	}
	return fmt.Sprintf("%s is %s: %s", e.Operation, e.Instead, e.Reason)
}
