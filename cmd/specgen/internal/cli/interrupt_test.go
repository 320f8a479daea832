package cli

import (
	"bytes"
	"context"
	"errors"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rasapi/specgen/cmd/specgen/internal/build"
	"github.com/rasapi/specgen/gen"
)

// runStuck runs the command with a type check that never ends and that ignores its context. The type check first creates the file that the
// environment variable STUCK names.
func runStuck() int {
	a := newApp(build.ToolVersion(), os.Stdout, os.Stderr)
	a.importer = func(string) gen.Importer {
		return func(context.Context, []string) (types.Importer, error) {
			if err := os.WriteFile(os.Getenv("STUCK"), nil, 0o666); err != nil {
				return nil, err
			}
			select {}
		}
	}
	return a.run(context.Background(), os.Args[1:], os.Stdin)
}

// TestSignal checks that a command that ignores its context ends after a signal without writing a file.
func TestSignal(t *testing.T) {
	program := commandNamed(t, "specgen-stuck")
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			dir, busy := houseModule(t), filepath.Join(t.TempDir(), "busy")
			write(t, dir, houses("A house", 2))
			before := contents(t, dir)
			ctx, cancel := context.WithTimeout(t.Context(), runDeadline)
			defer cancel()
			cmd := exec.CommandContext(ctx, program, "generate")
			cmd.Dir, cmd.Env = dir, append(os.Environ(), "STUCK="+busy)
			var stdout, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			done := make(chan error, 1)
			go func() { done <- cmd.Wait() }()
			for tick := time.Tick(time.Millisecond); ; {
				if _, err := os.Stat(busy); err == nil {
					break
				}
				select {
				case err := <-done:
					t.Fatalf("generate: got an exit with error %v before the type check, want a process that waits: %s%s", err, &stdout, &stderr)
				case <-tick:
				}
			}
			start := time.Now()
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			select {
			case <-done:
			case <-time.After(10 * time.Second): // the limit is one second, but a busy machine may need more time
				_ = cmd.Process.Kill()
				<-done
				t.Fatal("the command still runs 10 s after the signal, want an exit within 1 s")
			}
			t.Logf("the command ends %v after the signal", time.Since(start).Round(time.Millisecond))
			if code := cmd.ProcessState.ExitCode(); code != exitFailure || stdout.Len() > 0 || stderr.String() != "specgen: interrupted\n" {
				t.Errorf("generate: got exit code %d, stdout %q and stderr %q, want exit code 2, empty stdout and \"specgen: interrupted\"", code, &stdout, &stderr)
			}
			after := contents(t, dir)
			for name := range after {
				if before[name] != after[name] {
					t.Errorf("got a new or changed file %s, want none", name)
				}
			}
		})
	}
}

// TestAbandonedVerbWritesNothing checks that a verb writes neither output nor files if it continues after interruptible has returned.
func TestAbandonedVerbWritesNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	busy, resume, ended := make(chan struct{}), make(chan struct{}), make(chan error, 2)
	dir := t.TempDir()
	var stdout bytes.Buffer
	a, out := &app{}, &output{Writer: &stdout}
	go func() { <-busy; cancel() }()
	err := interruptible(ctx, func(context.Context) error {
		close(busy)
		<-resume
		_, err := out.Write([]byte("text"))
		ended <- err
		_, err = a.writeFile(context.Background(), filepath.Join(dir, "file"), []byte("text"))
		ended <- err
		return nil
	}, &a.files, &out.gate)
	if !errors.Is(err, errInterrupted) {
		t.Errorf("interruptible: got error %v, want errInterrupted", err)
	}
	close(resume)
	for range 2 {
		select {
		case err := <-ended:
			if !errors.Is(err, errInterrupted) {
				t.Errorf("write after the interrupt: got error %v, want errInterrupted", err)
			}
		case <-time.After(runDeadline):
			t.Fatalf("write: got no result within %v, want one", runDeadline)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 || stdout.Len() > 0 {
		t.Errorf("got files %v and output %q (error %v), want none after the interrupt", entries, &stdout, err)
	}
}

// TestWriteFinishes checks that close waits for the current write.
func TestWriteFinishes(t *testing.T) {
	var g gate
	writing, finish, finished := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		finished <- g.pass(func() error {
			close(writing)
			<-finish
			return nil
		})
	}()
	wait(t, writing)
	closed := make(chan struct{})
	go func() { g.close(runDeadline); close(closed) }()
	select {
	case <-closed:
		t.Error("close returned during a write, want it to wait for the write")
	default:
	}
	close(finish)
	wait(t, closed)
	if err := wait(t, finished); err != nil {
		t.Errorf("current write: got error %v, want none", err)
	}
	if err := g.pass(func() error { return nil }); !errors.Is(err, errInterrupted) {
		t.Errorf("write after close: got error %v, want errInterrupted", err)
	}
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.close(0) // the gate is locked, as during a write, but close must return
}

// wait receives a value from a channel. If the channel is closed, it returns the zero value. The test fails if no value arrives within runDeadline.
func wait[T any](t *testing.T, from <-chan T) (value T) {
	t.Helper()
	select {
	case value = <-from:
	case <-time.After(runDeadline):
		t.Fatalf("got no value within %v, want one", runDeadline)
	}
	return value
}

// TestPanicIsReported checks that the report of a panic is short and contains no control characters. The value of the panic is long and contains
// control characters.
func TestPanicIsReported(t *testing.T) {
	dir := houseModule(t)
	write(t, dir, houses("A house", 2))
	t.Chdir(dir)
	before := contents(t, dir)
	var stdout, stderr bytes.Buffer
	a := newApp(build.ToolVersion(), &stdout, &stderr)
	a.importer = func(string) gen.Importer {
		return func(context.Context, []string) (types.Importer, error) {
			panic("a\x1b[31m\u202e" + strings.Repeat("b", 1000))
		}
	}
	code := a.run(t.Context(), []string{"generate"}, strings.NewReader(""))
	report := stderr.String()
	if code != exitFailure || stdout.Len() > 0 || len(contents(t, dir)) != len(before) {
		t.Errorf("generate: got exit code %d and stdout %q, want exit code 2, empty stdout and no new file", code, &stdout)
	}
	for _, want := range []string{
		"specgen: this is a bug in specgen; please report it", `document: "openapi.yaml"`, "stage:    imports", `panic:    "a\x1b[31m\u202ebbb`,
		"TestPanicIsReported", "interrupt_test.go:",
	} {
		if !strings.Contains(report, want) {
			t.Errorf("got no %q in the report below, want it: %s", want, report)
		}
	}
	if strings.Contains(report, "goroutine ") || strings.ContainsAny(report, "\x1b\u202e") || strings.Count(report, "\n") > 14 || len(report) > 3000 {
		t.Errorf("got the report below, want at most 14 lines and 3,000 bytes, and neither control characters nor the word goroutine: %s", report)
	}
}
