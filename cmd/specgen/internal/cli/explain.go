package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/diff/edit"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
	"github.com/rasapi/specgen/gen/tree"
	"github.com/rasapi/specgen/internal/nearest"
)

// explainCommand returns the command for the verb explain.
func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain identifier|pointer|operation|subject|file:line",
		Short: "Print the line of the spec for a Go identifier, or the identifiers for an operation",
		Long: `Explain prints the line of the spec that a Go identifier is generated from. The argument may also be a JSON pointer into the
bundle, an operationId, a method and path, a subject as diff prints it, or a file and line. Explain then prints the Go
identifiers that are generated from that part of the spec.`,
		Example: "  specgen explain model.MFAType\n  specgen explain mfa.Client.CreateEmailOTP\n  specgen explain '#/components/schemas/MFA'\n  specgen explain 'GET /api/MFA'\n  specgen explain 'schema MFA'\n  specgen explain spec/paths/mfa.yaml:60",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("got %s, want one, such as model.MFAType or 'GET /api/MFA'", report.Plural(len(args), "argument"))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.explain(cmd.Context(), args[0]) },
	}
}

// explain generates the code of the first target in memory. It prints the part of the spec for a Go identifier, or the Go identifiers for a part of
// the spec.
func (a *app) explain(ctx context.Context, query string) error {
	p, err := a.open(project.Overrides{})
	if err != nil {
		return err
	}
	if p.Config, err = p.Config.WithPreset(p.FS); err != nil {
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
	lines := e.pointers(query)
	if len(lines) == 0 {
		lines = e.identifiers(query)
	}
	if len(lines) == 0 {
		return e.unknown(query)
	}
	for _, line := range lines {
		if err := a.line("%s", line); err != nil {
			return err
		}
	}
	return nil
}

// explainer finds Go identifiers in a generated tree, and the parts of the spec that they are generated from.
type explainer struct {
	p    *project.Project
	spec *spec.Spec
	tree *tree.Tree
	root string
}

// short returns the full name of a symbol without the import path of the output directory, such as "model.Door.State" or "client/door.Client.Get".
func (e explainer) short(s tree.Symbol) string {
	return strings.TrimPrefix(s.String(), e.root+"/")
}

// pointerOf returns the pointer of a part of the spec, or "" if query does not identify a part. query is a JSON pointer, an operationId, a method and
// path, a file and line, or a subject as diff prints it. The operationId may follow the path in parentheses, as in the output of diff.
func (e explainer) pointerOf(query string) string {
	if at := strings.TrimPrefix(query, "#"); strings.HasPrefix(at, "/") && e.spec.At(at) != nil {
		return at
	}
	for _, op := range e.spec.Operations() {
		call := op.Method + " " + op.Path
		if op.ID != "" && (op.ID == query || call+" ("+op.ID+")" == query) || call == query {
			return op.Pointer
		}
	}
	if m := fileAndLine.FindStringSubmatch(query); m != nil {
		line, err := strconv.Atoi(m[2])
		if err != nil {
			return ""
		}
		return e.atLine(filepath.ToSlash(filepath.Clean(m[1])), line)
	}
	if !strings.Contains(query, " ") { // a subject has a kind and a name
		return ""
	}
	found := ""
	e.walk("", e.spec.Model().Root(), func(pointer string) bool {
		if edit.Subject(e.spec, pointer) == query {
			found = pointer
		}
		return found == ""
	})
	return found
}

// fileAndLine matches a position in the form file:line or file:line:column.
var fileAndLine = regexp.MustCompile(`^(.+?):([0-9]+)(?::[0-9]+)?$`)

// atLine returns the pointer of the first part of the spec that begins on a line of a file. If no part begins on this line, atLine uses the nearest
// earlier line on which a part begins. If there is no such line, it returns "".
func (e explainer) atLine(file string, line int) string {
	best, found := 0, ""
	e.walk("", e.spec.Model().Root(), func(pointer string) bool {
		pos := e.p.DisplayPosition(e.spec.KeyPosition(pointer))
		if pos.File == file && pos.Line <= line && pos.Line > best {
			best, found = pos.Line, pointer
		}
		return true
	})
	return found
}

// walk calls visit for the pointer of each node below n until visit returns false. pointer is the pointer of n. walk visits a node before its
// children. walk reports whether all calls to visit returned true.
func (e explainer) walk(pointer string, n *oas.Node, visit func(pointer string) bool) bool {
	for key, child := range n.Each() {
		at := pointer + oas.Pointer(key)
		if !visit(at) || !e.walk(at, child, visit) {
			return false
		}
	}
	for i, child := range n.List() {
		at := pointer + oas.Pointer(strconv.Itoa(i))
		if !visit(at) || !e.walk(at, child, visit) {
			return false
		}
	}
	return true
}

// pointers returns the lines to print for a part of the spec, or nil if query does not identify a part.
func (e explainer) pointers(query string) []string {
	at := e.pointerOf(query)
	if at == "" {
		return nil
	}
	lines := []string{fmt.Sprintf("%s: %s", e.p.DisplayPosition(e.spec.KeyPosition(at)), edit.Subject(e.spec, at))}
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

// identifiers returns the lines to print for each Go identifier that query matches, or nil if there is none.
func (e explainer) identifiers(query string) []string {
	var lines []string
	for _, s := range e.tree.Symbols() {
		if !e.matches(s, query) {
			continue
		}
		pointer, _ := e.tree.Pointer(s)
		if pointer == "" {
			lines = append(lines, e.short(s)+": generated for every document")
			continue
		}
		lines = append(lines, fmt.Sprintf("%s: %s  %s  #%s", e.short(s), e.p.DisplayPosition(e.spec.KeyPosition(pointer)), edit.Subject(e.spec, pointer), pointer))
	}
	return lines
}

// matches reports whether query is the full name of a symbol, or the part of the name after a dot or a slash. A query without a dot must be the
// whole name of the symbol or of its member.
func (e explainer) matches(s tree.Symbol, query string) bool {
	full := s.String()
	return full == query || strings.HasSuffix(full, query) && len(full) > len(query) && strings.ContainsRune("./", rune(full[len(full)-len(query)-1])) &&
		(strings.Contains(query, ".") || s.Name == query || s.Member == query)
}

// unknown returns the error for a name that explain does not find. The error contains up to five similar names. For the ID of a rule, it contains the
// command that explains the rule.
func (e explainer) unknown(query string) error {
	if slices.Contains(ruleIDs(), query) {
		return fmt.Errorf("%q is a rule; run specgen lint --explain %s", query, query)
	}
	last := strings.ToLower(query[strings.LastIndexAny(query, "./")+1:])
	var near []string
	for _, s := range e.tree.Symbols() {
		if name := strings.ToLower(cmp.Or(s.Member, s.Name)); last != "" && (strings.Contains(name, last) || similar(name, last)) {
			near = append(near, e.short(s))
		}
	}
	slices.SortStableFunc(near, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	var calls []string
	for _, op := range e.spec.Operations() {
		if call := op.Method + " " + op.Path; strings.Contains(query, "/") && strings.Contains(strings.ToLower(call), strings.ToLower(query)) {
			calls = append(calls, strconv.Quote(call))
		}
	}
	near = append(calls, near...)
	message := fmt.Sprintf("%q is neither a generated Go identifier nor a pointer, an operationId or an operation of the spec", query)
	if len(near) > 0 {
		message += "; similar names: " + strings.Join(near[:min(5, len(near))], ", ")
	}
	return errors.New(message)
}

// similar reports whether a may be a misspelling of b.
func similar(a, b string) bool {
	limit := min(3, len(b)/3+1)
	return nearest.Distance(a, b, limit) < limit
}
