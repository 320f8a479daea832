// Package specgen carries the description of the Parallels RAS REST API as this repository has it, so that a program, and the command of
// the same name, can use it without a copy: `spec: ras@v21` in a specgen.yaml is this one. The Go client and server made from it are
// in generated/; this package is data alone.
package specgen

import "embed"

// Files holds specgen.yaml, which names the words that keep their capitals, and the files of the description: the root is
// spec/openapi.yaml. It is not changed.
//
//go:embed specgen.yaml spec/openapi.yaml spec/lint.yaml spec/parameters.yaml spec/responses.yaml spec/paths/*.yaml spec/schemas/*.yaml
var Files embed.FS
