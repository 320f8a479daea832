package cli

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/tree"
)

// print writes findings to standard output in the format of --format. It returns errFindings if a finding is an error. Without findings, print writes
// an empty document in formats for machines, and nothing in other formats. In the formats github and sarif, paths are relative to the root of the
// repository, if there is one, because the readers of these formats show files of a repository.
func (a *app) print(p *project.Project, found report.List) error {
	format, err := a.reportFormat()
	if err != nil {
		return err
	}
	shown := slices.Clone(found)
	for i, d := range shown {
		shown[i].Pos, shown[i].End = p.DisplayPosition(d.Pos), p.DisplayPosition(d.End)
		shown[i].Related = slices.Clone(d.Related)
		for j, r := range d.Related {
			shown[i].Related[j].Pos = p.DisplayPosition(r.Pos)
		}
	}
	shown = shown.Compact()
	if len(shown) > 0 || !a.allowsText() {
		read, folder := source(p, shown), ""
		if (format == report.GitHub || format == report.SARIF) && !p.Builtin {
			folder, _ = repositoryFolder(p.Work)
		}
		err := report.Print(a.stdout, format, shown.Below(folder), report.Options{
			Color:    useColor(a.color, a.stdout),
			Source:   sourceIn(folder, read),
			Tool:     "specgen",
			Version:  version(),
			Describe: describe(),
		})
		if err != nil {
			return fmt.Errorf("print findings: %w", err)
		}
	}
	if shown.HasErrors() {
		return errFindings
	}
	return nil
}

// allowsText reports whether a verb may write lines other than findings to standard output. In the formats JSON, SARIF and JUnit, the output must be a
// single document.
func (a *app) allowsText() bool { return a.format == "text" || a.format == "github" }

// say writes a line about the result of a verb, unless the output is a document for machines.
func (a *app) say(format string, args ...any) {
	if a.allowsText() {
		_ = a.line(format, args...)
	}
}

// line writes a line to standard output. It escapes control characters, because the text may come from a document.
func (a *app) line(format string, args ...any) error {
	if _, err := fmt.Fprintln(a.stdout, report.Visible(fmt.Sprintf(format, args...))); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	return nil
}

// printError writes an error, whose text may have several lines. It escapes control characters, because the text may come from a document.
func printError(stderr io.Writer, err error) {
	fmt.Fprintln(stderr, report.VisibleLines("specgen: "+err.Error()))
}

// source returns a function that returns the content of a file by its displayed name. The function prefers the source in a finding to the file on
// disk.
func source(p *project.Project, found report.List) func(string) ([]byte, error) {
	read := make(map[string][]byte)
	for _, d := range found {
		if d.Source != nil {
			read[d.Pos.File] = d.Source
		}
	}
	return func(file string) ([]byte, error) {
		if data, ok := read[file]; ok {
			return data, nil
		}
		data, err := os.ReadFile(project.Absolute(p.Work, file))
		if err != nil {
			return nil, err
		}
		read[file] = data
		return data, nil
	}
}

// sourceIn returns a function that is like read, but takes names relative to the root of a repository. read takes names relative to folder, a
// directory of the repository.
func sourceIn(folder string, read func(string) ([]byte, error)) func(string) ([]byte, error) {
	return func(file string) ([]byte, error) {
		if name, err := filepath.Rel(filepath.FromSlash(folder), filepath.FromSlash(file)); err == nil {
			file = filepath.ToSlash(name)
		}
		return read(file)
	}
}

// repositoryFolder returns the slash-separated path of a directory relative to the root of its git repository. For the root, the path is "". The
// second result is false if the directory is not in a repository.
func repositoryFolder(dir string) (string, bool) {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real // a symbolic link may refer to a directory in the repository
	}
	root := dir
	for {
		if _, err := os.Lstat(filepath.Join(root, ".git")); err == nil {
			break
		}
		if root == filepath.Dir(root) {
			return "", false
		}
		root = filepath.Dir(root)
	}
	name, err := filepath.Rel(root, dir)
	if name == "." {
		name = ""
	}
	return filepath.ToSlash(name), err == nil
}

// describe returns a function that returns the title of a rule by its ID.
func describe() func(rule string) string {
	titles := map[string]string{}
	for _, r := range rules() {
		titles[r.ID] = r.Title
	}
	return func(rule string) string { return titles[rule] }
}

// writeNamed writes the file that --output names, and prints whether its content changed. It follows a symbolic link, as a shell redirection does.
// It returns an error instead of overwriting the configuration, a file that the configuration names, or a file in read.
func (a *app) writeNamed(ctx context.Context, p *project.Project, name string, data []byte, read []string) error {
	file := project.Absolute(p.Work, name)
	if old, err := os.Stat(file); err == nil {
		for _, input := range append(slices.Clone(read), p.Config.Lint, p.Config.Coverage, p.ConfigFile) {
			if info, err := os.Stat(project.Absolute(p.Base, input)); err == nil && input != "" && os.SameFile(info, old) {
				return fmt.Errorf("--output: %s is an input of specgen; name another file", p.Display(file))
			}
		}
	}
	target := file
	if info, err := os.Lstat(file); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if target, err = filepath.EvalSymlinks(file); err != nil {
			return fmt.Errorf("--output: following the symbolic link %s: %w", p.Display(file), err)
		}
	}
	changed, err := a.writeFile(ctx, target, data)
	if err != nil {
		return err
	}
	if changed {
		a.say("wrote %s", p.Display(file))
	} else {
		a.say("%s is up to date", p.Display(file))
	}
	return nil
}

// writeFile is like writeFileIn, but takes the path of the file.
func (a *app) writeFile(ctx context.Context, file string, data []byte) (changed bool, err error) {
	dir, name := filepath.Split(file)
	return a.writeFileIn(ctx, dir, name, data)
}

// writeFileIn writes a file with [tree.WriteFileIn], and reports whether the content changed. It returns an error if the run was interrupted.
func (a *app) writeFileIn(ctx context.Context, dir, name string, data []byte) (changed bool, err error) {
	err = a.files.pass(func() error {
		if err := ctx.Err(); err != nil {
			return err
		}
		changed, err = tree.WriteFileIn(dir, name, data)
		return err
	})
	return changed, err
}
