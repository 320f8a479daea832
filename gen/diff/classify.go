package diff

import (
	"strings"
	"sync"
)

// Audience is a group of users that a change affects.
type Audience string

// The audiences.
const (
	WireClients    Audience = "wire-clients"    // programs in any language that send requests as base describes them
	WireServers    Audience = "wire-servers"    // programs that answer requests as base describes them
	Names          Audience = "names"           // users of operationIds, schemas, tags, properties and enum members by name
	GoCallers      Audience = "go-callers"      // Go programs that use the generated client, models or enums
	GoImplementers Audience = "go-implementers" // Go programs that implement the generated server interface
)

// Audiences returns the audiences in the order in which they are printed.
func Audiences() []Audience {
	return []Audience{WireClients, WireServers, Names, GoCallers, GoImplementers}
}

// audiences is a set of the audiences that a class of changes can affect. It never contains WireServers or the Go audiences, because only package
// wire and the generated code determine the effects on them.
type audiences uint8

const (
	onClients audiences = 1 << iota
	onNames
)

// has reports whether an audience is in the set.
func (s audiences) has(a Audience) bool {
	return s&map[Audience]audiences{WireClients: onClients, Names: onNames}[a] != 0
}

// class has the properties of a change ID that do not depend on the documents.
type class struct {
	id          string
	variant     string    // a case of the ID with its own level, audiences, title or fix; "" for the general case
	level       Level     // the level for the audiences in affects; if affects is empty, the level of the change
	affects     audiences // WireClients, Names, both or neither
	wireDecides bool      // package wire decides the levels on the wire
	title       string    // what changed, for the table in docs/diff.md
	fix         string    // what the author can do, or ""
	oasdiff     []string  // the oasdiff rules with the same meaning, which diff.yaml accepts
}

const (
	keepOne   = "keep it and mark it deprecated for one release"
	takeBoth  = "accept both names for one release"
	keepBoth  = "keep the old one next to the new one for one release"
	optional  = "accept requests without it for one release"
	tellFirst = "tell users before a server sends it"
)

