// Package call holds what package rest knows about a call and package rest/protocol needs to decode its response: limits, and the secrets that
// errors must not contain.
package call

import (
	"io"
	"net/http"
)

// DefaultMaxBytes is the limit of a response to a connection without a limit of its own.
const DefaultMaxBytes = 64 << 20

// Body is the body of a response, with the settings of the call.
type Body struct {
	io.ReadCloser
	MaxBytes int64
	Accept   string // media types that the operation declares
	Secrets  Secrets
}

// BodyOf returns the body of a response. It has default settings if no connection sent the request.
func BodyOf(res *http.Response) *Body {
	if b, ok := res.Body.(*Body); ok {
		return b
	}
	return &Body{ReadCloser: res.Body, MaxBytes: DefaultMaxBytes}
}
