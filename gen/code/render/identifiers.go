package render

import (
	"go/scanner"
	"go/token"
	"regexp"
)

// Variables returns the identifiers that a path parameter must not use, because the templates of the areas use them for other objects.
func Variables() map[string]bool {
	found := identifiers(clientTemplate, serverTemplate)
	for name := range (Options{}).imports() {
		found[name] = true
	}
	return found
}

// Packages returns the identifiers that must not name an imported package in a facade, because the templates use them for other objects.
func Packages() map[string]bool {
	return identifiers(clientFacadeTemplate, serverFacadeTemplate, stdFacadeTemplate)
}

// action matches an action of a template.
var action = regexp.MustCompile(`(?s)\{\{.*?\}\}`)

// identifiers returns the identifiers in the Go code of templates, except the names in selectors, such as Get in c.Get.
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