// classes has the change IDs with their levels and fixes. [classByID] adds the IDs for the kinds in others.
var classes = []class{
	// operations, tags and the document
	{id: "operation-removed", level: Breaking, affects: onNames, wireDecides: true, title: "an operation was removed", fix: "keep it and mark it deprecated, with x-sunset, until its users have moved",
		oasdiff: []string{"api-removed-without-deprecation", "api-removed-before-sunset", "api-path-removed-without-deprecation", "api-path-removed-before-sunset"}},
	{id: "operation-added", level: Compatible, affects: onNames, wireDecides: true, title: "an operation was added", oasdiff: []string{"endpoint-added"}},
	{id: "operation-moved", wireDecides: true, title: "the path or method of an operation changed", fix: "keep the old path next to the new one for one release"},
	{id: "path-parameter-renamed", wireDecides: true, title: "a path parameter was renamed", fix: "keep the name, or tell users the new name of the Go argument"},
	{id: "operation-id-renamed", level: Breaking, affects: onNames, title: "an operationId changed", fix: "keep the operationId, or tell users the new names of the Go methods",
		oasdiff: []string{"api-operation-id-removed"}},
	{id: "tag-added", level: Compatible, title: "a tag was added"},
	{id: "tag-removed", level: Compatible, title: "a tag was removed"},
	{id: "tag-changed", level: Breaking, affects: onNames, title: "the tag of an operation changed", fix: "keep the tag, or tell users the new names of the Go package and field",
		oasdiff: []string{"api-tag-removed"}},
	{id: "tag-renamed", level: Breaking, affects: onNames, title: "a tag was renamed", fix: "keep the tag, or tell users the new names of the Go package and field"},
	{id: "security-changed", wireDecides: true, title: "a security requirement changed", fix: "accept the old credentials too for one release"},
	{id: "security-scheme-changed", wireDecides: true, title: "a security scheme changed"},
	{id: "servers-changed", wireDecides: true, title: "the list of servers changed", fix: "keep the old server running for one release"},
	{id: "server-removed", wireDecides: true, title: "a server was removed", fix: "keep the old server running for one release"},
	{id: "server-added", wireDecides: true, title: "a server was added"},
	{id: "version-changed", level: Doc, title: "the version of the API changed"},
	{id: "openapi-version-changed", level: Compatible, title: "the OpenAPI version changed"},
	{id: "setting-changed", level: Risky, affects: onNames, title: "a setting of specgen.yaml changed", fix: "keep the setting, or tell the users of the generated code"},
	{id: "setting-changed", variant: "package", level: Breaking, affects: onNames, title: "a package of specgen.yaml changed", fix: "keep the setting, or tell the users of the generated code"},
	{id: "setting-changed", variant: "target", level: Compatible, affects: onNames, title: "a target was added to specgen.yaml"},

	// deprecation
	{id: "deprecation-changed", level: Compatible, affects: onClients, title: "an object is now deprecated, or no longer deprecated", oasdiff: []string{"endpoint-deprecated", "endpoint-reactivated"}},
	{id: "sunset-changed", level: Compatible, affects: onClients, title: "x-sunset changed", oasdiff: []string{"api-sunset-date-changed-too-small", "sunset-deleted"}},
	{id: "sunset-changed", variant: "earlier", level: Breaking, affects: onClients, title: "x-sunset is earlier, or was removed", fix: "keep x-sunset, or set it to a later date"},
	{id: "sunset-too-soon", level: Breaking, affects: onClients, title: "x-sunset is missing, or earlier than --sunset-days allows", fix: "set x-sunset to a later date",
		oasdiff: []string{"api-sunset-date-too-small", "api-deprecated-sunset-missing"}},
	{id: "stability-decreased", level: Breaking, affects: onClients, title: "x-stability-level is now less stable", fix: "keep the stability level", oasdiff: []string{"api-stability-decreased"}},
	{id: "stability-increased", level: Compatible, affects: onClients, title: "x-stability-level is now more stable", oasdiff: []string{"api-stability-increased"}},

	// parameters and bodies
	{id: "parameter-added", wireDecides: true, title: "a parameter was added", fix: optional},
	{id: "parameter-removed", level: Risky, affects: onNames, wireDecides: true, title: "a parameter was removed", fix: keepOne, oasdiff: []string{"request-parameter-removed"}},
	{id: "parameter-renamed", level: Breaking, affects: onNames, wireDecides: true, title: "a parameter was renamed", fix: takeBoth},
	{id: "parameter-renamed", variant: "path", wireDecides: true, title: "the name of a path parameter in components changed"},
	{id: "serialization-changed", wireDecides: true, title: "the serialization of a parameter or of a part of a body changed", fix: "accept both forms for one release"},
	{id: "request-body-changed", wireDecides: true, title: "the request body was added or removed"},
	{id: "media-type-added", wireDecides: true, title: "a media type was added"},
	{id: "media-type-removed", wireDecides: true, title: "a media type was removed", fix: keepOne},
	{id: "media-type-changed", wireDecides: true, title: "a media type was replaced", fix: keepBoth},
	{id: "response-added", wireDecides: true, title: "a response was added", fix: tellFirst, oasdiff: []string{"response-success-status-added"}},
	{id: "response-removed", wireDecides: true, title: "a response was removed", fix: keepOne, oasdiff: []string{"response-success-status-removed"}},
	{id: "header-added", wireDecides: true, title: "a response header was added"},
	{id: "header-removed", wireDecides: true, title: "a response header was removed", fix: keepOne},

	// schemas
	{id: "schema-added", level: Compatible, affects: onNames, title: "a schema was added"},
	{id: "schema-removed", level: Breaking, affects: onNames, title: "a schema was removed", fix: keepOne},
	{id: "schema-renamed", level: Breaking, affects: onNames, wireDecides: true, title: "a schema was renamed", fix: "keep the name, or tell users the new one"},
	{id: "property-added", wireDecides: true, title: "a property was added"},
	{id: "property-added", variant: "required", wireDecides: true, title: "a required property was added", fix: optional},
	{id: "property-added-to-closed", wireDecides: true, title: "a property was added to a closed schema", fix: tellFirst},
	{id: "property-removed", level: Risky, affects: onNames, wireDecides: true, title: "a property was removed", fix: keepOne, oasdiff: []string{"request-property-removed", "response-required-property-removed"}},
	{id: "property-renamed", level: Breaking, affects: onNames, wireDecides: true, title: "a property was renamed", fix: "keep the old name next to the new one and mark it deprecated for one release"},
	{id: "properties-moved", level: Compatible, affects: onNames, wireDecides: true, title: "properties moved into allOf or out of it"},
	{id: "member-required", wireDecides: true, title: "an optional member is now required", fix: optional},
	{id: "member-optional", wireDecides: true, title: "a required member is now optional", fix: "continue to send it: readers expect it"},
	{id: "required-changed", wireDecides: true, title: "required of a parameter, header or request body changed", fix: optional},
	{id: "type-changed", wireDecides: true, title: "a type changed", fix: "add a new member of the new type instead"},
	{id: "format-changed", wireDecides: true, title: "a format changed", fix: "add a new member of the new format instead"},
	{id: "nullable-changed", wireDecides: true, title: "null is now valid, or no longer valid"},
	{id: "nullable-changed", variant: "valid", wireDecides: true, title: "null is now valid", fix: "tell users before a server sends null"},
	{id: "nullable-changed", variant: "invalid", wireDecides: true, title: "null is no longer valid", fix: "accept null for one release"},
	{id: "nullable-changed", variant: "valid reference", level: Risky, affects: onNames, wireDecides: true, title: "null is now valid next to a reference", fix: "tell users before a server sends null"},
	{id: "nullable-changed", variant: "invalid reference", level: Risky, affects: onNames, wireDecides: true, title: "null is no longer valid next to a reference", fix: "accept null for one release"},
	{id: "nullable-moved", level: Risky, affects: onNames, wireDecides: true, title: "nullable moved next to $ref, where OpenAPI 3.0 ignores it, or away from it"},
	{id: "reference-changed", level: Risky, affects: onNames, wireDecides: true, title: "a schema was replaced with another one"},
	{id: "reference-changed", variant: "equal", level: Compatible, affects: onNames, wireDecides: true, title: "a schema was replaced with an equal one"},
	{id: "reference-changed", variant: "other", wireDecides: true, title: "a reference to another kind of object changed"},
	{id: "branch-added", wireDecides: true, title: "members of allOf, anyOf or oneOf were added"},
	{id: "branch-removed", level: Risky, affects: onNames, wireDecides: true, title: "members of allOf, anyOf or oneOf were removed"},
	{id: "discriminator-changed", wireDecides: true, title: "a discriminator changed", fix: keepBoth},
	{id: "discriminator-changed", variant: "property", wireDecides: true, title: "the property of a discriminator changed", fix: "send and accept both properties for one release"},
	{id: "discriminator-changed", variant: "value", wireDecides: true, title: "a value of a discriminator was added", fix: tellFirst},
	{id: "additional-properties-changed", wireDecides: true, title: "additionalProperties changed", fix: "accept the old properties for one release"},
	{id: "access-changed", wireDecides: true, title: "readOnly or writeOnly changed"},
	{id: "default-changed", wireDecides: true, title: "a default changed", fix: "tell users that requests without the value now have another meaning"},
	{id: "pattern-changed", wireDecides: true, title: "a pattern changed", fix: "keep the pattern, or tell users the new one"},
	{id: "limit-changed", wireDecides: true, title: "a limit changed", fix: "keep the limit, or tell users the new one"},
	{id: "keyword-changed", wireDecides: true, title: "a schema keyword without an ID of its own changed"},
	{id: "values-changed", wireDecides: true, title: "the list of values changed", fix: "keep the values, or tell users the new ones"},

	// enums
	{id: "enum-member-added", level: Compatible, affects: onNames, wireDecides: true, title: "an enum member was added", fix: "tell users before a server sends it, because their programs do not know it"},
	{id: "enum-member-removed", level: Breaking, affects: onNames, wireDecides: true, title: "an enum member was removed", fix: "keep it and mark it in x-enum-deprecated",
		oasdiff: []string{"request-property-enum-value-removed", "request-parameter-enum-value-removed", "request-body-enum-value-removed"}},
	{id: "enum-member-removed", variant: "number", level: Breaking, affects: onNames, wireDecides: true, title: "an enum member with a number was removed", fix: "keep it and mark it in x-enum-deprecated, or reserve its name and number in x-enum-reserved"},
	{id: "enum-member-renamed", level: Breaking, affects: onNames, title: "an enum member was renamed", fix: "keep the name, or tell users the new name of the Go constant"},
	{id: "enum-member-named", level: Breaking, affects: onNames, title: "an enum member without a name now has one", fix: "keep the name, or tell users the new name of the Go constant"},
	{id: "enum-member-unnamed", level: Breaking, affects: onNames, title: "an enum member no longer has a name", fix: "keep the name, or tell users the new name of the Go constant"},
	{id: "enum-member-renumbered", level: Breaking, affects: onNames, wireDecides: true, title: "the number of an enum member changed", fix: "keep the number and add a new member"},
	{id: "enum-members-swapped", level: Breaking, affects: onNames, wireDecides: true, title: "enum members swapped their numbers", fix: "restore the names and numbers"},
	{id: "enum-reordered", level: Compatible, affects: onNames, title: "the order of enum members changed"},
	{id: "enum-reserved-reused", level: Breaking, affects: onNames, wireDecides: true, title: "a new enum member has a reserved name or number", fix: "give it another name and number"},
	{id: "enum-names-shortened", level: Breaking, affects: onNames, title: "an enum now has fewer names than values", fix: "add a name for each value"},
	{id: "enum-names-completed", level: Compatible, affects: onNames, title: "an enum now has a name for each value"},
	{id: "enum-name-duplicated", level: Breaking, affects: onNames, title: "a name of an enum is now duplicated", fix: "use a different name for each value"},
	{id: "enum-flags-changed", level: Breaking, affects: onNames, title: "x-enum-flags changed", fix: "add a new enum instead"},
	{id: "reserved-changed", level: Compatible, affects: onNames, title: "x-enum-reserved changed"},

	// Go
	{id: "go-name-changed", level: Breaking, affects: onNames, title: "x-go-name changed", fix: "keep the Go name, or tell users the new one"},
	{id: "go-type-changed", level: Breaking, affects: onNames, title: "x-go-type changed", fix: "keep the Go type, or tell users the new one"},
	{id: "go-api-changed", level: Breaking, affects: onNames, title: "the generated Go code changed, and no edit explains it", fix: "check the Go identifiers that the entry lists"},
	{id: "go-not-generated", level: Breaking, affects: onNames, title: "no Go code can be generated for head", fix: "run specgen generate on that side and fix the reported errors"},
	{id: "go-not-generated", variant: "base", level: Risky, affects: onNames, title: "no Go code can be generated for base", fix: "run specgen generate on that side and fix the reported errors"},
	{id: "go-not-checked", level: Risky, affects: onNames, title: "the generated Go code has type errors on both sides", fix: "run specgen generate and fix the reported errors"},

	// documentation and others
	{id: "wire-changed", wireDecides: true, title: "the messages changed, and no edit explains it", fix: "check the witness"},
	{id: "documentation-changed", level: Doc, title: "a description, summary or title changed"},
	{id: "example-changed", level: Doc, title: "an example changed"},
	{id: "evidence-changed", level: Doc, title: "x-evidence changed"},
	{id: "availability-changed", level: Compatible, title: "x-since, x-until or x-open changed"},
	{id: "extension-changed", level: Doc, title: "an extension without an ID of its own changed"},
	{id: "field-changed", level: Risky, affects: onClients, title: "a field without an ID of its own changed"},
	{id: "spec-not-loaded", level: Breaking, affects: onClients | onNames, title: "head does not load, so nothing is compared", fix: "run specgen lint on that side and fix the reported errors"},
	{id: "spec-not-loaded", variant: "base", level: Risky, affects: onClients | onNames, title: "base does not load, so nothing is compared", fix: "run specgen lint on that side and fix the reported errors"},
}

