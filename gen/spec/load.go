package spec

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// The limits of a bundle. [oas.NewLimits] returns the limits of its files.
const (
	maxNodes    = 4_000_000
	maxRepeated = 250_000 // maximum total size of the repeated copies in a bundle, in nodes; see weight
	maxDepth    = 1_000
	maxFindings = 10_000
)

// file is a parsed input file.
type file struct {
	source *oas.Source
	tree   *oas.Node
}

func (f *file) name() string { return f.source.Name }

// Load reads the document with the root file root, and every file that the document references. root is a slash-separated path in fsys (see
// [fs.ValidPath]). Load reads only regular files in the directory of the root and its subdirectories. It rejects symbolic links if fsys implements
// [fs.ReadLinkFS]. The file systems of [os.DirFS] and [os.Root.FS] implement this interface.
//
// Load reports problems of the input as findings. These are problems of syntax, versions, references, keys and sizes. If Load can parse the root,
// supports its version, and the document is within the limits, Load also returns the Spec. A placeholder replaces each object whose reference does
// not resolve, so that later stages can report more problems. Load returns an error if root is missing or not a valid path, if reading a file fails,
// or if the context is canceled. For a missing file that a reference names, it returns a finding.
func Load(ctx context.Context, fsys fs.FS, root string) (*Spec, report.List, error) {
	return LoadIn(ctx, fsys, root, "")
}

// LoadIn loads a document as [Load] does, but also reads files in the directory project of fsys and in the subdirectories of project. If project is
// ".", LoadIn reads files in all directories of fsys. If project is "", it reads the same files as Load.
func LoadIn(ctx context.Context, fsys fs.FS, root, project string) (*Spec, report.List, error) {
	l, f, err := openRoot(ctx, fsys, root)
	l.project = project
	if err != nil || f == nil {
		return nil, l.findings(), err
	}
	b := newBundler(l, f)
	bundle := b.document()
	if l.err != nil {
		return nil, nil, l.err
	}
	if b.full {
		return nil, l.findings(), nil
	}
	s := newSpec(root, l.order, bundle, b.refs, b.written)
	if !l.composed(s) {
		return nil, l.findings(), l.err
	}
	if areas, err := AreaFiles(fsys, root); err == nil { // if a directory cannot be listed, Unread returns no files
		s.unread = slices.DeleteFunc(areas, func(name string) bool { _, known := l.files[name]; return known })
	}
	return s, l.findings(), nil
}

// openRoot opens the root file of a document. If it cannot use the file, openRoot returns a nil file, and either an error or a loader with findings.
func openRoot(ctx context.Context, fsys fs.FS, root string) (*loader, *file, error) {
	l := &loader{ctx: ctx, fsys: fsys, dir: path.Dir(root), files: map[string]*file{}, unusable: map[string]unusable{}, limits: oas.NewLimits()}
	if !fs.ValidPath(root) || root == "." {
		return l, nil, fmt.Errorf("spec file %q is not a path in the file system; use slashes and no \"..\"", root)
	}
	if _, _, err := l.inspect(root); err != nil {
		return l, nil, fmt.Errorf("spec file: %w", err)
	}
	f := l.openNamed(root)
	if l.err != nil || f == nil || !l.supported(f.tree) {
		return l, nil, l.err
	}
	return l, f, nil
}

// loader reads and parses files. It reads each file at most once.
type loader struct {
	ctx      context.Context
	fsys     fs.FS
	dir      string // directory of the root; the loader reads files in it and in its subdirectories
	project  string // directory in which the loader also reads files; "" if there is none
	files    map[string]*file
	unusable map[string]unusable
	order    []*file
	limits   *oas.Limits
	found    report.List
	err      error // first read error, or the error of ctx; Load and Format return it
}

func (l *loader) findings() report.List { return l.found.Compact() }

// add adds a finding with severity error.
func (l *loader) add(pos report.Position, rule, format string, args ...any) {
	l.report(report.Finding{Rule: rule, Pos: pos, Message: fmt.Sprintf(format, args...)})
}

// report adds a finding. After maxFindings findings, it adds one finding about their number and ignores all others. A file with so many findings is
// usually not an OpenAPI document.
func (l *loader) report(d report.Finding) {
	switch {
	case len(l.found) < maxFindings:
		l.found = append(l.found, d)
	case len(l.found) == maxFindings:
		l.found = append(l.found, report.Finding{
			Rule: "spec-size", Pos: d.Pos, Message: fmt.Sprintf("the document has more than %d findings; fix the first findings", maxFindings),
		})
	}
}

func (l *loader) fail(err error) {
	if l.err == nil {
		l.err = err
	}
}

// unusable is the reason why the loader cannot or must not read a file, with the rule of the finding.
type unusable struct{ rule, reason string }

