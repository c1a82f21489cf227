package dossier

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dossier/internal/pdf"
	"dossier/internal/picture"
	"dossier/internal/rule"
)

// typed is a PDF of one page of a size in points, with words.
func typed(words string, w, h float64, turn int) []byte {
	content := fmt.Sprintf("BT /F0 12 Tf 20 20 Td (%s) Tj ET", words)
	return pdfOf([]string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[4 0 R]>>", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
		fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 %g %g]/Rotate %d/Contents 5 0 R/Resources<</Font<</F0 3 0 R>>>>>>", w, h, turn),
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content)})
}

// withPaper is the sound profile with a file for the lease; in the place of its other scans, which take
// longer to read, are papers of a line.
func withPaper(t *testing.T, name string, read func() ([]byte, error)) *Job {
	t.Helper()
	j := jobOf(t, changed(t, "lease.pdf", name))
	j.Read = func(file string) ([]byte, error) {
		if file == name {
			return read()
		}
		return typed("This stands for "+file, 595.276, 841.89, 0), nil
	}
	return j
}

// leaseOf is the number of the lease among the pieces.
func leaseOf(t *testing.T, j *Job) Piece {
	t.Helper()
	pieces := Pieces(j.Applicant)
	return pieces[slices.IndexFunc(pieces, func(p Piece) bool { return p.Doc == 3 })]
}

// shown is what a dossier shows of the lease: its state on the checklist, its pages with what was done to
// their data, whether it stops posting, and what is found.
func shown(t *testing.T, j *Job, d *Dossier) string {
	t.Helper()
	piece := leaseOf(t, j)
	where := map[int]Pages{}
	for _, p := range d.Manifest.Parts {
		where[p.Piece] = Pages{p.From, p.To}
	}
	says := "not listed"
	for _, s := range Checklist(j.rules(), Pieces(j.Applicant), where, d.Findings, false).Sections {
		for _, item := range s.Items {
			if item.Number == fmt.Sprint(piece.Number) {
				says = item.StateText.FR
			}
		}
	}
	says += ":"
	last, times := "", 0
	flush := func() {
		if times > 0 {
			says += fmt.Sprintf(" %d %s", times, last)
		}
	}
	for _, p := range d.Manifest.Pages {
		if p.Piece != piece.Number {
			continue
		}
		page := "upright"
		if p.Lying {
			page = "lying"
		}
		done := slices.DeleteFunc(slices.Clone(p.Done), func(s string) bool { return s == "scaled to 97 %" }) // the stamp takes that of nearly all
		if len(done) > 0 {
			page += " (" + strings.Join(done, ", ") + ")"
		}
		if page != last {
			flush()
			last, times = page, 0
		}
		times++
	}
	if flush(); times == 0 {
		says += " none"
	}
	if rule.Blocked(d.Findings) {
		says += "; blocks"
	}
	for _, f := range d.Findings {
		if f.Key == piece.Key() {
			says += "; " + f.Level.String() + " " + f.Rule + strings.TrimPrefix(f.Message.EN, "Lease")
			if f.Rule == "attachment-missing" {
				says += " → " + f.Fix.EN
			}
		}
	}
	return says
}

// A lease is a file for the lease, and what the dossier then shows of it.
type lease struct {
	file string // of the scans
	want string
}

const (
	refused  = "illisible: none; blocks; block attachment-missing: this is "
	readAs   = ", and only PDF, JPEG, PNG, TIFF, WebP and HEIC can be read → "
	without  = "attachment-stripped: its pages in the dossier are without what the file came with: "
	damaged  = "endommagée: %s; blocks; block attachment-damaged: %s"
	of75     = "; warn scan-resolution, page 1: the picture has 75 dots an inch on A4"
	paleness = "; warn scan-dark, page 1: the picture is too light: the writing is darker than the paper by %d %% only"
	unlock   = "illisible: none; blocks; block attachment-missing: the PDF is locked with a password → name an environment variable in document[3].password_env and give the password in that variable; or open the file with its password and print it to a new PDF"
)

// pale and broken are what is said of a chart of light colours, and of a damaged file.
func pale(by int) string { return of75 + fmt.Sprintf(paleness, by) }

func broken(pages, what string) string { return fmt.Sprintf(damaged, pages, what) }

