package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/lint"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// lintCommand returns the command for the verb lint.
func (a *app) lintCommand() *cobra.Command {
	var o project.Overrides
	var explain string
	var fix, watch bool
	cmd := &cobra.Command{
		Use:   "lint [spec]",
		Short: "Report every problem in the spec",
		Long: `Lint validates the spec, applies the rules of specgen, and reports all findings with their file, line and column. The setting
lint in specgen.yaml names a file with severities and waivers.

With --fix, lint first corrects the problems that have a safe fix, such as a misspelled extension, null in an enum,
nullable next to $ref, a reference that bypasses the root, or an unsorted index. It keeps comments and layout.
--explain shows whether a rule has a fix.

With --watch, lint repeats the report after every change of the files until it is interrupted.`,
		Example: "  specgen lint\n  specgen lint --fix\n  specgen lint --format sarif > findings.sarif\n  specgen lint --explain enum-names",
		Args: func(cmd *cobra.Command, args []string) error {
			if explain != "" && len(args) > 0 {
				return fmt.Errorf("--explain takes no spec, got %q; omit it", args[0])
			}
			return oneSpec(cmd, args)
		},
		ValidArgsFunction: specFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			if explain != "" {
				return a.explainRule(explain)
			}
			o.Spec = strings.Join(args, "")
			switch {
			case fix:
				return a.lintFix(cmd.Context(), o)
			case watch:
				ticker := time.NewTicker(pollInterval)
				defer ticker.Stop()
				return a.watch(cmd.Context(), ticker.C, func() ([]string, error) { return a.lint(cmd.Context(), o) })
			}
			_, err := a.lint(cmd.Context(), o)
			return err
		},
	}
	cmd.Flags().StringVar(&explain, "explain", "", "`rule` to explain with its reason, examples and fix")
	a.lintFlags(cmd)
	cmd.Flags().BoolVar(&fix, "fix", false, "application of the safe fixes, and a report of the remaining findings")
	cmd.Flags().BoolVar(&watch, "watch", false, "another run after every change of an input file")
	cmd.MarkFlagsMutuallyExclusive("explain", "fix", "watch")
	completeLate(cmd, "explain", ruleIDs)
	return cmd
}

// changesFindings reports whether a flag may change the findings of lint. If so, lint must run even if the lock matches.
func (a *app) changesFindings() bool { return a.preset != "" || a.failOnSkip }

// lintFlags declares the flags of lint that generate and verify also have.
func (a *app) lintFlags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.preset, "preset", "", "`name` of the preset of lint rules: "+strings.Join(lint.Presets(), ", ")+" (default: the preset in the lint file)")
	complete(cmd, "preset", lint.Presets())
	cmd.Flags().BoolVar(&a.failOnSkip, "fail-on-skip", false, "an error for each part of the spec that cannot be generated, instead of a warning")
}

// lint checks the spec and prints the findings, or the size of the spec if there are none. used contains the absolute paths of the input files that
// lint has found, even if it returns an error.
func (a *app) lint(ctx context.Context, o project.Overrides) (used []string, err error) {
	p, err := a.open(o)
	if p != nil {
		used = p.InputFiles()
	}
	if err != nil {
		return used, err
	}
	loaded, found, err := a.check(ctx, p)
	if err != nil {
		return used, err
	}
	if loaded != nil {
		for _, name := range loaded.Files() {
			used = append(used, project.Absolute(p.Base, name))
		}
	}
	used = append(used, filesIn(p, found)...)
	if err := a.print(p, found); err != nil {
		return used, err
	}
	if len(found) == 0 {
		a.sayClean(p, loaded)
	}
	return used, nil
}

// sayClean prints the size of a spec that has no findings.
func (a *app) sayClean(p *project.Project, s *spec.Spec) {
	a.say("%s: %s, %s, no findings", p.Display(project.Absolute(p.Base, p.Config.Spec)), report.Plural(len(s.Operations()), "operation"), report.Plural(len(s.Schemas()), "schema"))
}

// errEmbedded is the error of a verb that cannot change the spec, because the spec is the embedded document.
var errEmbedded = errors.New("the embedded document cannot be changed; name a file as the spec")

// lintFix applies the safe fixes and reports the remaining findings.
func (a *app) lintFix(ctx context.Context, o project.Overrides) error {
	p, err := a.open(o)
	if err != nil {
		return err
	}
	if p.Builtin {
		return errEmbedded
	}
	status := startProgress(a.stderr)
	status.step("fixing %s", p.Display(project.Absolute(p.Base, p.Config.Spec)))
	fixed, err := gen.Fix(ctx, p.FS, p.Config)
	status.done()
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(fixed.Files)) {
		changed, err := a.writeFileIn(ctx, p.Base, name, fixed.Files[name])
		if err != nil {
			return err
		}
		if changed {
			a.say("wrote %s", p.Display(project.Absolute(p.Base, name)))
		}
	}
	if len(fixed.Files) == 0 {
		a.say("nothing to fix")
	}
	return a.print(p, fixed.Left)
}

// check calls [gen.Check] and shows the progress.
func (a *app) check(ctx context.Context, p *project.Project) (*spec.Spec, report.List, error) {
	status := startProgress(a.stderr)
	defer status.done()
	status.step("checking %s", p.Display(project.Absolute(p.Base, p.Config.Spec)))
	return gen.Check(ctx, p.FS, p.Config)
}

// explainRule prints the text of a rule. If there is no rule with the given ID, explainRule returns an error that lists similar rules, or all rules
// if none is similar.
func (a *app) explainRule(id string) error {
	for _, r := range rules() {
		if r.ID == id {
			_, err := fmt.Fprint(a.stdout, ruleText(r))
			return err
		}
	}
	a.started = false // an unknown rule is a usage error
	near := slices.DeleteFunc(ruleIDs(), func(known string) bool { return !strings.Contains(known, id) && !similar(known, id) })
	if id != "" && len(near) > 0 {
		return fmt.Errorf("unknown rule %q; did you mean %s?", id, strings.Join(near, ", "))
	}
	return fmt.Errorf("unknown rule %q; the rules are %s", id, strings.Join(ruleIDs(), ", "))
}

// ruleText returns the text of a rule for output on a terminal.
func ruleText(r report.Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n%s\n", r.ID, r.Severity, r.Title)
	for _, part := range []struct{ name, text string }{{"Why", r.Why}, {"Bad", r.Bad}, {"Good", r.Good}, {"Fix", r.Fix}} {
		if text := strings.Trim(part.text, "\n"); text != "" {
			fmt.Fprintf(&b, "\n%s\n    %s\n", part.name, strings.ReplaceAll(text, "\n", "\n    "))
		}
	}
	if lint.HasFix(r.ID) {
		b.WriteString("    specgen lint --fix applies it where that is safe.\n")
	}
	return b.String()
}

// ruleIDs returns the sorted IDs of all rules.
func ruleIDs() []string {
	var ids []string
	for _, r := range rules() {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	return ids
}
