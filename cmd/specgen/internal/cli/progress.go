package cli

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"github.com/rasapi/specgen/gen/report"
)

// progress shows the step that runs on one line of a terminal. The line is erased at the end, so that nothing of it stays in a
// transcript; in a pipe there is none.
type progress struct{ w io.Writer }

// startProgress shows steps on w when it is a terminal that can erase a line.
func startProgress(w io.Writer) progress {
	if !isTerminal(w) || os.Getenv("TERM") == "dumb" {
		return progress{io.Discard}
	}
	return progress{w}
}

// step replaces the line.
func (p progress) step(format string, args ...any) {
	io.WriteString(p.w, "\r\x1b[K"+report.Visible(fmt.Sprintf(format+" ...", args...)))
}

// done erases the line.
func (p progress) done() { io.WriteString(p.w, "\r\x1b[K") }

// isTerminal tells whether a person reads w.
func isTerminal(w io.Writer) bool {
	f, ok := unwrapOutput(w).(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// useColor decides --color for w. With auto, colour is for terminals only, and https://no-color.org is respected.
func useColor(choice string, w io.Writer) bool {
	if choice != "auto" {
		return choice == "always"
	}
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && isTerminal(w)
}
