package gen

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/code"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// Config is what specgen.yaml says. Paths are slash paths in the file system given to [Plan].
type Config struct {
	Spec        string   // root file of the document
	Output      string   // folder of the generated tree; Plan only names it, in the positions of findings
	Package     string   // import path of that folder
	Lint        string   // file of severities and waivers; "" for none
	Coverage    string   // file that maps the API, see package coverage; "" for none
	Initialisms []string // see code.Namer
	Enums       Enums
	Parts       []string       // what is made, see [Parts]; empty for all
	OnePackage  bool           // all operations of a side in one package, instead of one for each area
	Router      string         // what the server stands on, see code.Routers; "" for chi
	Select      spec.Selection // the operations that are wanted
	Targets     []Target       // when there are some, Output and Package are empty
	// Places says where the file names spec, lint, coverage, output and package, by these keys.
	Places map[string]report.Position

	Rest     string   // import path of the run time; "" is this module's
	Importer Importer // for the type check; nil leaves it out
	// Stage, when it is set, is told the name of each stage as it begins: load, lint, select, code, enums, bundle, imports, check. Who wants
	// to know how long one takes looks at a clock then; there is none here.
	Stage func(name string)
}

// Enums are the helpers of enums that are made, or left out, only when asked for; see [enum.Config].
type Enums struct{ Visitor, SQL, Lean bool }

func (c Config) stage(name string) {
	if c.Stage != nil {
		c.Stage(name)
	}
}

func (c Config) rest() string {
	if c.Rest == "" {
		return code.DefaultRest
	}
	return c.Rest
}

// ReadConfig reads a specgen.yaml. What is wrong with it are findings, with the line of each; the error is a failure to read.
func ReadConfig(fsys fs.FS, file string) (Config, report.List, error) {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return Config{}, nil, fmt.Errorf("configuration: %w", err)
	}
	r := configReader{file: file, cfg: Config{Places: map[string]report.Position{}}}
	var doc yaml.Node
	if err := yaml.NewDecoder(bytes.NewReader(data)).Decode(&doc); err != nil {
		if !errors.Is(err, io.EOF) {
			pos, reason := spec.Problem(file, data, err)
			r.found.Add(pos, "config", "%s", reason)
			return r.cfg, r.found, nil
		}
		doc = yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{{Kind: yaml.MappingNode, Line: 1, Column: 1}}}
	}
	r.root(doc.Content[0])
	return r.cfg, r.found.Compact(), nil
}

type configReader struct {
	file  string
	cfg   Config
	found report.List
}

func (r *configReader) add(n *yaml.Node, format string, args ...any) {
	r.found.Add(r.position(n), "config", format, args...)
}

func (r *configReader) position(n *yaml.Node) report.Position {
	return report.Position{File: r.file, Line: n.Line, Column: n.Column}
}

func (r *configReader) root(n *yaml.Node) {
	own := Target{}
	var targets *yaml.Node
	output := map[string]*yaml.Node{}
	known := append([]string{"spec", "lint", "coverage", "initialisms", "targets"}, targetKeys()...)
	r.mapping(n, known, func(key string, value *yaml.Node) {
		r.cfg.Places[key] = r.position(value)
		switch key {
		case "spec":
			r.path(key, value, &r.cfg.Spec)
		case "lint":
			r.path(key, value, &r.cfg.Lint)
		case "coverage":
			r.path(key, value, &r.cfg.Coverage)
		case "initialisms":
			r.initialisms(value)
		case "targets":
			targets = value
		default:
			if key == "output" || key == "package" {
				output[key] = value
			}
			r.target(key, value, &own)
		}
	})
	r.cfg.set(own)
	if targets != nil {
		r.targets(targets, own)
		for _, key := range []string{"output", "package"} {
			if value := output[key]; value != nil {
				r.add(value, "%s belongs to each of the targets; move it there", key)
			}
		}
	}
	if r.cfg.Spec == "" && !r.found.HasErrors() {
		r.add(n, "there is no spec: name the root file of the document, spec: spec/openapi.yaml")
	}
}

// mapping visits the entries of a mapping and reports keys that are unknown or stand twice.
func (r *configReader) mapping(n *yaml.Node, known []string, visit func(key string, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		r.add(n, "a mapping is expected here, with the keys %s", strings.Join(known, ", "))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case !slices.Contains(known, key.Value):
			r.add(key, "unknown key %q; the keys here are %s", key.Value, strings.Join(known, ", "))
		case seen[key.Value]:
			r.add(key, "key %q stands twice; remove one", key.Value)
		default:
			visit(key.Value, value)
		}
		seen[key.Value] = true
	}
}

func (r *configReader) text(key string, n *yaml.Node, to *string) {
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!str" || n.Value == "" {
		r.add(n, "%s is a text", key)
		return
	}
	*to = n.Value
}

func (r *configReader) path(key string, n *yaml.Node, to *string) {
	r.text(key, n, to)
	if strings.Contains(*to, "\\") {
		r.add(n, "write the path %q with slashes", *to)
	}
}

func (r *configReader) flag(key string, n *yaml.Node, to *bool) {
	if n.ShortTag() != "!!bool" || n.Decode(to) != nil {
		r.add(n, "%s is true or false", key)
	}
}

func (r *configReader) initialisms(n *yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		r.add(n, "initialisms is a list: [ID, URL]")
		return
	}
	seen := map[string]string{}
	for _, item := range n.Content {
		var word string
		r.text("an initialism", item, &word)
		if word == "" {
			continue
		}
		if !isWord(word) {
			r.add(item, "initialism %q has other characters than letters and digits, or begins with a digit", word)
		}
		if other, twice := seen[strings.ToLower(word)]; twice {
			r.add(item, "initialism %q stands here already as %q; remove one", word, other)
		}
		seen[strings.ToLower(word)] = word
		r.cfg.Initialisms = append(r.cfg.Initialisms, word)
	}
}

func isWord(s string) bool {
	for i, c := range s {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return true
}
