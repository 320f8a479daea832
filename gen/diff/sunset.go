package diff

import (
	"strings"
	"time"

	"github.com/rasapi/specgen/gen/oas"
)

// parseDate parses the value of x-sunset, which is a date such as 2026-12-31 or an RFC 3339 time. It returns false if the value is neither.
func parseDate(s string) (time.Time, bool) {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// sunsetOf returns the x-sunset of the object at a pointer of base, or "" if the object has none or is not deprecated.
func (c *comparison) sunsetOf(pointer string) string {
	n := resolve(c.base.Spec, c.base.Spec.At(pointer))
	if n.Text("deprecated") != "true" {
		return ""
	}
	return n.Text("x-sunset")
}

// sunsets sets the levels of removed objects with an x-sunset. A removal on that date or later is announced, and compatible for every audience. An earlier
// removal is breaking. The removal of a component is announced, too, if all operations that use it have an announced removal.
func (c *comparison) sunsets() {
	announced := map[string]bool{} // pointers of operations of base
	for _, e := range c.edits {
		if e.base == none || e.head != none || !strings.HasSuffix(e.id, "-removed") {
			continue
		}
		text := c.sunsetOf(e.base)
		day, ok := parseDate(text)
		switch {
		case text == "":
		case !ok:
			e.message += "; its x-sunset " + orNothing(text) + " is not a date"
		case !c.head.Date.IsZero() && !c.head.Date.Before(day):
			e.announced, e.message, e.fix = true, e.message+" after its x-sunset "+text, ""
			announced[e.base] = true
		default:
			e.early = true
			e.message, e.fix = e.message+" before its x-sunset "+text, "keep it until "+text
		}
	}
	if len(announced) == 0 {
		return
	}
	for _, e := range c.edits {
		component := oas.ComponentOf(e.base)
		if e.head != none || component == "" || component != e.base || !strings.HasSuffix(e.id, "-removed") {
			continue
		}
		requests, responses := c.reachBase.operationsAt(component)
		users := append(requests, responses...)
		e.announced = len(users) > 0
		for _, i := range users {
			e.announced = e.announced && announced[c.reachBase.ops[i].Pointer]
		}
		if e.announced {
			e.fix = ""
		}
	}
}
