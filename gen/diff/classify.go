package diff

import (
	"strings"
	"sync"
)

// Audience is a group of users that a change affects.
type Audience string

// The audiences.
const (
	WireClients    Audience = "wire-clients"    // programs that send requests by the old document, in any language
	WireServers    Audience = "wire-servers"    // programs that answer requests by the old document
	Names          Audience = "names"           // users of operationIds, schemas, tags, properties and enum members by name
	GoCallers      Audience = "go-callers"      // Go programs that use the generated client, models or enums
	GoImplementers Audience = "go-implementers" // Go programs that implement the generated server interface
)

// Audiences returns the audiences in the order in which they are printed.
func Audiences() []Audience {
	return []Audience{WireClients, WireServers, Names, GoCallers, GoImplementers}
}

// audiences is a set of the audiences that a class affects by itself. The Go compiler judges the other two.
type audiences uint8

const (
	onClients audiences = 1 << iota
	onServers
	onNames
)

// has reports whether an audience is in the set.
func (s audiences) has(a Audience) bool {
	switch a {
	case WireClients:
		return s&onClients != 0
	case WireServers:
		return s&onServers != 0
	case Names:
		return s&onNames != 0
	}
	return false
}

// class is what is known of a change ID before the document is looked at.
type class struct {
	id      string
	level   Level     // for the audiences that it affects; the judges of the wire and of Go can make it worse
	affects audiences // apart from those that the judges find
	title   string    // what changed; the reference in docs/diff.md prints it
	fix     string    // what the author can do about it; "" if nothing
	oasdiff []string  // the rules of oasdiff with the same meaning, which spec/diff.yaml accepts
	yields  bool      // package wire decides the level on the wire; the level of the class is that for names
}

const (
	keepOne   = "keep it and mark it deprecated for one release"
	takeBoth  = "take both names for one release"
	keepBoth  = "keep the old one next to the new one for one release"
	optional  = "take requests without it for one release"
	tellFirst = "tell users before a server sends it"
)

