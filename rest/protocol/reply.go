package protocol

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/rasapi/specgen/rest"
)

// Reply is a response whose status the handler chooses, or whose headers it sets. The functions that set headers record the first error. The methods
// JSON, File and Nothing return this error, or an error for a status that is not permitted. If they return such an error, they write nothing.
type Reply struct {
	Status int
	// Min and Max are the lowest and the highest status that the handler may choose. They are 0 if the response has a single status. Usual is the status
	// if the handler does not set Status; 0 means that the handler must set Status. Except lists the statuses between Min and Max that other responses
	// declare.
	Min, Max, Usual int
	Except          []int

	header http.Header
	err    error
}

// errRequired is the error for a missing required value.
var errRequired = errors.New("is required")

// setCookie is the name of the header whose values cannot be joined with commas (RFC 9110, section 5.3).
const setCookie = "Set-Cookie"

// SetHeader sets a header of a reply. It does nothing if v is nil and the header is optional. The function text returns the text of a value, as
// [IntText] does. For a required header, SetHeader records an error if v is nil or if the text is empty. The same applies if *v has a method IsZero
// that returns true, as for the zero [time.Time]. SetHeader also records an error that the function text returns.
func SetHeader[T any](r *Reply, name string, required bool, v *T, text func(T) (string, error)) {
	switch {
	case required && (v == nil || isZero(*v)):
		r.set(name, errRequired, "")
	case v != nil:
		value, err := text(*v)
		if required && value == "" {
			err = cmp.Or(err, errRequired)
		}
		r.set(name, err, value)
	}
}

func isZero(v any) bool {
	z, ok := v.(interface{ IsZero() bool })
	return ok && z.IsZero()
}

// SetStyle sets a header of a reply to v, which is a list, an object or a union. SetStyle records an error for a required header if v is nil. If v is
// an empty list or object, the server sends a required header without a value, and does not send an optional header. For Set-Cookie, SetStyle adds
// one header for each item of a list.
func (r *Reply) SetStyle(s Style, v any) {
	t, err := s.tree(v)
	if list, ok := t.([]any); ok && strings.EqualFold(s.Name, setCookie) {
		for _, item := range list {
			r.set(s.Name, nil, plainText(item))
		}
		return
	}
	text, present := "", false
	if err == nil {
		text, present, err = s.plain(v)
	}
	if present || s.Required || err != nil {
		r.set(s.Name, err, text)
	}
}

// set adds a value to a header, or records an error. It rejects control characters except the tab, because net/http would replace a line break with a
// space.
func (r *Reply) set(name string, err error, value string) {
	if err == nil && strings.ContainsFunc(value, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f }) {
		err = errors.New("contains a control character, which a header cannot have")
	}
	switch {
	case r.err != nil:
	case err != nil:
		r.err = fmt.Errorf("header %q: %w", name, err)
	default:
		if r.header == nil {
			r.header = http.Header{}
		}
		r.header.Add(name, value)
	}
}

// ready returns the recorded error, or an error for a status that is not permitted. If the handler may choose the status but has not set r.Status,
// ready sets it to r.Usual. If there is no error, ready sets the headers of the reply in header.
func (r *Reply) ready(header http.Header) error {
	r.Status = cmp.Or(r.Status, r.Usual)
	switch {
	case r.err != nil:
	case r.Max == 0:
	case r.Status == 0:
		r.err = fmt.Errorf("the field Status is not set; want a status of %d to %d", r.Min, r.Max)
	case r.Status < r.Min, r.Status > r.Max:
		r.err = fmt.Errorf("status %d is not declared; want a status of %d to %d", r.Status, r.Min, r.Max)
	case slices.Contains(r.Except, r.Status):
		r.err = fmt.Errorf("status %d has a type of its own; return that type", r.Status)
	}
	if r.err != nil {
		return fmt.Errorf("encoding the response: %w", r.err)
	}
	for name, values := range r.header {
		if name == setCookie {
			values = slices.Concat(header[name], values)
		}
		header[name] = values
	}
	return nil
}

// isEmpty reports whether a response with the given status has no body (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5).
func isEmpty(status int) bool {
	return status == http.StatusNoContent || status == http.StatusResetContent || status == http.StatusNotModified
}

// JSON writes a response whose body is the JSON encoding of v. It omits the body for a status that permits none, such as 204.
func (r *Reply) JSON(w http.ResponseWriter, mediaType string, v any) error {
	b, err := encode(v)
	if err != nil {
		return fmt.Errorf("encoding the response: %w", err)
	}
	if err := r.ready(w.Header()); err != nil {
		return err
	}
	if isEmpty(r.Status) {
		w.WriteHeader(r.Status)
		return nil
	}
	w.Header().Set("Content-Type", mediaType)
	w.WriteHeader(r.Status)
	_, _ = w.Write(b) // after an error, no other response can follow, because the status was sent
	return nil
}

// File writes a response with a stream as its body, and closes the stream. mediaType is the default for a stream without a media type. If reading
// fails after the status was sent, [Server.Operation] closes the connection, so that the client detects the incomplete body. File omits the body for
// a status that permits none. For any other status, it returns an error if f or f.ReadCloser is nil.
func (r *Reply) File(w http.ResponseWriter, mediaType string, f *rest.File) error {
	missing := f == nil || f.ReadCloser == nil
	if isEmpty(cmp.Or(r.Status, r.Usual)) {
		err := r.Nothing(w)
		if !missing {
			err = errors.Join(err, f.Close())
		}
		return err
	}
	if missing {
		return errors.New("the handler returned neither a file nor an error")
	}
	if err := r.ready(w.Header()); err != nil {
		return errors.Join(err, f.Close())
	}
	sent := *f
	sent.MediaType = cmp.Or(f.MediaType, mediaType)
	return writeFile(w, r.Status, &sent)
}

// Nothing writes the status and the headers of the reply, and no body.
func (r *Reply) Nothing(w http.ResponseWriter) error {
	if err := r.ready(w.Header()); err != nil {
		return err
	}
	w.WriteHeader(r.Status)
	return nil
}

// NoResult returns the error for a handler that returned neither a result nor an error.
func NoResult(operation string) error {
	return fmt.Errorf("the handler of operation %s returned neither a result nor an error", operation)
}
