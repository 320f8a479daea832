package cli

import (
	"bytes"
	"cmp"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"
	"golang.org/x/mod/module"

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen/code"
	"github.com/rasapi/specgen/gen/spec"
)

// skeleton is what init writes: a small description in house layout, and a workflow.
//
//go:embed skeleton
var skeleton embed.FS

// initCommand is `specgen init`.
func (a *app) initCommand() *cobra.Command {
	var o project.Overrides
	var router string
	cmd := &cobra.Command{
		Use:   "init [spec]",
		Short: "Write specgen.yaml, a go:generate line, a first spec and a workflow",
		Long: `Init sets a Go module up for specgen, and asks nothing that it can see: the module's path and the packages come from go.mod and
the Go files, and the spec is the one OpenAPI description that stands in the folder. Where there is none, a small one is
written, one file an area. The argument names another one; "` + project.BuiltinExample + `" is the description
of ` + project.BuiltinAPI + ` that specgen carries, as of one version. Where the areas of a description are small, below ten operations each, it chooses one package for
all, which builds faster than many, and where there are many enums, all of strings, the lean form of their helpers. A file that is there already is named and left alone.`,
		Example:           "  specgen init\n  specgen init " + project.BuiltinExample + "\n  specgen init --output internal/api api/openapi.yaml",
		Args:              oneSpec,
		ValidArgsFunction: specFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Spec = strings.Join(args, "")
			if !slices.Contains(code.Routers(), router) {
				return fmt.Errorf("--router takes %s, got %q", strings.Join(code.Routers(), " or "), router)
			}
			return a.init(cmd.Context(), o, router)
		},
	}
	cmd.Flags().StringVarP(&o.Output, "output", "o", "generated", "`folder` of the generated files")
	cmd.Flags().StringVar(&o.Package, "package", "", "import `path` of that folder (default: by go.mod)")
	cmd.Flags().StringVar(&router, "router", code.Routers()[0], "what the server stands on, its `router`: chi, or std for net/http alone")
	return cmd
}

// newFile is a file that init writes where there is none.
type newFile struct {
	name string // below the working folder
	data []byte
}

// init finds out what is there and writes what is not.
func (a *app) init(ctx context.Context, o project.Overrides, router string) error {
	work, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("working folder: %w", err)
	}
	mod, err := project.FindModule(work)
	if err != nil {
		return err
	}
	if o.Package == "" {
		o.Package, err = mod.ImportPath(project.Absolute(work, o.Output))
		if err != nil {
			return err
		}
	}
	var list []newFile
	var made size
	if o.Spec == "" {
		if o.Spec, err = findSpec(work); err != nil {
			return err
		}
	} else if !project.IsBuiltin(o.Spec) {
		if err := isDescription(project.Absolute(work, o.Spec)); err != nil {
			return err
		}
	}
	if o.Spec == "" {
		o.Spec = "spec/openapi.yaml"
		if list, err = skeletonFiles(); err != nil {
			return err
		}
	} else if !project.IsBuiltin(o.Spec) {
		if made, err = sizeOfSpec(ctx, project.Absolute(work, o.Spec)); err != nil {
			return err
		}
	}
	list = append([]newFile{{project.ConfigName, configText(o, router, made)}}, list...)
	list = append(list, newFile{"generate.go", []byte(fmt.Sprintf("package %s\n\n//go:generate go tool specgen generate\n", packageOf(work, lastElement(mod, work))))})
	if !usesAnotherCI(mod.Dir) {
		data, err := fs.ReadFile(skeleton, "skeleton/workflow.yml")
		if err != nil {
			return err
		}
		name, err := filepath.Rel(work, filepath.Join(mod.Dir, ".github", "workflows", "specgen.yml"))
		if err != nil {
			return err
		}
		if mod.Dir != work {
			data = inFolder(data, mod.Dir, work)
		}
		list = append(list, newFile{filepath.ToSlash(name), data})
	}
	for _, f := range list {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := a.create(ctx, project.Absolute(work, f.name), f); err != nil {
			return err
		}
	}
	a.say("")
	a.say("Next:")
	if !mod.HasTool {
		a.say("  go get -tool %s", project.ToolPath)
	}
	a.say("  go generate ./...")
	return nil
}

// create writes a file unless something stands there.
func (a *app) create(ctx context.Context, file string, f newFile) error {
	switch _, err := os.Lstat(file); {
	case err == nil:
		a.say("kept  %s, which is there already", f.name)
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}
	if _, err := a.writeFile(ctx, file, f.data); err != nil {
		return err
	}
	a.say("wrote %s", f.name)
	return nil
}