// classes has each change ID. It is the only place that sets a level or a fix for an ID as a whole; an edit can change them for a single case.
var classes = []class{
	// operations, tags and the document
	{id: "operation-removed", level: Breaking, affects: onClients | onNames, yields: true, title: "an operation is gone", fix: "keep it and mark it deprecated, with x-sunset, until its users have moved",
		oasdiff: []string{"api-removed-without-deprecation", "api-removed-before-sunset", "api-path-removed-without-deprecation", "api-path-removed-before-sunset"}},
	{id: "operation-added", level: Compatible, affects: onClients | onServers | onNames, yields: true, title: "an operation is new", oasdiff: []string{"endpoint-added"}},
	{id: "operation-moved", level: Breaking, affects: onClients, yields: true, title: "an operation has another path or method", fix: "keep the old path next to the new one for one release"},
	{id: "path-parameter-renamed", level: Compatible, yields: true, title: "a path parameter has another name", fix: "keep the name: it names an argument in Go"},
	{id: "operation-id-renamed", level: Breaking, affects: onNames, title: "an operationId is another", fix: "keep the operationId: it names the Go methods; or tell users the new names",
		oasdiff: []string{"api-operation-id-removed"}},
	{id: "tag-added", level: Compatible, title: "a tag is new"},
	{id: "tag-removed", level: Compatible, title: "a tag is gone"},
	{id: "tag-changed", level: Breaking, affects: onNames, title: "an operation has another tag", fix: "keep the tag: it names the Go package and field; or tell users the new ones",
		oasdiff: []string{"api-tag-removed"}},
	{id: "tag-renamed", level: Breaking, affects: onNames, title: "a tag has another name", fix: "keep the tag, or tell users the new names"},
	{id: "security-changed", level: Risky, affects: onClients, yields: true, title: "the security requirement is another", fix: "take the old credentials too for one release"},
	{id: "security-scheme-changed", level: Risky, affects: onClients, yields: true, title: "a security scheme is another"},
	{id: "servers-changed", level: Risky, affects: onClients, yields: true, title: "the list of servers is another", fix: "let the old server answer for one release"},
	{id: "server-removed", level: Risky, affects: onClients, yields: true, title: "a server is gone", fix: "let the old server answer for one release"},
	{id: "server-added", level: Compatible, affects: onClients, yields: true, title: "a server is new"},
	{id: "version-changed", level: Doc, title: "the version of the API is another"},
	{id: "openapi-version-changed", level: Compatible, title: "the OpenAPI version is another"},
	{id: "setting-changed", level: Risky, affects: onNames, title: "a setting of specgen.yaml is another", fix: "keep the setting, or tell users of the generated Go"},

	// deprecation
	{id: "deprecation-changed", level: Compatible, affects: onClients, title: "something is deprecated, or no longer is", oasdiff: []string{"endpoint-deprecated", "endpoint-reactivated"}},
	{id: "sunset-changed", level: Compatible, affects: onClients, title: "x-sunset is another", oasdiff: []string{"api-sunset-date-changed-too-small", "sunset-deleted"}},
	{id: "sunset-too-soon", level: Breaking, affects: onClients, title: "x-sunset is earlier than --sunset-days allows, or is missing", fix: "set x-sunset to a later date",
		oasdiff: []string{"api-sunset-date-too-small", "api-deprecated-sunset-missing"}},
	{id: "stability-decreased", level: Breaking, affects: onClients, title: "x-stability-level promises less", fix: "keep the stability level", oasdiff: []string{"api-stability-decreased"}},
	{id: "stability-increased", level: Compatible, affects: onClients, title: "x-stability-level promises more", oasdiff: []string{"api-stability-increased"}},

	// parameters and bodies
	{id: "parameter-added", level: Compatible, affects: onClients | onServers, yields: true, title: "a parameter is new", fix: optional},
	{id: "parameter-removed", level: Risky, affects: onClients | onNames, yields: true, title: "a parameter is gone", fix: keepOne, oasdiff: []string{"request-parameter-removed"}},
	{id: "parameter-renamed", level: Breaking, affects: onClients | onNames, yields: true, title: "a parameter has another name", fix: takeBoth},
	{id: "serialization-changed", level: Breaking, affects: onClients, yields: true, title: "a parameter is written in another way", fix: "take both forms for one release"},
	{id: "request-body-changed", level: Risky, affects: onClients, yields: true, title: "the request body is new or gone"},
	{id: "media-type-added", level: Compatible, affects: onClients | onServers, yields: true, title: "a media type is new"},
	{id: "media-type-removed", level: Risky, affects: onClients, yields: true, title: "a media type is gone", fix: keepOne},
	{id: "media-type-changed", level: Risky, affects: onClients, yields: true, title: "a media type is another", fix: keepBoth},
	{id: "response-added", level: Compatible, affects: onClients, yields: true, title: "a response is new", oasdiff: []string{"response-success-status-added"}},
	{id: "response-removed", level: Risky, affects: onClients, yields: true, title: "a response is gone", fix: keepOne, oasdiff: []string{"response-success-status-removed"}},
	{id: "header-added", level: Compatible, affects: onClients, yields: true, title: "a response header is new"},
	{id: "header-removed", level: Risky, affects: onClients, yields: true, title: "a response header is gone", fix: keepOne},

	// schemas
	{id: "schema-added", level: Compatible, affects: onNames, title: "a schema is new"},
	{id: "schema-removed", level: Breaking, affects: onNames, title: "a schema is gone", fix: keepOne},
	{id: "schema-renamed", level: Breaking, affects: onNames, yields: true, title: "a schema has another name", fix: "keep the name, or tell users the new one"},
	{id: "property-added", level: Compatible, affects: onClients | onServers, yields: true, title: "a property is new"},
	{id: "property-added-to-closed", level: Risky, affects: onClients, yields: true, title: "a property is new in a response schema that was closed", fix: tellFirst},
	{id: "property-removed", level: Risky, affects: onClients | onNames, yields: true, title: "a property is gone", fix: keepOne, oasdiff: []string{"request-property-removed", "response-required-property-removed"}},
	{id: "property-renamed", level: Breaking, affects: onClients | onNames, yields: true, title: "a property has another name", fix: "keep the old name next to the new one and mark it deprecated for one release"},
	{id: "properties-moved", level: Compatible, affects: onNames, yields: true, title: "properties moved into allOf, or out of it"},
	{id: "member-required", level: Compatible, affects: onClients, yields: true, title: "a member is required", fix: optional},
	{id: "member-optional", level: Compatible, affects: onClients, yields: true, title: "a member is optional", fix: "continue to send it: readers expect it"},
	{id: "required-changed", level: Compatible, affects: onClients, yields: true, title: "required is another", fix: optional},
	{id: "type-changed", level: Breaking, affects: onClients, yields: true, title: "a type is another", fix: "add a new member of the new type instead"},
	{id: "format-changed", level: Risky, affects: onClients, yields: true, title: "a format is another", fix: "add a new member of the new format instead"},
	{id: "nullable-changed", level: Compatible, affects: onClients, yields: true, title: "null is a value, or no longer is"},
	{id: "nullable-moved", level: Risky, affects: onClients, yields: true, title: "nullable moved next to a $ref, where OpenAPI 3.0 ignores it, or away from it"},
	{id: "reference-changed", level: Risky, affects: onClients | onNames, yields: true, title: "a $ref leads to another schema"},
	{id: "branch-added", level: Compatible, affects: onClients, yields: true, title: "allOf, anyOf or oneOf has one more schema"},
	{id: "branch-removed", level: Risky, affects: onClients | onNames, yields: true, title: "allOf, anyOf or oneOf has one schema less"},
	{id: "discriminator-changed", level: Risky, affects: onClients, yields: true, title: "a discriminator is another", fix: keepBoth},
	{id: "additional-properties-changed", level: Risky, affects: onClients, yields: true, title: "additionalProperties is another", fix: "take what was taken for one release"},
	{id: "access-changed", level: Risky, affects: onClients, yields: true, title: "readOnly or writeOnly is another"},
	{id: "default-changed", level: Risky, affects: onClients, yields: true, title: "a default is another", fix: "tell users: a request without it means something else"},
	{id: "pattern-changed", level: Risky, affects: onClients, yields: true, title: "a pattern is another", fix: "keep the pattern, or tell users the new one"},
	{id: "limit-changed", level: Risky, affects: onClients, yields: true, title: "a limit is another", fix: "keep the limit, or tell users the new one"},
	{id: "values-changed", level: Risky, affects: onClients, yields: true, title: "the list of values is another", fix: "keep the values, or tell users the new ones"},

	// enums
	{id: "enum-member-added", level: Compatible, affects: onClients | onServers | onNames, yields: true, title: "an enum member is new", fix: "tell users before a server sends it: their programs do not know it"},
	{id: "enum-member-removed", level: Breaking, affects: onNames, yields: true, title: "an enum member is gone", fix: "keep it and mark it in x-enum-deprecated",
		oasdiff: []string{"request-property-enum-value-removed", "request-parameter-enum-value-removed", "request-body-enum-value-removed"}},
	{id: "enum-member-renamed", level: Breaking, affects: onNames, title: "an enum member has another name", fix: "keep the name: it names the Go constant; or tell users the new one"},
	{id: "enum-member-named", level: Breaking, affects: onNames, title: "an enum member has a name", fix: "keep the name: it names the Go constant; or tell users the new one"},
	{id: "enum-member-unnamed", level: Breaking, affects: onNames, title: "an enum member has no name", fix: "keep the name: it names the Go constant; or tell users the new one"},
	{id: "enum-member-renumbered", level: Breaking, affects: onClients | onNames, yields: true, title: "an enum member has another number", fix: "keep the number and add a new member"},
	{id: "enum-members-swapped", level: Breaking, affects: onClients | onNames, yields: true, title: "enum members swapped their numbers", fix: "restore the names and numbers"},
	{id: "enum-reordered", level: Compatible, affects: onNames, title: "enum members have another order"},
	{id: "enum-reserved-reused", level: Breaking, affects: onClients | onNames, yields: true, title: "a new enum member takes a reserved name or number", fix: "give it another name and number"},
	{id: "enum-names-shortened", level: Breaking, affects: onNames, title: "an enum has fewer names than values", fix: "write a name for each value"},
	{id: "enum-names-completed", level: Compatible, affects: onNames, title: "an enum has a name for each value"},
	{id: "enum-name-duplicated", level: Breaking, affects: onNames, title: "an enum has the same name twice", fix: "give each value a name of its own"},
	{id: "enum-flags-changed", level: Breaking, affects: onNames, title: "x-enum-flags is another", fix: "add a new enum instead"},
	{id: "reserved-changed", level: Compatible, affects: onNames, title: "x-enum-reserved is another"},

	// Go
	{id: "go-name-changed", level: Breaking, affects: onNames, title: "x-go-name is another", fix: "keep the Go name, or tell users the new one"},
	{id: "go-type-changed", level: Breaking, affects: onNames, title: "x-go-type is another", fix: "keep the Go type, or tell users the new one"},
	{id: "go-api-changed", level: Breaking, affects: onNames, title: "generated Go changed without an edit that explains it", fix: "look at the Go identifiers below"},
	{id: "go-not-generated", level: Breaking, affects: onNames, title: "no Go can be generated of a side", fix: "run specgen generate there and fix what it reports"},
	{id: "go-not-checked", level: Risky, affects: onNames, title: "the generated Go of neither side passes the type check", fix: "run specgen generate and fix what it reports"},

	// words and the rest
	{id: "wire-changed", level: Compatible, yields: true, title: "messages changed without an edit that explains it", fix: "look at the witness"},
	{id: "documentation-changed", level: Doc, title: "a description, summary or title is another"},
	{id: "example-changed", level: Doc, title: "an example is another"},
	{id: "evidence-changed", level: Doc, title: "x-evidence is another"},
	{id: "availability-changed", level: Compatible, title: "x-since, x-until or x-open is another"},
	{id: "extension-changed", level: Doc, title: "another extension changed"},
	{id: "field-changed", level: Risky, affects: onClients, title: "another field changed"},
	{id: "spec-not-loaded", level: Breaking, affects: onClients | onNames, title: "a side does not load, and nothing is compared", fix: "run specgen lint there and fix what it reports"},
}

