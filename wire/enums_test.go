package wire_test

import (
	"bytes"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/protocol"
)

// enumeration is the type constraint for generated integer enums.
type enumeration interface {
	protocol.Integer
	fmt.Stringer
}

// enumTest is the test of an enum type. It has no type parameter, so that a list can contain the tests of all enum types.
type enumTest struct {
	name string
	run  func(t *testing.T) int // runs the test and returns the number of round trips
}

// enumTestOf returns the test of an enum type. The file handlers_gen_test.go calls enumTestOf for each integer enum in the operations.
func enumTestOf[T interface {
	enumeration
	rest.Member[T]
}](name string) enumTest {
	return enumTest{name, testLocations[T]}
}

// location is a place where programs encode an enum, such as a query or a database.
type location[T any] struct {
	name      string
	roundTrip func(v T) (back T, text string, err error) // encodes v as a text, and decodes the text
	named     bool                                       // whether the text contains the name of the member instead of its number
}

// TestEnumLocations encodes and decodes every enum of the list that handlers_gen_test.go contains, in every location. The decoded value must be equal
// to the original value. The text must be the number, except for [rest.Named], for which the text of a declared member must contain its name.
func TestEnumLocations(t *testing.T) {
	total := 0
	for _, e := range enums() {
		t.Run(e.name, func(t *testing.T) { total += e.run(t) })
	}
	t.Logf("the test makes %[2]d round trips with %[1]d enums", len(enums()), total)
	if len(enums()) == 0 {
		t.Fatal("got no enums, want at least one")
	}
}

// testLocations tests the members of an enum, and three other numbers, in every location. It returns the number of round trips.
func testLocations[T interface {
	enumeration
	rest.Member[T]
}](t *testing.T) int {
	values := slices.Collect(rest.EnumOf[T]().Values())
	known := len(values)
	unknown, negative := int64(987_654_321), int64(-7)
	values = append(values, T(unknown), T(negative), largest[T]())
	n := 0
	for i, v := range values {
		for _, l := range locations[T]() {
			n++
			back, text, err := l.roundTrip(v)
			digits := protocol.Int(v)
			switch {
			case err != nil || back != v:
				t.Errorf("%s: %s encoded as %q: got %s and error %v, want the same value", l.name, digits, text, protocol.Int(back), err)
			case !l.named && text != digits:
				t.Errorf("%s: got encoded text %q, want %q", l.name, text, digits)
			case l.named && i < known && !strings.Contains(text, v.String()):
				t.Errorf("%s: got encoded text %q, want a text with the name %s", l.name, text, v)
			}
		}
	}
	return n
}

// largest returns the largest int64 if the enum type can hold it, and otherwise the largest int32.
func largest[T protocol.Integer]() T {
	if v := int64(math.MaxInt64); int64(T(v)) == v {
		return T(v)
	}
	v := int64(math.MaxInt32)
	return T(v)
}

func locations[T interface {
	enumeration
	rest.Member[T]
}]() []location[T] {
	return []location[T]{
		{"JSON member", func(v T) (T, string, error) {
			var back struct{ E T }
			text, err := throughJSON(struct{ E T }{v}, &back)
			return back.E, between(text, `{"E":`, `}`), err
		}, false},
		{"JSON pointer", func(v T) (T, string, error) {
			var back struct{ E *T }
			text, err := throughJSON(struct{ E *T }{&v}, &back)
			return rest.Value(back.E), between(text, `{"E":`, `}`), err
		}, false},
		{"JSON array", func(v T) (T, string, error) {
			var back []T
			text, err := throughJSON([]T{v}, &back)
			if len(back) != 1 {
				return 0, text, err
			}
			return back[0], between(text, `[`, `]`), err
		}, false},
		{"JSON map key", func(v T) (T, string, error) {
			var back map[T]bool
			text, err := throughJSON(map[T]bool{v: true}, &back)
			for key := range back {
				return key, between(text, `{"`, `":true}`), err
			}
			return 0, text, err
		}, false},
		{"query", throughQuery[T], false},
		{"query list", throughQueryList[T], false},
		{"path", throughPath[T], false},
		{"header", throughHeader[T], false},
		{"cookie", throughCookie[T], false},
		{"form", throughForm[T], false},
		{"multipart", throughMultipart[T], false},
		{"SQL", throughSQL[T], false},
		{"YAML view", func(v T) (T, string, error) {
			text, err := yaml.Marshal(rest.NamedOf(v))
			var back rest.Named[T]
			if err == nil {
				err = yaml.Unmarshal(text, &back)
			}
			return back.V, string(text), err
		}, true},
		{"JSON view", func(v T) (T, string, error) {
			var back rest.Named[T]
			text, err := throughJSON(rest.NamedOf(v), &back)
			return back.V, text, err
		}, true},
	}
}

