//go:build linux || openbsd || dragonfly || darwin || freebsd || netbsd

package sums

import (
	"fmt"
	"io/fs"
	"syscall"
	"time"
)

// describe gives what the system says of a file, as a text that is another one when the file was changed, and when anything of it was last changed.
func describe(info fs.FileInfo) (state string, changed time.Time, ok bool) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return "", time.Time{}, false
	}
	changed = ctime(s)
	return fmt.Sprint(s.Size, info.ModTime().UnixNano(), changed.UnixNano(), s.Dev, s.Ino), changed, true
}
