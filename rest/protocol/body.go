package protocol

import (
	"cmp"
	"errors"
	"net/http"

	"github.com/rasapi/specgen/rest"
)

// defaultMaxBodyBytes is the limit of request bodies if MaxBodyBytes of a [Server] is 0.
const defaultMaxBodyBytes = 16 << 20

// limit returns a copy of r. After MaxBodyBytes bytes, or 16 MiB if MaxBodyBytes is 0, reading the body of the copy returns an [*http.MaxBytesError].
// If the Content-Length is above this maximum, limit returns a [*rest.Error] with status 413. If route.Stream is set, limit returns r unchanged.
func (s *Server) limit(w http.ResponseWriter, r *http.Request, route Route) (*http.Request, error) {
	if route.Stream {
		return r, nil
	}
	limit := cmp.Or(s.MaxBodyBytes, defaultMaxBodyBytes)
	if r.ContentLength > limit {
		return nil, tooLarge(limit)
	}
	limited := *r // handlers must not change requests, so limit copies r as [http.MaxBytesHandler] does
	limited.Body = http.MaxBytesReader(w, r.Body, limit)
	return &limited, nil
}

// bodyFault returns the [*rest.Error] for an error that occurred while reading a request body. The status is 413 for a body above the limit, and
// 400 for any other error.
func bodyFault(err error) error {
	if large, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return tooLarge(large.Limit)
	}
	return rest.Errorf(http.StatusBadRequest, "reading the request body: %v", err)
}

func tooLarge(limit int64) *rest.Error {
	return rest.Errorf(http.StatusRequestEntityTooLarge, "the request body is larger than %d bytes", limit)
}
