package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const attachedFolder = "../../testdata/scans/pdf"

func attachedFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(attachedFolder, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// attachedFiles says of each made file what comes of opening it: its pages, then what is lost of it and
// what Join leaves behind; or the error.
var attachedFiles = map[string]string{
	"version-1.3.pdf":      "1.3, 2 pages",
	"version-1.4.pdf":      "1.4, 2 pages",
	"version-1.5.pdf":      "1.5, 2 pages",
	"version-1.6.pdf":      "1.6, 2 pages",
	"version-1.7.pdf":      "1.7, 2 pages",
	"version-2.0.pdf":      "2.0, 2 pages",
	"upper-case.PDF":       "1.7, 2 pages",
	"named.jpg":            "1.7, 2 pages",
	"after-mail-lines.pdf": "1.4, 1 page",
	"message.eml":          "error: the file is not a PDF",

	"rc4-40.pdf":        "1.7, 1 page, drops metadata",
	"rc4-128.pdf":       "1.7, 1 page, drops metadata",
	"rc4-filter.pdf":    "1.7, 1 page, drops metadata",
	"aes-128.pdf":       "1.7, 1 page, drops metadata",
	"aes-256-r5.pdf":    "1.7, 1 page, drops metadata",
	"aes-256-r6.pdf":    "1.7, 1 page, drops metadata",
	"clear-strings.pdf": "1.7, 1 page, drops metadata",
	"clear-streams.pdf": "1.7, 1 page, drops metadata",

	"locked-rc4-40.pdf":     "error: the PDF is locked with a password",
	"locked-rc4-128.pdf":    "error: the PDF is locked with a password",
	"locked-aes-128.pdf":    "error: the PDF is locked with a password",
	"locked-aes-256-r5.pdf": "error: the PDF is locked with a password",
	"locked.pdf":            "error: the PDF is locked with a password",

	"scripts.pdf":          "1.7, 1 page, drops scripts",
	"scripts-hidden.pdf":   "1.7, 1 page, drops scripts, actions",
	"actions.pdf":          "1.7, 1 page, drops actions",
	"files.pdf":            "1.7, 1 page, drops attached files",
	"files-note.pdf":       "1.7, 1 page, drops attached files",
	"files-associated.pdf": "1.7, 1 page, drops attached files",
	"portfolio.pdf":        "1.7, 1 page, drops portfolio, attached files",
	"xfa.pdf":              "1.7, 1 page, drops XFA, form fields",
	"xfa-only.pdf":         "1.7, 1 page, drops XFA",
	"media.pdf":            "1.7, 1 page, drops multimedia",
	"form.pdf":             "1.7, 1 page, drops form fields",
	"notes.pdf":            "1.7, 1 page, drops notes",
	"signed.pdf":           "1.7, 1 page, drops digital signature, form fields",
	"layers.pdf":           "1.7, 1 page, drops hidden layers",
	"traces.pdf":           "1.7, 1 page, drops metadata",
	"clipped.pdf":          "1.7, 1 page, drops form fields",

	"cut.pdf":            "1.7, 2 pages, the PDF is damaged: 1 of its 3 pages cannot be read; page 2 is not whole",
	"cut-to-nothing.pdf": "error: the PDF is damaged or cut off: parts of its pages are missing",
	"cut-update.pdf":     "1.7, 1 page, the PDF is damaged: 1 of its 2 pages cannot be read",
	"wrong-table.pdf":    "1.7, 2 pages",
	"lost-drawing.pdf":   "1.7, 2 pages, the PDF is damaged: page 2 is not whole",
	"lost-picture.pdf":   "1.7, 1 page, the PDF is damaged: page 1 is not whole",
	"bad-drawing.pdf":    "1.7, 3 pages, the PDF is damaged: page 2 is not whole",
	"cut-picture.pdf":    "1.7, 1 page, the PDF is damaged: page 1 is not whole",
	"hole.pdf":           "1.7, 2 pages, the PDF is damaged: 1 of its 3 pages cannot be read",
	"count-lies.pdf":     "1.7, 2 pages",
	"page-twice.pdf":     "1.7, 3 pages",
	"no-page.pdf":        "error: the PDF has no page",

	"look-scan.pdf":        "1.7, 1 page",
	"look-scan-turned.pdf": "1.7, 1 page",
	"look-turned.pdf":      "1.7, 1 page",
	"look-pictures.pdf":    "1.7, 1 page",
	"look-blank.pdf":       "1.7, 1 page",
	"look-nested.pdf":      "1.7, 1 page",
}

func TestAttachedFiles(t *testing.T) {
	files, err := os.ReadDir(attachedFolder)
	if err != nil || len(files) < len(attachedFiles) {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		want, known := attachedFiles[file.Name()]
		got := ""
		f, err := OpenWith(attachedFile(t, file.Name()), "")
		if err != nil {
			got = "error: " + err.Error()
		} else {
			got = f.Traits().Version + ", " + counted(f.Pages(), "page", "pages")
			if d := f.Damage(); d != "" {
				got += ", " + d
			}
			if d := f.Dropped(); len(d) > 0 {
				got += ", drops " + strings.ReplaceAll(strings.Trim(fmt.Sprintf("%q", d), `[]"`), `" "`, ", ")
			}
		}
		if !known || got != want {
			t.Errorf("%s: %s, want %s", file.Name(), got, want)
		}
		if err == nil && (f.Damage() == "") != f.Torn().Whole() {
			t.Errorf("%s: %+v is said as %q", file.Name(), f.Torn(), f.Damage())
		}
	}
}

// Whatever is wrong with a file that opens, its pages can be joined, and viewers read what comes of it.
func TestAttachedFilesJoin(t *testing.T) {
	for name, what := range attachedFiles {
		if strings.HasPrefix(what, "error") {
			continue
		}
		f, err := OpenWith(attachedFile(t, name), "")
		if err != nil {
			t.Fatal(err)
		}
		data := joinedAsIs(t, f)
		if got := mustOpen(t, data); got.Pages() != f.Pages() || strings.HasPrefix(name, "cut-pic") == (got.Damage() == "") && name != "lost-picture.pdf" {
			t.Errorf("%s: %d pages of %d; %s", name, got.Pages(), f.Pages(), got.Damage())
		}
		if !strings.HasSuffix(name, "-picture.pdf") {
			sound(t, data)
		}
		if words := tool(t, data, "pdftotext", nil, "-"); strings.Count(words, "Pièce 1 ·") != f.Pages() {
			t.Errorf("%s: not all pages are stamped: %s", name, words)
		}
		for _, word := range []string{"/JavaScript", "/Launch", "/EmbeddedFile", "/Filespec", "/RichMedia", "/AcroForm", "/XFA"} {
			if bytes.Contains(data, []byte(word)) {
				t.Errorf("%s: %s came along", name, word)
			}
		}
		for _, d := range mustOpen(t, data).Dropped() {
			if d != DropMetadata && d != DropLayers {
				t.Errorf("%s: what was joined has %s to drop", name, d)
			}
		}
	}
}

func joinedAsIs(t *testing.T, f *File) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := Join(&b, []Part{of(f, Part{Title: "piece"})}, JoinOptions{
		Stamp: func(_, page, pages int) string { return fmt.Sprintf("Pièce 1 · page %d/%d", page, pages) },
	}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Any of the passwords opens a locked file, whatever its cipher; another does not, and says so.
func TestPasswords(t *testing.T) {
	for _, name := range []string{"locked-rc4-40.pdf", "locked-rc4-128.pdf", "locked-aes-128.pdf", "locked-aes-256-r5.pdf", "locked.pdf", "aes-256-r6.pdf"} {
		data := attachedFile(t, name)
		for _, password := range []string{"inventé", "propriétaire"} {
			f, err := OpenWith(data, password)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if f.title() != "An encrypted title" || !strings.Contains(string(f.parts(f.pages[0].contents, new(1<<20), new(bool))), "An encrypted paper") {
				t.Errorf("%s: title %q", name, f.title())
			}
		}
		if name == "aes-256-r6.pdf" {
			continue // the empty password is the user's
		}
		for password, want := range map[string]error{"": ErrPassword, "invente": ErrWrongPassword, "INVENTÉ": ErrWrongPassword, "inventé ": ErrWrongPassword} {
			_, err := OpenWith(data, password)
			if err != want || !errors.Is(err, ErrPassword) {
				t.Errorf("%s with %q: %v, want %v", name, password, err, want)
			}
			if password != "" && strings.Contains(err.Error(), password) {
				t.Errorf("the password stands in %q", err)
			}
		}
	}
}

// What was cut off a file may be what says that it is encrypted: newer ciphers do without the rest.
func TestLockIsFound(t *testing.T) {
	for name, want := range map[string]string{
		"aes-256-r6.pdf": "", "aes-256-r5.pdf": "", "aes-128.pdf": errTorn.Error(), "rc4-40.pdf": errTorn.Error(), "locked.pdf": ErrPassword.Error(),
	} {
		data := attachedFile(t, name)
		f, err := OpenWith(data[:bytes.LastIndex(data, []byte("xref\n0"))], "")
		switch {
		case want != "" && (err == nil || err.Error() != want):
			t.Errorf("%s: %v, want %s", name, err, want)
		case want == "" && (err != nil || f.Damage() != "" || f.Look(1).Seen() != 33):
			t.Errorf("%s: %v", name, err)
		}
	}
}

// qpdf, an engine that is not ours, locks with passwords of its own making.
func TestPasswordOfOthers(t *testing.T) {
	for _, how := range [][]string{{"40"}, {"128", "--use-aes=n"}, {"128", "--use-aes=y"}, {"256"}, {"256", "--force-R5"}} {
		data := locked(t, attachedFile(t, "version-1.7.pdf"), "Ünser Pässwort", how...)
		if _, err := Open(data); !errors.Is(err, ErrPassword) {
			t.Errorf("%v: %v", how, err)
		}
		for _, password := range []string{"Ünser Pässwort", "owner"} {
			if f, err := OpenWith(data, password); err != nil || f.Pages() != 2 || f.Damage() != "" {
				t.Errorf("%v with %q: %v", how, password, err)
			}
		}
	}
}

// A form must be whole: Open refuses what OpenWith keeps of a file that was cut off.
func TestOpenWantsAllPages(t *testing.T) {
	for _, name := range []string{"cut.pdf", "cut-update.pdf"} {
		if _, err := Open(attachedFile(t, name)); !errors.Is(err, errTorn) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A message in which the PDF stands as it is opens like any other with lines before it, unless mail has
// changed it.
func TestMessage(t *testing.T) {
	head := "MIME-Version: 1.0\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
	data := attachedFile(t, "version-1.7.pdf")
	if f, err := OpenWith(append([]byte(head), data...), ""); err != nil || f.Pages() != 2 || f.Damage() != "" {
		t.Errorf("as it is: %v", err)
	}
	i := bytes.LastIndex(data, []byte("startxref"))
	counted := fmt.Appendf(bytes.Clone(data[:i]), "startxref\n%d\n%%%%EOF\n", bytes.LastIndex(data, []byte("xref\n0"))+len(head))
	if f, err := OpenWith(append([]byte(head), counted...), ""); err != nil || f.Pages() != 2 || f.Damage() != "" {
		t.Errorf("with a table that counts the lines before: %v", err)
	}
	if _, err := OpenWith([]byte(head+"%PDF-1.7=\r\n=E2=E3"), ""); err != errMessage {
		t.Errorf("changed: %v", err)
	}
}

// However a sound file is cut, it is whole, or says what it lacks, or is refused; and with its last bytes
// only the table goes.
func TestCutAnywhere(t *testing.T) {
	for _, name := range []string{"version-1.7.pdf", "version-1.5.pdf", "look-scan.pdf", "form.pdf", "traces.pdf"} {
		data := attachedFile(t, name)
		objects := bytes.LastIndex(data, []byte("endobj"))
		whole := mustOpen(t, data)
		for at := range len(data) {
			f, err := OpenWith(data[:at], "")
			if err != nil {
				continue
			}
			if sound := f.Damage() == ""; sound != (at >= objects) && !(sound && sameDrawing(f, whole)) {
				t.Fatalf("%s cut at %d of %d: %q", name, at, len(data), f.Damage())
			}
		}
	}
}

// sameDrawing reports that both files have the same pages, with the same drawings and pictures.
func sameDrawing(a, b *File) bool {
	if len(a.pages) != len(b.pages) {
		return false
	}
	for i := range a.pages {
		x, y := a.Look(i+1), b.Look(i+1)
		if x.Glyphs != y.Glyphs || len(x.Pictures) != len(y.Pictures) || x.Partial {
			return false
		}
		for k := range x.Pictures {
			before, err := x.Pictures[k].Gray()
			after, err2 := y.Pictures[k].Gray()
			if err != nil || err2 != nil || !bytes.Equal(before.Pix, after.Pix) {
				return false
			}
		}
	}
	return true
}

// The mark of the place is in no paper made of a file that has it everywhere: not in the clear, and not
// in what is packed.
func TestTracesStayBehind(t *testing.T) {
	const mark = "48.8566"
	source := attachedFile(t, "traces.pdf")
	if n := bytes.Count(source, []byte(mark)); n < 14 {
		t.Fatalf("the mark is in the file %d times", n)
	}
	f := mustOpen(t, source)
	data, _ := joined(t, []Part{of(f, Part{Title: "traces"})}, JoinOptions{})
	again := mustOpen(t, data)
	left := 1 << 20
	for n, o := range again.objects {
		text := string(appendObject(nil, o, func(ref) out { return 1 }))
		if s, ok := o.(*stream); ok {
			unpacked, _ := again.unpack(s, &left)
			text = string(appendObject(nil, s.dict, nil)) + string(s.raw) + string(unpacked)
		}
		if strings.Contains(text, mark) || strings.Contains(text, "xmpmeta") || strings.Contains(text, "Photoshop") {
			t.Errorf("object %d has the mark: %.80q", n, text)
		}
	}
	l := again.Look(1)
	if len(l.Pictures) != 2 || l.Seen() != f.Look(1).Seen() || l.Vectors != 2 {
		t.Errorf("%d pictures, %d letters, %d shapes came along", len(l.Pictures), l.Seen(), l.Vectors)
	}
	for i, p := range f.Look(1).Pictures {
		before, err := p.Gray()
		after, err2 := l.Pictures[i].Gray()
		if err != nil || err2 != nil || !bytes.Equal(before.Pix, after.Pix) {
			t.Errorf("picture %d: %v, %v, or other pixels", i+1, err, err2)
		}
	}
}

// A JPEG that cannot be taken apart is copied as it is.
func TestCutJPEGIsCopied(t *testing.T) {
	f, err := OpenWith(attachedFile(t, "cut-picture.pdf"), "")
	if err != nil {
		t.Fatal(err)
	}
	data := joinedAsIs(t, f)
	if !bytes.Contains(data, f.Look(1).Pictures[0].stream.raw) {
		t.Error("the picture is not there as it was")
	}
}

// Values that their boxes cut are named; what fits is there, as are the others as far as they go.
func TestClipped(t *testing.T) {
	f := mustOpen(t, attachedFile(t, "clipped.pdf"))
	want := []Clip{{1, "town", false}, {1, "foreign", true}}
	if got := f.Clipped(); !slices.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	data, _ := joined(t, []Part{of(f, Part{Title: "clipped"})}, JoinOptions{})
	words := tool(t, data, "pdftotext", []string{"-layout"}, "-")
	for _, word := range []string{"Tours", "far too long", "1234567"} {
		if !strings.Contains(words, word) {
			t.Errorf("%q is not on paper: %s", word, words)
		}
	}
	for _, name := range []string{"form.pdf", "xfa.pdf", "version-1.7.pdf"} {
		if got := mustOpen(t, attachedFile(t, name)).Clipped(); len(got) > 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
