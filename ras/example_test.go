package ras_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"time"

	demo "github.com/rasapi/specgen/examples/farm"
	"github.com/rasapi/specgen/generated/client/rdshost"
	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/ras"
	"github.com/rasapi/specgen/rest"
)

func ExampleOpen() {
	server, err := demo.Start("Example") // a simulated farm
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()

	ctx := context.Background()
	farm, err := ras.Open(ctx, server.URL, ras.WithPassword(demo.Username, demo.Password))
	if err != nil {
		log.Fatal(err)
	}
	defer farm.Close(ctx)
	hosts, err := farm.RDSHost.ListRDSHosts(ctx, rdshost.ListRDSHostsParams{})
	if err != nil {
		log.Fatal(err)
	}
	for _, host := range hosts.JSON200 {
		fmt.Println(rest.Value(host.ID), rest.Value(host.Server))
	}
	// Output:
	// 1 rdsh-01.example.com
	// 2 rdsh-02.example.com
}

// The Farm calls the function before every log-on, so that a new password does not require a restart.
func ExampleWithCredentials() {
	server, err := demo.Start("Example")
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()

	current := func(context.Context) (ras.Credentials, error) { // a real program would read a file or query a vault
		return ras.Credentials{Username: demo.Username, Password: demo.Password}, nil
	}
	ctx := context.Background()
	farm, err := ras.Open(ctx, server.URL, ras.WithCredentials(current))
	if err != nil {
		log.Fatal(err)
	}
	defer farm.Close(ctx)
	fmt.Println(rest.Value(farm.Info().FarmName))
	// Output: Example
}

// The middleware runs for every request. It can create a span, for example with OpenTelemetry. Method and Pattern are suitable for the name of the
// span, because they contain no IDs of objects.
func ExampleWith() {
	server, err := demo.Start("Example")
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()

	trace := func(r *http.Request, next rest.Next) (*http.Response, error) {
		operation, _ := rest.OperationFromContext(r.Context())
		res, err := next(r)
		if err == nil {
			fmt.Println(operation.Method, operation.Pattern, res.StatusCode)
		}
		return res, err
	}
	ctx := context.Background()
	farm, err := ras.Open(ctx, server.URL, ras.WithPassword(demo.Username, demo.Password), ras.With(rest.WithMiddleware(trace)))
	if err != nil {
		log.Fatal(err)
	}
	if _, err := farm.RDSHost.GetRDSHost(ctx, 7); err != nil {
		fmt.Println(err)
	}
	if err := farm.Close(ctx); err != nil {
		log.Fatal(err)
	}
	// Output:
	// POST /api/Session/logon 200
	// GET /api/RDS/Host/{id} 404
	// getRDSHost: 404 Not Found: there is no host 7
	// POST /api/Session/logoff 200
}

func ExampleFarm_Apply() {
	server, err := demo.Start("Example")
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()

	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	farm, err := ras.Open(ctx, server.URL, ras.WithPassword(demo.Username, demo.Password))
	if err != nil {
		log.Fatal(err)
	}
	defer farm.Close(ctx)
	added, err := farm.RDSHost.CreateRDSHost(ctx, rdshost.CreateRDSHostParams{}, model.CreateRDSHost{Server: new("rdsh-03.example.com")})
	if err != nil {
		log.Fatal(err)
	}
	if err := farm.Apply(ctx); err != nil {
		log.Fatal(err)
	}
	ready, err := farm.WaitForAgent(ctx, rest.Value(added.JSON201.ID))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(rest.Value(ready.Server), rest.Value(ready.AgentState))
	// Output: rdsh-03.example.com OK
}

func ExampleWaitFor() {
	server, err := demo.Start("Example")
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()

	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	farm, err := ras.Open(ctx, server.URL, ras.WithPassword(demo.Username, demo.Password))
	if err != nil {
		log.Fatal(err)
	}
	defer farm.Close(ctx)
	if _, err := farm.RDSHost.DrainRDSHost(ctx, 1); err != nil {
		log.Fatal(err)
	}
	agent := func(ctx context.Context) (model.AgentState, error) {
		listed, err := farm.RDSHost.ListRDSHostStatuses(ctx, rdshost.ListRDSHostStatusesParams{Server: new("rdsh-01.example.com")})
		if err != nil {
			return 0, err
		}
		return rest.Value(listed.JSON200[0].AgentState), nil
	}
	state, err := ras.WaitFor(ctx, agent, func(s model.AgentState) bool { return s == model.AgentStateLogonDrain })
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(state)
	// Output: LogonDrain
}
