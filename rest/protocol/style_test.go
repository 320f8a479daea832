package protocol_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/protocol"
)

// either is a union with some of the methods that specgen generates.
type either struct{ union json.RawMessage }

func (e either) MarshalJSON() ([]byte, error)     { return e.union.MarshalJSON() }
func (e *either) UnmarshalJSON(data []byte) error { return e.union.UnmarshalJSON(data) }
func union(text string) either                    { return either{json.RawMessage(text)} }

type point struct {
	X    int        `json:"x"`
	Name *string    `json:"name,omitempty"`
	At   *time.Time `json:"at,omitempty"`
	List []color    `json:"list,omitzero"`
	Sub  *point     `json:"sub,omitempty"`
}

// object is a type as specgen generates it for a schema that allows undeclared members.
type object struct {
	A                    string                     `json:"a"`
	AdditionalProperties map[string]json.RawMessage `json:"-"`
}

func (o *object) UnmarshalJSON(b []byte) error {
	type known object
	return protocol.UnmarshalOpen(b, (*known)(o), &o.AdditionalProperties, "a")
}

func (o object) MarshalJSON() ([]byte, error) {
	type known object
	return protocol.MarshalOpen(known(o), o.AdditionalProperties)
}

var (
	day   = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	words = `a,b&c=d+e%20f|g`
)

// bindQuery decodes the parameter p of a query.
func bindQuery(query string, s protocol.Style, dst any) error {
	return protocol.Bind(protocol.Query(&http.Request{URL: &url.URL{Path: "/", RawQuery: query}}), s, dst)
}

// TestQueryStyles checks that StyleQuery writes values as OpenAPI specifies, and that Bind reads the same values.
func TestQueryStyles(t *testing.T) {
	for want, c := range map[string]struct {
		style protocol.Style
		value any
	}{
		"p=1&p=2":       {protocol.Style{Style: "form", Explode: true}, []color{1, 2}},
		"p=1,2":         {protocol.Style{Style: "form"}, []int{1, 2}},
		"p=a%2Cb,c":     {protocol.Style{Style: "form"}, []string{"a,b", "c"}},
		"p=1%202":       {protocol.Style{Style: "spaceDelimited"}, []int{1, 2}},
		"p=a%26%7Cb%3D": {protocol.Style{Style: "pipeDelimited"}, []string{"a&", "b="}},
		"p=a&p=b%7C":    {protocol.Style{Style: "pipeDelimited", Explode: true}, []string{"a", "b|"}},
		"p%5Bx%5D=1&p%5Bname%5D=n&p%5Bat%5D=2026-01-02T03%3A04%3A05Z&p%5Blist%5D%5B0%5D=3&p%5Bsub%5D%5Bx%5D=0": {
			protocol.Style{Style: "deepObject", Explode: true}, point{X: 1, Name: new("n"), At: &day, List: []color{3}, Sub: &point{}}},
		"p%5B%26%5D=1":                        {protocol.Style{Style: "deepObject", Explode: true}, map[string]int{"&": 1}},
		"x=1&name=n":                          {protocol.Style{Style: "form", Explode: true}, point{X: 1, Name: new("n")}},
		"p=x,1,name,a%2Cb":                    {protocol.Style{Style: "form"}, point{X: 1, Name: new("a,b")}},
		"p%5Ba%5D=s&p%5Bb%5D=2&p%5Bc%5D=true": {protocol.Style{Style: "deepObject", Explode: true}, object{A: "s", AdditionalProperties: map[string]json.RawMessage{"b": []byte("2"), "c": []byte("true")}}},
		"p=7":                                 {protocol.Style{Style: "form", Explode: true, Kinds: "integer string"}, union(`7`)},
		"p=007":                               {protocol.Style{Style: "form", Explode: true, Kinds: "integer string"}, union(`"007"`)},
		"p=seven":                             {protocol.Style{Style: "form", Explode: true, Kinds: "array string", Items: "string"}, union(`"seven"`)},
		"p=7&p=8":                             {protocol.Style{Style: "form", Explode: true, Kinds: "array string", Items: "string"}, union(`["7","8"]`)},
		"p=7,8":                               {protocol.Style{Style: "form", Kinds: "array integer", Items: "integer"}, union(`[7,8]`)},
		"p%5Bgt%5D=7":                         {protocol.Style{Style: "deepObject", Explode: true, Kinds: "integer object"}, union(`{"gt":7}`)},
		"p=true":                              {protocol.Style{Style: "form", Explode: true, Kinds: "boolean integer"}, union(`true`)},
		"p=any":                               {protocol.Style{Style: "form", Explode: true}, json.RawMessage(`"any"`)},
		"p=a%2Cb%3Dc%2Bd%2520e%7Cf":           {protocol.Style{Style: "form", Explode: true, Kinds: "string"}, union(`"a,b=c+d%20e|f"`)},
		"":                                    {protocol.Style{Style: "form", Explode: true}, (*point)(nil)},
	} {
		t.Run(want, func(t *testing.T) {
			c.style.Name = "p"
			var r rest.Request
			if protocol.StyleQuery(&r, c.style, c.value); r.Err != nil {
				t.Fatal(r.Err)
			}
			if got := strings.Join(r.Query, "&"); got != want {
				t.Errorf("StyleQuery: got %q, want %q", got, want)
			}
			got := reflect.New(reflect.TypeOf(c.value))
			if err := bindQuery("other=1&"+want, c.style, got.Interface()); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got.Elem().Interface(), c.value) {
				t.Errorf("Bind: got %+v, want %+v", got.Elem(), c.value)
			}
		})
	}
}

