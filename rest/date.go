package rest

import (
	"fmt"
	"time"
)

// Date is a day without a time of day or a time zone, as in the OpenAPI format date. Its text has the format full-date of RFC 3339, such as
// "2026-01-31".
type Date struct {
	Year  int        // 0 to 9999
	Month time.Month // 1 to 12
	Day   int        // 1 to the number of days in the month
}

// DateOf returns the day of t in the time zone of t.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, month, day}
}

// ParseDate parses a date such as "2026-01-31". It returns an error for any other format and for a day that is not in the calendar.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date; want a date such as 2026-01-31", s)
	}
	return DateOf(t), nil
}

// Time returns 00:00 of the day in the time zone loc. If the zone skips this time, Time returns the result of [time.Date].
func (d Date) Time(loc *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, loc)
}

// IsZero reports whether d is the zero value, which is not a valid date.
func (d Date) IsZero() bool { return d == Date{} }

// String returns the date as text, such as "2026-01-31".
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// MarshalText returns the result of [Date.String]. It returns an error if d is not a day of the calendar, or if its year is not in 0 to 9999.
func (d Date) MarshalText() ([]byte, error) {
	if d.Year < 0 || d.Year > 9999 || DateOf(d.Time(time.UTC)) != d {
		return nil, fmt.Errorf("%s is not a day of the calendar", d)
	}
	return []byte(d.String()), nil
}

// UnmarshalText parses text as [ParseDate] does. If parsing fails, it returns an error and sets *d to the zero value.
func (d *Date) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDate(string(text))
	return err
}
