package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/check"
	"github.com/rasapi/specgen/gen/diff"
	"github.com/rasapi/specgen/gen/lint"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
	"github.com/rasapi/specgen/gen/tree"
)

// side is one of the two states that are compared: where its files are, what is configured there, and what was made of them.
type side struct {
	name   string // in words: "main (1a2b3c4d5e)"
	fsys   fs.FS
	work   *project.Project // knows how people type paths; its base is the folder that fsys is rooted in
	plain  bool             // positions are printed as they are
	config string           // the configuration, a path in fsys; "" without one
	cfg    gen.Config
	output string // absolute; where an importer looks for a module
	home   string // absolute; the folder that the outputs of targets are seen from

	options map[string]string // of the whole configuration, all targets

	root    string // import path that it is generated with, the same on both sides
	spec    *spec.Spec
	tree    *tree.Tree
	checked *check.Checked
	noGo    string
	bad     string // why it does not load
	noPos   report.Position
	wrong   string // what the type check says
}

// Side is the side as package diff takes it.
func (s *side) Side() diff.Side {
	out := diff.Side{Spec: s.spec, Tree: s.tree, Go: s.checked, Root: s.root, NoGo: s.noGo, Bad: s.bad, NoPos: s.noPos, Wrong: s.wrong}
	if s.config == "" {
		return out
	}
	for _, name := range slices.Sorted(maps.Keys(s.options)) {
		if last := name[strings.LastIndexByte(name, ':')+1:]; last != "spec" && last != "output" {
			out.Settings = append(out.Settings, diff.Setting{Name: name, Value: s.options[name], Pos: report.Position{File: s.config}})
		}
	}
	return out
}

// typed gives a position as a person types it.
func (s *side) typed(pos report.Position) report.Position {
	if s.plain {
		return pos
	}
	return s.work.DisplayPosition(pos)
}

// version is that of the API.
func (s *side) version() string { return spec.Text(spec.Get(s.spec.Tree(), "info"), "version") }

func (s *side) close() {
	from := s.fsys
	if p, ok := from.(patched); ok {
		from = p.FS
	}
	if f, ok := from.(*gitFS); ok {
		_ = f.Close() // it has given all it was asked for
	}
}

// sides finds the two sides.
func (a *app) sides(ctx context.Context, stdin io.Reader, o diffOptions) (base, head *side, err error) {
	if o.base == "-" && o.head == "-" {
		return nil, nil, errors.New("only one side can be standard input")
	}
	now, err := a.open(project.Overrides{})
	if err != nil && (!errors.Is(err, fs.ErrNotExist) || o.head == "") {
		return nil, nil, err
	}
	if head, err = a.side(ctx, stdin, o.head, now); err != nil {
		return nil, nil, fmt.Errorf("head: %w", err)
	}
	if o.base == "" {
		base, err = a.forked(ctx, now)
	} else {
		base, err = a.side(ctx, stdin, o.base, now)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("base: %w", err)
	}
	return base, head, nil
}

// side finds what an argument names. now is the project of the working folder, nil when there is none.
func (a *app) side(ctx context.Context, stdin io.Reader, name string, now *project.Project) (*side, error) {
	switch {
	case name == "":
		return projectSide("the working tree", now), nil
	case name == "-":
		data, err := io.ReadAll(stdin)
		if err != nil {
			return nil, fmt.Errorf("standard input: %w", err)
		}
		s := &side{name: "standard input", fsys: oneFile{data}, work: now, plain: true, cfg: gen.Config{Spec: stdinName}}
		s.like(now)
		return s, nil
	case isFile(name):
		p, err := a.open(project.Overrides{Spec: name})
		if err != nil {
			return nil, err
		}
		s := projectSide(name, p)
		s.config = "" // both files are read with the same configuration
		return s, nil
	}
	dir := "."
	if now != nil {
		dir = now.Base
	}
	r, err := openRepository(ctx, dir)
	if err != nil {
		return nil, fmt.Errorf("%q is no file, and %w", name, err)
	}
	rev, file, explicit := strings.Cut(name, ":")
	hash, err := r.commit(ctx, rev)
	if err != nil {
		return nil, err
	}
	if !explicit {
		file = ""
	}
	return r.side(ctx, name+" ("+short(hash)+")", hash, file, now)
}

// forked is the side where HEAD left the default branch.
func (a *app) forked(ctx context.Context, now *project.Project) (*side, error) {
	dir := "."
	if now != nil {
		dir = now.Base
	}
	r, err := openRepository(ctx, dir)
	if err != nil {
		return nil, fmt.Errorf("%w; name a base: --base REV or --base FILE", err)
	}
	hash, words, err := r.mergeBase(ctx)
	if err != nil {
		return nil, err
	}
	return r.side(ctx, words+" ("+short(hash)+")", hash, "", now)
}

