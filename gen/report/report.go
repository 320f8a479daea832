// Package report defines findings and lists of differences, and writes them in every output format.
//
// A [Finding] is a problem in the input. It has a position, a rule and a message that contains the fix. The stages of specgen return a [List] of
// findings. [Print] writes the list as text, JSON, GitHub annotations, SARIF or JUnit. A [Document] lists the differences between two versions of
// an API. Package diff creates a Document. [PrintDocument] writes a Document in the same formats, and as Markdown, HTML or a GitLab code quality
// report.
//
// All text in a finding or a document is untrusted. [Visible], [Markdown], [MarkdownCode] and [EncodeJSON] make such text harmless. Other packages
// also use these functions for their output.
//
// An I/O failure or a bug in specgen is an error instead of a finding. The package reads no files. [Options.Source] returns the content of a file for
// excerpts.
package report

import (
	"cmp"
	"fmt"
	"slices"
)

// Severity is the severity of a finding. The zero value is [Error].
type Severity int

// The severities, from the most to the least severe.
const (
	Error   Severity = iota // specgen writes no generated files
	Warning                 // specgen generates code, but a person should look at the finding
	Info                    // no action is necessary
)

// String returns "error", "warning" or "info". For an unknown severity, it returns "Severity(N)" with the number.
func (s Severity) String() string {
	if s < Error || s > Info {
		return fmt.Sprintf("Severity(%d)", int(s))
	}
	return s.word("error", "warning", "info")
}

// word returns one of its arguments for a severity. For an unknown severity, it returns err.
func (s Severity) word(err, warning, info string) string {
	switch s {
	case Warning:
		return warning
	case Info:
		return info
	}
	return err
}

// ParseSeverity returns the severity with the name error, warning or info. It returns an error for any other name.
func ParseSeverity(s string) (Severity, error) {
	for _, severity := range []Severity{Error, Warning, Info} {
		if s == severity.String() {
			return severity, nil
		}
	}
	return 0, fmt.Errorf("severity %q is unknown; write error, warning or info", s)
}

// Position is a position in a file. Line and Column start at 1, and 0 means that they are unknown. Column counts bytes.
type Position struct {
	File   string `json:"file,omitempty"` // slash-separated path in the file system with the input
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

// IsZero reports whether no part of the position is known.
func (p Position) IsZero() bool { return p == Position{} }

// String returns "file:line:column" without the unknown parts.
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

// Finding is a problem in the input.
type Finding struct {
	Rule     string // stable ID in kebab case, such as "enum-names"
	Severity Severity
	Pos      Position
	End      Position // position after the text that the finding is about; zero if it is unknown
	Message  string   // the problem and then the fix, in lower case and without a full stop
	Pointer  string   // JSON pointer (RFC 6901) in the bundle; "" if it is unknown
	Related  []Related
	Source   []byte // content of Pos.File, if specgen generated it in memory; otherwise nil
}

// Related is another position of a finding, with a message such as "first here".
type Related struct {
	Pos     Position
	Message string
}

// String returns "file:line:column: message (rule)". For a warning or an info, the message has the prefix "warning: " or "info: ".
func (f Finding) String() string {
	text := f.Message
	if f.Severity != Error {
		text = f.Severity.String() + ": " + text
	}
	if f.Rule != "" {
		text += " (" + f.Rule + ")"
	}
	if f.Pos.IsZero() {
		return text
	}
	return f.Pos.String() + ": " + text
}

// List is a list of findings.
type List []Finding

// Add appends a finding with severity Error at a position.
func (l *List) Add(pos Position, rule, format string, args ...any) {
	*l = append(*l, Finding{Rule: rule, Pos: pos, Message: fmt.Sprintf(format, args...)})
}

// HasErrors reports whether the list contains an error.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(f Finding) bool { return f.Severity == Error })
}

// Errors returns a new list that contains the errors in l.
func (l List) Errors() List {
	return slices.DeleteFunc(slices.Clone(l), func(f Finding) bool { return f.Severity != Error })
}

// Count returns the number of findings of a severity.
func (l List) Count(s Severity) int {
	n := 0
	for _, f := range l {
		if f.Severity == s {
			n++
		}
	}
	return n
}

// Compact returns the findings sorted by position, severity, rule and message, without duplicates. It does not change l.
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

// Rule describes the findings with the same rule ID. Bad and Good are excerpts of a document. Both are empty if no excerpt can show the problem.
type Rule struct {
	ID                         string
	Stage                      string   // "load", "lint", "openapi" (kin-openapi, in lint), "generate", "verify", "diff" or "coverage"
	Severity                   Severity // default severity
	Title, Why, Bad, Good, Fix string
}
