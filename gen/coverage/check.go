package coverage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// checker lays a spec over a map.
type checker struct {
	spec  *spec.Spec
	file  string
	paths map[string][]spec.Operation
	taken map[operation]*entry // the entry that has an operation
	found report.List
}

func (c *checker) report(m *apiMap) *Report {
	c.paths = map[string][]spec.Operation{}
	for _, op := range c.spec.Operations() {
		c.paths[op.Path] = append(c.paths[op.Path], op)
	}
	measured := &Report{
		Title:    spec.Text(c.spec.Node("/info"), "title"),
		Sections: c.nodes(m.nodes, true),
		Outside:  c.nodes(m.outside, false),
	}
	for _, op := range c.spec.Operations() {
		if c.taken[key(op)] == nil {
			c.found = append(c.found, report.Finding{
				Rule: ruleOperation, Pos: c.spec.KeyPosition(op.Pointer), Pointer: op.Pointer,
				Message: fmt.Sprintf("%s has no place in %s; name its path at a node, or outside of the tree", key(op), c.file),
			})
		}
	}
	if m.catalogue != nil {
		measured.Catalogue = c.catalogue(m.catalogue)
	}
	return measured
}

func key(op spec.Operation) operation { return operation{op.Method, op.Path} }

// nodes resolves entries; those of the tree must have paths or a reason.
func (c *checker) nodes(list []*entry, inTree bool) []Node {
	var nodes []Node
	for _, e := range list {
		n := Node{ID: e.id.value, Title: e.title.value, Reason: e.reason.value, Note: e.note.value}
		for _, s := range e.paths {
			n.Operations = append(n.Operations, c.operations(e, s)...)
		}
		n.Nodes = c.nodes(e.nodes, inTree)
		if inTree {
			c.reason(e, n)
		}
		nodes = append(nodes, n)
	}
	return nodes
}

// reason judges whether a node has operations or says why not.
func (c *checker) reason(e *entry, n Node) {
	switch {
	case len(e.paths) == 0 && n.Reason == "":
		c.found.Add(e.id.pos, ruleNode, "node %q has neither paths nor a reason; name its paths, or say in one line why it has none", n.ID)
	case len(e.paths) > 0 && n.Reason != "":
		c.found.Add(e.reason.pos, ruleNode, "node %q has paths, so it needs no reason; remove it, or make it a note", n.ID)
	case n.Reason != "" && n.Note != "":
		c.found.Add(e.note.pos, ruleNode, "node %q has a reason and a note; say it in the reason", n.ID)
	case n.Reason == Heading && !hasOperations(n.Nodes):
		c.found.Add(e.reason.pos, ruleNode, "node %q is no heading: no node below it has an operation; say why it has none", n.ID)
	}
}

func hasOperations(nodes []Node) bool {
	return slices.ContainsFunc(nodes, func(n Node) bool { return len(n.Operations) > 0 || hasOperations(n.Nodes) })
}

// operations gives what a selector means, and takes it for its entry.
func (c *checker) operations(e *entry, s selector) []Operation {
	all := c.paths[s.path]
	if len(all) == 0 {
		hint := "correct it, or remove it"
		for _, op := range c.spec.Operations() {
			if strings.EqualFold(op.Path, s.path) {
				hint = fmt.Sprintf("it has %q", op.Path)
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
		if first := c.taken[key(op)]; first != nil {
			c.found = append(c.found, report.Finding{
				Rule: ruleOperation, Pos: s.pos, Pointer: op.Pointer,
				Message: fmt.Sprintf("%s stands here and at %q; name it once", key(op), first.id.value),
				Related: []report.Related{{Pos: first.id.pos, Message: "the other node"}},
			})
			continue
		}
		c.taken[key(op)] = e
		ops = append(ops, Operation{
			Method: op.Method, Path: op.Path, ID: op.ID, Evidence: Evidence(spec.Text(op.Node, "x-evidence")),
			Since: spec.Text(op.Node, "x-since"), Until: spec.Text(op.Node, "x-until"),
		})
	}
	for _, method := range s.methods {
		if !slices.ContainsFunc(all, func(op spec.Operation) bool { return op.Method == method }) {
			c.found.Add(s.pos, rulePath, "the spec has no %s %s; correct the methods", method, s.path)
		}
	}
	return ops
}

// catalogue compares a list with the spec.
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
			c.found.Add(e.pos, ruleCatalogue, "%s is excepted twice; remove one", e.operation)
		case !inList[e.operation]:
			c.found.Add(e.pos, ruleCatalogue, "%s is not in %s; remove the exception", e.operation, list.file)
		case has(e.operation):
			c.found.Add(e.pos, ruleCatalogue, "%s is in the spec; remove the exception", e.operation)
		}
		if e.instead.path != "" && !has(e.instead) {
			c.found.Add(e.insteadPos, ruleCatalogue, "%s is not in the spec; correct it, or remove it", e.instead)
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
			c.found.Add(l.pos, ruleCatalogue, "%s is not in the spec; add it, or except it in %s with a reason", l.operation, c.file)
		}
	}
	return out
}
