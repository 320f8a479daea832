package rest

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// withRedirects returns a copy of an HTTP client. The copy follows redirects as [Conn.Do] describes.
func withRedirects(client *http.Client) *http.Client {
	follow := *client
	follow.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		first := origin(via[0].URL)
		crossOrigin := slices.ContainsFunc(append(via[1:len(via):len(via)], req), func(hop *http.Request) bool { return origin(hop.URL) != first })
		if crossOrigin {
			strip(req)
		}
		switch {
		case client.CheckRedirect != nil:
			return client.CheckRedirect(req, via)
		case declaresOnlyRedirects(req):
			return http.ErrUseLastResponse
		case req.Method != via[0].Method, crossOrigin && req.Method != http.MethodGet && req.Method != http.MethodHead:
			return http.ErrUseLastResponse
		case len(via) >= 10: // the limit of net/http
			return errors.New("stopped after 10 redirects")
		}
		return nil
	}
	return &follow
}

// declaresOnlyRedirects reports whether the operation of req declares only redirects as successful responses.
func declaresOnlyRedirects(req *http.Request) bool {
	x, ok := req.Context().Value(exchangeKey{}).(*exchange)
	return ok && x.request.Redirects
}

// origin returns the scheme, host and port of a URL (RFC 6454). If the URL has no port, origin uses the default port of the scheme.
func origin(u *url.URL) string {
	scheme, port := strings.ToLower(u.Scheme), u.Port()
	switch {
	case port != "":
	case scheme == "https":
		port = "443"
	case scheme == "http":
		port = "80"
	}
	return scheme + "://" + strings.ToLower(u.Hostname()) + ":" + port
}

// strip prepares a request to another origin, or a request that follows a redirect from another origin. It removes the body, the user information,
// and all headers except five that usually contain no secrets. An editor, a parameter or a security scheme may set a secret in another header.
func strip(req *http.Request) {
	for name := range req.Header {
		switch name {
		case "Accept", "Accept-Encoding", "Accept-Language", "Range", "User-Agent":
		default:
			delete(req.Header, name)
		}
	}
	if req.Body != nil {
		_ = req.Body.Close() // net/http created this body for the redirect, and nothing has read it
	}
	req.Body, req.GetBody, req.ContentLength = nil, nil, 0
	req.URL.User = nil // net/http would send user information as Authorization
}
