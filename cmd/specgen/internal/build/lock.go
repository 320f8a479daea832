package build

import (
	"bytes"
	"cmp"
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

// ReadLock reads the lock of a project. If the project has no lock file, or if the file does not exist, it returns a nil lock. If the content is not
// valid, it returns a nil lock and a finding. It returns an error if the file cannot be read or is not a regular file, for example a symbolic link.
func ReadLock(p *project.Project) (*lock.Lock, report.List, error) {
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
			"the lock is not valid: %s; run specgen generate, which replaces it", broken.Reason)
		return nil, found, nil
	}
	return l, nil, err
}

// currentLock returns a lock with the current options and the checksums of the inputs, but without outputs. It omits inputs that do not exist.
func currentLock(tool string, p *project.Project, inputs []string) (*lock.Lock, error) {
	l := lock.New(tool)
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

// NewLock returns the lock for the generated files of targets. tool is the version of specgen.
func NewLock(tool string, p *project.Project, targets []Target) (*lock.Lock, error) {
	l := lock.New(tool)
	l.Options = p.Options
	l.Outputs = map[string]string{}
	for _, target := range targets {
		loaded := target.Result.Spec
		for _, name := range loaded.Files() {
			if p.Builtin {
				break // the version of specgen determines the embedded files
			}
			l.Inputs[p.LockPath(project.Absolute(p.Base, name))] = lock.Sum(loaded.Source(name))
		}
		for _, name := range target.Result.Tree.Paths() {
			data, _ := target.Result.Tree.Data(name)
			l.Outputs[p.LockPath(project.Absolute(target.Output, name))] = lock.Sum(data)
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

// lockWithoutOutputs returns the lock for a document with errors. The lock contains the current options, the current checksums of those inputs in old
// that still exist, and no outputs. If old is nil, the lock contains no inputs.
func lockWithoutOutputs(tool string, p *project.Project, old *lock.Lock) (*lock.Lock, error) {
	var inputs []string
	if old != nil {
		inputs = slices.Collect(maps.Keys(old.Inputs))
	}
	now, err := currentLock(tool, p, inputs)
	if err == nil {
		now.Outputs = nil
	}
	return now, err
}

// outputFiles returns the files that [tree.List] finds in the output directories. The keys of the map are paths as in the lock (see
// [project.Project.LockPath]).
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

// UpToDate reports whether the version of specgen, the inputs, the options and the output files match the lock l. It does not generate code. If l is
// nil, or if the spec has a new area file, UpToDate returns false. For a development build, UpToDate returns false, because the version does not
// identify the code of specgen.
func UpToDate(ctx context.Context, tool string, p *project.Project, l *lock.Lock) (bool, error) {
	if l == nil || tool == lock.Development || l.Tool != tool {
		return false, ctx.Err()
	}
	inputs := make([]string, 0, len(l.Inputs))
	for name := range l.Inputs {
		inputs = append(inputs, name)
	}
	now, err := currentLock(tool, p, inputs)
	if err != nil {
		return false, err
	}
	if now.Outputs = l.Outputs; !l.Equal(now) {
		return false, ctx.Err()
	}
	files, err := outputFiles(p)
	return err == nil && outputsMatch(files, l) && !hasNewAreaFile(p, l), cmp.Or(err, ctx.Err())
}

// hasNewAreaFile reports whether the directory of the spec contains an area file that is not an input in the lock. Lint reports such a file if the
// paths of the root file are an index of area files, or if the lint configuration selects the preset strict or a severity. Otherwise, hasNewAreaFile
// returns false, because the file may not belong to the spec. It also returns false for the embedded document. If it cannot read the directory or the
// root file, hasNewAreaFile returns true.
func hasNewAreaFile(p *project.Project, l *lock.Lock) bool {
	if p.Builtin {
		return false
	}
	areas, err := spec.AreaFiles(p.FS, p.Config.Spec)
	if err != nil {
		return true // specgen then loads the spec and reports the error
	}
	if !slices.ContainsFunc(areas, func(name string) bool { return l.Inputs[p.LockPath(project.Absolute(p.Base, name))] == "" }) {
		return false
	}
	root, err := fs.ReadFile(p.FS, p.Config.Spec)
	return err != nil || p.Config.Lint != "" || bytes.Contains(root, []byte("paths/")) && bytes.Contains(root, []byte("#/~1"))
}

// outputsMatch reports whether files, the files in the output directories, are exactly the outputs in the lock. Each file must have the checksum in
// the lock and be marked as generated.
func outputsMatch(files map[string]lock.File, l *lock.Lock) bool {
	return maps.EqualFunc(files, l.Outputs, func(f lock.File, sum string) bool { return f.Generated && f.Sum == sum })
}

// ToolVersion returns the version of specgen for locks. The version is a release or the pseudo-version of a commit. For a build from a working copy
// or with a replace directive, ToolVersion returns [lock.Development].
func ToolVersion() string {
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
