package rule

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"dossier/internal/profile"
)

// A sighting is a name on a paper, held against the applicant's.
type sighting struct {
	key            string // below the document: "holder"
	name, quote    string // the name, and the words of the paper that give it, < read as spaces
	surname, first Agreement
}

// weights order sightings: of several names on a paper, and several ways to read one, that with the
// least weight is the applicant's.
var weights = map[Agreement]int{Agrees: 0, BothNames: 0, UsageName: 1, MovedFirst: 2, FewerFirst: 3, SpouseName: 4, MoreFirst: 5,
	OtherFirst: 30, OtherSurname: 40, OtherScript: 50, OtherPerson: 60}

func (s sighting) weight() int { return weights[s.surname] + weights[s.first] }

// known says whether a name is the applicant's for certain.
func (s sighting) known(a *profile.Applicant) bool {
	return (s.surname == Agrees || s.surname == BothNames || s.surname == UsageName) && s.first != OtherFirst && hasFirst(s.name, a.Name.First[0])
}

// sighted is the applicant's name on a paper. It is that of the holder, unless one of the other names
// on the paper is nearer; those may be of parents, spouse or witnesses, and count only if known. A
// marriage certificate may name both spouses without a holder.
func (c *Case) sighted(d profile.Document) (best sighting, ok bool) {
	a := c.A
	if !comparable(a.Name.Birth) || !comparable(a.Name.FirstNames()) {
		return best, false // see identity-incomplete, name-script
	}
	take := func(s sighting) {
		if !ok || s.weight() < best.weight() {
			best, ok = s, true
		}
	}
	for _, p := range eachName(d.Holder) {
		take(c.sight("holder", p))
	}
	if !ok && d.Kind != profile.MarriageCertificate {
		return best, ok
	}
	others := 0
	for j, printed := range d.Printed {
		for _, p := range eachName(printed) {
			if s := c.sight(profile.Key("printed", j), p); s.known(a) {
				take(s)
			}
			others++
		}
	}
	if !ok && others > 1 {
		return sighting{key: "printed", surname: OtherPerson}, true
	}
	return best, ok
}

// A part is a name, and the words of the paper that give it.
type part struct{ name, quote string }

var between = regexp.MustCompile(`(?i)\s+(?:et|and|ou|or|und)\s+|\s*[&/;]\s*`)

// eachName are the ways to see one name in a printed text: the whole, but before it each person's if
// it names several, with the surname of the last for those before ("Anna et Bruno Nguyễn"). There
// are none in a text with digits, or without letters.
func eachName(printed string) []part {
	if strings.ContainsFunc(printed, unicode.IsDigit) || !strings.ContainsFunc(printed, unicode.IsLetter) {
		return nil
	}
	var all []part
	if each := between.Split(printed, -1); len(each) > 1 {
		last := strings.Fields(each[len(each)-1])
		for i, name := range each {
			all = append(all, part{name, name})
			for n := 1; n < len(last) && i < len(each)-1; n++ {
				all = append(all, part{name + " " + strings.Join(last[n:], " "), printed})
			}
		}
	}
	return append(all, part{printed, printed})
}

// sight holds a name against the applicant's, in all spellings of both.
func (c *Case) sight(key string, p part) sighting {
	best := sighting{key: key, name: p.name, quote: p.quote, surname: OtherScript}
	if last, first, _, ok := machineRead(p.quote); ok {
		best.quote = last + " " + first
	}
	latin, written := inLatin(p.name)
	if latin == "" {
		return best
	}
	best.surname = OtherPerson
	for _, who := range c.spelt() {
		for _, n := range readName(latin) {
			for _, s := range who.sights(n) {
				if s.key, s.name, s.quote = best.key, best.name, best.quote; s.weight() < best.weight() {
					best = s
				}
			}
		}
	}
	switch {
	case written && (best.first == OtherFirst || weights[best.surname] >= weights[OtherFirst]):
		best.surname, best.first = OtherScript, Agrees
	case written && best.first == MoreFirst: // a patronymic
		best.first = Agrees
	}
	return best
}

// A writtenName is a name on a paper, folded. Of a machine-readable one it is known which words are
// the surname, and whether the line may have been too short for all.
type writtenName struct {
	words   []string
	surname int // how many words it has; 0 if that is not known
	cut     bool
}

