// Command decode compares the generated clients of specgen and ogen: the processor time of a call that returns a list. Both clients are generated from the
// same document, which has one operation, and both use a transport in memory that returns the same bytes. The command prints a Markdown table. It needs a
// Unix, which has the time of processes. The module is separate from specgen, so that its users do not inherit ogen.
//
//	go generate . && go test . && go run .
package main

//go:generate sh -c "cd ../.. && go run ./cmd/specgen generate --config bench/decode/specgen.yaml"
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
	"syscall"
	"time"

	"github.com/rasapi/specgen/bench/decode/ogen"
	"github.com/rasapi/specgen/bench/decode/specgen/client"
	"github.com/rasapi/specgen/bench/decode/specgen/client/api"
)

// enough is the processor time of one run.
const enough = time.Second

func main() {
	log.SetFlags(0)
	runs := flag.Int("runs", 6, "`number` of runs; the fastest counts")
	flag.Parse()
	if err := run(context.Background(), os.Stdout, *runs); err != nil {
		log.Fatal("decode: ", err)
	}
}

// run measures both clients with each length of the list, in turn, and writes a table to w.
func run(ctx context.Context, w io.Writer, runs int) error {
	fmt.Fprintf(w, "%s %s/%s, %d processors; processor time of the fastest of %d runs\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runs)
	fmt.Fprint(w, "| hosts | bytes | specgen | ogen | time, specgen / ogen | allocations, specgen / ogen |\n|---:|---:|---:|---:|---:|---:|\n")
	for _, n := range lengths {
		a := hosts(n)
		listOurs, err := listWithSpecgen(ctx, a)
		if err != nil {
			return err
		}
		listTheirs, err := listWithOgen(ctx, a)
		if err != nil {
			return err
		}
		var ours, theirs cost
		for range runs {
			if ours, err = cheaper(ours, listOurs); err != nil {
				return err
			}
			if theirs, err = cheaper(theirs, listTheirs); err != nil {
				return err
			}
		}
		fmt.Fprintf(w, "| %d | %d | %v | %v | %.1f | %.1f |\n", n, len(a), ours.time.Round(time.Microsecond), theirs.time.Round(time.Microsecond),
			float64(ours.time)/float64(theirs.time), ours.allocations/theirs.allocations)
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

// lengths are the numbers of hosts in a list.
var lengths = []int{1, 100, 1000}

// answer is a transport that responds to each request with the same list.
type answer []byte

func (a answer) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r, ContentLength: int64(len(a)),
		Header: http.Header{"Content-Type": {"application/json; api-version=1.0"}}, Body: io.NopCloser(bytes.NewReader(a)),
	}, nil
}

// hosts returns a list of n hosts with values for most of their members.
func hosts(n int) answer {
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

// token is the source of the credentials of ogen's client.
type token struct{}

func (token) AuthToken(context.Context, ogen.OperationName) (ogen.AuthToken, error) {
	return ogen.AuthToken{APIKey: "the token"}, nil
}

// listWithSpecgen returns a function that calls the operation with specgen's client.
func listWithSpecgen(ctx context.Context, a answer) (func() (*api.ListRDSHostsResult, error), error) {
	c, err := client.New(url, client.WithHTTPClient(&http.Client{Transport: a, Timeout: time.Minute}), client.WithToken("the token"))
	if err != nil {
		return nil, err
	}
	return func() (*api.ListRDSHostsResult, error) { return c.API.ListRDSHosts(ctx, api.ListRDSHostsParams{}) }, nil
}

// listWithOgen returns a function that calls the operation with ogen's client.
func listWithOgen(ctx context.Context, a answer) (func() (*ogen.ListRDSHostsOKApplicationJSON, error), error) {
	c, err := ogen.NewClient(url, token{}, ogen.WithClient(&http.Client{Transport: a, Timeout: time.Minute}))
	if err != nil {
		return nil, err
	}
	return func() (*ogen.ListRDSHostsOKApplicationJSON, error) {
		res, err := c.ListRDSHosts(ctx, ogen.ListRDSHostsParams{})
		if err != nil {
			return nil, err
		}
		list, ok := res.(*ogen.ListRDSHostsOKApplicationJSON)
		if !ok {
			return nil, fmt.Errorf("got a %T", res)
		}
		return list, nil
	}, nil
}
