package protocol_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rasapi/specgen/rest/protocol"
)

// dial opens a connection to a server. The deadline of the connection limits all reads and writes.
func dial(t *testing.T, s *httptest.Server) (net.Conn, *bufio.Reader) {
	t.Helper()
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return conn, bufio.NewReader(conn)
}

// receive reads a response and its body.
func receive(t *testing.T, r *bufio.Reader) (*http.Response, string) {
	t.Helper()
	res, err := http.ReadResponse(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

func problem413(limit int) string {
	return fmt.Sprintf(`{"title":"Request Entity Too Large","status":413,"detail":"the request body is larger than %d bytes"}`, limit)
}

// TestBodyLimit checks that the server accepts a body at the limit and rejects a body that is one byte longer, with and without a Content-Length. For
// a route with Stream set, the server accepts both bodies.
func TestBodyLimit(t *testing.T) {
	text := func(r *http.Request) error { _, err := protocol.ReadJSON(r, new(string), true); return err }
	form := func(r *http.Request) error { _, err := protocol.ReadForm(r, new(map[string]string), true); return err }
	raw := func(r *http.Request) error { _, err := io.ReadAll(r.Body); return err }
	for name, c := range map[string]struct {
		body   string // 10 bytes
		read   func(*http.Request) error
		server protocol.Server
		stream bool
	}{
		"JSON":      {`"aaaaaaaa"`, text, protocol.Server{Insecure: true}, false},
		"form":      {"a=bbbbbbbb", form, protocol.Server{Insecure: true}, false},
		"handler":   {"aaaaaaaaaa", raw, protocol.Server{Insecure: true}, false},
		"authorize": {"aaaaaaaaaa", raw, protocol.Server{Authorize: func(r *http.Request, _ string) (context.Context, error) { return r.Context(), raw(r) }}, false},
		"stream":    {"aaaaaaaaaa", raw, protocol.Server{Insecure: true}, true},
	} {
		t.Run(name, func(t *testing.T) {
			c.server.MaxBodyBytes = 10
			s := httptest.NewServer(c.server.Operation(protocol.Route{Operation: "op", Stream: c.stream, Serve: func(w http.ResponseWriter, r *http.Request) error {
				if err := c.read(r); err != nil {
					return err
				}
				return protocol.WriteNothing(w, 204)
			}}))
			defer s.Close()
			above := http.StatusRequestEntityTooLarge
			if c.stream {
				above = http.StatusNoContent
			}
			for _, chunked := range []bool{false, true} {
				conn, r := dial(t, s)
				head := "POST / HTTP/1.1\r\nHost: x\r\n"
				if name == "form" {
					head += "Content-Type: application/x-www-form-urlencoded\r\n"
				}
				send := func(body string) (*http.Response, string) {
					if chunked {
						fmt.Fprintf(conn, head+"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", len(body), body)
					} else {
						fmt.Fprintf(conn, head+"Content-Length: %d\r\n\r\n%s", len(body), body)
					}
					return receive(t, r)
				}
				if res, body := send(c.body); res.StatusCode != 204 {
					t.Errorf("chunked %t: body at the limit: got status %d and body %s, want 204", chunked, res.StatusCode, body)
				}
				// send uses the same connection again
				res, body := send(c.body + " ")
				if res.StatusCode != above || above == 413 && body != problem413(10) {
					t.Errorf("chunked %t: body above the limit: got status %d and body %s, want %d", chunked, res.StatusCode, body, above)
				}
				if !res.Close { // a server that keeps the connection open must accept another request
					if res, body := send(c.body); res.StatusCode != 204 {
						t.Errorf("chunked %t: request after the large body: got status %d and body %s, want 204", chunked, res.StatusCode, body)
					}
				} else if _, err := r.ReadByte(); !errors.Is(err, io.EOF) {
					t.Errorf("chunked %t: read after Connection: close: got error %v, want io.EOF", chunked, err)
				}
			}
		})
	}
}

// TestDefaultBodyLimit checks that the server reads a body of 16 MiB, and rejects a larger Content-Length before it reads the body.
func TestDefaultBodyLimit(t *testing.T) {
	s := httptest.NewServer(new(protocol.Server).Operation(protocol.Route{Operation: "op", Open: true, Serve: func(w http.ResponseWriter, r *http.Request) error {
		if _, err := protocol.ReadJSON(r, new(string), true); err != nil {
			return err
		}
		return protocol.WriteNothing(w, 204)
	}}))
	defer s.Close()
	const limit = 16 << 20
	conn, r := dial(t, s)
	fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n\"%s\"", limit, strings.Repeat("a", limit-2))
	if res, body := receive(t, r); res.StatusCode != 204 {
		t.Errorf("body at the limit: got status %d and body %s, want 204", res.StatusCode, body)
	}
	for _, expect := range []string{"", "Expect: 100-continue\r\n"} {
		conn, r = dial(t, s)
		fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n%s\r\n", limit+1, expect) // the request has no body
		if res, body := receive(t, r); res.StatusCode != 413 || body != problem413(limit) || !res.Close {
			t.Errorf("Content-Length above the limit, header %q: got status %d, body %s and close %t, want status 413 and close true", expect, res.StatusCode, body, res.Close)
		}
	}
}

// TestEndlessBody checks that the server reads an endless body up to the limit, and then closes the connection.
func TestEndlessBody(t *testing.T) {
	const limit = 1 << 20
	var read atomic.Int64
	operation := (&protocol.Server{MaxBodyBytes: limit}).Operation(protocol.Route{Operation: "op", Open: true, Serve: func(w http.ResponseWriter, r *http.Request) error {
		_, err := protocol.ReadJSON(r, new(any), true)
		return err
	}})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = counted{r.Body, &read}
		operation.ServeHTTP(w, r)
	}))
	defer s.Close()
	conn, r := dial(t, s)
	fmt.Fprint(conn, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		chunk := fmt.Sprintf("%x\r\n%s\r\n", 1<<16, strings.Repeat("[", 1<<16))
		for {
			if _, err := io.WriteString(conn, chunk); err != nil {
				return
			}
		}
	}()
	if res, body := receive(t, r); res.StatusCode != 413 || body != problem413(limit) || !res.Close {
		t.Errorf("endless body: got status %d, body %s and close %t, want status 413 and close true", res.StatusCode, body, res.Close)
	}
	if n := read.Load(); n != limit+1 {
		t.Errorf("endless body: the server read %d bytes, want %d", n, limit+1)
	}
	<-stopped // a write fails after the server has closed the connection
}

type counted struct {
	io.ReadCloser
	n *atomic.Int64
}

func (c counted) Read(b []byte) (int, error) {
	n, err := c.ReadCloser.Read(b)
	c.n.Add(int64(n))
	return n, err
}

func TestNegativeBodyLimit(t *testing.T) {
	if err := (&protocol.Server{MaxBodyBytes: -1}).Check(nil); err == nil || !strings.Contains(err.Error(), "MaxBodyBytes") {
		t.Errorf("MaxBodyBytes of -1: got error %v, want one that contains \"MaxBodyBytes\"", err)
	}
}
