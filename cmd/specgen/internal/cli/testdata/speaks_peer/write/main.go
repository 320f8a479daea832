// Command write prints an implementation of the StrictServerInterface in example.com/corpus/api, whose methods call the function record. It reads the
// methods by reflection. It reads the responses of each method from the source file in its argument, because reflection does not list them. It
// selects the first response with a success status, and prefers JSON.
package main

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"example.com/corpus/api"
)

var visit = regexp.MustCompile(`(?m)^func \(response (\w+)\) Visit(\w+)Response\(`)

func main() {
	source, err := os.ReadFile(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	answers := map[string][]string{}
	for _, m := range visit.FindAllStringSubmatch(string(source), -1) {
		answers[m[2]] = append(answers[m[2]], m[1])
	}
	fmt.Print("package main\n\nimport (\n\t\"context\"\n\n\t\"example.com/corpus/api\"\n)\n\ntype handlers struct{}\n")
	server := reflect.TypeFor[api.StrictServerInterface]()
	for i := range server.NumMethod() {
		name := server.Method(i).Name
		fmt.Printf("\nfunc (handlers) %s(_ context.Context, request api.%sRequestObject) (api.%sResponseObject, error) {\n\tvar out api.%s\n\trecord(&out, request)\n\treturn out, nil\n}\n",
			name, name, name, best(name, answers[name]))
	}
}

// best returns the type of the response that the handler of an operation returns.
func best(operation string, answers []string) string {
	for _, wanted := range []string{`2\d\dJSONResponse`, `2\w\wJSONResponse`, `defaultJSONResponse`, `2\d\d\w*Response`, `2\w*Response`, `default\w*Response`} {
		good := regexp.MustCompile("^" + operation + wanted + "$")
		if i := slices.IndexFunc(answers, good.MatchString); i >= 0 {
			return answers[i]
		}
	}
	if len(answers) == 0 {
		return strings.TrimSuffix(operation, "") + "Response"
	}
	return answers[0]
}
