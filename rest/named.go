package rest

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strconv"
)

// Named shows an enum by its name where people read and write it: configuration files, environment variables, text columns of a
// database.
//
//	type Config struct {
//		Factor rest.Named[model.MFAType] `yaml:"factor"` // factor: EmailOTP
//	}
//
// It reads names, numbers, and all else that the Parse function of the enum reads; a number without a name is written as a number,
// so nothing is lost. It is NOT for the wire: the server takes numbers, and a Named in a request body would send a text.
//
// It works with encoding/json (also as the key of a map), YAML libraries (go.yaml.in/yaml/v2 and v3, goccy/go-yaml), everything that
// knows [encoding.TextMarshaler], and database/sql, where it is a text.
type Named[T Member[T]] struct{ V T }

// NamedOf makes the view of a value.
func NamedOf[T Member[T]](v T) Named[T] { return Named[T]{v} }

// String is the name, or the number of a value without one.
func (n Named[T]) String() string {
	if number := n.number(); number != nil {
		return fmt.Sprint(number)
	}
	return n.V.String()
}

// number is the number of a value without a name, else nil.
func (n Named[T]) number() any { return n.V.Enum().of.Unnamed(n.V) }

// AppendText appends what [Named.String] gives.
func (n Named[T]) AppendText(b []byte) ([]byte, error) { return append(b, n.String()...), nil }

// MarshalText gives what [Named.String] gives.
func (n Named[T]) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalText reads what the Parse function of the enum reads.
func (n *Named[T]) UnmarshalText(text []byte) error { return n.Set(string(text)) }

// Set reads what the Parse function of the enum reads; with [Named.String] it makes a flag.Value.
func (n *Named[T]) Set(s string) error {
	return n.V.Enum().of.Set(&n.V, s)
}

// MarshalJSON writes the name as a string, or the number of a value without one.
func (n Named[T]) MarshalJSON() ([]byte, error) {
	if number := n.number(); number != nil {
		return json.Marshal(number)
	}
	return json.Marshal(n.V.String())
}

// UnmarshalJSON reads a string as the Parse function does, or a number. null leaves the value as it is.
func (n *Named[T]) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	if !bytes.HasPrefix(data, []byte{'"'}) {
		return n.Set(string(data))
	}
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	return n.Set(s)
}

// MarshalYAML gives the name, or the number of a value without one.
func (n Named[T]) MarshalYAML() (any, error) {
	if number := n.number(); number != nil {
		return number, nil
	}
	return n.V.String(), nil
}

// UnmarshalYAML reads a scalar as the Parse function does.
func (n *Named[T]) UnmarshalYAML(unmarshal func(any) error) error {
	var s string
	if err := unmarshal(&s); err != nil {
		return err
	}
	return n.Set(s)
}

// Value is the text for a database.
func (n Named[T]) Value() (driver.Value, error) { return n.String(), nil }

// Scan reads a text or a number from a database.
func (n *Named[T]) Scan(src any) error {
	switch src := src.(type) {
	case string:
		return n.Set(src)
	case []byte:
		return n.Set(string(src))
	case int64:
		return n.Set(strconv.FormatInt(src, 10))
	}
	return fmt.Errorf("%s: cannot be read from %T", n.V.Enum().Name(), src)
}
