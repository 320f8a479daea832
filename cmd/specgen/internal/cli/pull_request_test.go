package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// fakeGitHub implements the part of the GitHub API that specgen calls, and records the requests.
type fakeGitHub struct {
	t        *testing.T
	mu       sync.Mutex
	requests []string
	comments []fakeComment
	readOnly bool // whether the token is read-only, as for a pull request from a fork
}

type fakeComment struct {
	ID   int64             `json:"id"`
	Body string            `json:"body"`
	User map[string]string `json:"user"`

	issue string
}

const fakeToken = "ghs_token"

// ServeHTTP implements [http.Handler].
func (g *fakeGitHub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if r.Header.Get("Authorization") != "Bearer "+fakeToken {
		http.Error(w, "no token", http.StatusUnauthorized)
		return
	}
	g.requests = append(g.requests, r.Method+" "+r.URL.Path)
	reply := func(v any) {
		if err := json.NewEncoder(w).Encode(v); err != nil {
			g.t.Error(err)
		}
	}
	if r.URL.Path == "/graphql" {
		reply(map[string]any{"data": map[string]any{"viewer": map[string]string{"login": "app[bot]"}}})
		return
	}
	if g.readOnly && r.Method != http.MethodGet {
		http.Error(w, "Resource not accessible by integration", http.StatusForbidden)
		return
	}
	issue, of, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/repos/someone/house/issues/"), "/")
	var in struct{ Body string }
	if r.Method != http.MethodGet {
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			g.t.Error(err)
		}
	}
	switch {
	case r.Method == http.MethodGet && of == "comments":
		var list []fakeComment
		for _, c := range g.comments {
			if c.issue == issue {
				list = append(list, c)
			}
		}
		page := 1
		_, _ = fmt.Sscan(r.URL.Query().Get("page"), &page)
		first := min(100*(page-1), len(list))
		reply(list[first:min(first+100, len(list))])
	case r.Method == http.MethodPost && of == "comments":
		g.add(issue, "app[bot]", in.Body)
		w.WriteHeader(http.StatusCreated)
	case r.Method == http.MethodPatch && issue == "comments":
		for i := range g.comments {
			if fmt.Sprint(g.comments[i].ID) == of {
				g.comments[i].Body = in.Body
			}
		}
	default:
		http.NotFound(w, r)
	}
}

func (g *fakeGitHub) add(issue, login, body string) {
	g.comments = append(g.comments, fakeComment{int64(len(g.comments) + 1), body, map[string]string{"login": login}, issue})
}

// writes returns the recorded requests that write comments, and clears the record.
func (g *fakeGitHub) writes() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	var list []string
	for _, r := range g.requests {
		if !strings.HasPrefix(r, "GET") && !strings.HasSuffix(r, "/graphql") {
			list = append(list, strings.Replace(r, "/repos/someone/house/issues/", "", 1))
		}
	}
	g.requests = nil
	return strings.Join(list, ", ")
}

// commentsBy returns the comments of an account on a pull request.
func (g *fakeGitHub) commentsBy(issue, login string) []string {
	var list []string
	for _, c := range g.comments {
		if c.issue == issue && c.User["login"] == login {
			list = append(list, c.Body)
		}
	}
	return list
}

// pullRequests contains a clone of a repository, the remote of the clone, and a fake GitHub API.
type pullRequests struct {
	t      *testing.T
	ctx    context.Context
	github *fakeGitHub
	dir    string // the clone
	remote string

	project string // absolute path of testdata/project
}

