package rest

import (
	"context"
	"time"
)

// WithClock replaces the clock of a connection.
func WithClock(now func() time.Time, sleep func(context.Context, time.Duration) error) Option {
	return func(c *Conn) error {
		c.now, c.sleep = now, sleep
		return nil
	}
}
