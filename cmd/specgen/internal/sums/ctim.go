//go:build linux || openbsd || dragonfly

package sums

import (
	"syscall"
	"time"
)

func ctime(s *syscall.Stat_t) time.Time { return time.Unix(s.Ctim.Unix()) }
