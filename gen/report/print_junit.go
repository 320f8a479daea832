package report

import (
	"encoding/xml"
	"fmt"
)

// These types are the JUnit report as Jenkins, GitLab and Azure read it; there is no specification.
type junitSuites struct {
	XMLName  xml.Name   `xml:"testsuites"`
	Name     string     `xml:"name,attr"`
	Tests    int        `xml:"tests,attr"`
	Failures int        `xml:"failures,attr"`
	Skipped  int        `xml:"skipped,attr"`
	Suite    junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name      string        `xml:"name,attr"`
	ClassName string        `xml:"classname,attr"`
	File      string        `xml:"file,attr,omitempty"`
	Line      int           `xml:"line,attr,omitempty"`
	Failure   *junitFailure `xml:"failure,omitempty"`
	Skipped   *junitSkipped `xml:"skipped,omitempty"`
}

type junitFailure struct {
	Type    string `xml:"type,attr,omitempty"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

type junitSkipped struct {
	Message string `xml:"message,attr"`
}

// junit writes a test case a finding. Errors are failures; warnings and infos are skipped cases, which a report shows without
// failing. Without findings there is one case that passed, since several readers take a report without any for a mistake.
func (p *printer) junit(list List) error {
	suite := junitSuite{Name: Visible(p.Tool), Tests: max(1, len(list))}
	for _, d := range list {
		c := junitCase{Name: Visible(d.Pos.String()), ClassName: Visible(d.Rule), File: Visible(d.Pos.File), Line: max(0, d.Pos.Line)}
		if c.ClassName == "" {
			c.ClassName = suite.Name
		}
		if c.Name == "" {
			c.Name = Visible(d.Message)
		}
		if d.Severity == Error {
			suite.Failures++
			text := Visible(d.String())
			for _, r := range d.Related {
				text += fmt.Sprintf("\n    %s: %s", Visible(r.Pos.String()), Visible(r.Message))
			}
			c.Failure = &junitFailure{Type: Visible(d.Rule), Message: Visible(d.Message), Text: text}
		} else {
			suite.Skipped++
			c.Skipped = &junitSkipped{Message: Visible(d.Severity.String() + ": " + d.Message)}
		}
		suite.Cases = append(suite.Cases, c)
	}
	if len(list) == 0 {
		suite.Cases = []junitCase{{Name: "no findings", ClassName: suite.Name}}
	}
	data, err := xml.MarshalIndent(junitSuites{
		Name: suite.Name, Tests: suite.Tests, Failures: suite.Failures, Skipped: suite.Skipped, Suite: suite,
	}, "", "  ")
	if err != nil {
		return err
	}
	p.out.WriteString(xml.Header)
	p.out.Write(data)
	p.out.WriteByte('\n')
	return nil
}
