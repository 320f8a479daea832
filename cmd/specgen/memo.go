package main

import (
	"maps"
	"strings"
	"sync"

	"github.com/rasapi/specgen/cmd/specgen/internal/cache"
	"github.com/rasapi/specgen/gen/lock"
)

// memo is the [tree.Memo] of a run: what it remembers are outputs, so it keeps no more than their sums, and finds the bytes where [app.remember]
// has put them.
type memo struct {
	cache cache.Cache
	key   string            // of the record: a line for each output, with what it was made of and its sum
	then  map[string]string // what an earlier run noted

	mutex sync.Mutex
	now   map[string]string
}

// openMemo reads what earlier runs of this build noted; it is nil when nothing is to be kept.
func (a *app) openMemo(p *project) *memo {
	if !a.cache.On() {
		return nil
	}
	build, err := buildName(a.tool, p.sums)
	if err != nil {
		return nil
	}
	m := &memo{cache: a.cache, key: cache.Key("memo 1", build, p.lockDir()), then: map[string]string{}, now: map[string]string{}}
	record, _ := a.cache.Get(m.key)
	for line := range strings.Lines(string(record)) {
		of, sum, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		m.then[of] = sum
	}
	return m
}

// make is the memo as [tree.Memo] has it.
func (m *memo) make(make func() ([]byte, error), of ...string) ([]byte, error) {
	key := cache.Key(of...)
	sum := m.then[key]
	data, ok := m.cache.Get(outputKey(sum))
	if !ok || lock.Sum(data) != sum {
		var err error
		if data, err = make(); err != nil {
			return nil, err
		}
		sum = lock.Sum(data)
	}
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.now[key] = sum
	return data, nil
}

// keep keeps what this run made for the next one.
func (m *memo) keep() error {
	if m == nil || maps.Equal(m.then, m.now) {
		return nil
	}
	var b strings.Builder
	for of, sum := range m.now {
		b.WriteString(of + " " + sum + "\n")
	}
	return m.cache.Put(m.key, []byte(b.String()))
}
