package render

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/gen/code/ir"
)

// resultTypes returns the declarations of the result types of a handler: an interface, and a struct for each final response. If o.Typed is false,
// resultTypes returns "".
func resultTypes(o *ir.Operation) string {
	if !o.Typed {
		return ""
	}
	var types strings.Builder
	var alternatives []string
	for _, r := range o.FinalResults() {
		alternatives = append(alternatives, o.Name+r.Status)
		types.WriteString(resultType(o, r))
	}
	doc := fmt.Sprintf("%sResult is the response to %s: %s.", o.Name, o.Name, joinOr(alternatives))
	return "\n" + docComment(doc) + formatted(fmt.Sprintf("type %sResult interface {\nwrite%s(w http.ResponseWriter) error\n}\n", o.Name, o.Name)) + types.String()
}

// resultType returns the declarations of the struct for a response and of the method that writes the response.
func resultType(o *ir.Operation, r ir.Result) string {
	name := o.Name + r.Status
	var fields, write strings.Builder
	fmt.Fprintf(&write, "func (v %s) write%s(w http.ResponseWriter) error {\nreply := protocol.Reply{", name, o.Name)
	if r.Max > 0 {
		usual, but := "required", ""
		fmt.Fprintf(&write, "Status: v.Status, Min: %d, Max: %d", r.Min, r.Max)
		if r.Usual > 0 {
			usual = "0 means " + strconv.Itoa(r.Usual)
			fmt.Fprintf(&write, ", Usual: %d", r.Usual)
		}
		if len(r.Except) > 0 {
			but = " except " + strings.Trim(fmt.Sprint(r.Except), "[]")
			fmt.Fprintf(&write, ", Except: %#v", r.Except)
		}
		fmt.Fprintf(&fields, "\tStatus int // %d to %d%s; %s\n", r.Min, r.Max, but, usual)
	} else {
		fmt.Fprintf(&write, "Status: %d", r.Code)
	}
	write.WriteString("}\n")
	for _, h := range r.Headers {
		write.WriteString(setHeader(h) + "\n")
	}
	fields.WriteString(resultBody(r, &write))
	for _, h := range r.Headers {
		fields.WriteString(headerField(h))
	}
	declaration := "type " + name + " struct{}\n"
	if fields.Len() > 0 {
		declaration = structure(name, fields.String(), r.Secrets)
	}
	doc := fmt.Sprintf("%s is the response to %s with %s.\n\n%s", name, o.Name, statusText(r), sentence(r.Description))
	return "\n" + docComment(doc) + declaration + "\n" + formatted(write.String())
}

// resultBody returns the fields for the body of a response. It also appends the last statements of the write method to the builder.
func resultBody(r ir.Result, write *strings.Builder) string {
	media := ""
	if len(r.Produces) > 0 && !strings.Contains(r.Produces[0], "*") {
		media = r.Produces[0]
	}
	if r.Stream {
		fmt.Fprintf(write, "return reply.File(w, %q, v.File)\n}\n", media)
		return "\tFile *rest.File // required\n"
	}
	if r.Type == "" {
		write.WriteString("return reply.Nothing(w)\n}\n")
		return ""
	}
	fields, value := "\tJSON "+r.HandlerType()+"\n", "v.JSON"
	if r.Media != "" {
		first, _, _ := strings.Cut(r.Media, ", ")
		if strings.Contains(first, "*") {
			first = "" // the handler chooses the media type
		}
		fmt.Fprintf(write, "if v.File != nil {\nreturn reply.File(w, %q, v.File)\n}\n", first)
		fields += comment("File, if not nil, is the body instead of JSON. Its media type is "+r.Media+".", "\t") + "\tFile *rest.File\n"
	}
	if r.Null && r.Nil {
		value = "&v.JSON"
	}
	fmt.Fprintf(write, "return reply.JSON(w, %q, %s)\n}\n", media, value)
	return fields
}

// headerField returns the field for a header of a response.
func headerField(h ir.Param) string {
	pointer, required := "", ""
	if h.Pointer {
		pointer = "*"
	}
	if h.Required {
		required = ", required"
	}
	return documented(h.Doc, h.Reason, "\t") + fmt.Sprintf("\t%s %s%s // header %s%s\n", h.Field, pointer, h.Type, h.Name, required)
}

// setHeader returns Go code that adds a header to a reply.
func setHeader(h ir.Param) string {
	value := "v." + h.Field
	switch {
	case h.StyleOf != nil && h.Codec != "":
		return fmt.Sprintf("reply.SetStyle(%s, protocol.List(%s, protocol.%sText))", style(*h.StyleOf), value, h.Codec)
	case h.StyleOf != nil:
		return fmt.Sprintf("reply.SetStyle(%s, %s)", style(*h.StyleOf), value)
	}
	pointer := "&" + value
	if h.Pointer {
		pointer = value
	}
	call := fmt.Sprintf("protocol.SetHeader(&reply, %q, %t, %s, protocol.%sText)", h.Name, h.Required, pointer, h.Codec)
	if h.NilCheck && !h.Pointer {
		return "if " + value + " != nil {\n" + call + "\n}"
	}
	return call
}

// headerMethods returns the methods of a client's result type that return the headers of the response.
func headerMethods(o *ir.Operation) string {
	var methods strings.Builder
	for _, h := range o.ResultHeaders {
		doc := h.Field + " returns the header " + h.Name
		if len(h.Statuses) < len(o.Results) {
			doc += " of a response with status " + joinOr(h.Statuses)
		}
		if h.Required {
			doc += ". It returns an error if the header is missing or not valid."
		} else {
			doc += ", or nil if the header is missing. It returns an error if the header is not valid."
		}
		doc += "\n\n" + sentence(h.Doc)
		if h.Reason != "" {
			doc += "\n\nDeprecated: " + h.Reason
		}
		pointer := ""
		if h.Pointer {
			pointer = "*"
		}
		methods.WriteString("\n" + docComment(doc) + formatted(fmt.Sprintf("func (r %sResult) %s() (v %s%s, err error) {\nerr = %s\nreturn v, err\n}\n",
			o.Name, h.Field, pointer, h.Type, bind(h.Param, "protocol.ResponseHeader(r.Response)", "v"))))
	}
	return methods.String()
}

// statusText returns the text for the status of a response, such as "status 200" or "a status of 200 to 299".
func statusText(r ir.Result) string {
	if r.Max > 0 {
		return fmt.Sprintf("a status of %d to %d", r.Min, r.Max)
	}
	return "status " + r.Status
}

// joinOr returns a list in words, such as "A", "A or B" or "A, B or C".
func joinOr(list []string) string {
	last := len(list) - 1
	if last == 0 {
		return list[0]
	}
	return strings.Join(list[:last], ", ") + " or " + list[last]
}
