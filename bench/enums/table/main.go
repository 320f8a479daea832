// Command table reads the output of the benchmarks from standard input and prints a Markdown table: the time of specgen in nanoseconds, and the times
// of the other enums as multiples of this time. If the input has several runs of a benchmark, the table contains the fastest run, because other work
// on the machine only adds time.
package main

import (
	"bufio"
	"cmp"
	"fmt"
	"log"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// line matches a benchmark result, such as "BenchmarkString/enum=dense12/subject=go-enum-2    1000    5.3 ns/op    0 B/op    0 allocs/op".
var line = regexp.MustCompile(`^Benchmark(\w+)/enum=(\w+)/subject=([\w-]+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns/op\s+\d+ B/op\s+(\d+) allocs/op`)

// subjects lists the columns of the table. The table compares the other subjects with the first.
var subjects = []string{"specgen", "handwritten", "stringer", "enumer", "go-enum", "protobuf"}

type row struct{ operation, enum string }

type result struct {
	nanoseconds float64
	allocations int
}

func main() {
	log.SetFlags(0)
	best := map[row]map[string]result{}
	var rows []row
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		m := line.FindStringSubmatch(in.Text())
		if m == nil {
			continue
		}
		at := row{m[1], m[2]}
		if best[at] == nil {
			best[at] = map[string]result{}
			rows = append(rows, at)
		}
		ns, err := strconv.ParseFloat(m[4], 64)
		if err != nil {
			log.Fatal(err)
		}
		allocations, err := strconv.Atoi(m[5])
		if err != nil {
			log.Fatal(err)
		}
		if previous, ok := best[at][m[3]]; !ok || ns < previous.nanoseconds {
			best[at][m[3]] = result{ns, allocations}
		}
	}
	if err := in.Err(); err != nil {
		log.Fatal(err)
	}
	if len(rows) == 0 {
		log.Fatal("table: the input contains no benchmark results; pipe the output of the benchmarks to this command")
	}
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(order(rows, a), order(rows, b)) })
	printTable(rows, best)
}

// order returns the sort key of a row: operations in the order of the input and, within an operation, dense enums first.
func order(rows []row, r row) int {
	at := 100 * slices.IndexFunc(rows, func(o row) bool { return o.operation == r.operation })
	if strings.HasPrefix(r.enum, "sparse") {
		at += 50
	}
	return at
}

func printTable(rows []row, best map[row]map[string]result) {
	fmt.Printf("| benchmark | enum | %s ns |", subjects[0])
	for _, s := range subjects[1:] {
		fmt.Printf(" %s |", s)
	}
	fmt.Printf("\n|---|---|%s\n", strings.Repeat("---:|", len(subjects)))
	for _, r := range rows {
		specgen := best[r][subjects[0]]
		fmt.Printf("| %s | %s | %s |", r.operation, r.enum, cell(fmt.Sprintf("%.1f", specgen.nanoseconds), specgen))
		for _, s := range subjects[1:] {
			other, ok := best[r][s]
			if !ok {
				fmt.Print(" |")
				continue
			}
			fmt.Printf(" %s |", cell(fmt.Sprintf("%.1f×", other.nanoseconds/specgen.nanoseconds), other))
		}
		fmt.Println()
	}
}

// cell returns the text of a table cell, with a dot for each allocation.
func cell(text string, r result) string {
	return strings.TrimSpace(text + " " + strings.Repeat("•", r.allocations))
}
