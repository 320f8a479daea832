package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/rasapi/specgen/cmd/specgen/internal/cache"
	"github.com/rasapi/specgen/cmd/specgen/internal/sums"
	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/lock"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/tree"
)

// cacheLimit is the bytes that the cache may have: what about fifty runs on a thousand operations make.
const cacheLimit = 256 << 20

// userCache opens the cache of the user: the folder that SPECGEN_CACHE names, else the usual one of the system. With SPECGEN_CACHE=off, and where
// the system has no such folder, nothing is kept.
func userCache() cache.Cache {
	dir := os.Getenv("SPECGEN_CACHE")
	if dir == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			return cache.Cache{}
		}
		dir = filepath.Join(base, "specgen")
	}
	dir, err := filepath.Abs(dir)
	if os.Getenv("SPECGEN_CACHE") == "off" || err != nil {
		return cache.Cache{}
	}
	return cache.Open(dir, cacheLimit)
}

// buildName names what makes the output: the version of a release; of a development build, whose version says nothing, the sum of its own file.
func buildName(tool string, files *sums.Sums) (string, error) {
	if tool != lock.Development {
		return tool + " " + runtime.Version(), nil
	}
	file, err := os.Executable()
	if err != nil {
		return "", err
	}
	return files.Of(file)
}

// loadSums gives a project the sums of files that earlier runs left in the cache.
func (a *app) loadSums(p *project) {
	known, _ := a.cache.Get(p.sumsKey())
	p.sums = sums.New(known, tree.IsOurs, time.Now)
}

// keepSums keeps for later runs what is known of the files of a project. What cannot be kept is told anew next time.
func (a *app) keepSums(p *project) {
	if !a.cache.On() {
		return
	}
	if known, changed := p.sums.Bytes(); changed {
		_ = a.cache.Put(p.sumsKey(), known)
	}
}

func (p *project) sumsKey() string { return cache.Key("sums 1", p.lockDir()) }

// product is what a run makes, or what an earlier run made of the same things.
type product struct {
	lock  *lock.Lock // inputs with their sums, and outputs; nil when the findings say why nothing is made
	plans []planned  // nil when an earlier run made it: [app.restore] gives them then
	found report.List
	past  keptRun
}

// keptRun is a product as it is kept.
type keptRun struct {
	Lock    string
	Imports map[string][]string // what was asked of the go command for the type check, by output folder
	Found   report.List         // warnings
}

// produce makes what the settings ask for: as an earlier run made it or, with full in any case, by generating.
func (a *app) produce(ctx context.Context, p *project, full bool, t *stages) (product, error) {
	if !full {
		t.begin("cache", "")
		m, ok := a.recall(p)
		t.end()
		if ok {
			return m, ctx.Err()
		}
	}
	var texts *memo
	if !full {
		if texts = a.openMemo(p); texts != nil {
			p.cfg.Memo = texts.make
		}
	}
	plans, found, err := a.plan(ctx, p, t)
	if err != nil || len(plans) == 0 {
		return product{found: found}, err
	}
	l, err := a.made(p, plans)
	if err != nil {
		return product{}, err
	}
	m := product{lock: l, plans: plans, found: found}
	t.begin("cache", "")
	if err := errors.Join(a.remember(p, m, full), texts.keep()); err != nil {
		t.note("nothing was kept for later runs, which SPECGEN_CACHE=off spares them: %v", err)
	}
	t.end()
	return m, nil
}

// recentRuns is how many runs of a project are remembered: a spec that comes back after that many others is generated again.
const recentRuns = 16

// recall looks for an earlier run of this build that had the same settings, inputs and packages to import. The bytes of its outputs are asked for
// by [app.restore].
func (a *app) recall(p *project) (product, bool) {
	key := a.projectKey(p)
	if key == "" {
		return product{}, false
	}
	data, _ := a.cache.Get(key)
	for run := range strings.FieldsSeq(string(data)) {
		if m, ok := a.keptRun(run); ok && p.sameInputs(m.lock) && a.sameImports(p, m.past.Imports) {
			m.lock.Tool, m.lock.Options = a.tool, p.options
			return m, true
		}
	}
	return product{}, false
}

// projectKey is where the recent runs of a project are listed, "" when nothing is to be kept.
func (a *app) projectKey(p *project) string {
	if !a.cache.On() {
		return ""
	}
	build, err := buildName(a.tool, p.sums)
	if err != nil {
		return ""
	}
	parts := []string{"runs 1", build, fmt.Sprint(a.importer != nil, p.builtin), p.fromLock(p.base), sumOf(p.sums, p.config)}
	cfg := p.cfg
	cfg.Output = p.fromLock(p.output)
	options := cfg.Options()
	for _, name := range slices.Sorted(maps.Keys(options)) {
		parts = append(parts, name, options[name])
	}
	return cache.Key(append(parts, cfg.Lint)...)
}

