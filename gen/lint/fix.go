package lint

import (
	"context"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
	"github.com/rasapi/specgen/internal/nearest"
)

// Edit replaces the bytes of a file from offset Start up to, but not including, offset End with Text.
type Edit struct {
	File       string
	Start, End int
	Text       string
}

// Fix returns a list of text edits for each finding that has a safe fix. It skips a finding with several possible fixes, such as a missing name. Fix
// also skips files with anchors, and edits that would remove a comment. [spec.Format] fixes findings about the index.
func Fix(ctx context.Context, s *spec.Spec, found report.List, cfg Config) [][]Edit {
	f := fixer{checker: newChecker(ctx, s, cfg), sources: map[string]*source{}}
	fixes := fixes()
	var groups [][]Edit
	for _, d := range found {
		fix := fixes[d.Rule]
		if fix == nil {
			continue
		}
		f.edits, f.fail = nil, false
		fix(&f, d)
		if !f.fail && len(f.edits) > 0 {
			groups = append(groups, f.edits)
		}
	}
	return groups
}

// HasFix reports whether [Fix] or [spec.Format] can fix findings of a rule.
func HasFix(rule string) bool {
	return rule == "index-sorted" || fixes()[rule] != nil
}

// fixes returns the functions that fix findings, by ID of the rule.
func fixes() map[string]func(*fixer, report.Finding) {
	remove := func(f *fixer, d report.Finding) { f.remove(d.Pointer) }
	return map[string]func(*fixer, report.Finding){
		"allof-closed":                remove,
		"authorization-url-forbidden": remove,
		"bearer-format-forbidden":     remove,
		"in-forbidden":                remove,
		"name-forbidden":              remove,
		"token-url-forbidden":         remove,
		"duplicate-required-field":    remove,
		"enum-flags":                  (*fixer).flags,
		"enum-names":                  (*fixer).names,
		"enum-null":                   (*fixer).enumNull,
		"enum-type":                   (*fixer).enumType,
		"enum-values":                 (*fixer).removeDuplicateValue,
		"extension-typo":              (*fixer).extension,
		"extra-sibling-fields":        (*fixer).field,
		"nullable-ref":                (*fixer).nullableRef,
		"path-must-start-with-slash":  (*fixer).slash,
		"path-parameter-required":     (*fixer).required,
		"ref-through-root":            (*fixer).throughRoot,
		"schema-type-unsupported":     (*fixer).typeWord,
		"status-case":                 (*fixer).status,
		"type-array-for-3-1-plus":     (*fixer).typeList,
	}
}

// nullableRef replaces a reference with allOf: [{$ref: ...}]. It changes nothing in a document of OpenAPI 3.1, which does not define nullable, or if
// the schema has other fields that would restrict values next to allOf.
func (f *fixer) nullableRef(d report.Finding) {
	pointer, _ := parent(d.Pointer)
	src, n := f.at(pointer)
	harmless := []string{"$ref", "nullable", "description", "title", "deprecated", "readOnly", "writeOnly"}
	ref := n.Entry("$ref")
	f.fail = f.fail || f.is31()
	for key := range n.Each() {
		if !slices.Contains(harmless, key) && !strings.HasPrefix(key, "x-") {
			f.fail = true // the field has no effect next to $ref, but it would have an effect next to allOf
		}
	}
	if ref == nil {
		f.fail = true
		return
	}
	start, end, ok := src.keySpan(ref)
	_, last, plain := src.span(ref.Value)
	switch {
	case !ok || !plain:
		f.fail = true
	case n.Flow():
		f.edit(src, start, start, "allOf: [{")
		f.edit(src, last, last, "}]")
	default:
		f.edit(src, start, end, "allOf:"+src.eol+strings.Repeat(" ", ref.Pos().Column+1)+"- $ref")
	}
}

// enumNull removes null and its items in [memberLists] from an enum, and adds nullable: true. It sets f.fail if the schema has nullable: false.
func (f *fixer) enumNull(d report.Finding) {
	list, i := parent(d.Pointer)
	schema, _ := parent(list)
	src, n := f.at(schema)
	if f.fail {
		return
	}
	f.remove(d.Pointer)
	values := n.Get("enum")
	for _, field := range memberLists(n) {
		if texts := n.Get(field).List(); values != nil && len(texts) == values.Len() {
			f.remove(schema + oas.Pointer(field, i))
		}
	}
	switch nullable := n.Get("nullable"); {
	case nullable == nil:
		f.insertBefore(src, n, "enum", "nullable: true")
	case !nullable.True():
		f.fail = true
	}
}

