// Command gettingstarted is the shortest example: it logs on, lists the RD session hosts, reads one, changes one setting of it, and logs off. The
// farm is in memory. To use a real farm, replace the URL.
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/rasapi/specgen/examples/farm"
	"github.com/rasapi/specgen/generated/client"
	"github.com/rasapi/specgen/generated/client/rdshost"
	"github.com/rasapi/specgen/generated/client/session"
	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/rest"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "gettingstarted:", err)
		os.Exit(1)
	}
}

// run prints each step to out.
func run(ctx context.Context, out io.Writer) error {
	server, err := farm.Start("Getting started")
	if err != nil {
		return err
	}
	defer server.Close()
	ras, err := client.New(server.URL) // "https://ras.example.com:20443"
	if err != nil {
		return err
	}

	opened, err := ras.Session.LogOn(ctx, session.LogOnParams{}, model.LogOn{Username: new(farm.Username), Password: new(farm.Password)})
	if err != nil {
		return err
	}
	ras.SetToken(rest.Value(opened.JSON200.AuthToken)) // every later call sends it
	fmt.Fprintf(out, "logged on to farm %q\n", rest.Value(opened.JSON200.FarmName))

	hosts, err := ras.RDSHost.ListRDSHosts(ctx, rdshost.ListRDSHostsParams{})
	if err != nil {
		return err
	}
	for _, host := range hosts.JSON200 {
		fmt.Fprintf(out, "host %d: %s, up to %d sessions\n", rest.Value(host.ID), rest.Value(host.Server), rest.Value(host.MaxSessions))
	}

	id := rest.Value(hosts.JSON200[0].ID)
	host, err := ras.RDSHost.GetRDSHost(ctx, id)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "host %d: URLs in sessions: %v\n", id, rest.Value(host.JSON200.AllowURLAndMailRedirection))

	// An update changes only the members that it has.
	if _, err := ras.RDSHost.UpdateRDSHost(ctx, id, model.UpdateRDSHost{MaxSessions: new(int32(100))}); err != nil {
		return err
	}
	if host, err = ras.RDSHost.GetRDSHost(ctx, id); err != nil {
		return err
	}
	fmt.Fprintf(out, "host %d: %s, up to %d sessions\n", id, rest.Value(host.JSON200.Server), rest.Value(host.JSON200.MaxSessions))

	gone, err := ras.Session.LogOff(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, rest.Value(gone.JSON200))
	return nil
}
