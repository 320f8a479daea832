package rest

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Security is a security requirement: a list of alternatives. Each alternative lists security schemes. A request needs the credentials of all
// schemes of one alternative.
type Security [][]Scheme

// Scheme is a security scheme that the document declares.
type Scheme struct {
	Name  string // name of the scheme in the document
	Kind  string // "header", "query" or "cookie" for an API key; "basic" or "bearer" for the header Authorization
	Key   string // name of the header, query parameter or cookie of an API key
	Token bool   // whether [WithToken] sets the credential
}

// option returns the name of the option that sets a credential of the kind of the scheme.
func (s Scheme) option() string {
	switch s.Kind {
	case "basic":
		return "WithBasic"
	case "bearer":
		return "WithBearer"
	}
	return "WithAPIKey"
}

// set adds a credential to a request.
func (s Scheme) set(req *http.Request, value string) {
	switch s.Kind {
	case "header":
		req.Header.Set(s.Key, value)
	case "query":
		req.URL.RawQuery = strings.TrimPrefix(req.URL.RawQuery+"&"+url.QueryEscape(s.Key)+"="+url.QueryEscape(value), "&")
	case "cookie":
		req.AddCookie(&http.Cookie{Name: s.Key, Value: value})
	case "basic":
		req.Header.Set("Authorization", "Basic "+value)
	default:
		req.Header.Set("Authorization", "Bearer "+value)
	}
}

// values returns the credentials of the scheme in a request. For the header Authorization, these are the text after the first space, and the password
// of basic authentication.
func (s Scheme) values(req *http.Request) []string {
	switch s.Kind {
	case "header":
		return req.Header.Values(s.Key)
	case "query":
		return req.URL.Query()[s.Key]
	case "cookie":
		var values []string
		for _, c := range req.CookiesNamed(s.Key) {
			values = append(values, c.Value)
		}
		return values
	}
	_, encoded, _ := strings.Cut(req.Header.Get("Authorization"), " ")
	_, password, _ := req.BasicAuth()
	return []string{encoded, password}
}

// WithToken sets the initial token. The token is the credential of the first supported security scheme that the document or its operations require.
// If they require none, it is the credential of the first supported scheme by name. [Conn.SetToken] changes the token. Requests of operations that do
// not declare this scheme have no token. For basic authentication, the token is the Base64 text of the user name, a colon and the password.
func WithToken(token string) Option {
	return func(c *Conn) error { c.SetToken(token); return nil }
}

// WithAPIKey sets the API key of a security scheme. scheme is the name of the security scheme in the document. Requests of operations that do not
// declare the scheme have no key.
func WithAPIKey(scheme, key string) Option {
	return withCredential(scheme, credential{option: "WithAPIKey", value: key})
}

// WithBasic sets the user name and password of a security scheme. scheme is the name of the security scheme in the document. Requests of operations
// that do not declare the scheme have no user name and password.
func WithBasic(scheme, user, password string) Option {
	return withCredential(scheme, credential{option: "WithBasic", value: base64.StdEncoding.EncodeToString([]byte(user + ":" + password)), secret: password})
}

// WithBearer sets the bearer token of a security scheme. scheme is the name of the security scheme in the document. Requests of operations that do
// not declare the scheme have no token.
func WithBearer(scheme, token string) Option {
	return withCredential(scheme, credential{option: "WithBearer", value: token})
}

// WithTokenSource calls source for the credential of a security scheme, once per call that uses the scheme. scheme is the name of the security scheme
// in the document. If source returns an error, the client does not send the request. For basic authentication, source must return the Base64 text of
// the user name, a colon and the password. source must be safe for concurrent use.
func WithTokenSource(scheme string, source func(context.Context) (string, error)) Option {
	return withCredential(scheme, credential{option: "WithTokenSource", source: source})
}

// WithSchemes sets the security schemes of the document. With this option, [NewConn] returns an error for a credential whose scheme is unknown or of
// another kind. If there are no schemes, it returns an error for each credential except the token. Generated clients use this option.
func WithSchemes(schemes ...Scheme) Option {
	return func(c *Conn) error {
		c.credentials.schemes = append(append([]Scheme{}, c.credentials.schemes...), schemes...) // not nil
		return nil
	}
}