// papers are kinds of files as people have them. What is found in them stands behind what is shown.
var papers = []lease{
	// Versions of PDF, and names that say something else.
	{"pdf/version-1.3.pdf", "jointe: 2 upright"},
	{"pdf/version-1.4.pdf", "jointe: 2 upright"},
	{"pdf/version-1.5.pdf", "jointe: 2 upright"},
	{"pdf/version-1.6.pdf", "jointe: 2 upright"},
	{"pdf/version-1.7.pdf", "jointe: 2 upright"},
	{"pdf/version-2.0.pdf", "jointe: 2 upright"},
	{"pdf/upper-case.PDF", "jointe: 2 upright"},
	{"pdf/named.jpg", "jointe: 2 upright"},
	{"pdf/after-mail-lines.pdf", "jointe: 1 upright"},
	{"a-jpeg.png", "jointe: 1 upright (metadata removed)" + of75},

	// Pictures.
	{"grey.jpg", "jointe: 1 upright" + pale(17)},
	{"cmyk.jpg", "jointe: 1 upright" + pale(17)},
	{"progressive.jpg", "jointe: 1 upright" + of75},
	{"exif-1.jpg", "jointe: 1 upright (metadata removed)" + of75},
	{"exif-2.jpg", "jointe: 1 upright (turned upright, metadata removed)" + of75},
	{"exif-3.jpg", "jointe: 1 upright (turned upright, metadata removed)" + of75},
	{"exif-4.jpg", "jointe: 1 upright (turned upright, metadata removed)" + of75},
	{"exif-5.jpg", "jointe: 1 upright (turned upright, metadata removed)" + of75},
	{"exif-6.jpg", "jointe: 1 upright (turned upright, metadata removed)" + of75},
	{"exif-7.jpg", "jointe: 1 upright (turned upright, metadata removed)" + of75},
	{"exif-8.jpg", "jointe: 1 upright (turned upright, metadata removed)" + of75},
	{"palette.png", "jointe: 1 upright (re-encoded)" + pale(16)},
	{"interlaced.png", "jointe: 1 upright (re-encoded)" + pale(16)},
	{"alpha.png", "jointe: 1 upright (re-encoded, flattened)" + of75},
	{"alpha-16-bits.png", "jointe: 1 upright (re-encoded, flattened)" + of75},
	{"fax-g4.tif", "jointe: 3 upright; info scan-resolution, page 1: the picture has 103 dots an inch on A4; also page 2, 3"},
	{"grey.tif", "jointe: 1 upright (re-encoded)" + fmt.Sprintf(paleness, 16) + "; info scan-resolution, page 1: the picture has 100 dots an inch on A4"},
	{"photo.webp", "jointe: 1 lying (re-encoded); warn scan-resolution, page 1: the picture has 83 dots an inch on A4"},
	{"corners.webp", "jointe: 1 upright (re-encoded)" + pale(16)},
	{"alpha.webp", "jointe: 1 upright (re-encoded, flattened)" + of75},
	{"photo.heic", "jointe: 1 upright (metadata removed, re-encoded)" + pale(16)},
	{"photo-turned.heic", "jointe: 1 upright (metadata removed, re-encoded)" + pale(16)},
	{"gps.jpg", "jointe: 1 upright (metadata removed)" + pale(17)},
	{"marriage-certificate.png", "jointe: 1 upright (re-encoded)"},
	{"large-400dpi.jpg", "jointe: 1 upright (re-encoded, reduced)"},
	{"receipt-slip.jpg", "jointe: 1 upright"},

	// Sizes of paper.
	{"visa-validation.pdf", "jointe: 1 upright"},
	{"landscape.pdf", "jointe: 1 lying (scaled to 96 %)"},
	{"rotated.pdf", "jointe: 1 upright (turned upright)"},
	{"letter-us.pdf", "jointe: 1 upright (scaled to 93 %)"},
	{"pdf/look-turned.pdf", "jointe: 1 lying (turned upright, scaled to 96 %)"},
	{"pdf/page-twice.pdf", "jointe: 3 upright"},

	// No papers.
	{"note.docx", refused + "a Word document or another office file" + readAs + "save or print it as PDF"},
	{"letter.odt", refused + "an OpenDocument text" + readAs + "save or print it as PDF"},
	{"letter.pages", refused + "an Apple document (Pages, Numbers or Keynote)" + readAs + "open it and choose File > Export To > PDF"},
	{"archive.zip", refused + "a zip archive" + readAs + "take the pages out of it and give them one by one"},
	{"clip.mp4", refused + "a video" + readAs + "photograph or scan the page again, as PDF or JPEG"},
	{"pdf/message.eml", refused + "an e-mail message, not a paper → save the attachment out of it in the mail program, as a file of its own"},
	{"pdf/portfolio.pdf", "illisible: none; blocks; block attachment-missing: the PDF is a portfolio: its page is a cover, and the papers are files inside it → export its files as PDF from Adobe Reader, and name each as a document of its own"},
	{"pdf/xfa-only.pdf", "illisible: none; blocks; block attachment-missing: the PDF shows its pages in Adobe Reader only (XFA); in other programs a notice takes their place → open it in Adobe Reader and print it to a new PDF"},

	// Locked with the empty password, and with another.
	{"pdf/rc4-40.pdf", "jointe: 1 upright"},
	{"pdf/rc4-128.pdf", "jointe: 1 upright"},
	{"pdf/aes-128.pdf", "jointe: 1 upright"},
	{"pdf/aes-256-r5.pdf", "jointe: 1 upright"},
	{"pdf/aes-256-r6.pdf", "jointe: 1 upright"},
	{"pdf/locked-rc4-40.pdf", unlock},
	{"pdf/locked-rc4-128.pdf", unlock},
	{"pdf/locked-aes-128.pdf", unlock},
	{"pdf/locked-aes-256-r5.pdf", unlock},
	{"pdf/locked.pdf", unlock},

	// What a PDF has besides its pages.
	{"pdf/form.pdf", "jointe: 1 upright"},
	{"pdf/notes.pdf", "jointe: 1 upright"},
	{"pdf/traces.pdf", "jointe: 1 upright"},
	{"pdf/scripts.pdf", "jointe: 1 upright; info " + without + "scripts"},
	{"pdf/scripts-hidden.pdf", "jointe: 1 upright; info " + without + "scripts, actions"},
	{"pdf/actions.pdf", "jointe: 1 upright; info " + without + "actions"},
	{"pdf/files.pdf", "jointe: 1 upright; warn " + without + "attached files"},
	{"pdf/files-note.pdf", "jointe: 1 upright; warn " + without + "attached files"},
	{"pdf/files-associated.pdf", "jointe: 1 upright; warn " + without + "attached files"},
	{"pdf/xfa.pdf", "jointe: 1 upright; info " + without + "XFA"},
	{"pdf/media.pdf", "jointe: 1 upright; info " + without + "multimedia"},
	{"pdf/signed.pdf", "jointe: 1 upright; info " + without + "digital signature"},
	{"pdf/layers.pdf", "jointe: 1 upright; info " + without + "hidden layers"},
	{"pdf/clipped.pdf", "jointe: 1 upright; warn attachment-clipped: on page 1 the value of the field “town” does not fit its box; warn attachment-clipped: on page 1 the value of the field “foreign” has letters that cannot be drawn, and is not there"},

	// Broken files. What viewers mend without a word is mended here, too.
	{"empty.jpg", "illisible: none; blocks; block attachment-missing: the file is empty → check the file name, or scan the paper again"},
	{"broken-truncated.jpg", broken("1 upright (metadata removed, cut)", "the JPEG picture is cut short: its end is missing")},
	{"broken-progressive.jpg", broken("1 upright (cut)", "the JPEG picture is cut short: its end is missing") + of75},
	{"broken-truncated.png", broken("1 upright (cut)", "the PNG picture is cut short: its end is missing") + of75},
	{"broken-fax.tif", broken("1 upright", "the TIFF picture is cut short: pages that can be read: 1, of a number that is not known") + "; info scan-resolution, page 1: the picture has 103 dots an inch on A4"},
	{"pdf/no-page.pdf", "illisible: none; blocks; block attachment-missing: the PDF has no page → download or scan it again"},
	{"pdf/cut-to-nothing.pdf", "illisible: none; blocks; block attachment-missing: the PDF is damaged or cut off: parts of its pages are missing → download or scan it again"},
	{"pdf/cut.pdf", broken("2 upright", "the PDF is damaged: 1 of its 3 pages cannot be read; page 2 is not whole")},
	{"pdf/hole.pdf", broken("2 upright", "the PDF is damaged: 1 of its 3 pages cannot be read")},
	{"pdf/lost-drawing.pdf", broken("2 upright", "the PDF is damaged: page 2 is not whole")},
	{"pdf/lost-picture.pdf", broken("1 upright", "the PDF is damaged: page 1 is not whole")},
	{"pdf/bad-drawing.pdf", broken("3 upright", "the PDF is damaged: page 2 is not whole")},
	{"pdf/wrong-table.pdf", "jointe: 2 upright"},
	{"pdf/count-lies.pdf", "jointe: 2 upright"},

	// How pages look. A PNG or JPEG that does not say its dots an inch is taken to be as large as the sheet.
	{"page-letter.png", "jointe: 1 upright (re-encoded)"},
	{"page-sparse.png", "jointe: 1 upright (re-encoded)"},
	{"page-handwritten.png", "jointe: 1 upright (re-encoded)"},
	{"page-stamped.png", "jointe: 1 upright (re-encoded)"},
	{"page-pink.png", "jointe: 1 upright (re-encoded)"},
	{"page-lying.png", "jointe: 1 lying (re-encoded)"},
	{"page-on-table.jpg", "jointe: 1 upright"},
	{"page-passport.jpg", "jointe: 1 lying; info scan-resolution, page 1: the picture has 111 dots an inch on A4"},
	{"page-bill-september.png", "jointe: 1 upright (re-encoded)"},
	{"page-bill-november.png", "jointe: 1 upright (re-encoded)"},
	{"page-rent-october.png", "jointe: 1 upright (re-encoded)"},
	{"page-rent-november.png", "jointe: 1 upright (re-encoded)"},
	{"page-rent-december.png", "jointe: 1 upright (re-encoded)"},
	{"page-askew-1.png", "jointe: 1 upright (re-encoded)"},
	{"page-askew-3.png", "jointe: 1 upright (re-encoded); info scan-skewed, page 1: the page lies askew by 3 degrees"},
	{"page-askew-left-3.png", "jointe: 1 upright (re-encoded); info scan-skewed, page 1: the page lies askew by 3 degrees"},
	{"page-askew-7.png", "jointe: 1 upright (re-encoded); warn scan-skewed, page 1: the page lies askew by 7 degrees"},
	{"page-blurred.jpg", "jointe: 1 upright; warn scan-blurred, page 1: the picture is blurred"},
	{"page-dark.jpg", "jointe: 1 upright; warn scan-dark, page 1: the picture is too dark: its paper has 29 % of the light of white"},
	{"page-pale.jpg", "jointe: 1 upright; warn scan-contrast, page 1: the writing is hardly darker than the paper: by 14 %"},
	{"page-washed-out.jpg", "jointe: 1 upright; warn scan-dark, page 1: the picture is too light: the writing is darker than the paper by 14 % only"},
	{"page-cut-left.png", "jointe: 1 upright (re-encoded); warn scan-cut, page 1: the writing is cut off at the left edge"},
	{"page-cut-below.png", "jointe: 1 lying (re-encoded); warn scan-cut, page 1: the writing is cut off at the lower edge; info scan-resolution, page 1: the picture has 114 dots an inch on A4"},
	{"page-blank.jpg", "jointe: 1 upright; warn scan-blank, page 1: the page is blank"},
	{"page-60-dpi.jpg", "jointe: 1 upright" + of75},
	{"page-bill-november-again.jpg", "jointe: 1 upright; info scan-resolution, page 1: the picture has 144 dots an inch on A4"},
	{"page-upside-down.pdf", "jointe: 1 upright; warn scan-upside-down, page 1: the page stands upside down"},
	{"pdf/look-blank.pdf", "jointe: 1 upright; warn scan-blank, page 1: the page is blank"},
}

