//go:build conformance

// Package conformance holds finished papers against programs that share no code with this one:
// qpdf, poppler and mupdf.
package conformance

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// root is the project's folder, seen from this package.
const root = "../.."

func official(t *testing.T) string {
	name := os.Getenv("OFFICIAL")
	if _, err := os.Stat(name); err != nil {
		t.Fatalf("the official form is needed: set OFFICIAL to its file (%v)", err)
	}
	return name
}

// dossier runs the program as built by make and returns its exit status.
func dossier(t *testing.T, args ...string) int {
	t.Helper()
	cmd := exec.Command(filepath.Join(root, "bin", "dossier"), args...)
	cmd.Env = append(os.Environ(), "XDG_DATA_HOME="+t.TempDir())
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		t.Fatalf("dossier %v: %v", args, err)
	}
	if code := cmd.ProcessState.ExitCode(); code == 0 || code == 3 {
		return code
	}
	t.Fatalf("dossier %v: %v\n%s", args, err, out)
	return 1
}

func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	var stderr strings.Builder
	cmd := exec.Command(name, args...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if said := complaints(stderr.String()); err != nil || said != "" {
		t.Errorf("%s %v: %v\n%s%s", name, args, err, out, said)
	}
	return string(out)
}

// complaints leaves out what mutool says of itself and of the blank official form alone.
func complaints(stderr string) string {
	var kept []string
	for _, l := range strings.Split(strings.TrimSpace(stderr), "\n") {
		switch {
		case l == "", strings.Contains(l, "ICC support is not available"),
			strings.Contains(l, "freetype could not find any cmaps"), strings.HasPrefix(l, "warning: ... repeated"):
		default:
			kept = append(kept, l)
		}
	}
	return strings.Join(kept, "\n")
}

type manifest struct {
	Form struct {
		Fields []struct {
			ID    string
			Page  int
			Rect  [4]float64
			Text  string
			Cells int
			On    bool
		}
	}
	Parts []struct{ From, To int }
}

