package cli

import "testing"

// TestPackageOf checks the package names that init derives from the last element of a module path.
func TestPackageOf(t *testing.T) {
	for base, want := range map[string]string{"case": "caseapi", "farm-x": "farmx", "2go": "goapi", "42": "main", "type": "typeapi", "cases": "cases"} {
		if got := packageOf(t.TempDir(), base); got != want {
			t.Errorf("packageOf(%q): got %q, want %q", base, got, want)
		}
	}
}