func TestPapers(t *testing.T) {
	for _, p := range papers {
		t.Run(p.file, func(t *testing.T) {
			j := withPaper(t, p.file, func() ([]byte, error) { return fromScans(p.file) })
			holds(t, j, p.want)
		})
	}
	flawed, err := filepath.Glob(filepath.Join(scans, "page-*"))
	if err != nil || len(flawed) < 20 {
		t.Fatal(flawed, err)
	}
	for _, name := range flawed {
		if !slices.ContainsFunc(papers, func(p lease) bool { return p.file == filepath.Base(name) }) {
			t.Errorf("nothing is said of %s", name)
		}
	}
}

// holds builds a dossier that shows of the lease what is wanted.
func holds(t *testing.T, j *Job, want string) *Dossier {
	t.Helper()
	d, err := j.Build()
	if err != nil {
		t.Fatal(err)
	}
	pagesAddUp(t, d)
	if got := shown(t, j, d); got != want {
		t.Errorf("it shows\n%s\nwant\n%s", got, want)
	}
	return d
}

// flatPNG is a PNG whose samples are as many as its header says, or fewer.
func flatPNG(w, h, bits, kind int, samples []byte) []byte {
	var b bytes.Buffer
	b.WriteString("\x89PNG\r\n\x1a\n")
	chunk := func(name string, body []byte) {
		b.Write(binary.BigEndian.AppendUint32(nil, uint32(len(body))))
		body = append([]byte(name), body...)
		b.Write(body)
		b.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(body)))
	}
	head := binary.BigEndian.AppendUint32(nil, uint32(w))
	chunk("IHDR", append(binary.BigEndian.AppendUint32(head, uint32(h)), byte(bits), byte(kind), 0, 0, 0))
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	z.Write(samples) // to memory
	z.Close()
	chunk("IDAT", packed.Bytes())
	chunk("IEND", nil)
	return b.Bytes()
}

