// Package lock defines the form of specgen.lock, which records the inputs, the options and the outputs of `specgen generate`. With the lock, a
// release of specgen can verify that nothing has changed, without generating code. If something has changed, [Judge] returns the cause: a change of
// the document or the configuration, an edit of a generated file or of the lock, or another version of specgen.
//
// The file has one fact per line. The lines are sorted, so that a review shows what changed:
//
//	# comment
//	lock 1
//	tool v0.4.0
//	option package example.com/shop/generated
//	input 6f0c... spec/openapi.yaml
//	output 2d1f... generated/client/client.gen.go
//
// Paths are slash-separated and relative to the directory with the lock. Sums are SHA-256 in hexadecimal, as sha256sum prints them. The file contains
// no time, no name of a user or host, and no sum of itself. Runs of the same release with the same options and inputs write the same lock. A change
// affects only the lines of the facts that differ, so merges rarely conflict. A lock need not be merged by hand. [Parse] rejects conflict markers,
// and it rejects duplicate facts, which a merge with `merge=union` produces. The next `specgen generate` replaces such a lock.
//
// If every fact matches, the outputs are up to date. Otherwise, specgen generates the files and compares them. A development build always generates
// the files.
//
// If somebody edits a generated file and its line in the lock, a release detects the edit only if it generates the files, for example because of the
// flag --full. The lock does not record the versions of the modules on which the generated code depends.
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

// Name is the file name of the lock. The lock is next to specgen.yaml.
const Name = "specgen.lock"

// Lock is the content of a specgen.lock. Sums are SHA-256 in hexadecimal.
type Lock struct {
	Tool    string            // version of specgen that wrote the lock, or [Development]
	Options map[string]string // values as text, by name
	Inputs  map[string]string // path -> sum
	Outputs map[string]string // path -> sum
}

// Development is the version of a build from a working copy or with a replace directive. Two such builds may generate different files.
const Development = "devel"

// New returns a lock without options, inputs and outputs. tool is the version of specgen.
func New(tool string) *Lock {
	return &Lock{Tool: tool, Options: map[string]string{}, Inputs: map[string]string{}, Outputs: map[string]string{}}
}

// Sum returns the SHA-256 of data in hexadecimal.
func Sum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Equal reports whether l and o contain the same facts.
func (l *Lock) Equal(o *Lock) bool {
	return l.Tool == o.Tool && maps.Equal(l.Options, o.Options) && maps.Equal(l.Inputs, o.Inputs) && maps.Equal(l.Outputs, o.Outputs)
}

const head = `# Written by specgen generate. It records what generate read and wrote; specgen verify compares it with the files.
# After a merge conflict in this file, take either side and run specgen generate.
lock 1
`

// Bytes returns the content of the lock file.
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

// quoted returns s itself if it has no characters to escape, and if [Parse] can read it without quotes. Otherwise it returns s as a Go string
// literal.
func quoted(s string) string {
	if s == "" || s[0] == '"' || strings.TrimSpace(s) != s || strconv.Quote(s) != `"`+s+`"` {
		return strconv.Quote(s)
	}
	return s
}

// ParseError is the error that [Parse] returns.
type ParseError struct {
	Line   int // 1-based
	Reason string
}

func (e *ParseError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Reason) }

// Parse parses the content of a lock file. Any error is of type [*ParseError].
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
			return nil, &ParseError{line, reason}
		}
	}
	switch {
	case version == "":
		return nil, &ParseError{max(line, 1), `the line "lock 1" is missing`}
	case l.Tool == "":
		return nil, &ParseError{max(line, 1), `the line "tool" is missing`}
	}
	return l, nil
}

// line parses a line of a lock file and adds its fact to l, or sets version. It returns the reason why the line is not valid, or "" if the line is
// valid.
func (l *Lock) line(text string, version *string) string {
	word, rest, _ := strings.Cut(text, " ")
	switch word {
	case "<<<<<<<", "=======", ">>>>>>>", "|||||||":
		return "unresolved merge conflict"
	case "lock":
		switch {
		case *version != "":
			return `duplicate line "lock"`
		case rest != "1":
			return fmt.Sprintf(`format %q is unknown; this version of specgen reads format "1"`, rest)
		}
		*version = rest
		return ""
	case "tool":
		switch {
		case l.Tool != "":
			return `duplicate line "tool"`
		case rest == "":
			return "the version of specgen is empty"
		}
		l.Tool = rest
		return ""
	case "option":
		name, value, ok := strings.Cut(rest, " ")
		return put(l.Options, name, value, ok, "option")
	case "input", "output":
		sum, path, ok := strings.Cut(rest, " ")
		if _, err := hex.DecodeString(sum); err != nil || len(sum) != 2*sha256.Size || strings.ToLower(sum) != sum {
			return fmt.Sprintf("the sum after %q is not 64 hexadecimal digits in lower case", word)
		}
		files := l.Inputs
		if word == "output" {
			files = l.Outputs
		}
		path, unquoted := unquote(path)
		if !unquoted {
			return "the path is not quoted correctly"
		}
		return put(files, path, sum, ok && path != "", word)
	}
	return fmt.Sprintf("keyword %q is unknown", word)
}

// put unquotes value and stores it in to[name]. complete is false if the line lacks a part. put returns the reason why the fact is not valid, or ""
// if the fact is valid.
func put(to map[string]string, name, value string, complete bool, what string) string {
	if !complete || name == "" {
		return "the line is incomplete"
	}
	if _, exists := to[name]; exists {
		return fmt.Sprintf("duplicate %s %q", what, name)
	}
	value, ok := unquote(value)
	if !ok {
		return "the value is not quoted correctly"
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
