package cli

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/rasapi/specgen/gen/parallel"
)

// step is what a run is doing: a stage of package gen or a verb, and the document it works on.
type step struct{ stage, document string }

// defect is the error for a panic. specgen must not panic on any document.
type defect struct {
	*parallel.Panic
	step
}

// reportedCalls is the number of calls of a panic that are printed, the innermost first.
const reportedCalls = 8

// Error returns a report to copy into an issue. It quotes the value of the panic, which may contain text of the document.
func (d *defect) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "this is a defect of specgen; please report it with these lines and, if possible, the document\n"+
		"  document: %q\n  stage:    %s\n  version:  %s\n  panic:    %.500q\n", cmp.Or(d.document, "none"), d.stage, version(), fmt.Sprint(d.Value))
	for _, call := range d.Calls[:min(reportedCalls, len(d.Calls))] {
		fmt.Fprintf(&b, "    %s (%s:%d)\n", call.Function, filepath.Base(call.File), call.Line)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// guarded calls work and turns a panic into a [defect] in the step that at points to.
func guarded(at *step, work func() error) (err error) {
	defer func() {
		if fault := parallel.Recovered(recover()); fault != nil {
			err = &defect{fault, *at}
		}
	}()
	return work()
}
