package cli

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestOutputIsPipe generates to a named pipe. Opening it would block until a reader opens it.
func TestOutputIsPipe(t *testing.T) {
	program, dir := command(t), houseModule(t)
	write(t, dir, map[string]string{
		"specgen.yaml": "spec: openapi.yaml\noutput: generated\npackage: example.com/house/generated\n",
		"openapi.yaml": treeDocument("3.0.3", "\n    Tree: {type: object, properties: {name: {type: string}}}\n"),
	})
	if err := syscall.Mkfifo(filepath.Join(dir, "generated"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"generate", "verify"} {
		if code, out := runToEnd(t, dir, program, verb); code != exitFailure || !strings.Contains(out, "but a directory is needed") {
			t.Errorf("%s: exit code %d, want %d and an error\n%s", verb, code, exitFailure, out)
		}
	}
}
