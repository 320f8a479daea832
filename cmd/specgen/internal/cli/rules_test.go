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

// TestPage keeps docs/rules.md, the page with all rules, as the rules themselves say. -update writes it.
func TestPage(t *testing.T) {
	const file = "../../../../docs/rules.md"
	want := page()
	for _, r := range rules() {
		if strings.Count(want, "\n### "+r.ID+"\n") != 1 {
			t.Errorf("rule %s has not one section", r.ID)
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
		t.Error("docs/rules.md is not what the rules say; go test ./cmd/specgen/internal/cli -run TestPage -update writes it")
	}
}

// TestRulesAreExplained looks for findings in the expected output of all tests, and for rules in all source: each is explained.
func TestRulesAreExplained(t *testing.T) {
	explained := map[string]bool{}
	for _, r := range rules() {
		if r.ID == "" || r.Title == "" || r.Why == "" || r.Fix == "" || r.Stage == "" {
			t.Errorf("%s: Title, Why, Fix or Stage is empty", r.ID)
		}
		if explained[r.ID] {
			t.Errorf("%s is explained twice", r.ID)
		}
		explained[r.ID] = true
	}
	printed := map[string]string{} // rule to where it was met
	for _, folder := range []string{"../../../../gen", "../.."} {
		err := filepath.WalkDir(folder, func(name string, _ fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case strings.Contains(filepath.ToSlash(name), "gen/report/"), // it prints findings and reports none
				strings.Contains(filepath.ToSlash(name), "gen/diff/testdata/"): // changes of a spec, and no findings
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
			t.Errorf("%s: rule %q is not explained", where, rule)
		}
	}
	// One for each way in which a rule is written, so that the search still finds them.
	for _, rule := range []string{"go-type", "webhooks-ignored", "select", "config", "coverage-map", "ref-outside", "generated-foreign", "config-drift", "enum-collision"} {
		if printed[rule] == "" {
			t.Errorf("rule %q was not met, so the search is broken", rule)
		}
	}
}

// findingLine is report.Finding's String, at the end of which its rule stands.
var findingLine = regexp.MustCompile(`(?m)^[\w./-]+\.(?:yaml|json|go|md|lock)(?::\d+)*: .*[^ ] \(([a-z0-9]+(?:-[a-z0-9]+)*)\)$`)

// rulesIn gives the rules that a Go file names: as the field Rule or rule, as a variable or constant of that name, as the argument of a
// function that adds a finding, or as the first result of a function whose result is so named.
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
			return strings.EqualFold(e.Name, "rule") || strings.HasPrefix(e.Name, "rule") && ast.IsExported(e.Name[4:])
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
	// adds are the functions that take the rule of a finding.
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

// page is docs/rules.md.
func page() string {
	var b strings.Builder
	b.WriteString(`# The rules

<!-- Code generated by go test ./cmd/specgen/internal/cli -run TestPage -update. DO NOT EDIT. -->

What each rule asks for, why, how it looks wrong and right, and how to mend it. ` + "`specgen lint --explain RULE`" + ` prints the same for one
rule. A rule's name never changes: ` + "`spec/lint.yaml`" + ` gives it another severity (` + "`error`, `warning`, `info` or `off`" + `) or waives single findings:

` + "```yaml" + `
severities:
  missing-description: off
waivers:
  - rule: nullable-ref
    pointer: /components/schemas/Old   # that object and all below it
    reason: the server is fixed in v22
` + "```" + `

Which of these defects other linters see is measured in [linters.md](linters.md).
`)
	groups := []struct{ title, text, stage string }{
		{"Rules of specgen", "They judge what OpenAPI allows and Go, the generator or the wire does not.", "lint"},
		{"Rules of loading", "They are judged while files are read. Nothing can go on without them, so their severity is fixed.", "load"},
		{"Rules of OpenAPI", "They are those of kin-openapi, under its own codes, with the position of the field.", "openapi"},
		{"Findings of generating", "They are about the configuration and about what is made of the spec; `spec/lint.yaml` cannot change them.", "generate"},
		{"Findings of verify", "`specgen verify` compares the spec, the generated files and the lock; so does `specgen fmt --check` with the spec.", "verify"},
		{"Findings of diff", "`specgen diff` compares two specs; what it tells of them is in [diff.md](diff.md), and these are about approvals of changes.", "diff"},
		{"Findings of coverage", "`specgen coverage` compares the spec with the map of the API.", "coverage"},
	}
	for _, g := range groups {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| rule | severity | asks |\n|---|---|---|\n", g.title, g.text)
		for _, r := range rules() {
			if r.Stage == g.stage {
				fmt.Fprintf(&b, "| [%s](#%s) | %s | %s |\n", r.ID, r.ID, r.Severity, cell(r.Title))
			}
		}
		for _, r := range rules() {
			if r.Stage == g.stage {
				section(&b, r)
			}
		}
	}
	return b.String()
}

func section(b *strings.Builder, r report.Rule) {
	fmt.Fprintf(b, "\n### %s\n\n%s. (%s)\n\n**Why.** %s\n", r.ID, prose(strings.TrimSuffix(r.Title, ".")), r.Severity, prose(r.Why))
	for _, part := range []struct{ title, text string }{{"Bad", r.Bad}, {"Good", r.Good}} {
		if part.text != "" {
			fmt.Fprintf(b, "\n**%s.**\n\n```yaml\n%s\n```\n", part.title, strings.TrimRight(part.text, "\n"))
		}
	}
	mends := ""
	if lint.HasFix(r.ID) {
		mends = " `specgen lint --fix` does it where nothing else depends on it."
	}
	fmt.Fprintf(b, "\n**Fix.** %s%s\n", prose(r.Fix), mends)
}

// prose is a text of a rule as Markdown: what Markdown would take for markup keeps its meaning.
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

func cell(s string) string { return strings.ReplaceAll(prose(s), "|", `\|`) }