// readName are the ways to read a printed name.
func readName(printed string) []writtenName {
	if last, first, room, ok := machineRead(printed); ok {
		surname := fold(last)
		return []writtenName{{append(surname, fold(first)...), len(surname), room < 1}}
	}
	var all []writtenName
	for _, words := range spellings(printed) {
		words, _ = untitled(words)
		all = append(all, writtenName{words: words})
	}
	return all
}

// machineLine is what stands before the name on the first line of a passport or visa: "P<USA".
var machineLine = regexp.MustCompile(`^[A-Z][A-Z<][A-Z<]{3}`)

// machineRead parts a machine-readable name, which has < for spaces and << between surname and first
// names. The line has 30 characters for both, or 31, or 39 (ICAO Doc 9303, parts 4 to 7); room is
// how many are left of 30.
func machineRead(printed string) (last, first string, room int, ok bool) {
	if !strings.Contains(printed, "<") {
		return "", "", 0, false
	}
	if n := len(printed); machineLine.MatchString(printed) && (printed[1] == '<' || n == 36 || n == 44) {
		printed = printed[5:]
	}
	printed = strings.TrimRight(printed, "< ")
	last, first, _ = strings.Cut(printed, "<<")
	spaces := strings.NewReplacer("<", " ")
	return spaces.Replace(last), strings.TrimSpace(spaces.Replace(first)), 30 - len(printed), true
}

// A person is an applicant's names, folded.
type person struct {
	birth, usage []string
	spouse       [][]string // their names that are not the usage name
	first        [][]string
}

// spelt are the applicant's names as papers may write them: with one letter or two for Å and its like.
func (c *Case) spelt() []person { return once(&c.people, c.spell) }

func (c *Case) spell() []person {
	a := c.A
	in := func(write func(string) []string) person {
		p := person{birth: write(a.Name.Birth), usage: write(a.Name.Usage)}
		for _, s := range []string{a.Spouse.Birth, a.Spouse.Usage} {
			if w := write(s); len(w) > 0 && !slices.Equal(w, p.usage) && !slices.Equal(w, p.birth) {
				p.spouse = append(p.spouse, w)
			}
		}
		for _, f := range a.Name.First {
			if w := write(f); len(w) > 0 {
				p.first = append(p.first, w)
			}
		}
		return p
	}
	all := []person{in(fold)}
	if n := a.Name; len(spellings(strings.Join([]string{n.Birth, n.Usage, n.FirstNames(), a.Spouse.Birth, a.Spouse.Usage}, " "))) > 1 {
		all = append(all, in(func(s string) []string { both := spellings(s); return both[len(both)-1] }))
	}
	return all
}

// sights are the ways to find the person in a printed name.
func (p person) sights(n writtenName) []sighting {
	var all []sighting
	n.words = slices.DeleteFunc(slices.Clone(n.words), func(w string) bool { return n.surname == 0 && slices.Contains(besides, w) && !p.has(w) })
	try := func(is Agreement, surnames ...[]string) {
		for _, rest := range n.without(surnames) {
			all = append(all, sighting{surname: is, first: p.compareFirst(rest, n.cut)})
		}
		for _, rest := range moved(n.words, surnames[0]) {
			first := p.compareFirst(rest, n.cut)
			if len(surnames) == 1 && weights[first] < weights[MoreFirst] { // else the particle is a first name's
				all = append(all, sighting{surname: is, first: first})
			}
		}
	}
	try(Agrees, p.birth)
	if len(p.usage) > 0 {
		try(BothNames, p.birth, p.usage)
		try(UsageName, p.usage)
	}
	for _, s := range p.spouse {
		try(SpouseName, p.birth, s)
		try(SpouseName, s)
	}
	if slices.ContainsFunc(p.first, func(f []string) bool {
		return len(cut(n.words, f)) > 0 || len(f[0]) > 1 && slices.Contains(n.words, f[0])
	}) {
		all = append(all, sighting{surname: OtherSurname})
	}
	return all
}

