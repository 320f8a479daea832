package protocol

import (
	"database/sql/driver"
	"fmt"
	"strconv"

	"github.com/rasapi/specgen/rest/internal/enum"
)

// Value returns an integer enum for a database: an int64, or a decimal text if the number does not fit.
func (e *Enum) Value(v int64) (driver.Value, error) {
	if e.Unsigned && v < 0 {
		return strconv.FormatUint(uint64(v), 10), nil
	}
	return v, nil
}

// Scan returns an integer enum from a database: a number, or its decimal text.
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
		return 0, scanError(e.Name, src)
	}
	if fault != 0 {
		return 0, fmt.Errorf("%s: %v is not a number of the type", e.Name, src)
	}
	return v, nil
}

// Scan returns a string enum from a database.
func (e *Strings) Scan(src any) (string, error) {
	switch src := src.(type) {
	case string:
		return src, nil
	case []byte:
		return string(src), nil
	}
	return "", scanError(e.Name, src)
}

// scanError returns the error for a value that is not of a type that Scan accepts.
func scanError(name string, src any) error {
	return fmt.Errorf("%s: cannot read a %T; use sql.Null for a column that may be NULL", name, src)
}
