package correction

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"dossier/internal/country"
	"dossier/internal/form"
	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/typeset"

	"dossier/internal/dossier"
)

// Applied is an applicant before and after the changes of a request.
type Applied struct {
	Before, After *profile.Applicant
	// Paper are the answers of a form made earlier, which then count as those before; nil is that the
	// profile without the changes says what was before.
	Paper []form.Value

	only  []*profile.Applicant // before, but for one change
	right []profile.Raw        // of each record, what the profile has
}

// Apply makes the changes, whether or not the profile has them already.
func (r *Request) Apply(name string, read profile.Reader) (*Applied, error) {
	do, undo := r.changes(false), r.changes(true)
	a := &Applied{only: make([]*profile.Applicant, len(do))}
	var err error
	if a.After, err = profile.Load(name, read, do...); err != nil {
		return nil, err
	}
	if a.Before, err = profile.Load(name, read, undo...); err != nil {
		return nil, err
	}
	for i := range do {
		one := slices.Clone(undo)
		one[i] = do[i]
		if a.only[i], err = profile.Load(name, read, one...); err != nil {
			return nil, err
		}
	}
	return a, r.rights(a)
}

// changes are those of the request for package profile; back undoes them.
func (r *Request) changes(back bool) []profile.Change {
	list := make([]profile.Change, len(r.Changes))
	for i, c := range r.Changes {
		list[i] = profile.Change{Key: c.Key, Old: c.Old, New: c.New, Pos: r.at(profile.Key("change", i))}
		if back {
			list[i].Old, list[i].New = c.New, c.Old
		}
	}
	return list
}

// rights finds in the profile what the fund has wrong, and holds it against what the request says.
func (r *Request) rights(a *Applied) error {
	var errs []error
	a.right = make([]profile.Raw, len(r.Records))
	for i, rec := range r.Records {
		bad := func(below, msg, fix string) {
			key := profile.Key("record", i, below)
			errs = append(errs, &profile.Error{Pos: r.at(key), Key: key, Msg: msg, Fix: fix})
		}
		right := a.After.Raw(rec.Key)
		said, wrote := rec.Right.String(), plainly(rec.Key, rec.Wrote)
		if rec.Key == "nir" && said == "" && !certain(right, wrote, a.After) { // a wrong number is known before the right one
			if len(differences(wrote, a.After)) == 0 {
				bad("wrote", "nothing in the profile disagrees with this number", "check it digit by digit with dossier nir; if another number is right, give it in the profile as nir")
			}
			continue
		}
		switch {
		case said != "" && plainly(rec.Key, rec.Right) != plainly(rec.Key, right):
			bad("right", "the profile says otherwise", "correct the one or the other: the papers are made from the profile")
		case right.String() == "":
			bad("key", "the profile does not have this value", "add to the profile what is right: "+rec.Key)
		case plainly(rec.Key, right) == wrote:
			bad("wrote", "the fund has what the profile has", "leave this record out, or correct the profile with a [[change]]")
		}
		a.right[i] = right
	}
	return errors.Join(errs...)
}

// certain says whether the number of the profile is what a number that the fund wrote should be: another one
// of the same sort, where nothing else in the profile is against what was written.
func certain(right profile.Raw, wrote string, a *profile.Applicant) bool {
	is := profile.NIR(right.String())
	return is != "" && is.Body() != wrote && is.Temporary() == profile.NIR(wrote).Temporary() && len(differences(wrote, a)) == 0
}

// differences are what in a number cannot be.
func differences(number string, a *profile.Applicant) []rule.Difference {
	found, _ := rule.NIRDifferences(profile.NIR(number), a)
	return found
}

// plainly is a value without what makes no difference to a number.
func plainly(key string, v profile.Raw) string {
	s := v.String()
	switch key {
	case "nir", "spouse.nir":
		return profile.NIR(s).Body()
	case "bank.iban", "contact.phone", "bank.bic", "caf.number":
		return strings.ToUpper(strings.Join(strings.Fields(s), ""))
	}
	return s
}

// A Row is one thing that changed: a field of the form, or a key of the profile that the form lacks.
type Row struct {
	Label  rule.Text
	Page   int // of the form; 0 if it is not on it
	Before string
	After  string
	Words  string // After in words, or how its digits differ; empty where a reader needs neither

	field  string // of the form
	change int    // the first change that brings it about; -1 if none of the request does
}

// Diff holds the form before against the form after, field by field in the order of the form, then
// the changes that no field shows. A change that could not be told to the fund is an error.
func (r *Request) Diff(f *form.Form, a *Applied, day profile.Date) ([]Row, error) {
	was, now := answers(f.Values(a.Before, day)), answers(f.Values(a.After, day))
	only := make([]map[string]string, len(a.only))
	for i, one := range a.only {
		only[i] = answers(f.Values(one, day))
	}
	old := was
	if a.Paper != nil {
		old = answers(a.Paper)
	}
	var rows []Row
	for i := range f.Fields {
		q := &f.Fields[i]
		by := slices.IndexFunc(only, func(one map[string]string) bool { return one[q.ID] != was[q.ID] })
		if old[q.ID] == now[q.ID] || by < 0 && q.Section == "C" {
			continue
		}
		row := Row{Label: rule.Text{EN: q.EN, FR: q.Said()}, Page: 1, Before: q.Show(old[q.ID]), After: q.Show(now[q.ID]), field: q.ID, change: by}
		if by < 0 && a.Paper == nil { // two changes make a difference only together
			row.change = len(only) - 1
		}
		if row.Words = differing(row.Before, row.After); q.Date {
			row.Words = inWords(now[q.ID])
		}
		rows = append(rows, row)
	}
	var errs []error
	for i, c := range r.Changes {
		t, ok := topicOf(c.Key)
		switch {
		case ok && !t.form:
			row := Row{Label: t.label, Before: show(c.Old), After: show(c.New), Words: differing(show(c.Old), show(c.New)), change: i}
			if d, ok := c.New.Date(); ok {
				row.Words = d.FrenchWords()
			}
			rows = append(rows, row)
		case answersEqual(was, only[i]):
			key := profile.Key("change", i, "key")
			errs = append(errs, &profile.Error{Pos: r.at(key), Key: c.Key, Msg: "neither the form nor the reply has a place for this value",
				Fix: "change it in the profile, and tell the fund in the remark of a [[document]]"})
		}
	}
	return rows, errors.Join(errs...)
}

