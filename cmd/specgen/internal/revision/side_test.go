package revision

import (
	"errors"
	"strings"
	"testing"

	"github.com/rasapi/specgen/cmd/specgen/internal/defect"
	"github.com/rasapi/specgen/gen"
)

// TestPanicOfSideIsReported checks that a panic while loading a side becomes an error. The error must contain the side, the stage and the document.
func TestPanicOfSideIsReported(t *testing.T) {
	err := forBoth([]*Side{{Name: "main"}, {Name: "the working tree", Config: gen.Config{Spec: "openapi.yaml"}}}, func(s *Side) error {
		if s.Name == "main" {
			return nil
		}
		s.Config.Stage("lint")
		var list []int
		list[len(s.Name)]++
		return nil
	})
	fault, ok := errors.AsType[*defect.Error](err)
	if !ok || fault.Step != (defect.Step{Stage: "lint", Document: "the working tree, openapi.yaml"}) || !strings.HasPrefix(err.Error(), "head: this is a bug in specgen") {
		t.Errorf("forBoth: got error %v, want a *defect.Error for the stage lint of head", err)
	}
}
