package form

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"dossier/internal/country"
	"dossier/internal/profile"
	"dossier/internal/spelling"
)

// A Key is what a filled form tells of a profile. Name is the key with its tables,
// "address[0].street". Value is in TOML's notation, of which texts and lists are JSON too; it is
// empty where the form leaves the matter open, and Note then says what is missing. Beside a Value,
// Note says what to look at again.
type Key struct {
	Name  string
	Value string
	Note  string
}

// Profile is the inverse of Values: the keys of a profile that gives these answers, in the order
// of the template and top-level keys first. An answer may have the line breaks with which it
// stands on the form.
func (f *Form) Profile(values []Value) []Key {
	r := &reading{form: f, said: map[string]string{}}
	for _, v := range values {
		if q := f.Field(v.ID); q != nil {
			r.said[q.From] = unbroken(q.From, v.Text)
			if Refers(v) {
				r.said[q.From] = onSheet
			}
		}
	}
	for _, part := range []func(){r.situation, r.nationality, r.arrival, r.nir, r.name, r.birth,
		r.contact, r.home, r.organisation, r.caf, r.signature} {
		part()
	}
	return r.keys
}

// onSheet is an answer that stands on a sheet behind the form, and could not be read there. No
// answer has this character.
const onSheet = "\x00"

// reference is what a box holds whose answer is on the sheet behind the form, by its number there.
var reference = regexp.MustCompile(`^voir feuille jointe, n° (\d+)$`)

// Refers says whether an answer stands on a sheet behind the form. Continued finds it there.
func Refers(v Value) bool { return reference.MatchString(unbroken("", v.Text)) }

// Continued takes the answers that stand on a sheet behind the form from the text of that sheet. One
// that is not found there stays a reference.
func (f *Form) Continued(values []Value, sheet string) []Value {
	heads := map[int]string{} // patterns, by number
	for _, v := range values {
		if m := reference.FindStringSubmatch(unbroken("", v.Text)); m != nil {
			n, _ := strconv.Atoi(m[1])
			q := f.Field(v.ID)
			heads[n] = `n°` + gap + m[1] + gap + loose(q.FR) + `(?:` + gap + loose(q.EN) + `)?`
		}
	}
	all := slices.Clone(values)
	for i, v := range all {
		if m := reference.FindStringSubmatch(unbroken("", v.Text)); m != nil {
			n, _ := strconv.Atoi(m[1])
			if text := between(sheet, heads[n], heads[n+1]); text != "" {
				all[i].Text = text
			}
		}
	}
	return all
}

// gap is what stands between words, or lines.
const gap = `[\s\x{a0}\x{202f}]+`

// loose is a pattern for the words of a text, however they are spaced and wrapped.
func loose(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		words[i] = regexp.QuoteMeta(w)
	}
	return strings.Join(words, gap)
}

// between is the text that follows a head on the sheet, up to the next one, the title of a part, the
// place to sign or the foot of the page.
func between(sheet, head, next string) string {
	ends := `[A-C] – |Fait à |page \d+/\d+|$`
	if next != "" {
		ends += "|" + next
	}
	found := regexp.MustCompile(`(?s)\n` + head + gap + `(.*?)\s*(?:\n(?:` + ends + `)|$)`).FindStringSubmatch("\n" + sheet)
	if found == nil || len(found[1]) > pageful {
		return ""
	}
	return found[1]
}

// pageful is how long an answer is, in bytes, that may go on overleaf.
const pageful = 2000

// unbroken joins the lines of an answer. A line goes on without a space after one of the marks at
// which a long word is broken, and in an e-mail address.
func unbroken(fact, text string) string {
	joined := ""
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if i > 0 && fact != "email" && !brokenWord.MatchString(joined) {
			joined += " "
		}
		joined += line
	}
	return strings.TrimSpace(joined)
}

var brokenWord = regexp.MustCompile(`\S[-/@]$`)

// A reading is a form being turned back into a profile.
type reading struct {
	form  *Form
	said  map[string]string // by fact
	homes int               // addresses told so far
	keys  []Key
}

// tell adds a key whose value is text; nothing for an empty one.
func (r *reading) tell(name, text string) { r.tellNoted(name, text, "") }

func (r *reading) tellNoted(name, text, note string) {
	switch text {
	case "":
	case onSheet:
		r.leave(name, "on the sheet behind the form")
	default:
		r.keys = append(r.keys, Key{name, Quote(text), note})
	}
}

