package docs_test

import (
	"path"
	"regexp"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/diff"
	"github.com/rasapi/specgen/gen/lint"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// missingSetting matches the finding for a missing required key. An excerpt may leave out required keys.
var missingSetting = regexp.MustCompile(`^key "\w+" is missing`)

// checkYAML reads a block as the kind of file that its file name indicates. If the block has no file name, its keys indicate the kind. Required keys
// may be missing, because a block may be an excerpt.
func checkYAML(t *testing.T, name string, b block) {
	t.Helper()
	const file = "block.yaml"
	reader, root := oas.Read(file, []byte(b.text), "yaml")
	found := reader.Findings()
	memory := fstest.MapFS{file: {Data: []byte(b.text)}}
	var err error
	is := func(name string, keys ...string) bool {
		if b.file != "" {
			return path.Base(b.file) == name
		}
		return hasKey(root, keys...)
	}
	switch {
	case len(found) > 0:
	case is("lint.yaml", "preset", "severities", "waivers"):
		_, found, err = lint.ReadConfig(memory, file)
	case is("specgen.yaml", "spec", "output", "package", "generate", "packages", "router", "enums", "select", "targets", "initialisms", "initialisms+", "lint"):
		_, found, err = gen.ReadConfig(memory, file)
	case is("diff.yaml", "rules", "paths", "sunset-days", "stability-level", "skip-internal") && root.Get("openapi") == nil:
		_, found = diff.ReadPolicy(file, []byte(b.text))
	case is("diff-approved.yaml") || root.IsSequence() && slices.ContainsFunc(root.Items, func(n *oas.Node) bool { return hasKey(n, "subject") }):
		_, found = diff.ReadApprovals(file, []byte(b.text))
	}
	if err != nil {
		t.Errorf("%s:%d: %v", name, b.line, err)
	}
	for _, f := range found {
		if f.Severity == report.Error && !missingSetting.MatchString(f.Message) {
			t.Errorf("%s:%d: %s: %s", name, b.line+f.Pos.Line-1, f.Rule, f.Message)
		}
	}
}

// hasKey reports whether a mapping contains one of the keys.
func hasKey(n *oas.Node, keys ...string) bool {
	return n.IsMapping() && slices.ContainsFunc(n.Entries, func(e oas.Entry) bool { return slices.Contains(keys, e.Key) })
}
