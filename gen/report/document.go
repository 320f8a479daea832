package report

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Document lists the differences between two versions of an API for [PrintDocument]. docs/diff.schema.json describes its JSON form, including the
// problems.
type Document struct {
	Base    string  `json:"base"`              // name of the old version
	Head    string  `json:"head"`              // name of the new version
	Version string  `json:"version"`           // info.version of head
	Spec    string  `json:"spec,omitempty"`    // file of the spec, relative to the root of the repository
	New     bool    `json:"new,omitempty"`     // whether base has no spec
	Skipped string  `json:"skipped,omitempty"` // reason why the Go level was not compared, or ""
	Counts  Counts  `json:"summary"`
	Entries []Entry `json:"changes"`

	Title    string  `json:"-"` // branch and commit of head, or ""
	Summary  string  `json:"-"` // counts in one line
	Groups   []Group `json:"-"` // all groups, with the most severe group first
	Problems List    `json:"-"` // problems of the two sides, the approvals and the policy
}

// Counts contains the number of entries in each group. In these numbers, an approved entry counts only in Approved. Bump includes approved entries.
type Counts struct {
	Breaking   int    `json:"breaking"`
	Risky      int    `json:"risky"`
	Compatible int    `json:"compatible"`
	Doc        int    `json:"doc"`
	Approved   int    `json:"approved"`
	Bump       string `json:"bump"` // part of the version to raise: "major", "minor", "patch" or "none"

	Audiences []AudienceBump `json:"audiences,omitempty"` // Bump for each audience that the changes affect
}

// AudienceBump contains the part of the version to raise for an audience.
type AudienceBump struct {
	Audience string `json:"audience"`
	Bump     string `json:"bump"`
}

// Group is a level of entries, such as breaking. The JSON form of a Group is its name.
type Group struct {
	Name     string // "breaking"
	Mark     string // an emoji
	Severity Severity
}

// String returns the name of the group.
func (g Group) String() string { return g.Name }

// MarshalText returns the name of the group.
func (g Group) MarshalText() ([]byte, error) { return []byte(g.Name), nil }

// Entry is a difference between the two versions.
type Entry struct {
	ID          string     `json:"id"` // stable ID in kebab case, such as "enum-member-renamed"
	Group       Group      `json:"level"`
	Fingerprint string     `json:"fingerprint"` // see [Fingerprint]
	Subject     string     `json:"subject"`     // "schema DoorState"
	Detail      string     `json:"detail,omitempty"`
	Area        string     `json:"area,omitempty"`
	Message     string     `json:"message"`
	Fix         string     `json:"remedy,omitempty"`
	Audiences   []Affected `json:"audiences"` // audiences that the difference affects, in a fixed order
	Base        *Place     `json:"base"`      // place of the subject in base; nil if the subject is not in base
	Head        *Place     `json:"head"`      // place of the subject in head; nil if the subject is not in head
	Count       int        `json:"operations"`
	Requests    []string   `json:"requests"`  // operations whose request has the difference
	Responses   []string   `json:"responses"` // operations whose response has the difference
	Wire        []Evidence `json:"wire"`
	Go          []GoChange `json:"go"`
	Approval    *Approval  `json:"approval,omitempty"`

	Why         string   `json:"-"` // example or description of a breaking or risky effect on the wire, or ""
	Near        Position `json:"-"` // if Head is nil, the position in head of the value that contained the subject
	Operations  []string `json:"-"` // all affected operations; their number is Count
	Breaks      []string `json:"-"` // changes of Go identifiers that break programs
	Identifiers []string `json:"-"` // all changes of Go identifiers
	Places      []Entry  `json:"-"` // entries with the same change at other places; grouped sets the field
}

// Affected is an audience (a group of users) that an entry affects, with the level of the entry for this audience.
type Affected struct {
	Audience string `json:"audience"` // "wire-clients"
	Group    Group  `json:"level"`
}

// Place is a position, and the JSON pointer of the value at this position.
type Place struct {
	Pointer string `json:"pointer"`
	Position
}

