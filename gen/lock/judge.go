package lock

import (
	"cmp"
	"maps"
	"slices"
)

// Kind is the kind of a [Verdict]: a cause, or a difference in one file.
type Kind int

// The kinds of verdicts. The first four kinds are causes: reasons why the lock or the outputs may be out of date. The other kinds apply to one file
// in an output directory.
const (
	SpecChanged   Kind = iota // an input has been changed, added or removed
	OptionChanged             // an option has been changed, added or removed
	ToolChanged               // another version of specgen wrote the lock, or a development build generates outputs that differ from the lock
	LockWrong                 // the outputs in the lock are not those that specgen generates from the inputs in the lock
	Edited                    // an output differs from the lock and from the new output, or has lost its comment; probably somebody has edited it
	Stale                     // an output is out of date, so generate would change it
	Missing                   // an output does not exist on disk
	Orphaned                  // a file with the comment of generated files is not an output
	NotGenerated              // an output directory contains a file that specgen did not generate
)

// Verdict is a difference between the lock, the current inputs and options, and the files in the output directories.
type Verdict struct {
	Kind     Kind
	Path     string // path of an input or of a file in an output directory, or name of an option; "" for ToolChanged and LockWrong
	Was, Is  string // old and new value of an option, version of specgen, or sum of an input; "" if there is none
	Harmless bool   // whether this is a cause and the current outputs equal the outputs in the lock
}

// File is a file in an output directory.
type File struct {
	Sum       string
	Generated bool // whether the file has the comment that marks generated files
}

// Case is the input of [Judge].
type Case struct {
	Lock  *Lock           // lock on disk; nil if it is missing or not valid
	Now   *Lock           // current tool, options, inputs and outputs; Outputs is nil if the document has errors
	Files map[string]File // files in the output directories, by path
}

// Judge returns the verdicts on c. Causes come first, followed by the verdicts on files in the order of their paths. If c.Now.Outputs is nil, Judge
// compares the files with the outputs in c.Lock. Judge returns no verdicts if the lock and all files are up to date, or if both c.Now.Outputs and
// c.Lock are nil. It returns no verdict about a missing lock.
func Judge(c Case) []Verdict {
	verdicts := c.causes()
	want := c.Now.Outputs
	if want == nil {
		if c.Lock == nil {
			return verdicts
		}
		want = c.Lock.Outputs // the lock is sufficient to find edits if there are no new outputs
	}
	for path := range want {
		if _, exists := c.Files[path]; !exists {
			verdicts = append(verdicts, Verdict{Kind: Missing, Path: path})
		}
	}
	for path, file := range c.Files {
		if kind, bad := c.file(path, file, want); bad {
			verdicts = append(verdicts, Verdict{Kind: kind, Path: path})
		}
	}
	cause := func(v Verdict) Kind { return min(v.Kind, LockWrong+1) } // all kinds after LockWrong have the same rank, so that files are sorted by path
	slices.SortFunc(verdicts, func(a, b Verdict) int { return cmp.Or(cmp.Compare(cause(a), cause(b)), cmp.Compare(a.Path, b.Path)) })
	return verdicts
}

// file returns the kind of the verdict on a file in an output directory. want contains the sums of the expected outputs. The second result is false
// if the file is up to date.
func (c Case) file(path string, file File, want map[string]string) (Kind, bool) {
	was, locked := "", false
	if c.Lock != nil {
		was, locked = c.Lock.Outputs[path]
	}
	is, wanted := want[path]
	switch {
	case !wanted && file.Generated:
		return Orphaned, true
	case !file.Generated && locked && wanted:
		return Edited, true // the output does not have the comment that marks generated files
	case !file.Generated:
		return NotGenerated, true
	case file.Sum == is:
		return 0, false
	case locked && file.Sum != was:
		return Edited, true
	default:
		return Stale, true
	}
}

// causes returns the verdicts on the inputs, the options, the tool and the lock itself. It returns nil if there is no lock.
func (c Case) causes() []Verdict {
	if c.Lock == nil {
		return nil
	}
	var causes []Verdict
	differences(c.Lock.Inputs, c.Now.Inputs, func(path, was, is string) {
		causes = append(causes, Verdict{Kind: SpecChanged, Path: path, Was: was, Is: is})
	})
	differences(c.Lock.Options, c.Now.Options, func(name, was, is string) {
		causes = append(causes, Verdict{Kind: OptionChanged, Path: name, Was: was, Is: is})
	})
	same := c.Now.Outputs != nil && maps.Equal(c.Lock.Outputs, c.Now.Outputs)
	if c.Lock.Tool != c.Now.Tool {
		causes = append(causes, Verdict{Kind: ToolChanged, Was: c.Lock.Tool, Is: c.Now.Tool})
	}
	if len(causes) == 0 && c.Now.Outputs != nil && !same {
		// The inputs, the options and the tool match the lock, but the outputs do not. All builds of a release generate the same files, so somebody must
		// have edited the lock. Two development builds, however, may generate different files. In this case, the files on disk also differ from the new
		// outputs.
		if c.Now.Tool == Development && !c.filesAreCurrent() {
			return []Verdict{{Kind: ToolChanged, Was: c.Lock.Tool, Is: c.Now.Tool}}
		}
		return []Verdict{{Kind: LockWrong}}
	}
	for i := range causes {
		causes[i].Harmless = same
	}
	return causes
}

// filesAreCurrent compares the files for which the lock and the new outputs have different sums. It reports whether each of these files has the new
// content on disk.
func (c Case) filesAreCurrent() bool {
	current := true
	differences(c.Lock.Outputs, c.Now.Outputs, func(path, _, is string) { current = current && c.Files[path].Sum == is })
	return current
}

// differences calls visit for each key that has different values in a and b, or that only one of the maps contains. visit gets "" for a missing
// value.
func differences(a, b map[string]string, visit func(key, was, is string)) {
	for key, was := range a {
		if is, ok := b[key]; !ok || is != was {
			visit(key, was, b[key])
		}
	}
	for key, is := range b {
		if _, ok := a[key]; !ok {
			visit(key, "", is)
		}
	}
}
