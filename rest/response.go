package rest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
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

// Decode reads the answer of an operation: base is always filled, and the one of wants whose status it has gets its value. A status of
// 400 or more, one that carries no value although the operation declares values, and a body that cannot be decoded are an [*Error]; the last of
// them wraps the error of encoding/json. The body is closed, unless it becomes a File. An answer to HEAD has none.
func Decode(res *http.Response, operation string, base *Response, wants ...Want) (err error) {
	base.Status, base.Header = res.StatusCode, res.Header
	want, declared := match(res.StatusCode, wants)
	if declared && want.File != nil {
		*want.File = received(res)
		return nil
	}
	defer func() {
		if closeErr := res.Body.Close(); err == nil && closeErr != nil {
			err = fmt.Errorf("%s: closing the answer: %w", operation, closeErr)
		}
	}()
	if !declared {
		return undeclared(res, operation, base, wants)
	}
	if base.Raw, err = io.ReadAll(res.Body); err != nil {
		return fmt.Errorf("%s: reading the answer: %w", operation, err)
	}
	if want.JSON == nil || res.Request != nil && res.Request.Method == http.MethodHead {
		return nil
	}
	fault := json.Unmarshal(base.Raw, want.JSON)
	if fault == nil && (want.Null || !isNil(want.JSON)) {
		return nil
	}
	e := &Error{Operation: operation, Status: res.StatusCode, Header: res.Header, Raw: base.Raw, cause: fault}
	switch mediaType := res.Header.Get("Content-Type"); {
	case len(bytes.TrimSpace(base.Raw)) == 0:
		e.Detail = "the body is empty, where the operation declares JSON"
	case fault == nil:
		e.Detail = "the body is null, which the operation does not declare"
	case mediaType != "" && !strings.Contains(mediaType, "json"):
		e.Detail = fmt.Sprintf("the body (%s) is not what the operation declares: %s", mediaType, jsonFault(base.Raw, fault))
	default:
		e.Detail = fmt.Sprintf("the body is not what the operation declares: %s", jsonFault(base.Raw, fault))
	}
	return e
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

// undeclared handles a status that is not among the wants. A success without a value to fill is fine where the operation has none.
func undeclared(res *http.Response, operation string, base *Response, wants []Want) error {
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxErrorBody))
	if err != nil && len(raw) == 0 {
		return fmt.Errorf("%s: reading the answer: %w", operation, err)
	}
	base.Raw = raw
	if res.StatusCode < 300 && !valued(wants) {
		return nil
	}
	e := &Error{Operation: operation, Status: res.StatusCode, Header: res.Header, Raw: raw}
	e.fill(raw)
	switch to := res.Header.Get("Location"); {
	case res.StatusCode >= 400 || e.Detail != "":
	case res.StatusCode >= 300 && to != "":
		e.Detail = "a redirect to " + address(to) + ", which is not followed"
	default:
		e.Detail = "the operation does not declare this status"
	}
	return e
}

func valued(wants []Want) bool {
	for _, w := range wants {
		if w.JSON != nil || w.File != nil {
			return true
		}
	}
	return false
}
