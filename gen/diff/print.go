package diff

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/report"
)

// Format is a form in which a report is printed.
type Format string

// The formats.
const (
	Text     Format = "text"
	Markdown Format = "markdown" // for a comment on a pull request: always at most [MarkdownLimit] characters
	JSON     Format = "json"     // described by docs/diff.schema.json
	GitHub   Format = "github"
	GitLab   Format = "gitlab" // a code quality report
	SARIF    Format = "sarif"
	JUnit    Format = "junit"
	HTML     Format = "html" // one page that needs nothing else
)

// Formats lists the formats, as help shows them.
func Formats() []string {
	return []string{string(Text), string(Markdown), string(JSON), string(GitHub), string(GitLab), string(SARIF), string(JUnit), string(HTML)}
}

// Options are what a printer needs beyond the report. The zero value is fine.
type Options struct {
	All     bool                         // text: every operation and Go identifier, not the first few
	Source  func(string) ([]byte, error) // the bytes behind a position
	Tool    string
	Version string // of the tool
}

// Print writes a report. Equal reports give equal bytes. Text of a document cannot act on a terminal, a CI runner or a viewer of Markdown or HTML
// (see [report.Visible]). JSON, GitLab and SARIF keep the exact values.
func Print(w io.Writer, f Format, r *Report, o Options) error {
	switch f {
	case Markdown:
		_, err := io.WriteString(w, markdown(r, MarkdownLimit))
		return err
	case JSON:
		return printJSON(w, r)
	case GitLab:
		return printGitLab(w, r)
	case GitHub, SARIF, JUnit:
		err := report.Print(w, report.Format(f), diagnostics(r), report.Options{Source: o.Source, Tool: o.Tool, Version: o.Version, Describe: title})
		if err != nil {
			return fmt.Errorf("print changes: %w", err)
		}
		return nil
	case HTML:
		return printHTML(w, r)
	}
	_, err := io.WriteString(w, text(r, o.All))
	return err
}

// title words an ID: "enum-member-renamed" is "Enum member renamed".
func title(id string) string {
	words := strings.ReplaceAll(id, "-", " ")
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

// sentence is what a change says in one line.
func sentence(c Change) string { return c.Subject + ": " + c.Message }

func hits(c Change) string {
	var list []string
	for _, h := range c.Hits {
		list = append(list, string(h))
	}
	return strings.Join(list, ", ")
}

// reachText is "12 operations: 3 requests, 9 responses".
func reachText(c Change) string {
	n := c.Operations()
	if n == 0 {
		return ""
	}
	if n == 1 && c.Base.Pointer != "" && strings.HasPrefix(c.Base.Pointer, "/paths/") {
		return ""
	}
	var parts []string
	for _, p := range []struct {
		n    int
		noun string
	}{{len(c.Requests), "request"}, {len(c.Responses), "response"}} {
		if p.n > 0 {
			parts = append(parts, plural(p.n, p.noun))
		}
	}
	return plural(n, "operation") + " (" + strings.Join(parts, ", ") + ")"
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
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

// text is the report for people.
func text(r *Report, all bool) string {
	var b strings.Builder
	line := func(format string, args ...any) { b.WriteString(report.Visible(fmt.Sprintf(format, args...)) + "\n") }
	if r.Skipped != "" {
		line("NOT COMPARED: %s", r.Skipped)
		b.WriteByte('\n')
	}
	const few = 5
	for _, c := range r.Changes {
		level := c.Level.String()
		if c.Approval != nil {
			level = "approved " + level
		}
		line("%s: %s: %s (%s)", c.Pos(), level, sentence(c), c.ID)
		if !c.Base.Pos.IsZero() && !c.Head.Pos.IsZero() && c.Base.Pos != c.Head.Pos {
			line("    was at %s", c.Base.Pos)
		}
		if c.Approval != nil {
			line("    approved: %s", c.Approval.Reason)
		}
		if h := hits(c); h != "" {
			line("    hits %s", h)
		}
		if reach := reachText(c); reach != "" {
			line("    in %s", reach)
			if all {
				for _, o := range c.Requests {
					line("        request of %s", o)
				}
				for _, o := range c.Responses {
					line("        response of %s", o)
				}
			}
		}
		if c.Why != "" {
			line("    on the wire: %s", c.Why)
		}
		for i, text := range goLines(c, all) {
			if !all && i == few {
				line("    Go: %d more; --all lists them", len(goLines(c, false))-few)
				break
			}
			line("    Go %s", text)
		}
		if all {
			for _, w := range c.Wire {
				line("    wire %s %s, %s", w.Level, w.Rule, plural(w.Count, "time"))
			}
		}
		if c.Remedy != "" && c.Level <= Risky {
			line("    remedy: %s", c.Remedy)
		}
	}
	if len(r.Changes) > 0 {
		b.WriteByte('\n')
	}
	line("%s to %s: %s", r.Base, r.Head, r.Summary())
	return b.String()
}

// diagnostics are the changes as findings, and what is wrong with approvals, for the formats that show those.
func diagnostics(r *Report) report.List {
	var list report.List
	for _, c := range r.Changes {
		d := report.Finding{Rule: c.ID, Severity: report.Info, Pos: c.inHead(), Message: sentence(c), Pointer: c.Head.Pointer}
		switch {
		case c.Approval != nil:
			d.Message += "; approved: " + c.Approval.Reason
		case c.Level == Breaking:
			d.Severity = report.Error
		case c.Level == Risky:
			d.Severity = report.Warning
		}
		if h := hits(c); h != "" {
			d.Message += "; hits " + h
		}
		if reach := reachText(c); reach != "" {
			d.Message += "; in " + reach
		}
		if c.Why != "" {
			d.Message += "; on the wire: " + c.Why
		}
		if c.Remedy != "" && c.Level <= Risky {
			d.Message += "; " + c.Remedy
		}
		if !c.Base.Pos.IsZero() && (!c.Head.Pos.IsZero() || !c.Near.IsZero()) {
			d.Related = []report.Related{{Pos: c.Base.Pos, Message: "was here in " + r.Base}}
		}
		list = append(list, d)
	}
	return append(list, r.Unused...)
}

// inHead is where a tool that shows the files of head puts a change.
func (c Change) inHead() report.Position {
	if c.Near.IsZero() {
		return c.Pos()
	}
	return c.Near
}

func printGitLab(w io.Writer, r *Report) error {
	type lines struct {
		Begin int `json:"begin"`
	}
	type location struct {
		Path  string `json:"path"`
		Lines lines  `json:"lines"`
	}
	type issue struct {
		Description string   `json:"description"`
		CheckName   string   `json:"check_name"`
		Fingerprint string   `json:"fingerprint"`
		Severity    string   `json:"severity"`
		Location    location `json:"location"`
	}
	list := []issue{}
	for _, c := range r.Changes {
		severity := map[Level]string{Breaking: "blocker", Risky: "major", Compatible: "info", Doc: "info"}[c.Level]
		if c.Approval != nil {
			severity = "info"
		}
		list = append(list, issue{sentence(c), c.ID, fingerprint(c), severity, location{c.inHead().File, lines{max(1, c.inHead().Line)}}})
	}
	for _, d := range r.Unused {
		list = append(list, issue{d.Message, d.Rule, sum(d.Rule, d.Message), "blocker", location{d.Pos.File, lines{max(1, d.Pos.Line)}}})
	}
	return encode(w, list)
}

func encode(w io.Writer, value any) error {
	data, err := report.EncodeJSON(value)
	if err == nil {
		_, err = w.Write(data)
	}
	if err != nil {
		return fmt.Errorf("print changes: %w", err)
	}
	return nil
}
