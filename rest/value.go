package rest

// Value gives what a pointer points to, and the zero value for nil: Value(provider.Name) is the name, or "" when the server sent none.
// Where absent and zero differ, compare the pointer with nil instead. For the other direction, new("text") makes a pointer.
func Value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
