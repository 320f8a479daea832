package main

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"
)

// edited is a document with one line more: the first schema that has properties gets another, a string. The document is JSON or YAML; all
// but that line stays as it is.
func edited(document []byte) ([]byte, error) {
	root, err := parse(document)
	if err != nil {
		return nil, err
	}
	schemas := member(member(root, "components"), "schemas")
	if schemas == nil {
		return nil, errors.New("the document has no schemas")
	}
	for i := 1; i < len(schemas.Content); i += 2 {
		properties := member(schemas.Content[i], "properties")
		if properties == nil || len(properties.Content) == 0 {
			continue
		}
		first := properties.Content[0]
		at, err := offset(document, first.Line, first.Column)
		if err != nil {
			return nil, err
		}
		line := `"benchmarkNote": {"type": "string"}`
		if properties.Style&yaml.FlowStyle != 0 {
			line += ","
		}
		line += "\n" + strings.Repeat(" ", first.Column-1)
		return bytes.Join([][]byte{document[:at], document[at:]}, []byte(line)), nil
	}
	return nil, errors.New("no schema has properties")
}

// parse reads a document as a mapping.
func parse(document []byte) (*yaml.Node, error) {
	var root yaml.Node
	if err := yaml.Unmarshal(document, &root); err != nil {
		return nil, err
	}
	if len(root.Content) == 0 {
		return nil, errors.New("the document is empty")
	}
	return root.Content[0], nil
}

// member is the value of a key of a mapping, nil when there is none.
func member(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// offset finds a line and a column, both counted from 1, columns in characters.
func offset(text []byte, line, column int) (int, error) {
	at := 0
	for range line - 1 {
		n := bytes.IndexByte(text[at:], '\n')
		if n < 0 {
			return 0, fmt.Errorf("there is no line %d", line)
		}
		at += n + 1
	}
	rest := []rune(string(text[at:min(len(text), at+4*column)]))
	if len(rest) < column-1 {
		return 0, fmt.Errorf("line %d has no column %d", line, column)
	}
	return at + len(string(rest[:column-1])), nil
}
