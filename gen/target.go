package gen

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/code"
	"github.com/rasapi/specgen/gen/lint"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// Target is one tree of generated files out of several.
type Target struct {
	Output, Package string
	Enums           Enums
	Parts           []string
	OnePackage      bool
	Router          string
	Select          spec.Selection
	Places          map[string]report.Position // as [Config.Places]
}

// Each gives one Config for each target, which has that target's settings and no Targets.
func (c Config) Each() []Config {
	if len(c.Targets) == 0 {
		return []Config{c}
	}
	var each []Config
	for _, t := range c.Targets {
		one := c
		one.set(t)
		one.Targets = nil
		each = append(each, one)
	}
	return each
}

func (c *Config) set(t Target) {
	c.Output, c.Package, c.Enums, c.Parts, c.OnePackage, c.Select = t.Output, t.Package, t.Enums, t.Parts, t.OnePackage, t.Select
	c.Router = t.Router
	if t.Places != nil {
		c.Places = t.Places
	}
}

// muxes are the servers on an http.ServeMux that the targets ask for. A selection that cannot be made has none: making it tells why.
func (c Config) muxes(s *spec.Spec) []lint.Mux {
	var muxes []lint.Mux
	for _, t := range c.Each() {
		made := code.Config{Parts: t.Parts, Router: t.Router}
		var servers []lint.Mux
		if made.ServesMux() {
			servers = append(servers, lint.Mux{})
		}
		if slices.Contains(t.Parts, code.StockStdHTTPServer) {
			servers = append(servers, lint.Mux{Stock: true})
		}
		if len(servers) == 0 {
			continue
		}
		selected, _ := s.Select(t.Select)
		if selected == nil {
			continue
		}
		taken := map[string]bool{}
		for _, op := range selected.Operations() {
			taken[op.Method+" "+op.Path] = true
		}
		for _, mux := range servers {
			mux.Serves = func(method, path string) bool { return taken[method+" "+path] }
			muxes = append(muxes, mux)
		}
	}
	return muxes
}

// targetKeys are the settings that a target may have, or the file as a whole for all its targets.
func targetKeys() []string {
	return []string{"output", "package", "generate", "packages", "router", "select", "enums"}
}

// targets reads the list of targets. What a target does not say it has from own.
func (r *configReader) targets(n *yaml.Node, own Target) {
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		r.add(n, "a list of targets is expected here: [{output: generated, package: example.com/farm/generated}]")
		return
	}
	for _, item := range n.Content {
		t := own
		t.Output, t.Package = "", ""
		t.Places = maps.Clone(r.cfg.Places)
		said := map[string]*yaml.Node{}
		r.mapping(item, targetKeys(), func(key string, value *yaml.Node) {
			said[key], t.Places[key] = value, r.position(value)
			switch key {
			case "select":
				t.Select = spec.Selection{}
			case "enums":
				t.Enums = Enums{}
			case "generate":
				t.Parts = nil
			}
			r.target(key, value, &t)
		})
		for _, key := range []string{"output", "package"} {
			if said[key] == nil {
				r.add(item, "the target has no %s; name it", key)
			}
		}
		for _, other := range r.cfg.Targets {
			switch {
			case t.Output != "" && (below(other.Output, t.Output) || below(t.Output, other.Output)):
				r.add(said["output"], "%q and %q are one folder or stand in each other; give each target a folder of its own", t.Output, other.Output)
			case t.Package != "" && t.Package == other.Package:
				r.add(said["package"], "two targets have the package %q; give each its own", t.Package)
			}
		}
		r.cfg.Targets = append(r.cfg.Targets, t)
	}
}

// below tells whether a folder is another or stands in it.
func below(dir, name string) bool {
	dir, name = path.Clean(dir), path.Clean(name)
	return dir == name || dir == "." || strings.HasPrefix(name, dir+"/")
}

