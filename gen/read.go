package gen

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// ReadConfig reads a specgen.yaml. It reports every problem in the file as a finding. The error is a failure to read the file.
func ReadConfig(fsys fs.FS, file string) (Config, report.List, error) {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return Config{}, nil, fmt.Errorf("configuration: %w", err)
	}
	cfg := Config{Target: Target{Places: map[string]report.Position{}}}
	r := configReader{file: file}
	var doc yaml.Node
	if err := yaml.NewDecoder(bytes.NewReader(data)).Decode(&doc); err != nil {
		if !errors.Is(err, io.EOF) {
			pos, reason := spec.Problem(file, data, err)
			r.found.Add(pos, "config", "%s", reason)
			return cfg, r.found, nil
		}
		doc = yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{{Kind: yaml.MappingNode, Line: 1, Column: 1}}}
	}
	r.mapping(doc.Content[0], "", false, &cfg)
	if r.targetList != nil {
		r.targets(r.targetList, &cfg)
	}
	return cfg, r.found.Compact(), nil
}

// configReader reads a specgen.yaml and collects findings.
type configReader struct {
	file       string
	targetList *yaml.Node // value of the key targets, read last
	found      report.List
}

func (r *configReader) add(n *yaml.Node, format string, args ...any) {
	r.found.Add(r.position(n), "config", format, args...)
}

func (r *configReader) position(n *yaml.Node) report.Position {
	return report.Position{File: r.file, Line: n.Line, Column: n.Column}
}

// mapping reads the file, a target or the settings below the key parent.
func (r *configReader) mapping(n *yaml.Node, parent string, target bool, cfg *Config) {
	settings := map[string]Setting{}
	var known []string
	for _, s := range Settings() {
		if in, name := s.split(); in == parent && !(target && s.Scope == Global) {
			settings[name] = s
			known = append(known, name)
		}
	}
	if n.Kind != yaml.MappingNode {
		r.add(n, "expected a mapping with the keys %s", strings.Join(known, ", "))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		s, ok := settings[key.Value]
		switch {
		case !ok:
			r.add(key, "unknown key %q; the keys are %s", key.Value, strings.Join(known, ", "))
		case seen[key.Value]:
			r.add(key, "duplicate key %q; remove one", key.Value)
		default:
			cfg.Places[s.Key] = r.position(value)
			r.value(value, s, target, cfg)
		}
		seen[key.Value] = true
	}
	for _, name := range known {
		s := settings[name]
		if !seen[name] && (s.Required || target && s.Scope == PerTarget) {
			r.add(n, "missing key %q; add it, for example %s: %s", name, name, s.example())
		}
	}
}

// value reads the value of a setting.
func (r *configReader) value(n *yaml.Node, s Setting, target bool, cfg *Config) {
	if s.Field == nil {
		r.group(n, s, target, cfg)
		return
	}
	switch field := s.Field(cfg).(type) {
	case *string:
		*field = r.text(n, s)
	case *bool:
		if n.ShortTag() != "!!bool" || n.Decode(field) != nil {
			r.add(n, "%s must be true or false", s.Key)
		}
	case *[]string:
		*field = nil
		for _, entry := range r.list(n, s, true) {
			*field = append(*field, entry.Text)
		}
	case *[]spec.Choice:
		*field = r.list(n, s, false)
	case *[]Target:
		r.targetList = n
	}
}

// group reads a mapping of settings. It overrides all settings in it.
func (r *configReader) group(n *yaml.Node, s Setting, target bool, cfg *Config) {
	for _, member := range Settings() {
		if parent, _ := member.split(); parent == s.Key {
			member.copy(cfg, &Config{})
		}
	}
	r.mapping(n, s.Key, target, cfg)
	if s.NonEmpty && n.Kind == yaml.MappingNode && len(n.Content) == 0 {
		r.add(n, "%s is empty; remove it, or add one of its keys", s.Key)
	}
}

