// Command gateways adds a secure gateway to a farm, requires TLS 1.2 or later for it, and uploads a certificate. It also lists the gateways and their
// states, and the connection brokers, whose path depends on the version of the API.
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	demo "github.com/rasapi/specgen/examples/farm"
	"github.com/rasapi/specgen/generated/client/connectionbroker"
	"github.com/rasapi/specgen/generated/client/gateway"
	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/ras"
	"github.com/rasapi/specgen/rest"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "gateways:", err)
		os.Exit(1)
	}
}

// run performs the steps and prints their results to out.
func run(ctx context.Context, out io.Writer) error {
	server, err := demo.Start("Gateways")
	if err != nil {
		return err
	}
	defer server.Close()
	farm, err := ras.Open(ctx, server.URL, ras.WithPassword(demo.Username, demo.Password))
	if err != nil {
		return err
	}

	created, err := farm.Gateway.CreateGateway(ctx, gateway.CreateGatewayParams{NoRestart: new(true)},
		model.CreateGateway{Server: new("gw-02.example.com")})
	if err != nil {
		return err
	}
	id := rest.Value(created.JSON201.ID)
	fmt.Fprintf(out, "create: %d, gateway %d\n", created.Status, id)
	if err := list(ctx, out, farm); err != nil {
		return err
	}
	if err := harden(ctx, out, farm, id); err != nil {
		return err
	}
	states, err := farm.Gateway.ListGatewayStatuses(ctx)
	if err != nil {
		return err
	}
	for _, s := range states.JSON200 {
		fmt.Fprintf(out, "state of %s: %v, %d encrypted sessions\n",
			rest.Value(s.Server), rest.Value(s.AgentState), rest.Value(s.ActiveRDPSSLSessions))
	}
	if err := brokers(ctx, out, farm); err != nil {
		return err
	}
	return farm.Close(ctx)
}

func list(ctx context.Context, out io.Writer, farm *ras.Farm) error {
	gateways, err := farm.Gateway.ListGateways(ctx, gateway.ListGatewaysParams{})
	if err != nil {
		return err
	}
	for _, g := range gateways.JSON200 {
		fmt.Fprintf(out, "gateway %d: %s, %v, ports %d and %d, %v and newer, ciphers %v\n",
			rest.Value(g.ID), rest.Value(g.Server), rest.Value(g.GWMode),
			rest.Value(g.GWPort), rest.Value(g.SSLPort), rest.Value(g.MinSSLVersion), rest.Value(g.CipherStrength))
	}
	return nil
}

// harden requires TLS 1.2 or later for a gateway, and uploads a certificate. The client streams the certificate.
func harden(ctx context.Context, out io.Writer, farm *ras.Farm, id int32) error {
	_, err := farm.Gateway.UpdateGateway(ctx, id, model.UpdateGateway{
		InheritDefaultSSLTLSSettings: new(false), MinSSLVersion: new(model.MinSSLVersionTLSv12),
		EnableHSTS: new(true), HSTSMaxAge: new(int32(12)),
	})
	if err != nil {
		return err
	}
	uploaded, err := farm.Gateway.UploadGatewayCertificate(ctx, id, strings.NewReader("-----BEGIN CERTIFICATE-----\n..."))
	if err != nil {
		return err
	}
	got, err := farm.Gateway.GetGateway(ctx, id)
	if err != nil {
		return err
	}
	g := got.JSON200
	fmt.Fprintf(out, "harden: %v and newer, HSTS %t, port %d as before; upload %d, %s\n",
		rest.Value(g.MinSSLVersion), rest.Value(g.EnableHSTS), rest.Value(g.SSLPort), uploaded.Status, rest.Value(g.Description))

	// the farm rejects custom ciphers without a list of ciphers
	_, err = farm.Gateway.UpdateGateway(ctx, id, model.UpdateGateway{CipherStrength: new(model.CipherStrengthCustom)})
	if rest.Status(err) != http.StatusConflict {
		return fmt.Errorf("custom ciphers without a list: got error %v, want status 409", err)
	}
	fmt.Fprintf(out, "custom ciphers: %v\n", err)
	return nil
}

// brokers lists the connection brokers. It uses the path of v21. If the farm does not have this path, brokers uses the path of earlier versions.
func brokers(ctx context.Context, out io.Writer, farm *ras.Farm) error {
	var found []model.ConnectionBroker
	listed, err := farm.ConnectionBroker.ListConnectionBrokers(ctx, connectionbroker.ListConnectionBrokersParams{})
	switch {
	case rest.Status(err) == http.StatusNotFound:
		fmt.Fprintln(out, "the farm is older than v21")
		older, err := farm.ConnectionBroker.ListBrokers(ctx, connectionbroker.ListBrokersParams{})
		if err != nil {
			return err
		}
		found = older.JSON200
	case err != nil:
		return err
	default:
		found = listed.JSON200
	}
	for _, b := range found {
		fmt.Fprintf(out, "broker %d: %s, enabled %t\n", rest.Value(b.ID), rest.Value(b.Server), rest.Value(b.Enabled))
	}
	return nil
}