func readManifest(t *testing.T, dir string) manifest {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// expected is what the strange profile must show on the official form: rectangles as listed in the
// form's own fields, written down by hand, and the text in each.
var expected = []struct {
	what           string
	x0, y0, x1, y1 float64
	text           string
	cells          bool
}{
	{"names", 155, 574.4, 551.2, 587.9, "Łukasiewicz, nom d’usage O’Brien, Élodie-Anne Nguyễn", false},
	{"number", 214.9, 539.8, 401.8, 554.5, "2610299404123", true},
	{"key", 409.6, 540.3, 437.4, 553.5, "69", true},
	{"CAF number", 250.3, 516.5, 366.9, 529.7, "1234567", false},
	{"CAF", 401.9, 516.1, 549.8, 530.2, "Touraine", false},
	{"birth date", 143, 498.5, 256.5, 513, "04021961", true},
	{"birth place", 386.4, 498, 552.2, 510.7, "Albany, États-Unis", false},
	{"address", 105.7, 457.8, 553.5, 471.6, "12 bis rue de l’Hôtel-de-Ville, bâtiment C", false},
	{"postal code", 101.7, 440.1, 171.5, 452.7, "37000", true},
	{"commune", 224.2, 439.9, 550.1, 453.8, "Tours", false},
	{"telephone", 136.1, 416.5, 276.9, 432, "+1 518 555 0142", false},
	{"e-mail", 368.8, 415.4, 552, 429.7, "elodie-anne.lukasiewicz-obrie@example.fr", false},
	{"organisation", 271.2, 381.8, 552.1, 394.6, "", false},
	{"work", 225.9, 316.6, 551.4, 331.7, "", false},
	{"other", 121.9, 272.5, 295.1, 288.5, "", false},
	{"arrival", 404.2, 279.2, 519.8, 296, "01072026", true},
	{"signed at", 76.9, 179.8, 274.8, 194.3, "Tours", false},
	{"signed on", 73, 159.7, 184.8, 174.3, "22112026", true},
}

func TestOfficialFormShowsEveryValue(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	dossier(t, "build", "testdata/strange.toml", "--on", "2026-11-22", "--blank", official(t), "-o", dir)
	form := filepath.Join(dir, "form.pdf")
	words := bbox(t, form, 1)
	for _, e := range expected {
		got := words.in(e.x0, e.y0, e.x1, e.y1, e.cells)
		if got != e.text {
			t.Errorf("%s: the paper shows %q, the profile says %q", e.what, got, e.text)
		}
	}
	m := readManifest(t, dir)
	ticked := 0
	for _, f := range m.Form.Fields {
		if f.On {
			ticked++
		}
	}
	if ticked != 2 {
		t.Errorf("%d boxes are ticked, want nationality and part B", ticked)
	}
	checkPapers(t, dir, official(t))
	checkAgainstManifest(t, dir)
}

func TestEditableFormOpens(t *testing.T) {
	form := filepath.Join(t.TempDir(), "form.pdf")
	dossier(t, "fill", "testdata/strange.toml", "--on", "2026-11-22", "--blank", official(t), "--editable", "-o", form)
	tool(t, "qpdf", "--check", form)
	words := bbox(t, form, 1)
	for _, e := range expected {
		if got := words.in(e.x0, e.y0, e.x1, e.y1, e.cells); got != e.text {
			t.Errorf("%s: the paper shows %q, the profile says %q", e.what, got, e.text)
		}
	}
}

func TestDemo(t *testing.T) {
	dir := filepath.Join(root, "out", "demo")
	checkPapers(t, dir, filepath.Join(root, "forms", "standin-fr.pdf"))
	checkAgainstManifest(t, dir)
}

// checkAgainstManifest holds every value of the manifest against the form, and the page count.
func checkAgainstManifest(t *testing.T, dir string) {
	t.Helper()
	m := readManifest(t, dir)
	texts := 0
	for _, f := range m.Form.Fields {
		if f.Text == "" {
			continue
		}
		texts++
		got := bbox(t, filepath.Join(dir, "form.pdf"), f.Page).in(f.Rect[0], f.Rect[1], f.Rect[2], f.Rect[3], f.Cells > 0)
		if got != f.Text {
			t.Errorf("%s: field %s shows %q, the manifest says %q", dir, f.ID, got, f.Text)
		}
	}
	if texts < 10 {
		t.Errorf("%s: only %d texts in the manifest", dir, texts)
	}
	pages := m.Parts[len(m.Parts)-1].To
	if got := pageCount(t, filepath.Join(dir, "dossier.pdf")); got != fmt.Sprint(pages) {
		t.Errorf("%s: dossier.pdf has %s pages, the manifest says %d", dir, got, pages)
	}
}

func pageCount(t *testing.T, name string) string {
	m := regexp.MustCompile(`(?m)^Pages:\s+(\d+)`).FindStringSubmatch(tool(t, "pdfinfo", name))
	if m == nil {
		t.Fatalf("%s: pdfinfo gives no page count", name)
	}
	return m[1]
}

// checkPapers opens every PDF of a folder with each tool, and looks at its fonts: all must be
// embedded or standard, but those that the blank form brought along.
func checkPapers(t *testing.T, dir, blank string) {
	t.Helper()
	brought := fonts(t, blank)
	names, err := filepath.Glob(filepath.Join(dir, "*.pdf"))
	if err != nil || len(names) != 5 {
		t.Fatalf("%s holds %d papers, want 5 (%v)", dir, len(names), err)
	}
	for _, name := range names {
		if out := tool(t, "qpdf", "--check", name); strings.Contains(out, "WARNING") {
			t.Errorf("%s: %s", name, out)
		}
		tool(t, "pdftoppm", "-r", "20", name, filepath.Join(t.TempDir(), "page"))
		tool(t, "mutool", "draw", "-q", "-r", "20", "-o", filepath.Join(t.TempDir(), "page%d.png"), name)
		for font, embedded := range fonts(t, name) {
			if _, ok := brought[font]; !embedded && !standard(font) && !ok {
				t.Errorf("%s: font %s is not embedded", name, font)
			}
		}
	}
}

func standard(font string) bool {
	base, _, _ := strings.Cut(font, "-")
	return slices.Contains([]string{"Helvetica", "Times", "Courier", "Symbol", "ZapfDingbats"}, base)
}

// fonts are those pdffonts lists, with whether each is embedded.
func fonts(t *testing.T, name string) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	lines := strings.Split(tool(t, "pdffonts", name), "\n")
	for _, l := range lines[min(2, len(lines)):] {
		if f := strings.Fields(l); len(f) >= 7 {
			found[f[0]] = f[len(f)-5] == "yes"
		}
	}
	return found
}

type word struct {
	XMin float64 `xml:"xMin,attr"`
	YMin float64 `xml:"yMin,attr"`
	XMax float64 `xml:"xMax,attr"`
	YMax float64 `xml:"yMax,attr"`
	Text string  `xml:",chardata"`
}

// A sheet is a page as poppler reads it: words with their boxes, from the top left.
type sheet struct {
	Height float64 `xml:"height,attr"`
	Words  []word  `xml:"word"`
}

func bbox(t *testing.T, name string, page int) sheet {
	t.Helper()
	n := fmt.Sprint(page)
	out := tool(t, "pdftotext", "-bbox", "-f", n, "-l", n, name, "-")
	var doc struct {
		Pages []sheet `xml:"body>doc>page"`
	}
	d := xml.NewDecoder(strings.NewReader(out))
	d.Strict, d.Entity, d.AutoClose = false, xml.HTMLEntity, xml.HTMLAutoClose
	if err := d.Decode(&doc); err != nil || len(doc.Pages) != 1 {
		t.Fatalf("%s page %d: %v, %d pages", name, page, err, len(doc.Pages))
	}
	return doc.Pages[0]
}

// in is the text that lies whole within a rectangle, given in points from the lower left; a word
// that begins in it and sticks out is marked, so that it equals nothing.
func (s sheet) in(x0, y0, x1, y1 float64, cells bool) string {
	var words []string
	for _, w := range s.Words {
		mid := s.Height - (w.YMin+w.YMax)/2
		if mid < y0 || mid > y1 || w.XMax < x0 || w.XMin > x1 || strings.Trim(w.Text, " ") == "" {
			continue
		}
		text := w.Text
		if w.XMin < x0-0.5 || w.XMax > x1+0.5 {
			text = "⟨" + text + "⟩"
		}
		words = append(words, text)
	}
	sep := " "
	if cells {
		sep = ""
	}
	return strings.Join(words, sep)
}
