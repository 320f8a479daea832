package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/cmd/specgen/internal/defect"
	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/internal/nearest"
)

// app is one run of the command: where it writes, and the flags every verb shares.
type app struct {
	stdout, stderr io.Writer
	tool           string                           // version in a lock
	importer       func(folder string) gen.Importer // for the type check of code that will stand in the folder; nil leaves it out
	at             defect.Step                      // what the verb is doing, for the report of a panic
	files          gate                             // admits the writes of files
	started        bool                             // a verb's own code runs: an error from here on is no usage error

	config string // --config; empty: the nearest specgen.yaml
	format string // --format: a report.Format
	color  string // --color: auto, always or never

	profile profiler
}

// rootCommand builds the command tree.
func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "specgen",
		Short: "Turn a hand-written OpenAPI description into a Go client, server and enums",
		Long: `Specgen turns a hand-written OpenAPI description into Go: models, a client, a server and enum helpers.

It reads specgen.yaml from the working folder or the nearest folder above it; flags override it, and a spec file as
argument stands in for the configured one.

Exit codes: 0 clean; 1 findings, or generated files out of date; 2 wrong usage or a failure.`,
		Args:          unknownVerb,
		RunE:          func(cmd *cobra.Command, _ []string) error { return a.noVerb(cmd) },
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			a.started, a.at.Stage = cmd.HasParent(), cmd.Name()
			return a.profile.start()
		},
	}
	a.profile.flag(root)
	flags := root.PersistentFlags()
	flags.StringVar(&a.config, "config", "", "configuration `file` (default: the nearest specgen.yaml)")
	flags.Var(newChoice(&a.format, report.Formats()), "format", "how findings are printed: "+strings.Join(report.Formats(), ", "))
	flags.Var(newChoice(&a.color, []string{"auto", "always", "never"}), "color", "colour in text output: auto, always, never")
	complete(root, "format", report.Formats())
	complete(root, "color", []string{"auto", "always", "never"})

	root.AddCommand(a.initCommand(), a.fmtCommand(), a.bundleCommand(), a.lintCommand(), a.generateCommand(), a.verifyCommand(),
		a.coverageCommand(), a.diffCommand(), a.changelogCommand(), a.explainCommand(), a.impactCommand(),
		a.versionCommand())
	root.SetHelpCommand(a.helpCommand(root))
	return root
}

// unknownVerb refuses an argument that is no verb, and names the verbs that look like it.
func unknownVerb(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	root.SuggestionsMinimumDistance = 2
	near := root.SuggestionsFor(args[0])
	slices.SortStableFunc(near, func(a, b string) int {
		return nearest.Distance(args[0], a, 10) - nearest.Distance(args[0], b, 10)
	})
	if len(near) == 0 {
		return fmt.Errorf("unknown verb %q", args[0])
	}
	return fmt.Errorf("unknown verb %q; did you mean %s?", args[0], strings.Join(near, " or "))
}

// noVerb is `specgen` alone: a usage error that shows the verbs.
func (a *app) noVerb(root *cobra.Command) error {
	root.SetOut(a.stderr)
	if err := root.Usage(); err != nil {
		return fmt.Errorf("print usage: %w", err)
	}
	return fmt.Errorf("no verb given")
}

// helpCommand is cobra's own help with one difference: an unknown topic is a usage error, not a success.
func (a *app) helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [verb]",
		Short: "Explain a verb",
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var names []string
			for _, verb := range root.Commands() {
				if verb.IsAvailableCommand() {
					names = append(names, verb.Name())
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			verb, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				a.started = false
				return fmt.Errorf("no help for %q", strings.Join(args, " "))
			}
			verb.InitDefaultHelpFlag()
			return verb.Help()
		},
	}
}

// oneSpec accepts at most one argument, the spec file that stands in for the configured one.
func oneSpec(_ *cobra.Command, args []string) error {
	if len(args) > 1 {
		return fmt.Errorf("one spec file at most, got %d: %s", len(args), strings.Join(args, " "))
	}
	return nil
}

// specFiles completes the spec argument with YAML and JSON files.
func specFiles(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return []string{"yaml", "yml", "json"}, cobra.ShellCompDirectiveFilterFileExt
}

// complete offers values for the completion of a flag of cmd. It cannot fail for a flag that was just declared.
func complete(cmd *cobra.Command, flag string, values []string) {
	completeLate(cmd, flag, func() []string { return values })
}

// completeLate is complete with values that are made when a shell asks for them.
func completeLate(cmd *cobra.Command, flag string, values func() []string) {
	_ = cmd.RegisterFlagCompletionFunc(flag, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return values(), cobra.ShellCompDirectiveNoFileComp
	})
}

// choice is a flag value out of a fixed list; the first is the default.
type choice struct {
	value   *string
	allowed []string
}

func newChoice(value *string, allowed []string) choice {
	*value = allowed[0]
	return choice{value, allowed}
}

// String gives the current value.
func (c choice) String() string {
	if c.value == nil { // the zero choice, which pflag makes to compare with
		return ""
	}
	return *c.value
}

// Set takes a value of the list and refuses every other.
func (c choice) Set(s string) error {
	if !slices.Contains(c.allowed, s) {
		return fmt.Errorf("must be one of %s", strings.Join(c.allowed, ", "))
	}
	*c.value = s
	return nil
}

// Type names the kind of value in help.
func (c choice) Type() string { return "name" }

// diagFormat is --format as package report knows it.
func (a *app) diagFormat() (report.Format, error) { return report.ParseFormat(a.format) }
