package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"strings"
)

// stage is the name of one measurement of a generator.
type stage string

// The stages are declared in the order in which they run in a module.
const (
	cold      stage = "cold"
	unchecked stage = "without the type check"
	clients   stage = "client and models"
	whole     stage = "everything"
	unchanged stage = "nothing changed"
	verify    stage = "verify"
	edit      stage = "one-line edit"
	lean      stage = "client and models in one package, lean enums"
)

var stages = []stage{cold, unchecked, clients, whole, unchanged, verify, edit, lean}

// builds reports whether the stage runs go build.
func (s stage) builds() bool { return s == clients || s == whole || s == lean }

// outcome is the result of a stage over all runs.
type outcome struct {
	cpu, wall float64 // in seconds, the minimum of all runs, because other work on the machine only adds time
	peak      int64   // in bytes, the maximum of all runs
	failure   string  // why the stage failed, or ""
	runs      int     // number of runs that succeeded
}

func (o *outcome) add(c cost) {
	if c.Failed {
		o.failure = reason(c.Output)
		return
	}
	if o.runs == 0 || c.CPU.Seconds() < o.cpu {
		o.cpu = c.CPU.Seconds()
	}
	if o.runs == 0 || c.Wall.Seconds() < o.wall {
		o.wall = c.Wall.Seconds()
	}
	o.peak = max(o.peak, c.Peak)
	o.runs++
}

// succeeded reports whether the stage ran and did not fail.
func (o *outcome) succeeded() bool { return o != nil && o.failure == "" && o.runs > 0 }

// reason returns the line of output that states why a command failed: the first line that is not empty, not a heading and not a warning. If there is
// no such line, reason returns "no output".
func reason(output string) string {
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "#") && !strings.Contains(line, "WARNING") && !strings.Contains(line, "warning:") {
			return line
		}
	}
	return "no output"
}

// results holds the results of one generator for one document.
type results struct {
	stages map[stage]*outcome
	lines  map[stage]int // number of lines of the Go code that the stage builds
}

func newResults() results { return results{map[stage]*outcome{}, map[stage]int{}} }

// outcome returns the outcome of a stage. If there is none, it adds an empty outcome.
func (r results) outcome(s stage) *outcome {
	if r.stages[s] == nil {
		r.stages[s] = &outcome{}
	}
	return r.stages[s]
}

// comparison holds the results for one document.
type comparison struct {
	name                 string
	operations           int
	specgen, oapiCodegen results
}

// compare measures both generators with a document. It runs each stage without go build the given number of times. If runs is 0, it runs only the
// cold stage, once, because the builds need the code. If build is true, it also runs each stage with go build once. The generators take turns.
func (w *workspace) compare(ctx context.Context, d document, runs int, build bool) (*comparison, error) {
	data, err := os.ReadFile(d.file)
	if err != nil {
		return nil, err
	}
	edited, err := withProperty(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.name, err)
	}
	c := &comparison{name: d.name, operations: countOperations(data), specgen: newResults(), oapiCodegen: newResults()}
	for run := range max(runs, 1) {
		tasks := []*task{{generator: w.specgenGenerator(edited), results: c.specgen}, {generator: w.oapiCodegenGenerator(), results: c.oapiCodegen}}
		for _, t := range tasks {
			if t.dir, err = w.setUp(ctx, t.generator, data); err != nil {
				return nil, fmt.Errorf("%s: %w", d.name, err)
			}
		}
		if run%2 == 1 {
			tasks[0], tasks[1] = tasks[1], tasks[0]
		}
		for _, s := range stages {
			if s.builds() && (!build || run > 0) || !s.builds() && s != cold && runs == 0 {
				continue
			}
			for _, t := range tasks {
				if err := w.runStage(ctx, s, t, d.name); err != nil {
					return nil, fmt.Errorf("%s: %s: %s: %w", d.name, t.generator.name, s, err)
				}
			}
		}
		if err := errors.Join(os.RemoveAll(tasks[0].dir), os.RemoveAll(tasks[1].dir)); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// task is a generator with its module and its results.
type task struct {
	generator generator
	dir       string
	results   results
	clients   cost // cost of the clients stage
}

// runStage runs a stage and adds its cost to the results. It skips a stage that the generator does not have and a stage whose step.prepare returns
// true. It also skips each stage after a failure of cold, and whole after a failure of clients.
func (w *workspace) runStage(ctx context.Context, s stage, t *task, document string) error {
	step, ok := t.generator.steps[s]
	if !ok || t.results.outcome(cold).failure != "" {
		return nil
	}
	if step.prepare != nil {
		if skip, err := step.prepare(ctx, t.dir); skip || err != nil {
			return err
		}
	}
	if s.builds() {
		var err error
		if t.results.lines[s], err = countLines(t.dir, step.sources); err != nil {
			return err
		}
		if s == whole && t.clients.Failed {
			return nil // this stage builds the same clients and would also fail
		}
	}
	c, err := w.runAll(ctx, t.dir, step.commands)
	if err != nil {
		return err
	}
	switch {
	case s == clients:
		t.clients = c
	case step.incremental:
		c = t.clients.plus(c)
	}
	log.Printf("%s: %s: %s: %s", document, t.generator.name, s, c)
	t.results.outcome(s).add(c)
	return nil
}

// point is the cost of a cold run for one synthetic document.
type point struct {
	operations int
	cpu        float64 // in seconds
	peak       int64   // in bytes
	failure    string  // why the run failed, or ""
}

// growth holds the points of each generator, in the order of growthSizes.
type growth struct{ specgen, oapiCodegen []point }

// growthSizes lists the maximum numbers of operations in the synthetic documents.
var growthSizes = []int{100, 320, 1000, 3200, 10_000}

// growth runs each generator once per synthetic document.
func (w *workspace) growth(ctx context.Context) (growth, error) {
	var all growth
	for _, size := range growthSizes {
		var document bytes.Buffer
		if err := synthesize(&document, size); err != nil {
			return all, err
		}
		for _, side := range []struct {
			generator generator
			points    *[]point
		}{{w.specgenGenerator(nil), &all.specgen}, {w.oapiCodegenGenerator(), &all.oapiCodegen}} {
			dir, err := w.setUp(ctx, side.generator, document.Bytes())
			if err != nil {
				return all, err
			}
			c, err := w.runAll(ctx, dir, side.generator.steps[cold].commands)
			if err != nil {
				return all, err
			}
			log.Printf("growth: %d operations: %s: %s", size, side.generator.name, c)
			p := point{operations: size / operationsPerResource * operationsPerResource, cpu: c.CPU.Seconds(), peak: c.Peak}
			if c.Failed {
				p.failure = reason(c.Output)
			}
			*side.points = append(*side.points, p)
			if err := os.RemoveAll(dir); err != nil {
				return all, err
			}
		}
	}
	return all, nil
}
