// Command decode compares the generated clients of specgen, oapi-codegen and ogen: the processor time and the allocations of a call. All clients are
// generated from the same document, which has three operations, and use a transport in memory that returns the same bytes. The command prints a
// Markdown table. It needs a Unix, which has the time of processes. The module is separate from specgen, so that its users do not inherit the others.
//
//	go generate . && go test . && go run .
package main

//go:generate sh -c "cd ../.. && go run ./cmd/specgen generate --config bench/decode/specgen.yaml"
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

// enough is the processor time of one run.
const enough = 100 * time.Millisecond

func main() {
	log.SetFlags(0)
	runs := flag.Int("runs", 60, "`number` of runs; the fastest counts")
	flag.Parse()
	if err := run(context.Background(), os.Stdout, *runs); err != nil {
		log.Fatal("decode: ", err)
	}
}

// run measures the clients with each call, in turn, and writes a table to w.
func run(ctx context.Context, w io.Writer, runs int) error {
	fmt.Fprintf(w, "%s %s/%s, %d processors; processor time of the fastest of %d runs, and allocations per call\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runs)
	fmt.Fprint(w, "| call | bytes |")
	for _, p := range peers {
		fmt.Fprintf(w, " %s |", p.name)
	}
	fmt.Fprintf(w, "\n|---|---:|%s\n", strings.Repeat("---:|", len(peers)))
	for _, c := range calls() {
		costs := make([]cost, len(peers))
		operations := make([]operation, len(peers))
		for i, p := range peers {
			client, err := p.open(c.answer)
			if err != nil {
				return err
			}
			operations[i] = c.of(client)
		}
		for range runs {
			for i, call := range operations {
				var err error
				if costs[i], err = cheaper(costs[i], func() (any, error) { return call(ctx) }); err != nil {
					return fmt.Errorf("%s, %s: %w", peers[i].name, c.name, err)
				}
			}
		}
		fmt.Fprintf(w, "| %s | %d |", c.name, len(c.answer.body))
		for _, got := range costs {
			fmt.Fprintf(w, " %v, %.0f |", got.time.Round(100*time.Nanosecond), got.allocations)
		}
		fmt.Fprintln(w)
	}
	return nil
}

// cost is what one call takes: processor time of all threads, with the garbage collector, and allocations.
type cost struct {
	time        time.Duration
	allocations float64
}

// cheaper measures a call and returns the cost with less time. Any cost is cheaper than the zero value.
func cheaper[T any](best cost, call func() (T, error)) (cost, error) {
	runtime.GC()
	mallocs := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.Mallocs
	}
	before := mallocs()
	start, err := processorTime()
	if err != nil {
		return best, err
	}
	n, used := 0, time.Duration(0)
	for ; used < enough; n++ {
		if _, err := call(); err != nil {
			return best, err
		}
		now, err := processorTime()
		if err != nil {
			return best, err
		}
		used = now - start
	}
	got := cost{used / time.Duration(n), float64(mallocs()-before) / float64(n)}
	if best.time == 0 || got.time < best.time {
		best = got
	}
	return best, nil
}

// processorTime returns the time that all threads of this process have used.
func processorTime() (time.Duration, error) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, err
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), nil
}

const url = "https://farm.example:20443"

// answer is a transport that reads each request and always responds with a fixed status and body.
type answer struct {
	status int
	body   []byte
}

func (a answer) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			return nil, err
		}
	}
	return &http.Response{
		StatusCode: a.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r, ContentLength: int64(len(a.body)),
		Header: http.Header{"Content-Type": {"application/json; api-version=1.0"}}, Body: io.NopCloser(bytes.NewReader(a.body)),
	}, nil
}

// call is an operation with the response to measure.
type call struct {
	name   string
	answer answer
	of     func(client) operation
}

// calls returns the calls to measure.
func calls() []call {
	one := bytes.Trim(hosts(1), "[]")
	all := []call{
		{"get", answer{http.StatusOK, one}, func(c client) operation { return c.get }},
		{"create", answer{http.StatusCreated, one}, func(c client) operation { return c.create }},
	}
	for _, n := range []int{1, 100, 1000} {
		all = append(all, call{fmt.Sprintf("list %d", n), answer{http.StatusOK, hosts(n)}, func(c client) operation { return c.list }})
	}
	return all
}

// hosts returns a list of n hosts with values for most of their members.
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
