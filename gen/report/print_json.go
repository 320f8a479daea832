package report

// These types are the JSON form; docs/diagnostics.schema.json describes it, and a test compares the two.
type jsonReport struct {
	Tool        string           `json:"tool"`
	Version     string           `json:"version,omitempty"`
	Errors      int              `json:"errors"`
	Warnings    int              `json:"warnings"`
	Infos       int              `json:"infos"`
	Diagnostics []jsonDiagnostic `json:"diagnostics"`
}

type jsonDiagnostic struct {
	Rule      string        `json:"rule,omitempty"`
	Severity  string        `json:"severity"`
	Message   string        `json:"message"`
	File      string        `json:"file,omitempty"`
	Line      int           `json:"line,omitempty"`
	Column    int           `json:"column,omitempty"`
	EndLine   int           `json:"endLine,omitempty"`
	EndColumn int           `json:"endColumn,omitempty"`
	Pointer   string        `json:"pointer,omitempty"`
	Related   []jsonRelated `json:"related,omitempty"`
}

type jsonRelated struct {
	Message string `json:"message"`
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
}

func (p *printer) json(list List) error {
	report := jsonReport{
		Tool: p.tool(), Version: p.Version, Diagnostics: []jsonDiagnostic{},
		Errors: list.Count(Error), Warnings: list.Count(Warning), Infos: list.Count(Info),
	}
	for _, d := range list {
		out := jsonDiagnostic{
			Rule: d.Rule, Severity: d.Severity.String(), Message: d.Message,
			File: fileOf(d.Pos), Line: max(0, d.Pos.Line), Column: max(0, d.Pos.Column), Pointer: d.Pointer,
		}
		if d.End.File == d.Pos.File {
			out.EndLine, out.EndColumn = max(0, d.End.Line), max(0, d.End.Column)
		}
		for _, r := range d.Related {
			out.Related = append(out.Related, jsonRelated{
				Message: r.Message, File: fileOf(r.Pos), Line: max(0, r.Pos.Line), Column: max(0, r.Pos.Column),
			})
		}
		report.Diagnostics = append(report.Diagnostics, out)
	}
	data, err := EncodeJSON(report)
	p.out.Write(data)
	return err
}
