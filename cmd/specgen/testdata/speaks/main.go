// Command speaks calls one operation of each shape of example.com/corpus/api with its client, and answers with its server: what arrives must be
// what was sent, and what comes back what was answered. It prints the shapes, and fails when two sides differ.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"reflect"
	"slices"
	"strings"
	"time"

	"example.com/corpus/api/client"
	"example.com/corpus/api/server"
	"github.com/rasapi/specgen/rest"
)

var (
	arrived [][]byte // arguments of the handler as JSON
	answer  []byte   // what it gave
)

// record is behind every handler.
func record(out any, args ...any) error {
	arrived = nil
	for _, a := range args {
		arrived = append(arrived, text(a))
	}
	answer = nil
	if out != nil {
		fill(reflect.ValueOf(out).Elem(), 0)
		if _, ok := out.(**rest.File); !ok {
			answer = text(reflect.ValueOf(out).Elem().Interface())
		}
	}
	return nil
}

// text is a value as it can be compared: JSON, or the bytes of what is read.
func text(v any) []byte {
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

// fill gives a value something to say.
func fill(v reflect.Value, depth int) {
	if !v.CanSet() {
		return
	}
	t := v.Type()
	if t == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)))
		return
	}
	if t == reflect.TypeFor[*rest.File]() {
		v.Set(reflect.ValueOf(rest.NewFile("", "", strings.NewReader("file"))))
		return
	}
	if t == reflect.TypeFor[json.RawMessage]() {
		v.Set(reflect.ValueOf(json.RawMessage(`{"raw":1}`)))
		return
	}
	if u, ok := v.Addr().Interface().(json.Unmarshaler); ok && t.Kind() != reflect.Pointer {
		texts := []string{`{}`, `"2026-01-02"`, `"a@example.com"`, `"6ba7b810-9dad-11d1-80b4-00c04fd430c8"`, `"x"`, `1`, `[]`}
		if t.Kind() == reflect.Struct {
			if _, isUnion := t.FieldByName("union"); isUnion {
				texts = []string{`"x"`}
			}
		}
		for _, text := range texts {
			if u.UnmarshalJSON([]byte(text)) == nil {
				return
			}
		}
	}
	switch t.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(7)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(7)
	case reflect.Float32, reflect.Float64:
		v.SetFloat(1.5)
	case reflect.String:
		if strings.HasSuffix(t.String(), "Email") {
			v.SetString("a@example.com")
		} else {
			v.SetString("a b/c")
		}
	case reflect.Pointer:
		if depth < 3 { // less deep than lists and maps: a pointer to an empty one would be null
			v.Set(reflect.New(t.Elem()))
			fill(v.Elem(), depth+1)
		}
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			v.SetBytes([]byte("bytes"))
		} else if depth < 4 {
			v.Set(reflect.MakeSlice(t, 1, 1))
			fill(v.Index(0), depth+1)
		}
	case reflect.Array:
		if u, ok := v.Addr().Interface().(interface{ UnmarshalText([]byte) error }); ok {
			_ = u.UnmarshalText([]byte("6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
		}
	case reflect.Map:
		if depth < 4 && t.Key().Kind() == reflect.String {
			value := reflect.New(t.Elem()).Elem()
			fill(value, depth+1)
			v.Set(reflect.MakeMap(t))
			v.SetMapIndex(reflect.ValueOf("key").Convert(t.Key()), value)
		}
	case reflect.Struct:
		for i := range t.NumField() {
			fill(v.Field(i), depth+1)
		}
	case reflect.Interface:
		if t.NumMethod() == 0 {
			v.Set(reflect.ValueOf("any"))
		}
	}
}

// shape says what an operation is made of.
func shape(m reflect.Type) string {
	var parts []string
	for i := 1; i < m.NumIn()-1; i++ {
		t := m.In(i)
		part := t.Kind().String()
		switch {
		case t.Kind() == reflect.Struct && strings.HasSuffix(t.Name(), "Params"):
			part = "params"
		case t.Kind() == reflect.Struct && strings.HasSuffix(t.Name(), "Form"):
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

func main() {
	handler, err := server.New(handlers())
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	s := httptest.NewServer(handler)
	defer s.Close()
	c, err := client.New(s.URL)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	seen := map[string]bool{}
	operations, bad := 0, 0
	areas := reflect.ValueOf(c).Elem()
	for i := range areas.NumField() {
		area := areas.Field(i)
		if areas.Type().Field(i).Anonymous {
			continue
		}
		for j := range area.NumMethod() {
			name := areas.Type().Field(i).Name + "." + area.Type().Method(j).Name
			m := area.Method(j)
			if m.Type().NumOut() != 2 {
				continue // Raw
			}
			operations++
			sh := shape(m.Type())
			if seen[sh] {
				continue
			}
			seen[sh] = true
			if err := speak(m); err != nil {
				bad++
				fmt.Printf("BAD %s [%s]: %v\n", name, sh, err)
			} else {
				fmt.Printf("ok  %s [%s]\n", name, sh)
			}
		}
	}
	fmt.Printf("%d operations, %d shapes, %d bad\n", operations, len(seen), bad)
	if bad > 0 {
		os.Exit(1)
	}
}

// speak makes one call.
func speak(m reflect.Value) error {
	args := []reflect.Value{reflect.ValueOf(context.Background())}
	var sent [][]byte
	for i := 1; i < m.Type().NumIn()-1; i++ {
		t := m.Type().In(i)
		if t == reflect.TypeFor[io.Reader]() {
			args = append(args, reflect.ValueOf(strings.NewReader("stream")))
			sent = append(sent, []byte("stream"))
			continue
		}
		v := reflect.New(t).Elem()
		fill(v, 0)
		if t.Kind() == reflect.Struct && strings.HasSuffix(t.Name(), "Form") {
			args = append(args, reflect.Zero(t)) // its answer is compared, its parts are uploads
			continue
		}
		args = append(args, v)
		sent = append(sent, text(v.Interface()))
	}
	arrived = nil
	out := m.Call(args)
	if err, _ := out[1].Interface().(error); err != nil {
		return err
	}
	for _, want := range sent {
		// Handlers get a body by value where the client takes a pointer, a form and a stream as readers: only what is JSON on both sides is compared.
		if bytes.HasPrefix(want, []byte("{")) && !slices.ContainsFunc(arrived, func(got []byte) bool { return bytes.Equal(got, want) }) {
			return fmt.Errorf("sent %s, arrived %s", want, bytes.Join(arrived, []byte(" | ")))
		}
	}
	result := out[0].Elem()
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
	}
	return nil
}
