package cpam

import (
	"archive/zip"
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"github.com/agext/levenshtein"
)

// A Place is a commune as one of its postal codes serves it.
type Place struct {
	PostalCode  string // five digits
	Commune     string // as INSEE writes it; municipal arrondissements and communes déléguées have places of their own
	INSEE       string // of the present commune or arrondissement: "01053", "75118", "2A004"
	Departement string // "01", "2A", "971"; the three digits of a collectivity overseas, "978"
}

// Places returns the communes that a postal code serves, the present communes first; none for a
// code that no commune has, such as a CEDEX code.
func Places(postalCode string) []Place {
	if len(postalCode) != 5 {
		return nil
	}
	for line := range strings.Lines(region(postalCode[:2])) {
		if entries, ok := strings.CutPrefix(line, postalCode+"\t"); ok {
			return places(postalCode, strings.TrimSuffix(entries, "\n"))
		}
	}
	return nil
}

func places(postalCode, entries string) []Place {
	var all []Place
	for entry := range strings.SplitSeq(entries, ";") {
		insee, name, _ := strings.Cut(entry, " ")
		all = append(all, Place{postalCode, name, insee, departement(insee)})
	}
	return all
}

// An Answer is what a postal code and a commune say about the fund.
type Answer struct {
	Place         Place   // the commune found; when not Known, the postal code and whatever else is certain
	Unnamed       bool    // no commune was named, or nothing in which a name can be seen
	Known         bool    // the table holds this postal code with this commune
	Near          []Place // when not Known: postal codes of that commune and communes of that postal code, the likelier first
	Funds         []Fund  // none: unknown, or a territory without one; one: the fund; several: the user must choose
	PrefixDiffers bool    // the postal code begins like another département's
	Outside       string  // a territory that Code de la sécurité sociale R111-2 does not list; empty elsewhere
	Verdict       Verdict // all of it in a word
}

// A Verdict says whether the fund is known, or what is missing.
type Verdict string

const (
	OneFund      Verdict = "found"               // Funds has the fund, with an address
	NoAddress    Verdict = "no address"          // Funds has the fund, whose address is not known
	ChooseFund   Verdict = "choose a fund"       // Funds has those of the département
	NameCommune  Verdict = "name the commune"    // Near has the communes of the code, in several départements
	WrongCommune Verdict = "unknown commune"     // the code does not serve it; Near has what may be meant
	UnknownCode  Verdict = "unknown postal code" // a typing error, or the CEDEX code of a firm
	OutsideLaw   Verdict = "outside"             // see Outside; Funds has that territory's own, if it has one
)

// For finds the fund of a place. Case, accents, hyphens, "St" for "Saint", the writing of an
// arrondissement and a CEDEX mention do not matter. When the postal code does not serve the
// commune, the fund is given only if all the communes of that code are in one département.
func For(postalCode, commune string) Answer {
	postalCode = digits(postalCode)
	return answer(Places(postalCode), postalCode, commune)
}

// answer is For with the places that the postal code serves.
func answer(served []Place, postalCode, commune string) Answer {
	key := communeKey(commune)
	i := slices.IndexFunc(served, func(p Place) bool { return communeKey(p.Commune) == key })
	a := Answer{Place: Place{PostalCode: postalCode, Departement: common(served)}, Unnamed: key == ""}
	if i >= 0 {
		a.Place, a.Known = served[i], true
	} else {
		a.Near = near(served, postalCode, key)
	}
	a.Funds = of(a.Place.Departement)
	a.PrefixDiffers = a.Place.Departement != "" && !strings.HasPrefix(postalCode, postalPrefix(a.Place.Departement))
	a.Outside = outside(a.Place)
	a.Verdict = a.verdict(len(served) > 0)
	return a
}

// verdict sums up an answer. A commune that was not named is no mistake as long as its département
// is certain.
func (a *Answer) verdict(code bool) Verdict {
	switch {
	case a.Outside != "":
		return OutsideLaw
	case !code:
		return UnknownCode
	case !a.Known && !a.Unnamed:
		return WrongCommune
	case a.Place.Departement == "":
		return NameCommune
	case len(a.Funds) > 1:
		return ChooseFund
	case len(a.Funds) == 1 && a.Funds[0].HasAddress():
		return OneFund
	}
	return NoAddress
}

