package wire

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// Witness is a value, or a description of a message, that proves a finding.
type Witness struct {
	Value  *oas.Node // nil if Text is a description of a message
	Text   string    // at most maxText characters of JSON, or a description of a message
	Prefix string    // such as "now possible in the response"
}

// maxText is the maximum length of the text of a witness, in characters.
const maxText = 80

func newWitness(v *oas.Node, way []*edge, f Finding) *Witness {
	return &Witness{v, short(v, way), f.prefix()}
}

// String returns the witness as a phrase, such as `now possible in the response: {"state":null}` or "no longer accepted in the request without a body".
func (w *Witness) String() string {
	if strings.HasPrefix(w.Text, "with") {
		return w.Prefix + " " + w.Text
	}
	return w.Prefix + ": " + w.Text
}

// prefix returns the text before the witness of a finding, such as "now possible in the response".
func (f Finding) prefix() string {
	text := "no longer accepted in the "
	switch {
	case f.Level != Breaking:
		text = "for example in the "
	case f.Servers == (f.Direction == Request):
		text = "now possible in the "
	case f.Servers:
		text = "no longer allowed in the "
	}
	return text + f.Message()
}

// Hint returns a clause about the missing or undeclared member that is the reason for the finding, such as "without id". It returns "" for other findings.
func (f Finding) Hint() string {
	switch {
	case f.Member == "" || f.Witness == nil:
	case f.Rule == MemberRequired, (f.Rule == MemberLost || f.Rule == MemberIgnored) && f.Direction == Response, f.Rule == DefaultChanged:
		return "without " + report.Clip(f.Member, 40)
	case f.Rule == ObjectClosed && strings.HasPrefix(f.Member, undeclaredName):
		return f.Member + " is not declared"
	}
	return ""
}

// Message returns the kind of message that a finding is about, such as "request" or "callback response".
func (f Finding) Message() string {
	if f.Kind == "" {
		return f.Direction.String()
	}
	return f.Kind + " " + (1 - f.Direction).String() // a server sends such a request, so its direction is Response
}

// short returns a value as JSON with at most maxText characters. If the value is longer, short leaves out the parts that are not on the way to the rejected
// part, and cuts long strings.
func short(v *oas.Node, way []*edge) string {
	var p printer
	for _, p = range []printer{
		{most: maxText, parts: maxText}, {most: maxText, parts: maxText, elide: true}, {most: 40, parts: 3, elide: true}, {most: 16, parts: 1, elide: true}, {most: 16, elide: true},
	} {
		p.way = way
		p.value(v, 0, true)
		if utf8.RuneCount(p.out) <= maxText {
			return string(p.out)
		}
	}
	return string([]rune(string(p.out))[:maxText-1]) + "…"
}

// printer prints a value as JSON with omissions.
type printer struct {
	out   []byte
	most  int     // maximum number of characters of a string
	parts int     // if elide is set: maximum number of members or items of the rejected part
	way   []*edge // path to the rejected part
	elide bool    // whether … replaces the members and items that are not on the way
}

// value prints v, which is depth levels below the whole value. on reports whether the way to the rejected part leads through v.
func (p *printer) value(v *oas.Node, depth int, on bool) {
	end := !on || depth >= len(p.way)
	switch v.Type {
	case oas.String:
		if n := utf8.RuneCountInString(v.Value); n > p.most {
			cut := string([]rune(v.Value)[:min(3, p.most)])
			p.out = append(append(p.out, newText(cut+"…").JSON()...), " ("+strconv.Itoa(n)+" characters)"...)
			return
		}
		p.out = v.AppendJSON(p.out)
	case oas.Mapping:
		p.out = append(p.out, '{')
		p.list(len(v.Entries), func(i int) (bool, bool) {
			through := !end && p.way[depth].leadsTo(v.Entries[i].Key)
			return through, through || end && on && i < p.parts || !p.elide
		}, func(i int, through bool) {
			p.out = append(newText(v.Entries[i].Key).AppendJSON(p.out), ':')
			p.value(v.Entries[i].Value, depth+1, through)
		})
		p.out = append(p.out, '}')
	case oas.Sequence:
		p.out = append(p.out, '[')
		p.list(len(v.Items), func(i int) (bool, bool) {
			through := !end && p.way[depth].kind == toItem && p.way[depth].index == i
			return through, through || end && on && i < min(3, p.parts) || !p.elide
		}, func(i int, through bool) { p.value(v.Items[i], depth+1, through) })
		p.out = append(p.out, ']')
	default:
		p.out = v.AppendJSON(p.out)
	}
}

// leadsTo reports whether e is an edge to the member called name. An edge to the member names (toName) applies to every member.
func (e *edge) leadsTo(name string) bool {
	return e.kind == toName || e.kind == toMember && e.name == name
}

// list prints the n members or items of a value. It calls print for those that show selects, and prints … for each run of omitted ones. For the
// member or item at index i, show reports whether the way leads through it, and whether it is printed.
func (p *printer) list(n int, show func(int) (through, printed bool), print func(i int, through bool)) {
	omitted := false
	for i := range n {
		through, printed := show(i)
		if printed || !omitted {
			if i > 0 {
				p.out = append(p.out, ',')
			}
			if !printed {
				p.out = append(p.out, "…"...)
			}
		}
		if printed {
			print(i, through)
		}
		omitted = !printed
	}
}
