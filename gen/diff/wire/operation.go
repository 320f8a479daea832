package wire

import (
	"regexp"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// part is an object of a document, with the way that leads to it.
type part struct {
	object
	via *step
}

// child returns the part at a path below p, and follows its references. Its node is nil if p has no such part.
func (p part) child(path ...string) part {
	o, via := p.object.child(path...), p.via.down(p.object, path...)
	if o.node == nil {
		return part{object{doc: p.doc}, via}
	}
	o, via = o.resolve(via)
	return part{o, via}
}

// way returns the way to a keyword of the part.
func (p part) way(key string) *step {
	return &step{up: p.via, from: p.object, key: oas.Pointer(key)[1:], leaf: true}
}

// operation is an operation of a document.
type operation struct {
	part
	method, path string // path is a path, the name of a webhook, or the expression of a callback
	item         part
	kind, name   string   // kind is "callback", "webhook" or ""; name is the name of the callback, or ""
	urls         []string // the result of urlsOf; nil for a callback or webhook
}

// top returns the object at a key of the root. The way to the object consists of one step.
func (d *document) top(key string) part {
	o := object{doc: d, node: d.model.Root().Get(key), pointer: oas.Pointer(key)}
	return part{o, &step{from: o}}
}

// operationsOf returns the operations of a document in document order, without webhooks and callbacks.
func operationsOf(d *document) []*operation {
	all := operationsIn(d.top("paths"), "")
	for _, o := range all {
		o.urls = urlsOf(d, o)
	}
	return all
}

// operationsIn returns the operations in paths, webhooks or a callback in document order. kind is "", "webhook" or "callback".
func operationsIn(top part, kind string) []*operation {
	var all []*operation
	for path := range top.node.Each() {
		if strings.HasPrefix(path, "x-") {
			continue
		}
		item := top.child(path)
		for method := range item.node.Each() {
			if !oas.IsMethod(method) {
				continue
			}
			if o := (&operation{part: item.child(method), method: method, path: path, item: item, kind: kind}); o.node.IsMapping() {
				all = append(all, o)
			}
		}
	}
	return all
}

var parameterName = regexp.MustCompile(`\{[^}]*\}`)

// urlsOf returns the URLs of an operation, sorted and without the names of parameters. Each is the URL of a server with values for its variables,
// followed by the path. Without servers, the only URL is the path. For each server, urlsOf tries at most 50 combinations of values.
func urlsOf(d *document, o *operation) []string {
	const most = 50
	servers := d.model.Root().Get("servers")
	for _, n := range []*oas.Node{o.item.node.Get("servers"), o.node.Get("servers")} {
		if n.Len() > 0 {
			servers = n
		}
	}
	var urls []string
	for _, server := range servers.List() {
		bases := []string{server.Text("url")}
		for name, variable := range server.Get("variables").Each() {
			values := variable.Strings("enum")
			if len(values) == 0 {
				values = []string{variable.Text("default")}
			}
			var next []string
			for _, url := range bases {
				for _, value := range values {
					if len(next) < most {
						next = append(next, strings.ReplaceAll(url, "{"+name+"}", value))
					}
				}
			}
			bases = next
		}
		for _, url := range bases {
			urls = append(urls, withoutParameterNames(strings.TrimRight(url, "/")+o.path))
		}
	}
	if len(urls) == 0 {
		urls = []string{withoutParameterNames(o.path)}
	}
	slices.Sort(urls)
	return slices.Compact(urls)
}

// withoutParameterNames removes the names of parameters from a URL.
func withoutParameterNames(url string) string { return parameterName.ReplaceAllString(url, "{}") }

// withoutHost removes the scheme and host of a URL.
func withoutHost(url string) string {
	if i := strings.Index(url, "://"); i >= 0 {
		url = url[i+3:]
		if slash := strings.IndexByte(url, '/'); slash >= 0 {
			return url[slash:]
		}
		return "/"
	}
	return url
}

// operations compares all operations, callbacks and webhooks. It adds the pairs of their schemas.
func (j *judge) operations() {
	before, after := operationsOf(j.docs[base]), operationsOf(j.docs[head])
	used := map[*operation]bool{}
	for _, a := range before {
		index := len(j.names)
		j.names = append(j.names, Operation{strings.ToUpper(a.method), a.path})
		b := findOperation(after, a)
		if b == nil {
			j.say(index, OperationRemoved, Breaking, remark{cause: &cause{base: a.object}, at: "operation"})
			continue
		}
		used[b] = true
		j.compareURLs(index, a, b)
		x := exchange{j: j, index: index, a: a, b: b}
		x.compare()
		x.server = true
		x.a, x.b = b, a
		x.compare()
		j.callbacks(a.callbacks(), b.callbacks(), func(*operation) int { return index })
	}
	for _, b := range after {
		if !used[b] {
			index := len(j.names)
			j.names = append(j.names, Operation{strings.ToUpper(b.method), b.path})
			j.say(index, OperationAdded, Compatible, remark{cause: &cause{head: b.object}, at: "operation"})
			j.say(index, OperationAdded, Breaking, remark{cause: &cause{head: b.object}, at: "operation", server: true})
		}
	}
	j.callbacks(operationsIn(j.docs[base].top("webhooks"), "webhook"), operationsIn(j.docs[head].top("webhooks"), "webhook"), func(o *operation) int {
		j.names = append(j.names, Operation{strings.ToUpper(o.method), o.path})
		return len(j.names) - 1
	})
}

// findOperation returns the operation in list that has the method of a and shares a URL with a. If there is none, it returns one with the same method
// and path, apart from the names of parameters, or nil.
func findOperation(list []*operation, a *operation) *operation {
	var samePath *operation
	for _, b := range list {
		if b.method == a.method && spec.PathShape(b.path) == spec.PathShape(a.path) {
			samePath = b
			if overlap(a.urls, b.urls) {
				return b
			}
		}
	}
	for _, b := range list {
		if b.method == a.method && overlap(a.urls, b.urls) {
			return b
		}
	}
	return samePath
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(url string) bool { return slices.Contains(b, url) })
}

