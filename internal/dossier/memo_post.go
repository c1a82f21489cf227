package dossier

import (
	"fmt"
	"slices"
	"strings"

	"dossier/internal/postage"
	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/typeset"
)

// A Printing is dossier.pdf as it goes into the printer and into the envelope.
type Printing struct {
	Parts      []PrintedPart // all of it, in its order
	Duplex     bool          // on both sides: blank pages make each part begin on a front
	Official   bool          // the form is the official one, not a preparation sheet
	SignForm   int           // page of dossier.pdf on which the form is signed; 0 if that is not known
	SignLetter int           // and the letter
	Recipient  []string      // the lines of the address on the letter
	Registered bool          // it is posted as a registered letter
}

// A PrintedPart is a run of pages of dossier.pdf, counted from 1.
type PrintedPart struct {
	Title    rule.Text
	Piece    int // 0 for the letter and the checklist
	From, To int
}

// sheets is how many the printer takes.
func (p Printing) sheets() int {
	n := 0
	for _, part := range p.Parts {
		pages := part.To - part.From + 1
		if p.Duplex {
			pages = (pages + 1) / 2
		}
		n += pages
	}
	return n
}

// pages is how many dossier.pdf has.
func (p Printing) pages() int {
	if len(p.Parts) == 0 {
		return 0
	}
	return p.Parts[len(p.Parts)-1].To
}

// page is where a piece begins, 0 if it is not there.
func (p Printing) page(piece int) int {
	for _, part := range p.Parts {
		if part.Piece == piece && piece != 0 {
			return part.From
		}
	}
	return 0
}

// printing is the envelope as it will be printed; letter says where its letter is signed.
func (j *Job) printing(f *Form, e *envelope, letter typeset.Layout, recipient []string) Printing {
	titles := map[int]rule.Text{formPiece: {EN: "Form S1106", FR: "Formulaire S1106"}}
	for _, piece := range Pieces(j.Applicant) {
		titles[piece.Number] = piece.Title
	}
	p := Printing{Duplex: j.Duplex, Official: f.Edition.Official, Recipient: recipient, Registered: j.Registered}
	for i, part := range e.parts {
		title, at := titles[part.Piece], e.where[i]
		switch {
		case i == e.index:
			title = rule.Text{EN: "Checklist", FR: "Bordereau"}
		case part.Own:
			title = rule.Text{EN: "Letter", FR: "Lettre"}
			p.SignLetter = at.First + letter.SignaturePage - 1
		}
		p.Parts = append(p.Parts, PrintedPart{Title: title, Piece: part.Piece, From: at.First, To: at.First + at.Count - 1})
	}
	sign := 0
	if place := f.Edition.Sign; place != nil {
		sign = place.Page
	} else if place := f.Edition.Field("signed_at"); place != nil {
		sign = place.Page
	}
	if sign > 0 {
		p.SignForm = p.page(formPiece) + sign - 1
	}
	return p
}

// posting are the sections about what is done with paper: nothing of it without any.
func (m memoir) posting(p Printing) []typeset.MemoSection {
	if len(p.Parts) == 0 {
		return nil
	}
	sections := []typeset.MemoSection{m.signing(p), m.keeping(p), m.print(p), m.envelope(p), m.address(p), m.proofOfPosting(p)}
	for _, i := range []int{1, 4, 5} {
		sections[i].Beside = true
	}
	return sections
}

