package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// runDeadline is the time limit for one run of the command. Every run in these tests takes much less time.
const runDeadline = 2 * time.Minute

// extendingSchemas lists schemas that extend or contain themselves or each other, and schemas that extend others many times. code is the expected
// exit code of lint and generate for a document with the schemas, and want is a text that their output must contain.
var extendingSchemas = []struct {
	name, schemas string
	code          int
	want          string
}{
	{"itself through a property", `
    Tree:
      type: object
      properties:
        name: {type: string}
        ext: {allOf: [{$ref: '#/components/schemas/Tree'}, {type: object, properties: {v: {type: string}}}]}
`, exitClean, ""},
	{"nullable parent", `
    Tree:
      type: object
      properties:
        name: {type: string}
        parent: {allOf: [{$ref: '#/components/schemas/Tree'}, {nullable: true, description: up}]}
`, exitClean, ""},
	{"each other through properties", `
    Tree:
      allOf:
        - $ref: '#/components/schemas/Leaf'
        - {type: object, properties: {name: {type: string}, next: {allOf: [{$ref: '#/components/schemas/Tree'}, {$ref: '#/components/schemas/Leaf'}]}}}
    Leaf:
      type: object
      properties:
        tree: {type: array, items: {allOf: [{$ref: '#/components/schemas/Tree'}, {type: object, properties: {v: {type: string}}}]}}
        leaf: {type: object, additionalProperties: {allOf: [{$ref: '#/components/schemas/Leaf'}, {$ref: '#/components/schemas/Tree'}]}}
`, exitClean, ""},
	{"itself", `
    Tree: {allOf: [{$ref: '#/components/schemas/Tree'}, {type: object, properties: {name: {type: string}}}]}
`, exitFindings, "composed of itself"},
	{"each other", `
    Tree: {allOf: [{$ref: '#/components/schemas/Leaf'}, {type: object, properties: {name: {type: string}}}]}
    Leaf: {allOf: [{$ref: '#/components/schemas/Tree'}, {type: object, properties: {v: {type: string}}}]}
`, exitFindings, "composed of itself"},
	{"list of itself in a property", `
    Tree:
      type: object
      properties:
        name: {type: string}
        list: {type: array, items: {$ref: '#/components/schemas/Tree/properties/list'}}
`, exitFindings, "the type of the list or map itself"},
	{"lists and maps of themselves", `
    Tree:
      type: object
      properties:
        name: {type: string}
        lists: {$ref: '#/components/schemas/Lists'}
        maps: {$ref: '#/components/schemas/Maps'}
    Lists: {type: array, items: {type: array, items: {$ref: '#/components/schemas/Lists'}}}
    Maps: {type: object, additionalProperties: {type: array, items: {nullable: true, allOf: [{$ref: '#/components/schemas/Maps'}]}}}
`, exitClean, ""},
	{"20 levels", levels(20, "{allOf: [%[1]s, %[1]s]}"), exitClean, ""},
	{"30 levels", levels(30, "{allOf: [%[1]s, %[1]s]}"), exitClean, ""},
	{"30 levels with members", levels(30, "{allOf: [%[1]s, {type: object, properties: {p%[2]d: {type: string}}}, %[1]s]}"), exitClean, ""},
	{"30 levels of properties", levels(30, "{type: object, properties: {a: {allOf: [%[1]s, %[1]s]}, b: {allOf: [%[1]s, {type: object, properties: {q: {type: string}}}]}}}"), exitClean, ""},
	{"30 levels of nested members", levels(30, "{allOf: [%[1]s, {allOf: [%[1]s]}]}"), exitFindings, "expand to more than"},
	{"30 levels of oneOf", levels(30, "{oneOf: [%[1]s, {type: object, properties: {a: {type: string}}, oneOf: [%[1]s]}]}"), exitFindings, "expand to more than"},
	{"30 levels of anyOf", levels(30, "{anyOf: [%[1]s, {anyOf: [%[1]s, {type: string}]}]}"), exitFindings, "expand to more than"},
	{"a wide schema extended often", wide(1000, 999), exitFindings, "expand to more than"},
}

// levels returns the schema S0 and a chain of n schemas. Each schema in the chain references the schema before it, and the first references S0. The
// last schema is called Tree. The arguments of format are the reference and the number of the level.
func levels(n int, format string) string {
	var b strings.Builder
	b.WriteString("\n    S0: {type: object, properties: {name: {type: string}}}\n")
	for i := 1; i <= n; i++ {
		name := fmt.Sprintf("S%d", i)
		if i == n {
			name = "Tree"
		}
		schema := fmt.Sprintf(format, fmt.Sprintf("{$ref: '#/components/schemas/S%d'}", i-1), i)
		fmt.Fprintf(&b, "    %s: %s\n", name, strings.Split(schema, "%!(EXTRA")[0])
	}
	return b.String()
}

