package main

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
)

// goal is a bound that a ratio should meet for every document.
type goal struct {
	name        string
	stage       stage // of specgen
	atLeast     bool  // whether bound is the minimum; otherwise it is the maximum
	bound       float64
	ratio       func(*comparison) (ratio float64, ok bool) // ok is false if there is no ratio
	explanation string
}

// speedGoals lists a goal for each stage that does not run go build.
var speedGoals = []goal{
	{"cold", cold, true, 2, coldRatio(cold), "CPU time of oapi-codegen (three runs) / CPU time of `specgen generate`"},
	{"cold, without the type check", unchecked, true, 3, coldRatio(unchecked), "the same ratio, but specgen skips the type check"},
	{"nothing changed", unchanged, true, 100, coldRatio(unchanged), "the same ratio, but the generated files are up to date"},
	{"one-line edit", edit, true, 5, coldRatio(edit), "the same ratio, after a property was added to one schema"},
	{"verify", verify, true, 50, func(c *comparison) (float64, bool) { return cpuRatio(c.specgen.stages[cold], c.specgen.stages[verify]) },
		"CPU time of a cold `specgen generate` / CPU time of `specgen verify`"},
}

var linesGoal = goal{
	"lines of client and models", clients, false, 0.6, func(c *comparison) (float64, bool) {
		lines, reference := c.specgen.lines[clients], c.oapiCodegen.lines[clients]
		return float64(lines) / float64(reference), lines > 0 && reference > 0
	}, "lines of specgen / lines of oapi-codegen",
}

var buildGoal = goal{
	"go build of client and models", clients, false, 0.5, func(c *comparison) (float64, bool) {
		return cpuRatio(c.specgen.stages[clients], c.oapiCodegen.stages[clients])
	}, "CPU time of `go build` for specgen / for oapi-codegen",
}

// The goals for the growth of the CPU time and the memory of specgen.
const (
	maxExponent = 1.1
	maxPeak     = 2e9 // bytes, for the largest document
)

// cpuRatio returns a.cpu / b.cpu. ok is false if a or b did not succeed.
func cpuRatio(a, b *outcome) (ratio float64, ok bool) {
	if !a.succeeded() || !b.succeeded() {
		return 0, false
	}
	return a.cpu / b.cpu, true
}

// coldRatio returns a function that divides the CPU time of a cold run of oapi-codegen by the CPU time of stage s of specgen.
func coldRatio(s stage) func(*comparison) (float64, bool) {
	return func(c *comparison) (float64, bool) { return cpuRatio(c.oapiCodegen.stages[cold], c.specgen.stages[s]) }
}

func (g goal) met(ratio float64) bool {
	if g.atLeast {
		return ratio >= g.bound
	}
	return ratio <= g.bound
}

// String returns the bound, such as "≥ 2".
func (g goal) String() string {
	if g.atLeast {
		return fmt.Sprintf("≥ %g", g.bound)
	}
	return fmt.Sprintf("≤ %g", g.bound)
}

func verdict(ok bool) string {
	if ok {
		return "ok"
	}
	return "**missed**"
}

// report holds the results of one run of this program.
type report struct {
	oapiCodegen, goVersion string // versions
	note                   string
	runs                   int // value of the flag -runs
	documents              []*comparison
	growth                 growth
}

// markdown returns the report as a section of a page.
func (r *report) markdown() string {
	times := fmt.Sprintf("%d times each", r.runs)
	if r.runs == 1 {
		times = "once each"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "## Comparison with oapi-codegen\n\n")
	fmt.Fprintf(&b, "`make bench-generate BENCH=\"-o ../../docs/internals/speed.md\"` writes this section. It compares specgen with the command oapi-codegen %s.\n", r.oapiCodegen)
	fmt.Fprintf(&b, "Both are built with %s for %s/%s. They take turns on %d processors and generate %s. Times are those of the fastest run. Memory\n",
		r.goVersion, runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), times)
	fmt.Fprint(&b, "is the peak of the largest process in any run.\n\n")
	fmt.Fprint(&b, "For each document, oapi-codegen runs three times with its default settings: for the models, for the client, and for the chi server with the strict\n")
	fmt.Fprint(&b, "server. All of them are in one package. specgen has the settings that `specgen init` writes, and is built as a release. One run generates models,\n")
	fmt.Fprint(&b, "enums, client, server and bundle. It also validates and lints the document, and type-checks the code.\n\n")
	fmt.Fprint(&b, "The Go build cache contains the imports of the generated code. oapi-codegen keeps nothing between runs, so each of its runs is a cold run. CPU time\n")
	fmt.Fprint(&b, "is the sum of user and system time.\n")
	if r.note != "" {
		fmt.Fprintf(&b, "\n%s\n", r.note)
	}
	if len(r.documents) > 0 {
		r.writeGoals(&b)
		r.writeSpeed(&b)
		r.writeCode(&b)
	}
	if len(r.growth.specgen) > 0 {
		r.writeGrowth(&b)
	}
	return b.String()
}

