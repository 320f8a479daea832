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

// lintCommand is `specgen lint`.
func (a *app) lintCommand() *cobra.Command {
	var o project.Overrides
	var explain string
	var fix, watch bool
	cmd := &cobra.Command{
		Use:   "lint [spec]",
		Short: "Report everything that is wrong with the spec",
		Long: `Lint validates the spec and applies the rules of this project, and reports all findings at once, each with the file, line
and column it was written at. Severities and waivers stand in the file named by lint: in specgen.yaml.

With --fix it first mends what has one remedy and needs no judgement, in the files themselves: a misspelt extension, null in an enum,
nullable beside $ref, a reference around the root, the index. Comments and layout stay. --explain says whether a rule can be mended.

With --watch it goes on and reports again after every change of the files, until it is interrupted.`,
		Example: "  specgen lint\n  specgen lint --fix\n  specgen lint --format sarif > findings.sarif\n  specgen lint --explain enum-names",
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
			o.Spec = strings.Join(args, "")
			switch {
			case fix:
				return a.lintFix(cmd.Context(), o)
			case watch:
				ticker := time.NewTicker(pollEvery)
				defer ticker.Stop()
				return a.watch(cmd.Context(), ticker.C, func() ([]string, error) { return a.lint(cmd.Context(), o) })
			}
			_, err := a.lint(cmd.Context(), o)
			return err
		},
	}
	cmd.Flags().StringVar(&explain, "explain", "", "print what a `rule` asks for, why, and how to mend it")
	cmd.Flags().BoolVar(&fix, "fix", false, "mend what needs no judgement, then report what is left")
	cmd.Flags().BoolVar(&watch, "watch", false, "report again after every change")
	cmd.MarkFlagsMutuallyExclusive("explain", "fix", "watch")
	completeLate(cmd, "explain", ruleIDs)
	return cmd
}

// lint loads and checks the spec. It gives the files that the findings depend on.
func (a *app) lint(ctx context.Context, o project.Overrides) (used []string, err error) {
	p, err := a.open(o)
	if err != nil {
		return nil, err
	}
	loaded, found, err := a.check(ctx, p)
	if err != nil {
		return nil, err
	}
	if loaded != nil {
		for _, name := range append(loaded.Files(), p.Config.Lint) {
			if name != "" {
				used = append(used, project.Absolute(p.Base, name))
			}
		}
	}
	if file, err := project.FindConfig(a.config, p.Work); err == nil {
		used = append(used, file)
	}
	if err := a.print(p, found); err != nil {
		return used, err
	}
	if len(found) == 0 {
		a.sayClean(p, loaded)
	}
	return used, nil
}

func (a *app) sayClean(p *project.Project, s *spec.Spec) {
	a.say("%s: %d operations, %d schemas, no findings", p.Display(project.Absolute(p.Base, p.Config.Spec)), len(s.Operations()), len(s.Schemas()))
}

// errCarried is the answer to a verb that would write the spec which the command carries.
var errCarried = errors.New("the spec that specgen carries is not a file, so it cannot be changed; name a file")

// lintFix mends, and reports what is left.
func (a *app) lintFix(ctx context.Context, o project.Overrides) error {
	p, err := a.open(o)
	if err != nil {
		return err
	}
	if p.Builtin {
		return errCarried
	}
	status := startProgress(a.stderr)
	status.step("mending %s", p.Display(project.Absolute(p.Base, p.Config.Spec)))
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
		a.say("nothing to mend")
	}
	return a.print(p, fixed.Left)
}

// check gives the spec and the findings of loading and linting it.
func (a *app) check(ctx context.Context, p *project.Project) (*spec.Spec, report.List, error) {
	status := startProgress(a.stderr)
	defer status.done()
	status.step("checking %s", p.Display(project.Absolute(p.Base, p.Config.Spec)))
	return gen.Lint(ctx, p.FS, p.Config)
}

// explain prints what is known about a rule.
func (a *app) explain(id string) error {
	for _, r := range rules() {
		if r.ID == id {
			_, err := fmt.Fprint(a.stdout, ruleText(r))
			return err
		}
	}
	a.started = false // an unknown name is a usage error
	near := slices.DeleteFunc(ruleIDs(), func(known string) bool { return !strings.Contains(known, id) && !alike(known, id) })
	if id != "" && len(near) > 0 {
		return fmt.Errorf("no rule %q; near are %s", id, strings.Join(near, ", "))
	}
	return fmt.Errorf("no rule %q; the rules are %s", id, strings.Join(ruleIDs(), ", "))
}

// ruleText lays a rule out for a terminal.
func ruleText(r report.Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n%s\n", r.ID, r.Severity, r.Title)
	for _, part := range []struct{ name, text string }{{"Why", r.Why}, {"Bad", r.Bad}, {"Good", r.Good}, {"Fix", r.Fix}} {
		if text := strings.Trim(part.text, "\n"); text != "" {
			fmt.Fprintf(&b, "\n%s\n    %s\n", part.name, strings.ReplaceAll(text, "\n", "\n    "))
		}
	}
	if lint.HasFix(r.ID) {
		b.WriteString("    specgen lint --fix does it where nothing else depends on it.\n")
	}
	return b.String()
}

// ruleIDs lists the rules by name.
func ruleIDs() []string {
	var ids []string
	for _, r := range rules() {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	return ids
}
