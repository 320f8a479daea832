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

// The delays between the calls of [WaitFor].
const (
	firstDelay = time.Second
	maxDelay   = 15 * time.Second
)

// WaitFor calls get until done reports true for its value, and returns this value. It waits 1 s after the first call, then twice as long after every
// further call, up to 15 s; that is 44 calls in ten minutes. If get returns an error, or if ctx ends, WaitFor returns the error with the last value that
// get returned without an error.
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

// WaitForAgent waits until the agent on an RD session host has the state [model.AgentStateOK], for example after the host was added or started again,
// and returns its status. A host that the farm does not list yet counts as not ready. If ctx ends, the error contains the last state; use a context
// with a deadline.
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
			if strings.EqualFold(rest.Value(status.Server), rest.Value(host.Server)) { // the ID of a status is not documented as the ID of the host
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
