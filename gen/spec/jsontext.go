package spec

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// parseJSON reads a JSON text (RFC 8259) into the nodes that yaml.v3 would make of it; nil when it is none. JSON is nearly YAML, but
// yaml.v3 v3.0.5 refuses surrogate pairs ("\ud83d\ude00") and keys beyond 1,024 characters, and takes ten times as long.
func parseJSON(data []byte) *yaml.Node {
	p := jsonParser{data: string(data), line: 1}
	if len(data) >= 3 && data[0] == 0xef && data[1] == 0xbb && data[2] == 0xbf {
		p.pos, p.begin = 3, 3
	}
	p.space()
	if p.pos == len(data) || data[p.pos] != '{' && data[p.pos] != '[' {
		return nil
	}
	n := p.value(0)
	p.space()
	if p.bad || p.pos < len(data) {
		return nil
	}
	return n
}

type jsonParser struct {
	data   string // values are parts of it
	pos    int
	line   int
	begin  int // where the line begins
	bad    bool
	slab   []yaml.Node
	inside []*yaml.Node // the children of the collections that are being read
	ends   []*yaml.Node // room for the children of those that were
}

// node makes scalars many at a time, since a bundle shares them, and collections each on its own, since it makes its own of nearly all.
func (p *jsonParser) node(kind yaml.Kind, tag string, style yaml.Style) *yaml.Node {
	var n *yaml.Node
	if kind != yaml.ScalarNode {
		n = &yaml.Node{}
	} else {
		if len(p.slab) == 0 {
			p.slab = make([]yaml.Node, 128)
		}
		n, p.slab = &p.slab[0], p.slab[1:]
	}
	n.Kind, n.Tag, n.Style, n.Line, n.Column = kind, tag, style, p.line, 1+p.pos-p.begin
	return n
}

func (p *jsonParser) space() {
	for ; p.pos < len(p.data); p.pos++ {
		switch p.data[p.pos] {
		case ' ', '\t':
		case '\n':
			p.line, p.begin = p.line+1, p.pos+1
		case '\r':
			if p.pos+1 == len(p.data) || p.data[p.pos+1] != '\n' {
				p.line, p.begin = p.line+1, p.pos+1
			}
		default:
			return
		}
	}
}

// next skips white space and tells whether c comes then, which it takes.
func (p *jsonParser) next(c byte) bool {
	p.space()
	if p.pos < len(p.data) && p.data[p.pos] == c {
		p.pos++
		return true
	}
	return false
}

func (p *jsonParser) fail() *yaml.Node {
	p.bad = true
	return nil
}

func (p *jsonParser) value(depth int) *yaml.Node {
	p.space()
	if p.pos == len(p.data) || depth > maxDepth+1 {
		return p.fail()
	}
	switch c := p.data[p.pos]; {
	case c == '{':
		return p.object(depth)
	case c == '[':
		return p.array(depth)
	case c == '"':
		return p.string()
	case c == '-' || c >= '0' && c <= '9':
		return p.number()
	}
	for _, word := range []struct{ text, tag string }{{"true", "!!bool"}, {"false", "!!bool"}, {"null", "!!null"}} {
		if end := p.pos + len(word.text); end <= len(p.data) && p.data[p.pos:end] == word.text {
			n := p.node(yaml.ScalarNode, word.tag, 0)
			n.Value = word.text
			p.pos = end
			return n
		}
	}
	return p.fail()
}

func (p *jsonParser) object(depth int) *yaml.Node {
	n := p.node(yaml.MappingNode, "!!map", yaml.FlowStyle)
	p.pos++
	if p.next('}') {
		return n
	}
	begin := len(p.inside)
	for {
		p.space()
		if p.pos == len(p.data) || p.data[p.pos] != '"' {
			return p.fail()
		}
		key := p.string()
		if !p.next(':') {
			return p.fail()
		}
		value := p.value(depth + 1)
		if p.bad {
			return nil
		}
		p.inside = append(p.inside, key, value)
		if p.next('}') {
			n.Content = p.content(begin)
			return n
		}
		if !p.next(',') {
			return p.fail()
		}
	}
}

