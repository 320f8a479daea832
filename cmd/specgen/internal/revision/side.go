// Package revision finds and loads the two sides of a comparison.
//
// [Sides] finds the two sides. A side is a git revision, a file at a revision, a file, standard input, or the working tree. [Load] reads the specs.
// If the Go code is compared, Load also generates the code of the targets, and type-checks the packages that differ. Package revision reads the files
// of a revision from the git objects, without a checkout. It neither compares the sides nor prints.
package revision

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/check"
	"github.com/rasapi/specgen/gen/diff"
	"github.com/rasapi/specgen/gen/diff/gosource"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
	"github.com/rasapi/specgen/gen/tree"
)

// Side is one of the two versions in a comparison. It contains the files, the configuration, the loaded spec and the generated code.
type Side struct {
	Name   string           // name in messages, such as "main (1a2b3c4d5e)"
	Branch string           // branch and commit of the working tree, such as "topic (1a2b3c4d5e)"; "" if unknown, and for any other side
	FS     fs.FS            // files of the side
	Work   *project.Project // project that converts positions for messages; its Base is the root of FS
	Config gen.Config
	Output string // absolute path of the output directory, which determines the module of the code

	Spec  *spec.Spec
	Root  string          // import path of the generated code, which is the same on both sides
	Tree  *tree.Tree      // generated code, or nil
	NoGo  string          // reason why there is no generated code, or ""
	NoPos report.Position // position of the error in NoGo or notLoaded, if it is known

	New      bool        // whether the spec or its configuration is missing in the commit
	Date     time.Time   // date of the commit; today for files that are not in a commit
	Problems report.List // errors that prevent the loading of the spec, except the first error (see notLoaded)

	configFile    string            // path of the configuration in FS; "" if there is none
	options       map[string]string // all settings of the configuration
	outputBase    string            // absolute path of the directory to which the output directories of targets are relative
	keepPositions bool              // whether DisplayPosition returns positions without changes
	checked       *check.Checked
	notLoaded     string // first error that prevents the loading of the spec or of a part of it, or ""
	typeError     string // first error of the type check, or ""

	defects report.List // errors in the spec
	rest    *spec.Spec  // the spec without the parts with errors; nil if there are no errors, or if specgen generate rejects the spec
	skips   report.List // findings about parts that have no generated code
}

// Diff returns the side as a value for package diff. The value contains the settings of the configuration except spec and output.
func (s *Side) Diff() diff.Side {
	out := diff.Side{Spec: s.Spec, Side: gosource.Side{Tree: s.Tree, Go: s.checked, Root: s.Root}, Date: s.Date, NoGo: s.NoGo, Bad: s.notLoaded, NoPos: s.NoPos, Wrong: s.typeError}
	if s.configFile == "" {
		return out
	}
	for _, name := range slices.Sorted(maps.Keys(s.options)) {
		if last := name[strings.LastIndexByte(name, ':')+1:]; last != "spec" && last != "output" {
			out.Settings = append(out.Settings, diff.Setting{Name: name, Value: s.options[name], Pos: report.Position{File: s.configFile}})
		}
	}
	return out
}

// DisplayPosition returns a position for messages. It converts the path in FS to a path that users see, except for standard input.
func (s *Side) DisplayPosition(pos report.Position) report.Position {
	if s.keepPositions {
		return pos
	}
	return s.Work.DisplayPosition(pos)
}

// Loaded reports whether the whole spec is loaded.
func (s *Side) Loaded() bool { return s.notLoaded == "" }

// LoadError returns the first error that prevents the loading of the spec, or of a part of it. It returns nil if the whole spec is loaded.
func (s *Side) LoadError() error {
	if s.Loaded() {
		return nil
	}
	return fmt.Errorf("%s: %s", s.DisplayPosition(s.NoPos), s.notLoaded)
}

// Version returns the version of the API.
func (s *Side) Version() string { return s.Spec.At("/info").Text("version") }

// Close ends the git process of a side that is a commit.
func (s *Side) Close() {
	from := s.FS
	if p, ok := from.(patchedFS); ok {
		from = p.FS
	}
	if f, ok := from.(*gitFS); ok {
		_ = f.Close() // ignore the error, because nothing reads the files any longer
	}
}

// approvalsName is the name of the file with approved changes, which is next to the spec.
const approvalsName = "diff-approved.yaml"

// Approvals reads the approvals of the side. If the side has no file with approvals, Approvals returns no approvals and no error.
func (s *Side) Approvals() ([]diff.Approval, report.List, error) {
	file := path.Join(path.Dir(s.Config.Spec), approvalsName)
	data, err := fs.ReadFile(s.FS, file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("approvals: %w", err)
	}
	list, found := diff.ReadApprovals(file, data)
	return list, found, nil
}

