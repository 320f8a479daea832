package cli

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestOutputIsPipe checks that verbs return an error if the output directory is a named pipe. A verb that opened the pipe would block.
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
			t.Errorf("%s: got exit code %d and the output below, want %d and an error about the directory: %s", verb, code, exitFailure, out)
		}
	}
}
