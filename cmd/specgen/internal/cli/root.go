package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/cmd/specgen/internal/defect"
	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/internal/nearest"
)

// app is a run of the command, with its output streams and the flags that all verbs share.
type app struct {
	stdout, stderr io.Writer
	tool           string                        // version of specgen for the lock
	importer       func(dir string) gen.Importer // function that returns the importer for the type check of code in dir; nil disables the type check
	at             defect.Step                   // the current step, which the report of a panic contains
	files          gate                          // gate for the writes of files
	started        bool                          // whether the verb has started; a later error is not a usage error

	config string // value of --config; "" means the nearest specgen.yaml
	format string // value of --format, which is a report.Format
	color  string // value of --color: auto, always or never

	preset     string // value of --preset: a name in lint.Presets; "" means the preset in the lint file
	failOnSkip bool   // value of --fail-on-skip
}

// rootCommand returns the command with all verbs.
func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "specgen",
		Short: "Generate a Go client, server and enums from an OpenAPI document",
		Long: `Specgen generates Go code from an OpenAPI document: models, a client, a server and enum helpers.

Specgen reads specgen.yaml from the working directory or the nearest parent directory. Flags override settings, and a spec
file as argument replaces the configured spec.

Exit codes: 0 no errors; 1 errors in the spec, generated files that are out of date, or breaking changes; 2 wrong usage or a
failure. Warnings do not change the exit code.`,
		Args:          unknownVerb,
		RunE:          func(cmd *cobra.Command, _ []string) error { return a.noVerb(cmd) },
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRun: func(cmd *cobra.Command, _ []string) {
			a.started, a.at.Stage = cmd.HasParent(), cmd.Name()
		},
	}
	flags := root.PersistentFlags()
	flags.StringVar(&a.config, "config", "", "configuration `file` (default: the nearest specgen.yaml)")
	flags.Var(newChoice(&a.format, report.Formats()), "format", "format of findings: "+strings.Join(report.Formats(), ", "))
	flags.Var(newChoice(&a.color, []string{"auto", "always", "never"}), "color", "use of color in text output: auto, always, never")
	complete(root, "format", report.Formats())
	complete(root, "color", []string{"auto", "always", "never"})

	root.AddCommand(a.initCommand(), a.fmtCommand(), a.bundleCommand(), a.lintCommand(), a.generateCommand(), a.verifyCommand(),
		a.coverageCommand(), a.diffCommand(), a.changelogCommand(), a.explainCommand(), a.impactCommand(),
		a.versionCommand())
	root.SetHelpCommand(a.helpCommand(root))
	root.SetFlagErrorFunc(wrongFlag)
	return root
}

// unknownVerb returns an error if there are arguments, because the first argument is not a verb. The error contains verbs with similar names, if
// there are any.
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
		return fmt.Errorf("unknown verb %q; run specgen help for a list", args[0])
	}
	return fmt.Errorf("unknown verb %q; did you mean %s?", args[0], strings.Join(near, " or "))
}

// noVerb prints the verbs and returns a usage error.
func (a *app) noVerb(root *cobra.Command) error {
	root.SetOut(a.stderr)
	if err := root.Usage(); err != nil {
		return fmt.Errorf("print usage: %w", err)
	}
	return fmt.Errorf("no verb; name one of the verbs in the list")
}

// helpCommand returns the command for the verb help. Unlike the help command of cobra, the command returns an error for an unknown verb.
func (a *app) helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [verb]",
		Short: "Print the help of a verb",
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
				return fmt.Errorf("no help for %q; run specgen help for a list of verbs", strings.Join(args, " "))
			}
			verb.InitDefaultHelpFlag()
			return verb.Help()
		},
	}
}

// oneSpec returns an error if there are arguments after the first argument, which is the spec.
func oneSpec(_ *cobra.Command, args []string) error {
	if len(args) > 1 {
		return fmt.Errorf("got %d arguments, want at most one spec: %s", len(args), strings.Join(args, " "))
	}
	return nil
}

// noArguments returns an error if there are arguments.
func noArguments(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("got %s, want none: %s", report.Plural(len(args), "argument"), strings.Join(args, " "))
	}
	return nil
}

// wrongFlag returns an error without the name of a Go function for a flag whose value is not a number or a boolean.
func wrongFlag(_ *cobra.Command, err error) error {
	number, ok := errors.AsType[*strconv.NumError](err)
	if !ok {
		return err
	}
	want := "must be a whole number"
	if number.Func == "ParseBool" {
		want = "must be true or false"
	}
	return errors.New(strings.Replace(err.Error(), number.Error(), want, 1))
}

// specFiles returns the file extensions for the completion of the first argument, which is a spec in YAML or JSON. It returns none for further
// arguments.
func specFiles(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return []string{"yaml", "yml", "json"}, cobra.ShellCompDirectiveFilterFileExt
}

// complete registers values for the shell completion of a flag.
func complete(cmd *cobra.Command, flag string, values []string) {
	completeLate(cmd, flag, func() []string { return values })
}

// completeLate is like [complete], but computes the values when the shell requests them.
func completeLate(cmd *cobra.Command, flag string, values func() []string) {
	_ = cmd.RegisterFlagCompletionFunc(flag, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return values(), cobra.ShellCompDirectiveNoFileComp
	})
}

// choice implements [pflag.Value] for a fixed list of values. The first value is the default.
type choice struct {
	value   *string
	allowed []string
}

func newChoice(value *string, allowed []string) choice {
	*value = allowed[0]
	return choice{value, allowed}
}

// String returns the current value.
func (c choice) String() string {
	if c.value == nil { // pflag calls String on the zero value
		return ""
	}
	return *c.value
}

// Set sets the value. It returns an error for a value that is not in the list.
func (c choice) Set(s string) error {
	if !slices.Contains(c.allowed, s) {
		return fmt.Errorf("must be one of %s", strings.Join(c.allowed, ", "))
	}
	*c.value = s
	return nil
}

// optionalChoice is a [choice] without a default value.
type optionalChoice struct {
	value   *string
	allowed []string
}

// String returns the current value.
func (c optionalChoice) String() string { return choice(c).String() }

// Set sets the value, or returns an error if the value is not in the list.
func (c optionalChoice) Set(s string) error { return choice(c).Set(s) }

// Type returns the placeholder for the value in the help text.
func (c optionalChoice) Type() string { return "name" }

// Type returns the placeholder for the value in the help text.
func (c choice) Type() string { return "name" }

// reportFormat returns the value of --format.
func (a *app) reportFormat() (report.Format, error) { return report.ParseFormat(a.format) }
