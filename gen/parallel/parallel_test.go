package parallel_test

import (
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/rasapi/specgen/gen/parallel"
)

func explode(values []int) int { return values[len(values)] }

// recovered returns the panic of a function.
func recovered(f func()) (fault *parallel.Panic) {
	defer func() { fault = parallel.Recovered(recover()) }()
	f()
	return nil
}

func TestWaitPropagatesPanic(t *testing.T) {
	var ran atomic.Int32
	fault := recovered(func() {
		var group parallel.Group
		for i := range 10 {
			group.Go(func() {
				ran.Add(1)
				if i == 3 {
					explode(nil)
				}
			})
		}
		group.Wait()
	})
	if fault == nil || ran.Load() != 10 {
		t.Fatalf("%d functions ran, and Wait panicked with %v; want 10 and the panic", ran.Load(), fault)
	}
	if err, ok := fault.Value.(runtime.Error); !ok || !strings.Contains(err.Error(), "index out of range") {
		t.Errorf("value %v, want the runtime error", fault.Value)
	}
	if name := first(fault); name != "github.com/rasapi/specgen/gen/parallel_test.explode" {
		t.Errorf("the innermost function is %s, want explode", name)
	}
}

func TestRecovered(t *testing.T) {
	if fault := recovered(func() {}); fault != nil {
		t.Errorf("%v without a panic", fault)
	}
	var missing *struct{ n int }
	for name, f := range map[string]func(){
		"explicit": func() { panic("text") }, "nil pointer": func() { missing.n++ }, "again": func() { panic(recovered(func() { panic("text") })) },
	} {
		if fault := recovered(f); fault == nil || !strings.HasPrefix(first(fault), "github.com/rasapi/specgen/gen/parallel_test.TestRecovered") {
			t.Errorf("%s: %v, want the function that panicked first", name, fault)
		}
	}
}

func first(p *parallel.Panic) string { return p.Calls[0].Function }
