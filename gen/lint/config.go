package lint

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// level is the severity of a rule in lint.yaml.
type level struct {
	severity report.Severity
	off      bool
}

// waiver suppresses findings of a rule: at a pointer and below it, in files that match a pattern, or both.
type waiver struct {
	pos           report.Position
	rule          string
	pointer, file string
}

// ReadConfig reads severities and waivers:
//
//	severities:
//	  operation-id: error          # error, warning, info or off
//	waivers:
//	  - rule: nullable-ref
//	    pointer: /components/schemas/Old   # a pointer in the bundle: the object and all below it
//	    reason: the server is fixed in v22
//	  - rule: missing-description
//	    file: schemas/old*.yaml            # a pattern for path.Match, relative to the directory of lint.yaml
//	    reason: these schemas are removed in v3
//
// If file is "", ReadConfig returns the zero Config. Problems in the content are findings of rule lint-config. It returns an error if the file
// cannot be read.
func ReadConfig(fsys fs.FS, file string) (Config, report.List, error) {
	if file == "" {
		return Config{}, nil, nil
	}
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return Config{}, nil, fmt.Errorf("lint configuration: %w", err)
	}
	r := configReader{cfg: Config{file: file, severities: map[string]level{}}, known: map[string]rule{}}
	for _, known := range rules() {
		r.known[known.ID] = known
	}
	var doc yaml.Node
	switch err := yaml.NewDecoder(bytes.NewReader(data)).Decode(&doc); {
	case errors.Is(err, io.EOF): // empty, or comments only
	case err != nil:
		pos, reason := spec.Problem(file, data, err)
		r.found.Add(pos, "lint-config", "%s", reason)
	default:
		r.root(doc.Content[0])
	}
	return r.cfg, r.found.Compact(), nil
}

type configReader struct {
	cfg   Config
	known map[string]rule
	found report.List
}

func (r *configReader) position(n *yaml.Node) report.Position {
	return report.Position{File: r.cfg.file, Line: n.Line, Column: n.Column}
}

func (r *configReader) add(n *yaml.Node, format string, args ...any) {
	r.found.Add(r.position(n), "lint-config", format, args...)
}

func (r *configReader) root(n *yaml.Node) {
	r.fields(n, []string{"severities", "waivers"}, func(key string, value *yaml.Node) {
		switch {
		case key == "severities" && value.Kind == yaml.MappingNode:
			each(value, r.severity)
		case key == "waivers" && value.Kind == yaml.SequenceNode:
			for _, item := range value.Content {
				r.waiver(item)
			}
		case value.ShortTag() != "!!null":
			r.add(value, "%q is %s, expected a %s; correct it", key, describe(value), map[string]string{"severities": "mapping of rules to severities", "waivers": "list"}[key])
		}
	})
}

// fields visits the entries of a mapping and reports unknown and duplicate keys.
func (r *configReader) fields(n *yaml.Node, known []string, visit func(key string, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		if n.ShortTag() != "!!null" {
			r.add(n, "value is %s, expected a mapping with the keys %s", describe(n), strings.Join(known, ", "))
		}
		return
	}
	seen := map[string]bool{}
	each(n, func(key, value *yaml.Node) {
		switch {
		case !slices.Contains(known, key.Value):
			r.add(key, "unknown key %q; valid keys are %s", key.Value, strings.Join(known, ", "))
		case seen[key.Value]:
			r.add(key, "duplicate key %q; remove one", key.Value)
		default:
			visit(key.Value, value)
		}
		seen[key.Value] = true
	})
}

func (r *configReader) severity(key, value *yaml.Node) {
	if !r.rule(key) {
		return
	}
	if _, twice := r.cfg.severities[key.Value]; twice {
		r.add(key, "duplicate rule %q; remove one", key.Value)
		return
	}
	if value.Value == "off" {
		r.cfg.severities[key.Value] = level{off: true}
		return
	}
	severity, err := report.ParseSeverity(value.Value)
	if err != nil || value.Kind != yaml.ScalarNode {
		r.add(value, "severity %q is not valid; write error, warning, info or off", value.Value)
		return
	}
	r.cfg.severities[key.Value] = level{severity: severity}
}

// rule reports whether a node names a rule that can be configured, and adds a finding if it does not.
func (r *configReader) rule(n *yaml.Node) bool {
	known, ok := r.known[n.Value]
	switch {
	case n.Kind != yaml.ScalarNode || !ok:
		r.add(n, "unknown rule %q; specgen lint --explain lists all rules", n.Value)
		return false
	case known.fixed:
		r.add(n, "rule %q cannot be configured or waived; remove it", n.Value)
		return false
	}
	return true
}

func (r *configReader) waiver(n *yaml.Node) {
	w := waiver{pos: r.position(n)}
	before := len(r.found)
	reason := false
	r.fields(n, []string{"rule", "pointer", "file", "reason"}, func(key string, value *yaml.Node) {
		if value.Kind != yaml.ScalarNode || strings.TrimSpace(value.Value) == "" || value.ShortTag() == "!!null" {
			r.add(value, "%q is %s, expected a text; correct it", key, describe(value))
			return
		}
		switch key {
		case "rule":
			if r.rule(value) {
				w.rule = value.Value
			}
		case "pointer":
			w.pointer = value.Value
			if _, err := spec.Tokens(w.pointer); err != nil {
				r.add(value, "%v", err)
			}
		case "file":
			w.file = value.Value
			if _, err := path.Match(w.file, ""); err != nil {
				r.add(value, "file pattern %q is not valid: %v; correct it", w.file, err)
			}
		case "reason":
			reason = true
		}
	})
	if len(r.found) > before {
		return
	}
	switch {
	case n.Kind != yaml.MappingNode || w.rule == "":
		r.add(n, "the waiver has no rule; add rule, a pointer or a file, and a reason")
	case w.pointer == "" && w.file == "":
		r.add(n, "the waiver of %q has no pointer and no file; add one", w.rule)
	case !reason:
		r.add(n, "the waiver of %q has no reason; add one", w.rule)
	default:
		r.cfg.waivers = append(r.cfg.waivers, w)
	}
}

// waive removes the waived findings and adds a finding for every unused waiver.
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
