package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"slices"
)

// merge puts what another report measured in place of what this one has of the same: a stage of a document, the growth of a side.
func (r *report) merge(newer *report) {
	for _, m := range newer.Documents {
		i := slices.IndexFunc(r.Documents, func(had *measured) bool { return had.Name == m.Name })
		if i < 0 {
			r.Documents = append(r.Documents, m)
			continue
		}
		for side := range m.Stages {
			for stage, o := range m.Stages[side] {
				r.Documents[i].Stages[side][stage] = o
			}
			for what, n := range m.Lines[side] {
				r.Documents[i].Lines[side][what] = n
			}
		}
	}
	for side, points := range newer.Growth {
		if len(points) > 0 {
			r.Growth[side] = points
		}
	}
}

// readKept reads what earlier runs kept in a file; there may be none.
func readKept(file string) (*report, error) {
	r := &report{}
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err != nil {
		return nil, err
	}
	return r, json.Unmarshal(data, r)
}

// keep writes the report for a later run.
func (r *report) keep(file string) error {
	data, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(data, '\n'), 0o644)
}
