package meter

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dossier/internal/picture"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

const scans = "../../testdata/scans"

// decoded is a file of testdata/scans in grey, as it is stored.
func decoded(t testing.TB, name string) *image.Gray {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(scans, name))
	if err != nil {
		t.Fatal(err)
	}
	return grey(t, data)
}

// page is a picture as a page of A4 that it fills, or at dpi if that is given.
func page(t testing.TB, data []byte, dpi float64) Page {
	t.Helper()
	s, err := picture.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	p := s.Pages[0]
	w, h := p.Upright()
	if dpi == 0 {
		dpi = max(float64(max(w, h))/297, float64(min(w, h))/210) * 25.4
	}
	return Page{Thumb: p.Thumb, Width: w, Height: h, DPI: dpi, Sharp: p.Sharp, Painted: true, Scan: true, Detail: func() *image.Gray { return grey(t, data) }}
}

func grey(t testing.TB, data []byte) *image.Gray {
	t.Helper()
	m, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	grey := image.NewGray(image.Rect(0, 0, m.Bounds().Dx(), m.Bounds().Dy()))
	draw.Draw(grey, grey.Rect, m, m.Bounds().Min, draw.Src)
	return grey
}

func filed(t testing.TB, name string, dpi float64) Page {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(scans, name))
	if err != nil {
		t.Fatal(err)
	}
	return page(t, data, dpi)
}

func measure(p Page) []Defect { return Measure(&p) }

// words are defects as "rule value level", one after the other.
func words(found []Defect) string {
	var all []string
	for _, d := range found {
		s := fmt.Sprintf("%s %.0f %s", d.Rule(), d.Value, d.Level())
		if d.Kind == Cut {
			s = fmt.Sprintf("%s %s %s", d.Rule(), sides[d.Side].EN, d.Level())
		}
		all = append(all, s)
	}
	return strings.Join(all, ", ")
}

// made are the made scans, each with all that is wrong with it.
var made = []struct {
	name string
	dpi  float64 // 0 where the picture fills a page
	want string
}{
	{"page-letter.png", 0, ""},
	{"page-sparse.png", 0, ""},
	{"page-handwritten.png", 0, ""},
	{"page-stamped.png", 0, ""},
	{"page-pink.png", 0, ""},
	{"page-lying.png", 0, ""},
	{"page-passport.jpg", 240, ""},
	{"page-on-table.jpg", 0, ""},
	{"page-rent-october.png", 0, ""},
	{"page-bill-september.png", 0, ""},
	{"page-bill-november.png", 0, ""},
	{"passport.jpg", 150, ""},
	{"visa.jpg", 150, ""},
	{"page-askew-1.png", 0, ""},

	{"electricity-2026-10.png", 0, ""},
	{"marriage-certificate.png", 0, ""},
	{"page-bill-november-again.jpg", 0, "scan-resolution 130 info"},
	{"page-60-dpi.jpg", 0, "scan-resolution 60 warn"},
	{"page-blurred.jpg", 0, "scan-blurred 31 warn"},
	{"page-pale.jpg", 0, "scan-contrast 14 warn"},
	{"page-washed-out.jpg", 0, "scan-dark 14 warn"},
	{"page-dark.jpg", 0, "scan-dark 75 warn"},
	{"page-askew-3.png", 0, "scan-skewed 3 info"},
	{"page-askew-7.png", 0, "scan-skewed 7 warn"},
	{"page-askew-left-3.png", 0, "scan-skewed -3 info"},
	{"page-cut-left.png", 150, "scan-cut left warn"},
	{"page-cut-below.png", 150, "scan-cut lower warn"},
	{"page-blank.jpg", 0, "scan-blank 0 warn"},
}

func TestMade(t *testing.T) {
	for _, c := range made {
		if got := words(measure(filed(t, c.name, c.dpi))); got != c.want {
			t.Errorf("%s: found %q, want %q", c.name, got, c.want)
		}
	}
}

// A hand is what may befall a picture without anybody minding.
type hand struct {
	noise, light, scale float64 // standard deviation in levels; factors
	quality             int     // of JPEG
}

