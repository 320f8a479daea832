package wire

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/spec"
)

// mediaType is an entry of the field content.
type mediaType struct {
	name string // in lower case, without charset
	part
}

// content returns the media types of a body, response or parameter.
func content(p part) []mediaType {
	var all []mediaType
	for name := range p.node.Get("content").Each() {
		plain, parameters, _ := strings.Cut(strings.ToLower(name), ";")
		plain = strings.TrimSpace(plain)
		for parameter := range strings.SplitSeq(parameters, ";") {
			if parameter = strings.TrimSpace(parameter); parameter != "" && !strings.HasPrefix(parameter, "charset=") {
				plain += "; " + parameter
			}
		}
		all = append(all, mediaType{plain, p.child("content", name)})
	}
	return all
}

// covering returns the media type in list that covers name. This is the same media type or a range such as text/*. covering returns false if there is
// none.
func covering(list []mediaType, name string) (mediaType, bool) {
	kind, _, _ := strings.Cut(name, "/")
	for _, candidate := range []string{name, kind + "/*", "*/*"} {
		for _, m := range list {
			if m.name == candidate {
				return m, true
			}
		}
	}
	return mediaType{}, false
}

// offered reports whether a list has a media type or a range that covers name. If name is a range, a media type in this range is enough.
func offered(list []mediaType, name string) bool {
	if _, ok := covering(list, name); ok {
		return true
	}
	prefix, isRange := strings.CutSuffix(name, "*")
	for _, m := range list {
		if isRange && (prefix == "*/" || strings.HasPrefix(m.name, prefix)) {
			return true
		}
	}
	return false
}

// form returns how the values of a body with the media type are encoded.
func (m mediaType) form() form {
	kind, _, _ := strings.Cut(m.name, "/")
	if kind == "text" || kind == "multipart" || m.name == "application/x-www-form-urlencoded" {
		return asFields
	}
	return asJSON
}

// body compares the bodies of a request. d is Response for a request that the server sends.
func (x *exchange) body(d Direction) {
	w, r := x.a.child("requestBody"), x.b.child("requestBody")
	at := x.label("request body")
	if r.node.True("required") && !w.node.True("required") {
		ways := []*step{r.way("required"), w.way("required"), x.b.way("requestBody")}
		x.say(BodyRequired, Breaking, remark{ways: ways, at: at, d: d, text: "without a body"})
	}
	switch {
	case w.node != nil && r.node != nil:
		x.bodies(d, content(w), content(r), at)
	case w.node != nil && d == Request:
		x.say(BodyRemoved, Risky, remark{ways: []*step{x.a.way("requestBody")}, at: at, text: "with a body"})
	case r.node != nil && d == Response && !r.node.True("required"):
		x.say(BodyRemoved, Risky, remark{ways: []*step{x.b.way("requestBody")}, at: at, d: d, text: "without a body"})
	}
}

// bodies compares the media types that one side writes with those that the other side reads, including their schemas and encodings.
func (x *exchange) bodies(d Direction, written, read []mediaType, at string) {
	for _, w := range written {
		if r, ok := covering(read, w.name); ok {
			x.ask(d, x.j.schemaOf(w.part), x.j.schemaOf(r.part), at, w.form(), false)
			x.encodings(d, w, r, at)
			continue
		}
		rule := MediaTypeRemoved
		if d == Response {
			rule = MediaTypeAdded
		}
		x.say(rule, Breaking, remark{ways: []*step{w.via}, at: at + " " + w.name, d: d, text: "Content-Type: " + w.name})
	}
}

// encodings compares how w and r encode the parts of a multipart body, or the fields of a form.
func (x *exchange) encodings(d Direction, w, r mediaType, at string) {
	if w.form() == asJSON {
		return
	}
	wm, rm := x.j.schemaOf(w.part), x.j.schemaOf(r.part)
	names := append(w.node.Get("encoding").Keys(), r.node.Get("encoding").Keys()...)
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		own := func(m mediaType, list members) (parameter, members) {
			of, _ := x.j.shape(x.j.setOf(list), d).member(name)
			return parameter{part: m.child("encoding", name), in: "query"}, of.members
		}
		t := textual{x: x, m: remark{at: at + " ." + name, d: d}}
		t.w, t.wm = own(w, wm)
		t.r, t.rm = own(r, rm)
		t.ws, t.rs = x.j.setOf(t.wm), x.j.setOf(t.rm)
		t.style()
		x.partTypes(t)
	}
}

// partTypes compares the content types of a part of a multipart body.
func (x *exchange) partTypes(t textual) {
	list := func(p parameter) (all []mediaType) {
		for name := range strings.SplitSeq(p.node.Text("contentType"), ",") {
			if name = strings.TrimSpace(name); name != "" {
				all = append(all, mediaType{name: strings.ToLower(name)})
			}
		}
		return all
	}
	written, read := list(t.w), list(t.r)
	t.m.ways = t.keywords("contentType")
	if len(written) == 0 && len(read) > 0 {
		t.m.note = "not decided: contentType"
		x.say(NotDecided, Risky, t.m)
	}
	for _, m := range written {
		if _, ok := covering(read, m.name); !ok && len(read) > 0 {
			t.m.text = "Content-Type: " + m.name
			x.say(MediaTypeRemoved, Breaking, t.m)
			return
		}
	}
}

// response is the response of an operation for a status.
type response struct {
	status string // "200", "4XX", "default"
	part
}

func responsesOf(o *operation) []response {
	var all []response
	for status := range o.node.Get("responses").Each() {
		if !strings.HasPrefix(status, "x-") {
			all = append(all, response{spec.Status(status), o.child("responses", status)})
		}
	}
	return all
}