// wide returns the schema Tree and schemas that extend Tree. properties is the number of properties of Tree other than "name", and times is the
// number of extending schemas.
func wide(properties, times int) string {
	var b strings.Builder
	b.WriteString("\n    Tree: {type: object, properties: {name: {type: string}")
	for i := range properties {
		fmt.Fprintf(&b, ", p%d: {type: string}", i)
	}
	b.WriteString("}}\n")
	for i := range times {
		fmt.Fprintf(&b, "    X%d: {allOf: [{$ref: '#/components/schemas/Tree'}, {type: object, properties: {q: {type: string}}}]}\n", i)
	}
	return b.String()
}

func treeDocument(version, schemas string) string {
	return "openapi: " + version + `
info: {title: t, version: "1"}
paths:
  /tree:
    get:
      operationId: getTree
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Tree'}}}}}
components:
  schemas:` + schemas
}

// TestExtendingEnds checks that lint, generate and diff end within runDeadline for the extendingSchemas, with the expected results.
func TestExtendingEnds(t *testing.T) {
	program := command(t)
	for _, c := range extendingSchemas {
		t.Run(c.name, func(t *testing.T) {
			dir := houseModule(t)
			document := treeDocument("3.0.3", c.schemas)
			write(t, dir, map[string]string{
				"specgen.yaml": "spec: openapi.yaml\noutput: generated\npackage: example.com/house/generated\n",
				"openapi.yaml": document, "head.yaml": strings.Replace(document, "name: {type: string}", "name: {type: integer}", 1),
			})
			for _, verb := range []string{"lint", "generate"} {
				code, out := runToEnd(t, dir, program, verb, "--fail-on-skip")
				if code != c.code || !strings.Contains(out, c.want) {
					t.Errorf("%s: got exit code %d and the output below, want %d and an output with %q\n%s", verb, code, c.code, c.want, out)
				}
			}
			switch _, err := os.Stat(filepath.Join(dir, "generated")); {
			case c.code != exitClean && err == nil:
				t.Error("generate: got an output directory, want none because lint reports an error")
			case c.code == exitClean:
				if code, out := runToEnd(t, dir, "go", "build", "./..."); code != 0 {
					t.Errorf("go build: got an error, want none: %s", out)
				}
			}
			if c.want != "expand to more than" {
				code, out := runToEnd(t, dir, program, "diff", "--base", "openapi.yaml", "--head", "head.yaml", "--levels", "wire,names")
				if code != exitFindings || !strings.Contains(out, "the type changed from string to integer") {
					t.Errorf("diff: got exit code %d and the output below, want %d and the changed type of property \"name\": %s", code, exitFindings, out)
				}
				return
			}
			if code, out := runToEnd(t, dir, program, "diff", "--base", "openapi.yaml", "--head", "head.yaml"); code == exitClean || !strings.Contains(out, c.want) {
				t.Errorf("diff: got exit code %d and the output below, want an error that contains %q\n%s", code, c.want, out)
			}
		})
	}
}

// runToEnd runs a program, and returns its exit code and output. The test fails if the program does not end within runDeadline.
func runToEnd(t *testing.T, dir, program string, args ...string) (int, string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), runDeadline)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOMEMLIMIT=2GiB")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	if ctx.Err() != nil {
		t.Fatalf("%s %s: got no result within %v, want one: %v", filepath.Base(program), strings.Join(args, " "), runDeadline, err)
	}
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String()
}

// TestValuesEnd checks that lint ends for an example to which a validator would apply exponentially many schemas.
func TestValuesEnd(t *testing.T) {
	program := command(t)
	for name, format := range map[string]string{
		"dependentSchemas": "{type: object, dependentSchemas: {a: %[1]s, b: %[1]s}}",
		"contains":         "{dependentSchemas: {a: {dependentSchemas: {a: %[1]s}}, b: %[1]s}, contains: %[1]s}",
	} {
		t.Run(name, func(t *testing.T) {
			dir := houseModule(t)
			document := treeDocument("3.1.0", levels(24, format)+"    Any: {properties: {tree: {$ref: '#/components/schemas/Tree'}}, example: {tree: {a: {a: {a: 1}, b: 2}, b: 2}}}\n")
			write(t, dir, map[string]string{
				"specgen.yaml": "spec: openapi.yaml\noutput: generated\npackage: example.com/house/generated\n", "openapi.yaml": document,
			})
			if code, out := runToEnd(t, dir, program, "lint"); !strings.Contains(out, "example-violates-schema") || !strings.Contains(out, "not checked") {
				t.Errorf("lint: got exit code %d and the output below, want a finding that the example is not checked: %s", code, out)
			}
		})
	}
}
