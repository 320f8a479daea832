package tree

// Memo gives what make gives, or what it gave an earlier run of the same program when of was the same: of is all that make depends on. It is
// safe for concurrent use. Like a Tree it is made outside of the stages, which keep nothing themselves; nil remembers nothing.
type Memo func(make func() ([]byte, error), of ...string) ([]byte, error)

// Make is a call of the memo, or of make when there is none.
func (m Memo) Make(make func() ([]byte, error), of ...string) ([]byte, error) {
	if m == nil {
		return make()
	}
	return m(make, of...)
}
