package render

import (
	_ "embed"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"unicode/utf8"

	"github.com/rasapi/specgen/gen/code/ir"
)

//go:embed client.tmpl
var clientTemplate string

//go:embed server.tmpl
var serverTemplate string

//go:embed client_facade.tmpl
var clientFacadeTemplate string

//go:embed server_facade.tmpl
var serverFacadeTemplate string

//go:embed server_facade_std.tmpl
var stdFacadeTemplate string // the part of the server's facade that depends on http.ServeMux

// functions returns the functions that the templates call.
func functions() template.FuncMap {
	return template.FuncMap{
		"comment":          comment,
		"documented":       documented,
		"handler":          func(o *ir.Operation) string { return comment(operationText(o, "serves"), "\t") },
		"sentence":         sentence,
		"method":           func(o *ir.Operation) string { return docComment(operationText(o, "calls")) },
		"params":           paramsStruct,
		"form":             formStruct,
		"responses":        resultTypes,
		"headers":          headerMethods,
		"redacted":         redacted,
		"gofmt":            goType,
		"style":            style,
		"quote":            strconv.Quote,
		"indent":           func(indent, text string) string { return strings.ReplaceAll(text, "\n", "\n"+indent) },
		"line":             func(c string) string { return strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(c), "//")) },
		"arguments":        arguments,
		"handlerArguments": handlerArguments,
		"handlerResults":   handlerResults,
		"add":              add,
		"bind":             bind,
		"pathText":         pathText,
		"pathExpr":         pathExpression,
		"segment":          func(p ir.Param) string { return segment(p, true) },
		"scheme":           scheme,
		"security":         security,
	}
}

// documented returns a text as a comment. If reason is not "", it becomes a separate paragraph about the deprecation.
func documented(text, reason, indent string) string {
	if reason != "" {
		text += "\n\nDeprecated: " + reason
	}
	return comment(text, indent)
}

// operationText returns the comment of an operation's method: the line that [summary] returns, the description, the method and path with the
// evidence, and the deprecation. If there is neither a summary nor evidence, only the first line contains the method and path. defaultVerb is the
// verb in the comment of an operation without a summary.
func operationText(o *ir.Operation, defaultVerb string) string {
	text := summary(o, defaultVerb) + "\n\n" + strings.TrimSpace(o.Description)
	switch {
	case o.Evidence != "":
		text += "\n\n" + o.Method + " " + o.Path + " (" + o.Evidence + ")"
	case o.Summary != "":
		text += "\n\n" + o.Method + " " + o.Path
	}
	if o.Reason != "" {
		text += "\n\nDeprecated: " + o.Reason
	}
	return text
}

// add returns Go code that adds a parameter to a request of a client. in is "Query", "Header" or "Cookie".
func add(in string, p ir.Param) string {
	field := "params." + p.Field
	switch {
	case p.StyleOf != nil && p.Codec != "":
		return fmt.Sprintf("protocol.Style%s(&req, %s, protocol.List(%s, protocol.%sText))", in, style(*p.StyleOf), field, p.Codec)
	case p.StyleOf != nil:
		return fmt.Sprintf("protocol.Style%s(&req, %s, %s)", in, style(*p.StyleOf), field)
	case p.Reserved:
		in = "Reserved"
	}
	value := "&" + field
	if p.Pointer {
		value = field
	}
	call := fmt.Sprintf("protocol.Add%s(&req, %q, %s, protocol.%sText)", in, p.Name, value, p.Codec)
	if p.NilCheck && !p.Pointer {
		return "if " + field + " != nil {\n\t\t" + call + "\n\t}"
	}
	return call
}

// bind returns a Go expression of type error that decodes a parameter in a server, or a response header in a client. source is the expression for the
// protocol.Source, and target is the expression for the variable.
func bind(p ir.Param, source, target string) string {
	switch {
	case p.StyleOf != nil && p.Codec != "":
		return fmt.Sprintf("protocol.BindList(%s, %s, &%s, protocol.Parse%s)", source, style(*p.StyleOf), target, p.Codec)
	case p.StyleOf != nil:
		others := ""
		for _, name := range p.Others {
			others += ", " + strconv.Quote(name)
		}
		return fmt.Sprintf("protocol.Bind(%s, %s, &%s%s)", source, style(*p.StyleOf), target, others)
	case p.Pointer:
		return fmt.Sprintf("protocol.Optional(%s, %q, &%s, protocol.Parse%s)", source, p.Name, target, p.Codec)
	}
	return fmt.Sprintf("protocol.Value(%s, %q, %t, &%s, protocol.Parse%s)", source, p.Name, p.Required, target, p.Codec)
}

// pathText returns Go code for the escaped text of a path parameter whose fields Integer and Plain are false.
func pathText(p ir.Param) string {
	switch {
	case p.StyleOf != nil && p.Codec != "":
		return fmt.Sprintf("protocol.StylePath(&req, %s, protocol.List(%s, protocol.%sText))", style(*p.StyleOf), p.Var, p.Codec)
	case p.StyleOf != nil:
		return fmt.Sprintf("protocol.StylePath(&req, %s, %s)", style(*p.StyleOf), p.Var)
	}
	return fmt.Sprintf("protocol.PathSegment(&req, %q, %s, protocol.%sText)", p.Name, p.Var, p.Codec)
}

