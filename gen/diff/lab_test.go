package diff_test

import (
	"math/rand"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// slot is an entry of a mapping that can be edited.
type slot struct {
	owner *yaml.Node
	i     int    // the index of the key in owner.Content
	above string // the key whose value is owner
}

// slots returns the entries of a document that affect programs, and one in ten of the documentation entries. It leaves out the fields of the root.
func slots(r *rand.Rand, root *yaml.Node) []slot {
	var list []slot
	var visit func(n *yaml.Node, above string)
	visit = func(n *yaml.Node, above string) {
		switch n.Kind {
		case yaml.MappingNode:
			for i := 0; i+1 < len(n.Content); i += 2 {
				key := n.Content[i].Value
				words := key == "description" || key == "summary" || key == "info" || key == "x-evidence"
				if above != "" && (!words || r.Intn(10) == 0) {
					list = append(list, slot{n, i, above})
				}
				visit(n.Content[i+1], key)
			}
		case yaml.SequenceNode:
			for _, c := range n.Content {
				visit(c, above+"[]")
			}
		}
	}
	visit(root, "")
	return list
}

// program makes one random edit that may affect programs.
func program(r *rand.Rand, root *yaml.Node) {
	all := slots(r, root)
	if len(all) == 0 {
		return
	}
	s := all[r.Intn(len(all))]
	key, value := s.owner.Content[s.i], s.owner.Content[s.i+1]
	named := s.above == "properties" || s.above == "schemas" || s.above == "responses" || s.above == "paths" || s.above == "parameters"
	switch {
	case named && r.Intn(3) == 0:
		rename(root, s.above, key)
	case r.Intn(4) == 0:
		s.owner.Content = append(s.owner.Content[:s.i:s.i], s.owner.Content[s.i+2:]...)
	case value.Kind == yaml.SequenceNode && len(value.Content) > 0:
		list(r, value)
	case value.Kind == yaml.ScalarNode:
		scalar(r, key.Value, value)
	case s.above == "properties" || s.above == "schemas":
		twin := *value
		s.owner.Content = append(s.owner.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key.Value + "More"}, &twin)
	default:
		program(r, root)
	}
}

// rename renames an entry and the references to it.
func rename(root *yaml.Node, above string, key *yaml.Node) {
	old := "#/components/" + above + "/" + key.Value
	key.Value += "New"
	if strings.HasPrefix(key.Value, "2") || strings.HasPrefix(key.Value, "4") || strings.HasPrefix(key.Value, "5") {
		key.Value = "418"
	}
	var visit func(n *yaml.Node)
	visit = func(n *yaml.Node) {
		if n.Value == old {
			n.Value = "#/components/" + above + "/" + key.Value
		}
		for _, c := range n.Content {
			visit(c)
		}
	}
	visit(root)
}

// list removes, adds, swaps or changes a random item of a list.
func list(r *rand.Rand, n *yaml.Node) {
	i, j := r.Intn(len(n.Content)), r.Intn(len(n.Content))
	switch r.Intn(4) {
	case 0:
		n.Content = append(n.Content[:i:i], n.Content[i+1:]...)
	case 1:
		n.Content[i], n.Content[j] = n.Content[j], n.Content[i]
	case 2:
		item := *n.Content[i]
		if item.Kind == yaml.ScalarNode {
			scalar(r, "", &item)
		}
		n.Content = append(n.Content, &item)
	case 3:
		if n.Content[i].Kind == yaml.ScalarNode {
			scalar(r, "", n.Content[i])
		}
	}
}

func scalar(r *rand.Rand, key string, n *yaml.Node) {
	pick := func(choices ...string) { n.Value, n.Tag, n.Style = choices[r.Intn(len(choices))], "", 0 }
	switch {
	case key == "type":
		pick("string", "integer", "number", "boolean", "object", "array")
	case key == "format":
		pick("int32", "int64", "uuid", "date-time", "double", "byte", "email")
	case key == "$ref" && strings.Contains(n.Value, "/schemas/"):
		pick("#/components/schemas/Door", "#/components/schemas/DoorState", "#/components/schemas/Key", "#/components/schemas/Problem", "#/components/schemas/KeyKind")
	case key == "in":
		pick("query", "header", "path", "cookie")
	case n.Value == "true":
		n.Value = "false"
	case n.Value == "false":
		n.Value = "true"
	default:
		if i, err := strconv.Atoi(n.Value); err == nil {
			n.Value = strconv.Itoa(i + 1 + r.Intn(9))
			return
		}
		n.Value += "X"
	}
}
