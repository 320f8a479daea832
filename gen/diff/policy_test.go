package diff_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rasapi/specgen/gen/diff"
	"github.com/rasapi/specgen/gen/report"
)

// lamp returns a side with operations at /lamp, /preview/a and /preview/b/c. operation and parameter are YAML fields of the operation at /lamp, and
// preview has those of the operation at /preview/a. The value "gone" leaves out the operation.
func lamp(t *testing.T, date, operation, parameter, preview string) diff.Side {
	t.Helper()
	text := "openapi: 3.0.3\ninfo: {title: Lamps, version: 1.2.0}\npaths:\n"
	one := func(path, id, fields string) string {
		return fmt.Sprintf("  %s:\n    get:\n      operationId: %s\n%s      responses: {'200': {description: Done}}\n", path, id, fields)
	}
	if operation != "gone" {
		text += one("/lamp", "getLamp", operation+parameter)
	}
	if preview != "gone" {
		text += one("/preview/a", "getA", preview)
	}
	text += one("/preview/b/c", "getC", "")
	return dated(t, date, text)
}

// dated returns a side with a document and the date of its commit. The date may be "".
func dated(t *testing.T, date, text string) diff.Side {
	t.Helper()
	s := load(t, fstest.MapFS{"openapi.yaml": {Data: []byte(text)}})
	if date != "" {
		var err error
		if s.Date, err = time.Parse(time.DateOnly, date); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func compare(t *testing.T, base, head diff.Side) []diff.Change {
	t.Helper()
	changes, err := diff.Compare(t.Context(), base, head, diff.Levels{Wire: true, Names: true})
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

// levels returns the IDs of changes with their levels, and the audiences with a worse level.
func levels(changes []diff.Change) string {
	var list []string
	for _, c := range changes {
		list = append(list, c.ID+" "+c.Level.String())
		for a, level := range c.Audiences {
			if level < c.Level {
				list = append(list, fmt.Sprintf("but %s for %s", level, a))
			}
		}
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

// TestSunset removes an operation and a parameter before, on and after their x-sunset.
func TestSunset(t *testing.T) {
	const sunset = "      deprecated: true\n      x-sunset: '2026-06-30'\n"
	parameter := func(fields string) string {
		return "      parameters:\n        - {name: size, in: query, schema: {type: integer}" + fields + "}\n"
	}
	for _, c := range []struct {
		name, operation, parameter, head string
		date, want                       string
	}{
		{"not deprecated", "", "", "gone", "2030-01-01", "operation-removed breaking"},
		{"no date", "      deprecated: true\n", "", "gone", "2030-01-01", "operation-removed breaking"},
		{"before", sunset, "", "gone", "2026-06-29", "operation-removed breaking"},
		{"on the day", sunset, "", "gone", "2026-06-30", "operation-removed compatible"},
		{"after", sunset, "", "gone", "2026-07-01", "operation-removed compatible"},
		{"the date of head is unknown", sunset, "", "gone", "", "operation-removed breaking"},
		{"a time", "      deprecated: true\n      x-sunset: '2026-06-30T12:00:00Z'\n", "", "gone", "2026-06-30", "operation-removed breaking"},
		{"not a date", "      deprecated: true\n      x-sunset: soon\n", "", "gone", "2030-01-01", "operation-removed breaking"},
		{"a date alone", "      x-sunset: '2026-06-30'\n", "", "gone", "2030-01-01", "operation-removed breaking"},
		{"a parameter before", "", parameter(", deprecated: true, x-sunset: '2026-06-30'"), "", "2026-06-29", "parameter-removed breaking"},
		{"a parameter after", "", parameter(", deprecated: true, x-sunset: '2026-06-30'"), "", "2026-07-01", "parameter-removed compatible"},
		{"a parameter without a date", "", parameter(""), "", "2026-07-01", "parameter-removed risky"},
	} {
		got := compare(t, lamp(t, "2026-01-01", c.operation, c.parameter, ""), lamp(t, c.date, c.head, "", ""))
		if levels(got) != c.want {
			t.Errorf("%s: Compare returned %s, want %s", c.name, levels(got), c.want)
		}
	}
}

// TestSunsetOfUnusedSchema removes a schema that no operation uses on the day of its x-sunset.
func TestSunsetOfUnusedSchema(t *testing.T) {
	const head = "openapi: 3.0.3\ninfo: {title: Lamps, version: 1.2.0}\npaths: {}\n"
	const base = head + "components:\n  schemas:\n    Bulb: {type: object, deprecated: true, x-sunset: '2026-06-30'}\n"
	got := compare(t, dated(t, "2026-01-01", base), dated(t, "2026-06-30", head))
	if want := "schema-removed compatible"; levels(got) != want {
		t.Errorf("Compare returned %s, want %s", levels(got), want)
	}
}

// TestSunsetKeepsIdentifiers removes an operation after its x-sunset. The change lists the removed Go identifiers, and is compatible for every
// audience.
func TestSunsetKeepsIdentifiers(t *testing.T) {
	for _, m := range everyMutant(t) {
		if m.name != "operation-removed" {
			continue
		}
		_, head := m.sides(t)
		changed := folder(m.archive, "base")
		text := strings.Replace(string(changed["openapi.yaml"].Data), "operationId: deleteDoor\n", "operationId: deleteDoor\n      deprecated: true\n      x-sunset: '2026-06-30'\n", 1)
		changed["openapi.yaml"] = &fstest.MapFile{Data: []byte(text)}
		base := side(t, changed)
		head.Date = time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
		changes, err := diff.Compare(t.Context(), base, head, diff.Levels{Wire: true, Names: true, Go: true})
		if err != nil {
			t.Fatal(err)
		}
		if len(changes) != 1 || len(changes[0].Go) < 4 || changes[0].Level != diff.Compatible {
			t.Fatalf("want one compatible change with 4 Go differences or more, got:\n%s", describe(changes))
		}
		for a, level := range changes[0].Audiences {
			if level != diff.Compatible {
				t.Errorf("audience %s has the level %s, want compatible", a, level)
			}
		}
		return
	}
	t.Fatal("there is no mutation operation-removed")
}

// TestPolicy applies policies to the removal of /lamp and of /preview/a.
func TestPolicy(t *testing.T) {
	for _, c := range []struct {
		name, policy string
		flags        diff.Policy
		alpha        string // fields of /preview/a
		want, found  string
	}{
		{"none", "", diff.Policy{}, "", "operation-removed breaking, operation-removed breaking", ""},
		{"rule", "rules: {operation-removed: risky}", diff.Policy{}, "", "operation-removed risky, operation-removed risky", ""},
		{"rule of oasdiff", "rules: {api-removed-without-deprecation: compatible}", diff.Policy{}, "", "operation-removed compatible, operation-removed compatible", ""},
		{"rule left out", "rules: {operation-removed: none}", diff.Policy{}, "", "", ""},
		{"path", "paths: {/preview/**: compatible}", diff.Policy{}, "", "operation-removed breaking, operation-removed compatible", ""},
		{"path left out", "paths: {'/preview/*': none}", diff.Policy{}, "", "operation-removed breaking", ""},
		{"path that does not raise", "rules: {operation-removed: doc}\npaths: {/**: breaking}", diff.Policy{}, "", "operation-removed doc, operation-removed doc", ""},
		{"alpha", "", diff.Policy{}, "      x-stability-level: alpha\n", "operation-removed breaking, operation-removed compatible", ""},
		{"alpha counts", "stability-level: alpha", diff.Policy{}, "      x-stability-level: alpha\n", "operation-removed breaking, operation-removed breaking", ""},
		{"beta", "", diff.Policy{}, "      x-stability-level: beta\n", "operation-removed breaking, operation-removed breaking", ""},
		{"beta does not count", "", diff.Policy{Stability: "stable"}, "      x-stability-level: beta\n", "operation-removed breaking, operation-removed compatible", ""},
		{"internal", "skip-internal: true", diff.Policy{}, "      x-internal: true\n", "operation-removed breaking", ""},
		{"internal counts", "", diff.Policy{}, "      x-internal: true\n", "operation-removed breaking, operation-removed breaking", ""},
		{"unknown rule", "rules:\n  operation-remove: risky", diff.Policy{}, "", "operation-removed breaking, operation-removed breaking",
			`diff.yaml:2:21: rule "operation-remove" is unknown; did you mean operation-removed? (diff-policy)`},
		{"unknown level", "rules: {operation-removed: warn}", diff.Policy{}, "", "", `diff.yaml:1:28: level "warn" is unknown; write breaking, risky, compatible, doc or none (diff-policy)`},
		{"rule without a near name", "rules: {lamp: risky}", diff.Policy{}, "", "", `diff.yaml:1:15: rule "lamp" is unknown; write the ID of a change, which specgen diff --as json prints (diff-policy)`},
		{"glob that matches nothing", "paths: {/nowhere/**: compatible}", diff.Policy{}, "", "operation-removed breaking, operation-removed breaking",
			`diff.yaml:1:22: no path matches "/nowhere/**"; remove this entry, or correct the glob (diff-policy)`},
		{"unknown key", "levels: {}", diff.Policy{}, "", "", `diff.yaml:1:1: unknown key "levels"; the keys are rules, paths, sunset-days, stability-level, skip-internal (diff-policy)`},
		{"days", "sunset-days: -1", diff.Policy{}, "", "", `diff.yaml:1:14: sunset-days must be a number of days, 0 or more (diff-policy)`},
		{"stability", "stability-level: banana", diff.Policy{}, "", "", `diff.yaml:1:18: stability-level "banana" is unknown; write draft, alpha, beta, stable (diff-policy)`},
		{"not a mapping", "rules: [a]", diff.Policy{}, "", "", `diff.yaml:1:8: `},
	} {
		p, found := diff.ReadPolicy("diff.yaml", []byte(c.policy))
		if p.Stability == "" {
			p.Stability = c.flags.Stability
		}
		base, head := lamp(t, "", "", "", c.alpha), lamp(t, "", "gone", "", "gone")
		changes, more := p.Apply(compare(t, base, head), base, head)
		found = append(found, more...)
		if got := levels(changes); c.want != got && !(c.want == "" && c.found != "") {
			t.Errorf("%s: Apply returned %s, want %s", c.name, got, c.want)
		}
		if c.found == "" && len(found) > 0 || c.found != "" && !slices.ContainsFunc(found, func(f report.Finding) bool { return strings.HasPrefix(f.String(), c.found) }) {
			t.Errorf("%s: ReadPolicy and Apply returned the findings %v, want %s", c.name, found, c.found)
		}
	}
}

// TestPolicyOneFinding checks that ReadPolicy returns one finding for a value of the wrong type.
func TestPolicyOneFinding(t *testing.T) {
	for _, text := range []string{"rules: {operation-removed: 1}", "paths: {/**: [doc]}", "stability-level: 1", "skip-internal: 1"} {
		if _, found := diff.ReadPolicy("diff.yaml", []byte(text)); len(found) != 1 {
			t.Errorf("%s: ReadPolicy returned the findings %v, want one", text, found)
		}
	}
}

// TestSunsetDaysInPolicy checks the values of the key sunset-days.
func TestSunsetDaysInPolicy(t *testing.T) {
	for text, want := range map[string]int{"180": 180, "'180'": 180, "0": 0, "-1": -1, "1.5": -1, "six": -1, "[1]": -1, "": -1} {
		p, found := diff.ReadPolicy("diff.yaml", []byte("sunset-days: "+text+"\n"))
		if want >= 0 && (p.SunsetDays != want || len(found) > 0) || want < 0 && (p.SunsetDays != 0 || len(found) != 1) {
			t.Errorf("sunset-days: %s: ReadPolicy returned %d and findings %v, want %d (-1 for one finding)", text, p.SunsetDays, found, want)
		}
	}
}

// TestSunsetDays deprecates an operation with several values of x-sunset.
func TestSunsetDays(t *testing.T) {
	for _, c := range []struct{ name, base, head, want, message string }{
		{"enough", "", "      deprecated: true\n      x-sunset: '2026-07-01'\n", "deprecation-changed compatible, sunset-changed compatible", ""},
		{"too early", "", "      deprecated: true\n      x-sunset: '2026-06-29'\n", "sunset-changed compatible, sunset-too-soon breaking", "its x-sunset 2026-06-29 is less than 180 days away"},
		{"missing", "", "      deprecated: true\n", "sunset-too-soon breaking", "it has no x-sunset, which must be at least 180 days away"},
		{"not a date", "", "      deprecated: true\n      x-sunset: soon\n", "sunset-changed compatible, sunset-too-soon breaking", "its x-sunset soon is not a date"},
		{"was deprecated before", "      deprecated: true\n", "      deprecated: true\n      summary: Lamp\n", "documentation-changed doc", ""},
		{"moved to an earlier day", "      deprecated: true\n      x-sunset: '2027-07-01'\n", "      deprecated: true\n      x-sunset: '2026-08-01'\n", "sunset-changed breaking", ""},
		{"moved to a later day", "      deprecated: true\n      x-sunset: '2026-07-01'\n", "      deprecated: true\n      x-sunset: '2027-08-01'\n", "sunset-changed compatible", ""},
		{"moved to a day that is too early", "      deprecated: true\n      x-sunset: '2027-07-01'\n", "      deprecated: true\n      x-sunset: '2026-02-01'\n", "sunset-too-soon breaking", "its x-sunset 2026-02-01 is less than 180 days away"},
		{"no longer deprecated", "      deprecated: true\n      x-sunset: '2027-07-01'\n", "", "deprecation-changed compatible, sunset-changed compatible", ""},
	} {
		base, head := lamp(t, "2026-01-01", c.base, "", ""), lamp(t, "2026-01-02", c.head, "", "")
		changes, found := diff.Policy{SunsetDays: 180}.Apply(compare(t, base, head), base, head)
		if got := levels(changes); got != c.want || len(found) > 0 {
			t.Errorf("%s: Apply returned %s and findings %v, want %s and no findings", c.name, got, found, c.want)
		}
		for _, change := range changes {
			if change.ID == "sunset-too-soon" && !strings.HasSuffix(change.Message, "; "+c.message) {
				t.Errorf("%s: got message %q, want one that ends with %q", c.name, change.Message, c.message)
			}
		}
	}
}

// TestCheckVersion checks versions that are too low and versions that are high enough.
func TestCheckVersion(t *testing.T) {
	at := func(version string, gone bool) diff.Side {
		operation := ""
		if gone {
			operation = "gone"
		}
		s := lamp(t, "", operation, "", "")
		text := strings.Replace(string(s.Spec.Source("openapi.yaml")), "version: 1.2.0", "version: '"+version+"'", 1)
		return load(t, fstest.MapFS{"openapi.yaml": {Data: []byte(text)}})
	}
	for _, c := range []struct{ base, head, want string }{
		{"1.2.0", "1.2.0", "write 2.0.0 or higher"},
		{"1.2.0", "1.3.0", "write 2.0.0 or higher"},
		{"1.2.0", "2.0.0", ""},
		{"1.2.0", "2.0.0-rc1", "write 2.0.0 or higher"},
		{"1.2", "1.3", "write 2.0 or higher"},
		{"1", "2", ""},
		{"0.4.1", "0.5.0", ""},
		{"0.4.1", "0.4.2", "write 0.5.0 or higher"},
		{"v1.0.0", "v2.0.0", ""},
		{"2026-11", "2026-12", "write 2027 or higher"},
		{"rolling", "rolling", "the version is still rolling"},
		{"rolling", "rolled", ""},
	} {
		base, head := at(c.base, false), at(c.head, true)
		found := diff.CheckVersion(&diff.Report{Changes: compare(t, base, head)}, base, head)
		text := ""
		if len(found) > 0 {
			text = found[0].String()
		}
		if c.want == "" && text != "" || !strings.Contains(text, c.want) {
			t.Errorf("%s to %s: CheckVersion returned %q, want %q", c.base, c.head, text, c.want)
		}
	}
}

// TestCompareVersions compares each version with all versions of the list, which is sorted. The texts in an item are equal versions.
func TestCompareVersions(t *testing.T) {
	for _, list := range [][][]string{
		{{"1.0.0-1"}, {"1.0.0-alpha"}, {"1.0.0-alpha.beta"}, {"1.0.0-rc.2"}, {"1.0.0-rc.10"}, {"1.0.0", "v1.0.0", "1", "1.0", "1.0.0+5", "1.0+5"}, {"1.0.1"}, {"10"}},
		{{"2024.09.30", "2024.09.30+2"}, {"2024.10.01-rc1"}, {"2024.10.01"}},
		{{"2026-11"}, {"2026-12"}, {"2027-1"}},
	} {
		for i, a := range list {
			for j, b := range list {
				for _, x := range a {
					for _, y := range b {
						if got := diff.CompareVersions(x, y); got != cmp.Compare(i, j) {
							t.Errorf("CompareVersions(%q, %q) = %d, want %d", x, y, got, cmp.Compare(i, j))
						}
					}
				}
			}
		}
	}
}
