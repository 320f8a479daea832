package rest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Error is an HTTP response that reports a failure. Clients return an Error for a status of 400 or above, for a body that is too large, and for most
// statuses and bodies that the document does not declare. Handlers of a server return an Error to set the status of the response.
//
// Clients read the fields from a body that is a ProblemDetails object (RFC 9457) or an object such as {"code": 0, "msg": "..."}. Servers send a
// ProblemDetails object unless Body is set.
type Error struct {
	Status int    // HTTP status
	Code   string // member "code" of the body, or ""
	Type   string // ProblemDetails "type", a URI
	Title  string // ProblemDetails "title"
	Detail string // member "detail", "msg" or "message" of the body, the validation errors of ASP.NET, or another description

	// Operation is the ID of the [Operation], and Raw is the body of the response. Only clients set these fields. If decoding the body failed, Raw is
	// the whole body. Otherwise Raw may contain only the first 1 MiB.
	Operation string
	Raw       []byte

	// Header is the header of the response. Servers add Header to the response if Operation is empty. A handler can set Retry-After for 429, for
	// example.
	Header http.Header

	// Body is a value that servers send as JSON instead of a ProblemDetails object. If Body is set, Status may be a successful status.
	Body any

	cause error // the error from reading or decoding the body, or an error that wraps the %w arguments of Errorf
}

// Errorf returns an [Error] with a status and a formatted detail. Handlers of a server return it, as in Errorf(http.StatusConflict, "the name %q is
// taken", name). As in [fmt.Errorf], the verb %w wraps an error. The client sees the text of the wrapped error, because it is part of the detail.
func Errorf(status int, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	e := &Error{Status: status, Detail: err.Error()}
	switch err.(type) {
	case interface{ Unwrap() error }, interface{ Unwrap() []error }:
		e.cause = err
	}
	return e
}

// ReadError returns the Error for a response with the given body. If cause is nil, ReadError reads Code, Type, Title and Detail from the body.
// Otherwise cause is the error from reading or decoding the body, and the Error wraps cause.
func ReadError(operation string, res *http.Response, body []byte, cause error) *Error {
	e := &Error{Operation: operation, Status: res.StatusCode, Header: res.Header, Raw: body, cause: cause}
	if cause == nil {
		e.fill(body)
	}
	return e
}

// Error returns a text such as "createHost: 409 Conflict: the name is taken (code 3)". It omits empty parts. If a client returned e, Error shortens
// the title, the detail and the code to at most 1,000 bytes each, and escapes control and invisible characters. The fields have the full text.
func (e *Error) Error() string {
	if e == nil {
		return "an error holds a nil *rest.Error; return nil instead"
	}
	var b strings.Builder
	if e.Operation != "" {
		b.WriteString(e.Operation + ": ")
	}
	fmt.Fprintf(&b, "%d %s", e.Status, e.printed(cmp.Or(e.Title, http.StatusText(e.Status))))
	if e.Detail != "" {
		b.WriteString(": " + e.printed(e.Detail))
	}
	if e.Code != "" {
		b.WriteString(" (code " + e.printed(e.Code) + ")")
	}
	return b.String()
}

// maxPrinted is the maximum number of bytes of a title, a detail or a code in the text of an error that a client returns.
const maxPrinted = 1_000

// printed shortens text to maxPrinted bytes, and then escapes characters that cannot be printed. If a handler created e, Operation is
// empty and printed returns text unchanged.
func (e *Error) printed(text string) string {
	if e.Operation == "" {
		return text
	}
	end := ""
	if len(text) > maxPrinted {
		text, end = strings.ToValidUTF8(text[:maxPrinted], ""), "…"
	}
	return printable(text) + end
}

// printable returns text with escapes in place of the characters that cannot be printed, such as line feeds.
func printable(text string) string {
	var b strings.Builder
	for _, r := range text {
		if unicode.IsPrint(r) {
			b.WriteRune(r)
			continue
		}
		b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
	}
	return b.String()
}

// Unwrap returns an error that wraps the %w arguments of [Errorf], the error from reading or decoding the body, or nil.
func (e *Error) Unwrap() error {
	if e == nil {
		return nil
	}
	return e.cause
}

// Status returns the HTTP status of the [Error] that err is or wraps, or 0 if there is none.
func Status(err error) int {
	if e, ok := errors.AsType[*Error](err); ok && e != nil {
		return e.Status
	}
	return 0
}

// fill sets Code, Type, Title and Detail from the members of a JSON object. It ignores the case of the names. It ignores members of an unexpected
// type, but code may have any JSON type. It does not change e if the body is not a JSON object. Detail is the first of the members detail, msg and
// message that is not empty, or else the validation errors.
func (e *Error) fill(body []byte) {
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil {
		return
	}
	var msg, message, faults string
	for _, name := range slices.Sorted(maps.Keys(members)) {
		raw := members[name]
		switch strings.ToLower(name) {
		case "type":
			setString(&e.Type, raw)
		case "title":
			setString(&e.Title, raw)
		case "detail":
			setString(&e.Detail, raw)
		case "msg":
			setString(&msg, raw)
		case "message":
			setString(&message, raw)
		case "errors":
			faults = cmp.Or(validation(raw), faults)
		case "code":
			if !setString(&e.Code, raw) && !bytes.Equal(raw, []byte("null")) {
				e.Code = string(raw)
			}
		}
	}
	e.Detail = cmp.Or(e.Detail, msg, message, faults)
}

// validation returns the validation errors of ASP.NET, {"errors": {"name": ["is too long"]}}, as one text. For any other value, it returns "".
func validation(raw json.RawMessage) string {
	var faults map[string][]string
	if json.Unmarshal(raw, &faults) != nil {
		return ""
	}
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(faults)) {
		lines = append(lines, strings.TrimPrefix(name+": ", ": ")+strings.Join(faults[name], " "))
	}
	return strings.Join(lines, "; ")
}

// setString stores the JSON string raw in *to, unless the string is empty. It reports whether raw is a string or null.
func setString(to *string, raw json.RawMessage) bool {
	var s *string
	if json.Unmarshal(raw, &s) != nil {
		return false
	}
	if s != nil && *s != "" {
		*to = *s
	}
	return true
}