func newPullRequests(t *testing.T) *pullRequests {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("SKIPPED: the test runs git, which is not on the PATH")
	}
	project, err := filepath.Abs(filepath.Join("testdata", "project"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	t.Cleanup(cancel)
	p := &pullRequests{t: t, ctx: ctx, github: &fakeGitHub{t: t}, dir: filepath.Join(t.TempDir(), "clone"), remote: filepath.Join(t.TempDir(), "remote"), project: project}
	server := httptest.NewServer(p.github)
	t.Cleanup(server.Close)
	for name, value := range map[string]string{
		"GITHUB_API_URL": server.URL, "GITHUB_GRAPHQL_URL": server.URL + "/graphql", "GITHUB_REPOSITORY": "someone/house", "GH_TOKEN": fakeToken,
		"GITHUB_STEP_SUMMARY": "", "GITHUB_OUTPUT": "", "GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "main", "GITHUB_HEAD_REF": "", "GITHUB_TOKEN": "",
		"GIT_CONFIG_GLOBAL": os.DevNull, "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.com",
	} {
		t.Setenv(name, value)
	}
	p.git(filepath.Dir(p.remote), "init", "-q", "--bare", "-b", "main", p.remote)
	p.git(filepath.Dir(p.dir), "clone", "-q", p.remote, p.dir)
	p.write("README.md", "A house\n")
	p.commit("first")
	p.git(p.dir, "branch", "-M", "main")
	p.git(p.dir, "push", "-q", "origin", "main")
	return p
}

func (p *pullRequests) git(dir string, args ...string) string {
	p.t.Helper()
	cmd := exec.CommandContext(p.ctx, "git", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		p.t.Fatalf("git %v: got error %v, want none: %s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func (p *pullRequests) write(name, text string) {
	p.t.Helper()
	file := filepath.Join(p.dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		p.t.Fatal(err)
	}
}

func (p *pullRequests) replace(name, old, text string) {
	p.t.Helper()
	data, err := os.ReadFile(filepath.Join(p.dir, name))
	if err != nil || !bytes.Contains(data, []byte(old)) {
		p.t.Fatalf("%s: got a file without %q (error %v), want the text", name, old, err)
	}
	p.write(name, strings.ReplaceAll(string(data), old, text))
}

func (p *pullRequests) commit(message string) {
	p.t.Helper()
	p.git(p.dir, "add", "-A")
	p.git(p.dir, "commit", "-q", "-m", message)
}

// branch creates the branch of a pull request.
func (p *pullRequests) branch(name string) {
	p.t.Helper()
	p.git(p.dir, "checkout", "-q", "-b", name, "main")
}

// merge merges a branch into main and pushes main.
func (p *pullRequests) merge(name string) {
	p.t.Helper()
	p.git(p.dir, "checkout", "-q", "main")
	p.git(p.dir, "merge", "-q", "--no-ff", "-m", "merge "+name, name)
	p.git(p.dir, "push", "-q", "origin", "main")
}

// run changes to dir and runs the job for a pull request. It returns the exit code and the log.
func (p *pullRequests) run(number int, dir string, args ...string) (int, string) {
	p.t.Helper()
	head := p.git(dir, "rev-parse", "HEAD")
	branch := p.git(dir, "rev-parse", "--abbrev-ref", "HEAD")
	event := filepath.Join(p.t.TempDir(), "event.json")
	text := fmt.Sprintf(`{"number": %d, "pull_request": {"number": %d, "head": {"ref": %q, "sha": %q}, "base": {"ref": "main"}}}`, number, number, branch, head)
	if err := os.WriteFile(event, []byte(text), 0o666); err != nil {
		p.t.Fatal(err)
	}
	p.t.Setenv("GITHUB_EVENT_PATH", event)
	p.t.Chdir(dir)
	var stdout, stderr bytes.Buffer
	code := Run(p.ctx, append([]string{"diff", "--github-actions", "--levels", "wire,names"}, args...), strings.NewReader(""), &stdout, &stderr)
	if strings.Contains(stdout.String()+stderr.String(), fakeToken) {
		p.t.Errorf("got a log with the token, want one without")
	}
	return code, stdout.String() + stderr.String()
}

// check checks the exit code of a job, the requests that write comments, and the comments of the job's account.
func (p *pullRequests) check(step string, number, code, wantCode int, writes string, comments ...string) {
	p.t.Helper()
	if code != wantCode {
		p.t.Errorf("%s: got exit code %d, want %d", step, code, wantCode)
	}
	if got := p.github.writes(); got != writes {
		p.t.Errorf("%s: got requests %q, want %q", step, got, writes)
	}
	got := p.github.commentsBy(fmt.Sprint(number), "app[bot]")
	if len(got) != len(comments) {
		p.t.Errorf("%s: got %d comments, want %d: %q", step, len(got), len(comments), got)
		return
	}
	for i, want := range comments {
		if !strings.Contains(got[i], want) {
			p.t.Errorf("%s: got comment %q, want one that contains %q", step, got[i], want)
		}
	}
}

// addProject copies the test project into a directory of the clone.
func (p *pullRequests) addProject(folder string) {
	p.t.Helper()
	if err := os.CopyFS(filepath.Join(p.dir, folder), os.DirFS(p.project)); err != nil {
		p.t.Fatal(err)
	}
}

const newOperation = `  delete:
    tags: [Door]
    operationId: removeDoor
    summary: Remove a door
    parameters:
      - name: id
        in: path
        required: true
        schema:
          type: integer
          format: int32
    responses:
      "204":
        description: Done
`

const approval = `- id: enum-member-renamed
  subject: schema DoorState
  detail: Locked = 2 -> Barred = 2
  reason: No client uses it
  until: "2.0"
`

// TestPullRequests runs the job for four pull requests of a repository, one after the other. The pull requests add a spec, add an operation, rename
// an enum member with an approval, and change descriptions.
func TestPullRequests(t *testing.T) {
	p := newPullRequests(t)

	p.branch("adopt")
	p.addProject(".")
	p.commit("adopt")
	code, log := p.run(1, p.dir)
	p.check("adopt", 1, code, 0, "POST 1/comments", "on adopt (")
	if !strings.Contains(strings.Join(p.github.commentsBy("1", "app[bot]"), ""), "new spec") {
		t.Errorf("adopt: got a comment without \"new spec\", want one with the text; log: %s", log)
	}
	p.merge("adopt")

	p.branch("operation")
	p.replace("spec/paths/door.yaml", "/api/Door/{id}:\n", "/api/Door/{id}:\n"+newOperation)
	p.commit("add an operation")
	code, log = p.run(2, p.dir)
	p.check("add an operation", 2, code, 0, "POST 2/comments", "1 compatible; raise the minor version")
	if !strings.Contains(log, "::notice file=spec/paths/door.yaml,line=") || !strings.Contains(log, "DELETE /api/Door/{id} (removeDoor) was added") {
		t.Errorf("add an operation: got log %s, want a notice with the added operation", log)
	}
	code, _ = p.run(2, p.dir)
	p.check("second run", 2, code, 0, "", "1 compatible")
	p.replace("spec/paths/door.yaml", "Remove a door", "Remove a door for good")
	p.commit("words")
	code, _ = p.run(2, p.dir)
	p.check("another commit", 2, code, 0, "PATCH comments/2", "on operation ("+p.git(p.dir, "rev-parse", "HEAD")[:10]+")")
	p.merge("operation")

	p.branch("rename")
	p.replace("spec/schemas/door.yaml", "Locked", "Barred")
	p.commit("rename a member")
	code, log = p.run(3, p.dir)
	p.check("rename", 3, code, 1, "POST 3/comments", "1 breaking; raise the major version")
	if !strings.Contains(log, "::error file=spec/schemas/door.yaml,line=19,") {
		t.Errorf("rename: got log %s, want an error annotation in the file of the schema", log)
	}
	p.write("spec/diff-approved.yaml", approval)
	p.commit("approve it")
	code, _ = p.run(3, p.dir)
	p.check("approve", 3, code, 0, "PATCH comments/3", "1 approved; raise the major version")
	p.merge("rename")

	p.branch("next")
	p.write("README.md", "Another house\n")
	p.commit("words")
	code, log = p.run(4, p.dir)
	p.check("next", 4, code, 0, "")
	if log != "" {
		t.Errorf("pull request without changes of the spec: got output %q, want none", log)
	}
	p.replace("spec/schemas/door.yaml", "A door of the house", "A door of a house")
	p.commit("more words")
	code, _ = p.run(4, p.dir)
	p.check("words of the spec", 4, code, 0, "POST 4/comments", "1 doc; raise the patch version")
	p.git(p.dir, "revert", "-n", "HEAD")
	p.commit("back")
	code, _ = p.run(4, p.dir)
	p.check("nothing is left", 4, code, 0, "PATCH comments/4", "no changes")
}

const program = `package main

import (
	"fmt"

	"example.com/house/generated/model"
)

func main() { fmt.Println(model.DoorStateLocked) }
`

// TestPullRequestsShowImpact checks that the comment and the step summary list the lines that a pull request breaks in a program.
func TestPullRequestsShowImpact(t *testing.T) {
	p := newPullRequests(t)
	repository, err := filepath.Abs(filepath.Join("..", "..", "..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"GOPROXY": "off", "GOFLAGS": "-mod=mod", "GOWORK": "off", "GOTOOLCHAIN": "local"} {
		t.Setenv(name, value)
	}
	summary := filepath.Join(t.TempDir(), "summary.md")
	t.Setenv("GITHUB_STEP_SUMMARY", summary)
	p.branch("adopt")
	p.addProject(".")
	if err := writeModule(repository, p.dir, "example.com/house"); err != nil {
		t.Fatal(err)
	}
	p.write("app/main.go", program)
	p.commit("adopt")
	p.merge("adopt")

	p.branch("rename")
	p.replace("spec/schemas/door.yaml", "Locked", "Barred")
	p.commit("rename a member")
	code, log := p.run(5, p.dir, "--levels", "wire,names,go")
	p.check("rename", 5, code, 1, "POST 5/comments", "### Go code that breaks: 1 line\n\n- `app/main.go:9:33` does not compile: undefined: model.DoorStateLocked\n")
	comments := p.github.commentsBy("5", "app[bot]")
	for _, want := range []string{"because of **schema DoorState** member Locked = 2 was renamed to Barred", "+func main() { fmt.Println(model.DoorStateBarred) }"} {
		if len(comments) != 1 || !strings.Contains(comments[0], want) {
			t.Errorf("rename: got comments %q, want one comment that contains %q; log: %s", comments, want, log)
		}
	}
	if data, err := os.ReadFile(summary); err != nil || !strings.Contains(string(data), "### Go code that breaks: 1 line\n") {
		t.Errorf("step summary: got error %v and %s, want the lines that break", err, data)
	}

	p.git(p.dir, "checkout", "-q", "-b", "both", "main")
	p.replace("spec/schemas/door.yaml", "Locked", "Barred")
	p.write("app/main.go", strings.ReplaceAll(program, "Locked", "Open"))
	p.commit("rename a member that the program does not use")
	code, _ = p.run(6, p.dir, "--levels", "wire,names,go")
	p.check("unused", 6, code, 1, "POST 6/comments", "1 breaking")
	if body := strings.Join(p.github.commentsBy("6", "app[bot]"), ""); strings.Contains(body, "Go code that breaks") {
		t.Errorf("unused: got a comment with lines that break, want none: %s", body)
	}

	p.git(p.dir, "checkout", "-q", "-b", "many", "main")
	p.replace("spec/schemas/door.yaml", "Locked", "Barred")
	p.write("app/main.go", strings.Replace(program, "fmt.Println", strings.Repeat("fmt.Println(model.DoorStateLocked)\n\t", 150)+"fmt.Println", 1))
	p.commit("use it often")
	code, _ = p.run(7, p.dir, "--levels", "wire,names,go")
	p.check("many lines", 7, code, 1, "POST 7/comments", "### Go code that breaks: 151 lines")
	if body := strings.Join(p.github.commentsBy("7", "app[bot]"), ""); len(body) > 65_000 || !strings.Contains(body, "**51 more lines are not shown.**") {
		t.Errorf("many lines: got a comment of %d bytes, want at most 65,000 bytes and the number of lines that are not shown", len(body))
	}
}

// TestPullRequestsOfMonorepo runs the job for a pull request that changes two specs in one repository. Each spec must have its own comment. Paths in
// annotations must be relative to the root of the repository.
func TestPullRequestsOfMonorepo(t *testing.T) {
	p := newPullRequests(t)
	p.branch("adopt")
	p.addProject("services/north")
	p.addProject("services/south")
	p.commit("adopt two")
	p.merge("adopt")
	p.branch("both")
	p.replace("services/north/spec/schemas/door.yaml", "Locked", "Barred")
	p.replace("services/south/spec/schemas/door.yaml", "A door of the house", "A door of a house")
	p.commit("change both")
	code, log := p.run(7, filepath.Join(p.dir, "services/north"))
	p.check("north", 7, code, 1, "POST 7/comments", "of `services/north/spec/openapi.yaml` on both (")
	if !strings.Contains(log, "::error file=services/north/spec/schemas/door.yaml,line=19,") {
		t.Errorf("north: got log %s, want an error annotation with a path relative to the repository", log)
	}
	code, _ = p.run(7, filepath.Join(p.dir, "services/south"))
	p.check("south", 7, code, 0, "POST 7/comments", "services/north/", "of `services/south/spec/openapi.yaml` on both (")
	p.replace("services/south/spec/schemas/door.yaml", "A door of a house", "The door of a house")
	p.commit("change one")
	code, _ = p.run(7, filepath.Join(p.dir, "services/south"))
	p.check("south again", 7, code, 0, "PATCH comments/2", "services/north/", "services/south/")
}

// TestPullRequestsInShallowClone checks that a job in a clone with a single commit compares the head with the merge base. The target branch has a
// newer commit, whose change the job must not report.
func TestPullRequestsInShallowClone(t *testing.T) {
	p := newPullRequests(t)
	p.branch("adopt")
	p.addProject(".")
	p.commit("adopt")
	p.merge("adopt")
	p.branch("topic")
	p.replace("spec/schemas/door.yaml", "Locked", "Barred")
	p.commit("rename")
	p.git(p.dir, "push", "-q", "origin", "topic")
	p.git(p.dir, "checkout", "-q", "main")
	p.replace("spec/schemas/door.yaml", "name:", "label:")
	p.commit("other")
	p.git(p.dir, "push", "-q", "origin", "main")
	shallow := filepath.Join(t.TempDir(), "shallow")
	p.git(filepath.Dir(shallow), "clone", "-q", "--depth=1", "--branch", "topic", "file://"+filepath.ToSlash(p.remote), shallow)
	code, log := p.run(8, shallow)
	p.check("shallow", 8, code, 1, "POST 8/comments", "1 breaking; raise the major version")
	if strings.Contains(log, "::warning::") || strings.Contains(log, "label") {
		t.Errorf("shallow clone: got log %s, want no warning and no change of the target branch", log)
	}
}

// TestPullRequestsFromFork runs the job with a read-only token. The job must print a warning. Another account has written comments that start with
// the marker, and the job must not change these comments.
func TestPullRequestsFromFork(t *testing.T) {
	p := newPullRequests(t)
	p.branch("adopt")
	p.addProject(".")
	p.commit("adopt")
	p.merge("adopt")
	p.branch("fork")
	p.replace("spec/schemas/door.yaml", "Locked", "Barred")
	p.commit("rename")
	forged := commentMarker("spec/openapi.yaml") + "\nno changes"
	for range 150 { // a page of the API has 100 comments
		p.github.add("9", "mallory", forged)
	}
	p.github.readOnly = true
	code, log := p.run(9, p.dir)
	p.check("fork", 9, code, 1, "POST 9/comments")
	if !strings.Contains(log, "::warning::the comment was not written: POST /repos/someone/house/issues/9/comments: 403 Forbidden") {
		t.Errorf("fork: got log %s, want a warning that the comment was not written", log)
	}
	p.github.readOnly = false
	code, _ = p.run(9, p.dir)
	p.check("with permission", 9, code, 1, "POST 9/comments", "1 breaking")
	code, _ = p.run(9, p.dir, "--fail-on", "breaking:wire")
	p.check("the comment is on the second page", 9, code, 0, "", "1 breaking")
	code, _ = p.run(9, p.dir, "--comment=false")
	p.check("without a comment", 9, code, 1, "", "1 breaking")
	for _, body := range p.github.commentsBy("9", "mallory") {
		if body != forged {
			t.Fatalf("comment of another account: got %q, want %q", body, forged)
		}
	}
}
