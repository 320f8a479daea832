package wire

import "slices"

// callbacks returns the operations in the callbacks of o.
func (o *operation) callbacks() []*operation {
	var all []*operation
	callbacks := o.child("callbacks")
	for name := range callbacks.node.Each() {
		for _, c := range operationsIn(callbacks.child(name), "callback") {
			c.name = name
			all = append(all, c)
		}
	}
	return all
}

// callbacks compares the requests of callbacks or webhooks, which servers send. index returns the index of the operation to which the findings about
// a callback or webhook belong.
func (j *judge) callbacks(before, after []*operation, index func(*operation) int) {
	partner := func(list []*operation, o *operation) *operation {
		i := slices.IndexFunc(list, func(p *operation) bool { return p.name == o.name && p.path == o.path && p.method == o.method })
		if i < 0 {
			return nil
		}
		return list[i]
	}
	for _, a := range before {
		b, n := partner(after, a), index(a)
		if b == nil {
			j.say(n, CallbackRemoved, Breaking, remark{cause: &cause{base: a.object}, at: a.label(), kind: a.kind, d: Response})
			continue
		}
		x := exchange{j: j, index: n, a: b, b: a}
		x.sent()
		x.a, x.b, x.server = a, b, true
		x.sent()
	}
	for _, b := range after {
		if partner(before, b) == nil {
			j.say(index(b), CallbackAdded, Compatible, remark{cause: &cause{head: b.object}, at: b.label(), kind: b.kind, d: Response})
		}
	}
}

// label returns text. For a callback or webhook, it adds the kind and name before the text.
func (x *exchange) label(text string) string {
	if o := x.a; o.kind != "" {
		return o.label() + " " + text
	}
	return text
}

// label returns the kind and name of a callback or webhook.
func (o *operation) label() string {
	if o.name == "" {
		return o.kind + " " + o.path
	}
	return o.kind + " " + o.name
}

// sent compares a request that a server of x.a sends to a client of x.b, and the response of the client. The request has the direction Response
// because the server writes it.
func (x *exchange) sent() {
	x.parameters(parametersOf(x.a), parametersOf(x.b), Response)
	x.body(Response)
	read := responsesOf(x.a)
	for _, w := range responsesOf(x.b) {
		at := x.label("response " + w.status)
		if r, ok := reader(read, w.status); ok {
			x.bodies(Request, content(w.part), content(r.part), at)
		} else if isSuccess(w.status) {
			x.say(StatusRemoved, Risky, remark{ways: []*step{w.root(x.b)}, at: at, text: "status " + w.status})
		}
	}
}
