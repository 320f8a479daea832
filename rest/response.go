package rest

import "net/http"

// Response contains the status, header and undecoded body of a response. Every result type of a generated client embeds a Response. Raw is nil if the
// body is a stream.
type Response struct {
	Status int
	Header http.Header
	Raw    []byte
}
