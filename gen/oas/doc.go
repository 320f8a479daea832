// Package oas provides the object model of an OpenAPI document. The model consists of the values in a YAML or JSON text, and of the OpenAPI objects
// that these values represent.
//
// [Parse] reads a text into a tree of nodes. A [Node] is a mapping, a sequence or a scalar. A node records its file, line and column. Parse resolves
// aliases and merge keys, and reports duplicate keys and scalars that JSON cannot represent. [Node.JSON] can therefore write every tree as JSON.
//
// The methods of Node, except Decode, Place, Written and YAML, accept a nil receiver, so that calls can be chained without checks:
//
//	n.Get("info", "title")        // the node, or nil
//	n.Text("info", "title")       // its text, or ""
//	n.True("deprecated")          // whether it is the boolean true
//	n.Strings("required")         // the texts of a sequence
//	for key, value := range n.Get("properties").Each() { ... }
//	for _, e := range n.Entries { ... e.Pos() }   // the positions of keys
//
// A function must not change a tree that it receives. [Node.Filter], [Node.FilterItems] and [Node.Shallow] return copies that share the unchanged
// nodes with the original.
//
// [New] finds the OpenAPI objects in a tree. An [Object] has a [Kind]. Every object except the document has a parent and a field in its parent. The
// [Model] lists the objects of a kind, finds the object at a JSON pointer and follows references:
//
//	for _, o := range model.Objects(oas.Schema) {
//		if target := model.Resolve(o); target != nil { ... }
//	}
//
// [Kind.Child] returns the kind of the objects in a field. [Extensions] returns the extensions that specgen reads.
//
// [Read] parses the text of a configuration file, and returns a [Reader] that reports unknown, duplicate and missing keys as findings.
//
// The package does not read files. Package spec follows references into other files, and package lint applies rules. Apart from tests, only package
// oas imports the YAML library.
package oas
