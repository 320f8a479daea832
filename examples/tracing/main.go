// Command tracing records a span for every request to an in-memory farm, as OpenTelemetry does. The name of such a span consists of the method and
// the path pattern of the operation. Spans for different objects of the same type therefore have the same name. A span contains no URL, because a URL
// may contain secrets.
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	demo "github.com/rasapi/specgen/examples/farm"
	"github.com/rasapi/specgen/generated/client/rdshost"
	"github.com/rasapi/specgen/ras"
	"github.com/rasapi/specgen/rest"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "tracing:", err)
		os.Exit(1)
	}
}

// trace returns a middleware that records a span for every attempt to send a request. The attributes follow the conventions of OpenTelemetry. With
// OpenTelemetry, t would be a trace.Tracer, and Inject would be a method of otel.GetTextMapPropagator().
func trace(t *tracer) rest.Middleware {
	return func(r *http.Request, next rest.Next) (*http.Response, error) {
		operation, _ := rest.OperationFromContext(r.Context())
		ctx, span := t.Start(r.Context(), operation.Method+" "+operation.Pattern)
		defer span.End()
		span.Set("http.request.method", operation.Method)
		span.Set("url.template", operation.Pattern)
		t.Inject(ctx, r.Header)
		res, err := next(r.WithContext(ctx))
		if err != nil {
			span.Set("error.type", fmt.Sprintf("%T", err)) // the text of the error may contain the URL
			return nil, err
		}
		span.Set("http.response.status_code", res.StatusCode)
		return res, nil
	}
}

// run reads the hosts of an in-memory farm and prints the spans to out.
func run(ctx context.Context, out io.Writer) error {
	server, err := demo.Start("Tracing")
	if err != nil {
		return err
	}
	defer server.Close()
	t := &tracer{}
	farm, err := ras.Open(ctx, server.URL, ras.WithPassword(demo.Username, demo.Password), ras.With(
		rest.WithRetry(rest.Retry{Max: 2, MaxDelay: time.Millisecond}), rest.WithMiddleware(trace(t), unavailable("listRDSHosts"))))
	if err != nil {
		return err
	}
	if err := readHosts(ctx, t, farm); err != nil {
		return err
	}
	if err := farm.Close(ctx); err != nil {
		return err
	}
	t.print(out)
	return nil
}

// readHosts lists the hosts and reads each host. It records a span, which is the parent of the spans of these requests.
func readHosts(ctx context.Context, t *tracer, farm *ras.Farm) error {
	ctx, span := t.Start(ctx, "read hosts")
	defer span.End()
	hosts, err := farm.RDSHost.ListRDSHosts(ctx, rdshost.ListRDSHostsParams{})
	if err != nil {
		return err
	}
	span.Set("hosts", len(hosts.JSON200))
	for _, host := range hosts.JSON200 {
		if _, err := farm.RDSHost.GetRDSHost(ctx, rest.Value(host.ID)); err != nil {
			return err
		}
	}
	return nil
}

// unavailable returns a middleware that responds to the first request of an operation with 503, so that the client retries the request.
func unavailable(operation string) rest.Middleware {
	failed := false
	return func(r *http.Request, next rest.Next) (*http.Response, error) {
		if o, _ := rest.OperationFromContext(r.Context()); failed || o.ID != operation {
			return next(r)
		}
		failed = true
		return &http.Response{StatusCode: http.StatusServiceUnavailable, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
	}
}
