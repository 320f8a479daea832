package protocol_test

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/protocol"
)

// color is an enum with a String method, as generated enums have.
type color int32

func (color) String() string { return "Red" }

// TestMultipartHeaders checks that the name or the value of a header cannot add further headers to a part.
func TestMultipartHeaders(t *testing.T) {
	for _, part := range []protocol.Part{
		{Field: "file", Value: rest.Upload{Content: strings.NewReader(""), MediaType: "text/plain\r\nX-More: 1"}},
		{Field: "file", Value: rest.Upload{Content: strings.NewReader(""), Header: http.Header{"X-Note": {"a\nb"}}}},
		{Field: "text", Value: "a", Header: http.Header{"X\rY": {"a"}}},
	} {
		if _, _, err := protocol.Multipart(nil, part); err == nil || !strings.Contains(err.Error(), "contains a line break") {
			t.Errorf("Multipart of %+v: got error %v, want one that contains \"contains a line break\"", part, err)
		}
	}
}

func TestMultipart(t *testing.T) {
	contentType, body, err := protocol.Multipart(nil,
		protocol.Part{Field: "file", Value: rest.Upload{Name: `a"b.txt`, MediaType: "text/plain", Content: strings.NewReader("one")}},
		protocol.Part{Field: "none", Value: rest.Upload{}},
		protocol.Part{Field: "nil", Value: nil},
		protocol.Part{Field: "pointer", Value: (*string)(nil)},
		protocol.Part{Field: "text", Value: "a & b\r\n"},
		protocol.Part{Field: "number", Value: color(3)},
		protocol.Part{Field: "object", Value: map[string]int{"x": 1}},
		protocol.Part{Field: "bare", Value: rest.Upload{Content: strings.NewReader("two")}},
		protocol.Part{Field: "png", MediaType: "image/png", Value: rest.Upload{Content: strings.NewReader("three"), Header: http.Header{"x-note": {"a"}}}},
		protocol.Part{Field: "gif", MediaType: "image/png", Value: rest.Upload{Content: strings.NewReader("four"), MediaType: "image/gif"}},
		protocol.Part{Field: "list", MediaType: "application/json", Value: []string{"a", "b"}, Header: http.Header{"X-Note": {"b"}}},
		protocol.Part{Field: "csv", MediaType: "text/csv", Value: "1,2"},
	)
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for r := multipart.NewReader(body, params["boundary"]); ; {
		p, err := r.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(p)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, strings.Join([]string{p.FormName(), p.FileName(), p.Header.Get("Content-Type"), string(b)}, "|")+p.Header.Get("X-Note"))
	}
	want := []string{
		`file|a"b.txt|text/plain|one`, "text|||a & b\r\n", "number|||3", `object||application/json|{"x":1}`, "bare|bare|application/octet-stream|two",
		"png|png|image/png|threea", "gif|gif|image/gif|four", `list||application/json|"a"b`, `list||application/json|"b"b`, "csv||text/csv|1,2",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("Multipart: got parts\n%q\nwant\n%q", got, want)
	}
	if _, _, err := protocol.Multipart(nil, protocol.Part{Field: "f", Value: func() {}}); err == nil {
		t.Error("Multipart with a func: got no error, want one")
	}
}

