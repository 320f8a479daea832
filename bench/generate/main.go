// Command generate runs specgen and the oapi-codegen command side by side on real documents, and prints what each takes as Markdown, with the
// aims of this project beside the ratios. It is a module of its own, so that who uses specgen does not inherit the peer.
//
//	go run . -specs adyen,ras -parts generate          only these documents, only this part
//	go run . -o ../../docs/internals/speed.md                    everything, into its section of that page
//
// Parts: generate (cold, cold without the type check, nothing changed, one-line edit, verify), build (lines and go build of the output) and
// growth (synthetic documents of growing size). The whole takes half an hour of CPU time and, where oapi-codegen's output is built, 4 GB. It needs a Unix,
// which tells the memory of processes.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) > 1 && os.Args[1] == measureVerb {
		if err := runMeasured(os.Args[2:]); err != nil {
			log.Fatal(err)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		log.Fatal("generate: ", err)
	}
}

// options are the flags.
type options struct {
	repository, corpus, out string
	work, kept, note        string
	specs, parts            []string
	runs, builds            int
	sizes                   []int
	peerGrows               bool
}

func parseOptions(args []string) (options, error) {
	var o options
	var specs, parts, sizes string
	flags := flag.NewFlagSet("generate", flag.ContinueOnError)
	flags.StringVar(&o.repository, "repository", "../..", "`folder` of this project")
	flags.StringVar(&o.corpus, "corpus", "../../../shared/corpus", "`folder` of public documents; each .yaml and .json in it is one")
	flags.StringVar(&o.out, "o", "", "`file` whose section is replaced; printed when there is none")
	flags.StringVar(&o.work, "work", "", "`folder` for the commands, modules and build cache, which a later run finds there; a temporary one when empty")
	flags.StringVar(&o.kept, "keep", "", "`file` of results: what this run measures is put there, and what it does not measure is taken from there")
	flags.StringVar(&o.note, "note", "", "a `sentence` about the machine, for the page")
	flags.StringVar(&specs, "specs", "", "`names` or beginnings of names of the documents, or files, with commas; ras is this project's own; all when empty")
	flags.StringVar(&parts, "parts", strings.Join(allParts, ","), "`parts` that are measured; none when empty, to print what was kept")
	flags.IntVar(&o.runs, "runs", 3, "how many times generating is measured")
	flags.IntVar(&o.builds, "builds", 1, "how many times the output is built")
	flags.StringVar(&sizes, "sizes", "100,320,1000,3200,10000", "`numbers` of operations of the growth")
	flags.BoolVar(&o.peerGrows, "peer-grows", true, "measure the growth of oapi-codegen too")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("what is %q?", flags.Arg(0))
	}
	if specs != "" {
		o.specs = strings.Split(specs, ",")
	}
	if parts != "" {
		o.parts = strings.Split(parts, ",")
	}
	for _, part := range o.parts {
		if !slices.Contains(allParts, part) {
			return o, fmt.Errorf("there is no part %q; there are %s", part, strings.Join(allParts, ", "))
		}
	}
	for _, text := range strings.Split(sizes, ",") {
		size, err := strconv.Atoi(text)
		if err != nil || size < operationsEach {
			return o, fmt.Errorf("size %q is no number of at least %d", text, operationsEach)
		}
		o.sizes = append(o.sizes, size)
	}
	var err error
	o.repository, err = filepath.Abs(o.repository)
	return o, err
}

func run(ctx context.Context, args []string, stdout io.Writer) (err error) {
	o, err := parseOptions(args)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	r := &report{note: o.note}
	if r.peer, r.goVersion, err = versions(ctx, o.repository); err != nil {
		return err
	}
	documents, err := o.documents()
	if err != nil {
		return err
	}
	if len(o.parts) > 0 {
		if err := o.measure(ctx, documents, r); err != nil {
			return err
		}
	}
	if o.kept != "" {
		all, err := readKept(o.kept)
		if err != nil {
			return err
		}
		r.Documents, r.Growth = all.Documents, all.Growth
	}
	if o.out == "" {
		_, err = io.WriteString(stdout, r.markdown())
		return err
	}
	return writeSection(o.out, r.markdown())
}

// measure does the parts that are wanted.
func (o options) measure(ctx context.Context, documents []string, r *report) (err error) {
	w, err := open(ctx, o.repository, o.work)
	defer func() { err = errors.Join(err, w.close()) }()
	if err != nil {
		return err
	}
	runs, builds := 0, 0
	if slices.Contains(o.parts, "generate") {
		runs = o.runs
	}
	if slices.Contains(o.parts, "build") {
		builds = o.builds
	}
	for _, file := range documents {
		if runs+builds == 0 {
			break
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		m, err := w.compare(ctx, o.nameOf(file), text, runs, builds)
		if err != nil {
			return err
		}
		r.Documents = append(r.Documents, m)
		if err := o.keep(&report{Documents: []*measured{m}}); err != nil {
			return err
		}
	}
	if !slices.Contains(o.parts, "growth") {
		return nil
	}
	if r.Growth, err = w.growth(ctx, o.sizes, o.peerGrows); err != nil {
		return err
	}
	return o.keep(&report{Growth: r.Growth})
}

// keep puts what was measured just now into the file of results, if there is one: a run that is interrupted has kept what it finished.
func (o options) keep(newer *report) error {
	if o.kept == "" {
		return nil
	}
	all, err := readKept(o.kept)
	if err != nil {
		return err
	}
	all.merge(newer)
	return all.keep(o.kept)
}

// own is this project's own document, in one file.
func (o options) own() string { return filepath.Join(o.repository, "generated", "openapi.yaml") }

func (o options) nameOf(file string) string {
	if file == o.own() {
		return "ras"
	}
	return filepath.Base(file)
}

// documents are the files to measure on. Without a corpus that is this project's own, and it is said.
func (o options) documents() ([]string, error) {
	all := []string{o.own()}
	for _, pattern := range []string{"*.yaml", "*.json"} {
		files, err := filepath.Glob(filepath.Join(o.corpus, pattern))
		if err != nil {
			return nil, err
		}
		all = append(all, files...)
	}
	if len(all) == 1 {
		log.Printf("SKIPPED: no corpus in %s, so nothing is measured on public documents", o.corpus)
	}
	if len(o.specs) == 0 {
		return all, nil
	}
	var chosen []string
	for _, spec := range o.specs {
		before := len(chosen)
		for _, file := range all {
			if strings.HasPrefix(o.nameOf(file), spec) {
				chosen = append(chosen, file)
			}
		}
		if info, err := os.Stat(spec); err == nil && !info.IsDir() {
			chosen = append(chosen, spec)
		}
		if len(chosen) == before {
			return nil, fmt.Errorf("no document is named %q", spec)
		}
	}
	return chosen, nil
}