// TestExplodedUnion checks an exploded union of objects. The object consists of the query parameters that no other parameter declares.
func TestExplodedUnion(t *testing.T) {
	style := protocol.Style{Name: "p", Style: "form", Explode: true, Required: true, Kinds: "object"}
	query := protocol.Query(&http.Request{URL: &url.URL{Path: "/", RawQuery: "email=a%40b&type=user"}})
	var got either
	if err := protocol.Bind(query, style, &got, "type"); err != nil || !reflect.DeepEqual(got, union(`{"email":"a@b"}`)) {
		t.Errorf("Bind: got %s and error %v, want the member email", got.union, err)
	}
}

// TestQueryOfOtherClients checks queries in the forms that other clients write, with escaped separators and with other names for list items.
func TestQueryOfOtherClients(t *testing.T) {
	numbers, texts := []int{1, 2}, []string{"a", "b"}
	for query, c := range map[string]struct {
		style string
		want  any
	}{
		"p=1%2C2":           {"form", numbers},
		"p=1|2":             {"pipeDelimited", numbers},
		"p=1%7c2":           {"pipeDelimited", numbers},
		"p=1+2":             {"spaceDelimited", numbers},
		"p[]=a&p[]=b":       {"deepObject", texts},
		"p[1]=b&p[0]=a":     {"deepObject", texts},
		"p=%5B%22a%22,1%5D": {"form", []string{`["a"`, "1]"}},
	} {
		got := reflect.New(reflect.TypeOf(c.want))
		err := bindQuery(query, protocol.Style{Name: "p", Style: c.style, Explode: c.style == "deepObject"}, got.Interface())
		if err != nil || !reflect.DeepEqual(got.Elem().Interface(), c.want) {
			t.Errorf("Bind of %s: got %v and error %v, want %v", query, got.Elem(), err, c.want)
		}
	}
}

