package typeset

import (
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strings"
)

// A Letter is a letter to an office, set as in France (NF Z 11-001): sender on the left, recipient on the
// right in the window of the envelope, then place and date, references, subject, text, signature, enclosures.
// A statement has a title in the place of recipient and subject, and is dated where it is signed.
type Letter struct {
	Sender, Recipient []string // a line each, the name first
	Title             string   // of a statement; empty for a letter
	Notice            string   // how it is posted: "Lettre recommandée avec avis de réception"; may be empty
	PlaceDate         string   // "Lyon, le 2 mars 2026"
	References        []Pair   // label and text, without a colon
	Subject           string   // with its label if it has one: "Objet : …"
	Opening           string
	Body              []string // paragraphs; one beginning with "– " is an item of a list, with "1° " a numbered one
	Closing           string
	Signer            string // printed under the room for the signature, and at the head of the other pages
	EnclosuresTitle   string
	Enclosures        []string
	Mark              string // at the head of each page, in a band; may be empty
	Watermark         string // across each page, pale; may be empty
}

// Words are the texts of the letter, as given.
func (l Letter) Words() []string {
	words := slices.Concat(l.Sender, l.Recipient, l.Body, l.Enclosures, []string{l.PlaceDate, l.Subject, l.Signer})
	for _, r := range l.References {
		words = append(words, r.Text)
	}
	return words
}

// Measures of the letter, in mm. The recipient's frame is 8.5 × 3.3 cm, 11 cm from the left and 5.5 cm from the
// top by one source, 5 cm by another: the address stands in what both have. Folded in three, the sheet may move
// in a DL envelope (110 × 220 mm) by 10 mm to each side and 11 mm up or down: so far around the frame there is
// nothing else, and the text begins below the fold.
const (
	letterLeft   = 25.0
	letterWidth  = 160.0
	letterTop    = 20.0
	letterNext   = 32.0  // top of the text on the pages after the first
	letterFirst  = 102.0 // top of the text under an address
	rightHalf    = 110.0 // left of the recipient, the date and the signature
	rightWidth   = 85.0
	senderWidth  = 70.0
	leftWidth    = 78.0
	windowTop    = 55.0
	windowHeight = 28.0 // to 8.3 cm, where the higher of the two frames ends
	besideHeight = 72.0 // enclosures no higher than this may stand beside the signature
	listIndent   = 5.0
	numberIndent = 7.0
	fold         = 99.0 // a third of the sheet: where it is folded for the envelope
)

var (
	letterText   = style{face: regular, size: 10.5, lead: 5.1, ink: black}
	letterSender = style{face: regular, size: 9.5, lead: 4.6, ink: black}
	letterName   = style{face: bold, size: 11, lead: 5.6, ink: blue}
	letterSmall  = style{face: regular, size: 8.5, lead: 4.1, ink: black}
	letterLabel  = style{face: regular, size: 9, lead: 4.6, ink: grey}
	letterRefer  = style{face: regular, size: 9, lead: 4.6, ink: black}
	letterNotice = style{face: bold, size: 8.5, lead: 5.1, ink: blue}
	letterTitle  = style{face: bold, size: 8.5, lead: 4.6, ink: blue}
	letterHead   = style{face: bold, size: 16, lead: 8, ink: blue}
	letterMark   = style{face: bold, size: 8.5, lead: 4.4, ink: blue}
)

// A setting is how close the text of a letter stands, in mm.
type setting struct {
	prose  style
	gap    float64 // between paragraphs
	air    float64 // around the references, the subject and the opening
	sign   float64 // room for the signature
	bottom float64 // of the text, from the top edge
}

// settings are tried in turn: a later one serves if it takes fewer pages, or leaves less of a full first page
// empty.
var settings = [...]setting{
	{prose: style{face: regular, size: 11, lead: 5.5, ink: black}, gap: 3.8, air: 6.5, sign: 30, bottom: 275},
	{prose: letterText, gap: 3.4, air: 6, sign: 30, bottom: 275},
	{prose: style{face: regular, size: 10.5, lead: 4.9, ink: black}, gap: 3, air: 5, sign: 27, bottom: 278},
	{prose: style{face: regular, size: 10.5, lead: 4.7, ink: black}, gap: 2.6, air: 4.5, sign: 25, bottom: 281},
}

