package enum

import (
	"github.com/dave/jennifer/jen"

	"github.com/rasapi/specgen/gen/tree"
)

// visitor adds an interface that has one method per member and a method Visit for other values. It also adds the function that calls the method for a
// value. If the document adds a member, existing types no longer implement the interface.
func (p *printer) visitor() {
	name := p.Type + "Visitor"
	symbol := func(member, pointer string) {
		p.g.tree.Index(tree.Symbol{Package: p.g.cfg.Package, Name: name, Member: member}, pointer)
	}
	var methods []jen.Code
	for _, m := range p.members {
		symbol("Visit"+m.suffix, m.pointer)
		methods = append(methods, jen.Id("Visit"+m.suffix).Params().Id("R"))
	}
	symbol("", p.Pointer)
	symbol("Visit", p.Pointer)
	methods = append(methods, jen.Comment("Visit receives a value that is not a member."), jen.Id("Visit").Params(jen.Id("t").Id(p.Type)).Id("R"))
	p.add(comment(name+" has a method per member. If the document adds a member, existing types no longer implement the interface."),
		jen.Type().Id(name).Index(jen.Id("R").Any()).Interface(methods...))
	p.function(comment("Visit"+p.Type+" calls the method of v for the member t. If t is not a member, it calls v.Visit(t)."), "Visit"+p.Type,
		jen.Index(jen.Id("R").Any()).Params(jen.Id("t").Id(p.Type), jen.Id("v").Id(name).Index(jen.Id("R"))).Id("R").Block(
			p.choose(jen.Id("t"), func(m *member) (is, then jen.Code) {
				return jen.Id(m.constant), jen.Return(jen.Id("v").Dot("Visit" + m.suffix).Call())
			}),
			jen.Return(jen.Id("v").Dot("Visit").Call(jen.Id("t"))),
		))
}
