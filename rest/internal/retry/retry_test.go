package retry_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/rasapi/specgen/rest/internal/retry"
)

func TestDelay(t *testing.T) {
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	for after, want := range map[string]time.Duration{
		"3": 3 * time.Second, " 1.5 ": 1500 * time.Millisecond, "0": 0, now.Add(4 * time.Second).Format(http.TimeFormat): 4 * time.Second,
		now.Add(-time.Hour).Format(http.TimeFormat): 0,
	} {
		if got, ok := retry.Delay(5, http.Header{"Retry-After": {after}}, now, 0); got != want || !ok {
			t.Errorf("Delay with Retry-After %s: got %v and %t, want %v and true", after, got, ok, want)
		}
	}
	for _, after := range []string{"9", "1e300", now.Add(time.Minute).Format(http.TimeFormat)} {
		if got, ok := retry.Delay(0, http.Header{"Retry-After": {after}}, now, 0); ok {
			t.Errorf("Delay with Retry-After %s: got %v and true, want false because the delay is above the limit", after, got)
		}
	}
	for _, after := range []string{"", "-1", "NaN", "Inf", "-Inf", "soon", "1e400"} { // Delay ignores values that are not valid
		for n, limit := range map[int]time.Duration{0: 500 * time.Millisecond, 1: time.Second, 3: 4 * time.Second, 4: 8 * time.Second, 29: 8 * time.Second, 1 << 40: 8 * time.Second} {
			for range 100 {
				if got, ok := retry.Delay(n, http.Header{"Retry-After": {after}}, now, 0); !ok || got > limit || got < limit*3/4 {
					t.Fatalf("Delay with Retry-After %q, retry %d: got %v and %t, want %v or up to a quarter less, and true", after, n, got, ok, limit)
				}
			}
		}
	}
}

func TestStatus(t *testing.T) {
	for status := 100; status < 600; status++ {
		want := status == 408 || status == 429 || status == 500 || status >= 502 && status <= 504
		if got := retry.Status(status); got != want {
			t.Errorf("Status(%d) = %t, want %t", status, got, want)
		}
	}
}
