package cli

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/rasapi/specgen/cmd/specgen/internal/build"
)

// BenchmarkVerify runs `specgen verify --full` on the spec of this repository. This is everything that a cold generate does, except writing files.
func BenchmarkVerify(b *testing.B) {
	b.Chdir("../../../..")
	for b.Loop() {
		var stderr bytes.Buffer
		if code := newApp(build.ToolVersion(), io.Discard, &stderr).run(b.Context(), []string{"verify", "--full"}, strings.NewReader("")); code != exitClean {
			b.Fatalf("got exit code %d, want 0: %s", code, &stderr)
		}
	}
}
