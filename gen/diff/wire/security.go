package wire

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// credential is a security scheme, as [identity] describes it, or one of its scopes.
type credential struct{ scheme, scope string }

// join returns the credentials of a request as text.
func join(list []credential) string {
	var texts []string
	for _, c := range list {
		text := strings.Join(strings.Fields(c.scheme), " ")
		if c.scope != "" {
			text = "scope " + c.scope
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, " and ")
}

// security compares the credentials of the client with those that the server accepts.
func (x *exchange) security() {
	accepted := alternatives(x.b)
	for _, a := range alternatives(x.a) {
		holds := func(b []credential) bool {
			return !slices.ContainsFunc(b, func(c credential) bool { return !slices.Contains(a, c) })
		}
		if slices.ContainsFunc(accepted, holds) {
			continue
		}
		text := "without credentials"
		if len(a) > 0 {
			text = "with " + join(a)
		}
		x.say(SecurityChanged, Breaking, remark{ways: append(schemeWays(x.b), schemeWays(x.a)...), at: "security", text: text})
		return
	}
}

// securityWay returns the way to the security requirements of an operation, or of the document if the operation has none.
func securityWay(o *operation) *step {
	if o.node.Get("security") != nil {
		return o.way("security")
	}
	root := object{doc: o.doc, node: o.doc.model.Root()}
	return &step{from: root, key: "security", leaf: true}
}

// schemeWays returns the ways to the security requirements of an operation and to the schemes that they name.
func schemeWays(o *operation) []*step {
	way := securityWay(o)
	ways := []*step{way}
	for _, item := range way.from.node.Get("security").List() {
		for name := range item.Each() {
			if scheme := (object{doc: o.doc, node: o.doc.model.Root()}).child("components", "securitySchemes", name); scheme.node != nil {
				ways = append(ways, &step{up: way, from: scheme, leaf: true})
			}
		}
	}
	return ways
}

// alternatives returns the sets of credentials that an operation accepts. A request needs the credentials of one set. Each set has the required
// schemes and scopes.
func alternatives(o *operation) [][]credential {
	list := o.node.Get("security")
	if list == nil {
		list = o.doc.model.Root().Get("security")
	}
	if list.Len() == 0 {
		return [][]credential{{}}
	}
	var all [][]credential
	for _, item := range list.List() {
		var set []credential
		for name, scopes := range item.Each() {
			scheme := identity(o.doc, name)
			set = append(set, credential{scheme, ""})
			for _, scope := range scopes.Strings() {
				set = append(set, credential{scheme, scope})
			}
		}
		all = append(all, set)
	}
	return all
}

// identity returns a description of a security scheme that does not depend on its name in the document. It returns the name if the document does not
// declare the scheme.
func identity(d *document, name string) string {
	pointer := oas.Pointer("components", "securitySchemes", name)
	scheme, _ := object{doc: d, node: d.model.Root().At(pointer), pointer: pointer}.resolve(nil)
	n := scheme.node
	if n == nil {
		return name
	}
	key := n.Text("name")
	if n.Text("in") == "header" {
		key = strings.ToLower(key)
	}
	return strings.Join([]string{n.Text("type"), n.Text("in"), key, strings.ToLower(n.Text("scheme")), n.Text("openIdConnectUrl")}, "\t")
}
