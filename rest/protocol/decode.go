package protocol

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

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/internal/call"
)

// Want describes a successful response that an operation declares. If JSON and File are nil, the response has no body.
type Want struct {
	Status int         // a status such as 200; 2 for 2XX or 3 for 3XX; or 0 for every 2XX status that no other Want matches
	JSON   any         // pointer to the value that a JSON body is decoded into
	Null   bool        // whether the JSON body may be null, in which case the value is nil
	File   **rest.File // pointer to the variable that a streamed body is assigned to
	Media  string      // if both JSON and File are set, the media types of streams, separated by commas
}

// isFile reports whether the body of a response is a stream rather than JSON.
func (w Want) isFile(res *http.Response) bool {
	if w.File == nil || w.JSON == nil {
		return w.File != nil
	}
	for media := range strings.SplitSeq(w.Media, ",") {
		if matches(typeOfMedia(media), mediaTypeOf(res)) {
			return true
		}
	}
	return false
}

// maxErrorBody is the maximum size in bytes of the body in some errors. These are the errors for a status of 400 or above, for an undeclared status,
// for a body above the limit, and for a page that a server sends in place of a stream. Any other [*rest.Error], such as for an undeclared body,
// contains the whole body, which is within the limit of [rest.WithMaxResponseBytes].
const maxErrorBody = 1 << 20

// Decode reads the response of an operation. It sets base.Status and base.Header, and decodes the body into the value of the Want that matches the
// status. If the body is not a stream and can be read, Decode also sets base.Raw.
//
// Decode returns a [*rest.Error] for:
//   - a status of 400 or above
//   - a status below 400 that the operation does not declare, except a 2XX status of an operation that declares no body
//   - a body that cannot be decoded; the error wraps the error of [Unmarshal]
//   - the body null, unless the operation declares null, a list, a map or any value
//   - a body above the limit of [rest.WithMaxResponseBytes]
//   - a body of a 2XX response that declares no body, except JSON and plain text that do not start with "<"
//   - an HTML page in place of a stream, if the operation declares other media types
//
// If the body repeats credentials, secret parameters or secret members of the request, the text of the error contains REDACTED in place of those with
// more than three bytes. The fields Raw and Header of the error contain the response unchanged. Decode returns an error of another type if reading or
// closing the body fails. Decode closes the body unless the body becomes a File. Decode leaves the value of the Want unset for a response to HEAD,
// and for an empty body with a status that permits no body, such as 204.
func Decode(res *http.Response, operation string, base *rest.Response, wants ...Want) (err error) {
	base.Status, base.Header = res.StatusCode, res.Header
	body := call.BodyOf(res)
	want, declared := match(res.StatusCode, wants)
	stream := declared && want.isFile(res)
	if stream && (want.Media != "" || !isPage(res, body.Accept)) {
		*want.File = fileOf(res)
		return nil
	}
	defer func() {
		if e, ok := err.(*rest.Error); ok {
			body.Secrets().Replace(&e.Code, &e.Type, &e.Title, &e.Detail)
		}
		if closeErr := res.Body.Close(); err == nil && closeErr != nil {
			err = fmt.Errorf("%s: closing the response: %w", operation, closeErr)
		}
	}()
	bodyless := declared && want.JSON == nil && !stream || !declared && res.StatusCode < 300 && !declaresBody(wants)
	if base.Raw, err = read(res, operation, body.MaxBytes, bodyless || declared && !stream); err != nil {
		return err
	}
	switch {
	case bodyless && (res.StatusCode >= 300 || isIgnorable(res, base.Raw)):
		return nil
	case bodyless, stream:
		return &rest.Error{Operation: operation, Status: res.StatusCode, Header: res.Header, Raw: base.Raw, Detail: undeclaredBody(res)}
	case !declared:
		e := rest.ReadError(operation, res, base.Raw, nil)
		e.Detail = cmp.Or(e.Detail, undeclaredStatus(res))
		return e
	case res.Request != nil && res.Request.Method == http.MethodHead, isEmpty(res.StatusCode) && len(base.Raw) == 0:
		return nil
	}
	return decodeJSON(res, operation, base.Raw, want, body)
}

// read returns the body of a response. If the parameter all is true, read returns an error for a body of more than limit bytes, and if reading fails.
// Otherwise read returns at most maxErrorBody bytes and at most limit bytes. In this case it returns an error only if reading fails before the first
// byte.
func read(res *http.Response, operation string, limit int64, all bool) ([]byte, error) {
	if !all {
		raw, err := io.ReadAll(io.LimitReader(res.Body, min(limit, maxErrorBody)))
		if err != nil && len(raw) == 0 {
			return nil, fmt.Errorf("%s: reading the response: %w", operation, err)
		}
		return raw, nil
	}
	raw, err := io.ReadAll(http.MaxBytesReader(nil, res.Body, limit))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		e := rest.ReadError(operation, res, bytes.Clone(raw[:min(len(raw), maxErrorBody)]), err)
		e.Detail = fmt.Sprintf("the body has more than %d bytes; raise the limit with WithMaxResponseBytes, or use the Raw method", limit)
		return nil, e
	}
	if err != nil {
		return nil, fmt.Errorf("%s: reading the response: %w", operation, err)
	}
	return raw, nil
}