func throughJSON(v, back any) (string, error) {
	b, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(b, back)
	}
	return string(b), err
}

// between returns s without the provided prefix and suffix.
func between(s, before, after string) string {
	return strings.TrimSuffix(strings.TrimPrefix(s, before), after)
}

// To encode and decode enums, the functions below, except throughSQL, call package protocol as generated code does.

func throughQuery[T enumeration](v T) (back T, text string, err error) {
	var sent rest.Request
	protocol.AddQuery(&sent, "e", &v, protocol.IntText)
	query := strings.Join(sent.Query, "&")
	var dst *T
	err = protocol.Optional(protocol.Query(&http.Request{URL: &url.URL{RawQuery: query}}), "e", &dst, protocol.ParseInt)
	return rest.Value(dst), strings.TrimPrefix(query, "e="), errors.Join(sent.Err, err)
}

func throughQueryList[T enumeration](v T) (back T, text string, err error) {
	var sent rest.Request
	style := protocol.Style{Name: "e", Style: "form", Explode: true, Required: true}
	protocol.StyleQuery(&sent, style, protocol.List([]T{v, v}, protocol.IntText))
	var dst []T
	err = protocol.BindList(protocol.Query(&http.Request{URL: &url.URL{RawQuery: strings.Join(sent.Query, "&")}}), style, &dst, protocol.ParseInt)
	if err != nil || len(dst) != 2 || dst[0] != dst[1] {
		return 0, strings.Join(sent.Query, "&"), fmt.Errorf("%v %w", dst, errors.Join(sent.Err, err))
	}
	return dst[0], strings.TrimPrefix(sent.Query[0], "e="), nil
}

func throughPath[T enumeration](v T) (back T, text string, err error) {
	r := httptest.NewRequest(http.MethodGet, "/"+protocol.Int(v), nil)
	text = strings.TrimPrefix(r.URL.EscapedPath(), "/")
	r.SetPathValue("e", text)
	back, err = protocol.PathInt[T](r, "e")
	return back, text, err
}

func throughHeader[T enumeration](v T) (back T, text string, err error) {
	var sent rest.Request
	protocol.AddHeader(&sent, "E", &v, protocol.IntText)
	err = protocol.Value(protocol.Header(&http.Request{Header: sent.Header}), "E", true, &back, protocol.ParseInt)
	return back, sent.Header.Get("E"), errors.Join(sent.Err, err)
}

func throughCookie[T enumeration](v T) (back T, text string, err error) {
	var sent rest.Request
	protocol.AddCookie(&sent, "e", &v, protocol.IntText)
	err = protocol.Value(protocol.Cookies(&http.Request{Header: http.Header{"Cookie": sent.Cookies}}), "e", true, &back, protocol.ParseInt)
	return back, strings.TrimPrefix(strings.Join(sent.Cookies, ""), "e="), errors.Join(sent.Err, err)
}

func throughForm[T enumeration](v T) (back T, text string, err error) {
	body, err := protocol.Form(struct {
		E T `json:"e"`
	}{v})
	if err != nil {
		return 0, "", err
	}
	sent, err := io.ReadAll(body)
	if err != nil {
		return 0, "", err
	}
	form, err := url.ParseQuery(string(sent))
	if err != nil {
		return 0, "", err
	}
	r := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(sent))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var dst struct {
		E T `json:"e"`
	}
	_, err = protocol.ReadForm(r, &dst, true)
	return dst.E, form.Get("e"), err
}

func throughMultipart[T enumeration](v T) (back T, text string, err error) {
	contentType, body, err := protocol.Multipart(nil, protocol.Part{Field: "e", Value: v})
	if err != nil {
		return 0, "", err
	}
	r := httptest.NewRequest(http.MethodPost, "/", body)
	r.Header.Set("Content-Type", contentType)
	m, err := protocol.ReadMultipart(r)
	if err != nil {
		return 0, "", err
	}
	part, err := m.NextPart()
	if err != nil {
		return 0, "", err
	}
	b, err := io.ReadAll(part)
	if err != nil {
		return 0, "", err
	}
	n, err := strconv.ParseInt(string(b), 10, 64)
	return T(n), string(b), err
}

func throughSQL[T enumeration](v T) (back T, text string, err error) {
	stored, err := driver.DefaultParameterConverter.ConvertValue(v)
	if err != nil {
		return 0, "", err
	}
	var column sql.Null[T]
	err = column.Scan(stored)
	return column.V, fmt.Sprint(stored), err
}
