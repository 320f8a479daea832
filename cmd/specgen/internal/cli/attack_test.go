package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLongTag checks that the generated code for a document with a tag of 250 letters builds.
func TestLongTag(t *testing.T) {
	document := strings.Replace(treeDocument("3.0.3", "\n    Tree: {type: object}\n"), "operationId: getTree", "operationId: getTree\n      tags: ["+strings.Repeat("t", 250)+"]", 1)
	program, dir := command(t), houseModule(t)
	write(t, dir, map[string]string{"openapi.yaml": document})
	generateAny(t, program, dir, "spec: openapi.yaml\noutput: api\npackage: example.com/house/api\npackages: area\n")
	goTool(t, dir, "build", "./...")
}

// TestLargeEnum runs specgen generate for an enum of 100,000 values. The command must either generate code, or report a finding at the line of the
// enum and write no file.
func TestLargeEnum(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: the test generates code for 100,000 values")
	}
	var values strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&values, "v%d,", i)
	}
	program, dir := command(t), houseModule(t)
	write(t, dir, map[string]string{
		"openapi.yaml": treeDocument("3.0.3", "\n    Tree: {type: string, enum: ["+values.String()+"]}\n"),
		"specgen.yaml": "spec: openapi.yaml\noutput: api\npackage: example.com/house/api\n",
	})
	code, out := runToEnd(t, dir, program, "generate", "--fail-on-skip")
	_, err := os.Stat(filepath.Join(dir, "api", "model"))
	switch {
	case code == exitClean && err == nil:
	case code == exitFindings && err != nil && strings.Contains(out, "openapi.yaml:10:"):
	default:
		t.Errorf("generate: got exit code %d and generated files: %t, want exit code 0 and files, or exit code 1, a finding in line 10 and no files\n%.2000s", code, err == nil, out)
	}
}
