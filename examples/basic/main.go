// Command basic sets up a small farm. It adds a host and a gateway, publishes a desktop, activates a license, and applies the changes. These are
// the steps of the vendor's basic sample.
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	demo "github.com/rasapi/specgen/examples/farm"
	"github.com/rasapi/specgen/generated/client/gateway"
	"github.com/rasapi/specgen/generated/client/rdshost"
	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/ras"
	"github.com/rasapi/specgen/rest"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "basic:", err)
		os.Exit(1)
	}
}

// run performs the steps and prints their results to out.
func run(ctx context.Context, out io.Writer) error {
	server, err := demo.Start("Basic")
	if err != nil {
		return err
	}
	defer server.Close()
	farm, err := ras.Open(ctx, server.URL, ras.WithPassword(demo.Username, demo.Password))
	if err != nil {
		return err
	}

	host, err := farm.RDSHost.CreateRDSHost(ctx, rdshost.CreateRDSHostParams{}, model.CreateRDSHost{Server: new("rdsh-03.example.com")})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "host %d: %s\n", rest.Value(host.JSON201.ID), rest.Value(host.JSON201.Server))

	gw, err := farm.Gateway.CreateGateway(ctx, gateway.CreateGatewayParams{}, model.CreateGateway{Server: new("gw-02.example.com")})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "gateway %d: %s\n", rest.Value(gw.JSON201.ID), rest.Value(gw.JSON201.Server))

	desktop, err := farm.PubItems.CreatePubRDSDesktop(ctx,
		model.CreatePubRDSDesktop{Name: new("Desktop"), PublishFrom: new(model.PublishFromAll)})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "desktop %d: %s, from %v hosts\n",
		rest.Value(desktop.JSON201.ID), rest.Value(desktop.JSON201.Name), rest.Value(desktop.JSON201.PublishFrom))

	account := model.ActivateLicense{Email: new("admin@example.com"), Password: new(demo.Password)}
	activated, err := farm.License.ActivateLicense(ctx, account)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "license: %d\n", activated.Status)

	if err := farm.Apply(ctx); err != nil { // the changes take effect now
		return err
	}
	ready, err := farm.WaitForAgent(ctx, rest.Value(host.JSON201.ID))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "applied; agent on %s: %v\n", rest.Value(ready.Server), rest.Value(ready.AgentState))
	if err := farm.Close(ctx); err != nil {
		return err
	}
	fmt.Fprintln(out, "logged off")
	return nil
}
