// Package call connects package rest, which sends requests, with package rest/protocol, which encodes requests and decodes responses. A [Content] is
// the body of a request. A [Body] is the body of a response, together with the settings of the call. [Secrets] removes secrets from errors and texts.
package call

import (
	"io"
	"net/http"
)

// DefaultMaxBytes is the default maximum number of bytes of a response.
const DefaultMaxBytes = 64 << 20

// Body is the body of a response, together with the settings of the call.
type Body struct {
	io.ReadCloser
	MaxBytes int64
	Accept   string                         // the header Accept that the operation declares
	Call     interface{ Secrets() Secrets } // the call that received the response, or nil
	Done     func()                         // cancels the context of the call; nil if there is no timeout
}

// Secrets returns the secrets of the call.
func (b *Body) Secrets() Secrets {
	if b.Call == nil {
		return nil
	}
	return b.Call.Secrets()
}

// Close closes the body. If the call has a timeout, Close also cancels the context of the call.
func (b *Body) Close() error {
	err := b.ReadCloser.Close()
	if b.Done != nil {
		b.Done()
	}
	return err
}

// BodyOf returns the body of a response. If res.Body is not a Body, BodyOf returns a Body that wraps it and has the default settings.
func BodyOf(res *http.Response) *Body {
	if b, ok := res.Body.(*Body); ok {
		return b
	}
	return &Body{ReadCloser: res.Body, MaxBytes: DefaultMaxBytes}
}
