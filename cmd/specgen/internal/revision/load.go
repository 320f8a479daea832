package revision

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"slices"
	"sync"

	"github.com/rasapi/specgen/cmd/specgen/internal/defect"
	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/diff"
	"github.com/rasapi/specgen/gen/lint"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// Pair contains the two sides of one target.
type Pair struct{ Base, Head *Side }

// Load reads the specs of the two sides. For the Go level, it also generates the code of each side, and type-checks the packages that differ and the
// packages that these import. Load returns the pairs of targets that matchTargets finds. It returns a single pair if there are no targets, if base
// has no spec, if a side is not loaded, or if the Go level is not compared. If the go command or a dependency is missing, Load sets levels.Go to
// false and returns the reason in skipped.
func Load(ctx context.Context, newImporter func(dir string) gen.Importer, base, head *Side, levels *diff.Levels) (pairs []Pair, skipped string, err error) {
	if levels.Go {
		if _, err := exec.LookPath("go"); err != nil {
			skipped, levels.Go = "the go command is not on the PATH", false
		}
	}
	if base.configFile == "" || head.configFile == "" { // a side without a configuration has no settings to compare
		base.configFile, head.configFile = "", ""
	}
	both := []*Side{base, head}
	if err := forBoth(both, func(s *Side) error { return s.read(ctx, levels.Go) }); err != nil {
		return nil, "", err
	}
	if base.rest != nil && head.rest != nil && slices.EqualFunc(base.defects, head.defects, sameDefect) {
		base.useValidPart()
		head.useValidPart()
	}
	if !levels.Go || base.New || base.notLoaded != "" || head.notLoaded != "" {
		return []Pair{{base, head}}, skipped, nil
	}
	pairs = matchTargets(base.targets(), head.targets())
	for _, p := range pairs {
		if err := forBoth([]*Side{p.Base, p.Head}, func(s *Side) error { return s.build(ctx, p.Head.Config.Code.Package) }); err != nil {
			return nil, "", err
		}
		if !slices.EqualFunc(p.Base.skips, p.Head.skips, sameDefect) {
			p.Base.rejectSkips()
			p.Head.rejectSkips()
		}
		if p.Base.NoGo != "" || p.Head.NoGo != "" {
			continue
		}
		if missing, err := checkBoth(ctx, p.Base, p.Head, newImporter(p.Head.Output)); err != nil || missing != "" {
			levels.Go = false
			return pairs[:1], missing, err
		}
	}
	return pairs, skipped, nil
}

// forBoth calls do for base and head concurrently. If both calls fail, it returns the error for base. If do panics, forBoth returns the panic as an
// error.
func forBoth(both []*Side, do func(*Side) error) error {
	var group sync.WaitGroup
	wrong := make([]error, len(both))
	for i, s := range both {
		group.Go(func() {
			at := defect.Step{Stage: "load", Document: s.Name + ", " + s.Config.Spec}
			s.Config.Stage = func(name string) { at.Stage = name }
			wrong[i] = defect.Guard(&at, func() error { return do(s) })
		})
	}
	group.Wait()
	for i, err := range wrong {
		if err != nil {
			return fmt.Errorf("%s: %w", []string{"base", "head"}[i], err)
		}
	}
	return nil
}

// targets returns one Side per target. Each Side has the settings and the output directory of its target.
func (s *Side) targets() []*Side {
	var list []*Side
	for _, cfg := range s.Config.Each() {
		one := *s
		if one.Config = cfg; len(s.Config.Targets) > 0 {
			one.Output = project.Absolute(s.outputBase, cfg.Output)
		}
		if one.Config.Code.Package == "" {
			one.Config.Code.Package = "example.com/generated"
		}
		list = append(list, &one)
	}
	return list
}

// matchTargets returns pairs of targets. It first pairs targets with the same output directory, and then targets with the same import path. If no
// targets match, it pairs the first targets of the two sides. If exactly one target of each side is unmatched, it pairs these two targets. The
// comparison reports a target without a pair as a changed setting.
func matchTargets(base, head []*Side) []Pair {
	var pairs []Pair
	match := func(same func(x, y *Side) bool) {
		base = slices.DeleteFunc(base, func(x *Side) bool {
			i := slices.IndexFunc(head, func(y *Side) bool { return same(x, y) })
			if i < 0 {
				return false
			}
			pairs = append(pairs, Pair{x, head[i]})
			head = slices.Delete(head, i, i+1)
			return true
		})
	}
	match(func(x, y *Side) bool { return x.Output == y.Output })
	match(func(x, y *Side) bool { return x.Config.Code.Package == y.Config.Code.Package })
	match(func(_, _ *Side) bool { return len(pairs) == 0 || len(base) == 1 && len(head) == 1 })
	return pairs
}

