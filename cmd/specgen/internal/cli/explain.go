package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/diff"
	"github.com/rasapi/specgen/gen/spec"
	"github.com/rasapi/specgen/gen/tree"
	"github.com/rasapi/specgen/internal/nearest"
)

// explainCommand is `specgen explain`.
func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain identifier|pointer|operation",
		Short: "Lead from a Go identifier to its line in the spec, and back",
		Long: `Explain prints the line of the spec that a generated Go identifier was made of. Given a JSON pointer of the bundle, an
operationId or a method and path, it prints the Go identifiers that were made of it.`,
		Example: "  specgen explain model.MFAType\n  specgen explain mfa.Client.CreateEmailOTP\n  specgen explain '#/components/schemas/MFA'\n  specgen explain 'GET /api/MFA'",
		Args:    cobra.ExactArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.locate(cmd.Context(), args[0]) },
	}
}

// locate generates in memory and looks the argument up in the index.
func (a *app) locate(ctx context.Context, what string) error {
	p, err := a.open(project.Overrides{})
	if err != nil {
		return err
	}
	loaded, found, err := gen.Lint(ctx, p.FS, p.Config)
	if err != nil {
		return err
	}
	if loaded == nil || found.HasErrors() {
		return a.print(p, found)
	}
	cfg := p.Config.Each()[0]
	cfg.Code.Package = cmp.Or(cfg.Code.Package, "example.com/generated")
	result, found, err := gen.Build(ctx, loaded, cfg)
	if err != nil {
		return err
	}
	if result == nil {
		return a.print(p, found)
	}
	e := explainer{p, result.Spec, result.Tree, cfg.Code.Package}
	lines := e.pointers(what)
	if len(lines) == 0 {
		lines = e.identifiers(what)
	}
	if len(lines) == 0 {
		return e.unknown(what)
	}
	for _, line := range lines {
		if err := a.line("%s", line); err != nil {
			return err
		}
	}
	return nil
}

// explainer looks things up in the index of a tree.
type explainer struct {
	p    *project.Project
	spec *spec.Spec
	tree *tree.Tree
	root string
}

// short is a symbol as people write it: "model.Door.State", "client/door.Client.Get".
func (e explainer) short(s tree.Symbol) string {
	return strings.TrimPrefix(s.String(), e.root+"/")
}

// pointers answers a JSON pointer, an operationId, or a method and path; nothing when what is none of them.
func (e explainer) pointers(what string) []string {
	at := strings.TrimPrefix(what, "#")
	if !strings.HasPrefix(at, "/") || e.spec.Node(at) == nil {
		at = ""
		for _, op := range e.spec.Operations() {
			if op.ID != "" && op.ID == what || op.Method+" "+op.Path == what {
				at = op.Pointer
			}
		}
	}
	if at == "" {
		return nil
	}
	lines := []string{fmt.Sprintf("%s: %s", e.p.DisplayPosition(e.spec.KeyPosition(at)), diff.Subject(e.spec, at))}
	for _, s := range e.tree.Symbols() {
		if pointer, _ := e.tree.Pointer(s); pointer == at || strings.HasPrefix(pointer, at+"/") {
			line := "    " + e.short(s)
			if pointer != at {
				line += "  " + e.p.DisplayPosition(e.spec.Position(pointer)).String()
			}
			lines = append(lines, line)
		}
	}
	return lines
}

// identifiers answers a Go identifier, however much of it is written.
func (e explainer) identifiers(what string) []string {
	var lines []string
	for _, s := range e.tree.Symbols() {
		if !e.matches(s, what) {
			continue
		}
		pointer, _ := e.tree.Pointer(s)
		if pointer == "" {
			lines = append(lines, e.short(s)+": every document has it")
			continue
		}
		lines = append(lines, fmt.Sprintf("%s: %s  %s  #%s", e.short(s), e.p.DisplayPosition(e.spec.KeyPosition(pointer)), diff.Subject(e.spec, pointer), pointer))
	}
	return lines
}

// matches tells whether a text names a symbol: its end, from a dot or slash on.
func (e explainer) matches(s tree.Symbol, what string) bool {
	full := s.String()
	return full == what || strings.HasSuffix(full, what) && len(full) > len(what) && strings.ContainsRune("./", rune(full[len(full)-len(what)-1])) &&
		(strings.Contains(what, ".") || s.Name == what || s.Member == what)
}

// unknown is the error for what nothing has the name of, with names that are near.
func (e explainer) unknown(what string) error {
	if slices.Contains(ruleIDs(), what) {
		return fmt.Errorf("%q is a rule; specgen lint --explain %s tells of it", what, what)
	}
	last := strings.ToLower(what[strings.LastIndexAny(what, "./")+1:])
	var near []string
	for _, s := range e.tree.Symbols() {
		if name := strings.ToLower(cmp.Or(s.Member, s.Name)); last != "" && (strings.Contains(name, last) || alike(name, last)) {
			near = append(near, e.short(s))
		}
	}
	slices.SortStableFunc(near, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	var calls []string
	for _, op := range e.spec.Operations() {
		if call := op.Method + " " + op.Path; strings.Contains(what, "/") && strings.Contains(strings.ToLower(call), strings.ToLower(what)) {
			calls = append(calls, strconv.Quote(call))
		}
	}
	near = append(calls, near...)
	message := fmt.Sprintf("%q is no generated Go identifier, no pointer, no operationId and no operation of the spec", what)
	if len(near) > 0 {
		message += "; near are " + strings.Join(near[:min(5, len(near))], ", ")
	}
	return errors.New(message)
}

// alike tells whether a name may be another one misspelt.
func alike(a, b string) bool {
	limit := min(3, len(b)/3+1)
	return nearest.Distance(a, b, limit) < limit
}
