package main

import (
	"bytes"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"syscall"
)

// heapRoom is how much of the heap [widenHeap] prepares, in bytes: what a cold run over the largest public documents that we know takes.
const heapRoom = 512 << 20

// widenHeap asks the system to back the heap to come with huge pages. A run makes most of what it makes on memory that is new to it, and the first touch
// of a page costs more than what is then written to it, in a virtual machine most of all: with pages of 2 MiB in place of 4 KiB a run takes a third
// less. Go's runtime does not ask by itself, and where a system gives huge pages to those that ask, which is what most Linux systems are set to
// (Documentation/admin-guide/mm/transhuge.rst in the kernel), it gets none.
//
// The runtime keeps what it frees, so room is taken, marked and given back. Nothing of it is touched here: it is address space until it is used. Where
// the system gives huge pages to all or to none, or counts address space, where memory is small or GOMEMLIMIT says what there is, nothing is done.
func widenHeap() {
	if !givesHugePages() || countsAddressSpace() || os.Getenv("GOMEMLIMIT") != "" || strconv.IntSize < 64 {
		return
	}
	var system syscall.Sysinfo_t
	if syscall.Sysinfo(&system) != nil {
		return
	}
	size := min(heapRoom, uint64(system.Totalram)*uint64(system.Unit)/8)
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	room := make([]byte, size)
	_ = syscall.Madvise(room, syscall.MADV_HUGEPAGE) // advice: what refuses it runs as it did
	runtime.KeepAlive(room)
	runtime.GC()
}

// givesHugePages tells whether the system gives huge pages to those that ask, and to no others.
func givesHugePages() bool {
	mode, err := os.ReadFile("/sys/kernel/mm/transparent_hugepage/enabled")
	return err == nil && bytes.Contains(mode, []byte("[madvise]"))
}

// countsAddressSpace tells whether memory that is not touched counts: by a limit of the process, or because the system promises no more than it has
// (proc_sys_vm(5), overcommit_memory).
func countsAddressSpace() bool {
	const unlimited = 1<<64 - 1 // RLIM_INFINITY of getrlimit(2)
	for _, which := range []int{syscall.RLIMIT_AS, syscall.RLIMIT_DATA} {
		var limit syscall.Rlimit
		if syscall.Getrlimit(which, &limit) != nil || limit.Cur != unlimited {
			return true
		}
	}
	strict, err := os.ReadFile("/proc/sys/vm/overcommit_memory")
	return err != nil || bytes.HasPrefix(strict, []byte("2"))
}
