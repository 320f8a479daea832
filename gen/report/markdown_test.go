package report_test

import (
	"bytes"
	"html"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	renderer "github.com/yuin/goldmark/renderer/html"

	"github.com/rasapi/specgen/gen/report"
)

// places lists the contexts in which printers write a text. Each context has the Markdown and the HTML before and after the text.
var places = []struct{ name, before, after, open, end string }{
	{"paragraph", "", "\n", "<p>", "</p>\n"},
	{"middle of a line", "a ", " b\n", "<p>a ", " b</p>\n"},
	{"list item", "- ", "\n", "<ul>\n<li>", "</li>\n</ul>\n"},
	{"bold list item", "- **", "** b\n", "<ul>\n<li><strong>", "</strong> b</li>\n</ul>\n"},
	{"heading", "## ", "\n", "<h2>", "</h2>\n"},
	{"heading in brackets", "## [", "]\n", "<h2>[", "]</h2>\n"},
	{"quote", "> **a:** ", "\n", "<blockquote>\n<p><strong>a:</strong> ", "</p>\n</blockquote>\n"},
	{"table cell", "| a |\n|---|\n| ", " |\n", "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>", "</td>\n</tr>\n</tbody>\n</table>\n"},
}

// rendersAsText checks that s renders as text in each context of places, and as code in a code span.
func rendersAsText(t *testing.T, s string) {
	t.Helper()
	markdown := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote), goldmark.WithRendererOptions(renderer.WithUnsafe()))
	want := report.Visible(strings.Join(strings.Fields(s), " "))
	if want == "" {
		return
	}
	check := func(place, source, open, end string) {
		t.Helper()
		var b bytes.Buffer
		if err := markdown.Convert([]byte(source), &b); err != nil {
			t.Fatal(err)
		}
		page := strings.NewReplacer("<wbr>", "", "<span>", "", "</span>", "").Replace(b.String()) // report.Markdown adds these elements
		text, opens := strings.CutPrefix(page, open)
		text, ends := strings.CutSuffix(text, end)
		if !opens || !ends || strings.Contains(text, "<") || html.UnescapeString(text) != want {
			t.Errorf("%s: %q: got %s, want the text %q", place, source, page, want)
		}
	}
	for _, p := range places {
		check(p.name, p.before+report.Markdown(s)+p.after, p.open, p.end)
		code := report.MarkdownCode(s)
		if strings.HasPrefix(p.before, "|") {
			code = strings.ReplaceAll(code, "|", `\|`)
		}
		check("code in "+p.name, p.before+code+p.after, p.open+"<code>", "</code>"+p.end)
	}
}

// hostileMarkdown lists texts. Most of them are markup, links or mentions unless they are escaped.
var hostileMarkdown = []string{
	"plain text", "a (b) c! d: e; f, g. h?", `\`, `\\`, `a\`, "*", "**", "_a_", "__a__", "a_b_c", "~~a~~", "~a~", "`", "``", "`a`", "a`b``c```d",
	"[a](http://e.example)", `\[a\](http://e.example)`, `\\[a\\](http://e.example)`, "![a](http://e.example/p.png)", "[a]: http://e.example", "[a][b]", "[^1]", "[^1]: a",
	"<http://e.example>", "<a@b.example>", "http://e.example", "https://e.example/a_b_c?x=1&y=2", "HTTPS://E.EXAMPLE", "ftp://e.example", "www.e.example", "WWW.E.EXAMPLE", "(www.e.example)",
	"a@b.example", "mailto:a@b.example", "xmpp:a@b.example/c", "@team", "#1", "a/b#1", "GH-1", "# a", "## a ##", "###", "a #", "- a", "- [ ] a", "[ ] a", "[x] a", "* a", "+ a",
	"1. a", "1) a", "123456789. a", "1.", "1)", "1.2", "> a", ">", "---", "***", "===", "- - -", "```", "~~~", "~~~ a", "| a | b |", "|---|", "|", `\|`, `\\|`, ":---:", "a | b",
	"<b>a</b>", "</details>", "<script>alert(1)</script>", "<!-- a", "-->", "<?a?>", "<![CDATA[a]]>", "<img src=x onerror=alert(1)>", "&amp;", "&lt;b&gt;", "&#64;", "&", "&copy;",
	"$x$", "$$x$$", "$`x`$", "a  b", " a ", "    a", "\ta", "a\nb", "a\n\n# b", "a\n===", "a\r\n- [ ] b", "a\\\nb", "a  \nb", "\u00a0a\u00a0", "\x1b[31m[a](b)", "\u202e[a](b)", "\xff[a](b)", "\x00",
	"日本語*強調*", "**日本語**です", "::error::a", "##[error]a", "a*\"b\"*c", "\"a\"", "'a'", "a--b", "...", ":tada:", "a:b", "{{a}}", "%a%", "^a^", "==a==", "a\\`b`c",
	"T\u001b[31mANSI\u001b]0;title\u0007 \u202ebidi @team #1 <img src=x onerror=alert(1)> | \\[link\\](https://evil.example) \\`code\\` [l2](http://e) ![i](http://e/p.png) https://auto.example\r\n::error::pwned\n## H\n- [ ] task",
}

// TestMarkdownRendersAsText renders hostile texts with a parser for GitHub Flavored Markdown.
func TestMarkdownRendersAsText(t *testing.T) {
	for _, s := range hostileMarkdown {
		rendersAsText(t, s)
		for _, other := range []string{"*", `\`, "`", "[a](b)", "_", "www.", "1. "} {
			rendersAsText(t, s+other)
			rendersAsText(t, other+s)
		}
	}
}

func FuzzMarkdown(f *testing.F) {
	for _, s := range hostileMarkdown {
		f.Add(s)
	}
	f.Fuzz(rendersAsText)
}
