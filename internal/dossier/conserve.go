package dossier

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dossier/internal/country"
	"dossier/internal/font"
	"dossier/internal/form"
	"dossier/internal/pdf"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

// An Unused is a value of the profile that stands on no paper, on purpose.
type Unused struct {
	Key    string `json:"key"`
	Reason string `json:"reason"`
}

// A leaf is one value that the person gave.
type leaf struct {
	key  string       // "address[1].street"
	row  string       // the key without its indexes: "address[].street"
	at   int          // the first index of the key, -1 if it has none
	text string       // a text or a word, as given
	date profile.Date // or a day
}

// A fate is where the values of a key end: on the form, on our own pages, or nowhere, and then why.
type fate struct {
	row    string
	fields []string                                    // of the form that hold it, read one after the other; any answer there will do if forms gives none
	asked  func(c *rule.Case, l leaf) bool             // whether the form asks for this one; nil is always, where there are fields
	forms  func(a *profile.Applicant, l leaf) []string // how paper writes it, one of them; nil is as given, a day as letters write it
	pages  bool                                        // letter or checklist may have it as forms gives it
	words  bool                                        // they say it in words of their own
	why    string                                      // it may stand on no paper
}

// The reasons that several keys share.
const (
	whyChecks      = "used by the checks only: which papers are needed, and until when they are good"
	whyFile        = "names a file, whose pages are in the dossier"
	whyPassword    = "names the variable whose password opens the file"
	whyLetter      = "the letter speaks of it only where the situation calls for it"
	whyHome        = "an address of another time: only the residence of three months is checked with it"
	whyRIB         = "the RIB itself shows it"
	whyIncome      = "the fund is not told of it: the contribution of people without activity is estimated with it"
	whyAfter       = "says what was done after the file was sent: next steps and time limits follow from it"
	whyAppeal      = "the letter to the commission de recours amiable quotes it, which is written after a refusal"
	whyNotEnclosed = "said of papers only where it matters"
)

