package lint

import (
	"strconv"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func enumType() rule {
	return rule{
		mild:  true,
		adapt: func(c *checker) { c.untypedEnums(); c.unquotedValues() },
		check: (*checker).enumType,
		Rule: Rule{
			ID: "enum-type", Severity: report.Error, Title: "An enum declares the type of its values",
			Why: "Without a type, specgen generates constants only if all values are strings, or all are integers. Every validator rejects a value that does not have\n" +
				"the declared type, such as a number in a string enum or a quoted number in an integer enum.",
			Bad:  "enum: [on, off]",
			Good: "type: string\nenum: [\"on\", \"off\"]",
			Fix:  "Add the type, or correct the quotes of the value.",
		},
	}
}

func (c *checker) enumType() {
	for o := range c.all(oas.Schema) {
		values := o.Get("enum")
		if o.Ref() != "" || values == nil || !values.IsSequence() {
			continue
		}
		types, _ := o.Node.Types()
		switch {
		case values.Len() == 0:
			c.report(valueAt(o, "enum"), "the enum is empty, so no value is valid; add values or remove the enum")
		case len(types) == 1 && types[0] == "integer":
			c.quotedNumber(o, values)
		}
	}
}

// untypedEnums reports each enum that has neither a type nor allOf, oneOf or anyOf. It skips an enum that is empty or contains only null. If all
// values except null have a common type, it adds this type. It also permits null if the enum contains null.
func (c *checker) untypedEnums() {
	for o := range c.all(oas.Schema) {
		values := o.Get("enum")
		types, _ := o.Node.Types()
		if o.Ref() != "" || len(types) > 0 || o.Get("allOf") != nil || o.Get("oneOf") != nil || o.Get("anyOf") != nil {
			continue
		}
		typ, null := typeFor(values.List())
		switch {
		case values.Len() == 0, values.Len() == 1 && null: // `enum: [null]` permits only null, as `type: "null"` does
		case typ == "":
			c.report(valueAt(o, "enum"), "the enum has no type, so its Go type is any; add a type")
		default:
			d := c.report(valueAt(o, "enum"), "the enum has no type; add type: %s", typ)
			c.workAround(d, "the type is "+typ)
			c.edits.text(o.Node, "type", typ)
			switch {
			case null && c.is31():
				c.edits.set(o.Node, "type", (&oas.Node{Type: oas.Sequence, Items: []*oas.Node{oas.NewString(typ, o.Node), oas.NewString("null", o.Node)}}).Place(o.Node))
			case null:
				c.edits.flag(o.Node, "nullable")
			}
		}
	}
}

// quotedNumber reports the first quoted integer in values, the enum of the integer schema o. It does not report further quoted integers, because they
// usually have the same cause.
func (c *checker) quotedNumber(o *oas.Object, values *oas.Node) {
	for i, item := range values.Items {
		if _, ok := item.Int(); ok && item.Type == oas.String {
			c.report(valueAt(o, "enum", strconv.Itoa(i)), "enum value %s is a string, but the type is integer; remove the quotes", literal(item))
			return
		}
	}
}

// unquotedValues reports the first number or boolean in each enum of strings. It replaces all numbers and booleans in the enum with their texts.
func (c *checker) unquotedValues() {
	for o := range c.all(oas.Schema) {
		types, _ := o.Node.Types()
		if o.Ref() != "" || len(types) != 1 || types[0] != "string" {
			continue
		}
		reported := false
		for i, item := range o.Get("enum").List() {
			if !item.IsNumber() && item.Type != oas.Bool {
				continue
			}
			if !reported {
				d := c.report(valueAt(o, "enum", strconv.Itoa(i)), "enum value %s is not a string, but the type is string; quote it", item.Written())
				c.workAround(d, "the value is the text "+strconv.Quote(item.Written()))
			}
			reported = true
			c.edits[item] = oas.NewString(item.Written(), item)
		}
	}
}

// typeFor returns the type of all values of an enum except null, or "" if they have no common type or are not scalars. The common type of integers
// and other numbers is number. null reports whether one of the values is null. typeFor stops at the first value without the common type.
func typeFor(values []*oas.Node) (typ string, null bool) {
	for _, item := range values {
		switch {
		case item.Type == oas.Null:
			null = true
		case !item.IsScalar():
			return "", null
		case typ == "", item.Type == oas.Float && typ == oas.Int.String():
			typ = item.Type.String()
		case item.Type.String() != typ && !(item.Type == oas.Int && typ == oas.Float.String()):
			return "", null
		}
	}
	return typ, null
}
