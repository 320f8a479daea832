package gen

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/code"
	"github.com/rasapi/specgen/gen/enum"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// Config holds the settings of a specgen.yaml (see [Settings]) and the inputs that only the caller can set. Paths are slash-separated paths in the
// file system that is passed to [Lint].
type Config struct {
	Spec     string // root file of the document
	Folder   string // directory of specgen.yaml, in which the document may reference files; "" for the directory of the document only
	Lint     string // file of severities and waivers; "" for none
	Coverage string // file that maps sections of the API reference to paths in the spec, see package coverage; "" for none
	Target
	Targets []Target // targets that replace the embedded Target, if there are any

	GoTypes    []string // import paths that x-go-type-import may have
	Module     string   // path of the module that contains the generated code; "" if unknown
	Preset     string   // preset of the lint rules, see [lint.Presets]; "" for the preset in the lint file
	FailOnSkip bool     // report an error, not a warning, for a part that cannot be generated; see [Config.JudgeSkips]
	Complete   bool     // report errors instead of leaving parts of the document out; package diff needs complete documents

	Importer Importer // imports packages for the type check; nil skips the check
	// Stage, if not nil, is called with the name of each stage when it starts: load, lint, select, code, enums, bundle, imports, check.
	Stage func(name string)
}

// Target holds the settings of one tree of generated files.
type Target struct {
	Output string // directory of the tree; Build uses it only in positions
	Code   code.Config
	Enums  enum.Config
	Select spec.Selection
	// Places maps the keys of settings to their positions in the file.
	Places map[string]report.Position
}

// Each returns one Config per target. If c has no targets, it returns c alone.
func (c Config) Each() []Config {
	if len(c.Targets) == 0 {
		return []Config{c}
	}
	each := make([]Config, len(c.Targets))
	for i, t := range c.Targets {
		each[i] = c
		each[i].Target, each[i].Targets = t, nil
	}
	return each
}

// stage calls c.Stage, if it is set, with the name of a stage.
func (c Config) stage(name string) {
	if c.Stage != nil {
		c.Stage(name)
	}
}

// Options returns, as text, the settings that affect the generated files and differ from their defaults. specgen.lock records them. The settings of a
// target have its output directory as prefix: "internal/farm:router".
func (c Config) Options() map[string]string {
	options := map[string]string{}
	add := func(prefix string, c *Config, perTarget bool) {
		for _, s := range Settings() {
			if s.Shapes && (s.Scope != Global) == perTarget {
				if text := s.Text(c); text != "" {
					options[prefix+s.Key] = text
				}
			}
		}
	}
	add("", &c, false)
	for _, one := range c.Each() {
		prefix := ""
		if len(c.Targets) > 0 {
			prefix = strings.ReplaceAll(path.Clean(one.Output), " ", "%20") + ":"
		}
		add(prefix, &one, true)
	}
	return options
}

// Text returns the value of a setting, or "" for the default. It cleans paths and sorts selections, so that equivalent values have equal texts.
func (s Setting) Text(c *Config) string {
	values := s.values(c)
	if _, ok := s.Field(c).(*[]spec.Choice); ok {
		slices.Sort(values)
		return strings.Join(values, ", ")
	}
	if values != nil && len(values) == 0 {
		return "[]" // an empty list that replaces a default
	}
	return strings.Join(values, " ")
}

// values returns the value of a setting or the entries of its list. It returns nil for the default.
func (s Setting) values(c *Config) []string {
	var values []string
	switch field := s.Field(c).(type) {
	case *string:
		switch {
		case *field == "" || s.Allowed != nil && *field == s.Allowed[0]:
		case s.IsPath():
			return []string{path.Clean(*field)}
		default:
			return []string{*field}
		}
	case *bool:
		if *field {
			return []string{"true"}
		}
	case *[]string:
		if *field != nil && len(*field) == 0 && s.Default == nil {
			return nil
		}
		return *field
	case *[]spec.Choice:
		for _, choice := range *field {
			values = append(values, choice.Text)
		}
	}
	return values
}

// YAML returns a specgen.yaml with the settings of c that differ from their defaults. It omits targets. The comment on a setting is the text that
// comments has for its key, or else the summary of the setting.
func (c *Config) YAML(comments map[string]string) []byte {
	var b bytes.Buffer
	for _, s := range Settings() {
		if parent, _ := s.split(); parent != "" {
			continue
		}
		if value := s.node(c); value != nil {
			b.WriteString("# " + cmp.Or(comments[s.Key], s.sentence()) + "\n")
			b.Write(oas.NewMapping(nil, oas.NewEntry(s.Key, value)).YAML())
		}
	}
	return b.Bytes()
}

// node returns the value of a setting as YAML, or nil for the default.
func (s Setting) node(c *Config) *oas.Node {
	if s.Field == nil {
		var entries []oas.Entry
		for _, member := range Settings() {
			if parent, name := member.split(); parent == s.Key && member.Text(c) != "" {
				entries = append(entries, oas.NewEntry(name, member.node(c)))
			}
		}
		if entries == nil {
			return nil
		}
		return oas.NewMapping(nil, entries...)
	}
	values := s.values(c)
	if values == nil {
		return nil
	}
	switch s.Field(c).(type) {
	case *string:
		return oas.NewString(values[0], nil)
	case *bool:
		return &oas.Node{Type: oas.Bool, Value: values[0]}
	}
	list := &oas.Node{Type: oas.Sequence}
	for _, value := range values {
		list.Items = append(list.Items, oas.NewString(value, nil))
	}
	return list
}
