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

// measureVerb is the first argument of the process that runs and measures another command. A separate process is needed because this program holds
// documents of many megabytes. On Linux, the peak memory of a process starts with the memory of its parent.
const measureVerb = "measure"

// cost is the cost of a command and of the processes that it waited for.
type cost struct {
	Wall, CPU time.Duration
	Peak      int64  // memory of the largest process, in bytes
	Output    string // start of the output
	Failed    bool   // whether the exit code was not 0
}

// plus returns the cost of running c and then d.
func (c cost) plus(d cost) cost {
	c.Wall += d.Wall
	c.CPU += d.CPU
	c.Peak = max(c.Peak, d.Peak)
	if !c.Failed {
		c.Output, c.Failed = d.Output, d.Failed
	}
	return c
}

// String formats the cost for the log.
func (c cost) String() string {
	s := fmt.Sprintf("%.2f s CPU, %.2f s, %d MB", c.CPU.Seconds(), c.Wall.Seconds(), c.Peak/1e6)
	if c.Failed {
		s += ", FAILED: " + reason(c.Output)
	}
	return s
}

// measure runs a command in a directory and returns its cost. If the exit code is not 0, it sets Failed and returns no error.
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

// runMeasured runs a command and prints its cost as JSON.
func runMeasured(command []string) error {
	if len(command) == 0 {
		return errors.New("measure: no command")
	}
	output := &prefixWriter{left: 2000}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = output, output
	start := time.Now()
	err := cmd.Run()
	c := cost{Wall: time.Since(start), Failed: err != nil}
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		return err
	}
	c.Output = output.text.String()
	c.CPU = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return errors.New("measure: this system does not report the memory of processes")
	}
	c.Peak = usage.Maxrss
	if runtime.GOOS != "darwin" { // Maxrss is in bytes on macOS, and in kilobytes on other systems
		c.Peak *= 1024
	}
	return json.NewEncoder(os.Stdout).Encode(c)
}

// prefixWriter keeps the first bytes that are written to it.
type prefixWriter struct {
	text strings.Builder
	left int // number of bytes that Write can still keep
}

var _ io.Writer = (*prefixWriter)(nil)

// Write implements io.Writer. It never returns an error.
func (w *prefixWriter) Write(p []byte) (int, error) {
	n := min(w.left, len(p))
	w.text.Write(p[:n])
	w.left -= n
	return len(p), nil
}
