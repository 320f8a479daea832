package spec

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// parseJSON parses a JSON text into the nodes that yaml.v3 makes of it. It returns nil if the text is not a JSON object or array.
// yaml.v3 (v3.0.5) rejects surrogate pairs ("\ud83d\ude00") and keys over 1,024 characters.
func parseJSON(data []byte) *yaml.Node {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if text := bytes.TrimLeft(data, " \t\r\n"); len(text) == 0 || text[0] != '{' && text[0] != '[' {
		return nil
	}
	p := jsonParser{data: data, decoder: json.NewDecoder(bytes.NewReader(data)), line: 1}
	p.decoder.UseNumber()
	n, err := p.value(0)
	if err != nil {
		return nil
	}
	if _, err := p.decoder.Token(); !errors.Is(err, io.EOF) {
		return nil
	}
	return n
}

type jsonParser struct {
	data            []byte
	decoder         *json.Decoder
	pos             int // end of the last token
	line, lineStart int
}

var errJSON = errors.New("not a JSON document")

// value parses a value, or a key of an object.
func (p *jsonParser) value(depth int) (*yaml.Node, error) {
	n := &yaml.Node{Kind: yaml.ScalarNode}
	token, err := p.token(n)
	if err != nil {
		return nil, err
	}
	switch token := token.(type) {
	case json.Delim:
		n.Kind, n.Tag, n.Style = yaml.MappingNode, "!!map", yaml.FlowStyle
		if token == '[' {
			n.Kind, n.Tag = yaml.SequenceNode, "!!seq"
		}
		for depth <= maxDepth && p.decoder.More() {
			child, err := p.value(depth + 1)
			if err != nil {
				return nil, err
			}
			n.Content = append(n.Content, child)
		}
		if token, err := p.token(&yaml.Node{}); err != nil || token != json.Delim(']') && token != json.Delim('}') {
			return nil, errJSON // or too deep
		}
	case string:
		n.Tag, n.Style, n.Value = "!!str", yaml.DoubleQuotedStyle, token
	case json.Number:
		n.Tag, n.Value = "!!float", token.String()
		if isJSONInteger(n.Value) {
			n.Tag = "!!int"
		}
	case bool:
		n.Tag, n.Value = "!!bool", strconv.FormatBool(token)
	case nil:
		n.Tag, n.Value = "!!null", "null"
	}
	return n, nil
}

// token reads the next token and sets the position of its node.
func (p *jsonParser) token(n *yaml.Node) (json.Token, error) {
	token, err := p.decoder.Token()
	if err != nil {
		return nil, err
	}
	for ; strings.IndexByte(" \t\r\n:,", p.data[p.pos]) >= 0; p.pos++ {
		if c := p.data[p.pos]; c == '\n' || c == '\r' && p.data[p.pos+1] != '\n' {
			p.line, p.lineStart = p.line+1, p.pos+1
		}
	}
	n.Line, n.Column = p.line, 1+p.pos-p.lineStart
	text := p.data[p.pos:p.decoder.InputOffset()]
	p.pos += len(text)
	if s, ok := token.(string); ok && strings.ContainsRune(s, utf8.RuneError) && unpaired(s, text) {
		return nil, errJSON
	}
	return token, nil
}

// unpaired reports whether the text of a string has an unpaired surrogate, which encoding/json replaces by U+FFFD.
func unpaired(s string, text []byte) bool {
	written := bytes.Count(text, []byte("\ufffd")) + bytes.Count(bytes.ToLower(text), []byte(`\ufffd`))
	return strings.Count(s, "\ufffd") != written
}
