package dossier

import (
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"math"
	"runtime"
	"sync"

	"dossier/internal/meter"
	"dossier/internal/pdf"
	"dossier/internal/picture"
	"dossier/internal/rule"
)

// An Attachment is a piece and what was learnt from its file. The file itself is kept only while it is
// small: the scans of a family may take more than the memory of their computer.
type Attachment struct {
	Piece
	SHA256 string
	Bytes  int
	Pages  int
	Err    error // why it cannot go in the dossier
	condition
	Changed [][]string // of each page that is a picture, what was done to its data
	stills  []still    // likewise, what it looks like on its sheet

	seen   []meter.Page // by the page, for the meter
	kept   pdf.Source   // what was read, if it is kept
	review *pdf.Review  // of the pictures of a PDF
}

// Bounds, in bytes of files.
const (
	inFlight = 32 << 20 // read and looked into at one time; a larger file goes alone
	keptMost = 24 << 20 // kept from being looked into until they go into the dossier
)

// errEmpty is an attachment of no bytes.
var errEmpty = errors.New("the file is empty")

// A replaced is the file of an attachment that is another one when it goes into the dossier.
type replaced struct{ file string }

func (e *replaced) Error() string {
	return e.file + ": the file was changed while the dossier was made"
}
func (e *replaced) Hint() string {
	return "leave it as it is until the dossier is made, and make it again"
}

// Attach reads pieces, several at once, and gives them in their order with the findings about their files:
// those that cannot go in the dossier, and those that go there otherwise than they were.
func (j *Job) Attach(pieces []Piece) (all []Attachment, found []rule.Finding) {
	return j.attach(pieces, false)
}

// Examine is Attach, and measures each page as a clerk would look at it.
func (j *Job) Examine(pieces []Piece) (all []Attachment, found []rule.Finding) {
	all, found = j.attach(pieces, true)
	found = append(found, j.measured(all)...)
	for i := range all {
		all[i].seen = nil // small pictures of all pages
	}
	return all, found
}

func (j *Job) attach(pieces []Piece, measure bool) (all []Attachment, found []rule.Finding) {
	all, mistakes := make([]Attachment, len(pieces)), make([]any, len(pieces))
	room := make(chan struct{}, inFlight>>20) // in MB
	work := make(chan func())
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(pieces)) {
		workers.Go(func() {
			for do := range work {
				do()
			}
		})
	}
	var kept budget
	counted := j.counting(len(pieces))
	for i, p := range pieces {
		data, err := j.Read(p.Path)
		size := min(len(data)>>20, cap(room)-1) + 1
		for range size {
			room <- struct{}{}
		}
		work <- func() {
			defer func() {
				if r := recover(); r != nil {
					mistakes[i] = r
				}
				for range size {
					<-room
				}
				counted()
			}()
			all[i] = j.look(p, data, err, &kept, measure)
		}
	}
	close(work)
	workers.Wait()
	for _, m := range mistakes { // of ours, which only the goroutine of the caller can recover from
		if m != nil {
			panic(m)
		}
	}
	for _, a := range all {
		found = append(found, j.about(a)...)
	}
	return all, found
}

// counting tells Progress of one file more each time it is called.
func (j *Job) counting(total int) func() {
	var mu sync.Mutex
	done := 0
	return func() {
		mu.Lock()
		defer mu.Unlock()
		if done++; j.Progress != nil {
			j.Progress(done, total)
		}
	}
}

// look is what is learnt from a file that was read.
func (j *Job) look(p Piece, data []byte, err error, kept *budget, measure bool) Attachment {
	a := Attachment{Piece: p, Err: err}
	if err != nil {
		return a
	}
	a.SHA256, a.Bytes = j.sumOf(data), len(data)
	s, l, damage, err := j.source(p, data, a.SHA256)
	if err != nil {
		a.Err = err
		return a
	}
	a.Pages, a.condition = pagesOf(s), conditionOf(s)
	if damage != nil {
		a.damage = inFrench(damage.Msg)
	}
	var sums []string // of the data of its pictures
	for _, m := range s.Pictures {
		changed := []string{}
		if m.Orientation > 1 {
			changed = append(changed, "turned upright")
		}
		for _, c := range m.Changed {
			changed = append(changed, string(c))
		}
		a.Changed = append(a.Changed, changed)
		sums = append(sums, l.sum(m, data, a.SHA256))
		st, err := stillOf(m, sums[len(sums)-1], l.ink())
		if err != nil {
			a.Err = err
			return a
		}
		a.stills = append(a.stills, st)
	}
	if measure {
		a.seen = j.pagesSeen(a, s, sums, l)
		if l != nil && l.Glance == nil {
			j.learn(&a, s.Pictures[0], l, sums[0])
		}
	}
	size := len(data)
	if s.File == nil {
		size = 0 // a picture that was made smaller lets go of its file
		for _, m := range s.Pictures {
			size += len(m.Data)
		}
	} else {
		a.review = s.Review
		a.review.Forget()
	}
	if kept.take(size) {
		a.kept = s
	}
	return a
}

// done is what was done to the pictures of a page, from 0: of a PDF, once it is in the dossier.
func (a *Attachment) done(page int) []string {
	if a.review == nil {
		return a.Changed[page]
	}
	var all []string
	for _, c := range a.review.Done(page) {
		all = append(all, string(c))
	}
	return all
}

