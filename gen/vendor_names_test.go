package gen_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// vendorPlaces lists the folders and files in which Go code and templates may name the RAS API. All other code must work for any API.
var vendorPlaces = []struct{ place, reason string }{
	{"spec", "it describes the RAS API"},
	{"ras", "it is the SDK for the RAS API"},
	{"generated", "it is generated from spec"},
	{"examples", "they call the generated client"},
	{"wire", "it tests the generated client against the generated server"},
	{"bench", "it measures the generators on spec"},
	{"docs", "some pages are about the RAS API"},
	{"embed.go", "it embeds spec"},
	{"builtin.go", "it names the embedded spec"},
	{"imports_test.go", "it has a row for each folder"},
	{"gen/doc.go", "it has a line for each folder"},
	{"vendor_names_test.go", "it defines the names of the vendor"},
}

// vendorMention matches RAS as a word or as part of a Go name, and the name of the vendor.
var vendorMention = regexp.MustCompile(`(?i:(^|[^a-z])ras($|[^a-z])|parallels)|\b(ras[A-Z]|RAS[A-Z][a-z])|[a-z]RAS($|[^A-Za-z])`)

// vendorExempt matches texts that contain RAS but are not the name of the API.
var vendorExempt = regexp.MustCompile(module + `|synth-ras-1000\.yaml`) // the module path, and a file in the corpus

func TestOnlyVendorPlacesNameTheAPI(t *testing.T) {
	root := ".."
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(filepath.ToSlash(file), root+"/")
		if d.IsDir() {
			if file != root && strings.HasPrefix(d.Name(), ".") || isVendorPlace(name) {
				return filepath.SkipDir
			}
			return nil
		}
		if isVendorPlace(name) || !slices.Contains([]string{".go", ".tmpl"}, path.Ext(name)) {
			return nil
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(data), "\n") {
			if mentionsVendor(line) {
				t.Errorf("%s:%d: got %q, want no name of the RAS API outside vendorPlaces", name, i+1, strings.TrimSpace(line))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestMentionsVendor(t *testing.T) {
	for _, line := range []string{`"ras@v21"`, "the RAS API", "x-ras-since", "rasHost", "RASServer", "isRAS()", "Parallels", "RAS_1"} {
		if !mentionsVendor(line) {
			t.Errorf("mentionsVendor(%q) = false, want true", line)
		}
	}
	for _, line := range []string{"erase", "phrase", "STRASSE", "TestServerAsks", module + "/gen", "synth-ras-1000.yaml"} {
		if mentionsVendor(line) {
			t.Errorf("mentionsVendor(%q) = true, want false", line)
		}
	}
}

// isVendorPlace reports whether a file or folder is in vendorPlaces. The name of a file without a folder matches the files of this name in all
// folders. name is relative to the root of the module.
func isVendorPlace(name string) bool {
	for _, v := range vendorPlaces {
		if name == v.place || path.Ext(v.place) != "" && path.Base(name) == v.place {
			return true
		}
	}
	return false
}

// mentionsVendor reports whether a line names the RAS API.
func mentionsVendor(line string) bool {
	return vendorMention.MatchString(vendorExempt.ReplaceAllString(line, ""))
}
