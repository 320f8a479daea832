// Package lint checks a loaded document for problems that would break generation, the Go compiler or the wire, and for violations of
// style rules. Each finding has a position and states the fix.
//
// [Check] returns all findings. Each finding is at the most specific position. Check reports a defect once, at the place that defines the object.
// kin-openapi implements the rules of the OpenAPI specification, and its codes are their IDs. Check applies them to one object at a time
// (object_shape.go), so that every finding has a position and no finding hides another. Every other rule has its own file, named after the rule.
//
// [ReadConfig] reads severities and waivers from lint.yaml. [Fix] returns the text edits for every finding that has a safe fix.
//
// A document is in strict layout if its root is an index of area files, with references such as paths/door.yaml#/~1api~1Door. In other documents,
// only problems that break generation, compilation or the wire are errors. Style rules (ref-through-root, one-tag, index-sorted, enum-inline and
// others) do not apply to other documents unless lint.yaml sets a severity. Problems that the generator works around are warnings there.
//
// The package does not check the names that the generator derives for inline objects and enums. The type check after generation checks them.
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

// Rule describes a rule. lint.yaml can override its severity.
type Rule = report.Rule

// rule is a [Rule] with its check. If check is nil, the loader or another rule reports the findings.
type rule struct {
	Rule
	strict bool // the rule applies in strict layout only
	mild   bool // outside strict layout, the severity is warning, because the generator works around the problem
	fixed  bool // lint.yaml cannot change the severity, because specgen cannot continue after a finding
	// adapt checks the document as written, and records how the generator works around defects. check runs on the document with these changes.
	adapt func(*checker)
	check func(*checker)
}

// rules returns the rules in the order in which they run.
func rules() []rule {
	list := []rule{
		refThroughRoot(), oneTag(), indexSorted(), evidence(),
		operationID(), duplicateOperationID(), operationNames(),
		pathTemplate(), routeConflict(), pathParameters(), duplicateParameter(), parameterNames(),
		enumValues(), enumNull(), enumType(), enumNames(), enumNamesMissing(), enumCollision(), enumInline(), enumFlags(),
		discriminatorType(), nullableRef(), refSiblings(), refMembers(), schemaCycle(), requiredCycle(), schemaNames(), propertyNames(), allOfClosed(),
		oneJSONMediaType(), untypedMap(), goTypeImport(), goText(), statusCase(), requiredUndefined(), objectInline(),
		operationSkipped(), schemaSkipped(), unusedComponent(), missingDescription(), componentName(), extensionTypo(),
		openAPIObjects(), defaultViolatesSchema(), exampleViolatesSchema(), securityDefined(), duplicateTag(),
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
			r.Why += "\nThe rule applies in strict layout only, or if lint.yaml sets its severity."
		case r.mild:
			r.Why += "\nOutside strict layout, the severity is warning."
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
	Visitor     bool     // enums have a visitor
	// Muxes are the generated servers that use an http.ServeMux. See rule route-conflict.
	Muxes []Mux

	Module  string   // path of the module that has the generated code; "" if that is unknown
	GoTypes []string // import paths that x-go-type-import may have, see rule go-type-import
	// Preset selects the rules and their severities, see [Presets]; "" means the preset of lint.yaml or, without one, the default for the layout.
	Preset string

	file       string // name of lint.yaml, or ""
	severities map[string]level
	waivers    []waiver
}

// The presets.
const (
	Minimal     = "minimal"     // only rules about problems that affect the generated code
	Recommended = "recommended" // also style rules that apply to every document
	Strict      = "strict"      // every rule; a defect that the generator works around is an error
)

// Presets returns the presets. Without a preset, a document in strict layout has the preset strict, and any other document has recommended.
func Presets() []string { return []string{Minimal, Recommended, Strict} }

// IsStrict reports whether defects that the generator can work around are errors in a document.
func IsStrict(s *spec.Spec, cfg Config) bool { return newChecker(context.Background(), s, cfg).strict }

// Check returns the findings of all rules for a document, sorted by position. It also returns the document from which code can be generated. In
// that document, names do not conflict, and parts that Go code cannot express are missing. Each change that Check makes has a finding, which is a
// warning outside strict layout. Check returns an error if ctx is canceled.
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
		if r.check == nil || r.strict && !given && !c.strict {
			continue
		}
		c.rule = r.ID
		r.check(c)
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
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
			d.Severity = max(d.Severity, weight.severity) // a rule may lower the severity of a finding
			found = append(found, d)
		}
	}
	return c.spec, cfg.waive(found).Compact(), nil
}
