package gen

import (
	"errors"
	"go/types"
	"slices"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// missingImports returns a finding for each x-go-type-import that is in imports and that importer cannot import. imports contains the imports of the
// generated code. The findings have no pointer, because [Build] must not leave out types only because a module is missing.
func missingImports(s *spec.Spec, imports []string, importer types.Importer) (found report.List) {
	for _, kind := range []oas.Kind{oas.Schema, oas.Parameter} {
		for _, o := range s.Model().Objects(kind) {
			path := o.Node.Get("x-go-type-import").Get("path").Text()
			if path == "" || !slices.Contains(imports, path) {
				continue
			}
			if _, err := importer.Import(path); err != nil && !errors.Is(err, errors.ErrUnsupported) {
				found = append(found, report.Finding{
					Rule: "missing-dependency", Pos: s.Position(o.Pointer() + oas.Pointer("x-go-type-import", "path")),
					Message: "the generated code cannot import this package: " + err.Error() + "; correct the path, or add its module with go get",
				})
			}
		}
	}
	return found
}

// goTypeAt returns the x-go-type of the object at a pointer, or of the schema of this object, or "" if there is none.
func goTypeAt(s *spec.Spec, pointer string) string {
	n := s.At(pointer)
	for _, n := range []*oas.Node{n, n.Get("schema")} {
		if text := n.Get("x-go-type").Text(); text != "" {
			return text
		}
	}
	return ""
}