// Evidence is a result of package diff/wire that explains an entry.
type Evidence struct {
	Rule    string `json:"rule"`
	Group   Group  `json:"level"`
	Message string `json:"message"`
	Witness string `json:"witness,omitempty"` // example, such as `now possible in the response: {"state":null}`
	Count   int    `json:"count"`
}

// GoChange is the change of one generated Go identifier.
type GoChange struct {
	Symbol  string `json:"symbol"`
	Message string `json:"message"`
	Breaks  bool   `json:"breaks"`
}

// Approval is the reason why an entry is approved, with the version at which the approval expires.
type Approval struct {
	Reason string `json:"reason"`
	Until  string `json:"until,omitempty"`
}

// Fingerprint returns a hash of texts that identify an entry or a finding.
func Fingerprint(parts ...string) string {
	s := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(s[:8])
}

// Pos returns the position of the subject in head. If Head is nil, Pos returns the position in base.
func (e Entry) Pos() Position {
	if e.Head == nil {
		return e.base()
	}
	return e.Head.Position
}

// Was returns the position of the subject in base. If Pos returns the same position, Was returns the zero position.
func (e Entry) Was() Position {
	if e.base() == e.Pos() {
		return Position{}
	}
	return e.base()
}

func (e Entry) base() Position {
	if e.Base == nil {
		return Position{}
	}
	return e.Base.Position
}

// headPosition returns a position for tools that show the files of head. It returns Near if Near is known, and the result of Pos otherwise.
func (e Entry) headPosition() Position {
	if e.Near.IsZero() {
		return e.Pos()
	}
	return e.Near
}

// Advice returns the fix for the entry, or "" if the group of the entry has severity Info.
func (e Entry) Advice() string {
	if e.Group.Severity == Info {
		return ""
	}
	return e.Fix
}

func (e Entry) sentence() string { return e.Subject + ": " + e.Message }

// Reach returns the number of affected operations, such as "12 operations (3 requests, 9 responses)". It returns "" if no operation is affected, or
// if the subject is below /paths in base and only one operation is affected.
func (e Entry) Reach() string {
	if e.Count == 0 || e.Count == 1 && e.Base != nil && strings.HasPrefix(e.Base.Pointer, "/paths/") {
		return ""
	}
	var parts []string
	if n := len(e.Requests); n > 0 {
		parts = append(parts, Plural(n, "request"))
	}
	if n := len(e.Responses); n > 0 {
		parts = append(parts, Plural(n, "response"))
	}
	return Plural(e.Count, "operation") + " (" + strings.Join(parts, ", ") + ")"
}

// Affects returns the audiences for which the level of the entry has severity Error or Warning, such as "breaking for names, go-callers; risky for
// wire-clients". If there are none, it returns "".
func (e Entry) Affects() string {
	var parts []string
	for _, severity := range []Severity{Error, Warning} {
		var names []string
		group := ""
		for _, a := range e.Audiences {
			if a.Group.Severity == severity {
				names, group = append(names, a.Audience), a.Group.Name
			}
		}
		if len(names) > 0 {
			parts = append(parts, group+" for "+strings.Join(names, ", "))
		}
	}
	return strings.Join(parts, "; ")
}

// facts returns phrases about the audiences and the affected operations.
func (e Entry) facts() []string {
	var list []string
	if text := e.Affects(); text != "" {
		list = append(list, text)
	}
	if reach := e.Reach(); reach != "" {
		list = append(list, "in "+reach)
	}
	return list
}

// Plural returns a number followed by a noun. The noun is in the plural unless the number is 1.
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return thousands(n) + " " + noun + "s"
}

