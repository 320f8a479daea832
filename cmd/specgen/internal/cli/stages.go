package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/cmd/specgen/internal/build"
	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/report"
)

// stages measures the duration of each stage of a run. The zero value measures nothing.
type stages struct {
	now   func() time.Time
	since time.Time
	list  []stage
	open  bool
}

// stage contains the name and the duration of a stage.
type stage struct {
	name, dir string // dir is the output directory of the target; "" for a stage that all targets share
	took      time.Duration
}

// begin ends the current stage and begins the next stage.
func (s *stages) begin(name, dir string) {
	s.end()
	if s.now == nil {
		return
	}
	s.list = append(s.list, stage{name: name, dir: dir})
	s.since, s.open = s.now(), true
}

// end ends the current stage if there is one.
func (s *stages) end() {
	if s.open {
		s.list[len(s.list)-1].took = s.now().Sub(s.since)
		s.open = false
	}
}

// print writes a line for each stage, and a line with the total duration.
func (s *stages) print(w io.Writer) {
	s.end()
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	var total time.Duration
	for _, stage := range s.list {
		fmt.Fprintf(table, "%s\t%8.3f s\t%s\n", stage.name, stage.took.Seconds(), report.Visible(stage.dir))
		total += stage.took
	}
	fmt.Fprintf(table, "total\t%8.3f s\n", total.Seconds())
	table.Flush()
}

// stageVerb returns the first words of the progress line for a stage. The name of a file or a directory must follow these words.
func stageVerb(name string) string {
	verbs := map[string]string{
		"load": "reading", "lint": "checking", "select": "selecting for", "code": "generating", "enums": "generating enums of", "bundle": "bundling for",
		"imports": "finding the imports of", "check": "type-checking", "write": "writing",
	}
	return cmp.Or(verbs[name], name)
}

// outputFlags declares --full and the flags for settings, which generate and verify share.
func outputFlags(cmd *cobra.Command, o *project.Overrides, full *bool) {
	settingFlags(cmd, &o.Settings, func(s gen.Setting) bool { return s.Flag })
	cmd.Flags().BoolVar(full, "full", false, "generation even if all files match specgen.lock")
}

// checkOutputs prints the findings about the output directories and packages. It returns errFindings if there is a finding. If a problem has no
// position in a configuration file, it returns the problem as an error.
func (a *app) checkOutputs(p *project.Project) error {
	found, err := build.CheckOutputs(p)
	if err != nil || len(found) == 0 {
		return err
	}
	return a.print(p, found)
}

// plan generates the files of all targets in memory. It shows the current stage on a terminal, and measures the duration of each stage.
func (a *app) plan(ctx context.Context, p *project.Project, t *stages) ([]build.Target, report.List, error) {
	status := startProgress(a.stderr)
	defer status.done()
	defer t.end()
	return build.Plan(ctx, p, a.importer, func(name, target string) {
		t.begin(name, target)
		a.at.Stage = name
		status.step("%s %s", stageVerb(name), cmp.Or(target, p.Display(project.Absolute(p.Base, p.Config.Spec))))
	})
}
