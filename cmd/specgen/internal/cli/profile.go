package cli

import (
	"errors"
	"fmt"
	"os"
	"runtime/pprof"

	"github.com/spf13/cobra"
)

// profiler writes a CPU profile of one run.
type profiler struct {
	file string // value of --cpuprofile, or "" for no profile
	open *os.File
}

// flag declares --cpuprofile. The flag is hidden because only developers of specgen need it; see docs/speed.md.
func (p *profiler) flag(root *cobra.Command) {
	root.PersistentFlags().StringVar(&p.file, "cpuprofile", "", "`file` for a CPU profile of the run")
	_ = root.PersistentFlags().MarkHidden("cpuprofile") // returns an error only for an unknown flag
}

// start starts the profile if --cpuprofile is set.
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

// stop ends the profile if one was started.
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
