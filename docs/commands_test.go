package docs_test

import (
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// session runs the commands on one page.
type session struct {
	page *page
	dir  string // working directory of the next command
	pwd  string // file to which each command writes its last working directory
	env  []string
}

// command is a script for one shell, with its expected output and exit code.
type command struct {
	line   int
	script string
	want   string // expected output if compare is set
	exit   int    // expected exit code

	compare bool // whether to compare the output with want
}

// runPages runs the commands on every page that is not generated. Each page uses a new copy of the repository. runPages returns the number of
// commands, or 0 if it skips the commands.
func runPages(t *testing.T, pages []*page) int {
	if testing.Short() || runtime.GOOS == "windows" {
		t.Log("SKIPPED: the commands on the pages need a POSIX shell and a minute; run the test without -short, and not on Windows")
		return 0
	}
	pages = slices.DeleteFunc(slices.Clone(pages), func(p *page) bool {
		return p.generated || !slices.ContainsFunc(p.blocks, func(b block) bool { return len(commands(t, p, b)) > 0 })
	})
	bin := t.TempDir()
	env := environment(t, bin)
	if out, err := shell(t, "..", env, "go build -o '"+filepath.Join(bin, "specgen")+"' ./cmd/specgen"); err != nil {
		t.Fatalf("go build: got error %v, want none\n%s", err, out)
	}
	n := 0
	for _, p := range pages {
		for _, b := range p.blocks {
			n += len(commands(t, p, b))
		}
		t.Run(p.name, func(t *testing.T) {
			root := t.TempDir()
			copyRepository(t, filepath.Join(root, "specgen"))
			s := &session{page: p, dir: filepath.Join(root, "specgen"), pwd: filepath.Join(t.TempDir(), "pwd"), env: env}
			for _, b := range p.blocks {
				if !s.run(t, b) {
					return // the following blocks may depend on this block
				}
			}
		})
	}
	return n
}

// environment returns the environment variables of the commands. They add specgen to PATH, keep the caches of the go command, and disable downloads
// and user settings.
func environment(t *testing.T, bin string) []string {
	t.Helper()
	out, err := shell(t, "..", os.Environ(), "go env GOCACHE GOMODCACHE GOPATH")
	values := strings.Split(strings.TrimSpace(out), "\n")
	if err != nil || len(values) != 3 {
		t.Fatalf("go env: got error %v and %q, want three lines", err, out)
	}
	return []string{
		"PATH=" + bin + string(os.PathListSeparator) + os.Getenv("PATH"), "HOME=" + t.TempDir(), "LC_ALL=C",
		"GOBIN=" + t.TempDir(), "GOCACHE=" + values[0], "GOMODCACHE=" + values[1], "GOPATH=" + values[2], "GOPROXY=off", "GOSUMDB=off", "GOWORK=off", "GOTOOLCHAIN=local",
		"GOFLAGS=-trimpath", // makes the build cache independent of the directory, so that all copies share the cache
		"GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=Reader", "GIT_AUTHOR_EMAIL=reader@example.com", "GIT_COMMITTER_NAME=Reader",
		"GIT_COMMITTER_EMAIL=reader@example.com",
	}
}

// copyRepository copies the regular files of the repository except .git and bin.
func copyRepository(t *testing.T, to string) {
	t.Helper()
	err := fs.WalkDir(repository, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name == ".git" || name == "bin" {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.IsDir() {
			return os.MkdirAll(filepath.Join(to, name), 0o777)
		}
		info, err := entry.Info()
		if err != nil || !info.Mode().IsRegular() {
			return err
		}
		data, err := fs.ReadFile(repository, name)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, name), data, info.Mode().Perm())
	})
	if err != nil {
		t.Fatal(err)
	}
}

// commands returns the commands in a block, or nil if the block contains no commands or has the attribute skip.
func commands(t *testing.T, p *page, b block) []command {
	exit := 0
	if b.exit != "" {
		var err error
		if exit, err = strconv.Atoi(b.exit); err != nil {
			t.Errorf("%s:%d: got exit=%s, want a number", p.name, b.line, b.exit)
		}
	}
	if b.skip != "" {
		return nil
	}
	switch b.language {
	case "sh":
		return []command{{line: b.line, script: "set -e\n" + b.text, exit: exit}}
	case "console":
		var list []command
		for line := range strings.Lines(b.text) {
			script, isCommand := strings.CutPrefix(line, "$ ")
			switch {
			case isCommand:
				list = append(list, command{line: b.line, script: script, compare: true})
			case len(list) == 0:
				t.Errorf("%s:%d: console block: got no \"$ \" at the start, want one", p.name, b.line)
				return nil
			case strings.HasSuffix(list[len(list)-1].script, "\\\n"):
				list[len(list)-1].script += line
			default:
				list[len(list)-1].want += line
			}
			b.line++
		}
		if len(list) > 0 {
			list[len(list)-1].exit = exit
		}
		return list
	}
	return nil
}

// run writes the file that a block contains, or runs the commands in the block. It reports whether there was no error, and all exit codes and
// compared outputs match the page.
func (s *session) run(t *testing.T, b block) bool {
	if b.file != "" && b.skip == "" {
		name := filepath.Join(s.dir, filepath.FromSlash(b.file))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Error(err)
			return false
		}
		if err := os.WriteFile(name, []byte(b.text), 0o666); err != nil {
			t.Error(err)
			return false
		}
		return true
	}
	for _, c := range commands(t, s.page, b) {
		out, err := shell(t, s.dir, s.env, "trap 'pwd >\""+s.pwd+"\"' EXIT\n"+c.script)
		exit := 0
		if err != nil {
			exit = -1
			if failed, ok := err.(*exec.ExitError); ok {
				exit = failed.ExitCode()
			}
		}
		if exit != c.exit {
			t.Errorf("%s:%d: got exit code %d, want %d: %v %s%s", s.page.name, c.line, exit, c.exit, err, c.script, out)
			return false
		}
		if c.compare && !matches(c.want, out) {
			t.Errorf("%s:%d: output of %sgot %swant %s", s.page.name, c.line, c.script, out, c.want)
			return false
		}
		if dir, err := os.ReadFile(s.pwd); err == nil {
			s.dir = strings.TrimSpace(string(dir))
		}
	}
	return true
}

// matches reports whether an output matches the expected output on a page. "..." in a line matches any text. A line that consists of "..." matches
// any number of lines, including none.
func matches(want, got string) bool {
	pattern := regexp.QuoteMeta(strings.TrimSpace(want))
	pattern = regexp.MustCompile(`(?m)^ *\\\.\\\.\\\.$\n?`).ReplaceAllString(pattern, `(?s:.*)`)
	pattern = strings.ReplaceAll(pattern, `\.\.\.`, `.*`)
	return regexp.MustCompile(`^` + pattern + `$`).MatchString(strings.TrimSpace(got))
}

// shell runs a script, and returns its standard output and standard error as one text. The script may take five minutes, because it may have to
// compile specgen first.
func shell(t *testing.T, dir string, env []string, script string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", script)
	cmd.Dir, cmd.Env = dir, env
	cmd.WaitDelay = 10 * time.Second // limits the wait for processes that the script has left running
	out, err := cmd.CombinedOutput()
	return string(out), err
}
