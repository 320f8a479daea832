package cli

import (
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var kills = flag.Int("kills", 4, "number of times that TestKilled kills specgen generate")

// TestKilled kills specgen generate at random times while it replaces one tree with another tree. Each file must have either its old or its new
// content. Files that specgen did not generate must be unchanged. The next run must complete the tree.
func TestKilled(t *testing.T) {
	program := command(t)
	dir := houseModule(t)
	const areas = 25
	specs := [2]map[string]string{houses("A house", areas), houses("Another house, which is larger", areas-3)}
	var trees [2]map[string]string
	full := time.Duration(0)
	for i := range specs {
		write(t, dir, specs[i])
		start := time.Now()
		runGenerate(t, program, dir)
		full = time.Since(start)
		trees[i] = contents(t, filepath.Join(dir, "generated"))
	}
	changed := 0
	for name, data := range trees[0] {
		if trees[1][name] != data {
			changed++
		}
	}
	foreign := filepath.Join(dir, "generated", "client", "mine.go")
	if err := os.WriteFile(foreign, []byte("package client\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(5, 2026))
	halfway, early, finished := 0, 0, 0
	for i := range *kills {
		to := i % 2
		write(t, dir, specs[to])
		outcome := kill(t, program, dir, random, i%4 == 3, full)
		now := contents(t, filepath.Join(dir, "generated"))
		if now["client/mine.go"] != "package client\n" {
			t.Fatalf("kill %d: file that specgen did not generate: got %q, want no change", i, now["client/mine.go"])
		}
		delete(now, "client/mine.go")
		old, new := 0, 0
		for name, data := range now {
			switch {
			case strings.HasPrefix(filepath.Base(name), ".") && strings.HasSuffix(name, ".tmp"):
			case data == trees[to][name]:
				new++
			case data == trees[1-to][name]:
				old++
			default:
				t.Errorf("kill %d: %s: got %d bytes, want the old or the new content", i, name, len(data))
			}
		}
		for name, data := range trees[1-to] {
			if _, there := now[name]; trees[to][name] == data && !there {
				t.Errorf("kill %d: got no file %s, want the file, which is equal in the two trees", i, name)
			}
		}
		switch {
		case outcome:
			finished++
		case maps.Equal(now, trees[to]) || old == 0:
			finished++
		case maps.Equal(now, trees[1-to]) || new == len(now)-changed:
			early++
		default:
			halfway++
		}
		if i%3 == 2 { // in two of three cases, the next run starts with the tree that the killed process has left
			runGenerate(t, program, dir)
			now := contents(t, filepath.Join(dir, "generated"))
			delete(now, "client/mine.go")
			if !maps.Equal(now, trees[to]) {
				t.Fatalf("kill %d: got other files after the next run, want the complete new tree", i)
			}
		}
	}
	t.Logf("%d kills of runs that take %v and change %d files: %d before the first write, %d between two writes and %d after the last write", *kills, full.Round(time.Millisecond), changed,
		early, halfway, finished)
	if *kills >= 10 && halfway == 0 {
		t.Errorf("none of %d kills was between two writes, want at least one", *kills)
	}
}

// houseModule returns a directory with a go.mod that requires the modules that generated code imports.
func houseModule(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := writeModule(repositoryDir(t), dir, "example.com/house"); err != nil {
		t.Fatal(err)
	}
	moduleEnvironment(t)
	return dir
}

// repositoryDir returns the root directory of the repository.
func repositoryDir(t *testing.T) string {
	t.Helper()
	repository, err := filepath.Abs(filepath.Join("..", "..", "..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	return repository
}

// moduleEnvironment sets environment variables so that the go command uses neither the network nor another version of Go.
func moduleEnvironment(t *testing.T) {
	t.Helper()
	for name, value := range map[string]string{"GOPROXY": "off", "GOFLAGS": "-mod=mod", "GOWORK": "off", "GOTOOLCHAIN": "local"} {
		t.Setenv(name, value)
	}
}

// command returns the path of a symbolic link to the test binary. Because of the name of the link, TestMain runs the binary as specgen.
func command(t *testing.T) string {
	t.Helper()
	return commandNamed(t, "specgen")
}

// commandNamed returns the path of a symbolic link to the test binary. Because of the name of the link, TestMain runs the command with this name.
func commandNamed(t *testing.T, name string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), name)
	if err := os.Symlink(self, program); err != nil {
		t.Skipf("SKIPPED: the test cannot create symbolic links: %v", err)
	}
	return program
}

// kill starts specgen generate and kills the process. full is the duration of a run. If anywhere is true, kill ends the process at a random time
// within this duration. Otherwise, it kills the process soon after the first write. kill reports whether the process ended before the kill.
func kill(t *testing.T, program, dir string, random *rand.Rand, anywhere bool, full time.Duration) (finished bool) {
	t.Helper()
	cmd := exec.Command(program, "generate", "--full")
	cmd.Dir = dir
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	if anywhere {
		select {
		case <-time.After(time.Duration(random.Int64N(int64(full)))):
		case <-done:
			return true
		}
	} else {
		before := writeTimes(dir)
		for writeTimes(dir) == before {
			select {
			case <-done:
				return true
			default:
			}
		}
		for range random.IntN(200_000) { // wait for a short random time, so that kills are spread over the writes
		}
	}
	_ = cmd.Process.Kill()
	<-done
	return false
}

// writeTimes returns the modification times of the directories to which specgen generate writes first.
func writeTimes(dir string) string {
	text := ""
	for _, name := range []string{"generated", "generated/client", "generated/client/area00"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil {
			text += fmt.Sprint(info.ModTime().UnixNano(), " ")
		}
	}
	return text
}

// houses returns the files of a project that has the given number of areas and one operation per area.
func houses(title string, areas int) map[string]string {
	files := map[string]string{"specgen.yaml": "spec: openapi.yaml\noutput: generated\npackage: example.com/house/generated\n"}
	var b strings.Builder
	fmt.Fprintf(&b, "openapi: 3.0.3\ninfo: {title: %s, version: \"1\"}\npaths:\n", title)
	for i := range areas {
		fmt.Fprintf(&b, "  /doors%d:\n    get:\n      tags: [Area%02d]\n      operationId: listDoors%d\n      summary: %s\n      responses:\n"+
			"        \"200\": {description: Doors, content: {application/json: {schema: {$ref: '#/components/schemas/Door'}}}}\n", i, i, i, title)
	}
	fmt.Fprintf(&b, "components:\n  schemas:\n    Door: {type: object, description: A door of %s, properties: {id: {type: integer}}}\n", title)
	files["openapi.yaml"] = b.String()
	return files
}

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// runGenerate runs specgen generate. The test fails if the exit code is not 0.
func runGenerate(t *testing.T, program, dir string) {
	t.Helper()
	cmd := exec.Command(program, "generate")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// contents returns the content of each file in a directory by its slash-separated relative path.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, file)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(file)
		files[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