// credential is a credential that an option sets: a value, or a function that returns the value.
type credential struct {
	option string // name of the option that set the credential
	value  string
	secret string // password of WithBasic, which must not be printed
	source func(context.Context) (string, error)
}

// withCredential returns an option that sets a credential of a scheme.
func withCredential(scheme string, c credential) Option {
	return func(conn *Conn) error {
		if c.option == "WithTokenSource" && c.source == nil {
			return errors.New("WithTokenSource: the function is nil")
		}
		if conn.credentials.byScheme == nil {
			conn.credentials.byScheme = map[string]credential{}
		}
		conn.credentials.byScheme[scheme] = c
		return nil
	}
}

// fits returns an error if the option that set c is for another kind of scheme than s. [WithTokenSource] is for every kind.
func (c credential) fits(s Scheme) error {
	if c.option == "WithTokenSource" || c.option == s.option() {
		return nil
	}
	return fmt.Errorf("%s: security scheme %q needs %s", c.option, s.Name, s.option())
}

// credentials holds the credentials of a [Conn], except the token.
type credentials struct {
	byScheme map[string]credential
	schemes  []Scheme // schemes of the document, nil if unknown
}

// check returns an error for each credential whose scheme the document does not declare, or declares with another kind. It returns nil if the schemes
// of the document are unknown.
func (c credentials) check() error {
	if c.schemes == nil {
		return nil
	}
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(c.byScheme)) {
		i := slices.IndexFunc(c.schemes, func(s Scheme) bool { return s.Name == name })
		if i >= 0 {
			faults = append(faults, c.byScheme[name].fits(c.schemes[i]))
			continue
		}
		var known []string
		for _, s := range c.schemes {
			known = append(known, s.Name)
		}
		want := "the document declares none"
		if len(known) > 0 {
			want = "want one of " + strings.Join(known, ", ")
		}
		faults = append(faults, fmt.Errorf("%s: unknown security scheme %q; %s", c.byScheme[name].option, name, want))
	}
	return errors.Join(faults...)
}

// authorize adds credentials to a request. It uses the first alternative with schemes for which the connection has all credentials. If there is no
// such alternative, it uses the first alternative for which the connection has at least one credential. An editor may set the missing credentials.
func (x *exchange) authorize(req *http.Request) error {
	var chosen []Scheme
	for _, alternative := range x.request.Security {
		known := 0
		for _, s := range alternative {
			if x.conn.hasCredential(s) {
				known++
			}
		}
		if known == len(alternative) && known > 0 {
			chosen = alternative
			break
		}
		if known > 0 && chosen == nil {
			chosen = alternative
		}
	}
	for _, s := range chosen {
		value, err := x.credential(s)
		if err != nil {
			return err
		}
		if value != "" {
			s.set(req, value)
		}
	}
	return nil
}

// hasCredential reports whether the connection has a credential for a scheme.
func (c *Conn) hasCredential(s Scheme) bool {
	_, ok := c.credentials.byScheme[s.Name]
	return ok || s.Token && c.Token() != ""
}

// credential returns the credential for a scheme, or "" if there is none. It records the credential in x.secrets. It returns an error if the
// credential is for another kind of scheme, or if the function of [WithTokenSource] returns one.
func (x *exchange) credential(s Scheme) (string, error) {
	c, ok := x.conn.credentials.byScheme[s.Name]
	if !ok {
		if !s.Token {
			return "", nil
		}
		token := x.conn.Token()
		x.secrets = append(x.secrets, token)
		return token, nil
	}
	if err := c.fits(s); err != nil {
		return "", err
	}
	if c.source != nil {
		var err error
		if c.value, err = c.source(x); err != nil {
			return "", fmt.Errorf("credential of security scheme %q: %w", s.Name, err)
		}
	}
	x.secrets = append(x.secrets, c.value, c.secret)
	return c.value, nil
}
