package enum

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/tree"
)

// printer writes the code of one enum to a file.
type printer struct {
	*enumeration
	g    *generator
	file *jen.File
}

// table returns the name of the variable that describes the enum for package protocol.
func (p *printer) table() string { return "enum" + p.Type }

// rest returns a qualified identifier of package rest.
func (p *printer) rest(name string) *jen.Statement { return jen.Qual(p.g.cfg.Rest, name) }

// protocol returns a qualified identifier of package protocol.
func (p *printer) protocol(name string) *jen.Statement {
	return jen.Qual(p.g.cfg.Rest+"/protocol", name)
}

// print writes the declarations of the enum to the file, and adds the exported identifiers to the index.
func (p *printer) print() {
	p.index("", p.Pointer)
	p.declare()
	p.constants()
	if p.plain {
		p.constantJSON()
		return
	}
	p.parse()
	p.values()
	lean := p.g.cfg.Lean
	p.text()
	if p.single {
		p.constantJSON()
	}
	if !lean {
		p.goForms()
	}
	p.valid()
	if p.Flags {
		p.flags()
	}
	if !lean {
		p.describe()
	}
	p.info()
	if !lean {
		p.flagValue()
	}
	if p.g.cfg.SQL {
		p.sql()
	}
	if p.g.cfg.Visitor && !p.Flags {
		p.visitor()
	}
	p.descriptor()
	p.constantCheck()
}

// index adds a method of the type to the index of the tree. If method is "", it adds the type itself.
func (p *printer) index(method, pointer string) {
	p.g.tree.Index(tree.Symbol{Package: p.g.cfg.Package, Name: p.Type, Member: method}, pointer)
}

// add writes a declaration and its doc comment.
func (p *printer) add(doc []jen.Code, code ...jen.Code) {
	for _, line := range doc {
		p.file.Add(line)
	}
	p.file.Add(code...)
	p.file.Line()
}

// method adds a method that has a value receiver and whose body is one statement.
func (p *printer) method(doc, name string, params []jen.Code, result, body jen.Code) {
	p.methodOn(doc, "t", jen.Id(p.Type), name, params, result, oneLine(body))
}

// methodOn adds a method to the file and to the index. receiver is the name of the receiver, and on is its type.
func (p *printer) methodOn(doc, receiver string, on jen.Code, name string, params []jen.Code, result, body jen.Code) {
	p.index(name, p.Pointer)
	p.add(comment(doc), jen.Func().Params(jen.Id(receiver).Add(on)).Id(name).Params(params...).Add(result, body))
}

// function adds a function to the file and to the index.
func (p *printer) function(doc []jen.Code, name string, code *jen.Statement) {
	p.g.tree.Index(tree.Symbol{Package: p.g.cfg.Package, Name: name}, p.Pointer)
	p.add(doc, jen.Func().Id(name).Add(code))
}

// oneLine returns a block that consists of one statement. The block is on one line.
func oneLine(statement jen.Code) jen.Code {
	return jen.Custom(jen.Options{Open: "{ ", Close: " }"}, statement)
}

// call returns a call to a method of the variable that [printer.table] names.
func (p *printer) call(method string, args ...jen.Code) *jen.Statement {
	return jen.Id(p.table()).Dot(method).Call(args...)
}

// widened returns the expression that converts t to int64 or string. For a constant that is a boolean or a number, the expression converts t to the
// type of the constant.
func (p *printer) widened() *jen.Statement {
	switch {
	case p.strings:
		return jen.String().Call(jen.Id("t"))
	case p.plain:
		return jen.Id(p.Base).Call(jen.Id("t"))
	}
	return jen.Int64().Call(jen.Id("t"))
}

// converted returns the expression that converts v to the type of the enum.
func (p *printer) converted() *jen.Statement { return jen.Id(p.Type).Call(jen.Id("v")) }

