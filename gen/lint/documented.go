package lint

import "github.com/rasapi/specgen/gen/report"

// rulesWithoutCheck returns the rules whose findings come from the loader, from [ReadConfig], or from the check of another rule.
func rulesWithoutCheck() []rule {
	loader := func(id, title, why, fix string) rule {
		return rule{fixed: true, Rule: Rule{ID: id, Stage: "load", Severity: report.Error, Title: title, Why: why, Fix: fix}}
	}
	configured := func(id, title, why, fix string) rule {
		r := loader(id, title, why, fix)
		r.Stage = "lint"
		return r
	}
	return []rule{
		loader("duplicate-key", "A mapping has no duplicate keys", "YAML parsers use the first value, the last value, or reject the file.", "Remove or rename one of the keys."),
		loader("file-size", "A file is within the size limit", "A larger file can exhaust memory.", "Split the file by area."),
		loader("openapi-version", "The root is an OpenAPI 3.0 or 3.1 document", "Swagger 2.0 and other formats have different rules.", "Convert the document to OpenAPI 3."),
		loader("ref-cycle", "A component is not only a reference to itself", "Such a component has no definition.", "Define the object in one place."),
		loader("ref-kind", "A reference resolves to an object of the expected kind", "specgen cannot generate code for a reference to a schema where, for example, a parameter is expected.", "Reference an object of the expected kind, or define it inline."),
		loader("ref-outside", "A reference resolves to a file in the directory of the spec", "A file elsewhere is not versioned with the spec, and a reference could read any file.", "Copy the file into the directory of the spec and reference the copy."),
		loader("ref-unresolved", "A reference resolves", "specgen cannot generate code for an object that does not exist.", "Correct the reference; the message suggests the nearest match."),
		loader("spec-size", "The bundle is within the size limit", "A few lines of YAML aliases, or of schemas composed of each other, can expand to gigabytes.", "Replace aliases by values, or reference each schema from fewer compositions."),
		loader("yaml-alias", "A YAML alias is not part of its own value", "Such a value is infinite.", "Repeat the value, or use a $ref."),
		loader("yaml-depth", "Nesting is within the depth limit", "No API description needs deeper nesting.", "Reduce the nesting."),
		loader("yaml-key", "A mapping key is a scalar", "JSON has string keys only.", "Quote the key."),
		loader("yaml-syntax", "A file is valid YAML or JSON", "specgen cannot read any other file.", "Correct the line; indent with spaces."),
		loader("yaml-value", "A value can be written as JSON", "Requests and responses are JSON, which has no .nan and no .inf.", "Quote the value if it is text."),
		configured("lint-config", "lint.yaml is valid", "A severity or waiver that specgen does not recognize has no effect.", "Correct the entry as the message says."),
		configured("unused-waiver", "Every waiver matches a finding", "An unused waiver hides the next defect at the same place.", "Remove the waiver from lint.yaml."),
		{Rule: Rule{
			ID: "openapi", Stage: "openapi", Severity: report.Error, Title: "The document follows the OpenAPI specification",
			Why: "kin-openapi reports some problems without a code.", Fix: "Follow the message.",
		}},
	}
}
