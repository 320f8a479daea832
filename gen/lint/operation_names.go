package lint

import (
	"strings"

	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

func operationNames() rule {
	return rule{
		adapt: (*checker).operationNames,
		Rule: Rule{
			ID: "operation-names", Severity: report.Error, Title: "Operations of an area have distinct Go names",
			Why: "operationIds that differ only in case or punctuation can have the same Go method name. Two methods with the same name do not compile.\n" +
				"Every client also has a method Raw.",
			Bad:  "operationId: getDoor\noperationId: get_door",
			Good: "operationId: getDoor\noperationId: getDoorState",
			Fix:  "Rename one of the operations, or add a missing operationId.",
		},
	}
}

// goMethod identifies the Go method of an operation.
type goMethod struct{ area, name string }

// operationNames reports operations with the same operationId, operations of an area with the same Go name, and operations with the Go name Raw. It
// sets a new operationId for an operation with the name Raw, and for the later operation of each conflict.
func (c *checker) operationNames() {
	n := operationNamer{checker: c, seen: map[goMethod]*oas.Object{}, ids: map[string]*oas.Object{}}
	var unnamed []*oas.Object
	for _, op := range c.operations() {
		if op.Text("operationId") == "" {
			unnamed = append(unnamed, op)
		} else {
			n.recordName(op)
		}
	}
	for _, op := range unnamed {
		m := goMethod{area(op), c.goName(spec.DefaultID(op.Field, op.Parent.Name))}
		if other := n.seen[m]; other != nil {
			c.reportSecond(keyAt(op), keyAt(other), "%s has no operationId and has the Go name %s, as does %s; add an operationId", title(op), m.name, title(other))
			n.later = append(n.later, laterOperation{op, len(c.found) - 1, methodAndPath(op)})
			continue
		}
		n.seen[m] = op
	}
	n.rename()
}

// laterOperation is an operation that needs a new name, because its Go name is Raw, or because an earlier operation has its operationId or Go name.
type laterOperation struct {
	op      *oas.Object
	finding int    // index of the finding about the operation
	want    string // text from which rename derives the new name
}

// operationNamer collects the operations that keep their names, and the operations that need new names.
type operationNamer struct {
	*checker
	seen  map[goMethod]*oas.Object
	ids   map[string]*oas.Object
	later []laterOperation
}

// recordName records the name of op, which has an operationId. If the name conflicts, recordName reports op and adds it to n.later.
func (n *operationNamer) recordName(op *oas.Object) {
	id := op.Text("operationId")
	m := goMethod{area(op), n.goName(id)}
	byPath := methodAndPath(op)
	at := valueAt(op, "operationId")
	switch other, same := n.seen[m], n.ids[id]; {
	case same != nil:
		n.reportAs("duplicate-operation-id", at, "operationId %q is already used by %s; rename one of them", id, title(same))
		n.found[len(n.found)-1].Related = []report.Related{{Pos: n.position(valueAt(same, "operationId")), Message: "first here"}}
	case m.name == "Raw":
		n.report(at, "operationId %q has the Go name Raw, a method of every client; rename it", id)
		byPath = op.Field + " " + id
	case other != nil:
		n.reportSecond(at, valueAt(other, "operationId"), "operationId %q and %q of %s have the same Go name %s; rename one of them",
			id, other.Text("operationId"), title(other), m.name)
	default:
		n.seen[m], n.ids[id] = op, op
		return
	}
	n.later = append(n.later, laterOperation{op, len(n.found) - 1, byPath})
}

// methodAndPath returns the method and the words of the path of an operation as one text. The last word for a path such as /doors/ is "slash".
func methodAndPath(op *oas.Object) string {
	path := op.Parent.Name
	if inner, ok := strings.CutSuffix(path, "/"); ok && inner != "" {
		path = inner + " slash"
	}
	return op.Field + strings.NewReplacer("/", " ", "{", " ", "}", " ").Replace(path)
}

// rename sets new operationIds for the later operations.
func (n *operationNamer) rename() {
	for _, l := range n.later {
		in := area(l.op)
		name := names.DistinctPhrase(l.want, n.goName, func(name string) bool {
			return name == "Raw" || n.seen[goMethod{in, name}] != nil || n.ids[name] != nil
		})
		n.seen[goMethod{in, name}], n.ids[name] = l.op, l.op
		n.edits.text(l.op.Node, "operationId", name)
		n.workAround(&n.found[l.finding], "the Go name is "+name)
	}
}
