package diff

import "context"

// CompareWhole is [Compare] without leaving anything out of what oasdiff is asked.
func CompareWhole(ctx context.Context, base, head Side, levels Levels) ([]Change, error) {
	return compareSides(ctx, base, head, levels, (*comparison).whole)
}

// Class describes a change ID.
type Class struct {
	ID      string
	Level   Level      // before the judges; they can make it worse
	Affects []Audience // apart from those that the judges find
	Title   string     // what changed
	Fix     string     // what the author can do about it; "" if nothing
}

// Classes returns the change IDs in the order of the table.
func Classes() []Class {
	list := make([]Class, 0, len(classes))
	for _, c := range classes {
		out := Class{ID: c.id, Level: c.level, Title: c.title, Fix: c.fix}
		for _, a := range Audiences() {
			if c.affects.has(a) {
				out.Affects = append(out.Affects, a)
			}
		}
		list = append(list, out)
	}
	return list
}
