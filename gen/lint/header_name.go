package lint

import (
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func headerName() rule {
	return rule{
		check: (*checker).headerName,
		Rule: Rule{
			ID: "header-name", Severity: report.Warning, Title: "The name of a header has only characters that HTTP allows",
			Why: "HTTP allows ASCII letters, digits, the backtick and !#$%&'*+-.^_|~ in the name of a header (RFC 9110, section 5.1). The client does not\n" +
				"send a parameter with any other character in its name, but returns an error. The server does not send a header with such a name.",
			Bad:  "headers:\n  Rate Limit: {schema: {type: integer}}",
			Good: "headers:\n  Rate-Limit: {schema: {type: integer}}",
			Fix:  "Write the name that the API uses, without spaces, colons and other characters that HTTP forbids.",
		},
	}
}

// headerName reports the names of headers that are not tokens. It checks parameters, API keys, and the headers of responses and of multipart parts.
func (c *checker) headerName() {
	for _, k := range []oas.Kind{oas.Parameter, oas.SecurityScheme} {
		for o := range c.all(k) {
			if name := o.Text("name"); o.Text("in") == "header" && name != "" {
				c.checkHeaderName(name, valueAt(o, "name"))
			}
		}
	}
	for _, k := range []oas.Kind{oas.Response, oas.Encoding} {
		for o := range c.all(k) {
			for name := range o.Get("headers").Each() {
				c.checkHeaderName(name, keyAt(o, "headers", name))
			}
		}
	}
}

// checkHeaderName reports a name of a header that is empty or contains a character that HTTP does not allow.
func (c *checker) checkHeaderName(name string, at place) {
	if name == "" {
		c.report(at, "the name of a header is empty; write the name that the API uses")
		return
	}
	for _, r := range name {
		if !oas.IsToken(string(r)) {
			c.report(at, "the name of header %q contains %q, which HTTP does not allow; write the name that the API uses", name, r)
			return
		}
	}
}