func (r *reading) tellList(name, note string, texts ...string) {
	r.keys = append(r.keys, Key{name, quoteList(texts), note})
}

// leave adds a key that the form leaves open.
func (r *reading) leave(name, note string) { r.keys = append(r.keys, Key{Name: name, Note: note}) }

// date adds a day written DDMMYYYY, with or without something between the parts.
func (r *reading) date(name, fact string) {
	text := r.said[fact]
	if text == "" {
		return
	}
	t, err := time.Parse("02012006", digits(text))
	if err != nil {
		r.leave(name, Quote(text)+" is not a day")
		return
	}
	r.keys = append(r.keys, Key{Name: name, Value: profile.DateOf(t).String()})
}

// situation reads part B: a box, and the words beside it, which are either the usual ones of a
// situation or the person's own.
func (r *reading) situation() {
	box, words := r.box()
	if s, usual := r.usual(box, words); s != "" {
		r.tell("situation", s)
		r.sex(words, usual)
		return
	}
	switch {
	case box == "none":
		r.idle()
	case box == "two":
		r.leave("situation", "two boxes of part B are ticked")
	case box != "":
		r.unusual(box, words)
	case words != "":
		r.leave("situation", "no box of part B is ticked")
	}
	r.tell("activity", words)
	r.sex("", situationText{})
}

// box is the box of part B that is ticked, as [situation] names it, "two" for a contradiction; and
// the words beside it.
func (r *reading) box() (box, words string) {
	working, other := r.said["working detail"], r.said["other detail"]
	switch ticked := r.said["inactive"]; {
	case r.said["working"] == "":
		box = ticked
	case ticked == "":
		box = "working"
	default:
		box = "two"
	}
	return box, list(working, other)
}

// idle is the situation of a person without activity. The form is the same for two of them, of
// which one is for French citizens only.
func (r *reading) idle() {
	if r.said["nationality"] != "french" {
		r.tell("situation", string(profile.NotWorking))
		return
	}
	r.tellNoted("situation", string(profile.ReturningFrench), "or "+Quote(string(profile.NotWorking))+": the form is the same for both")
}

// usual is the situation whose own words stand beside the box; empty if there is none.
func (r *reading) usual(box, words string) (string, situationText) {
	for _, s := range r.situations(box) {
		text := r.form.Situation[s]
		if words != "" && text.has(func(word string) bool { return same(word, words) }) {
			return s, text
		}
	}
	return "", situationText{}
}

// unusual looks for a situation's own word among the person's words.
func (r *reading) unusual(box, words string) {
	fit := r.situations(box)
	for _, s := range fit {
		if r.form.Situation[s].has(func(word string) bool { return within(word, words) }) {
			r.tellNoted("situation", s, "from the words beside the box")
			return
		}
	}
	r.leave("situation", "one of: "+strings.Join(fit, ", "))
}

// situations are those that tick a box, in the order in which a profile offers them.
func (r *reading) situations(box string) []string {
	return slices.DeleteFunc(profile.Situation("").Words(), func(s string) bool { return r.form.Situation[s].Box != box })
}

func (t situationText) has(is func(word string) bool) bool { return is(t.M) || is(t.F) || is(t.Any) }

// sex is told by the gender of a situation's usual words, and else by the social security number,
// unless these words gainsay it. Words of the person's own tell nothing: words is empty then.
func (r *reading) sex(words string, usual situationText) {
	woman, man, unsaid := same(usual.F, words), same(usual.M, words), same(usual.Any, words)
	number := profile.NIR(r.said["nir"]).Sex()
	switch {
	case woman && !man && !unsaid:
		r.tell("sex", string(profile.Female))
	case man && !woman && !unsaid:
		r.tell("sex", string(profile.Male))
	case number == profile.Female && woman, number == profile.Male && man:
		r.tellNoted("sex", string(number), "from the first digit of the social security number")
	}
}

// same holds two short texts against each other whatever their case, accents and apostrophes.
func same(a, b string) bool { return plainWords(a) == plainWords(b) }

// within says whether the words of a stand in b, whole and in a row.
func within(a, b string) bool {
	return a != "" && strings.Contains(" "+plainWords(b)+" ", " "+plainWords(a)+" ")
}