// read loads the spec of a side. If golang is true, it also lints the spec, unless its lint configuration is missing. read stores the errors of the
// spec in s, and returns only other errors.
func (s *Side) read(ctx context.Context, golang bool) error {
	var found report.List
	var err error
	s.options = s.Config.Options()
	s.Config.Complete = true
	if s.New {
		s.Spec, err = emptySpec(ctx)
		return err
	}
	if golang {
		if s.Config, err = s.Config.WithPreset(s.FS); errors.Is(err, fs.ErrNotExist) { // the commit does not contain its lint file
			golang, s.NoGo, s.NoPos = false, fmt.Sprintf("file %q does not exist", s.Config.Lint), s.Config.Places["lint"]
		} else if err != nil {
			return err
		}
	}
	if golang {
		s.Spec, found, err = gen.Lint(ctx, s.FS, s.Config)
	} else {
		s.Spec, found, err = spec.LoadIn(ctx, s.FS, s.Config.Spec, s.Config.Folder)
	}
	if err != nil {
		return err
	}
	if s.Spec == nil {
		if !found.HasErrors() {
			return fmt.Errorf("%s cannot be read", s.Name)
		}
		s.recordErrors(found)
		s.Spec, err = emptySpec(ctx)
		return err
	}
	if found.HasErrors() {
		d := FirstError(found)
		s.NoGo, s.NoPos = d.Message, d.Pos
		s.defects = found.Errors()
		if err := s.readRest(ctx); err != nil {
			return err
		}
	}
	if broken := loadErrors(found); len(broken) > 0 {
		s.recordErrors(broken)
	}
	return nil
}

// readRest reads the spec without the parts that have errors, as specgen generate does. If specgen generate rejects the spec, readRest does not set
// s.rest.
func (s *Side) readRest(ctx context.Context) error {
	cfg := s.Config
	cfg.Complete = false
	rest, found, err := gen.Lint(ctx, s.FS, cfg)
	if err == nil && rest != nil && !found.HasErrors() {
		s.rest = rest
	}
	return err
}

// useValidPart lets the Go comparison use the spec without the parts that have errors. If the errors prevented loading, the comparison of wire and
// names also uses this spec. The other side must have the same errors. Otherwise, diff would report a part as added or removed if only one side lacks
// it.
func (s *Side) useValidPart() {
	if s.notLoaded != "" {
		s.Spec, s.notLoaded, s.Problems = s.rest, "", nil
	}
	s.NoGo, s.NoPos = "", report.Position{}
}

// rejectSkips marks the Go code of a side as not generated if the code lacks parts of the spec.
func (s *Side) rejectSkips() {
	if len(s.skips) > 0 {
		s.Tree, s.NoGo, s.NoPos = nil, s.skips[0].Message, s.skips[0].Pos
	}
}

// sameDefect reports whether two findings on different sides are about the same defect.
func sameDefect(x, y report.Finding) bool {
	return x.Rule == y.Rule && x.Pointer == y.Pointer && x.Message == y.Message
}

// Recheck lints a side that could not be compared, and reports whether lint finds errors. A side with errors counts as not loaded. If lint itself
// fails, Recheck returns false.
func (s *Side) Recheck(ctx context.Context) bool {
	_, found, err := gen.Lint(ctx, s.FS, s.Config)
	if err != nil || !found.HasErrors() {
		return false
	}
	s.recordErrors(found)
	return true
}

// recordErrors records why the spec is not loaded. It stores the first error in notLoaded and the other errors in Problems.
func (s *Side) recordErrors(found report.List) {
	first := FirstError(found)
	s.Problems = nil
	s.notLoaded, s.NoPos = first.Message, first.Pos
	if first.Rule != "" {
		s.notLoaded += " (" + first.Rule + ")"
	}
	for _, f := range found {
		if f.Severity == report.Error && (f.Pos != first.Pos || f.Message != first.Message) {
			s.Problems = append(s.Problems, f)
		}
	}
}

// emptySpec returns a document without operations. The document replaces the spec of a side if this spec does not exist or cannot be read.
func emptySpec(ctx context.Context) (*spec.Spec, error) {
	s, found, err := spec.Load(ctx, oneFile{[]byte("openapi: 3.0.3\ninfo:\n  title: none\n  version: \"\"\npaths: {}\n")}, stdinName)
	if s == nil && err == nil {
		err = fmt.Errorf("empty document: %s", FirstError(found))
	}
	return s, err
}

// loadErrors returns the findings that are errors of the loader. After such an error, parts of the document may be missing.
func loadErrors(found report.List) report.List {
	stage := map[string]string{}
	for _, r := range lint.Rules() {
		stage[r.ID] = r.Stage
	}
	return slices.DeleteFunc(slices.Clone(found), func(d report.Finding) bool { return d.Severity != report.Error || stage[d.Rule] != "load" })
}

// build generates the code of a side. pkg is the import path in head. build uses pkg for both sides, because types would appear as changed if the
// import paths differed. If NoGo is set, build generates no code. If the generator reports errors, build stores the first one in NoGo.
func (s *Side) build(ctx context.Context, pkg string) error {
	if s.Root = pkg; s.NoGo != "" {
		return nil
	}
	cfg := s.Config
	cfg.Code.Package, cfg.Importer, cfg.Complete = pkg, nil, false
	from := s.Spec
	if s.rest != nil {
		from = s.rest
	}
	result, found, err := gen.Build(ctx, from, cfg)
	if err != nil {
		return err
	}
	if result != nil {
		s.Tree = result.Tree
		s.skips = slices.DeleteFunc(slices.Clone(found), func(d report.Finding) bool {
			return d.Rule != lint.OperationSkipped && d.Rule != lint.SchemaSkipped
		})
		return nil
	}
	d := FirstError(found)
	s.NoGo, s.NoPos = d.Message, d.Pos
	return nil
}

// FirstError returns the first error in a list. If the list has no errors, it returns a finding with the message "unknown error".
func FirstError(found report.List) report.Finding {
	for _, d := range found {
		if d.Severity == report.Error {
			return d
		}
	}
	return report.Finding{Message: "unknown error"}
}