// TestStylesRefuse checks the errors for values that a style cannot represent, and for texts that do not match the type.
func TestStylesRefuse(t *testing.T) {
	for name, add := range map[string]func(*rest.Request){
		"space": func(r *rest.Request) {
			protocol.StyleQuery(r, protocol.Style{Name: "p", Style: "spaceDelimited"}, []string{"a b"})
		},
		"pipe": func(r *rest.Request) {
			protocol.StyleQuery(r, protocol.Style{Name: "p", Style: "pipeDelimited"}, []string{"a|b"})
		},
		"header": func(r *rest.Request) {
			protocol.StyleHeader(r, protocol.Style{Name: "p", Style: "simple"}, []string{"a,b"})
		},
		"null": func(r *rest.Request) {
			protocol.StyleQuery(r, protocol.Style{Name: "p", Style: "form", Explode: true}, []*int{nil})
		},
		"cookie": func(r *rest.Request) { protocol.StyleCookie(r, protocol.Style{Name: "p", Style: "form"}, []*int{nil}) },
		"deep": func(r *rest.Request) {
			protocol.StyleQuery(r, protocol.Style{Name: "p", Style: "deepObject", Explode: true}, map[string][]*int{"a": {nil}})
		},
		"required": func(r *rest.Request) {
			protocol.StyleQuery(r, protocol.Style{Name: "p", Style: "form", Required: true}, nil)
		},
		"function": func(r *rest.Request) { protocol.StyleQuery(r, protocol.Style{Name: "p", Style: "form"}, func() {}) },
		"path":     func(r *rest.Request) { protocol.StylePath(r, protocol.Style{Name: "p", Style: "simple"}, []string{}) },
		"number": func(r *rest.Request) {
			protocol.StyleQuery(r, protocol.Style{Name: "p"}, protocol.List([]float64{math.NaN()}, protocol.FloatText))
		},
	} {
		var r rest.Request
		add(&r)
		if r.Err == nil || !strings.HasPrefix(r.Err.Error(), `parameter "p": `) {
			t.Errorf("%s: got error %v, want one that names the parameter p", name, r.Err)
		}
		if len(r.Query)+len(r.Header)+len(r.Cookies) > 0 {
			t.Errorf("%s: got request %+v, want no query, header or cookie", name, r)
		}
	}
	for query, c := range map[string]struct {
		style protocol.Style
		dst   any
		want  string
	}{
		"":              {protocol.Style{Required: true}, new([]int), "is required"},
		"p=x":           {protocol.Style{Explode: true}, new([]int), `"x" is not a number`},
		"p=1.5":         {protocol.Style{Explode: true}, new([]int), "cannot be number 1.5"},
		"p=x&p=y":       {protocol.Style{Explode: true}, new(string), "is not a single value"},
		"p=yes":         {protocol.Style{}, new([]bool), `"yes" is not true or false`},
		"p=s":           {protocol.Style{Explode: true, Kinds: "boolean integer"}, new(either), `"s" is not one of the types boolean, integer`},
		"p=1":           {protocol.Style{Style: "deepObject", Explode: true}, new(point), `"1" is not an object`},
		"p[x]=y":        {protocol.Style{Style: "deepObject", Explode: true}, new(point), `member "x": "y" is not a number`},
		"p[list]=1":     {protocol.Style{Style: "deepObject", Explode: true}, new(point), ""},
		"p[x][y]=1":     {protocol.Style{Style: "deepObject", Explode: true}, new(point), `member "x": is not a single value`},
		"p[at]=now":     {protocol.Style{Style: "deepObject", Explode: true}, new(point), "\"now\" is not a date and time"},
		"p[more]=no":    {protocol.Style{Style: "deepObject", Explode: true}, new(point), ""},
		"p[5]=1":        {protocol.Style{Style: "deepObject", Explode: true}, new([]int), "has no item [0]"},
		"p[0]=1&p[2]=2": {protocol.Style{Style: "deepObject", Explode: true}, new([]int), "has no item [1]"},
		"p[a]=1&p=2":    {protocol.Style{Style: "form", Explode: true}, new([]int), "has no item [0]"},
		"p[list][00]=1": {protocol.Style{Style: "deepObject", Explode: true}, new(point), `member "list": has no item [0]`},
	} {
		c.style.Name = "p"
		err := bindQuery(query, c.style, c.dst)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("Bind of %q into %T: got error %v, want one that contains %q, or none if this text is empty", query, c.dst, err, c.want)
		}
	}
	query := protocol.Query(httptest.NewRequest("GET", "/?p[5]=a", nil))
	if err := protocol.BindList(query, protocol.Style{Name: "p", Style: "form", Explode: true}, new([]string), protocol.ParseString); rest.Status(err) != http.StatusBadRequest {
		t.Errorf("BindList of p[5]=a: got error %v, want one with status 400", err)
	}
}

