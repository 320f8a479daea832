// Package lint checks a loaded document. It reports problems that would break generation, the compilation of Go code or the wire format, and
// violations of style rules. Each finding has a position and a fix.
//
// [Check] returns the findings of the rules, each at the most specific position. If several objects reference an object with a defect, Check reports
// the defect once, at the object with the defect. kin-openapi implements the rules of the OpenAPI specification. The error codes of kin-openapi are
// the IDs of these rules. Check validates one object at a time with kin-openapi (object_shape.go), so that every finding has a position and no
// finding hides another finding. Most other rules have a file of their own, named after the rule.
//
// [ReadConfig] reads a preset, severities and waivers from lint.yaml. [Fix] returns the text edits for every finding that has a safe fix.
//
// A document is in strict layout if its root is an index of area files, with references such as paths/door.yaml#/~1api~1Door. For such a document,
// the default preset is [Strict]. With any other preset, only problems that break generation, the compilation of Go code or the wire format are
// errors. Problems that the generator can work around are warnings. Style rules such as ref-through-root, one-tag, index-sorted and enum-inline
// apply only if lint.yaml sets their severity.
//
// Package lint does not check the names that the generator derives for inline objects and enums. Packages enum and check find conflicts between these
// names during and after generation.
package lint

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/parallel"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// Rule describes a rule, with its ID and its default severity. For most rules, lint.yaml can set another severity.
type Rule = report.Rule

// rule is a [Rule] with the functions that check documents. If adapt and check are nil, the loader, [ReadConfig], [Check], [Skip] or another rule
// reports the findings.
type rule struct {
	Rule
	strict bool // whether the rule applies only with the preset Strict, unless lint.yaml sets its severity
	mild   bool // whether the default severity is warning without the preset Strict; the problem does not prevent generation of the rest
	fixed  bool // whether lint.yaml can neither set the severity nor waive a finding
	slow   bool // whether check takes a long time; it runs at the same time as the other rules, so it must only add findings
	// adapt checks the document as written, and adds edits so that the generator can work around defects. check runs on the edited document.
	adapt func(*checker)
	check func(*checker)
}

// rules returns the rules in the order in which they run.
func rules() []rule {
	list := []rule{
		openAPIObjects(), defaultViolatesSchema(), exampleViolatesSchema(), // the slow rules
		refThroughRoot(), oneTag(), indexSorted(), evidence(),
		operationID(), duplicateOperationID(), operationNames(),
		pathTemplate(), routeConflict(), pathParameters(), duplicateParameter(), parameterNames(),
		enumValues(), enumNull(), enumType(), enumNames(), enumNamesMissing(), enumCollision(), enumInline(), enumFlags(),
		discriminatorType(), nullableRef(), goNullable(), refSiblings(), schemaCycle(), requiredCycle(), schemaNames(), propertyNames(), allOfClosed(),
		oneJSONMediaType(), untypedMap(), goTypeImport(), goText(), statusCase(), headerName(), requiredUndefined(), objectInline(),
		operationSkipped(), schemaSkipped(), unusedComponent(), missingDescription(), componentName(), extensionTypo(),
		securityDefined(), duplicateTag(),
	}
	list = append(list, rulesWithoutCheck()...)
	return append(list, upstream()...)
}

// Rules returns all rules, including those of kin-openapi and the loader, sorted by ID.
func Rules() []Rule {
	var list []Rule
	for _, r := range rules() {
		switch {
		case r.strict:
			r.Why += "\nThe rule applies only with the preset strict, or if lint.yaml sets its severity."
		case r.mild:
			r.Why += "\nWith the presets minimal and recommended, the severity is warning."
		}
		r.Stage = cmp.Or(r.Stage, "lint")
		list = append(list, r.Rule)
	}
	slices.SortFunc(list, func(a, b Rule) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// Config configures [Check] and [Fix].
type Config struct {
	Initialisms []string // see [names.Namer]
	Visitor     bool     // whether the generator declares a visitor for each enum, except sets of flags
	// Muxes are the generated servers that use an http.ServeMux. Rule route-conflict checks them.
	Muxes []Mux

	Module  string   // path of the module that contains the generated code; "" if it is unknown
	GoTypes []string // import paths that x-go-type-import may have in addition to the default paths; see rule go-type-import
	// Preset is one of [Presets], and selects rules and their severities. "" selects the default for the layout.
	Preset string

	file       string // name of lint.yaml, or "" if there is none
	severities map[string]level
	waivers    []waiver
}

// The presets.
const (
	Minimal     = "minimal"     // the rules of Recommended whose default severity is error
	Recommended = "recommended" // every rule except those that apply only with Strict
	Strict      = "strict"      // every rule; a defect that the generator works around is an error
)

// Presets returns the names of the presets. The default preset is strict for a document in strict layout, and recommended for any other document.
func Presets() []string { return []string{Minimal, Recommended, Strict} }

// IsStrict reports whether defects that the generator can work around are errors in a document.
func IsStrict(s *spec.Spec, cfg Config) bool { return newChecker(context.Background(), s, cfg).strict }

// Check returns the findings for a document, sorted by position, except those that cfg turns off or waives. It also returns a copy of the document
// without the defects that the generator can work around, such as conflicting names. Check reports each such defect as a finding. By default, the
// finding is an error with the preset [Strict], and a warning with any other preset. Check returns an error if ctx is canceled, or if a finding has
// an unknown rule.
func Check(ctx context.Context, s *spec.Spec, cfg Config) (*spec.Spec, report.List, error) {
	weights := map[string]level{}
	c := newChecker(ctx, s, cfg)
	for _, r := range rules() {
		if c.rule = r.ID; r.adapt != nil {
			r.adapt(c)
		}
	}
	adapted := newChecker(ctx, s.Replace(c.edits.nodes()), cfg)
	adapted.found, adapted.strict = c.found, c.strict
	c = adapted
	var group parallel.Group
	var slow []*checker
	for _, r := range rules() {
		weight, given := cfg.severities[r.ID]
		if !given {
			weight = level{severity: r.Severity}
			if r.mild && !c.strict {
				weight.severity = max(weight.severity, report.Warning)
			}
			weight.off = cfg.Preset == Minimal && r.Severity != report.Error
		}
		weights[r.ID] = weight
		if r.check == nil || r.strict && !given && !c.strict || ctx.Err() != nil {
			continue
		}
		if c.rule = r.ID; !r.slow {
			r.check(c)
			continue
		}
		own := *c
		own.found = nil
		slow = append(slow, &own)
		group.Go(func() { r.check(&own) })
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	for _, own := range slow {
		c.found = append(c.found, own.found...)
	}
	var found report.List
	for _, d := range c.found {
		weight, known := weights[d.Rule]
		if !known {
			return nil, nil, fmt.Errorf("lint: unknown rule %q", d.Rule)
		}
		if !weight.off {
			if _, given := cfg.severities[d.Rule]; given {
				d.Severity = weight.severity
			}
			d.Severity = max(d.Severity, weight.severity) // a rule may reduce the severity of a finding
			found = append(found, d)
		}
	}
	return c.spec, cfg.waive(found).Compact(), nil
}