// pageScan is a PDF of one page of A4 with a JPEG on all of it.
func pageScan(data []byte, w, h int) []byte {
	const content = "595.276 0 0 841.89 0 0 cm /P Do"
	return pdfOf([]string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[4 0 R]>>",
		fmt.Sprintf("<</Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/DCTDecode/Length %d>>\nstream\n%s\nendstream", w, h, len(data), data),
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.276 841.89]/Contents 5 0 R/Resources<</XObject<</P 3 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content)})
}

// page300 is a page with lines of marks, of as many dots as a sheet of A4 keeps, as a JPEG without a word about
// itself.
func page300(t *testing.T) []byte {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 2000, 2829))
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			level := uint8(245)
			if y%50 < 20 && y > 200 && y < 2600 && x > 200 && x < 1800 && (x/7+y/50)%3 == 0 {
				level = 20
			}
			m.SetGray(x, y, color.Gray{Y: level})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The same of files made here: those that are not there, promise too much, or are of another size.
func TestMadePapers(t *testing.T) {
	made := func(data []byte) func() ([]byte, error) { return func() ([]byte, error) { return data, nil } }
	for name, c := range map[string]struct {
		read func() ([]byte, error)
		want string
	}{
		"missing.pdf": {func() ([]byte, error) { return os.ReadFile("no/such/file") },
			"fichier absent: none; blocks; block attachment-missing: there is no file missing.pdf → correct the file’s name; it is looked for from the folder of the profile"},
		"forbidden.pdf": {func() ([]byte, error) {
			return nil, &fs.PathError{Op: "open", Path: "/secret", Err: fs.ErrPermission}
		}, "illisible: none; blocks; block attachment-missing: the file may not be read → check the file name, or scan the paper again"},
		"folder": {func() ([]byte, error) {
			return nil, &picture.Error{Msg: "this is a folder, not a file", Fix: "name a file in it"}
		}, refused + "a folder, not a file → name a file in it"},
		"promise.png": {made(flatPNG(11000, 10900, 16, 2, []byte{0, 1, 2})),
			"illisible: none; blocks; block attachment-missing: the picture is 11000 x 10900 pixels, more than the 28 million allowed → scan the page again at 300 dots per inch"},
		"bomb.png": {made(flatPNG(30000, 30000, 1, 0, make([]byte, 30000*3751))),
			"illisible: none; blocks; block attachment-missing: the picture is 30000 x 30000 pixels, more than the 120 million allowed → scan the page again at 300 dots per inch"},
		"a3.pdf":        {made(typed("A plan of the flat", 841.89, 1190.55, 0)), "jointe: 1 upright (scaled to 66 %)"},
		"a3-lying.pdf":  {made(typed("A plan of the flat", 1190.55, 841.89, 0)), "jointe: 1 lying (scaled to 64 %)"},
		"a4-turned.pdf": {made(typed("A table", 595.276, 841.89, 90)), "jointe: 1 lying (turned upright, scaled to 96 %)"},
		"page-300.jpg":  {made(page300(t)), "jointe: 1 upright"},
		"page-242.pdf":  {made(pageScan(page300(t), 2000, 2829)), "jointe: 1 upright"},
		"cut-scan.pdf": {made(pageScan(page300(t)[:200_000], 2000, 2829)),
			"endommagée: 1 upright (cut, re-encoded); blocks; block attachment-damaged: the PDF is damaged: page 1 is not whole"},
	} {
		t.Run(name, func(t *testing.T) { holds(t, withPaper(t, name, c.read), c.want) })
	}
}

