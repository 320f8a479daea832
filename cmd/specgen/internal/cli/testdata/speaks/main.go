// Command speaks calls operations of generated APIs with their clients and responds with their servers. The handler must receive what the client
// sent, and the client must receive what the handler returned. The variable apis lists the APIs. Command speaks prints the operations and their
// shapes, and exits with code 1 if the two sides differ.
//
// It makes each call four times: once with the required values only, then with all values and different members of unions.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"strings"

	"github.com/rasapi/specgen/rest"
)

// api is a generated client and its server.
type api struct {
	name           string
	client, server any // the functions New
	handlers       any
}

var (
	arrived [][]byte      // the arguments of the handler, as text
	answer  []byte        // the result of the handler, as text
	reply   reflect.Value // the response that the handler chose, if it has several
	answers filler        // generates the result
)

// record records the arguments of a handler and generates its result. Every handler calls it.
func record(out any, args ...any) error {
	arrived = [][]byte{}
	for _, a := range args {
		arrived = append(arrived, text(a))
	}
	answer, reply = nil, reflect.Value{}
	if out != nil {
		answers.fill(reflect.ValueOf(out).Elem(), 0)
		if _, ok := out.(**rest.File); !ok {
			answer = text(reflect.ValueOf(out).Elem().Interface())
		}
	}
	return nil
}

// choose records the arguments of a handler and generates one of its responses, depending on the round.
func choose[T any](responses []T, args ...any) (T, error) {
	_ = record(nil, args...)
	made := reflect.New(reflect.TypeOf(responses[answers.round%len(responses)])).Elem()
	for i := range made.NumField() {
		switch f := made.Field(i); made.Type().Field(i).Name {
		case "Status":
			f.SetInt(status(made.Type().Name()))
		case "JSON":
			answers.fill(f, 0)
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

// status returns a status for the response type of a range, which no document declares on its own. 0 means the usual status.
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
	every := flag.Bool("every", false, "call every operation instead of one per shape")
	flag.Parse()
	bad := 0
	for _, a := range apis {
		bad += a.speak(*every)
	}
	if bad > 0 {
		os.Exit(1)
	}
}

// speak calls the operations of one API and returns the number of failures.
func (a api) speak(every bool) (bad int) {
	made := reflect.ValueOf(a.server).Call([]reflect.Value{reflect.ValueOf(a.handlers)})
	handler, ok := made[0].Interface().(http.Handler)
	if !ok {
		fmt.Println("BAD", a.name, made[1])
		return 1
	}
	s := httptest.NewServer(handler)
	defer s.Close()
	c := reflect.ValueOf(a.client).Call([]reflect.Value{reflect.ValueOf(s.URL)})[0].Elem()
	seen := map[string]bool{}
	operations, spoken := 0, 0
	for i := range c.NumField() {
		area := c.Field(i)
		if c.Type().Field(i).Anonymous {
			continue
		}
		for j := range area.NumMethod() {
			m := area.Method(j)
			if m.Type().NumOut() != 2 {
				continue // a Raw method
			}
			operations++
			sh := shape(m.Type())
			if seen[sh] && !every {
				continue
			}
			seen[sh] = true
			spoken++
			name := a.name + " " + c.Type().Field(i).Name + "." + area.Type().Method(j).Name
			if err := rounds(m, every); err != nil {
				bad++
				fmt.Printf("BAD %s [%s]: %v\n", name, sh, err)
			} else {
				fmt.Printf("ok  %s [%s]\n", name, sh)
			}
		}
	}
	fmt.Printf("%s: %d operations, %d shapes, %d called, %d failed\n", a.name, operations, len(seen), spoken, bad)
	return bad
}

// rounds makes the four calls of one operation.
func rounds(m reflect.Value, every bool) error {
	deep := 3
	if every { // for small documents only
		deep = 6
	}
	for round := range 4 {
		err := call(m, filler{round, deep}, "")
		if fault, ok := errors.AsType[*rest.Error](err); ok && fault.Status == http.StatusUnsupportedMediaType {
			declared, _, _ := strings.Cut(fault.Header.Get("Accept"), ",")
			err = call(m, filler{round, deep}, strings.ReplaceAll(declared, "*", "x"))
		}
		if err != nil {
			return fmt.Errorf("round %d: %w", round, err)
		}
	}
	return nil
}

// call makes one call. If mediaType is not "", it is the media type of a body that is a stream.
func call(m reflect.Value, f filler, mediaType string) error {
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
	arrived, answers = nil, f
	out := m.Call(args)
	if err, _ := out[1].Interface().(error); err != nil {
		return fmt.Errorf("%w; sent %s", err, bytes.Join(sent, []byte(" | ")))
	}
	if arrived == nil {
		return fmt.Errorf("the handler was not called")
	}
	for i, want := range sent {
		if i >= len(arrived) || !bytes.Equal(arrived[i], want) {
			return fmt.Errorf("sent %s, but the handler received %s", want, bytes.Join(arrived, []byte(" | ")))
		}
	}
	return answered(out[0].Elem())
}

// answered compares the result of a call with the result of the handler.
func answered(result reflect.Value) error {
	if err := headersAnswered(result); err != nil {
		return err
	}
	for i := range result.NumField() {
		f := result.Field(i)
		if file, ok := f.Interface().(*rest.File); ok && file != nil {
			got, err := io.ReadAll(file)
			if err != nil || string(got) != "file" {
				return fmt.Errorf("the handler returned a file, the client received %.300s, %v", got, err)
			}
			file.Close()
			continue
		}
		if !strings.HasPrefix(result.Type().Field(i).Name, "JSON") || f.IsZero() {
			continue
		}
		if got := text(f.Interface()); !bytes.Equal(got, answer) {
			return fmt.Errorf("the handler returned %s, the client received %s", answer, got)
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
		for j := 0; !read.IsValid() && j < result.NumMethod(); j++ { // results with different types of the header have a method each
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
