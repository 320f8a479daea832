// Command speaks_peer tests code of oapi-codegen as testdata/speaks tests code of specgen. It calls one operation of each shape with the client, in
// four rounds, and responds with the strict server. Both sides must receive what the other sent. It does not compare bodies other than JSON.
// TestCorpusTable copies fill.go from testdata/speaks.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"slices"
	"strings"

	"example.com/corpus/api"
	"github.com/go-chi/chi/v5"
)

var (
	arrived [][]byte // path parameters, parameters and body of the request, as text
	answer  []byte   // the response, as text
	answers filler   // generates the response
)

// record records the fields of a request and generates the response. Every handler calls it.
func record(out, request any) {
	arrived = [][]byte{}
	fields := reflect.ValueOf(request)
	for i := range fields.NumField() {
		arrived = append(arrived, text(fields.Field(i).Interface()))
	}
	v := reflect.ValueOf(out).Elem()
	answers.fill(v, 0)
	answer = nil
	if v.Kind() != reflect.Struct {
		answer = text(v.Interface())
		return
	}
	for name, value := range map[string]any{"StatusCode": http.StatusOK, "ContentLength": int64(4), "Body": io.Reader(strings.NewReader("file"))} {
		if f := v.FieldByName(name); f.IsValid() && reflect.TypeOf(value).AssignableTo(f.Type()) {
			f.Set(reflect.ValueOf(value))
		}
	}
	if body := v.FieldByName("Body"); body.IsValid() {
		answer = text(body.Interface())
	} else {
		answer = text(v.Interface())
	}
}

// text returns the JSON of a value, or nil for a reader.
func text(v any) []byte {
	if _, ok := v.(io.Reader); ok {
		return nil
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
		if t.Kind() == reflect.Pointer && isParams(t.Elem()) {
			part = "params"
		}
		parts = append(parts, part)
	}
	result := m.Out(0).Elem()
	for i := range result.NumField() {
		if f := result.Field(i); strings.HasPrefix(f.Name, "JSON2") {
			parts = append(parts, "-> JSON "+f.Type.Elem().Kind().String())
		}
	}
	return strings.Join(parts, " ")
}

// isParams reports whether a type is a struct of parameters.
func isParams(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && strings.HasSuffix(t.Name(), "Params")
}

func main() {
	s := httptest.NewServer(api.HandlerFromMux(api.NewStrictHandler(handlers{}, nil), chi.NewRouter()))
	defer s.Close()
	c, err := api.NewClientWithResponses(s.URL)
	if err != nil {
		fmt.Println("BAD", err)
		os.Exit(1)
	}
	client := reflect.ValueOf(c)
	seen := map[string]bool{}
	operations, bad := 0, 0
	for i := range client.NumMethod() {
		name := client.Type().Method(i).Name
		if !strings.HasSuffix(name, "WithResponse") || strings.HasSuffix(name, "WithBodyWithResponse") {
			continue
		}
		operations++
		m := client.Method(i)
		sh := shape(m.Type())
		if seen[sh] {
			continue
		}
		seen[sh] = true
		if err := rounds(m); err != nil {
			bad++
			fmt.Printf("BAD %s [%s]: %.300v\n", name, sh, err)
		} else {
			fmt.Printf("ok  %s [%s]\n", name, sh)
		}
	}
	fmt.Printf("%d operations, %d shapes, %d called, %d failed\n", operations, len(seen), len(seen), bad)
	if bad > 0 {
		os.Exit(1)
	}
}

// rounds makes the four calls of one operation.
func rounds(m reflect.Value) error {
	for round := range 4 {
		if err := call(m, filler{round: round, deep: 3}); err != nil {
			return fmt.Errorf("round %d: %w", round, err)
		}
	}
	return nil
}

// call makes one call.
func call(m reflect.Value, f filler) (err error) {
	args := []reflect.Value{reflect.ValueOf(context.Background())}
	var sent [][]byte
	for i := 1; i < m.Type().NumIn()-1; i++ {
		t := m.Type().In(i)
		v := reflect.New(t).Elem()
		if t.Kind() == reflect.Pointer { // parameters must not be nil
			v.Set(reflect.New(t.Elem()))
			f.fill(v.Elem(), 0)
		} else {
			f.fill(v, 0)
		}
		args = append(args, v)
		sent = append(sent, text(v.Interface()))
	}
	arrived, answers = nil, f
	out := m.Call(args)
	if err, _ := out[1].Interface().(error); err != nil {
		return err
	}
	if arrived == nil {
		return fmt.Errorf("the handler was not called; the response has status %v", out[0].MethodByName("StatusCode").Call(nil)[0])
	}
	for i, want := range sent {
		// The request has a body field per media type. The body must be in one of the remaining fields.
		if i >= len(arrived) || !slices.ContainsFunc(arrived[i:], func(got []byte) bool { return bytes.Equal(got, want) }) {
			return fmt.Errorf("sent %s, but the handler received %s", want, bytes.Join(arrived, []byte(" | ")))
		}
	}
	result := out[0].Elem()
	for i := range result.NumField() {
		if f := result.Field(i); strings.HasPrefix(result.Type().Field(i).Name, "JSON2") && !f.IsNil() && !bytes.Equal(text(f.Interface()), answer) {
			return fmt.Errorf("the handler returned %s, the client received %s", answer, text(f.Interface()))
		}
	}
	return nil
}
