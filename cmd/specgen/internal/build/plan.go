// Package build generates the files of a project in memory. It compares them with the lock and with the files on disk.
//
// [Plan] runs the stages of package gen for every target. [UpToDate] reports whether the project matches its lock, without generating code.
// [Verdicts] returns a finding for each difference. Package build neither prints nor writes files. Package cli prints the findings and writes the
// files.
package build

import (
	"context"
	"errors"
	"fmt"
	"go/types"
	"os"
	"path/filepath"

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/check"
	"github.com/rasapi/specgen/gen/parallel"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/tree"
)

// Target is a target of a project with its generated files.
type Target struct {
	*project.Project
	Result *gen.Result
}

// CheckOutputs returns a finding for each target without a package or an output directory, and for each output directory that is the root of a
// module. If a problem has no position in a configuration file, CheckOutputs returns it as an error.
func CheckOutputs(p *project.Project) (report.List, error) {
	var found report.List
	missing := func(key, text string) error {
		if p.ConfigFile == "" {
			return fmt.Errorf("%s: set %s in %s, or use --%s", text, key, project.ConfigName, key)
		}
		found.Add(report.Position{File: p.FSPath(p.ConfigFile), Line: 1, Column: 1}, "config", "%s: set %s, or use --%s", text, key, key)
		return nil
	}
	for _, target := range p.Targets() {
		var err error
		switch {
		case target.Output == "":
			err = missing("output", "no output directory")
		case target.Config.Code.Package == "":
			err = missing("package", "no import path for the output directory")
		default:
			err = rejectModuleRoot(target, &found)
		}
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// rejectModuleRoot adds a finding to found if the output directory is the root of a module. If the setting output has no position (see
// [project.Project.Place]), rejectModuleRoot returns an error instead. In the root of a module, specgen would remove the generated files of other
// targets.
func rejectModuleRoot(p *project.Project, found *report.List) error {
	if _, err := os.Stat(filepath.Join(p.Output, "go.mod")); err != nil {
		return nil
	}
	place := p.Place("output")
	if place.File == "" {
		return fmt.Errorf("output: %q is the root of a module; name a directory in it, such as generated", p.Display(p.Output))
	}
	found.Add(place, "config", "the output directory is the root of a module; name a directory in it, such as generated")
	return nil
}

// Plan generates the files of all targets in memory. newImporter returns the importer for code in a directory. If newImporter is nil, Plan does not
// type-check the code. When a stage starts, Plan calls stage with the name of the stage and the displayed path of the target's output directory. The
// path is "" for a stage that all targets share. If a finding is an error, Plan returns the findings and no targets.
func Plan(ctx context.Context, p *project.Project, newImporter func(dir string) gen.Importer, stage func(name, target string)) ([]Target, report.List, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var err error
	if p.Config, err = p.Config.WithPreset(p.FS); err != nil {
		return nil, nil, err
	}
	views := p.Targets()
	for _, view := range views {
		if newImporter != nil {
			view.Config.Importer = importEarly(ctx, view, newImporter(view.Output))
		}
	}
	p.Config.Stage = func(name string) { stage(name, "") }
	loaded, found, err := gen.Lint(ctx, p.FS, p.Config)
	if err != nil {
		return nil, nil, err
	}
	if found.HasErrors() || loaded == nil {
		return nil, p.Config.JudgeSkips(found), nil
	}
	var targets []Target
	for _, target := range views {
		dir := p.Display(target.Output)
		target.Config.Stage = func(name string) { stage(name, dir) }
		found = append(found, target.PackageMismatch()...)
		target.Config.Output = p.FSPath(target.Output)
		result, more, err := gen.Build(ctx, loaded, target.Config)
		found = append(found, more...)
		if err != nil {
			return nil, nil, err
		}
		if result == nil {
			if !more.HasErrors() {
				return nil, nil, fmt.Errorf("package gen returned neither files nor an error; this is a bug in specgen")
			}
			continue
		}
		targets = append(targets, Target{target, result})
	}
	found = p.Config.JudgeSkips(found).Compact()
	if found.HasErrors() {
		return nil, found, nil
	}
	return targets, found, nil
}

// importEarly starts a goroutine that calls importer with the imports of the generated files on disk, if there are any. The new files probably have
// the same imports. The returned importer waits for this call before it calls importer.
func importEarly(ctx context.Context, p *project.Project, importer gen.Importer) gen.Importer {
	var early parallel.Group
	early.Go(func() {
		files, err := tree.List(p.Output)
		old := tree.New()
		for name, f := range files {
			if f.Generated {
				err = errors.Join(err, old.Add(name, f.Data))
			}
		}
		if err != nil {
			return // generate and verify also list the directory, and report the error
		}
		if imports, err := check.Imports(old, p.Config.Code.Package); err == nil && len(imports) > 0 {
			_, _ = importer(ctx, imports) // if the error persists, the next call returns it
		}
	})
	return func(ctx context.Context, imports []string) (types.Importer, error) {
		early.Wait()
		return importer(ctx, imports)
	}
}