// onSheet is the picture that page n of the lease is in dossier.pdf, from 1, and the page of the manifest.
func onSheet(t *testing.T, j *Job, d *Dossier, n int) (*pdf.PlacedPicture, ManifestPage) {
	t.Helper()
	f := opened(t, papersOf(t, d)["dossier.pdf"])
	for _, p := range d.Manifest.Parts {
		if p.Piece == leaseOf(t, j).Number {
			look := f.Look(p.From + n - 1)
			if look.Largest() == nil {
				t.Fatal("the page has no picture")
			}
			return look.Largest(), d.Manifest.Pages[p.From+n-2]
		}
	}
	t.Fatal("the lease is not there")
	return nil, ManifestPage{}
}

// A photograph stands the same however its camera was held.
func TestTurnedPhotographsAreAlike(t *testing.T) {
	var first *image.Gray
	var rect pdf.Rect
	for i := 1; i <= 8; i++ {
		name := fmt.Sprintf("exif-%d.jpg", i)
		j := withPaper(t, name, func() ([]byte, error) { return fromScans(name) })
		d, err := j.Build()
		if err != nil {
			t.Fatal(err)
		}
		pic, _ := onSheet(t, j, d, 1)
		grey, err := uprightOf(pic)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first, rect = grey, pic.Rect
			continue
		}
		if by := difference(first, grey); by > 3 || missed(pic.Rect.X0, rect.X0) != nil || missed(pic.Rect.Y1, rect.Y1) != nil {
			t.Errorf("%s: %.1f levels apart, at %v and %v", name, by, pic.Rect, rect)
		}
	}
}

