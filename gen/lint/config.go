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

// level is the weight that lint.yaml gives a rule.
type level struct {
	severity report.Severity
	off      bool
}

// waiver takes back findings of a rule: those at a pointer and below, those in files that match a pattern, or those that are both.
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
//	    pointer: /components/schemas/Old   # that object and all below it, in the bundle
//	    reason: the server is fixed in v22
//	  - rule: missing-description
//	    file: schemas/old*.yaml            # a pattern (path.Match), relative to the folder of the configuration
//	    reason: nobody knows what they mean
//
// The name "" stands for no configuration. What is wrong with the content is found, as rule lint-config; an error means that the file
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
			r.add(value, "%q is a %s", key, map[string]string{"severities": "mapping of rules to severities", "waivers": "list"}[key])
		}
	})
}

// fields visits the entries of a mapping and reports unknown and repeated keys.
func (r *configReader) fields(n *yaml.Node, known []string, visit func(key string, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		if n.ShortTag() != "!!null" {
			r.add(n, "a mapping is expected here, with the keys %s", strings.Join(known, ", "))
		}
		return
	}
	seen := map[string]bool{}
	each(n, func(key, value *yaml.Node) {
		switch {
		case !slices.Contains(known, key.Value):
			r.add(key, "unknown key %q; the keys here are %s", key.Value, strings.Join(known, ", "))
		case seen[key.Value]:
			r.add(key, "key %q stands twice; remove one", key.Value)
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
		r.add(key, "rule %q stands twice; remove one", key.Value)
		return
	}
	if value.Value == "off" {
		r.cfg.severities[key.Value] = level{off: true}
		return
	}
	severity, err := report.ParseSeverity(value.Value)
	if err != nil || value.Kind != yaml.ScalarNode {
		r.add(value, "severity %q is not known; write error, warning, info or off", value.Value)
		return
	}
	r.cfg.severities[key.Value] = level{severity: severity}
}

// rule tells whether a node names a rule that can be configured, and reports one that does not.
func (r *configReader) rule(n *yaml.Node) bool {
	known, ok := r.known[n.Value]
	switch {
	case n.Kind != yaml.ScalarNode || !ok:
		r.add(n, "there is no rule %q; specgen lint --explain names them", n.Value)
		return false
	case known.fixed:
		r.add(n, "rule %q cannot be changed or waived: nothing can be read without it", n.Value)
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
			r.add(value, "%q is a text", key)
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
				r.add(value, "%q is no pattern: %v", w.file, err)
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
		r.add(n, "a waiver names a rule: rule, a pointer or a file, and a reason")
	case w.pointer == "" && w.file == "":
		r.add(n, "the waiver of %q says not for what; add a pointer or a file", w.rule)
	case !reason:
		r.add(n, "the waiver of %q has no reason; add one, for those who come later", w.rule)
	default:
		r.cfg.waivers = append(r.cfg.waivers, w)
	}
}

// waive leaves out what is waived, and adds a finding for every waiver that nothing needs.
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
			left.Add(w.pos, "unused-waiver", "nothing needs this waiver of %q any more; remove it", w.rule)
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
