package cli

import (
	"context"
	"flag"
	"fmt"
	"go/types"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/rasapi/specgen/cmd/specgen/internal/golist"
	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/code"
)

var (
	randomSpecs = flag.Int("random", 60, "number of random documents of TestRandom and TestSchemaGraphs")
	randomSeed  = flag.Uint64("seed", 1, "first seed of TestRandom and TestSchemaGraphs")
)

// TestRandom generates code for small random documents whose names and schemas are difficult for generators. If lint accepts a document, the code
// must pass the type check.
func TestRandom(t *testing.T) {
	importer := lockedImporter(golist.New(".").Prepare)
	made, refused := 0, map[string]int{}
	for i := range uint64(*randomSpecs) {
		seed := *randomSeed + i
		d := newRandomDocument(seed)
		data := d.write()
		fsys := fstest.MapFS{"openapi.yaml": {Data: []byte(data)}}
		cfg := gen.Config{
			Spec: "openapi.yaml", Importer: importer,
			Target: gen.Target{Output: "random", Code: code.Config{Package: "github.com/rasapi/specgen/random"}},
		}
		cfg.Enums.SQL, cfg.Enums.Visitor, cfg.Enums.Lean = d.oneIn(2), d.oneIn(2), d.oneIn(2)
		s, judged, err := gen.Lint(t.Context(), fsys, cfg)
		if err != nil {
			t.Fatalf("seed %d: Lint: got error %v, want none for %s", seed, err, data)
		}
		if judged.HasErrors() {
			for _, f := range judged {
				if f.Severity == 0 {
					refused[f.Rule]++
				}
			}
			continue
		}
		made++
		result, found, err := gen.Build(t.Context(), s, cfg)
		if err != nil || result == nil || found.HasErrors() {
			var wrong []string
			for _, f := range found {
				if f.Severity == 0 {
					wrong = append(wrong, f.String())
				}
			}
			t.Errorf("seed %d: Build of a document without lint errors: got error %v and the findings below, want none\n%s\n%s", seed, err, strings.Join(wrong, "\n"), numbered(data))
		}
	}
	t.Logf("lint accepted %d documents; rejected documents by rule: %v", made, refused)
	if made < *randomSpecs/3 {
		t.Errorf("got %d of %d documents without lint errors, want at least a third; other documents by rule: %v", made, *randomSpecs, refused)
	}
}

// lockedImporter returns an importer that calls prepare in only one goroutine at a time.
func lockedImporter(prepare gen.Importer) gen.Importer {
	var lock sync.Mutex
	return func(ctx context.Context, imports []string) (types.Importer, error) {
		lock.Lock()
		defer lock.Unlock()
		return prepare(ctx, imports)
	}
}

func numbered(text string) string {
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		fmt.Fprintf(&b, "%4d %s\n", i+1, line)
	}
	return b.String()
}

// randomDocument generates a random document. The same seed always results in the same document.
type randomDocument struct {
	*rand.Rand
	b       strings.Builder
	schemas []string
	enums   []string // names of the schemas that are enums
	objects []string // names of the schemas that are objects
	ids     map[string]bool
}

func newRandomDocument(seed uint64) *randomDocument {
	return &randomDocument{Rand: rand.New(rand.NewPCG(seed, 7)), ids: map[string]bool{}}
}

// oneIn returns true with a probability of 1/n.
func (d *randomDocument) oneIn(n int) bool { return d.IntN(n) == 0 }

func (d *randomDocument) pick(list ...string) string { return list[d.IntN(len(list))] }

