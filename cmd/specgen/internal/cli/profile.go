package cli

import (
	"errors"
	"fmt"
	"os"
	"runtime/pprof"

	"github.com/spf13/cobra"
)

// profiler writes a CPU profile of one run, for `go tool pprof`.
type profiler struct {
	file string // --cpuprofile; empty: none
	open *os.File
}

// flag declares --cpuprofile. It is hidden from help, because it is for those who work on specgen: docs/speed.md tells how it is used.
func (p *profiler) flag(root *cobra.Command) {
	root.PersistentFlags().StringVar(&p.file, "cpuprofile", "", "write a CPU profile of the run to `file`")
	_ = root.PersistentFlags().MarkHidden("cpuprofile") // it was declared a line above
}

// start begins the profile when one is wanted.
func (p *profiler) start() error {
	if p.file == "" {
		return nil
	}
	f, err := os.Create(p.file)
	if err != nil {
		return fmt.Errorf("--cpuprofile: %w", err)
	}
	p.open = f
	if err := pprof.StartCPUProfile(f); err != nil {
		return errors.Join(fmt.Errorf("--cpuprofile: %w", err), f.Close())
	}
	return nil
}

// stop ends it, and is to be called in any case.
func (p *profiler) stop() error {
	if p.open == nil {
		return nil
	}
	pprof.StopCPUProfile()
	if err := p.open.Close(); err != nil {
		return fmt.Errorf("--cpuprofile: %w", err)
	}
	return nil
}
