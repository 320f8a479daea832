package diff

import "strings"

// rule words the change of a field.
type rule struct {
	id     string
	noun   string
	level  Level // by itself, before the judges
	names  bool  // it names things in Go
	yields bool  // the level is a guess, which a judge knows better
	quiet  bool  // the texts are long: they are not quoted
	remedy string
	words  []string // what judges call it
}

// ruleOf gives the rule for a key of an OpenAPI object.
func ruleOf(key string) rule {
	for _, of := range []func(string) (rule, bool){ruleOfObjects, ruleOfSchemas, ruleOfExtensions} {
		if r, ok := of(key); ok {
			return r
		}
	}
	return rule{id: "field-changed", noun: key, level: Risky}
}

// ruleOfObjects is for what the document, operations and parameters have, and for words anywhere.
func ruleOfObjects(key string) (_ rule, ok bool) {
	switch key {
	case "description", "summary", "title", "externalDocs", "termsOfService", "contact", "license", "x-enum-descriptions", "x-deprecated-reason":
		return rule{id: "documentation-changed", noun: key, level: Doc, quiet: true}, true
	case "example", "examples":
		return rule{id: "example-changed", noun: key, level: Doc, quiet: true}, true
	case "version":
		return rule{id: "version-changed", noun: "the version of the API", level: Doc}, true
	case "openapi":
		return rule{id: "openapi-version-changed", noun: "the OpenAPI version", level: Risky}, true
	case "deprecated", "x-enum-deprecated":
		return rule{id: "deprecation-changed", noun: "deprecated", level: Compatible, words: []string{"deprecat", "reactivat", "sunset"}}, true
	case "operationId":
		return rule{id: "operation-id-renamed", noun: "the operationId", level: Breaking, names: true, words: []string{"operation-id"},
			remedy: "keep the operationId: it names the Go methods; or tell users the new names"}, true
	case "tags":
		return rule{id: "tag-changed", noun: "the tag", level: Breaking, names: true, words: []string{"tag"},
			remedy: "keep the tag: it names the Go package and field; or tell users the new ones"}, true
	case "style", "explode", "allowReserved", "collectionFormat", "allowEmptyValue":
		return rule{id: "serialization-changed", noun: key, level: Breaking, words: []string{key}, remedy: "take both forms for one release"}, true
	case "security":
		return rule{id: "security-changed", noun: "the security requirement", level: Risky, words: []string{"security", "anonymous"},
			remedy: "take the old credentials too for one release"}, true
	case "servers":
		return rule{id: "servers-changed", noun: "the list of servers", level: Risky, words: []string{"server"}, remedy: "let the old server answer for one release"}, true
	case "requestBody":
		return rule{id: "request-body-changed", noun: "the request body", level: Risky, yields: true, words: []string{"request-body", "body"}}, true
	}
	return rule{}, false
}

// ruleOfSchemas is for what schemas have.
func ruleOfSchemas(key string) (_ rule, ok bool) {
	switch key {
	case "type":
		return rule{id: "type-changed", noun: "the type", level: Breaking, words: []string{"type"}, remedy: "add a new member of the new type instead"}, true
	case "format":
		return rule{id: "format-changed", noun: "the format", level: Risky, yields: true, words: []string{"type", "format"}, remedy: "add a new member of the new format instead"}, true
	case "nullable":
		return rule{id: "nullable-changed", noun: "nullable", level: Compatible, words: []string{"null"}}, true
	case "required":
		return rule{id: "required-changed", noun: "required", level: Compatible, words: []string{"required", "optional"}, remedy: requiredRemedy}, true
	case "default":
		return rule{id: "default-changed", noun: "the default", level: Risky, words: []string{"default"}, remedy: "tell users: whoever leaves it out means something else now"}, true
	case "pattern":
		return rule{id: "pattern-changed", noun: "the pattern", level: Risky, yields: true, words: []string{"pattern"}, remedy: "keep the pattern, or tell users the new one"}, true
	case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "minItems", "maxItems", "minProperties",
		"maxProperties", "multipleOf", "uniqueItems":
		return rule{id: "limit-changed", noun: key, level: Risky, yields: true, words: limitWords(key), remedy: "keep the limit, or tell users the new one"}, true
	case "enum", "const":
		return rule{id: "values-changed", noun: "the list of values", level: Risky, yields: true, words: []string{"enum", "const"}, remedy: "keep the values, or tell users the new ones"}, true
	case "x-enum-reserved":
		return rule{id: "reserved-changed", noun: "the reserved names and numbers", level: Compatible}, true
	case "x-enum-flags":
		return rule{id: "enum-flags-changed", noun: "the flags marker", level: Breaking, names: true, words: []string{"enum"}, remedy: "add a new enum instead"}, true
	case "readOnly", "writeOnly":
		return rule{id: "access-changed", noun: key, level: Risky, yields: true, words: []string{"read-only", "write-only"}}, true
	case "additionalProperties":
		return rule{id: "additional-properties-changed", noun: "additionalProperties", level: Risky, words: []string{"additional"}, remedy: "take what was taken for one release"}, true
	case "discriminator":
		return rule{id: "discriminator-changed", noun: "the discriminator", level: Risky, words: []string{"discriminator"}, remedy: "keep the old one beside the new one for one release"}, true
	case "propertyName":
		return rule{id: "discriminator-changed", noun: "the property that tells what it is", level: Breaking, words: []string{"discriminator"},
			remedy: "send and take both properties for one release"}, true
	}
	return rule{}, false
}

// ruleOfExtensions is for keys that begin with "x-".
func ruleOfExtensions(key string) (_ rule, ok bool) {
	switch key {
	case "x-go-name":
		return rule{id: "go-name-changed", noun: "the Go name", level: Breaking, names: true, remedy: "keep the Go name, or tell users the new one"}, true
	case "x-evidence":
		return rule{id: "evidence-changed", noun: "the evidence", level: Doc}, true
	case "x-since", "x-until", "x-open":
		return rule{id: "availability-changed", noun: key, level: Compatible}, true
	}
	switch {
	case strings.HasPrefix(key, "x-go-"):
		return rule{id: "go-type-changed", noun: key, level: Breaking, names: true, remedy: "keep the Go type, or tell users the new one"}, true
	case strings.HasPrefix(key, "x-"):
		return rule{id: "extension-changed", noun: key, level: Doc}, true
	}
	return rule{}, false
}

// limitWords are what oasdiff calls a limit: "max", "min-length", "max-items".
func limitWords(key string) []string {
	var b strings.Builder
	for _, c := range key {
		if c >= 'A' && c <= 'Z' {
			b.WriteByte('-')
			c += 'a' - 'A'
		}
		b.WriteRune(c)
	}
	words := []string{b.String()}
	switch key {
	case "minimum", "maximum":
		words = append(words, key[:3])
	case "minProperties", "maxProperties", "exclusiveMinimum", "exclusiveMaximum", "uniqueItems":
		words = append(words, strings.Split(b.String(), "-")[0])
	}
	return words
}
