package wire

import (
	"slices"
	"sort"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// requirement sets: each alternative is a set of schemes with scopes, by their meaning.

// security compares the credentials that are accepted.
func (x *exchange) security() {
	accepted := x.alternatives(x.b)
	for _, a := range x.alternatives(x.a) {
		holds := func(b []string) bool {
			return !slices.ContainsFunc(b, func(item string) bool { return !slices.Contains(a, item) })
		}
		if slices.ContainsFunc(accepted, holds) {
			continue
		}
		text := "a request without credentials"
		if len(a) > 0 {
			text = "a request with " + strings.Join(shownCredentials(a), " and ")
		}
		x.say(SecurityChanged, Breaking, remark{ways: append(schemeWays(x.b), schemeWays(x.a)...), at: "security", text: text})
		return
	}
}

// shownCredentials returns the names of credentials without those that are implied.
func shownCredentials(a []string) []string {
	var names []string
	for _, item := range a {
		kind, scope, _ := strings.Cut(item, "\x00")
		kind = strings.Join(strings.Fields(strings.ReplaceAll(kind, "\x01", " ")), " ")
		if scope != "" {
			kind += " scope " + scope
		}
		names = append(names, kind)
	}
	return slices.Compact(names)
}

// securityWay returns the way to the security requirements of an operation.
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

// alternatives returns the sets of credentials of which one is enough. Each scheme is present without a scope, and with each scope that is required.
func (x *exchange) alternatives(o *operation) [][]string {
	list := o.node.Get("security")
	if list == nil {
		list = o.doc.model.Root().Get("security")
	}
	if list.Len() == 0 {
		return [][]string{{}}
	}
	var all [][]string
	for _, item := range list.List() {
		var set []string
		for name, scopes := range item.Each() {
			scheme := identity(o.doc, name)
			set = append(set, scheme+"\x00")
			for _, scope := range scopes.Strings() {
				set = append(set, scheme+"\x00"+scope)
			}
		}
		sort.Strings(set)
		all = append(all, slices.Compact(set))
	}
	return all
}

// identity returns what a security scheme means, apart from its name.
func identity(d *document, name string) string {
	scheme, _ := object{doc: d, node: d.model.Root().Get("components", "securitySchemes", name), pointer: oas.Pointer("components", "securitySchemes", name)}.resolve(nil)
	n := scheme.node
	if n == nil {
		return name
	}
	key := n.Text("name")
	if n.Text("in") == "header" {
		key = strings.ToLower(key)
	}
	return strings.Join([]string{n.Text("type"), n.Text("in"), key, strings.ToLower(n.Text("scheme")), n.Text("openIdConnectUrl")}, "\x01")
}
