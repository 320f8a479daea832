package enum

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"
)

// descriptor adds a variable that describes the enum. Its type is Enum, Strings or Flags of package protocol. The variable contains only constants,
// so that the program need not initialize it at startup.
func (p *printer) descriptor() {
	names := p.column(func(m *member) string { return m.name })
	suffixes := p.column(func(m *member) string { return m.suffix })
	if p.strings && slices.Equal(names, p.column(func(m *member) string { return m.text })) {
		names = nil
	}
	shown := names
	if p.strings && names == nil {
		shown = p.column(func(m *member) string { return m.text })
	}
	if slices.Equal(suffixes, shown) {
		suffixes = nil
	}
	kind, of := "Enum", jen.Int64()
	if p.strings {
		kind, of = "Strings", jen.String()
	}
	fields := []jen.Code{field("Name", jen.Lit("model."+p.Type))}
	if size := strings.TrimLeft(p.Base, "uint"); !p.strings && size != "" {
		fields = append(fields, field("Bits", jen.Op(size)))
	}
	if strings.HasPrefix(p.Base, "u") {
		fields = append(fields, field("Unsigned", jen.True()))
	}
	fields = append(fields, field("Values", jen.Index().Add(of, list(p.values64(), 24))))
	texts := p.column(func(m *member) string { return m.description })
	if p.g.cfg.Lean { // only GoString and Description use these fields
		suffixes, texts = nil, nil
	}
	for _, column := range []struct {
		field string
		texts []string
	}{{"Names", names}, {"Constants", suffixes}, {"Texts", texts}} {
		if column.texts != nil {
			fields = append(fields, field(column.field, jen.Index().String().Add(list(quoted(column.texts), 24))))
		}
	}
	table := p.protocol(kind).Custom(jen.Options{Open: "{", Close: "}", Separator: ",", Multi: true}, fields...)
	if p.Flags {
		table = p.protocol("Flags").Values(field("Enum", table))
	}
	p.add(nil, jen.Var().Id(p.table()).Op("=").Add(table))
}

// field returns a field of a composite literal.
func field(name string, value jen.Code) *jen.Statement { return jen.Id(name).Op(":").Add(value) }

// values64 returns the values as literals of type int64 or string. For a number above the range of int64, it returns the int64 with the same bits.
func (p *printer) values64() []string {
	out := make([]string, len(p.members))
	for i, m := range p.members {
		out[i] = m.literal
		if m.number != nil && m.number.IsUint64() {
			out[i] = strconv.FormatInt(int64(m.number.Uint64()), 10)
		}
	}
	return out
}

// quoted returns texts as Go string literals.
func quoted(texts []string) []string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = strconv.Quote(s)
	}
	return out
}

// maxConditions is the maximum number of operands of && in one expression. For longer expressions, go/printer takes quadratic time, and go/parser
// rejects 100,000 operands.
const maxConditions = 500

// constantCheck adds code that does not compile if a constant has been changed by hand.
func (p *printer) constantCheck() {
	var checks []string
	for _, m := range p.members {
		switch {
		case p.strings:
			checks = append(checks, m.constant+" == "+m.literal)
		case m.number.Sign() < 0:
			checks = append(checks, "x["+m.constant+" - ("+m.literal+")]")
		default:
			checks = append(checks, "x["+m.constant+" - "+m.literal+"]")
		}
	}
	p.file.Comment("This function does not compile if a constant was changed by hand. Change the document and run specgen instead.")
	if p.strings {
		var maps []jen.Code // a map literal with a duplicate key does not compile
		for some := range slices.Chunk(checks, maxConditions) {
			condition := strings.Join(fill(some, " && "), " &&\n")
			maps = append(maps, jen.Id("_").Op("=").Map(jen.Bool()).Struct().Op("{\nfalse: {},\n"+condition+": {},\n}"))
		}
		p.file.Add(jen.Func().Id("_").Params().Block(maps...))
		p.file.Line()
		return
	}
	p.file.Add(jen.Func().Id("_").Params().Block(
		jen.Var().Id("x").Index(jen.Lit(1)).Struct(),
		jen.Id("_").Op("=").Index(jen.Op("...")).Struct().Add(list(checks, 24)),
	))
	p.file.Line()
}
