package wire_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadmeCompiles builds the Go code in README.md.
func TestReadmeCompiles(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := goBlocks(string(readme))
	if len(blocks) != 2 {
		t.Fatalf("got %d blocks of Go code, want 2; extend this test", len(blocks))
	}
	_, client, found := strings.Cut(blocks[0], ")\n\n") // the code after the imports
	declarations, statements, cut := strings.Cut(blocks[1], "router :=")
	if !found || !cut {
		t.Fatal("the blocks do not have the form that this test expects")
	}
	source := `package readme

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/rasapi/specgen/generated/client"
	"github.com/rasapi/specgen/generated/client/session"
	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/generated/server"
	"github.com/rasapi/specgen/generated/server/mfa"
	"github.com/rasapi/specgen/rest"
)

func call(ctx context.Context, password string) error {
` + client + "\nreturn nil\n}\n\n" + declarations + "\nfunc serve() error {\nrouter :=" + statements + "\nfarm.Close()\nreturn nil\n}\n"
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "readme.go"), []byte(source), 0o666); err != nil {
		t.Fatal(err)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	// The package is in this module so that the go command resolves its imports.
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(here, "readme", "readme.go"): filepath.Join(dir, "readme.go")}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "go", "build", "-overlay", filepath.Join(dir, "overlay.json"), "./readme")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s\n%s", err, out, source)
	}
}

// goBlocks returns the fenced blocks of Go code in a page of Markdown.
func goBlocks(page string) []string {
	var blocks []string
	for {
		_, after, found := strings.Cut(page, "```go\n")
		if !found {
			return blocks
		}
		block, rest, _ := strings.Cut(after, "```\n")
		blocks, page = append(blocks, block), rest
	}
}
