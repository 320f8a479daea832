package lint

import (
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func oneJSONMediaType() rule {
	return rule{
		mild:  true,
		check: (*checker).oneJSONMediaType,
		Rule: Rule{
			ID: "one-json-media-type", Severity: report.Error, Title: "A body or response has one JSON media type",
			Why: "specgen generates code for only one JSON media type: application/json, or the first one in alphabetical order. Generated code sends\n" +
				"only this media type. It decodes a body of any other JSON media type with the same Go type, even if the schemas differ.",
			Bad: "content:\n  application/json: ...\n  application/json; api-version=1.0: ...", Good: "content:\n  application/json; api-version=1.0: ...",
			Fix: "Keep the media type that the server uses.",
		},
	}
}

func (c *checker) oneJSONMediaType() {
	for _, k := range []oas.Kind{oas.RequestBody, oas.Response} {
		for o := range c.all(k) {
			var first *oas.Object
			for media := range o.Children("content") {
				switch {
				case !isJSON(media.Name):
				case first == nil:
					first = media
				case !c.strict && oas.Equal(media.Get("schema"), first.Get("schema"), oas.Compare{}):
					// the values of the two media types have the same Go type
				default:
					c.reportSecond(keyAt(media), keyAt(first), "%q and %q are both JSON, but specgen generates code for only one; keep one", media.Name, first.Name)
				}
			}
		}
	}
}

// isJSON reports whether a media type is a JSON type.
func isJSON(media string) bool {
	base, _, _ := strings.Cut(media, ";")
	base = strings.ToLower(strings.TrimSpace(base))
	return base == "application/json" || strings.HasSuffix(base, "+json")
}
