package diff

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rasapi/specgen/gen/diff/edit"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
	"github.com/rasapi/specgen/internal/nearest"
)

// Policy changes the levels of changes. The zero value changes none. [ReadPolicy] reads a policy from a file, and the command adds the values of its flags.
type Policy struct {
	Rules        []RuleLevel // levels by change ID
	Paths        []PathLevel // levels by path; the first entry that matches applies
	SunsetDays   int         // minimum number of days from the date of base to x-sunset; 0 for no minimum
	Stability    string      // the least x-stability-level at which changes can be breaking or risky: draft, alpha, beta or stable; "" for beta
	SkipInternal bool        // leave out changes that affect only operations with x-internal: true
}

// RuleLevel sets the level of the changes with an ID, or leaves them out.
type RuleLevel struct {
	ID    string
	Level Level
	Omit  bool
	Pos   report.Position
}

// PathLevel limits the level of the changes that affect only operations with matching paths, or leaves these changes out. In a glob, * matches any text
// without a slash, and ** matches any text.
type PathLevel struct {
	Glob  string
	Level Level
	Omit  bool
	Pos   report.Position
}

// ReadPolicy parses a file with the keys rules, paths, sunset-days, stability-level and skip-internal. A rule is a change ID, or a rule of oasdiff with the
// same meaning. The level none leaves a change out. ReadPolicy returns a finding for each error.
func ReadPolicy(file string, data []byte) (Policy, report.List) {
	var p Policy
	r, root := oas.Read(file, data, "diff-policy")
	level := func(n *oas.Node) (Level, bool) {
		text := r.Text(n, "level")
		if text == "none" {
			return Doc, true
		}
		l, err := ParseLevel(text)
		if err != nil && text != "" {
			r.Add(n, "level %q is unknown; write breaking, risky, compatible, doc or none", text)
		}
		return l, false
	}
	entries := func(n *oas.Node, visit func(key string, value *oas.Node)) {
		if n.IsMapping() {
			r.Mapping(n, n.Keys(), nil, visit)
		} else {
			r.Mapping(n, nil, nil, func(string, *oas.Node) {})
		}
	}
	r.Mapping(root, []string{"rules", "paths", "sunset-days", "stability-level", "skip-internal"}, nil, func(key string, value *oas.Node) {
		switch key {
		case "rules":
			entries(value, func(id string, n *oas.Node) {
				ids := idsOf(id)
				if len(ids) == 0 {
					hint := "; write the ID of a change, which specgen diff --as json prints"
					if near := nearest.Name(id, slices.Sorted(maps.Keys(classByID())), 4); near != "" {
						hint = "; did you mean " + near + "?"
					}
					r.Add(n, "rule %q is unknown%s", id, hint)
				}
				l, omit := level(n)
				for _, id := range ids {
					p.Rules = append(p.Rules, RuleLevel{id, l, omit, n.Pos()})
				}
			})
		case "paths":
			entries(value, func(glob string, n *oas.Node) {
				l, omit := level(n)
				p.Paths = append(p.Paths, PathLevel{glob, l, omit, n.Pos()})
			})
		case "sunset-days":
			if days, err := strconv.Atoi(value.Value); err == nil && days >= 0 {
				p.SunsetDays = days
			} else {
				r.Add(value, "sunset-days must be a number of days, 0 or more")
			}
		case "stability-level":
			if p.Stability = r.Text(value, key); p.Stability != "" && !slices.Contains(edit.StabilityLevels(), p.Stability) {
				r.Add(value, "stability-level %q is unknown; write %s", p.Stability, strings.Join(edit.StabilityLevels(), ", "))
				p.Stability = ""
			}
		case "skip-internal":
			p.SkipInternal = r.Flag(value, key)
		}
	})
	return p, r.Findings()
}

