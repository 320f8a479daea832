package protocol

import (
	"cmp"
	"errors"
	"net/http"

	"github.com/rasapi/specgen/rest"
)

// defaultMaxBodyBytes is the limit of a [Server] without MaxBodyBytes.
const defaultMaxBodyBytes = 16 << 20

// limit returns a request whose body cannot be read beyond MaxBodyBytes: reading fails with an [*http.MaxBytesError]. It returns an error if
// the Content-Length is above the limit, and the request itself if the route streams.
func (s *Server) limit(w http.ResponseWriter, r *http.Request, route Route) (*http.Request, error) {
	if route.Stream {
		return r, nil
	}
	limit := cmp.Or(s.MaxBodyBytes, defaultMaxBodyBytes)
	if r.ContentLength > limit {
		return nil, tooLarge(limit)
	}
	limited := *r // a handler must not change its request; [http.MaxBytesHandler] copies it too
	limited.Body = http.MaxBytesReader(w, r.Body, limit)
	return &limited, nil
}

// bodyFault returns the [*rest.Error] for a request body that cannot be read: 413 if it is above the server's limit, 400 otherwise.
func bodyFault(err error) error {
	if large, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return tooLarge(large.Limit)
	}
	return rest.Errorf(http.StatusBadRequest, "reading the request body: %v", err)
}

func tooLarge(limit int64) *rest.Error {
	return rest.Errorf(http.StatusRequestEntityTooLarge, "the request body is larger than %d bytes", limit)
}
