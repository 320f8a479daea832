// Command prose prints a random sample of the sentences in the comments, messages, help texts and templates of this repository. A
// reviewer reads the sample to judge the language of the repository. The same seed selects the same sentences from the same files:
//
//	go run ./bench/prose -seed 1b56f0c0 -n 100
//
// With -docs, the sample contains only sentences of the Markdown pages.
//
// The tests of this package check the rules of style that a program can check, such as the form of error texts.
package main

import (
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strconv"
)

func main() {
	if err := run(os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "prose:", err)
		os.Exit(1)
	}
}

// run writes to w the sample that the arguments describe.
func run(w io.Writer, args []string) error {
	flags := flag.NewFlagSet("prose", flag.ContinueOnError)
	seed := flags.String("seed", "", "eight hex `digits`, such as the start of a commit hash")
	n := flags.Int("n", 100, "`number` of sentences")
	root := flags.String("C", ".", "root `directory` of the repository")
	docs := flags.Bool("docs", false, "sentences of the Markdown pages, such as README.md and docs, instead of sentences in code")
	if err := flags.Parse(args); err != nil {
		return err
	}
	number, err := strconv.ParseUint(*seed, 16, 32)
	if err != nil || len(*seed) != 8 {
		return fmt.Errorf("-seed %q: want eight hex digits", *seed)
	}
	source := read
	if *docs {
		source = readPages
	}
	texts, err := source(os.DirFS(*root))
	if err != nil {
		return err
	}
	for _, s := range sample(texts, number, *n) {
		if _, err := fmt.Fprintf(w, "%s:%d: %s\n", s.file, s.line, s.text); err != nil {
			return err
		}
	}
	return nil
}

// sample returns n different random sentences of the texts, or all sentences if there are fewer than n.
func sample(texts []text, seed uint64, n int) []sentence {
	var all []sentence
	seen := map[string]bool{}
	for _, t := range texts {
		for _, s := range t.sentences() {
			if !seen[s.text] {
				seen[s.text] = true
				all = append(all, s)
			}
		}
	}
	random := rand.New(rand.NewPCG(seed, 0))
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:min(n, len(all))]
}
