// Package parallel runs functions in goroutines and returns their panics to the caller.
//
// A [Group] is a [sync.WaitGroup] whose Wait panics if one of its functions panicked. With a plain WaitGroup, a panic in one of the functions ends
// the program, even if the caller of Wait recovers. The package does not limit the number of functions that run at the same time.
package parallel

import (
	"runtime"
	"strings"
	"sync"
)

// Panic is a recovered panic and its call stack. [Group.Wait] panics with a *Panic.
type Panic struct {
	Value any
	Calls []runtime.Frame // innermost first: the function that panicked comes before its callers
}

// Recovered converts a value that recover returned to a *Panic. It returns nil for nil, and a *Panic unchanged. The deferred function that calls
// recover must also call Recovered.
func Recovered(value any) *Panic {
	if value == nil {
		return nil
	}
	if p, ok := value.(*Panic); ok {
		return p
	}
	callers := make([]uintptr, 64)
	callers = callers[:runtime.Callers(3, callers)] // skips Callers, Recovered and the deferred function
	p := &Panic{Value: value}
	for frames := runtime.CallersFrames(callers); ; {
		frame, more := frames.Next()
		if len(p.Calls) > 0 || !strings.HasPrefix(frame.Function, "runtime.") { // skips runtime.gopanic and its callers in the runtime
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

// Wait waits until all functions have returned. If one of them panicked, Wait panics with a [*Panic].
func (g *Group) Wait() {
	g.wait.Wait()
	if g.fault != nil {
		panic(g.fault)
	}
}
