package pdf

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"dossier/internal/font"

	"github.com/jung-kurt/gofpdf"
)

// pressed is a file that gofpdf draws: a page of lines for each style.
func pressed(t *testing.T, pages map[font.Style][]string, about About) []byte {
	t.Helper()
	press := NewPress()
	doc := gofpdf.New("P", "pt", "A4", "")
	doc.SetCompression(false)
	for _, s := range []struct {
		style font.Style
		name  string
	}{{font.SansStyle, ""}, {font.Bold, "B"}, {font.Italic, "I"}} {
		doc.AddPage()
		for i, line := range pages[s.style] {
			doc.SetFont("Helvetica", s.name, 10)
			doc.Text(50, 50+20*float64(i), press.Code(s.style, line))
		}
	}
	var drawn, out bytes.Buffer
	if err := doc.Output(&drawn); err != nil {
		t.Fatal(err)
	}
	if err := press.Print(&out, drawn.Bytes(), about); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// printed are lines with each letter of Latin-1 and Latin Extended-A, so that among their codes are the bytes that mean
// something in a string of PDF, and with letters beyond.
func printed() map[font.Style][]string {
	var lines []string
	var line []rune
	for r := '!'; r < 0x180; r++ {
		if r >= 0x7f && r <= 0xa0 || r == 0xad || !font.Sans().Has(r) {
			continue
		}
		if line = append(line, r); len(line) == 40 {
			lines, line = append(lines, string(line)), nil
		}
	}
	return map[font.Style][]string{
		font.SansStyle: lines, font.Bold: {"Nguyễn Thị Ễ – d’Aÿ", "Νικόλαος"}, font.Italic: {"Łukasiewicz (née O’Brien) \\ Пётр"},
	}
}

func TestPressIsReadByOthers(t *testing.T) {
	about := About{Title: "Lettre d’accompagnement", Author: "Élodie Łukasiewicz", Lang: "fr-FR", Date: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)}
	pages := printed()
	data := pressed(t, pages, about)
	sound(t, data)
	for _, read := range []string{
		tool(t, data, "pdftotext", []string{"-raw"}, "-"),
		tool(t, data, "mutool", []string{"draw", "-q", "-F", "txt"}),
	} {
		texts := strings.Split(strings.TrimRight(read, "\f\n"), "\f")
		if len(texts) != 3 {
			t.Fatalf("%d pages, want 3:\n%s", len(texts), read)
		}
		for i, style := range []font.Style{font.SansStyle, font.Bold, font.Italic} {
			if got, want := strings.TrimSpace(texts[i]), strings.Join(pages[style], "\n"); strings.ReplaceAll(got, "\n\n", "\n") != want {
				t.Errorf("page %d: read\n%s\nwant\n%s", i+1, got, want)
			}
		}
	}
	fonts := tool(t, data, "pdffonts", nil)
	for _, want := range []string{"+LiberationSans ", "+LiberationSans-Bold ", "+LiberationSans-Italic "} {
		if strings.Count(fonts, want) != 1 {
			t.Errorf("font %s is not there once:\n%s", want, fonts)
		}
	}
	if strings.Contains(fonts, "Helvetica") || Wrote(strings.Fields(strings.Split(fonts, "\n")[2])[0]) {
		t.Errorf("a font that gofpdf drew in, or that values would be looked for in:\n%s", fonts)
	}
	info := tool(t, data, "pdfinfo", nil)
	for _, want := range []string{about.Title, about.Author, "Mon Mar  2 00:00:00 2026", "dossier\n"} {
		if !strings.Contains(info, want) {
			t.Errorf("the file does not say %q of itself:\n%s", want, info)
		}
	}
	if lang := tool(t, data, "mutool", []string{"show"}, "trailer/Root/Lang"); !strings.Contains(lang, "fr-FR") {
		t.Errorf("language %s", lang)
	}
	if !bytes.Equal(data, pressed(t, printed(), about)) {
		t.Error("other bytes the second time")
	}
}

func TestPressedPagesJoin(t *testing.T) {
	data, _ := joined(t, []Part{of(mustOpen(t, pressed(t, printed(), About{})), Part{Title: "a", Own: true})}, JoinOptions{})
	if read := tool(t, data, "pdftotext", []string{"-raw"}, "-"); !strings.Contains(read, "Nguyễn Thị Ễ – d’Aÿ") || !strings.Contains(read, "\\ Пётр") {
		t.Errorf("read\n%s", read)
	}
}

func TestPressRefusesWhatIsNoPDF(t *testing.T) {
	var out bytes.Buffer
	if err := NewPress().Print(&out, []byte("no pages"), About{}); err == nil || out.Len() > 0 {
		t.Errorf("%v, %d bytes written", err, out.Len())
	}
}
