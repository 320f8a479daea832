package spec

import (
	"crypto/sha256"
	"fmt"
	"go/token"
	"net/url"
	"strings"

	"go.yaml.in/yaml/v3"
	"golang.org/x/mod/module"

	"github.com/rasapi/specgen/gen/oas"
)

// Operation is one operation of the document.
type Operation struct {
	Method  string // in capitals, "GET"
	Path    string // the key of its path item, "/api/MFA/{id}"
	ID      string // operationId, "" when missing
	Tag     string // its first tag, "" when it has none
	Area    string // the name of its package, see [Area]
	Pointer string // where it stands in the bundle
	Node    *yaml.Node
	spec    *Spec
}

// Object returns the operation in the model of its document.
func (o Operation) Object() *oas.Object { return o.spec.Model().At(o.Pointer) }

// Operations lists the operations in the order of the bundle: paths as they stand there, methods as they stand in the path item.
func (s *Spec) Operations() []Operation { return s.operations() }

func (s *Spec) findOperations() []Operation {
	var ops []Operation
	each(Get(s.bundle, "paths"), func(path, item *yaml.Node) {
		if strings.HasPrefix(path.Value, "x-") {
			return
		}
		each(item, func(method, op *yaml.Node) {
			if !IsMethod(method.Value) || op.Kind != yaml.MappingNode {
				return
			}
			o := Operation{
				Method: strings.ToUpper(method.Value), Path: path.Value, ID: Text(op, "operationId"),
				Pointer: Pointer("paths", path.Value, method.Value), Node: op, spec: s,
			}
			if tags := Get(op, "tags"); tags != nil && len(tags.Content) > 0 {
				o.Tag = tags.Content[0].Value
			}
			o.Area = Area(o.Tag)
			ops = append(ops, o)
		})
	})
	return ops
}

// DefaultID names an operation that has no operationId: its method and its path.
func DefaultID(method, path string) string { return strings.ToLower(method) + "_" + path }

// PathShape is a path without the names of its parameters, "/doors/{}": paths of one shape are the same to a server.
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

// maxAreaName is the greatest length of an area's name. A path such as client/NAME/NAME.gen.go, which has the name twice, then stays below the
// 260 characters that Windows allows, and a file name below the 255 bytes that other systems allow.
const maxAreaName = 100

// Area returns the name of a tag's file, directory and package: the tag in lower case, only ASCII letters and digits, beginning with a letter.
// An empty tag gives "api". A name that Go, a module or a file system does not accept gets "api" as suffix. The end of a name
// of more than 100 letters is replaced by a hash of the whole name.
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

// isPackageName reports whether the go command builds a package with this name in a directory with this name, as a part of ./... and of a module
// that others import.
func isPackageName(name string) bool {
	switch name {
	case "main", // cannot be imported
		"init",               // cannot be the name of an import
		"documentation",      // go/build ignores the files of such a package
		"internal", "vendor", // directories with a meaning of their own
		"testdata": // ./... leaves this directory out
		return false
	}
	return !token.IsKeyword(name) && module.CheckFilePath(name) == nil // con, prn, aux, nul, com1 to com9 and lpt1 to lpt9, which Windows reserves
}

// Schema is one component schema.
type Schema struct {
	Name    string // its key below components/schemas
	Area    string // see [Spec.Schemas]
	Pointer string
	Node    *yaml.Node
	spec    *Spec
}

// Object returns the schema in the model of its document.
func (s Schema) Object() *oas.Object { return s.spec.Model().At(s.Pointer) }

// Schemas lists the component schemas in the order of the bundle, each with the area whose generated file it belongs to: the one
// named like the file it was written in ("mfa" for schemas/mfa.yaml), when that is the area of an operation or "common"; otherwise
// the only area whose operations reach it, or "common".
func (s *Spec) Schemas() []Schema { return s.schemas() }

func (s *Spec) findSchemas() []Schema {
	areas := map[string]bool{"common": true}
	for _, op := range s.Operations() {
		areas[op.Area] = true
	}
	var users map[string]string
	var list []Schema
	each(Get(Get(s.bundle, "components"), "schemas"), func(name, node *yaml.Node) {
		schema := Schema{Name: name.Value, Pointer: Pointer("components", "schemas", name.Value), Node: node, spec: s}
		if f := s.origin[node]; f != nil {
			schema.Area = Area(lastToken(target{file: f}))
		}
		if !areas[schema.Area] {
			if users == nil {
				users = s.users()
			}
			schema.Area = users[name.Value]
			if schema.Area == "" {
				schema.Area = "common"
			}
		}
		list = append(list, schema)
	})
	return list
}

// users gives for each schema the one area that reaches it; "" for several or none.
func (s *Spec) users() map[string]string {
	users := map[string]string{}
	several := map[string]bool{}
	direct := map[string][]string{} // the components that a component refers to
	for area, pending := range s.roots() {
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
				next = references(s.Node(pointer), nil)
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

// roots gives for each area the components that its operations refer to, in their own words or in those of their path item.
func (s *Spec) roots() map[string][]string {
	roots := map[string][]string{}
	for _, op := range s.Operations() {
		shared := s.Node(Pointer("paths", op.Path, "parameters"))
		roots[op.Area] = references(shared, references(op.Node, roots[op.Area]))
	}
	return roots
}

// references appends the pointers of the components that are referred to below a node.
func references(n *yaml.Node, list []string) []string {
	if n == nil {
		return list
	}
	for _, c := range n.Content {
		if len(c.Content) > 0 {
			list = references(c, list)
		}
	}
	ref, ok := strings.CutPrefix(Text(n, "$ref"), "#/")
	if !ok {
		return list
	}
	if plain, err := url.PathUnescape(ref); err == nil {
		ref = plain
	}
	parts := strings.SplitN(ref, "/", 4) // a part of a component stands for the whole
	return append(list, "/"+strings.Join(parts[:min(3, len(parts))], "/"))
}
