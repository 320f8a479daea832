package lint

import (
	"errors"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// locate unwraps an error of kin-openapi. It returns the path of the field that the error is about, relative to the object that kin-openapi
// validated, and the error about this field.
func locate(err error) ([]string, error) {
	var tokens []string
	for {
		switch e := err.(type) {
		case *openapi3.SectionValidationError:
			if e.Section == "external docs" {
				tokens = append(tokens, "externalDocs")
			}
			err = e.Cause
		case *openapi3.SecuritySchemeFlowValidationError:
			tokens, err = append(tokens, "flows"), e.Cause
		case *openapi3.OAuthFlowValidationError:
			tokens, err = append(tokens, e.FlowKind), e.Cause
		case *openapi3.OAuthFlowFieldValidationError:
			return append(tokens, e.Field), err
		case *openapi3.ParameterFieldValidationError:
			err = e.Cause
		case *openapi3.HeaderFieldValidationError:
			err = e.Cause
		case *openapi3.TagValidationError:
			err = e.Cause
		case *openapi3.ExternalDocsURLValidationError:
			return append(tokens, "url"), err
		default:
			return append(tokens, fieldOf(err)...), err
		}
		if err == nil {
			return tokens, errors.New("the value is not valid")
		}
	}
}

// fieldOf returns the path of the field that an error is about. It returns nil if the error is about the whole object or a missing field, or has an
// unknown type. For a missing field of the license, it returns the path of the license.
func fieldOf(err error) []string {
	switch e := err.(type) {
	case *openapi3.RequiredFieldError:
		switch {
		case strings.HasPrefix(e.Field, "license."):
			return []string{"license"}
		case e.Field == "info.title", e.Field == "info.version", e.Field == "responses":
			return nil
		}
	case *openapi3.ForbiddenFieldError:
		return []string{e.Field}
	case *openapi3.MutuallyExclusiveFieldsError:
		if e.Field1 != "boolean schema" {
			return []string{e.Field2}
		}
	case *openapi3.SchemaBothFormsExclusive:
		return []string{e.Field}
	case *openapi3.FieldVersionMismatchError:
		if e.Field != "boolean schema" {
			return []string{e.Field}
		}
	case *openapi3.SchemaTypeError, *openapi3.InvalidSecuritySchemeTypeError:
		return []string{"type"}
	case *openapi3.SchemaPatternRegexError:
		return []string{"pattern"}
	case *openapi3.DuplicateRequiredFieldError:
		return []string{"required"}
	case *openapi3.InvalidParameterInError, *openapi3.APIKeyInInvalidError:
		return []string{"in"}
	case *openapi3.InvalidHTTPSchemeError:
		return []string{"scheme"}
	case *openapi3.InvalidEncodingContentTypeError:
		return []string{"contentType"}
	case *openapi3.InvalidSerializationMethodError:
		return []string{"style"}
	case *openapi3.ServerURLTemplateError:
		return []string{"url"}
	case *openapi3.SingleEntryContentError:
		return []string{"content"}
	case *openapi3.ContentKeysOverlapError:
		return []string{"content", e.Key}
	}
	return nil
}
