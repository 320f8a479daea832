package cli

import (
	"cmp"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/rasapi/specgen/gen/report"
)

// stages notes how long the stages of a run take. The zero value notes nothing: the pipeline has no clock, and tests need none.
type stages struct {
	now   func() time.Time
	since time.Time
	list  []stage
	open  bool
	notes []string
}

// stage is one of them.
type stage struct {
	name, folder string // folder is that of the target, "" for what is done once for all
	took         time.Duration
}

// begin ends the stage that runs, and begins another.
func (s *stages) begin(name, folder string) {
	s.end()
	if s.now == nil {
		return
	}
	s.list = append(s.list, stage{name: name, folder: folder})
	s.since, s.open = s.now(), true
}

// end ends the stage that runs, if there is one.
func (s *stages) end() {
	if s.open {
		s.list[len(s.list)-1].took = s.now().Sub(s.since)
		s.open = false
	}
}

// note adds a line below the stages.
func (s *stages) note(format string, args ...any) {
	s.notes = append(s.notes, fmt.Sprintf(format, args...))
}

// print writes a line for each stage, their sum, and the notes.
func (s *stages) print(w io.Writer) {
	s.end()
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	var total time.Duration
	for _, stage := range s.list {
		fmt.Fprintf(table, "%s\t%8.3f s\t%s\n", stage.name, stage.took.Seconds(), report.Visible(stage.folder))
		total += stage.took
	}
	fmt.Fprintf(table, "total\t%8.3f s\n", total.Seconds())
	table.Flush()
	for _, note := range s.notes {
		fmt.Fprintln(w, report.Visible(note))
	}
}

// stageVerb says what a stage does, for a line that names the file or folder behind it.
func stageVerb(name string) string {
	verbs := map[string]string{
		"load": "reading", "lint": "checking", "select": "selecting for", "code": "generating", "enums": "generating enums of", "bundle": "bundling for",
		"imports": "finding the imports of", "check": "type-checking", "write": "writing",
	}
	return cmp.Or(verbs[name], name)
}
