package lint

import "github.com/rasapi/specgen/gen/report"

// rulesWithoutCheck returns rules that have neither a check nor a file of their own. The loader, [ReadConfig], [Check] or the check of another rule
// reports their findings.
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
		loader("duplicate-key", "A mapping has no duplicate keys", "Some YAML parsers use the first value, some use the last value, and others reject the file.", "Remove or rename one of the keys."),
		loader("file-size", "A file is within the size limit", "A larger file can exhaust memory.", "Split the file by area."),
		loader("openapi-version", "The root is an OpenAPI 3.0 or 3.1 document", "specgen cannot read Swagger 2.0 and other formats. It reads OpenAPI 3.2 as 3.1.", "Convert the document to OpenAPI 3, or write all three numbers of its version."),
		loader("ref-cycle", "A chain of references ends at an object", "Components that only reference each other define no object.", "Replace the reference with a definition of the object."),
		loader("ref-kind", "A reference resolves to an object of the expected kind", "specgen cannot generate code for a reference to a schema where, for example, a parameter is expected.", "Reference an object of the expected kind, or define it inline."),
		loader("ref-outside", "A reference resolves to a file in the directory of the spec or of specgen.yaml", "Files outside these directories may not be versioned with the spec. A reference must not make specgen read arbitrary files.", "Copy the file into the directory of the spec and reference the copy."),
		loader("ref-unresolved", "A reference resolves", "specgen cannot generate code for a reference to an object that does not exist.", "Correct the reference; the message suggests the nearest match, if there is one."),
		loader("spec-size", "The bundle is within the size limit", "A few lines with YAML aliases or nested compositions can expand to gigabytes.", "Replace aliases with values, or reference each schema from fewer compositions."),
		loader("yaml-alias", "A YAML alias is not part of its own value", "A value that contains itself is infinite.", "Replace the alias with a value, or use a $ref."),
		loader("yaml-depth", "Nesting is within the depth limit", "No API description needs deeper nesting.", "Reduce the nesting."),
		loader("yaml-key", "A mapping key is a scalar", "JSON allows only strings as keys.", "Quote the key."),
		loader("yaml-syntax", "A file is valid YAML or JSON", "specgen reads only YAML and JSON files.", "Correct the line; indent with spaces."),
		loader("yaml-value", "A value can be written as JSON", "specgen converts the document to JSON, which has no .nan and no .inf.", "Quote the value if it is text."),
		configured("lint-config", "lint.yaml is valid", "A severity or waiver that specgen does not recognize has no effect.", "Correct the entry as the message says."),
		configured("unused-waiver", "Every waiver matches a finding", "An unused waiver would hide a new defect at the same place.", "Remove the waiver from lint.yaml."),
		{Rule: Rule{
			ID: "openapi", Stage: "openapi", Severity: report.Error, Title: "The document follows the OpenAPI specification",
			Why: "kin-openapi reports some violations of the specification without a code of their own.", Fix: "Correct the document as the message says.",
		}},
	}
}