// sequence returns the result type and the block of a function that returns an iterator over members. body is the body of the iterator. The generated
// code calls no generic function, because the compiler would compile such a function once per enum.
func (p *printer) sequence(body jen.Code) (result, block jen.Code) {
	yield := jen.Func().Params(jen.Id("yield").Func().Params(jen.Id(p.Type)).Bool())
	return jen.Qual("iter", "Seq").Index(jen.Id(p.Type)), jen.Block(jen.Return(yield.Block(body)))
}

// assign returns the body of a method that sets *t to value, in which v is the result of read. If read returns an error, the method returns the error
// and does not change *t.
func (p *printer) assign(read, value jen.Code) jen.Code {
	return jen.Block(
		jen.List(jen.Id("v"), jen.Err()).Op(":=").Add(read),
		jen.If(jen.Err().Op("==").Nil()).Block(jen.Op("*").Id("t").Op("=").Add(value)),
		jen.Return(jen.Err()),
	)
}

// declare adds the declaration of the type.
func (p *printer) declare() {
	kind := "is an integer enum"
	switch {
	case p.plain:
		kind = "is a constant"
	case p.strings:
		kind = "is a string enum"
	case p.Flags:
		kind = "is a set of flags"
	}
	first := fmt.Sprintf("%s %s.", p.Type, kind)
	if p.Schema != p.Type {
		first = fmt.Sprintf("%s %s, the schema %s of the document.", p.Type, kind, p.Schema)
	}
	if p.title != "" && p.title != p.Schema && p.title != p.description {
		first += " " + strings.TrimRight(p.title, ". \n") + "."
	}
	p.add(comment(first, p.description, deprecation(p.deprecated, "schema")), jen.Type().Id(p.Type).Id(p.Base))
}

// deprecation returns the paragraph that marks a declaration as deprecated, or "" if deprecated is false. object is the noun for the deprecated
// object, such as "schema".
func deprecation(deprecated bool, object string) string {
	if !deprecated {
		return ""
	}
	return "Deprecated: the document marks this " + object + " as deprecated."
}

// constants adds the declaration of the constants to the file, and the constants to the index.
func (p *printer) constants() {
	var defs []jen.Code
	for _, m := range p.members {
		note := deprecation(m.deprecated, "value")
		if at := strings.Index(m.description, "Deprecated:"); note != "" && at >= 0 && (at == 0 || m.description[at-1] == '\n') {
			note = "" // the description already contains the deprecation
		}
		defs = append(defs, comment(m.description, note)...)
		defs = append(defs, jen.Id(m.constant).Id(p.Type).Op("=").Op(m.literal))
		p.g.tree.Index(tree.Symbol{Package: p.g.cfg.Package, Name: m.constant}, m.pointer)
	}
	doc := fmt.Sprintf("The members of [%s], in the document's order. [%s] returns an iterator over them.", p.Type, names.EnumValues(p.Type, p.Names))
	if p.plain {
		doc = fmt.Sprintf("The value of [%s].", p.Type)
	}
	p.add(comment(doc), jen.Const().Defs(defs...))
}

// parse adds the parsing function, such as ParseMFAType. The function has a switch over the exact names, or over the values of a string enum, because
// a switch is several times faster than a map. For other texts, it calls package protocol. For flags and in lean code, the function has no switch.
func (p *printer) parse() {
	doc := fmt.Sprintf("parses a case-insensitive name, a number, or both, as in \"%s = %s\". Its error is a [*rest.EnumError] with the nearest names.", p.members[0].literal, p.members[0].name)
	switch {
	case p.strings:
		doc = "parses a value or a name and ignores case. Its error is a [*rest.EnumError] with the nearest names."
	case p.Flags:
		doc = "parses numbers and case-insensitive names, separated by | or commas. Its error is a [*rest.EnumError] with the nearest names."
	}
	body := []jen.Code{
		jen.List(jen.Id("v"), jen.Err()).Op(":=").Add(p.call("Parse", jen.Id("s"))),
		jen.Return(p.converted(), jen.Err()),
	}
	if !p.Flags && !p.g.cfg.Lean {
		body = append([]jen.Code{p.choose(jen.Id("s"), func(m *member) (is, then jen.Code) {
			key := m.name
			if p.strings {
				key = m.text
			}
			return jen.Lit(key), jen.Return(jen.Id(m.constant), jen.Nil())
		})}, body...)
	}
	name := "Parse" + p.Type
	p.function(comment(name+" "+doc), name, jen.Params(jen.Id("s").String()).Params(jen.Id(p.Type), jen.Error()).Block(body...))
}