// difference is by how many levels the pixels of two pictures differ in the mean; 255 if their sizes do.
func difference(a, b *image.Gray) float64 {
	if a.Rect.Size() != b.Rect.Size() {
		return 255
	}
	sum := 0.0
	for y := range a.Rect.Dy() {
		for x := range a.Rect.Dx() {
			p, q := a.GrayAt(a.Rect.Min.X+x, a.Rect.Min.Y+y), b.GrayAt(b.Rect.Min.X+x, b.Rect.Min.Y+y)
			sum += math.Abs(float64(p.Y) - float64(q.Y))
		}
	}
	return sum / float64(a.Rect.Dx()*a.Rect.Dy())
}

// missed says by how much two lengths in points differ, if that can be seen.
func missed(got, want float64) error {
	if math.Abs(got-want) > 1 {
		return fmt.Errorf("%.1f, want %.1f", got, want)
	}
	return nil
}

// A JPEG of no more dots than are kept goes in byte for byte; one of more is brought down to 300 an inch; a
// slip stays as small as it is.
func TestDotsOfPictures(t *testing.T) {
	data := page300(t)
	j := withPaper(t, "page.jpg", func() ([]byte, error) { return data, nil })
	d, err := j.Build()
	if err != nil {
		t.Fatal(err)
	}
	if pic, _ := onSheet(t, j, d, 1); pic.Width != 2000 || pic.Height != 2829 {
		t.Errorf("%d x %d pixels", pic.Width, pic.Height)
	}
	if !bytes.Contains(papersOf(t, d)["dossier.pdf"], data) {
		t.Error("the bytes of the photograph are not those of the file")
	}

	j = withPaper(t, "large-400dpi.jpg", func() ([]byte, error) { return fromScans("large-400dpi.jpg") })
	if d, err = j.Build(); err != nil {
		t.Fatal(err)
	}
	pic, _ := onSheet(t, j, d, 1)
	if x, y := pic.DPI(); x < 299 || x > 301 || y < 299 || y > 301 {
		t.Errorf("%d x %d pixels, %.1f and %.1f an inch", pic.Width, pic.Height, x, y)
	}

	j = withPaper(t, "receipt-slip.jpg", func() ([]byte, error) { return fromScans("receipt-slip.jpg") })
	if d, err = j.Build(); err != nil {
		t.Fatal(err)
	}
	pic, _ = onSheet(t, j, d, 1)
	const mm = 72 / 25.4
	if w, h := missed(pic.PrintedW, 80*mm), missed(pic.PrintedH, 200*mm); w != nil || h != nil {
		t.Errorf("the slip is printed %v wide, %v high", w, h)
	}
}

