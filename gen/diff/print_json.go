package diff

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
)

// fingerprint is the same for the same meaning, wherever it stands and however it is worded.
func fingerprint(c Change) string { return sum(c.ID, c.Subject, c.Detail) }

func sum(parts ...string) string {
	s := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(s[:8])
}

type jsonPlace struct {
	Pointer string `json:"pointer"`
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
}

type jsonWire struct {
	Rule    string `json:"rule"`
	Level   string `json:"level"`
	Message string `json:"message"`
	Count   int    `json:"count"`
}

type jsonGo struct {
	Symbol  string `json:"symbol"`
	Message string `json:"message"`
	Breaks  bool   `json:"breaks"`
}

type jsonApproval struct {
	Reason string `json:"reason"`
	Until  string `json:"until,omitempty"`
}

type jsonUnused struct {
	Rule    string `json:"rule"`
	Message string `json:"message"`
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
}

type jsonChange struct {
	ID          string        `json:"id"`
	Level       string        `json:"level"`
	Fingerprint string        `json:"fingerprint"`
	Subject     string        `json:"subject"`
	Detail      string        `json:"detail,omitempty"`
	Area        string        `json:"area,omitempty"`
	Message     string        `json:"message"`
	Remedy      string        `json:"remedy,omitempty"`
	Hits        []Hit         `json:"hits"`
	Base        *jsonPlace    `json:"base"`
	Head        *jsonPlace    `json:"head"`
	Operations  int           `json:"operations"`
	Requests    []string      `json:"requests"`
	Responses   []string      `json:"responses"`
	Wire        []jsonWire    `json:"wire"`
	Go          []jsonGo      `json:"go"`
	Approval    *jsonApproval `json:"approval,omitempty"`
}

// printJSON writes what docs/diff.schema.json describes.
func printJSON(w io.Writer, r *Report) error {
	type summary struct {
		Breaking   int    `json:"breaking"`
		Risky      int    `json:"risky"`
		Compatible int    `json:"compatible"`
		Doc        int    `json:"doc"`
		Approved   int    `json:"approved"`
		Bump       string `json:"bump"`
	}
	out := struct {
		Base    string       `json:"base"`
		Head    string       `json:"head"`
		Version string       `json:"version"`
		Skipped string       `json:"skipped,omitempty"`
		Summary summary      `json:"summary"`
		Changes []jsonChange `json:"changes"`
		Unused  []jsonUnused `json:"unused,omitempty"`
	}{
		r.Base, r.Head, r.Version, r.Skipped,
		summary{r.Count(Breaking), r.Count(Risky), r.Count(Compatible), r.Count(Doc), r.Approved(), r.Bump()}, []jsonChange{}, nil,
	}
	for _, d := range r.Unused {
		out.Unused = append(out.Unused, jsonUnused{d.Rule, d.Message, d.Pos.File, d.Pos.Line, d.Pos.Column})
	}
	for _, c := range r.Changes {
		j := jsonChange{
			ID: c.ID, Level: c.Level.String(), Fingerprint: fingerprint(c), Subject: c.Subject, Detail: c.Detail, Area: c.Area, Message: c.Message,
			Remedy: c.Remedy, Hits: append([]Hit{}, c.Hits...), Base: jsonPlaceOf(c.Base), Head: jsonPlaceOf(c.Head), Operations: c.Operations(),
			Requests: names(c.Requests), Responses: names(c.Responses), Wire: []jsonWire{}, Go: []jsonGo{},
		}
		for _, x := range c.Wire {
			j.Wire = append(j.Wire, jsonWire{x.Rule, x.Level.String(), x.Message, x.Count})
		}
		for _, g := range c.Go {
			j.Go = append(j.Go, jsonGo{g.Symbol.String(), g.Message, g.Breaks})
		}
		if c.Approval != nil {
			j.Approval = &jsonApproval{c.Approval.Reason, c.Approval.Until}
		}
		out.Changes = append(out.Changes, j)
	}
	return encode(w, out)
}

func jsonPlaceOf(p Place) *jsonPlace {
	if p.Pos.IsZero() {
		return nil
	}
	return &jsonPlace{p.Pointer, p.Pos.File, p.Pos.Line, p.Pos.Column}
}

func names(list []Operation) []string {
	out := []string{}
	for _, o := range list {
		out = append(out, o.String())
	}
	return out
}