func (r *report) writeGoals(b *strings.Builder) {
	fmt.Fprint(b, "\n### Goals\n\n| | goal | median | worst | reached | ratio |\n|---|---|---:|---:|---|---|\n")
	for _, g := range append(slices.Clone(speedGoals), linesGoal, buildGoal) {
		type result struct {
			ratio float64
			name  string
		}
		var all []result
		met := 0
		for _, c := range r.documents {
			if ratio, ok := g.ratio(c); ok {
				all = append(all, result{ratio, c.name})
				if g.met(ratio) {
					met++
				}
			}
		}
		if len(all) == 0 {
			continue
		}
		slices.SortFunc(all, func(x, y result) int { return cmp.Compare(x.ratio, y.ratio) })
		worst := all[len(all)-1]
		if g.atLeast {
			worst = all[0]
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s (%s) | %d of %d: %s | %s |\n", g.name, g, digits(all[len(all)/2].ratio), digits(worst.ratio), worst.name,
			met, len(all), verdict(met == len(all)), g.explanation)
	}
	if k, last, ok := exponents(r.growth.specgen); ok {
		largest := r.growth.specgen[len(r.growth.specgen)-1]
		fmt.Fprintf(b, "| growth with operations | ≤ %g | | %.2f (%.2f between the two largest) | %s | exponent of CPU time |\n", maxExponent, k, last, verdict(k <= maxExponent))
		fmt.Fprintf(b, "| memory at %s operations | ≤ %g GB | | %.2f GB | %s | largest process |\n", thousands(largest.operations), maxPeak/1e9, float64(largest.peak)/1e9,
			verdict(largest.peak <= maxPeak))
	}
	generated := 0
	for _, c := range r.documents {
		if c.oapiCodegen.stages[cold].succeeded() {
			generated++
		}
	}
	fmt.Fprintf(b, "\noapi-codegen generates code for %d of %d documents; the others have only the ratio of verify. If the generated code does not compile, there is no ratio for `go build`.\n", generated, len(r.documents))
}

func (r *report) writeSpeed(b *strings.Builder) {
	fmt.Fprint(b, "\n### Time and memory of generating\n\nThe cells of the generators show CPU s / wall s / MB.\n\n")
	fmt.Fprint(b, "| document | operations | run | specgen | oapi-codegen | CPU ratio | wall ratio | goal |\n|---|---:|---|---:|---:|---:|---:|---|\n")
	for _, c := range r.documents {
		for i, g := range speedGoals {
			name, operations, reference := "", "", ""
			if i == 0 {
				name, operations, reference = c.name, thousands(c.operations), c.oapiCodegen.stages[cold].String()
			}
			o := c.specgen.stages[g.stage]
			if o == nil {
				continue
			}
			fmt.Fprintf(b, "| %s | %s | %s | %s | %s |", name, operations, g.stage, o, reference)
			ratio, ok := g.ratio(c)
			if !ok {
				fmt.Fprint(b, " | | |\n")
				continue
			}
			base := c.oapiCodegen.stages[cold]
			if g.stage == verify {
				base = c.specgen.stages[cold]
			}
			fmt.Fprintf(b, " %s | %s | %s %s |\n", digits(ratio), digits(base.wall/o.wall), g, verdict(g.met(ratio)))
		}
	}
	fmt.Fprint(b, "\noapi-codegen has no command like verify. The ratio of verify therefore compares it with a cold run of specgen.\n")
}

func (r *report) writeCode(b *strings.Builder) {
	fmt.Fprint(b, "\n### Size and build time of the Go code\n\nThe columns of builds show CPU s / wall s / MB of the largest process of `go build`.\n\n")
	fmt.Fprint(b, "| document | code | specgen lines | oapi-codegen lines | ratio | goal | specgen build | oapi-codegen build | CPU ratio | goal |\n|---|---|---:|---:|---:|---|---:|---:|---:|---|\n")
	for _, c := range r.documents {
		for i, s := range []stage{clients, whole, lean} {
			o := c.specgen.stages[s]
			if o == nil {
				continue
			}
			base := s
			if s == lean { // oapi-codegen has no such settings
				base = clients
			}
			name := ""
			if i == 0 {
				name = c.name
			}
			lines, baseLines := c.specgen.lines[s], c.oapiCodegen.lines[s]
			linesRatio, buildRatio, linesVerdict, buildVerdict := "", "", "", ""
			if lines > 0 && baseLines > 0 {
				ratio := float64(lines) / float64(baseLines)
				linesRatio = digits(ratio)
				if s == linesGoal.stage {
					linesVerdict = fmt.Sprintf("%s %s", linesGoal, verdict(linesGoal.met(ratio)))
				}
			}
			if ratio, ok := cpuRatio(o, c.oapiCodegen.stages[base]); ok {
				buildRatio = digits(ratio)
				if s == buildGoal.stage {
					buildVerdict = fmt.Sprintf("%s %s", buildGoal, verdict(buildGoal.met(ratio)))
				}
			}
			fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", name, s, thousands(lines), thousands(baseLines), linesRatio, linesVerdict,
				o, c.oapiCodegen.stages[base], buildRatio, buildVerdict)
		}
	}
}

