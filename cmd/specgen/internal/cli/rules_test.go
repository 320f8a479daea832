package cli

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rasapi/specgen/gen/lint"
	"github.com/rasapi/specgen/gen/report"
)

// TestPage compares docs/rules.md with the texts of the rules. With -update, it writes the page.
func TestPage(t *testing.T) {
	const file = "../../../../docs/rules.md"
	want := page()
	for _, r := range rules() {
		if strings.Count(want, "\n### "+r.ID+"\n") != 1 {
			t.Errorf("rule %s: got %d sections, want 1", r.ID, strings.Count(want, "\n### "+r.ID+"\n"))
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/rules.md is out of date; run go test ./cmd/specgen/internal/cli -run TestPage -update")
	}
}

// TestRulesAreExplained checks that rules returns each rule that occurs in a source file or in the expected output of a test.
func TestRulesAreExplained(t *testing.T) {
	explained := map[string]bool{}
	for _, r := range rules() {
		if r.ID == "" || r.Title == "" || r.Why == "" || r.Fix == "" || r.Stage == "" {
			t.Errorf("rule %q: got an empty ID, Title, Why, Fix or Stage, want texts", r.ID)
		}
		if explained[r.ID] {
			t.Errorf("rules: got rule %s twice, want it once", r.ID)
		}
		explained[r.ID] = true
	}
	printed := map[string]string{} // a position or a file for each rule
	for _, folder := range []string{"../../../../gen", "../.."} {
		err := filepath.WalkDir(folder, func(name string, _ fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case strings.Contains(filepath.ToSlash(name), "gen/report/"), // package report prints findings but does not report any
				strings.Contains(filepath.ToSlash(name), "gen/diff/testdata/"): // the IDs of changes are not rules
			case filepath.Ext(name) == ".txtar":
				data, err := os.ReadFile(name)
				if err != nil {
					return err
				}
				for _, m := range findingLine.FindAllStringSubmatch(string(data), -1) {
					printed[m[1]] = name
				}
			case filepath.Ext(name) == ".go" && !strings.HasSuffix(name, "_test.go"):
				for rule, pos := range rulesIn(t, name) {
					printed[rule] = pos
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for rule, where := range printed {
		if !explained[rule] {
			t.Errorf("%s: got no rule %q in rules, want one", where, rule)
		}
	}
	// Go code and output contain rules in several forms. The list has at least one rule for each form.
	for _, rule := range []string{"go-type", "webhooks-ignored", "select", "config", "coverage-map", "ref-outside", "generated-foreign", "config-drift", "enum-collision"} {
		if printed[rule] == "" {
			t.Errorf("search in source and output: got no rule %q, want one", rule)
		}
	}
}

// findingLine matches the result of report.Finding.String. The result ends with the rule in parentheses.
var findingLine = regexp.MustCompile(`(?m)^[\w./-]+\.(?:yaml|json|go|md|lock)(?::\d+)*: .*[^ ] \(([a-z0-9]+(?:-[a-z0-9]+)*)\)$`)

// rulesIn returns the rules in a Go file with their positions. A rule is the value of a field, variable or constant with the name Rule or rule, or
// with a name that starts with rule or ends with Rule. A rule may also be one of the first two arguments of a function in adds, or the first result
// of a function if this result has such a name.
func rulesIn(t *testing.T, name string) map[string]string {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	add := func(e ast.Expr) {
		lit, ok := e.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return
		}
		if text, err := strconv.Unquote(lit.Value); err == nil && kebab.MatchString(text) {
			found[text] = fset.Position(lit.Pos()).String()
		}
	}
	isRule := func(e ast.Node) bool {
		switch e := e.(type) {
		case *ast.Ident:
			return strings.EqualFold(e.Name, "rule") || strings.HasSuffix(e.Name, "Rule") || strings.HasPrefix(e.Name, "rule") && ast.IsExported(e.Name[4:])
		case *ast.SelectorExpr:
			return strings.EqualFold(e.Sel.Name, "rule")
		}
		return false
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.KeyValueExpr:
			if isRule(n.Key) {
				add(n.Value)
			}
		case *ast.AssignStmt:
			for i, to := range n.Lhs {
				if isRule(to) && i < len(n.Rhs) {
					add(n.Rhs[i])
				}
			}
		case *ast.ValueSpec:
			for i, to := range n.Names {
				if isRule(to) && i < len(n.Values) {
					add(n.Values[i])
				}
			}
		case *ast.CallExpr:
			if adds[callee(n)] {
				for _, arg := range n.Args[:min(2, len(n.Args))] {
					add(arg)
				}
			}
		case *ast.FuncDecl:
			if results := n.Type.Results; results != nil && len(results.List[0].Names) > 0 && isRule(results.List[0].Names[0]) {
				ast.Inspect(n, func(n ast.Node) bool {
					if r, ok := n.(*ast.ReturnStmt); ok && len(r.Results) > 0 {
						add(r.Results[0])
					}
					return true
				})
			}
		}
		return true
	})
	return found
}

var (
	kebab = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	// adds contains the names of the functions that have the rule of a finding as an argument.
	adds = map[string]bool{"add": true, "Add": true, "broken": true, "report": true, "tell": true}
)

func callee(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// page returns the text of docs/rules.md.
func page() string {
	var b strings.Builder
	b.WriteString(`# The rules

<!-- Code generated by go test ./cmd/specgen/internal/cli -run TestPage -update. DO NOT EDIT. -->

This page lists for each rule what it requires, why, and the fix. The examples are folded. ` + "`specgen lint --explain RULE`" + ` prints
the same for one rule. The name of a rule never changes. ` + "`spec/lint.yaml`" + ` sets the severity of a rule (` + "`error`, `warning`, `info` or `off`" + `) or waives findings:

` + "```yaml" + `
severities:
  missing-description: off
waivers:
  - rule: nullable-ref
    pointer: /components/schemas/Old   # the object and everything below it
    reason: the server is fixed in v22
` + "```" + `

The severities on this page are those of the preset strict. With the other presets, an error that specgen works around is a warning, and a part with another error is left out.
[lint.md](lint.md) describes presets and exceptions. [linters.md](linters.md) shows which of these problems other linters find.
`)
	groups := []struct{ title, text, stage string }{
		{"Rules of specgen", "These rules report what OpenAPI allows but Go, the generator or the wire format does not.", "lint"},
		{"Rules of loading", "These rules report problems in reading the files. `spec/lint.yaml` cannot change their severity, because every other stage requires the files.", "load"},
		{"Rules of OpenAPI", "These rules are those of kin-openapi, with its codes. The findings have the position of the field.", "openapi"},
		{"Findings of generating", "These findings are about the configuration and the generated code. `spec/lint.yaml` cannot change their severity.", "generate"},
		{"Findings of verify", "`specgen verify` compares the spec, the generated files and the lock. `specgen fmt --check` compares the spec with its format.", "verify"},
		{"Findings of diff", "`specgen diff` compares two specs. These findings are about the approvals of changes, diff.yaml and the version. [diff.md](diff.md) describes the changes.", "diff"},
		{"Findings of coverage", "`specgen coverage` compares the spec with the map of the API.", "coverage"},
	}
	of := map[string][]report.Rule{}
	for _, r := range rules() {
		of[r.Stage] = append(of[r.Stage], r)
	}
	b.WriteString("\n## Index\n\n")
	for _, g := range groups {
		fmt.Fprintf(&b, "**[%s](#%s)** (%d):", g.title, strings.ReplaceAll(strings.ToLower(g.title), " ", "-"), len(of[g.stage]))
		for i, r := range of[g.stage] {
			b.WriteString([]string{" ", ", "}[min(i, 1)])
			fmt.Fprintf(&b, "[%s](#%s)", r.ID, r.ID)
		}
		b.WriteString("\n\n")
	}
	for i, g := range groups {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "## %s\n\n%s\n", g.title, g.text)
		for _, r := range of[g.stage] {
			section(&b, r)
		}
	}
	return b.String()
}

// section writes the entry for a rule. It folds the examples, so that the next rule remains visible.
func section(b *strings.Builder, r report.Rule) {
	fmt.Fprintf(b, "\n### %s\n\n%s. (%s)\n\n%s\n", r.ID, prose(strings.TrimSuffix(r.Title, ".")), r.Severity, prose(r.Why))
	fix := ""
	if lint.HasFix(r.ID) {
		fix = " `specgen lint --fix` applies it where that is safe."
	}
	fmt.Fprintf(b, "\n**Fix.** %s%s\n", prose(r.Fix), fix)
	if r.Bad+r.Good == "" {
		return
	}
	b.WriteString("\n<details><summary>Example</summary>\n")
	for _, part := range []struct{ title, text string }{{"Bad", r.Bad}, {"Good", r.Good}} {
		if part.text != "" {
			fmt.Fprintf(b, "\n%s:\n\n```yaml\n%s\n```\n", part.title, strings.TrimRight(part.text, "\n"))
		}
	}
	b.WriteString("\n</details>\n")
}

// prose returns the text of a rule as Markdown. It escapes markup characters outside code spans.
func prose(s string) string {
	var b strings.Builder
	for i, part := range strings.Split(s, "`") {
		if i%2 == 1 {
			b.WriteString("`" + part + "`")
			continue
		}
		b.WriteString(strings.NewReplacer("*", `\*`, "_", `\_`, "<", `\<`, "[", `\[`).Replace(part))
	}
	return b.String()
}
