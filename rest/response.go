package rest

import "net/http"

// Response is the part that every result has: the status, header and undecoded body of the response. Raw is nil if the body is a stream.
type Response struct {
	Status int
	Header http.Header
	Raw    []byte
}