// fates has a row for every key of a profile (kept by a test).
var fates = []fate{
	{row: "extends", why: "names another profile, whose values count like those of this one"},
	{row: "form_language", why: "chooses the edition of the form"},
	{row: "situation", fields: []string{"working", "inactive"}, forms: ticked},
	{row: "activity", fields: []string{"working_detail", "other_detail"}, asked: detailAsked, why: "the box ticked on the form asks for no more"},
	{row: "sex", why: "agrees the words of form and letter"},
	{row: "nationalities[]", fields: []string{"nationality"}, forms: ticked},
	{row: "arrived", fields: []string{"arrival"}, asked: arrivalAsked, forms: day, pages: true, why: "the form asks it of those who do not work"},
	{row: "nir", fields: []string{"nir", "nir_key"}, forms: nir},
	{row: "nir_received", why: whyChecks},
	{row: "civil_status_asked", why: whyChecks},
	{row: "civil_status_notice", why: whyChecks},
	{row: "civil_status_sent", why: whyChecks},
	{row: "exemption", words: true},

	{row: "name.birth", fields: []string{"names"}},
	{row: "name.usage", fields: []string{"names"}},
	{row: "name.usage_reason", words: true},
	{row: "name.first[]", fields: []string{"names"}},
	{row: "name.pseudonym", fields: []string{"names"}},
	{row: "birth.date", fields: []string{"birth_date"}, forms: day},
	{row: "birth.date_as_written", pages: true, why: "the letter quotes it only where its digits can be read in two ways"},
	{row: "birth.town", fields: []string{"birth_place"}},
	{row: "birth.country", fields: []string{"birth_place"}, forms: countryName},
	{row: "contact.phone", fields: []string{"phone"}, forms: figures},
	{row: "contact.email", fields: []string{"email"}},
	{row: "family.status", why: whyChecks},
	{row: "family.since", why: whyChecks},
	{row: "family.place", why: whyChecks},
	{row: "spouse.birth", pages: true, why: whyLetter},
	{row: "spouse.usage", pages: true, why: whyLetter},
	{row: "spouse.first[]", pages: true, why: whyLetter},
	{row: "spouse.insured_in_france", words: true},
	{row: "spouse.nir", pages: true, why: whyLetter},
	{row: "child[].birth", pages: true, why: "a child of age has a form of its own"},
	{row: "child[].first[]", pages: true, why: "a child of age has a form of its own"},
	{row: "child[].date", why: whyChecks},
	{row: "child[].country", why: whyChecks},

	{row: "address[].kind", words: true},
	{row: "address[].street", fields: []string{"address", "domicile"}, asked: lived, pages: true, why: whyHome},
	{row: "address[].extra", fields: []string{"address", "domicile"}, asked: lived, pages: true, why: whyHome},
	{row: "address[].postal_code", fields: []string{"postal_code", "domicile_postal_code"}, asked: lived, forms: figures, pages: true, why: whyHome},
	{row: "address[].commune", fields: []string{"commune", "domicile_commune"}, asked: lived, pages: true, why: whyHome},
	{row: "address[].from", pages: true, why: whyChecks},
	{row: "address[].to", why: whyChecks},
	{row: "address[].host", fields: []string{"address"}, asked: hosted, pages: true, why: whyHome},
	{row: "address[].organisation", fields: []string{"domicile"}, asked: domiciled, pages: true, why: whyHome},
	{row: "caf.number", fields: []string{"caf_number"}},
	{row: "caf.office", fields: []string{"caf_office"}},

	{row: "permit.kind", words: true},
	{row: "permit.mention", pages: true, why: whyLetter},
	{row: "permit.number", pages: true, why: whyLetter},
	{row: "permit.from", pages: true, why: whyLetter},
	{row: "permit.until", pages: true, why: whyLetter},
	{row: "permit.validated_on", pages: true, why: whyLetter},
	{row: "cover.country", why: whyChecks},
	{row: "cover.closed", why: whyChecks},
	{row: "cover.s1", why: whyChecks},

	{row: "bank.iban", why: whyRIB},
	{row: "bank.bic", why: whyRIB},
	{row: "bank.holder", pages: true, why: whyRIB},
	{row: "bank.joint", why: whyRIB},
	{row: "bank.proof", why: whyChecks},
	{row: "bank.livret", why: whyChecks},
	{row: "income.year", why: whyIncome},
	{row: "income.activity", why: whyIncome},
	{row: "income.spouse_activity", why: whyIncome},
	{row: "income.capital", why: whyIncome},
	{row: "income.pension", why: whyIncome},
	{row: "cpam.fund", words: true},
	{row: "cpam.name", words: true},
	{row: "cpam.address[]", words: true},
	{row: "cpam.postal_code", words: true},
	{row: "cpam.city", words: true},

	{row: "signature.place", fields: []string{"signed_at"}},
	{row: "signature.date", fields: []string{"signed_on"}, forms: day},

	{row: "posted.date", why: whyAfter},
	{row: "posted.registered", why: "a reminder quotes it, which is written after the file is sent"},
	{row: "posted.acknowledged", why: whyAfter},
	{row: "posted.passed_on", why: whyAfter},
	{row: "refusal.notified", why: whyAppeal},
	{row: "refusal.reference", why: whyAppeal},
	{row: "refusal.grounds", why: whyAppeal},
	{row: "refusal.appealed", why: whyAfter},
	{row: "done.ameli", why: whyAfter},
	{row: "done.card_ordered", why: whyAfter},
	{row: "done.card_received", why: whyAfter},
	{row: "done.card_updated", why: whyAfter},
	{row: "done.doctor", why: whyAfter},
	{row: "done.complementary", why: whyAfter},

	{row: "document[].kind", words: true},
	{row: "document[].title", pages: true, why: "a paper of a known kind has the name of its kind"},
	{row: "document[].file", why: whyFile},
	{row: "document[].country", forms: countryName, pages: true, why: whyNotEnclosed},
	{row: "document[].language", words: true},
	{row: "document[].date", why: whyChecks},
	{row: "document[].holder", pages: true, why: whyNotEnclosed},
	{row: "document[].printed[]", pages: true, why: "the letter quotes only a name that differs"},
	{row: "document[].birth_date_as_printed", pages: true, why: "the letter quotes it only where its digits can be read in two ways"},
	{row: "document[].birth_place_as_printed", why: "held against the town of birth by the checks only"},
	{row: "document[].shows_parents", why: whyChecks},
	{row: "document[].format", words: true},
	{row: "document[].apostille", why: whyChecks},
	{row: "document[].copy", why: whyChecks},
	{row: "document[].from", pages: true, why: whyNotEnclosed},
	{row: "document[].to", pages: true, why: whyNotEnclosed},
	{row: "document[].expires", why: whyChecks},
	{row: "document[].password_env", why: whyPassword},
	{row: "document[].translation.file", why: whyFile},
	{row: "document[].translation.password_env", why: whyPassword},
	{row: "document[].translation.translator", words: true},
}

