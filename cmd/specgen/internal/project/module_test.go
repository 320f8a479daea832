package project

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFindModuleWithoutModuleLine(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	_, err := FindModule(dir)
	if err == nil || !strings.HasSuffix(err.Error(), "go.mod has no module line; add one, such as module example.com/house") {
		t.Errorf("FindModule for an empty go.mod: got error %v, want one that suggests to add a module line", err)
	}
}
