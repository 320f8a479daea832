// Command specgen generates Go code for an OpenAPI document: models, a client, a server and enum helpers.
//
// The command reads specgen.yaml, runs the stages in package gen, and prints or writes the results. Package cli implements the verbs.
//
// The exit code is 0 if there are no errors, even if there are warnings. It is 1 if a finding is an error, or if generated files are out of date. It
// is also 1 if specgen diff reports a change that --fail-on selects, or if specgen impact reports a line that breaks. It is 2 for wrong usage or a
// failure, such as a full disk. The command writes findings to standard output and failures to standard error.
//
// After SIGINT or SIGTERM, a verb ends within one second and writes no further files. The exit code is 2 for a run that did not complete. With
// --watch, it is 1 if the last run found errors, and 0 otherwise.
//
// The command does not download documents from URLs.
package main

import (
	"context"
	"os"
	"runtime/debug"

	"github.com/rasapi/specgen/cmd/specgen/internal/cli"
)

func main() {
	tuneGC()
	os.Exit(cli.Run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// tuneGC makes the garbage collector run less often. A run is short, and most of its memory remains in use until the end. The memory limit of
// 1.75 GiB makes the collector run more often for very large documents. A document with 10,000 operations needs about 1 GiB. The environment
// variables GOGC and GOMEMLIMIT override these settings.
func tuneGC() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(800)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(7 << 28)
	}
}