// digits drops what people put between the digits of a postal code: "75 018", "F-75018".
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// common is the département that all these places are in, or "".
func common(all []Place) string {
	if len(all) == 0 {
		return ""
	}
	first := all[0].Departement
	if slices.ContainsFunc(all, func(p Place) bool { return p.Departement != first }) {
		return ""
	}
	return first
}

// near lists what the user may have meant, the likelier first: places that have the commune's
// key and two leading digits of the postal code, which then has a wrong digit further on; the
// communes of the postal code, those that begin like the one given first; namesakes elsewhere.
func near(served []Place, postalCode, key string) []Place {
	slices.SortStableFunc(served, func(a, b Place) int {
		return cmp.Compare(shared(communeKey(b.Commune), key), shared(communeKey(a.Commune), key))
	})
	namesakes := slices.Clone(named(key))
	slices.SortStableFunc(namesakes, func(a, b Place) int {
		return cmp.Compare(shared(b.PostalCode, postalCode), shared(a.PostalCode, postalCode))
	})
	nearby := slices.IndexFunc(namesakes, func(p Place) bool { return shared(p.PostalCode, postalCode) < 2 })
	if nearby < 0 {
		nearby = len(namesakes)
	}
	return slices.Concat(namesakes[:nearby], served, namesakes[nearby:])
}

// Around returns at most n places that a CEDEX code may be near to, one for each postal code: the first of
// those that begin with the same two digits, three overseas, which as a rule is that of the chief
// town, then the nearest in number.
func Around(postalCode string, n int) []Place {
	postalCode = digits(postalCode)
	if len(postalCode) != 5 || n <= 0 {
		return nil
	}
	begins := postalCode[:2]
	if begins == "97" || begins == "98" {
		begins = postalCode[:3]
	}
	var all []Place
	for line := range strings.Lines(region(postalCode[:2])) {
		if code, entries, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); ok && strings.HasPrefix(code, begins) {
			all = append(all, places(code, entries)[0])
		}
	}
	if len(all) == 0 {
		return nil
	}
	slices.SortStableFunc(all[1:], func(a, b Place) int {
		return cmp.Compare(apart(a.PostalCode, postalCode), apart(b.PostalCode, postalCode))
	})
	return all[:min(n, len(all))]
}

// apart is how far two postal codes are from each other as numbers.
func apart(a, b string) int {
	x, _ := strconv.Atoi(a)
	y, _ := strconv.Atoi(b)
	return max(x-y, y-x)
}

// NearCodes returns at most n places whose postal code resembles one that no commune has, the
// closest first, one for each code: one slip of the hand away (two neighbours exchanged, a digit
// changed, left out or added), or two in the same département. Of equally many slips the later ones
// come first, since who lives in a place knows how its code begins, then the nearest in number.
func NearCodes(postalCode string, n int) []Place {
	postalCode = digits(postalCode)
	if len(postalCode) < 3 || len(postalCode) > 7 {
		return nil // more than two slips from any
	}
	type candidate struct {
		Place
		slips, apart int
	}
	var all []candidate
	for code, entries := range lines() {
		slips := levenshtein.Distance(postalCode, code, nil)
		if exchanged(postalCode, code) {
			slips = 1
		}
		if slips == 1 || slips == 2 && shared(postalCode, code) >= 2 {
			all = append(all, candidate{places(code, entries)[0], slips, apart(code, postalCode)})
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.slips, b.slips), cmp.Compare(shared(b.PostalCode, postalCode), shared(a.PostalCode, postalCode)), cmp.Compare(a.apart, b.apart))
	})
	var found []Place
	for _, c := range all[:min(max(n, 0), len(all))] {
		found = append(found, c.Place)
	}
	return found
}

