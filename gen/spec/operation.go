package spec

import (
	"crypto/sha256"
	"fmt"
	"go/token"
	"strings"

	"golang.org/x/mod/module"

	"github.com/rasapi/specgen/gen/oas"
)

// Operation is one operation of the document.
type Operation struct {
	Method  string // method in upper case, such as "GET"
	Path    string // key of the path item, such as "/api/MFA/{id}"
	ID      string // operationId, or ""
	Tag     string // first tag, or "" if there is none
	Area    string // name of the area (see [Area])
	Pointer string // JSON pointer in the bundle
	Node    *oas.Node
	model   *oas.Model
}

// Object returns the operation as an object in the model of its document.
func (o Operation) Object() *oas.Object { return o.model.Of(o.Node) }

// Operations returns the operations in the order of their paths and methods in the bundle.
func (s *Spec) Operations() []Operation { return s.operations() }

func (s *Spec) findOperations() []Operation {
	var ops []Operation
	for path, item := range s.bundle.Get("paths").Each() {
		if strings.HasPrefix(path, "x-") {
			continue
		}
		for method, op := range item.Each() {
			if !oas.IsMethod(method) || !op.IsMapping() {
				continue
			}
			o := Operation{
				Method: strings.ToUpper(method), Path: path, ID: op.Text("operationId"), Pointer: oas.Pointer("paths", path, method),
				Node: op, model: s.Model(),
			}
			if tags := op.Strings("tags"); len(tags) > 0 {
				o.Tag = tags[0]
			}
			o.Area = Area(o.Tag)
			ops = append(ops, o)
		}
	}
	return ops
}

// DefaultID returns the ID of an operation that has no operationId. It derives the ID from the method and the path.
func DefaultID(method, path string) string { return strings.ToLower(method) + "_" + path }

// ClientOnly is the name of an extension. Package lint adds it to an operation that the server does not serve, because its path conflicts with
// another path.
const ClientOnly = "x-specgen-client-only"

// SplitPath splits the key of a path item into the path, the query without "?", and the fragment with "#". In the path, text in braces is part of a
// parameter and is not split.
func SplitPath(key string) (path, query, fragment string) {
	braces := 0
	for i, r := range key {
		switch {
		case r == '{':
			braces++
		case r == '}':
			braces--
		case braces > 0:
		case r == '#':
			return key[:i], "", key[i:]
		case r == '?':
			query, fragment, _ = strings.Cut(key[i+1:], "#")
			if fragment != "" {
				fragment = "#" + fragment
			}
			return key[:i], query, fragment
		}
	}
	return key, "", ""
}

// PathShape returns a path without the names of its parameters, such as "/doors/{}". A server cannot distinguish paths for which PathShape returns
// the same text.
func PathShape(path string) string {
	var b strings.Builder
	for {
		literal, after, found := strings.Cut(path, "{")
		b.WriteString(literal)
		if !found {
			return b.String()
		}
		b.WriteString("{}")
		_, path, _ = strings.Cut(after, "}")
	}
}

// maxAreaName is the maximum length of the name of an area. Windows limits paths to 260 characters, and the path client/NAME/NAME.gen.go contains
// the name twice. Other systems limit file names to 255 bytes.
const maxAreaName = 100

// Area returns the name of the file, directory and package for a tag. The name is the tag in lower case, reduced to ASCII letters and digits. It
// begins with a letter, because Area adds "x" before a digit. If no letter or digit remains, the name is "api". Area appends "api" to a name that is
// not valid for Go, modules or file systems. If a name has more than 100 characters, Area replaces its end with a hash of the whole name.
func Area(tag string) string {
	var b strings.Builder
	for _, c := range strings.ToLower(tag) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			b.WriteRune(c)
		}
	}
	name := b.String()
	switch {
	case name == "":
		return "api"
	case name[0] <= '9':
		name = "x" + name
	case !isPackageName(name):
		name += "api"
	}
	if len(name) > maxAreaName {
		sum := fmt.Sprintf("%x", sha256.Sum256([]byte(name)))[:8]
		name = name[:maxAreaName-len(sum)] + sum
	}
	return name
}