// projectSide is the files of a project as they are.
func projectSide(name string, p *project.Project) *side {
	s := &side{name: name, fsys: p.FS, work: p, cfg: p.Config, output: p.Output}
	if p.ConfigFile != "" {
		s.config, s.home = p.FSPath(p.ConfigFile), filepath.Dir(p.ConfigFile)
	}
	return s
}

// like takes the settings of another project for files that have none of their own.
func (s *side) like(now *project.Project) {
	if now == nil {
		return
	}
	name := s.cfg.Spec
	s.cfg, s.output, s.home = now.Config, now.Output, filepath.Dir(now.ConfigFile)
	s.cfg.Spec, s.cfg.Lint, s.cfg.Coverage = name, "", ""
}

// side is the files of a commit. The configuration is the one that the commit has where the working folder has its own.
func (r *repository) side(ctx context.Context, name, hash, file string, now *project.Project) (*side, error) {
	fsys, err := r.at(ctx, hash, ".")
	if err != nil {
		return nil, err
	}
	work := &project.Project{Work: r.root, Base: r.root}
	s := &side{name: name, fsys: fsys, work: work, cfg: gen.Config{Spec: file}}
	if now != nil {
		work.Work = now.Work
		s.output, s.home = now.Output, filepath.Dir(now.ConfigFile)
	}
	config := project.ConfigName
	if now != nil && now.ConfigFile != "" {
		root := r.root
		if real, err := filepath.EvalSymlinks(now.ConfigFile); err == nil {
			now.ConfigFile = real // git tells its folder without symbolic links
		}
		if config, err = filepath.Rel(root, now.ConfigFile); err != nil || !filepath.IsLocal(config) {
			return nil, fmt.Errorf("%s is not in the repository %s", now.ConfigFile, root)
		}
		config = filepath.ToSlash(config)
	}
	switch _, err := fs.Stat(fsys, config); {
	case errors.Is(err, fs.ErrNotExist) && file != "":
		s.like(now)
	case err != nil:
		return nil, fmt.Errorf("%s has no %s; name the spec: --base %s:path/of/openapi.yaml", name, config, short(hash))
	default:
		cfg, found, err := gen.ReadConfig(fsys, config)
		if err != nil {
			return nil, err
		}
		if found.HasErrors() {
			return nil, fmt.Errorf("%s: %s", name, found[0])
		}
		s.config, s.cfg = config, seenFrom(cfg, path.Dir(config))
		if file != "" {
			s.cfg.Spec = path.Clean(file)
		}
	}
	return s, nil
}

// seenFrom gives a configuration with its paths seen from above its folder.
func seenFrom(cfg gen.Config, dir string) gen.Config {
	for _, s := range gen.Settings() {
		if !s.IsPath() {
			continue
		}
		if file := s.Field(&cfg).(*string); *file != "" {
			*file = path.Join(dir, *file)
		}
	}
	return cfg
}

// pair is what is generated for one target, on both sides.
type pair struct{ base, head *side }

// load makes of both sides what the levels need, a pair for each target; without targets, or without Go, it is one pair. skipped says why there
// is no Go level although one was asked for.
func (a *app) load(ctx context.Context, base, head *side, levels *diff.Levels) (pairs []pair, skipped string, err error) {
	if levels.Go {
		if _, err := exec.LookPath("go"); err != nil {
			skipped, levels.Go = "the go command is not on the PATH", false
		}
	}
	if base.config == "" || head.config == "" { // a file alone has no settings that could have changed
		base.config, head.config = "", ""
	}
	both := []*side{base, head}
	if err := together(both, func(s *side) error { return s.read(ctx, levels.Go) }); err != nil {
		return nil, "", err
	}
	if !levels.Go || base.bad != "" || head.bad != "" {
		return []pair{{base, head}}, skipped, nil
	}
	importer := a.importer
	if importer == nil {
		importer = listImporter
	}
	pairs = paired(base.targets(), head.targets())
	for _, p := range pairs {
		if err := together([]*side{p.base, p.head}, func(s *side) error { return s.build(ctx, p.head.cfg.Code.Package) }); err != nil {
			return nil, "", err
		}
		if p.base.noGo != "" || p.head.noGo != "" {
			continue
		}
		if missing, err := checkBoth(ctx, p.base, p.head, importer(p.head.output)); err != nil || missing != "" {
			levels.Go = false
			return pairs[:1], missing, err
		}
	}
	return pairs, skipped, nil
}