// exchanged says whether two codes differ by two neighbouring digits that changed places.
func exchanged(a, b string) bool {
	i := shared(a, b)
	return len(a) == len(b) && i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// shared is the length in bytes of the common beginning of two strings.
func shared(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// postalPrefix is what the postal codes of a département begin with, its exceptions aside.
func postalPrefix(departement string) string {
	if departement == "2A" || departement == "2B" {
		return "20"
	}
	return departement
}

// outside names the territory of a place when residence there is not residence in France for
// the health scheme: Code de la sécurité sociale R111-2, in force on 1 January 2025, lists
// mainland France, Guadeloupe, Guyane, Martinique, La Réunion, Saint-Barthélemy and Saint-Martin.
// A postal code that the table lacks is judged by its first three digits.
func outside(p Place) string {
	territory := p.Departement
	if territory == "" && len(p.PostalCode) == 5 {
		territory = p.PostalCode[:3]
	}
	switch territory {
	case "975":
		return "Saint-Pierre-et-Miquelon"
	case "976":
		return "Mayotte"
	case "980":
		return "Monaco"
	case "984":
		return "Terres australes et antarctiques françaises"
	case "986":
		return "Wallis-et-Futuna"
	case "987":
		return "Polynésie française"
	case "988":
		return "Nouvelle-Calédonie"
	case "989":
		return "Île de Clipperton"
	}
	return ""
}

//go:embed communes.zip
var communesZIP []byte

// archive reads the directory of the embedded archive once.
var archive = sync.OnceValue(func() *zip.Reader {
	r, err := zip.NewReader(bytes.NewReader(communesZIP), int64(len(communesZIP)))
	if err != nil {
		panic(fmt.Sprintf("cpam: open the table of communes: %v", err))
	}
	return r
})

// unpacked are the regions met so far; all 98 of them take 0.8 MB.
var unpacked sync.Map

// region unpacks the lines of the postal codes that begin with two digits, some 8 KB, once: a postal
// code, a tab, and "INSEE name" parted by ";". It is empty when there are none. A fault in the
// archive is our own mistake and panics.
func region(prefix string) string {
	if text, ok := unpacked.Load(prefix); ok {
		return text.(string)
	}
	f, err := archive().Open(prefix)
	if err != nil {
		return ""
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		panic(fmt.Sprintf("cpam: read the communes of %s: %v", prefix, err))
	}
	unpacked.Store(prefix, string(text))
	return string(text)
}

// named has the places of every commune with this communeKey, in the order of postal codes. Only a
// pair that the table does not hold needs them, so they are looked for then. Most names are told
// apart by their first and last letters, and the key is made of few.
func named(key string) []Place {
	if last := lastNamed.Load(); last != nil && last.key == key {
		return last.places
	}
	if key == "" {
		return nil
	}
	var found []Place
	for postalCode, entries := range lines() {
		for entry := range strings.SplitSeq(entries, ";") {
			insee, name, _ := strings.Cut(entry, " ")
			if mayBe(name, key) && communeKey(name) == key {
				found = append(found, Place{postalCode, name, insee, departement(insee)})
			}
		}
	}
	lastNamed.Store(&namesakes{key, found})
	return found
}

// lastNamed is what named found last: several rules ask about one address. Its places are not changed.
var lastNamed atomic.Pointer[namesakes]

type namesakes struct {
	key    string
	places []Place
}

// mayBe is false for most names whose communeKey is another. A key loses no first letter, and its last
// one only with the word of an arrondissement.
func mayBe(name, key string) bool {
	first, size := utf8.DecodeRuneInString(name)
	if first < utf8.RuneSelf && unicode.ToLower(first) != rune(key[0]) || size == 0 {
		return false
	}
	last := name[len(name)-1]
	return unicode.ToLower(rune(last)) == rune(key[len(key)-1]) || last >= utf8.RuneSelf || last == ')' || strings.HasSuffix(name, "rrondissement")
}

// lines are all postal codes, each with its entries, in the order of the codes.
func lines() iter.Seq2[string, string] {
	return func(yield func(postalCode, entries string) bool) {
		for _, file := range archive().File {
			for line := range strings.Lines(region(file.Name)) {
				postalCode, entries, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
				if !ok {
					break // the archive's own README
				}
				if !yield(postalCode, entries) {
					return
				}
			}
		}
	}
}

// departement is the département of an INSEE code: its first two characters, three overseas.
func departement(insee string) string {
	if strings.HasPrefix(insee, "97") || strings.HasPrefix(insee, "98") {
		return insee[:3]
	}
	return insee[:2]
}
