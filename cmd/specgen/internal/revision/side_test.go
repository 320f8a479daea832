package revision

import (
	"errors"
	"strings"
	"testing"

	"github.com/rasapi/specgen/cmd/specgen/internal/defect"
	"github.com/rasapi/specgen/gen"
)

// TestPanicOfSideIsReported panics while one of two sides is loaded.
func TestPanicOfSideIsReported(t *testing.T) {
	err := together([]*Side{{Name: "main"}, {Name: "the working tree", Config: gen.Config{Spec: "openapi.yaml"}}}, func(s *Side) error {
		if s.Name == "main" {
			return nil
		}
		s.Config.Stage("lint")
		var list []int
		list[len(s.Name)]++
		return nil
	})
	fault, ok := errors.AsType[*defect.Error](err)
	if !ok || fault.Step != (defect.Step{Stage: "lint", Document: "the working tree, openapi.yaml"}) || !strings.HasPrefix(err.Error(), "head: this is a defect of specgen") {
		t.Errorf("error %v, want the defect of head", err)
	}
}