// signing is what is written by hand, with its page.
func (m memoir) signing(p Printing) typeset.MemoSection {
	s := typeset.MemoSection{
		Title: m.say(rule.Text{EN: "Sign by hand", FR: "Signer à la main"}),
		Small: m.say(rule.Text{EN: "S1106, part C", FR: "S1106, cadre C"}),
	}
	toDo := func(t rule.Text, args ...any) {
		s.Ticks = append(s.Ticks, typeset.Tick{State: typeset.ToDo, Text: m.say(t, args...)})
	}
	form := rule.Text{EN: "the form, part C", FR: "le formulaire, cadre C"}
	if !p.Official {
		form = rule.Text{EN: "the official form, part C, once it takes the place of the preparation sheet", FR: "le formulaire officiel, cadre C, quand il remplace la fiche préparatoire"}
	}
	if p.SignForm > 0 {
		form = rule.Text{EN: "page %d: %s", FR: "page %d : %s"}.With(p.SignForm, form)
	}
	toDo(rule.Text{EN: "page %d of dossier.pdf: the letter", FR: "page %d de dossier.pdf : la lettre"}, p.SignLetter)
	toDo(form)
	switch place, date := m.c.A.Signature.Place == "", m.c.A.Signature.Date.IsZero(); {
	case place && date:
		toDo(rule.Text{EN: "place and day on the form, as on the letter: %s", FR: "lieu et date sur le formulaire, comme sur la lettre : le %s"}, m.c.Signed)
	case date:
		toDo(rule.Text{EN: "the day on the form, as on the letter: %s", FR: "la date sur le formulaire, comme sur la lettre : le %s"}, m.c.Signed)
	default:
		if place {
			toDo(rule.Text{EN: "the place on the form", FR: "le lieu sur le formulaire"})
		}
		toDo(rule.Text{EN: "on %s: form and letter bear this date", FR: "le %s : le formulaire et la lettre portent cette date"}, m.c.Signed)
	}
	hosts := m.c.Enclosed(profile.HostStatement)
	for _, i := range hosts {
		if at := p.page(m.piece[i]); at > 0 {
			toDo(rule.Text{EN: "page %d: piece %d, signed and dated by your host, not by you", FR: "page %d : pièce %d, signée et datée par votre hébergeant, non par vous"}, at, m.piece[i])
		}
	}
	if len(hosts) > 0 {
		s.Small += m.say(rule.Text{EN: "; service-public F33052, R39697 (host)", FR: " ; service-public F33052, R39697 (hébergeant)"})
	}
	return s
}

// keeping is what stays with the applicant.
func (m memoir) keeping(p Printing) typeset.MemoSection {
	s := typeset.MemoSection{
		Title: m.say(rule.Text{EN: "Keep back", FR: "À garder chez soi"}),
		Small: m.say(rule.Text{EN: "CRPA R113-11; forum-assures.ameli.fr 3425037 (no photo in its list)", FR: "CRPA R113-11 ; forum-assures.ameli.fr 3425037 (liste sans photo)"}),
	}
	point := func(t rule.Text, args ...any) { s.Points = append(s.Points, m.say(t, args...)) }
	point(rule.Text{EN: "All originals. A fund in doubt asks for one by registered letter, with its reasons.", FR: "Tous les originaux. En cas de doute, la caisse en demande un par lettre recommandée motivée."})
	for i, d := range m.c.A.Documents {
		switch title := titleOf(d); {
		case d.Copy != profile.Original:
		case m.piece[i] > 0:
			point(rule.Text{EN: "You have an original of piece %d, %s: do not post it.", FR: "Vous avez l’original de la pièce %d, %s : ne l’envoyez pas."}, m.piece[i], title)
		default:
			point(rule.Text{EN: "You have an original, %s: do not post it.", FR: "Vous avez un original, %s : ne l’envoyez pas."}, title)
		}
	}
	point(rule.Text{EN: "The photo of 35 × 45 mm: it goes with the request for the carte Vitale, later.", FR: "La photo de 35 × 45 mm : elle ira avec la demande de carte Vitale, plus tard."})
	point(rule.Text{EN: "This sheet.", FR: "Cette feuille."})
	return s
}

