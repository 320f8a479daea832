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
	"strings"
)

// Error is an answer that is no success. A client gets it from every call whose status is 400 or more, and from one whose success is not
// what the operation declares, in its status or its body; a server's handler returns it to answer with a status of its choice.
//
// On the wire it is a ProblemDetails object (RFC 9457) or the older {"code": 0, "msg": "..."}; both fill the same fields.
type Error struct {
	Status int    // HTTP status
	Code   string // the "code" member, "" when there is none
	Type   string // ProblemDetails "type", a URI
	Title  string // ProblemDetails "title"
	Detail string // ProblemDetails "detail", or "msg"

	// Operation and Raw are set on the client's side: the operationId, and the answer's body (the first MiB of it, unless it is one that
	// could not be decoded).
	Operation string
	Raw       []byte

	// Header is that of the answer. A server sends it: Retry-After with 429, WWW-Authenticate with 401.
	Header http.Header

	// Body is for servers: sent as JSON instead of a ProblemDetails made of the fields above. Any status goes, also a success.
	Body any

	cause error // why the body could not be decoded, or what Errorf wraps
}

// Errorf is an [Error] with a status and a detail text, for servers: Errorf(http.StatusConflict, "the name %q is taken", name). As with
// [fmt.Errorf], verb %w wraps; the text of what it wraps is in the detail, for everybody to read.
func Errorf(status int, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	e := &Error{Status: status, Detail: err.Error()}
	switch err.(type) {
	case interface{ Unwrap() error }, interface{ Unwrap() []error }:
		e.cause = err
	}
	return e
}

// ReadError returns the Error for a response with the given body. If cause is nil, it reads Code, Type, Title and Detail from the body.
// Otherwise cause is the reason why the body could not be decoded, and the Error wraps it.
func ReadError(operation string, res *http.Response, body []byte, cause error) *Error {
	e := &Error{Operation: operation, Status: res.StatusCode, Header: res.Header, Raw: body, cause: cause}
	if cause == nil {
		e.fill(body)
	}
	return e
}

// Error is "operation: 409 Conflict: detail (code 3)", without the parts that are missing.
func (e *Error) Error() string {
	if e == nil {
		return "an error that holds a *rest.Error of nil: where there is none, return nil itself"
	}
	var b strings.Builder
	if e.Operation != "" {
		b.WriteString(e.Operation + ": ")
	}
	title := e.Title
	if title == "" {
		title = http.StatusText(e.Status)
	}
	fmt.Fprintf(&b, "%d %s", e.Status, title)
	if e.Detail != "" {
		b.WriteString(": " + e.Detail)
	}
	if e.Code != "" {
		b.WriteString(" (code " + e.Code + ")")
	}
	return b.String()
}

// Unwrap gives what [Errorf] wraps, or the error of encoding/json for a body that could not be decoded; else nil.
func (e *Error) Unwrap() error {
	if e == nil {
		return nil
	}
	return e.cause
}

// Status gives the HTTP status of an error that is or wraps an [Error], 0 for any other: Status(err) == http.StatusNotFound.
func Status(err error) int {
	if e, ok := errors.AsType[*Error](err); ok && e != nil {
		return e.Status
	}
	return 0
}

// fill takes the known members of either error shape out of a body; a body of another shape leaves the error as it is. A member of
// an unexpected type does not hide the others. Of several texts, the detail is the first of detail, msg and message.
func (e *Error) fill(body []byte) {
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil {
		return
	}
	var msg, message string
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
		case "code":
			if !setString(&e.Code, raw) && !bytes.Equal(raw, []byte("null")) {
				e.Code = string(raw)
			}
		}
	}
	e.Detail = cmp.Or(e.Detail, msg, message, validation(members["errors"]))
}

// validation is what ASP.NET says of members that it refuses, {"errors": {"name": ["is too long"]}}, in one line; "" for any other value.
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
