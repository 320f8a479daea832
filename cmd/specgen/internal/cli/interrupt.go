package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// The time limits after an interrupt. For a verb with three gates, the sum of the limits is less than one second.
const (
	endingTime  = 300 * time.Millisecond // time limit for the verb to return
	closingTime = 150 * time.Millisecond // time limit for the current write of each gate
)

// errInterrupted is the error of a run that a signal ends, and of a write through a closed gate.
var errInterrupted = errors.New("interrupted")

// interruptible calls the function work with a context that SIGINT and SIGTERM cancel. It returns the error of this function. After a signal, or if
// ctx is canceled, it returns errInterrupted instead of any error except errFindings. If the function does not return within endingTime after the
// signal, interruptible closes the gates and returns errInterrupted. This is necessary because oapi-codegen, kin-openapi and go/types cannot be
// canceled. A second signal ends the process immediately.
func interruptible(ctx context.Context, work func(context.Context) error, gates ...*gate) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	done := make(chan error, 1)
	go func() {
		err := work(ctx)
		if err != nil && ctx.Err() != nil && !errors.Is(err, errFindings) {
			err = errInterrupted
		}
		done <- err
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	stop()
	select {
	case err := <-done:
		return err
	case <-time.After(endingTime):
	}
	for _, g := range gates {
		g.close(closingTime)
	}
	return errInterrupted
}

// gate runs one write at a time until it is closed. The zero gate is open.
type gate struct {
	mutex  sync.Mutex
	closed bool
}

// pass calls the function write and returns its error. If the gate is closed, pass returns errInterrupted instead.
func (g *gate) pass(write func() error) error {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if g.closed {
		return errInterrupted
	}
	return write()
}

// close closes the gate after the current write has ended. It returns after at most limit, even if the write has not ended.
func (g *gate) close(limit time.Duration) {
	closed := make(chan struct{})
	go func() {
		g.mutex.Lock()
		defer g.mutex.Unlock()
		g.closed = true
		close(closed)
	}()
	select {
	case <-closed:
	case <-time.After(limit):
	}
}

// output is standard output or standard error with a gate. The gate stops writes of a verb that continues after an interrupt.
type output struct {
	gate
	io.Writer
}

// Write implements [io.Writer].
func (o *output) Write(data []byte) (n int, err error) {
	err = o.pass(func() error {
		n, err = o.Writer.Write(data)
		return err
	})
	return n, err
}

// unwrapOutput returns the writer that an output wraps, or w if w is not an output.
func unwrapOutput(w io.Writer) io.Writer {
	if o, ok := w.(*output); ok {
		return o.Writer
	}
	return w
}