// reader returns the response that describes a status for a client. It prefers the response with the same status, then the one with the class of the
// status, and then default. reader returns false if there is none.
func reader(list []response, status string) (response, bool) {
	for _, key := range []string{status, status[:min(1, len(status))] + "XX", "default"} {
		for _, r := range list {
			if r.status == key {
				return r, true
			}
		}
	}
	return response{}, false
}

// isSuccess reports whether a status or class begins with 1, 2 or 3. It returns false for default.
func isSuccess(status string) bool { return status != "" && strings.Contains("123", status[:1]) }

// responses compares what the server of b sends with what the client of a reads.
func (x *exchange) responses() {
	read, written := responsesOf(x.a), responsesOf(x.b)
	replaced := x.statuses(read, written)
	for _, w := range written {
		r, ok := reader(read, w.status)
		at := "response " + w.status
		switch {
		case !ok && w.status == "default":
		case !ok && isSuccess(w.status):
			if !replaced {
				x.say(StatusAdded, Risky, remark{ways: []*step{w.root(x.b)}, at: at, d: Response, text: "status " + w.status})
			}
		case !ok:
			x.say(StatusAdded, Compatible, remark{ways: []*step{w.root(x.b)}, at: at, d: Response})
		case w.status == "default" && r.status != "default":
		default:
			if r.status != w.status {
				x.say(StatusAdded, Compatible, remark{ways: []*step{w.root(x.b)}, at: at, d: Response})
			}
			x.media(w, r, at)
			x.headers(w, r, at)
		}
	}
}

// root returns the way from the operation o to the response.
func (r response) root(o *operation) *step {
	for key := range o.node.Get("responses").Each() {
		if spec.Status(key) == r.status {
			return o.via.down(o.object, "responses", key)
		}
	}
	return r.via
}

// statuses compares the success statuses. If new statuses replace all old ones, it adds one breaking finding, adds a compatible one for each old
// status, and returns true.
func (x *exchange) statuses(read, written []response) (replaced bool) {
	var gone, kept, fresh []response
	for _, r := range read {
		if !isSuccess(r.status) {
			continue
		}
		if x.stillSent(r, written) {
			kept = append(kept, r)
		} else {
			gone = append(gone, r)
		}
	}
	for _, w := range written {
		if _, ok := reader(read, w.status); !ok && isSuccess(w.status) {
			fresh = append(fresh, w)
		}
	}
	if len(gone) > 0 && len(kept) == 0 {
		m := remark{ways: []*step{gone[0].root(x.a)}, at: "response " + gone[0].status, d: Response}
		if len(fresh) > 0 {
			m.ways = []*step{fresh[0].root(x.b)}
			m.text, m.note = "status "+fresh[0].status, "in place of "+gone[0].status
			x.say(StatusReplaced, Breaking, m)
			for _, r := range gone {
				x.say(StatusRemoved, Compatible, remark{ways: []*step{r.root(x.a)}, at: "response " + r.status, d: Response})
			}
			return true
		}
		m.text = "without status " + gone[0].status
		x.say(StatusRemoved, Breaking, m)
		return false
	}
	for _, r := range gone {
		x.say(StatusRemoved, Risky, remark{ways: []*step{r.root(x.a)}, at: "response " + r.status, d: Response, text: "without status " + r.status})
	}
	return false
}

// stillSent reports whether the server may send a status that the client expects.
func (x *exchange) stillSent(r response, written []response) bool {
	if _, ok := reader(written, r.status); ok {
		return true
	}
	class, isClass := strings.CutSuffix(r.status, "XX")
	for _, w := range written {
		if isClass && strings.HasPrefix(w.status, class) {
			return true
		}
	}
	return false
}

// media compares the bodies of w and r, responses of the writer and of the reader.
func (x *exchange) media(w, r response, at string) {
	read, written := content(r.part), content(w.part)
	for _, m := range written {
		if of, ok := covering(read, m.name); ok {
			x.ask(Response, x.j.schemaOf(m.part), x.j.schemaOf(of.part), at, m.form(), false)
		} else if len(read) > 0 {
			x.say(MediaTypeAdded, Compatible, remark{ways: []*step{m.via}, at: at + " " + m.name, d: Response})
		}
	}
	for _, m := range read {
		if !offered(written, m.name) {
			x.say(MediaTypeRemoved, Breaking, remark{ways: []*step{m.via}, at: at + " " + m.name, d: Response, text: "without " + m.name})
		}
	}
}

// headers compares the headers of w and r, responses of the writer and of the reader.
func (x *exchange) headers(w, r response, at string) {
	list := func(p part) map[string]parameter {
		out := map[string]parameter{}
		for name := range p.node.Get("headers").Each() {
			if lower := strings.ToLower(name); lower != "content-type" {
				out[lower] = parameter{part: p.child("headers", name), in: "header"}
			}
		}
		return out
	}
	written, read := list(w.part), list(r.part)
	for name := range r.node.Get("headers").Each() {
		lower := strings.ToLower(name)
		of, isHeader := read[lower]
		if !isHeader {
			continue
		}
		m := remark{ways: []*step{of.via}, at: at + " header " + name, d: Response, text: "without header " + name}
		sent, ok := written[lower]
		required := of.node.True("required")
		switch {
		case !ok && required:
			x.say(HeaderRemoved, Breaking, m)
		case !ok:
			x.say(HeaderRemoved, Risky, m)
		case required && !sent.node.True("required"):
			m.ways = []*step{of.way("required"), sent.way("required")}
			x.say(HeaderOptional, Breaking, m)
		}
		if ok {
			x.parameter(sent, of, remark{at: m.at, d: Response})
		}
	}
}
