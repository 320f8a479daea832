package diff

import "strings"

// settings compares the settings of specgen.yaml.
func (c *comparison) settings() {
	find := func(list []Setting, name string) *Setting {
		for i := range list {
			if list[i].Name == name {
				return &list[i]
			}
		}
		return nil
	}
	note := func(name string, was, is *Setting) {
		e := &edit{
			class: classOf("setting-changed"), base: "", head: "", subject: "setting " + name,
		}
		var before, after string
		if was != nil {
			before, e.atBase = was.Value, was.Pos
		}
		if is != nil {
			after, e.at = is.Value, is.Pos
		}
		e.detail = orNothing(before) + " -> " + orNothing(after)
		e.message = "the setting " + name + " of specgen.yaml changed from " + orNothing(before) + " to " + orNothing(after)
		switch {
		case was == nil:
			e.message = "the setting " + name + " of specgen.yaml was added: " + orNothing(after)
		case is == nil:
			e.message = "the setting " + name + " of specgen.yaml was removed; it was " + orNothing(before)
		}
		if name == "package" || strings.HasSuffix(name, ":package") {
			e.level = Breaking
			if was == nil && name != "package" { // the target is new
				e.level = Compatible
			}
		}
		c.edits = append(c.edits, e)
	}
	for i := range c.base.Settings {
		was := &c.base.Settings[i]
		if is := find(c.head.Settings, was.Name); is == nil || is.Value != was.Value {
			note(was.Name, was, is)
		}
	}
	for i := range c.head.Settings {
		if is := &c.head.Settings[i]; find(c.base.Settings, is.Name) == nil {
			note(is.Name, nil, is)
		}
	}
}

// orNothing returns s, or "nothing" if it is empty.
func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}
