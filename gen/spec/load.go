package spec

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
)

// Limits of what is read. They are far above any real document (the largest public ones have 35 MB and two million nodes) and low
// enough that a hostile one cannot exhaust the machine.
const (
	maxBytes      = 64 << 20  // of all files together
	maxMarks      = 4_000_000 // characters of all files that can begin a node; yaml.v3 takes up to 320 bytes for one
	maxDirectives = 64        // lines that begin with %; yaml.v3 compares each with all others
	maxNodes      = 4_000_000 // of the bundle
	maxAliasNodes = 250_000   // that the aliases and merge keys of a file stand for, and of path items that are copied once more; see weight
	maxDepth      = 1_000
	maxFindings   = 10_000
)

// file is one parsed input file.
type file struct {
	name string
	data []byte
	node *yaml.Node // the content of its one document, as written
	tree *yaml.Node // node with aliases and merge keys written out, and each key once; the same node when that changes nothing
}

func (f *file) position(n *yaml.Node) report.Position {
	return report.Position{File: f.name, Line: n.Line, Column: n.Column}
}

// Load reads the document whose root file is root (a slash path in fsys, see [fs.ValidPath]), with every file it refers to. Only
// regular files in the root's folder and below are read; a symbolic link is refused wherever it leads, as far as fsys tells
// links ([fs.ReadLinkFS]; that of [os.DirFS] and [os.Root] does).
//
// Findings are what is wrong with the input: syntax, references, keys, sizes. When the root could be read at all, the Spec is given
// beside them, with a neutral stand-in where a reference leads nowhere, so that later stages can report more. An
// error is a failure to read: a missing root, a broken disk, a cancelled context.
func Load(ctx context.Context, fsys fs.FS, root string) (*Spec, report.List, error) {
	l, f, err := openRoot(ctx, fsys, root)
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
	s := newSpec(root, l.order, bundle, b.origin, b.refs)
	s.statuses = b.written
	if !l.composed(s) {
		return nil, l.findings(), l.err
	}
	if areas, err := AreaFiles(fsys, root); err == nil { // a folder that cannot be listed has nothing that the root refers to
		s.unread = slices.DeleteFunc(areas, func(name string) bool { _, known := l.files[name]; return known })
	}
	return s, l.findings(), nil
}

// openRoot begins the reading of a document. Without an error the file is nil when it cannot be used, and the loader has the findings.
func openRoot(ctx context.Context, fsys fs.FS, root string) (*loader, *file, error) {
	l := &loader{ctx: ctx, fsys: fsys, folder: path.Dir(root), files: map[string]*file{}}
	if !fs.ValidPath(root) || root == "." {
		return l, nil, fmt.Errorf("spec file %q: not a path inside the file system that is read; use slashes and no \"..\"", root)
	}
	if _, _, err := l.inspect(root); err != nil {
		return l, nil, fmt.Errorf("spec file: %w", err)
	}
	f := l.open(root, report.Position{File: root})
	if l.err != nil || f == nil || !l.supported(f) {
		return l, nil, l.err
	}
	return l, f, nil
}

// loader reads and checks files, each once.
type loader struct {
	ctx    context.Context
	fsys   fs.FS
	folder string // the root's folder: nothing outside of it is read
	files  map[string]*file
	order  []*file
	bytes  int // of all files
	marks  int // of all files
	found  report.List
	err    error // the first failure to read; stops the work
}

func (l *loader) findings() report.List { return l.found.Compact() }

// add reports an error, and report any finding. What has very many is no document; a person mends the first ones anyway.
func (l *loader) add(pos report.Position, rule, format string, args ...any) {
	l.report(report.Finding{Rule: rule, Pos: pos, Message: fmt.Sprintf(format, args...)})
}

func (l *loader) report(d report.Finding) {
	switch {
	case len(l.found) < maxFindings:
		l.found = append(l.found, d)
	case len(l.found) == maxFindings:
		l.found = append(l.found, report.Finding{
			Rule: "spec-size", Pos: d.Pos, Message: fmt.Sprintf("here is finding %d, and no further one is told; mend the first ones", maxFindings+1),
		})
	}
}

func (l *loader) fail(err error) {
	if l.err == nil {
		l.err = err
	}
}

