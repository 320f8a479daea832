// Command speaks calls operations of the generated APIs in the variable apis with their clients, and answers with their servers: what arrives must
// be what was sent, and what comes back what was answered. It prints the operations and their shapes, and fails when two sides differ.
//
// Each call is made four times: with only what must be there, and with everything, with one member of a union and another.
package main

import (
	"bytes"
	"context"
	"encoding/json"
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
	arrived [][]byte // arguments of the handler, as text
	answer  []byte   // what it gave
	answers filler   // how it is made
)

// record is behind every handler.
func record(out any, args ...any) error {
	arrived = [][]byte{}
	for _, a := range args {
		arrived = append(arrived, text(a))
	}
	answer = nil
	if out != nil {
		answers.fill(reflect.ValueOf(out).Elem(), 0)
		if _, ok := out.(**rest.File); !ok {
			answer = text(reflect.ValueOf(out).Elem().Interface())
		}
	}
	return nil
}

// text is a value as it can be compared: JSON, or the bytes of what is read.
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

// shape says what an operation is made of.
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

// isForm tells whether a type is that of a multipart form: it is declared beside the client, as only parameters are.
func isForm(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && strings.HasSuffix(t.Name(), "Form") && strings.Contains(t.PkgPath(), "/client")
}

// isParams tells whether a type is that of parameters.
func isParams(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && strings.HasSuffix(t.Name(), "Params") && !strings.HasSuffix(t.PkgPath(), "/model")
}

func main() {
	every := flag.Bool("every", false, "call every operation, not one of each shape")
	flag.Parse()
	bad := 0
	for _, a := range apis {
		bad += a.speak(*every)
	}
	if bad > 0 {
		os.Exit(1)
	}
}

// speak calls the operations of one API, and counts those that did not work.
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
				continue // Raw
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
	fmt.Printf("%s: %d operations, %d shapes, %d spoken, %d bad\n", a.name, operations, len(seen), spoken, bad)
	return bad
}

// rounds makes the calls of one operation.
func rounds(m reflect.Value, every bool) error {
	deep := 3
	if every { // of small documents
		deep = 6
	}
	for round := range 4 {
		if err := call(m, filler{round, deep}); err != nil {
			return fmt.Errorf("round %d: %w", round, err)
		}
	}
	return nil
}

// call makes one call.
func call(m reflect.Value, f filler) error {
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
		return fmt.Errorf("nothing arrived")
	}
	for i, want := range sent {
		if i >= len(arrived) || !bytes.Equal(arrived[i], want) {
			return fmt.Errorf("sent %s, arrived %s", want, bytes.Join(arrived, []byte(" | ")))
		}
	}
	return answered(out[0].Elem())
}

// answered compares a result with what the handler gave.
func answered(result reflect.Value) error {
	for i := range result.NumField() {
		f := result.Field(i)
		if file, ok := f.Interface().(*rest.File); ok && file != nil {
			got, err := io.ReadAll(file)
			if err != nil || string(got) != "file" {
				return fmt.Errorf("answered a file, got %.300s %v", got, err)
			}
			file.Close()
			continue
		}
		if !strings.HasPrefix(result.Type().Field(i).Name, "JSON") || f.IsZero() {
			continue
		}
		if got := text(f.Interface()); !bytes.Equal(got, answer) {
			return fmt.Errorf("answered %s, got %s", answer, got)
		}
		answer = nil
	}
	if head := result.FieldByName("Raw").Len() == 0; answer != nil && string(answer) != "null" && !head {
		return fmt.Errorf("answered %s, got nothing", answer)
	}
	return nil
}
