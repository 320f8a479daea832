package diff

// CompareVersions is compareVersions for tests.
var CompareVersions = compareVersions

// Class is a change ID with its properties.
type Class struct {
	ID      string
	Variant string
	Level   Level      // level for names and, unless Judged is set, on the wire; Go differences can make it worse
	Judged  bool       // package wire decides the level on the wire
	Affects []Audience // without the audiences that package wire and the Go differences add
	Title   string     // what changed
	Fix     string     // what the author can do, or ""
}

// Classes returns the change IDs in the order of the table.
func Classes() []Class {
	list := make([]Class, 0, len(classes))
	for _, c := range classes {
		out := Class{ID: c.id, Variant: c.variant, Level: c.level, Judged: c.wireDecides, Title: c.title, Fix: c.fix}
		for _, a := range Audiences() {
			if c.affects.has(a) && (a == Names || !c.wireDecides) {
				out.Affects = append(out.Affects, a)
			}
		}
		list = append(list, out)
	}
	return list
}