// home says whether a key is of the address in which the person lives when they sign.
func home(c *rule.Case, l leaf) (profile.Address, bool) {
	ad, i := c.A.Address(c.Signed)
	return ad, i == l.at
}

func lived(c *rule.Case, l leaf) bool {
	_, is := home(c, l)
	return is
}

func hosted(c *rule.Case, l leaf) bool {
	ad, is := home(c, l)
	return is && ad.Kind != profile.Domiciliation
}

func domiciled(c *rule.Case, l leaf) bool {
	ad, is := home(c, l)
	return is && ad.Kind == profile.Domiciliation
}

func arrivalAsked(c *rule.Case, _ leaf) bool { return !c.Works() }

func detailAsked(c *rule.Case, _ leaf) bool {
	switch c.A.Situation {
	case "", profile.NotWorking, profile.ReturningFrench:
		return false
	}
	return true
}

// ticked gives no words: what stands in the field is a tick.
func ticked(*profile.Applicant, leaf) []string { return nil }

// day is a date as the cells of the form have it, or as letters write it.
func day(_ *profile.Applicant, l leaf) []string { return []string{l.date.Digits(), l.date.French()} }

func nir(a *profile.Applicant, _ leaf) []string { return []string{a.NIR.Body() + a.NIR.Key()} }

func countryName(_ *profile.Applicant, l leaf) []string {
	if c, ok := country.Find(l.text); ok {
		return []string{c.FR}
	}
	return []string{l.text}
}

// figures is a number as given, or without what people write between its digits.
func figures(_ *profile.Applicant, l leaf) []string {
	var digits strings.Builder
	for _, r := range l.text {
		if r >= '0' && r <= '9' {
			digits.WriteRune(r)
		}
	}
	if n := digits.Len(); n == 5 || n == 10 {
		return []string{l.text, digits.String()}
	}
	return []string{l.text}
}

// written is how paper may write a value.
func (f fate) written(a *profile.Applicant, l leaf) []string {
	switch {
	case f.forms != nil:
		return f.forms(a, l)
	case !l.date.IsZero():
		return []string{l.date.French()}
	}
	return []string{l.text}
}

// byRow finds the fates by their keys.
var byRow = func() map[string]fate {
	m := make(map[string]fate, len(fates))
	for _, f := range fates {
		m[f.row] = f
	}
	return m
}()

// onForm says whether the form asks for a value.
func (f fate) onForm(c *rule.Case, l leaf) bool {
	return len(f.fields) > 0 && (f.asked == nil || f.asked(c, l))
}

// lostOnForm holds every value that the form asks for against what stands on the form and the sheet
// behind it. A finding is our own mistake, caught before it is posted.
func (j *Job) lostOnForm(f *Form) []rule.Finding {
	var found []rule.Finding
	c, r := j.rules(), j.reading(f)
	for _, l := range leavesOf(j.Applicant) {
		fate, known := byRow[l.row]
		if !known || fate.onForm(c, l) && !r.holds(fate.fields, fate.written(j.Applicant, l)) {
			found = append(found, j.lost(l.key))
		}
	}
	if len(found) > 0 {
		return found
	}
	for _, v := range f.Values { // with what the program itself worked out, such as the key of a number
		if !r.holds([]string{v.ID}, []string{v.Text}) {
			found = append(found, j.lost(keysOf[v.ID]))
		}
	}
	return found
}

func (j *Job) lost(key string) rule.Finding {
	return rule.New(j.Applicant, "form-lost", key, rule.Text{EN: "this value is not whole on the papers made: nothing was written", FR: "cette valeur ne figure pas en entier sur les pièces produites : rien n’a été écrit"})
}

// A reading is what stands on a filled form.
type reading struct {
	on            map[string]string // by the field's id
	bare          map[string]string // the same without spaces
	abbreviated   map[string]bool
	abbreviations func() *form.Abbreviations
}

func (j *Job) reading(f *Form) reading {
	r := reading{on: f.written(), bare: map[string]string{}, abbreviated: map[string]bool{}, abbreviations: j.Abbreviations}
	for id, text := range r.on {
		r.bare[id] = bare(text)
	}
	for _, fit := range f.Plan {
		r.abbreviated[fit.ID] = fit.How == Abbreviated
	}
	return r
}