// enumType fixes the types of an enum. It quotes numbers and booleans in a string enum, removes the quotes around integers in an integer enum, or
// adds a missing type. The added type permits null if the enum contains null.
func (f *fixer) enumType(d report.Finding) {
	pointer := d.Pointer
	for !strings.HasSuffix(pointer, "/enum") {
		if pointer == "" {
			return
		}
		pointer, _ = parent(pointer)
	}
	schema, _ := parent(pointer)
	src, n := f.at(schema)
	values := n.Get("enum")
	typ, _ := n.Types()
	if len(values.List()) == 0 {
		return
	}
	if len(typ) == 0 {
		typ, null := typeFor(values.Items)
		nullable := n.Get("nullable")
		if typ == "" || null && !f.is31() && nullable != nil && !nullable.True() {
			return
		}
		if null && f.is31() {
			typ = "[" + typ + ", 'null']"
		}
		f.insertBefore(src, n, "enum", "type: "+typ)
		if null && !f.is31() && nullable == nil {
			f.insertBefore(src, n, "enum", "nullable: true")
		}
		return
	}
	for _, item := range values.Items {
		start, end, ok := src.span(item)
		switch {
		case typ[0] == "string" && (item.IsNumber() || item.Type == oas.Bool):
			f.fail = f.fail || !ok
			if ok {
				f.edit(src, start, end, "'"+string(src.Data[start:end])+"'")
			}
		case typ[0] == "integer" && item.Type == oas.String:
			if number, whole := item.Int(); whole && ok {
				f.edit(src, start, end, number.String())
			}
		}
	}
}

// names writes the names of an enum as a list. It converts a mapping of names to values, and a string with one word per value. It changes nothing if
// a name differs from its Go name. If the finding is about an item of a list of names, names calls nameOfNull.
func (f *fixer) names(d report.Finding) {
	schema, field := parent(d.Pointer)
	if !slices.Contains(oas.EnumNameFields(), field) {
		f.nameOfNull(schema)
		return
	}
	src, n := f.at(schema)
	list, values := n.Get(field), n.Get("enum").List()
	if list == nil || len(values) == 0 {
		return
	}
	texts := make([]string, len(values))
	switch {
	case list.IsMapping():
		for name, value := range list.Each() {
			for i, v := range values {
				if v.Value == value.Value {
					texts[i] = name
				}
			}
		}
		if list.Len() != len(values) {
			return
		}
	case list.IsScalar():
		texts = strings.FieldsFunc(list.Value, func(r rune) bool { return r == ',' || r == ' ' || r == '|' })
	}
	plain := names.Namer(nil)
	if len(texts) != len(values) || slices.ContainsFunc(texts, func(name string) bool { return plain(name) != name }) {
		return
	}
	start, end, ok := src.span(list)
	if f.fail = f.fail || !ok; ok {
		f.edit(src, start, end, "["+strings.Join(texts, ", ")+"]")
	}
}

// nameOfNull removes the name of null from the list of names at a pointer. It changes nothing if the list does not have one name for each value.
func (f *fixer) nameOfNull(list string) {
	schema, field := parent(list)
	_, n := f.at(schema)
	values := n.Get("enum").List()
	if !slices.Contains(oas.EnumNameFields(), field) || len(n.Get(field).List()) != len(values) {
		return
	}
	for i, value := range values {
		if value.Type == oas.Null {
			f.remove(list + oas.Pointer(strconv.Itoa(i)))
			return
		}
	}
}

// removeDuplicateValue removes a duplicate value, with its items in [memberLists], from an enum. It keeps a value whose items differ from those of the
// first value. It also keeps the value if it cannot find the items, because a field is not a list or has another length.
func (f *fixer) removeDuplicateValue(d report.Finding) {
	list, i := parent(d.Pointer)
	schema, field := parent(list)
	_, n := f.at(schema)
	values := n.Get(field).List()
	this := n.Get(field, i)
	if field != "enum" && field != "x-enum-values" || this == nil || !strings.HasPrefix(d.Message, "duplicate ") {
		return
	}
	first := slices.IndexFunc(values, func(v *oas.Node) bool { return v == this || sameValue(v, this) })
	if first < 0 || values[first] == this {
		return
	}
	for _, field := range memberLists(n) {
		texts := n.Get(field).List()
		if len(texts) != len(values) || texts[first].Value != texts[slices.Index(values, this)].Value {
			f.fail = true
			return
		}
		f.remove(schema + oas.Pointer(field, i))
	}
	f.remove(d.Pointer)
}

// sameValue reports whether two values of an enum have the same text or are equal integers. Equal integers may be written differently, such as 9 and
// the octal 011.
func sameValue(a, b *oas.Node) bool {
	one, ok := a.Int()
	other, both := b.Int()
	return a.Value == b.Value || ok && both && one.Cmp(other) == 0
}

// flags renames enum to x-enum-values, or adds a missing type.
func (f *fixer) flags(d report.Finding) {
	schema, field := parent(d.Pointer)
	src, n := f.at(schema)
	switch {
	case field == "enum" && n.Get("x-enum-values") == nil:
		f.rename(src, n, "enum", "x-enum-values")
	case field == "x-enum-flags" && n.Get("type") == nil && n.Get(field).True():
		f.insertBefore(src, n, field, "type: integer")
	}
}

