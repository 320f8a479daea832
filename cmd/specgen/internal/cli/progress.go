package cli

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"github.com/rasapi/specgen/gen/report"
)

// progress shows the current step on one line of a terminal, which it erases at the end. It writes nothing if the output is not a terminal.
type progress struct{ w io.Writer }

// startProgress returns a progress that writes to w if w is a terminal that can erase a line.
func startProgress(w io.Writer) progress {
	if !isTerminal(w) || os.Getenv("TERM") == "dumb" {
		return progress{io.Discard}
	}
	return progress{w}
}

// step replaces the line on the terminal.
func (p progress) step(format string, args ...any) {
	fmt.Fprint(p.w, "\r\x1b[K"+report.Visible(fmt.Sprintf(format+" ...", args...)))
}

// done erases the line on the terminal.
func (p progress) done() { fmt.Fprint(p.w, "\r\x1b[K") }

// isTerminal reports whether w is a terminal.
func isTerminal(w io.Writer) bool {
	f, ok := unwrapOutput(w).(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// useColor reports whether to color the output to w. With auto it follows https://no-color.org and colors terminals only.
func useColor(choice string, w io.Writer) bool {
	if choice != "auto" {
		return choice == "always"
	}
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && isTerminal(w)
}
