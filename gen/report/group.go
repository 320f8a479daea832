package report

import (
	"slices"
)

// minPlaces is the minimum number of entries with the same change for which grouped returns one joined entry.
const minPlaces = 3

// grouped joins entries that have the same change at minPlaces or more places. The joined entry is the first of these entries. Its Places are the
// remaining entries. The joined entry also has the identifiers and operations of all its Places. Only the printers for people call grouped.
func grouped(entries []Entry) []Entry {
	type same struct{ id, group, detail, message, fix, affects, approved string }
	key := func(e Entry) same {
		k := same{e.ID, e.Group.Name, e.Detail, e.Message, e.Fix, e.Affects(), ""}
		if e.Approval != nil {
			k.approved = "approved: " + e.Approval.Reason
		}
		return k
	}
	count := map[same]int{}
	for _, e := range entries {
		count[key(e)]++
	}
	first := map[same]int{}
	var out []Entry
	for _, e := range entries {
		k := key(e)
		if count[k] < minPlaces {
			out = append(out, e)
			continue
		}
		at, known := first[k]
		if !known {
			first[k] = len(out)
			out = append(out, e)
			continue
		}
		out[at].join(e)
	}
	return out
}

// join adds an entry that has the same change at another place.
func (e *Entry) join(other Entry) {
	e.Places = append(e.Places, other)
	if e.Area != other.Area {
		e.Area = "several areas"
	}
	union := func(a, b []string) []string {
		out := slices.Concat(a, b)
		slices.Sort(out)
		return slices.Compact(out)
	}
	e.Requests, e.Responses, e.Operations = union(e.Requests, other.Requests), union(e.Responses, other.Responses), union(e.Operations, other.Operations)
	e.Breaks, e.Identifiers = union(e.Breaks, other.Breaks), union(e.Identifiers, other.Identifiers)
	e.Count = max(len(e.Operations), e.Count, other.Count)
}

// size returns the number of entries that are joined in e, including e itself.
func (e Entry) size() int { return 1 + len(e.Places) }