// policyName is the name of the file that sets the levels of changes, which is next to the spec.
const policyName = "diff.yaml"

// Policy reads the policy of the side. If the side has no file with a policy, or if this file is the spec itself, Policy returns an empty policy.
func (s *Side) Policy() (diff.Policy, report.List, error) {
	file := path.Join(path.Dir(s.Config.Spec), policyName)
	data, err := fs.ReadFile(s.FS, file)
	if err != nil || file == s.Config.Spec {
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return diff.Policy{}, nil, err
	}
	p, found := diff.ReadPolicy(file, data)
	return p, found, nil
}

// ApprovalsFile returns the absolute path of the file with approvals. The side must be on disk.
func (s *Side) ApprovalsFile() string {
	return project.Absolute(s.Work.Base, path.Join(path.Dir(s.Config.Spec), approvalsName))
}

// Options contains the names of the two sides. An empty Base means the merge base of HEAD and the default branch. An empty Head means the working
// tree.
type Options struct {
	Base, Head string
	Today      time.Time // date for files that are not in a commit
}

// Opener is a function that opens the project in the working directory.
type Opener func(project.Overrides) (*project.Project, error)

// Sides finds the two sides that o names. It returns an error if head does not contain the spec. The caller must close both sides.
func Sides(ctx context.Context, stdin io.Reader, open Opener, o Options) (base, head *Side, err error) {
	if o.Base == "-" && o.Head == "-" {
		return nil, nil, errors.New("only one side can be standard input")
	}
	now, err := open(project.Overrides{})
	if err != nil && (!errors.Is(err, fs.ErrNotExist) || o.Head == "") {
		return nil, nil, err
	}
	if head, err = findSide(ctx, stdin, open, o.Head, now); err != nil {
		return nil, nil, fmt.Errorf("head: %w", err)
	}
	if o.Base == "" {
		base, err = mergeBaseSide(ctx, now)
	} else {
		base, err = findSide(ctx, stdin, open, o.Base, now)
	}
	if err != nil {
		head.Close()
		return nil, nil, fmt.Errorf("base: %w", err)
	}
	if head.New {
		base.Close()
		head.Close()
		return nil, nil, fmt.Errorf("head: %s has no %s", head.Name, cmp.Or(head.Config.Spec, project.ConfigName))
	}
	for _, s := range []*Side{base, head} {
		if s.Date.IsZero() {
			s.Date = o.Today
		}
	}
	return base, head, nil
}

