package cli

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/rasapi/specgen"
	"github.com/rasapi/specgen/gen"
)

// The embedded description can be named instead of a file: "ras" is all of it, "ras@v21" is version 21 of the API.
const (
	builtinName    = "ras"
	builtinExample = "ras@v21"
	builtinAPI     = "the Parallels RAS REST API"
)

// isBuiltin tells whether a spec is named that is no file.
func isBuiltin(spec string) bool {
	return spec == builtinName || strings.HasPrefix(spec, builtinName+"@")
}

// builtinVersions lists what may stand behind the @: the versions that the description tells apart, in their order.
func builtinVersions() []string { return []string{"v20", "v21"} }

// settleBuiltin is [project.settle] for the description that the command carries. Its own specgen.yaml gives the initialisms, unless the
// project has some.
func (p *project) settleBuiltin(cfg gen.Config, dir, name string) error {
	version, _ := strings.CutPrefix(strings.TrimPrefix(name, builtinName), "@")
	if version != "" && !slices.Contains(builtinVersions(), version) {
		return &wrongSetting{"spec", fmt.Errorf("there is no %q; this version of specgen carries %s and %s@%s", name, builtinName, builtinName,
			strings.Join(builtinVersions(), ", "+builtinName+"@"))}
	}
	for _, beside := range besideSpec(&cfg) {
		if *beside.file != "" {
			return &wrongSetting{beside.key, fmt.Errorf("%q brings its own lint and coverage; remove the setting", name)}
		}
	}
	own, found, err := gen.ReadConfig(specgen.Files, configName)
	if err != nil || len(found) > 0 {
		return fmt.Errorf("the description that specgen carries: %v %w; this is a defect of specgen", found, err)
	}
	cfg.Spec, cfg.Lint, cfg.Coverage = own.Spec, own.Lint, ""
	if len(cfg.Code.Initialisms) == 0 {
		cfg.Code.Initialisms = own.Code.Initialisms
	}
	if version != "" {
		cfg.Select.Version = version
		for i := range cfg.Targets {
			cfg.Targets[i].Select.Version = version
		}
	}
	p.builtin, p.cfg = true, cfg
	p.fsys = fs.FS(specgen.Files)
	p.base = absolute(dir, name) // no folder: positions read ras@v21/spec/paths/mfa.yaml
	return nil
}
