package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/rasapi/specgen/cmd/specgen/internal/cache"
	"github.com/rasapi/specgen/cmd/specgen/internal/sums"
)

// listing is an answer of the go command as it is kept: it holds while the module and the environment are the same (they are in the key), the
// files with export data are there, and no Go file of a package was changed whose source is on this machine.
type listing struct {
	Packages map[string]listedPackage // those that were asked for
	Local    map[string]string        // folder -> sum of the Go files in it
}

// keptListing looks an answer up.
func keptListing(kept cache.Cache, files *sums.Sums, key string) (listing, bool) {
	data, ok := kept.Get(key)
	var l listing
	if !ok || json.Unmarshal(data, &l) != nil {
		return l, false
	}
	for _, p := range l.Packages {
		if _, err := os.Stat(p.Export); err != nil {
			return l, false
		}
	}
	for dir, sum := range l.Local {
		if now, err := sumGo(files, dir); err != nil || now != sum {
			return l, false
		}
	}
	return l, true
}

// keepListing keeps an answer that has what was asked for, without errors. What goes wrong is left to the next run.
func keepListing(kept cache.Cache, files *sums.Sums, key string, listed map[string]listedPackage, paths []string) {
	l := listing{Packages: map[string]listedPackage{}, Local: map[string]string{}}
	for _, path := range paths {
		if path == "unsafe" {
			continue
		}
		p := listed[path]
		if p.Export == "" || p.Error != nil || len(p.DepsErrors) > 0 {
			return
		}
		l.Packages[path] = p
	}
	for _, p := range listed {
		if !p.isLocal() {
			continue
		}
		sum, err := sumGo(files, p.Dir)
		if err != nil {
			return
		}
		l.Local[p.Dir] = sum
	}
	if data, err := json.Marshal(l); err == nil {
		_ = kept.Put(key, data)
	}
}

// isLocal tells whether a package's source is no fixed version from the module cache: it is of the main module, or replaced by a folder.
func (p listedPackage) isLocal() bool {
	switch m := p.Module; {
	case p.Standard || p.Dir == "":
		return false
	case m == nil:
		return true
	case m.Replace != nil:
		return m.Replace.Version == ""
	default:
		return m.Version == ""
	}
}

// sumGo gives the sum of the Go files of a folder, their names included.
func sumGo(files *sums.Sums, dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	var parts []string
	for _, e := range entries {
		if filepath.Ext(e.Name()) != ".go" || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		sum, err := files.Of(filepath.Join(dir, e.Name()))
		if err != nil {
			return "", err
		}
		parts = append(parts, e.Name(), sum)
	}
	return cache.Key(parts...), nil
}

// listingKey is the key of the go command's answer about packages in a folder: it is made of all that the answer depends on. ok is false where
// that cannot be told without asking: outside of a module, in a workspace, with flags that name other files.
func listingKey(files *sums.Sums, dir string, paths []string) (key string, ok bool) {
	root := upwards(dir, "go.mod")
	config, _ := os.UserConfigDir()
	settings := sumOf(files, filepath.Join(config, "go", "env"), os.Getenv("GOENV"))
	work := os.Getenv("GOWORK")
	if root == "" || work != "" && work != "off" || work == "" && upwards(dir, "go.work") != "" || strings.Contains(os.Getenv("GOFLAGS"), "file=") ||
		strings.Contains(os.Getenv("GOFLAGS"), "overlay") {
		return "", false
	}
	program, err := exec.LookPath("go")
	if err != nil {
		return "", false
	}
	info, err := os.Stat(program)
	if err != nil {
		return "", false
	}
	parts := []string{
		"go list 1", runtime.Version(), root, sumOf(files, filepath.Join(root, "go.mod")), sumOf(files, filepath.Join(root, "go.sum")),
		sumOf(files, filepath.Join(root, "vendor", "modules.txt")), settings, program, fmt.Sprint(info.Size(), info.ModTime().UnixNano()),
	}
	environment := slices.DeleteFunc(os.Environ(), func(s string) bool { return !strings.HasPrefix(s, "GO") && !strings.HasPrefix(s, "CGO_") })
	slices.Sort(environment)
	parts = append(parts, environment...)
	return cache.Key(append(append(parts, ""), paths...)...), true
}

// upwards gives the nearest folder, from dir up, that has a file of a name; "" for none.
func upwards(dir, name string) string {
	for {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil && !info.IsDir() {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
		dir = filepath.Dir(dir)
	}
}

// sumOf gives the sums of files; of one that cannot be read it is "".
func sumOf(known *sums.Sums, files ...string) string {
	list := make([]string, len(files))
	for i, file := range files {
		if sum, err := known.Of(file); err == nil {
			list[i] = sum
		}
	}
	return strings.Join(list, " ")
}
