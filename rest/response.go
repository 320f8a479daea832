package rest

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strings"
)

// Response is the base of every result: the answer's status, header, and body as it came. Raw is nil when the body is a stream.
type Response struct {
	Status int
	Header http.Header
	Raw    []byte
}

// Want is one success that an operation declares. With neither target, it has no body.
type Want struct {
	Status int    // 200; 2 stands for 2XX
	JSON   any    // pointer to the value that a JSON body is decoded into
	Null   bool   // the JSON body may be null, and the value nil
	File   **File // set to the body when it is a stream
}

const maxErrorBody = 1 << 20

// Decode reads the response to an operation. It always fills base, and the value of the want that has the response's status.
//
// Decode returns an [*Error] for a status of 400 or more, a success without a value although the operation declares values, a body that cannot
// be decoded (the error wraps that of encoding/json), a body above the limit of [WithMaxResponseBytes], and an undeclared body. If the operation
// declares no body, an empty body, JSON and plain text are accepted, but an HTML page is not. The text of the error has REDACTED in place of the
// token and of secret path parameters that the server repeats; Raw and Header are unchanged. Decode closes the body unless it becomes a File. A
// response to HEAD has no body.
func Decode(res *http.Response, operation string, base *Response, wants ...Want) (err error) {
	base.Status, base.Header = res.StatusCode, res.Header
	want, declared := match(res.StatusCode, wants)
	e := &Error{Operation: operation, Status: res.StatusCode, Header: res.Header}
	stream := declared && want.File != nil
	if stream && !isPage(res) {
		*want.File = received(res)
		return nil
	}
	defer func() {
		if b, ok := res.Body.(*responseBody); ok && err != nil {
			secrets := secretsOf(b.secrets, b.token)
			e.Code, e.Title, e.Detail = secrets.replace(e.Code), secrets.replace(e.Title), secrets.replace(e.Detail)
		}
		if closeErr := res.Body.Close(); err == nil && closeErr != nil {
			err = fmt.Errorf("%s: closing the response: %w", operation, closeErr)
		}
	}()
	bodyless := declared && want.JSON == nil && !stream || !declared && res.StatusCode < 300 && !valued(wants)
	if err := base.read(res, e, bodyless || declared && !stream); err != nil {
		return err
	}
	switch {
	case bodyless && (res.StatusCode >= 300 || isIgnorable(res, base.Raw)):
		return nil
	case bodyless, stream:
		e.Detail = undeclaredBody(res)
	case !declared:
		e.fill(base.Raw)
		e.Detail = cmp.Or(e.Detail, undeclaredStatus(res))
	case res.Request != nil && res.Request.Method == http.MethodHead:
		return nil
	default:
		return decodeJSON(res, e, want)
	}
	return e
}

// read reads the body into r.Raw: all of it up to the limit of the connection, or the beginning that an error keeps.
func (r *Response) read(res *http.Response, e *Error, all bool) error {
	limit := maxResponseBytes(res)
	if !all {
		raw, err := io.ReadAll(io.LimitReader(res.Body, min(limit, maxErrorBody)))
		if err != nil && len(raw) == 0 {
			return fmt.Errorf("%s: reading the response: %w", e.Operation, err)
		}
		r.Raw, e.Raw = raw, raw
		return nil
	}
	raw, err := io.ReadAll(http.MaxBytesReader(nil, res.Body, limit))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		e.Detail = fmt.Sprintf("the body has more than %d bytes; raise the limit with WithMaxResponseBytes, or use the Raw method", limit)
		e.Raw, e.cause = bytes.Clone(raw[:min(len(raw), maxErrorBody)]), err
		return e
	}
	if err != nil {
		return fmt.Errorf("%s: reading the response: %w", e.Operation, err)
	}
	r.Raw, e.Raw = raw, raw
	return nil
}

