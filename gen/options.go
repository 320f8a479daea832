package gen

import (
	"path"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/spec"
)

// Options says what cfg sets that shapes the generated files, by name, in words that a person can read: they stand in specgen.lock, so that
// verify can name what was set otherwise. Defaults are left out, and so is what only judges ([Config.Lint]).
func (c Config) Options() map[string]string {
	options := map[string]string{}
	set := func(name, value string) {
		if value != "" {
			options[name] = value
		}
	}
	flag := func(name string, on bool) {
		if on {
			options[name] = "true"
		}
	}
	set("spec", clean(c.Spec))
	set("initialisms", strings.Join(c.Initialisms, " "))
	for _, t := range c.Each() {
		prefix := ""
		if len(c.Targets) > 0 {
			prefix = strings.ReplaceAll(clean(t.Output), " ", "%20") + ":"
		}
		set(prefix+"output", clean(t.Output))
		set(prefix+"package", t.Package)
		flag(prefix+"enums.visitor", t.Enums.Visitor)
		flag(prefix+"enums.sql", t.Enums.SQL)
		flag(prefix+"enums.lean", t.Enums.Lean)
		set(prefix+"generate", strings.Join(t.Parts, " "))
		if t.OnePackage {
			set(prefix+"packages", "one")
		}
		set(prefix+"router", t.Router)
		set(prefix+"select.tags", texts(t.Select.Tags))
		set(prefix+"select.operations", texts(t.Select.Operations))
		set(prefix+"select.paths", texts(t.Select.Paths))
		set(prefix+"select.evidence", texts(t.Select.Evidence))
		set(prefix+"select.version", t.Select.Version)
	}
	return options
}

func texts(choices []spec.Choice) string {
	list := make([]string, len(choices))
	for i, c := range choices {
		list[i] = c.Text
	}
	slices.Sort(list) // their order means nothing
	return strings.Join(list, ", ")
}

// clean makes two spellings of a path one.
func clean(name string) string {
	if name == "" {
		return ""
	}
	return path.Clean(name)
}
