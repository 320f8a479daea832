// Command speaks calls operations of generated APIs with their clients and responds with their servers. The handler must receive what the client
// sent, and the client must receive what the handler returned. The variable apis lists the APIs. Command speaks prints the operations and their
// shapes, and exits with code 1 if a call fails or if the two sides differ.
//
// It calls one operation of each shape four times: once with only the required values, then with all values and different members of unions. It then
// draws values of the schemas of all bodies, parameters, forms and declared errors. It exchanges these values in calls to as few operations as
// necessary. A value must arrive unchanged, and a JSON body on the wire must be valid according to package jsonschema, which shares no code with
// specgen. The method carrier.fit describes the values that no style can transmit.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/rasapi/specgen/rest"
)

// api is a generated client and its server.
type api struct {
	name     string
	document string // file with the document
	client   func(url string, c *http.Client) (any, error)
	server   any // the function New
	handlers any
}

// method is a method of the client that calls an operation.
type method struct {
	name, shape string
	call        reflect.Value
	pointer     string   // JSON pointer of the operation in the document
	mediaType   string   // media type of a body that is a stream
	schemas     []string // schemas of its parameters, its bodies and its errors
}

var (
	arrived  [][]byte      // the arguments of the handler, as text
	answer   []byte        // the result of the handler, as text
	reply    reflect.Value // the response that the handler chose, if it has several
	answers  filler        // filler that generates the result
	drawn    []byte        // if not nil, the JSON of the result
	fault    *rest.Error   // if not nil, the error that the handler returns
	sentType string        // media type of the last request
	isHead   bool          // whether the method of the last request was HEAD; its response has no body
	unknown  string        // name of a union type; the handler received a value of this type that matches no alternative
)

// record records the arguments of a handler and generates its result. Each generated handler calls record, or choose if it has several responses.
func record(out any, args ...any) error {
	arrived = [][]byte{}
	for _, a := range args {
		arrived = append(arrived, text(a))
		if union := unread(reflect.ValueOf(a)); union != "" {
			unknown = union
		}
	}
	answer, reply = nil, reflect.Value{}
	if fault != nil {
		return fault
	}
	if out != nil {
		if err := generate(reflect.ValueOf(out).Elem()); err != nil {
			return err
		}
		if _, ok := out.(**rest.File); !ok {
			answer = text(reflect.ValueOf(out).Elem().Interface())
		}
	}
	return nil
}

// generate generates the result of a handler, or decodes the drawn result.
func generate(out reflect.Value) error {
	if drawn == nil {
		answers.fill(out, 0)
		return nil
	}
	if err := json.Unmarshal(drawn, out.Addr().Interface()); err != nil {
		return fmt.Errorf("the type of the result rejects a valid value: %w", err)
	}
	return nil
}

// choose records the arguments of a handler and generates one of its responses. The round selects the response.
func choose[T any](responses []T, args ...any) (result T, err error) {
	if err := record(nil, args...); err != nil {
		return result, err
	}
	made := reflect.New(reflect.TypeOf(responses[answers.round%len(responses)])).Elem()
	for i := range made.NumField() {
		switch f := made.Field(i); made.Type().Field(i).Name {
		case "Status":
			f.SetInt(status(made.Type().Name()))
		case "JSON":
			if err := generate(f); err != nil {
				return result, err
			}
			answer = text(f.Interface())
		case "File":
			if !made.FieldByName("JSON").IsValid() {
				answers.fill(f, 0)
			}
		default:
			answers.header(f)
		}
	}
	reply = made
	return made.Interface().(T), nil
}

// status returns a status for the type of a response that is declared for a range, such as 2XX. For any other type, it returns 0, which means the
// declared status.
func status(name string) int64 {
	switch {
	case strings.HasSuffix(name, "2XX"):
		return 299
	case strings.HasSuffix(name, "3XX"):
		return 399
	}
	return 0
}

