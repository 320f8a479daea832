package diff

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// written notes where in a text each place of a document stands: the key of an entry, and an item of a list.
func written(n *oas.Node, pointer string, at map[[2]int]string) {
	note := func(pos report.Position, token string, value *oas.Node) {
		at[[2]int{pos.Line, pos.Column}] = pointer + oas.Pointer(token)
		written(value, pointer+oas.Pointer(token), at)
	}
	for _, e := range n.Entries {
		note(e.Pos(), e.Key, e.Value)
	}
	for i, c := range n.Items {
		note(c.Pos(), itoa(i), c)
	}
}

// origins compares those that were marked with those that kin-openapi gives to a document that it reads as YAML.
type origins struct {
	*testing.T
	lines *lines
	at    map[[2]int]string
	seen  map[uintptr]bool
	count int
}

func (o *origins) place(what string, ours, theirs openapi3.Location) {
	o.count++
	if got, want := o.lines.pointer(ours.Line), o.at[[2]int{theirs.Line, theirs.Column}]; got != want {
		o.Errorf("%s: %q, kin-openapi has %q (line %d, column %d)", what, got, want, theirs.Line, theirs.Column)
	}
}

func (o *origins) same(path string, ours, theirs *openapi3.Origin) {
	if ours == nil || theirs == nil {
		if theirs != nil {
			o.Errorf("%s: has no origin", path)
		}
		return
	}
	if key := o.lines.pointer(ours.Key.Line); lastToken("#"+key) != "schema" { // kin-openapi v0.153.0 gives such a schema the key above its parent
		o.place(path, *ours.Key, *theirs.Key)
	}
	for _, want := range theirs.Fields {
		if got, ok := ours.Fields.Lookup(want.Name); ok {
			o.place(path+" field "+want.Name, got, want)
		} else if !wordy(want.Name) {
			o.Errorf("%s: field %s has no place", path, want.Name)
		}
	}
	for name, want := range theirs.Sequences {
		got := ours.Sequences[name]
		if len(got) != len(want) {
			o.Errorf("%s: %d items of %s, kin-openapi has %d", path, len(got), name, len(want))
			continue
		}
		for i := range want {
			o.place(fmt.Sprintf("%s item %d of %s", path, i, name), got[i], want[i])
		}
	}
}

func (o *origins) walk(path string, ours, theirs reflect.Value) {
	switch ours.Kind() {
	case reflect.Pointer:
		if ours.IsNil() || theirs.IsNil() || o.seen[ours.Pointer()] {
			return
		}
		o.seen[ours.Pointer()] = true
		o.walk(path, ours.Elem(), theirs.Elem())
		if entries := ours.MethodByName("Map"); entries.IsValid() { // of paths, responses and callbacks
			o.walk(path, entries.Call(nil)[0], theirs.MethodByName("Map").Call(nil)[0])
		}
	case reflect.Struct:
		for i := range ours.NumField() {
			switch f := ours.Type().Field(i); {
			case f.Type == reflect.TypeFor[*openapi3.Origin]():
				o.same(path, ours.Field(i).Interface().(*openapi3.Origin), theirs.Field(i).Interface().(*openapi3.Origin))
			case f.IsExported():
				o.walk(path+"."+f.Name, ours.Field(i), theirs.Field(i))
			}
		}
	case reflect.Map:
		for _, key := range ours.MapKeys() {
			if value := theirs.MapIndex(key); value.IsValid() {
				o.walk(path+"["+key.String()+"]", ours.MapIndex(key), value)
			}
		}
	case reflect.Slice:
		for i := range min(ours.Len(), theirs.Len()) {
			o.walk(fmt.Sprintf("%s[%d]", path, i), ours.Index(i), theirs.Index(i))
		}
	}
}

// TestOrigins compares with kin-openapi, which tells origins of YAML.
func TestOrigins(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "lab", "yard.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	root, found := oas.Parse(&oas.Source{Name: "yard.yaml", Data: data}, oas.NewLimits())
	if len(found) > 0 {
		t.Fatal(found)
	}
	ours, err := spec.Unresolved(root)
	if err != nil {
		t.Fatal(err)
	}
	o := &origins{T: t, lines: mark(ours, root), at: map[[2]int]string{}, seen: map[uintptr]bool{}}
	written(root, "", o.at)
	loader := openapi3.NewLoader()
	loader.IncludeOrigin = true
	theirs, err := loader.LoadFromData(data)
	if err != nil {
		t.Fatal(err)
	}
	o.walk("", reflect.ValueOf(ours), reflect.ValueOf(theirs))
	if o.count < 800 {
		t.Errorf("only %d places were compared", o.count)
	}
}

// TestLines leads back from lines, and from none.
func TestLines(t *testing.T) {
	l := &lines{above: []int32{0}, tokens: []string{""}}
	first := l.add(0, 2)
	l.tokens[first], l.tokens[first+1] = "paths", "a/b"
	below := l.add(first+1, 1)
	l.tokens[below] = "~"
	for line, want := range map[int]string{first: "/paths", first + 1: "/a~1b", below: "/a~1b/~0", 0: "", -1: "", below + 1: ""} {
		if got := l.pointer(line); got != want {
			t.Errorf("line %d: %q, want %q", line, got, want)
		}
	}
}
