package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/report"
)

// outputFlags declares the flags that generate and verify share.
func outputFlags(cmd *cobra.Command, o *project.Overrides, full *bool) {
	cmd.Flags().StringVarP(&o.Output, "output", "o", "", "`folder` of the generated files")
	cmd.Flags().StringVar(&o.Package, "package", "", "import `path` of that folder")
	cmd.Flags().BoolVar(full, "full", false, "generate even if nothing has changed since specgen.lock was written")
}

// planned is one target, and what is to be written there.
type planned struct {
	*project.Project
	result *gen.Result
}

// ready reports settings that generating needs and that are missing, and an output folder that has more in it than generated files.
func (a *app) ready(p *project.Project) error {
	var found report.List
	missing := func(key, text string) error {
		if p.ConfigFile == "" {
			return fmt.Errorf("%s: set %s in %s, or give --%s", text, key, project.ConfigName, key)
		}
		found.Add(report.Position{File: p.FSPath(p.ConfigFile), Line: 1, Column: 1}, "config", "%s: set %s, or give --%s", text, key, key)
		return nil
	}
	for _, view := range p.Targets() {
		var err error
		switch {
		case view.Output == "":
			err = missing("output", "there is no output folder")
		case view.Config.Code.Package == "":
			err = missing("package", "there is no import path for the output folder")
		default:
			err = moduleRoot(view, &found)
		}
		if err != nil {
			return err
		}
	}
	if len(found) == 0 {
		return nil
	}
	return a.print(p, found)
}

// ownFolder refuses the root of a module as output folder: what stands below it and was generated for another target would be removed.
func moduleRoot(p *project.Project, found *report.List) error {
	if _, err := os.Stat(filepath.Join(p.Output, "go.mod")); err != nil {
		return nil
	}
	place := p.Place("output")
	if place.File == "" {
		return fmt.Errorf("--output: %q is the root of a module; name a folder in it, generated for instance", p.Display(p.Output))
	}
	found.Add(place, "config", "the output folder is the root of a module; name a folder in it, generated for instance")
	return nil
}

// plan runs the pipeline in memory, once for each target. Errors among the findings come with no plans.
func (a *app) plan(ctx context.Context, p *project.Project, t *stages) ([]planned, report.List, error) {
	status := startProgress(a.stderr)
	defer status.done()
	where := p.Display(project.Absolute(p.Base, p.Config.Spec))
	p.Config.Stage = func(name string) {
		t.begin(name, "")
		a.at.stage = name
		status.step("%s %s", stageVerb(name), where)
	}
	defer t.end()
	loaded, found, err := gen.Lint(ctx, p.FS, p.Config)
	if err != nil {
		return nil, nil, err
	}
	if found.HasErrors() || loaded == nil {
		return nil, found, nil
	}
	var plans []planned
	for _, view := range p.Targets() {
		folder := p.Display(view.Output)
		view.Config.Stage = func(name string) {
			t.begin(name, folder)
			a.at.stage = name
			status.step("%s %s", stageVerb(name), folder)
		}
		if a.importer != nil {
			view.Config.Importer = a.importer(view.Output)
		}
		found = append(found, view.PackageMismatch()...)
		view.Config.Output = p.FSPath(view.Output)
		result, more, err := gen.Build(ctx, loaded, view.Config)
		found = append(found, more...)
		if err != nil {
			return nil, nil, err
		}
		if result == nil {
			if !more.HasErrors() {
				return nil, nil, fmt.Errorf("no files were generated and no reason was given; this is a defect of specgen")
			}
			continue
		}
		plans = append(plans, planned{view, result})
	}
	found = found.Compact()
	if found.HasErrors() {
		return nil, found, nil
	}
	return plans, found, nil
}