// print is what comes out of the printer, in the order of the envelope.
func (m memoir) print(p Printing) typeset.MemoSection {
	s := typeset.MemoSection{
		Title: m.say(rule.Text{EN: "Print, in this order", FR: "Imprimer, dans cet ordre"}),
		Intro: m.say(rule.Text{EN: "Print dossier.pdf as it is, on one side of A4: %d pages. Its order is that of the envelope.", FR: "Imprimez dossier.pdf tel quel, en A4, recto seul : %d pages. Son ordre est celui de l’enveloppe."}, p.pages()),
		Table: &typeset.Table{Abreast: 2, Columns: []typeset.TableColumn{
			{Head: m.say(rule.Text{EN: "No.", FR: "N°"}), Share: 0.11},
			{Share: 0.76},
			{Head: m.say(rule.Text{EN: "Pages", FR: "Pages"}), Share: 0.13, Look: typeset.NumberCell},
		}},
	}
	if p.Duplex {
		s.Intro = m.say(rule.Text{EN: "Print dossier.pdf as it is, on both sides of A4: %d pages. Blank pages were added, so that each part begins on a front. Its order is that of the envelope.", FR: "Imprimez dossier.pdf tel quel, en A4, recto verso : %d pages. Des pages blanches ont été ajoutées pour que chaque partie commence au recto. Son ordre est celui de l’enveloppe."}, p.pages())
	}
	for _, part := range p.Parts {
		number := "–"
		if part.Piece > 0 {
			number = fmt.Sprint(part.Piece)
		}
		pages := fmt.Sprint(part.From)
		if part.To > part.From {
			pages = fmt.Sprintf("%d–%d", part.From, part.To)
		}
		s.Table.Rows = append(s.Table.Rows, []string{number, m.say(part.Title), pages})
	}
	return s
}

// envelope is what to buy: the envelope, and the class that its weight falls in.
func (m memoir) envelope(p Printing) typeset.MemoSection {
	mail := postage.Weigh(p.sheets(), p.Registered)
	s := typeset.MemoSection{Title: m.say(rule.Text{EN: "Envelope and weight", FR: "Enveloppe et poids"})}
	item := func(label, text rule.Text) {
		s.Items = append(s.Items, typeset.Pair{Label: m.say(label), Text: m.say(text)})
	}
	e := mail.Envelope
	item(rule.Text{EN: "%d sheets, about %d g", FR: "%d feuilles, environ %d g"}.With(mail.Sheets, mail.Grams),
		rule.Text{EN: "%d × 4.99 g (A4 of 80 g/m²) and %d g of envelope", FR: "%d × 4,99 g (A4 de 80 g/m²) et %d g d’enveloppe"}.With(mail.Sheets, e.Grams))
	how := rule.Text{EN: "not folded; it has no window: write the address on it", FR: "sans plier ; pas de fenêtre : écrivez l’adresse"}
	switch {
	case mail.TooThick:
		how = rule.Text{EN: "too much for one envelope of 30 mm: ask at the counter", FR: "trop pour une enveloppe de 30 mm : demandez au guichet"}
	case e.Window:
		how = rule.Text{EN: "with a window; fold twice, in three, and the address of the letter shows in it", FR: "à fenêtre ; pliez deux fois, en trois : l’adresse de la lettre s’y voit"}
	case e.Folds == 1:
		how = rule.Text{EN: "without a window; fold once, in two, and write the address on it", FR: "sans fenêtre ; pliez une fois, en deux, et écrivez l’adresse"}
	}
	item(rule.Text{EN: "Envelope %s, %d × %d mm", FR: "Enveloppe %s, %d × %d mm"}.With(e.Name, e.Width, e.Height), how)
	m.class(&s, mail, p.Registered)
	from := postage.Classes(p.Registered)[0]
	read, _ := profile.ParseDate(from.Read) // kept by a test of the table
	s.Small = m.say(rule.Text{EN: "Classes: %s, of %d, read on %s. How much an envelope holds and weighs is our own estimate.", FR: "Tranches : %s, de %d, lu le %s. Ce qu’une enveloppe contient et pèse est notre estimation."}, from.Source, from.Of, read)
	if !p.Official {
		s.Small += " " + m.say(rule.Text{EN: "Counted with the preparation sheet: the official form may have more pages.", FR: "Compté avec la fiche préparatoire : le formulaire officiel peut avoir plus de pages."})
	}
	return s
}