func (h hand) String() string {
	return fmt.Sprintf("noise %g, light %g, scale %g, quality %d", h.noise, h.light, h.scale, h.quality)
}

var hands = []hand{
	{0, 1, 1, 60}, {1, 1.15, 0.85, 95}, {3, 0.85, 1, 80}, {2, 0.85, 0.7, 60}, {3, 1.15, 0.7, 90}, {2, 1, 0.8, 75},
}

// in is the picture after that, as JPEG.
func (h hand) in(t testing.TB, m *image.Gray) []byte {
	t.Helper()
	m = scaled(m, h.scale)
	random := rand.New(rand.NewPCG(5, 6))
	for i, p := range m.Pix {
		m.Pix[i] = uint8(max(0, min(255, float64(p)*h.light+h.noise*random.NormFloat64())))
	}
	return encoded(t, m, h.quality)
}

func encoded(t testing.TB, m *image.Gray, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// scaled is a copy in another size, each pixel the mean of what it covers.
func scaled(m *image.Gray, factor float64) *image.Gray {
	s := sheetOf(m)
	s = s.scaled(int(float64(s.w)*factor), int(float64(s.h)*factor))
	return &image.Gray{Pix: s.grey, Stride: s.w, Rect: image.Rect(0, 0, s.w, s.h)}
}

// What is wrong with a page is the same after noise, more or less light, a smaller picture and JPEG.
// The light of a picture of which it is what is wrong stays as it is, and so does that of a blank page.
func TestHands(t *testing.T) {
	if testing.Short() {
		t.Skip("many pictures")
	}
	var seen spans
	for _, c := range made {
		if c.name == "passport.jpg" { // stored on its side
			continue
		}
		m := decoded(t, c.name)
		for _, h := range hands {
			if strings.Contains(c.want, "dark") || strings.Contains(c.want, "contrast") || strings.Contains(c.want, "blank") {
				h.light, h.noise = 1, min(h.noise, 1)
			}
			p := page(t, h.in(t, m), c.dpi)
			if got, want := kinds(measure(p)), rules(c.want); got != want {
				t.Errorf("%s, %v: found %s, want %s", c.name, h, got, want)
			}
			seen.add(p, c.want)
		}
	}
	for k, want := range margins {
		bad, good := seen.bad[k], seen.good[k]
		if Limits[k].Below {
			bad, good, want.bad, want.good = -bad, -good, -want.bad, -want.good
		}
		t.Logf("%s: %.2f of what must be said, %.2f of what must not", Limits[k].Rule, seen.bad[k], seen.good[k])
		if slack := math.Abs(want.bad-want.good) / 10; bad < want.bad-slack || good > want.good+slack {
			t.Errorf("%s: %.2f of what must be said, %.2f of what must not; the margins were wider", Limits[k].Rule, seen.bad[k], seen.good[k])
		}
	}
}

// margins are, for each limit, the value nearest to it of pages of which it must be spoken and of
// pages of which it must not, over all made scans in all hands.
var margins = map[Kind]struct{ bad, good float64 }{
	Blurred: {0.40, 1},    // of sharpness alone
	Faint:   {15.7, 25.1}, // the blurred one; a sharp one has 40
	Dark:    {75, 171},
	Askew:   {3, 1},
	Cut:     {11, 0},
	Blank:   {0, 0.67}, // the pale one; three lines have 5
}

// spans are the same, as seen.
type spans struct{ bad, good map[Kind]float64 }

func (s *spans) add(p Page, want string) {
	if s.bad == nil {
		s.bad, s.good = map[Kind]float64{}, map[Kind]float64{}
	}
	v := look(p.Thumb)
	values := map[Kind]float64{Blank: v.inked()}
	if !strings.Contains(want, "blank") {
		values[Faint], values[Dark] = v.contrast(), v.paper
		degrees, _ := v.skew()
		values[Askew] = math.Abs(degrees)
		values[Cut] = float64(max(v.cutAt(Left), v.cutAt(Right), v.cutAt(Top), v.cutAt(Bottom)))
		if p.Sharp >= 0 {
			values[Blurred] = p.Sharp
		}
	}
	for k, value := range values {
		into, nearer := s.good, math.Max
		broken := strings.Contains(want, Limits[k].Rule)
		if k == Faint || k == Dark { // one rule speaks of both
			broken = Limits[k].broken(value) && (strings.Contains(want, "dark") || strings.Contains(want, "contrast"))
		}
		if broken {
			into = s.bad
		}
		if broken != Limits[k].Below {
			nearer = math.Min
		}
		if old, ok := into[k]; ok {
			value = nearer(old, value)
		}
		into[k] = value
	}
}

// kinds are the rules broken but that of the dots, which a smaller picture has fewer of.
func kinds(found []Defect) string { return rules(words(found)) }

func rules(words string) string {
	var all []string
	for _, s := range strings.Split(words, ", ") {
		if id, _, _ := strings.Cut(s, " "); id != "" && id != "scan-resolution" {
			all = append(all, id)
		}
	}
	return strings.Join(all, ", ")
}

// figures lays a patch of a picture over another place of it.
func figures(m *image.Gray, from image.Rectangle, to image.Point) *image.Gray {
	out := image.NewGray(m.Rect)
	draw.Draw(out, out.Rect, m, image.Point{}, draw.Src)
	draw.Draw(out, image.Rectangle{Min: to, Max: to.Add(from.Size())}, m, from.Min, draw.Src)
	return out
}

// Copies, other exposures and new scans of a page are the page again; two bills of one supplier, a
// form filled otherwise and blank pages are not.
func TestDuplicates(t *testing.T) {
	letter, bill := decoded(t, "page-letter.png"), decoded(t, "page-bill-november.png")
	one := func(m *image.Gray, quality int) Page { return page(t, encoded(t, m, quality), 0) }
	written := func(m *image.Gray, y int) *image.Gray { // two lines by hand in the empty foot of the letter
		hand := decoded(t, "page-handwritten.png")
		out := figures(m, image.Rect(0, 0, 1, 1), image.Point{})
		draw.Draw(out, image.Rect(100, 1300, 1140, 1460), hand, image.Pt(100, y), draw.Src)
		return out
	}
	september, october, november := filed(t, "page-bill-september.png", 0), filed(t, "electricity-2026-10.png", 0), filed(t, "page-bill-november.png", 0)
	rent := []Page{filed(t, "page-rent-october.png", 0), filed(t, "page-rent-november.png", 0), filed(t, "page-rent-december.png", 0)}
	for _, h := range hands {
		rent = append(rent, page(t, h.in(t, decoded(t, "page-rent-november.png")), 0))
	}
	for _, c := range []struct {
		name  string
		pages []Page
		want  string
	}{
		{"three months of one bill", []Page{september, october, november}, "[]"},
		{"three months of rent, and one of them again in all hands", rent, "[[1 3] [1 4] [1 5] [1 6] [1 7] [1 8]]"},
		{"the same bill, smaller, shifted, another JPEG", []Page{september, november, filed(t, "page-bill-november-again.jpg", 0)}, "[[1 2]]"},
		{"scanned again, a degree askew", []Page{november, filed(t, "page-askew-1.png", 0)}, "[[0 1]]"},
		{"three times", []Page{november, september, november, one(bill, 60)}, "[[0 2] [0 3]]"},
		{"dark and pale; what is coarse or blurred does not tell its figures", []Page{
			filed(t, "page-letter.png", 0), filed(t, "page-dark.jpg", 0), filed(t, "page-pale.jpg", 0), filed(t, "page-blurred.jpg", 0), filed(t, "page-60-dpi.jpg", 0),
		}, "[[0 1] [0 2]]"},
		{"without detail, by the thumbs", []Page{
			thumb(filed(t, "page-letter.png", 0)), thumb(filed(t, "page-dark.jpg", 0)), thumb(filed(t, "page-pale.jpg", 0)), filed(t, "page-blurred.jpg", 0), filed(t, "page-60-dpi.jpg", 0),
		}, "[[0 1] [0 2] [0 3] [0 4]]"},
		{"in light that fades to one side", []Page{filed(t, "page-letter.png", 0), one(shaded(letter), 90)}, "[[0 1]]"},
		{"other light and size", []Page{one(letter, 90), page(t, hands[3].in(t, letter), 0)}, "[[0 1]]"},
		{"different pages", []Page{
			filed(t, "page-letter.png", 0), filed(t, "page-sparse.png", 0), filed(t, "page-handwritten.png", 0), filed(t, "page-stamped.png", 0),
			filed(t, "page-pink.png", 0), filed(t, "page-lying.png", 0), filed(t, "page-passport.jpg", 0), filed(t, "visa.jpg", 0), filed(t, "page-on-table.jpg", 0),
		}, "[]"},
		{"a form filled twice", []Page{one(written(letter, 200), 80), one(written(letter, 290), 80), one(letter, 80)}, "[]"},
		{"one figure other, in a clean copy", []Page{one(bill, 95), one(figures(bill, image.Rect(556, 574, 567, 592), image.Pt(537, 574)), 95)}, "[]"},
		{"blank pages", []Page{filed(t, "page-blank.jpg", 0), filed(t, "page-blank.jpg", 0), {}, {}}, "[]"},
		{"one picture under other text", []Page{with(november, 500), with(november, 501)}, "[]"},
		{"one logo on two pages", []Page{{Thumb: november.Thumb, Painted: true}, {Thumb: november.Thumb, Painted: true}}, "[]"},
		{"known to be the same", []Page{{Hash: "a", Painted: true}, {Hash: "b", Painted: true}, {Hash: "a", Painted: true}, {Painted: true}, {Painted: true}}, "[[0 2]]"},
	} {
		if got := fmt.Sprint(Duplicates(c.pages, nil)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// remembering are verdicts that are kept.
type remembering map[[2]string]bool

func (r remembering) Same(first, later string) (same, known bool) {
	same, known = r[[2]string{first, later}]
	return same, known
}

func (r remembering) Keep(first, later string, same bool) { r[[2]string{first, later}] = same }

// Of pages that were looked at before no picture is needed: those that look alike are seen again once, and what was
// said of them is kept. Where they cannot be seen nothing is said, and nothing kept.
func TestKnownPages(t *testing.T) {
	pages := []Page{filed(t, "page-letter.png", 0), filed(t, "page-bill-november.png", 0), filed(t, "page-pale.jpg", 0), filed(t, "page-bill-september.png", 0), filed(t, "page-askew-7.png", 0), filed(t, "page-blank.jpg", 0)}
	want := fmt.Sprint(Duplicates(pages, nil))
	if want != "[[0 2]]" {
		t.Fatalf("before: %s", want)
	}
	known, asked, gone := remembering{}, 0, true
	for i := range pages {
		p, small, detail := &pages[i], pages[i].Thumb, pages[i].Detail
		before := words(measure(*p))
		p.Thumb, p.Known = nil, fmt.Sprint(i)
		see := func(g *image.Gray) *image.Gray {
			if asked++; gone {
				return nil
			}
			return g
		}
		p.Again, p.Detail = func() *image.Gray { return see(small) }, func() *image.Gray { return see(detail()) }
		if !p.Glance.Sound() {
			t.Errorf("page %d is not sound", i)
		}
		if after := words(measure(*p)); after != before {
			t.Errorf("page %d: %q, before %q", i, after, before)
		}
	}
	if got := Duplicates(pages, known); len(got) > 0 || len(known) > 0 || asked == 0 {
		t.Errorf("of pages that cannot be seen: %v, kept %v", got, known)
	}
	gone = false
	if got := fmt.Sprint(Duplicates(pages, known)); got != want || !known[[2]string{"0", "2"}] {
		t.Errorf("known by a glance: %s, kept %v", got, known)
	}
	asked = 0
	if got := fmt.Sprint(Duplicates(pages, known)); got != want || asked > 0 {
		t.Errorf("remembered: %s, %d pictures were asked for", got, asked)
	}
	known[[2]string{"0", "2"}] = false
	if got := fmt.Sprint(Duplicates(pages, known)); got != "[]" {
		t.Errorf("remembered otherwise: %s", got)
	}
}

// shaded is the picture in light that fades by a third from left to right.
func shaded(m *image.Gray) *image.Gray {
	out := image.NewGray(m.Rect)
	for i, p := range m.Pix {
		out.Pix[i] = uint8(int(p) * (3*m.Stride - i%m.Stride) / (3 * m.Stride))
	}
	return out
}

func thumb(p Page) Page {
	p.Detail = nil
	return p
}

func with(p Page, glyphs int) Page {
	p.Text[0] = glyphs
	return p
}

// alike says how well two pages agree; 0 where they do not from afar.
func alike(a, b *likeness) float64 {
	dx, dy, near := over(a, b)
	if !near || !a.draw() || !b.draw() {
		return 0
	}
	return agree(a, b, dx, dy)
}

// Two pictures of one page agree much better than two months of one bill, in all hands.
func TestAlike(t *testing.T) {
	if testing.Short() {
		t.Skip("many pictures")
	}
	least := 100.0
	first := filed(t, "page-bill-november.png", 0)
	november := first.likeness()
	for _, h := range hands {
		for name, same := range map[string]bool{
			"page-bill-november.png": true, "page-bill-november-again.jpg": true, "page-askew-1.png": true,
			"page-bill-september.png": false, "electricity-2026-10.png": false,
		} {
			p := page(t, h.in(t, decoded(t, name)), 0)
			r := alike(november, p.likeness())
			if same {
				least = min(least, r)
			}
			if Limits[Twin].broken(r) != same {
				t.Errorf("%s, %v: agrees by %.0f", name, h, r)
			}
		}
	}
	if t.Logf("the same agree by %.0f and more", least); least < 90 {
		t.Error("they agreed by 95 and more")
	}
}

// What has been counted of a page speaks without a picture.
func TestCounted(t *testing.T) {
	for _, c := range []struct {
		name string
		page Page
		want string
	}{
		{"text", Page{Text: [4]int{900, 3, 0, 0}, Painted: true}, ""},
		{"upside down", Page{Text: [4]int{20, 0, 900, 0}, Painted: true}, "scan-upside-down 180 warn"},
		{"read from the right", Page{Text: [4]int{10, 900, 0, 0}, Painted: true}, "scan-upside-down -90 info"},
		{"read from the left", Page{Text: [4]int{10, 0, 0, 900}, Painted: true}, "scan-upside-down 90 info"},
		{"text in two ways", Page{Text: [4]int{300, 0, 700, 0}, Painted: true}, ""},
		{"a stamp upside down", Page{Text: [4]int{0, 0, 39, 0}, Painted: true}, ""},
		{"nothing", Page{}, "scan-blank 0 warn"},
		{"lines only", Page{Painted: true}, ""},
		{"a logo", Page{Painted: true, DPI: 40, Sharp: 0.1, Thumb: image.NewGray(image.Rect(0, 0, 500, 500))}, ""},
		{"a small picture", Page{Painted: true, Scan: true, DPI: 10, Sharp: -1, Thumb: image.NewGray(image.Rect(0, 0, 90, 120))}, "scan-resolution 10 warn"},
		{"a scan of unknown size", Page{Painted: true, Scan: true, Sharp: 0.1}, ""},
	} {
		if got := words(measure(c.page)); got != c.want {
			t.Errorf("%s: found %q, want %q", c.name, got, c.want)
		}
	}
}

// A page scanned with text laid under it is judged by both.
func TestScanWithText(t *testing.T) {
	p := filed(t, "page-askew-7.png", 0)
	p.Text = [4]int{0, 0, 600, 0}
	if got := words(measure(p)); got != "scan-upside-down 180 warn, scan-skewed 7 warn" {
		t.Error(got)
	}
	blank := filed(t, "page-blank.jpg", 0)
	blank.Text = [4]int{100, 0, 0, 0}
	if got := words(measure(blank)); strings.Contains(got, "blank") {
		t.Errorf("a page with text is said to be blank: %s", got)
	}
}

// It is the paper whose light counts, however little of the picture it fills; and what is dark
// throughout is not called blank.
func TestDark(t *testing.T) {
	dark := image.NewGray(image.Rect(0, 0, 1240, 1754))
	for i := range dark.Pix {
		dark.Pix[i] = 50 + uint8(i%3)
	}
	if got := words(measure(page(t, encoded(t, dark, 90), 0))); got != "scan-dark 51 warn" {
		t.Errorf("a dark picture: %q", got)
	}
	receipt := scaled(decoded(t, "page-bill-november.png"), 0.4)
	draw.Draw(dark, receipt.Rect.Add(image.Pt(600, 200)), receipt, image.Point{}, draw.Src)
	if got := words(measure(page(t, encoded(t, dark, 90), 0))); got != "" {
		t.Errorf("a small paper on a dark sheet: %q", got)
	}
}

// A thumb may be a part of a larger picture, and is left as it was.
func TestPart(t *testing.T) {
	p := filed(t, "page-askew-7.png", 0)
	size := p.Thumb.Rect
	sheet := image.NewGray(size.Inset(-30))
	draw.Draw(sheet, size, p.Thumb, size.Min, draw.Src)
	before := bytes.Clone(sheet.Pix)
	part := p
	part.Thumb = sheet.SubImage(size).(*image.Gray)
	if got, want := fmt.Sprint(measure(part)), fmt.Sprint(measure(p)); got != want {
		t.Errorf("found %s, want %s", got, want)
	}
	part.Detail, p.Detail = nil, nil
	if got := fmt.Sprint(Duplicates([]Page{part, p}, nil)); got != "[[0 1]]" {
		t.Errorf("duplicates are %s", got)
	}
	if !bytes.Equal(sheet.Pix, before) {
		t.Error("the picture was changed")
	}
}

// The angle of the lines is found to a quarter of a degree, and beyond 15 degrees nothing is said.
func TestAngles(t *testing.T) {
	s := sheetOf(filed(t, "page-letter.png", 0).Thumb)
	for _, want := range []float64{-14.5, -9, -4.3, -2, -0.6, 0, 0.4, 1.7, 5.2, 11, 14.6, 20, 45, 90} {
		m := image.NewGray(image.Rect(0, 0, s.w, s.h))
		sin, cos := math.Sincos(-want * math.Pi / 180)
		at := func(x, y int) float64 {
			if x < 0 || y < 0 || x >= s.w || y >= s.h {
				return 255
			}
			return float64(s.grey[y*s.w+x])
		}
		for i := range m.Pix {
			x, y := float64(i%s.w-s.w/2), float64(i/s.w-s.h/2)
			u, v := x*cos-y*sin+float64(s.w/2), x*sin+y*cos+float64(s.h/2)
			j, k := int(math.Floor(u)), int(math.Floor(v))
			right, low := u-math.Floor(u), v-math.Floor(v)
			level := (at(j, k)*(1-right)+at(j+1, k)*right)*(1-low) + (at(j, k+1)*(1-right)+at(j+1, k+1)*right)*low
			m.Pix[i] = uint8(level)
		}
		got, ok := look(m).skew()
		switch {
		case want > 15 && ok:
			t.Errorf("turned by %g: said to be askew by %g", want, got)
		case want <= 15 && (!ok || math.Abs(got-want) > 0.25):
			t.Errorf("turned by %g: %g, %v", want, got, ok)
		}
	}
}

// Each row of the table about scans has a limit, with its unit and reason, and the other way round.
func TestLimits(t *testing.T) {
	spoken := map[string]bool{}
	for k, l := range Limits {
		r, ok := rule.Named(l.Rule)
		if !ok || l.Unit == "" || l.Why == "" || l.Below && l.Info < l.Warn || !l.Below && l.Info > l.Warn {
			t.Errorf("limit %d: %+v", k, l)
		}
		if r.Basis != rule.Practice {
			t.Errorf("%s: no text of law says how good a copy is", l.Rule)
		}
		spoken[l.Rule] = true
	}
	for _, r := range rule.Table {
		if strings.HasPrefix(r.ID, "scan-") && !spoken[r.ID] {
			t.Errorf("no limit for %s", r.ID)
		}
	}
}

func TestWords(t *testing.T) {
	at := Place{rule.Text{EN: "birth certificate", FR: "acte de naissance"}, 2}
	other := Place{rule.Text{EN: "lease", FR: "bail"}, 1}
	var got []string
	for _, d := range []Defect{
		{Kind: Coarse, Value: 60}, {Kind: Blurred, Value: 30}, {Kind: Faint, Value: 14.4}, {Kind: Light, Value: 9}, {Kind: Dark, Value: 64}, {Kind: Askew, Value: -3.6},
		{Kind: Turned, Value: 180}, {Kind: Turned, Value: -90}, {Kind: Cut, Value: 9, Side: Left}, {Kind: Cut, Value: 9, Side: Bottom}, {Kind: Blank}, {Kind: Twin, Other: 7},
	} {
		f := d.Finding(&profile.Applicant{}, "document[1].file", at, other)
		if f.Rule != d.Rule() || f.Level != d.Level() || f.Key != "document[1].file" {
			t.Errorf("%+v", f)
		}
		got = append(got, f.Message.EN, f.Message.FR)
	}
	if got, want := strings.Join(got, "\n"), `birth certificate, page 2: the picture has 60 dots an inch on A4
acte de naissance, page 2 : l’image a 60 points par pouce sur A4
birth certificate, page 2: the picture is blurred
acte de naissance, page 2 : l’image est floue
birth certificate, page 2: the writing is hardly darker than the paper: by 14 %
acte de naissance, page 2 : l’écriture est à peine plus sombre que le papier : de 14 %
birth certificate, page 2: the picture is too light: the writing is darker than the paper by 9 % only
acte de naissance, page 2 : l’image est trop claire : l’écriture n’est plus sombre que le papier que de 9 %
birth certificate, page 2: the picture is too dark: its paper has 25 % of the light of white
acte de naissance, page 2 : l’image est trop sombre : son papier a 25 % de la clarté du blanc
birth certificate, page 2: the page lies askew by 4 degrees
acte de naissance, page 2 : la page est de travers de 4 degrés
birth certificate, page 2: the page stands upside down
acte de naissance, page 2 : la page est à l’envers
birth certificate, page 2: the page lies on its side
acte de naissance, page 2 : la page est couchée sur le côté
birth certificate, page 2: the writing is cut off at the left edge
acte de naissance, page 2 : l’écriture est coupée au bord gauche
birth certificate, page 2: the writing is cut off at the lower edge
acte de naissance, page 2 : l’écriture est coupée au bord inférieur
birth certificate, page 2: the page is blank
acte de naissance, page 2 : la page est vide
birth certificate, page 2: the page looks the same as lease, page 1
acte de naissance, page 2 : la page semble la même que bail, page 1`; got != want {
		t.Errorf("said\n%s\nwant\n%s", got, want)
	}
}

// Any picture is measured without an end that is not a number, however small or plain.
func TestAnyPicture(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(1, 400).Draw(t, "width"), rapid.IntRange(1, 400).Draw(t, "height")
		m := image.NewGray(image.Rect(0, 0, w, h))
		from, to := rapid.IntRange(0, 255).Draw(t, "from"), rapid.IntRange(1, 256).Draw(t, "to")
		random := rand.New(rand.NewPCG(uint64(w), uint64(h)))
		for i := range m.Pix {
			m.Pix[i] = uint8(from + random.IntN(to))
		}
		pages := []Page{{Thumb: m, Painted: true, Scan: true, Sharp: -1}, {Thumb: m, Painted: true, Scan: true, Sharp: -1}}
		for _, d := range measure(pages[0]) {
			if math.IsNaN(d.Value) || math.IsInf(d.Value, 0) {
				t.Fatalf("%+v", d)
			}
		}
		Duplicates(pages, nil)
	})
}

func BenchmarkMeasure(b *testing.B) {
	p := filed(b, "page-letter.png", 0)
	for b.Loop() {
		measure(p)
	}
}

func BenchmarkDuplicates(b *testing.B) {
	var pages []Page
	for _, name := range []string{"page-letter.png", "page-bill-september.png", "page-bill-november.png", "page-stamped.png", "page-handwritten.png"} {
		p := filed(b, name, 0)
		pages = append(pages, p, p, p, p)
	}
	for b.Loop() {
		Duplicates(pages, nil)
	}
}
