package lock_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rasapi/specgen/gen/lock"
)

// sample returns a lock with two inputs and three outputs.
func sample() *lock.Lock {
	l := lock.New("v1.2.3")
	l.Options["package"] = "example.com/x"
	l.Options["initialisms"] = `ID "quoted" `
	for _, name := range []string{"spec/openapi.yaml", "spec/a b.yaml"} {
		l.Inputs[name] = lock.Sum([]byte(name))
	}
	for _, name := range []string{"out/a.gen.go", "out/b/c.gen.go", "out/line\nbreak.go"} {
		l.Outputs[name] = lock.Sum([]byte(name))
	}
	return l
}

func TestRoundTrip(t *testing.T) {
	l := sample()
	text := l.Bytes()
	back, err := lock.Parse(text)
	if err != nil || !l.Equal(back) || string(back.Bytes()) != string(text) {
		t.Fatalf("Parse: got error %v or another lock, want the lock that was written:\n%s", err, text)
	}
	if back, err = lock.Parse([]byte(strings.ReplaceAll(string(text), "\n", "\r\n"))); err != nil || !l.Equal(back) {
		t.Errorf("Parse with CRLF line ends: got %+v and error %v, want %+v", back, err, l)
	}
	if strings.Count(string(text), "\n") != 3+1+2+2+3 {
		t.Errorf("Bytes: got %d lines, want 11 (2 comments, the format, the tool and one line per option, input and output): %s", strings.Count(string(text), "\n"), text)
	}
}

func TestParseErrors(t *testing.T) {
	text := string(sample().Bytes())
	first := strings.Index(text, "input ")
	line := text[first : first+strings.IndexByte(text[first:], '\n')+1]
	for name, c := range map[string]struct{ text, reason string }{
		"empty":           {"", `line "lock 1" is missing`},
		"no tool":         {"lock 1\n", `line "tool" is missing`},
		"later format":    {strings.Replace(text, "lock 1", "lock 2", 1), `format "2"`},
		"conflict":        {strings.Replace(text, line, "<<<<<<< HEAD\n"+line+"=======\n"+line+">>>>>>> b\n", 1), "merge conflict"},
		"union":           {strings.Replace(text, line, line+line, 1), `duplicate input "spec/a b.yaml"`},
		"two tools":       {strings.Replace(text, "tool v1.2.3\n", "tool v1.2.3\ntool v1.2.4\n", 1), `duplicate line "tool"`},
		"two options":     {text + "option package other\n", `duplicate option "package"`},
		"unknown keyword": {text + "outptu a b\n", `"outptu"`},
		"short sum":       {text + "output abc x.go\n", `the sum after "output" is not`},
		"no path":         {text + "output " + lock.Sum(nil) + "\n", "incomplete"},
		"broken quotes":   {text + "output " + lock.Sum(nil) + ` "x` + "\n", "not quoted correctly"},
		"truncated line":  {text[:len(text)-80], ""},
		"capital letters": {text + "output " + strings.ToUpper(lock.Sum(nil)) + " x.go\n", `the sum after "output" is not`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := lock.Parse([]byte(c.text))
			if broken, ok := errors.AsType[*lock.ParseError](err); !ok || !strings.Contains(broken.Reason, c.reason) || broken.Line < 1 {
				t.Errorf("Parse: got error %v, want a *ParseError with a line number and a reason that contains %q", err, c.reason)
			}
		})
	}
}

// onDisk returns the files that generate writes together with the lock l.
func onDisk(l *lock.Lock) map[string]lock.File {
	files := map[string]lock.File{}
	for name, sum := range l.Outputs {
		files[name] = lock.File{Sum: sum, Generated: true}
	}
	return files
}

// kinds maps kinds of verdicts to their names in the expected output.
var kinds = map[lock.Kind]string{
	lock.SpecChanged: "spec changed", lock.OptionChanged: "option changed", lock.ToolChanged: "tool changed", lock.LockWrong: "lock wrong",
	lock.Edited: "edited", lock.Stale: "stale", lock.Missing: "missing", lock.Orphaned: "orphaned", lock.NotGenerated: "not generated",
}

