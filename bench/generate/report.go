package main

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
)

// An aim is a ratio that is to be reached for every document.
type aim struct {
	what    string
	least   bool // the ratio is to be at least bound, otherwise at most
	bound   float64
	ratio   func(m *measured) (float64, bool)
	explain string
}

// over is how many times as much CPU time the peer takes for a stage of its own as specgen for one.
func over(theirs, mine string) func(*measured) (float64, bool) {
	return func(m *measured) (float64, bool) {
		peer, own := m.Stages[1][theirs], m.Stages[0][mine]
		if !peer.there() || !own.there() {
			return 0, false
		}
		return peer.CPU / own.CPU, true
	}
}

// aims are those that were set for this project.
var aims = []aim{
	{cold, true, 2, over(cold, cold), "CPU of three runs of oapi-codegen / CPU of `specgen generate`"},
	{cold + ", " + unchecked, true, 3, over(cold, unchecked), "the same, without the type check"},
	{again, true, 100, over(cold, again), "CPU of three runs of oapi-codegen / CPU of `specgen generate` without changes"},
	{edit, true, 5, over(cold, edit), "the same, after one property was added to a schema"},
	{verify, true, 50, func(m *measured) (float64, bool) {
		slow, fast := m.Stages[0][cold], m.Stages[0][verify]
		if !slow.there() || !fast.there() {
			return 0, false
		}
		return slow.CPU / fast.CPU, true
	}, "CPU of a cold `specgen generate` / CPU of `specgen verify` without changes"},
	{"lines of client and models", false, 0.6, func(m *measured) (float64, bool) {
		mine, theirs := m.Lines[0][clients], m.Lines[1][clients]
		return float64(mine) / float64(theirs), mine > 0 && theirs > 0
	}, "lines of specgen / lines of oapi-codegen"},
	{"go build of client and models", false, 0.5, func(m *measured) (float64, bool) {
		ratio, ok := over(clients, clients)(m)
		return 1 / ratio, ok
	}, "CPU of `go build`, specgen / oapi-codegen"},
}

// aimedSize is how many operations the aims of growth are about: fewer prove nothing.
const aimedSize = 10000

func (a aim) met(ratio float64) bool {
	return a.least && ratio >= a.bound || !a.least && ratio <= a.bound
}

func (a aim) wanted() string {
	if a.least {
		return fmt.Sprintf("≥ %g", a.bound)
	}
	return fmt.Sprintf("≤ %g", a.bound)
}

func verdict(ok bool) string {
	if ok {
		return "ok"
	}
	return "**missed**"
}

// report is what one run of this program found out.
type report struct {
	peer, goVersion string
	note            string // about the machine
	Documents       []*measured
	Growth          [2][]point
}

// markdown is the report as a section of a page.
func (r *report) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "## Comparison with oapi-codegen\n\n")
	fmt.Fprintf(&b, "`make bench-generate BENCH=\"-o ../../docs/internals/speed.md\"` writes this section. It compares specgen with the command oapi-codegen %s.\n", r.peer)
	fmt.Fprintf(&b, "Both are built with %s for %s/%s and run on %d processors, in turn, %s. A time is that of the fastest run. Memory is\n",
		r.goVersion, runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), r.runs())
	fmt.Fprint(&b, "that of the largest process in any run.\n\n")
	fmt.Fprint(&b, "oapi-codegen runs three times per document, with its default settings: for the models, for the client, and for the chi server with the\n")
	fmt.Fprint(&b, "strict server, all in one package. specgen has the settings that `specgen init` writes, and is built as a release. One run generates models, enums,\n")
	fmt.Fprint(&b, "client, server and bundle. The same run validates, lints and type-checks.\n\n")
	fmt.Fprint(&b, "The Go build cache contains what the generated code imports. oapi-codegen keeps nothing between runs, so each of its runs is a cold run. Ratios are of\n")
	fmt.Fprint(&b, "CPU seconds, user and system.\n")
	if r.note != "" {
		fmt.Fprintf(&b, "\n%s\n", r.note)
	}
	if len(r.Documents) > 0 {
		r.aims(&b)
		r.generating(&b)
		r.building(&b)
	}
	r.growing(&b)
	return b.String()
}

// runs says how many times generating was measured.
func (r *report) runs() string {
	least, most := math.MaxInt, 1
	for _, m := range r.Documents {
		if o := m.Stages[0][cold]; o.there() {
			least, most = min(least, o.Runs), max(most, o.Runs)
		}
	}
	switch {
	case least < most:
		return fmt.Sprintf("%d to %d times each", least, most)
	case most == 1:
		return "once each"
	}
	return fmt.Sprintf("%d times each", most)
}

