package render

import (
	"go/scanner"
	"go/token"
	"regexp"
)

// Variables returns the identifiers that the variable of a path parameter must not use, because the templates of the areas use them.
func Variables() map[string]bool {
	found := identifiers(clientTemplate, serverTemplate)
	for name := range (Options{}).imports() {
		found[name] = true
	}
	return found
}

// Packages returns the identifiers that must not be the name of an imported package in a facade, because the templates use them.
func Packages() map[string]bool {
	return identifiers(clientFacadeTemplate, serverFacadeTemplate, stdFacadeTemplate)
}

// action matches an action in a template.
var action = regexp.MustCompile(`(?s)\{\{.*?\}\}`)

// identifiers returns the identifiers in the Go code of templates, except those after a dot, such as Get in c.Get.
func identifiers(templates ...string) map[string]bool {
	found := map[string]bool{}
	for _, text := range templates {
		text = action.ReplaceAllLiteralString(text, " ")
		var s scanner.Scanner
		s.Init(token.NewFileSet().AddFile("", -1, len(text)), []byte(text), nil, 0)
		before := token.EOF
		for {
			_, tok, name := s.Scan()
			if tok == token.EOF {
				break
			}
			if tok == token.IDENT && before != token.PERIOD {
				found[name] = true
			}
			before = tok
		}
	}
	return found
}
