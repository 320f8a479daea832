package render

import (
	"strings"

	"github.com/rasapi/specgen/gen/code/ir"
)

// arguments returns the parameters of a client's method between ctx and opts. A comma precedes each parameter.
func arguments(o *ir.Operation) string {
	var b strings.Builder
	for _, p := range o.PathParams {
		b.WriteString(", " + p.Var + " " + goType(p.Type))
	}
	if len(o.Params()) > 0 {
		b.WriteString(", params " + o.Name + "Params")
	}
	switch body := o.Body; {
	case body == nil:
	case body.Kind == "multipart":
		b.WriteString(", form " + o.Name + "Form")
	case body.Kind == "stream" && body.Media == "":
		b.WriteString(", contentType string, body io.Reader")
	case body.Kind == "stream":
		b.WriteString(", body io.Reader")
	default:
		b.WriteString(", body " + bodyType(body))
	}
	return b.String()
}

// handlerArguments returns the parameter list in the signature of a handler's method. If named is false, it returns only the types.
func handlerArguments(o *ir.Operation, named bool) string {
	var list []string
	parameter := func(name, typ string) {
		if named {
			typ = name + " " + typ
		}
		list = append(list, typ)
	}
	parameter("ctx", "context.Context")
	for _, p := range o.PathParams {
		parameter(p.Var, goType(p.Type))
	}
	if len(o.Params()) > 0 {
		parameter("params", o.Name+"Params")
	}
	if body := o.Body; body != nil {
		switch body.Kind {
		case "multipart":
			parameter("body", "*multipart.Reader")
		case "stream":
			if body.Media == "" {
				parameter("contentType", "string")
			}
			parameter("body", "io.Reader")
		default:
			parameter("body", bodyType(body))
		}
	}
	return strings.Join(list, ", ")
}

// bodyType returns the Go type of a body that is neither a multipart form nor a stream.
func bodyType(body *ir.Body) string {
	if body.Pointer {
		return "*" + goType(body.Type)
	}
	return goType(body.Type)
}

// handlerResults returns the result list in the signature of a handler's method. If named is true and there are two results, they have the names out
// and err.
func handlerResults(o *ir.Operation, named bool) string {
	var out string
	switch {
	case o.Typed:
		out = o.Name + "Result"
	case o.Success.Stream:
		out = "*rest.File"
	case o.Success.Type != "":
		out = goType(o.Success.Type)
	default:
		return "error"
	}
	if named {
		return "(out " + out + ", err error)"
	}
	return "(" + out + ", error)"
}
