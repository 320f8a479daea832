package ras

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/rasapi/specgen/generated/client/rdshost"
	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/rest"
)

// firstDelay and maxDelay are the first and the longest delay between two calls in [WaitFor].
const (
	firstDelay = time.Second
	maxDelay   = 15 * time.Second
)

// WaitFor calls get until done returns true for the result of get, and returns this result. It waits 1 s after the first call, and doubles the delay
// after each call, up to 15 s. In ten minutes, WaitFor calls get at most 44 times. If get returns an error, or if ctx ends, WaitFor returns the error
// and the last result of a call without an error, or the zero value if there is none.
func WaitFor[T any](ctx context.Context, get func(context.Context) (T, error), done func(T) bool) (T, error) {
	var last T
	for delay := firstDelay; ; delay = min(2*delay, maxDelay) {
		value, err := get(ctx)
		if err != nil {
			return last, err
		}
		if last = value; done(last) {
			return last, nil
		}
		timer := time.NewTimer(delay)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return last, fmt.Errorf("waiting: %w", ctx.Err())
		}
	}
}

// WaitForAgent waits until the agent on an RD Session Host has the state [model.AgentStateOK], and returns the status of the host. Call it, for
// example, after adding or restarting a host. WaitForAgent also waits for a host that is not yet in the list of statuses. If waiting fails, the text
// of the error contains the last state of the agent, or "unknown". Use a context with a deadline, because WaitForAgent has no time limit.
func (f *Farm) WaitForAgent(ctx context.Context, hostID int32) (model.RDSHostStatus, error) {
	got, err := f.RDSHost.GetRDSHost(ctx, hostID)
	if err != nil {
		return model.RDSHostStatus{}, err
	}
	host := got.JSON200
	get := func(ctx context.Context) (model.RDSHostStatus, error) {
		listed, err := f.RDSHost.ListRDSHostStatuses(ctx, rdshost.ListRDSHostStatusesParams{SiteID: host.SiteID, Server: host.Server})
		if err != nil {
			return model.RDSHostStatus{}, err
		}
		for _, status := range listed.JSON200 {
			if strings.EqualFold(rest.Value(status.Server), rest.Value(host.Server)) { // compare names, because the ID of a status may differ from the ID of the host
				return status, nil
			}
		}
		return model.RDSHostStatus{}, nil
	}
	ready := func(s model.RDSHostStatus) bool { return s.AgentState != nil && *s.AgentState == model.AgentStateOK }
	status, err := WaitFor(ctx, get, ready)
	if err != nil {
		state := "unknown"
		if status.AgentState != nil {
			state = status.AgentState.String()
		}
		return status, fmt.Errorf("agent on host %d, last state %s: %w", hostID, state, err)
	}
	return status, nil
}