// TestMultipartStreams checks that reading the body does not copy a whole upload into memory.
func TestMultipartStreams(t *testing.T) {
	const size = 64 << 20
	_, body, err := protocol.Multipart(nil, protocol.Part{Field: "f", Value: rest.Upload{Name: "big", Content: io.LimitReader(zeros{}, size)}})
	if err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	n, err := io.Copy(io.Discard, body)
	runtime.ReadMemStats(&after)
	if err != nil || n < size || n > size+1000 {
		t.Errorf("reading the body: got %d bytes and error %v, want %d to %d bytes", n, err, size, size+1000)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > size/8 {
		t.Errorf("reading the body: got %d allocated bytes, want at most %d for an upload of %d bytes", used, size/8, size)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestForm(t *testing.T) {
	body, err := protocol.Form(struct {
		A string   `json:"a"`
		C color    `json:"c"`
		L []color  `json:"l"`
		O *int     `json:"o,omitempty"`
		N *int     `json:"n"`
		M struct{} `json:"m"`
	}{A: "x&y", C: 3, L: []color{1, 2}})
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	got, err := url.ParseQuery(string(b))
	if err != nil || got.Encode() != "a=x%26y&c=3&l=1&l=2&m=%7B%7D" {
		t.Errorf("Form: got %s and error %v, want a=x%%26y&c=3&l=1&l=2&m=%%7B%%7D", b, err)
	}
	for _, v := range []any{[]int{1}, func() {}, 3} {
		if _, err := protocol.Form(v); err == nil {
			t.Errorf("Form of a %T: got no error, want one", v)
		}
	}
}

func TestWriteFile(t *testing.T) {
	for name, c := range map[string]struct {
		file *rest.File
		want string
	}{
		"all":      {&rest.File{ReadCloser: io.NopCloser(strings.NewReader("abc")), Name: "ä b.txt", MediaType: "text/plain", Size: 3}, "text/plain|3|ä b.txt|abc"},
		"defaults": {rest.NewFile("", "", strings.NewReader("abc")), "application/octet-stream|||abc"},
	} {
		t.Run(name, func(t *testing.T) {
			w := httptest.NewRecorder()
			if err := protocol.WriteFile(w, 200, c.file); err != nil {
				t.Fatal(err)
			}
			res := w.Result()
			filename := ""
			if d := res.Header.Get("Content-Disposition"); d != "" {
				_, params, err := mime.ParseMediaType(d)
				if err != nil {
					t.Fatal(err)
				}
				filename = params["filename"]
			}
			got := strings.Join([]string{res.Header.Get("Content-Type"), res.Header.Get("Content-Length"), filename, w.Body.String()}, "|")
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	if err := protocol.WriteFile(httptest.NewRecorder(), 200, nil); err == nil {
		t.Error("WriteFile of a nil file: got no error, want one")
	}
	closed := &closer{Reader: io.MultiReader(bytes.NewReader([]byte("x")), failing{})}
	if err := protocol.WriteFile(httptest.NewRecorder(), 200, rest.NewFile("n", "t", closed)); err == nil || !closed.closed {
		t.Errorf("WriteFile of a failing source: got error %v and closed %t, want an error and a closed source", err, closed.closed)
	}
}

// TestIncompleteFile checks that the client receives an error if the source of a file fails or is shorter than Size. It also checks that the server
// calls OnError, even if the source is longer than Size.
func TestIncompleteFile(t *testing.T) {
	sized := func(size int64) *rest.File {
		f := rest.NewFile("", "", io.LimitReader(zeros{}, 1<<16))
		f.Size = size
		return f
	}
	for name, f := range map[string]*rest.File{
		"fails at start": rest.NewFile("", "", failing{}),
		"fails later":    rest.NewFile("", "", io.MultiReader(io.LimitReader(zeros{}, 1<<20), failing{})),
		"too short":      sized(1 << 17),
		"too long":       sized(1 << 15),
	} {
		t.Run(name, func(t *testing.T) {
			var logged atomic.Pointer[error]
			s := protocol.Server{OnError: func(_ *http.Request, err error) { logged.Store(&err) }}
			server := httptest.NewServer(s.Operation(protocol.Route{Open: true, Serve: func(w http.ResponseWriter, _ *http.Request) error {
				return protocol.WriteFile(w, 200, f)
			}}))
			defer server.Close()
			res, err := http.Get(server.URL)
			if err == nil {
				_, err = io.Copy(io.Discard, res.Body)
				res.Body.Close()
			}
			if err == nil && name != "too long" { // a client does not notice that the source is longer than Size
				t.Errorf("got status %d and a complete body, want an error while reading", res.StatusCode)
			}
			if server.Close(); logged.Load() == nil {
				t.Error("got no call to OnError, want one")
			}
		})
	}
}

// TestReceivedNames checks that the name of a received file contains no directories, so that programs may append the name to a directory.
func TestReceivedNames(t *testing.T) {
	for sent, want := range map[string]string{
		"a b.txt": "a b.txt", "../../etc/passwd": "passwd", `..\..\x.ini`: "x.ini", "/etc/": "", "..": "", ".": "", "C:\\x": "x",
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_ = protocol.WriteFile(w, 200, rest.NewFile(sent, "", strings.NewReader("x")))
		}))
		defer server.Close()
		res, err := http.Get(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		var f *rest.File
		if err := protocol.Decode(res, "op", new(rest.Response), protocol.Want{Status: 200, File: &f}); err != nil {
			t.Fatal(err)
		}
		if f.Close(); f.Name != want {
			t.Errorf("file name %q: got %q, want %q", sent, f.Name, want)
		}
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("broken") }

func TestSegment(t *testing.T) {
	for in, want := range map[string]string{"a": "a", ".": "%2E", "..": "%2E%2E", "...": "...", "a%2Fb": "a%2Fb"} {
		if got := protocol.Segment(in); got != want {
			t.Errorf("Segment(%q) = %q, want %q", in, got, want)
		}
	}
}

// closer records whether Close was called.
type closer struct {
	io.Reader
	closed bool
}

func (c *closer) Close() error { c.closed = true; return nil }