// open returns a parsed file. If it cannot use the file, open returns nil and the reason. The reason is "" if l.err or a finding in the file
// describes the problem.
func (l *loader) open(name string) (*file, unusable) {
	if f, known := l.files[name]; known {
		return f, l.unusable[name]
	}
	l.files[name] = nil
	if err := l.ctx.Err(); err != nil {
		l.fail(err)
		return nil, unusable{}
	}
	rule, reason, err := l.inspect(name)
	switch {
	case errors.Is(err, fs.ErrPermission):
		l.fail(fmt.Errorf("spec file: %w", err))
		return nil, unusable{}
	case errors.Is(err, fs.ErrNotExist):
		rule, reason = "ref-unresolved", fmt.Sprintf("there is no file %q; correct the name or the directory", name)
	case err != nil:
		rule, reason = "ref-unresolved", fmt.Sprintf("file %q cannot be read: %v", name, reasonOf(err))
	}
	if reason != "" {
		l.unusable[name] = unusable{rule, reason}
		return nil, l.unusable[name]
	}
	data, err := l.read(name)
	if err != nil {
		l.fail(fmt.Errorf("spec file: %w", err))
		return nil, unusable{}
	}
	f := &file{source: &oas.Source{Name: name, Data: data}}
	if f.tree = l.parse(f.source); f.tree == nil {
		return nil, unusable{}
	}
	l.files[name] = f
	l.order = append(l.order, f)
	return f, unusable{}
}

// openNamed opens and parses the file with the given name, such as the root file. If it cannot use the file, openNamed returns nil, and a finding or
// l.err describes the problem. The position of the finding is the file itself, because no reference names the file.
func (l *loader) openNamed(name string) *file {
	f, defect := l.open(name)
	if defect.reason != "" {
		l.add(report.Position{File: name}, defect.rule, "%s", defect.reason)
	}
	return f
}

// parse parses a file and adds the findings of the parser. It returns nil if the parser does not return a tree.
func (l *loader) parse(source *oas.Source) *oas.Node {
	tree, found := oas.Parse(source, l.limits)
	for _, d := range found {
		l.report(d)
	}
	return tree
}

// reasonOf removes the operation and the file name from an error, because they depend on the file system.
func reasonOf(err error) error {
	var e *fs.PathError
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

// inspect checks a file and its parent directories without opening them. A symbolic link could refer to any file, and opening a pipe would block. If
// open must not open the file, inspect returns the rule and the reason. If the file is missing or cannot be inspected, inspect returns an error.
func (l *loader) inspect(name string) (rule, reason string, err error) {
	for end := 0; end < len(name); {
		next := strings.IndexByte(name[end+1:], '/')
		if next < 0 {
			end = len(name)
		} else {
			end += 1 + next
		}
		info, err := fs.Lstat(l.fsys, name[:end])
		switch {
		case err != nil:
			return "", "", err
		case info.Mode()&fs.ModeSymlink != 0:
			return "ref-outside", fmt.Sprintf("%q is a symbolic link, which specgen does not follow; replace it with a copy of its target", name[:end]), nil
		case end < len(name) && !info.IsDir():
			return "", "", &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
		case end == len(name) && info.IsDir():
			return "ref-unresolved", fmt.Sprintf("%q is a directory; name a file in it", name), nil
		case end == len(name) && !info.Mode().IsRegular():
			return "ref-outside", fmt.Sprintf("%q is not a regular file; replace it with one", name), nil
		}
	}
	return "", "", nil
}

// read returns the content of a file. It reads at most one byte more than the limit, so that [oas.Parse] reports a file that is too large.
func (l *loader) read(name string) ([]byte, error) {
	r, err := l.fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	limit := max(l.limits.Bytes, 0) + 1
	data := make([]byte, 0, 512)
	if info, err := r.Stat(); err == nil && info.Size() > 0 {
		data = make([]byte, 0, min(info.Size(), int64(limit))+1)
	}
	for limited := io.LimitReader(r, int64(limit)); ; {
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
		n, err := limited.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if err == io.EOF {
			return data, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
}

// supported reports whether a root file is an OpenAPI document with a supported version. If not, it adds an error. If the version is incomplete or
// 3.2, it adds a warning.
func (l *loader) supported(root *oas.Node) bool {
	if !root.IsMapping() {
		l.add(root.Pos(), "openapi-version", "the root of an OpenAPI document must be a mapping; begin the root file with openapi: 3.0.3")
		return false
	}
	if n := root.Get("swagger"); n != nil {
		l.add(n.Pos(), "openapi-version", "Swagger %s is not supported; convert the document to OpenAPI 3 (swagger2openapi, or converter.swagger.io)", n.Written())
		return false
	}
	n := root.Get("openapi")
	if n == nil {
		l.add(root.Pos(), "openapi-version", "key \"openapi\" is missing; begin the root file with openapi: 3.0.3")
		return false
	}
	written := n.Written()
	version, known := readAs(written)
	switch {
	case !n.IsScalar() || !known:
		l.add(n.Pos(), "openapi-version", "version %q is not supported, only 3.0, 3.1 and 3.2; write the version of the document, such as 3.0.3", written)
		return false
	case version == written:
		return true
	}
	d := report.Finding{Rule: "openapi-version", Severity: report.Warning, Pos: n.Pos()}
	if strings.HasPrefix(written, "3.2") {
		d.Message = fmt.Sprintf("OpenAPI %s is read as %s, so specgen ignores or leaves out what only 3.2 defines", written, version)
	} else {
		d.Message = fmt.Sprintf("version %q is not complete; write %s", written, version)
	}
	l.report(d)
	return true
}

// readAs returns the version of OpenAPI whose rules specgen applies to a document. version is the version in the document. The second result is false
// if specgen does not support this version.
func readAs(version string) (string, bool) {
	switch {
	case version == "3.0":
		return "3.0.3", true
	case version == "3.1", version == "3.2", strings.HasPrefix(version, "3.2."):
		return "3.1.1", true
	}
	return version, strings.HasPrefix(version, "3.0.") || strings.HasPrefix(version, "3.1.")
}
