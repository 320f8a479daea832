// Command specgen generates Go code from a hand-written OpenAPI document: models, a client, a server and enum helpers.
//
// The command reads specgen.yaml, runs the stages of package gen, and prints and writes the results. Package cli implements the verbs.
//
// Exit codes: 0 without errors; 1 for findings or generated files that are out of date; 2 for wrong usage or a failure, such as a full disk. Findings
// are written to standard output and failures to standard error. A warning alone leaves the exit code at 0. After SIGINT or SIGTERM a verb ends
// within one second with exit code 2 and writes no further file.
//
// The command does not generate code for a module other than the one that contains the output directory.
package main

import (
	"context"
	"os"
	"runtime/debug"

	"github.com/rasapi/specgen/cmd/specgen/internal/cli"
)

func main() {
	collectLess()
	os.Exit(cli.Run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// collectLess reduces garbage collection, because a run is short and most of its memory stays in use. The memory limit of 1.75 GiB keeps the
// collector active for large documents; 10,000 operations need about 1 GiB. The variables GOGC and GOMEMLIMIT override these settings.
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(7 << 28)
	}
}
