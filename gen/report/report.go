// Package report has what the stages of the pipeline say about a document that is wrong: diagnostics with a position, a rule and a
// remedy, and the printers that show them to people (text), editors and CI (JSON, GitHub annotations, SARIF, JUnit).
//
// A diagnostic is about the input. A failure of the machine or a defect of ours is an error, never a diagnostic.
package report

import (
	"cmp"
	"fmt"
	"slices"
)

// Severity says how bad a finding is. The zero value is [Error].
type Severity int

// The severities, worst first.
const (
	Error   Severity = iota // nothing is generated
	Warning                 // generated, and worth a look
	Info                    // good to know
)

// String is "error", "warning" or "info".
func (s Severity) String() string {
	if s < Error || s > Info {
		return fmt.Sprintf("Severity(%d)", int(s))
	}
	return s.word("error", "warning", "info")
}

// word returns one of three words, and the first for an unknown severity.
func (s Severity) word(err, warning, info string) string {
	switch s {
	case Warning:
		return warning
	case Info:
		return info
	}
	return err
}

// ParseSeverity reads what [Severity.String] writes.
func ParseSeverity(s string) (Severity, error) {
	for _, severity := range []Severity{Error, Warning, Info} {
		if s == severity.String() {
			return severity, nil
		}
	}
	return 0, fmt.Errorf("severity %q: want error, warning or info", s)
}

// Position is a place in a file. Line and Column count from 1, Column in bytes; 0 is unknown.
type Position struct {
	File   string `json:"file,omitempty"` // slash-separated, relative to the file system that was read
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

// IsZero tells whether nothing is known of the place.
func (p Position) IsZero() bool { return p == Position{} }

// String is "file:line:column", without the parts that are unknown.
func (p Position) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Compare orders positions by file, line and column.
func (p Position) Compare(q Position) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

// Finding is one finding.
type Finding struct {
	Rule     string // stable kebab-case ID, "enum-names"
	Severity Severity
	Pos      Position
	End      Position // where the text ends that it is about; zero when unknown
	Message  string   // what is wrong and what mends it: lower case, no full stop
	Pointer  string   // JSON pointer (RFC 6901) into the bundle of what it is about, "" when unknown
	Related  []Related
	Source   []byte // the file of Pos where that is not the one on disk: generated, and not written; nil elsewhere
}

// Related is another place that belongs to a finding: "first here".
type Related struct {
	Pos     Position
	Message string
}

// String is "file:line:column: message (rule)", with "warning: " or "info: " before the message of one that is no error.
func (d Finding) String() string {
	text := d.Message
	if d.Severity != Error {
		text = d.Severity.String() + ": " + text
	}
	if d.Rule != "" {
		text += " (" + d.Rule + ")"
	}
	if d.Pos.IsZero() {
		return text
	}
	return d.Pos.String() + ": " + text
}

// List is a list of findings.
type List []Finding

// Add appends an error at a position.
func (l *List) Add(pos Position, rule, format string, args ...any) {
	*l = append(*l, Finding{Rule: rule, Pos: pos, Message: fmt.Sprintf(format, args...)})
}

// HasErrors tells whether one of the findings is an error.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Finding) bool { return d.Severity == Error })
}

// Count gives the number of findings of a severity.
func (l List) Count(s Severity) int {
	n := 0
	for _, d := range l {
		if d.Severity == s {
			n++
		}
	}
	return n
}

// Compact gives the findings by position, each once: one defect that is met on several ways is told once. The order of findings
// with one position is that of their rules and messages. The list itself is left as it is.
func (l List) Compact() List {
	if len(l) == 0 {
		return nil
	}
	sorted := slices.Clone(l)
	slices.SortStableFunc(sorted, func(a, b Finding) int {
		return cmp.Or(a.Pos.Compare(b.Pos), cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message))
	})
	return slices.CompactFunc(sorted, func(a, b Finding) bool {
		return a.Pos == b.Pos && a.Rule == b.Rule && a.Message == b.Message && a.Severity == b.Severity
	})
}

// Rule is what a person needs to know of the findings with one ID: what is asked for, why, and how to mend what does otherwise. Bad and
// Good are excerpts of a document, and empty where the finding is not about the text of one.
type Rule struct {
	ID                         string
	Stage                      string   // what finds it: "load", "lint", "openapi" (kin-openapi, in lint), "generate", "verify", "diff" or "coverage"
	Severity                   Severity // the usual one
	Title, Why, Bad, Good, Fix string
}