// besides are words beside a name that are no name: degrees, what stands between two surnames, the
// place of a birth in a family, and what some States print for people of one name.
var besides = []string{"DR", "PROF", "JR", "SR", "II", "III", "IV", "NEE", "NE", "BORN", "GEB", "EPOUSE", "EPSE", "EP", "VEUVE", "VVE", "FNU", "LNU", "XXX"}

// has says whether a word is of one of the person's own names.
func (p person) has(word string) bool {
	return slices.Contains(slices.Concat(append(append([][]string{p.birth, p.usage}, p.spouse...), p.first...)...), word)
}

// without are the words that are left when all surnames are taken away, in every way in which that
// can be done. A surname that the machine-readable line cut short is there in part.
func (n writtenName) without(surnames [][]string) [][]string {
	rests := [][]string{n.words}
	for _, s := range surnames {
		var next [][]string
		for _, r := range rests {
			next = append(next, cut(r, s)...)
		}
		rests = next
	}
	short := strings.Join(n.words[:n.surname], "")
	if n.cut && short != "" && len(rests) == 0 && len(surnames) == 1 && strings.HasPrefix(strings.Join(surnames[0], ""), short) {
		return [][]string{n.words[n.surname:]}
	}
	return rests
}

// cut takes a name out of words wherever they hold it, parted as it is or not.
func cut(words, name []string) [][]string {
	whole := strings.Join(name, "")
	var rests [][]string
	for i := range words {
		if n := run(words[i:], whole); n > 0 {
			rests = append(rests, slices.Concat(words[:i], words[i+n:]))
		}
	}
	return rests
}

// moved takes a name out of words that hold its particles elsewhere: SILVA JOAO DA.
func moved(words, name []string) [][]string {
	core := slices.DeleteFunc(slices.Clone(name), isParticle)
	particles := slices.DeleteFunc(slices.Clone(name), func(w string) bool { return !isParticle(w) })
	if len(core) == 0 || len(particles) == 0 {
		return nil
	}
	var rests [][]string
	for _, rest := range cut(words, core) {
		if rest, all := removed(rest, particles); all {
			rests = append(rests, rest)
		}
	}
	return rests
}

func isParticle(w string) bool {
	return slices.Contains([]string{"DE", "DA", "DO", "DOS", "DAS", "DI", "DEL", "DELLA", "DU", "DES", "D", "LA", "LE", "LOS", "LAS", "Y", "E",
		"VAN", "VON", "DEN", "DER", "TEN", "TER", "TE", "ZU", "ZUM", "AF", "AV", "EL", "AL", "BEN", "BIN"}, w)
}

// removed takes each of these words out of words once, and says whether all were there.
func removed(words, these []string) (rest []string, all bool) {
	rest, all = slices.Clone(words), true
	for _, w := range these {
		if i := slices.Index(rest, w); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
		} else {
			all = false
		}
	}
	return rest, all
}

// compareFirst holds the words beside the surname against the first names. A person of one name has
// it as surname and first name.
func (p person) compareFirst(rest []string, short bool) Agreement {
	printed, whole := strings.Join(rest, ""), strings.Join(slices.Concat(p.first...), "")
	switch {
	case printed == whole, printed == "" && whole == strings.Join(p.birth, ""), short && strings.HasPrefix(whole, printed):
		return Agrees
	}
	var missing [][]string
	longest := slices.SortedFunc(slices.Values(p.first), func(x, y []string) int { return len(strings.Join(y, "")) - len(strings.Join(x, "")) })
	for _, name := range longest { // MARIE is in ANNE-MARIE too
		if rests := cut(rest, name); len(rests) > 0 {
			rest = rests[0]
		} else {
			missing = append(missing, name)
		}
	}
	for _, name := range missing {
		rest = shortened(rest, name)
	}
	switch {
	case len(rest) > 0 && len(missing) > 0:
		return OtherFirst
	case len(rest) > 0:
		return MoreFirst
	case len(missing) > 0:
		return FewerFirst
	}
	return MovedFirst
}

// shortened takes what stands for a first name out of words: some of its words, or initials.
func shortened(words, name []string) []string {
	initials, joint := make([]string, len(name)), ""
	for i, w := range name {
		initials[i] = initial(w)
		joint += initials[i]
	}
	rest, all := removed(words, []string{joint})
	if !all {
		rest, _ = removed(words, slices.Concat(name, initials))
	}
	return rest
}
