package dossier

import (
	"crypto/sha256"
	"encoding/json"
	"io"
	"reflect"
	"slices"

	"dossier/internal/meter"
	"dossier/internal/pdf"
	"dossier/internal/picture"
	"dossier/internal/proof"
)

// A Seen keeps, by the sum of a file (see Hash), what was learnt of it, and by another sum what was learnt of two. It is
// as personal as the file: how dark each 4 mm of the page are is in it. What it gives may be of an earlier version or
// damaged; then it counts as nothing.
type Seen interface {
	Sum(data []byte) string // Hash, which may be known of a file that was just read
	Get(sum string) []byte  // nil if nothing is kept
	Put(sum string, learnt []byte)
}

// sumOf is the Hash of a file that was just read.
func (j *Job) sumOf(data []byte) string {
	if j.Seen == nil {
		return Hash(data)
	}
	return j.Seen.Sum(data)
}

// A learnt is what was learnt of a JPEG that was whole: none of its samples need be looked at again.
type learnt struct {
	Sharp  float64       // see picture.Picture
	Glance *meter.Glance // nil until it was taken
	SHA256 string        // of the data of the picture as the file has it; empty where that was not asked
	On     proof.Rect    // where it will stand, with as many dots as it keeps
	Ink    []byte        // there, see ManifestPage

	asIs bool // it goes into the dossier with all its dots
}

// pictures reads a picture into what goes into the dossier, or remembers it. Of what may be kept something is learnt,
// else it is nil; where it is to be kept first, it has no Glance.
func (j *Job) pictures(data []byte, sum string) (s pdf.Source, l *learnt, damage *picture.Error, err error) {
	if l := j.recall(sum); l != nil {
		m, err := picture.Again(data, l.Sharp)
		if err == nil {
			small, err := j.fitted(m)
			if err != nil {
				return s, nil, nil, err
			}
			if _, _, on := standing(small); on == l.On {
				l.asIs = small == m
				return pdf.Source{Pictures: []*picture.Picture{small}}, l, nil, nil
			}
		}
	}
	scan, err := j.picture(data)
	if err != nil {
		return s, nil, nil, err
	}
	for _, m := range scan.Pages {
		small, err := j.fitted(m)
		if err != nil {
			return s, nil, nil, err
		}
		s.Pictures = append(s.Pictures, small)
	}
	if j.Seen != nil && recallable(data, scan) {
		l = &learnt{asIs: s.Pictures[0] == scan.Pages[0]}
	}
	return s, l, scan.Damage, nil
}

// recallable says whether a file is a picture again as it was, when only its sharpness is known.
func recallable(data []byte, scan *picture.Scan) bool {
	if scan.Kind != "JPEG" || scan.Damage != nil || len(scan.Pages) != 1 {
		return false
	}
	m, err := picture.Again(data, scan.Pages[0].Sharp)
	if err != nil {
		return false
	}
	m.Thumb = scan.Pages[0].Thumb
	return reflect.DeepEqual(m, scan.Pages[0]) // else it went in as another than it was
}

// sum is that of the data of a picture, read from a file with a sum of its own, which may be its data as it is.
func (l *learnt) sum(m *picture.Picture, file []byte, sum string) string {
	switch {
	case l != nil && l.asIs && l.SHA256 != "":
		return l.SHA256
	case len(m.Data) == len(file) && &m.Data[0] == &file[0]:
		return sum
	}
	return Hash(m.Data)
}

// ink is what is known of it, nil for nothing.
func (l *learnt) ink() []byte {
	if l == nil {
		return nil
	}
	return l.Ink
}

// learn keeps what was learnt of a picture that is all of an attachment.
func (j *Job) learn(a *Attachment, m *picture.Picture, l *learnt, sum string) {
	l.Sharp, l.Glance, l.Ink = m.Sharp, a.seen[0].Glance, a.stills[0].ink
	_, _, l.On = standing(m)
	if l.asIs {
		l.SHA256 = sum
	}
	if l.Glance != nil {
		j.keep(a.SHA256, l)
	}
}

// recall is what was learnt of a file, nil if that is nothing or not sound.
func (j *Job) recall(sum string) *learnt {
	var l learnt
	if j.Seen == nil || !j.remembered(sum, &l) || l.Glance == nil || !l.Glance.Sound() {
		return nil
	}
	return &l
}

// keep keeps what was learnt under a sum, as JSON after a sum of its own.
func (j *Job) keep(sum string, what any) {
	body, err := json.Marshal(what)
	if err != nil {
		return // a number that is none: it is learnt again
	}
	check := j.check(sum, body)
	j.Seen.Put(sum, slices.Concat(check[:], body))
}

// remembered reads what was kept under a sum into what; it says whether this version kept it there, and it is whole.
func (j *Job) remembered(sum string, what any) bool {
	kept := j.Seen.Get(sum)
	if len(kept) < sha256.Size || j.check(sum, kept[sha256.Size:]) != [sha256.Size]byte(kept[:sha256.Size]) {
		return false
	}
	return json.Unmarshal(kept[sha256.Size:], what) == nil
}

// check is the sum of what is kept under a sum.
func (j *Job) check(sum string, body []byte) [sha256.Size]byte {
	h := sha256.New()
	io.WriteString(h, "learnt of "+sum+", dossier "+j.Version+"\n")
	h.Write(body)
	return [sha256.Size]byte(h.Sum(nil))
}

// verdicts keeps in Seen whether two scans that look alike from afar are the same.
type verdicts struct{ *Job }

func pairOf(first, later string) string { return Hash([]byte("twins " + first + " " + later)) }

func (v verdicts) Same(first, later string) (same, known bool) {
	known = v.remembered(pairOf(first, later), &same)
	return same, known
}

func (v verdicts) Keep(first, later string, same bool) { v.keep(pairOf(first, later), same) }
