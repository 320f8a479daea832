// Package retry decides whether a failed request may succeed on a retry, and how long to wait before the retry.
package retry

import (
	"crypto/tls"
	"errors"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	firstDelay = 500 * time.Millisecond
	maxDelay   = 8 * time.Second // maximum delay if the limit is 0
	jitter     = 0.25            // maximum fraction of a delay that Delay subtracts at random
)

// Status reports whether a response status may indicate a temporary failure. 409 is not temporary, because it usually means that a name is taken.
func Status(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable,
		http.StatusGatewayTimeout:
		return true
	}
	return false
}

// Error reports whether an error that occurred while sending a request may be temporary. An error is not temporary if the certificate of the server
// is not valid, or if the server does not use TLS for an https URL.
func Error(err error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return false
	}
	_, isNotTLS := errors.AsType[tls.RecordHeaderError](err)
	return !isNotTLS && !errors.Is(err, http.ErrSchemeMismatch)
}

// Delay returns the delay before a retry. n is 0 for the first retry. The header Retry-After sets the delay, in seconds or as a date. If the header
// is missing or not valid, the delay is 0.5 s for the first retry and doubles with each retry, up to limit. Delay subtracts at most a quarter of this
// delay at random. limit is the maximum delay; 0 means 8 s. ok is false if Retry-After is above limit.
func Delay(n int, header http.Header, now time.Time, limit time.Duration) (delay time.Duration, ok bool) {
	if limit == 0 {
		limit = maxDelay
	}
	if asked, given := after(header.Get("Retry-After"), now); given {
		return asked, asked <= limit
	}
	delay = limit
	if n < 30 { // a larger n would overflow
		delay = min(limit, firstDelay<<n)
	}
	return delay - time.Duration(rand.Float64()*jitter*float64(delay)), true
}

// after returns the delay that a Retry-After header asks for. ok is false if the value is missing, not valid or negative. For a date in the past,
// the delay is 0.
func after(value string, now time.Time) (delay time.Duration, ok bool) {
	value = strings.TrimSpace(value)
	if value == "" {
		return 0, false
	}
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		if math.IsNaN(seconds) || math.IsInf(seconds, 0) || seconds < 0 {
			return 0, false
		}
		if seconds > math.MaxInt64/float64(2*time.Second) {
			return math.MaxInt64, true
		}
		return time.Duration(seconds * float64(time.Second)), true
	}
	date, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	return max(0, date.Sub(now)), true
}
