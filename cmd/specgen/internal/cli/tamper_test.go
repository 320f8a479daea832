package cli

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
)

var tamperings = flag.Int("tamperings", 200, "number of changes that TestTamperings makes")

// tamperedProject is a generated project on disk. A test changes and restores its files.
type tamperedProject struct {
	t        *testing.T
	dir      string
	pristine map[string][]byte
	random   *rand.Rand
}

func (p *tamperedProject) put(name string, data []byte) {
	file := filepath.Join(p.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o666); err != nil {
		p.t.Fatal(err)
	}
}

func (p *tamperedProject) remove(name string) {
	if err := os.Remove(filepath.Join(p.dir, filepath.FromSlash(name))); err != nil {
		p.t.Fatal(err)
	}
}

// files returns the current files on disk.
func (p *tamperedProject) files() map[string][]byte {
	files := map[string][]byte{}
	err := filepath.WalkDir(p.dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(p.dir, file)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(name)], err = os.ReadFile(file)
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return files
}

// restore restores the original files and removes all other files.
func (p *tamperedProject) restore() {
	now := p.files()
	for name, data := range p.pristine {
		if !bytes.Equal(now[name], data) || now[name] == nil {
			p.put(name, data)
		}
	}
	for name := range now {
		if _, ok := p.pristine[name]; !ok {
			p.remove(name)
		}
	}
}

// pick returns the name of a random original file in a directory and its subdirectories.
func (p *tamperedProject) pick(folder string) string {
	var names []string
	for name := range p.pristine {
		if strings.HasPrefix(name, folder) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names[p.random.IntN(len(names))]
}

// replace replaces the first occurrence of old in an original file. The test fails if the file does not contain old.
func (p *tamperedProject) replace(name, old, new string) {
	if !bytes.Contains(p.pristine[name], []byte(old)) {
		p.t.Fatalf("replace: got no %q in %s, want the text", old, name)
	}
	p.put(name, bytes.Replace(p.pristine[name], []byte(old), []byte(new), 1))
}

// scramble returns data with one random change. It flips a bit, adds or removes a byte, removes or repeats a line, removes the end, or adds CRLF line
// ends or white space.
func (p *tamperedProject) scramble(data []byte) []byte {
	at := p.random.IntN(len(data))
	lines := bytes.SplitAfter(data, []byte("\n"))
	line := p.random.IntN(len(lines) - 1)
	switch p.random.IntN(8) {
	case 0:
		out := bytes.Clone(data)
		out[at] ^= 1 << p.random.IntN(8)
		return out
	case 1:
		return slices.Insert(bytes.Clone(data), at, byte('!'+p.random.IntN(90)))
	case 2:
		return slices.Delete(bytes.Clone(data), at, at+1)
	case 3:
		return bytes.Join(slices.Delete(slices.Clone(lines), line, line+1), nil)
	case 4:
		return bytes.Join(slices.Insert(slices.Clone(lines), line, lines[line]), nil)
	case 5:
		return data[:at]
	case 6:
		return bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))
	default:
		return append(bytes.Clone(data), " \n"...)
	}
}

// verdictRules lists the rules of verify. The output of verify may also contain findings of lint, whose rules are not in the list.
var verdictRules = []string{"generated-changed", "generated-missing", "generated-orphaned", "generated-foreign", "generated-edited", "spec-changed",
	"config-drift", "tool-drift", "lock-broken"}

// verdicts runs verify. tool is the version of specgen. verdicts returns the sorted findings of verdictRules in the form "rule file", and the exit
// code. For exitFailure, the only finding is the error.
func (p *tamperedProject) verdicts(tool string) ([]string, int) {
	var stdout, stderr bytes.Buffer
	a := &app{tool: tool, stdout: &stdout, stderr: &stderr}
	code := a.run(p.t.Context(), []string{"verify", "--format", "json", "--config", filepath.Join(p.dir, "specgen.yaml")}, strings.NewReader(""))
	if code == exitFailure {
		return []string{"failure: " + strings.TrimSpace(stderr.String())}, code
	}
	var report struct {
		Diagnostics []struct{ Rule, File string }
	}
	if err := json.Unmarshal(stdout.Bytes(), &report); err != nil {
		p.t.Fatalf("%v: %s", err, stdout.Bytes())
	}
	var got []string
	for _, d := range report.Diagnostics {
		if !slices.Contains(verdictRules, d.Rule) {
			continue
		}
		name, err := filepath.Rel(p.dir, project.Absolute(mustWork(p.t), d.File))
		if err != nil {
			p.t.Fatal(err)
		}
		got = append(got, d.Rule+" "+filepath.ToSlash(name))
	}
	slices.Sort(got)
	return slices.Compact(got), code
}

func mustWork(t *testing.T) string {
	t.Helper()
	work, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	return work
}

// tampering is a kind of change. The function do changes files and returns the findings that verify must report. If the list contains "?", verify may
// also report generated files as missing, changed or orphaned.
type tampering struct {
	name string
	do   func(p *tamperedProject) []string
	tool string // version of specgen that runs verify; "" means the version that generated the files
}