// findSide returns the side for name, which is a value of Base or Head in [Options]. now is the project in the working directory, or nil if there is
// none.
func findSide(ctx context.Context, stdin io.Reader, open Opener, name string, now *project.Project) (*Side, error) {
	switch {
	case name == "":
		s := projectSide("the working tree", now)
		if r, err := OpenRepository(ctx, now.Dir()); err == nil {
			s.Branch, s.Date = r.state(ctx)
		}
		return s, nil
	case name == "-":
		data, err := io.ReadAll(stdin)
		if err != nil {
			return nil, fmt.Errorf("standard input: %w", err)
		}
		s := &Side{Name: "standard input", FS: oneFile{data}, Work: now, keepPositions: true, Config: gen.Config{Spec: stdinName}}
		s.inheritSettings(now)
		return s, nil
	case isFile(name):
		p, err := open(project.Overrides{Spec: name})
		if err != nil {
			return nil, err
		}
		s := projectSide(name, p)
		s.configFile = "" // do not compare the settings of single files
		return s, nil
	}
	dir := "."
	if now != nil {
		dir = now.Dir()
	}
	r, err := OpenRepository(ctx, dir)
	if err != nil {
		return nil, fmt.Errorf("%q is not a file: %w; name a file that exists", name, err)
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

// mergeBaseSide returns the side for the merge base of HEAD and the default branch.
func mergeBaseSide(ctx context.Context, now *project.Project) (*Side, error) {
	dir := "."
	if now != nil {
		dir = now.Dir()
	}
	r, err := OpenRepository(ctx, dir)
	if err != nil {
		return nil, fmt.Errorf("%w; name a base: --base REV or --base FILE", err)
	}
	hash, words, err := r.mergeBase(ctx)
	if err != nil {
		return nil, err
	}
	return r.side(ctx, words+" ("+short(hash)+")", hash, "", now)
}

// projectSide returns the side for a project on disk.
func projectSide(name string, p *project.Project) *Side {
	s := &Side{Name: name, FS: p.FS, Work: p, Config: p.Config, Output: p.Output}
	if p.ConfigFile != "" {
		s.configFile, s.outputBase = p.FSPath(p.ConfigFile), filepath.Dir(p.ConfigFile)
	}
	return s
}

// inheritSettings copies the settings of the project now, except the names of files. The side must have no configuration.
func (s *Side) inheritSettings(now *project.Project) {
	if now == nil {
		return
	}
	name := s.Config.Spec
	s.Config, s.Output, s.outputBase = now.Config, now.Output, filepath.Dir(now.ConfigFile)
	s.Config.Spec, s.Config.Lint, s.Config.Coverage, s.Config.Folder = name, "", "", ""
}

// side returns the side for the commit hash. now is the project in the working directory, or nil. side reads the configuration from the commit, at
// the path of the project's configuration, or at specgen.yaml if the project has none. If the commit does not contain this file, the side has the
// settings of the project. If file is not "", the spec is file. If neither the commit nor the project has a configuration, and file is "", side
// returns an error.
func (r *Repository) side(ctx context.Context, name, hash, file string, now *project.Project) (_ *Side, err error) {
	fsys, err := r.filesAt(ctx, hash, ".")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = fsys.Close() // return the first error
		}
	}()
	work := &project.Project{Work: r.Root, Base: r.Root}
	s := &Side{Name: name, FS: fsys, Work: work, Config: gen.Config{Spec: file}}
	if now != nil {
		work.Work = now.Work
		s.Output, s.outputBase = now.Output, filepath.Dir(now.ConfigFile)
	}
	config := project.ConfigName
	if now != nil && now.ConfigFile != "" {
		root := r.Root
		if real, err := filepath.EvalSymlinks(now.ConfigFile); err == nil {
			now.ConfigFile = real // git returns a root directory without symbolic links
		}
		if config, err = filepath.Rel(root, now.ConfigFile); err != nil || !filepath.IsLocal(config) {
			return nil, fmt.Errorf("%s is not in the repository %s", now.ConfigFile, root)
		}
		config = filepath.ToSlash(config)
	}
	switch _, err := fs.Stat(fsys, config); {
	case errors.Is(err, fs.ErrNotExist) && file != "":
		s.inheritSettings(now)
	case errors.Is(err, fs.ErrNotExist) && now != nil && now.ConfigFile != "":
		s.New = true
		s.inheritSettings(now)
	case err != nil:
		return nil, fmt.Errorf("%s has no %s; name the spec in the revision: %s:path/of/openapi.yaml", name, config, short(hash))
	default:
		cfg, found, err := gen.ReadConfig(fsys, config)
		if err != nil {
			return nil, err
		}
		if found.HasErrors() {
			return nil, fmt.Errorf("%s: %s", name, found[0])
		}
		if file == "" && project.IsBuiltin(cfg.Spec) {
			_ = fsys.Close() // the files of the side are embedded
			s.Date = r.date(ctx, hash)
			return s, s.setBuiltin(cfg, filepath.Join(r.Root, filepath.FromSlash(config)))
		}
		s.configFile, s.Config = config, relativeTo(cfg, path.Dir(config))
		s.Config.Folder = path.Dir(config)
		if file != "" {
			s.Config.Spec = path.Clean(file)
		}
	}
	if s.Config.Spec != "" {
		switch _, err := fs.Stat(fsys, s.Config.Spec); {
		case errors.Is(err, fs.ErrNotExist) && file != "":
			return nil, fmt.Errorf("commit %s has no file %s; write the path from the root of the repository", short(hash), file)
		case errors.Is(err, fs.ErrNotExist):
			s.New = true
		}
	}
	s.Date = r.date(ctx, hash)
	return s, nil
}

// setBuiltin sets the embedded document as the spec of a side. cfg is the content of the file configFile, which is an absolute path. The document is
// that of this version of specgen, not that of the version in the go.mod file of the commit.
func (s *Side) setBuiltin(cfg gen.Config, configFile string) (err error) {
	s.Work.Base = project.Absolute(filepath.Dir(configFile), cfg.Spec)
	s.configFile = s.Work.FSPath(configFile)
	s.FS, s.Config, err = project.Builtin(cfg, cfg.Spec)
	return err
}

// relativeTo prepends dir to the paths in a configuration, except the output directories of targets.
func relativeTo(cfg gen.Config, dir string) gen.Config {
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

// isFile reports whether name exists and is not a directory.
func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && !info.IsDir()
}