// idsOf returns the change IDs for a rule of a policy: the rule itself if it is a change ID, or the IDs with the same meaning as the rule of oasdiff.
// It returns nil if the rule is unknown.
func idsOf(rule string) []string {
	if _, ok := classByID()[rule]; ok {
		return []string{rule}
	}
	var ids []string
	for _, c := range classes {
		if slices.Contains(c.oasdiff, rule) {
			ids = append(ids, c.id)
		}
	}
	return ids
}

// matchGlob returns the paths that a glob matches. /a/** matches /a as well.
func matchGlob(glob string, paths []string) []string {
	pattern := regexp.QuoteMeta(glob)
	pattern = strings.ReplaceAll(pattern, `/\*\*`, "(/.*)?")
	pattern = strings.ReplaceAll(pattern, `\*\*`, ".*")
	pattern = strings.ReplaceAll(pattern, `\*`, "[^/]*")
	re, err := regexp.Compile("^" + pattern + "$")
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(paths), func(p string) bool { return !re.MatchString(p) })
}

// Apply returns the changes that the policy keeps, with the levels that it sets. The changes are sorted. For each change, Apply applies SunsetDays,
// Rules, Paths, SkipInternal and Stability in this order. It returns a finding for each glob that matches no path of either side. If a side does not
// load, Apply returns all changes as they are.
func (p Policy) Apply(changes []Change, base, head Side) ([]Change, report.List) {
	if base.Bad != "" || head.Bad != "" {
		return changes, nil
	}
	var found report.List
	matched := make([]map[string]bool, len(p.Paths)) // for each glob, the paths that it matches
	for i, entry := range p.Paths {
		var paths []string
		for _, s := range []*spec.Spec{base.Spec, head.Spec} {
			paths = append(paths, s.Model().Root().Get("paths").Keys()...)
		}
		matched[i] = map[string]bool{}
		for _, path := range matchGlob(entry.Glob, paths) {
			matched[i][path] = true
		}
		if len(matched[i]) == 0 {
			found.Add(entry.Pos, "diff-policy", "no path matches %q; remove this entry, or correct the glob", entry.Glob)
		}
	}
	promises := newPromises(base.Spec, head.Spec)
	kept := changes[:0:0]
	for _, c := range changes {
		if p.SunsetDays > 0 {
			p.checkSunset(&c, base, head)
		}
		if p.keep(&c, matched, promises) {
			kept = append(kept, c)
		}
	}
	order(kept)
	return kept, found
}

// keep applies the policy, except SunsetDays, to a change and reports whether the change stays in the report.
func (p Policy) keep(c *Change, matched []map[string]bool, promises promises) bool {
	ops := slices.Concat(c.Requests, c.Responses)
	for _, rule := range p.Rules {
		if rule.ID == c.ID {
			if rule.Omit {
				return false
			}
			c.set(rule.Level)
		}
	}
	for i, entry := range p.Paths {
		if len(ops) > 0 && !slices.ContainsFunc(ops, func(o Operation) bool { return !matched[i][o.Path] }) {
			if entry.Omit {
				return false
			}
			c.limit(entry.Level)
			break
		}
	}
	if p.SkipInternal && len(ops) > 0 && !slices.ContainsFunc(ops, func(o Operation) bool { return !promises.internal(o) }) {
		return false
	}
	least := p.Stability
	if least == "" {
		least = "beta"
	}
	if promises.stability(*c, ops) < slices.Index(edit.StabilityLevels(), least) {
		c.limit(Compatible)
	}
	return true
}

// set sets the level of a change, and its level for each audience that it affects.
func (c *Change) set(level Level) {
	c.Level = level
	c.Audiences = maps.Clone(c.Audiences)
	for a := range c.Audiences {
		c.Audiences[a] = level
	}
}

// limit replaces each level of c that is worse than worst with worst.
func (c *Change) limit(worst Level) {
	c.Level = max(c.Level, worst)
	c.Audiences = maps.Clone(c.Audiences)
	for a, level := range c.Audiences {
		c.Audiences[a] = max(level, worst)
	}
}

