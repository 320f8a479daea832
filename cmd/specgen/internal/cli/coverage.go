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

// coverageForms are the values of --as; a file's extension chooses one when it is not given.
var coverageForms = [...]string{"text", "markdown", "html"}

// coverageCommand is `specgen coverage`.
func (a *app) coverageCommand() *cobra.Command {
	var o project.Overrides
	var out, form string
	var check bool
	cmd := &cobra.Command{
		Use:   "coverage [spec]",
		Short: "Tell how much of the API the spec describes, and how that is known",
		Long: `Coverage lays the spec over the map of the API in the file named by coverage: in specgen.yaml, and prints for each node of the
reference its operations with their evidence, or why it has none. An operation of the spec that the map does not account for, and
everything that the map names and the spec does not have, is a finding; findings are printed instead of the report.`,
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
	cmd.Flags().Var(newChoice(&form, coverageForms[:]), "as", "the form of the report: text, markdown, html; else by the extension of the file (.md, .html)")
	cmd.Flags().StringVarP(&out, "output", "o", "", "`file` to write instead of standard output")
	cmd.Flags().BoolVar(&check, "check", false, "print and write no report; with --output, compare the file with it")
	complete(cmd, "as", coverageForms[:])
	return cmd
}

// coverageOutput is where a report goes, and how.
type coverageOutput struct {
	file, form string
	check      bool
}

// formOf gives the form of a report by the name of its file.
func formOf(file string) string {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".md", ".markdown":
		return "markdown"
	case ".html", ".htm":
		return "html"
	}
	return "text"
}

// coverage checks the map, and prints, writes or compares the report.
func (a *app) coverage(ctx context.Context, o project.Overrides, to coverageOutput) error {
	p, err := a.open(o)
	if err != nil {
		return err
	}
	if p.Config.Coverage == "" {
		return errors.New("no map of the API: set coverage: in specgen.yaml to the file that has it")
	}
	loaded, found, err := spec.Load(ctx, p.FS, p.Config.Spec)
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
	data, err := layOut(report, to.form)
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
		return a.compareReport(p, to.file, data)
	}
	return a.writeNamed(ctx, p, to.file, data, loaded.Files())
}

// compareReport tells whether a file is the report.
func (a *app) compareReport(p *project.Project, name string, want []byte) error {
	file := project.Absolute(p.Work, name)
	got, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("report of the coverage: %w", err)
	}
	if err == nil && bytes.Equal(got, want) {
		a.say("%s is up to date", p.Display(file))
		return nil
	}
	var found report.List
	found.Add(report.Position{File: p.FSPath(file)}, "coverage-stale", "is not what the spec and the map of the API say; run specgen coverage -o %s", filepath.ToSlash(name))
	return a.print(p, found)
}

// layOut gives a report in a form.
func layOut(r *coverage.Report, form string) ([]byte, error) {
	switch form {
	case "markdown":
		return r.Markdown(), nil
	case "html":
		return r.HTML()
	}
	return r.Text(), nil
}
