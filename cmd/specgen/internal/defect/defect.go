// Package defect converts panics of specgen into errors that a user can report.
//
// [Guard] calls a function. If the function panics, Guard returns an [*Error]. Package defect does not print.
package defect

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/rasapi/specgen/gen/parallel"
)

// Step is a verb or a stage of a verb, with the document that it processes.
type Step struct{ Stage, Document string }

// Error is the error for a panic. A panic is always a bug, because specgen must not panic for any document.
type Error struct {
	*parallel.Panic
	Step
	Version string // of specgen
}

// reportedCalls is the maximum number of calls in the text of an error. The text lists the innermost calls.
const reportedCalls = 8

// Error returns a report for the user to copy into an issue. The report quotes the value of the panic, because the value may contain text of the
// document. The report contains at most 500 characters of the value.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "this is a bug in specgen; please report it with these lines and, if possible, the document\n"+
		"  document: %q\n  stage:    %s\n  version:  %s\n  panic:    %.500q\n", cmp.Or(e.Document, "none"), e.Stage, e.Version, fmt.Sprint(e.Value))
	for _, call := range e.Calls[:min(reportedCalls, len(e.Calls))] {
		fmt.Fprintf(&b, "    %s (%s:%d)\n", call.Function, filepath.Base(call.File), call.Line)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// Guard calls work and returns its error. If work panics, Guard returns an [*Error] with the current value of *at.
func Guard(at *Step, work func() error) (err error) {
	defer func() {
		if fault := parallel.Recovered(recover()); fault != nil {
			err = &Error{Panic: fault, Step: *at}
		}
	}()
	return work()
}
