package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// The following types represent the part of SARIF 2.1.0 (OASIS Standard, errata 01) that findings use.
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
	for _, f := range list {
		if f.Rule != "" {
			ids = append(ids, f.Rule)
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
	for _, f := range list {
		r := p.result(f)
		if i, ok := slices.BinarySearch(ids, f.Rule); ok {
			r.RuleIndex = &i
		}
		print := findingFingerprint(f)
		seen[print]++
		r.Fingerprints = map[string]string{"finding/v1": fmt.Sprintf("%s:%d", print, seen[print])}
		run.Results = append(run.Results, r)
	}
	return p.encode(sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0", Runs: []sarifRun{run},
	})
}

func (p *printer) result(f Finding) sarifResult {
	r := sarifResult{RuleID: f.Rule, Level: f.Severity.word("error", "warning", "note"), Message: sarifText{plainMessage(f.Message)}}
	at := sarifLocation{Physical: p.physical(f.Pos, f.End)}
	if f.Pointer != "" {
		at.Logical = []sarifLogical{{f.Pointer}}
	}
	if at.Physical != nil || at.Logical != nil {
		r.Locations = []sarifLocation{at}
	}
	for _, related := range f.Related {
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
	place.Region = &sarifRegion{StartLine: pos.Line, StartColumn: max(0, p.utf16Column(pos))}
	if end.File == pos.File && pos.Compare(end) < 0 && pos.Column > 0 && end.Column > 0 {
		place.Region.EndLine, place.Region.EndColumn = end.Line, p.utf16Column(end)
	}
	return place
}

// fileURI returns the URI reference (RFC 3986) for a file name. The reference is relative if the name is relative.
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

// plainMessage escapes the brackets in a message that contains "](". Viewers render [text](target) in a plain text message as a link (SARIF 2.1.0,
// 3.11.6). plainMessage also doubles every backslash in such a message, so that a bracket remains escaped if a viewer reads \\ as one backslash. It
// does not double braces, although section 3.11.5 requires doubled braces. Almost no viewer supports doubled braces, and a path such as /doors/{{id}}
// would mislead readers.
func plainMessage(s string) string {
	if !strings.Contains(s, "](") {
		return s
	}
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`).Replace(s)
}

// findingFingerprint returns a hash of a finding that does not depend on the line. Most edits above the finding therefore do not change the hash.
func findingFingerprint(f Finding) string {
	h := sha256.New()
	for _, part := range []string{f.Rule, f.Pos.File, f.Pointer, f.Message} {
		fmt.Fprintf(h, "%d %s\n", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