// findSpec looks for the one description below a folder; "" when there is none.
func findSpec(work string) (string, error) {
	var found []string
	err := filepath.WalkDir(work, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(work, file)
		if err != nil {
			return err
		}
		if d.IsDir() {
			skip := name != "." && (strings.HasPrefix(d.Name(), ".") || strings.HasPrefix(d.Name(), "_")) || strings.Count(name, string(filepath.Separator)) > 2 ||
				slices.Contains([]string{"vendor", "node_modules", "testdata", "generated"}, d.Name())
			if skip {
				return fs.SkipDir
			}
			return nil
		}
		if d.Type().IsRegular() && isDescription(file) == nil && !isGenerated(file) {
			found = append(found, filepath.ToSlash(name))
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	if len(found) > 1 {
		return "", fmt.Errorf("there are several descriptions: %s; name one of them: specgen init %s", strings.Join(found, ", "), found[0])
	}
	return strings.Join(found, ""), nil
}

// isDescription returns why a file is not an OpenAPI document, or nil if it is one. The keys of its root decide.
func isDescription(file string) error {
	ext := strings.ToLower(filepath.Ext(file))
	if ext != ".yaml" && ext != ".yml" && ext != ".json" {
		return fmt.Errorf("spec: %s is neither YAML nor JSON", file)
	}
	info, err := os.Stat(file)
	if err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("spec: %s is not a regular file", file)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("spec: %w", err)
	}
	keys := yamlKeys
	if text := bytes.TrimLeft(data, " \t\r\n\ufeff"); len(text) > 0 && text[0] == '{' {
		data, keys = text, jsonKeys
	}
	for key := range keys(data) {
		switch key {
		case "openapi":
			return nil
		case "swagger":
			return fmt.Errorf("spec: %s is Swagger 2.0; convert it to OpenAPI 3 first, for instance with https://converter.swagger.io", file)
		}
	}
	return fmt.Errorf("spec: %s is no OpenAPI description: its root has no key openapi, such as openapi: 3.0.3", file)
}

// yamlKeys goes over the keys of the root, as far as they can be told without reading it as YAML: what stands before a colon at the beginning of a line.
func yamlKeys(data []byte) iter.Seq[string] {
	return func(yield func(string) bool) {
		for line := range bytes.Lines(data) {
			if key, _, ok := bytes.Cut(bytes.TrimPrefix(line, []byte("\ufeff")), []byte(":")); ok && !yield(strings.Trim(string(key), `"' `)) {
				return
			}
		}
	}
}

// jsonKeys goes over the keys of the root, up to where it is no JSON.
func jsonKeys(data []byte) iter.Seq[string] {
	return func(yield func(string) bool) {
		d := json.NewDecoder(bytes.NewReader(data))
		if _, err := d.Token(); err != nil {
			return
		}
		for d.More() {
			key, err := d.Token()
			name, ok := key.(string)
			if err != nil || !ok || !yield(name) {
				return
			}
			var value json.RawMessage
			if d.Decode(&value) != nil {
				return
			}
		}
	}
}

// isGenerated tells whether a description was made by this tool: a bundle.
func isGenerated(file string) bool {
	data, err := os.ReadFile(file)
	return err == nil && bytes.HasPrefix(data, []byte("# Code generated by specgen"))
}

// skeletonFiles lists the files of the first description.
func skeletonFiles() ([]newFile, error) {
	var list []newFile
	err := fs.WalkDir(skeleton, "skeleton/spec", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(skeleton, name)
		list = append(list, newFile{strings.TrimPrefix(name, "skeleton/"), data})
		return err
	})
	return list, err
}

// size is how much a description describes; nothing where it cannot be read, which lint will say better.
type size struct {
	operations, areas int
	words, numbers    int // enums of strings and of numbers
}

// sizeOfSpec counts the operations of a description, the areas that they are in, and the enums.
func sizeOfSpec(ctx context.Context, file string) (size, error) {
	loaded, _, err := spec.Load(ctx, project.Folder(filepath.Dir(file)), filepath.Base(file))
	if err != nil || loaded == nil {
		return size{}, err
	}
	operations := loaded.Operations()
	areas := map[string]bool{}
	for _, op := range operations {
		areas[op.Area] = true
	}
	s := size{operations: len(operations), areas: len(areas)}
	s.countEnums(loaded.Tree())
	return s, nil
}

