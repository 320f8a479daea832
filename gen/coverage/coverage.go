// Package coverage tells how much of an API a spec describes. It compares the spec with a map of the API, written by a person from the
// contents of its reference, and with a catalogue, a list of operations from elsewhere; and it lays out the result as text, Markdown
// or HTML.
//
// What is true: every operation of the spec stands at one node of the map or outside of the tree, every node has operations or a
// reason, and every operation of the catalogue is in the spec or has a reason. What is not so is a finding, and there is no report then.
// How an operation is known is its x-evidence. Documented and catalogued operations are known; inferred ones are counted beside
// them and never added to them.
//
// What is not: whether an operation is described well, which the findings of package lint and its evidence tell.
package coverage

import (
	"io/fs"

	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// Report is a spec laid over the map of its API.
type Report struct {
	Title     string     // of the spec
	Sections  []Node     // the tree
	Outside   []Node     // what the tree does not name; their Note says what they are, and they have no nodes below
	Catalogue *Catalogue // nil when the map names none
}

// Node is a node of the tree with its operations, and the nodes below it.
type Node struct {
	ID, Title  string
	Reason     string // why it has no operations of its own, "" when it has
	Note       string
	Operations []Operation // its own, in the order of its paths
	Nodes      []Node
}

// Heading is the reason of a node whose operations all stand below it.
const Heading = "heading only"

// Operation is one operation of the spec.
type Operation struct {
	Method, Path string
	ID           string   // operationId
	Evidence     Evidence // "" when the spec does not say
	Since, Until string   // the first and the last version that has it, "" when unknown
}

// Evidence is what an operation rests on (x-evidence).
type Evidence string

// The kinds of evidence, the strongest first.
const (
	Documented Evidence = "documented" // a reference page was read
	Catalogued Evidence = "catalogued" // method and path stand in a list, or another client uses them
	Inferred   Evidence = "inferred"   // reasoned from siblings
)

// Catalogue is a list of operations from elsewhere, compared with the spec. Every one of them is in the spec or has an exception.
type Catalogue struct {
	Title      string
	Total      int // operations listed
	Exceptions []Exception
}

// Exception is an operation of a catalogue that the spec does not have.
type Exception struct {
	Operation string // "DELETE /api/Door"
	Instead   string // the operation of the spec that it stands for, "" for none
	Reason    string
}

// Total counts operations by evidence, and nodes by what they have.
type Total struct {
	Documented, Catalogued, Inferred, Unstated int // operations
	Known                                      int // nodes with a documented or catalogued operation
	OtherOnly                                  int // nodes with other operations only
	Headings                                   int // nodes with operations below them only
	Without                                    int // nodes without an operation, for another reason
}

// Operations is how many operations are documented or catalogued.
func (t Total) Operations() int { return t.Documented + t.Catalogued }

// Nodes is how many nodes there are.
func (t Total) Nodes() int { return t.Known + t.OtherOnly + t.Headings + t.Without }

func (t Total) add(u Total) Total {
	return Total{
		Documented: t.Documented + u.Documented, Catalogued: t.Catalogued + u.Catalogued,
		Inferred: t.Inferred + u.Inferred, Unstated: t.Unstated + u.Unstated,
		Known: t.Known + u.Known, OtherOnly: t.OtherOnly + u.OtherOnly,
		Headings: t.Headings + u.Headings, Without: t.Without + u.Without,
	}
}

// Total counts a node and all below it.
func (n Node) Total() Total {
	var t Total
	for _, op := range n.Operations {
		switch op.Evidence {
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
	switch {
	case t.Operations() > 0:
		t.Known++
	case len(n.Operations) > 0:
		t.OtherOnly++
	case n.Reason == Heading:
		t.Headings++
	default:
		t.Without++
	}
	return t.add(Sum(n.Nodes))
}

// Sum counts nodes and all below them.
func Sum(nodes []Node) Total {
	var t Total
	for _, n := range nodes {
		t = t.add(n.Total())
	}
	return t
}

// Check reads the map of the API from a file and lays the spec over it. What is wrong with either are findings, with the rules of
// [Rules]; the report is nil when one is an error. An error means that the file cannot be read.
func Check(fsys fs.FS, file string, s *spec.Spec) (*Report, report.List, error) {
	m, found, err := read(fsys, file)
	if err != nil || found.HasErrors() {
		return nil, found, err
	}
	c := checker{spec: s, file: file, taken: map[operation]*entry{}}
	measured := c.report(m)
	if c.found.HasErrors() {
		return nil, c.found.Compact(), nil
	}
	return measured, c.found.Compact(), nil
}

// Rules explains the findings of this package.
func Rules() []report.Rule {
	return []report.Rule{
		{
			ID: ruleMap, Stage: "coverage", Title: "The map of the API is as it is meant to be written",
			Why:  "What is not understood would be counted as covered, or as missing, and be neither.",
			Bad:  "- id: doors\n  titel: Doors\n  paths: /api/Door",
			Good: "- id: doors\n  title: Doors\n  paths: /api/Door",
			Fix:  "Write it as the message says.",
		},
		{
			ID: ruleNode, Stage: "coverage", Title: "A node of the map has paths or a reason, not both and not neither",
			Why:  "A node with neither is a gap that nobody decided on; a reason beside paths contradicts them.",
			Bad:  "- id: doors\n  title: Doors",
			Good: "- id: doors\n  title: Doors\n  reason: the server answers 404",
			Fix:  "Name the paths, or say in one line why there are none.",
		},
		{
			ID: rulePath, Stage: "coverage", Title: "The map of the API names only paths that the spec has",
			Why:  "A path that was renamed in the spec alone would be counted as there.",
			Bad:  "paths: /api/Dor",
			Good: "paths: /api/Door",
			Fix:  "Correct the path or its methods; the message has the nearest one.",
		},
		{
			ID: ruleOperation, Stage: "coverage", Title: "Every operation of the spec has a place in the map of the API",
			Why: "An operation without a place is in no report.",
			Fix: "Name its path at a node, or below outside.",
		},
		{
			ID: ruleCatalogue, Stage: "coverage", Title: "Every operation of the catalogue is in the spec, or excepted with a reason",
			Why: "The catalogue is what the API is known to have: what is in neither place was forgotten.",
			Fix: "Add the operation to the spec, or except it with a reason; remove an exception that nothing needs any more.",
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
