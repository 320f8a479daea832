package golist

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestUnreadableExportData checks the error for export data of an unknown version.
func TestUnreadableExportData(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.a")
	if err := os.WriteFile(file, []byte("!<arch>\nexport data of the future\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	i := New(".")
	i.listed["example.org/x"] = listedPackage{ImportPath: "example.org/x", Export: file}
	_, err := i.Import("example.org/x")
	if !errors.Is(err, errors.ErrUnsupported) || !strings.Contains(err.Error(), "build specgen with the Go release of the go command") {
		t.Errorf("Import: got error %v, want one that matches ErrUnsupported and suggests to build specgen again", err)
	}
}
