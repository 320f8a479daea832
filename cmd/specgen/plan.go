package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/gen"
)

// outputFlags declares the flags that generate and verify share.
func outputFlags(cmd *cobra.Command, o *overrides) {
	cmd.Flags().StringVarP(&o.output, "output", "o", "", "`folder` of the generated files")
	cmd.Flags().StringVar(&o.goPaths, "package", "", "import `path` of that folder")
}

// plan runs the pipeline in memory and prints its findings. An error among them ends with errFindings, so a result is one
// that may be written.
func (a *app) plan(ctx context.Context, o overrides) (*project, *gen.Result, error) {
	p, err := a.open(o)
	if err != nil {
		return nil, nil, err
	}
	if p.output == "" {
		return nil, nil, errors.New("no output folder: set output: in specgen.yaml, or give --output")
	}
	if p.cfg.Package == "" {
		return nil, nil, errors.New("no import path for the output folder: set package: in specgen.yaml, or give --package")
	}
	status := startProgress(a.stderr)
	status.step("generating from %s", p.display(absolute(p.base, p.cfg.Spec)))
	p.cfg.Importer = prepare(p.output)
	p.cfg.Output = p.inside(p.output)
	result, found, err := gen.Plan(ctx, p.fsys, p.cfg)
	status.done()
	if err != nil {
		return nil, nil, err
	}
	if err := a.print(p, result, found); err != nil {
		return nil, nil, err
	}
	if result == nil || result.Tree == nil {
		return nil, nil, fmt.Errorf("no files were generated and no reason was given; this is a defect of specgen")
	}
	return p, result, nil
}