func (a *app) keptRun(key string) (product, bool) {
	data, ok := a.cache.Get(key)
	var past keptRun
	if !ok || json.Unmarshal(data, &past) != nil {
		return product{}, false
	}
	l, err := lock.Parse([]byte(past.Lock))
	return product{lock: l, found: past.Found, past: past}, err == nil
}

// sameInputs tells whether the files have the sums of then.
func (p *project) sameInputs(l *lock.Lock) bool {
	for name, sum := range l.Inputs {
		if sumOf(p.sums, p.toFile(name)) != sum {
			return false
		}
	}
	return !p.unread(l)
}

// sameImports tells whether the type check would see the packages of then.
func (a *app) sameImports(p *project, imports map[string][]string) bool {
	for _, view := range p.views() {
		imports, checked := imports[p.fromLock(view.output)]
		if !checked {
			continue
		}
		key, ok := listingKey(p.sums, existing(view.output), imports)
		if !ok {
			return false
		}
		if _, ok := keptListing(a.cache, p.sums, key); !ok {
			return false
		}
	}
	return true
}

// remember keeps what a run made. What cannot be kept is made again next time. Outputs that the run before had are there already, unless full says
// that this is not sure.
func (a *app) remember(p *project, m product, full bool) error {
	key := a.projectKey(p)
	if key == "" {
		return nil
	}
	var failed error
	keep := func(key string, data []byte) { failed = errors.Join(failed, a.cache.Put(key, data)) }
	recent, _ := a.cache.Get(key)
	runs := strings.Fields(string(recent))
	there := map[string]bool{}
	if len(runs) > 0 && !full {
		if last, ok := a.keptRun(runs[0]); ok {
			for _, sum := range last.lock.Outputs {
				there[sum] = true
			}
		}
	}
	past := keptRun{string(m.lock.Bytes()), map[string][]string{}, m.found}
	for _, plan := range m.plans {
		if a.importer != nil {
			past.Imports[p.fromLock(plan.output)] = plan.imports
		}
		for _, name := range plan.result.Tree.Paths() {
			data, _ := plan.result.Tree.Data(name)
			if sum := m.lock.Outputs[p.fromLock(absolute(plan.output, name))]; !there[sum] {
				keep(outputKey(sum), data)
			}
		}
	}
	data, err := json.Marshal(past)
	if err != nil {
		return err
	}
	run := cache.Key("run", string(data))
	keep(run, data)
	runs = append([]string{run}, slices.DeleteFunc(runs, func(s string) bool { return s == run })...)
	keep(key, []byte(strings.Join(runs[:min(len(runs), recentRuns)], "\n")))
	return errors.Join(failed, a.cache.Trim())
}

// outputKey is where the bytes of an output are kept, by their sum.
func outputKey(sum string) string { return cache.Key("output", sum) }

// fresh tells whether the files are there already as an earlier run made them.
func (p *project) fresh(m product) (bool, error) {
	if m.lock == nil || m.plans != nil {
		return false, nil
	}
	there, err := p.there()
	return err == nil && ours(there, m.lock), err
}

// whole gives a product that an earlier run made its plans. When the cache has lost a file, that is by generating.
func (a *app) whole(ctx context.Context, p *project, m product, t *stages) (product, error) {
	if m.lock == nil || m.plans != nil {
		return m, nil
	}
	plans, ok, err := a.restore(p, m.lock)
	if err != nil || ok {
		m.plans = plans
		return m, err
	}
	return a.produce(ctx, p, true, t)
}

// restore makes the plans of an earlier run without generating. ok is false when the cache has lost a file.
func (a *app) restore(p *project, l *lock.Lock) (plans []planned, ok bool, err error) {
	for _, view := range p.views() {
		t := tree.New()
		for file, sum := range l.Outputs {
			name := view.below(p.toFile(file))
			if name == "" {
				continue
			}
			data, ok := a.cache.Get(outputKey(sum))
			if !ok || lock.Sum(data) != sum {
				return nil, false, nil
			}
			if err := t.Add(name, data); err != nil {
				return nil, false, err
			}
		}
		plans = append(plans, planned{project: view, result: &gen.Result{Tree: t}})
	}
	return plans, true, nil
}
