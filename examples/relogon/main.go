// Command relogon logs on again when its session ends. After a session was idle for too long, the farm responds with 401 to all workers. One worker
// logs on again, and every worker repeats its call. The first session of the in-memory farm ends after five calls.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"

	"github.com/rasapi/specgen/generated/client"
	"github.com/rasapi/specgen/generated/client/session"
	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/rest"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "relogon:", err)
		os.Exit(1)
	}
}

// sessionKeeper is an [http.RoundTripper] that renews the session of a client. An [http.Client] with a sessionKeeper follows redirects as usual.
type sessionKeeper struct {
	next  http.RoundTripper
	farm  *client.Client // must be set before the first call
	as    model.LogOn
	mutex sync.Mutex // held during a log-on
}

func (k *sessionKeeper) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := k.next.RoundTrip(r)
	old := r.Header.Get("auth_token")
	if err != nil || res.StatusCode != http.StatusUnauthorized || old == "" || r.Body != nil && r.GetBody == nil {
		return res, err // the status is not 401, the request has no token (log-on, another host), or its body cannot be sent again
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 64<<10)) // reading the body allows net/http to reuse the connection
	if err := res.Body.Close(); err != nil {
		return nil, err
	}
	token, err := k.renew(r.Context(), old)
	if err != nil {
		return nil, err
	}
	again := r.Clone(r.Context())
	if r.GetBody != nil {
		if again.Body, err = r.GetBody(); err != nil {
			return nil, err
		}
	}
	again.Header.Set("auth_token", token)
	return k.next.RoundTrip(again)
}

// renew returns a token that is newer than old.
func (k *sessionKeeper) renew(ctx context.Context, old string) (string, error) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if token := k.farm.Token(); token != old {
		return token, nil // another worker has renewed the session
	}
	opened, err := k.farm.Session.LogOn(ctx, session.LogOnParams{}, k.as)
	if err != nil {
		return "", err
	}
	token := rest.Value(opened.JSON200.AuthToken)
	k.farm.SetToken(token)
	return token, nil
}

// run makes 20 updates with 4 workers and prints the number of log-ons to out.
func run(ctx context.Context, out io.Writer) error {
	fake := &farm{}
	handler, err := fake.handler()
	if err != nil {
		return err
	}
	server := httptest.NewServer(handler)
	defer server.Close()

	k := &sessionKeeper{next: http.DefaultTransport, as: model.LogOn{Username: new("admin"), Password: new("secret")}}
	k.farm, err = client.New(server.URL, client.WithHTTPClient(&http.Client{Transport: k}))
	if err != nil {
		return err
	}
	if _, err := k.renew(ctx, ""); err != nil {
		return err
	}
	var group sync.WaitGroup
	faults := make([]error, 4)
	for worker := range faults {
		group.Go(func() {
			for range 5 {
				_, err := k.farm.MFA.UpdateEmailOTP(ctx, int32(worker), model.UpdateEmailOTP{Enabled: new(true)})
				faults[worker] = errors.Join(faults[worker], err)
			}
		})
	}
	group.Wait()
	if err := errors.Join(faults...); err != nil {
		return err
	}
	fmt.Fprintf(out, "%d updates, %d sessions\n", fake.updates, fake.sessions)
	return nil
}
