package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"unsafe"
)

// TestWidenHeap holds that what is allocated after widenHeap lies in memory that was advised to have huge pages, as the kernel tells it
// (Documentation/filesystems/proc.rst, VmFlags: hg).
func TestWidenHeap(t *testing.T) {
	if !givesHugePages() || countsAddressSpace() {
		t.Skip("this system does not give huge pages to those that ask, or counts what is not touched")
	}
	const alone = "SPECGEN_TEST_ALONE" // other tests leave memory behind that is free and comes first
	if os.Getenv(alone) == "" {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestWidenHeap$", "-test.count=1")
		cmd.Env = append(os.Environ(), alone+"=1", "GOMEMLIMIT=")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return
	}
	widenHeap()
	ranges := advised(t)
	if len(ranges) == 0 {
		t.Skip("nothing is advised: memory is small")
	}
	var size uintptr
	for _, r := range ranges {
		size = max(size, r[1]-r[0])
	}
	work := make([]byte, size/8) // what is free just before may be its beginning
	from := uintptr(unsafe.Pointer(&work[0]))
	to := from + uintptr(len(work))
	for _, r := range ranges {
		if min(r[1], to) > max(r[0], from) && min(r[1], to)-max(r[0], from) >= uintptr(len(work)/2) {
			return
		}
	}
	t.Errorf("less than half of the %d bytes at %#x are in %#x", len(work), from, ranges)
}

// advised lists the mappings of this process that may have huge pages because it asked, each by its beginning and its end.
func advised(t *testing.T) (ranges [][2]uintptr) {
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	var r [2]uintptr
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		line := lines.Text()
		var from, to uintptr
		if _, err := fmt.Sscanf(line, "%x-%x ", &from, &to); err == nil {
			r = [2]uintptr{from, to}
			continue
		}
		if flags, ok := strings.CutPrefix(line, "VmFlags:"); ok && strings.Contains(flags+" ", " hg ") {
			ranges = append(ranges, r)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return ranges
}
