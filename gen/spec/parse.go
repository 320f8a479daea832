package spec

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
)

// parse fills in the nodes of a file and reports what is wrong with it as YAML or JSON.
func (l *loader) parse(f *file) bool {
	at := newLocator(f.data)
	if i := invalidUTF8(f.data); i >= 0 {
		l.add(at.offset(f.name, i), "yaml-syntax", "byte 0x%02x is not UTF-8; save the file as UTF-8", f.data[i])
		return false
	}
	if f.node = parseJSON(f.data); f.node == nil && !l.parseYAML(f, at) {
		return false
	}
	c := checker{loader: l, file: f, end: at.offset(f.name, len(f.data))}
	c.node(f.node, 0)
	if c.fatal {
		return false
	}
	f.tree = f.node
	if c.expand {
		x := expander{loader: l, file: f, done: map[*yaml.Node]expanded{}, active: map[*yaml.Node]bool{}}
		f.tree = x.node(f.node).node
		return !x.full
	}
	return true
}

func invalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; ; {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size <= 1 {
			return i
		}
		i += size
	}
}

func (l *loader) parseYAML(f *file, at *locator) bool {
	if i := forbidden(f.data); i >= 0 {
		r, _ := utf8.DecodeRune(f.data[i:])
		l.add(at.offset(f.name, i), "yaml-syntax", "character %U is not allowed in YAML; remove it, or write it as an escape in double quotes", r)
		return false
	}
	docs, err := decode(bytes.NewReader(f.data))
	switch {
	case err != nil:
		l.syntax(f, at, err)
		return false
	case len(docs) == 0:
		l.add(report.Position{File: f.name, Line: 1, Column: 1}, "yaml-syntax", "the file is empty; an OpenAPI object is expected")
		return false
	}
	if !at.plain {
		for _, doc := range docs {
			at.mend(doc)
		}
	}
	if len(docs) > 1 {
		l.add(f.position(docs[1]), "yaml-syntax", "the file holds a second YAML document, which nothing would read; remove it or give it a file of its own")
		return false
	}
	f.node = docs[0]
	return true
}

// decode gives the contents of the first two documents of a YAML text.
func decode(r io.Reader) (docs []*yaml.Node, err error) {
	defer func() { // yaml.v3 recovers from its own panics only; no input of ours may end the program
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: the parser cannot read this: %v", r)
		}
	}()
	dec := yaml.NewDecoder(r)
	for len(docs) < 2 {
		var doc yaml.Node
		if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
			return docs, nil
		} else if err != nil {
			return nil, err
		}
		if len(doc.Content) > 0 {
			docs = append(docs, doc.Content[0])
		}
	}
	return docs, nil
}

// forbidden finds a character outside of the printable set of YAML (1.2.2, production 1), -1 when there is none. yaml.v3 would tell
// no line.
func forbidden(data []byte) int {
	for i := 0; i < len(data); {
		c := data[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f {
				return i
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		if r < 0xa0 && r != 0x85 || r == 0xfffe || r == 0xffff {
			return i
		}
		i += size
	}
	return -1
}
