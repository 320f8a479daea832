// Package call is the interface between package rest, which sends requests, and package rest/protocol, which decodes responses. A [Body] contains the
// settings of a call, and [Secrets] removes secrets from errors.
package call

import (
	"io"
	"net/http"
)

// DefaultMaxBytes is the default limit of a response in bytes.
const DefaultMaxBytes = 64 << 20

// Body is the body of a response, with the settings of the call.
type Body struct {
	io.ReadCloser
	MaxBytes int64
	Accept   string // media types that the operation declares
	Secrets  Secrets
	Done     func() // ends the timeout of the call; nil without a timeout
}

// Close closes the body and ends the timeout of the call.
func (b *Body) Close() error {
	err := b.ReadCloser.Close()
	if b.Done != nil {
		b.Done()
	}
	return err
}

// BodyOf returns the body of a response. The body has default settings if the response is not from a rest.Conn.
func BodyOf(res *http.Response) *Body {
	if b, ok := res.Body.(*Body); ok {
		return b
	}
	return &Body{ReadCloser: res.Body, MaxBytes: DefaultMaxBytes}
}