// text returns a value in a form that can be compared: its JSON, or the bytes of a reader.
func text(v any) []byte {
	if m, ok := v.(*multipart.Reader); ok {
		v = readParts(m)
	}
	if r, ok := v.(io.Reader); ok && r != nil {
		data, _ := io.ReadAll(r)
		return data
	}
	data, err := json.Marshal(v)
	if err != nil {
		return []byte("not JSON: " + err.Error())
	}
	return data
}

// unchanged reports whether a text has arrived as it was sent. A list or a map that was nil, and is therefore null in the text that was sent, may
// arrive empty.
func unchanged(sent, got []byte) bool {
	if bytes.Equal(sent, got) {
		return true
	}
	var a, b any
	return json.Unmarshal(sent, &a) == nil && json.Unmarshal(got, &b) == nil && reflect.DeepEqual(emptied(a, b), b)
}

// emptied returns the JSON value sent. It replaces each null with the value of got in the same place if that value is an empty list or object.
func emptied(sent, got any) any {
	switch to := got.(type) {
	case []any:
		if sent == nil && len(to) == 0 {
			return to
		}
		list, _ := sent.([]any)
		for i := range min(len(list), len(to)) {
			list[i] = emptied(list[i], to[i])
		}
	case map[string]any:
		if sent == nil && len(to) == 0 {
			return to
		}
		object, _ := sent.(map[string]any)
		for name := range object {
			object[name] = emptied(object[name], to[name])
		}
	}
	return sent
}

// shape returns the kinds of the parameters and results of an operation.
func shape(m reflect.Type) string {
	var parts []string
	for i := 1; i < m.NumIn()-1; i++ {
		t := m.In(i)
		part := t.Kind().String()
		switch {
		case isParams(t):
			part = "params"
		case isForm(t):
			part = "form"
		case t == reflect.TypeFor[io.Reader]():
			part = "stream"
		}
		parts = append(parts, part)
	}
	result := m.Out(0).Elem()
	for i := range result.NumField() {
		f := result.Field(i)
		if strings.HasPrefix(f.Name, "JSON") || strings.HasPrefix(f.Name, "File") {
			parts = append(parts, "-> "+f.Name[:4]+" "+f.Type.Kind().String())
		}
	}
	return strings.Join(parts, " ")
}

// isForm reports whether a type is a multipart form. Only forms and parameters are declared in the packages of clients.
func isForm(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && strings.HasSuffix(t.Name(), "Form") && strings.Contains(t.PkgPath(), "/client")
}

// isParams reports whether a type is a struct of parameters.
func isParams(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && strings.HasSuffix(t.Name(), "Params") && !strings.HasSuffix(t.PkgPath(), "/model")
}

func main() {
	every := flag.Bool("every", false, "call every operation")
	seconds := flag.Int("seconds", 60, "`time` for the exchange of drawn values of one API")
	seed := flag.Uint64("seed", 1, "seed of the values")
	uncovered := flag.Bool("uncovered", false, "list the schemas without a value")
	flag.Parse()
	bad := 0
	for _, a := range apis {
		bad += a.speak(*every, time.Duration(*seconds)*time.Second, *seed, *uncovered)
	}
	if bad > 0 {
		os.Exit(1)
	}
}

