// Command generate compares specgen with the command oapi-codegen on real documents: the time and memory of generating, and the size and build
// time of the generated code. It prints the results as Markdown, together with the goals of this project.
//
//	go run . -specs adyen,ras -parts generate     # two documents, one part
//	go run . -o ../../docs/internals/speed.md     # everything, into a section of that page
//
// The parts are:
//
//	generate  a cold run with and without the type check, a run without changes, verify, and a run after a small edit
//	build     the lines of the generated code, and go build
//	growth    cold runs on synthetic documents of increasing size
//
// All parts together take half an hour of CPU time. Building the output of oapi-codegen needs 4 GB of memory. The command runs on Unix systems
// only, because it reads the memory of processes with getrusage.
//
// Command generate is a separate module, so that users of specgen do not depend on the command oapi-codegen.
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

// options holds the values of the flags.
type options struct {
	corpus, page, note string
	specs, parts       []string
	runs               int
}

// allParts lists the valid values of the flag -parts.
var allParts = []string{"generate", "build", "growth"}

func parseOptions(args []string) (options, error) {
	var o options
	var specs, parts string
	flags := flag.NewFlagSet("generate", flag.ContinueOnError)
	flags.StringVar(&o.corpus, "corpus", "../../../shared/corpus", "`directory` with public documents, as .yaml and .json files")
	flags.StringVar(&o.page, "o", "", "Markdown `file` whose section the results replace; without this flag, the command prints the results")
	flags.StringVar(&o.note, "note", "", "`sentence` about the machine, to add to the results")
	flags.StringVar(&specs, "specs", "", "comma-separated `names` of documents to measure: ras for the document of this project, the start of a file name in the corpus, or the path of a file (default all)")
	flags.StringVar(&parts, "parts", strings.Join(allParts, ","), "comma-separated `parts` to measure")
	flags.IntVar(&o.runs, "runs", 3, "`number` of runs of the generate part per document")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if o.runs < 1 {
		return o, fmt.Errorf("-runs %d: want at least 1", o.runs)
	}
	if specs != "" {
		o.specs = strings.Split(specs, ",")
	}
	o.parts = strings.Split(parts, ",")
	for _, part := range o.parts {
		if !slices.Contains(allParts, part) {
			return o, fmt.Errorf("unknown part %q; want %s", part, strings.Join(allParts, ", "))
		}
	}
	return o, nil
}

func run(ctx context.Context, args []string, stdout io.Writer) (err error) {
	o, err := parseOptions(args)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	repository, err := filepath.Abs("../..")
	if err != nil {
		return err
	}
	r := &report{note: o.note, runs: o.runs}
	if r.oapiCodegen, r.goVersion, err = versions(ctx, repository); err != nil {
		return err
	}
	documents, err := o.documents(filepath.Join(repository, "generated", "openapi.yaml"))
	if err != nil {
		return err
	}
	w, err := newWorkspace(ctx, repository)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.remove()) }()
	generate, build := slices.Contains(o.parts, "generate"), slices.Contains(o.parts, "build")
	for _, d := range documents {
		if !generate && !build {
			break
		}
		runs := o.runs
		if !generate {
			runs = 0
		}
		c, err := w.compare(ctx, d, runs, build)
		if err != nil {
			return err
		}
		r.documents = append(r.documents, c)
	}
	if slices.Contains(o.parts, "growth") {
		if r.growth, err = w.growth(ctx); err != nil {
			return err
		}
	}
	if o.page != "" {
		return replaceSection(o.page, r.markdown())
	}
	_, err = io.WriteString(stdout, r.markdown())
	return err
}

// document is the name and the file of a document.
type document struct{ name, file string }

// documents returns the documents that -specs selects among the document of this project, the corpus and other files. own is the path of the document
// of this project. Without -specs, it returns the document of this project and the whole corpus. It logs a warning if there is no corpus.
func (o options) documents(own string) ([]document, error) {
	all := []document{{"ras", own}}
	for _, pattern := range []string{"*.yaml", "*.json"} {
		files, err := filepath.Glob(filepath.Join(o.corpus, pattern))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			all = append(all, document{filepath.Base(file), file})
		}
	}
	if len(all) == 1 {
		log.Printf("SKIPPED: there is no corpus in %s, so no public document is measured", o.corpus)
	}
	if len(o.specs) == 0 {
		return all, nil
	}
	var selected []document
	for _, spec := range o.specs {
		before := len(selected)
		for _, d := range all {
			if strings.HasPrefix(d.name, spec) {
				selected = append(selected, d)
			}
		}
		if info, err := os.Stat(spec); err == nil && !info.IsDir() {
			selected = append(selected, document{filepath.Base(spec), spec})
		}
		if len(selected) == before {
			return nil, fmt.Errorf("unknown document %q; want ras, a file, or the start of the name of a file in the corpus", spec)
		}
	}
	return selected, nil
}
