package main

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

// How long a verb may go on after an interrupt, and each write of a file or to an output after that. Together they are below one second.
const (
	endingTime  = 300 * time.Millisecond
	closingTime = 150 * time.Millisecond
)

// errInterrupted ends a verb that did not end by itself.
var errInterrupted = errors.New("interrupted")

// interruptible calls work with a context that SIGINT and SIGTERM cancel. It returns the error of work, or errInterrupted for one that follows the
// signal. It abandons work that does not end in time, because oapi-codegen, kin-openapi, oasdiff and go/types cannot be cancelled, and closes the
// gates. A second signal ends the process at once.
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

// gate admits writes until it is closed, one at a time. The zero gate is open.
type gate struct {
	mutex  sync.Mutex
	closed bool
}

// pass calls write, or returns errInterrupted if the gate is closed.
func (g *gate) pass(write func() error) error {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if g.closed {
		return errInterrupted
	}
	return write()
}

// close closes the gate after the write that is under way, if that takes no longer than limit.
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

// output is a standard output or error that a verb writes to until it is abandoned.
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

// behind returns the writer behind an output, or w if it is none.
func behind(w io.Writer) io.Writer {
	if o, ok := w.(*output); ok {
		return o.Writer
	}
	return w
}
