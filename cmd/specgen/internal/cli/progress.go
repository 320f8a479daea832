package cli

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"github.com/rasapi/specgen/gen/report"
)

// progress shows the current step of a run on a line of a terminal.
type progress struct{ w io.Writer }

// startProgress returns a progress that writes to w. The progress writes nothing unless w is a terminal on which a line can be erased.
func startProgress(w io.Writer) progress {
	if !isTerminal(w) || os.Getenv("TERM") == "dumb" {
		return progress{io.Discard}
	}
	return progress{w}
}

// step replaces the text on the line.
func (p progress) step(format string, args ...any) {
	fmt.Fprint(p.w, "\r\x1b[K"+report.Visible(fmt.Sprintf(format+" ...", args...)))
}

// done erases the text on the line.
func (p progress) done() { fmt.Fprint(p.w, "\r\x1b[K") }

// isTerminal reports whether w is a terminal.
func isTerminal(w io.Writer) bool {
	f, ok := unwrapOutput(w).(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// useColor reports whether the output to w is colored. If choice is "always", the output is colored. If choice is "auto", output to a terminal is
// colored unless NO_COLOR (https://no-color.org) is set or TERM is "dumb".
func useColor(choice string, w io.Writer) bool {
	if choice != "auto" {
		return choice == "always"
	}
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && isTerminal(w)
}