// values adds the function that returns an iterator over the members.
func (p *printer) values() {
	name := names.EnumValues(p.Type, p.Names)
	result, body := p.sequence(jen.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Id(p.table()).Dot("Values")).Block(
		jen.If(jen.Op("!").Id("yield").Call(p.converted())).Block(jen.Return()),
	))
	p.function(comment(name+" returns an iterator over the members, in the document's order."), name, jen.Params().Add(result, body))
}

// text adds the method String.
func (p *printer) text() {
	t := jen.Id("t")
	switch {
	case p.strings:
		p.method("String returns the value as it appears in JSON.", "String", nil, jen.String(), jen.Return(jen.String().Call(t)))
	case p.Flags:
		p.method(fmt.Sprintf("String returns the names of the flags, as in %q. It writes bits without a name in hexadecimal.", p.members[0].name+"|"+p.members[min(1, len(p.members)-1)].name),
			"String", nil, jen.String(), jen.Return(p.call("String", p.widened())))
	default:
		p.index("String", p.Pointer)
		p.add(comment(fmt.Sprintf("String returns the name, such as %q, or \"%s(%s)\" for a number without a name.", p.members[len(p.members)-1].name, p.Type, p.unknown())),
			jen.Func().Params(jen.Id("t").Id(p.Type)).Id("String").Params().String().Block(p.name()...))
	}
}

// constantJSON adds a method MarshalJSON that encodes the zero value as the constant.
func (p *printer) constantJSON() {
	only := p.members[0].constant
	isZero := jen.Id("t").Op("==").Add(jen.Lit(0))
	switch {
	case p.strings:
		isZero = jen.Id("t").Op("==").Add(jen.Lit(""))
	case p.Base == "bool":
		isZero = jen.Op("!").Id("t")
	}
	p.methodOn(fmt.Sprintf("MarshalJSON returns the value as JSON. For the zero value, it returns [%s].", only), "t", jen.Id(p.Type), "MarshalJSON", nil,
		jen.Params(jen.Index().Byte(), jen.Error()), jen.Block(
			jen.If(isZero).Block(jen.Id("t").Op("=").Id(only)),
			jen.Return(jen.Qual("encoding/json", "Marshal").Call(p.widened())),
		))
}

// goForms adds the methods GoString and AppendTo.
func (p *printer) goForms() {
	expression := p.members[len(p.members)-1].constant
	p.method("GoString returns the value as a Go expression, such as model."+expression+". Package fmt prints it for %#v.", "GoString", nil, jen.String(), jen.Return(p.call("GoString", p.widened())))
	appended := p.call("Append", jen.Id("b"), p.widened()) // the compiler would inline a call to String twice, which increases the compile time
	if p.strings {
		appended = jen.Append(jen.Id("b"), jen.Id("t").Op("..."))
	}
	p.method("AppendTo appends the result of String to b.", "AppendTo", []jen.Code{jen.Id("b").Index().Byte()}, jen.Index().Byte(), jen.Return(appended))
}

// unknown returns a number that is not a member, as an example for a comment.
func (p *printer) unknown() string {
	n := big.NewInt(42)
	for slices.ContainsFunc(p.members, func(m *member) bool { return m.number.Cmp(n) == 0 }) {
		n.Add(n, big.NewInt(1))
	}
	return n.String()
}

