package parallel_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/rasapi/specgen/gen/parallel"
)

func indexOutOfRange(values []int) int { return values[len(values)] }

// recovered calls f and returns its panic, or nil if f did not panic.
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
					indexOutOfRange(nil)
				}
			})
		}
		group.Wait()
	})
	if fault == nil || ran.Load() != 10 {
		t.Fatalf("Wait: got %d calls and the panic %v, want 10 calls and a panic", ran.Load(), fault)
	}
	if err, ok := fault.Value.(runtime.Error); !ok || !strings.Contains(err.Error(), "index out of range") {
		t.Errorf("Value of the panic: got %v, want an error about an index out of range", fault.Value)
	}
	if name := innermost(fault); name != "github.com/rasapi/specgen/gen/parallel_test.indexOutOfRange" {
		t.Errorf("innermost function: got %s, want indexOutOfRange", name)
	}
}

func TestRecovered(t *testing.T) {
	if fault := recovered(func() {}); fault != nil {
		t.Errorf("Recovered without a panic: got %v, want nil", fault)
	}
	var missing *struct{ n int }
	for name, f := range map[string]func(){
		"explicit": func() { panic("text") }, "nil pointer": func() { missing.n++ }, "repeated": func() { panic(recovered(func() { panic("text") })) },
	} {
		if fault := recovered(f); fault == nil || !strings.HasPrefix(innermost(fault), "github.com/rasapi/specgen/gen/parallel_test.TestRecovered") {
			t.Errorf("Recovered after panic %s: got %v, want the stack of the first panic", name, fault)
		}
	}
}

// innermost returns the name of the function that panicked.
func innermost(p *parallel.Panic) string { return p.Calls[0].Function }

func TestEach(t *testing.T) {
	var running, most, sum atomic.Int32
	err := parallel.Each(t.Context(), 1000, func(i int) error {
		most.Store(max(most.Load(), running.Add(1)))
		defer running.Add(-1)
		sum.Add(int32(i))
		if i%400 == 399 {
			return fmt.Errorf("error %d", i)
		}
		return nil
	})
	if err == nil || err.Error() != "error 399" || sum.Load() != 499500 {
		t.Errorf("Each: got error %v and sum %d, want error 399 and sum 499500", err, sum.Load())
	}
	if limit := runtime.GOMAXPROCS(0); int(most.Load()) > limit {
		t.Errorf("Each ran %d functions at the same time, want at most %d", most.Load(), limit)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var calls atomic.Int32
	err = parallel.Each(ctx, 1000, func(int) error {
		calls.Add(1)
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) || calls.Load() == 1000 {
		t.Errorf("Each with a canceled context: got error %v after %d calls, want context.Canceled after fewer than 1000 calls", err, calls.Load())
	}
}