// holds says whether fields, read one after the other, have a value whole in one of the ways to write
// it; no way at all asks for anything that stands there.
func (r reading) holds(fields, ways []string) bool {
	all := ""
	for _, id := range fields {
		all += r.bare[id]
	}
	if ways == nil {
		return all != ""
	}
	return slices.ContainsFunc(ways, func(way string) bool {
		return strings.Contains(all, bare(way)) || slices.ContainsFunc(fields, func(id string) bool {
			return r.abbreviated[id] && r.abbreviations().Holds(r.on[id], way)
		})
	})
}

// written is what stands on paper for each field: the lines as they are broken, what the sheet has
// in full, and for a box that is ticked the answer it stands for.
func (f *Form) written() map[string]string {
	on := map[string]string{}
	for _, p := range f.Placements {
		id, lines := f.idOf(p.Field), strings.Join(p.Lines, " ")
		before, met := on[id]
		switch {
		case p.Ticked:
			on[id] += f.choice(id, p)
		case p.Text != "" && (!met || len(lines) < len(before)): // of several places the one that says least
			on[id] = lines
		}
	}
	for _, c := range f.Continued {
		if strings.Contains(bare(on[c.ID]), bare(reference(c.Number))) { // else nobody would look there
			on[c.ID] += "\n" + c.Text
		}
	}
	return on
}

// choice is the answer that a ticked box stands for, empty if it is not the one meant.
func (f *Form) choice(id string, p pdf.Placement) string {
	e, answer := f.Edition.Field(id), f.value(id)
	if e == nil || e.States[answer] != p.State {
		return ""
	}
	name, box := e.Name, e.Boxes[answer]
	if own, ok := e.Names[answer]; ok {
		name = own
	}
	if name == "" && len(box) == 4 && p.Rect == (pdf.Rect{X0: box[0], Y0: box[1], X1: box[2], Y1: box[3]}) || name == p.Field {
		return answer
	}
	return ""
}

// bare is a text without spaces, composed: as paper shows it whatever the line breaks.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, font.Compose(s))
}

// Conserve lists the values that stand neither on the form nor in what other pages of ours say, each
// with the reason; one without a reason was lost, and blocks. said are the words of those pages.
// elsewhere is the reason for what only letter and checklist say, where they are not made; else empty.
func (j *Job) Conserve(said []string, elsewhere string) (unused []Unused, lost []rule.Finding) {
	c, all := j.rules(), bare(strings.Join(said, "\n"))
	for _, l := range leavesOf(j.Applicant) {
		f := byRow[l.row] // known, or the form would have been blocked
		onPages := f.pages && slices.ContainsFunc(f.written(j.Applicant, l), func(way string) bool { return strings.Contains(all, bare(way)) })
		switch {
		case f.onForm(c, l) || onPages || f.words && elsewhere == "":
		case (f.words || f.pages) && elsewhere != "":
			unused = append(unused, Unused{l.key, elsewhere})
		case f.why != "":
			unused = append(unused, Unused{l.key, f.why})
		default:
			lost = append(lost, j.lost(l.key))
		}
	}
	return unused, lost
}

// leavesOf are all values that the person gave, in the order of the profile's tables.
func leavesOf(a *profile.Applicant) []leaf {
	var all []leaf
	walk(reflect.ValueOf(*a), leaf{at: -1}, func(l leaf) { all = append(all, l) })
	return all
}

// walk visits what is set below v, a value of package profile, by its toml tags; at is where v stands.
func walk(v reflect.Value, at leaf, visit func(leaf)) {
	if v.IsZero() {
		return
	}
	switch x := v.Interface().(type) {
	case profile.Date:
		at.date = x
		visit(at)
		return
	case profile.YesNo, profile.Number:
		visit(at)
		return
	}
	switch v.Kind() {
	case reflect.String:
		at.text = v.String()
		visit(at)
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), at.element(i), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if tag := v.Type().Field(i).Tag.Get("toml"); tag != "" {
				walk(v.Field(i), at.below(tag), visit)
			}
		}
	}
}

func (l leaf) element(i int) leaf {
	l.key, l.row = l.key+"["+strconv.Itoa(i)+"]", l.row+"[]"
	if l.at < 0 {
		l.at = i
	}
	return l
}

func (l leaf) below(tag string) leaf {
	if l.key != "" {
		tag = "." + tag
	}
	l.key, l.row = l.key+tag, l.row+tag
	return l
}
