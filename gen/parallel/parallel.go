// Package parallel runs functions in goroutines, and propagates their panics to the caller.
//
// A [Group] is like a [sync.WaitGroup], but its Wait method panics if one of its functions panicked. With a sync.WaitGroup, a panic in one of the
// functions ends the program, even if the caller of Wait recovers. A Group does not limit the number of functions that run at the same time. [Each]
// limits this number.
package parallel

import (
	"cmp"
	"context"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
)

// Panic is a recovered panic with its call stack. [Group.Wait] panics with a *Panic if a function of the group panicked.
type Panic struct {
	Value any
	Calls []runtime.Frame // call stack, from the function that panicked to its outermost caller; truncated if it is deep
}

// Recovered converts the result of recover to a *Panic. It returns nil for nil, and returns a *Panic unchanged. The deferred function that calls
// recover must itself call Recovered.
func Recovered(value any) *Panic {
	if value == nil {
		return nil
	}
	if p, ok := value.(*Panic); ok {
		return p
	}
	callers := make([]uintptr, 64)
	callers = callers[:runtime.Callers(3, callers)] // skip Callers, Recovered and the deferred function
	p := &Panic{Value: value}
	for frames := runtime.CallersFrames(callers); ; {
		frame, more := frames.Next()
		if len(p.Calls) > 0 || !strings.HasPrefix(frame.Function, "runtime.") { // skip runtime.gopanic and the functions of the runtime that it calls
			p.Calls = append(p.Calls, frame)
		}
		if !more {
			return p
		}
	}
}

// Group runs functions and waits for them. The zero Group is ready for use.
type Group struct {
	wait  sync.WaitGroup
	mutex sync.Mutex
	fault *Panic
}

// Go calls f in a new goroutine.
func (g *Group) Go(f func()) {
	g.wait.Go(func() {
		defer func() {
			if fault := Recovered(recover()); fault != nil {
				g.mutex.Lock()
				defer g.mutex.Unlock()
				if g.fault == nil {
					g.fault = fault
				}
			}
		}()
		f()
	})
}

// Wait waits until all functions have returned. If functions panicked, Wait panics with a [*Panic] for the first panic.
func (g *Group) Wait() {
	g.wait.Wait()
	if g.fault != nil {
		panic(g.fault)
	}
}

// Each calls f for the integers from 0 to n-1, in at most GOMAXPROCS goroutines at a time. If ctx is done, Each stops early and returns the error of
// ctx. If calls to f return errors, Each continues and returns the error for the smallest integer. If f panics, Each panics with a [*Panic].
func Each(ctx context.Context, n int, f func(i int) error) error {
	wrong := make([]error, n)
	var group Group
	var next atomic.Int64
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n || ctx.Err() != nil {
					return
				}
				wrong[i] = f(i)
			}
		})
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	return cmp.Or(wrong...)
}
