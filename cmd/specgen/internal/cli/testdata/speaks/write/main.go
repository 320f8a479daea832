// Command write writes handlers for every area of the servers in the variable apis. The handlers call the functions record and choose. Command write
// writes a file per API, and the list of the APIs, to the directory in its argument. It reads the interfaces by reflection.
package main

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

func main() {
	var list, imports strings.Builder
	for i, name := range slices.Sorted(maps.Keys(apis)) {
		handlers := apis[name]
		root := strings.TrimSuffix(handlers.PkgPath(), "/server")
		fmt.Fprintf(&imports, "\tclient%d %q\n\tserver%d %q\n", i, root+"/client", i, root+"/server")
		fmt.Fprintf(&list, "\t{%q, %q, func(url string, c *http.Client) (any, error) { return client%d.New(url, client%d.WithHTTPClient(c)) }, func(h server%d.Handlers) (http.Handler, error) { return server%d.New(h, server%d.Insecure()) }, handlers%d()},\n", name, folder(root)+"/openapi.yaml", i, i, i, i, i, i)
		write(fmt.Sprintf("handlers%d.go", i), implement(i, handlers))
	}
	write("apis.go", fmt.Sprintf("package main\n\nimport (\n\t\"net/http\"\n\n%s)\n\nvar apis = []api{\n%s}\n", &imports, &list))
}

// folder returns the directory of a package below the working directory, which is the root of the module example.com/NAME.
func folder(path string) string {
	parts := strings.SplitN(path, "/", 3)
	return parts[len(parts)-1]
}

func write(name, text string) {
	if err := os.WriteFile(filepath.Join(os.Args[1], name), []byte(text), 0o666); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// implement returns a file with the handlers of one API.
func implement(n int, handlers reflect.Type) string {
	p := packages{}
	var body, list strings.Builder
	for i := range handlers.NumField() {
		area := handlers.Field(i)
		fmt.Fprintf(&list, "\t\t%s: api%darea%d{},\n", area.Name, n, i)
		fmt.Fprintf(&body, "\ntype api%darea%d struct{}\n", n, i)
		for j := range area.Type.NumMethod() {
			m := area.Type.Method(j)
			var params, args []string
			for k := range m.Type.NumIn() {
				params = append(params, fmt.Sprintf("a%d %s", k, p.name(m.Type.In(k))))
				if k > 0 {
					args = append(args, fmt.Sprintf(", a%d", k))
				}
			}
			head := fmt.Sprintf("\nfunc (api%darea%d) %s(%s)", n, i, m.Name, strings.Join(params, ", "))
			if m.Type.NumOut() == 1 {
				fmt.Fprintf(&body, "%s error { return record(nil%s) }\n", head, strings.Join(args, ""))
				continue
			}
			if out := m.Type.Out(0); out.Kind() == reflect.Interface && out.NumMethod() > 0 {
				result := p.name(out)
				fmt.Fprintf(&body, "%s (%s, error) { return choose([]%s{%s}%s) }\n", head, result, result, strings.Join(responses(out, result), ", "), strings.Join(args, ""))
				continue
			}
			fmt.Fprintf(&body, "%s (out %s, err error) { err = record(&out%s); return out, err }\n", head, p.name(m.Type.Out(0)), strings.Join(args, ""))
		}
	}
	all := p.name(handlers)
	var b strings.Builder
	fmt.Fprint(&b, "package main\n\nimport (\n")
	for _, path := range slices.Sorted(maps.Keys(p)) {
		fmt.Fprintf(&b, "\t%s %q\n", p[path], path)
	}
	fmt.Fprintf(&b, ")\n\nfunc handlers%d() %s {\n\treturn %s{\n%s\t}\n}\n%s", n, all, all, &list, &body)
	return b.String()
}

// responses returns expressions of the types that implement the result of a handler. expression is the Go expression of the result. If there are
// other responses, responses omits the redirects, because the client would follow them.
func responses(result reflect.Type, expression string) (all []string) {
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", result.PkgPath()).Output()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	source, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), filepath.Base(result.PkgPath())+".gen.go"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	operation := strings.TrimSuffix(result.Name(), "Result")
	var redirects []string
	for _, m := range regexp.MustCompile(`(?m)^func \(v (\w+)\) write`+operation+`\(`).FindAllSubmatch(source, -1) {
		response := strings.TrimSuffix(expression, result.Name()) + string(m[1]) + "{}"
		if regexp.MustCompile(`30[12378]\{\}$|3XX\{\}$`).MatchString(response) {
			redirects = append(redirects, response)
		} else {
			all = append(all, response)
		}
	}
	if len(all) == 0 {
		return redirects
	}
	return all
}

// packages maps import paths to the names of the imports. The names differ from the names of areas, which would hide the imports.
type packages map[string]string

// name returns the Go expression of a type and adds its package to the imports.
func (p packages) name(t reflect.Type) string {
	if t.Name() != "" {
		if t.PkgPath() == "" {
			return t.Name()
		}
		if p[t.PkgPath()] == "" {
			p[t.PkgPath()] = fmt.Sprintf("P%d", len(p))
		}
		return p[t.PkgPath()] + "." + t.Name()
	}
	switch t.Kind() {
	case reflect.Pointer:
		return "*" + p.name(t.Elem())
	case reflect.Slice:
		return "[]" + p.name(t.Elem())
	case reflect.Map:
		return "map[" + p.name(t.Key()) + "]" + p.name(t.Elem())
	}
	return t.String()
}
