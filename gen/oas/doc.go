// Package oas is the object model of an OpenAPI document: the values of a YAML or JSON text, and the OpenAPI objects that they form.
//
// [Parse] reads a text into a tree of nodes. A [Node] is a mapping, a sequence or a scalar. It records the file, line and column where it was
// written. Aliases and merge keys are resolved, each key of a mapping is unique, and every scalar has its JSON form. A tree can therefore always be
// written as JSON ([Node.JSON]).
//
// All methods of Node accept a nil receiver, so lookups can be chained without checks:
//
//	n.Get("info", "title")        // the node, or nil
//	n.Text("info", "title")       // its text, or ""
//	n.True("deprecated")          // whether it is the boolean true
//	n.Strings("required")         // the texts of a sequence
//	for key, value := range n.Get("properties").Each() { ... }
//	for _, e := range n.Entries { ... e.Pos() }   // the positions of keys
//
// A function must not change a tree that it receives. [Node.Filter], [Node.FilterItems] and [Node.Shallow] return changed copies that share the
// unchanged nodes.
//
// [New] finds the OpenAPI objects in a tree. An [Object] has a [Kind], a parent and a place in that parent. The [Model] lists the objects of a
// kind, finds the object at a JSON pointer and follows references:
//
//	for _, o := range model.Objects(oas.Schema) {
//		if target := model.Resolve(o); target != nil { ... }
//	}
//
// [Kind.Child] returns the kind of the objects in a field of an object. [Extensions] returns the extensions that specgen reads.
//
// [Read] reads a strict configuration file with a [Reader], which reports unknown, duplicate and missing keys as findings.
//
// The package does not read files, does not follow references into other files (package spec does), and does not apply lint rules (package lint
// does). It is the only package that imports the YAML library.
package oas
