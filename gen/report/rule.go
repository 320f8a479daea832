package report

// Rule is what a person needs to know of the findings with one ID: what is asked for, why, and how to mend what does otherwise. Bad and
// Good are excerpts of a document, and empty where the finding is not about the text of one.
type Rule struct {
	ID                         string
	Stage                      string   // what finds it: "load", "lint", "openapi" (kin-openapi, in lint), "generate", "verify", "diff" or "coverage"
	Severity                   Severity // the usual one
	Title, Why, Bad, Good, Fix string
}
