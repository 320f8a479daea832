package main

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The parts that can be measured.
var allParts = []string{"generate", "build", "growth"}

// Stages of a document: what is measured, in this order.
const (
	cold      = "cold"
	unchecked = "without the type check"
	again     = "nothing changed"
	verify    = "verify"
	edit      = "one-line edit"
	clients   = "client and models"
	whole     = "everything"
	lean      = "client and models in one package, lean enums"
)

// outcome is what a stage took on one side, over the runs.
type outcome struct {
	CPU, Wall float64 // seconds, of the fastest run: other work on a machine can only add
	Peak      int64   // of the run that needed most
	Failed    string  // why there is nothing to compare
	Runs      int
}

func (o *outcome) add(c cost) {
	if c.Failed {
		o.Failed = reason(c.Said)
		return
	}
	if o.Runs == 0 || c.CPU.Seconds() < o.CPU {
		o.CPU = c.CPU.Seconds()
	}
	if o.Runs == 0 || c.Wall.Seconds() < o.Wall {
		o.Wall = c.Wall.Seconds()
	}
	o.Peak = max(o.Peak, c.Peak)
	o.Runs++
}

// there tells whether the stage was run, and did not fail.
func (o *outcome) there() bool { return o != nil && o.Failed == "" && o.Runs > 0 }

// reason is the line of what a command said that tells why it failed.
func reason(said string) string {
	for line := range strings.Lines(said) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "#") && !strings.Contains(line, "WARNING") && !strings.Contains(line, "warning:") {
			return line
		}
	}
	return "it says nothing"
}

// measured is one document on both sides; the first side is specgen.
type measured struct {
	Name       string
	Operations int
	Stages     [2]map[string]*outcome
	Lines      [2]map[string]int // of the Go output, by clients and whole
}

func (m *measured) at(side int, stage string) *outcome {
	o := m.Stages[side][stage]
	if o == nil {
		o = &outcome{}
		m.Stages[side][stage] = o
	}
	return o
}

