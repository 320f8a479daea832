package coverage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// checker compares a spec with a map of the API.
type checker struct {
	spec  *spec.Spec
	file  string
	paths map[string][]spec.Operation
	owner map[operation]*entry // first entry that selects an operation, by operation
	found report.List
}

// report compares the spec with m and returns the result. It adds a finding for each difference, such as an operation that is not in m.
func (c *checker) report(m *apiMap) *Report {
	c.paths = map[string][]spec.Operation{}
	for _, op := range c.spec.Operations() {
		c.paths[op.Path] = append(c.paths[op.Path], op)
	}
	measured := &Report{
		Remarks:  m.remarks,
		Title:    c.spec.At("/info").Text("title"),
		Sections: c.nodes(m.nodes, true),
		Outside:  c.nodes(m.outside, false),
	}
	for _, op := range c.spec.Operations() {
		if c.owner[key(op)] == nil {
			c.found = append(c.found, report.Finding{
				Rule: ruleOperation, Pos: c.spec.KeyPosition(op.Pointer), Pointer: op.Pointer,
				Message: fmt.Sprintf("%s is not in %s; add its path to a node or to \"outside\"", key(op), c.file),
			})
		}
	}
	if m.catalogue != nil {
		measured.Catalogue = c.catalogue(m.catalogue)
	}
	return measured
}

// key returns the method and path of an operation.
func key(op spec.Operation) operation { return operation{op.Method, op.Path} }

// nodes returns one Node per entry, with its operations and child nodes. If inTree is true, it also checks the reasons of the nodes.
func (c *checker) nodes(list []*entry, inTree bool) []Node {
	var nodes []Node
	for _, e := range list {
		n := Node{ID: e.id.value, Title: e.title.value, Reason: e.reason.value, Note: e.note.value}
		for _, s := range e.paths {
			n.Operations = append(n.Operations, c.operations(e, s)...)
		}
		n.Nodes = c.nodes(e.nodes, inTree)
		if inTree {
			c.checkReason(e, n)
		}
		nodes = append(nodes, n)
	}
	return nodes
}

// checkReason adds a finding if n has neither paths nor a reason. It also adds a finding if the reason conflicts with the paths, the note or the
// child nodes of n.
func (c *checker) checkReason(e *entry, n Node) {
	switch {
	case len(e.paths) == 0 && n.Reason == "":
		c.found.Add(e.id.pos, ruleNode, "node %q has neither paths nor a reason; add its paths, or the reason why there are none", n.ID)
	case len(e.paths) > 0 && n.Reason != "":
		c.found.Add(e.reason.pos, ruleNode, "node %q has paths and a reason; remove the reason, or make it a note", n.ID)
	case n.Reason != "" && n.Note != "":
		c.found.Add(e.note.pos, ruleNode, "node %q has a reason and a note; move the note into the reason", n.ID)
	case n.Reason == Heading && !hasOperations(n.Nodes):
		c.found.Add(e.reason.pos, ruleNode, "node %q is not a heading, because no node below it has an operation; change the reason", n.ID)
	}
}

// hasOperations reports whether any of the nodes, or any node below them, has an operation.
func hasOperations(nodes []Node) bool {
	return slices.ContainsFunc(nodes, func(n Node) bool { return len(n.Operations) > 0 || hasOperations(n.Nodes) })
}

// operations returns the operations that s matches and that have no owner, and records e as their owner. It adds a finding for an operation that
// already has an owner, and for a path or method that is not in the spec.
func (c *checker) operations(e *entry, s selector) []Operation {
	all := c.paths[s.path]
	if len(all) == 0 {
		hint := "correct or remove it"
		for _, op := range c.spec.Operations() {
			if strings.EqualFold(op.Path, s.path) {
				hint = fmt.Sprintf("write %q", op.Path)
			}
		}
		c.found.Add(s.pos, rulePath, "the spec has no path %q; %s", s.path, hint)
		return nil
	}
	var ops []Operation
	for _, op := range all {
		if len(s.methods) > 0 && !slices.Contains(s.methods, op.Method) {
			continue
		}
		if first := c.owner[key(op)]; first != nil {
			c.found = append(c.found, report.Finding{
				Rule: ruleOperation, Pos: s.pos, Pointer: op.Pointer,
				Message: fmt.Sprintf("%s is also in node %q; remove one", key(op), first.id.value),
				Related: []report.Related{{Pos: first.id.pos, Message: "other node"}},
			})
			continue
		}
		c.owner[key(op)] = e
		node := c.spec.At(op.Pointer)
		ops = append(ops, Operation{
			Method: op.Method, Path: op.Path, ID: op.ID, Evidence: Evidence(oas.Evidence(node)), Parts: oas.PartsOf(node),
			Since: oas.Since(node), Until: oas.Until(node),
		})
	}
	for _, method := range s.methods {
		if !slices.ContainsFunc(all, func(op spec.Operation) bool { return op.Method == method }) {
			c.found.Add(s.pos, rulePath, "the spec has no %s %s; correct the methods", method, s.path)
		}
	}
	return ops
}

// catalogue returns the exceptions and the total of a catalogue. It adds a finding for each operation in the catalogue that is neither in the spec
// nor an exception, and for each exception that is not valid.
func (c *checker) catalogue(list *catalogue) *Catalogue {
	has := func(op operation) bool {
		return slices.ContainsFunc(c.paths[op.path], func(o spec.Operation) bool { return key(o) == op })
	}
	inList := map[operation]bool{}
	for _, l := range list.listed {
		inList[l.operation] = true
	}
	out := &Catalogue{Title: list.title.value, Total: len(list.listed)}
	excepted := map[operation]bool{}
	for _, e := range list.except {
		switch {
		case excepted[e.operation]:
			c.found.Add(e.pos, ruleCatalogue, "duplicate exception %s; remove one", e.operation)
		case !inList[e.operation]:
			c.found.Add(e.pos, ruleCatalogue, "%s is not in %s; remove the exception", e.operation, list.file)
		case has(e.operation):
			c.found.Add(e.pos, ruleCatalogue, "%s is in the spec; remove the exception", e.operation)
		}
		if e.instead.path != "" && !has(e.instead) {
			c.found.Add(e.insteadPos, ruleCatalogue, "the replacement %s is not in the spec; correct or remove the key \"instead\"", e.instead)
		}
		excepted[e.operation] = true
		exception := Exception{Operation: e.operation.String(), Reason: e.reason.value}
		if e.instead.path != "" {
			exception.Instead = e.instead.String()
		}
		out.Exceptions = append(out.Exceptions, exception)
	}
	for _, l := range list.listed {
		if !has(l.operation) && !excepted[l.operation] {
			c.found.Add(l.pos, ruleCatalogue, "%s is not in the spec; add it, or add an exception with a reason to %s", l.operation, c.file)
		}
	}
	return out
}