func TestJudge(t *testing.T) {
	other := lock.Sum([]byte("other"))
	const a, c = "out/a.gen.go", "out/b/c.gen.go"
	for name, test := range map[string]struct {
		change func(*lock.Case)
		want   []string
	}{
		"up to date":              {func(*lock.Case) {}, nil},
		"no lock":                 {func(c *lock.Case) { c.Lock = nil }, nil},
		"edited":                  {func(c *lock.Case) { c.Files[a] = lock.File{Sum: other, Generated: true} }, []string{"edited " + a}},
		"edited, line removed":    {func(c *lock.Case) { c.Files[a] = lock.File{Sum: other} }, []string{"edited " + a}},
		"changed, without a lock": {func(c *lock.Case) { c.Lock = nil; c.Files[a] = lock.File{Sum: other, Generated: true} }, []string{"stale " + a}},
		"missing":                 {func(c *lock.Case) { delete(c.Files, a) }, []string{"missing " + a}},
		"orphan":                  {func(c *lock.Case) { c.Files["out/x.go"] = lock.File{Sum: other, Generated: true} }, []string{"orphaned out/x.go"}},
		"not generated":           {func(c *lock.Case) { c.Files["out/x.go"] = lock.File{Sum: other} }, []string{"not generated out/x.go"}},
		"spec changed": {func(c *lock.Case) {
			c.Now.Inputs["spec/openapi.yaml"] = other
			c.Now.Outputs[a] = other
		}, []string{"spec changed spec/openapi.yaml", "stale " + a}},
		"spec changed, same code": {func(c *lock.Case) { c.Now.Inputs["spec/openapi.yaml"] = other }, []string{"spec changed spec/openapi.yaml harmless"}},
		"spec changed and generated, old lock": {func(c *lock.Case) {
			c.Now.Inputs["spec/openapi.yaml"] = other
			c.Now.Outputs[a] = other
			c.Files[a] = lock.File{Sum: other, Generated: true}
		}, []string{"spec changed spec/openapi.yaml"}},
		"spec changed and edited": {func(k *lock.Case) {
			k.Now.Inputs["spec/openapi.yaml"] = other
			k.Now.Outputs[a] = other
			k.Files[c] = lock.File{Sum: other, Generated: true}
		}, []string{"spec changed spec/openapi.yaml", "stale " + a, "edited " + c}},
		"input and output removed": {func(c *lock.Case) {
			delete(c.Now.Inputs, "spec/a b.yaml")
			delete(c.Now.Outputs, a)
		}, []string{"spec changed spec/a b.yaml", "orphaned " + a}},
		"broken spec, edited code": {func(c *lock.Case) {
			c.Now.Inputs["spec/openapi.yaml"] = other
			c.Now.Outputs = nil
			c.Files[a] = lock.File{Sum: other, Generated: true}
		}, []string{"spec changed spec/openapi.yaml", "edited " + a}},
		"option":           {func(c *lock.Case) { c.Now.Options = map[string]string{"package": "x"}; c.Now.Outputs[a] = other }, []string{"option changed initialisms", "option changed package", "stale " + a}},
		"version only":     {func(c *lock.Case) { c.Now.Tool = "v1.2.4" }, []string{"tool changed  harmless"}},
		"version and code": {func(c *lock.Case) { c.Now.Tool = "v1.2.4"; c.Now.Outputs[a] = other }, []string{"tool changed ", "stale " + a}},
		"development": {func(c *lock.Case) {
			c.Lock.Tool, c.Now.Tool = lock.Development, lock.Development
			c.Now.Outputs[a] = other
		}, []string{"tool changed ", "stale " + a}},
		"wrong lock": {func(c *lock.Case) { c.Lock.Outputs[a] = other }, []string{"lock wrong "}},
		"wrong lock, development build": {func(c *lock.Case) {
			c.Lock.Tool, c.Now.Tool = lock.Development, lock.Development
			c.Lock.Outputs[a] = other
		}, []string{"lock wrong "}},
		"lock without an output": {func(c *lock.Case) { delete(c.Lock.Outputs, a) }, []string{"lock wrong "}},
	} {
		t.Run(name, func(t *testing.T) {
			k := lock.Case{Lock: sample(), Now: sample(), Files: onDisk(sample())}
			test.change(&k)
			var got []string
			for _, v := range lock.Judge(k) {
				line := kinds[v.Kind] + " " + v.Path
				if v.Harmless {
					line += " harmless"
				}
				got = append(got, line)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("Judge: got %s, want %s", fmt.Sprintf("%q", got), fmt.Sprintf("%q", test.want))
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add(sample().Bytes())
	f.Add([]byte("lock 1\ntool x\noption a \"\\n\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := lock.Parse(data)
		if err != nil {
			return
		}
		back, err := lock.Parse(l.Bytes())
		if err != nil || !l.Equal(back) {
			t.Errorf("Parse of a written lock: got another lock and error %v, want the same lock:\n%s", err, l.Bytes())
		}
	})
}
