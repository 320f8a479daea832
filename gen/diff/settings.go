package diff

import (
	"cmp"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/diff/edit"
)

// settings adds an edit for each setting of specgen.yaml that differs.
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

// setting adds an edit if the setting called name differs between base and head. A nil pointer means that the side does not have the setting.
func (c *comparison) setting(name string, was, is *Setting) {
	e := newEntry(edit.Edit{ID: "setting-changed", Subject: "setting " + name})
	text := "the setting " + name + " of specgen.yaml "
	switch {
	case was == nil:
		e.at, e.Detail, e.Message = is.Pos, "nothing -> "+cmp.Or(is.Value, "nothing"), text+"was added: "+cmp.Or(is.Value, "nothing")
	case is == nil:
		e.atBase, e.Detail, e.Message = was.Pos, cmp.Or(was.Value, "nothing")+" -> nothing", text+"was removed; its value was "+cmp.Or(was.Value, "nothing")
	case was.Value == is.Value:
		return
	default:
		e.atBase, e.at, e.Detail = was.Pos, is.Pos, cmp.Or(was.Value, "nothing")+" -> "+cmp.Or(is.Value, "nothing")
		e.Message = text + "changed from " + cmp.Or(was.Value, "nothing") + " to " + cmp.Or(is.Value, "nothing")
	}
	if name == "package" || strings.HasSuffix(name, ":package") {
		e.class = variantOf(e.id, "package")
		if was == nil && name != "package" {
			e.class = variantOf(e.id, "target")
		}
	}
	c.entries = append(c.entries, e)
}
