package lint_test

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"testing"
	"time"
)

// TestCorpus lints real documents of strangers. It looks for panics and keeps an eye on time; -run TestCorpus -v prints what is found.
func TestCorpus(t *testing.T) {
	folder := "../../../shared/corpus"
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("NOT TESTED on real documents: %v", err)
	}
	names := []string{"adyen-management-v3.yaml"}
	if os.Getenv("CORPUS") != "" {
		files, _ := filepath.Glob(folder + "/*.*")
		names = nil
		for _, f := range files {
			if filepath.Ext(f) != ".md" {
				names = append(names, filepath.Base(f))
			}
		}
	}
	for _, name := range names {
		start := time.Now()
		found := check(t, os.DirFS(folder), name, "")
		count := map[string]int{}
		example := map[string][]string{}
		for _, d := range found {
			key := d.Severity.String() + " " + d.Rule
			count[key]++
			if len(example[key]) < 3 {
				example[key] = append(example[key], d.String())
			}
		}
		fmt.Printf("%s: %v, %d findings\n", name, time.Since(start).Round(time.Millisecond), len(found))
		var keys []string
		for key := range count {
			keys = append(keys, key)
		}
		sort.Strings(keys)
		for _, key := range keys {
			fmt.Printf("  %5d %s\n", count[key], key)
			for _, e := range example[key] {
				if len(e) > 260 {
					e = e[:260]
				}
				fmt.Printf("          %s\n", e)
			}
		}
	}
}
