package diff

// Class describes a change ID.
type Class struct {
	ID      string
	Level   Level      // for names, and on the wire unless it is judged; Go can make it worse
	Judged  bool       // the messages decide the level on the wire
	Affects []Audience // apart from those that the judges find
	Title   string     // what changed
	Fix     string     // what the author can do about it; "" if nothing
}

// Classes returns the change IDs in the order of the table.
func Classes() []Class {
	list := make([]Class, 0, len(classes))
	for _, c := range classes {
		out := Class{ID: c.id, Level: c.level, Judged: c.yields, Title: c.title, Fix: c.fix}
		for _, a := range Audiences() {
			if c.affects.has(a) && (a == Names || !c.yields) {
				out.Affects = append(out.Affects, a)
			}
		}
		list = append(list, out)
	}
	return list
}
