// Package nearest finds the most similar name for a misspelled one. Its main entry points are [Distance] and [Name].
package nearest

// Distance returns the number of bytes to insert, delete, replace, or swap with their neighbor to turn a into b. If that number is limit or
// more, Distance returns some number that is at least limit.
func Distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	before, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			next[j+1] = min(row[j+1]+1, next[j]+1, row[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row, next = row, next, before
	}
	return row[len(b)]
}

// Name returns the first of the names whose distance to want is the least and less than limit, or "" if there is none.
func Name(want string, names []string, limit int) string {
	best := ""
	for _, name := range names {
		if d := Distance(want, name, limit); d < limit {
			best, limit = name, d
		}
	}
	return best
}
