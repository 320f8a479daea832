package lint

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// level is the severity of a rule. If off is set, the rule is off.
type level struct {
	severity report.Severity
	off      bool
}

// waiver suppresses findings of a rule. If it has a pointer, it applies only to the value at the pointer and its descendants. If it has a file
// pattern, it applies only to findings in files whose names match.
type waiver struct {
	pos           report.Position
	rule          string
	pointer, file string
}

// ReadConfig reads a preset, severities and waivers from a file such as:
//
//	preset: recommended            # minimal, recommended or strict
//	severities:
//	  operation-id: error          # error, warning, info or off
//	waivers:
//	  - rule: nullable-ref
//	    pointer: /components/schemas/Old   # a pointer in the bundle: the value and everything below it
//	    reason: the server is fixed in v22
//	  - rule: missing-description
//	    file: schemas/old*.yaml            # a pattern for path.Match, relative to the directory of lint.yaml
//	    reason: these schemas are removed in v3
//
// If file is "", ReadConfig returns the zero Config. ReadConfig returns problems in the content as findings of rule lint-config. It returns an error
// if it cannot read the file.
func ReadConfig(fsys fs.FS, file string) (Config, report.List, error) {
	if file == "" {
		return Config{}, nil, nil
	}
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return Config{}, nil, fmt.Errorf("lint configuration: %w", err)
	}
	reader, root := oas.Read(file, data, "lint-config")
	r := configReader{Reader: reader, cfg: Config{file: file, severities: map[string]level{}}, known: map[string]rule{}}
	for _, known := range rules() {
		r.known[known.ID] = known
	}
	r.Mapping(root, []string{"preset", "severities", "waivers"}, nil, func(key string, value *oas.Node) {
		switch {
		case value.Type == oas.Null:
		case key == "preset" && value.IsScalar():
			if r.cfg.Preset = value.Value; !slices.Contains(Presets(), value.Value) {
				r.Add(value, "preset %q is not valid; write one of %s", value.Value, strings.Join(Presets(), ", "))
			}
		case key == "severities" && value.IsMapping():
			for _, e := range value.Entries {
				r.severity(e)
			}
		case key == "waivers" && value.IsSequence():
			for _, item := range value.Items {
				r.waiver(item)
			}
		default:
			r.Add(value, "%q is %s, expected a %s; correct it", key, describe(value), map[string]string{"preset": "name", "severities": "mapping of rules to severities", "waivers": "list"}[key])
		}
	})
	return r.cfg, r.Findings(), nil
}

type configReader struct {
	*oas.Reader
	cfg   Config
	known map[string]rule
}

func (r *configReader) severity(e oas.Entry) {
	if !r.rule(e.Pos(), e.Key) {
		return
	}
	if e.Value.Value == "off" {
		r.cfg.severities[e.Key] = level{off: true}
		return
	}
	severity, err := report.ParseSeverity(e.Value.Value)
	if err != nil || !e.Value.IsScalar() {
		r.Add(e.Value, "severity %q is not valid; write error, warning, info or off", e.Value.Value)
		return
	}
	r.cfg.severities[e.Key] = level{severity: severity}
}

// rule reports whether a rule exists and lint.yaml can configure it. If not, it adds a finding.
func (r *configReader) rule(pos report.Position, id string) bool {
	known, ok := r.known[id]
	switch {
	case !ok:
		r.AddAt(pos, "unknown rule %q; write the ID of a rule, such as enum-names", id)
		return false
	case known.fixed:
		r.AddAt(pos, "rule %q cannot be configured or waived; remove it", id)
		return false
	}
	return true
}

func (r *configReader) waiver(n *oas.Node) {
	w := waiver{pos: n.Pos()}
	before := len(r.Findings())
	reason := false
	r.Mapping(n, []string{"rule", "pointer", "file", "reason"}, nil, func(key string, value *oas.Node) {
		text := r.Text(value, strconv.Quote(key))
		switch {
		case text == "":
		case key == "rule":
			if r.rule(value.Pos(), text) {
				w.rule = text
			}
		case key == "pointer":
			w.pointer = text
			if _, err := oas.Tokens(text); err != nil {
				r.Add(value, "%v", err)
			}
		case key == "file":
			w.file = text
			if _, err := path.Match(text, ""); err != nil {
				r.Add(value, "file pattern %q is not valid: %v; correct it", text, err)
			}
		case key == "reason":
			reason = true
		}
	})
	if len(r.Findings()) > before {
		return
	}
	switch {
	case w.rule == "":
		r.Add(n, "the waiver has no rule; a waiver needs a rule, a pointer or file, and a reason")
	case w.pointer == "" && w.file == "":
		r.Add(n, "the waiver of %q has no pointer and no file; add a pointer or a file", w.rule)
	case !reason:
		r.Add(n, "the waiver of %q has no reason; add one", w.rule)
	default:
		r.cfg.waivers = append(r.cfg.waivers, w)
	}
}

// waive returns the findings that are not waived, and a finding for every unused waiver.
func (cfg Config) waive(found report.List) report.List {
	used := make([]bool, len(cfg.waivers))
	var left report.List
	for _, d := range found {
		waived := false
		for i, w := range cfg.waivers {
			if cfg.covers(w, d) {
				waived, used[i] = true, true
			}
		}
		if !waived {
			left = append(left, d)
		}
	}
	for i, w := range cfg.waivers {
		if !used[i] {
			left.Add(w.pos, "unused-waiver", "the waiver of %q is unused; remove it", w.rule)
		}
	}
	return left
}

func (cfg Config) covers(w waiver, d report.Finding) bool {
	if w.rule != d.Rule {
		return false
	}
	if w.pointer != "" && d.Pointer != w.pointer && !strings.HasPrefix(d.Pointer, w.pointer+"/") {
		return false
	}
	if w.file == "" {
		return true
	}
	name := d.Pos.File
	if folder := path.Dir(cfg.file); folder != "." {
		name = strings.TrimPrefix(name, folder+"/")
	}
	matched, err := path.Match(w.file, name)
	return err == nil && matched
}
