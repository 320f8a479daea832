package oas

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rasapi/specgen/gen/report"
)

// parseJSON parses a text that is a JSON object or array. It returns a nil node for any other text, and for a text with too many levels or with an
// unpaired surrogate. The YAML library (v4.0.0) can also read JSON, but takes several times as long. The library also rejects surrogate pairs
// ("\ud83d\ude00") and keys of more than 1,024 characters.
func parseJSON(source *Source, limits *Limits) (*Node, report.List) {
	data := bytes.TrimPrefix(source.Data, []byte("\ufeff"))
	if text := bytes.TrimLeft(data, " \t\r\n"); len(text) == 0 || text[0] != '{' && text[0] != '[' {
		return nil, nil
	}
	p := jsonParser{
		findings: findings{limits: limits}, source: source, data: data, decoder: json.NewDecoder(bytes.NewReader(data)), line: 1,
	}
	p.decoder.UseNumber()
	n, err := p.value(0)
	if err != nil {
		return nil, nil
	}
	if _, err := p.decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, nil
	}
	return n, p.found
}

type jsonParser struct {
	findings
	source          *Source
	data            []byte
	decoder         *json.Decoder
	pos             int // index of the end of the last token
	line, lineStart int
	slab            []Node
}

var errJSON = errors.New("not a JSON document")

// value parses the next value of the text. It returns an error if the text is not valid JSON, has an unpaired surrogate or is nested too deeply.
func (p *jsonParser) value(depth int) (*Node, error) {
	token, line, column, err := p.token()
	if err != nil {
		return nil, err
	}
	if len(p.slab) == 0 {
		p.slab = make([]Node, 64)
	}
	n := &p.slab[0]
	p.slab = p.slab[1:]
	n.source, n.line, n.column = p.source, line, column
	switch token := token.(type) {
	case json.Delim:
		if n.flow = true; depth > p.limits.Depth {
			return nil, errJSON
		}
		if token == '{' {
			err = p.object(n, depth)
		} else {
			err = p.array(n, depth)
		}
		return n, err
	case string:
		n.Type, n.Value = String, token
	case json.Number:
		n.Type, n.Value = Float, token.String()
		if isJSONInteger(n.Value) {
			n.Type = Int
		}
		if _, err := strconv.ParseFloat(n.Value, 64); err != nil {
			n.Type = String
			p.add(n.Pos(), "yaml-value", "number %q is out of range; quote it if it is text", n.Value)
		}
	case bool:
		n.Type, n.Value = Bool, strconv.FormatBool(token)
	case nil:
		n.Value = "null"
	}
	return n, nil
}

func (p *jsonParser) array(n *Node, depth int) error {
	n.Type = Sequence
	for p.decoder.More() {
		item, err := p.value(depth + 1)
		if err != nil {
			return err
		}
		n.Items = append(n.Items, item)
	}
	return p.end(']')
}

func (p *jsonParser) object(n *Node, depth int) error {
	n.Type = Mapping
	m := mapping{node: n}
	for p.decoder.More() {
		key, line, column, err := p.token()
		if err != nil {
			return err
		}
		name, ok := key.(string)
		if !ok {
			return errJSON
		}
		value, err := p.value(depth + 1)
		if err != nil {
			return err
		}
		if e := (Entry{name, value, line, column, p.source}); !p.duplicate(&m, e) {
			m.add(e)
		}
	}
	return p.end('}')
}

func (p *jsonParser) end(want json.Delim) error {
	if token, _, _, err := p.token(); err != nil || token != want {
		return errJSON
	}
	return nil
}

// token reads the next token and its position. It returns an error for a string with an unpaired surrogate.
func (p *jsonParser) token() (token json.Token, line, column int32, err error) {
	if token, err = p.decoder.Token(); err != nil {
		return nil, 0, 0, err
	}
	for ; strings.IndexByte(" \t\r\n:,", p.data[p.pos]) >= 0; p.pos++ {
		if c := p.data[p.pos]; c == '\n' || c == '\r' && p.data[p.pos+1] != '\n' {
			p.line, p.lineStart = p.line+1, p.pos+1
		}
	}
	line, column = int32(p.line), int32(1+p.pos-p.lineStart)
	text := p.data[p.pos:p.decoder.InputOffset()]
	p.pos += len(text)
	if s, ok := token.(string); ok && strings.ContainsRune(s, utf8.RuneError) && unpaired(s, text) {
		return nil, 0, 0, errJSON
	}
	return token, line, column, nil
}

// unpaired reports whether the text of a string has an unpaired surrogate, which encoding/json replaces with U+FFFD.
func unpaired(s string, text []byte) bool {
	written := bytes.Count(text, []byte("\ufffd")) + bytes.Count(bytes.ToLower(text), []byte(`\ufffd`))
	return strings.Count(s, "\ufffd") != written
}