// fewRuns is the maximum number of runs for which the generated code compares the bounds of each run. For an enum with more runs, the generated code
// has a switch over the members.
const fewRuns = 3

// name returns the body of method String of an integer enum. The body finds the name by its index in a run, or with a switch.
func (p *printer) name() []jen.Code {
	unknown := jen.Return(p.call("Unknown", p.widened()))
	runs := p.runs()
	if len(runs) > fewRuns {
		return []jen.Code{p.choose(jen.Id("t"), func(m *member) (is, then jen.Code) {
			return jen.Id(m.constant), jen.Return(jen.Lit(m.name))
		}), unknown}
	}
	var cases []jen.Code
	for _, r := range runs {
		found := jen.Return(jen.Lit(p.members[r.first].name))
		if r.last > r.first {
			found = jen.Return(jen.Id(p.table()).Dot("Names").Index(jen.Op(p.indexInRun(r))))
		}
		if len(runs) == 1 {
			return []jen.Code{jen.If(jen.Op(p.inRun(r))).Block(found), unknown}
		}
		cases = append(cases, jen.Case(jen.Op(p.inRun(r))), found)
	}
	return []jen.Code{jen.Switch().Block(cases...), unknown}
}

// indexInRun returns a Go expression for the index of t in the list of members. t must be in run r.
func (p *printer) indexInRun(r run) string {
	at := "t-" + p.members[r.first].constant
	if len(p.members) > 127 && strings.HasSuffix(p.Base, "int8") {
		at = "int(uint8(" + at + "))" // int8 would overflow
	}
	if r.first > 0 {
		at += "+" + strconv.Itoa(r.first)
	}
	return at
}

// choose returns a switch on an expression, with a case for each member. For a single member, it returns an if statement.
func (p *printer) choose(on jen.Code, branch func(*member) (is, then jen.Code)) jen.Code {
	if len(p.members) == 1 {
		is, then := branch(p.members[0])
		return jen.If(jen.Add(on).Op("==").Add(is)).Block(then)
	}
	var cases []jen.Code
	for _, m := range p.members {
		is, then := branch(m)
		cases = append(cases, jen.Case(is), then)
	}
	return jen.Switch(on).Block(cases...)
}

// inRun returns a Go condition that is true if t is in run r.
func (p *printer) inRun(r run) string {
	first, last := p.members[r.first], p.members[r.last]
	least, most, _ := limits(p.Base)
	switch {
	case r.first == r.last:
		return "t == " + first.constant
	case first.number.Cmp(least) == 0 && last.number.Cmp(most) == 0:
		return "true"
	case first.number.Cmp(least) == 0:
		return "t <= " + last.constant
	case last.number.Cmp(most) == 0:
		return "t >= " + first.constant
	}
	return "t >= " + first.constant + " && t <= " + last.constant
}

// valid adds the method Valid.
func (p *printer) valid() {
	if p.Flags {
		p.method("Valid reports whether all bits have names.", "Valid", nil, jen.Bool(),
			jen.Return(jen.Id("t").Op("&^").Parens(jen.Op(p.join("|"))).Op("==").Lit(0)))
		return
	}
	doc := "Valid reports whether the value is a member."
	if !p.strings {
		if runs := p.runs(); len(runs) <= fewRuns {
			var conditions []string
			for _, r := range runs {
				conditions = append(conditions, p.inRun(r))
			}
			p.method(doc, "Valid", nil, jen.Bool(), jen.Return(jen.Op(strings.Join(conditions, " || "))))
			return
		}
	}
	p.index("Valid", p.Pointer)
	p.add(comment(doc), jen.Func().Params(jen.Id("t").Id(p.Type)).Id("Valid").Params().Bool().Block(
		jen.Switch(jen.Id("t")).Block(jen.Case(jen.Op(p.join(", "))), jen.Return(jen.True())),
		jen.Return(jen.False()),
	))
}

