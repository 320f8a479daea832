package protocol

import (
	"database/sql/driver"
	"fmt"
	"strconv"

	"github.com/rasapi/specgen/rest/internal/enum"
)

// Value returns the value of an integer enum for a database: an int64, or a decimal text if the number overflows int64.
func (e *Enum) Value(v int64) (driver.Value, error) {
	if e.Unsigned && v < 0 {
		return strconv.FormatUint(uint64(v), 10), nil
	}
	return v, nil
}

// Scan converts an int64, a uint64 or a decimal text from a database to the number of an integer enum. It returns an error for any other value, and
// for a number outside the range of the Go type. The number need not be a member.
func (e *Enum) Scan(src any) (v int64, err error) {
	if text, ok := src.([]byte); ok {
		src = string(text)
	}
	var fault enum.Fault
	switch src := src.(type) {
	case int64:
		v, fault = e.decimal(strconv.FormatInt(src, 10))
	case uint64:
		v, fault = e.decimal(strconv.FormatUint(src, 10))
	case string:
		v, fault = e.decimal(src)
	default:
		return 0, scanError(e.Name, src)
	}
	if fault != 0 {
		return 0, fmt.Errorf("%s: %v is not a decimal number in the range of the type", e.Name, src)
	}
	return v, nil
}

// Scan converts a text from a database to the value of a string enum. The value need not be a member.
func (e *Strings) Scan(src any) (string, error) {
	switch src := src.(type) {
	case string:
		return src, nil
	case []byte:
		return string(src), nil
	}
	return "", scanError(e.Name, src)
}

// scanError returns the error for a value whose type Scan does not accept.
func scanError(name string, src any) error {
	return fmt.Errorf("%s: cannot scan a %T; for a column that may be NULL, use sql.Null", name, src)
}
