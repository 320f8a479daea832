package oas

// FromYAML returns a node for a node of the YAML library. It exists while package spec still builds its bundle from those nodes.
func FromYAML(tag, value string, source *Source, line, column int, flow bool) *Node {
	t := map[string]Type{"!!null": Null, "!!bool": Bool, "!!int": Int, "!!float": Float, "!!map": Mapping, "!!seq": Sequence}
	kind, known := t[tag]
	if !known {
		kind = String
	}
	return &Node{Type: kind, Value: value, source: source, line: int32(line), column: int32(column), flow: flow}
}
