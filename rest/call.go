package rest

import (
	"errors"
	"fmt"
	"net/http"
	"time"
)

// CallOption configures a single call. An [Editor] is a CallOption.
type CallOption interface{ apply(*callSettings) error }

// callSettings holds the options of a call.
type callSettings struct {
	editors  []Editor
	timeout  time.Duration // 0 for none
	once     bool          // whether retries are disabled
	response **http.Response
}

// Editor is a function that changes the request of a call before the client sends it. An Editor that replaces the body must also set ContentLength.
// If an Editor returns an error, the client does not send the request. Editors run once per call; a [Middleware] runs for every attempt.
type Editor func(*http.Request) error

func (e Editor) apply(s *callSettings) error {
	if e == nil {
		return errors.New("an editor is nil")
	}
	s.editors = append(s.editors, e)
	return nil
}

// callOption is a function that implements [CallOption].
type callOption func(*callSettings) error

func (o callOption) apply(s *callSettings) error { return o(s) }

// Header sets a header of the request.
func Header(name, value string) CallOption {
	return Editor(func(r *http.Request) error {
		r.Header.Set(name, value)
		return nil
	})
}

// Timeout limits the duration of a call to d, which must be positive. The duration includes all attempts, the delays between them, and reading the
// response, including a [File].
func Timeout(d time.Duration) CallOption {
	return callOption(func(s *callSettings) error {
		if d <= 0 {
			return fmt.Errorf("timeout of a call: got %v, want a positive duration", d)
		}
		s.timeout = d
		return nil
	})
}

// NoRetry disables retries for a call.
func NoRetry() CallOption {
	return callOption(func(s *callSettings) error {
		s.once = true
		return nil
	})
}

// HTTPResponse stores the HTTP response of a call in *to, whatever its status. It does not change *to if [Conn.Do] returns an error. A generated
// method reads and closes the body, unless it is a Raw method or the body is a [File]. The bytes of the body are in the field Raw of the result or of
// the [*Error]. In an Error, Raw may contain only the first 1 MiB.
func HTTPResponse(to **http.Response) CallOption {
	return callOption(func(s *callSettings) error {
		if to == nil {
			return errors.New("HTTPResponse: the pointer is nil")
		}
		s.response = to
		return nil
	})
}
