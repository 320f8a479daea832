package oas

import (
	"fmt"
	"strings"
	"testing"
)

// outline returns a text that describes a node and its descendants, with the positions of values and keys.
func outline(n *Node) string {
	if n == nil {
		return "nil"
	}
	text := fmt.Sprintf("%s %q flow %v at %v", n.Type, n.Value, n.flow, n.Pos())
	for _, e := range n.Entries {
		text += fmt.Sprintf(" {%q at %v: %s}", e.Key, e.Pos(), outline(e.Value))
	}
	for _, item := range n.Items {
		text += " [" + outline(item) + "]"
	}
	return text
}

// TestParseJSON checks that parseJSON returns the same nodes and findings as the YAML parser.
func TestParseJSON(t *testing.T) {
	for _, text := range []string{
		"{}", " [ ] ", "{\n  \"a\" : [1, -0, 1.50, 1e3, -2E+4, true, false, null, \"\"],\n\n\"b\":{\"c\":[{}, []] }}\n",
		"{\"a\":\r\n[1,\r2],\r\r\"a\":\n\r{\"b\": \"\\ufffd\\n\\u0041\ufffd\"}}", "\ufeff{\"a\": 1}", "{\"a\": 1, \"a\": 2, \"<<\": 3}",
		"[12345678901234567890123]", "{" + strings.Repeat("\"k\": 1, ", 40) + "\"l\": 2}",
	} {
		source := &Source{Name: "a.json", Data: []byte(text)}
		want, wantFound := parseYAML(source, NewLimits(), newLocator(source))
		got, found := parseJSON(source, NewLimits())
		if outline(got) != outline(want) || fmt.Sprint(found) != fmt.Sprint(wantFound) {
			t.Errorf("parseJSON(%.100q) = %s, %v\nwant %s, %v", text, outline(got), found, outline(want), wantFound)
		}
	}
}

// TestParseJSONStrings checks that parseJSON parses strings that the YAML library rejects or truncates, and that it rejects tabs and unpaired
// surrogates in strings.
func TestParseJSONStrings(t *testing.T) {
	long := strings.Repeat("k", 2000)
	for text, want := range map[string]string{
		`["\ud83d\ude00"]`: "😀", `["\/"]`: "/", `["\uD83D\uDE00\ufffd"]`: "😀\ufffd", `["` + long + `"]`: long, "[\"a\tb\"]": "", `["\ud83d"]`: "", `["\ude00\ud83d"]`: "",
		`["\ud83d\ufffd"]`: "", "[\"\ufffd\\ud83dx\"]": "",
	} {
		got, _ := parseJSON(&Source{Data: []byte(text)}, NewLimits())
		if want == "" && got != nil || want != "" && (got == nil || got.Items[0].Value != want) {
			t.Errorf("parseJSON(%.40q) = %s, want a list that contains the string %.40q, or nil if this string is empty", text, outline(got), want)
		}
	}
	if got, _ := parseJSON(&Source{Data: []byte(`{"` + long + `": 1}`)}, NewLimits()); got.Get(long) == nil {
		t.Errorf("parseJSON of a long key = %.80s, want a mapping with the whole key", outline(got))
	}
}

func TestParseJSONNumbers(t *testing.T) {
	for _, text := range []string{"[1e999]", "[1" + strings.Repeat("0", 400) + "]"} {
		got, found := parseJSON(&Source{Data: []byte(text)}, NewLimits())
		if got.Items[0].Type != String || len(found) != 1 || found[0].Rule != "yaml-value" {
			t.Errorf("parseJSON(%.40q) = %.80s and findings %v, want a string and a finding of rule yaml-value", text, outline(got), found)
		}
	}
}

func TestParseJSONRejects(t *testing.T) {
	for _, text := range []string{
		"", " ", "\"a\"", "1", "a: 1", "{", "[", "[1", "[1,", "[1,]", "[,1]", "{\"a\"", "{\"a\":", "{\"a\":1,}", "{\"a\" 1}", "{1: 2}", "{\"a\":1]", "[1}", "[01]", "[1.]", "[-]",
		"[+1]", "[.5]", "[nul]", "[True]", "{} {}", "[1] x", "[\"a]", `["\x"]`, `["\u12"]`, "[\x00]", "['a']", "[1 2]", "{a: 1}", "[1, # one\n2]",
		strings.Repeat("[", 1005) + strings.Repeat("]", 1005),
	} {
		if got, _ := parseJSON(&Source{Data: []byte(text)}, NewLimits()); got != nil {
			t.Errorf("parseJSON(%.40q) = %.200s, want nil", text, outline(got))
		}
	}
}