const header = "// Code generated by specgen. DO NOT EDIT.\n\npackage x\n"

var tamperingKinds = []tampering{
	{name: "edit a file", do: func(p *tamperedProject) []string {
		name := p.pick("generated/")
		p.put(name, p.scramble(p.pristine[name]))
		return []string{"generated-edited " + name}
	}},
	{name: "edit with unchanged size and time", do: func(p *tamperedProject) []string {
		name := p.pick("generated/")
		file := filepath.Join(p.dir, filepath.FromSlash(name))
		info, err := os.Stat(file)
		if err != nil {
			p.t.Fatal(err)
		}
		data := bytes.Clone(p.pristine[name])
		data[p.random.IntN(len(data))] ^= 1
		p.put(name, data)
		if err := os.Chtimes(file, info.ModTime(), info.ModTime()); err != nil {
			p.t.Fatal(err)
		}
		return []string{"generated-edited " + name}
	}},
	{name: "remove a file", do: func(p *tamperedProject) []string {
		name := p.pick("generated/")
		p.remove(name)
		return []string{"generated-missing " + name}
	}},
	{name: "rename a file", do: func(p *tamperedProject) []string {
		name := p.pick("generated/model/")
		p.remove(name)
		p.put(name+".go", p.pristine[name])
		return []string{"generated-missing " + name, "generated-orphaned " + name + ".go"}
	}},
	{name: "swap two files", do: func(p *tamperedProject) []string {
		a, b := p.pick("generated/"), p.pick("generated/")
		if filepath.Ext(a) != filepath.Ext(b) || a == b {
			return nil
		}
		p.put(a, p.pristine[b])
		p.put(b, p.pristine[a])
		return []string{"generated-edited " + a, "generated-edited " + b}
	}},
	{name: "add a generated file", do: func(p *tamperedProject) []string {
		name := fmt.Sprintf("generated/x%d/y.gen.go", p.random.IntN(100))
		p.put(name, []byte(header))
		return []string{"generated-orphaned " + name}
	}},
	{name: "add a file by hand", do: func(p *tamperedProject) []string {
		name := fmt.Sprintf("generated/client/x%d.go", p.random.IntN(100))
		p.put(name, []byte("package client\n"))
		return []string{"generated-foreign " + name}
	}},
	{name: "change the spec at random", do: func(p *tamperedProject) []string {
		name := p.pick("spec/")
		p.put(name, p.scramble(p.pristine[name]))
		return []string{"spec-changed " + name, "?"}
	}},
	{name: "comment in the spec", do: func(p *tamperedProject) []string {
		name := p.pick("spec/")
		p.put(name, append([]byte("# a remark\n"), p.pristine[name]...))
		return []string{"spec-changed " + name}
	}},
	{name: "rename an enum member", do: func(p *tamperedProject) []string {
		p.replace("spec/schemas/door.yaml", "Locked]", fmt.Sprintf("Barred%d]", p.random.IntN(100)))
		return []string{"spec-changed spec/schemas/door.yaml", "generated-changed generated/model/door_enum.gen.go", "generated-changed generated/openapi.yaml"}
	}},
	{name: "change the spec and edit a file", do: func(p *tamperedProject) []string {
		p.replace("spec/schemas/door.yaml", "Locked]", fmt.Sprintf("Barred%d]", p.random.IntN(100)))
		name := p.pick("generated/client/")
		p.put(name, append(bytes.Clone(p.pristine[name]), "// a remark\n"...))
		return []string{"spec-changed spec/schemas/door.yaml", "generated-changed generated/model/door_enum.gen.go",
			"generated-changed generated/openapi.yaml", "generated-edited " + name}
	}},
	{name: "remove an area file", do: func(p *tamperedProject) []string {
		p.remove("spec/schemas/door.yaml")
		return []string{"spec-changed spec/schemas/door.yaml", "?"}
	}},
	{name: "add an initialism", do: func(p *tamperedProject) []string {
		p.replace("specgen.yaml", "[ID]", fmt.Sprintf("[ID, X%d]", p.random.IntN(100)))
		return []string{"config-drift specgen.yaml"}
	}},
	{name: "change the package", do: func(p *tamperedProject) []string {
		p.replace("specgen.yaml", "example.com/house", fmt.Sprintf("example.com/house%d", p.random.IntN(100)))
		return []string{"config-drift specgen.yaml", "?"}
	}},
	{name: "add enum helpers", do: func(p *tamperedProject) []string {
		p.put("specgen.yaml", append(bytes.Clone(p.pristine["specgen.yaml"]), "enums: {sql: true}\n"...))
		return []string{"config-drift specgen.yaml", "generated-changed generated/model/door_enum.gen.go"}
	}},
	{name: "another version", tool: "v1.2.4", do: func(*tamperedProject) []string { return []string{"tool-drift specgen.lock"} }},
	{name: "another version and an edit", tool: "v1.2.4", do: func(p *tamperedProject) []string {
		name := p.pick("generated/")
		p.put(name, append(bytes.Clone(p.pristine[name]), '\n'))
		return []string{"tool-drift specgen.lock", "generated-edited " + name}
	}},
	{name: "lock: wrong checksum of an output", do: func(p *tamperedProject) []string {
		name := p.pick("generated/")
		p.line(" "+name, func(string) string { return "output " + strings.Repeat("0", 64) + " " + name + "\n" })
		return []string{"lock-broken specgen.lock"}
	}},
	{name: "lock: removed line", do: func(p *tamperedProject) []string {
		p.line(" "+p.pick("generated/"), func(string) string { return "" })
		return []string{"lock-broken specgen.lock"}
	}},
	{name: "lock: repeated line", do: func(p *tamperedProject) []string {
		p.line(" "+p.pick(""), func(line string) string { return line + line })
		return []string{"lock-broken specgen.lock"}
	}},
	{name: "lock: merge conflict", do: func(p *tamperedProject) []string {
		p.line(" "+p.pick("generated/"), func(line string) string { return "<<<<<<< HEAD\n" + line + "=======\n" + line + ">>>>>>> other\n" })
		return []string{"lock-broken specgen.lock"}
	}},
}

