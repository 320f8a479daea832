package lock

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// Kind is what a verdict says.
type Kind int

// The verdicts. The first three are causes: they tell why what is generated today is not what stands in the lock.
const (
	SpecChanged   Kind = iota // an input has other bytes, is new, or is gone
	OptionChanged             // something is set to another value
	ToolChanged               // another version wrote the lock, or a development build makes other files
	LockWrong                 // the lock says what nobody generated
	Edited                    // an output was changed by hand
	Stale                     // an output is as it was generated, and would be generated otherwise now
	Missing                   // an output is not there
	Orphaned                  // a file of ours that nothing generates any more
	Foreign                   // a file that this tool has not made
)

// String is the word of a verdict.
func (k Kind) String() string {
	names := [...]string{"spec changed", "option changed", "tool changed", "lock wrong", "edited", "stale", "missing", "orphaned", "foreign"}
	if k < 0 || int(k) >= len(names) {
		return fmt.Sprintf("Kind(%d)", int(k))
	}
	return names[k]
}

// Verdict is one thing that is not as it should be.
type Verdict struct {
	Kind Kind
	// Path is the input or output, the name of an option, or "" for the tool and the lock.
	Path    string
	Was, Is string // of an option or a tool; of an input the sums, "" for none
	// Harmless says of a cause that the same files are generated all the same.
	Harmless bool
}

// File is an output as it stands on the disk.
type File struct {
	Sum  string
	Ours bool // it carries this tool's line
}

// Case is what a judgement is made on.
type Case struct {
	Lock  *Lock           // as it was written; nil when there is none that can be relied on
	Now   *Lock           // tool, options and inputs of today, and the outputs that they make; Outputs nil when they make none because the document is wrong
	There map[string]File // what stands in the output folders
}

// Judge gives the verdicts: causes first, then the files in order. None means that all is as generate would leave it, but for a lock that is missing.
func Judge(c Case) []Verdict {
	verdicts := c.causes()
	want := c.Now.Outputs
	if want == nil {
		if c.Lock == nil {
			return verdicts
		}
		want = c.Lock.Outputs // all that can be told is what hands did
	}
	paths := maps.Clone(c.There)
	for path := range want {
		if _, there := paths[path]; !there {
			verdicts = append(verdicts, Verdict{Kind: Missing, Path: path})
		}
	}
	for path, file := range paths {
		if kind, bad := c.file(path, file, want); bad {
			verdicts = append(verdicts, Verdict{Kind: kind, Path: path})
		}
	}
	isCause := func(v Verdict) int {
		if v.Kind <= LockWrong {
			return int(v.Kind)
		}
		return int(LockWrong) + 1
	}
	slices.SortFunc(verdicts, func(a, b Verdict) int { return cmp.Or(isCause(a)-isCause(b), cmp.Compare(a.Path, b.Path)) })
	return verdicts
}

// file judges one file that is there.
func (c Case) file(path string, file File, want map[string]string) (Kind, bool) {
	was, locked := "", false
	if c.Lock != nil {
		was, locked = c.Lock.Outputs[path]
	}
	is, wanted := want[path]
	switch {
	case !wanted && file.Ours:
		return Orphaned, true
	case !file.Ours && locked && wanted:
		return Edited, true // its first line is gone: nobody else could have put it there
	case !file.Ours:
		return Foreign, true
	case file.Sum == is:
		return 0, false
	case locked && file.Sum != was:
		return Edited, true
	default:
		return Stale, true
	}
}

// causes compares today with the lock.
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
		// The inputs of then make other files now. A development build is another tool after each edit of it. Any other tool of this version
		// would have made the lock's files, so it is the lock that was changed; and so it is where the files are right and the lock is not.
		if c.Now.Tool == Development && !c.right() {
			return []Verdict{{Kind: ToolChanged, Was: c.Lock.Tool, Is: c.Now.Tool}}
		}
		return []Verdict{{Kind: LockWrong}}
	}
	for i := range causes {
		causes[i].Harmless = same
	}
	return causes
}

// right tells whether the files for which the lock has another sum are as they would be generated now.
func (c Case) right() bool {
	right := true
	differences(c.Lock.Outputs, c.Now.Outputs, func(path, _, is string) { right = right && c.There[path].Sum == is })
	return right
}

// differences visits what two maps do not have in common.
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
