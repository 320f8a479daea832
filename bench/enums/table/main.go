// Command table reads the output of the benchmarks and prints it as a Markdown table: what specgen's enums cost, and how many times as
// much the others do. Of several runs it takes the fastest, since other work on a machine can only add.
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

// line is one result: "BenchmarkString/set=dense12/peer=go-enum-2    1000    5.3 ns/op    0 B/op    0 allocs/op".
var line = regexp.MustCompile(`^Benchmark(\w+)/set=(\w+)/peer=([\w-]+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns/op\s+\d+ B/op\s+(\d+) allocs/op`)

var peers = []string{"specgen", "floor", "stringer", "enumer", "go-enum", "protobuf"}

type row struct{ operation, set string }

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
		if had, ok := best[at][m[3]]; !ok || ns < had.nanoseconds {
			best[at][m[3]] = result{ns, allocations}
		}
	}
	if err := in.Err(); err != nil {
		log.Fatal(err)
	}
	if len(rows) == 0 {
		log.Fatal("table: there are no results of benchmarks in the input")
	}
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(order(rows, a), order(rows, b)) })
	print(rows, best)
}

// order keeps the operations as they came, and puts dense sets before sparse ones.
func order(rows []row, r row) int {
	at := 100 * slices.IndexFunc(rows, func(o row) bool { return o.operation == r.operation })
	if strings.HasPrefix(r.set, "sparse") {
		at += 50
	}
	return at
}

func print(rows []row, best map[row]map[string]result) {
	fmt.Printf("| | | %s ns |", peers[0])
	for _, p := range peers[1:] {
		fmt.Printf(" %s |", p)
	}
	fmt.Printf("\n|---|---|%s\n", strings.Repeat("---:|", len(peers)))
	for _, r := range rows {
		ours := best[r][peers[0]]
		fmt.Printf("| %s | %s | %s |", r.operation, r.set, cell(fmt.Sprintf("%.1f", ours.nanoseconds), ours))
		for _, p := range peers[1:] {
			theirs, ok := best[r][p]
			if !ok {
				fmt.Print(" |")
				continue
			}
			fmt.Printf(" %s |", cell(fmt.Sprintf("%.1f×", theirs.nanoseconds/ours.nanoseconds), theirs))
		}
		fmt.Println()
	}
}

// cell adds a dot for each allocation.
func cell(text string, r result) string {
	return strings.TrimSpace(text + " " + strings.Repeat("•", r.allocations))
}
