package protocol

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Check returns an error if a route requires authorization but s has neither Authorize nor Insecure set. It also returns an error if s has both
// Authorize and Insecure set, or if MaxBodyBytes is negative. [NewMux] and [Server.Register] call Check. Call Check before you mount the handlers of
// [Server.Operation] and [Server.Path] on a router.
func (s *Server) Check(routes []Route) error {
	var faults []error
	if s.Authorize != nil && s.Insecure {
		faults = append(faults, errors.New("server.WithAuthorize and server.Insecure are both set (fields Authorize and Insecure of protocol.Server); remove one"))
	}
	if s.MaxBodyBytes < 0 {
		faults = append(faults, fmt.Errorf("limit of request bodies %d (field MaxBodyBytes of protocol.Server); want a positive number, or 0 for the default", s.MaxBodyBytes))
	}
	var refused []string
	for _, route := range routes {
		if s.refuses(route) {
			refused = append(refused, route.Operation)
		}
	}
	if len(refused) > 0 {
		faults = append(faults, fmt.Errorf("%s authorization but the server has none; add server.WithAuthorize(f) to check it, or server.Insecure() to serve everyone "+
			"(fields Authorize and Insecure of protocol.Server)", requires(refused)))
	}
	return errors.Join(faults...)
}

// requires returns the start of an error text, such as "operation listHosts requires". The text names at most three operations.
func requires(operations []string) string {
	switch n := len(operations); {
	case n == 1:
		return "operation " + operations[0] + " requires"
	case n <= 3:
		return fmt.Sprintf("%d operations (%s) require", n, strings.Join(operations, ", "))
	default:
		return fmt.Sprintf("%d operations (%s and %d more) require", n, strings.Join(operations[:3], ", "), n-3)
	}
}

// refuses reports whether a route requires authorization but s has neither Authorize nor Insecure set.
func (s *Server) refuses(route Route) bool {
	return s.Authorize == nil && !s.Insecure && !route.Open && !route.Optional
}

// authorize calls the function Authorize, if it is set, for a request to a route that is not Open. The returned request has the context that
// Authorize returns. If authorize does not call Authorize, or if this context is nil, the request is r itself. authorize returns an error if
// Authorize returns one, or if the server refuses the route.
func (s *Server) authorize(r *http.Request, route Route) (*http.Request, error) {
	if s.refuses(route) {
		// this error leads to the status 500 instead of 401, because the server is misconfigured
		return nil, fmt.Errorf("operation %s requires authorization but protocol.Server has neither Authorize nor Insecure set; set one of them", route.Operation)
	}
	if s.Authorize == nil || route.Open {
		return r, nil
	}
	ctx, err := s.Authorize(r, route.Operation)
	if err != nil {
		return nil, err
	}
	if ctx != nil {
		r = r.WithContext(ctx)
	}
	return r, nil
}