// decodeJSON decodes raw into the value that want.JSON points to. It returns a [*rest.Error] if decoding fails, or if raw is null and want.Null is
// false.
func decodeJSON(res *http.Response, operation string, raw []byte, want Want, body *call.Body) error {
	fault := Unmarshal(raw, want.JSON)
	if fault == nil && (want.Null || !isNil(want.JSON)) {
		return nil
	}
	e := rest.ReadError(operation, res, raw, body.Secrets().Clean(fault))
	switch mediaType := res.Header.Get("Content-Type"); {
	case len(bytes.TrimSpace(raw)) == 0:
		e.Detail = "the body is empty, but the operation declares JSON"
	case fault == nil:
		e.Detail = "the body is null, which the operation does not declare"
	case mediaType != "" && !strings.Contains(mediaType, "json"):
		e.Detail = undeclaredBody(res) + ": " + jsonFault(raw, fault)
	default:
		e.Detail = fmt.Sprintf("the body is not what the operation declares: %s", jsonFault(raw, fault))
	}
	return e
}

// isPage reports whether the body is an HTML page that the operation does not declare. A proxy may send such a page for a log-on or an error. accept
// is the header Accept that the operation declares. isPage returns false if accept is empty, or if it contains HTML, application/octet-stream or a
// wildcard. It also returns false for an attachment.
func isPage(res *http.Response, accept string) bool {
	accept = cmp.Or(accept, "*/*")
	disposition, _, _ := mime.ParseMediaType(res.Header.Get("Content-Disposition"))
	return isHTML(mediaTypeOf(res)) && disposition != "attachment" &&
		!slices.ContainsFunc([]string{"html", "*", "octet-stream"}, func(s string) bool { return strings.Contains(accept, s) })
}

func isHTML(mediaType string) bool {
	return mediaType == "text/html" || mediaType == "application/xhtml+xml"
}

// mediaTypeOf returns the media type of a response in lower case, without its parameters. It returns "" if there is none.
func mediaTypeOf(res *http.Response) string {
	return typeOfMedia(res.Header.Get("Content-Type"))
}

// isIgnorable reports whether Decode accepts the body of a response without a declared body. It accepts an empty body, JSON and plain text, because
// some servers send such bodies with successful responses. It rejects markup with any media type, because markup is usually from a proxy.
func isIgnorable(res *http.Response, raw []byte) bool {
	const byteOrderMark = "\ufeff"
	text := bytes.TrimSpace(bytes.TrimPrefix(bytes.TrimSpace(raw), []byte(byteOrderMark)))
	if len(text) == 0 || text[0] == '<' {
		return len(text) == 0
	}
	mediaType := mediaTypeOf(res)
	return mediaType == "text/plain" || strings.Contains(mediaType, "json") || mediaType == "" && strings.HasPrefix(http.DetectContentType(text), "text/plain")
}

// undeclaredBody returns the detail of the error for a body that the operation does not declare.
func undeclaredBody(res *http.Response) string {
	text := "the body is not what the operation declares"
	if mediaType := res.Header.Get("Content-Type"); mediaType != "" {
		text = fmt.Sprintf("the body (%s) is not what the operation declares", mediaType)
	}
	if res.Request != nil && res.Request.Response != nil {
		text += ", after a redirect to " + call.Address(res.Request.URL.String())
	}
	return text
}

// undeclaredStatus returns the detail of the error for a status that the operation does not declare, or "" for a status of 400 or above.
func undeclaredStatus(res *http.Response) string {
	switch to := res.Header.Get("Location"); {
	case res.StatusCode >= 400:
		return ""
	case res.StatusCode >= 300 && to != "":
		return "a redirect to " + call.Address(to) + ", which the client does not follow"
	}
	return "the operation does not declare this status"
}

// isNil reports whether *target is a nil pointer. Go servers encode a nil list as null. For a nil pointer to a list, a map or an interface, isNil
// therefore sets *target to a pointer to the zero value, and returns false.
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

// match returns the Want for a status, and reports whether there is one. A Want for one status takes precedence over a Want for a range such as 2XX.
// A Want for a range takes precedence over a Want with status 0, which matches the other 2XX statuses.
func match(status int, wants []Want) (Want, bool) {
	for _, s := range []int{status, status / 100, 0} {
		if s == 0 && status/100 != 2 {
			break
		}
		if i := slices.IndexFunc(wants, func(w Want) bool { return w.Status == s }); i >= 0 {
			return wants[i], true
		}
	}
	return Want{}, false
}

// declaresBody reports whether an operation declares a successful response with a body.
func declaresBody(wants []Want) bool {
	return slices.ContainsFunc(wants, func(w Want) bool { return w.JSON != nil || w.File != nil })
}