// TestSpacesInPath checks a list in a path that the router has unescaped. The spaces belong to the items.
func TestSpacesInPath(t *testing.T) {
	r := httptest.NewRequest("GET", "/a%20,%20b", nil)
	r.SetPathValue("p", "a , b")
	var got []string
	if err := protocol.Bind(protocol.Path(r), protocol.Style{Name: "p", Style: "simple"}, &got); err != nil || !slices.Equal(got, []string{"a ", " b"}) {
		t.Errorf("Bind: got %q and error %v, want the items with their spaces", got, err)
	}
}

// TestOtherLocations checks parameters in the path, in headers and in cookies.
func TestOtherLocations(t *testing.T) {
	for want, c := range map[string]struct {
		style protocol.Style
		value any
	}{
		"a%2Cb,c%2Fd":           {protocol.Style{Style: "simple"}, []string{"a,b", "c/d"}},
		".a%2Eb.c":              {protocol.Style{Style: "label", Explode: true}, []string{"a.b", "c"}},
		".1,2":                  {protocol.Style{Style: "label"}, []int{1, 2}},
		";p=1;p=2":              {protocol.Style{Style: "matrix", Explode: true}, []int{1, 2}},
		";p=1,2":                {protocol.Style{Style: "matrix"}, []int{1, 2}},
		";x=1;name=a%3Bb":       {protocol.Style{Style: "matrix", Explode: true}, point{X: 1, Name: new("a;b")}},
		"x=1,name=a%3Db":        {protocol.Style{Style: "simple", Explode: true}, point{X: 1, Name: new("a=b")}},
		"x,1,name,n":            {protocol.Style{Style: "simple"}, point{X: 1, Name: new("n")}},
		"7":                     {protocol.Style{Style: "simple", Kinds: "integer string"}, union("7")},
		"a%2Cb%3Dc+d%2520e%7Cf": {protocol.Style{Style: "simple", Kinds: "string"}, union(`"a,b=c+d%20e|f"`)},
	} {
		c.style.Name = "p"
		var sent rest.Request
		got := protocol.StylePath(&sent, c.style, c.value)
		if sent.Err != nil || got != want {
			t.Errorf("StylePath: got %q and error %v, want %q", got, sent.Err, want)
		}
		r := httptest.NewRequest("GET", "/"+got, nil)
		r.URL.RawPath = "/" + got
		r.SetPathValue("p", got)
		into := reflect.New(reflect.TypeOf(c.value))
		if err := protocol.Bind(protocol.Path(r), c.style, into.Interface()); err != nil || !reflect.DeepEqual(into.Elem().Interface(), c.value) {
			t.Errorf("Bind of %s: got %v and error %v, want %v", want, into.Elem(), err, c.value)
		}
	}
	for _, value := range []any{[]int{1, 2}, point{X: 1, Name: new("n")}, union(`"a,b=c+d%20e|f"`), map[string]bool{"a": true}} {
		for _, explode := range []bool{false, true} {
			inHeader, inCookie := protocol.Style{Name: "p", Style: "simple", Explode: explode}, protocol.Style{Name: "p", Style: "form", Explode: explode}
			var r rest.Request
			protocol.StyleHeader(&r, inHeader, value)
			protocol.StyleCookie(&r, inCookie, value)
			if r.Err != nil {
				t.Fatal(r.Err)
			}
			arrived := httptest.NewRequest("GET", "/", nil)
			arrived.Header = r.Header
			arrived.Header["Cookie"] = r.Cookies
			header, cookie := reflect.New(reflect.TypeOf(value)), reflect.New(reflect.TypeOf(value))
			if err := errors.Join(protocol.Bind(protocol.Header(arrived), inHeader, header.Interface()), protocol.Bind(protocol.Cookies(arrived), inCookie, cookie.Interface())); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(header.Elem().Interface(), value) || !reflect.DeepEqual(cookie.Elem().Interface(), value) {
				t.Errorf("Bind: got header %v and cookie %v, want %v", header.Elem(), cookie.Elem(), value)
			}
		}
	}
}