// style returns Go code for a style.
func style(s ir.Style) string {
	var b strings.Builder
	fmt.Fprintf(&b, "protocol.Style{Name: %q", s.Name)
	text := func(key, value string) {
		if value != "" {
			fmt.Fprintf(&b, ", %s: %q", key, value)
		}
	}
	flag := func(key string, value bool) {
		if value {
			fmt.Fprintf(&b, ", %s: true", key)
		}
	}
	text("Style", s.Style)
	flag("Explode", s.Explode)
	flag("Required", s.Required)
	flag("Reserved", s.Reserved)
	text("Kinds", s.Kinds)
	text("Items", s.Items)
	return b.String() + "}"
}

// paramsStruct returns the declaration of the params struct of an operation, and the methods that redact its secrets.
func paramsStruct(o *ir.Operation) string {
	params := o.Params()
	docs := make([]string, len(params))
	for i, p := range params {
		docs[i] = documented(p.Doc, p.Reason, "\t")
	}
	var fields strings.Builder
	width := 0 // width of the column with the names of the fields
	for i, p := range params {
		if i == 0 || docs[i] != "" { // a comment starts a new column
			width = 0
			for j := i; j < len(params) && (j == i || docs[j] == ""); j++ {
				width = max(width, utf8.RuneCountInString(params[j].Field))
			}
		}
		pointer := ""
		if p.Pointer {
			pointer = "*"
		}
		fmt.Fprintf(&fields, "%s\t%-*s %s%s\n", docs[i], width, p.Field, pointer, p.Type)
	}
	text := "type " + o.Name + "Params struct {\n" + fields.String() + "}\n"
	if slices.ContainsFunc(params, func(p ir.Param) bool { return !isSimple(p.Type) }) {
		text = formatted(text)
	}
	return text + redacted(o.Name+"Params", o.ParamSecrets)
}

// formStruct returns the declaration of the form that a client sends for an operation, and the methods that redact its secrets.
func formStruct(o *ir.Operation) string {
	var fields strings.Builder
	for _, f := range o.Body.Fields {
		fields.WriteString(comment(f.Doc, "\t") + "\t" + f.Name + " " + f.Type)
		if f.Required {
			fields.WriteString(" // required")
		}
		fields.WriteByte('\n')
		if f.Header != "" {
			fields.WriteString("\t" + f.Header + " http.Header // headers of the part " + strconv.Quote(f.Wire) + "\n")
		}
	}
	return structure(o.Name+"Form", fields.String(), o.Body.Secrets)
}

// structure returns the declaration of a struct type, and the methods that redact its secrets.
func structure(name, fields string, secrets ir.Secrets) string {
	return formatted("type "+name+" struct {\n"+fields+"}\n") + redacted(name, secrets)
}

// unreserved restores characters that net/url escapes although they are valid in a path (RFC 3986, pchar). Some servers reject /Orders('7') if its
// parentheses and quotes are escaped.
var unreserved = strings.NewReplacer("%21", "!", "%27", "'", "%28", "(", "%29", ")", "%2A", "*")

// pathExpression returns Go code for the escaped path of an operation.
func pathExpression(o *ir.Operation) string {
	var parts []string
	literal := func(s string) {
		if s != "" {
			parts = append(parts, fmt.Sprintf("%q", unreserved.Replace((&url.URL{Path: s}).EscapedPath())))
		}
	}
	rest := o.Path
	for {
		before, after, found := strings.Cut(rest, "{")
		literal(before)
		if !found {
			break
		}
		name, tail, _ := strings.Cut(after, "}")
		for _, p := range o.PathParams {
			if p.Name == name {
				parts = append(parts, segment(p, strings.Trim(before[strings.LastIndexByte(before, '/')+1:], ".") == "" &&
					strings.Trim(tail[:strings.IndexByte(tail+"/", '/')], ".") == ""))
			}
		}
		rest = tail
	}
	if len(parts) == 0 {
		return `"/"`
	}
	return strings.Join(parts, " + ")
}

// security returns Go code for a security requirement, without its type.
func security(alternatives [][]ir.Scheme) string {
	var parts []string
	for _, together := range alternatives {
		var schemes []string
		for _, s := range together {
			schemes = append(schemes, scheme(s))
		}
		parts = append(parts, "{"+strings.Join(schemes, ", ")+"}")
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// scheme returns Go code for a security scheme, without its type.
func scheme(s ir.Scheme) string {
	text := fmt.Sprintf("{Name: %q, Kind: %q", s.Name, s.Kind)
	if s.Key != "" {
		text += fmt.Sprintf(", Key: %q", s.Key)
	}
	if s.Token {
		text += ", Token: true"
	}
	return text + "}"
}

// segment returns Go code for the escaped value of a path parameter. If whole is true, the value may be a whole segment of the path, and the code
// also escapes "." and "..".
func segment(p ir.Param, whole bool) string {
	text := p.Var + "Segment"
	switch {
	case p.Integer:
		return "protocol.Int(" + p.Var + ")"
	case p.Plain:
		text = "url.PathEscape(" + p.Var + ")"
	}
	if whole {
		return "protocol.Segment(" + text + ")"
	}
	return text
}

// redacted returns Go code for the methods that keep the secrets in a type out of logs and formatted text. The code starts with a blank line. The
// result is empty if the type has no secrets.
func redacted(name string, secrets ir.Secrets) string {
	if !secrets.Held {
		return ""
	}
	fields := ""
	for _, field := range secrets.Fields {
		fields += `, "` + field + `"`
	}
	return "\n" + formatted("// LogValue implements [slog.LogValuer] without secrets.\n"+
		"func (v "+name+") LogValue() slog.Value { return protocol.LogValue(v"+fields+") }\n"+
		"\n// Format implements [fmt.Formatter] without secrets.\n"+
		"func (v "+name+") Format(s fmt.State, _ rune) { protocol.Format(s, v"+fields+") }\n")
}