// speak calls the operations of one API and returns the number of failures and differences.
func (a api) speak(every bool, limit time.Duration, seed uint64, uncovered bool) int {
	made := reflect.ValueOf(a.server).Call([]reflect.Value{reflect.ValueOf(a.handlers)})
	handler, ok := made[0].Interface().(http.Handler)
	if !ok {
		fmt.Println("BAD", a.name, made[1])
		return 1
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	doc, err := readDocument(a.document)
	if err != nil {
		fmt.Println("BAD", a.name, err)
		return 1
	}
	s := &speaker{
		doc: doc, tap: &wiretap{RoundTripper: server.Client().Transport}, rand: rand.New(rand.NewPCG(seed, 0)),
		covered: map[string]bool{}, tried: map[string]int{},
	}
	c, err := a.client(server.URL, &http.Client{Transport: s.tap})
	if err != nil {
		fmt.Println("BAD", a.name, err)
		return 1
	}
	methods := s.methods(a.name, reflect.ValueOf(c).Elem(), reflect.ValueOf(a.handlers))
	shapes, spoken, bad, differences := map[string]bool{}, 0, 0, 0
	chosen, schemas := s.choose(methods)
	s.until = time.Now().Add(limit)
	for _, m := range methods {
		if shapes[m.shape] && !every && !chosen[m.name] {
			continue
		}
		shapes[m.shape] = true
		spoken++
		if m.mediaType, err = rounds(m.call, every); err != nil {
			bad++
			fmt.Printf("BAD %s [%s]: %v\n", m.name, m.shape, err)
			continue
		}
		found := s.exchange(m)
		for _, err := range found {
			fmt.Printf("BAD %s [%s]: %v\n", m.name, m.shape, err)
		}
		if differences += len(found); len(found) == 0 {
			fmt.Printf("ok  %s [%s]\n", m.name, m.shape)
		}
	}
	covered := 0
	for _, p := range schemas {
		if s.covered[p] {
			covered++
		} else if uncovered {
			fmt.Println("no value of", p)
		}
	}
	fmt.Printf("%s: %d operations, %d shapes, %d called, %d failed, %d of %d schemas, %d values, %d differences\n",
		a.name, len(methods), len(shapes), spoken, bad, covered, len(schemas), s.values, differences)
	return bad + differences
}

// methods lists the methods of a client that call operations for which the server has a handler. To find the operation of a method, it calls the
// method with a transport that sends nothing.
func (s *speaker) methods(api string, client, handlers reflect.Value) (list []method) {
	s.tap.dry = true
	defer func() { s.tap.dry = false }()
	for i := range client.NumField() {
		area := client.Field(i)
		if client.Type().Field(i).Anonymous {
			continue
		}
		for j := range area.NumMethod() {
			m := area.Method(j)
			if m.Type().NumOut() != 2 {
				continue // a Raw method
			}
			if !handlers.FieldByName(client.Type().Field(i).Name).MethodByName(area.Type().Method(j).Name).IsValid() {
				continue // the server serves another operation for the same requests (rules conflicting-paths and path-template)
			}
			one := method{name: api + " " + client.Type().Field(i).Name + "." + area.Type().Method(j).Name, shape: shape(m.Type()), call: m}
			s.tap.operation = rest.Operation{}
			_ = call(m, filler{1, 3}, "", values{})
			if one.pointer = s.pointerOf(s.tap.operation); one.pointer != "" {
				one.schemas = s.schemas(one.pointer, s.tap.requestType)
			}
			list = append(list, one)
		}
	}
	return list
}

// choose returns the names of methods whose messages together contain all schemas, and these schemas. It prefers methods with many schemas.
func (s *speaker) choose(methods []method) (chosen map[string]bool, schemas []string) {
	reach := map[string][]string{}
	for _, m := range methods {
		for _, b := range m.schemas {
			if reach[b] == nil {
				reach[b], _ = s.doc.reach(b)
			}
			reach[m.name] = append(reach[m.name], reach[b]...)
		}
	}
	bySize := slices.Clone(methods)
	slices.SortStableFunc(bySize, func(a, b method) int { return len(reach[b.name]) - len(reach[a.name]) })
	chosen = map[string]bool{}
	known := map[string]bool{}
	for _, m := range bySize {
		for _, p := range reach[m.name] {
			if !known[p] {
				known[p], chosen[m.name] = true, true
				schemas = append(schemas, p)
			}
		}
	}
	return chosen, schemas
}

// rounds makes the four calls of one operation. If the body is a stream that needs a declared media type, rounds returns this type.
func rounds(m reflect.Value, every bool) (mediaType string, err error) {
	deep := 3
	if every { // the flag -every is for small documents only
		deep = 6
	}
	for round := range 4 {
		err := call(m, filler{round, deep}, mediaType, values{})
		if fault, ok := errors.AsType[*rest.Error](err); ok && fault.Status == http.StatusUnsupportedMediaType {
			declared, _, _ := strings.Cut(fault.Header.Get("Accept"), ",")
			mediaType = strings.ReplaceAll(declared, "*", "x")
			err = call(m, filler{round, deep}, mediaType, values{})
		}
		if err != nil {
			return mediaType, fmt.Errorf("round %d: %w", round, err)
		}
	}
	return mediaType, nil
}

// values contains the drawn values of a call. The filler generates the values that are missing.
type values struct {
	path         [][]byte          // JSON of the path parameters; an item may be nil
	params       map[string][]byte // JSON of the other parameters, by field
	body, result []byte            // JSON of the body and of the result
	form         map[string]any    // members of a multipart form, by the name that plain returns
	fault        *rest.Error       // error that the handler returns
}

// call makes one call, and compares what each side sent with what the other side received. If mediaType is not "", it is the media type of a body
// that is a stream.
func call(m reflect.Value, f filler, mediaType string, of values) error {
	args := []reflect.Value{reflect.ValueOf(context.Background())}
	var sent [][]byte
	for i := 1; i < m.Type().NumIn()-1; i++ {
		t := m.Type().In(i)
		if t == reflect.TypeFor[io.Reader]() {
			args = append(args, reflect.ValueOf(strings.NewReader("stream\x00")))
			sent = append(sent, []byte("stream\x00"))
			continue
		}
		v := reflect.New(t).Elem()
		f.fill(v, 0)
		if err := of.set(v, i-1, i == m.Type().NumIn()-2); err != nil {
			return err
		}
		if mediaType != "" && t.Kind() == reflect.String && m.Type().In(i+1) == reflect.TypeFor[io.Reader]() {
			v.SetString(mediaType)
		}
		args = append(args, v)
		if isForm(t) {
			sent = append(sent, text(sentParts(v)))
		} else {
			sent = append(sent, text(v.Interface()))
		}
	}
	arrived, answers, drawn, fault, unknown = nil, f, of.result, of.fault, ""
	out := m.Call(args)
	err, _ := out[1].Interface().(error)
	if err != nil && (fault == nil || arrived == nil) {
		return fmt.Errorf("%w; sent %s", err, bytes.Join(sent, []byte(" | ")))
	}
	if arrived == nil {
		return fmt.Errorf("the handler was not called")
	}
	for i, want := range sent {
		inURL := isParams(m.Type().In(i+1)) || isURLEncoded(sentType)
		if i >= len(arrived) || !unchanged(want, arrived[i]) && !(inURL && bytes.Equal(present(arrived[i]), present(want))) {
			return fmt.Errorf("sent %s, but the handler received %s", want, bytes.Join(arrived, []byte(" | ")))
		}
	}
	if of.body != nil && unknown != "" {
		return fmt.Errorf("the handler received a value of %s that has none of its types", unknown)
	}
	if fault != nil {
		return failed(err)
	}
	return answered(out[0].Elem())
}

// present returns a JSON text without the values that no URL and no form can transmit: null, empty lists and empty objects.
func present(data []byte) []byte {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return data
	}
	return text(withoutEmpty(v))
}

