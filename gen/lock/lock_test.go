package lock_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rasapi/specgen/gen/lock"
)

// sample is a lock of two inputs and three outputs.
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

func TestLockIsReadBack(t *testing.T) {
	l := sample()
	text := l.Bytes()
	back, err := lock.Parse(text)
	if err != nil || !l.Equal(back) || string(back.Bytes()) != string(text) {
		t.Fatalf("%v\n%s", err, text)
	}
	if back, err = lock.Parse([]byte(strings.ReplaceAll(string(text), "\n", "\r\n"))); err != nil || !l.Equal(back) {
		t.Errorf("with the line ends of Windows: %v", err)
	}
	if strings.Count(string(text), "\n") != 3+1+2+2+3 {
		t.Errorf("not one fact a line:\n%s", text)
	}
}

func TestParseRefuses(t *testing.T) {
	text := string(sample().Bytes())
	first := strings.Index(text, "input ")
	line := text[first : first+strings.IndexByte(text[first:], '\n')+1]
	for name, c := range map[string]struct{ text, reason string }{
		"empty":           {"", `no line "lock 1"`},
		"no tool":         {"lock 1\n", "which version"},
		"a later form":    {strings.Replace(text, "lock 1", "lock 2", 1), "form 2"},
		"conflict":        {strings.Replace(text, line, "<<<<<<< HEAD\n"+line+"=======\n"+line+">>>>>>> b\n", 1), "merge conflict"},
		"union":           {strings.Replace(text, line, line+line, 1), "two line"},
		"two tools":       {strings.Replace(text, "tool v1.2.3\n", "tool v1.2.3\ntool v1.2.4\n", 1), "two versions"},
		"two options":     {text + "option package other\n", "two options"},
		"another word":    {text + "outptu a b\n", `"outptu"`},
		"short sum":       {text + "output abc x.go\n", "no sum"},
		"no path":         {text + "output " + lock.Sum(nil) + "\n", "half a line"},
		"broken quotes":   {text + "output " + lock.Sum(nil) + ` "x` + "\n", "cannot be read"},
		"a cut off line":  {text[:len(text)-80], ""},
		"capital letters": {text + "output " + strings.ToUpper(lock.Sum(nil)) + " x.go\n", "no sum"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := lock.Parse([]byte(c.text))
			if broken, ok := errors.AsType[*lock.Broken](err); !ok || !strings.Contains(broken.Reason, c.reason) || broken.Line < 1 {
				t.Errorf("err = %v, want %q in it", err, c.reason)
			}
		})
	}
}

// there is what stands on the disk after l was written.
func there(l *lock.Lock) map[string]lock.File {
	files := map[string]lock.File{}
	for name, sum := range l.Outputs {
		files[name] = lock.File{Sum: sum, Ours: true}
	}
	return files
}

func TestJudge(t *testing.T) {
	other := lock.Sum([]byte("other"))
	const a, c = "out/a.gen.go", "out/b/c.gen.go"
	for name, set := range map[string]struct {
		change func(*lock.Case)
		want   []string
	}{
		"fresh":                   {func(*lock.Case) {}, nil},
		"no lock":                 {func(c *lock.Case) { c.Lock = nil }, nil},
		"edited":                  {func(c *lock.Case) { c.There[a] = lock.File{Sum: other, Ours: true} }, []string{"edited " + a}},
		"edited, header and all":  {func(c *lock.Case) { c.There[a] = lock.File{Sum: other} }, []string{"edited " + a}},
		"changed, without a lock": {func(c *lock.Case) { c.Lock = nil; c.There[a] = lock.File{Sum: other, Ours: true} }, []string{"stale " + a}},
		"missing":                 {func(c *lock.Case) { delete(c.There, a) }, []string{"missing " + a}},
		"orphan":                  {func(c *lock.Case) { c.There["out/x.go"] = lock.File{Sum: other, Ours: true} }, []string{"orphaned out/x.go"}},
		"foreign":                 {func(c *lock.Case) { c.There["out/x.go"] = lock.File{Sum: other} }, []string{"foreign out/x.go"}},
		"spec changed": {func(c *lock.Case) {
			c.Now.Inputs["spec/openapi.yaml"] = other
			c.Now.Outputs[a] = other
		}, []string{"spec changed spec/openapi.yaml", "stale " + a}},
		"spec changed, code not": {func(c *lock.Case) { c.Now.Inputs["spec/openapi.yaml"] = other }, []string{"spec changed spec/openapi.yaml harmless"}},
		"spec changed and generated, lock left": {func(c *lock.Case) {
			c.Now.Inputs["spec/openapi.yaml"] = other
			c.Now.Outputs[a] = other
			c.There[a] = lock.File{Sum: other, Ours: true}
		}, []string{"spec changed spec/openapi.yaml"}},
		"spec changed and edited": {func(k *lock.Case) {
			k.Now.Inputs["spec/openapi.yaml"] = other
			k.Now.Outputs[a] = other
			k.There[c] = lock.File{Sum: other, Ours: true}
		}, []string{"spec changed spec/openapi.yaml", "stale " + a, "edited " + c}},
		"area removed": {func(c *lock.Case) {
			delete(c.Now.Inputs, "spec/a b.yaml")
			delete(c.Now.Outputs, a)
		}, []string{"spec changed spec/a b.yaml", "orphaned " + a}},
		"broken spec, edited code": {func(c *lock.Case) {
			c.Now.Inputs["spec/openapi.yaml"] = other
			c.Now.Outputs = nil
			c.There[a] = lock.File{Sum: other, Ours: true}
		}, []string{"spec changed spec/openapi.yaml", "edited " + a}},
		"option":           {func(c *lock.Case) { c.Now.Options = map[string]string{"package": "x"}; c.Now.Outputs[a] = other }, []string{"option changed initialisms", "option changed package", "stale " + a}},
		"version only":     {func(c *lock.Case) { c.Now.Tool = "v1.2.4" }, []string{"tool changed  harmless"}},
		"version and code": {func(c *lock.Case) { c.Now.Tool = "v1.2.4"; c.Now.Outputs[a] = other }, []string{"tool changed ", "stale " + a}},
		"development": {func(c *lock.Case) {
			c.Lock.Tool, c.Now.Tool = lock.Development, lock.Development
			c.Now.Outputs[a] = other
		}, []string{"tool changed ", "stale " + a}},
		"wrong lock": {func(c *lock.Case) { c.Lock.Outputs[a] = other }, []string{"lock wrong "}},
		"wrong lock, developed": {func(c *lock.Case) {
			c.Lock.Tool, c.Now.Tool = lock.Development, lock.Development
			c.Lock.Outputs[a] = other
		}, []string{"lock wrong "}},
		"lock without a line": {func(c *lock.Case) { delete(c.Lock.Outputs, a) }, []string{"lock wrong "}},
	} {
		t.Run(name, func(t *testing.T) {
			k := lock.Case{Lock: sample(), Now: sample(), There: there(sample())}
			set.change(&k)
			var got []string
			for _, v := range lock.Judge(k) {
				line := v.Kind.String() + " " + v.Path
				if v.Harmless {
					line += " harmless"
				}
				got = append(got, line)
			}
			if !slices.Equal(got, set.want) {
				t.Errorf("got %s, want %s", fmt.Sprintf("%q", got), fmt.Sprintf("%q", set.want))
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
			t.Errorf("%v\n%s", err, l.Bytes())
		}
	})
}
