// Command gettingstarted shows the first steps with package ras. It logs on, lists the RD Session Hosts, reads one host, changes a setting of the
// host, and logs off. The farm is in memory. To use a real farm, replace the URL and the credentials.
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	demo "github.com/rasapi/specgen/examples/farm"
	"github.com/rasapi/specgen/generated/client/rdshost"
	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/ras"
	"github.com/rasapi/specgen/rest"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "gettingstarted:", err)
		os.Exit(1)
	}
}

// run performs the steps and prints their results to out.
func run(ctx context.Context, out io.Writer) error {
	server, err := demo.Start("Getting started")
	if err != nil {
		return err
	}
	defer server.Close()
	farm, err := ras.Open(ctx, server.URL, ras.WithPassword(demo.Username, demo.Password)) // "https://farm.example:20443"
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "logged on to farm %q\n", rest.Value(farm.Info().FarmName))

	hosts, err := farm.RDSHost.ListRDSHosts(ctx, rdshost.ListRDSHostsParams{})
	if err != nil {
		return err
	}
	for _, host := range hosts.JSON200 {
		fmt.Fprintf(out, "host %d: %s, up to %d sessions\n", rest.Value(host.ID), rest.Value(host.Server), rest.Value(host.MaxSessions))
	}

	id := rest.Value(hosts.JSON200[0].ID)
	host, err := farm.RDSHost.GetRDSHost(ctx, id)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "host %d: URLs in sessions: %v\n", id, rest.Value(host.JSON200.AllowURLAndMailRedirection))

	// an update changes only the members that it contains
	if _, err := farm.RDSHost.UpdateRDSHost(ctx, id, model.UpdateRDSHost{MaxSessions: new(int32(100))}); err != nil {
		return err
	}
	if host, err = farm.RDSHost.GetRDSHost(ctx, id); err != nil {
		return err
	}
	fmt.Fprintf(out, "host %d: %s, up to %d sessions\n", id, rest.Value(host.JSON200.Server), rest.Value(host.JSON200.MaxSessions))

	if err := farm.Close(ctx); err != nil {
		return err
	}
	fmt.Fprintln(out, "logged off")
	return nil
}
