package main

import (
	"context"
	"errors"
	"fmt"
	"go/types"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/diag"
)

// outputFlags declares the flags that generate and verify share.
func outputFlags(cmd *cobra.Command, o *overrides) {
	cmd.Flags().StringVarP(&o.output, "output", "o", "", "`folder` of the generated files")
	cmd.Flags().StringVar(&o.goPaths, "package", "", "import `path` of that folder")
	cmd.Flags().BoolVar(&o.full, "full", false, "generate even when specgen.lock or the cache says that nothing has changed")
}

// planned is one target, and what is to be written there.
type planned struct {
	*project
	result  *gen.Result
	imports []string // what the type check imports from outside
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

// ready reports settings that generating needs and that are missing.
func (p *project) ready() error {
	for _, view := range p.views() {
		if view.output == "" {
			return errors.New("no output folder: set output: in specgen.yaml, or give --output")
		}
		if view.cfg.Package == "" {
			return errors.New("no import path for the output folder: set package: in specgen.yaml, or give --package")
		}
	}
	return nil
}

// plan runs the pipeline in memory, once for each target. Errors among the findings come with no plans.
func (a *app) plan(ctx context.Context, p *project, t *stages) ([]planned, diag.List, error) {
	a.makeRoom()
	status := startProgress(a.stderr)
	defer status.done()
	where := p.display(absolute(p.base, p.cfg.Spec))
	p.cfg.Stage = func(name string) {
		t.begin(name, "")
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
			status.step("%s %s", stageVerb(name), folder)
		}
		var imported []string
		if a.importer != nil {
			importer := a.importer(view.output)
			view.cfg.Importer = func(ctx context.Context, imports []string) (types.Importer, error) {
				imported = imports
				return importer(ctx, imports)
			}
		}
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
		plans = append(plans, planned{view, result, imported})
	}
	found = found.Compact()
	if found.HasErrors() {
		return nil, found, nil
	}
	return plans, found, nil
}
