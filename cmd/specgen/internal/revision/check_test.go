package revision

import (
	"context"
	"go/types"
	"testing"

	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/check"
	"github.com/rasapi/specgen/gen/code"
	"github.com/rasapi/specgen/gen/tree"
)

// TestEqualPackagesAreCheckedOnce checks that a package that is equal on both sides is type-checked once, so that both sides have the same types.
func TestEqualPackagesAreCheckedOnce(t *testing.T) {
	const root = "example.com/house/generated"
	files := map[string]string{
		"model/model.gen.go":         "package model\n\ntype Door struct{ ID int }\n",
		"client/door/door.gen.go":    "package door\n\nimport \"example.com/house/generated/model\"\n\nfunc Get() model.Door { return model.Door{} }\n",
		"client/client.gen.go":       "package client\n\nimport \"example.com/house/generated/client/door\"\n\nvar Get = door.Get\n",
		"server/unrelated/un.gen.go": "package unrelated\n",
	}
	side := func(door string) *Side {
		s := &Side{Config: gen.Config{Target: gen.Target{Code: code.Config{Package: root}}}, Root: root, Tree: tree.New()}
		for name, text := range files {
			if name == "client/door/door.gen.go" {
				text += door
			}
			if err := s.Tree.Add(name, []byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		return s
	}
	base, head := side(""), side("\nfunc Put(model.Door) {}\n")
	asked := 0
	importer := func(context.Context, []string) (types.Importer, error) {
		asked++
		return importerFunc(nil), nil
	}
	if missing, err := checkBoth(t.Context(), base, head, importer); err != nil || missing != "" || base.typeError+head.typeError != "" {
		t.Fatal(missing, err, base.typeError, head.typeError)
	}
	before, after := packagesOf(base.checked), packagesOf(head.checked)
	if before["model"] == nil || before["model"] != after["model"] {
		t.Error("package model is equal on both sides: got no types or two copies of them, want one copy")
	}
	if before["client/door"] == after["client/door"] {
		t.Error("package client/door differs between the sides: got no types or one copy of them, want two copies")
	}
	if len(before) != 2 || len(after) != 2 || asked != 1 {
		t.Errorf("checkBoth: got %d and %d packages and %d importers, want 2 packages per side (model and client/door) and 1 importer", len(before), len(after), asked)
	}

	folders := map[string]bool{"client": true, "client/door": true, "model": true} // neither client nor model imports server/unrelated
	parts, err := Divide(base.Tree, head.Tree, root, folders)
	if err != nil {
		t.Fatal(err)
	}
	if shared, own := len(parts.shared.Paths()), len(parts.base.Paths()); shared != 1 || own != 2 {
		t.Errorf("Divide: got %d shared files and %d other files, want 1 and 2, because client imports a package that differs", shared, own)
	}
}

func packagesOf(c *check.Checked) map[string]*types.Package {
	found := map[string]*types.Package{}
	for _, p := range c.Packages {
		found[p.Path()[len("example.com/house/generated/"):]] = p
	}
	return found
}

// TestErrorsOnBothSides checks that Go code is compared if both sides have a type error, but not if only one side has a type error.
func TestErrorsOnBothSides(t *testing.T) {
	const root = "example.com/house/generated"
	sideOf := func(model, own string) *Side {
		s := &Side{Config: gen.Config{Target: gen.Target{Code: code.Config{Package: root}}}, Root: root, Tree: tree.New()}
		for name, text := range map[string]string{
			"model/model.gen.go":       "package model\n" + model,
			"client/door/door.gen.go":  "package door\n\nimport _ \"example.com/house/generated/model\"\n" + own,
			"server/alike/like.gen.go": "package alike\n",
		} {
			if err := s.Tree.Add(name, []byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		return s
	}
	importer := func(context.Context, []string) (types.Importer, error) { return importerFunc(nil), nil }
	const wrong = "var Door Missing\n"
	for name, test := range map[string]struct {
		base, head *Side
		wrong      bool    // whether both sides have type errors, so that the Go code is compared
		noGo       [2]bool // whether only base or only head has a type error, so that the Go code is not compared
	}{
		"no error":                  {sideOf("", ""), sideOf("", "var New int\n"), false, [2]bool{}},
		"error in a shared package": {sideOf(wrong, ""), sideOf(wrong, "var New int\n"), true, [2]bool{}},
		"error in each package":     {sideOf("", wrong), sideOf("", wrong+"var New int\n"), true, [2]bool{}},
		"error in base":             {sideOf("", wrong), sideOf("", ""), false, [2]bool{true, false}},
		"error in head":             {sideOf("", ""), sideOf("", wrong), false, [2]bool{false, true}},
	} {
		t.Run(name, func(t *testing.T) {
			if missing, err := checkBoth(t.Context(), test.base, test.head, importer); err != nil || missing != "" {
				t.Fatal(missing, err)
			}
			for i, s := range []*Side{test.base, test.head} {
				if got := s.NoGo != ""; got != test.noGo[i] || got == (s.checked != nil) {
					t.Errorf("side %d has no Go code: got %v (%s), want %v; checked must be nil in this case, and only in this case", i, got, s.NoGo, test.noGo[i])
				}
			}
			if both := test.base.Diff().Wrong != "" && test.head.Diff().Wrong != ""; both != test.wrong {
				t.Errorf("type errors on both sides: got %v (%q and %q), want %v", both, test.base.typeError, test.head.typeError, test.wrong)
			}
		})
	}
}
