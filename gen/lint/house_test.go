package lint_test

import (
	"os"
	"testing"
)

// TestHouse lints the spec of this repository, when it is there.
func TestHouse(t *testing.T) {
	if _, err := os.Stat("../../spec/openapi.yaml"); err != nil {
		t.Skipf("NOT TESTED on the real spec: %v", err)
	}
	config := "spec/lint.yaml"
	if _, err := os.Stat("../../" + config); err != nil {
		config = ""
	}
	for _, d := range check(t, os.DirFS("../.."), "spec/openapi.yaml", config) {
		t.Log(d)
	}
}
