package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A side is one of the two that are compared: how it is set up in a module, what it runs, and what it makes.
type side struct {
	name     string
	files    map[string]string // configuration, by file name
	prepare  [][]string        // commands that set a module up
	generate [][]string        // commands, one after the other
	build    []string          // what the whole output is for go build
	clients  []string          // what the client and its models are
	sources  []string          // folders of the client and its models
}

// specgenSide is configured by specgen init, as in a module of a user.
func specgenSide(w *workshop) side {
	return side{
		name:     "specgen",
		files:    map[string]string{},
		prepare:  [][]string{{w.specgen, "init", "--output", "api", specName}},
		generate: [][]string{{w.specgen, "generate"}},
		build:    []string{"./api/..."},
		clients:  []string{"./api/client/..."},
		sources:  []string{"api/model", "api/client"},
	}
}

// peerSide is oapi-codegen as its documentation shows it: models, client and strict server of one package, a run each.
func peerSide(w *workshop) side {
	s := side{
		name:    "oapi-codegen",
		build:   []string{"./api"},
		clients: []string{"./client"},
		sources: []string{"client"},
	}
	parts := map[string]string{"models": "models: true", "client": "client: true", "server": "chi-server: true\n  strict-server: true"}
	s.files = map[string]string{"api/doc.go": "package api\n", "client/doc.go": "package api\n"}
	for part, wanted := range parts {
		s.files[part+".yaml"] = fmt.Sprintf("package: api\noutput: api/%s.gen.go\ngenerate:\n  %s\n", part, wanted)
	}
	for _, part := range []string{"models", "client", "server"} {
		s.generate = append(s.generate, []string{w.peer, "-config", part + ".yaml", specName})
	}
	return s
}

// specName is the document in a module; JSON is YAML too.
const specName = "openapi.yaml"

// setUp makes a module with a document for a side.
func (s side) setUp(ctx context.Context, w *workshop, document []byte) (dir string, err error) {
	dir, err = w.module()
	if err != nil {
		return "", err
	}
	for name, text := range s.files {
		file := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o777), os.WriteFile(file, []byte(text), 0o666)); err != nil {
			return "", err
		}
	}
	if err := os.WriteFile(filepath.Join(dir, specName), document, 0o666); err != nil {
		return "", err
	}
	c, err := inTurn(ctx, w.env, dir, s.prepare)
	if err == nil && c.Failed {
		err = fmt.Errorf("setting a module up for %s: %s", s.name, reason(c.Said))
	}
	return dir, err
}

// inTurn is the cost of the commands, one after the other; the first that fails ends it.
func inTurn(ctx context.Context, env []string, dir string, commands [][]string) (cost, error) {
	var sum cost
	for _, command := range commands {
		c, err := measure(ctx, dir, env, command...)
		if err != nil {
			return cost{}, err
		}
		if sum = sum.plus(c); c.Failed {
			break
		}
	}
	return sum, nil
}

// small generates anew with what takes the least to build. ok is false where specgen init has chosen that.
func (s side) small(ctx context.Context, w *workshop, dir string) (c cost, ok bool, err error) {
	file := filepath.Join(dir, "specgen.yaml")
	settings, err := os.ReadFile(file)
	if err != nil {
		return cost{}, false, err
	}
	for _, line := range []string{"packages: one", "enums: {lean: true}"} {
		if !bytes.Contains(settings, []byte("\n"+line+"\n")) {
			settings = fmt.Appendf(settings, "\n%s\n", line)
			ok = true
		}
	}
	if !ok {
		return cost{}, false, nil
	}
	if err := os.WriteFile(file, settings, 0o666); err != nil {
		return cost{}, false, err
	}
	c, err = inTurn(ctx, w.env, dir, s.generate)
	return c, true, err
}

// apart puts the client of the peer and its models into a package of their own, to be built without the server.
func apart(dir string) error {
	for _, name := range []string{"models.gen.go", "client.gen.go"} {
		text, err := os.ReadFile(filepath.Join(dir, "api", name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, "client", name), text, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// lines counts the lines of the Go files in folders.
func lines(dir string, folders ...string) (int, error) {
	n := 0
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(dir, folder), func(file string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(file, ".go") {
				return err
			}
			text, err := os.ReadFile(file)
			n += bytes.Count(text, []byte("\n"))
			return err
		})
		if err != nil {
			return 0, err
		}
	}
	return n, nil
}
