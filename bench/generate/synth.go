package main

import (
	_ "embed"
	"fmt"
	"io"
	"text/template"
)

//go:embed synth.yaml.tmpl
var synthTemplate string

// A resource is what eight operations are about.
type resource struct {
	Name, Tag    string
	Enum, Parent string // enums, of its own and of another resource
	Settings     string
	OwnSettings  bool // the settings are described with this resource; three resources share them
	Members      []string
	Properties   []property
}

type property struct{ Name, Schema string }

// operationsEach counts the operations of a resource in synth.yaml.tmpl.
const operationsEach = 8

// synth writes a document of about so many operations: lists, objects with some fifteen members, settings, enums with names; sixteen operations
// a tag. A larger document is more of the same, so that what is measured is growth alone.
func synth(w io.Writer, operations int) error {
	t, err := template.New("synth").Parse(synthTemplate)
	if err != nil {
		return err
	}
	kinds := []string{"type: boolean", "type: string", "type: string, nullable: true", "type: integer, format: int32", "type: array, items: {type: string}"}
	names := []string{"Unknown", "Ready", "Pending", "Failed", "Running", "Standby", "Disabled", "Default", "Custom", "Inherited"}
	resources := make([]resource, max(1, operations/operationsEach))
	for i := range resources {
		r := resource{
			Name: fmt.Sprintf("Host%04d", i), Tag: fmt.Sprintf("Area%04d", i/2), Enum: fmt.Sprintf("Host%04dKind", i), Parent: fmt.Sprintf("Host%04dKind", i*7%len(resources)),
			Settings: fmt.Sprintf("Settings%04d", i/3), OwnSettings: i%3 == 0, Members: names[:3+i%8],
		}
		for j := range 12 + i%5 {
			r.Properties = append(r.Properties, property{fmt.Sprintf("member%d", j), kinds[(i*7+j*3)%len(kinds)]})
		}
		resources[i] = r
	}
	return t.Execute(w, resources)
}

// exponent fits y = a * x^k by least squares over the logarithms, and gives k.
func exponent(points []point) float64 {
	var n, sx, sy, sxx, sxy float64
	for _, p := range points {
		x, y := p.logs()
		n, sx, sy, sxx, sxy = n+1, sx+x, sy+y, sxx+x*x, sxy+x*y
	}
	return (n*sxy - sx*sy) / (n*sxx - sx*sx)
}