// form is a form with members of different types.
type form struct {
	Text   string         `json:"text"`
	Level  color          `json:"level"`
	List   []string       `json:"list,omitzero"`
	Points []point        `json:"points,omitzero"`
	Point  *point         `json:"point,omitempty"`
	Map    map[string]int `json:"map,omitzero"`
	Either *either        `json:"either,omitempty"`
}

// TestForms checks that ReadForm reads the values that Form writes, in the default styles and in the styles of a document.
func TestForms(t *testing.T) {
	value := form{
		Text: words, Level: 3, List: []string{"a,b", "c"}, Points: []point{{X: 1, Sub: &point{X: 2}}, {X: 3}}, Point: &point{X: 4, At: &day},
		Map: map[string]int{"a[b": 5}, Either: new(union(`"5"`)),
	}
	deep := []protocol.Style{
		{Name: "either", Kinds: "string"}, {Name: "list", Style: "form"}, {Name: "point", Style: "deepObject", Explode: true},
		{Name: "points", Style: "deepObject", Explode: true},
	}
	usual := deep[:1]
	for want, styles := range map[string][]protocol.Style{
		"text=a%2Cb%26c%3Dd%2Be%2520f%7Cg&level=3&list=a%2Cb&list=c&points=%7B%22x%22%3A1%2C%22sub%22%3A%7B%22x%22%3A2%7D%7D&points=%7B%22x%22%3A3%7D&" +
			"point=%7B%22x%22%3A4%2C%22at%22%3A%222026-01-02T03%3A04%3A05Z%22%7D&map=%7B%22a%5Bb%22%3A5%7D&either=5": usual,
		"text=a%2Cb%26c%3Dd%2Be%2520f%7Cg&level=3&list=a%2Cb,c&points%5B0%5D%5Bx%5D=1&points%5B0%5D%5Bsub%5D%5Bx%5D=2&points%5B1%5D%5Bx%5D=3&" +
			"point%5Bx%5D=4&point%5Bat%5D=2026-01-02T03%3A04%3A05Z&map=%7B%22a%5Bb%22%3A5%7D&either=5": deep,
	} {
		body, err := protocol.Form(value, styles...)
		if err != nil {
			t.Fatal(err)
		}
		data, _ := io.ReadAll(body)
		if string(data) != want {
			t.Errorf("Form: got %s, want %s", data, want)
		}
		var got form
		present, err := protocol.ReadForm(posted(want), &got, true, styles...)
		if err != nil || !present || !reflect.DeepEqual(got, value) {
			t.Errorf("ReadForm: got %+v and error %v, want %+v", got, err, value)
		}
	}
}

func posted(form string) *http.Request {
	r := httptest.NewRequest("POST", "/", strings.NewReader(form))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	return r
}

