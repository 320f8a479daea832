package oapi

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// Rules returns the rule not-generated. Other packages declare the rules of the other findings that this package reports.
func Rules() []report.Rule {
	return []report.Rule{{
		ID: "not-generated", Stage: "generate", Title: "oapi-codegen can generate each schema and operation",
		Why: "oapi-codegen rejects some valid documents, such as a document with an allOf of two types. The errors of oapi-codegen have no position.\n" +
			"specgen therefore generates parts of the document to find the schema or the operation.",
		Bad:  "allOf:\n  - {type: integer}\n  - {type: object, properties: {id: {type: string}}}",
		Good: "type: object\nproperties: {id: {type: string}}",
		Fix:  "Change the schema or the operation. The message contains the error of oapi-codegen.",
	}}
}

// refusals is an error that lists the parts of a document that cannot be generated.
type refusals report.List

func (r refusals) Error() string {
	return fmt.Sprintf("%s of the document cannot be generated", report.Plural(len(r), "part"))
}

// refusal returns the finding for a part that oapi-codegen rejects.
func (g *generator) refusal(pointer string, err error) report.Finding {
	reason := err.Error()
	for strings.HasPrefix(reason, "error ") { // oapi-codegen writes the names of its steps before the reason
		_, rest, found := strings.Cut(reason, ": ")
		if !found {
			break
		}
		reason = rest
	}
	return report.Finding{
		Rule: "not-generated", Pos: g.spec.KeyPosition(pointer), Pointer: pointer,
		Message: "oapi-codegen rejects this part: " + reason + "; change it",
	}
}

// refusedModels returns an error that lists the component schemas that oapi-codegen rejects. err is the error of oapi-codegen for all schemas.
func (g *generator) refusedModels(ctx context.Context, models *openapi3.T, err error) error {
	names := slices.Sorted(maps.Keys(models.Components.Schemas))
	return g.refused(ctx, names, err, func(part []string) error {
		some := &openapi3.T{OpenAPI: models.OpenAPI, Info: models.Info, Paths: openapi3.NewPaths(), Components: &openapi3.Components{Schemas: openapi3.Schemas{}}}
		for _, name := range part {
			some.Components.Schemas[name] = models.Components.Schemas[name]
		}
		_, err := generate(some, g.configuration(codegen.GenerateOptions{Models: true}))
		return err
	}, func(name string) string { return g.prepared.at[name] })
}

// refusedOperations returns an error that lists the operations that oapi-codegen rejects. err is the error of oapi-codegen for all operations.
func (g *generator) refusedOperations(ctx context.Context, operations *openapi3.T, err error) error {
	var names []string
	for _, op := range g.spec.Operations() {
		names = append(names, op.Method+" "+op.Path)
	}
	return g.refused(ctx, names, err, func(part []string) error {
		some := &openapi3.T{OpenAPI: operations.OpenAPI, Info: operations.Info, Paths: openapi3.NewPaths(), Components: operations.Components}
		for _, name := range part {
			method, path, _ := strings.Cut(name, " ")
			from := operations.Paths.Value(path)
			if from == nil || from.GetOperation(method) == nil {
				continue
			}
			item := some.Paths.Value(path)
			if item == nil {
				item = &openapi3.PathItem{Parameters: from.Parameters}
				some.Paths.Set(path, item)
			}
			item.SetOperation(method, from.GetOperation(method))
		}
		_, err := generate(some, g.configuration(codegen.GenerateOptions{Client: true}))
		return err
	}, func(name string) string {
		method, path, _ := strings.Cut(name, " ")
		return oas.Pointer("paths", path, strings.ToLower(method))
	})
}

// refused returns an error that lists the parts that oapi-codegen rejects. It calls try for each half of the parts, and divides a rejected half again
// until single parts remain. If no single part is rejected, the error contains one finding for the whole document. If ctx is canceled, refused
// returns the error of ctx.
func (g *generator) refused(ctx context.Context, names []string, err error, try func(part []string) error, pointer func(name string) string) error {
	var found refusals
	var search func(part []string, err error)
	search = func(part []string, err error) {
		if len(part) == 1 {
			found = append(found, g.refusal(pointer(part[0]), err))
			return
		}
		for _, half := range [][]string{part[:len(part)/2], part[len(part)/2:]} {
			if ctx.Err() != nil || len(half) == 0 {
				return
			}
			if err := try(half); err != nil {
				search(half, err)
			}
		}
	}
	if len(names) > 0 {
		search(names, err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if len(found) == 0 {
		found = refusals{g.refusal("", err)}
	}
	return found
}