func (r *report) aims(b *strings.Builder) {
	fmt.Fprintf(b, "\n### Aims\n\n| | aim | median | worst | reached | |\n|---|---|---:|---:|---|---|\n")
	for _, a := range aims {
		type result struct {
			ratio float64
			name  string
		}
		var all []result
		reached := 0
		for _, m := range r.Documents {
			if ratio, ok := a.ratio(m); ok {
				all = append(all, result{ratio, m.Name})
				if a.met(ratio) {
					reached++
				}
			}
		}
		if len(all) == 0 {
			continue
		}
		slices.SortFunc(all, func(x, y result) int { return compareFloat(x.ratio, y.ratio) })
		worst := all[len(all)-1]
		if a.least {
			worst = all[0]
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s (%s) | %d of %d: %s | %s |\n", a.what, a.wanted(), figure(all[len(all)/2].ratio), figure(worst.ratio), worst.name,
			reached, len(all), verdict(reached == len(all)), a.explain)
	}
	if k, last, ok := r.exponents(0); ok && r.Growth[0][len(r.Growth[0])-1].Operations >= aimedSize {
		fmt.Fprintf(b, "| growth with operations | ≤ 1.1 | | %.2f (%.2f between the two largest) | %s | exponent, least squares over logarithms |\n", k, last, verdict(k <= 1.1))
		top := r.Growth[0][len(r.Growth[0])-1]
		fmt.Fprintf(b, "| memory at %s operations | ≤ 2 GB | | %.2f GB | %s | largest process |\n", thousands(top.Operations), float64(top.Peak)/1e9, verdict(top.Peak <= 2e9))
	}
	var both int
	for _, m := range r.Documents {
		if m.Stages[1][cold].there() {
			both++
		}
	}
	fmt.Fprintf(b, "\noapi-codegen generates code for %d of %d documents. The others have no ratio. A document has no ratio of `go build` if that code does not compile.\n", both, len(r.Documents))
}

func compareFloat(x, y float64) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

func (r *report) generating(b *strings.Builder) {
	fmt.Fprintf(b, "\n### Generating\n\nCPU s / wall s / MB.\n\n| document | operations | | specgen | oapi-codegen | ratio of CPU | of wall | aim |\n|---|---:|---|---:|---:|---:|---:|---|\n")
	for _, m := range r.Documents {
		for i, row := range []struct{ stage, theirs string }{{cold, cold}, {unchecked, cold}, {again, cold}, {edit, cold}, {verify, ""}} {
			name, operations := "", ""
			if i == 0 {
				name, operations = m.Name, thousands(m.Operations)
			}
			mine, theirs := m.Stages[0][row.stage], m.Stages[1][row.theirs]
			if mine == nil {
				continue
			}
			shown := ""
			if row.stage == cold {
				shown = triple(theirs)
			}
			fmt.Fprintf(b, "| %s | %s | %s | %s | %s |", name, operations, row.stage, triple(mine), shown)
			a := aims[i]
			against := theirs
			if row.stage == verify {
				against = m.Stages[0][cold]
			}
			ratio, ok := a.ratio(m)
			if !ok {
				fmt.Fprint(b, " | | |\n")
				continue
			}
			fmt.Fprintf(b, " %s | %s | %s %s |\n", figure(ratio), figure(against.Wall/mine.Wall), a.wanted(), verdict(a.met(ratio)))
		}
	}
	fmt.Fprintf(b, "\noapi-codegen has no command like verify, so the ratio of verify compares it with a cold run of specgen.\n")
}

func (r *report) building(b *strings.Builder) {
	fmt.Fprintf(b, "\n### The Go code\n\nThe columns of builds have CPU s / wall s / MB of the largest process of `go build`.\n\n")
	fmt.Fprintf(b, "| document | | specgen lines | oapi-codegen lines | ratio | aim | specgen build | oapi-codegen build | ratio of CPU | aim |\n|---|---|---:|---:|---:|---|---:|---:|---:|---|\n")
	for _, m := range r.Documents {
		for i, stage := range []string{clients, whole, lean} {
			against := stage
			if stage == lean { // what its users have instead
				against = clients
			}
			mine, theirs := m.Stages[0][stage], m.Stages[1][against]
			if mine == nil {
				continue
			}
			name := m.Name
			if i > 0 {
				name = ""
			}
			wantedLines, wantedBuild := "", ""
			linesRatio, linesOK := float64(m.Lines[0][stage])/float64(m.Lines[1][stage]), m.Lines[0][stage] > 0 && m.Lines[1][stage] > 0
			buildRatio, buildOK := over(against, stage)(m)
			if stage == clients {
				if a := aims[5]; linesOK {
					wantedLines = a.wanted() + " " + verdict(a.met(linesRatio))
				}
				if a := aims[6]; buildOK {
					wantedBuild = a.wanted() + " " + verdict(a.met(1/buildRatio))
				}
			}
			fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", name, stage, thousands(m.Lines[0][stage]), thousands(m.Lines[1][stage]),
				optional(linesRatio, linesOK), wantedLines, triple(mine), triple(theirs), optional(1/buildRatio, buildOK), wantedBuild)
		}
	}
}

