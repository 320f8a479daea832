package gen

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// ReadConfig reads a specgen.yaml. It reports the problems in the file as findings. It returns an error if it cannot read the file.
func ReadConfig(fsys fs.FS, file string) (Config, report.List, error) {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return Config{}, nil, fmt.Errorf("configuration: %w", err)
	}
	cfg := Config{Target: Target{Places: map[string]report.Position{}}}
	var r configReader
	var root *oas.Node
	r.Reader, root = oas.Read(file, data, "config")
	r.mapping(root, "", &cfg)
	if r.targetList != nil {
		r.targets(&cfg)
	}
	return cfg, r.Findings(), nil
}

// configReader reads a specgen.yaml.
type configReader struct {
	*oas.Reader
	targetList *oas.Node // value of the key targets, which ReadConfig reads after all other keys
	inTarget   bool
}

// mapping reads n, the mapping with the key parent, into cfg. If parent is "", n is the top level of the file or of a target.
func (r *configReader) mapping(n *oas.Node, parent string, cfg *Config) {
	settings := map[string]Setting{}
	var known, required []string
	for _, s := range Settings() {
		in, name := s.split()
		if in != parent || r.inTarget && s.Scope == Global {
			continue
		}
		settings[name] = s
		known = append(known, name)
		if s.Required || r.inTarget && s.Scope == PerTarget {
			required = append(required, name)
		}
	}
	r.Mapping(n, known, required, func(key string, value *oas.Node) {
		s := settings[key]
		cfg.Places[s.Key] = value.Pos()
		r.value(value, s, cfg)
	})
}

// value reads n, the value of the setting s, into cfg.
func (r *configReader) value(n *oas.Node, s Setting, cfg *Config) {
	if s.Field == nil {
		for _, member := range Settings() { // a mapping replaces the inherited values of all its settings
			if parent, _ := member.split(); parent == s.Key {
				member.Copy(cfg, &Config{})
			}
		}
		if n.Len() == 0 && (s.NonEmpty || !n.IsMapping()) {
			r.Add(n, "%[1]s is not a mapping with settings; add a setting, or remove %[1]s", s.Key)
			return
		}
		r.mapping(n, s.Key, cfg)
		return
	}
	switch field := s.Field(cfg).(type) {
	case *string:
		*field = r.text(n, s)
	case *bool:
		*field = r.Flag(n, s.Key)
	case *[]string:
		*field = []string{}
		for _, entry := range r.list(n, s, true) {
			*field = append(*field, entry.Text)
		}
	case *[]spec.Choice:
		*field = r.list(n, s, false)
	case *[]Target:
		r.targetList = n
	}
}

// Copy copies the value of a setting from one configuration to another.
func (s Setting) Copy(to, from *Config) {
	reflect.ValueOf(s.Field(to)).Elem().Set(reflect.ValueOf(s.Field(from)).Elem())
}

// text reads a text: the value of a setting, or an entry of its list. If the text is not valid, it adds a finding and returns "".
func (r *configReader) text(n *oas.Node, s Setting) string {
	text := r.Text(n, s.Key)
	switch {
	case text == "":
		return ""
	case s.IsPath() && strings.Contains(text, `\`):
		r.Add(n, "path %q contains a backslash; use slashes", text)
	case len(s.Allowed) > 0 && !slices.Contains(s.Allowed, text):
		r.Add(n, "%s %q is not valid; write %s", s.Key, text, alternatives(s.Allowed))
	case s.Pattern != "" && !regexp.MustCompile(s.Pattern).MatchString(text):
		r.Add(n, "%s %q is not valid; write for example %s", s.Key, text, s.Examples[0])
	default:
		return text
	}
	return ""
}

// list reads n, the value of a setting, as a list of texts. It adds a finding for each duplicate, and for each entry that requires one of several
// other entries (see s.Needs) if the list has none of them. If fold is true, texts that differ only in case are duplicates.
func (r *configReader) list(n *oas.Node, s Setting, fold bool) []spec.Choice {
	if n.IsSequence() && n.Len() == 0 && !s.NonEmpty {
		return nil
	}
	var list []spec.Choice
	seen := map[string]string{}
	for _, item := range r.Sequence(n, s.Key) {
		text := r.text(item, s)
		if text == "" {
			continue
		}
		key := text
		if fold {
			key = strings.ToLower(text)
		}
		if other, ok := seen[key]; ok {
			r.Add(item, "%s contains both %q and %q; remove one", s.Key, other, text)
		}
		seen[key] = text
		list = append(list, spec.Choice{Text: text, Pos: item.Pos()})
	}
	for _, entry := range slices.Sorted(maps.Keys(s.Needs)) {
		if seen[entry] != "" && !slices.ContainsFunc(s.Needs[entry], func(other string) bool { return seen[other] != "" }) {
			r.Add(n, "%s needs %s; add one", entry, alternatives(s.Needs[entry]))
		}
	}
	return list
}

// targets reads the list of targets into cfg.Targets. A target inherits the settings of cfg.
func (r *configReader) targets(cfg *Config) {
	for _, s := range Settings() {
		if at, ok := cfg.Places[s.Key]; ok && s.Scope == PerTarget {
			r.AddAt(at, "%s is set outside the targets; move it into each target", s.Key)
			s.Copy(cfg, &Config{})
		}
	}
	r.inTarget = true
	for _, item := range r.Sequence(r.targetList, "targets") {
		one := Config{Target: cfg.Target}
		one.Places = maps.Clone(cfg.Places)
		r.mapping(item, "", &one)
		t := one.Target
		for _, other := range cfg.Targets {
			switch {
			case t.Output != "" && (within(other.Output, t.Output) || within(t.Output, other.Output)):
				r.AddAt(t.Places["output"], "output directories %q and %q overlap; use a separate directory for each target", t.Output, other.Output)
			case t.Code.Package != "" && t.Code.Package == other.Code.Package:
				r.AddAt(t.Places["package"], "two targets have the package %q; use a separate package for each target", t.Code.Package)
			}
		}
		cfg.Targets = append(cfg.Targets, t)
	}
}

// within reports whether name is the path dir or a path in dir.
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
