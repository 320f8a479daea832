package wire

import "slices"

// callbacks lists the operations of the callbacks of an operation.
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

// callbacks compares the requests that servers send: those of callbacks or of webhooks. index returns the index of the
// operation to which a finding about a callback or webhook belongs.
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

// label returns the kind and name of a callback or webhook.
func (o *operation) label() string {
	if o.name == "" {
		return o.kind + " " + o.path
	}
	return o.kind + " " + o.name
}

// sent compares a request that the server of a sends to a client of b, and the response of the client. The request has the direction Response, since the
// server writes it.
func (x *exchange) sent() {
	x.sentBody()
	x.sentParameters()
	read := responsesOf(x.a)
	for _, w := range responsesOf(x.b) {
		at := x.a.label() + " response " + w.status
		r, ok := reader(read, w.status)
		switch {
		case ok:
			for _, m := range content(w.part) {
				if of, ok := covering(content(r.part), m.name); ok {
					x.ask(Request, m.part, of.part, at)
				}
			}
		case isSuccess(w.status):
			x.saySent(StatusRemoved, Risky, remark{ways: []*step{w.root(x.b)}, at: at, d: Request, text: "status " + w.status})
		}
	}
}

func (x *exchange) saySent(rule Rule, level Level, m remark) {
	m.kind = x.a.kind
	x.say(rule, level, m)
}

func (x *exchange) sentBody() {
	w, r := x.a.child("requestBody"), x.b.child("requestBody")
	at := x.a.label() + " request body"
	m := remark{ways: []*step{r.way("required"), w.way("required"), x.b.way("requestBody")}, at: at, d: Response, text: "a request without a body"}
	switch {
	case r.node.True("required") && !w.node.True("required"):
		x.saySent(BodyRequired, Breaking, m)
	case r.node != nil && w.node == nil:
		x.saySent(BodyRemoved, Risky, m)
	}
	if r.node == nil {
		return
	}
	read := content(r)
	for _, m := range content(w) {
		if of, ok := covering(read, m.name); ok {
			x.ask(Response, m.part, of.part, at)
		} else {
			x.saySent(MediaTypeAdded, Breaking, remark{ways: []*step{m.via}, at: at + " " + m.name, d: Response, text: "Content-Type: " + m.name})
		}
	}
}

func (x *exchange) sentParameters() {
	written := parametersOf(x.a)
	for _, r := range parametersOf(x.b) {
		name := r.node.Text("name")
		m := remark{ways: []*step{r.via}, at: x.a.label() + " " + r.at(), d: Response, text: "a request without " + name}
		w, ok := find(written, r)
		switch {
		case r.node.True("required") && !w.node.True("required"):
			m.ways = append([]*step{r.way("required")}, m.ways...)
			x.saySent(ParameterRequired, Breaking, m)
		case !ok:
			x.saySent(ParameterRemoved, Risky, m)
		}
		if ok {
			x.ask(Response, w.part, r.part, m.at)
		}
	}
}
