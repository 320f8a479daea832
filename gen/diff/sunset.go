package diff

import (
	"cmp"
	"strings"

	"github.com/rasapi/specgen/gen/diff/edit"
	"github.com/rasapi/specgen/gen/oas"
)

// sunsetOf returns the x-sunset of the object at a pointer of base, or "" if the object has none or is not deprecated.
func (c *comparison) sunsetOf(pointer string) string {
	n := edit.Resolve(c.base.Spec, c.base.Spec.At(pointer))
	if n.Text("deprecated") != "true" {
		return ""
	}
	return n.Text("x-sunset")
}

// sunsets marks the removals of deprecated objects with an x-sunset. A removal on or after the x-sunset is announced, and is therefore compatible for
// every audience. An earlier removal is breaking, and so is a removal if the date of head is unknown. The removal of a component is also announced if
// operations use it and all of them have an announced removal.
func (c *comparison) sunsets() {
	announced := map[string]bool{} // pointers in base of the objects with an announced removal
	for _, e := range c.entries {
		if e.Base == edit.None || e.Head != edit.None || !strings.HasSuffix(e.id, "-removed") {
			continue
		}
		text := c.sunsetOf(e.Base)
		day, ok := edit.ParseDate(text)
		switch {
		case text == "":
		case !ok:
			e.Message += "; its x-sunset " + cmp.Or(text, "nothing") + " is not a date"
		case !c.head.Date.IsZero() && !c.head.Date.Before(day):
			e.announced, e.Message, e.fix = true, e.Message+" after its x-sunset "+text, ""
			announced[e.Base] = true
		default:
			e.early = true
			e.Message, e.fix = e.Message+" before its x-sunset "+text, "keep it until "+text
		}
	}
	if len(announced) == 0 {
		return
	}
	for _, e := range c.entries {
		component := oas.ComponentOf(e.Base)
		if e.announced || e.Head != edit.None || component == "" || component != e.Base || !strings.HasSuffix(e.id, "-removed") {
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