// TestReadForm checks bodies that are not forms, and forms that [protocol.Form] cannot write.
func TestReadForm(t *testing.T) {
	var open map[string]json.RawMessage
	if _, err := protocol.ReadForm(posted("a=1&b[c]=d&e[]=f&e[]=g&a%zz=1&&h"), &open, true); err != nil {
		t.Fatal(err)
	}
	if got, _ := json.Marshal(open); string(got) != `{"a":1,"b":{"c":"d"},"e":["f","g"],"h":""}` {
		t.Errorf("ReadForm: got %s, want the members a, b, e and h", got)
	}
	var unclosed map[string]string
	if _, err := protocol.ReadForm(posted("a[b=1&[=2&c[]d=3"), &unclosed, true); err != nil {
		t.Fatal(err)
	}
	if want := map[string]string{"a[b": "1", "[": "2", "c[]d": "3"}; !maps.Equal(unclosed, want) {
		t.Errorf("ReadForm: got %q, want %q", unclosed, want)
	}
	var got form
	none := httptest.NewRequest("POST", "/", nil)
	if present, err := protocol.ReadForm(none, &got, false); present || err != nil {
		t.Errorf("ReadForm without a body: got present %t and error %v, want false and no error", present, err)
	}
	other := httptest.NewRequest("POST", "/", strings.NewReader("{}"))
	many := posted(strings.Repeat("text=a&", 10_000))
	deep := posted("text" + strings.Repeat("[a]", 65) + "=1")
	limited := posted("text=" + strings.Repeat("a", 100))
	limited.Body = http.MaxBytesReader(nil, limited.Body, 10)
	for status, requests := range map[int][]*http.Request{
		http.StatusBadRequest:            {none, other, posted("level=x"), posted("level=1&level=2"), posted("text=%zz"), posted("point=1"), many, deep},
		http.StatusRequestEntityTooLarge: {limited},
	} {
		for i, r := range requests {
			_, err := protocol.ReadForm(r, &got, true)
			if e, ok := errors.AsType[*rest.Error](err); !ok || e.Status != status {
				t.Errorf("ReadForm of request %d: got error %v, want status %d", i, err, status)
			}
		}
	}
}

// TestManyAndDeepNames checks that reading a form or a query takes less than 10 s, even with many fields or with names that have many brackets.
func TestManyAndDeepNames(t *testing.T) {
	var form strings.Builder
	for i := range 9_999 {
		fmt.Fprintf(&form, "k%d=1&", i)
	}
	done := make(chan error, 1)
	go func() {
		var got map[string]int
		if _, err := protocol.ReadForm(posted(form.String()), &got, true); err != nil || len(got) != 9_999 {
			done <- fmt.Errorf("ReadForm: got %d fields and error %w, want 9999 fields", len(got), err)
			return
		}
		r := &http.Request{URL: &url.URL{Path: "/", RawQuery: "p" + strings.Repeat("[a]", 300_000) + "=1"}}
		err := protocol.Bind(protocol.Query(r), protocol.Style{Name: "p", Style: "deepObject", Explode: true}, new(any))
		if err == nil || !strings.HasSuffix(err.Error(), "has 300000 levels of brackets; at most 64 are allowed") {
			done <- fmt.Errorf("Bind of a query with 300000 levels: got error %w, want one that contains the limit", err)
			return
		}
		done <- nil
	}()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("ReadForm and Bind: got no result within 10 s, want one")
	}
}

// unrepresentable matches the errors for values that a style cannot represent.
var unrepresentable = regexp.MustCompile("cannot|is the separator of style|a list contains null")

// FuzzBindQuery checks that StyleQuery can encode every value that Bind returns, unless a style cannot represent the value.
func FuzzBindQuery(f *testing.F) {
	for _, seed := range []string{"p=1", "p[x]=1&p[sub][x]=2", "p[list][0]=1&p[list][]=2", "x=1&name=%zz", "p=x,1,name,n", "p[]=1", "p[=1", "p]=1", "p[x", "p={}"} {
		f.Add(seed, uint8(len(seed)))
	}
	f.Add("p[0]=a%7Cb", uint8(3)) // pipeDelimited
	f.Fuzz(func(t *testing.T, query string, n uint8) {
		if _, err := url.ParseRequestURI("/?" + query); err != nil {
			return // the query is not a valid request target
		}
		style := protocol.Style{Name: "p", Style: []string{"form", "deepObject", "spaceDelimited", "pipeDelimited"}[n%4], Explode: n&4 != 0, Kinds: []string{"", "array string"}[n>>3&1]}
		for _, dst := range []any{new(point), new([]string), new(map[string]int), new(either), new(object)} {
			if bindQuery(query, style, dst) != nil {
				continue
			}
			var sent rest.Request
			if protocol.StyleQuery(&sent, style, dst); sent.Err != nil && !unrepresentable.MatchString(sent.Err.Error()) {
				t.Errorf("StyleQuery after Bind of %q into %T: got error %v, want none", query, dst, sent.Err)
			}
		}
	})
}
