package rest

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strconv"
)

// Named encodes an enum as text: the name for an integer enum, and the value for a string enum. It is for configuration files, environment variables
// and database columns of type text.
//
//	type Config struct {
//		Factor rest.Named[model.MFAType] `yaml:"factor"` // factor: EmailOTP
//	}
//
// Named decodes every text that the Parse function of the enum accepts, such as a number for an integer enum. It encodes a value of an integer enum
// without a name as a number. For flags, the text may contain a hexadecimal number, as in "Monday|0x100". Do not use Named for an integer enum in a
// request body: Named encodes names, but servers expect numbers.
//
// Named works with encoding/json (also as a map key), with the YAML libraries go.yaml.in/yaml/v2, go.yaml.in/yaml/v3 and goccy/go-yaml, and with
// packages that use [encoding.TextMarshaler]. Package database/sql stores a Named as text.
type Named[T Member[T]] struct{ V T }

// NamedOf returns a Named that holds v.
func NamedOf[T Member[T]](v T) Named[T] { return Named[T]{v} }

// String returns the result of the String method of the enum, or the number of a value without a name.
func (n Named[T]) String() string {
	if number := n.number(); number != nil {
		return fmt.Sprint(number)
	}
	return n.V.String()
}

// number returns the number that Named encodes for a value without a name. It returns nil if Named encodes the text of the value.
func (n Named[T]) number() any { return n.V.Enum().of.Unnamed(n.V) }

// AppendText implements [encoding.TextAppender] with the result of [Named.String].
func (n Named[T]) AppendText(b []byte) ([]byte, error) { return append(b, n.String()...), nil }

// MarshalText implements [encoding.TextMarshaler] with the result of [Named.String].
func (n Named[T]) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler]. It calls [Named.Set].
func (n *Named[T]) UnmarshalText(text []byte) error { return n.Set(string(text)) }

// Set parses s with the Parse function of the enum and sets the field V. The methods Set and String implement [flag.Value].
func (n *Named[T]) Set(s string) error {
	return n.V.Enum().of.Set(&n.V, s)
}

// MarshalJSON implements [json.Marshaler]. It encodes the text of the value as a string, or the number of a value without a name.
func (n Named[T]) MarshalJSON() ([]byte, error) {
	if number := n.number(); number != nil {
		return json.Marshal(number)
	}
	return json.Marshal(n.V.String())
}

// UnmarshalJSON implements [json.Unmarshaler]. It parses a string or a number with the Parse function of the enum. A null does not change n.
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

// MarshalYAML returns the text of the value, or the number of a value without a name.
func (n Named[T]) MarshalYAML() (any, error) {
	if number := n.number(); number != nil {
		return number, nil
	}
	return n.V.String(), nil
}

// UnmarshalYAML parses a scalar with the Parse function of the enum.
func (n *Named[T]) UnmarshalYAML(unmarshal func(any) error) error {
	var s string
	if err := unmarshal(&s); err != nil {
		return err
	}
	return n.Set(s)
}

// Value implements [driver.Valuer] with the result of [Named.String].
func (n Named[T]) Value() (driver.Value, error) { return n.String(), nil }

// Scan implements [database/sql.Scanner]. It accepts a string, a []byte or an int64.
func (n *Named[T]) Scan(src any) error {
	switch src := src.(type) {
	case string:
		return n.Set(src)
	case []byte:
		return n.Set(string(src))
	case int64:
		return n.Set(strconv.FormatInt(src, 10))
	}
	return fmt.Errorf("%s: got a %T, want a text or an integer", n.V.Enum().Name(), src)
}
