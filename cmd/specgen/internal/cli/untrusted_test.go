package cli

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/rogpeppe/go-internal/txtar"
	"go.yaml.in/yaml/v4"
)

// untrusted is a text that a printer must escape. Without escapes, the text can control a terminal or a CI runner, insert Markdown or HTML, or end
// a Go comment.
const untrusted = "ANSI\x1b[31m\x1b]0;title\a\b \u202ebidi\u2066 \u200bzero\ufeff\u00ad\u3164 \u009b31m \u2028 @team a@evil.example #1 GH-2 <img src=x onerror=alert(1)> | " +
	"\\[link\\](https://evil.example) \\`code\\` `c` ``d`` [l2](http://evil.example) ![i](http://evil.example/p.png) <https://evil.example> https://auto.example www.auto.example " +
	"$x$ ~~s~~ **b** _i_ [^1] [r]: http://evil.example ##[error]v1 ##vso[task.x]y\r\n::error::pwned\n  ::add-mask::x\n</details></script><script>alert(1)</script>\n" +
	"## H\n\n- [ ] task\n1. item\n> quote\n===\n\n    code\n::stop-commands::t\n//go:embed x\n+build x\n*/ package evil\n\\"

// hostileName is a file name with control characters, a workflow command and markup, as in the text untrusted.
const hostileName = "::error::\x1b[31m\u202e[l](http:)@team.yaml"

// untrustedProject writes the files in testdata/untrusted.txtar to a new working directory.
func untrustedProject(t *testing.T) {
	t.Helper()
	repository, err := filepath.Abs(filepath.Join("..", "..", "..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	archive, err := txtar.ParseFile(filepath.Join("testdata", "untrusted.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOFLAGS", "-mod=mod")
	t.Setenv("GOWORK", "off")
	if err := writeModule(repository, ".", "example.com/house"); err != nil {
		t.Fatal(err)
	}
	quoted := fmt.Sprintf("%+q", untrusted) // YAML permits the escape sequences of Go
	quoted = strings.TrimSuffix(strings.TrimPrefix(quoted, `"`), `"`)
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range archive.Files {
		text := strings.ReplaceAll(string(f.Data), "UNTRUSTED", quoted)
		write(f.Name, text)
		switch f.Name {
		case "base.yaml":
			text = strings.ReplaceAll(text, "BASE", "HEAD")
			text = strings.Replace(text, "a: {type: string,", "a: {type: string, maxLength: 900, nullable: true,", 1)
			write("head.yaml", text)
			var value string
			if err := yaml.Unmarshal([]byte(`"`+quoted+`"`), &value); err != nil || value != untrusted {
				t.Fatalf("text in the document: got %q and error %v, want %q", value, err, untrusted)
			}
		case "wrong.yaml":
			write(hostileName, text)
		case "approved.yaml":
			write("diff-approved.yaml", text)
		}
	}
}

// TestUntrustedText runs the verbs that print text of a document, in every format, for documents that contain the text untrusted. The output must
// pass checkHarmless.
func TestUntrustedText(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: the test generates code and runs the go command")
	}
	untrustedProject(t)
	both := []string{"--base", "base.yaml", "--head", "head.yaml"}
	type command struct {
		kind string // kind of the output: text, github, markdown, html, or data for JSON and XML
		code int
		args []string
	}
	commands := []command{
		{"text", exitFindings, append([]string{"impact"}, both...)},
		{"markdown", exitClean, append([]string{"changelog"}, both...)},
		{"text", exitFindings, append([]string{"diff", "--all"}, both...)},
		{"text", exitClean, []string{"explain", "getN"}},
		{"text", exitClean, []string{"explain", "model.EHEAD"}},
		{"text", exitFailure, []string{"explain", untrusted}},
		{"text", exitFailure, []string{"diff", "--base", untrusted}},
		{"text", exitFailure, []string{"lint", untrusted}},
		{"text", exitClean, []string{"coverage"}},
		{"markdown", exitClean, []string{"coverage", "--as", "markdown"}},
		{"html", exitClean, []string{"coverage", "--as", "html"}},
		{"text", exitFindings, []string{"coverage", "wrong.yaml"}},
		{"text", exitFindings, []string{"generate", "wrong.yaml"}},
		{"text", exitFindings, []string{"verify"}},
		{"text", exitFindings, []string{"bundle", "wrong.yaml"}},
	}
	for format, kind := range map[string]string{"text": "text", "github": "github", "markdown": "markdown", "html": "html", "json": "data", "gitlab": "data", "sarif": "data", "junit": "data"} {
		commands = append(commands, command{kind, exitFindings, append([]string{"diff", "--as", format}, both...)})
	}
	for format, kind := range map[string]string{"text": "text", "github": "github", "json": "data", "sarif": "data", "junit": "data"} {
		for _, file := range []string{"wrong.yaml", hostileName} {
			commands = append(commands, command{kind, exitFindings, []string{"lint", "--format", format, file}})
		}
		commands = append(commands, command{kind, exitFindings, []string{"verify", "--format", format, hostileName}})
	}
	for _, c := range commands {
		var stdout, stderr bytes.Buffer
		code := Run(t.Context(), c.args, strings.NewReader(""), &stdout, &stderr)
		name := fmt.Sprintf("%q", c.args)
		if code != c.code {
			t.Errorf("%s: got exit code %d, want %d\n%q\n%q", name, code, c.code, &stdout, &stderr)
		}
		if !strings.Contains(stdout.String()+stderr.String(), "ANSI") && !strings.Contains(stdout.String(), "things") && !strings.Contains(name, "explain") && c.args[0] != "verify" {
			t.Errorf("%s: got an output without the untrusted text, want one with the text: %s%s", name, &stdout, &stderr)
		}
		checkHarmless(t, name, c.kind, stdout.String())
		checkHarmless(t, name+" on standard error", "text", stderr.String())
	}

	for folder, args := range map[string][]string{"generated": {"generate"}, "stock": {"generate", "--config", "stock.yaml"}} {
		var stdout, stderr bytes.Buffer
		if code := Run(t.Context(), args, strings.NewReader(""), &stdout, &stderr); code != exitClean {
			t.Errorf("generate to %s: got exit code %d, want %d\n%s%s", folder, code, exitClean, &stdout, &stderr)
		}
		checkHarmless(t, folder, "text", stdout.String()+stderr.String())
		checkTree(t, folder)
	}
}

// checkTree checks the Go and Markdown files in a generated tree. It does not check the bundle, because the bundle contains the unchanged values of
// the document.
func checkTree(t *testing.T, folder string) {
	t.Helper()
	seen := 0
	err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		seen += strings.Count(string(data), "ANSI")
		switch filepath.Ext(name) {
		case ".go":
			checkHarmless(t, name, "go", string(data))
		case ".md":
			checkHarmless(t, name, "markdown", string(data))
		}
		return nil
	})
	if err != nil || seen < 20 {
		t.Errorf("files in %s: got error %v and %d occurrences of \"ANSI\", want no error and at least 20", folder, err, seen)
	}
}

