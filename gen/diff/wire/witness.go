package wire

import (
	"strconv"
	"unicode/utf8"

	"github.com/rasapi/specgen/gen/oas"
)

// Witness is a value that proves a finding.
type Witness struct {
	Value     *oas.Node
	Text      string // at most maxText characters of JSON, or another description of a message
	Direction Direction
	Refused   bool // the reader refuses the value; otherwise it shows what the finding is about
}

// maxText is the length of the text of a witness in characters.
const maxText = 80

func newWitness(v *oas.Node, d Direction, refused bool) *Witness {
	return &Witness{v, short(v), d, refused}
}

// String returns the witness as a sentence: now possible in the response: {"state":null}
func (w *Witness) String() string {
	switch {
	case w.Direction == Response && w.Refused:
		return "now possible in the response: " + w.Text
	case w.Refused:
		return "no longer accepted in the request: " + w.Text
	}
	return "for example in the " + w.Direction.String() + ": " + w.Text
}

// short returns a value as JSON with at most maxText characters. It shortens texts first.
func short(v *oas.Node) string {
	for _, most := range []int{maxText, 40, 16, 3} {
		text := string(abbreviated(v, most))
		if utf8.RuneCountInString(text) <= maxText {
			return text
		}
	}
	text := []rune(string(abbreviated(v, 3)))
	return string(text[:maxText-1]) + "…"
}

// abbreviated returns a value as JSON in which texts longer than most characters are cut.
func abbreviated(v *oas.Node, most int) []byte {
	var out []byte
	switch v.Type {
	case oas.String:
		if n := utf8.RuneCountInString(v.Value); n > most {
			cut := []rune(v.Value)[:min(3, most)]
			return append(newText(string(cut)+"…").JSON(), " ("+strconv.Itoa(n)+" characters)"...)
		}
		return v.JSON()
	case oas.Mapping:
		out = append(out, '{')
		for i, e := range v.Entries {
			if i > 0 {
				out = append(out, ',')
			}
			out = append(out, newText(e.Key).JSON()...)
			out = append(append(out, ':'), abbreviated(e.Value, most)...)
		}
		return append(out, '}')
	case oas.Sequence:
		out = append(out, '[')
		for i, item := range v.Items {
			if i > 0 {
				out = append(out, ',')
			}
			if i == 3 && len(v.Items) > 6 && most < maxText {
				return append(out, "…] ("+strconv.Itoa(len(v.Items))+" items)"...)
			}
			out = append(out, abbreviated(item, most)...)
		}
		return append(out, ']')
	}
	return v.JSON()
}