func (r *report) writeGrowth(b *strings.Builder) {
	fmt.Fprint(b, "\n### Growth\n\nEach generator does one cold run per synthetic document. The documents differ only in size. The cells show CPU s / MB.\n\n")
	fmt.Fprint(b, "| operations | specgen | oapi-codegen | CPU ratio |\n|---:|---:|---:|---:|\n")
	for i, p := range r.growth.specgen {
		q := r.growth.oapiCodegen[i]
		ratio := ""
		if p.failure == "" && q.failure == "" {
			ratio = digits(q.cpu / p.cpu)
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", thousands(p.operations), p, q, ratio)
	}
	for _, side := range []struct {
		name   string
		points []point
	}{{"specgen", r.growth.specgen}, {"oapi-codegen", r.growth.oapiCodegen}} {
		if k, last, ok := exponents(side.points); ok {
			fmt.Fprintf(b, "\nThe CPU time of %s grows as n^%.2f over all sizes, and as n^%.2f between the two largest, where n is the number of operations.", side.name, k, last)
		}
	}
	fmt.Fprintln(b)
}

// exponents returns the exponent of all points and the exponent of the last two points, where the fixed cost of a run matters least. ok is false if a
// run failed or if there are fewer than two points.
func exponents(points []point) (all, last float64, ok bool) {
	if len(points) < 2 || slices.ContainsFunc(points, func(p point) bool { return p.failure != "" }) {
		return 0, 0, false
	}
	return exponent(points), exponent(points[len(points)-2:]), true
}

// String returns the text of a table cell.
func (p point) String() string {
	if p.failure != "" {
		return "fails: " + escapeCell(p.failure)
	}
	return fmt.Sprintf("%.2f / %s", p.cpu, megabytes(p.peak))
}

// String returns the text of a table cell, or "" if the stage did not run.
func (o *outcome) String() string {
	switch {
	case o == nil:
		return ""
	case o.failure != "":
		return "fails: " + escapeCell(o.failure)
	case o.runs == 0:
		return ""
	}
	return fmt.Sprintf("%s / %s / %s", seconds(o.cpu), seconds(o.wall), megabytes(o.peak))
}

// escapeCell escapes text for a table cell and shortens it to 140 characters.
func escapeCell(text string) string {
	text = strings.NewReplacer("|", "\\|", "<", "&lt;", "\n", " ").Replace(text)
	if runes := []rune(text); len(runes) > 140 {
		text = string(runes[:140]) + "…"
	}
	return text
}

func seconds(s float64) string {
	if s < 0.1 {
		return fmt.Sprintf("%.3f", s)
	}
	return fmt.Sprintf("%.2f", s)
}

func megabytes(bytes int64) string { return thousands(int(bytes / 1e6)) }

// digits formats a ratio with three significant digits, or with all digits before the decimal point if there are more than three. A ratio below 0.1
// has three decimals.
func digits(ratio float64) string {
	return fmt.Sprintf("%.*f", max(0, 2-int(math.Floor(math.Log10(max(ratio, 0.1))))), ratio)
}

// thousands formats a number with commas. It returns "" for 0.
func thousands(n int) string {
	if n == 0 {
		return ""
	}
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// These lines enclose the section that this program writes in a page.
const (
	beginMark = "<!-- bench/generate: begin -->\n"
	endMark   = "<!-- bench/generate: end -->\n"
)

// withSection returns a copy of page in which section replaces the text between the marks.
func withSection(page, section string) (string, error) {
	before, rest, found := strings.Cut(page, beginMark)
	_, after, ended := strings.Cut(rest, endMark)
	if !found || !ended {
		return "", fmt.Errorf("the page does not have the lines %q and %q; add them", beginMark, endMark)
	}
	return before + beginMark + section + endMark + after, nil
}

// replaceSection replaces the text between the marks in a file with section.
func replaceSection(file, section string) error {
	page, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	updated, err := withSection(string(page), section)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return os.WriteFile(file, []byte(updated), 0o644)
}