// extension corrects the name of an extension.
func (f *fixer) extension(d report.Finding) {
	pointer, name := parent(d.Pointer)
	src, n := f.at(pointer)
	if similar := similarExtension(name); similar != "" && n.Get(similar) == nil {
		f.rename(src, n, name, similar)
	}
}

// field corrects the misspelled name of an OpenAPI field. For a field that does not contain objects, it does so only if the value has the type of the
// field.
func (f *fixer) field(d report.Finding) {
	pointer, name := parent(d.Pointer)
	o := f.model.At(pointer)
	if o == nil {
		return
	}
	src, n := f.at(pointer)
	similar := similarField(o.Kind, name)
	if similar == "" || n.Get(similar) != nil {
		return
	}
	target := fresh(o.Kind)
	if below, _ := childKind(o.Kind, similar); below == oas.Data && (target == nil || read(map[string]any{similar: data(o.Get(name))}, target) != nil) {
		return
	}
	f.rename(src, n, name, similar)
}

// slash adds a slash at the start of a path. If the path is in an area file, slash edits only this file, because spec.Format updates the index.
func (f *fixer) slash(d report.Finding) {
	above, name := parent(d.Pointer)
	src := f.source(d.Pos.File)
	start, end, ok := src.keySpan(src.keys[src.Offset(d.Pos)])
	if !ok || f.spec.At(above+oas.Pointer("/"+name)) != nil {
		return
	}
	if quote := src.Data[start]; quote == '\'' || quote == '"' {
		start++
		end = start
		name = ""
	}
	f.edit(src, start, end, "/"+name)
}

// required sets required: true in a parameter.
func (f *fixer) required(d report.Finding) {
	src, n := f.at(d.Pointer)
	if value := n.Get("required"); value != nil {
		start, end, ok := src.span(value)
		if f.fail = f.fail || !ok; ok {
			f.edit(src, start, end, "true")
		}
		return
	}
	for _, before := range []string{"schema", "content", "name"} {
		if n.Get(before) != nil {
			f.insertBefore(src, n, before, "required: true")
			return
		}
	}
}

// typeWord replaces a misspelled type, or the name of a type in another language, with a type that OpenAPI defines.
func (f *fixer) typeWord(d report.Finding) {
	src, n := f.at(d.Pointer)
	if n == nil || !n.IsScalar() {
		return
	}
	corrected := typeOf(n.Value)
	for _, word := range []string{"string", "number", "integer", "boolean", "array", "object"} {
		if nearest.Distance(word, strings.ToLower(n.Value), 3) < 3 {
			corrected = word
		}
	}
	if start, end, ok := src.span(n); ok && corrected != "" {
		f.edit(src, start, end, corrected)
	}
}

// typeList replaces a list of types with its only type other than "null". If the list contains "null", typeList adds nullable: true.
func (f *fixer) typeList(d report.Finding) {
	schema, _ := parent(d.Pointer)
	src, n := f.at(schema)
	list := n.Get("type")
	types, _ := n.Types()
	if list == nil || !list.IsSequence() || len(types) != 1 || n.Get("nullable") != nil {
		return
	}
	start, end, ok := src.span(list)
	if !ok {
		return
	}
	f.edit(src, start, end, types[0])
	if list.Len() > 1 {
		f.insertBefore(src, n, "type", "nullable: true")
	}
}

// throughRoot changes a reference so that it references an entry of the root. This entry must have the same target as the reference.
func (f *fixer) throughRoot(d report.Finding) {
	root := f.spec.Root()
	src := f.source(d.Pos.File)
	value := src.scalars[src.Offset(d.Pos)]
	start, end, ok := src.span(value)
	if !ok {
		return
	}
	file, pointer, _ := strings.Cut(value.Value, "#")
	target := d.Pos.File
	if file != "" {
		target = path.Join(path.Dir(d.Pos.File), file)
	}
	// components reports whether #/components/... in a file refers to the components of the root. This is the case in the root, and in files without a
	// field "components".
	components := func(file string) bool { return file == root || f.spec.Parsed(file).Get("components") == nil }
	section, name := "", ""
	for key, entries := range f.spec.Parsed(root).Get("components").Each() {
		for entry, value := range entries.Each() {
			to, at, _ := strings.Cut(value.Text("$ref"), "#")
			if to != "" && path.Join(path.Dir(root), to) == target && at == pointer || components(target) && pointer == oas.Pointer("components", key, entry) {
				section, name = key, entry
			}
		}
	}
	if name == "" {
		return
	}
	prefix := ""
	if d.Pos.File != root {
		prefix = f.rootFrom(d.Pos.File)
	}
	f.edit(src, start, end, "'"+prefix+"#"+strings.ReplaceAll(oas.Pointer("components", section, name), "'", "''")+"'")
}

// parent splits a pointer into the pointer of its parent and its last token. For "" and for a pointer that is not valid, both results are "".
func parent(pointer string) (above, last string) {
	tokens, err := oas.Tokens(pointer)
	if err != nil || len(tokens) == 0 {
		return "", ""
	}
	return oas.Pointer(tokens[:len(tokens)-1]...), tokens[len(tokens)-1]
}