// thousands returns a number with thousands separators, such as 2,583.
func thousands(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// heading returns "API changes", followed by the file of the spec, and by the branch and commit of head. It leaves out the file if the spec is in the
// root of the repository or in the directory spec.
func (d *Document) heading() string {
	text := "API changes"
	if d.Spec != "" && path.Dir(d.Spec) != "spec" && path.Dir(d.Spec) != "." {
		text += " of `" + Clip(d.Spec, 100) + "`"
	}
	if d.Title != "" {
		text += " on " + Clip(d.Title, 100)
	}
	return text
}

// bumps returns the part of the version to raise for each audience, such as "major for names, minor for wire-clients". If the changes affect no
// audience, it returns "".
func (d *Document) bumps() string {
	var list []string
	for _, a := range d.Counts.Audiences {
		list = append(list, a.Bump+" for "+a.Audience)
	}
	return strings.Join(list, ", ")
}

// approvalYAML returns the YAML that approves an entry in diff-approved.yaml. The reason is empty.
func (e Entry) approvalYAML() string {
	text := "- id: " + yamlText(e.ID) + "\n  subject: " + yamlText(e.Subject) + "\n"
	if e.Detail != "" {
		text += "  detail: " + yamlText(e.Detail) + "\n"
	}
	return text + "  reason: \"\"\n"
}

var plainYAML = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9 /._{}()-]*[A-Za-z0-9}/)]$`)

// yamlText returns a text as a YAML scalar on one line.
func yamlText(s string) string {
	if plainYAML.MatchString(s) {
		return s
	}
	data, err := EncodeJSON(s) // every JSON string is a YAML string
	if err != nil {
		return `""`
	}
	return strings.TrimSpace(string(data))
}

// title converts an ID in kebab case to words, such as "enum-member-renamed" to "Enum member renamed".
func title(id string) string {
	words := strings.ReplaceAll(id, "-", " ")
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

// Below returns a copy of the document with folder before the relative file names in the positions of entries and problems. folder uses slashes as
// separators. If folder is "", the copy is equal to the document.
func (d *Document) Below(folder string) *Document {
	out := *d
	place := func(p *Place) *Place {
		if p == nil {
			return nil
		}
		return &Place{p.Pointer, p.Position.below(folder)}
	}
	out.Entries, out.Problems = slices.Clone(d.Entries), d.Problems.Below(folder)
	for i := range out.Entries {
		e := &out.Entries[i]
		e.Base, e.Head, e.Near = place(e.Base), place(e.Head), e.Near.below(folder)
	}
	return &out
}

// Below returns a copy of the list with folder before the relative file names in its positions. folder uses slashes as separators. If folder is "",
// the copy is equal to the list.
func (l List) Below(folder string) List {
	out := slices.Clone(l)
	for i := range out {
		f := &out[i]
		f.Pos, f.End, f.Related = f.Pos.below(folder), f.End.below(folder), slices.Clone(f.Related)
		for j := range f.Related {
			f.Related[j].Pos = f.Related[j].Pos.below(folder)
		}
	}
	return out
}

// below returns p with folder before its file name. It does not change an absolute file name.
func (p Position) below(folder string) Position {
	if folder != "" && p.File != "" && !path.IsAbs(p.File) {
		p.File = path.Join(folder, p.File)
	}
	return p
}

// findings returns the entries and the problems as findings.
func (d *Document) findings() List {
	var list List
	for _, e := range d.Entries {
		f := Finding{Rule: e.ID, Severity: e.Group.Severity, Pos: e.headPosition(), Message: e.sentence()}
		if e.Head != nil {
			f.Pointer = e.Head.Pointer
		}
		if e.Approval != nil {
			f.Severity = Info
			f.Message += "; approved: " + e.Approval.Reason
		}
		for _, text := range e.facts() {
			f.Message += "; " + text
		}
		if e.Why != "" {
			f.Message += "; on the wire: " + e.Why
		}
		if fix := e.Advice(); fix != "" {
			f.Message += "; " + fix
		}
		if e.Base != nil && (e.Head != nil || !e.Near.IsZero()) {
			f.Related = []Related{{Pos: e.Base.Position, Message: "was here in " + d.Base}}
		}
		list = append(list, f)
	}
	return append(list, d.Problems...)
}
