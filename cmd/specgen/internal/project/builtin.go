package project

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/rasapi/specgen"
	"github.com/rasapi/specgen/gen"
)

// The names of the embedded document. "ras" is the document with all versions of the API, and "ras@v21" selects version 21. BuiltinAPI describes the
// API in help texts.
const (
	builtinName    = "ras"
	BuiltinExample = "ras@v21"
	BuiltinAPI     = "the Parallels RAS REST API"
)

// IsBuiltin reports whether spec names the embedded document.
func IsBuiltin(spec string) bool {
	return spec == builtinName || strings.HasPrefix(spec, builtinName+"@")
}

// builtinVersions returns, in ascending order, the versions of the embedded document that can follow "ras@".
func builtinVersions() []string { return []string{"v20", "v21"} }

// resolveBuiltin is like [Project.resolve], but for the embedded document.
func (p *Project) resolveBuiltin(cfg gen.Config, dir, name string) error {
	fsys, cfg, err := Builtin(cfg, name)
	if err != nil {
		return err
	}
	p.Builtin, p.FS, p.Config = true, fsys, cfg
	p.Base = Absolute(dir, name) // messages show positions such as ras@v21/spec/paths/mfa.yaml
	return nil
}

// Builtin returns the files of the embedded document, and cfg with this document as its spec. name is a name for which [IsBuiltin] reports true. If cfg
// has no initialisms, the result has the initialisms in the embedded specgen.yaml. Builtin returns an error if the version is unknown, or if cfg names
// a file for lint or coverage.
func Builtin(cfg gen.Config, name string) (fs.FS, gen.Config, error) {
	version, _ := strings.CutPrefix(strings.TrimPrefix(name, builtinName), "@")
	if version != "" && !slices.Contains(builtinVersions(), version) {
		return nil, cfg, &wrongSetting{"spec", fmt.Errorf("unknown embedded document %q; want %s or %s@%s", name, builtinName, builtinName,
			strings.Join(builtinVersions(), ", "+builtinName+"@"))}
	}
	for _, setting := range fileSettings(&cfg) {
		if *setting.file != "" {
			return nil, cfg, &wrongSetting{setting.key, fmt.Errorf("the embedded document %q does not allow the settings lint and coverage; remove this setting", name)}
		}
	}
	own, found, err := gen.ReadConfig(specgen.Files, ConfigName)
	if err == nil && len(found) > 0 {
		err = fmt.Errorf("%v", found)
	}
	if err != nil {
		return nil, cfg, fmt.Errorf("embedded document: %w; this is a bug in specgen", err)
	}
	cfg.Spec, cfg.Lint, cfg.Coverage = own.Spec, own.Lint, ""
	if cfg.Code.Initialisms == nil {
		cfg.Code.Initialisms = own.Code.Initialisms
	}
	if version != "" {
		cfg.Select.Version = version
		for i := range cfg.Targets {
			cfg.Targets[i].Select.Version = version
		}
	}
	return specgen.Files, cfg, nil
}
