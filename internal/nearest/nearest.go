// Package nearest finds the valid name that is most similar to a misspelled name. The main entry points are [Distance] and [Name].
package nearest

// Distance returns the smallest number of edits that turn a into b. An edit inserts, deletes or replaces a byte, or swaps two adjacent bytes. Swapped
// bytes are not edited again. If this number is at least limit, Distance may return any number that is at least limit.
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

// Name returns the name with the smallest distance to want, or "" if no distance is less than limit. If several names have the smallest distance,
// it returns the first.
func Name(want string, names []string, limit int) string {
	best := ""
	for _, name := range names {
		if d := Distance(want, name, limit); d < limit {
			best, limit = name, d
		}
	}
	return best
}
