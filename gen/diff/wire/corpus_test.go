package wire_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/rasapi/specgen/gen/diff/wire"
	"github.com/rasapi/specgen/gen/oas"
)

// TestRealPair compares two versions of a large public document. The oracle checks one witness in ten, or each witness if WIRE_PAIRS is set. The
// oracle must confirm each checked witness for one of the operations of the entry.
func TestRealPair(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "..", "shared", "corpus", "pairs")
	var docs [2]map[string]any
	var models [2]*oas.Model
	for i, name := range []string{"adyen-mgmt-2023.json", "adyen-mgmt-2026.json"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Skip("SKIPPED: " + dir + " is missing")
		}
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		docs[i] = v.(map[string]any)
		n, found := oas.Parse(&oas.Source{Name: name, Data: data}, oas.NewLimits())
		if n == nil {
			t.Fatal(found)
		}
		models[i] = oas.New(n)
	}
	every := 10 // check only one witness in ten, because a check takes a second for large schemas
	if os.Getenv("WIRE_PAIRS") != "" {
		every = 1
	}
	start := time.Now()
	entries, err := wire.Compare(t.Context(), wire.Input{Base: models[0], Head: models[1]})
	if err != nil {
		t.Fatal(err)
	}
	took := time.Since(start)
	witnesses, undecided := 0, 0
	for _, e := range entries {
		for _, f := range e.Findings {
			if f.Servers {
				continue
			}
			if strings.HasPrefix(f.Note, "not decided") {
				undecided++
			}
			if f.Level != wire.Breaking || f.Witness.Value == nil {
				continue
			}
			witnesses++
			if witnesses%every != 0 {
				continue
			}
			if !confirmed(t, docs, e, f) {
				t.Errorf("%s at %s: the oracle does not confirm %s", f.Rule, f.At, f.Witness)
			}
		}
	}
	t.Logf("%d entries, %d witnesses, %d undecided findings in %v", len(entries), witnesses, undecided, took.Round(time.Millisecond))
	if witnesses < 100 {
		t.Errorf("got %d witnesses, want at least 100", witnesses)
	}
}

// confirmed reports whether the oracle confirms a witness for one of the operations of an entry.
func confirmed(t *testing.T, docs [2]map[string]any, e wire.Entry, f wire.Finding) bool {
	at := "/requestBody/content/application~1json/schema"
	side := 0
	if rest, ok := strings.CutPrefix(f.At, "response "); ok {
		status, _, _ := strings.Cut(rest, " ")
		at, side = "/responses/"+status+"/content/application~1json/schema", 1
	}
	v := unmarshal(t, f.Witness.Value.JSON())
	for _, o := range e.Operations {
		s := spot{side, "/paths/" + strings.ReplaceAll(o.Path, "/", "~1") + "/" + strings.ToLower(o.Method) + at}
		other := spot{1 - side, s.pointer}
		r := rewriter{docs: docs}
		if r.get(s) == nil || r.get(other) == nil {
			continue
		}
		written, ok := valid(validator(t, docs, s, other, side == 0, true), v)
		read, sure := valid(validator(t, docs, other, s, side == 0, false), v)
		if ok && sure && written && !read {
			return true
		}
	}
	return false
}