// others lists kinds of objects with change IDs that are not in classes. The ID of an added link, for example, is link-added.
var others = []string{
	"callback", "callback-url", "definition", "encoding", "example", "header", "link", "path-item", "pattern-property", "request-body", "security-scheme", "variable", "webhook",
}

// classByID returns, by ID, the classes without a variant, including those for the kinds of objects in others.
var classByID = sync.OnceValue(func() map[string]class {
	all := map[string]class{}
	for _, noun := range others {
		text := strings.ReplaceAll(noun, "-", " ")
		for _, c := range []class{
			{id: noun + "-added", wireDecides: true, title: "a " + text + " was added"},
			{id: noun + "-removed", wireDecides: true, title: "a " + text + " was removed", fix: keepOne},
			{id: noun + "-renamed", wireDecides: true, title: "a " + text + " was renamed"},
		} {
			all[c.id] = c
		}
	}
	for _, c := range classes {
		if c.variant == "" {
			all[c.id] = c
		}
	}
	return all
})

// classOf returns the class of a change ID. An unknown ID is breaking for wire clients.
func classOf(id string) class {
	if c, ok := classByID()[id]; ok {
		return c
	}
	return class{id: id, level: Breaking, affects: onClients, title: strings.ReplaceAll(id, "-", " ")}
}

// variantOf returns the class of a change ID for a variant. If classes does not have the variant, variantOf returns the class of the ID. For the
// variant "component", it makes that class compatible and leaves out its audiences.
func variantOf(id, variant string) class {
	for _, c := range classes {
		if c.id == id && c.variant == variant {
			return c
		}
	}
	c := classOf(id)
	if variant == "component" { // users refer to schemas by name, but not to other components
		c.level, c.affects, c.wireDecides = Compatible, 0, false
	}
	return c
}
