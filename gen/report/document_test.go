package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/rasapi/specgen/gen/report"
)

// hostile returns a document with n entries. The document contains texts that make the output of a format invalid unless they are escaped.
func hostile(n int) *report.Document {
	groups := []report.Group{{Name: "breaking", Mark: "🔴"}, {Name: "risky", Mark: "🟠", Severity: report.Warning}, {Name: "compatible", Mark: "🟢", Severity: report.Info}, {Name: "doc", Mark: "⚪", Severity: report.Info}}
	d := &report.Document{Base: "a`b|c", Head: "<script>", Version: "1.0", Skipped: "no\nGo", Groups: groups, Entries: []report.Entry{}, Counts: report.Counts{Bump: "major"}}
	for range 6 {
		d.Problems.Add(report.Position{File: "a.yaml", Line: 3, Column: 1}, "approval-unused", "no change is %q", "<b> @someone")
	}
	for i := range n {
		e := report.Entry{
			ID: "enum-member-renamed", Group: groups[i%4], Audiences: []report.Affected{{Audience: "go-callers", Group: groups[i%4]}}, Subject: fmt.Sprintf("schema `A|%d", i), Fingerprint: report.Fingerprint(strconv.Itoa(i)),
			Detail: "x -> </td>", Area: fmt.Sprint("area", i%7), Message: "**bold** <b> @someone #1 \x1b[31m \u202e" + strings.Repeat("long ", i%90), Fix: "a | b", Why: "<b> @someone",
			Base:   &report.Place{Pointer: "/a", Position: report.Position{File: "a.yaml", Line: 1, Column: 2}},
			Head:   &report.Place{Pointer: "/b", Position: report.Position{File: "b.yaml", Line: i + 1, Column: 1}},
			Wire:   []report.Evidence{{Rule: "x", Group: groups[1], Message: "<i>", Count: 3}},
			Breaks: []string{"</code>"}, Responses: []string{}, Go: []report.GoChange{{Symbol: "a.B", Message: "</code>", Breaks: true}}, Count: 30,
		}
		for j := range 30 {
			e.Requests = append(e.Requests, fmt.Sprintf("GET /a/%d/{id} (x)", j))
		}
		e.Operations = e.Requests
		if i%3 == 0 {
			e.Approval = &report.Approval{Reason: "</p>"}
		}
		d.Entries = append(d.Entries, e)
	}
	return d
}

// TestCommentLimit checks that a comment has at most CommentLimit characters. The comment must contain the number of changes that are not shown.
func TestCommentLimit(t *testing.T) {
	for _, n := range []int{0, 1, 3, 20, 100, 1000, 10_000} {
		var b bytes.Buffer
		if err := report.PrintDocument(&b, report.Comment, hostile(n), report.Options{}); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		if size := utf8.RuneCountInString(text); size > report.CommentLimit {
			t.Errorf("comment on %d changes: got %d characters, want at most %d", n, size, report.CommentLimit)
		}
		shown := strings.Count(text, "\n- **")
		number := func(s string) int {
			n, err := strconv.Atoi(strings.ReplaceAll(s, ",", ""))
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		for _, places := range regexp.MustCompile(`([0-9,]+) more places?(</summary>|\n)`).FindAllStringSubmatch(text, -1) {
			shown += number(places[1])
		}
		hidden := 0
		if m := regexp.MustCompile(`\n\*\*([0-9,]+) more changes? (is|are) not shown:\*\*`).FindStringSubmatch(text); m != nil {
			hidden = number(m[1])
		}
		if shown+hidden != n {
			t.Errorf("comment on %d changes: got %d shown and %d not shown, want a sum of %d", n, shown, hidden, n)
		}
		if strings.Contains(text, "<b>") || strings.Contains(text, "@someone") || strings.Contains(text, "</td>") {
			t.Errorf("comment on %d changes: got unescaped text of the document, want escaped text", n)
		}
	}
}

func TestDocumentFormats(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../../docs/diff.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, d := range map[string]*report.Document{"empty": hostile(0), "hostile": hostile(40)} {
		for _, f := range report.DocumentFormats() {
			var a, b bytes.Buffer
			if err := report.PrintDocument(&a, report.Format(f), d, report.Options{}); err != nil {
				t.Fatalf("%s document as %s: got error %v, want none", name, f, err)
			}
			if err := report.PrintDocument(&b, report.Format(f), d, report.Options{}); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
				t.Errorf("%s document as %s: second output: got a different text or error %v, want the same text", name, f, err)
			}
			switch report.Format(f) {
			case report.JSON:
				value, err := jsonschema.UnmarshalJSON(&a)
				if err != nil {
					t.Fatal(err)
				}
				if err := schema.Validate(value); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			case report.GitLab, report.SARIF:
				if !json.Valid(a.Bytes()) {
					t.Errorf("%s document as %s: got text that is not JSON, want JSON", name, f)
				}
			case report.HTML:
				if strings.Count(a.String(), "<script") != 1 || strings.Contains(a.String(), "<b>") {
					t.Errorf("%s document as html: got unescaped text of the document or no script, want escaped text and one script", name)
				}
			}
		}
	}
}

// luminance returns the relative luminance of a colour in the form rrggbb (WCAG 2.2).
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(colour, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	part := func(shift int) float64 {
		c := float64(n>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(16) + 0.7152*part(8) + 0.0722*part(0)
}

// TestPageContrast checks that the colours of the four groups have the contrast that WCAG requires (4.5 to 1), both on a light and on a dark page.
func TestPageContrast(t *testing.T) {
	page, err := os.ReadFile("page.html")
	if err != nil {
		t.Fatal(err)
	}
	light, dark, ok := strings.Cut(string(page), "@media (prefers-color-scheme: dark)")
	if !ok {
		t.Fatal("got a page without colours for dark mode, want such colours")
	}
	for name, scheme := range map[string]struct{ css, ground string }{"light": {light, "ffffff"}, "dark": {dark, "1e1e1e"}} {
		tones := regexp.MustCompile(`--(breaking|risky|compatible|doc): #([0-9a-f]{6});`).FindAllStringSubmatch(scheme.css, -1)
		if len(tones) != 4 {
			t.Fatalf("%s page: got %d colours, want 4", name, len(tones))
		}
		for _, tone := range tones {
			a, b := luminance(t, tone[2]), luminance(t, scheme.ground)
			if contrast := (max(a, b) + 0.05) / (min(a, b) + 0.05); contrast < 4.5 {
				t.Errorf("%s page, colour %s: got a contrast of %.2f, want at least 4.5", name, tone[1], contrast)
			}
		}
	}
}

// TestPageFolds checks that a long page folds the two groups with severity Info, and that a short page folds no group.
func TestPageFolds(t *testing.T) {
	for n, want := range map[int]int{8: 4, 100: 2} {
		var b bytes.Buffer
		if err := report.PrintDocument(&b, report.HTML, hostile(n), report.Options{}); err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(b.String(), "<details open>"); got != want {
			t.Errorf("page of %d changes: got %d of 4 groups open, want %d", n, got, want)
		}
	}
}
