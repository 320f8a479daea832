package spec

import (
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestParseJSON compares the nodes of JSON texts with those of the YAML library: positions, tags, styles and values.
func TestParseJSON(t *testing.T) {
	for _, text := range []string{
		"{}", " [ ] ", "{\n  \"a\" : [1, -0, 1.50, 1e3, -2E+4, true, false, null, \"\"],\n\n\"b\":{\"c\":[{}, []] }}\n",
		"{\"a\":\r\n[1,\r2],\r\r\"a\":\n\r{\"b\": \"\\ufffd\\n\\u0041\ufffd\"}}", "\ufeff{\"a\": 1}", "{\"a\": 1, \"a\": 2, \"<<\": 3}",
	} {
		documents, err := decode(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if got := parseJSON([]byte(text)); !reflect.DeepEqual(got, documents[0]) {
			t.Errorf("%q: got %s, want %s", text, outline(got), outline(documents[0]))
		}
	}
}

// TestParseJSONStrings has the strings that the YAML library rejects or truncates.
func TestParseJSONStrings(t *testing.T) {
	long := strings.Repeat("k", 2000)
	for text, want := range map[string]string{
		`["\ud83d\ude00"]`: "😀", `["\/"]`: "/", `["\uD83D\uDE00\ufffd"]`: "😀\ufffd", `{"` + long + `": 1}`: long, "[\"a\tb\"]": "", `["\ud83d"]`: "", `["\ude00\ud83d"]`: "",
		`["\ud83d\ufffd"]`: "", "[\"\ufffd\\ud83dx\"]": "",
	} {
		got := parseJSON([]byte(text))
		if want == "" {
			if got != nil {
				t.Errorf("%q: got %q, want an error", text, got.Content[0].Value)
			}
			continue
		}
		if got == nil || got.Content[0].Value != want {
			t.Errorf("%.40q: got %s, want %.40q", text, outline(got), want)
		}
	}
}

func TestParseJSONRejects(t *testing.T) {
	for _, text := range []string{
		"", " ", "\"a\"", "1", "a: 1", "{", "[", "[1", "[1,", "[1,]", "[,1]", "{\"a\"", "{\"a\":", "{\"a\":1,}", "{\"a\" 1}", "{1: 2}", "{\"a\":1]", "[1}", "[01]", "[1.]", "[-]",
		"[+1]", "[.5]", "[nul]", "[True]", "{} {}", "[1] x", "[\"a]", `["\x"]`, `["\u12"]`, "[\x00]", "['a']", "[1 2]", "{a: 1}", "[1, # one\n2]",
		strings.Repeat("[", maxDepth+5) + strings.Repeat("]", maxDepth+5),
	} {
		if got := parseJSON([]byte(text)); got != nil {
			t.Errorf("%.40q is accepted: %.200s", text, outline(got))
		}
	}
}

// outline prints a node in one line.
func outline(n *yaml.Node) string {
	if n == nil {
		return "nothing"
	}
	text, err := appendJSON(nil, n)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
