package wire

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
)

// schemas returns an archive of two documents with the given component schemas.
func schemas(version, before, after string) *txtar.Archive {
	return &txtar.Archive{Comment: []byte("\nopenapi " + version + "\n"), Files: []txtar.File{{Name: "base", Data: []byte(before)}, {Name: "head", Data: []byte(after)}}}
}

// recursiveUnions returns n unions of the same n objects. Each object has the n unions as members, and a member x of the type last.
func recursiveUnions(n int, last string) string {
	var b strings.Builder
	b.WriteString("Root: {$ref: '#/components/schemas/U0'}\n")
	for i := range n {
		fmt.Fprintf(&b, "U%d: {oneOf: [", i)
		for k := range n {
			fmt.Fprintf(&b, "{$ref: '#/components/schemas/T%d'}, ", k)
		}
		fmt.Fprintf(&b, "]}\nT%d: {type: object, required: [kind], properties: {kind: {type: string, enum: [k%d]}, x: {type: %s}", i, i, last)
		for k := range n {
			fmt.Fprintf(&b, ", m%d: {$ref: '#/components/schemas/U%d'}", k, k)
		}
		b.WriteString("}}\n")
	}
	return b.String()
}

// wide returns a chain of n objects. Each object has four members, which reference the next four schemas. The schema after the last object has the
// type last.
func wide(n int, last string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Root: {$ref: '#/components/schemas/S0'}\n")
	for i := range n {
		fmt.Fprintf(&b, "S%d: {type: object, required: [a, b, c, d], properties: {", i)
		for k, name := range []string{"a", "b", "c", "d"} {
			fmt.Fprintf(&b, "%s: {$ref: '#/components/schemas/S%d'}, ", name, min(i+k+1, n))
		}
		b.WriteString("}}\n")
	}
	fmt.Fprintf(&b, "S%d: {type: %s}\n", n, last)
	return b.String()
}

// TestHostile compares documents that are designed to exhaust time, memory or the stack.
func TestHostile(t *testing.T) {
	values := func(n, from int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "v%d, ", i+from)
		}
		return b.String()
	}
	nested := strings.Repeat("{type: array, items: ", 300)
	for name, a := range map[string]*txtar.Archive{
		"recursive unions": schemas("3.0.3", recursiveUnions(12, "string"), recursiveUnions(12, "integer")),
		"many members":     schemas("3.0.3", wide(40, "string"), wide(40, "integer")),
		"not itself":       schemas("3.1.0", "Root: {type: object, not: {$ref: '#/components/schemas/Root'}}", "Root: {type: object, properties: {a: {type: string}}, not: {$ref: '#/components/schemas/Root'}}"),
		"if itself":        schemas("3.1.0", "Root: {type: object}", "Root: {type: object, if: {$ref: '#/components/schemas/Root'}, then: {$ref: '#/components/schemas/Root'}, else: {$ref: '#/components/schemas/Root'}, dependentSchemas: {a: {$ref: '#/components/schemas/Root'}}}"),
		"contains itself":  schemas("3.1.0", "Root: {type: array}", "Root: {type: array, contains: {$ref: '#/components/schemas/Root'}, minContains: 1e12, maxContains: 99999999999999999999}"),
		"union of itself":  schemas("3.1.0", "Root: {anyOf: [{$ref: '#/components/schemas/Root'}, {type: string}]}", "Root: {anyOf: [{$ref: '#/components/schemas/Root'}, {type: integer}]}"),
		"all of unions":    schemas("3.1.0", "Root: {allOf: [{$ref: '#/components/schemas/A'}, {type: string}]}\nA: {anyOf: [{$ref: '#/components/schemas/Root'}, {type: string}]}", "Root: {allOf: [{$ref: '#/components/schemas/A'}]}\nA: {anyOf: [{$ref: '#/components/schemas/Root'}, {type: integer}]}"),
		"large values":     schemas("3.0.3", "Root: {type: string, enum: ["+values(4000, 0)+"]}", "Root: {type: string, enum: ["+values(4000, 1)+"]}"),
		"long pattern":     schemas("3.0.3", "Root: {type: string, pattern: '^(a{500}){500}$'}", "Root: {type: string, pattern: '^(a{499}b?){500}$'}"),
		"states":           schemas("3.0.3", "Root: {type: string, pattern: '(a|b)*a(a|b){14}$'}", "Root: {type: string, pattern: '(a|b)*b(a|b){15}$', maxLength: 1000}"),
		"letters":          schemas("3.0.3", `Root: {type: string, pattern: '^[\p{L}\p{N}]+$'}`, `Root: {type: string, pattern: '^[\p{L}\d]+$'}`),
		"counts":           schemas("3.0.3", "Root: {type: array, minItems: 1e300, items: {type: string}}", "Root: {type: array, minItems: 1000000000, maxItems: 99999999999999999999, items: {type: string, minLength: 1e12}}"),
		"numbers":          schemas("3.0.3", "Root: {type: number, minimum: 1e-300, maximum: 1.7976931348623157e+308, multipleOf: 1e-300}", "Root: {type: number, minimum: 1e300, multipleOf: 3e-301}"),
		"nested":           schemas("3.0.3", "Root: "+nested+"{type: string}"+strings.Repeat("}", 300), "Root: "+nested+"{type: integer}"+strings.Repeat("}", 300)),
		"odd types":        schemas("3.1.0", "Root: {type: [], enum: 5, required: {a: b}, if: 3, then: [1], contains: 5, dependentRequired: {a: 1, b: [2]}, dependentSchemas: {a: 4}, properties: [x], oneOf: {a: b}, items: [1], allOf: 7, minLength: x, pattern: [1]}", "Root: {type: 5, properties: {a: 7, b: null, c: [1]}, anyOf: [1, null], not: 3, patternProperties: {'(': {}}, discriminator: 5}"),
	} {
		t.Run(name, func(t *testing.T) {
			in := Input{Base: modelOf(t, a, 0), Head: modelOf(t, a, 1)}
			start := time.Now()
			entries := compare(t, in)
			t.Logf("%d entries in %v", len(entries), time.Since(start).Round(time.Millisecond))
			for _, e := range entries {
				for _, f := range e.Findings {
					if f.Level == Breaking && f.Witness == nil {
						t.Errorf("%s at %s has no witness", f.Rule, f.At)
					}
					if f.Witness != nil && len([]rune(f.Witness.Text)) > maxText {
						t.Errorf("the witness has %d characters, want at most maxText", len([]rune(f.Witness.Text)))
					}
				}
			}
		})
	}
}

// TestLimit compares a pair with a low limit of steps. The first entry must be risky or breaking.
func TestLimit(t *testing.T) {
	a := schemas("3.0.3", recursiveUnions(6, "string"), recursiveUnions(6, "integer"))
	entries := compare(t, Input{Base: modelOf(t, a, 0), Head: modelOf(t, a, 1), Steps: 100})
	if len(entries) == 0 || entries[0].Clients < Risky {
		t.Errorf("want a risky or breaking entry first, got:\n%s", describe(entries))
	}
}

// TestCancelled compares documents with a cancelled context.
func TestCancelled(t *testing.T) {
	a := schemas("3.0.3", recursiveUnions(12, "string"), recursiveUnions(12, "integer"))
	in := Input{Base: modelOf(t, a, 0), Head: modelOf(t, a, 1)}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Compare(ctx, in); err == nil {
		t.Error("Compare returned no error for a cancelled context")
	}
}
