package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// These types are the part of SARIF 2.1.0 (OASIS Standard, errata 01) that findings need.
type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool       sarifTool     `json:"tool"`
	ColumnKind string        `json:"columnKind"`
	Results    []sarifResult `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name    string      `json:"name"`
	Version string      `json:"version,omitempty"`
	Rules   []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID               string     `json:"id"`
	ShortDescription *sarifText `json:"shortDescription,omitempty"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID       string            `json:"ruleId,omitempty"`
	RuleIndex    *int              `json:"ruleIndex,omitempty"`
	Level        string            `json:"level"`
	Message      sarifText         `json:"message"`
	Locations    []sarifLocation   `json:"locations,omitempty"`
	Related      []sarifLocation   `json:"relatedLocations,omitempty"`
	Fingerprints map[string]string `json:"partialFingerprints"`
}

type sarifLocation struct {
	Physical *sarifPhysical `json:"physicalLocation,omitempty"`
	Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	Message  *sarifText     `json:"message,omitempty"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn,omitempty"`
	EndLine     int `json:"endLine,omitempty"`
	EndColumn   int `json:"endColumn,omitempty"`
}

type sarifLogical struct {
	FullyQualifiedName string `json:"fullyQualifiedName"`
}

func (p *printer) sarif(list List) error {
	ids := []string{}
	for _, d := range list {
		if d.Rule != "" {
			ids = append(ids, d.Rule)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	driver := sarifDriver{Name: p.Tool, Version: p.Version, Rules: []sarifRule{}}
	for _, id := range ids {
		rule := sarifRule{ID: id}
		if title := p.Describe(id); title != "" {
			rule.ShortDescription = &sarifText{title}
		}
		driver.Rules = append(driver.Rules, rule)
	}
	run := sarifRun{Tool: sarifTool{driver}, ColumnKind: "utf16CodeUnits", Results: []sarifResult{}}
	seen := map[string]int{}
	for _, d := range list {
		r := p.result(d)
		if i, ok := slices.BinarySearch(ids, d.Rule); ok {
			r.RuleIndex = &i
		}
		print := findingFingerprint(d)
		seen[print]++
		r.Fingerprints = map[string]string{"finding/v1": fmt.Sprintf("%s:%d", print, seen[print])}
		run.Results = append(run.Results, r)
	}
	return p.encode(sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0", Runs: []sarifRun{run},
	})
}

func (p *printer) result(d Finding) sarifResult {
	r := sarifResult{RuleID: d.Rule, Level: d.Severity.word("error", "warning", "note"), Message: sarifText{plainMessage(d.Message)}}
	at := sarifLocation{Physical: p.physical(d.Pos, d.End)}
	if d.Pointer != "" {
		at.Logical = []sarifLogical{{d.Pointer}}
	}
	if at.Physical != nil || at.Logical != nil {
		r.Locations = []sarifLocation{at}
	}
	for _, related := range d.Related {
		place := sarifLocation{Physical: p.physical(related.Pos, Position{})}
		if related.Message != "" {
			place.Message = &sarifText{plainMessage(related.Message)}
		}
		r.Related = append(r.Related, place)
	}
	return r
}

func (p *printer) physical(pos, end Position) *sarifPhysical {
	if pos.File == "" {
		return nil
	}
	place := &sarifPhysical{Artifact: sarifArtifact{fileURI(pos.File)}}
	if pos.Line < 1 {
		return place
	}
	place.Region = &sarifRegion{StartLine: pos.Line, StartColumn: max(0, p.column16(pos))}
	if end.File == pos.File && pos.Compare(end) < 0 && pos.Column > 0 && end.Column > 0 {
		place.Region.EndLine, place.Region.EndColumn = end.Line, p.column16(end)
	}
	return place
}

// fileURI gives a file name as a URI reference (RFC 3986): relative for a relative name.
func fileURI(name string) string {
	u := url.URL{Path: name}
	drive := len(name) > 2 && name[1] == ':' && name[2] == '/'
	switch {
	case drive:
		u = url.URL{Scheme: "file", Path: "/" + name}
	case strings.HasPrefix(name, "/"):
		u.Scheme = "file"
	}
	return u.String()
}

// plainMessage keeps text of a document from becoming a link: a plain text message may hold [text](target) (SARIF 2.1.0, 3.11.6). A backslash before
// a bracket is doubled, so the bracket stays escaped whether a viewer reads \\ as one backslash or as two. Braces stay single, though 3.11.5 wants them
// doubled: hardly any tool or viewer does that, and /doors/{{id}} would mislead a reader.
func plainMessage(s string) string {
	if !strings.Contains(s, "](") {
		return s
	}
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`).Replace(s)
}

// findingFingerprint identifies a finding beyond edits above it: it leaves the line out.
func findingFingerprint(d Finding) string {
	h := sha256.New()
	for _, part := range []string{d.Rule, d.Pos.File, d.Pointer, d.Message} {
		fmt.Fprintf(h, "%d %s\n", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