// copy sets a setting to its value in another configuration.
func (s Setting) copy(to, from *Config) {
	reflect.ValueOf(s.Field(to)).Elem().Set(reflect.ValueOf(s.Field(from)).Elem())
}

// text reads a text, and returns "" if it is not valid.
func (r *configReader) text(n *yaml.Node, s Setting) string {
	switch {
	case n.Kind != yaml.ScalarNode || n.ShortTag() != "!!str" || n.Value == "":
		r.add(n, "%s must be a string, for example %s", s.Key, s.Examples[0])
	case s.isPath() && strings.Contains(n.Value, `\`):
		r.add(n, "path %q contains a backslash; use slashes", n.Value)
	case len(s.Allowed) > 0 && !slices.Contains(s.Allowed, n.Value):
		r.add(n, "%s %q is not valid; write %s", s.Key, n.Value, alternatives(s.Allowed))
	case s.Pattern != "" && !regexp.MustCompile(s.Pattern).MatchString(n.Value):
		r.add(n, "%s %q is not valid; write for example %s", s.Key, n.Value, s.Examples[0])
	default:
		return n.Value
	}
	return ""
}

// list reads a list of distinct texts. With fold, texts that only differ in case are not distinct.
func (r *configReader) list(n *yaml.Node, s Setting, fold bool) []spec.Choice {
	if n.Kind != yaml.SequenceNode || s.NonEmpty && len(n.Content) == 0 {
		r.add(n, "%s must be a list of strings, for example %s", s.Key, s.example())
		return nil
	}
	var list []spec.Choice
	seen := map[string]string{}
	for _, item := range n.Content {
		text := r.text(item, s)
		if text == "" {
			continue
		}
		key := text
		if fold {
			key = strings.ToLower(text)
		}
		if other, ok := seen[key]; ok {
			r.add(item, "%s has %q and %q; remove one", s.Key, other, text)
		}
		seen[key] = text
		list = append(list, spec.Choice{Text: text, Pos: r.position(item)})
	}
	for _, entry := range slices.Sorted(maps.Keys(s.Needs)) {
		if seen[entry] != "" && !slices.ContainsFunc(s.Needs[entry], func(other string) bool { return seen[other] != "" }) {
			r.add(n, "%s needs %s; add one", entry, alternatives(s.Needs[entry]))
		}
	}
	return list
}

// targets reads the list of targets into cfg, whose own settings are those that targets override.
func (r *configReader) targets(n *yaml.Node, cfg *Config) {
	for _, s := range Settings() {
		if at, ok := cfg.Places[s.Key]; ok && s.Scope == PerTarget {
			r.found.Add(at, "config", "%s must be set in each target; move it there", s.Key)
			s.copy(cfg, &Config{})
		}
	}
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		r.add(n, "targets must be a list, for example [{output: generated, package: example.com/farm/generated}]")
		return
	}
	for _, item := range n.Content {
		one := Config{Target: cfg.Target}
		one.Places = maps.Clone(cfg.Places)
		r.mapping(item, "", true, &one)
		t := one.Target
		for _, other := range cfg.Targets {
			switch {
			case t.Output != "" && (within(other.Output, t.Output) || within(t.Output, other.Output)):
				r.found.Add(t.Places["output"], "config", "output directories %q and %q overlap; give each target its own", t.Output, other.Output)
			case t.Code.Package != "" && t.Code.Package == other.Code.Package:
				r.found.Add(t.Places["package"], "config", "two targets have the package %q; give each its own", t.Code.Package)
			}
		}
		cfg.Targets = append(cfg.Targets, t)
	}
}

// within reports whether a directory is another directory or in it.
func within(dir, name string) bool {
	dir, name = path.Clean(dir), path.Clean(name)
	return dir == name || dir == "." || strings.HasPrefix(name, dir+"/")
}

// alternatives joins words with commas and "or".
func alternatives(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