// together does the same for base and head at once.
func together(both []*side, do func(*side) error) error {
	var group sync.WaitGroup
	wrong := make([]error, len(both))
	for i, s := range both {
		group.Go(func() {
			at := step{"load", s.name + ", " + s.cfg.Spec}
			s.cfg.Stage = func(name string) { at.stage = name }
			wrong[i] = guarded(&at, func() error { return do(s) })
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

// targets gives the side once for each target, with its settings and output folder.
func (s *side) targets() []*side {
	var list []*side
	for _, cfg := range s.cfg.Each() {
		one := *s
		if one.cfg = cfg; len(s.cfg.Targets) > 0 {
			one.output = project.Absolute(s.home, cfg.Output)
		}
		if one.cfg.Code.Package == "" {
			one.cfg.Code.Package = "example.com/generated"
		}
		list = append(list, &one)
	}
	return list
}

// paired finds for each target of base its other self in head: the one with its folder, the one with its import path, or the only one that is
// left. A target without another self is a setting that changed.
func paired(base, head []*side) []pair {
	var pairs []pair
	match := func(same func(x, y *side) bool) {
		base = slices.DeleteFunc(base, func(x *side) bool {
			i := slices.IndexFunc(head, func(y *side) bool { return same(x, y) })
			if i < 0 {
				return false
			}
			pairs = append(pairs, pair{x, head[i]})
			head = slices.Delete(head, i, i+1)
			return true
		})
	}
	match(func(x, y *side) bool { return x.output == y.output })
	match(func(x, y *side) bool { return x.cfg.Code.Package == y.cfg.Code.Package })
	match(func(_, _ *side) bool { return len(pairs) == 0 || len(base) == 1 && len(head) == 1 })
	return pairs
}

// read loads the spec of a side, and lints it when Go is compared.
func (s *side) read(ctx context.Context, golang bool) error {
	var found report.List
	var err error
	s.options = s.cfg.Options()
	if golang {
		s.spec, found, err = gen.Lint(ctx, s.fsys, s.cfg)
	} else {
		s.spec, found, err = spec.Load(ctx, s.fsys, s.cfg.Spec)
	}
	if err != nil {
		return err
	}
	if s.spec == nil {
		return fmt.Errorf("%s cannot be read: %s", s.name, first(found))
	}
	if !golang { // the bundle is enough
		s.spec = s.spec.WithoutFiles()
	}
	if found.HasErrors() {
		d := first(found)
		s.noGo, s.noPos = d.Message, d.Pos
	}
	if broken := loading(found); len(broken) > 0 {
		s.bad, s.noPos = broken[0].Message, broken[0].Pos
		if more := len(broken) - 1; more > 0 {
			s.bad += fmt.Sprintf(" (and %d more like this)", more)
		}
	}
	return nil
}

// loading gives the errors of loading: behind one, a part of the document was not read, or not as it was meant.
func loading(found report.List) report.List {
	stage := map[string]string{}
	for _, r := range lint.Rules() {
		stage[r.ID] = r.Stage
	}
	return slices.DeleteFunc(slices.Clone(found), func(d report.Finding) bool { return d.Severity != report.Error || stage[d.Rule] != "load" })
}

// build generates a target of a side. The import path is that of head on both sides: a new one is a setting that changed, not a change of
// every identifier.
func (s *side) build(ctx context.Context, pkg string) error {
	if s.root = pkg; s.noGo != "" {
		return nil
	}
	cfg := s.cfg
	cfg.Code.Package, cfg.Importer = pkg, nil
	result, found, err := gen.Build(ctx, s.spec, cfg)
	if err != nil {
		return err
	}
	if result != nil {
		s.tree = result.Tree
		return nil
	}
	d := first(found)
	s.noGo, s.noPos = d.Message, d.Pos
	return nil
}

// first gives the first error of a list.
func first(found report.List) report.Finding {
	for _, d := range found {
		if d.Severity == report.Error {
			return d
		}
	}
	return report.Finding{Message: "no reason was given"}
}

// stdinName is what the spec on standard input is called in positions.
const stdinName = "stdin.yaml"

// oneFile is a file system of the one file [stdinName].
type oneFile struct{ data []byte }

// Open implements [fs.FS].
func (f oneFile) Open(name string) (fs.File, error) {
	if name != stdinName {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &gitFile{info: gitInfo{name: name, size: int64(len(f.data)), mode: 0o444}, Reader: bytes.NewReader(f.data)}, nil
}
