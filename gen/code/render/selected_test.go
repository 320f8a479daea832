package render

import (
	"slices"
	"testing"
)

// TestSelected checks that selected ignores comments, tags, literals, and longer names.
func TestSelected(t *testing.T) {
	known := map[string]string{"time": "time", "http": "net/http", "json": "encoding/json", "rest": "example.com/rest", "io": "io", "fmt": "fmt", "url": "net/url"}
	text := `// Time is time.Time, as http.Client has it.
type A struct {
	At  datetime.Time ` + "`json:\"at\" io:\"io.EOF\"`" + ` // or json.Number
	Raw map[string]json.RawMessage
}

func (a A) Get(r *http.Request) string { return "fmt.Sprint" + a.url.String() + rest.Text(` + "`url.URL`" + `) }
`
	if got, want := selected([]byte(text), known), []string{"http", "json", "rest"}; !slices.Equal(got, want) {
		t.Errorf("selected: got %v, want %v", got, want)
	}
}