// withoutEmpty returns a value without null, empty lists and empty objects.
func withoutEmpty(v any) any {
	switch v := v.(type) {
	case map[string]any:
		made := map[string]any{}
		for name, member := range v {
			if member = withoutEmpty(member); member != nil {
				made[name] = member
			}
		}
		if len(made) > 0 {
			return made
		}
		return nil
	case []any:
		var made []any
		for _, item := range v {
			if item = withoutEmpty(item); item != nil {
				made = append(made, item)
			}
		}
		if len(made) > 0 {
			return made
		}
		return nil
	}
	return v
}

// set sets the argument v to its drawn value, if there is one. index is the index of the argument without the context. last reports whether v is the
// last argument.
func (of values) set(v reflect.Value, index int, last bool) error {
	switch {
	case isParams(v.Type()):
		for i := range v.NumField() {
			text := of.params[v.Type().Field(i).Name]
			if err := decode(text, v.Field(i)); err != nil {
				return fmt.Errorf("parameter %s: %w", v.Type().Field(i).Name, err)
			}
		}
	case isForm(v.Type()):
		for i := range v.NumField() {
			value, known := of.form[plain(v.Type().Field(i).Name)]
			if !known && of.form != nil {
				v.Field(i).SetZero()
				continue
			}
			if err := setPart(v.Field(i), value); err != nil {
				return fmt.Errorf("part %s: %w", v.Type().Field(i).Name, err)
			}
		}
	case last && of.body != nil:
		v.SetZero()
		return decode(of.body, v)
	case index < len(of.path):
		return decode(of.path[index], v)
	}
	return nil
}