var (
	workflowCommand = regexp.MustCompile(`(?m)^\s*::`)
	ownCommand      = regexp.MustCompile(`^::(error|warning|notice) (file=[^:]*,)?(line=\d+,)?(col=\d+,)?(endLine=\d+,)?(endColumn=\d+,)?title=[a-z-]+::`)
	liveMarkdown    = regexp.MustCompile(`(^|[^\\])\[[^\]\\]*[^\]\\]\]\(http|[^\\]\]\(http|@(team|evil)|#[12]\b|GH-2|://(evil|auto)|www\.auto|<(img|script|/details></script)|(?m)^\s*([-*+] )?(## H|- \[ \]|1\. item|> quote|===)`)
	codeSpan        = regexp.MustCompile("`[^`\n]+`")
)

// checkHarmless checks that a text contains no control or invisible characters, no commands for a CI runner, and no markup from the document.
func checkHarmless(t *testing.T, name, kind, text string) {
	t.Helper()
	for i, r := range text {
		if r == '\n' || r == '\t' && kind == "go" {
			continue
		}
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || r == '\u3164' && kind != "go" {
			t.Errorf("%s: got unescaped character %U, want none in %q", name, r, text[max(0, i-40):min(len(text), i+20)])
			return
		}
	}
	switch kind {
	case "go":
		return // users do not print Go files to a terminal, and generate has type-checked the files
	case "github":
		for line := range strings.Lines(text) {
			if !ownCommand.MatchString(line) {
				t.Errorf("%s: got workflow command %q, want only commands of specgen", name, line)
			}
		}
	default:
		if at := workflowCommand.FindStringIndex(text); at != nil {
			t.Errorf("%s: got workflow command %q, want none", name, text[at[0]:min(len(text), at[1]+40)])
		}
	}
	if strings.Contains(text, "##[") || strings.Contains(text, "##vso[") {
		t.Errorf("%s: got a command for a CI runner (## and a bracket), want none", name)
	}
	if kind == "markdown" {
		checkRendered(t, name, text)
		text = codeSpan.ReplaceAllString(strings.ReplaceAll(text, "\\`", ""), "") // GitHub creates no links in code
		if at := liveMarkdown.FindStringIndex(text); at != nil {                  // checkRendered does not detect mentions and references to issues
			t.Errorf("%s: got unescaped Markdown %q, want escaped text", name, text[max(0, at[0]-20):min(len(text), at[1]+20)])
		}
	}
	if kind == "html" && (strings.Contains(text, "<img") || strings.Contains(text, "<script>alert")) {
		t.Errorf("%s: got unescaped HTML, want none", name)
	}
}