// name returns a random name, for example for a schema, a property, a parameter or an operation. Some names are reserved in Go, conflict with
// generated names, or are not valid Go names.
func (d *randomDocument) name() string {
	plain := strings.Fields("door lock bell gate hall roof wall floor stair attic cellar garden window chimney")
	odd := strings.Fields("type func string error any int Client Server Error Raw New Handlers Register body ctx params model rest http json time id ID Id " +
		"userId user_id url URL isActive x-y a.b 1st 2 _id $count @odata été 名前 String Valid Values Parse Names MarshalJSON AdditionalProperties " +
		"Union AsDoor FromDoor MergeDoor interface map range return select struct switch var package import nil true iota len Option Doer Response " +
		"HTTPResponse StatusCode JSON200 Header Authorization Accept Content-Type X-Request-ID If-None-Match")
	name := d.pick(plain...)
	if d.oneIn(4) {
		name = d.pick(odd...)
	} else if d.oneIn(2) {
		name += d.pick("_", "-", "", ".") + d.pick(plain...)
	}
	if d.oneIn(4) && name[0] < 0x80 {
		name = strings.ToUpper(name[:1]) + name[1:]
	}
	return name
}

// unique returns a random name whose normalized form is not in taken, and adds this form to taken. The normalized form is in lower case and has no
// punctuation. If component is true, unique replaces the characters that names of components must not contain.
func (d *randomDocument) unique(taken map[string]bool, component bool) string {
	for {
		name := d.name()
		if component {
			name = strings.Map(func(r rune) rune {
				if r > 127 || r == '$' || r == '@' {
					return 'x'
				}
				return r
			}, name)
		}
		key := strings.ToLower(strings.NewReplacer("_", "", "-", "", ".", "", "$", "", "@", "").Replace(name))
		if !taken[key] {
			taken[key] = true
			return name
		}
	}
}

func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

func (d *randomDocument) write() string {
	names := map[string]bool{}
	for range 2 + d.IntN(6) {
		d.schemas = append(d.schemas, d.unique(names, true))
	}
	var schemas []string
	for i, name := range d.schemas {
		kind := d.IntN(6)
		if i == 0 {
			kind = 0
		}
		var text string
		switch {
		case kind == 1:
			d.enums = append(d.enums, name)
			text = d.enum(true)
		case kind == 2:
			text = d.composed(i)
		case kind == 3:
			text = d.schema(1)
		default:
			d.objects = append(d.objects, name)
			text = d.object(0)
		}
		schemas = append(schemas, fmt.Sprintf("    %s: %s\n", quoted(name), text))
	}
	d.b.WriteString("openapi: " + d.pick("3.0.3", "3.0.3", "3.0.1") + "\ninfo: {title: Random, version: \"1\"}\npaths:\n")
	paths := map[string]bool{}
	for range 1 + d.IntN(4) {
		d.path(paths)
	}
	d.b.WriteString("components:\n  schemas:\n" + strings.Join(schemas, ""))
	return d.b.String()
}

func (d *randomDocument) ref() string {
	return fmt.Sprintf("{$ref: '#/components/schemas/%s'}", strings.NewReplacer("~", "~0", "/", "~1").Replace(d.pick(d.schemas...)))
}

func (d *randomDocument) path(paths map[string]bool) {
	path, params := "", []string{}
	for range 1 + d.IntN(2) {
		path += "/" + d.pick("doors", "Locks", "api", "v1.0", "a-b", "x_y")
		if d.oneIn(3) {
			name := d.unique(map[string]bool{strings.ToLower(strings.Join(params, "")): true}, false)
			for strings.ContainsAny(name, "$@.") || strings.Contains(path, "{"+name+"}") || len(params) > 0 {
				name = d.pick("id", "type", "name", "lock_id", "Key") + fmt.Sprint(len(params))
				if !strings.Contains(path, "{"+name+"}") {
					break
				}
			}
			params = append(params, name)
			path += "/{" + name + "}"
		}
	}
	form := strings.NewReplacer("{", "", "}", "").Replace(path)
	for _, p := range params {
		form = strings.ReplaceAll(form, p, "*")
	}
	if paths[form] {
		return
	}
	paths[form] = true
	fmt.Fprintf(&d.b, "  %s:\n", quoted(path))
	for _, method := range []string{"get", "post", "put", "delete", "patch"} {
		if method == "get" || d.oneIn(3) {
			d.operation(method, params)
		}
	}
}

