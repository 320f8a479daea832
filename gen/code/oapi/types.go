package oapi

import (
	"strings"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/rasapi/specgen/gen/names"
)

// TypePattern is the regular expression that each entry of [Options.Types] must match.
const TypePattern = `^(string|integer|number|boolean)(/[A-Za-z0-9._-]+)?=([A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*\.)?[A-Za-z][A-Za-z0-9_]*$`

// typeMapping returns the Go types of scalars, by type and format, that replace the defaults of oapi-codegen. An entry in types replaces a default.
//
// For a number without a known format, the Go type is float64. oapi-codegen uses float32, which loses digits of most amounts and measures. Strings
// with format uuid, email or duration have the type string, and dates have the type rest.Date. A binary string in JSON has the type []byte, which
// encoding/json encodes like the type File of oapi-codegen. An integer of format uint8 has the type uint16, because encoding/json encodes a []uint8
// as a string.
func typeMapping(types []string) *codegen.TypeMapping {
	m := &codegen.TypeMapping{
		Number: codegen.FormatMapping{Default: codegen.SimpleTypeSpec{Type: "float64"}, Formats: map[string]codegen.SimpleTypeSpec{}},
		String: codegen.FormatMapping{Formats: map[string]codegen.SimpleTypeSpec{
			"uuid": {Type: "string"}, "email": {Type: "string"}, "duration": {Type: "string"}, "date": {Type: "rest.Date"}, "binary": {Type: "[]byte"},
		}},
		Integer: codegen.FormatMapping{Formats: map[string]codegen.SimpleTypeSpec{"uint8": {Type: "uint16"}}},
		Boolean: codegen.FormatMapping{Formats: map[string]codegen.SimpleTypeSpec{}},
	}
	byType := map[string]*codegen.FormatMapping{"string": &m.String, "integer": &m.Integer, "number": &m.Number, "boolean": &m.Boolean}
	for _, entry := range types {
		source, goType, _ := strings.Cut(entry, "=")
		schemaType, format, _ := strings.Cut(source, "/")
		path, name := splitType(goType)
		if path != "" {
			name = names.Package(path) + "." + name
		}
		switch of := byType[schemaType]; {
		case of == nil:
		case format == "":
			of.Default = codegen.SimpleTypeSpec{Type: name}
		default:
			of.Formats[format] = codegen.SimpleTypeSpec{Type: name}
		}
	}
	return m
}

// typeImports returns the import paths in types, by the package name that [typeMapping] uses.
func typeImports(types []string) map[string]string {
	imports := map[string]string{}
	for _, entry := range types {
		_, goType, _ := strings.Cut(entry, "=")
		if path, _ := splitType(goType); path != "" {
			imports[names.Package(path)] = path
		}
	}
	return imports
}

// splitType returns the import path and the name of a Go type such as "github.com/google/uuid.UUID". The path of a predeclared type is "".
func splitType(goType string) (path, name string) {
	i := strings.LastIndexByte(goType, '.')
	return goType[:max(i, 0)], goType[i+1:]
}
