package main

import (
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/coverage"
	"github.com/rasapi/specgen/gen/diag"
	"github.com/rasapi/specgen/gen/lint"
	"github.com/rasapi/specgen/gen/tree"
)

// print writes findings to standard output in the chosen format, and gives errFindings when one of them is an error. The
// positions are those of the pipeline. A format for machines is written even without findings, so that the reader of the
// file has one; text is not. result may be nil.
func (a *app) print(p *project, result *gen.Result, found diag.List) error {
	format, err := a.diagFormat()
	if err != nil {
		return err
	}
	shown := slices.Clone(found)
	for i, d := range shown {
		shown[i].Pos, shown[i].End = p.typed(d.Pos), p.typed(d.End)
		shown[i].Related = slices.Clone(d.Related)
		for j, r := range d.Related {
			shown[i].Related[j].Pos = p.typed(r.Pos)
		}
	}
	shown = shown.Compact()
	if len(shown) > 0 || !a.forPeople() {
		err := diag.Print(a.stdout, format, shown, diag.Options{
			Color:    useColor(a.color, a.stdout),
			Source:   a.source(p, result),
			Tool:     "specgen",
			Version:  version(),
			Describe: describe(),
		})
		if err != nil {
			return fmt.Errorf("print findings: %w", err)
		}
	}
	if shown.HasErrors() {
		return errFindings
	}
	return nil
}

// forPeople tells whether lines of ours may stand beside the findings on standard output: json, sarif and junit are one
// document, which they would break.
func (a *app) forPeople() bool { return a.format == "text" || a.format == "github" }

// say writes one line about what was done.
func (a *app) say(format string, args ...any) {
	if a.forPeople() {
		fmt.Fprintf(a.stdout, format+"\n", args...)
	}
}

// source gives the bytes behind a position as printed: of the generated tree, which is not on disk yet, or of a file.
func (a *app) source(p *project, result *gen.Result) func(string) ([]byte, error) {
	read := make(map[string][]byte)
	return func(file string) ([]byte, error) {
		if data, ok := read[file]; ok {
			return data, nil
		}
		name := absolute(p.work, file)
		var data []byte
		if inTree := p.below(name); inTree != "" && result != nil && result.Tree != nil {
			data, _ = result.Tree.Data(inTree)
		}
		if data == nil {
			var err error
			if data, err = os.ReadFile(name); err != nil {
				return nil, err
			}
		}
		read[file] = data
		return data, nil
	}
}

// changeRule names and words the four ways in which the output folder can differ from the spec.
func changeRule(kind tree.Kind) (rule, message string) {
	switch kind {
	case tree.Changed:
		return "generated-changed", "differs from what the spec generates; run specgen generate"
	case tree.Missing:
		return "generated-missing", "is missing; run specgen generate"
	case tree.Orphaned:
		return "generated-orphaned", "is generated, but by nothing that is in the spec; run specgen generate, which removes it"
	default:
		return "generated-foreign", "is not made by specgen; move it out of the output folder"
	}
}

// describe gives the title of a rule for the formats that carry one.
func describe() func(rule string) string {
	titles := map[string]string{
		"generated-changed":  "A generated file differs from what the spec generates",
		"generated-missing":  "A generated file is missing",
		"generated-orphaned": "A generated file has no place in the spec any more",
		"generated-foreign":  "A file in the output folder was not made by specgen",
		"generated-edited":   "A generated file was edited by hand",
		"spec-changed":       "The spec was changed since the code was generated",
		"config-drift":       "The configuration was changed since the code was generated",
		"tool-drift":         "Another version of specgen generated the code",
		"lock-broken":        "The lock cannot be relied on",
		"not-formatted":      "A file of the spec is not as specgen fmt writes it",
		"webhooks-ignored":   "Webhooks become no code",
		"select":             "A selection chooses operations that are there",
		"go-type":            "The generated Go does not compile",
		"missing-dependency": "The module lacks a package that generated code imports",
		"coverage-stale":     "A report of the coverage is not what the spec and the map of the API say",
	}
	maps.Copy(titles, coverage.Rules())
	for _, r := range lint.Rules() {
		titles[r.ID] = r.Title
	}
	return func(rule string) string { return titles[rule] }
}

// writeFile gives a file that was named on the command line its content, and says whether that changed anything.
func (a *app) writeFile(p *project, name string, data []byte) error {
	file := absolute(p.work, name)
	changed, err := tree.WriteFile(file, data)
	if err != nil {
		return err
	}
	if changed {
		a.say("wrote %s", p.display(file))
	} else {
		a.say("%s is up to date", p.display(file))
	}
	return nil
}
