//go:build !(linux || openbsd || dragonfly || darwin || freebsd || netbsd)

package sums

import (
	"io/fs"
	"time"
)

// describe tells that this system does not say of a file all that is needed.
func describe(fs.FileInfo) (state string, changed time.Time, ok bool) { return "", time.Time{}, false }