func (r *report) growing(b *strings.Builder) {
	if len(r.Growth[0]) == 0 {
		return
	}
	fmt.Fprintf(b, "\n### Growth\n\nCold runs with synthetic documents of one shape, once each: CPU s / MB.\n\n| operations | specgen | oapi-codegen | ratio of CPU |\n|---:|---:|---:|---:|\n")
	for i, p := range r.Growth[0] {
		theirs, ratio := "", ""
		if i < len(r.Growth[1]) {
			q := r.Growth[1][i]
			theirs = q.String()
			if p.Failed == "" && q.Failed == "" {
				ratio = figure(q.CPU / p.CPU)
			}
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", thousands(p.Operations), p, theirs, ratio)
	}
	for side, name := range []string{"specgen", "oapi-codegen"} {
		if k, last, ok := r.exponents(side); ok {
			fmt.Fprintf(b, "\n%s: fitted exponent %.2f, %.2f between the two largest.", name, k, last)
		}
	}
	fmt.Fprintln(b)
}

// exponents are that of all sizes, and of the two largest, where what every run costs matters least.
func (r *report) exponents(side int) (all, last float64, ok bool) {
	points := r.Growth[side]
	if len(points) < 2 || slices.ContainsFunc(points, func(p point) bool { return p.Failed != "" }) {
		return 0, 0, false
	}
	return exponent(points), exponent(points[len(points)-2:]), true
}

// String is the point as a cell of the table.
func (p point) String() string {
	if p.Failed != "" {
		return "fails: " + cell(p.Failed)
	}
	return fmt.Sprintf("%.2f / %d", p.CPU, p.Peak/1e6)
}

// triple is an outcome as a cell of a table.
func triple(o *outcome) string {
	switch {
	case o == nil:
		return ""
	case o.Failed != "":
		return "fails: " + cell(o.Failed)
	case o.Runs == 0:
		return ""
	}
	return fmt.Sprintf("%s / %s / %d", seconds(o.CPU), seconds(o.Wall), o.Peak/1e6)
}

// cell is a text that does not end a cell of a table, and is not long.
func cell(text string) string {
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

// figure has three digits that count.
func figure(ratio float64) string {
	if ratio >= 100 {
		return fmt.Sprintf("%.0f", ratio)
	}
	return fmt.Sprintf("%.*f", max(0, 2-int(math.Floor(math.Log10(max(ratio, 0.1))))), ratio)
}

func optional(ratio float64, ok bool) string {
	if !ok {
		return ""
	}
	return figure(ratio)
}

// thousands is a number with commas, nothing for 0.
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

// Marks of the section of a page that this program writes; all else of the page is left as it is.
const (
	beginMark = "<!-- bench/generate: begin -->"
	endMark   = "<!-- bench/generate: end -->"
)

// withSection is a page with its marked section replaced; a page without one gets it at its end.
func withSection(page []byte, section string) ([]byte, error) {
	marked := []byte(beginMark + "\n" + section + endMark + "\n")
	before, rest, found := bytes.Cut(page, []byte(beginMark))
	if !found {
		if len(page) == 0 {
			page = []byte("# Speed\n")
		}
		return slices.Concat(bytes.TrimRight(page, "\n"), []byte("\n\n"), marked), nil
	}
	_, after, found := bytes.Cut(rest, []byte(endMark))
	if !found {
		return nil, fmt.Errorf("%s has no %s after it", beginMark, endMark)
	}
	return slices.Concat(before, marked, bytes.TrimPrefix(after, []byte("\n"))), nil
}

// writeSection replaces the section of a file, which is made when there is none.
func writeSection(file, section string) error {
	page, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	page, err = withSection(page, section)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return os.WriteFile(file, page, 0o644)
}
