package protocol_test

import (
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/protocol"
)

func TestPathParameters(t *testing.T) {
	r := httptest.NewRequest("GET", "/x", nil)
	for text, want := range map[string]int32{"0": 0, "-5": -5, "2147483647": 2147483647} {
		r.SetPathValue("id", text)
		if got, err := protocol.PathInt[int32](r, "id"); err != nil || got != want {
			t.Errorf("PathInt of %q: got %d and error %v, want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "x", "1x", "2147483648", "1.0", "1e2", " 1", "--1", "-", "007", "null"} {
		r.SetPathValue("id", text)
		if got, err := protocol.PathInt[int32](r, "id"); rest.Status(err) != 400 || !strings.Contains(err.Error(), `"id"`) {
			t.Errorf("PathInt of %q: got %d and error %v, want status 400", text, got, err)
		}
	}
	escaped := &http.Request{URL: &url.URL{Path: "/7", RawPath: "/%37"}}
	escaped.SetPathValue("id", "%37") // a router that matches escaped paths sets an escaped value
	if got, err := protocol.PathInt[int32](escaped, "id"); got != 7 || err != nil {
		t.Errorf("PathInt of %%37: got %d and error %v, want 7", got, err)
	}
	r.SetPathValue("id", "-1")
	if _, err := protocol.PathInt[uint8](r, "id"); rest.Status(err) != 400 {
		t.Errorf("PathInt[uint8] of -1: got error %v, want status 400", err)
	}
	for target, want := range map[string]string{"/a%2Fb": "a/b", "/a b": "a b"} {
		r := &http.Request{URL: mustParse(t, target)}
		value := strings.TrimPrefix(r.URL.EscapedPath(), "/")
		if r.URL.RawPath == "" {
			value = strings.TrimPrefix(r.URL.Path, "/")
		}
		r.SetPathValue("name", value)
		if got, err := protocol.PathText(r, "name"); err != nil || got != want {
			t.Errorf("PathText of %s: got %q and error %v, want %q", target, got, err, want)
		}
	}
}

// both checks that parse(in) returns v and that text(v) returns want.
func both[T comparable](t *testing.T, in string, parse func(string) (T, error), v T, text func(T) (string, error), want string) {
	t.Helper()
	if got, err := parse(in); err != nil || got != v {
		t.Errorf("parsing %q: got %v and error %v, want %v", in, got, err, v)
	}
	if got, err := text(v); err != nil || got != want {
		t.Errorf("text of %v: got %q and error %v, want %q", v, got, err, want)
	}
}

func TestScalars(t *testing.T) {
	type level uint8
	type name string
	both(t, "-128", protocol.ParseInt[int8], -128, protocol.IntText[int8], "-128")
	both(t, "127", protocol.ParseInt[int8], 127, protocol.IntText[int8], "127")
	both(t, "007", protocol.ParseInt[level], 7, protocol.IntText[level], "7")
	both(t, "-9223372036854775808", protocol.ParseInt[int64], math.MinInt64, protocol.IntText[int64], "-9223372036854775808")
	both(t, "18446744073709551615", protocol.ParseInt[uint64], math.MaxUint64, protocol.IntText[uint64], "18446744073709551615")
	both(t, "-0", protocol.ParseInt[uint], 0, protocol.IntText[uint], "0")
	both(t, "0.1", protocol.ParseFloat[float32], 0.1, protocol.FloatText[float32], "0.1")
	both(t, "1.0000000596046447753906250001", protocol.ParseFloat[float32], 1.0000001, protocol.FloatText[float32], "1.0000001") // its float64 is midway between float32s
	both(t, "1e6", protocol.ParseFloat[float64], 1e6, protocol.FloatText[float64], "1000000")
	both(t, "1e-7", protocol.ParseFloat[float64], 1e-7, protocol.FloatText[float64], "1e-07")
	both(t, "True", protocol.ParseBool[bool], true, protocol.BoolText[bool], "true")
	both(t, "é", protocol.ParseString[name], "é", protocol.StringText[name], "é")
	both(t, "2026-01-02T03:04:05Z", protocol.ParseTime, day, protocol.TimeText, "2026-01-02T03:04:05Z")
	both(t, "2026-01-31", protocol.ParseDate, rest.Date{Year: 2026, Month: 1, Day: 31}, protocol.DateText, "2026-01-31")
	both(t, `{"x":7}`, protocol.ParseJSON, struct {
		X int `json:"x"`
	}{7}, protocol.JSONText, `{"x":7}`)
	for name, err := range map[string]error{
		"above":       second(protocol.ParseInt[int8]("128")),
		"below":       second(protocol.ParseInt[int8]("-129")),
		"wrapped":     second(protocol.ParseInt[int8]("300")),
		"wrapped -":   second(protocol.ParseInt[int8]("-300")),
		"unsigned":    second(protocol.ParseInt[uint64]("-1")),
		"plus":        second(protocol.ParseInt[int]("+1")),
		"empty":       second(protocol.ParseInt[int]("")),
		"minus":       second(protocol.ParseInt[int]("-")),
		"large":       second(protocol.ParseInt[int64]("-9223372036854775809")),
		"float":       second(protocol.ParseFloat[float32]("1e39")),
		"hexadecimal": second(protocol.ParseFloat[float64]("0x1p-2")),
		"NaN":         second(protocol.ParseFloat[float64]("NaN")),
		"infinity":    second(protocol.FloatText(math.Inf(1))),
		"bool":        second(protocol.ParseBool[bool]("yes")),
		"time":        second(protocol.ParseTime("2026-01-02")),
		"year":        second(protocol.TimeText(time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC))),
		"date":        second(protocol.ParseDate("2026-02-30")),
		"day":         second(protocol.DateText(rest.Date{Year: 2026, Month: 2, Day: 30})),
		"JSON":        second(protocol.ParseJSON[int]("{}")),
		"func":        second(protocol.JSONText(func() {})),
	} {
		if err == nil {
			t.Errorf("%s: got no error, want one", name)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// TestValuesOfRequests checks that Value and Optional read the values that AddQuery, AddReserved, AddHeader and AddCookie write.
func TestValuesOfRequests(t *testing.T) {
	var sent rest.Request
	for _, text := range []string{words, "", "ü ;%"} {
		protocol.AddQuery(&sent, "q&"+text, &text, protocol.StringText)
		protocol.AddReserved(&sent, "r="+text, &text, protocol.StringText)
		protocol.AddCookie(&sent, "c"+text, &text, protocol.StringText)
		protocol.AddHeader(&sent, "X-H", &text, protocol.StringText)
		r := &http.Request{URL: &url.URL{RawQuery: strings.Join(sent.Query, "&")}, Header: sent.Header}
		r.Header["Cookie"] = []string{strings.Join(sent.Cookies, "; ")}
		for name, source := range map[string]protocol.Source{
			"q&" + text: protocol.Query(r), "r=" + text: protocol.Query(r), "c" + text: protocol.Cookies(r), "x-h": protocol.Header(r),
		} {
			var got string
			var pointer *string
			if err := protocol.Value(source, name, true, &got, protocol.ParseString); err != nil || got != text {
				t.Errorf("Value of %s: got %q and error %v, want %q", name, got, err, text)
			}
			if err := protocol.Optional(source, name, &pointer, protocol.ParseString); err != nil || pointer == nil || *pointer != text {
				t.Errorf("Optional of %s: got %v and error %v, want %q", name, pointer, err, text)
			}
		}
	}
	protocol.AddQuery(&sent, "none", nil, protocol.StringText[string])
	protocol.AddHeader(&sent, "none", nil, protocol.StringText[string])
	protocol.AddCookie(&sent, "none", nil, protocol.StringText[string])
	if sent.Err != nil || len(sent.Query) != 6 || len(sent.Header) != 2 || len(sent.Cookies) != 3 {
		t.Errorf("nil values: got request %+v, want no additional parameter", sent)
	}
	protocol.AddQuery(&sent, "f", new(math.NaN()), protocol.FloatText)
	protocol.AddHeader(&sent, "g", new(math.NaN()), protocol.FloatText)
	if sent.Err == nil || !strings.HasPrefix(sent.Err.Error(), `parameter "f": `) {
		t.Errorf("NaN for f and g: got error %v, want the error for f", sent.Err)
	}
}

// TestReserved checks which characters are escaped in a value with allowReserved.
func TestReserved(t *testing.T) {
	const value, want = "a:/?#[]@!$&'()*+,;=% é", "p=a:/?%23%5B%5D@!$%26'()*%2B,;=%25%20%C3%A9"
	var r rest.Request
	protocol.AddReserved(&r, "p", new(value), protocol.StringText)
	protocol.StyleQuery(&r, protocol.Style{Name: "p", Style: "form", Explode: true, Reserved: true}, []string{value})
	protocol.StyleQuery(&r, protocol.Style{Name: "p", Style: "form", Reserved: true}, []string{"a,b/", "c"})
	if got := r.Query; !reflect.DeepEqual(got, []string{want, want, "p=a%2Cb/,c"}) {
		t.Errorf("AddReserved and StyleQuery: got query %q, want %q twice, and then \"p=a%%2Cb/,c\"", got, want)
	}
	var got string
	if err := protocol.Value(protocol.Query(&http.Request{URL: &url.URL{RawQuery: want}}), "p", true, &got, protocol.ParseString); err != nil || got != value {
		t.Errorf("Value of p: got %q and error %v, want %q", got, err, value)
	}
}

// TestParameterFaults checks the errors of a server for parameters that are absent, duplicate or not valid. It also checks parameters in the forms
// that other clients write.
func TestParameterFaults(t *testing.T) {
	r := httptest.NewRequest("GET", "/?two=1&two=2&bad=%zz&n=x&list=1%2C2&mixed=1&mixed=x&nested[a]=1", nil)
	r.Header = http.Header{"Two": {"1", "2"}, "Cookie": {`q="a b"; raw=50%+; p=first; p=second`}}
	var s string
	var n int
	var list []int
	query := protocol.Query(r)
	exploded := func(name string) protocol.Style {
		return protocol.Style{Name: name, Style: "form", Explode: true, Required: true}
	}
	for want, err := range map[string]error{
		`query parameter "none": is required`:                                     protocol.Value(query, "none", true, &s, protocol.ParseString),
		`query parameter "two": appears more than once`:                           protocol.Value(query, "two", true, &s, protocol.ParseString),
		`header parameter "two": appears more than once`:                          protocol.Value(protocol.Header(r), "two", true, &s, protocol.ParseString),
		`query parameter "bad": invalid URL escape "%zz"`:                         protocol.Optional(query, "bad", new(&s), protocol.ParseString),
		`query parameter "n": "x" is not an integer in the range of its type`:     protocol.Optional(query, "n", new(&n), protocol.ParseInt),
		`query parameter "mixed": "x" is not an integer in the range of its type`: protocol.BindList(query, exploded("mixed"), &list, protocol.ParseInt),
		`query parameter "nothing": is required`:                                  protocol.BindList(query, exploded("nothing"), &list, protocol.ParseInt),
		`query parameter "other": is required`:                                    protocol.Bind(query, exploded("other"), &list),
	} {
		if rest.Status(err) != 400 || err.Error() != "400 Bad Request: "+want {
			t.Errorf("got error %v, want %s", err, want)
		}
	}
	if err := protocol.BindList(query, exploded("list"), &list, protocol.ParseInt); err != nil || !reflect.DeepEqual(list, []int{1, 2}) {
		t.Errorf("list with an escaped separator: got %v and error %v, want 1 and 2", list, err)
	}
	for name, want := range map[string]string{"q": "a b", "raw": "50%+", "p": "first"} {
		if err := protocol.Value(protocol.Cookies(r), name, true, &s, protocol.ParseString); err != nil || s != want {
			t.Errorf("cookie %s: got %q and error %v, want %q", name, s, err, want)
		}
	}
	many := &http.Request{URL: &url.URL{RawQuery: strings.Repeat("a&", 10_000)}}
	for _, err := range []error{
		protocol.Value(protocol.Query(many), "p", false, &s, protocol.ParseString), protocol.BindList(protocol.Query(many), exploded("p"), &list, protocol.ParseInt),
	} {
		if rest.Status(err) != 400 || !strings.Contains(err.Error(), "there are 10001 parameters; at most 10000 are allowed") {
			t.Errorf("10001 parameters: got error %v, want one that contains the limit", err)
		}
	}
}
