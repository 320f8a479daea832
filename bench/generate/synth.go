package main

import (
	_ "embed"
	"fmt"
	"io"
	"math"
	"text/template"
)

//go:embed synth.yaml.tmpl
var synthTemplate string

// resource is a kind of object in a synthetic document, such as a host.
type resource struct {
	Name, Tag    string
	Enum, Parent string // names of the enums of the properties kind and parentKind
	Settings     string // name of a schema that three resources share
	OwnSettings  bool   // whether this resource declares the schema Settings
	Members      []string
	Properties   []property
}

type property struct{ Name, Schema string }

// operationsPerResource is the number of operations of a resource in synth.yaml.tmpl.
const operationsPerResource = 8

// synthesize writes a document with as many resources as the given number of operations permits, but at least one. Every two consecutive resources
// share a tag. Each resource has an object with about fifteen properties, an enum with names, and settings. A larger document differs only in the
// number of resources.
func synthesize(w io.Writer, operations int) error {
	t, err := template.New("synth").Parse(synthTemplate)
	if err != nil {
		return err
	}
	schemas := []string{"type: boolean", "type: string", "type: string, nullable: true", "type: integer, format: int32", "type: array, items: {type: string}"}
	names := []string{"Unknown", "Ready", "Pending", "Failed", "Running", "Standby", "Disabled", "Default", "Custom", "Inherited"}
	resources := make([]resource, max(1, operations/operationsPerResource))
	for i := range resources {
		r := resource{
			Name: fmt.Sprintf("Host%04d", i), Tag: fmt.Sprintf("Area%04d", i/2), Enum: fmt.Sprintf("Host%04dKind", i), Parent: fmt.Sprintf("Host%04dKind", i*7%len(resources)),
			Settings: fmt.Sprintf("Settings%04d", i/3), OwnSettings: i%3 == 0, Members: names[:3+i%8],
		}
		for j := range 12 + i%5 {
			r.Properties = append(r.Properties, property{fmt.Sprintf("member%d", j), schemas[(i*7+j*3)%len(schemas)]})
		}
		resources[i] = r
	}
	return t.Execute(w, resources)
}

// exponent returns the exponent k of the function cpu = a * operations^k that fits the points best. The fit uses least squares on logarithms.
func exponent(points []point) float64 {
	var n, sx, sy, sxx, sxy float64
	for _, p := range points {
		x, y := math.Log(float64(p.operations)), math.Log(p.cpu)
		n, sx, sy, sxx, sxy = n+1, sx+x, sy+y, sxx+x*x, sxy+x*y
	}
	return (n*sxy - sx*sy) / (n*sxx - sx*sx)
}
