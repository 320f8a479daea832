package report

// The following types represent a GitLab code quality report.
type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
}

func (p *printer) documentGitLab(d *Document) error {
	list := []gitlabIssue{}
	add := func(text, id, fingerprint string, severity Severity, pos Position) {
		list = append(list, gitlabIssue{text, id, fingerprint, severity.word("blocker", "major", "info"), gitlabLocation{fileOf(pos), gitlabLines{max(1, pos.Line)}}})
	}
	for _, e := range d.Entries {
		severity := e.Group.Severity
		if e.Approval != nil {
			severity = Info
		}
		add(e.sentence(), e.ID, e.Fingerprint, severity, e.headPosition())
	}
	for _, f := range d.Problems {
		add(f.Message, f.Rule, Fingerprint(f.Rule, f.Message), Error, f.Pos)
	}
	return p.encode(list)
}
