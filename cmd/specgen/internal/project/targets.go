package project

import (
	"path/filepath"

	"github.com/rasapi/specgen/gen/report"
)

// Targets returns one Project per target. Each Project has the settings and the output directory of its target.
func (p *Project) Targets() []*Project {
	var targets []*Project
	for _, cfg := range p.Config.Each() {
		target := *p
		target.Config = cfg
		if len(p.Config.Targets) > 0 {
			target.Output = Absolute(filepath.Dir(p.ConfigFile), cfg.Output)
		}
		targets = append(targets, &target)
	}
	return targets
}

// Place returns the position of a setting in the configuration. If the setting is missing, or if a flag replaces any setting, Place returns the
// zero Position.
func (p *Project) Place(key string) report.Position {
	at := p.Config.Places[key]
	if at.Line == 0 || p.ConfigFile == "" || p.flags {
		return report.Position{}
	}
	at.File = p.FSPath(p.ConfigFile)
	return at
}

// PackageMismatch returns a warning if the value of the setting "package" is not the import path of the output directory. It returns nil if the
// setting has no position, or if the output directory is not in a module.
func (p *Project) PackageMismatch() (found report.List) {
	place := p.Place("package")
	mod, err := FindModule(p.Output)
	if err != nil || place.File == "" {
		return nil
	}
	if path, err := mod.ImportPath(p.Output); err == nil && path != p.Config.Code.Package {
		found.Add(place, "config", "the import path of the output directory is %q in module %s, but package is %q; write %s",
			path, mod.path, p.Config.Code.Package, path)
		found[0].Severity = report.Warning
	}
	return found
}