// content gives the children that were read since begin.
func (p *jsonParser) content(begin int) []*yaml.Node {
	size := len(p.inside) - begin
	if size > len(p.ends) {
		p.ends = make([]*yaml.Node, max(size, 512))
	}
	out := p.ends[:size:size]
	p.ends = p.ends[size:]
	copy(out, p.inside[begin:])
	p.inside = p.inside[:begin]
	return out
}

func (p *jsonParser) array(depth int) *yaml.Node {
	n := p.node(yaml.SequenceNode, "!!seq", yaml.FlowStyle)
	p.pos++
	if p.next(']') {
		return n
	}
	begin := len(p.inside)
	for {
		item := p.value(depth + 1)
		if p.bad {
			return nil
		}
		p.inside = append(p.inside, item)
		if p.next(']') {
			n.Content = p.content(begin)
			return n
		}
		if !p.next(',') {
			return p.fail()
		}
	}
}

func (p *jsonParser) number() *yaml.Node {
	n := p.node(yaml.ScalarNode, "", 0)
	start := p.pos
	for p.pos < len(p.data) {
		switch c := p.data[p.pos]; {
		case c >= '0' && c <= '9', c == '-', c == '+', c == '.', c == 'e', c == 'E':
			p.pos++
			continue
		}
		break
	}
	n.Value = p.data[start:p.pos]
	switch {
	case isJSONInteger(n.Value):
		n.Tag = "!!int"
	case isJSONNumber(n.Value):
		n.Tag = "!!float"
	default:
		return p.fail()
	}
	return n
}

func (p *jsonParser) string() *yaml.Node {
	n := p.node(yaml.ScalarNode, "!!str", yaml.DoubleQuotedStyle)
	p.pos++
	start := p.pos
	for p.pos < len(p.data) {
		switch c := p.data[p.pos]; {
		case c == '"':
			n.Value = p.data[start:p.pos]
			p.pos++
			return n
		case c == '\\':
			n.Value = p.escaped(start)
			return n
		case c < ' ':
			return p.fail()
		}
		p.pos++
	}
	return p.fail()
}

// escaped reads a string that began at start and has its first escape here.
func (p *jsonParser) escaped(start int) string {
	text := []byte(p.data[start:p.pos])
	for p.pos < len(p.data) {
		c := p.data[p.pos]
		p.pos++
		switch {
		case c == '"':
			return string(text)
		case c < ' ':
			p.fail()
			return ""
		case c != '\\':
			text = append(text, c)
			continue
		}
		if p.pos == len(p.data) {
			break
		}
		c = p.data[p.pos]
		p.pos++
		switch c {
		case '"', '\\', '/':
			text = append(text, c)
		case 'b':
			text = append(text, '\b')
		case 'f':
			text = append(text, '\f')
		case 'n':
			text = append(text, '\n')
		case 'r':
			text = append(text, '\r')
		case 't':
			text = append(text, '\t')
		case 'u':
			r := p.hex()
			if utf16.IsSurrogate(r) {
				if p.pos+1 >= len(p.data) || p.data[p.pos] != '\\' || p.data[p.pos+1] != 'u' {
					p.fail()
					return ""
				}
				p.pos += 2
				if r = utf16.DecodeRune(r, p.hex()); r == utf8.RuneError { // half a pair is no character
					p.fail()
				}
			}
			text = utf8.AppendRune(text, r)
		default:
			p.fail()
		}
		if p.bad {
			return ""
		}
	}
	p.fail()
	return ""
}

func (p *jsonParser) hex() rune {
	end := p.pos + 4
	if end > len(p.data) {
		p.fail()
		return 0
	}
	n, err := strconv.ParseUint(p.data[p.pos:end], 16, 16)
	if err != nil {
		p.fail()
	}
	p.pos = end
	return rune(n)
}
