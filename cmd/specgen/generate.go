package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/gen/diag"
	"github.com/rasapi/specgen/gen/tree"
)

// generateCommand is `specgen generate`.
func (a *app) generateCommand() *cobra.Command {
	var o overrides
	cmd := &cobra.Command{
		Use:   "generate [spec]",
		Short: "Write the Go code, the bundle and their index",
		Long: `Generate lints the spec, makes models, client, server and enum helpers from it, type-checks them in memory, and only
then writes: files whose bytes differ are replaced, generated files without a place in the spec are removed, and files
that specgen did not make are named and left alone. When anything is wrong, nothing is written.`,
		Example:           "  specgen generate\n  specgen generate --output internal/ras --package example.com/farm/internal/ras openapi.yaml",
		Args:              oneSpec,
		ValidArgsFunction: specFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.spec = strings.Join(args, "")
			return a.generate(cmd.Context(), o)
		},
	}
	outputFlags(cmd, &o)
	return cmd
}

// generate plans and writes.
func (a *app) generate(ctx context.Context, o overrides) error {
	p, result, err := a.plan(ctx, o)
	if err != nil {
		return err
	}
	status := startProgress(a.stderr)
	status.step("writing %s", p.display(p.output))
	written, err := result.Tree.Write(ctx, p.output)
	status.done()
	if err != nil {
		return err
	}
	folder := filepath.ToSlash(p.display(p.output))
	a.say("%s", summary(folder, written))
	var foreign diag.List
	for _, name := range written.Foreign {
		rule, message := changeRule(tree.Foreign)
		foreign = append(foreign, diag.Diagnostic{
			Rule: rule, Severity: diag.Warning, Pos: diag.Position{File: p.inOutput(name)}, Message: message,
		})
	}
	if len(foreign) == 0 {
		return nil
	}
	return a.print(p, result, foreign)
}

// summary says what a write did, in one line.
func summary(folder string, w tree.Written) string {
	if w.Created+w.Changed+w.Removed == 0 {
		return fmt.Sprintf("%s/ is up to date (%s)", folder, files(w.Unchanged))
	}
	line := fmt.Sprintf("%s/: wrote %s, %d unchanged", folder, files(w.Created+w.Changed), w.Unchanged)
	if w.Removed > 0 {
		line += fmt.Sprintf(", removed %d", w.Removed)
	}
	return line
}

// files counts files in words.
func files(n int) string {
	if n == 1 {
		return "1 file"
	}
	return fmt.Sprintf("%d files", n)
}
