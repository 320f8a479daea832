package cli

import (
	"bytes"
	"cmp"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"go/token"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"golang.org/x/mod/module"

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/lint"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// skeleton contains files that init writes: a small spec in the standard layout, and a workflow.
//
//go:embed skeleton
var skeleton embed.FS

// initCommand returns the command for the verb init.
func (a *app) initCommand() *cobra.Command {
	cfg := gen.Config{Target: gen.Target{Output: "generated"}}
	cmd := &cobra.Command{
		Use:   "init [spec]",
		Short: "Set up a Go module: specgen.yaml, a go:generate line, a first spec and a workflow",
		Long: `Init sets up a Go module for specgen. It takes the module path and the package names from go.mod and the Go files. The
spec is the only OpenAPI document in the directory and its subdirectories. If there is no document, init writes a small one
with a file per area. To use another spec, name it as the argument. For example, "` + project.BuiltinExample + `" names the embedded document of
` + project.BuiltinAPI + ` and selects version 21 of the API.

For an existing spec file, init writes a lint.yaml with the preset "recommended".

If the areas have fewer than ten operations on average, init selects one package for all areas, which builds faster. If there
are at least 20 enums and all have string values, init selects the lean form of their helpers. If the body of a PATCH request has optional
members that may be null, init selects nullable: explicit, so that the client can send null. Init does not overwrite files.`,
		Example:           "  specgen init\n  specgen init " + project.BuiltinExample + "\n  specgen init --output internal/api api/openapi.yaml",
		Args:              oneSpec,
		ValidArgsFunction: specFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg.Spec = strings.Join(args, "")
			return a.init(cmd.Context(), cfg)
		},
	}
	settingFlags(cmd, &cfg, func(s gen.Setting) bool { return s.Init })
	return cmd
}

// lintName is the name of the lint configuration that init writes.
const lintName = "lint.yaml"

// newFile is a file that init writes unless it exists.
type newFile struct {
	name string // name of the file relative to the working directory
	data []byte
}

// init writes the files of a project that do not exist yet, and prints the commands to run next.
func (a *app) init(ctx context.Context, cfg gen.Config) error {
	work, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("working directory: %w", err)
	}
	mod, err := project.FindModule(work)
	if err != nil {
		return err
	}
	if cfg.Code.Package == "" {
		cfg.Code.Package, err = mod.ImportPath(project.Absolute(work, cfg.Output))
		if err != nil {
			return err
		}
	}
	var list []newFile
	var made size
	if cfg.Spec == "" {
		if cfg.Spec, err = findSpec(work); err != nil {
			return err
		}
	} else if err := project.RejectURL(cfg.Spec); err != nil {
		return err
	} else if !project.IsBuiltin(cfg.Spec) {
		if err := project.CheckSpec(project.Absolute(work, cfg.Spec), cfg.Spec); err != nil {
			return err
		}
		if err := checkDocument(cfg.Spec); err != nil {
			return err
		}
	}
	if cfg.Spec == "" {
		cfg.Spec = "spec/openapi.yaml"
		if list, err = skeletonFiles(); err != nil {
			return err
		}
	} else if !project.IsBuiltin(cfg.Spec) {
		if made, err = sizeOfSpec(ctx, project.Absolute(work, cfg.Spec)); err != nil {
			return err
		}
		if _, err := os.Lstat(filepath.Join(work, project.ConfigName)); err != nil { // an existing configuration would not name the new file
			cfg.Lint = lintName
			list = append(list, newFile{lintName, []byte("# Preset of lint rules: " + strings.Join(lint.Presets(), ", ") + "\npreset: " + lint.Recommended + "\n")})
		}
	}
	list = append([]newFile{{project.ConfigName, configText(cfg, made)}}, list...)
	list = append(list, newFile{"generate.go", []byte(fmt.Sprintf(generateText, packageOf(work, lastElement(mod, work))))})
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
			data = inDirectory(data, mod.Dir, work)
		}
		list = append(list, newFile{filepath.ToSlash(name), data})
	}
	_, err = os.Lstat(project.Absolute(work, project.ConfigName))
	isNew := errors.Is(err, fs.ErrNotExist)
	for _, f := range list {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := a.create(ctx, project.Absolute(work, f.name), f); err != nil {
			return err
		}
	}
	if made.nulls > 0 && isNew {
		a.say("")
		a.say("nullable: explicit is set, because %s of PATCH requests may be null", report.Plural(made.nulls, "optional member"))
	}
	a.say("")
	a.say("Next:")
	if !mod.HasTool {
		a.say("  go get -tool %s", project.ToolPath) // the command also adds the modules that the generated code imports
	} else if modules := mod.Lacks(cfg.Code.Modules()); len(modules) > 0 {
		a.say("  go get %s", strings.Join(modules, " "))
	}
	a.say("  go generate ./...")
	return nil
}

