package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// configName is the file looked for when --config is not given.
const configName = "specgen.yaml"

// overrides are the flags of a verb that replace a setting of specgen.yaml; empty means the configured value.
type overrides struct {
	spec    string // the argument: a spec file
	output  string // --output
	goPaths string // --package
	full    bool   // --full: generate even if nothing has changed since the lock was written
}

// project is what one run works on. The pipeline sees slash-separated paths below base through fsys; people see paths as they
// would type them in the working folder.
type project struct {
	work     string // the working folder
	base     string // the folder fsys is rooted in: the deepest one that holds the configuration and the spec
	fsys     fs.FS
	absolute bool // the spec was given as an absolute path, so findings are printed the same way
	output   string
	config   string            // absolute path of the configuration, "" without one
	options  map[string]string // what shapes the output, for the lock
	// overridden: a flag or an argument stands in for a setting, so what is made is not the configured state.
	overridden bool
	flags      bool       // --output or --package is given
	builtin    bool       // the spec is the one that the command carries
	cfg        gen.Config // Spec, Lint and Coverage are paths in fsys
}

// open finds and reads the configuration, and puts the flags over it. Findings in the configuration are printed, and end
// with errFindings. Without any specgen.yaml a spec file as argument is enough: the other settings are empty then.
func (a *app) open(o overrides) (p *project, err error) {
	defer func() {
		if p != nil {
			a.at.document = p.cfg.Spec
			p.cfg.Stage = func(name string) { a.at.stage = name }
		}
	}()
	work, err := os.Getwd()
	if err != nil {
		return nil, fmt.Errorf("working folder: %w", err)
	}
	p = &project{work: work, base: work, absolute: filepath.IsAbs(o.spec)}
	file, err := a.configFile(work)
	if errors.Is(err, fs.ErrNotExist) && a.config == "" && o.spec != "" {
		return p, p.settle(gen.Config{}, work, o)
	}
	if err != nil {
		return nil, err
	}
	p.base, p.config = filepath.Dir(file), file
	p.overridden = o.spec+o.output+o.goPaths != ""
	cfg, found, err := gen.ReadConfig(folder(p.base), filepath.Base(file))
	if err != nil {
		return nil, err
	}
	if len(found) > 0 {
		p.fsys = folder(p.base)
		if err := a.print(p, found); err != nil {
			return nil, err
		}
	}
	p.options = cfg.Options()
	err = p.settle(cfg, p.base, o)
	if wrong, ok := errors.AsType[*wrongSetting](err); ok && cfg.Places[wrong.key].Line > 0 && (wrong.key != "spec" || o.spec == "") {
		p.fsys = folder(p.base)
		found.Add(cfg.Places[wrong.key], "config", "%v", wrong.err)
		return nil, a.print(p, found)
	}
	return p, err
}

// wrongSetting is the error for a setting that only the disk shows to be wrong, by its key in specgen.yaml.
type wrongSetting struct {
	key string
	err error
}

func (e *wrongSetting) Error() string { return e.key + ": " + e.err.Error() }
func (e *wrongSetting) Unwrap() error { return e.err }

// setting is one that names a file.
type setting struct {
	key, what string
	file      *string
}

// besideSpec are the settings that name a file beside the spec.
func besideSpec(cfg *gen.Config) []setting {
	return []setting{{"lint", "the file of severities and waivers", &cfg.Lint}, {"coverage", "the file that maps the API", &cfg.Coverage}}
}

// fileSetting checks that a setting names a file; what says what it is for.
func fileSetting(key, file, name, what string) error {
	switch info, err := os.Stat(file); {
	case errors.Is(err, fs.ErrNotExist):
		return &wrongSetting{key, fmt.Errorf("there is no file %q; name %s", name, what)}
	case err != nil:
		return &wrongSetting{key, err}
	case info.IsDir():
		return &wrongSetting{key, fmt.Errorf("%q is a folder; name %s", name, what)}
	case !info.Mode().IsRegular():
		return &wrongSetting{key, fmt.Errorf("%q is not a regular file; name %s", name, what)}
	}
	return nil
}

