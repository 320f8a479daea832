package cli

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/rasapi/specgen/cmd/specgen/internal/build"
)

// BenchmarkVerify runs `specgen verify --full` on this repository's spec: everything that a cold generate does, except for writing.
func BenchmarkVerify(b *testing.B) {
	b.Chdir("../../../..")
	for b.Loop() {
		var stderr bytes.Buffer
		if code := newApp(build.ToolVersion(), io.Discard, &stderr).run(b.Context(), []string{"verify", "--full"}, strings.NewReader("")); code != exitClean {
			b.Fatalf("exit code %d\n%s", code, &stderr)
		}
	}
}