// statementSetting is that of a statement, whose few lines have a page to themselves.
var statementSetting = setting{prose: style{face: regular, size: 12, lead: 6.6, ink: black}, gap: 6, air: 12, sign: 35, bottom: 275}

// Draw writes the letter as a PDF. At least two lines of a paragraph stand together on a page, and at least
// two lines of the text with the signature. A character that cannot be drawn is a *GlyphError, and nothing
// is written.
func (l Letter) Draw(w io.Writer, m Meta) (Layout, error) {
	d := letterDraft{paper: newPaper(m), Letter: l}
	sender, recipient := d.sender(l.Sender), d.recipient(l.Recipient)
	d.out.WindowFits = height(recipient) <= windowHeight+slack
	top := max(letterFirst, windowTop+height(recipient)+8)
	if l.Title != "" {
		top = letterTop + height(sender) + 24
	}
	rows, f := d.settled(max(top, letterTop+height(sender)+8))
	head := d.head()
	f.head = func(page, pages int) {
		head(page, pages)
		if page == 1 {
			d.columns(letterTop, []column{{x: letterLeft, lines: sender}})
			d.columns(windowTop+windowAir(recipient), []column{{x: rightHalf, lines: recipient}})
		}
	}
	d.out.Pages = d.flow(rows, f)
	return d.out, d.close(w)
}

// settled is the text as it takes the fewest pages, and is signed on the earliest; of those on one page the
// airiest, of others the one that fills the first page best. top is where the text begins, in mm.
func (d *letterDraft) settled(top float64) ([]row, frame) {
	tried := settings[:]
	if d.Title != "" {
		tried = append([]setting{statementSetting}, tried...)
	}
	var best draft
	for _, s := range tried {
		for _, under := range []bool{false, true} {
			d.setting, d.under = s, under
			now := d.drafted(frame{first: top, next: letterNext, bottom: s.bottom})
			if best.rows == nil || now.before(best) {
				best = now
			}
		}
		if best.pages == 1 {
			break
		}
	}
	return best.rows, best.frame
}

// A draft is the text in a setting, and what comes of it.
type draft struct {
	rows   []row
	frame  frame
	pages  int
	signed int     // page of the signature, from 1
	empty  float64 // mm at the foot of the first page
}

func (d *letterDraft) drafted(f frame) draft {
	head, tail := slices.Concat(d.references(), d.message()), d.ending()
	sign := len(head) + slices.IndexFunc(tail, func(r row) bool { return r.signed })
	now := draft{rows: slices.Concat(head, tail), frame: f}
	starts := paginate(now.rows, f.room)
	for _, start := range starts {
		if start <= sign {
			now.signed++
		}
	}
	now.pages = len(starts)
	now.empty = f.room(0) - tall(now.rows[:append(starts, len(now.rows))[1]])
	return now
}

// before says whether a draft is better than one in a setting tried earlier, or with enclosures beside the signature.
func (x draft) before(y draft) bool {
	const gain = 3 // mm that are worth another setting
	switch {
	case x.pages != y.pages:
		return x.pages < y.pages
	case x.signed != y.signed:
		return x.signed < y.signed
	}
	return x.pages > 1 && x.empty < y.empty-gain
}

// A letterDraft is a letter being drawn in a setting.
type letterDraft struct {
	*paper
	Letter
	setting
	under bool // enclosures stand under the signature though they are few
	out   Layout
}

// room is the height of a page, in mm.
func (d *letterDraft) room() float64 { return d.bottom - letterNext }

// sender sets the lines at the top left, the name in bold; smaller if they would take most of the page.
func (p *paper) sender(lines []string) []line {
	const most = 150 // mm
	var out []line
	for part := 1.0; part > 0.2; part *= 0.8 {
		out = out[:0]
		for i, t := range lines {
			s := letterSender
			if i == 0 {
				s = letterName
			}
			s.size, s.lead = s.size*part, s.lead*part
			out = append(out, p.set(s, t, senderWidth)...)
		}
		if height(out) <= most {
			break
		}
	}
	return out
}

// recipient sets the address at 10 points, or down to 9, the least for a sorting machine, when a line is wider
// than the window; wider still, it is wrapped.
func (p *paper) recipient(lines []string) []line {
	s := style{face: regular, size: 10, lead: windowHeight / 6, ink: black}
	for s.size > 9 && widest(s, lines) > rightWidth {
		s.size -= 0.25
	}
	var out []line
	for _, t := range lines {
		out = append(out, p.set(s, t, rightWidth)...)
	}
	if height(out) > windowHeight {
		for i := range out {
			out[i].lead = max(3.8, windowHeight/float64(len(out)))
		}
	}
	return out
}

