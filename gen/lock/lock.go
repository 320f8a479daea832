// Package lock has specgen.lock as a value: what a run of generate read, how it was set, and what it wrote. With it, verify
// can tell without generating that nothing has changed, and, when something has, who changed it: the author of the document, a hand in
// the generated files, another version of the tool, or the configuration.
//
// The form is lines of text, sorted, one fact a line, so that a review shows what moved:
//
//	# comment
//	lock 1
//	tool v0.4.0
//	option package example.com/farm/generated
//	input 6f0c... spec/openapi.yaml
//	output 2d1f... generated/client/client.gen.go
//
// Paths are slash paths seen from the lock's folder; sums are SHA-256, as sha256sum prints them. There is no time, user, machine or
// sum of the lock itself, so equal runs write equal bytes, and two branches conflict in the lines of the files that both changed only. The
// lock is never merged by hand: [Parse] refuses one with conflict markers or two lines for one thing (`merge=union` in .gitattributes
// makes the latter of the former), and generate writes a new one whatever stands there.
//
// What is true: the lock can only acquit. A lock that agrees with all there is means "fresh"; one that disagrees is asked for the cause, but
// whether a file is as it should be is then decided by generating.
//
// What is not: it does not guard against someone who changes a generated file and its line together (verify --full does); nor does it
// cover the modules that the generated code is compiled with.
package lock

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Name is the file beside specgen.yaml.
const Name = "specgen.lock"

// Lock is one state of a project. Sums are in hexadecimal.
type Lock struct {
	Tool    string            // version that wrote it; [Development] for one that has none
	Options map[string]string // what is set, by name, in words that a person can read
	Inputs  map[string]string // path -> sum
	Outputs map[string]string // path -> sum
}

// Development stands for a build of a working copy: its version says nothing about what it generates.
const Development = "devel"

// New makes an empty lock of a tool's version.
func New(tool string) *Lock {
	return &Lock{Tool: tool, Options: map[string]string{}, Inputs: map[string]string{}, Outputs: map[string]string{}}
}

// Sum gives the sum of a file's bytes.
func Sum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Equal tells whether two locks say the same.
func (l *Lock) Equal(o *Lock) bool {
	return l.Tool == o.Tool && maps.Equal(l.Options, o.Options) && maps.Equal(l.Inputs, o.Inputs) && maps.Equal(l.Outputs, o.Outputs)
}

const head = `# What specgen generate read and wrote; it lets specgen verify tell at once whether, and why, the two disagree.
# Written by specgen generate. When a merge conflicts here, take either side and run specgen generate.
lock 1
`

// Bytes gives the file.
func (l *Lock) Bytes() []byte {
	var b bytes.Buffer
	b.WriteString(head)
	fmt.Fprintf(&b, "tool %s\n", l.Tool)
	for _, name := range slices.Sorted(maps.Keys(l.Options)) {
		fmt.Fprintf(&b, "option %s %s\n", name, quoted(l.Options[name]))
	}
	for _, list := range []struct {
		word  string
		files map[string]string
	}{{"input", l.Inputs}, {"output", l.Outputs}} {
		for _, path := range slices.Sorted(maps.Keys(list.files)) {
			fmt.Fprintf(&b, "%s %s %s\n", list.word, list.files[path], quoted(path))
		}
	}
	return b.Bytes()
}

// quoted keeps a text on one line: as it is where that can be read back, as a Go string otherwise.
func quoted(s string) string {
	if s == "" || s[0] == '"' || strings.TrimSpace(s) != s || strconv.Quote(s) != `"`+s+`"` {
		return strconv.Quote(s)
	}
	return s
}

// Broken is the error of a lock that cannot be relied on.
type Broken struct {
	Line   int // 1-based
	Reason string
}

func (e *Broken) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Reason) }

// Parse reads a lock. The error is a [*Broken].
func Parse(data []byte) (*Lock, error) {
	l := New("")
	line := 0
	version := ""
	for text := range strings.Lines(string(data)) {
		line++
		text = strings.TrimRight(text, "\r\n")
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		if reason := l.line(text, &version); reason != "" {
			return nil, &Broken{line, reason}
		}
	}
	switch {
	case version == "":
		return nil, &Broken{max(line, 1), `it has no line "lock 1"`}
	case l.Tool == "":
		return nil, &Broken{max(line, 1), "it does not say which version of specgen wrote it"}
	}
	return l, nil
}

// line takes one line in, and gives what is wrong with it.
func (l *Lock) line(text string, version *string) string {
	word, rest, _ := strings.Cut(text, " ")
	switch word {
	case "<<<<<<<", "=======", ">>>>>>>", "|||||||":
		return "it has the marks of a merge conflict"
	case "lock":
		switch {
		case *version != "":
			return "it has two lines that begin with lock"
		case rest != "1":
			return fmt.Sprintf("it has form %s, and this version of specgen knows form 1", rest)
		}
		*version = rest
		return ""
	case "tool":
		switch {
		case l.Tool != "":
			return "it names two versions of specgen, as after a merge"
		case rest == "":
			return "it names no version of specgen"
		}
		l.Tool = rest
		return ""
	case "option":
		name, value, ok := strings.Cut(rest, " ")
		return put(l.Options, name, value, ok, "options")
	case "input", "output":
		sum, path, ok := strings.Cut(rest, " ")
		if _, err := hex.DecodeString(sum); err != nil || len(sum) != 2*sha256.Size || strings.ToLower(sum) != sum {
			return "it has a line that is no sum and path"
		}
		files := l.Inputs
		if word == "output" {
			files = l.Outputs
		}
		path, unquoted := unquote(path)
		if !unquoted {
			return "it has a path that cannot be read"
		}
		return put(files, path, sum, ok && path != "", "lines for "+word+"s")
	}
	return fmt.Sprintf("it has a line that begins with %q", word)
}

// put enters a fact that must be new.
func put(to map[string]string, name, value string, whole bool, what string) string {
	if !whole || name == "" {
		return "it has half a line"
	}
	if _, twice := to[name]; twice {
		return fmt.Sprintf("it has two %s %s, as after a merge", what, name)
	}
	value, ok := unquote(value)
	if !ok {
		return "it has a value that cannot be read"
	}
	to[name] = value
	return ""
}

func unquote(s string) (string, bool) {
	if !strings.HasPrefix(s, `"`) {
		return s, true
	}
	plain, err := strconv.Unquote(s)
	return plain, err == nil
}
