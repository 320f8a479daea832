// Package project finds the configuration of a run and resolves the paths in it.
//
// [Open] reads specgen.yaml, applies the flags of the command line, and returns a [Project]. A spec can be a file, or the document that is embedded
// in the command. Package project neither loads the spec nor prints. It returns findings about the configuration.
package project

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// ConfigName is the name of the configuration file that Open searches for.
const ConfigName = "specgen.yaml"

// Overrides contains the settings that the command line replaces.
type Overrides struct {
	Spec     string     // the argument, which is a file or an embedded document; "" does not replace the setting
	Settings gen.Config // the values of flags; an empty value does not replace a setting
}

// flags returns the settings that command-line flags replace.
func (o Overrides) flags() []gen.Setting {
	return slices.DeleteFunc(gen.Settings(), func(s gen.Setting) bool { return !s.Flag || s.Text(&o.Settings) == "" })
}

// Project is the configuration of a run. The paths in it are resolved. Package gen reads files by their slash-separated paths in FS. Messages contain
// paths relative to the working directory.
type Project struct {
	Work       string            // working directory
	Base       string            // root of FS (see resolve); for the embedded document, a path that messages show
	FS         fs.FS             // file system that package gen reads
	Output     string            // absolute path of the output directory; "" if it is not set
	ConfigFile string            // absolute path of the configuration; "" if there is none
	Config     gen.Config        // configuration; Spec, Lint and Coverage are paths in FS
	Options    map[string]string // settings that the lock records
	Builtin    bool              // whether the spec is the embedded document

	absolute   bool // whether the spec argument is an absolute path; see Display
	overridden bool // whether a flag or an argument replaces a setting, so that the run has no lock
	flags      bool // whether a flag replaces a setting
}

// Open finds and reads the configuration and applies the overrides. configFile is the value of --config. If it is "", Open searches for
// specgen.yaml. The findings are about the configuration. If a finding is an error, p can only be used to display the findings. If there is no
// configuration, o.Spec must be set, and all other settings are those in o.
func Open(configFile string, o Overrides) (p *Project, found report.List, err error) {
	work, err := os.Getwd()
	if err != nil {
		return nil, nil, fmt.Errorf("working directory: %w", err)
	}
	p = &Project{Work: work, Base: work, absolute: filepath.IsAbs(o.Spec)}
	file, err := FindConfig(configFile, work)
	if errors.Is(err, fs.ErrNotExist) && configFile == "" && o.Spec != "" {
		return p, nil, p.resolve(gen.Config{}, work, o)
	}
	if err != nil {
		return nil, nil, err
	}
	p.Base, p.ConfigFile = filepath.Dir(file), file
	p.overridden = o.Spec != "" || len(o.flags()) > 0
	p.FS = Folder(p.Base)
	cfg, found, err := gen.ReadConfig(p.FS, filepath.Base(file))
	if err != nil || found.HasErrors() {
		return p, found, err
	}
	p.Options = cfg.Options()
	err = p.resolve(cfg, p.Base, o)
	if wrong, ok := errors.AsType[*wrongSetting](err); ok && cfg.Places[wrong.key].Line > 0 && (wrong.key != "spec" || o.Spec == "") {
		p.FS = Folder(p.Base)
		found.Add(cfg.Places[wrong.key], "config", "%v", wrong.err)
		return p, found, nil
	}
	return p, found, err
}

// wrongSetting is the error for a setting with a wrong value, such as the name of a file that does not exist.
type wrongSetting struct {
	key string // key in specgen.yaml, or "--config"
	err error
}

func (e *wrongSetting) Error() string { return e.key + ": " + e.err.Error() }
func (e *wrongSetting) Unwrap() error { return e.err }

// fileSetting is a setting that names a file.
type fileSetting struct {
	key, what string
	file      *string
}

// fileSettings returns the settings that name a file, except spec.
func fileSettings(cfg *gen.Config) []fileSetting {
	var list []fileSetting
	for _, s := range gen.Settings() {
		if s.Kind == gen.File && !s.Required {
			list = append(list, fileSetting{s.Key, "a " + s.Summary, s.Field(cfg).(*string)})
		}
	}
	return list
}