// Pages of a PDF keep their size as far as the sheet of A4 and the stamp let them.
func TestSizesOfPages(t *testing.T) {
	for name, c := range map[string]struct{ w, h, scale float64 }{
		"A4": {595.276, 841.89, 0.970}, "A4 lying": {841.89, 595.276, 0.958}, "US Letter": {612, 792, 0.927},
		"A3": {841.89, 1190.55, 0.663}, "A3 lying": {1190.55, 841.89, 0.644}, "A5": {419.53, 595.276, 1}, "slip": {226.77, 400, 1},
	} {
		j := withPaper(t, "x.pdf", func() ([]byte, error) { return typed("A page of "+name, c.w, c.h, 0), nil })
		d, err := j.Build()
		if err != nil {
			t.Fatal(err)
		}
		papersOf(t, d)
		for _, p := range d.Manifest.Pages {
			if scale := math.Hypot(p.At[0], p.At[1]); p.Piece == leaseOf(t, j).Number && (math.Abs(scale-c.scale) > 0.001 || p.Lying != (c.w > c.h)) {
				t.Errorf("%s: scale %.3f, lying %v", name, scale, p.Lying)
			}
		}
	}
}

// A limit on the size is kept with fewer dots; where that is not enough it is said.
func TestLimitOnSize(t *testing.T) {
	large := page300(t)
	j := withPaper(t, "page-300.jpg", func() ([]byte, error) { return large, nil })
	whole, err := j.Build()
	if err != nil {
		t.Fatal(err)
	}
	size, err := whole.size()
	if err != nil {
		t.Fatal(err)
	}
	j.MaxSize = size * 9 / 10
	d, err := j.Build()
	if err != nil {
		t.Fatal(err)
	}
	reached, err := d.size()
	if err != nil {
		t.Fatal(err)
	}
	pic, page := onSheet(t, j, d, 1)
	x, _ := pic.DPI()
	if _, said := findingAt(d.Findings, "dossier-too-large", "document"); said || reached > j.MaxSize || x > 251 || !slices.Contains(page.Done, "reduced") {
		t.Errorf("%d bytes of %d, at most %d wanted; %.0f dots an inch, %v", reached, size, j.MaxSize, x, page.Done)
	}
	j.MaxSize = 10_000
	if d, err = j.Build(); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(d.Findings, func(f rule.Finding) bool { return f.Rule == "dossier-too-large" })
	if i < 0 || d.Findings[i].Level != rule.Block || inEnglish(d.Findings[i].Message.FR) != "" || !strings.HasPrefix(d.Findings[i].Key, "document[") {
		t.Fatalf("found %v", d.Findings)
	}
	if pic, _ = onSheet(t, j, d, 1); pic.Width == 0 {
		t.Error("no picture")
	}
	if y, _ := pic.DPI(); y < 260 {
		t.Errorf("%.0f dots an inch are left, though it is too large all the same", y)
	}

	// The same in a PDF.
	j = withPaper(t, "scan.pdf", func() ([]byte, error) { return pageScan(large, 2000, 2829), nil })
	j.MaxSize = size * 9 / 10
	if d, err = j.Build(); err != nil {
		t.Fatal(err)
	}
	if reached, err = d.size(); err != nil {
		t.Fatal(err)
	}
	pic, page = onSheet(t, j, d, 1)
	if x, _ = pic.DPI(); reached > j.MaxSize || x > 201 || x < 99 || !slices.Contains(page.Done, "reduced") || !slices.Contains(page.Done, "scaled to 97 %") {
		t.Errorf("%d bytes, at most %d wanted; %.0f dots an inch, %v", reached, j.MaxSize, x, page.Done)
	}

	// A photograph that is packed tighter than ours would grow.
	j = withPaper(t, "page-on-table.jpg", func() ([]byte, error) { return fromScans("page-on-table.jpg") })
	j.MaxDPI = 100
	if d, err = j.Build(); err != nil {
		t.Fatal(err)
	}
	tight, err := fromScans("page-on-table.jpg")
	if _, page = onSheet(t, j, d, 1); err != nil || len(page.Done) > 0 || !bytes.Contains(papersOf(t, d)["dossier.pdf"], tight) {
		t.Errorf("%v, to a photograph of few bytes was done: %q", err, page.Done)
	}

}

