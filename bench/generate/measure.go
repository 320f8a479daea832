package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// measureVerb makes this program run another and say what that took. A process between the two is needed: on Linux the peak of a process begins
// with that of the one that started it, and this one reads specs of many megabytes.
const measureVerb = "measure"

// cost is what a command took, with the processes that it waited for.
type cost struct {
	Wall, CPU time.Duration
	Peak      int64  // bytes of memory of the largest single process
	Said      string // the beginning of what it printed
	Failed    bool   // it did not end with exit code 0
}

// plus is the cost of doing one after the other.
func (c cost) plus(d cost) cost {
	c.Wall += d.Wall
	c.CPU += d.CPU
	c.Peak = max(c.Peak, d.Peak)
	if !c.Failed {
		c.Said, c.Failed = d.Said, d.Failed
	}
	return c
}

// measure runs a command in a folder. That it failed is in the cost; the error is a failure to run it at all.
func measure(ctx context.Context, dir string, env []string, command ...string) (cost, error) {
	self, err := os.Executable()
	if err != nil {
		return cost{}, err
	}
	cmd := exec.CommandContext(ctx, self, append([]string{measureVerb}, command...)...)
	cmd.Dir, cmd.Env, cmd.Stderr = dir, env, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return cost{}, fmt.Errorf("%s: %w", strings.Join(command, " "), err)
	}
	var c cost
	return c, json.Unmarshal(out, &c)
}

// runMeasured is the process between: it runs the command, and prints its cost as JSON.
func runMeasured(command []string) error {
	if len(command) == 0 {
		return errors.New("measure: no command")
	}
	said := &head{left: 2000}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = said, said
	start := time.Now()
	err := cmd.Run()
	c := cost{Wall: time.Since(start), Failed: err != nil}
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		return err
	}
	c.Said = said.text.String()
	c.CPU = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return errors.New("measure: this system does not tell the memory of a process")
	}
	c.Peak = usage.Maxrss
	if runtime.GOOS != "darwin" { // which counts bytes, where others count kilobytes
		c.Peak *= 1024
	}
	return json.NewEncoder(os.Stdout).Encode(c)
}

// head keeps the beginning of what is written to it.
type head struct {
	text strings.Builder
	left int
}

var _ io.Writer = (*head)(nil)

// Write keeps what there is room for, and never fails.
func (h *head) Write(p []byte) (int, error) {
	n := min(h.left, len(p))
	h.text.Write(p[:n])
	h.left -= n
	return len(p), nil
}