func (d *randomDocument) operation(method string, path []string) {
	fmt.Fprintf(&d.b, "    %s:\n      operationId: %s\n      tags: [%s]\n", method, quoted(d.unique(d.ids, false)), quoted(d.pick("Door", "Lock", "type", "My Area")))
	if d.oneIn(3) {
		fmt.Fprintf(&d.b, "      deprecated: true\n      summary: %s\n", quoted(d.pick("A // comment */", "Text", "`quoted` \"text\"")))
	}
	d.b.WriteString("      parameters:\n")
	for _, name := range path {
		fmt.Fprintf(&d.b, "        - {name: %s, in: path, required: true, schema: %s}\n", quoted(name), d.scalar())
	}
	taken := map[string]bool{}
	for range d.IntN(4) {
		in := d.pick("query", "query", "query", "header", "cookie")
		name, extra := d.unique(taken, false), ""
		if in == "header" || in == "cookie" {
			name = strings.Map(func(r rune) rune {
				if r > 127 || r == '@' {
					return 'x'
				}
				return r
			}, name)
		}
		if d.oneIn(2) {
			extra = ", required: true"
		}
		schema := d.scalar()
		if in == "query" {
			switch d.IntN(6) {
			case 0:
				schema = "{type: array, items: " + d.scalar() + "}"
				extra += d.pick("", ", explode: false", ", style: pipeDelimited, explode: false", ", style: spaceDelimited, explode: false")
			case 1:
				schema, extra = d.object(2), extra+", style: deepObject"
			case 2:
				schema = d.ref()
			}
		}
		fmt.Fprintf(&d.b, "        - {name: %s, in: %s%s, schema: %s}\n", quoted(name), in, extra, schema)
	}
	if method != "get" && method != "delete" && !d.oneIn(4) {
		fmt.Fprintf(&d.b, "      requestBody:\n        required: %v\n        content:\n          %s\n", d.oneIn(2), d.body())
	}
	d.b.WriteString("      responses:\n")
	statuses := []string{"200", "201", "202", "204", "400", "404", "409", "4XX", "5XX", "default"}
	d.Shuffle(len(statuses), func(i, j int) { statuses[i], statuses[j] = statuses[j], statuses[i] })
	for _, status := range statuses[:1+d.IntN(4)] {
		fmt.Fprintf(&d.b, "        %q:\n          description: Text\n", status)
		if d.oneIn(4) {
			fmt.Fprintf(&d.b, "          headers: {%s: {schema: %s}}\n", d.pick("X-Total", "Location", "type", "ETag"), d.scalar())
		}
		if status != "204" && !d.oneIn(4) {
			fmt.Fprintf(&d.b, "          content:\n            %s\n", d.body())
		}
	}
}

// body returns a media type and a schema for the content of a body.
func (d *randomDocument) body() string {
	switch d.IntN(9) {
	case 0:
		return "application/octet-stream: {schema: {type: string, format: binary}}"
	case 1:
		return "text/plain: {schema: {type: string}}"
	case 2:
		return "multipart/form-data: {schema: " + d.form() + "}"
	case 3:
		return "application/x-www-form-urlencoded: {schema: " + d.object(3) + "}"
	case 4:
		return "application/json; api-version=1.0: {schema: " + d.schema(1) + "}"
	case 5:
		return "application/problem+json: {schema: " + d.ref() + "}"
	}
	return "application/json: {schema: " + d.schema(0) + "}"
}

func (d *randomDocument) form() string {
	taken := map[string]bool{}
	return fmt.Sprintf("{type: object, properties: {%s: {type: string, format: binary}, %s: %s}}", quoted(d.unique(taken, false)), quoted(d.unique(taken, false)), d.scalar())
}

func (d *randomDocument) scalar() string {
	switch d.IntN(12) {
	case 0:
		return "{type: boolean}"
	case 1:
		return "{type: number" + d.pick("", ", format: float", ", format: double") + "}"
	case 2:
		return "{type: string, format: " + d.pick("date", "date-time", "uuid", "email", "byte", "password", "uri", "ipv4") + "}"
	case 3:
		return d.enum(false)
	case 4:
		if len(d.enums) > 0 {
			return fmt.Sprintf("{$ref: '#/components/schemas/%s'}", d.pick(d.enums...))
		}
	case 5:
		return "{type: integer, format: int64, nullable: true}"
	}
	return d.pick("{type: string}", "{type: integer}", "{type: integer, format: int32}", "{type: string, default: a}", "{type: integer, default: 7}", "{type: string, nullable: true}")
}