// Each way of locking a file opens with its password.
func TestPapersWithPassword(t *testing.T) {
	for _, p := range papers {
		if p.want != unlock {
			continue
		}
		j := withPaper(t, p.file, func() ([]byte, error) { return fromScans(p.file) })
		j.Password = func(Piece) string { return "inventé" }
		holds(t, j, "jointe: 1 upright")
		j.Password = func(Piece) string { return "geheim" }
		holds(t, j, strings.Replace(unlock, "locked with a password", "locked, and the password given does not open it", 1))
	}
}

// What boxes and notes show is part of the page; the manifest says so.
func TestBoxesAndNotes(t *testing.T) {
	for name, c := range map[string]struct {
		dropped pdf.Drop
		shows   string
	}{
		"pdf/form.pdf": {pdf.DropForm, "Tours"}, "pdf/notes.pdf": {pdf.DropNotes, "seen"}, "pdf/traces.pdf": {pdf.DropMetadata, ""},
	} {
		j := withPaper(t, name, func() ([]byte, error) { return fromScans(name) })
		d, err := j.Build()
		if err != nil {
			t.Fatal(err)
		}
		all := papersOf(t, d)["dossier.pdf"]
		if n := len(opened(t, all).Fields()); n != 0 {
			t.Errorf("%s: %d fields are left", name, n)
		}
		for _, in := range d.Manifest.Inputs {
			if in.File == name && !slices.Equal(in.Dropped, []pdf.Drop{c.dropped}) {
				t.Errorf("%s: dropped %q", name, in.Dropped)
			}
		}
		if text := strings.Join(textOfPages(t, all), "\n"); !strings.Contains(text, c.shows) {
			t.Errorf("%s does not show %q", name, c.shows)
		}
	}
}

// unpacked is a PDF followed by what its packed streams hold.
func unpacked(data []byte) []byte {
	all := slices.Clone(data)
	for rest := data; ; {
		_, after, ok := bytes.Cut(rest, []byte("stream\n"))
		if !ok {
			return all
		}
		if z, err := zlib.NewReader(bytes.NewReader(after)); err == nil {
			body, _ := io.ReadAll(z) // what there is
			all = append(all, body...)
		}
		rest = after
	}
}

// What a camera or a program wrote about a picture or a paper is not in the dossier.
func TestNothingIsTold(t *testing.T) {
	marks := []string{"Invented Phone", "Élodie O'Brien", "rue des Lilas", "48.8566", "adobe:ns:meta", "Exif\x00"}
	met := map[string]bool{}
	for _, name := range []string{"gps.jpg", "pdf/traces.pdf"} {
		file, err := fromScans(name)
		if err != nil {
			t.Fatal(err)
		}
		j := withPaper(t, name, func() ([]byte, error) { return file, nil })
		d, err := j.Build()
		if err != nil {
			t.Fatal(err)
		}
		whole := unpacked(papersOf(t, d)["dossier.pdf"])
		for _, mark := range marks {
			met[mark] = met[mark] || bytes.Contains(unpacked(file), []byte(mark))
			if bytes.Contains(whole, []byte(mark)) {
				t.Errorf("%s: %q is in the dossier", name, mark)
			}
		}
	}
	for _, mark := range marks {
		if !met[mark] {
			t.Errorf("no file has %q", mark)
		}
	}
}