// countEnums counts the enums among a node and what is below it.
func (s *size) countEnums(n *yaml.Node) {
	switch e, ok := spec.ReadEnum(n); {
	case ok && e.Strings:
		s.words++
	case ok:
		s.numbers++
	}
	for _, child := range n.Content {
		s.countEnums(child)
	}
}

// ownPackage is how many operations are worth a package of their own: a package costs the compiler what about ten more operations in another cost.
const ownPackage = 10

// scattered tells whether the areas are so small that one package for all is the better beginning.
func (s size) scattered() bool { return s.areas > 1 && s.operations < ownPackage*s.areas }

// manyWords is how many enums it takes before their helpers are felt in a build.
const manyWords = 20

// wordy tells whether the lean form of enum helpers is the better beginning: what it leaves out gives numbers their names, and words have theirs.
func (s size) wordy() bool { return s.words >= manyWords && s.numbers == 0 }

// configText is the specgen.yaml.
func configText(o project.Overrides, router string, made size) []byte {
	var b bytes.Buffer
	b.WriteString("# yaml-language-server: $schema=https://raw.githubusercontent.com/rasapi/specgen/main/specgen.schema.json\n")
	fmt.Fprintf(&b, "spec: %s\noutput: %s\npackage: %s\n", scalar(filepath.ToSlash(o.Spec)), scalar(filepath.ToSlash(o.Output)), scalar(o.Package))
	if router != code.Routers()[0] {
		fmt.Fprintf(&b, "router: %s\n", router)
	}
	if made.scattered() {
		fmt.Fprintf(&b, "\n# The %d areas have %d operations: too few for packages of their own (packages: area), which would take longer to build.\npackages: one\n", made.areas, made.operations)
	}
	if made.wordy() {
		fmt.Fprintf(&b, "\n# All %d enums are of strings. lean leaves out what says little of a string: flag.Value, slog.LogValuer, GoString and Description.\nenums: {lean: true}\n", made.words)
	}
	if !project.IsBuiltin(o.Spec) {
		b.WriteString("\n# Words that keep their capitals in Go names. A word more or less renames identifiers.\ninitialisms: [API, HTTP, ID, IP, JSON, URL, UUID]\n")
	}
	return b.Bytes()
}

// scalar writes a text as YAML.
func scalar(s string) string {
	data, err := yaml.Marshal(s)
	if err != nil {
		return fmt.Sprintf("%q", s)
	}
	return strings.TrimSpace(string(data))
}

// lastElement returns the last element of the import path of a directory that is not a major version.
func lastElement(m project.Module, dir string) string {
	name, err := m.ImportPath(dir)
	if err != nil {
		return filepath.Base(dir)
	}
	prefix, _, ok := module.SplitPathVersion(name)
	if !ok {
		prefix = name
	}
	return path.Base(prefix)
}

// packageOf gives the name of the Go package in a folder, or one made of another name.
func packageOf(dir, folder string) string {
	entries, err := os.ReadDir(dir)
	if err == nil {
		for _, e := range entries {
			if filepath.Ext(e.Name()) != ".go" || strings.HasSuffix(e.Name(), "_test.go") {
				continue
			}
			data, err := os.ReadFile(filepath.Join(dir, e.Name()))
			if err != nil {
				continue
			}
			for line := range strings.Lines(string(data)) {
				if name, ok := strings.CutPrefix(line, "package "); ok {
					name, _, _ = strings.Cut(strings.TrimSpace(name), " ")
					return name
				}
			}
		}
	}
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, folder)
	return cmp.Or(strings.TrimLeftFunc(name, unicode.IsDigit), "main")
}

// usesAnotherCI tells whether a repository has a pipeline that is no GitHub workflow.
func usesAnotherCI(dir string) bool {
	if _, err := os.Stat(filepath.Join(dir, ".github")); err == nil {
		return false
	}
	for _, name := range []string{".gitlab-ci.yml", "azure-pipelines.yml", "Jenkinsfile", ".circleci", "bitbucket-pipelines.yml", ".woodpecker.yml"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return true
		}
	}
	return false
}

// inFolder makes the steps of a workflow run in a folder of the repository.
func inFolder(workflow []byte, root, work string) []byte {
	name, err := filepath.Rel(root, work)
	if err != nil {
		return workflow
	}
	return bytes.Replace(workflow, []byte("    runs-on: ubuntu-latest\n"),
		[]byte("    runs-on: ubuntu-latest\n    defaults:\n      run:\n        working-directory: "+scalar(filepath.ToSlash(name))+"\n"), 1)
}
