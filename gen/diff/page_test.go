package diff_test

import (
	"bytes"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rasapi/specgen/gen/diff"
)

// luminance is that of a colour #rrggbb (WCAG 2.2).
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(colour, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	part := func(shift int) float64 {
		c := float64(n>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(16) + 0.7152*part(8) + 0.0722*part(0)
}

// TestPageContrast asks of the colours of text what WCAG asks for: 4.5 to 1, on a white page and on a dark one.
func TestPageContrast(t *testing.T) {
	page, err := os.ReadFile("page.html")
	if err != nil {
		t.Fatal(err)
	}
	light, dark, ok := strings.Cut(string(page), "@media (prefers-color-scheme: dark)")
	if !ok {
		t.Fatal("the page has no dark colours")
	}
	for name, scheme := range map[string]struct{ css, ground string }{"light": {light, "ffffff"}, "dark": {dark, "1e1e1e"}} {
		tones := regexp.MustCompile(`--(breaking|risky|compatible|doc): #([0-9a-f]{6});`).FindAllStringSubmatch(scheme.css, -1)
		if len(tones) != 4 {
			t.Fatalf("%s: %d colours, want 4", name, len(tones))
		}
		for _, tone := range tones {
			a, b := luminance(t, tone[2]), luminance(t, scheme.ground)
			if contrast := (max(a, b) + 0.05) / (min(a, b) + 0.05); contrast < 4.5 {
				t.Errorf("%s: %s has a contrast of %.2f", name, tone[1], contrast)
			}
		}
	}
}

// TestPageFolds folds what breaks nothing when there is much.
func TestPageFolds(t *testing.T) {
	for n, want := range map[int]int{8: 4, 100: 2} {
		var b bytes.Buffer
		if err := diff.Print(&b, diff.HTML, hostile(n), diff.Options{}); err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(b.String(), "<details open>"); got != want {
			t.Errorf("%d changes: %d of the 4 groups are open, want %d", n, got, want)
		}
	}
}
