// Package call is the interface between package rest, which makes calls, and package rest/protocol, which decodes their responses. A [Body] carries
// the settings of a call, and [Secrets] removes its secrets from errors.
package call

import (
	"io"
	"net/http"
)

// DefaultMaxBytes is the default limit of a response.
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