// decode replaces v with the value of a JSON text. If the text is nil, v is unchanged. The JSON of v must be the same as the text.
func decode(text []byte, v reflect.Value) error {
	if text == nil {
		return nil
	}
	v.SetZero()
	if err := json.Unmarshal(text, v.Addr().Interface()); err != nil {
		return fmt.Errorf("the type %s rejects a valid value %.300s: %w", v.Type(), text, err)
	}
	data, err := json.Marshal(v.Interface())
	if err != nil {
		return err
	}
	if err := sameJSON(text, data); err != nil {
		return fmt.Errorf("the type %s changes a value: %w", v.Type(), err)
	}
	return nil
}

// failed compares the error of a call with the error that the handler returned.
func failed(err error) error {
	got, ok := errors.AsType[*rest.Error](err)
	if !ok || got.Status != fault.Status {
		return fmt.Errorf("the handler returned an error with status %d, the client returned %v", fault.Status, err)
	}
	want, err := json.Marshal(fault.Body)
	if err != nil {
		return err
	}
	return sameJSON(want, got.Raw)
}

// answered compares the result of a call with the result of the handler. If the result is drawn, the value of each union must match an alternative.
func answered(result reflect.Value) error {
	if err := headersAnswered(result); err != nil {
		return err
	}
	for i := range result.NumField() {
		f := result.Field(i)
		if file, ok := f.Interface().(*rest.File); ok && file != nil {
			got, err := io.ReadAll(file)
			if want := map[bool]string{false: "file"}[isHead]; err != nil || string(got) != want {
				return fmt.Errorf("the handler returned a file, the client received %.300s, %v", got, err)
			}
			file.Close()
			continue
		}
		if !strings.HasPrefix(result.Type().Field(i).Name, "JSON") || f.IsZero() {
			continue
		}
		if got := text(f.Interface()); !unchanged(answer, got) {
			return fmt.Errorf("the handler returned %s, the client received %s", answer, got)
		}
		if union := unread(f); drawn != nil && union != "" {
			return fmt.Errorf("the client received a value of %s that has none of its types: %s", union, answer)
		}
		answer = nil
	}
	if head := result.FieldByName("Raw").Len() == 0; answer != nil && string(answer) != "null" && !head {
		return fmt.Errorf("the handler returned %s, the client received nothing", answer)
	}
	return nil
}

// headersAnswered compares the headers of a result with those of the response that the handler chose.
func headersAnswered(result reflect.Value) error {
	if !reply.IsValid() {
		return nil
	}
	for i := range reply.NumField() {
		name := reply.Type().Field(i).Name
		if name == "Status" || name == "JSON" || name == "File" {
			continue
		}
		read := result.MethodByName(name)
		for j := 0; !read.IsValid() && j < result.NumMethod(); j++ { // if the type of the header depends on the response, the result has a method per status
			if m := result.Type().Method(j).Name; strings.HasPrefix(m, name) && strings.HasSuffix(m, reply.Type().Name()[len(reply.Type().Name())-3:]) {
				read = result.Method(j)
			}
		}
		if !read.IsValid() {
			return fmt.Errorf("the result has no method for header %s", name)
		}
		got := read.Call(nil)
		if err, _ := got[1].Interface().(error); err != nil {
			return err
		}
		if want := text(reply.Field(i).Interface()); !bytes.Equal(text(got[0].Interface()), want) {
			return fmt.Errorf("the handler returned %s in header %s, the client received %s", want, name, text(got[0].Interface()))
		}
	}
	return nil
}