// windowAir is the room above an address of few lines, in mm, to bring it near the middle of the window.
func windowAir(lines []line) float64 {
	return math.Max(0, math.Min(4, (windowHeight-height(lines))/2))
}

// widest of the texts set in a style, in mm.
func widest(s style, texts []string) float64 {
	w := 0.0
	for _, t := range texts {
		w = max(w, s.width(t))
	}
	return w
}

// references is what stands between the addresses and the text: notice, date, references, subject; of a
// statement its title.
func (d *letterDraft) references() []row {
	if d.Title != "" {
		return d.heading()
	}
	rows := d.block(d.room(),
		column{x: letterLeft, lines: d.set(letterNotice, d.Notice, leftWidth)},
		column{x: rightHalf, lines: d.set(letterText, d.PlaceDate, letterLeft+letterWidth-rightHalf)})
	var labels []string
	for _, r := range d.References {
		labels = append(labels, r.Label)
	}
	labelWidth := min(widest(letterLabel, labels)+4, 60)
	for i, r := range d.References {
		pair := d.block(d.room(),
			column{x: letterLeft, lines: d.set(letterLabel, r.Label, labelWidth-4)},
			column{x: letterLeft + labelWidth, lines: d.set(letterRefer, r.Text, letterWidth-labelWidth)})
		if i == 0 {
			pair[0].gap = d.air - 1
		}
		rows = append(rows, pair...)
	}
	strong := d.prose
	strong.face = bold
	subject := d.paragraph(letterLeft, d.air, d.set(strong, d.Subject, letterWidth))
	return append(rows, followed(keepTogether(subject))...)
}

// heading is the title of a statement in the middle, with a line beneath and air before the text.
func (d *letterDraft) heading() []row {
	lines := d.set(letterHead, d.Title, letterWidth)
	for i := range lines {
		lines[i].x = (letterWidth - letterHead.width(lines[i].text)) / 2
	}
	under := row{height: 14, draw: func(y float64) {
		d.hair(letterLeft+letterWidth/2-15, letterLeft+letterWidth/2+15, y+3, 0.3, blue)
	}}
	return followed(keepTogether(append(d.paragraph(letterLeft, 0, lines), under)))
}

// followed keeps the last of the rows on the page of what comes next.
func followed(rows []row) []row {
	if len(rows) > 0 {
		rows[len(rows)-1].keep = true
	}
	return rows
}

// message is the opening and the paragraphs; its last two lines stay with the closing.
func (d *letterDraft) message() []row {
	rows := followed(d.paragraph(letterLeft, d.air+1, d.set(d.prose, d.Opening, letterWidth)))
	item := false
	for _, t := range d.Body {
		text, is := strings.CutPrefix(t, "– ")
		gap, lines := d.gap, []line(nil)
		if is {
			lines = d.item("–", listIndent, text)
		} else if number := numbered.FindString(t); number != "" {
			lines = d.item(strings.TrimRight(number, " \u00a0\u202f"), numberIndent, t[len(number):])
		} else {
			lines = d.set(d.prose, t, letterWidth)
		}
		if is && item {
			gap = 1.2
		}
		item = is
		rows = append(rows, d.paragraph(letterLeft, gap, lines)...)
	}
	if n := len(rows); n > 1 {
		rows[n-2].keep = true
	}
	return followed(rows)
}

// numbered is what a numbered item begins with.
var numbered = regexp.MustCompile(`^[0-9]{1,2}°[ \x{a0}\x{202f}]`)

// item sets an item of a list, its mark to the left of all its lines.
func (d *letterDraft) item(mark string, indent float64, text string) []line {
	lines := shifted(d.set(d.prose, text, letterWidth-indent), indent)
	if s := d.prose; len(lines) > 0 {
		lines[0].mark = func(x, mid float64) { d.text(s, x, mid, mark) }
	}
	return lines
}