// checkSunset turns c into a breaking change with the ID sunset-too-soon if the x-sunset of its object is missing, not a date or too early. It checks
// only changes that deprecate an object, or that change the x-sunset of a deprecated object.
func (p Policy) checkSunset(c *Change, base, head Side) {
	pointer := strings.TrimSuffix(c.Head.Pointer, "/deprecated")
	if c.ID == "sunset-changed" {
		pointer = strings.TrimSuffix(pointer, "/x-sunset")
	} else if c.ID != "deprecation-changed" {
		return
	}
	n := edit.Resolve(head.Spec, head.Spec.At(pointer))
	if n.Text("deprecated") != "true" || c.ID == "sunset-changed" && edit.Resolve(base.Spec, base.Spec.At(pointer)).Text("deprecated") != "true" {
		return
	}
	text := n.Text("x-sunset")
	day, ok := edit.ParseDate(text)
	least := base.Date.AddDate(0, 0, p.SunsetDays).Truncate(24 * time.Hour)
	if ok && (base.Date.IsZero() || !day.Before(least)) {
		return
	}
	class := classOf("sunset-too-soon")
	c.ID, c.Remedy, c.Detail = class.id, "set x-sunset to "+least.Format(time.DateOnly)+" or later", text
	days := report.Plural(p.SunsetDays, "day")
	switch {
	case text == "":
		c.Message += "; it has no x-sunset, which must be at least " + days + " away"
	case !ok:
		c.Message += "; its x-sunset " + text + " is not a date"
	default:
		c.Message += "; its x-sunset " + text + " is less than " + days + " away"
	}
	c.Level, c.Audiences = class.level, map[Audience]Level{WireClients: class.level}
}

// promises has the operations of both sides. The x-internal and x-stability-level of an operation restrict what users can rely on.
type promises struct {
	base, head *spec.Spec
	nodes      map[Operation][]*oas.Node // the nodes of an operation in base and in head
}

// newPromises returns the operations of both sides.
func newPromises(base, head *spec.Spec) promises {
	p := promises{base, head, map[Operation][]*oas.Node{}}
	for _, s := range []*spec.Spec{base, head} {
		for _, op := range s.Operations() {
			key := Operation{Method: op.Method, Path: spec.PathShape(op.Path)}
			p.nodes[key] = append(p.nodes[key], s.At(op.Pointer))
		}
	}
	return p
}

// of returns the nodes of an operation in base and in head. It leaves out a side that does not have the operation.
func (p promises) of(o Operation) []*oas.Node {
	return p.nodes[Operation{Method: o.Method, Path: spec.PathShape(o.Path)}]
}

// internal reports whether an operation has x-internal: true on each side that has the operation.
func (p promises) internal(o Operation) bool {
	nodes := p.of(o)
	return len(nodes) > 0 && !slices.ContainsFunc(nodes, func(n *oas.Node) bool { return n.Text("x-internal") != "true" })
}

// stability returns the stability level of a change, as an index in [edit.StabilityLevels]. It is the x-stability-level of the innermost object
// around the change that has one. If there is none, it is the highest level of the affected operations. An operation without x-stability-level is
// stable, and so is a change that affects no operation. The level in base takes precedence over the level in head.
func (p promises) stability(c Change, ops []Operation) int {
	rank := func(n *oas.Node) (int, bool) {
		i := slices.Index(edit.StabilityLevels(), n.Text("x-stability-level"))
		return i, i >= 0
	}
	s, at := p.base, c.Base.Pointer
	if at == "" {
		s, at = p.head, c.Head.Pointer
	}
	for ; at != ""; at = edit.Parent(at) {
		if r, ok := rank(s.At(at)); ok {
			return r
		}
	}
	stable := len(edit.StabilityLevels()) - 1
	if len(ops) == 0 {
		return stable
	}
	highest := 0
	for _, o := range ops {
		r := stable
		if nodes := p.of(o); len(nodes) > 0 {
			if own, ok := rank(nodes[0]); ok {
				r = own
			}
		}
		highest = max(highest, r)
	}
	return highest
}
