package report_test

import (
	"bytes"
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rasapi/specgen/gen/report"
)

// chromium returns the path of a browser. If there is none, it skips the test.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("SKIPPED: no Chromium; to test the page in a browser, run apt-get install chromium")
	return ""
}

// render returns the DOM of a page with a fragment in its URL, after the script of the page has run.
func render(t *testing.T, browser, file, fragment string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(file), RawFragment: fragment, Fragment: fragment}
	cmd := exec.CommandContext(ctx, browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
		"--user-data-dir="+t.TempDir(), "--dump-dom", address.String())
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: got error %v, want none: %s", browser, err, problems.String())
	}
	return out.String()
}

// TestPageInBrowser opens a page in Chromium with different fragments: none, a search, and filters by audience and level.
func TestPageInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: starting a browser takes seconds")
	}
	browser := chromium(t)
	groups := hostile(0).Groups
	at := func(file string, line int) *report.Place {
		return &report.Place{Pointer: "/a", Position: report.Position{File: file, Line: line, Column: 1}}
	}
	d := &report.Document{Base: "main", Head: "topic", Summary: "2 breaking", Title: "topic (1a2b3c4d5e)", Groups: groups, Counts: report.Counts{
		Bump: "major", Audiences: []report.AudienceBump{{Audience: "wire-clients", Bump: "major"}, {Audience: "names", Bump: "major"}},
	}, Entries: []report.Entry{
		{ID: "type-changed", Group: groups[0], Subject: "schema Door.state", Message: "the type was `string` and is `integer`", Area: "door", Base: at("old.yaml", 3), Head: at("new.yaml", 3),
			Audiences: []report.Affected{{Audience: "wire-clients", Group: groups[0]}}},
		{ID: "enum-member-renamed", Group: groups[0], Subject: "schema KeyKind", Detail: "card -> badge", Message: "<img src=x onerror=alert(1)>", Area: "key", Base: at("old.yaml", 1), Head: at("new.yaml", 1),
			Audiences: []report.Affected{{Audience: "names", Group: groups[0]}}},
		{ID: "operation-added", Group: groups[2], Subject: "GET /keys", Message: "GET /keys is new", Area: "key", Head: at("new.yaml", 2),
			Audiences: []report.Affected{{Audience: "names", Group: groups[2]}}},
	}}
	source := func(text string) func(string) ([]byte, error) {
		return func(string) ([]byte, error) { return []byte(text), nil }
	}
	var b bytes.Buffer
	err := report.PrintDocument(&b, report.HTML, d, report.Options{Source: source("one\ntwo\nstate: {type: integer} # </pre><b>\n"), BaseSource: source("one\ntwo\nstate: {type: string}\n")})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, b.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	visible := regexp.MustCompile(`<article class="([a-z ]+)"[^>]*?( hidden="")?>\s*<h3>([^<]*)`)
	for _, c := range []struct{ fragment, subjects, shown string }{
		{"", "schema Door.state, schema KeyKind, GET /keys", "3 of 3 changes"},
		{"q=BADGE", "schema KeyKind", "1 of 3 changes"},
		{"audience=names", "schema KeyKind, GET /keys", "2 of 3 changes"},
		{"audience=names&level=compatible", "GET /keys", "1 of 3 changes"},
		{"audience=nobody", "schema Door.state, schema KeyKind, GET /keys", "3 of 3 changes"},
		{"q=nothing+like+it", "", "0 of 3 changes"},
	} {
		dom := render(t, browser, file, c.fragment)
		var subjects []string
		for _, m := range visible.FindAllStringSubmatch(dom, -1) {
			if m[2] == "" {
				subjects = append(subjects, m[3])
			}
		}
		if got := strings.Join(subjects, ", "); got != c.subjects {
			t.Errorf("#%s: got entries %q, want %q", c.fragment, got, c.subjects)
		}
		if !strings.Contains(dom, ">"+c.shown+"</output>") {
			t.Errorf("#%s: got a page without %q, want this text", c.fragment, c.shown)
		}
		if c.fragment != "" {
			continue
		}
		for _, want := range []string{
			"the type was <code>string</code> and is <code>integer</code>",
			`<mark>state: {type: string}</mark>`,
			`<mark>state: {type: integer} # &lt;/pre&gt;&lt;b&gt;</mark>`,
			"- id: enum-member-renamed\n  subject: schema KeyKind\n  detail: \"card -&gt; badge\"\n  reason: \"\"\n",
			`<button type="button">Copy</button>`,
			"&lt;img src=x onerror=alert(1)&gt;",
			"on topic (1a2b3c4d5e)",
		} {
			if !strings.Contains(dom, want) {
				t.Errorf("got a page without %q, want a page with this text; page:\n%s", want, dom)
			}
		}
		if strings.Contains(dom, "<img") || strings.Contains(dom, "<b>") {
			t.Error("text of the document: got markup, want escaped text")
		}
	}
}
