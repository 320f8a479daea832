package rest

// Value returns *p, or the zero value if p is nil: Value(provider.Name) is the name, or "" if the server sent none. Compare the pointer with nil
// if an absent value and a zero value differ. For the other direction, new("text") returns a pointer.
func Value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
