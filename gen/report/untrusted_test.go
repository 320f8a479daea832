package report_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/rasapi/specgen/gen/report"
)

func TestVisible(t *testing.T) {
	for s, want := range map[string]string{
		"":                                      "",
		"Tür für 日本語, a\u200db, \ufffd":         "Tür für 日本語, a\u200db, \ufffd",
		"a\x00b\x1b[31m\a\b\x7f":                `a\x00b\x1b[31m\a\b\x7f`,
		"a\r\nb\tc\vd\fe":                       `a\r\nb\tc\vd\fe`,
		"\u0085\u009b31m\u00ad":                 `\u0085\u009b31m\u00ad`,
		"\u202e\u2066\u200e\u061c":              `\u202e\u2066\u200e\u061c`,
		"\u200b\u2060\ufeff\u3164\U000e0041":    `\u200b\u2060\ufeff\u3164\U000e0041`,
		"\u2028\u2029":                          `\u2028\u2029`,
		"\xff\xc0\x80a":                         `\xff\xc0\x80a`,
		"::error::x":                            `\x3a:error::x`,
		" \t::add-mask::x":                      ` \t\x3a:add-mask::x`,
		"\u00a0::error file=a,line=1::x":        "\u00a0" + `\x3a:error file=a,line=1::x`,
		"\n::error::x":                          `\n\x3a:error::x`,
		"::1 and ::ffff:10.0.0.1":               `\x3a:1 and ::ffff:10.0.0.1`,
		"::1":                                   "::1",
		"a ::error::x":                          "a ::error::x",
		"a ##[error]x ##[group]":                `a #\x23[error]x #\x23[group]`,
		"##vso[task.setvariable]x ##team[":      `#\x23vso[task.setvariable]x #\x23team[`,
		"###[x] ## heading ##Vso ## [x] ##":     `##\x23[x] ## heading ##Vso ## [x] ##`,
		`backslashes \n stay \` + "\n" + `\x1b`: `backslashes \n stay \\n\x1b`,
	} {
		got := report.Visible(s)
		if got != want {
			t.Errorf("Visible(%q) = %q, want %q", s, got, want)
		}
		if again := report.Visible(got); again != got {
			t.Errorf("second call: Visible(%q) = %q, want the same text", got, again)
		}
		if lines := report.VisibleLines(s); strings.Count(lines, "\n") != strings.Count(s, "\n") || strings.Count(lines, "\t") != strings.Count(s, "\t") {
			t.Errorf("VisibleLines(%q) = %q, want the same number of line feeds and tabs", s, lines)
		}
	}
	if got, want := report.VisibleLines("a\x1b\n  ::error::x\n\t##[x]\r\n"), "a\\x1b\n  \\x3a:error::x\n\t#\\x23[x]\\r\n"; got != want {
		t.Errorf("VisibleLines = %q, want %q", got, want)
	}
}

// TestEncodeJSON checks that EncodeJSON keeps the exact value, and that VisibleLines does not change its output.
func TestEncodeJSON(t *testing.T) {
	want := map[string]string{"\u202ekey": "a\x1b[31m\u009b\u202e\u2028\U000e0041 ##[error]x ##vso[a] ## ::error::x <b>&\n"}
	data, err := report.EncodeJSON(want)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]string
	if err := json.Unmarshal(data, &got); err != nil || got["\u202ekey"] != want["\u202ekey"] {
		t.Errorf("EncodeJSON: got the value %q and error %v, want %q", got, err, want)
	}
	if text := string(data); report.VisibleLines(text) != text {
		t.Errorf("VisibleLines of the output: got a change, want none: %q", text)
	}
}

func TestSARIFMessagesHaveNoLinks(t *testing.T) {
	for message, want := range map[string]string{
		"[a](b)":                         `\[a\](b)`,
		`\[link\](https://evil.example)`: `\\\[link\\\](https://evil.example)`,
		"[a] (b) is text":                "[a] (b) is text",
	} {
		var b bytes.Buffer
		if err := report.Print(&b, report.SARIF, report.List{{Message: message}}, report.Options{}); err != nil {
			t.Fatal(err)
		}
		var log struct {
			Runs []struct {
				Results []struct{ Message struct{ Text string } }
			}
		}
		if err := json.Unmarshal(b.Bytes(), &log); err != nil {
			t.Fatal(err)
		}
		if got := log.Runs[0].Results[0].Message.Text; got != want {
			t.Errorf("message %q: got %q, want %q", message, got, want)
		}
	}
}

// TestMarkdown checks the Markdown text. TestMarkdownRendersAsText checks the rendered text.
func TestMarkdown(t *testing.T) {
	for s, want := range map[string]string{
		"": "",
		"schema DoorState: Locked = 2 is gone (see below)!": "schema DoorState: Locked = 2 is gone (see below)!",
		`\[link\](https://evil)`:                            `\\\[link\\\](https:<wbr>//evil)`,
		"a\n\n    b\r\n# c":                                 `a b \# c`,
		"- [ ] task":                                        `\- \[ \] task`,
		"+ a":                                               `\+ a`,
		"===":                                               `\===`,
		"1. a":                                              `1\. a`,
		"23) a":                                             `23\) a`,
		"1.2.0":                                             "1.2.0",
		"@team a@b.example #1 ##":                           `@<wbr>team a@<wbr>b.example #<wbr>1 \#\#`,
		"GH-1 gh-2 high-3 WWW.a www.":                       "GH-<wbr>1 gh-<wbr>2 high-3 WWW<wbr>.a www<wbr>.",
		"`a` *b* _c_ ~~d~~ a|b":                             "\\`a\\` \\*b\\* \\_c\\_ \\~\\~d\\~\\~ a\\|b",
		"<b>&amp;</b>":                                      "&lt;b&gt;&amp;amp;&lt;/b&gt;",
		"$x$ \x1b":                                          `<span>&#36;</span>x<span>&#36;</span> \\x1b`,
		`ends in \`:                                         `ends in \\`,
	} {
		if got := report.Markdown(s); got != want {
			t.Errorf("Markdown(%q) = %q, want %q", s, got, want)
		}
	}
	for s, want := range map[string]string{
		"":             "",
		" ":            "",
		"a":            "`a`",
		"a\n\u202e b":  "`a \\u202e b`",
		"`":            "`` ` ``",
		"a``b` ```` c": "````` a``b` ```` c `````",
	} {
		if got := report.MarkdownCode(s); got != want {
			t.Errorf("MarkdownCode(%q) = %q, want %q", s, got, want)
		}
	}
}