// compareURLs compares the URLs of an operation.
func (j *judge) compareURLs(index int, a, b *operation) {
	gone := filter(a.urls, func(url string) bool { return !slices.Contains(b.urls, url) })
	if len(gone) == 0 && len(b.urls) > len(a.urls) {
		j.say(index, ServerAdded, Compatible, remark{ways: []*step{serversWay(a), serversWay(b)}, at: "servers"})
		return
	}
	if len(gone) == 0 {
		if spec.PathShape(a.path) != spec.PathShape(b.path) {
			j.say(index, URLChanged, Compatible, remark{cause: &cause{base: a.object, head: b.object}, at: "URL", note: "the same URL"})
		}
		return
	}
	r := remark{ways: []*step{serversWay(a), serversWay(b)}, at: "servers", text: gone[0]}
	if overlap(a.urls, b.urls) {
		j.say(index, ServerRemoved, Risky, r)
		return
	}
	paths := func(urls []string) []string {
		var out []string
		for _, url := range urls {
			out = append(out, withoutHost(url))
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	level := Breaking
	if slices.Equal(paths(a.urls), paths(b.urls)) {
		level, r.note = Risky, "only the host differs"
	}
	j.say(index, URLChanged, level, r)
}

// serversWay returns the way to the servers of an operation.
func serversWay(o *operation) *step {
	for _, p := range []part{o.part, o.item} {
		if p.node.Get("servers").Len() > 0 {
			return p.way("servers")
		}
	}
	root := object{doc: o.doc, node: o.doc.model.Root()}
	return &step{from: root, key: "servers", leaf: true}
}

// remark describes a finding that is not about a schema.
type remark struct {
	ways   []*step
	at     string // "query parameter q"
	d      Direction
	kind   string // "callback", "webhook" or ""
	server bool
	text   string    // text of the witness
	value  *oas.Node // value of the witness, instead of text
	note   string
	cause  *cause // the cause, or nil if say must derive it from ways
}

// say adds a finding that is not about a schema.
func (j *judge) say(operation int, rule Rule, level Level, m remark) {
	c := m.cause
	if c == nil {
		found, ok := deepest(m.ways)
		if !ok {
			s := m.ways[0]
			found = s.at(s.from.counterpart().object, s.key)
		}
		c = &found
	}
	f := Finding{Rule: rule, Level: level, Direction: m.d, Kind: m.kind, Servers: m.server, At: m.at, Note: m.note}
	switch {
	case m.value != nil:
		f.Witness = newWitness(m.value, nil, f)
	case m.text != "":
		f.Witness = &Witness{Text: report.Clip(m.text, maxText), Prefix: f.prefix()}
	}
	f.Base, f.Head = c.base.place(), c.head.place()
	r := &reported{finding: f, cause: *c}
	r.operations.add(operation)
	j.found = append(j.found, r)
}

// exchange compares the operation that a client is written for with the operation of a server.
type exchange struct {
	j      *judge
	index  int
	a, b   *operation // the client is written for a, the server for b; [exchange.sent] exchanges the roles
	server bool       // the comparison is about servers of base and clients of head
}

func (x *exchange) compare() {
	x.parameters(parametersOf(x.a), parametersOf(x.b), Request)
	x.body(Request)
	x.responses()
	x.security()
}

// say adds a finding about the two operations.
func (x *exchange) say(rule Rule, level Level, m remark) {
	m.server, m.kind = x.server, x.a.kind
	x.j.say(x.index, rule, level, m)
}

// schemaOf returns the schema of a parameter, header or media type, or nil if it has none.
func (j *judge) schemaOf(p part) members {
	schema := p.object.child("schema")
	if schema.node == nil {
		return nil
	}
	return members{{j.schemaAt(schema), p.via.down(p.object, "schema")}}
}

// ask adds an edge that compares w, the schemas of the writer, with r, the schemas of the reader. It adds none if the schemas are equal. w and r may
// be nil.
func (x *exchange) ask(d Direction, w, r members, at string, f form, skipTypes bool) {
	child := x.j.pair(w, r, d, f, x.server)
	if child == nil {
		return
	}
	e := &edge{child: child, wm: w, rm: r, root: &root{operation: x.index, kind: x.a.kind, at: at, skipTypes: skipTypes}}
	x.j.roots = append(x.j.roots, e)
}
