// Command rdshosts manages RD Session Hosts. It adds and changes a host, disconnects the users of all hosts, and reads the states of the agents. It
// then removes the new host and applies the changes.
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"

	demo "github.com/rasapi/specgen/examples/farm"
	"github.com/rasapi/specgen/generated/client/rdshost"
	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/ras"
	"github.com/rasapi/specgen/rest"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "rdshosts:", err)
		os.Exit(1)
	}
}

// run performs the steps and prints their results to out.
func run(ctx context.Context, out io.Writer) error {
	server, err := demo.Start("RD session hosts")
	if err != nil {
		return err
	}
	defer server.Close()
	farm, err := ras.Open(ctx, server.URL, ras.WithPassword(demo.Username, demo.Password))
	if err != nil {
		return err
	}

	id, err := add(ctx, out, farm, "rdsh-03.example.com")
	if err != nil {
		return err
	}
	if err := change(ctx, out, farm, id); err != nil {
		return err
	}
	if err := drain(ctx, out, farm); err != nil {
		return err
	}

	deleted, err := farm.RDSHost.DeleteRDSHost(ctx, id)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "delete: %d\n", deleted.Status)
	if _, err := farm.RDSHost.GetRDSHost(ctx, id); rest.Status(err) != http.StatusNotFound {
		return fmt.Errorf("reading a deleted host: got error %v, want status 404", err)
	}
	if err := farm.Apply(ctx); err != nil {
		return err
	}
	fmt.Fprintln(out, "applied")
	return farm.Close(ctx)
}

// add adds a server as a host without installing the agent, and returns the ID of the host. It also checks that adding the same server again is a
// conflict.
func add(ctx context.Context, out io.Writer, farm *ras.Farm, name string) (int32, error) {
	created, err := farm.RDSHost.CreateRDSHost(ctx, rdshost.CreateRDSHostParams{NoInstall: new(true)}, model.CreateRDSHost{Server: &name})
	if err != nil {
		return 0, err
	}
	fmt.Fprintf(out, "create: %d, host %d on %s\n", created.Status, rest.Value(created.JSON201.ID), rest.Value(created.JSON201.Server))

	_, err = farm.RDSHost.CreateRDSHost(ctx, rdshost.CreateRDSHostParams{}, model.CreateRDSHost{Server: &name})
	if rest.Status(err) != http.StatusConflict {
		return 0, fmt.Errorf("the same server again: got error %v, want status 409", err)
	}
	fmt.Fprintf(out, "create again: %v\n", err)
	return rest.Value(created.JSON201.ID), nil
}

// change changes some settings of a host. The enum is a number on the wire, and a constant in Go.
func change(ctx context.Context, out io.Writer, farm *ras.Farm, id int32) error {
	_, err := farm.RDSHost.UpdateRDSHost(ctx, id, model.UpdateRDSHost{
		Description: new("for the night shift"), InheritDefaultAgentSettings: new(false),
		FileTransferMode: new(model.TransferDirectionClientToServer), MaxSessions: new(int32(50)),
	})
	if err != nil {
		return err
	}
	got, err := farm.RDSHost.GetRDSHost(ctx, id)
	if err != nil {
		return err
	}
	host := got.JSON200
	fmt.Fprintf(out, "update: %q, files %v, port %d as before\n",
		rest.Value(host.Description), rest.Value(host.FileTransferMode), rest.Value(host.Port))
	return nil
}

// drain sends a message to the user of each session, disables new sessions on the host of the session, and disconnects the user. It then prints the
// states of the agents.
func drain(ctx context.Context, out io.Writer, farm *ras.Farm) error {
	sessions, err := farm.RDSHost.ListRDSHostSessions(ctx, rdshost.ListRDSHostSessionsParams{})
	if err != nil {
		return err
	}
	for _, s := range sessions.JSON200 {
		host, id := rest.Value(s.ServerID), rest.Value(s.SessionID)
		fmt.Fprintf(out, "session %d on host %d: %s, %v, %v\n", id, host, rest.Value(s.User), rest.Value(s.Type), rest.Value(s.State))
		message := model.SendSessionMessage{MsgTitle: new("Maintenance"), Message: new("Please save your work.")}
		_, err := farm.RDSHost.SendRDSHostSessionMessage(ctx, host, id, message)
		if err != nil {
			return err
		}
		if _, err := farm.RDSHost.DrainRDSHost(ctx, host); err != nil {
			return err
		}
		if _, err := farm.RDSHost.DisconnectRDSHostSession(ctx, host, id); err != nil {
			return err
		}
	}
	states, err := farm.RDSHost.ListRDSHostStatuses(ctx, rdshost.ListRDSHostStatusesParams{})
	if err != nil {
		return err
	}
	for _, s := range states.JSON200 {
		fmt.Fprintf(out, "state of %s: %v, %d active sessions\n", rest.Value(s.Server), rest.Value(s.AgentState), rest.Value(s.ActiveSessions))
	}
	return nil
}
