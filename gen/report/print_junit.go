package report

import (
	"cmp"
	"encoding/xml"
	"fmt"
)

// The following types represent the JUnit report that Jenkins, GitLab and Azure read. There is no specification of JUnit reports.
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

// junit writes one test case per finding. An error is a failed test case. A warning or an info is a skipped test case, so that a CI system shows it
// and does not fail. For an empty list, junit writes one successful test case, because several CI systems reject a report without test cases.
func (p *printer) junit(list List) error {
	suite := junitSuite{Name: Visible(p.Tool), Tests: max(1, len(list))}
	for _, f := range list {
		c := junitCase{
			Name: Visible(cmp.Or(f.Pos.String(), f.Message)), ClassName: Visible(cmp.Or(f.Rule, p.Tool)),
			File: Visible(f.Pos.File), Line: max(0, f.Pos.Line),
		}
		if f.Severity == Error {
			suite.Failures++
			text := Visible(f.String())
			for _, r := range f.Related {
				text += fmt.Sprintf("\n    %s: %s", Visible(r.Pos.String()), Visible(r.Message))
			}
			c.Failure = &junitFailure{Type: Visible(f.Rule), Message: Visible(f.Message), Text: text}
		} else {
			suite.Skipped++
			c.Skipped = &junitSkipped{Message: Visible(f.Severity.String() + ": " + f.Message)}
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
