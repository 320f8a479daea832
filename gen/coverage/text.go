package coverage

import (
	"bytes"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/rasapi/specgen/gen/report"
)

// Text returns the report as plain text. It starts with the totals, the nodes without an operation, the exceptions and the remarks. The nodes with
// their IDs follow.
func (r *Report) Text() []byte {
	var b bytes.Buffer
	for _, text := range []string{r.Title, r.Headline(), r.OtherOperations(), r.NodesLine()} {
		line(&b, "%s", text)
	}
	if r.Catalogue != nil {
		line(&b, "%s", r.Catalogue.Line())
	}
	b.WriteString("\n")
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(table, strings.Join(r.Columns(), "\t"), "\tnodes\theadings\twithout\t section\n")
	for _, row := range r.Rows() {
		for _, n := range row.Counts {
			fmt.Fprintf(table, "%d\t", n)
		}
		if row.InTree {
			fmt.Fprintf(table, "%d\t%d\t%d\t %s\n", row.Nodes(), row.Headings, row.Without, report.Visible(row.Title))
		} else {
			fmt.Fprintf(table, "\t\t\t %s\n", report.Visible(row.Title))
		}
	}
	table.Flush() // writing to memory cannot fail
	b.WriteString("\n")
	fmt.Fprint(table, "documented\tcatalogued\tinferred\t part of the operations\n")
	for _, p := range r.Parts() {
		fmt.Fprintf(table, "%d\t%d\t%d\t %s\n", p.Documented, p.Catalogued, p.Inferred, p.Title)
	}
	table.Flush()
	for _, g := range r.Gaps() {
		b.WriteString("\n")
		line(&b, "nodes without an operation: %s", g.Reason)
		for _, n := range g.Nodes {
			line(&b, "  %s", n.ID)
		}
	}
	if r.Catalogue != nil && len(r.Catalogue.Exceptions) > 0 {
		b.WriteString("\n")
		line(&b, "%s that the spec does not have", r.Catalogue.Title)
		for _, e := range r.Catalogue.Exceptions {
			line(&b, "  %s", e.Text())
		}
	}
	for _, remark := range r.Remarks {
		b.WriteString("\n")
		line(&b, "%s: %s", remark.Title, remark.Text)
		for _, e := range remark.Names {
			line(&b, "  %s: %s", strings.Join(e.Names, ", "), e.Text)
		}
	}
	for _, n := range r.Sections {
		b.WriteString("\n")
		textNode(&b, n)
	}
	if len(r.Outside) > 0 {
		b.WriteString("\n")
	}
	for _, n := range r.Outside {
		textNode(&b, n)
	}
	return b.Bytes()
}

// textNode writes a node and the nodes below it.
func textNode(b *bytes.Buffer, n Node) {
	remark := n.Reason + n.Note // a node has at most one of the two texts
	if remark != "" {
		remark = " (" + remark + ")"
	}
	line(b, "%s  %s%s", n.ID, n.Title, remark)
	for _, l := range n.Lines() {
		line(b, "    %s  %s", l.Path, l.Text())
	}
	for _, below := range n.Nodes {
		textNode(b, below)
	}
}

// line formats a text, escapes it with [report.Visible] and writes it as one line.
func line(b *bytes.Buffer, format string, args ...any) {
	b.WriteString(report.Visible(fmt.Sprintf(format, args...)) + "\n")
}
