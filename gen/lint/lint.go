// Package lint judges a loaded document: it says, with a position and a remedy, everything that would later break generation, the Go
// compiler or the wire, and what the house asks of its own specs.
//
// What is true: [Check] reports all findings at once, each at the deepest place that can be named, and one defect once, where it is
// defined, however many references lead to it. The rules of OpenAPI itself are kin-openapi's, under its own codes; they are applied to
// one object at a time (object_shape.go), so that each finding has its place and none hides another. Every other rule has a file of its
// own, named after it.
//
// Documents in house layout are judged strictly: those whose root is an index of area files, `paths/door.yaml#/~1api~1Door`. In the
// document of a stranger an error is only what breaks generation, compilation or the wire. House rules (ref-through-root, one-tag,
// index-sorted, enum-inline and others) do not judge it, unless its lint.yaml gives them a severity, and rules about what the generator
// copes with are warnings.
//
// [Fix] gives changes of text for findings that have one remedy and need no judgement: fix.go has a remedy for each such rule, edit.go the
// places of nodes in the bytes of a file.
//
// What has no rule, because the generator copes with it: enums in headers, query strings and forms are written as the wire has them
// (package protocol encodes them through JSON, results carry the raw header), and whole-file references that lead back to themselves become
// ordinary recursive components when the document is bundled.
//
// What is missing: names that the generator makes up for inline objects and enums are not checked against others; the type check after
// generation does that.
package lint

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// Rule is one thing that is checked, and what a person needs to know about it. Its severity holds unless lint.yaml says otherwise.
type Rule = report.Rule

// rule is a [Rule] with its work. Rules without a check are told by another one's, or by the loader.
type rule struct {
	Rule
	house bool // judges documents in house layout only
	mild  bool // is a warning in other documents: the generator copes
	fixed bool // has one severity: nothing can go on without it
	check func(*checker)
}

// rules lists the rules in the order in which they run.
func rules() []rule {
	list := []rule{
		refThroughRoot(), oneTag(), indexSorted(), evidence(),
		operationID(), duplicateOperationID(), operationNames(),
		pathTemplate(), routeConflict(), pathParameters(), duplicateParameter(), parameterNames(),
		enumValues(), enumNull(), enumType(), enumNames(), enumNamesMissing(), enumCollision(), enumInline(), enumFlags(),
		discriminatorType(), nullableRef(), refSiblings(), refMembers(), schemaCycle(), requiredCycle(), schemaNames(), propertyNames(), allOfClosed(),
		oneJSONMediaType(), untypedMap(), goTypeImport(), goText(), statusCase(), requiredUndefined(), objectInline(),
		unusedComponent(), missingDescription(), componentName(), extensionTypo(),
		openAPIObjects(), valuesFit(), exampleFits(), securityDefined(), duplicateTag(),
	}
	list = append(list, documented()...)
	return append(list, upstream()...)
}

// Rules lists every rule, those of kin-openapi and of the loader included, sorted by ID.
func Rules() []Rule {
	var list []Rule
	for _, r := range rules() {
		switch {
		case r.house:
			r.Why += "\nIt is judged in documents of house layout only, or where lint.yaml gives it a severity."
		case r.mild:
			r.Why += "\nOutside house layout it is a warning."
		}
		r.Stage = cmp.Or(r.Stage, "lint")
		list = append(list, r.Rule)
	}
	slices.SortFunc(list, func(a, b Rule) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// Config says how findings are weighed.
type Config struct {
	Initialisms []string // of Go names, see [names.Namer]
	Visitor     bool     // enums have a visitor
	// Muxes are the servers on an http.ServeMux that are asked for: see rule route-conflict.
	Muxes []Mux

	file       string // "" without one
	severities map[string]level
	waivers    []waiver
}

// Check judges a document and gives all findings, in the order of their places. An error means that the work was stopped.
func Check(ctx context.Context, s *spec.Spec, cfg Config) (report.List, error) {
	c := newChecker(ctx, s, cfg)
	weights := map[string]level{}
	for _, r := range rules() {
		weight, given := cfg.severities[r.ID]
		if !given {
			weight = level{severity: r.Severity}
			if r.mild && !c.house {
				weight.severity = max(weight.severity, report.Warning)
			}
		}
		weights[r.ID] = weight
		if r.check == nil || r.house && !given && !c.house {
			continue
		}
		c.rule = r.ID
		r.check(c)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	var found report.List
	for _, d := range c.found {
		weight, known := weights[d.Rule]
		if !known {
			return nil, fmt.Errorf("lint: rule %q is in no list", d.Rule)
		}
		if !weight.off {
			if _, given := cfg.severities[d.Rule]; given {
				d.Severity = weight.severity
			}
			d.Severity = max(d.Severity, weight.severity) // a rule may find a place less severe than others
			found = append(found, d)
		}
	}
	return cfg.waive(found).Compact(), nil
}
