package rest

import "net/http"

// Response is the base of every result: the answer's status, header, and body as it came. Raw is nil when the body is a stream.
type Response struct {
	Status int
	Header http.Header
	Raw    []byte
}
