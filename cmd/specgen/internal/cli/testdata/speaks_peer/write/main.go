// Command write prints an implementation of oapi-codegen's StrictServerInterface in example.com/corpus/api by the function record. The
// methods it reads by reflection; the answers that each may give stand in the source alone, which is its argument. Of several it takes the first
// success, JSON before others.
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

// best is the answer to give.
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
