// Command basic sets up a small farm: it adds a host and a gateway, publishes a desktop, activates a license, and applies the changes. The steps are
// those of the vendor's basic sample.
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/rasapi/specgen/examples/farm"
	"github.com/rasapi/specgen/generated/client"
	"github.com/rasapi/specgen/generated/client/gateway"
	"github.com/rasapi/specgen/generated/client/rdshost"
	"github.com/rasapi/specgen/generated/client/session"
	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/rest"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "basic:", err)
		os.Exit(1)
	}
}

// run prints each step to out.
func run(ctx context.Context, out io.Writer) error {
	server, err := farm.Start("Basic")
	if err != nil {
		return err
	}
	defer server.Close()
	ras, err := client.New(server.URL)
	if err != nil {
		return err
	}
	logOn := func() (*model.Session, error) {
		opened, err := ras.Session.LogOn(ctx, session.LogOnParams{}, model.LogOn{Username: new(farm.Username), Password: new(farm.Password)})
		if err != nil {
			return nil, err
		}
		ras.SetToken(rest.Value(opened.JSON200.AuthToken))
		return opened.JSON200, nil
	}
	if _, err := logOn(); err != nil {
		return err
	}

	host, err := ras.RDSHost.CreateRDSHost(ctx, rdshost.CreateRDSHostParams{}, model.CreateRDSHost{Server: new("rdsh-03.example.com")})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "host %d: %s\n", rest.Value(host.JSON201.ID), rest.Value(host.JSON201.Server))

	gw, err := ras.Gateway.CreateGateway(ctx, gateway.CreateGatewayParams{}, model.CreateGateway{Server: new("gw-02.example.com")})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "gateway %d: %s\n", rest.Value(gw.JSON201.ID), rest.Value(gw.JSON201.Server))

	desktop, err := ras.PubItems.CreatePubRDSDesktop(ctx,
		model.CreatePubRDSDesktop{Name: new("Desktop"), PublishFrom: new(model.PublishFromAll)})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "desktop %d: %s, from %v hosts\n",
		rest.Value(desktop.JSON201.ID), rest.Value(desktop.JSON201.Name), rest.Value(desktop.JSON201.PublishFrom))

	account := model.ActivateLicense{Email: new("admin@example.com"), Password: new(farm.Password)}
	activated, err := ras.License.ActivateLicense(ctx, account)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "license: %d\n", activated.Status)

	// Changes are pending until they are applied.
	waiting, err := logOn()
	if err != nil {
		return err
	}
	applied, err := ras.Settings.ApplySettings(ctx)
	if err != nil {
		return err
	}
	after, err := logOn()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "apply: %d; changes waiting before %t, after %t\n",
		applied.Status, rest.Value(waiting.ApplySettingsEnabled), rest.Value(after.ApplySettingsEnabled))
	gone, err := ras.Session.LogOff(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, rest.Value(gone.JSON200))
	return nil
}
