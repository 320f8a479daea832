package pace_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasapi/specgen/rest/internal/pace"
)

// sleep waits for a duration or until a context ends, with the fake clock of synctest.
func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// TestLimit starts 333 events at the same time and checks that no period of 10 s has more than 50 events.
func TestLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limiter := pace.New(50, 10*time.Second)
		start := time.Now()
		var mutex sync.Mutex
		var at []time.Duration
		var group sync.WaitGroup
		for range 333 {
			group.Go(func() {
				err := limiter.Wait(t.Context(), time.Now, sleep)
				mutex.Lock()
				defer mutex.Unlock()
				if at = append(at, time.Since(start)); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		for i := 50; i < len(at); i++ {
			if at[i]-at[i-50] < 10*time.Second {
				t.Fatalf("time between events %d and %d: got %v, want at least 10 s", i-50, i, at[i]-at[i-50])
			}
		}
		if last := at[len(at)-1]; last != 60*time.Second {
			t.Errorf("time of the last event: got %v, want 1m0s", last)
		}
	})
}

// TestWaitStops checks that Wait does not record an event whose context ends before the limit permits the event.
func TestWaitStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limiter := pace.New(1, 10*time.Second)
		if err := limiter.Wait(t.Context(), time.Now, sleep); err != nil {
			t.Fatal(err)
		}
		short, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		start := time.Now()
		if err := limiter.Wait(short, time.Now, sleep); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 0 {
			t.Errorf("Wait with an early deadline: got error %v after %v, want context.DeadlineExceeded after 0 s", err, time.Since(start))
		}
		ended, stop := context.WithCancel(t.Context())
		time.AfterFunc(3*time.Second, stop)
		if err := limiter.Wait(ended, time.Now, sleep); !errors.Is(err, context.Canceled) || time.Since(start) != 3*time.Second {
			t.Errorf("Wait canceled after 3 s: got error %v after %v, want context.Canceled after 3 s", err, time.Since(start))
		}
		if err := limiter.Wait(ended, time.Now, sleep); !errors.Is(err, context.Canceled) {
			t.Errorf("Wait with a canceled context: got error %v, want context.Canceled", err)
		}
		if err := limiter.Wait(t.Context(), time.Now, sleep); err != nil || time.Since(start) != 10*time.Second {
			t.Errorf("Wait for the second event: got error %v after %v, want no error after 10 s", err, time.Since(start))
		}
	})
}
