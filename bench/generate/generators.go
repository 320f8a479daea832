package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/rasapi/specgen/gen"
)

// generator describes how one of the two generators is set up and measured.
type generator struct {
	name  string
	files map[string]string // files of its module, by slash-separated name
	setUp []string          // command that sets up its module; may be empty
	steps map[stage]step
}

// step describes a stage of a generator.
type step struct {
	prepare     func(ctx context.Context, dir string) (skip bool, err error) // runs before the measurement and reports whether to skip the stage; may be nil
	commands    [][]string
	sources     []string // directories with the code that a build compiles
	incremental bool     // whether the stage builds only what the clients stage did not build
}

// specName is the name of the document in a module. JSON documents have the same name, because JSON is YAML.
const specName = "openapi.yaml"

// specgenGenerator returns the generator specgen with the settings that specgen init writes. The edit stage replaces the document with edited.
func (w *workspace) specgenGenerator(edited []byte) generator {
	generate := []string{w.specgen, "generate"}
	code := []string{"api/model", "api/client"}
	buildClients := []string{"go", "build", "./api/client/..."}
	return generator{
		name:  "specgen",
		setUp: []string{w.specgen, "init", "--output", "api", specName},
		steps: map[stage]step{
			cold:      {commands: [][]string{generate}},
			unchecked: {commands: [][]string{{w.specgen, "generate", "--unchecked", "--output", "unchecked", specName}}},
			clients:   {commands: [][]string{buildClients}, sources: code},
			whole:     {commands: [][]string{{"go", "build", "./api/..."}}, sources: []string{"api"}, incremental: true},
			unchanged: {commands: [][]string{generate}},
			verify:    {commands: [][]string{{w.specgen, "verify"}}},
			edit: {commands: [][]string{generate}, prepare: func(_ context.Context, dir string) (bool, error) {
				return false, os.WriteFile(filepath.Join(dir, specName), edited, 0o666)
			}},
			lean: {commands: [][]string{buildClients}, sources: code, prepare: func(ctx context.Context, dir string) (bool, error) {
				cfg, found, err := gen.ReadConfig(os.DirFS(dir), "specgen.yaml")
				if err != nil {
					return false, err
				}
				if len(found) > 0 {
					return false, fmt.Errorf("reading specgen.yaml: %v", found)
				}
				if cfg.Code.Packages == "one" && cfg.Enums.Lean {
					return true, nil // specgen init chose these settings
				}
				if err := setLean(filepath.Join(dir, "specgen.yaml")); err != nil {
					return false, err
				}
				c, err := w.runAll(ctx, dir, [][]string{generate})
				if err == nil && c.Failed {
					err = errors.New(reason(c.Output))
				}
				return false, err
			}},
		},
	}
}

// leanKeys matches the settings that setLean replaces, with the indented lines below them.
var leanKeys = regexp.MustCompile(`(?m)^(packages|enums):.*\n(?:[ \t].*\n)*`)

// setLean sets packages to one and enums.lean to true in a specgen.yaml.
func setLean(file string) error {
	settings, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	settings = append(leanKeys.ReplaceAll(settings, nil), "packages: one\nenums: {lean: true}\n"...)
	return os.WriteFile(file, settings, 0o666)
}

// oapiCodegenGenerator returns the generator oapi-codegen with settings from its documentation. oapi-codegen generates the models, the client and the
// strict server in one package, with a run for each of them. The clients stage builds a copy of the client and the models, because their package also
// contains the server.
func (w *workspace) oapiCodegenGenerator() generator {
	g := generator{name: "oapi-codegen", files: map[string]string{"api/doc.go": "package api\n", "client/doc.go": "package api\n"}}
	var commands [][]string
	for _, output := range []struct{ name, settings string }{
		{"models", "models: true"}, {"client", "client: true"}, {"server", "chi-server: true\n  strict-server: true"},
	} {
		config := output.name + ".yaml"
		g.files[config] = fmt.Sprintf("package: api\noutput: api/%s.gen.go\ngenerate:\n  %s\n", output.name, output.settings)
		commands = append(commands, []string{w.oapiCodegen, "-config", config, specName})
	}
	copyClient := func(_ context.Context, dir string) (bool, error) {
		for _, name := range []string{"models.gen.go", "client.gen.go"} {
			data, err := os.ReadFile(filepath.Join(dir, "api", name))
			if err != nil {
				return false, err
			}
			if err := os.WriteFile(filepath.Join(dir, "client", name), data, 0o666); err != nil {
				return false, err
			}
		}
		return false, nil
	}
	g.steps = map[stage]step{
		cold:    {commands: commands},
		clients: {commands: [][]string{{"go", "build", "./client"}}, sources: []string{"client"}, prepare: copyClient},
		whole:   {commands: [][]string{{"go", "build", "./api"}}, sources: []string{"api"}},
	}
	return g
}

// setUp creates a module with a document for a generator, runs the command g.setUp in it, and returns the directory.
func (w *workspace) setUp(ctx context.Context, g generator, document []byte) (dir string, err error) {
	dir, err = w.newModule()
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(dir, specName), document, 0o666); err != nil {
		return "", err
	}
	for name, text := range g.files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o777), os.WriteFile(file, []byte(text), 0o666)); err != nil {
			return "", err
		}
	}
	if len(g.setUp) == 0 {
		return dir, nil
	}
	c, err := w.runAll(ctx, dir, [][]string{g.setUp})
	if err == nil && c.Failed {
		err = fmt.Errorf("%s: set-up failed: %s", g.name, reason(c.Output))
	}
	return dir, err
}

// runAll runs commands one after another, up to the first that fails, and returns their total cost.
func (w *workspace) runAll(ctx context.Context, dir string, commands [][]string) (cost, error) {
	var sum cost
	for _, command := range commands {
		c, err := measure(ctx, dir, w.env, command...)
		if err != nil {
			return cost{}, err
		}
		if sum = sum.plus(c); c.Failed {
			break
		}
	}
	return sum, nil
}

// countLines returns the number of lines in the Go files below the given subdirectories of dir.
func countLines(dir string, subdirectories []string) (int, error) {
	n := 0
	for _, sub := range subdirectories {
		err := filepath.WalkDir(filepath.Join(dir, sub), func(file string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(file, ".go") {
				return err
			}
			data, err := os.ReadFile(file)
			n += bytes.Count(data, []byte("\n"))
			return err
		})
		if err != nil {
			return 0, err
		}
	}
	return n, nil
}
