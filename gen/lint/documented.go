package lint

import "github.com/rasapi/specgen/gen/report"

// documented are the rules that have no check of their own: the loader's, those of the configuration, and what another rule's check tells.
func documented() []rule {
	loading := func(id, title, why, fix string) rule {
		return rule{fixed: true, Rule: Rule{ID: id, Stage: "load", Severity: report.Error, Title: title, Why: why, Fix: fix}}
	}
	configured := func(id, title, why, fix string) rule {
		r := loading(id, title, why, fix)
		r.Stage = "lint"
		return r
	}
	return []rule{
		loading("duplicate-key", "No key stands twice in a mapping", "YAML readers take the first, the last, or neither.", "Remove or rename one."),
		loading("file-size", "A file has a reasonable size", "A file that nobody can have written exhausts the machine.", "Split it by area."),
		loading("openapi-version", "The root is an OpenAPI 3.0 or 3.1 document", "Swagger 2 and other formats have other rules.", "Convert it first."),
		loading("ref-cycle", "No component is only a reference to itself", "Nothing says what it is.", "Write the object out in one place."),
		loading("ref-kind", "A reference leads to an object of the kind that is wanted", "A schema is no parameter: nothing can be made of it there.", "Refer to an object of that kind, or write it out."),
		loading("ref-outside", "References stay in the folder of the spec", "What stands elsewhere is not versioned with the spec, and may be anything.", "Copy the file below the spec's folder and refer to that."),
		loading("ref-unresolved", "A reference leads somewhere", "Nothing can be generated for what is not there.", "Correct the name; the message has the nearest one."),
		loading("spec-size", "The bundle has a reasonable size", "A few lines of YAML aliases, or of schemas composed of each other, can expand to gigabytes.", "Write the values out, or reference each schema from fewer compositions."),
		loading("yaml-alias", "A YAML alias stands for a value that does not contain it", "A circle has no end.", "Write the value out, or use a $ref."),
		loading("yaml-depth", "Values are nested as deep as a person can read", "Deeper nesting is an accident or an attack.", "Flatten it."),
		loading("yaml-key", "A mapping key is a plain word", "JSON knows no other keys.", "Quote the key."),
		loading("yaml-syntax", "A file is YAML or JSON", "Nothing can be read otherwise.", "Mend the line; indent with spaces."),
		loading("yaml-value", "A value has a JSON form", "The wire is JSON, which has no .nan and no .inf.", "Quote it if it is text."),
		configured("lint-config", "The configuration of lint is in order", "A severity or waiver that is not understood has no effect.", "Write it as the message says."),
		configured("unused-waiver", "Every waiver is needed", "A waiver that outlives its reason hides the next defect at its place.", "Remove it from the configuration."),
		{Rule: Rule{
			ID: "openapi", Stage: "openapi", Severity: report.Error, Title: "The document follows the OpenAPI specification",
			Why: "This is what kin-openapi says without a code of its own.", Fix: "The message says how.",
		}},
	}
}
