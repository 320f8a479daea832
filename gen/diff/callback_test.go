package diff_test

import (
	"strings"
	"testing"

	"github.com/rasapi/specgen/gen/diff"
)

// callbackDocument returns a document with a webhook and a callback whose request bodies have the given schema. The document ends with more.
func callbackDocument(schema, more string) string {
	body := "{content: {application/json: {schema: " + schema + "}}}"
	item := "{post: {requestBody: " + body + ", responses: {'200': {description: d}}}}"
	return "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n  /x:\n    post:\n      responses: {'204': {description: d}}\n" +
		"      callbacks: {sent: {'{$request.query.url}': " + item + "}}\nwebhooks:\n  sent: " + item + "\n" + more
}

// TestCallbacks compares documents with different callbacks and webhooks. If oasdiff reports an error, the worst level must be breaking.
func TestCallbacks(t *testing.T) {
	const hook = "  more: {post: {responses: {'200': {description: d}}}}\n"
	plain := callbackDocument("{type: object, properties: {a: {type: string}}}", "")
	for _, tt := range []struct {
		name, base, head string
		want             []string // ID, level and start of Why of each change
	}{
		{"type", plain, callbackDocument("{type: object, properties: {a: {type: integer}}}", ""), []string{
			`type-changed breaking now possible in the callback request: {"a":0}`, `type-changed breaking now possible in the webhook request: {"a":0}`,
		}},
		{"property more", plain, callbackDocument("{type: object, properties: {a: {type: string}, b: {type: string}}}", ""), []string{
			"property-added compatible ", "property-added compatible ",
		}},
		{"webhook gone", plain + hook, plain, []string{"webhook-removed breaking webhook more"}},
		{"webhook more", plain, plain + hook, []string{"webhook-added compatible "}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			base, head := loadData(t, []byte(tt.base)), loadData(t, []byte(tt.head))
			changes, err := diff.Compare(t.Context(), base, head, diff.Levels{Wire: true, Names: true})
			if err != nil {
				t.Fatal(err)
			}
			for i, c := range changes {
				if got := c.ID + " " + c.Level.String() + " " + c.Why; i >= len(tt.want) || !strings.HasPrefix(got, tt.want[i]) {
					t.Errorf("Compare returned the change %s, want the changes %q", got, tt.want)
				}
			}
			if len(changes) != len(tt.want) {
				t.Errorf("Compare returned %d changes, want %d", len(changes), len(tt.want))
			}
			if worst, _ := diff.Worst(changes); len(errorRules(oasdiffChanges(t, base, head))) > 0 && worst != diff.Breaking {
				t.Errorf("oasdiff reports an error, but the worst level is %s, want breaking", worst)
			}
		})
	}
}
