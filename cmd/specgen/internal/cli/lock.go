package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen/lock"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
	"github.com/rasapi/specgen/gen/tree"
)

// readLock reads the project's lock. It returns nil if there is none, and nil and a finding if it is broken. A lock that is not a
// regular file, such as a symbolic link, is an error.
func readLock(p *project.Project) (*lock.Lock, report.List, error) {
	file := p.LockFile()
	if file == "" {
		return nil, nil, nil
	}
	info, err := os.Lstat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err == nil {
		err = tree.CheckRegular(file, info.Mode())
	}
	var data []byte
	if err == nil {
		data, err = os.ReadFile(file)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("lock: %w", err)
	}
	l, err := lock.Parse(data)
	if broken, ok := errors.AsType[*lock.ParseError](err); ok {
		var found report.List
		found.Add(report.Position{File: p.FSPath(file), Line: broken.Line, Column: 1}, "lock-broken",
			"the lock cannot be relied on: %s; run specgen generate, which writes it anew", broken.Reason)
		return nil, found, nil
	}
	return l, nil, err
}

// today makes the lock of the project's state without generating: the tool, the options, and the inputs that are named. An input that is
// gone is left out.
func (a *app) today(p *project.Project, inputs []string) (*lock.Lock, error) {
	l := lock.New(a.tool)
	l.Options = p.Options
	for _, name := range inputs {
		data, err := os.ReadFile(p.LockedFile(name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		l.Inputs[name] = lock.Sum(data)
	}
	return l, nil
}

// made makes the lock of what was planned.
func (a *app) made(p *project.Project, plans []planned) (*lock.Lock, error) {
	l := lock.New(a.tool)
	l.Options = p.Options
	l.Outputs = map[string]string{}
	for _, plan := range plans {
		loaded := plan.result.Spec
		for _, name := range loaded.Files() {
			if p.Builtin {
				break // the tool's version names them
			}
			l.Inputs[p.LockPath(project.Absolute(p.Base, name))] = lock.Sum(loaded.Source(name))
		}
		for _, name := range plan.result.Tree.Paths() {
			data, _ := plan.result.Tree.Data(name)
			l.Outputs[p.LockPath(project.Absolute(plan.Output, name))] = lock.Sum(data)
		}
	}
	if p.Config.Lint != "" && !p.Builtin {
		data, err := fs.ReadFile(p.FS, p.Config.Lint)
		if err != nil {
			return nil, err
		}
		l.Inputs[p.LockPath(project.Absolute(p.Base, p.Config.Lint))] = lock.Sum(data)
	}
	return l, nil
}

// there lists what stands in the output folders, by paths of the lock.
func outputFiles(p *project.Project) (map[string]lock.File, error) {
	files := map[string]lock.File{}
	for _, view := range p.Targets() {
		list, err := tree.List(view.Output)
		if err != nil {
			return nil, err
		}
		for name, f := range list {
			found := lock.File{Generated: f.Generated}
			if f.Generated {
				found.Sum = lock.Sum(f.Data)
			}
			files[p.LockPath(project.Absolute(view.Output, name))] = found
		}
	}
	return files, nil
}

// fresh tells, without generating, whether all is as the lock says. It is never true for a development build: what such a build would generate
// only generating tells.
func (a *app) fresh(ctx context.Context, p *project.Project, l *lock.Lock) (bool, error) {
	if l == nil || a.tool == lock.Development || l.Tool != a.tool {
		return false, ctx.Err()
	}
	inputs := make([]string, 0, len(l.Inputs))
	for name := range l.Inputs {
		inputs = append(inputs, name)
	}
	now, err := a.today(p, inputs)
	if err != nil {
		return false, err
	}
	there, err := outputFiles(p)
	if err != nil {
		return false, err
	}
	now.Outputs = l.Outputs
	return l.Equal(now) && ours(there, l) && !hasNewAreaFile(p, l), ctx.Err()
}

// unread tells whether there is an area file that is no input: lint asks for its entries in the root's index. A document that is in no house layout
// may have files of that name for itself; here the text of its root decides, for a run that is spared wants no spec loaded, and in doubt there is a run.
func hasNewAreaFile(p *project.Project, l *lock.Lock) bool {
	if p.Builtin {
		return false
	}
	areas, err := spec.AreaFiles(p.FS, p.Config.Spec)
	if err != nil {
		return true // generating tells what is wrong
	}
	if !slices.ContainsFunc(areas, func(name string) bool { return l.Inputs[p.LockPath(project.Absolute(p.Base, name))] == "" }) {
		return false
	}
	root, err := fs.ReadFile(p.FS, p.Config.Spec)
	return err != nil || bytes.Contains(root, []byte("paths/")) && bytes.Contains(root, []byte("#/~1"))
}

// ours tells whether the files that are there are the outputs of a lock, all of them and nothing else.
func ours(there map[string]lock.File, l *lock.Lock) bool {
	return maps.EqualFunc(there, l.Outputs, func(f lock.File, sum string) bool { return f.Generated && f.Sum == sum })
}

// writeLock writes the lock of what was just written.
func (a *app) writeLock(ctx context.Context, p *project.Project, l *lock.Lock) error {
	file := p.LockFile()
	if file == "" {
		return nil
	}
	if _, err := a.writeFile(ctx, file, l.Bytes()); err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	return nil
}

// verdict words a verdict: where it is shown, under which rule, and what to do about it.
func verdictFinding(p *project.Project, v lock.Verdict) report.Finding {
	d := report.Finding{Pos: report.Position{File: p.FSPath(p.LockedFile(v.Path))}}
	harmless := ""
	if v.Harmless {
		d.Severity = report.Warning
		harmless = ", which changes no generated file"
	}
	const renew = "run specgen generate"
	switch v.Kind {
	case lock.SpecChanged:
		d.Rule = "spec-changed"
		what := "was changed"
		switch {
		case v.Was == "":
			what = "is new in the spec"
		case v.Is == "":
			what = "is no longer part of the spec"
		}
		d.Message = fmt.Sprintf("%s since the code was generated%s; %s", what, harmless, renew)
	case lock.OptionChanged:
		d.Rule, d.Pos.File = "config-drift", p.FSPath(p.ConfigFile)
		d.Message = fmt.Sprintf("%s is %s and was %s when the code was generated%s; %s, or set it back", v.Path, value(v.Is), value(v.Was), harmless, renew)
	case lock.ToolChanged:
		d.Rule, d.Pos.File = "tool-drift", p.FSPath(p.LockFile())
		d.Message = fmt.Sprintf("specgen %s generated the code, and this is %s, which makes other files; %s, or use %s", v.Was, v.Is, renew, v.Was)
		if v.Was == v.Is {
			d.Message = "this development build of specgen makes other files than the one that generated the code; " + renew
		}
		if v.Harmless {
			d.Message = fmt.Sprintf("specgen %s generated the code, and this is %s, which makes the same files; %s to renew the lock", v.Was, v.Is, renew)
		}
	case lock.LockWrong:
		d.Rule, d.Pos.File = "lock-broken", p.FSPath(p.LockFile())
		d.Message = "the lock does not say what its inputs generate, so it was changed by hand or merged; " + renew + ", which writes it anew"
	case lock.Edited:
		d.Rule, d.Message = "generated-edited", "was edited by hand; change the spec instead, and "+renew+", which undoes the edit"
	case lock.Stale:
		d.Rule, d.Message = changeRule(tree.Changed)
	case lock.Missing:
		d.Rule, d.Message = changeRule(tree.Missing)
	case lock.Orphaned:
		d.Rule, d.Message = changeRule(tree.Orphaned)
	default:
		d.Rule, d.Message = changeRule(tree.NotGenerated)
	}
	return d
}

// value is an option's value in a sentence.
func value(s string) string {
	if s == "" {
		return "not set"
	}
	return fmt.Sprintf("%q", s)
}

// toolVersion is the version that stands in a lock: a release or the pseudo-version of a commit as the Go proxy has it. A build of a working
// copy, and one that a replace directive leads to, is a development build whatever version it carries.
func toolVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" || info.Main.Replace != nil {
		return lock.Development
	}
	for _, s := range info.Settings {
		if strings.HasPrefix(s.Key, "vcs") {
			return lock.Development
		}
	}
	return info.Main.Version
}
