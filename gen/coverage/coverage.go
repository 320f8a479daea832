// Package coverage reports how much of an API a spec describes.
//
// [Check] compares the spec with a map of the API. A person writes the map, which is a tree of nodes. The tree follows the table of contents of the
// API reference. Each operation in the spec must be in exactly one node of the tree, or in exactly one group outside the tree. Each node must have
// operations, or a reason why there are none. The map may name a catalogue, which is a list of operations from another source. Each operation in the
// catalogue must be in the spec, or must have an exception with a reason. Each violation is a finding. [Report] has methods that return the report as
// text, Markdown or HTML.
//
// The report counts operations by their x-evidence. Documented and catalogued operations are known to exist. The report counts inferred operations
// separately. It also counts the parts of operations: path and method, parameters, request bodies and responses.
//
// The package does not check whether the descriptions of operations are good. Package lint checks them.
package coverage

import (
	"io/fs"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// Report is the result of a comparison of a spec with a map of its API.
type Report struct {
	Title     string     // title of the spec
	Sections  []Node     // the tree
	Outside   []Node     // groups of operations outside the tree; a group has no child nodes
	Catalogue *Catalogue // nil if the map does not name a catalogue
	Remarks   []Remark
}

// Remark is a section of text in the map, such as the result of a search for operations.
type Remark struct {
	Title, Text string
	Names       []Explanation
}

// Explanation explains one or more names in a [Remark].
type Explanation struct {
	Names []string
	Text  string
}

// Node is a node of the tree, or a group of operations outside the tree.
type Node struct {
	ID, Title  string
	Reason     string // reason why the node itself has no operations, or ""
	Note       string
	Operations []Operation // operations in the order of the paths in the map
	Nodes      []Node
}

// Heading is the reason of a node if only nodes below it have operations.
const Heading = "heading only"

// Operation is one operation of the spec.
type Operation struct {
	Method, Path string
	ID           string   // operationId
	Evidence     Evidence // evidence for the whole operation (see [oas.EvidenceParts.Level]); "" if the spec has none
	Parts        oas.EvidenceParts
	Since, Until string // first and last version of the API that has the operation; "" for an unknown version
}

// Evidence is a level of evidence (x-evidence) for an operation.
type Evidence string

// The levels of evidence, from the strongest to the weakest.
const (
	Documented Evidence = oas.Documented
	Catalogued Evidence = oas.Catalogued
	Inferred   Evidence = oas.Inferred
)

// Catalogue is a list of operations from a source other than the spec. Each operation is in the spec, or has an exception.
type Catalogue struct {
	Title      string
	Total      int // number of operations in the list
	Exceptions []Exception
}

// Exception is an operation in a catalogue that is not in the spec.
type Exception struct {
	Operation string // "DELETE /api/Door"
	Instead   string // corresponding operation in the spec, or "" if there is none
	Reason    string
}

// Total counts operations by their evidence, and nodes by their operations.
type Total struct {
	Documented, Catalogued, Inferred, Unstated int // number of operations by evidence; Unstated counts operations without evidence
	Known                                      int // number of nodes with a documented or catalogued operation
	OtherOnly                                  int // number of nodes that have only inferred operations or operations without evidence
	Headings                                   int // number of nodes with the reason [Heading]
	Without                                    int // number of nodes without an operation, except headings
}

// Operations returns the number of documented and catalogued operations.
func (t Total) Operations() int { return t.Documented + t.Catalogued }

// Nodes returns the number of nodes.
func (t Total) Nodes() int { return t.Known + t.OtherOnly + t.Headings + t.Without }

// Sum returns the counts for nodes and for all nodes below them.
func Sum(nodes []Node) Total {
	var t Total
	for _, n := range nodes {
		t.count(n)
	}
	return t
}

// Total returns the counts for a node and for all nodes below it.
func (n Node) Total() Total { return Sum([]Node{n}) }

// count adds a node and all nodes below it to t.
func (t *Total) count(n Node) {
	known := t.Operations()
	for _, op := range n.Operations {
		t.add(op.Evidence)
	}
	switch {
	case t.Operations() > known:
		t.Known++
	case len(n.Operations) > 0:
		t.OtherOnly++
	case n.Reason == Heading:
		t.Headings++
	default:
		t.Without++
	}
	for _, below := range n.Nodes {
		t.count(below)
	}
}

// add increments the count of operations, or of parts of operations, with the evidence e. It counts missing and unknown evidence as Unstated.
func (t *Total) add(e Evidence) {
	switch e {
	case Documented:
		t.Documented++
	case Catalogued:
		t.Catalogued++
	case Inferred:
		t.Inferred++
	default:
		t.Unstated++
	}
}

// Check reads a map of an API from a file and compares the spec with the map. The report is nil if a finding is an error. Check returns an error if
// it cannot read the file of the map.
func Check(fsys fs.FS, file string, s *spec.Spec) (*Report, report.List, error) {
	m, found, err := read(fsys, file)
	if err != nil || found.HasErrors() {
		return nil, found, err
	}
	c := checker{spec: s, file: file, owner: map[operation]*entry{}}
	measured := c.report(m)
	if c.found.HasErrors() {
		return nil, c.found.Compact(), nil
	}
	return measured, c.found.Compact(), nil
}

// Rules returns the rules of all findings that this package reports.
func Rules() []report.Rule {
	return []report.Rule{
		{
			ID: ruleMap, Stage: "coverage", Title: "The map of the API is valid",
			Why:  "If specgen ignored an unknown key, the report would count nodes and operations incorrectly.",
			Bad:  "- id: doors\n  titel: Doors\n  paths: /doors",
			Good: "- id: doors\n  title: Doors\n  paths: /doors",
			Fix:  "Change the map as the message says.",
		},
		{
			ID: ruleNode, Stage: "coverage", Title: "A node of the map has either paths or a reason",
			Why:  "A node without paths and without a reason is an unexplained gap. A reason states why a node has no paths, so a node with paths must not have a reason.",
			Bad:  "- id: doors\n  title: Doors",
			Good: "- id: doors\n  title: Doors\n  reason: the server answers 404",
			Fix:  "Add the paths, or the reason why there are none.",
		},
		{
			ID: rulePath, Stage: "coverage", Title: "Every path in the map of the API is in the spec",
			Why:  "If a path is renamed only in the spec, the map does not contain its new name.",
			Bad:  "paths: /dors",
			Good: "paths: /doors",
			Fix:  "Correct the path or its methods.",
		},
		{
			ID: ruleOperation, Stage: "coverage", Title: "Every operation in the spec is in the map of the API exactly once",
			Why: "The report contains only operations that are in the map.",
			Fix: "Add the path of the operation to a node or to the list outside. If the map has the operation twice, remove one.",
		},
		{
			ID: ruleCatalogue, Stage: "coverage", Title: "Every operation in the catalogue is in the spec or has an exception",
			Why: "The catalogue lists operations that the API has. An operation that is neither in the spec nor in the exceptions was probably forgotten.",
			Fix: "Add the operation to the spec, or add an exception with a reason. Remove exceptions that are no longer needed.",
		},
	}
}

const (
	ruleMap       = "coverage-map"
	ruleNode      = "coverage-node"
	rulePath      = "coverage-path"
	ruleOperation = "coverage-operation"
	ruleCatalogue = "coverage-catalogue"
)
