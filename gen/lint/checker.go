package lint

import (
	"context"
	"fmt"
	"iter"
	"path"
	"strings"
	"sync"

	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// checker holds the state that the rules of one run share.
type checker struct {
	ctx      context.Context
	spec     *spec.Spec
	model    *oas.Model
	goName   func(string) string
	fieldGo  func(string) string // see [names.Field]
	document *oas.Object
	strict   bool          // whether the preset, or the default for the layout, is Strict
	cycles   []*oas.Object // see compositionCycles
	visitor  bool          // see Config
	muxes    []Mux         // the servers that the rule route-conflict checks
	module   string        // see Config
	goTypes  []string      // see Config
	enums    func() []enum // see readEnums

	edits edits // changes to the document that work around defects

	rule  string // ID of the current rule
	found report.List
}

func newChecker(ctx context.Context, s *spec.Spec, cfg Config) *checker {
	c := &checker{
		ctx: ctx, spec: s, model: s.Model(), document: s.Model().Document(),
		goName: names.Memoize(names.Namer(cfg.Initialisms)), visitor: cfg.Visitor, muxes: cfg.Muxes, module: cfg.Module, goTypes: cfg.GoTypes, edits: edits{},
	}
	c.fieldGo = names.Memoize(names.Field(c.goName))
	c.enums = sync.OnceValue(c.readEnums)
	c.strict = cfg.Preset == Strict || cfg.Preset == "" && c.strictLayout()
	return c
}

// all returns an iterator over the objects of a kind in document order. It stops when the context is canceled.
func (c *checker) all(k oas.Kind) iter.Seq[*oas.Object] {
	return func(yield func(*oas.Object) bool) {
		for _, o := range c.model.Objects(k) {
			if c.ctx.Err() != nil || !yield(o) {
				return
			}
		}
	}
}

// report adds a finding of the current rule and returns it.
func (c *checker) report(at place, format string, args ...any) *report.Finding {
	return c.reportAs(c.rule, at, format, args...)
}

// reportAs adds a finding of the given rule and returns it. The caller may add related positions to the finding.
func (c *checker) reportAs(rule string, at place, format string, args ...any) *report.Finding {
	c.found = append(c.found, report.Finding{
		Rule: rule, Pos: c.position(at), Pointer: at.pointer(), Message: fmt.Sprintf(format, args...),
	})
	return &c.found[len(c.found)-1]
}

// reportSecond adds a finding at a place whose value conflicts with the value at an earlier place. The finding has the earlier place as a related
// position.
func (c *checker) reportSecond(at, first place, format string, args ...any) *report.Finding {
	d := c.report(at, format, args...)
	d.Related = append(d.Related, report.Related{Pos: c.position(first), Message: "first here"})
	return d
}

// position returns the position of a place in its source file.
func (c *checker) position(at place) report.Position {
	value, key := c.model.Root().Locate(at.pointer())
	if at.key {
		return key
	}
	return value
}

// strictLayout reports whether the root is an index of area files. In an index, most paths have the form
//
//	/api/Door: {$ref: 'paths/door.yaml#/~1api~1Door'}
func (c *checker) strictLayout() bool {
	paths, indexed := 0, 0
	for key, item := range c.spec.Parsed(c.spec.Root()).Get("paths").Each() {
		paths++
		file, pointer, _ := strings.Cut(item.Text("$ref"), "#")
		if path.Dir(file) == "paths" && pointer == oas.Pointer(key) {
			indexed++
		}
	}
	return 2*indexed > paths
}