func plainWords(s string) string {
	words := strings.FieldsFunc(spelling.Bare(strings.ToLower(s)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, " ")
}

// nationality names the country where the box does. For the boxes that stand for many, the country
// of birth is the likely one.
func (r *reading) nationality() {
	only := ""
	switch r.said["nationality"] {
	case "":
		return
	case "french":
		r.tellList("nationalities", "", "France")
		return
	case "eea":
		only = "the form only says UE/EEE/Suisse"
	default:
		only = "the form only says neither French nor UE/EEE/Suisse"
	}
	_, place := r.birthPlace()
	if c, ok := country.Find(place); ok && c.ISO2 != "FR" && c.EEA == (r.said["nationality"] == "eea") {
		r.tellList("nationalities", only+"; this is the country of birth", c.EN)
		return
	}
	r.leave("nationalities", only)
}

func (r *reading) arrival() { r.date("arrived", "arrival") }

// nir joins the number and its key again.
func (r *reading) nir() {
	n := profile.NIR(strings.TrimSpace(r.said["nir"] + " " + r.said["nir key"]))
	wrong, _ := n.Problem()
	r.tellNoted("nir", string(n), wrong)
}

var pseudonym = regexp.MustCompile(`^(.*) \(pseudonyme (.*)\)$`)

const usageMark = "nom d’usage "

// name takes apart the names as Values writes them; others stay whole.
func (r *reading) name() {
	text := r.said["names"]
	parts := strings.Split(strings.ReplaceAll(text, "nom d'usage ", usageMark), ", ")
	birth, rest := parts[0], parts[1:]
	usage := ""
	if len(rest) > 0 && strings.HasPrefix(rest[0], usageMark) {
		usage, rest = strings.TrimPrefix(rest[0], usageMark), rest[1:]
	}
	if len(rest) > 1 || len(rest) == 0 && usage == "" {
		r.tellNoted("name.birth", text, "all names as they stand on the form: part them into birth, usage and first")
		return
	}
	artist := ""
	if m := pseudonym.FindStringSubmatch(birth); m != nil {
		birth, artist = m[1], m[2]
	}
	r.tell("name.birth", birth)
	if len(rest) > 0 {
		r.tellList("name.first", "", strings.Fields(rest[0])...)
	}
	r.tell("name.usage", usage)
	r.tell("name.pseudonym", artist)
}

func (r *reading) birth() {
	r.date("birth.date", "birth date")
	town, place := r.birthPlace()
	r.tell("birth.town", town)
	if c, ok := country.Find(place); ok {
		r.tell("birth.country", c.EN)
	} else {
		r.tellNoted("birth.country", place, "not a country known here")
	}
}

// birthPlace parts the town from the country at the last comma. A name alone is a town, unless a
// country is printed just so.
func (r *reading) birthPlace() (town, place string) {
	text := r.said["birth place"]
	if i := strings.LastIndex(text, ", "); i >= 0 {
		return text[:i], text[i+2:]
	}
	if c, ok := country.Find(text); ok && c.FR == text {
		return "", text
	}
	return text, ""
}

func (r *reading) contact() {
	r.tell("contact.phone", r.said["phone"])
	r.tell("contact.email", r.said["email"])
}

// home is the address of one's own.
func (r *reading) home() {
	street, host := r.said["address"], ""
	kind := profile.Housing("")
	if guest, ok := strings.CutPrefix(street, "chez "); ok {
		host, street, _ = strings.Cut(guest, ", ")
		kind = profile.Hosted
	}
	r.address(profile.Address{Kind: kind, Street: street, Host: host, PostalCode: r.said["postal code"], Commune: r.said["commune"]})
}

// organisation is the address of those who have none of their own.
func (r *reading) organisation() {
	who, street, _ := strings.Cut(r.said["domicile"], ", ")
	r.address(profile.Address{Kind: profile.Domiciliation, Street: street, Organisation: who,
		PostalCode: r.said["domicile postal code"], Commune: r.said["domicile commune"]})
}

// address tells one address, if anything of it was written. Street and what is added to it stand
// in one line on the form, and stay together.
func (r *reading) address(a profile.Address) {
	if a.Street+a.PostalCode+a.Commune+a.Host+a.Organisation == "" {
		return
	}
	key := func(name string) string { return profile.Key("address", r.homes, name) }
	if a.Kind == "" {
		r.leave(key("kind"), "the form does not tell how you live there")
	}
	r.tell(key("kind"), string(a.Kind))
	r.tell(key("street"), a.Street)
	r.tell(key("postal_code"), a.PostalCode)
	r.tell(key("commune"), a.Commune)
	r.tell(key("host"), a.Host)
	r.tell(key("organisation"), a.Organisation)
	r.homes++
}

func (r *reading) caf() {
	r.tell("caf.number", r.said["caf number"])
	r.tell("caf.office", r.said["caf office"])
}

func (r *reading) signature() {
	r.tell("signature.place", r.said["signed at"])
	r.date("signature.date", "signed on")
}

// A Letter is a character of a page, where its middle stands.
type Letter struct {
	Rune rune
	X, Y float64 // points, in the page's own space
}

// Stands says whether a page, counted from 1 and given by its letters, may be one of an edition: what
// the edition has printed stands where it is on the blank, whichever way the page is turned. Words
// filled in between do no harm. It knows nothing of an edition whose print it was not told.
func (e *Edition) Stands(page func(number int) []Letter) bool {
	const enough = 0.9 // of the words; the rest may have been written over
	found := 0
	for _, w := range e.Print {
		if w.on(page(w.Page)) {
			found++
		}
	}
	return len(e.Print) > 0 && float64(found) >= enough*float64(len(e.Print))
}

// on says whether all letters of the words are in their place, in whatever order.
func (w Words) on(page []Letter) bool {
	const near = 1.0 // points
	have := map[rune]int{}
	for _, l := range page {
		if l.X >= w.Rect[0]-near && l.X <= w.Rect[2]+near && l.Y >= w.Rect[1]-near && l.Y <= w.Rect[3]+near {
			have[l.Rune]++
		}
	}
	for _, r := range w.Text {
		if have[r]--; have[r] < 0 && unicode.IsLetter(r) {
			return false
		}
	}
	return true
}

// Copies says whether a page has the letters of its blank where they are on the blank, all but a few
// that may have been written over.
func Copies(blank, page []Letter) bool {
	const enough = 0.95
	type spot struct {
		r    rune
		x, y int
	}
	at := func(l Letter, dx, dy int) spot { // squares of two points, and those beside them
		return spot{l.Rune, int(math.Floor(l.X/2)) + dx, int(math.Floor(l.Y/2)) + dy}
	}
	there := map[spot]bool{}
	for _, l := range page {
		there[at(l, 0, 0)] = true
	}
	found := 0
	for _, l := range blank {
		for i := range 9 {
			if there[at(l, i%3-1, i/3-1)] {
				found++
				break
			}
		}
	}
	return len(blank) > 0 && float64(found) >= enough*float64(len(blank))
}

// Gainsays says whether numbers of the form are printed in a text, and the edition's is not among them.
func (f *Form) Gainsays(e *Edition, text string) bool {
	text = strings.Join(strings.Fields(text), "")
	other := false
	for _, m := range cerfa.FindAllStringSubmatch(text, -1) {
		if slices.Contains(f.Numbers(), m[1]) {
			if m[0] == e.Edition {
				return false
			}
			other = true
		}
	}
	return other
}

var cerfa = regexp.MustCompile(`(\d{5})\*\d{2}`)

// Quote is s as a text in TOML's and in JSON's notation alike.
func Quote(s string) string { return quote(s) }

func quoteList(texts []string) string {
	quoted := make([]string, len(texts))
	for i, s := range texts {
		quoted[i] = quote(s)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// TOML writes keys as a profile: each note is a comment above its key, and a key that the form
// leaves open is a comment alone. Keys of one table must stand together, top-level ones first.
func TOML(keys []Key) string {
	var b strings.Builder
	table := ""
	for _, k := range keys {
		in, name := "", k.Name
		if i := strings.LastIndexByte(k.Name, '.'); i >= 0 {
			in, name = k.Name[:i], k.Name[i+1:]
		}
		if in != table {
			b.WriteString("\n" + heading(in) + "\n")
			table = in
		}
		switch {
		case k.Value == "":
			fmt.Fprintf(&b, "# %s: %s\n", name, k.Note)
			continue
		case k.Note != "":
			fmt.Fprintf(&b, "# %s\n", k.Note)
		}
		fmt.Fprintf(&b, "%s = %s\n", name, k.Value)
	}
	return b.String()
}

// heading is [name], or [[address]] for address[0].
func heading(table string) string {
	if name, _, repeated := strings.Cut(table, "["); repeated {
		return "[[" + name + "]]"
	}
	return "[" + table + "]"
}
