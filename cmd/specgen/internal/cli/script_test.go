package cli

import (
	"bytes"
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata and docs/rules.md")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"specgen": func() { os.Exit(Run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
		// a release does not generate again if all files match the lock; a development build does
		"specgen-v1.2.3": func() { os.Exit(runRelease("v1.2.3")) },
		"specgen-v1.2.4": func() { os.Exit(runRelease("v1.2.4")) },
		"specgen-stuck":  func() { os.Exit(runStuck()) }, // see TestSignal
	})
}

// runRelease runs the command as a released version, and returns the exit code.
func runRelease(version string) int {
	return newApp(version, os.Stdout, os.Stderr).run(context.Background(), os.Args[1:], os.Stdin)
}

// TestScripts runs the scripts in testdata/script. In addition to the commands of testscript, a script can use
//
//	project           copies testdata/project into the working directory
//	module PATH       writes a go.mod that requires this repository and its dependencies, and a go.sum
//	replace FILE A B  replaces every A with B in a file, which must contain A
//
// and the programs specgen (a development build), specgen-v1.2.3 and specgen-v1.2.4 (releases). BIN is the directory with these programs, SPECGEN is
// the path of specgen, and REPOSITORY is the root directory of this repository.
func TestScripts(t *testing.T) {
	repository, err := filepath.Abs(filepath.Join("..", "..", "..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	caches := goEnv(t, "GOCACHE", "GOMODCACHE", "GOPATH")
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Vars = append(env.Vars, caches...)
			env.Setenv("GOPROXY", "off")
			env.Setenv("GOFLAGS", "-mod=mod")
			env.Setenv("GOWORK", "off")
			env.Setenv("GOTOOLCHAIN", "local")
			env.Setenv("TERM", "xterm")
			first, _, _ := strings.Cut(env.Getenv("PATH"), string(os.PathListSeparator)) // testscript installs the programs in this directory
			env.Setenv("SPECGEN", filepath.Join(first, "specgen"))
			env.Setenv("BIN", first)
			env.Setenv("REPOSITORY", repository)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"project": func(ts *testscript.TestScript, neg bool, args []string) {
				if neg || len(args) != 0 {
					ts.Fatalf("usage: project")
				}
				ts.Check(os.CopyFS(ts.MkAbs("."), os.DirFS(filepath.Join("testdata", "project"))))
			},
			"module": func(ts *testscript.TestScript, neg bool, args []string) {
				if neg || len(args) != 1 {
					ts.Fatalf("usage: module PATH")
				}
				ts.Check(writeModule(repository, ts.MkAbs("."), args[0]))
			},
			"replace": func(ts *testscript.TestScript, neg bool, args []string) {
				if neg || len(args) != 3 {
					ts.Fatalf("usage: replace FILE OLD NEW")
				}
				text := ts.ReadFile(args[0])
				if !strings.Contains(text, args[1]) {
					ts.Fatalf("replace: got no %q in %s, want the text", args[1], args[0])
				}
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.ReplaceAll(text, args[1], args[2])), 0o666))
			},
		},
	})
}

// goEnv returns settings of the go command in the form NAME=value. Scripts need the directories of the caches, because their home directory does not
// exist.
func goEnv(t *testing.T, names ...string) []string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"env"}, names...)...).Output()
	if err != nil {
		t.Fatalf("go env: got error %v, want none", err)
	}
	values := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(values) != len(names) {
		t.Fatalf("go env %v: got output %q, want %d lines", names, out, len(names))
	}
	for i, name := range names {
		values[i] = name + "=" + strings.TrimSpace(values[i])
	}
	return values
}

// writeModule writes a go.mod and a go.sum to dir. The module requires this repository and the dependencies of this repository.
func writeModule(repository, dir, path string) error {
	mod, err := os.ReadFile(filepath.Join(repository, "go.mod"))
	if err != nil {
		return err
	}
	const ours = "github.com/rasapi/specgen"
	mod = bytes.Replace(mod, []byte("module "+ours), []byte("module "+path), 1)
	mod = append(mod, "\nrequire "+ours+" v0.0.0\n\nreplace "+ours+" => "+filepath.ToSlash(repository)+"\n"...)
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), mod, 0o666); err != nil {
		return err
	}
	sum, err := os.ReadFile(filepath.Join(repository, "go.sum"))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "go.sum"), sum, 0o666)
}
