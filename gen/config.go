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

// Config holds the settings in a specgen.yaml (see [Settings]), and the inputs that only the caller can set. Spec, Folder, Lint and Coverage are
// slash-separated paths in the file system that the caller passes to [Lint].
type Config struct {
	Spec     string // root file of the document
	Folder   string // directory of specgen.yaml, in which the document may reference files; "" means only the directory of the document
	Lint     string // file with severities and waivers; "" if there is none
	Coverage string // file that maps sections of the API reference to paths in the spec (see package coverage); "" if there is none
	Target
	Targets []Target // targets; if not empty, they replace the embedded Target

	GoTypes    []string // import paths that x-go-type-import may have in addition to the default paths
	Module     string   // path of the module that contains the generated code; "" if it is unknown
	Preset     string   // preset of the lint rules (see [lint.Presets]); "" means the preset in the lint file
	FailOnSkip bool     // whether a part that cannot be generated is an error instead of a warning; see [Config.JudgeSkips]
	Complete   bool     // whether a defect is an error even in a part that specgen can leave out; package diff needs complete documents

	Importer Importer // function that imports packages for the type check; nil disables the check
	// If Stage is not nil, specgen calls Stage when a stage starts. The names are load, lint, select, code, enums, bundle, imports and check.
	Stage func(name string)
}

// Target holds the settings of one tree of generated files.
type Target struct {
	Output string // directory of the tree; Build uses it only in the positions of findings
	Code   code.Config
	Enums  enum.Config
	Select spec.Selection
	// Places maps the key of a setting to its position in specgen.yaml.
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

// stage calls c.Stage with the name of a stage, unless c.Stage is nil.
func (c Config) stage(name string) {
	if c.Stage != nil {
		c.Stage(name)
	}
}

// Options returns, as text, the settings that affect the generated files and do not have their default values. specgen.lock records them. If c has
// targets, the keys of the settings in a target have its output directory as prefix, such as "internal/farm:router".
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

// Text returns the value of a setting as text. For the default value, it returns "". It cleans paths and sorts selections, so that equivalent
// values have equal texts.
func (s Setting) Text(c *Config) string {
	values := s.values(c)
	if _, ok := s.Field(c).(*[]spec.Choice); ok {
		slices.Sort(values)
		return strings.Join(values, ", ")
	}
	if values != nil && len(values) == 0 {
		return "[]" // an empty list that replaces a default list
	}
	return strings.Join(values, " ")
}

// values returns the value of a setting, or the entries if the value is a list. For the default value, it returns nil.
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

// YAML returns a specgen.yaml with the settings of c that do not have their default values. It does not include targets. comments maps the keys of
// top-level settings to comments. The default comment is the summary of the setting. Settings in a mapping have no comments.
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

// node returns the value of a setting as YAML. For the default value, it returns nil.
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