// class is the weight class of a mail, and whether scales are needed to tell it.
func (m memoir) class(s *typeset.MemoSection, mail postage.Mail, registered bool) {
	kind := rule.Text{EN: "Letter", FR: "Lettre"}
	if registered {
		kind = rule.Text{EN: "Registered letter", FR: "Lettre recommandée"}
	}
	label := rule.Text{EN: "%s up to %s", FR: "%s jusqu’à %s"}.With(kind, grams(mail.Class.Grams))
	text := rule.Text{EN: "the price is on laposte.fr", FR: "le prix est sur laposte.fr"}
	if mail.Class.Grams == 0 {
		all := postage.Classes(registered)
		label = rule.Text{EN: "More than %s", FR: "Plus de %s"}.With(grams(all[len(all)-1].Grams))
		text = rule.Text{EN: "too heavy for a letter: ask at the counter", FR: "trop lourd pour une lettre : demandez au guichet"}
	}
	if mail.Near > 0 {
		text = rule.Text{EN: "%s; near the limit of %s: weigh it", FR: "%s ; près de la limite de %s : pesez-la"}.With(text, grams(mail.Near))
	}
	s.Items = append(s.Items, typeset.Pair{Label: m.say(label), Text: m.say(text)})
}

// grams is a weight in the unit that the counter uses.
func grams(n int) string {
	if n >= 1000 && n%1000 == 0 {
		return fmt.Sprintf("%d kg", n/1000)
	}
	return fmt.Sprintf("%d g", n)
}

// address is that of the letter, line by line.
func (m memoir) address(p Printing) typeset.MemoSection {
	return typeset.MemoSection{
		Title:   m.say(rule.Text{EN: "Address, as on the letter", FR: "Adresse, comme sur la lettre"}),
		Address: slices.Clone(p.Recipient),
	}
}

// proofOfPosting is how to be able to show later when it was posted, and what.
func (m memoir) proofOfPosting(p Printing) typeset.MemoSection {
	s := typeset.MemoSection{Title: m.say(rule.Text{EN: "Proof of posting", FR: "Preuve d’envoi"})}
	registered := rule.Text{EN: "Registered post is not required; it proves the day.", FR: "Recommandé : pas obligatoire, mais date certaine."}
	if p.Registered {
		registered = rule.Text{EN: "It goes registered: keep the slip, then the notice.", FR: "Recommandé : gardez la preuve de dépôt, puis l’avis."}
	}
	line := strings.Repeat("_", 14)
	s.Points = []string{
		m.say(registered),
		m.say(rule.Text{EN: "Posted on %s number %s", FR: "Envoyé le %s numéro %s"}, line, line),
		m.say(rule.Text{EN: "Keep a double: dossier.pdf and the signed pages.", FR: "Gardez un double : dossier.pdf, pages signées."}),
	}
	return s
}

// next is what comes after posting.
func (m memoir) next() typeset.MemoSection {
	s := typeset.MemoSection{
		Title: m.say(rule.Text{EN: "What comes next, if posted on %s", FR: "La suite, pour un envoi le %s"}, Posting(m.c)),
		Table: &typeset.Table{Columns: []typeset.TableColumn{
			{Share: 0.18, Look: typeset.StrongCell}, {Share: 0.59}, {Share: 0.23, Look: typeset.SmallCell},
		}},
	}
	for _, step := range Steps(m.c) {
		s.Table.Rows = append(s.Table.Rows, []string{capped(m.say(step.When)), m.say(step.What), m.say(step.Source)})
	}
	return s
}
