package report

// The following types represent findings in JSON (docs/diagnostics.schema.json). The tags of [Document] and jsonProblem define the JSON form of a
// document (docs/diff.schema.json). Tests validate the output against the two schemas.
type jsonReport struct {
	Tool        string           `json:"tool"`
	Version     string           `json:"version,omitempty"`
	Errors      int              `json:"errors"`
	Warnings    int              `json:"warnings"`
	Infos       int              `json:"infos"`
	Diagnostics []jsonDiagnostic `json:"diagnostics"`
}

type jsonDiagnostic struct {
	Rule     string `json:"rule,omitempty"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	Position
	EndLine   int           `json:"endLine,omitempty"`
	EndColumn int           `json:"endColumn,omitempty"`
	Pointer   string        `json:"pointer,omitempty"`
	Related   []jsonRelated `json:"related,omitempty"`
}

type jsonRelated struct {
	Message string `json:"message"`
	Position
}

// jsonProblem is a problem in a [Document].
type jsonProblem struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	Position
}

func (p *printer) json(list List) error {
	report := jsonReport{
		Tool: p.Tool, Version: p.Version, Diagnostics: []jsonDiagnostic{},
		Errors: list.Count(Error), Warnings: list.Count(Warning), Infos: list.Count(Info),
	}
	for _, d := range list {
		out := jsonDiagnostic{Rule: d.Rule, Severity: d.Severity.String(), Message: d.Message, Position: jsonPosition(d.Pos), Pointer: d.Pointer}
		if d.End.File == d.Pos.File {
			out.EndLine, out.EndColumn = max(0, d.End.Line), max(0, d.End.Column)
		}
		for _, r := range d.Related {
			out.Related = append(out.Related, jsonRelated{r.Message, jsonPosition(r.Pos)})
		}
		report.Diagnostics = append(report.Diagnostics, out)
	}
	return p.encode(report)
}

func jsonPosition(pos Position) Position {
	return Position{fileOf(pos), max(0, pos.Line), max(0, pos.Column)}
}

func (p *printer) documentJSON(d *Document) error {
	out := struct {
		*Document
		Problems []jsonProblem `json:"problems,omitempty"`
	}{Document: d}
	for _, f := range d.Problems {
		out.Problems = append(out.Problems, jsonProblem{f.Rule, f.Severity.String(), f.Message, jsonPosition(f.Pos)})
	}
	return p.encode(out)
}

func (p *printer) encode(v any) error {
	data, err := EncodeJSON(v)
	p.out.Write(data)
	return err
}
