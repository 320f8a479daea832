package coverage

import (
	"bytes"
	"fmt"
	"text/tabwriter"
)

// Text lays a report out for a terminal: the totals, then each node under its id.
func (r *Report) Text() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n%s\n%s\n%s\n", r.Title, r.Headline(), r.Beside(), r.NodesLine())
	if r.Catalogue != nil {
		fmt.Fprintln(&b, r.Catalogue.Line())
	}
	b.WriteString("\n")
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(table, "documented\tcatalogued\tinferred\tnodes\theadings\twithout\t section\n")
	for _, row := range r.Rows() {
		fmt.Fprintf(table, "%d\t%d\t%d\t", row.Documented, row.Catalogued, row.Inferred)
		if row.InTree {
			fmt.Fprintf(table, "%d\t%d\t%d\t %s\n", row.Nodes(), row.Headings, row.Without, row.Title)
		} else {
			fmt.Fprintf(table, "\t\t\t %s\n", row.Title)
		}
	}
	table.Flush() // into memory: it cannot fail
	for _, g := range r.Gaps() {
		fmt.Fprintf(&b, "\nnodes without an operation: %s\n", g.Reason)
		for _, n := range g.Nodes {
			fmt.Fprintf(&b, "  %s\n", n.ID)
		}
	}
	if r.Catalogue != nil && len(r.Catalogue.Exceptions) > 0 {
		fmt.Fprintf(&b, "\n%s that the spec does not have\n", r.Catalogue.Title)
		for _, e := range r.Catalogue.Exceptions {
			fmt.Fprintf(&b, "  %s\n", e.Text())
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

func textNode(b *bytes.Buffer, n Node) {
	fmt.Fprintf(b, "%s  %s", n.ID, n.Title)
	if text := n.Reason + n.Note; text != "" { // a node has one of them
		fmt.Fprintf(b, " (%s)", text)
	}
	b.WriteString("\n")
	for _, line := range n.Lines() {
		fmt.Fprintf(b, "    %s  %s\n", line.Path, line.Text())
	}
	for _, below := range n.Nodes {
		textNode(b, below)
	}
}
