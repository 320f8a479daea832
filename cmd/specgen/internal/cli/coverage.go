package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen/coverage"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// coverageForms lists the values that the flag --as of coverage accepts.
var coverageForms = [...]string{"text", "markdown", "html"}

// coverageCommand returns the command for the verb coverage.
func (a *app) coverageCommand() *cobra.Command {
	var o project.Overrides
	var out, form string
	var check bool
	cmd := &cobra.Command{
		Use:   "coverage [spec]",
		Short: "Report how much of the API the spec describes",
		Long: `Coverage compares the spec with the map of the API. The setting coverage in specgen.yaml names the file with the map. For each
node of the map, coverage prints the operations with their evidence, or why there are none. An operation that only the spec or
only the map contains is a finding. If there are errors, coverage prints the findings instead of the report.`,
		Example:           "  specgen coverage\n  specgen coverage -o coverage.html\n  specgen coverage -o docs/coverage.md --check",
		Args:              oneSpec,
		ValidArgsFunction: specFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Spec = strings.Join(args, "")
			if !cmd.Flags().Changed("as") {
				form = formOf(out)
			}
			return a.coverage(cmd.Context(), o, coverageOutput{out, form, check})
		},
	}
	cmd.Flags().Var(newChoice(&form, coverageForms[:]), "as", "form of the report: text, markdown, html; without --as, the extension of the output file selects the form")
	cmd.Flags().StringVarP(&out, "output", "o", "", "`file` for the report (default: standard output)")
	cmd.Flags().BoolVar(&check, "check", false, "check of the map without a report; with --output, a check that the report in the file is up to date")
	complete(cmd, "as", coverageForms[:])
	return cmd
}

// coverageOutput contains the values of the flags --output, --as and --check of coverage.
type coverageOutput struct {
	file, form string
	check      bool
}

// formOf returns the form of a coverage report for the extension of a file name: "markdown", "html", or "text" for all other extensions.
func formOf(file string) string {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".md", ".markdown":
		return "markdown"
	case ".html", ".htm":
		return "html"
	}
	return "text"
}

// coverage compares the spec with the map of the API. It prints the findings if there are errors. Otherwise, it prints, writes or compares the
// report. With --check and without --output, it prints only a line about the nodes of the map.
func (a *app) coverage(ctx context.Context, o project.Overrides, to coverageOutput) error {
	p, err := a.open(o)
	if err != nil {
		return err
	}
	if p.Config.Coverage == "" {
		return errors.New("no map of the API; set coverage in specgen.yaml to the file with the map")
	}
	loaded, found, err := spec.LoadIn(ctx, p.FS, p.Config.Spec, p.Config.Folder)
	if err != nil {
		return err
	}
	if found.HasErrors() || loaded == nil {
		return a.print(p, found)
	}
	report, found, err := coverage.Check(p.FS, p.Config.Coverage, loaded)
	if err != nil {
		return err
	}
	if found.HasErrors() || report == nil {
		return a.print(p, found)
	}
	data, err := renderCoverage(report, to.form)
	if err != nil {
		return err
	}
	switch {
	case to.file == "" && to.check:
		a.say("%s: %s", p.Display(project.Absolute(p.Base, p.Config.Coverage)), report.NodesLine())
		return nil
	case to.file == "":
		_, err := a.stdout.Write(data)
		return err
	case to.check:
		return a.compareReport(p, to, data)
	}
	return a.writeNamed(ctx, p, to.file, data, loaded.Files())
}

// compareReport compares the file to.file with the report want. It prints a line if the file is up to date, and a finding otherwise.
func (a *app) compareReport(p *project.Project, to coverageOutput, want []byte) error {
	file := project.Absolute(p.Work, to.file)
	got, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("coverage report: %w", err)
	}
	if err == nil && bytes.Equal(got, want) {
		a.say("%s is up to date", p.Display(file))
		return nil
	}
	form := ""
	if to.form != formOf(to.file) {
		form = " --as " + to.form
	}
	var found report.List
	found.Add(report.Position{File: p.FSPath(file)}, "coverage-stale", "is out of date; run specgen coverage -o %s%s", filepath.ToSlash(to.file), form)
	return a.print(p, found)
}

// renderCoverage returns the text of a coverage report in one of the coverageForms.
func renderCoverage(r *coverage.Report, form string) ([]byte, error) {
	switch form {
	case "markdown":
		return r.Markdown(), nil
	case "html":
		return r.HTML()
	}
	return r.Text(), nil
}
