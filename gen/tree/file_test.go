package tree

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
)

// recorder is a file that records the methods that fill calls.
type recorder struct {
	calls []string
	fail  map[string]error
}

func (r *recorder) call(name string) error {
	r.calls = append(r.calls, name)
	return r.fail[name]
}

func (r *recorder) Write(data []byte) (int, error) { return len(data), r.call("write " + string(data)) }
func (r *recorder) Chmod(fs.FileMode) error        { return r.call("chmod") }
func (r *recorder) Sync() error                    { return r.call("sync") }
func (r *recorder) Close() error                   { return r.call("close") }

// TestFillSyncs checks that fill calls Sync before Close, and that it returns every error except an unsupported Sync.
func TestFillSyncs(t *testing.T) {
	full := errors.New("disk full")
	for name, c := range map[string]struct {
		mode fs.FileMode
		fail map[string]error
		want string
		err  error
	}{
		"new file":    {0, nil, "write x, sync, close", nil},
		"old file":    {0o600, nil, "write x, chmod, sync, close", nil},
		"sync fails":  {0, map[string]error{"sync": full}, "write x, sync, close", full},
		"no sync":     {0, map[string]error{"sync": errors.ErrUnsupported}, "write x, sync, close", nil},
		"write fails": {0o600, map[string]error{"write x": full}, "write x, close", full},
		"close fails": {0, map[string]error{"close": full}, "write x, sync, close", full},
	} {
		r := &recorder{fail: c.fail}
		err := fill(r, []byte("x"), c.mode)
		if got := strings.Join(r.calls, ", "); got != c.want || !errors.Is(err, c.err) || (err == nil) != (c.err == nil) {
			t.Errorf("%s: got calls %s and error %v, want %s and %v", name, got, err, c.want, c.err)
		}
	}
}
