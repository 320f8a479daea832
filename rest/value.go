package rest

// Value returns *p, or the zero value if p is nil. For example, Value(provider.Name) is the name, or "" if the server did not send a name. To
// distinguish an absent value from a zero value, compare the pointer with nil. To get a pointer to a value, write new("text").
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