// target reads one setting of a target.
func (r *configReader) target(key string, value *yaml.Node, t *Target) {
	switch key {
	case "output":
		r.path(key, value, &t.Output)
	case "package":
		r.text(key, value, &t.Package)
		if strings.ContainsAny(t.Package, " \"`\\'") || strings.HasPrefix(t.Package, "/") || strings.HasSuffix(t.Package, "/") {
			r.add(value, "%q is no Go import path; write the module's path and the output folder, example.com/farm/generated", t.Package)
		}
	case "enums":
		r.mapping(value, []string{"visitor", "sql", "lean"}, func(key string, value *yaml.Node) {
			switch key {
			case "visitor":
				r.flag(key, value, &t.Enums.Visitor)
			case "sql":
				r.flag(key, value, &t.Enums.SQL)
			case "lean":
				r.flag(key, value, &t.Enums.Lean)
			}
		})
	case "generate":
		parts := r.choices(key, value, "[client, server]")
		for _, c := range parts {
			if known := slices.Concat(code.Parts(), code.StockParts()); c.Text != "" && !slices.Contains(known, c.Text) {
				r.found.Add(c.Pos, "config", "%q is no part; the parts are %s", c.Text, strings.Join(known, ", "))
			}
			t.Parts = append(t.Parts, c.Text)
		}
		if slices.Contains(t.Parts, code.StockStrictServer) && !slices.Contains(t.Parts, code.StockChiServer) && !slices.Contains(t.Parts, code.StockStdHTTPServer) {
			r.add(value, "%s is a layer on a server; name %s or %s beside it", code.StockStrictServer, code.StockChiServer, code.StockStdHTTPServer)
		}
	case "packages":
		var how string
		r.text(key, value, &how)
		if how != "" && how != "area" && how != "one" {
			r.add(value, "%q is no way to cut packages; write area (one package for each area) or one", how)
		}
		t.OnePackage = how == "one"
	case "router":
		var router string
		r.text(key, value, &router)
		if router != "" && !slices.Contains(code.Routers(), router) {
			r.add(value, "%q is no router; write chi, or std for net/http's ServeMux", router)
		}
		t.Router = router
		if router == code.Routers()[0] {
			t.Router = "" // the same as saying nothing
		}
	case "select":
		r.selection(value, &t.Select)
	}
}

// selection reads which operations are wanted.
func (r *configReader) selection(n *yaml.Node, to *spec.Selection) {
	r.mapping(n, []string{"tags", "operations", "paths", "evidence", "version"}, func(key string, value *yaml.Node) {
		switch key {
		case "tags":
			to.Tags = r.choices(key, value, "[MFA, Session]")
		case "operations":
			to.Operations = r.choices(key, value, "[listDoors, GET /doors/{id}]")
		case "paths":
			to.Paths = r.choices(key, value, "[/api/RDS/**]")
		case "evidence":
			to.Evidence = r.choices(key, value, "[documented]")
		case "version":
			r.text(key, value, &to.Version)
			if to.Version != "" && !regexp.MustCompile(`^v?[0-9]+(\.[0-9]+)*$`).MatchString(to.Version) {
				r.add(value, "%q is no version; write v21, for instance", to.Version)
			}
		}
	})
	if n.Kind == yaml.MappingNode && len(n.Content) == 0 {
		r.add(n, "nothing is selected; remove select, or say what is wanted")
	}
}

// choices reads a list of different texts that is not empty.
func (r *configReader) choices(key string, n *yaml.Node, example string) []spec.Choice {
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		r.add(n, "%s is a list of texts: %s", key, example)
		return nil
	}
	var list []spec.Choice
	for _, item := range n.Content {
		var text string
		r.text("an entry of "+key, item, &text)
		if slices.ContainsFunc(list, func(c spec.Choice) bool { return c.Text == text }) && text != "" {
			r.add(item, "%q stands in the list already; remove one", text)
		}
		list = append(list, spec.Choice{Text: text, Pos: r.position(item)})
	}
	return list
}