// others are the kinds of objects that have no IDs of their own in classes: link-added, link-removed, link-changed and link-renamed.
var others = []string{
	"callback", "definition", "encoding", "example", "header", "link", "path-item", "pattern-property", "request-body", "security-scheme", "variable", "webhook",
}

// classByID indexes classes and the IDs made of others.
var classByID = sync.OnceValue(func() map[string]class {
	all := map[string]class{}
	for _, noun := range others {
		text := strings.ReplaceAll(noun, "-", " ")
		for _, c := range []class{
			{id: noun + "-added", level: Compatible, affects: onClients, title: "a " + text + " is new"},
			{id: noun + "-removed", level: Risky, affects: onClients, title: "a " + text + " is gone", fix: keepOne},
			{id: noun + "-renamed", level: Compatible, title: "a " + text + " has another name"},
		} {
			all[c.id] = c
		}
	}
	for _, c := range classes {
		all[c.id] = c
	}
	return all
})

// classOf returns the class of a change ID. A result of the wire judge without an edit has the ID of its rule, which affects wire clients.
func classOf(id string) class {
	if c, ok := classByID()[id]; ok {
		return c
	}
	return class{id: id, level: Breaking, affects: onClients, title: strings.ReplaceAll(id, "-", " ")}
}

// field says which class the change of a field has.
type field struct {
	id    string
	noun  string // the field in a sentence
	quiet bool   // its texts are long and are not quoted
}

