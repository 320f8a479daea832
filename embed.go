// Package specgen embeds the OpenAPI description of the Parallels RAS REST API. Command specgen reads the description for `spec: ras@v21` in
// specgen.yaml. Programs can read it from the variable [Files]. The package declares nothing else. The Go client and server are in generated/.
package specgen

import "embed"

// Files contains the files of the description, its lint configuration, and the specgen.yaml that lists the initialisms of Go names. The root file is
// spec/openapi.yaml.
//
//go:embed specgen.yaml spec/openapi.yaml spec/lint.yaml spec/parameters.yaml spec/responses.yaml spec/paths/*.yaml spec/schemas/*.yaml
var Files embed.FS