func (d *randomDocument) enum(named bool) string {
	n := 1 + d.IntN(4)
	taken := map[string]bool{}
	var values, names []string
	integer := d.oneIn(2)
	for i := range n {
		names = append(names, quoted(d.unique(taken, false)))
		if integer {
			values = append(values, fmt.Sprint(i*(1+d.IntN(3)*n)-d.IntN(2)*n*10))
		} else {
			values = append(values, names[i])
		}
	}
	switch {
	case integer && named && d.oneIn(4):
		for i := range values {
			values[i] = fmt.Sprint(1 << i)
		}
		return fmt.Sprintf("{type: integer, format: int32, x-enum-flags: true, x-enum-values: [%s], x-enum-varnames: [%s]}", strings.Join(values, ", "), strings.Join(names, ", "))
	case integer && (named || d.oneIn(2)):
		return fmt.Sprintf("{type: integer%s, enum: [%s], x-enum-varnames: [%s]}", d.pick("", ", format: int32", ", format: int64"), strings.Join(values, ", "), strings.Join(names, ", "))
	case integer:
		return fmt.Sprintf("{type: integer, enum: [%s]}", strings.Join(values, ", "))
	}
	return fmt.Sprintf("{type: string, enum: [%s]}", strings.Join(values, ", "))
}

func (d *randomDocument) object(depth int) string {
	taken := map[string]bool{}
	var properties, required []string
	for range d.IntN(5) {
		name := quoted(d.unique(taken, false))
		properties = append(properties, name+": "+d.schema(depth+1))
		if d.oneIn(3) {
			required = append(required, name)
		}
	}
	text := "{type: object"
	if d.oneIn(4) {
		text += ", description: " + quoted(d.pick("A thing", "Ends */ here", "// go:build", "Two\\nlines"))
	}
	if len(required) > 0 {
		text += ", required: [" + strings.Join(required, ", ") + "]"
	}
	if len(properties) > 0 {
		text += ", properties: {" + strings.Join(properties, ", ") + "}"
	}
	switch d.IntN(6) {
	case 0:
		text += ", additionalProperties: false"
	case 1:
		text += ", additionalProperties: " + d.schema(depth+2)
	case 2:
		text += ", additionalProperties: true"
	}
	return text + "}"
}

func (d *randomDocument) schema(depth int) string {
	if depth > 3 {
		return d.scalar()
	}
	switch d.IntN(12) {
	case 0, 1:
		return d.ref()
	case 2:
		return "{nullable: true, allOf: [" + d.ref() + "]}"
	case 3, 4:
		return "{type: array, items: " + d.schema(depth+1) + "}"
	case 5:
		return d.object(depth + 1)
	case 6:
		return "{type: object, additionalProperties: " + d.schema(depth+1) + "}"
	case 7:
		return d.pick("{}", "{type: object}", "{description: anything}", "{type: array, items: {}}")
	}
	return d.scalar()
}

// composed returns a schema that composes only earlier schemas and inline schemas, so that no schema is composed of itself. If no earlier schema is
// an object, it returns an object schema.
func (d *randomDocument) composed(i int) string {
	if len(d.objects) == 0 || i == 0 {
		return d.object(0)
	}
	var members []string
	seen := map[string]bool{}
	for range 1 + d.IntN(2) {
		name := d.pick(d.objects...)
		if !seen[name] {
			members = append(members, fmt.Sprintf("{$ref: '#/components/schemas/%s'}", name))
		}
		seen[name] = true
	}
	switch d.IntN(4) {
	case 0:
		return "{oneOf: [" + strings.Join(members, ", ") + "]}"
	case 1:
		return "{anyOf: [" + strings.Join(append(members, d.scalar()), ", ") + "]}"
	case 2:
		return "{oneOf: [" + strings.Join(members, ", ") + "], discriminator: {propertyName: kind}}"
	}
	return "{allOf: [" + strings.Join(append(members, d.object(1)), ", ") + "]}"
}
