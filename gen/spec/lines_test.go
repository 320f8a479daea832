package spec_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/spec"
)

func TestLinesLeadToPointers(t *testing.T) {
	text := "openapi: 3.0.3\ninfo: {title: a, version: '1'}\ntags:\n  - {name: b}\npaths:\n  /a/b:\n    get:\n      responses: {'200': {description: \"x\\ny: #\"}}\n"
	s, found, err := spec.Load(t.Context(), fstest.MapFS{"o.yaml": {Data: []byte(text)}}, "o.yaml")
	if err != nil || found.HasErrors() {
		t.Fatal(found, err)
	}
	l, err := s.Lines()
	if err != nil {
		t.Fatal(err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(l.Text, &doc); err != nil {
		t.Fatalf("%v\n%s", err, l.Text)
	}
	for i, line := range strings.Split(strings.TrimSuffix(string(l.Text), "\n"), "\n") {
		pointer := l.Pointer(i + 1)
		if i > 0 && s.Node(pointer) == nil {
			t.Errorf("line %d, %q: pointer %q leads nowhere", i+1, line, pointer)
		}
		if key, _, ok := strings.Cut(strings.TrimSpace(line), ":"); ok && i > 0 {
			tokens, _ := spec.Tokens(pointer)
			if got := strings.Trim(key, `"`); got != tokens[len(tokens)-1] {
				t.Errorf("line %d: %q has pointer %q", i+1, line, pointer)
			}
		}
	}
	if got := l.Pointer(0) + l.Pointer(1) + l.Pointer(10000) + l.Pointer(-5); got != "" {
		t.Errorf("lines outside lead to %q", got)
	}
}
