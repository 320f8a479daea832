// Command call compares the clients that specgen, oapi-codegen and ogen generate. It measures the CPU time and the allocations of a call,
// from the parameters of the operation to its decoded response, and prints a Markdown table.
//
// All clients are generated from the same document with three operations. An in-memory transport returns the same bytes to all clients. The command
// runs on Unix systems only, because it reads the CPU time with getrusage.
//
//	go generate . && go test . && go run .
//
// Command call is a separate module, so that users of specgen do not depend on the other generators.
package main

//go:generate sh -c "cd ../.. && go run ./cmd/specgen generate --config bench/call/specgen.yaml"
//go:generate sh -c "mkdir -p oapicodegen && go tool oapi-codegen --config oapi-codegen.yaml specgen/openapi.yaml"
//go:generate go tool ogen --config ogen.yml --target ogen --package ogen --clean specgen/openapi.yaml

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// runTime is the CPU time after which a run ends.
const runTime = 100 * time.Millisecond

func main() {
	log.SetFlags(0)
	runs := flag.Int("runs", 60, "`number` of runs per call and client; the fastest counts")
	flag.Parse()
	if *runs < 1 {
		log.Fatalf("call: -runs %d: want at least 1", *runs)
	}
	if err := run(context.Background(), os.Stdout, *runs); err != nil {
		log.Fatal("call: ", err)
	}
}

// run measures each call with each client and writes a table to w. The clients take turns, so that other work on the machine affects all of them.
func run(ctx context.Context, w io.Writer, runs int) error {
	fmt.Fprintf(w, "%s %s/%s, %d processors; CPU time of the fastest of %d runs, and allocations per call\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runs)
	fmt.Fprint(w, "| call | bytes |")
	for _, g := range generators {
		fmt.Fprintf(w, " %s |", g.name)
	}
	fmt.Fprintf(w, "\n|---|---:|%s\n", strings.Repeat("---:|", len(generators)))
	for _, c := range calls() {
		best := make([]cost, len(generators))
		operations := make([]operation, len(generators))
		for i, g := range generators {
			client, err := g.newClient(c.response)
			if err != nil {
				return err
			}
			operations[i] = c.operation(client)
		}
		for range runs {
			for i, op := range operations {
				got, err := measure(ctx, op)
				if err != nil {
					return fmt.Errorf("%s, %s: %w", generators[i].name, c.name, err)
				}
				if best[i].time == 0 || got.time < best[i].time {
					best[i] = got
				}
			}
		}
		fmt.Fprintf(w, "| %s | %d |", c.name, len(c.response.body))
		for _, got := range best {
			fmt.Fprintf(w, " %v, %.0f |", got.time.Round(100*time.Nanosecond), got.allocations)
		}
		fmt.Fprintln(w)
	}
	return nil
}

// cost is the cost of one call: the CPU time of all threads, including the garbage collector, and the number of allocations.
type cost struct {
	time        time.Duration
	allocations float64
}

// measure calls an operation until the calls have used runTime, and returns the average cost of a call.
func measure(ctx context.Context, call operation) (cost, error) {
	runtime.GC()
	mallocs := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.Mallocs
	}
	before := mallocs()
	start, err := cpuTime()
	if err != nil {
		return cost{}, err
	}
	n, used := 0, time.Duration(0)
	for ; used < runTime; n++ {
		if _, err := call(ctx); err != nil {
			return cost{}, err
		}
		now, err := cpuTime()
		if err != nil {
			return cost{}, err
		}
		used = now - start
	}
	return cost{used / time.Duration(n), float64(mallocs()-before) / float64(n)}, nil
}

// cpuTime returns the user and system time that all threads of this process have used.
func cpuTime() (time.Duration, error) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, err
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), nil
}

const url = "https://farm.example:20443"

// response is a transport that reads the body of each request and returns a response with the given status and body.
type response struct {
	status int
	body   []byte
}

func (res response) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			return nil, err
		}
	}
	return &http.Response{
		StatusCode: res.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r, ContentLength: int64(len(res.body)),
		Header: http.Header{"Content-Type": {"application/json; api-version=1.0"}}, Body: io.NopCloser(bytes.NewReader(res.body)),
	}, nil
}

// call is an operation of a client and the response that the client decodes.
type call struct {
	name      string
	response  response
	operation func(client) operation
}

// calls returns the calls to measure: get, create, and list with 1, 100 and 1,000 hosts.
func calls() []call {
	one := bytes.Trim(hosts(1), "[]")
	all := []call{
		{"get", response{http.StatusOK, one}, func(c client) operation { return c.get }},
		{"create", response{http.StatusCreated, one}, func(c client) operation { return c.create }},
	}
	for _, n := range []int{1, 100, 1000} {
		all = append(all, call{fmt.Sprintf("list %d", n), response{http.StatusOK, hosts(n)}, func(c client) operation { return c.list }})
	}
	return all
}

// hosts returns a JSON array of n hosts with values for most of their properties.
func hosts(n int) []byte {
	var b bytes.Buffer
	b.WriteByte('[')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":%d,"adminCreate":"admin@farm.example","adminLastMod":"admin@farm.example","timeCreate":"2026-03-01T08:00:00Z",`+
			`"timeLastMod":"2026-03-02T09:30:00Z","server":"rdsh-%04d.farm.example","enabled":true,"description":"Office applications, rack %d","siteId":1,`+
			`"directAddress":"10.0.%d.%d","rasTemplateId":0,"inheritDefaultAgentSettings":true,"inheritDefaultPrinterSettings":true,`+
			`"inheritDefaultUserProfileSettings":true,"inheritDefaultDesktopAccessSettings":true,"inheritDefaultOptimizationSettings":true,`+
			`"inheritDefaultAppPackageSettings":true,"port":3389,"maxSessions":250,"disconnectActiveSessionAfter":1500,`+
			`"logoffDisconnectedSessionAfter":0,"allowURLAndMailRedirection":1,"supportShellURLNamespaceObjects":true,"allowRemoteExec":false,`+
			`"enableAppMonitoring":true,"useRemoteApps":false,"allowFileTransfer":true,"fileTransferMode":3,"allowDragAndDrop":true,`+
			`"dragAndDropMode":3,"preferredBrokerId":0,"enableDriveRedirectionCache":true,"manageRDPTransportProtocol":0,"enablePrinting":true,`+
			`"enableTWAIN":true}`, i+1, i+1, i%40, i/250, i%250)
	}
	b.WriteByte(']')
	return b.Bytes()
}
