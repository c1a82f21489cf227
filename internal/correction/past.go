package correction

import (
	"fmt"
	"slices"
	"strings"

	"dossier/internal/dossier"
	"dossier/internal/profile"
)

// A Past is what the fund was sent before: the application, then the replies to its letters.
type Past []Sending

// A Sending is one envelope.
type Sending struct {
	Day    profile.Date
	Letter *dossier.ManifestRequest // that it answered; nil for the application
	Pieces []SentPiece

	items []dossier.ManifestItem
}

// A SentPiece is one piece of an envelope.
type SentPiece struct {
	dossier.ManifestSent
	Key string // of the profile, that named its file then
}

// Sent is the past as manifests record it, in their order.
func Sent(manifests []*dossier.Manifest) Past {
	var past Past
	for _, m := range manifests {
		day, err := profile.ParseDate(m.Day)
		if err != nil {
			continue // not of ours
		}
		s := Sending{Day: day, Letter: m.Request, Pieces: piecesOf(m)}
		if m.Kind == dossier.Reply && m.Request == nil {
			s.Letter = &dossier.ManifestRequest{} // made before requests were recorded
		}
		if m.Request != nil {
			s.items = m.Request.Items
		}
		past = append(past, s)
	}
	return past
}

// piecesOf are the pieces that went out with a manifest's papers.
func piecesOf(m *dossier.Manifest) []SentPiece {
	var all []SentPiece
	for _, in := range m.Inputs {
		if in.Error != "" {
			continue
		}
		p := SentPiece{dossier.ManifestSent{Piece: in.Piece, File: in.File, SHA256: in.SHA256, Pages: in.Pages}, in.Key}
		for _, part := range m.Parts {
			if part.Piece == in.Piece {
				p.Title = strings.TrimPrefix(part.Title, fmt.Sprintf("%d. ", in.Piece))
			}
		}
		all = append(all, p)
	}
	return all
}

// before is what the fund had when it wrote: of the applications the last that was made by then, and the
// replies to other letters. What was made for this letter is being made again.
func (p Past) before(r *Request) Past {
	application := -1
	for i, s := range p {
		if s.Letter == nil && (application < 0 || !s.Day.After(r.Date)) {
			application = i
		}
	}
	var past Past
	for i, s := range p {
		switch {
		case s.Letter == nil && i != application, i < application:
		case s.Letter != nil && s.Letter.Date == r.Date.String() && s.Letter.Reference == r.Reference:
		default:
			past = append(past, s)
		}
	}
	return past
}

// posted gives the application the day on which it went to the post, if that is known.
func (p Past) posted(day profile.Date) Past {
	if len(p) > 0 && p[0].Letter == nil && day.After(p[0].Day) && (len(p) == 1 || !day.After(p[1].Day)) {
		p[0].Day = day
	}
	return p
}

// numbered gives pieces the numbers that they had before, by their bytes, and the next free ones to
// others. sum is the sha256 of a piece's file, empty if it cannot be read. Without a past they keep theirs.
func (p Past) numbered(pieces []dossier.Piece, sum func(dossier.Piece) string) {
	if len(p) == 0 {
		return
	}
	next := 1 // the form
	for _, s := range p {
		for _, piece := range s.Pieces {
			next = max(next, piece.Piece)
		}
	}
	taken := map[int]bool{}
	for i := range pieces {
		n := p.numberOf(sum(pieces[i]))
		if n == 0 || taken[n] {
			next++
			n = next
		}
		pieces[i].Number, taken[n] = n, true
	}
}

func (p Past) numberOf(sum string) int {
	for _, s := range p {
		for _, piece := range s.Pieces {
			if sum != "" && piece.SHA256 == sum {
				return piece.Piece
			}
		}
	}
	return 0
}

// replaced is the piece sent last whose place another now takes: one of its title, else one that the same
// key of the profile named, if it was of that kind.
func (p Past) replaced(now dossier.Attachment, kind profile.Kind) (piece SentPiece, ok bool) {
	for _, s := range slices.Backward(p) {
		for _, was := range s.Pieces {
			if was.Title == now.Title.FR || was.Key == now.Key() && strings.HasPrefix(was.Title, kind.French()) {
				return was, true
			}
		}
	}
	return SentPiece{}, false
}

// A sentBefore is an envelope in which a paper was.
type sentBefore struct {
	Sending
	Piece SentPiece
}

// Said is when and with what it was sent, in French.
func (s sentBefore) Said() string {
	with := "avec ma demande"
	if s.Letter != nil {
		with = "en réponse à votre courrier"
		if s.Letter.Date != "" {
			with += " du " + french(s.Letter.Date)
		}
	}
	return fmt.Sprintf("le %s, %s (%s)", s.Day.French(), with, numbered(s.Piece.Piece, s.Piece.Pages))
}

// of are the envelopes in which a paper was, in their order.
func (p Past) of(now dossier.Attachment, kind profile.Kind) []sentBefore {
	var all []sentBefore
	for i, s := range p {
		if was, ok := p[i:i+1].replaced(now, kind); ok {
			all = append(all, sentBefore{s, was})
		} else if j := slices.IndexFunc(s.Pieces, func(x SentPiece) bool { return x.SHA256 == now.SHA256 && x.SHA256 != "" }); j >= 0 {
			all = append(all, sentBefore{s, s.Pieces[j]})
		}
	}
	return all
}

// told are the envelopes whose reply said the same of a key, or asked the same of the fund.
func (p Past) told(kind, key string) []Sending {
	var all []Sending
	for _, s := range p {
		if slices.ContainsFunc(s.items, func(it dossier.ManifestItem) bool { return it.Kind == kind && it.Key == key }) {
			all = append(all, s)
		}
	}
	return all
}

// proof is the piece that establishes something, as it was sent last.
func (p Past) proof(kinds []profile.Kind) (s sentBefore, ok bool) {
	for _, kind := range kinds {
		for _, s := range slices.Backward(p) {
			for _, piece := range s.Pieces {
				if piece.Title == kind.French() {
					return sentBefore{s, piece}, true
				}
			}
		}
	}
	return s, false
}

// begun is the day on which the first application was made, zero if there is none.
func (p Past) begun() profile.Date {
	for _, s := range p {
		if s.Letter == nil {
			return s.Day
		}
	}
	return profile.Date{}
}

// french is an ISO day as a letter has it.
func french(iso string) string {
	d, err := profile.ParseDate(iso)
	if err != nil {
		return iso
	}
	return d.French()
}

// numbered is "pièce 3, 2 pages".
func numbered(piece, pages int) string {
	s := fmt.Sprintf("pièce %d", piece)
	switch {
	case pages == 1:
		s += ", 1 page"
	case pages > 1:
		s += fmt.Sprintf(", %d pages", pages)
	}
	return s
}