// ending is the closing, the room for the signature with the name beneath, and the enclosures: beside the
// signature when they are few, else under it.
func (d *letterDraft) ending() []row {
	rows := followed(keepTogether(d.paragraph(letterLeft, d.gap, d.set(d.prose, d.Closing, letterWidth))))
	var sign column
	sign.x = rightHalf
	if d.Title != "" {
		sign.lines = d.set(d.prose, d.PlaceDate, letterLeft+letterWidth-rightHalf)
	}
	sign.lines = append(sign.lines, line{style: style{lead: d.sign}})
	sign.lines = append(sign.lines, d.set(d.prose, d.Signer, letterLeft+letterWidth-rightHalf)...)
	beside := column{x: letterLeft, lines: d.enclosures(leftWidth - 4)}
	few := !d.under && height(beside.lines) <= besideHeight
	if !few {
		beside.lines = nil
	}
	place := d.block(d.room(), sign, beside)
	place[0].gap, place[0].signed = d.air-1, true
	draw := place[0].draw
	place[0].draw = func(y float64) {
		d.out.SignaturePage = d.pdf.PageNo()
		draw(y)
	}
	rows = append(rows, place...)
	if few {
		return rows
	}
	return append(rows, d.list(d.enclosures(letterWidth))...)
}

// list sets the enclosures under the signature. They are not parted between pages, but where they are higher
// than one: then at least two stand with their title and on the last page, and each is whole.
func (d *letterDraft) list(lines []line) []row {
	rows := d.paragraph(letterLeft, d.air, lines)
	if tall(rows) <= d.room() {
		return keepTogether(rows)
	}
	var first []int // rows that begin an enclosure
	for i, l := range lines {
		if l.gap > 0 {
			first = append(first, i)
		}
	}
	for i := range rows[:len(rows)-1] {
		at, begins := slices.BinarySearch(first, i+1)
		rows[i].keep = !begins || at < 2 || at == len(first)-1
	}
	return rows
}

// enclosures lists what is sent with the letter, under its title; the first line of each has a gap.
func (d *letterDraft) enclosures(width float64) []line {
	if len(d.Enclosures) == 0 {
		return nil
	}
	lines := d.set(letterTitle, d.EnclosuresTitle, width)
	for _, t := range d.Enclosures {
		item := d.set(letterSmall, t, width-3)
		for i := range item[min(1, len(item)):] {
			item[i+1].x = 3
		}
		lines = append(lines, spaced(item, 0.5)...)
	}
	return lines
}

// head draws what is behind and around the text: watermark, fold mark, the head of the other pages.
func (d *letterDraft) head() func(page, pages int) {
	pale := style{face: bold, size: 60, ink: ink{232, 235, 240}}
	watermark, mark, signer := d.clean(bold, d.Watermark), d.clean(bold, d.Mark), d.clean(regular, d.Signer)
	return func(page, pages int) {
		if watermark != "" {
			d.watermark(pale, watermark)
		}
		d.marked(letterLeft, letterWidth, mark)
		if pages > 1 {
			d.pageNumber(letterLeft+letterWidth, page, pages)
		}
		if page == 1 {
			if len(d.Recipient) > 0 {
				d.hair(4, 8, fold, 0.15, rule)
			}
			return
		}
		d.running(letterLeft, letterWidth, joined(signer, " – ", fmt.Sprintf("page %d", page)))
		d.hair(letterLeft, letterLeft+letterWidth, 21.5, 0.2, rule)
	}
}

// marked draws a text on a tint at the head of a page, above all else, smaller if it is long.
func (p *paper) marked(x, width float64, text string) {
	if text == "" {
		return
	}
	const top, high, air = 7.5, 5.8, 3.0
	s := letterMark
	s.size *= math.Min(1, (width-2*air)/s.width(text))
	p.pdf.SetFillColor(tint.r, tint.g, tint.b)
	p.pdf.Rect(x, top, width, high, "F")
	p.text(s, x+air, top+high/2, text)
}

// running draws the small head of the pages after the first, smaller still if it is long.
func (p *paper) running(x, width float64, text string) {
	s := style{face: regular, size: 8.5, ink: grey}
	s.size *= math.Min(1, width/s.width(text))
	p.text(s, x, 18, text)
}

// watermark writes a text across the page, from the lower left up, as large as fits.
func (p *paper) watermark(s style, text string) {
	const diagonal = 250 // mm of the page's diagonal it may take
	s.size *= math.Min(1, diagonal/s.width(text))
	x, y := sheetWidth/2, sheetHeight/2
	p.pdf.TransformBegin()
	p.pdf.TransformRotate(55, x, y)
	p.text(s, x-s.width(text)/2, y, text)
	p.pdf.TransformEnd()
}
