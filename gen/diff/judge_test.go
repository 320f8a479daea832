package diff

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rasapi/specgen/gen/spec"
)

// TestArrayOfItself compares arrays that contain themselves. oasdiff overflows the stack, which ends the test program, if it gets them as they are.
func TestArrayOfItself(t *testing.T) {
	for _, schemas := range []string{
		"A: {type: array, items: {$ref: '#/components/schemas/A'}}",
		"A: {type: array, items: {$ref: '#/components/schemas/B'}}\n    B: {type: array, items: {$ref: '#/components/schemas/A'}}",
		"A: {type: array, items: {type: array, items: {$ref: '#/components/schemas/A/items'}}}",
		"A: {type: object, properties: {list: {type: array, items: {$ref: '#/components/schemas/A/properties/list'}}}}",
	} {
		for _, other := range []string{"A: {type: string}", "A: {type: object, properties: {list: {type: integer}}}"} {
			changes, err := Compare(t.Context(), sideOf(t, schemas), sideOf(t, other), Levels{Wire: true})
			if err != nil || len(changes) == 0 || len(changes[0].Wire) == 0 {
				t.Errorf("from %s to %s: %v, %v; want a change on the wire", schemas, other, changes, err)
			}
		}
	}
}

// TestJudgeStops gives oasdiff no time, and then a context that is cancelled.
func TestJudgeStops(t *testing.T) {
	with := task{a: sideOf(t, "A: {type: string}").Spec.Model().Root(), b: sideOf(t, "A: {type: integer}").Spec.Model().Root()}
	if _, err := judge(t.Context(), with, 0); err == nil || !strings.Contains(err.Error(), "--levels names,go") {
		t.Errorf("no time: %v, want an error that names the levels to compare", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := judge(ctx, with, time.Minute); err == nil {
		t.Error("cancelled: no error")
	}
	if results, err := judge(t.Context(), with, time.Minute); err != nil || len(results) == 0 {
		t.Errorf("with time: %v, %v", results, err)
	}
}

// sideOf is a document whose only operation takes and returns schema A.
func sideOf(t *testing.T, schemas string) Side {
	t.Helper()
	const body = "content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}"
	text := fmt.Sprintf(`openapi: 3.0.3
info: {title: t, version: "1"}
paths:
  /a:
    post:
      operationId: putA
      requestBody: {%[1]s}
      responses: {"200": {description: ok, %[1]s}}
components:
  schemas:
    %[2]s
`, body, schemas)
	s, found, err := spec.Load(t.Context(), fstest.MapFS{"openapi.yaml": {Data: []byte(text)}}, "openapi.yaml")
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	return Side{Spec: s}
}
