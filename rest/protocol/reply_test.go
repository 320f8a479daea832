package protocol_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/protocol"
)

// TestReplyWritesNothing checks that a reply with an error writes neither headers nor a body.
func TestReplyWritesNothing(t *testing.T) {
	text, zero := "a", time.Time{}
	for name, c := range map[string]struct {
		reply protocol.Reply
		set   func(*protocol.Reply)
		body  any
		want  string
	}{
		"a nil required value": {set: func(r *protocol.Reply) {
			protocol.SetHeader(r, "X-B", true, (*string)(nil), protocol.StringText)
		}, want: `encoding the response: header "X-B": is required`},
		"a zero time": {set: func(r *protocol.Reply) {
			protocol.SetHeader(r, "X-B", true, &zero, protocol.TimeText)
		}, want: `encoding the response: header "X-B": is required`},
		"a zero date": {set: func(r *protocol.Reply) {
			protocol.SetHeader(r, "X-B", true, &rest.Date{}, protocol.DateText)
		}, want: `encoding the response: header "X-B": is required`},
		"a date that does not exist": {set: func(r *protocol.Reply) {
			protocol.SetHeader(r, "X-B", true, &rest.Date{Year: 2026, Month: 2, Day: 30}, protocol.DateText)
		}, want: `encoding the response: header "X-B": 2026-02-30 is not a day of the calendar`},
		"the first error": {set: func(r *protocol.Reply) {
			r.SetStyle(protocol.Style{Name: "X-B", Style: "simple", Required: true}, protocol.List[string](nil, protocol.StringText))
			r.SetStyle(protocol.Style{Name: "X-C", Style: "simple"}, []any{nil})
		}, want: `encoding the response: header "X-B": is required`},
		"a line feed": {set: func(r *protocol.Reply) {
			v := "b\nX-Other: c"
			protocol.SetHeader(r, "X-B", false, &v, protocol.StringText)
		}, want: `encoding the response: header "X-B": contains a control character, which a header cannot have`},
		"a status outside of the range": {reply: protocol.Reply{Status: 200, Min: 300, Max: 399}, want: "encoding the response: status 200 is not declared; want a status of 300 to 399"},
		"a body that is not JSON":       {body: func() {}, want: "encoding the response: json: unsupported type: func()"},
	} {
		w := httptest.NewRecorder()
		reply := c.reply
		protocol.SetHeader(&reply, "X-A", true, &text, protocol.StringText)
		if c.set != nil {
			c.set(&reply)
		}
		err := reply.JSON(w, "application/json", c.body)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: got error %v, want %s", name, err, c.want)
		}
		if len(w.Header()) > 0 || w.Body.Len() > 0 {
			t.Errorf("%s: got headers %v and body %s, want none", name, w.Header(), w.Body)
		}
	}
}

// TestReplyHeaders checks the headers that SetHeader and SetStyle set. An optional header is present if its text is empty, and absent if its list is
// empty.
func TestReplyHeaders(t *testing.T) {
	empty, text := "", "new"
	w := httptest.NewRecorder()
	w.Header()["Set-Cookie"] = []string{"of=middleware"}
	w.Header()["X-Text"] = []string{"old"}
	reply := protocol.Reply{Status: http.StatusAccepted}
	protocol.SetHeader(&reply, "x-text", false, &text, protocol.StringText)
	protocol.SetHeader(&reply, "X-Empty", false, &empty, protocol.StringText)
	protocol.SetHeader(&reply, "X-Absent", false, (*string)(nil), protocol.StringText)
	reply.SetStyle(protocol.Style{Name: "X-None", Style: "simple"}, protocol.List([]string{}, protocol.StringText))
	reply.SetStyle(protocol.Style{Name: "X-List", Style: "simple", Required: true}, protocol.List([]string{}, protocol.StringText))
	reply.SetStyle(protocol.Style{Name: "set-cookie", Style: "simple"}, protocol.List([]string{"a=1", "b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT"}, protocol.StringText))
	if err := reply.Nothing(w); err != nil || w.Code != http.StatusAccepted {
		t.Fatalf("Nothing: got status %d and error %v, want status 202 and no error", w.Code, err)
	}
	want := map[string][]string{
		"X-Text": {"new"}, "X-Empty": {""}, "X-List": {""}, "X-Absent": nil, "X-None": nil,
		"Set-Cookie": {"of=middleware", "a=1", "b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT"},
	}
	for name, values := range want {
		if got := w.Header()[name]; !slices.Equal(got, values) {
			t.Errorf("header %s: got %q, want %q", name, got, values)
		}
	}
}

// TestReplyWithoutBody checks that a response with status 204 or 205 has neither a body nor a Content-Type, although the operation declares JSON or a
// file. It also checks that the client accepts the response.
func TestReplyWithoutBody(t *testing.T) {
	for status, reply := range map[int]protocol.Reply{
		http.StatusNoContent:    {Min: 200, Max: 299, Usual: 200, Status: http.StatusNoContent},
		http.StatusResetContent: {Min: 200, Max: 299, Usual: http.StatusResetContent},
	} {
		for name, write := range map[string]func(*protocol.Reply, http.ResponseWriter) error{
			"JSON": func(r *protocol.Reply, w http.ResponseWriter) error {
				return r.JSON(w, "application/json", map[string]int{"a": 1})
			},
			"file": func(r *protocol.Reply, w http.ResponseWriter) error {
				return r.File(w, "image/png", rest.NewFile("", "", strings.NewReader("a")))
			},
			"a nil file": func(r *protocol.Reply, w http.ResponseWriter) error { return r.File(w, "image/png", nil) },
		} {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				reply := reply
				if err := write(&reply, w); err != nil {
					t.Errorf("status %d, %s: got error %v, want none", status, name, err)
				}
			}))
			client := server.Client()
			client.Timeout = 10 * time.Second
			res, err := client.Get(server.URL)
			if err != nil {
				server.Close()
				t.Fatal(err)
			}
			var base rest.Response
			var out *map[string]int
			err = protocol.Decode(res, "op", &base, protocol.Want{Status: 2, JSON: &out})
			if err != nil || out != nil || base.Status != status || base.Header.Get("Content-Type") != "" || len(base.Raw) > 0 {
				t.Errorf("status %d, %s: got error %v, value %v and response %+v, want only the status", status, name, err, out, base)
			}
			server.Close()
		}
	}
}