// compare measures a document so many times, the sides in turn, and builds the output so many times.
func (w *workshop) compare(ctx context.Context, name string, document []byte, runs, builds int) (*measured, error) {
	changed, err := edited(document)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	m := &measured{Name: name, Operations: countOperations(document)}
	sides := []side{specgenSide(w), peerSide(w)}
	for i := range sides {
		m.Stages[i], m.Lines[i] = map[string]*outcome{}, map[string]int{}
	}
	for run := range max(runs, builds) {
		var at [2]string
		for i, s := range sides {
			if at[i], err = s.setUp(ctx, w, document); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
		var built cost
		order := []int{run % 2, 1 - run%2}
		for _, stage := range []string{cold, unchecked, clients, whole, again, verify, edit, lean} {
			if building := stage == clients || stage == whole || stage == lean; building && run >= builds || !building && stage != cold && run >= runs {
				continue
			}
			for _, i := range order {
				if m.at(i, cold).Failed != "" || stage == whole && m.at(i, clients).Failed != "" {
					continue
				}
				c, err := w.stage(ctx, stage, sides[i], at[i], changed)
				if err != nil {
					return nil, fmt.Errorf("%s: %s: %s: %w", name, sides[i].name, stage, err)
				}
				if c == nil {
					continue
				}
				switch {
				case stage == clients && i == 0:
					built = *c
				case stage == whole && i == 0: // its client is built already, and is part of it
					*c = built.plus(*c)
				}
				log.Printf("%s: %s: %s: %.2f s CPU, %.2f s, %d MB %s", name, sides[i].name, stage, c.CPU.Seconds(), c.Wall.Seconds(), c.Peak/1e6, failedNote(*c))
				m.at(i, stage).add(*c)
				if stage != clients && stage != lean {
					continue
				}
				if m.Lines[i][stage], err = lines(at[i], sides[i].sources...); err != nil {
					return nil, err
				}
				if stage == lean {
					continue
				}
				if m.Lines[i][whole], err = lines(at[i], "api"); err != nil {
					return nil, err
				}
			}
		}
		for i := range sides {
			if err := os.RemoveAll(at[i]); err != nil {
				return nil, err
			}
		}
	}
	return m, nil
}

func failedNote(c cost) string {
	if c.Failed {
		return "FAILED: " + reason(c.Said)
	}
	return ""
}

// stage runs one stage of a side, nil when the side has no such stage.
func (w *workshop) stage(ctx context.Context, stage string, s side, dir string, changed []byte) (*cost, error) {
	isPeer := s.name == "oapi-codegen"
	commands := s.generate
	switch stage {
	case unchecked:
		if isPeer {
			return nil, nil
		}
		commands = [][]string{{w.specgen, "generate", "--unchecked", "--output", "unchecked", specName}}
	case again:
		if isPeer {
			return nil, nil // it keeps nothing: each run is a first one
		}
	case verify:
		if isPeer {
			return nil, nil // it has none; who wants to know generates
		}
		commands = [][]string{{w.specgen, "verify"}}
	case edit:
		if isPeer {
			return nil, nil // as above
		}
		if err := os.WriteFile(filepath.Join(dir, specName), changed, 0o666); err != nil {
			return nil, err
		}
	case clients:
		if isPeer {
			if err := apart(dir); err != nil {
				return nil, err
			}
		}
		commands = [][]string{append([]string{"go", "build"}, s.clients...)}
	case lean:
		if isPeer {
			return nil, nil // it makes one package in any case, and its enums have Valid alone
		}
		switch c, ok, err := s.small(ctx, w, dir); {
		case err != nil || c.Failed:
			return &c, err
		case !ok:
			return nil, nil
		}
		commands = [][]string{append([]string{"go", "build"}, s.clients...)}
	case whole:
		commands = [][]string{append([]string{"go", "build"}, s.build...)}
	}
	c, err := inTurn(ctx, w.env, dir, commands)
	return &c, err
}

// countOperations counts the methods below paths, without reading the document as one.
func countOperations(document []byte) int {
	operations := 0
	root, err := parse(document)
	if err != nil {
		return 0
	}
	paths := member(root, "paths")
	for i := 1; paths != nil && i < len(paths.Content); i += 2 {
		for _, key := range paths.Content[i].Content {
			if slices.Contains([]string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}, key.Value) {
				operations++
			}
		}
	}
	return operations
}

// point is a document of the growth: how many operations, and what they took.
type point struct {
	Operations int
	CPU        float64
	Peak       int64
	Failed     string
}

func (p point) logs() (x, y float64) { return math.Log(float64(p.Operations)), math.Log(p.CPU) }

// growth generates cold for synthetic documents of growing size, once each, on the first so many sides.
func (w *workshop) growth(ctx context.Context, sizes []int, peer bool) ([2][]point, error) {
	var out [2][]point
	sides := []side{specgenSide(w)}
	if peer {
		sides = append(sides, peerSide(w))
	}
	for _, size := range sizes {
		var document bytes.Buffer
		if err := synth(&document, size); err != nil {
			return out, err
		}
		for i, s := range sides {
			dir, err := s.setUp(ctx, w, document.Bytes())
			if err != nil {
				return out, err
			}
			c, err := inTurn(ctx, w.env, dir, s.generate)
			if err != nil {
				return out, err
			}
			log.Printf("growth: %d operations: %s: %.2f s CPU, %.2f s, %d MB %s", size, s.name, c.CPU.Seconds(), c.Wall.Seconds(), c.Peak/1e6, failedNote(c))
			p := point{Operations: size / operationsEach * operationsEach, CPU: c.CPU.Seconds(), Peak: c.Peak}
			if c.Failed {
				p.Failed = reason(c.Said)
			}
			out[i] = append(out[i], p)
			if err := os.RemoveAll(dir); err != nil {
				return out, err
			}
		}
	}
	return out, nil
}
