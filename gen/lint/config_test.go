package lint_test

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rasapi/specgen/gen/lint"
	"github.com/rasapi/specgen/gen/spec"
)

func TestReadConfig(t *testing.T) {
	fsys := fstest.MapFS{
		"empty.yaml":  {Data: []byte("# nothing yet\n")},
		"braces.yaml": {Data: []byte("{}\n")},
		"broken.yaml": {Data: []byte("severities: [\n")},
	}
	for file, findings := range map[string]int{"": 0, "empty.yaml": 0, "braces.yaml": 0, "broken.yaml": 1} {
		_, found, err := lint.ReadConfig(fsys, file)
		if err != nil || len(found) != findings {
			t.Errorf("ReadConfig(%q): got findings %v and error %v, want %d findings and no error", file, found, err, findings)
		}
	}
	if _, _, err := lint.ReadConfig(fsys, "none.yaml"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("ReadConfig(none.yaml): got error %v, want fs.ErrNotExist", err)
	}
}

// TestInitialisms checks that rule schema-names uses the configured initialisms.
func TestInitialisms(t *testing.T) {
	fsys := fstest.MapFS{"openapi.yaml": {Data: []byte(`openapi: 3.0.3
info: {title: House, version: "1"}
paths: {}
components:
  schemas:
    SiteId: {type: object}
    SiteID: {type: object}
    Gate: {type: object}
`)}}
	s, _, err := spec.Load(context.Background(), fsys, "openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if _, found, err := lint.Check(t.Context(), s, lint.Config{}); err != nil || len(found) != 0 {
		t.Errorf("Check without initialisms: got findings %v and error %v, want none", found, err)
	}
	_, found, err := lint.Check(t.Context(), s, lint.Config{Initialisms: []string{"ID"}})
	if err != nil || len(found) != 1 || !strings.Contains(found[0].Message, "have the same Go name SiteID") {
		t.Errorf("Check with initialism ID: got findings %v and error %v, want one about the name SiteID", found, err)
	}
}

func TestCancelled(t *testing.T) {
	fsys := fstest.MapFS{"openapi.yaml": {Data: []byte("openapi: 3.0.3\ninfo: {title: t, version: v}\npaths: {}\n")}}
	s, _, err := spec.Load(context.Background(), fsys, "openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := lint.Check(ctx, s, lint.Config{}); !errors.Is(err, context.Canceled) {
		t.Errorf("Check with a canceled context: got error %v, want context.Canceled", err)
	}
}

// TestVisitor checks that Check reports a schema with the name of a visitor if Config.Visitor is set, and only then.
func TestVisitor(t *testing.T) {
	fsys := fstest.MapFS{"openapi.yaml": {Data: []byte(`openapi: 3.0.3
info: {title: House, version: "1"}
paths: {}
components:
  schemas:
    Door: {type: integer, enum: [0, 1], x-enum-varnames: [Open, Closed]}
    DoorVisitor: {type: object}
    Lights: {type: integer, x-enum-values: [1, 2], x-enum-varnames: [Hall, Attic], x-enum-flags: true}
    VisitLights: {type: object}
`)}}
	s, _, err := spec.Load(t.Context(), fsys, "openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if _, found, err := lint.Check(t.Context(), s, lint.Config{}); err != nil || len(found) != 0 {
		t.Errorf("Check without visitor: got findings %v and error %v, want none", found, err)
	}
	_, found, err := lint.Check(t.Context(), s, lint.Config{Visitor: true})
	if err != nil || len(found) != 1 || !strings.Contains(found[0].Message, "DoorVisitor") {
		t.Errorf("Check with visitor: got findings %v and error %v, want one about the name DoorVisitor", found, err)
	}
}

// TestGoTypesAreAllowed checks which import paths x-go-type-import may have.
func TestGoTypesAreAllowed(t *testing.T) {
	for path, want := range map[string]string{
		"time": "", "encoding/json": "", "math/big": "", "net/netip": "", "net/url": "", "example.com/house": "", "example.com/house/money": "", "github.com/google/uuid": "",
		"expvar": "is not allowed", "os/exec": "is not allowed", "net/http": "is not allowed", "cmd": "is not allowed", "std": "is not allowed", "unsafe": "is not allowed",
		"C": "is not allowed", "example.com/housemate": "is not allowed", "github.com/google/uuid/v2": "is not allowed", "example.org/money": "is not allowed",
		"...": "is not valid", "example.com/...": "is not valid", "./local": "is not valid", "../up": "is not valid", "/etc": "is not valid", "a b": "is not valid",
		"-mod=mod": "is not valid", "example.com/house/../os": "is not valid", `a\b`: "is not valid",
	} {
		document := "openapi: 3.0.3\ninfo: {title: House, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n" +
			"    Door: {type: object, properties: {bad: {type: string, x-go-type: p.T, x-go-type-import: {name: p, path: '" + path + "'}}}}\n"
		s, _, err := spec.Load(t.Context(), fstest.MapFS{"openapi.yaml": {Data: []byte(document)}}, "openapi.yaml")
		if err != nil {
			t.Fatal(err)
		}
		_, found, err := lint.Check(t.Context(), s, lint.Config{Module: "example.com/house", GoTypes: []string{"github.com/google/uuid"}})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, d := range found {
			if d.Rule == "go-type-import" {
				got += d.Message
			}
		}
		if (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("import path %s: got findings %q, want findings that contain %q (none if it is empty)", path, got, want)
		}
	}
}