// join returns the constants with a separator. If there are many constants, the result has several lines.
func (p *printer) join(separator string) string {
	names := make([]string, len(p.members))
	for i, m := range p.members {
		names[i] = m.constant
	}
	return strings.Join(fill(names, separator), strings.TrimRight(separator, " ")+"\n")
}

// flags adds the methods Has, With, Without and Each.
func (p *printer) flags() {
	flags, own := []jen.Code{jen.Id("flags").Id(p.Type)}, jen.Id(p.Type)
	p.method("Has reports whether all of the given flags are set.", "Has", flags, jen.Bool(), jen.Return(jen.Id("t").Op("&").Id("flags").Op("==").Id("flags")))
	p.method("With returns t with the given flags set.", "With", flags, own, jen.Return(jen.Id("t").Op("|").Id("flags")))
	p.method("Without returns t with the given flags cleared.", "Without", flags, own, jen.Return(jen.Id("t").Op("&^").Id("flags")))
	result, body := p.sequence(p.call("Each", p.widened(), jen.Func().Params(jen.Id("v").Int64()).Bool().Add(oneLine(jen.Return(jen.Id("yield").Call(p.converted()))))))
	p.methodOn("Each returns an iterator over the members that are set. The iterator yields members with one bit first, in the document's order, and then combinations of the remaining bits. It skips bits without a name.", "t", jen.Id(p.Type), "Each", nil,
		result, body)
}

// describe adds the methods Description and LogValue.
func (p *printer) describe() {
	p.method("Description returns the document's description of the member, or \"\" if there is none.", "Description", nil, jen.String(), jen.Return(p.call("Description", p.widened())))
	if p.strings {
		p.method("LogValue implements [slog.LogValuer]: it logs the value as a string.", "LogValue", nil, jen.Qual("log/slog", "Value"), jen.Return(jen.Qual("log/slog", "StringValue").Call(p.widened())))
	} else {
		p.method("LogValue implements [slog.LogValuer]: it logs the name and the number.", "LogValue", nil, jen.Qual("log/slog", "Value"), jen.Return(p.call("Log", p.widened())))
	}
}

// info adds the method Enum.
func (p *printer) info() {
	p.methodOn("Enum returns a description of the type, with its members and their names.", "", jen.Id(p.Type), "Enum", nil,
		p.rest("EnumInfo"), oneLine(jen.Return(p.call("Info"))))
}

// flagValue adds the methods Set and Type, for packages flag and pflag.
func (p *printer) flagValue() {
	p.methodOn("Set parses a text as Parse"+p.Type+" does. Set and String implement [flag.Value].", "t", jen.Op("*").Id(p.Type), "Set", []jen.Code{jen.Id("s").String()},
		jen.Error(), oneLine(jen.Return(p.call("Set", jen.Id("t"), jen.Id("s")))))
	p.methodOn("Type returns the name of the type, which package pflag shows.", "", jen.Id(p.Type), "Type", nil, jen.String(), oneLine(jen.Return(jen.Lit(p.Type))))
}

// sql adds the methods Value and Scan, for package database/sql.
func (p *printer) sql() {
	what, value := "the number", jen.Return(p.call("Value", p.widened()))
	if p.strings {
		what, value = "the text", jen.Return(p.widened(), jen.Nil())
	}
	p.method("Value implements [driver.Valuer]: it returns "+what+" to store in a database.", "Value", nil, jen.Params(jen.Qual("database/sql/driver", "Value"), jen.Error()), value)
	p.methodOn("Scan implements [database/sql.Scanner]: it reads "+what+" from a database.", "t", jen.Op("*").Id(p.Type), "Scan", []jen.Code{jen.Id("src").Any()}, jen.Error(),
		p.assign(p.call("Scan", jen.Id("src")), p.converted()))
}