// A budget is how much of keptMost is taken.
type budget struct {
	mu    sync.Mutex
	taken int
}

func (b *budget) take(size int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.taken+size > keptMost {
		return false
	}
	b.taken += size
	return true
}

// open is the attachment as it goes into the dossier. What was kept for that is let go of.
func (a *Attachment) open(j *Job) (pdf.Source, error) {
	if kept := a.kept; pagesOf(kept) > 0 {
		a.kept = pdf.Source{}
		return kept, nil
	}
	data, err := a.data(j)
	if err != nil {
		return pdf.Source{}, err
	}
	if a.review != nil {
		f, err := j.paper(a.Piece, data)
		return pdf.Source{File: f, Review: a.review}, err
	}
	s, _, _, err := j.source(a.Piece, data, a.SHA256)
	return s, err
}

// data is the file, which must be the one that was looked into.
func (a *Attachment) data(j *Job) ([]byte, error) {
	data, err := j.Read(a.Path)
	if err == nil && Hash(data) != a.SHA256 {
		err = &replaced{a.Path}
	}
	return data, err
}

func pagesOf(s pdf.Source) int {
	if s.File != nil {
		return s.File.Pages()
	}
	return len(s.Pictures)
}

// source reads a file by its content, whatever its name; sum is the Hash of it. L is that of Job.pictures, damage what
// of a picture could not be read.
func (j *Job) source(p Piece, data []byte, sum string) (s pdf.Source, l *learnt, damage *picture.Error, err error) {
	switch {
	case len(data) == 0:
		return s, nil, nil, errEmpty
	case isPDF(data):
		if s.File, err = j.paper(p, data); err == nil {
			s.Review = s.File.Review(j.dpi())
		}
		return s, nil, nil, err
	}
	return j.pictures(data, sum)
}

// defaultDPI is how many dots an inch a picture keeps: more are not seen on paper.
const defaultDPI = 300

// dpi is how many a picture may have.
func (j *Job) dpi() float64 { return float64(cmp.Or(j.MaxDPI, defaultDPI)) }

// fitted is a picture with no more dots than are asked for, as it will stand on its sheet; one that would take
// more bytes with fewer dots, being packed tightly, stays as it is, as does one that was scanned with no more.
func (j *Job) fitted(m *picture.Picture) (*picture.Picture, error) {
	const rounding = 1.005
	dpi := j.dpi()
	if w, _, ok := m.Natural(); ok {
		if across, _ := m.Upright(); float64(across)/w*72 <= dpi*rounding {
			return m, nil
		}
	}
	w, h := pdf.PictureOn(m)
	small, err := m.Scaled(int(math.Ceil(w*dpi/72)), int(math.Ceil(h*dpi/72)))
	if err == nil && len(small.Data) >= len(m.Data) {
		return m, nil
	}
	return small, err
}

// inspect is Attach for a piece, without a pixel decoded: what only the pixels of a picture show (see
// picture.Inspect) it does not find.
func (j *Job) inspect(p Piece) Attachment {
	a := Attachment{Piece: p}
	data, err := j.Read(p.Path)
	switch {
	case err != nil:
	case len(data) == 0:
		err = errEmpty
	case isPDF(data):
		var f *pdf.File
		if f, err = j.paper(p, data); err == nil {
			a.condition = conditionOf(pdf.Source{File: f})
		}
	default:
		var damage *picture.Error
		if _, damage, err = picture.Inspect(data); err == nil && damage != nil {
			a.damage = inFrench(damage.Msg)
		}
	}
	a.Err = err
	return a
}

// isPDF looks for the header, which may stand in the first KB (PDF 1.7, note 13).
func isPDF(data []byte) bool { return bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) }

// noFile is said on the checklist of a file that is not there.
var noFile = rule.Text{EN: "file not found", FR: "fichier absent"}

// Unread is the finding that an attachment is not in the dossier.
func (j *Job) Unread(a Attachment) rule.Finding {
	if errors.Is(a.Err, fs.ErrNotExist) {
		f := rule.New(j.Applicant, "attachment-missing", a.Key(), rule.Text{EN: "%s: there is no file %s", FR: "%s : il n’y a pas de fichier %s"}, a.Title, rule.Text{EN: a.Path, FR: a.Path})
		f.Fix = rule.Text{EN: "correct the file’s name; it is looked for from the folder of the profile", FR: "corrigez le nom du fichier ; il est cherché depuis le dossier du profil"}
		f.Flag = noFile
		return f
	}
	reason := inFrench(cause(a.Err))
	f := rule.New(j.Applicant, "attachment-missing", a.Key(), rule.Text{EN: "%s: %s", FR: "%s : %s"}, a.Title, reason)
	var hint interface{ Hint() string }
	if errors.As(a.Err, &hint) && hint.Hint() != "" {
		f.Fix = wayOut(hint.Hint(), f.Fix)
	}
	if errors.Is(a.Err, pdf.ErrPassword) {
		variable := j.Applicant.Documents[a.Doc].PasswordEnv
		if a.Translation {
			variable = j.Applicant.Documents[a.Doc].Translation.PasswordEnv
		}
		f.Fix = unlocking(a.Piece, variable != "")
	}
	return f
}
