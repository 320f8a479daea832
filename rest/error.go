package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Error is an answer that is no success. A client gets it from every call whose status is 400 or more (or is a success that the
// operation does not declare and so has no value for); a server's handler returns it to answer with a status of its choice.
//
// On the wire it is a ProblemDetails object (RFC 9457) or the older {"code": 0, "msg": "..."}; both fill the same fields.
type Error struct {
	Status int    // HTTP status
	Code   string // the "code" member, "" when there is none
	Type   string // ProblemDetails "type", a URI
	Title  string // ProblemDetails "title"
	Detail string // ProblemDetails "detail", or "msg"

	// Operation, Header and Raw are set on the client's side: the operationId, the answer's header, and its body (the
	// first MiB of it).
	Operation string
	Header    http.Header
	Raw       []byte

	// Body is for servers: sent as JSON instead of a ProblemDetails made of the fields above. Any status goes, also a success.
	Body any
}

// Errorf is an [Error] with a status and a detail text, for servers: Errorf(http.StatusConflict, "the name %q is taken", name).
func Errorf(status int, format string, args ...any) *Error {
	return &Error{Status: status, Detail: fmt.Sprintf(format, args...)}
}

// Error is "operation: 409 Conflict: detail (code 3)", without the parts that are missing.
func (e *Error) Error() string {
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

// Status gives the HTTP status of an error that is or wraps an [Error], 0 for any other: Status(err) == http.StatusNotFound.
func Status(err error) int {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Status
	}
	return 0
}

// Problem is the ProblemDetails object that servers send (RFC 9457).
type Problem struct {
	Type   string `json:"type,omitempty"`
	Title  string `json:"title,omitempty"`
	Status int    `json:"status,omitempty"`
	Detail string `json:"detail,omitempty"`
}

// fill takes the known members of either error shape out of a body; a body of another shape leaves the error as it is. A member of
// an unexpected type does not hide the others.
func (e *Error) fill(body []byte) {
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil {
		return
	}
	for name, raw := range members {
		switch strings.ToLower(name) {
		case "type":
			setString(&e.Type, raw)
		case "title":
			setString(&e.Title, raw)
		case "detail", "msg", "message":
			setString(&e.Detail, raw)
		case "code":
			if !setString(&e.Code, raw) && !bytes.Equal(raw, []byte("null")) {
				e.Code = string(raw)
			}
		}
	}
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