// decodeJSON decodes the body of e into the value of want.
func decodeJSON(res *http.Response, e *Error, want Want) error {
	fault := unmarshal(e.Raw, want.JSON)
	if fault == nil && (want.Null || !isNil(want.JSON)) {
		return nil
	}
	e.cause = fault
	switch mediaType := res.Header.Get("Content-Type"); {
	case len(bytes.TrimSpace(e.Raw)) == 0:
		e.Detail = "the body is empty, where the operation declares JSON"
	case fault == nil:
		e.Detail = "the body is null, which the operation does not declare"
	case mediaType != "" && !strings.Contains(mediaType, "json"):
		e.Detail = undeclaredBody(res) + ": " + jsonFault(e.Raw, fault)
	default:
		e.Detail = fmt.Sprintf("the body is not what the operation declares: %s", jsonFault(e.Raw, fault))
	}
	return e
}

// isPage reports whether the body is an HTML page that the request does not accept, such as a log-on page or an error page of a proxy. It is a
// file instead if the request accepts any type, or if the response is an attachment.
func isPage(res *http.Response) bool {
	accept := "*/*"
	if b, ok := res.Body.(*responseBody); ok && b.accept != "" {
		accept = b.accept
	}
	disposition, _, _ := mime.ParseMediaType(res.Header.Get("Content-Disposition"))
	return isHTML(mediaTypeOf(res)) && disposition != "attachment" &&
		!slices.ContainsFunc([]string{"html", "*", "octet-stream"}, func(s string) bool { return strings.Contains(accept, s) })
}

func isHTML(mediaType string) bool {
	return mediaType == "text/html" || mediaType == "application/xhtml+xml"
}

// mediaTypeOf returns the media type of a response without parameters, "" if there is none.
func mediaTypeOf(res *http.Response) string {
	mediaType, _, _ := strings.Cut(res.Header.Get("Content-Type"), ";")
	return strings.ToLower(strings.TrimSpace(mediaType))
}

// isIgnorable reports whether a body is accepted from an operation that declares none: an empty body, JSON, or plain text, which servers send
// with a success. Markup comes from a proxy, whatever its media type.
func isIgnorable(res *http.Response, raw []byte) bool {
	const byteOrderMark = "\ufeff"
	text := bytes.TrimSpace(bytes.TrimPrefix(bytes.TrimSpace(raw), []byte(byteOrderMark)))
	if len(text) == 0 || text[0] == '<' {
		return len(text) == 0
	}
	mediaType := mediaTypeOf(res)
	return mediaType == "text/plain" || strings.Contains(mediaType, "json") || mediaType == "" && strings.HasPrefix(http.DetectContentType(text), "text/plain")
}

// undeclaredBody is the detail of an error for a body that the operation does not declare.
func undeclaredBody(res *http.Response) string {
	text := "the body is not what the operation declares"
	if mediaType := res.Header.Get("Content-Type"); mediaType != "" {
		text = fmt.Sprintf("the body (%s) is not what the operation declares", mediaType)
	}
	if res.Request != nil && res.Request.Response != nil {
		text += ", after a redirect to " + address(res.Request.URL.String())
	}
	return text
}

// undeclaredStatus is the detail of an error for a status that the operation does not declare, "" for one of 400 or more.
func undeclaredStatus(res *http.Response) string {
	switch to := res.Header.Get("Location"); {
	case res.StatusCode >= 400:
		return ""
	case res.StatusCode >= 300 && to != "":
		return "a redirect to " + address(to) + ", which is not followed"
	}
	return "the operation does not declare this status"
}

// isNil tells whether a pointer was decoded to nil, so that a caller who looks into it would panic. A list or a map under a name of its own has a nil
// that can be looked into: that is what servers in Go send where there is none.
func isNil(target any) bool {
	v := reflect.ValueOf(target).Elem()
	if v.Kind() != reflect.Pointer || !v.IsNil() {
		return false
	}
	switch v.Type().Elem().Kind() {
	case reflect.Map, reflect.Slice, reflect.Interface:
		v.Set(reflect.New(v.Type().Elem()))
		return false
	}
	return true
}

func match(status int, wants []Want) (Want, bool) {
	for _, w := range wants {
		if w.Status == status {
			return w, true
		}
	}
	for _, w := range wants {
		if w.Status == status/100 {
			return w, true
		}
	}
	return Want{}, false
}

// valued reports whether an operation declares a value.
func valued(wants []Want) bool {
	for _, w := range wants {
		if w.JSON != nil || w.File != nil {
			return true
		}
	}
	return false
}
