package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// parse returns the tree of a document.
func parse(document []byte) (*oas.Node, error) {
	root, found := oas.Parse(&oas.Source{Name: specName, Data: document}, oas.NewLimits())
	if root == nil {
		return nil, fmt.Errorf("the document cannot be parsed: %v", found)
	}
	return root, nil
}

// withProperty returns a copy of a document with one more line, which adds a string property to the first schema with properties. It returns an error
// if the document has no such schema.
func withProperty(document []byte) ([]byte, error) {
	root, err := parse(document)
	if err != nil {
		return nil, err
	}
	for _, schema := range root.Get("components", "schemas").Each() {
		properties := schema.Get("properties")
		if properties.Len() == 0 {
			continue
		}
		first := properties.Entries[0]
		line := `"benchmarkNote": {"type": "string"}`
		if properties.Flow() {
			line += ","
		}
		line += "\n" + strings.Repeat(" ", first.Pos().Column-1)
		return slices.Insert(slices.Clone(document), first.Offset(), []byte(line)...), nil
	}
	return nil, errors.New("no schema has properties")
}

// countOperations returns the number of operations in the paths of a document, or 0 if the document cannot be parsed.
func countOperations(document []byte) int {
	root, err := parse(document)
	if err != nil {
		return 0
	}
	n := 0
	for _, item := range root.Get("paths").Each() {
		for key := range item.Each() {
			if oas.IsMethod(key) {
				n++
			}
		}
	}
	return n
}
