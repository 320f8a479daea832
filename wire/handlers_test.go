package wire_test

import (
	"bytes"
	"os"
	"os/exec"
	"sync"
	"testing"
)

// recorder implements the handlers of all areas. It records the arguments of each call, except the context. Unless answer is nil, it then calls
// answer, which may set the result or return an error.
type recorder struct {
	mutex  sync.Mutex
	calls  []call
	answer func(c call, out any) error // out points to the result, or is nil if the operation has no result
}

// call contains the area, the method and the arguments of a call to a handler, except the context.
type call struct {
	area, method string
	args         []any
}

func (r *recorder) call(area, method string, out any, args ...any) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	c := call{area, method, args}
	r.calls = append(r.calls, c)
	if r.answer == nil {
		return nil
	}
	return r.answer(c, out)
}

// take returns the recorded calls and removes them from r.
func (r *recorder) take() []call {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	calls := r.calls
	r.calls = nil
	return calls
}

// TestHandlersUpToDate compares handlers_gen_test.go with the output of command handlers.
func TestHandlersUpToDate(t *testing.T) {
	want, err := exec.CommandContext(t.Context(), "go", "run", "./handlers").Output()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("handlers_gen_test.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("handlers_gen_test.go is out of date; run make generate")
	}
}
