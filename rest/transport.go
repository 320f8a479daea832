package rest

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"runtime/debug"
	"time"
)

// transport holds the settings of a [Conn] for TLS and redirects.
type transport struct {
	tls         *tls.Config
	authorities [][]byte // certificates in PEM
	noRedirects bool
}

// client returns the Doer that sends the requests of a connection. doer is the argument of [WithHTTPClient], or nil. client returns an error if it
// cannot apply the TLS settings.
func (t transport) client(doer Doer) (Doer, error) {
	own := t.tls != nil || t.authorities != nil
	if doer != nil {
		if own {
			return nil, errors.New("WithTLS and WithCA have no effect on the client of WithHTTPClient; set the TLSClientConfig of its transport")
		}
		if client, ok := doer.(*http.Client); ok {
			return t.redirects(client), nil
		}
		return doer, nil
	}
	shared, ok := http.DefaultTransport.(*http.Transport)
	if !ok { // the program has replaced http.DefaultTransport
		if own {
			return nil, errors.New("WithTLS and WithCA need an http.DefaultTransport that is an *http.Transport; use WithHTTPClient")
		}
		return t.redirects(http.DefaultClient), nil
	}
	clone := shared.Clone()
	clone.DialContext = (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext
	clone.ResponseHeaderTimeout = 60 * time.Second
	if own {
		config, err := t.config()
		if err != nil {
			return nil, err
		}
		clone.TLSClientConfig = config
	}
	return t.redirects(&http.Client{Transport: clone}), nil
}

// redirects returns a copy of an HTTP client. The copy follows redirects as [Conn.Do] describes, or none if noRedirects is set.
func (t transport) redirects(client *http.Client) *http.Client {
	if !t.noRedirects {
		return withRedirects(client)
	}
	refuse := *client
	refuse.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &refuse
}

// config returns the configuration of TLS connections. It returns an error if an argument of [WithCA] contains no certificate in PEM format.
func (t transport) config() (*tls.Config, error) {
	config := &tls.Config{}
	if t.tls != nil {
		config = t.tls.Clone()
	}
	if t.authorities == nil {
		return config, nil
	}
	var pool *x509.CertPool
	if config.RootCAs != nil {
		pool = config.RootCAs.Clone()
	} else {
		system, err := x509.SystemCertPool()
		if err != nil {
			system = x509.NewCertPool() // the certificates of the system cannot be read
		}
		pool = system
	}
	for _, pem := range t.authorities {
		if !pool.AppendCertsFromPEM(pem) {
			return nil, errors.New("WithCA: the argument contains no certificate in PEM format; pass one")
		}
	}
	config.RootCAs = pool
	return config, nil
}

// userAgent returns the value of the header User-Agent. The value contains the path of this module and the version that the program uses. If the
// version is unknown, it contains "devel" instead of the version.
func userAgent() string {
	const module = "github.com/rasapi/specgen"
	version := "devel"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range append(info.Deps, &info.Main) {
			if m.Path == module && m.Version != "" && m.Version != "(devel)" {
				version = m.Version
			}
		}
	}
	return "specgen/" + version + " (" + module + ")"
}
