// Command write prints an implementation of every area of example.com/corpus/api/server by the function record. It reads the interfaces by
// reflection.
package main

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"example.com/corpus/api/server"
)

func main() {
	imports := map[string]bool{"example.com/corpus/api/server": true}
	var body, list strings.Builder
	handlers := reflect.TypeFor[server.Handlers]()
	for i := range handlers.NumField() {
		area := handlers.Field(i)
		fmt.Fprintf(&list, "\t\t%s: area%d{},\n", area.Name, i)
		fmt.Fprintf(&body, "\ntype area%d struct{}\n", i)
		for j := range area.Type.NumMethod() {
			m := area.Type.Method(j)
			var params, args []string
			for k := range m.Type.NumIn() {
				importsOf(imports, m.Type.In(k))
				params = append(params, fmt.Sprintf("a%d %s", k, m.Type.In(k)))
				if k > 0 {
					args = append(args, fmt.Sprintf(", a%d", k))
				}
			}
			head := fmt.Sprintf("\nfunc (area%d) %s(%s)", i, m.Name, strings.Join(params, ", "))
			if m.Type.NumOut() == 1 {
				fmt.Fprintf(&body, "%s error { return record(nil%s) }\n", head, strings.Join(args, ""))
				continue
			}
			importsOf(imports, m.Type.Out(0))
			fmt.Fprintf(&body, "%s (out %s, err error) { err = record(&out%s); return out, err }\n", head, m.Type.Out(0), strings.Join(args, ""))
		}
	}
	fmt.Print("package main\n\nimport (\n")
	for _, path := range slices.Sorted(maps.Keys(imports)) {
		fmt.Printf("\t%q\n", path)
	}
	fmt.Printf(")\n\nfunc handlers() server.Handlers {\n\treturn server.Handlers{\n%s\t}\n}\n%s", &list, &body)
}

// importsOf notes the packages that the name of a type needs.
func importsOf(imports map[string]bool, t reflect.Type) {
	if t.Name() != "" {
		if t.PkgPath() != "" {
			imports[t.PkgPath()] = true
		}
		return
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		importsOf(imports, t.Elem())
	case reflect.Map:
		importsOf(imports, t.Key())
		importsOf(imports, t.Elem())
	}
}
