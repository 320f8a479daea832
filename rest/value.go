package rest

// Value returns *p, or the zero value if p is nil: Value(provider.Name) is the name, or "" if the server sent none. To distinguish an absent value
// from a zero value, compare the pointer with nil. new("text") returns a pointer to a value.
func Value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// ValueOr returns *p, or fallback if p is nil.
func ValueOr[T any](p *T, fallback T) T {
	if p == nil {
		return fallback
	}
	return *p
}
