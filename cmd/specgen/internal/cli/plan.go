package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/report"
)

// outputFlags declares the flags that generate and verify share.
func outputFlags(cmd *cobra.Command, o *overrides) {
	cmd.Flags().StringVarP(&o.output, "output", "o", "", "`folder` of the generated files")
	cmd.Flags().StringVar(&o.goPaths, "package", "", "import `path` of that folder")
	cmd.Flags().BoolVar(&o.full, "full", false, "generate even if nothing has changed since specgen.lock was written")
}

// planned is one target, and what is to be written there.
type planned struct {
	*project
	result *gen.Result
}

// views gives the project once for each target, with its own settings and output folder.
func (p *project) views() []*project {
	var views []*project
	for _, cfg := range p.cfg.Each() {
		view := *p
		view.cfg = cfg
		if len(p.cfg.Targets) > 0 {
			view.output = absolute(filepath.Dir(p.config), cfg.Output)
		}
		views = append(views, &view)
	}
	return views
}

// ready reports settings that generating needs and that are missing, and an output folder that has more in it than generated files.
func (a *app) ready(p *project) error {
	var found report.List
	missing := func(key, text string) error {
		if p.config == "" {
			return fmt.Errorf("%s: set %s in %s, or give --%s", text, key, configName, key)
		}
		found.Add(report.Position{File: p.inside(p.config), Line: 1, Column: 1}, "config", "%s: set %s, or give --%s", text, key, key)
		return nil
	}
	for _, view := range p.views() {
		var err error
		switch {
		case view.output == "":
			err = missing("output", "there is no output folder")
		case view.cfg.Code.Package == "":
			err = missing("package", "there is no import path for the output folder")
		default:
			err = view.ownFolder(&found)
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
func (p *project) ownFolder(found *report.List) error {
	if _, err := os.Stat(filepath.Join(p.output, "go.mod")); err != nil {
		return nil
	}
	place := p.place("output")
	if place.File == "" {
		return fmt.Errorf("--output: %q is the root of a module; name a folder in it, generated for instance", p.display(p.output))
	}
	found.Add(place, "config", "the output folder is the root of a module; name a folder in it, generated for instance")
	return nil
}

// place says where the configuration has a setting of a target; nowhere when a flag stands in for it.
func (p *project) place(key string) report.Position {
	at := p.cfg.Places[key]
	if at.Line == 0 || p.config == "" || p.flags {
		return report.Position{}
	}
	at.File = p.inside(p.config)
	return at
}

// elsewhere warns of a package that is not the import path that Go gives the output folder: packages there would not find each other.
func (p *project) elsewhere() (found report.List) {
	place := p.place("package")
	mod, err := findModule(p.output)
	if err != nil || place.File == "" {
		return nil
	}
	if path, err := mod.importPath(p.output); err == nil && path != p.cfg.Code.Package {
		found.Add(place, "config", "the output folder is %q in module %s, and generated packages import each other below %q; write %s",
			path, mod.path, p.cfg.Code.Package, path)
		found[0].Severity = report.Warning
	}
	return found
}

// plan runs the pipeline in memory, once for each target. Errors among the findings come with no plans.
func (a *app) plan(ctx context.Context, p *project, t *stages) ([]planned, report.List, error) {
	status := startProgress(a.stderr)
	defer status.done()
	where := p.display(absolute(p.base, p.cfg.Spec))
	p.cfg.Stage = func(name string) {
		t.begin(name, "")
		a.at.stage = name
		status.step("%s %s", stageVerb(name), where)
	}
	defer t.end()
	loaded, found, err := gen.Lint(ctx, p.fsys, p.cfg)
	if err != nil {
		return nil, nil, err
	}
	if found.HasErrors() || loaded == nil {
		return nil, found, nil
	}
	var plans []planned
	for _, view := range p.views() {
		folder := p.display(view.output)
		view.cfg.Stage = func(name string) {
			t.begin(name, folder)
			a.at.stage = name
			status.step("%s %s", stageVerb(name), folder)
		}
		if a.importer != nil {
			view.cfg.Importer = a.importer(view.output)
		}
		found = append(found, view.elsewhere()...)
		view.cfg.Output = p.inside(view.output)
		result, more, err := gen.Build(ctx, loaded, view.cfg)
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