// RejectURL returns an error if spec is an HTTP or HTTPS URL. The error contains a command that downloads the document.
func RejectURL(spec string) error {
	u, err := url.Parse(spec)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	name := path.Base(u.Path)
	if ext := path.Ext(name); ext != ".json" && ext != ".yaml" && ext != ".yml" {
		name = "openapi.yaml"
	}
	quote := func(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
	return &wrongSetting{"spec", fmt.Errorf("%q is a URL, and specgen reads files only; download it: curl -fsSL -o %s %s", spec, quote(name), quote(spec))}
}

// CheckSpec returns an error if file is not a regular file. name is the name of the file in the error.
func CheckSpec(file, name string) error {
	return checkFile("spec", file, name, "the root file of the document, such as openapi.yaml")
}

// checkFile returns an error if the value of a setting is not the name of a regular file. expected describes the right file. The error contains this
// description.
func checkFile(key, file, name, expected string) error {
	switch info, err := os.Stat(file); {
	case errors.Is(err, fs.ErrNotExist):
		return &wrongSetting{key, fmt.Errorf("file %q does not exist; name %s", name, expected)}
	case err != nil:
		return &wrongSetting{key, err}
	case info.IsDir():
		return &wrongSetting{key, fmt.Errorf("%q is a directory; name %s", name, expected)}
	case !info.Mode().IsRegular():
		return &wrongSetting{key, fmt.Errorf("%q is not a regular file; name %s", name, expected)}
	}
	return nil
}

// FindConfig returns the absolute path of the configuration file with the given name. If name is "", it returns the nearest specgen.yaml in work or a
// parent directory. If there is no specgen.yaml, the error matches [fs.ErrNotExist].
func FindConfig(name, work string) (string, error) {
	if name != "" {
		file := Absolute(work, name)
		return file, checkFile("--config", file, name, "a configuration file, such as "+ConfigName)
	}
	for dir := work; ; dir = filepath.Dir(dir) {
		file := filepath.Join(dir, ConfigName)
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			return file, nil
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	return "", noConfig{work}
}

// noConfig is the error that [FindConfig] returns if neither the working directory nor a parent directory contains a configuration.
type noConfig struct{ work string }

func (e noConfig) Error() string {
	return fmt.Sprintf("no %s in %s or a parent directory; create one with the line spec: spec/openapi.yaml, or name one with --config",
		ConfigName, e.work)
}

func (e noConfig) Is(target error) bool { return target == fs.ErrNotExist }

// resolve applies the overrides and resolves the paths in cfg, which are relative to dir. Paths in the overrides are relative to the working
// directory. For a spec on disk, resolve sets FS to the deepest directory that contains p.Base, the spec and the files that settings name. Before the
// call, p.Base is the directory of the configuration, or the working directory if there is no configuration.
func (p *Project) resolve(cfg gen.Config, dir string, o Overrides) error {
	defer func() { p.resolveOutput(dir, o) }()
	if name := cmp.Or(o.Spec, cfg.Spec); IsBuiltin(name) {
		return p.resolveBuiltin(cfg, dir, name)
	}
	if err := RejectURL(cmp.Or(o.Spec, cfg.Spec)); err != nil {
		return err
	}
	root := Absolute(dir, cfg.Spec)
	if o.Spec != "" {
		root = Absolute(p.Work, o.Spec)
	} else if cfg.Spec == "" {
		return fmt.Errorf("no spec: set spec in %s, or name the file as an argument", ConfigName)
	}
	if err := CheckSpec(root, p.Display(root)); err != nil {
		return err
	}
	base, err := commonDir(p.Base, filepath.Dir(root))
	if err != nil {
		return fmt.Errorf("spec: %w", err)
	}
	for _, setting := range fileSettings(&cfg) {
		name := *setting.file
		if name == "" {
			continue
		}
		*setting.file = Absolute(dir, name)
		if err := checkFile(setting.key, *setting.file, name, setting.what+", or remove the setting"); err != nil {
			return err
		}
		if base, err = commonDir(base, filepath.Dir(*setting.file)); err != nil {
			return fmt.Errorf("%s: %w", setting.key, err)
		}
	}
	p.Base, p.FS = base, Folder(base)
	cfg.Spec = p.FSPath(root)
	if p.ConfigFile != "" {
		cfg.Folder = p.FSPath(dir)
	}
	for _, setting := range fileSettings(&cfg) {
		if *setting.file != "" {
			*setting.file = p.FSPath(*setting.file)
		}
	}
	if mod, err := FindModule(dir); err == nil {
		cfg.Module, _ = mod.ImportPath(mod.Dir) // after an error, the module is unknown
	}
	p.Config = cfg
	return nil
}

// resolveOutput applies the flags, resolves the output directory, and converts the positions of selections.
func (p *Project) resolveOutput(dir string, o Overrides) {
	if p.flags = len(o.flags()) > 0; p.flags {
		p.Config.Targets = nil // the flags describe the only target of the run
	}
	if p.ConfigFile != "" {
		p.convertPositions(&p.Config.Select)
		for i := range p.Config.Targets {
			p.convertPositions(&p.Config.Targets[i].Select)
		}
	}
	switch {
	case o.Settings.Output != "":
		p.Output = Absolute(p.Work, o.Settings.Output)
	case p.Config.Output != "":
		p.Output = Absolute(dir, p.Config.Output)
	}
	for _, s := range o.flags() {
		s.Copy(&p.Config, &o.Settings)
	}
}

// convertPositions sets the file in each position of a selection to the path of the configuration in FS.
func (p *Project) convertPositions(s *spec.Selection) {
	for _, list := range [][]spec.Choice{s.Tags, s.Operations, s.Paths, s.Evidence} {
		for i := range list {
			list[i].Pos.File = p.FSPath(p.ConfigFile)
		}
	}
}
