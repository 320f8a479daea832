package lint

import "github.com/rasapi/specgen/gen/report"

func allOfClosed() rule {
	return rule{
		mild:  true,
		check: (*checker).allOfClosed,
		Rule: Rule{
			ID: "allof-closed", Severity: report.Error, Title: "A schema that others extend with allOf is open",
			Why: "Every part of an allOf judges the whole object. One with additionalProperties: false refuses the members of the others, so no\n" +
				"value is valid and a peer that validates refuses every request.",
			Bad:  "Door:\n  additionalProperties: false\n  properties: {id: ...}\nFrontDoor:\n  allOf:\n    - $ref: '#/components/schemas/Door'\n    - properties: {bell: ...}",
			Good: "Door:\n  properties: {id: ...}\nFrontDoor:\n  allOf:\n    - $ref: '#/components/schemas/Door'\n    - properties: {bell: ...}",
			Fix:  "Remove additionalProperties: false from the schema that is extended.",
		},
	}
}

func (c *checker) allOfClosed() {
	told := map[*object]bool{}
	for o := range c.all(kindSchema) {
		if o.ref != "" || o.get("allOf") == nil {
			continue
		}
		all, _ := c.fieldsOf(o)
		for _, member := range append([]*object{o}, c.children(o, "allOf")...) {
			closed := c.resolve(member)
			if closed == nil || told[closed] || !isFalse(closed.get("additionalProperties")) || closed.get("patternProperties") != nil {
				continue
			}
			stranger := c.stranger(closed, all)
			if stranger == "" {
				continue
			}
			told[closed] = true
			d := c.report(closed.here("additionalProperties"),
				"additionalProperties: false refuses %q, which %s adds with allOf; remove it", stranger, o.nearestName())
			if closed != o {
				d.Related = append(d.Related, report.Related{Pos: c.position(o.key("allOf")), Message: "extended here"})
			}
		}
	}
}

// stranger gives a property of a composed object that a closed part of it does not know, "" when it knows all.
func (c *checker) stranger(closed *object, all []field) string {
	known := map[string]bool{}
	for _, p := range c.children(closed, "properties") {
		known[p.name] = true
	}
	for _, f := range all {
		if !known[f.wire] {
			return f.wire
		}
	}
	return ""
}

// nearestName names the component that an object is part of, for a person.
func (o *object) nearestName() string {
	for at := o; at != nil; at = at.parent {
		if at.component() {
			return at.name
		}
	}
	return "the schema"
}
