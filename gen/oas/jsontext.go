package oas

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/gen/report"
)

// parseJSON parses a text that is a JSON object or array. It returns nil for any other text. The YAML library (v4.0.0) also reads JSON, but several
// times more slowly. It rejects surrogate pairs ("\ud83d\ude00") and keys over 1,024 characters. A json.Decoder, which has no line numbers, takes twice
// as long as this function.
func parseJSON(source *Source, limits *Limits) (*Node, report.List) {
	data := bytes.TrimPrefix(source.Data, []byte("\ufeff"))
	if text := bytes.TrimLeft(data, space); len(text) == 0 || text[0] != '{' && text[0] != '[' || !json.Valid(data) {
		return nil, nil
	}
	p := jsonParser{findings: findings{limits: limits}, source: source, text: string(data), line: 1}
	n, ok := p.value(0)
	if !ok {
		return nil, nil
	}
	return n, p.found
}

// space is the characters that JSON allows between tokens.
const space = " \t\r\n"

type jsonParser struct {
	findings
	source          *Source
	text            string // valid JSON
	pos             int    // index of the next byte
	line, lineStart int
	slab            []Node
}

// value parses a value. It returns false if the text is nested too deeply or has an unpaired surrogate.
func (p *jsonParser) value(depth int) (*Node, bool) {
	first := p.next()
	if len(p.slab) == 0 {
		p.slab = make([]Node, 64)
	}
	n := &p.slab[0]
	p.slab = p.slab[1:]
	n.source, n.line, n.column = p.source, int32(p.line), int32(1+p.pos-p.lineStart)
	ok := true
	switch first {
	case '{', '[':
		n.flow = true
		if depth > p.limits.Depth {
			return nil, false
		}
		if p.pos++; first == '{' {
			return n, p.object(n, depth)
		}
		return n, p.array(n, depth)
	case '"':
		n.Type = String
		n.Value, ok = p.string()
	case 't', 'f':
		n.Type, n.Value = Bool, p.scalar()
	case 'n':
		n.Value = p.scalar()
	default:
		n.Type, n.Value = Float, p.scalar()
		if !strings.ContainsAny(n.Value, ".eE") {
			n.Type = Int
		}
		if _, err := strconv.ParseFloat(n.Value, 64); err != nil {
			n.Type = String
			p.add(n.Pos(), "yaml-value", "%q has no JSON form; quote it if it is text", n.Value)
		}
	}
	return n, ok
}

func (p *jsonParser) array(n *Node, depth int) bool {
	n.Type = Sequence
	for p.next() != ']' {
		item, ok := p.value(depth + 1)
		if !ok {
			return false
		}
		n.Items = append(n.Items, item)
	}
	p.pos++
	return true
}

func (p *jsonParser) object(n *Node, depth int) bool {
	n.Type = Mapping
	m := mapping{node: n}
	for p.next() != '}' {
		e := Entry{line: int32(p.line), column: int32(1 + p.pos - p.lineStart), source: p.source}
		var ok bool
		if e.Key, ok = p.string(); !ok {
			return false
		}
		if e.Value, ok = p.value(depth + 1); !ok {
			return false
		}
		if !p.duplicate(&m, e) {
			m.add(e)
		}
	}
	p.pos++
	return true
}

// next skips the characters between two tokens and returns the first byte of the next token.
func (p *jsonParser) next() byte {
	for ; ; p.pos++ {
		switch c := p.text[p.pos]; c {
		case '\n', '\r':
			if c == '\n' || p.text[p.pos+1] != '\n' {
				p.line, p.lineStart = p.line+1, p.pos+1
			}
		case ' ', '\t', ':', ',':
		default:
			return c
		}
	}
}

// scalar returns the literal or number at the position.
func (p *jsonParser) scalar() string {
	start := p.pos
	p.pos += strings.IndexAny(p.text[start:], space+",]}")
	return p.text[start:p.pos]
}

// string returns the string at the position. It returns false if the string has an unpaired surrogate, which encoding/json replaces with U+FFFD.
func (p *jsonParser) string() (string, bool) {
	start, escaped := p.pos, false
	for p.pos++; p.text[p.pos] != '"'; p.pos++ {
		if p.text[p.pos] == '\\' {
			escaped = true
			p.pos++
		}
	}
	p.pos++
	text := p.text[start:p.pos]
	if !escaped {
		return text[1 : len(text)-1], true
	}
	var s string
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return "", false
	}
	written := strings.Count(text, "\ufffd") + strings.Count(strings.ToLower(text), `\ufffd`)
	return s, strings.Count(s, "\ufffd") == written
}
