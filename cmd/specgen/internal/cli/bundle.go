package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen/spec"
)

// bundleCommand returns the command for the verb bundle.
func (a *app) bundleCommand() *cobra.Command {
	var o project.Overrides
	var out string
	cmd := &cobra.Command{
		Use:   "bundle [spec]",
		Short: "Print the spec as one file",
		Long: `Bundle prints the spec as one YAML document without references to other files. If the spec cannot be loaded, bundle prints
the findings instead.`,
		Example:           "  specgen bundle\n  specgen bundle -o openapi.yaml",
		Args:              oneSpec,
		ValidArgsFunction: specFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Spec = strings.Join(args, "")
			return a.bundle(cmd.Context(), o, out)
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "`file` for the bundle (default: standard output)")
	return cmd
}

// bundle loads the spec and writes its bundle to the file out, or to standard output if out is "". If the loader reports an error, or if the
// embedded document does not have the selected version, it prints the findings instead.
func (a *app) bundle(ctx context.Context, o project.Overrides, out string) error {
	p, err := a.open(o)
	if err != nil {
		return err
	}
	loaded, found, err := spec.LoadIn(ctx, p.FS, p.Config.Spec, p.Config.Folder)
	if err != nil {
		return err
	}
	if found.HasErrors() || loaded == nil {
		return a.print(p, found)
	}
	if p.Builtin {
		chosen, missing := loaded.Select(spec.Selection{Version: p.Config.Select.Version})
		if chosen == nil {
			return a.print(p, missing)
		}
		loaded = chosen
	}
	data := loaded.Bundle()
	if out == "" {
		_, err := a.stdout.Write(data)
		return err
	}
	return a.writeNamed(ctx, p, out, data, loaded.Files())
}