// open gives a parsed file, nil when it cannot be used; the reason is then a finding at pos, the place that asks for the file, or in the
// file itself, told once.
func (l *loader) open(name string, pos report.Position) *file {
	if f, known := l.files[name]; known {
		return f
	}
	l.files[name] = nil
	if err := l.ctx.Err(); err != nil {
		l.fail(err)
		return nil
	}
	rule, reason, err := l.inspect(name)
	switch {
	case errors.Is(err, fs.ErrPermission):
		l.fail(fmt.Errorf("spec file: %w", err))
		return nil
	case errors.Is(err, fs.ErrNotExist):
		rule, reason = "ref-unresolved", fmt.Sprintf("there is no file %q; check its name and folder", name)
	case err != nil:
		rule, reason = "ref-unresolved", fmt.Sprintf("there is no file %q: %v", name, cause(err))
	}
	if reason != "" {
		l.add(pos, rule, "%s", reason)
		return nil
	}
	data, err := l.read(name)
	if err != nil {
		l.fail(fmt.Errorf("spec file: %w", err))
		return nil
	}
	f := &file{name: name, data: data}
	if !l.affordable(f) || !l.parse(f) {
		return nil
	}
	l.files[name] = f
	l.order = append(l.order, f)
	return f
}

// cause takes the operation and the name off an error of a file system, which depend on what is below it.
func cause(err error) error {
	var e *fs.PathError
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

// inspect looks at a file and the folders above it without opening them: a link could lead anywhere, and a pipe would block.
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
			return "ref-outside", fmt.Sprintf("%q is a symbolic link, and links are not followed; put the file itself there", name[:end]), nil
		case end < len(name) && !info.IsDir():
			return "", "", &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
		case end == len(name) && info.IsDir():
			return "ref-unresolved", fmt.Sprintf("%q is a folder; name a file in it", name), nil
		case end == len(name) && !info.Mode().IsRegular():
			return "ref-outside", fmt.Sprintf("%q is no regular file", name), nil
		}
	}
	return "", "", nil
}

// read gives the bytes of a file, and not many more than the limit.
func (l *loader) read(name string) ([]byte, error) {
	r, err := l.fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	limit := maxBytes - l.bytes + 1
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

// affordable checks the limits that must hold before a file is parsed.
func (l *loader) affordable(f *file) bool {
	pos := report.Position{File: f.name}
	if l.bytes += len(f.data); l.bytes > maxBytes {
		l.add(pos, "file-size", "with this file the spec has more than %d MiB; nothing of that size was written by hand", maxBytes>>20)
		return false
	}
	for _, mark := range []string{",", ":", "[", "{", "-", "?", "\n"} {
		l.marks += bytes.Count(f.data, []byte(mark))
	}
	directives := 0
	for i, at := 0, bytes.IndexByte(f.data, '%'); at >= 0; at = bytes.IndexByte(f.data[i:], '%') {
		if i += at; i > 0 && bytes.IndexByte([]byte("\n\r\x85\xa8\xa9"), f.data[i-1]) >= 0 { // the last bytes of YAML 1.1's line ends
			directives++
		}
		i++
	}
	switch {
	case l.marks > maxMarks:
		l.add(pos, "file-size", "with this file the spec has more than %d keys and values; nothing of that size was written by hand", maxMarks)
	case directives > maxDirectives:
		l.add(pos, "file-size", "the file has more than %d YAML directives; remove the lines that begin with %%", maxDirectives)
	default:
		return true
	}
	return false
}

// supported checks that the root is an OpenAPI document of a version that can be served.
func (l *loader) supported(f *file) bool {
	if f.tree.Kind != yaml.MappingNode {
		l.add(f.position(f.tree), "openapi-version", "the root of an OpenAPI document is a mapping that begins with openapi: 3.0.3")
		return false
	}
	if n := Get(f.tree, "swagger"); n != nil {
		l.add(f.position(n), "openapi-version", "this is Swagger %s; convert it to OpenAPI 3 first (swagger2openapi, or converter.swagger.io), then run again", n.Value)
		return false
	}
	n := Get(f.tree, "openapi")
	switch {
	case n == nil:
		l.add(f.position(f.tree), "openapi-version", "there is no \"openapi\" member; begin the root file with openapi: 3.0.3")
		return false
	case n.Kind != yaml.ScalarNode || !strings.HasPrefix(n.Value, "3.0.") && !strings.HasPrefix(n.Value, "3.1."):
		l.add(f.position(n), "openapi-version", "version %q is not supported; 3.0.x and 3.1.x are, written with all three numbers: 3.0.3", n.Value)
		return false
	}
	return true
}
