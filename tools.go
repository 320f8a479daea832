//go:build tools

package specgen

import (
	_ "github.com/dave/jennifer/jen"
	_ "github.com/getkin/kin-openapi/openapi3"
	_ "github.com/go-chi/chi/v5"
	_ "github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
	_ "github.com/oapi-codegen/runtime"
	_ "github.com/oapi-codegen/runtime/types"
	_ "github.com/oasdiff/oasdiff/checker"
	_ "github.com/oasdiff/oasdiff/diff"
	_ "github.com/rogpeppe/go-internal/testscript"
	_ "github.com/rogpeppe/go-internal/txtar"
	_ "github.com/santhosh-tekuri/jsonschema/v6"
	_ "github.com/spf13/cobra"
	_ "go.yaml.in/yaml/v4"
	_ "golang.org/x/exp/apidiff"
	_ "golang.org/x/term"
	_ "golang.org/x/text/unicode/norm"
)
