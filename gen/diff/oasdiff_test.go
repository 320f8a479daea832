package diff_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oasdiff/oasdiff/checker"
	oasdiff "github.com/oasdiff/oasdiff/diff"
	oasdiffload "github.com/oasdiff/oasdiff/load"

	"github.com/rasapi/specgen/gen/diff"
)

// oasdiffChanges returns the results of all checks of oasdiff v1.37.0.
func oasdiffChanges(t testing.TB, base, head diff.Side) checker.Changes {
	t.Helper()
	info := func(s diff.Side) *oasdiffload.SpecInfo {
		doc, err := openapi3.NewLoader().LoadFromData(s.Spec.Bundle())
		if err != nil {
			t.Fatal(err)
		}
		return &oasdiffload.SpecInfo{Spec: doc, Version: doc.Info.Version}
	}
	report, sources, err := oasdiff.GetWithOperationsSourcesMap(oasdiff.NewConfig(), info(base), info(head))
	if err != nil {
		t.Fatal(err)
	}
	return checker.CheckBackwardCompatibilityUntilLevel(checker.NewConfig(checker.GetAllChecks()), report, sources, checker.INFO)
}

// errorRules returns the rules of the changes that oasdiff reports as errors.
func errorRules(changes checker.Changes) []string {
	var rules []string
	for _, c := range changes {
		if c.GetLevel() == checker.ERR && !slices.Contains(rules, c.GetId()) {
			rules = append(rules, c.GetId())
		}
	}
	return rules
}

// notBreaking has the cases in which oasdiff reports an error, but specgen reports no breaking change. The values are the reasons.
var notBreaking = map[string]string{
	"enum-widened-to-int64":    "the enum has the same values",
	"nullable-reference-added": "OpenAPI 3.0 says nothing about nullable without type: readers differ",
	"request-body-removed":     "a server that ignores the body accepts every old request",
	"10-ref-wrapped-in-allof":  "the same values",
	"12-server-prefix-moves":   "the same URLs",
}

// TestErrorsOfOasdiff checks that specgen reports a breaking change for each pair for which oasdiff reports an error, except for those in notBreaking.
func TestErrorsOfOasdiff(t *testing.T) {
	check := func(t *testing.T, name string, base, head diff.Side) {
		t.Helper()
		rules := errorRules(oasdiffChanges(t, base, head))
		changes, err := diff.Compare(t.Context(), base, head, diff.Levels{Wire: true, Names: true})
		if err != nil {
			t.Fatal(err)
		}
		worst, _ := diff.Worst(changes)
		switch reason := notBreaking[name]; {
		case len(rules) > 0 && worst != diff.Breaking && reason == "":
			t.Errorf("%s: oasdiff reports the errors %s, but the worst level of specgen is %s:\n%s", name, strings.Join(rules, ", "), worst, describe(changes))
		case reason != "" && (len(rules) == 0 || worst == diff.Breaking):
			t.Errorf("%s: oasdiff reports no error, or the worst level of specgen is breaking; remove the case from notBreaking", name)
		}
	}
	for _, m := range everyMutant(t) {
		base, head := m.sides(t)
		check(t, m.name, base, head)
	}
	dir := filepath.Join("..", "..", "..", "shared", "diff-cases")
	files, _ := filepath.Glob(filepath.Join(dir, "*.base.yaml"))
	if len(files) == 0 {
		t.Log("SKIPPED: " + dir + " is missing")
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".base.yaml")
		read := func(file string) diff.Side {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			return loadData(t, data)
		}
		check(t, name, read(file), read(strings.Replace(file, ".base.", ".head.", 1)))
	}
}

func loadData(t testing.TB, data []byte) diff.Side {
	t.Helper()
	return load(t, fstest.MapFS{"openapi.yaml": {Data: data}})
}
