package rest

import (
	"database/sql/driver"
	"fmt"
	"log/slog"
	"strconv"
)

// LogEnum is the log value of an integer enum: a group of its name and its number.
func LogEnum[T Integer](name string, v T) slog.Value {
	number := slog.Uint64("number", uint64(v))
	if v < 0 || uint64(v) <= 1<<63-1 {
		number = slog.Int64("number", int64(v))
	}
	return slog.GroupValue(slog.String("name", name), number)
}

// ValueInt is an integer enum for a database: an int64, or decimal digits for a number above its range.
func ValueInt[T Integer](v T) (driver.Value, error) {
	if number, ok := wide(v).(uint64); ok {
		return strconv.FormatUint(number, 10), nil
	}
	return int64(v), nil
}

// ScanInt reads an integer enum from a database: a number, or its decimal digits.
func ScanInt[T Integer](to *T, src any) error {
	var v T
	var fault fault
	switch src := src.(type) {
	case int64:
		v, fault = decimal[T](strconv.FormatInt(src, 10))
	case uint64:
		v, fault = decimal[T](strconv.FormatUint(src, 10))
	case string:
		v, fault = decimal[T](src)
	case []byte:
		v, fault = decimal[T](string(src))
	default:
		return fmt.Errorf("%T: cannot be read from %T; use sql.Null for a column that may be NULL", *to, src)
	}
	if fault != 0 {
		return fmt.Errorf("%T: %v is no number of the type", *to, src)
	}
	*to = v
	return nil
}

// ValueText is a string enum for a database.
func ValueText[T ~string](v T) (driver.Value, error) { return string(v), nil }

// ScanText reads a string enum from a database.
func ScanText[T ~string](to *T, src any) error {
	switch src := src.(type) {
	case string:
		*to = T(src)
	case []byte:
		*to = T(src)
	default:
		return fmt.Errorf("%T: cannot be read from %T; use sql.Null for a column that may be NULL", *to, src)
	}
	return nil
}
