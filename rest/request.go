package rest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/rasapi/specgen/rest/internal/call"
)

// Operation describes an operation in the document.
type Operation struct {
	ID         string // operationId; if it is empty in the document, the method and path
	Method     string // HTTP method
	Pattern    string // path in the document without its query, such as "/api/MFA/{id}"
	Area       string // name of the operation's tag
	Idempotent bool   // value of x-idempotent; if it is not set, true for GET, HEAD, OPTIONS, TRACE, PUT and DELETE
}

// OperationFromContext returns the operation of the request with the context ctx. It returns false if ctx is not the context of a request that a
// [Conn] sends. A [Middleware] or a transport can call it.
func OperationFromContext(ctx context.Context) (Operation, bool) {
	if x, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		return x.request.Operation, true
	}
	return Operation{}, false
}

// Request describes a call to an operation. Generated code creates Requests.
type Request struct {
	Operation   Operation
	Path        string   // escaped path with a leading slash
	Query       []string // encoded parameters, such as "a=1&a=2"
	Header      http.Header
	Cookies     []string // encoded cookies, such as "a=1"
	ContentType string   // media type of the body
	Body        io.Reader
	Accept      string   // value of the header Accept unless Header contains one, or "" for none
	Redirects   bool     // whether the operation declares only redirects as successful responses; Do returns them, unless CheckRedirect follows them
	Security    Security // nil if the operation needs no credentials that clients support
	Secrets     []string // escaped values of secret path parameters; Do removes the escaped and the unescaped values from errors
	Params      any      // other parameters, whose secrets Do removes from errors; nil if none are secret
	Err         error    // error that Do returns instead of sending the request; nil if the request is valid
}

// build returns the HTTP request of a call. It records the credentials in x.secrets, so that errors do not contain them.
func (x *exchange) build() (*http.Request, error) {
	r := &x.request
	if r.Err != nil {
		return nil, r.Err
	}
	target := x.conn.base + r.Path
	if len(r.Query) > 0 {
		target += "?" + strings.Join(r.Query, "&")
	}
	body := r.Body
	if content, ok := body.(*call.Content); ok {
		body = content.Reader // if this is a bytes.Reader or strings.Reader, net/http sets GetBody, so that the request can be sent again
	}
	req, err := http.NewRequestWithContext(x, r.Operation.Method, target, body)
	if err != nil {
		return nil, err
	}
	req.Header["User-Agent"] = []string{x.conn.userAgent}
	for name, values := range r.Header {
		req.Header[http.CanonicalHeaderKey(name)] = values
	}
	if len(r.Cookies) > 0 {
		req.Header["Cookie"] = []string{strings.Join(slices.Concat(req.Header["Cookie"], r.Cookies), "; ")}
	}
	if r.ContentType != "" {
		req.Header.Set("Content-Type", r.ContentType)
	}
	if r.Accept != "" && req.Header.Get("Accept") == "" {
		req.Header.Set("Accept", r.Accept)
	}
	if err := x.authorize(req); err != nil {
		return nil, err
	}
	return req, edit(req, slices.Concat(x.conn.editors, x.settings.editors))
}

// edit runs editors on a request. If an editor replaces the body, edit removes GetBody, because GetBody may return the previous body.
func edit(req *http.Request, editors []Editor) error {
	if len(editors) == 0 {
		return nil
	}
	original := &originalBody{req.Body}
	if req.Body != nil {
		req.Body = original
	}
	for _, e := range editors {
		if e == nil {
			return errors.New("an editor is nil")
		}
		if err := e(req); err != nil {
			return err
		}
	}
	switch {
	case req.Body == original:
		req.Body = original.ReadCloser
	case original.ReadCloser != nil || req.Body != nil:
		req.GetBody = nil // a retry or a redirect would send the previous body
	}
	return nil
}

// originalBody wraps the body of a request, so that edit can detect a replaced body.
type originalBody struct{ io.ReadCloser }
