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
	"github.com/rasapi/specgen/gen/diag"
)

// Config is what specgen.yaml says. Paths are slash paths in the file system given to [Plan].
type Config struct {
	Spec        string   // root file of the document
	Output      string   // folder of the generated tree; Plan only names it, in the positions of findings
	Package     string   // import path of that folder
	Lint        string   // file of severities and waivers; "" for none
	Initialisms []string // see code.Namer
	Enums       Enums

	Rest     string   // import path of the run time; "" is this module's
	Importer Importer // for the type check; nil leaves it out
}

// Enums are the helpers of enums that are made only when asked for.
type Enums struct{ Visitor, SQL bool }

func (c Config) rest() string {
	if c.Rest == "" {
		return code.DefaultRest
	}
	return c.Rest
}

// ReadConfig reads a specgen.yaml. What is wrong with it are findings, with the line of each; the error is a failure to read.
func ReadConfig(fsys fs.FS, file string) (Config, diag.List, error) {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return Config{}, nil, fmt.Errorf("configuration: %w", err)
	}
	r := configReader{file: file}
	var doc yaml.Node
	if err := yaml.NewDecoder(bytes.NewReader(data)).Decode(&doc); err != nil {
		if !errors.Is(err, io.EOF) {
			r.found.Add(diag.Position{File: file}, "config", "%s", strings.TrimPrefix(err.Error(), "yaml: "))
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
	found diag.List
}

func (r *configReader) add(n *yaml.Node, format string, args ...any) {
	r.found.Add(diag.Position{File: r.file, Line: n.Line, Column: n.Column}, "config", format, args...)
}

func (r *configReader) root(n *yaml.Node) {
	r.mapping(n, []string{"spec", "output", "package", "lint", "initialisms", "enums"}, func(key string, value *yaml.Node) {
		switch key {
		case "spec":
			r.path(value, &r.cfg.Spec)
		case "output":
			r.path(value, &r.cfg.Output)
		case "package":
			r.text(value, &r.cfg.Package)
			if strings.ContainsAny(r.cfg.Package, " \"`\\'") || strings.HasPrefix(r.cfg.Package, "/") || strings.HasSuffix(r.cfg.Package, "/") {
				r.add(value, "%q is no Go import path; write the module's path and the output folder, example.com/farm/generated", r.cfg.Package)
			}
		case "lint":
			r.path(value, &r.cfg.Lint)
		case "initialisms":
			r.initialisms(value)
		case "enums":
			r.mapping(value, []string{"visitor", "sql"}, func(key string, value *yaml.Node) {
				switch key {
				case "visitor":
					r.flag(value, &r.cfg.Enums.Visitor)
				case "sql":
					r.flag(value, &r.cfg.Enums.SQL)
				}
			})
		}
	})
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

func (r *configReader) text(n *yaml.Node, to *string) {
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!str" || n.Value == "" {
		r.add(n, "a text is expected here")
		return
	}
	*to = n.Value
}

func (r *configReader) path(n *yaml.Node, to *string) {
	r.text(n, to)
	if strings.Contains(*to, "\\") {
		r.add(n, "write the path %q with slashes", *to)
	}
}

func (r *configReader) flag(n *yaml.Node, to *bool) {
	if n.ShortTag() != "!!bool" || n.Decode(to) != nil {
		r.add(n, "true or false is expected here")
	}
}

func (r *configReader) initialisms(n *yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		r.add(n, "a list is expected here: [ID, URL]")
		return
	}
	seen := map[string]string{}
	for _, item := range n.Content {
		var word string
		r.text(item, &word)
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