// create writes a file unless it exists, and prints whether the file was written.
func (a *app) create(ctx context.Context, file string, f newFile) error {
	switch _, err := os.Lstat(file); {
	case err == nil:
		a.say("kept  %s, which exists", f.name)
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

// findSpec returns the only OpenAPI document in a directory and its subdirectories, or "" if there is none. If there are several documents, findSpec
// returns an error. It searches three levels of subdirectories. It skips directories whose names begin with a dot or an underscore, directories such
// as vendor and generated, and bundles that specgen has written.
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
		if d.Type().IsRegular() && checkDocument(file) == nil && !isGenerated(file) {
			found = append(found, filepath.ToSlash(name))
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	if len(found) > 1 {
		return "", fmt.Errorf("found several OpenAPI documents: %s; name one: specgen init %s", strings.Join(found, ", "), found[0])
	}
	return strings.Join(found, ""), nil
}

// checkDocument returns an error if a file does not look like an OpenAPI document, or if it is a Swagger 2.0 document. An OpenAPI document is a YAML
// or JSON file that has the key openapi at its root.
func checkDocument(file string) error {
	ext := strings.ToLower(filepath.Ext(file))
	if ext != ".yaml" && ext != ".yml" && ext != ".json" {
		return fmt.Errorf("spec: the extension of %s is not .yaml, .yml or .json; name a file with one of these extensions", file)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("spec: %w", err)
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return fmt.Errorf("spec: %s contains zero bytes, as UTF-16 text does; save it as UTF-8", file)
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
	return fmt.Errorf("spec: %s is not an OpenAPI document: its root has no key openapi; add one, such as openapi: 3.0.3", file)
}

// yamlKeys returns an iterator over the keys of the root mapping of a YAML text. It does not parse the YAML: a key is the text before the first colon
// of a line that has the same indentation as the first line with a colon. The iterator can therefore also return texts that are not keys. yamlKeys
// ignores comments.
func yamlKeys(data []byte) iter.Seq[string] {
	return func(yield func(string) bool) {
		root := -1 // indentation of the root mapping
		for line := range strings.Lines(strings.TrimPrefix(string(data), "\ufeff")) {
			key, _, ok := strings.Cut(line, ":")
			text := strings.TrimLeft(key, " ")
			if !ok || strings.HasPrefix(text, "#") {
				continue
			}
			indent := len(key) - len(text)
			if root < 0 {
				root = indent
			}
			if indent == root && !yield(strings.Trim(text, `"' `)) {
				return
			}
		}
	}
}

// jsonKeys returns an iterator over the keys of the root object that appear before the first syntax error.
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

// isGenerated reports whether a file starts like a bundle that specgen has written.
func isGenerated(file string) bool {
	data, err := os.ReadFile(file)
	return err == nil && bytes.HasPrefix(data, []byte("# Code generated by specgen"))
}

// skeletonFiles returns the files of the spec in the skeleton.
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

// size contains the numbers of operations, areas, enums, and optional members that may be null in PATCH bodies. init uses the zero value for a spec
// that is new, embedded or not valid.
type size struct{ operations, areas, stringEnums, otherEnums, nulls int }

// sizeOfSpec returns the size of a spec. If the spec has errors that prevent loading, it returns the zero size and no error.
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
	s := size{operations: len(operations), areas: len(areas), nulls: patchNulls(loaded)}
	for n := range loaded.Model().Root().All() {
		switch e, ok := oas.ReadEnum(n); {
		case ok && e.Strings:
			s.stringEnums++
		case ok:
			s.otherEnums++
		}
	}
	return s, nil
}

// patchNulls counts the members that are optional, are not read-only and may be null in the JSON bodies of PATCH requests.
func patchNulls(s *spec.Spec) (n int) {
	for object := range s.JSONBodies("PATCH") {
		required := object.Strings("required")
		for name, member := range object.Get("properties").Each() {
			if !slices.Contains(required, name) && !member.True("readOnly") && s.AllowsNull(member) {
				n++
			}
		}
	}
	return n
}

// minAreaSize is the minimum average number of operations per area for which a package per area is the better default. Compiling an additional
// package takes as long as compiling ten operations.
const minAreaSize = 10

// areasAreSmall reports whether the spec has several areas with fewer than minAreaSize operations on average. In this case, a single package is the
// better default.
func (s size) areasAreSmall() bool { return s.areas > 1 && s.operations < minAreaSize*s.areas }

// minLeanEnums is the minimum number of enums for which init may select lean enums. With fewer enums, the helpers have almost no effect on build
// times.
const minLeanEnums = 20

// stringEnumsOnly reports whether a spec has at least minLeanEnums enums, all with string values. The helpers that lean enums omit are mainly useful
// for enums of numbers.
func (s size) stringEnumsOnly() bool { return s.stringEnums >= minLeanEnums && s.otherEnums == 0 }

// configText returns the text of a specgen.yaml with the settings in cfg and the recommended settings for a spec of the given size.
func configText(cfg gen.Config, size size) []byte {
	comments := map[string]string{}
	cfg.Spec, cfg.Output = filepath.ToSlash(cfg.Spec), filepath.ToSlash(cfg.Output)
	if size.areasAreSmall() {
		cfg.Code.Packages = "one"
		comments["packages"] = fmt.Sprintf("The %d areas have %d operations. A package per area (packages: area) would take longer to build", size.areas, size.operations)
	}
	if size.stringEnumsOnly() {
		cfg.Enums.Lean = true
		comments["enums"] = fmt.Sprintf("All %d enums have string values. Lean enums omit flag.Value, slog.LogValuer, GoString and Description", size.stringEnums)
	}
	if size.nulls > 0 {
		cfg.Code.Nullable = "explicit"
		comments["nullable"] = fmt.Sprintf("PATCH requests have optional members that may be null (%d). With rest.Null, your code can omit a member, send null or send a value", size.nulls)
	}
	schema := "# yaml-language-server: $schema=https://raw.githubusercontent.com/rasapi/specgen/main/specgen.schema.json\n"
	return append([]byte(schema), cfg.YAML(comments)...)
}

// lastElement returns the last element of the import path of a directory. It ignores a major version such as /v2. If the directory is outside the
// module, lastElement returns the last element of dir.
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

// generateText is the text of generate.go, without the name of the package. go generate sets the build tag "generate". Builds must ignore
// generate.go, because a main.go that the user adds to the directory may be in another package.
const generateText = `// Commands for go generate. Builds ignore this file.

//go:build generate

package %s

//go:generate go tool specgen generate
`

// packageOf returns the name of the Go package in dir. If dir contains no Go file with a package clause, except tests, packageOf derives the name
// from base.
func packageOf(dir, base string) string {
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
	}, base)
	if name = cmp.Or(strings.TrimLeftFunc(name, unicode.IsDigit), "main"); token.IsKeyword(name) {
		name += "api" // for example, in a module example.com/type
	}
	return name
}

// usesAnotherCI reports whether dir contains the configuration of a known CI system other than GitHub Actions, and no directory .github.
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

// inDirectory changes a workflow so that its commands run in work, a directory in root.
func inDirectory(workflow []byte, root, work string) []byte {
	name, err := filepath.Rel(root, work)
	if err != nil {
		return workflow
	}
	return bytes.Replace(workflow, []byte("    runs-on: ubuntu-latest\n"),
		[]byte("    runs-on: ubuntu-latest\n    defaults:\n      run:\n        working-directory: "+strings.TrimSpace(string(oas.NewString(filepath.ToSlash(name), nil).YAML()))+"\n"), 1)
}
