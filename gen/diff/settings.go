package diff

import (
	"slices"
	"strings"
)

// settings compares the settings of specgen.yaml.
func (c *comparison) settings() {
	seen := map[string]bool{}
	for _, s := range slices.Concat(c.base.Settings, c.head.Settings) {
		if !seen[s.Name] {
			c.setting(s.Name, valueOf(c.base.Settings, s.Name), valueOf(c.head.Settings, s.Name))
		}
		seen[s.Name] = true
	}
}

// valueOf returns the setting with a name, or nil if there is none.
func valueOf(list []Setting, name string) *Setting {
	if i := slices.IndexFunc(list, func(s Setting) bool { return s.Name == name }); i >= 0 {
		return &list[i]
	}
	return nil
}

// setting adds the edit of a setting, if its values differ.
func (c *comparison) setting(name string, was, is *Setting) {
	e := &edit{class: classOf("setting-changed"), base: "", head: "", subject: "setting " + name}
	text := "the setting " + name + " of specgen.yaml "
	switch {
	case was == nil:
		e.at, e.detail, e.message = is.Pos, "nothing -> "+orNothing(is.Value), text+"was added: "+orNothing(is.Value)
	case is == nil:
		e.atBase, e.detail, e.message = was.Pos, orNothing(was.Value)+" -> nothing", text+"was removed; it was "+orNothing(was.Value)
	case was.Value == is.Value:
		return
	default:
		e.atBase, e.at, e.detail = was.Pos, is.Pos, orNothing(was.Value)+" -> "+orNothing(is.Value)
		e.message = text + "changed from " + orNothing(was.Value) + " to " + orNothing(is.Value)
	}
	if name == "package" || strings.HasSuffix(name, ":package") {
		e.class = variantOf(e.id, "package")
		if was == nil && name != "package" {
			e.class = variantOf(e.id, "target")
		}
	}
	c.edits = append(c.edits, e)
}

// orNothing returns s, or "nothing" if it is empty.
func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}
