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

// Config holds the settings of a specgen.yaml (see [Settings]) and what the caller adds to them. Paths are slash-separated paths in the file
// system that is passed to [Lint].
type Config struct {
	Spec     string // root file of the document
	Lint     string // file of severities and waivers; "" for none
	Coverage string // file that maps the API, see package coverage; "" for none
	Target
	Targets []Target // if not empty, Output and Code.Package are not set

	Importer Importer // for the type check; nil skips it
	// Stage, if not nil, is called with the name of each stage when it starts: load, lint, select, code, enums, bundle, imports, check.
	Stage func(name string)
}

// Target holds the settings of one tree of generated files.
type Target struct {
	Output string // directory of the tree; it only appears in positions
	Code   code.Config
	Enums  enum.Config
	Select spec.Selection
	// Places maps the keys of settings to their positions in the file.
	Places map[string]report.Position
}

// Each returns one Config per target. A Config without targets is its own target.
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

// stage announces a stage.
func (c Config) stage(name string) {
	if c.Stage != nil {
		c.Stage(name)
	}
}

// Options returns the settings that shape the generated files and do not have their default values, as text. specgen.lock records them. The
// settings of a target have its output directory as prefix: "internal/farm:router".
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

// Text returns the value of a setting, or "" for the default. Equal paths and equal selections have equal texts.
func (s Setting) Text(c *Config) string {
	switch field := s.Field(c).(type) {
	case *string:
		switch {
		case *field == "" || len(s.Allowed) > 0 && *field == s.Allowed[0]:
			return ""
		case s.IsPath():
			return path.Clean(*field)
		}
		return *field
	case *bool:
		if *field {
			return "true"
		}
	case *[]string:
		return strings.Join(*field, " ")
	case *[]spec.Choice:
		list := make([]string, len(*field))
		for i, choice := range *field {
			list[i] = choice.Text
		}
		slices.Sort(list)
		return strings.Join(list, ", ")
	}
	return ""
}

// YAML returns a specgen.yaml with the settings of c that do not have their default values, except for targets. The comment of each is its summary,
// or an entry of comments, by key.
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

// node returns the value of a setting, or nil for the default.
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
	if s.Text(c) == "" {
		return nil
	}
	list := &oas.Node{Type: oas.Sequence}
	switch field := s.Field(c).(type) {
	case *string:
		return oas.NewString(*field, nil)
	case *bool:
		return &oas.Node{Type: oas.Bool, Value: "true"}
	case *[]string:
		for _, text := range *field {
			list.Items = append(list.Items, oas.NewString(text, nil))
		}
	case *[]spec.Choice:
		for _, choice := range *field {
			list.Items = append(list.Items, oas.NewString(choice.Text, nil))
		}
	}
	return list
}
