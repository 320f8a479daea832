package protocol

import (
	"database/sql/driver"
	"fmt"
	"strconv"

	"github.com/rasapi/specgen/rest/internal/enum"
)

// Value is an integer enum for a database: an int64, or decimal digits for a number above its range.
func (e *Enum) Value(v int64) (driver.Value, error) {
	if e.Unsigned && v < 0 {
		return strconv.FormatUint(uint64(v), 10), nil
	}
	return v, nil
}

// Scan reads an integer enum from a database: a number, or its decimal digits.
func (e *Enum) Scan(src any) (v int64, err error) {
	var fault enum.Fault
	switch src := src.(type) {
	case int64:
		v, fault = e.decimal(strconv.FormatInt(src, 10))
	case uint64:
		v, fault = e.decimal(strconv.FormatUint(src, 10))
	case string:
		v, fault = e.decimal(src)
	case []byte:
		v, fault = e.decimal(string(src))
	default:
		return 0, noColumn(e.Name, src)
	}
	if fault != 0 {
		return 0, fmt.Errorf("%s: %v is no number of the type", e.Name, src)
	}
	return v, nil
}

// Scan reads a string enum from a database.
func (e *Strings) Scan(src any) (string, error) {
	switch src := src.(type) {
	case string:
		return src, nil
	case []byte:
		return string(src), nil
	}
	return "", noColumn(e.Name, src)
}

func noColumn(name string, src any) error {
	return fmt.Errorf("%s: cannot be read from %T; use sql.Null for a column that may be NULL", name, src)
}
