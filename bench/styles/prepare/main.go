// Command prepare generates a client and a server with specgen, oapi-codegen and ogen for the operations of package table. It first runs
// each generator once per operation. If a generator fails for an operation, prepare omits the operation from the code of this generator, and writes
// the reason to refused.json.
//
// In bench/styles, go generate runs the command.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/rasapi/specgen/bench/styles/table"
)

// generator is a tool with the arguments that generate code from openapi.yaml in the working directory.
type generator struct {
	name        string
	module, pkg string // directory in which go build runs, and package of the command
	config      map[string]string
	args        []string
}

var generators = []generator{
	{
		"specgen", "../..", "github.com/rasapi/specgen/cmd/specgen",
		map[string]string{"specgen.yaml": "spec: openapi.yaml\noutput: specgen\npackage: github.com/rasapi/specgen/bench/styles/specgen\npackages: one\nrouter: std\n"},
		[]string{"generate"},
	},
	{
		"oapicodegen", ".", "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen",
		map[string]string{
			"oapi-codegen.yaml": "package: oapicodegen\noutput: oapicodegen/api.gen.go\ngenerate: {client: true, models: true, std-http-server: true, strict-server: true}\n",
		},
		[]string{"--config", "oapi-codegen.yaml", "openapi.yaml"},
	},
	{
		"ogen", ".", "github.com/ogen-go/ogen/cmd/ogen",
		map[string]string{"ogen.yml": "generator:\n  features:\n    disable_all: true\n    enable: [paths/client, paths/server]\n"},
		[]string{"--config", "ogen.yml", "--target", "ogen", "--package", "ogen", "--clean", "openapi.yaml"},
	},
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("prepare: ")
	if err := prepare(); err != nil {
		log.Fatal(err)
	}
}

// prepare writes the code of all generators, the handlers for the server of specgen, and refused.json.
func prepare() (err error) {
	bin, err := os.MkdirTemp("", "styles")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(bin)) }()
	refused := map[string]map[string]string{} // reasons by generator and operation
	for _, g := range generators {
		program := filepath.Join(bin, g.name)
		build := exec.Command("go", "build", "-o", program, g.pkg)
		build.Dir = g.module
		if out, err := build.CombinedOutput(); err != nil {
			return fmt.Errorf("go build %s: %w\n%s", g.pkg, err, out)
		}
		var accepted []table.Operation
		refused[g.name] = map[string]string{}
		for _, o := range table.Operations() {
			if out, err := g.run(program, o); err != nil {
				refused[g.name][o.ID()] = reason(out)
				continue
			}
			accepted = append(accepted, o)
		}
		if out, err := g.run(program, accepted...); err != nil {
			return fmt.Errorf("%s: %w\n%s", g.name, err, out)
		}
		for file := range g.config {
			if err := os.Remove(file); err != nil {
				return err
			}
		}
	}
	if err := os.Remove("openapi.yaml"); err != nil {
		return err
	}
	data, err := json.MarshalIndent(refused, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile("refused.json", data, 0o666); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join("specgen", "record"), 0o777); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join("specgen", "record", "record.go"), []byte(handlers()), 0o666)
}

// run writes the configuration of a generator and a document with the operations, and generates code from them.
func (g generator) run(program string, operations ...table.Operation) (out []byte, err error) {
	if err := os.RemoveAll(g.name); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(g.name, 0o777); err != nil {
		return nil, err
	}
	files := map[string]string{"openapi.yaml": table.Document(operations)}
	for file, text := range g.config {
		files[file] = text
	}
	for file, text := range files {
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			return nil, err
		}
	}
	return exec.Command(program, g.args...).CombinedOutput()
}

// reason returns the error in the output of a generator. This is the text after the first arrow, or the first line if there is no arrow.
func reason(out []byte) string {
	for line := range strings.Lines(string(out)) {
		if _, text, ok := strings.Cut(line, " -> "); ok {
			return strings.TrimSpace(text)
		}
	}
	first, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	return first
}

// handlers returns a package with a handler that records the parameters that the server of specgen reads.
func handlers() string {
	var b strings.Builder
	b.WriteString("// Package record implements the server of specgen.\npackage record\n\nimport (\n\t\"context\"\n\n" +
		"\t\"github.com/rasapi/specgen/bench/styles/specgen/model\"\n\t\"github.com/rasapi/specgen/bench/styles/specgen/server/api\"\n)\n\n" +
		"// Handler passes each parameter to Record.\ntype Handler struct {\n\tapi.Unimplemented\n\tRecord func(any)\n}\n")
	types := map[string]string{"string": "string", "array": "[]string", "object": "model.RGB"}
	for _, o := range table.Operations() {
		param := types[o.Kind]
		if o.In != "path" {
			param = "api." + o.Method() + "Params"
		}
		fmt.Fprintf(&b, "\nfunc (h Handler) %s(_ context.Context, p %s) error {\n\th.Record(p)\n\treturn nil\n}\n", o.Method(), param)
	}
	return b.String()
}
