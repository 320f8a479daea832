package lint

import (
	"strings"

	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

func pathTemplate() rule {
	return rule{
		adapt: (*checker).adaptPaths,
		check: (*checker).pathTemplate,
		Rule: Rule{
			ID: "path-template", Severity: report.Error, Title: "A path consists of literal text and parameters in braces",
			Why: "The router rejects unbalanced braces and duplicate parameters. A star has a special meaning to the router, as does a colon in a\n" +
				"parameter. A path must not have a query or a fragment.",
			Bad:  "/doors/{id/locks?all=true:",
			Good: "/doors/{id}/locks:",
			Fix:  "Close the brace, rename the parameter, or declare the text after ? as query parameters.",
		},
	}
}

func (c *checker) pathTemplate() {
	for item := range c.document.Children("paths") {
		defect := templateDefect(item.Name)
		if path, query, _ := spec.SplitPath(item.Name); path != item.Name && !strings.ContainsAny(query, "{}") && templateDefect(path) == "" {
			continue // adaptPaths reports a query or a fragment
		}
		if defect != "" {
			c.report(keyAt(item), "path %q %s", item.Name, defect)
		}
	}
}

// templateDefect returns a phrase that describes the first defect of a path, or "" if there is none. It does not require a slash at the start.
func templateDefect(path string) string {
	seen := map[string]bool{}
	for rest := path; ; {
		literal, after, found := strings.Cut(rest, "{")
		switch {
		case strings.Contains(literal, "}"):
			return "has a } without a {; remove the }"
		case strings.Contains(literal, "?"):
			return "has a query; declare the text after ? as query parameters"
		case strings.ContainsAny(literal, "#"):
			return "has a fragment, which clients do not send; remove it"
		case strings.Contains(literal, "*"):
			return "has a *, which the router matches with any text; write a parameter, such as {rest}, and declare it"
		case !found:
			return ""
		}
		name, tail, closed := strings.Cut(after, "}")
		switch {
		case !closed || strings.Contains(name, "{"):
			return "has a { without a }; close it"
		case name == "":
			return "has a parameter without a name; write {id}"
		case strings.ContainsAny(name, ":*/"):
			return "has the parameter {" + name + "}; remove the colon, star or slash"
		case strings.ContainsAny(name[:1], ".;?"): // oapi-codegen v2.8.2 removes these characters (utils.go, pathParamRE)
			return "has the parameter {" + name + "}; write {" + name[1:] + "} and declare the style in the parameter"
		case seen[name]:
			return "has the parameter {" + name + "} twice; rename one"
		case strings.HasPrefix(tail, "{"):
			return "has two adjacent parameters, which the router cannot separate; put a literal between them"
		}
		seen[name] = true
		rest = tail
	}
}

// templateNames returns the names of the parameters in a path.
func templateNames(path string) []string {
	var names []string
	for {
		_, after, found := strings.Cut(path, "{")
		name, tail, closed := strings.Cut(after, "}")
		if !found || !closed {
			return names
		}
		names = append(names, name)
		path = tail
	}
}
