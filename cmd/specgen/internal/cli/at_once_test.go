package cli

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// TestGenerateAtOnce runs generate in several processes at the same time in one directory. All processes must succeed, and all files must be
// complete.
func TestGenerateAtOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: the test starts many processes")
	}
	program, dir := command(t), houseModule(t)
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "project"))); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), runDeadline)
	defer cancel()
	for range 3 {
		if err := os.RemoveAll(filepath.Join(dir, "generated")); err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		for range 3 {
			group.Go(func() {
				cmd := exec.CommandContext(ctx, program, "generate", "--full")
				cmd.Dir = dir
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Errorf("generate: got error %v, want none: %s", err, out)
				}
			})
		}
		group.Wait()
	}
	if code, out := runToEnd(t, dir, program, "verify"); code != exitClean {
		t.Errorf("verify: got exit code %d, want %d\n%s", code, exitClean, out)
	}
}
