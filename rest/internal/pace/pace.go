// Package pace limits the number of events in a period.
package pace

import (
	"context"
	"time"
)

// Limiter allows a maximum number of events in every period of a fixed length. It is safe for concurrent use.
type Limiter struct {
	n    int
	per  time.Duration
	turn chan struct{} // contains one value, which a call to Wait takes while it uses past and next
	past []time.Time   // times of the last n events; if there are n, the oldest is at index next
	next int
}

// New returns a limiter that allows n events in every period of length per. Both arguments must be positive.
func New(n int, per time.Duration) *Limiter {
	l := &Limiter{n: n, per: per, turn: make(chan struct{}, 1)}
	l.turn <- struct{}{}
	return l
}

// Wait waits until the next event is allowed, and records the event. If ctx ends first, or its deadline is before the event, Wait returns an error
// and records nothing. now must return the current time, and sleep must wait for a duration or until a context ends.
func (l *Limiter) Wait(ctx context.Context, now func() time.Time, sleep func(context.Context, time.Duration) error) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-l.turn:
	}
	defer func() { l.turn <- struct{}{} }()
	if err := ctx.Err(); err != nil {
		return err
	}
	if len(l.past) < l.n {
		l.past = append(l.past, now())
		return nil
	}
	at, current := l.past[l.next].Add(l.per), now()
	if delay := at.Sub(current); delay > 0 {
		if end, limited := ctx.Deadline(); limited && at.After(end) {
			return context.DeadlineExceeded
		}
		if err := sleep(ctx, delay); err != nil {
			return err
		}
		current = now()
	}
	l.past[l.next] = current
	l.next = (l.next + 1) % l.n
	return nil
}