// fieldOf returns the class of a field of an OpenAPI object, and its name in a sentence.
func fieldOf(key string) field {
	switch key {
	case "description", "summary", "title", "externalDocs", "termsOfService", "contact", "license", "x-enum-descriptions", "x-deprecated-reason":
		return field{id: "documentation-changed", noun: key, quiet: true}
	case "example", "examples":
		return field{id: "example-changed", noun: key, quiet: true}
	case "version":
		return field{id: "version-changed", noun: "the version of the API"}
	case "openapi":
		return field{id: "openapi-version-changed", noun: "the OpenAPI version"}
	case "deprecated", "x-enum-deprecated":
		return field{id: "deprecation-changed", noun: "deprecated"}
	case "operationId":
		return field{id: "operation-id-renamed", noun: "the operationId"}
	case "tags":
		return field{id: "tag-changed", noun: "the tag"}
	case "style", "explode", "allowReserved", "collectionFormat", "allowEmptyValue":
		return field{id: "serialization-changed", noun: key}
	case "security":
		return field{id: "security-changed", noun: "the security requirement"}
	case "servers":
		return field{id: "servers-changed", noun: "the list of servers"}
	case "requestBody":
		return field{id: "request-body-changed", noun: "the request body"}
	case "type":
		return field{id: "type-changed", noun: "the type"}
	case "format":
		return field{id: "format-changed", noun: "the format"}
	case "nullable":
		return field{id: "nullable-changed", noun: "nullable"}
	case "required":
		return field{id: "required-changed", noun: "required"}
	case "default":
		return field{id: "default-changed", noun: "the default"}
	case "pattern":
		return field{id: "pattern-changed", noun: "the pattern"}
	case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "minItems", "maxItems", "minProperties",
		"maxProperties", "multipleOf", "uniqueItems":
		return field{id: "limit-changed", noun: key}
	case "enum", "const":
		return field{id: "values-changed", noun: "the list of values"}
	case "readOnly", "writeOnly":
		return field{id: "access-changed", noun: key}
	case "additionalProperties":
		return field{id: "additional-properties-changed", noun: "additionalProperties"}
	case "discriminator":
		return field{id: "discriminator-changed", noun: "the discriminator"}
	case "propertyName":
		return field{id: "discriminator-changed", noun: "the property that selects the schema"}
	case "x-enum-reserved":
		return field{id: "reserved-changed", noun: "the reserved names and numbers"}
	case "x-enum-flags":
		return field{id: "enum-flags-changed", noun: "the flags marker"}
	case "x-go-name":
		return field{id: "go-name-changed", noun: "the Go name"}
	case "x-evidence":
		return field{id: "evidence-changed", noun: "the evidence"}
	case "x-since", "x-until", "x-open":
		return field{id: "availability-changed", noun: key}
	case "x-sunset":
		return field{id: "sunset-changed", noun: key}
	case "x-stability-level":
		return field{id: "stability-increased", noun: key}
	}
	switch {
	case strings.HasPrefix(key, "x-go-"):
		return field{id: "go-type-changed", noun: key}
	case strings.HasPrefix(key, "x-"):
		return field{id: "extension-changed", noun: key}
	}
	return field{id: "field-changed", noun: key}
}