// line changes, in the lock, the first line with the suffix end. If there is no such line, it changes the line for generated/server/server.gen.go.
func (p *tamperedProject) line(end string, change func(string) string) {
	var b strings.Builder
	done := false
	for line := range strings.Lines(string(p.pristine["specgen.lock"])) {
		if strings.HasSuffix(line, end+"\n") && !done || !done && strings.HasSuffix(line, " generated/server/server.gen.go\n") && p.pristine[end[1:]] != nil &&
			!bytes.Contains(p.pristine["specgen.lock"], []byte(end+"\n")) {
			line, done = change(line), true
		}
		b.WriteString(line)
	}
	p.put("specgen.lock", []byte(b.String()))
}

// newTamperedProject returns a project with files that a version of specgen has generated.
func newTamperedProject(t *testing.T, version string) *tamperedProject {
	p := &tamperedProject{t: t, dir: t.TempDir(), random: rand.New(rand.NewPCG(8, 2026))}
	if err := os.CopyFS(p.dir, os.DirFS(filepath.Join("testdata", "project"))); err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	generate := &app{tool: version, stdout: &bytes.Buffer{}, stderr: &stderr}
	if code := generate.run(t.Context(), []string{"generate", "--config", filepath.Join(p.dir, "specgen.yaml")}, strings.NewReader("")); code != exitClean {
		t.Fatal(stderr.String())
	}
	p.pristine = p.files()
	if got, code := p.verdicts(version); len(got) > 0 || code != exitClean {
		t.Fatalf("before the first change: got findings %v and exit code %d, want no findings and exit code %d", got, code, exitClean)
	}
	return p
}

// TestTamperings changes a project at random places, with each of the tamperingKinds in turn. Verify must report the findings that the kind of the
// change requires. The flag -tamperings sets the number of changes.
func TestTamperings(t *testing.T) {
	const version = "v1.2.3"
	p := newTamperedProject(t, version)
	done := map[string]int{}
	for i := range *tamperings {
		kind := tamperingKinds[i%len(tamperingKinds)]
		want := kind.do(p)
		tool := version
		if kind.tool != "" {
			tool = kind.tool
		}
		if now := p.files(); tool == version && same(now, p.pristine) {
			continue // every file is unchanged
		}
		got, code := p.verdicts(tool)
		if !matchesVerdicts(got, want) {
			t.Errorf("change %d, %s: got findings %q and exit code %d, want findings %q", i, kind.name, got, code, want)
		}
		if code == exitClean && len(got) == 0 {
			t.Errorf("change %d, %s: got no finding and exit code %d, want a finding", i, kind.name, code)
		}
		done[kind.name]++
		p.restore()
	}
	t.Logf("%d changes; number of changes with an effect, by kind: %v", *tamperings, done)
}

func same(a, b map[string][]byte) bool {
	if len(a) != len(b) {
		return false
	}
	for name, data := range a {
		if other, ok := b[name]; !ok || !bytes.Equal(data, other) {
			return false
		}
	}
	return true
}

// matchesVerdicts reports whether got and want contain the same findings. A "?" in want permits other findings that report generated files as
// missing, changed or orphaned.
func matchesVerdicts(got, want []string) bool {
	open := slices.Contains(want, "?")
	for _, w := range want {
		if w != "?" && !slices.Contains(got, w) {
			return false
		}
	}
	for _, g := range got {
		allowed := open && strings.HasPrefix(g, "generated-") && !strings.HasPrefix(g, "generated-edited") && !strings.HasPrefix(g, "generated-foreign")
		if !slices.Contains(want, g) && !allowed {
			return false
		}
	}
	return true
}