// show is a value as a letter quotes it: a date with its month in letters, others as written.
func show(v profile.Raw) string {
	if d, ok := v.Date(); ok {
		return d.French()
	}
	return v.String()
}

// shown is a value of a key as a letter quotes it, in French; a date in letters and in digits, since
// those are what was mistaken.
func shown(key string, v profile.Raw) string {
	s := v.String()
	switch d, isDate := v.Date(); {
	case isDate:
		return fmt.Sprintf("%s (%s)", d.French(), slashed(d))
	case key == "nir", key == "spouse.nir":
		return profile.NIR(s).Grouped()
	case key == "sex":
		return map[string]string{"F": "féminin", "M": "masculin"}[s]
	case key == "birth.country", key == "nationalities":
		var names []string
		for name := range strings.SplitSeq(s, ", ") {
			if c, ok := country.Find(name); ok {
				name = c.FR
			}
			names = append(names, name)
		}
		return strings.Join(names, ", ")
	}
	return s
}

// slashed is a day as it stands on papers of the fund: 02/04/1960.
func slashed(d profile.Date) string {
	return fmt.Sprintf("%02d/%02d/%04d", d.Day, int(d.Month), d.Year)
}

// inWords is an answer of eight digits as a day without a digit.
func inWords(digits string) string {
	var d, m, y int
	if n, _ := fmt.Sscanf(digits, "%2d%2d%4d", &d, &m, &y); n != 3 {
		return ""
	}
	iso := fmt.Sprintf("%04d-%02d-%02d", y, m, d)
	day, err := profile.ParseDate(iso)
	if err != nil {
		return ""
	}
	return day.FrenchWords()
}

// mostDiffer is how many digits of a number may be wrong before it is another number.
const mostDiffer = 3

var digitWords = [...]string{"zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"}

// differing says which digits of a number are others, in words: "le 5e chiffre est « quatre » et non
// « sept »". It is empty for what is no number, and for numbers that have little in common.
func differing(before, after string) string {
	was, now := figures(before), figures(after)
	if len(was) != len(now) || len(was) < 5 {
		return ""
	}
	var said []string
	for i := range was {
		if was[i] != now[i] {
			said = append(said, fmt.Sprintf("le %s chiffre est « %s » et non « %s »", ordinal(i+1), digitWords[now[i]-'0'], digitWords[was[i]-'0']))
		}
	}
	if len(said) == 0 || len(said) > mostDiffer {
		return ""
	}
	return strings.Join(said, ", ")
}

func ordinal(n int) string {
	if n == 1 {
		return "1er"
	}
	return fmt.Sprintf("%de", n)
}

// figures are the digits of a number written with any spaces; nothing for what has letters too.
func figures(s string) string {
	if strings.ContainsFunc(s, unicode.IsLetter) {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

func answers(values []form.Value) map[string]string {
	m := map[string]string{}
	for _, v := range values {
		m[v.ID] = v.Text
	}
	return m
}

func answersEqual(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if b[k] != v {
			return false
		}
	}
	return true
}

// refilled says whether a value of the form itself changed.
func refilled(rows []Row) bool {
	return slices.ContainsFunc(rows, func(r Row) bool { return r.Page > 0 })
}

// paged gives each field of the form its page, and puts the rows in the order of the pages; what is on
// none comes last.
func paged(rows []Row, e *form.Edition) {
	for i := range rows {
		if f := e.Field(rows[i].field); rows[i].field != "" && f != nil {
			rows[i].Page = f.Page
		}
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		if a.Page == 0 || b.Page == 0 {
			return cmp.Compare(b.Page, a.Page)
		}
		return cmp.Compare(a.Page, b.Page)
	})
}

// table is the sheet of what changed, page by page and field by field.
func (r *Request) table(job *dossier.Job, rows []Row) typeset.Changes {
	table := typeset.Changes{
		Title: typeset.Bi{FR: "Modifications", EN: "Changes"},
		Facts: []typeset.Pair{
			{Label: "Demandeur", English: "Applicant", Text: strings.TrimSpace(job.Applicant.Name.FirstNames() + " " + job.Applicant.Name.Birth)},
			{Label: "Courrier de la caisse", English: "Letter of the fund", Text: r.Date.French()},
			{Label: "Vos réf.", English: "Your reference", Text: r.Reference},
		},
		Heads: [4]typeset.Bi{{FR: "Champ", EN: "Field"}, {FR: "Où", EN: "Where"}, {FR: "Avant", EN: "Before"}, {FR: "Après", EN: "After"}},
	}
	if len(rows) == 0 {
		table.Intro = []typeset.Bi{{FR: "Aucune valeur du formulaire ne change.", EN: "No value of the form changes."}}
	}
	for _, row := range rows {
		where := "hors formulaire"
		if row.Page > 0 {
			where = fmt.Sprintf("formulaire, p. %d", row.Page)
		}
		table.Rows = append(table.Rows, typeset.Change{
			Field: typeset.Bi{FR: typeset.French(row.Label.FR), EN: row.Label.EN}, Where: typeset.French(where), Before: row.Before, After: row.After,
		})
	}
	return table
}
