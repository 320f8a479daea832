package cli

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/rasapi/specgen/cmd/specgen/internal/build"
)

// BenchmarkVerify runs `specgen verify --full` on the spec of this repository. A run does the same as a first run of generate, except that it
// compares the files instead of writing them.
func BenchmarkVerify(b *testing.B) {
	b.Chdir("../../../..")
	for b.Loop() {
		var stderr bytes.Buffer
		if code := newApp(build.ToolVersion(), io.Discard, &stderr).run(b.Context(), []string{"verify", "--full"}, strings.NewReader("")); code != exitClean {
			b.Fatalf("verify --full: got exit code %d, want 0: %s", code, &stderr)
		}
	}
}