// isPackageName reports whether a package and its directory can be called name. The pattern ./... must match the package, and other modules must be
// able to import it.
func isPackageName(name string) bool {
	switch name {
	case "main", // no other package can import package main
		"init",               // an import cannot have this name
		"documentation",      // go/build ignores the files of package documentation
		"internal", "vendor", // the go command restricts imports of packages in these directories
		"testdata": // the pattern ./... does not match this directory
		return false
	}
	return !token.IsKeyword(name) && module.CheckFilePath(name) == nil // Windows reserves con, prn, aux, nul, com1 to com9 and lpt1 to lpt9
}

// Schema is one component schema.
type Schema struct {
	Name    string // name of the component
	Area    string // see [Spec.Schemas]
	Pointer string // JSON pointer in the bundle
	Node    *oas.Node
	model   *oas.Model
}

// Object returns the schema as an object in the model of its document.
func (s Schema) Object() *oas.Object { return s.model.Of(s.Node) }

// Schemas returns the component schemas in the order of the bundle. The area of a schema determines the file that declares its Go type. The area is
// the name of the source file ("mfa" for schemas/mfa.yaml) if this name is "common" or the area of an operation. Otherwise, the area is the only area
// whose operations use the schema. If there is no such area, it is "common".
func (s *Spec) Schemas() []Schema { return s.schemas() }

func (s *Spec) findSchemas() []Schema {
	areas := map[string]bool{"common": true}
	for _, op := range s.Operations() {
		areas[op.Area] = true
	}
	var users map[string]string
	var list []Schema
	for name, node := range s.bundle.Get("components", "schemas").Each() {
		schema := Schema{Name: name, Pointer: oas.Pointer("components", "schemas", name), Node: node, model: s.Model()}
		if file := node.Pos().File; file != s.root {
			schema.Area = Area(baseName(file))
		}
		if !areas[schema.Area] {
			if users == nil {
				users = s.areasOfSchemas()
			}
			schema.Area = users[name]
			if schema.Area == "" {
				schema.Area = "common"
			}
		}
		list = append(list, schema)
	}
	return list
}

// areasOfSchemas returns, for each schema that an operation uses, the area of the operation. If several areas use the schema, its area is "".
func (s *Spec) areasOfSchemas() map[string]string {
	users := map[string]string{}
	several := map[string]bool{}
	direct := map[string][]string{} // pointers that a component or operation references, by the pointer of the component or operation
	for area, pending := range s.areaRefs() {
		seen := map[string]bool{}
		for len(pending) > 0 {
			pointer := pending[len(pending)-1]
			pending = pending[:len(pending)-1]
			if seen[pointer] {
				continue
			}
			seen[pointer] = true
			next, known := direct[pointer]
			if !known {
				next = references(s.At(pointer), nil)
				direct[pointer] = next
			}
			pending = append(pending, next...)
			if name, ok := strings.CutPrefix(pointer, "/components/schemas/"); ok {
				several[name] = several[name] || users[name] != "" && users[name] != area
				users[name] = area
			}
		}
	}
	for name := range users {
		if several[name] {
			users[name] = ""
		}
	}
	return users
}

// areaRefs returns, for each area, the pointers that its operations and the parameters of their path items reference.
func (s *Spec) areaRefs() map[string][]string {
	refs := map[string][]string{}
	for _, op := range s.Operations() {
		refs[op.Area] = references(s.bundle.Get("paths", op.Path, "parameters"), references(op.Node, refs[op.Area]))
	}
	return refs
}

// references appends the pointers of the components and operations that a node and its descendants reference. If the target of a reference is part
// of a component, references appends the pointer of the component.
func references(n *oas.Node, list []string) []string {
	for ref := range n.Refs() {
		if strings.HasPrefix(ref, "#/") {
			list = append(list, firstTokens(refPointer(ref), 3))
		}
	}
	return list
}

// firstTokens returns the beginning of a JSON pointer. The result has at most the given number of tokens.
func firstTokens(pointer string, tokens int) string {
	parts := strings.SplitN(pointer, "/", tokens+2)
	return strings.Join(parts[:min(tokens+1, len(parts))], "/")
}