// configFile gives the absolute path of the configuration: --config, else specgen.yaml in the working folder or the nearest
// folder above it. The error is fs.ErrNotExist when there is none.
func (a *app) configFile(work string) (string, error) {
	if a.config != "" {
		file := absolute(work, a.config)
		info, err := os.Stat(file)
		switch {
		case err != nil:
			return "", fmt.Errorf("--config: %w", err)
		case !info.Mode().IsRegular():
			return "", fmt.Errorf("--config: %s is not a regular file", file)
		}
		return file, nil
	}
	for dir := work; ; dir = filepath.Dir(dir) {
		file := filepath.Join(dir, configName)
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			return file, nil
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	return "", noConfig{work}
}

// noConfig is the error for a working folder without configuration.
type noConfig struct{ work string }

func (e noConfig) Error() string {
	return fmt.Sprintf("no %s in %s or a folder above it; write one (spec: spec/openapi.yaml is the least it says), or name it with --config",
		configName, e.work)
}

func (e noConfig) Is(target error) bool { return target == fs.ErrNotExist }

// settle resolves the paths of cfg, which are relative to dir, puts the overrides over them, which are relative to the
// working folder, and roots the file system where both the configuration and the spec can be reached.
func (p *project) settle(cfg gen.Config, dir string, o overrides) error {
	defer func() { p.outputs(dir, o) }()
	if name := cmp.Or(o.spec, cfg.Spec); isBuiltin(name) {
		return p.settleBuiltin(cfg, dir, name)
	}
	root := absolute(dir, cfg.Spec)
	if o.spec != "" {
		root = absolute(p.work, o.spec)
	} else if cfg.Spec == "" {
		return fmt.Errorf("no spec: set spec: in %s, or name the file as an argument", configName)
	}
	if err := fileSetting("spec", root, p.display(root), "the root file of the document, openapi.yaml for instance"); err != nil {
		return err
	}
	base, err := common(p.base, filepath.Dir(root))
	if err != nil {
		return fmt.Errorf("spec: %w", err)
	}
	// A spec outside of the project is a world of its own: rooting at a shared ancestor would open that whole ancestor to references.
	for _, beside := range besideSpec(&cfg) {
		name := *beside.file
		if name == "" {
			continue
		}
		*beside.file = absolute(dir, name)
		if err := fileSetting(beside.key, *beside.file, name, beside.what+", or remove the setting"); err != nil {
			return err
		}
		if base, err = common(base, filepath.Dir(*beside.file)); err != nil {
			return fmt.Errorf("%s: %w", beside.key, err)
		}
	}
	p.base, p.fsys = base, folder(base)
	cfg.Spec = p.inside(root)
	for _, beside := range besideSpec(&cfg) {
		if *beside.file != "" {
			*beside.file = p.inside(*beside.file)
		}
	}
	p.cfg = cfg
	return nil
}

// outputs settles where the generated files go.
func (p *project) outputs(dir string, o overrides) {
	if p.flags = o.output+o.goPaths != ""; p.flags {
		p.cfg.Targets = nil // the flags name another one
	}
	if p.config != "" {
		p.moveChoices(&p.cfg.Select)
		for i := range p.cfg.Targets {
			p.moveChoices(&p.cfg.Targets[i].Select)
		}
	}
	switch {
	case o.output != "":
		p.output = absolute(p.work, o.output)
	case p.cfg.Output != "":
		p.output = absolute(dir, p.cfg.Output)
	}
	if o.goPaths != "" {
		p.cfg.Code.Package = o.goPaths
	}
}

// moveChoices gives the positions of a selection, which are seen from the configuration's folder, as paths in fsys.
func (p *project) moveChoices(s *spec.Selection) {
	for _, list := range [][]spec.Choice{s.Tags, s.Operations, s.Paths, s.Evidence} {
		for i := range list {
			list[i].Pos.File = p.inside(p.config)
		}
	}
}

// inside gives the path of an absolute file in fsys.
func (p *project) inside(file string) string {
	name, err := filepath.Rel(p.base, file)
	if err != nil { // base was made as a common ancestor
		return filepath.ToSlash(file)
	}
	return filepath.ToSlash(name)
}

// display gives an absolute path as a person in the working folder types it.
func (p *project) display(file string) string {
	name, err := filepath.Rel(p.work, file)
	if err != nil || p.absolute && strings.HasPrefix(name, "..") {
		return file
	}
	return name
}

// typed gives a position of the pipeline with the file as a person in the working folder types it.
func (p *project) typed(pos report.Position) report.Position {
	if pos.File != "" {
		pos.File = filepath.ToSlash(p.display(absolute(p.base, pos.File)))
	}
	return pos
}

// absolute gives name seen from dir.
func absolute(dir, name string) string {
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(dir, filepath.FromSlash(name))
}

// common gives the deepest folder that holds both of two absolute folders.
func common(a, b string) (string, error) {
	for dir := a; ; dir = filepath.Dir(dir) {
		name, err := filepath.Rel(dir, b)
		if err == nil && filepath.IsLocal(name) {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("%q and %q have no folder in common; keep both on one volume", a, b)
		}
	}
}

// inOutput gives the path below base of a file of the output folder, which is how the pipeline would name it.
func (p *project) inOutput(name string) string {
	return p.inside(absolute(p.output, name))
}

// below gives the slash-separated path of an absolute file in the output folder, "" when it is elsewhere.
func (p *project) below(file string) string {
	if p.output == "" {
		return ""
	}
	name, err := filepath.Rel(p.output, file)
	if err != nil || !filepath.IsLocal(name) || name == "." {
		return ""
	}
	return filepath.ToSlash(name)
}
