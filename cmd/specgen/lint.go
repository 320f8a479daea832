package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/diag"
	"github.com/rasapi/specgen/gen/lint"
	"github.com/rasapi/specgen/gen/spec"
)

// lintCommand is `specgen lint`.
func (a *app) lintCommand() *cobra.Command {
	var o overrides
	var explain string
	cmd := &cobra.Command{
		Use:   "lint [spec]",
		Short: "Report everything that is wrong with the spec",
		Long: `Lint validates the spec and applies the rules of this project, and reports all findings at once, each with the file, line
and column it was written at. Severities and waivers stand in the file named by lint: in specgen.yaml.`,
		Example: "  specgen lint\n  specgen lint --format sarif > findings.sarif\n  specgen lint --explain enum-names",
		Args: func(cmd *cobra.Command, args []string) error {
			if explain != "" && len(args) > 0 {
				return fmt.Errorf("--explain takes no spec file, got %q", args[0])
			}
			return oneSpec(cmd, args)
		},
		ValidArgsFunction: specFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			if explain != "" {
				return a.explain(explain)
			}
			o.spec = strings.Join(args, "")
			return a.lint(cmd.Context(), o)
		},
	}
	cmd.Flags().StringVar(&explain, "explain", "", "print what a `rule` asks for, why, and how to mend it")
	complete(cmd, "explain", ruleIDs())
	return cmd
}

// lint loads and checks the spec.
func (a *app) lint(ctx context.Context, o overrides) error {
	p, err := a.open(o)
	if err != nil {
		return err
	}
	loaded, found, err := a.check(ctx, p)
	if err != nil {
		return err
	}
	if err := a.print(p, nil, found); err != nil {
		return err
	}
	if len(found) == 0 {
		a.say("%s: %d operations, %d schemas, no findings", p.display(absolute(p.base, p.cfg.Spec)),
			len(loaded.Operations()), len(loaded.Schemas()))
	}
	return nil
}

// check gives the spec and the findings of loading and linting it.
func (a *app) check(ctx context.Context, p *project) (*spec.Spec, diag.List, error) {
	status := startProgress(a.stderr)
	defer status.done()
	status.step("checking %s", p.display(absolute(p.base, p.cfg.Spec)))
	return gen.Lint(ctx, p.fsys, p.cfg)
}

// explain prints what is known about a rule.
func (a *app) explain(id string) error {
	for _, r := range lint.Rules() {
		if r.ID == id {
			_, err := fmt.Fprint(a.stdout, ruleText(r))
			return err
		}
	}
	a.started = false // an unknown name is a usage error
	return fmt.Errorf("no rule %q; the rules are %s", id, strings.Join(ruleIDs(), ", "))
}

// ruleText lays a rule out for a terminal.
func ruleText(r lint.Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n%s\n", r.ID, r.Severity, r.Title)
	for _, part := range []struct{ name, text string }{{"Why", r.Why}, {"Bad", r.Bad}, {"Good", r.Good}, {"Fix", r.Fix}} {
		if text := strings.Trim(part.text, "\n"); text != "" {
			fmt.Fprintf(&b, "\n%s\n    %s\n", part.name, strings.ReplaceAll(text, "\n", "\n    "))
		}
	}
	return b.String()
}

// ruleIDs lists the rules by name.
func ruleIDs() []string {
	var ids []string
	for _, r := range lint.Rules() {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	return ids
}
