package main

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode"

	"github.com/urfave/cli/v2"

	"dossier/internal/cpam"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

func (p *program) cpamCommand() *cli.Command {
	return &cli.Command{
		Name:      "cpam",
		Usage:     "the fund of a place, and its postal address",
		ArgsUsage: "POSTALCODE [COMMUNE]",
		Description: `Cpam names the health fund of a place in France, with its address as an envelope has it, where
that address was read and when, and how sure it is. Where a postal code lies in several
départements it asks for the commune, and where a département has several funds it lists
them. --assistant is for language assistants with an arrêté de nomination, who write to
Paris wherever they live. Exit status is 0 when the fund and its address are known, 2 when
no postal code was given, 3 when the commune or the fund is still to be named, the address
or the postal code is not known, or the territory is not one of the scheme.`,
		Flags:  []cli.Flag{jsonFlag(), &cli.BoolFlag{Name: "assistant", Usage: "the service for language assistants with an arrêté de nomination"}},
		Action: p.cpam,
	}
}

// longestPlace is how many bytes a postal code and a commune have at most: more than any in France.
const longestPlace = 100

// assistants is the status of an answer that no postal code is needed for.
const assistants = "assistants"

// A fundAnswer is what cpam says.
type fundAnswer struct {
	Status     string      `json:"status"`
	PostalCode string      `json:"postal_code"`
	Commune    string      `json:"commune"` // as INSEE writes it; empty if it was not named or not found
	INSEE      string      `json:"insee"`
	Code       string      `json:"departement"` // empty if it is not certain
	Name       string      `json:"departement_name"`
	Prefix     bool        `json:"prefix_differs"` // the postal code begins like another département's
	Outside    string      `json:"outside"`        // a territory that CSS R111-2 does not list
	Message    string      `json:"message"`
	Fix        string      `json:"fix"`
	Notes      []string    `json:"notes"`
	Funds      []fundLine  `json:"funds"`
	Near       []placeLine `json:"near"` // places that may be meant

	nearest, under string // what stands above Near, and before a fund to choose
}

type fundLine struct {
	Code       string   `json:"code"`
	Name       string   `json:"name"`
	Choose     string   `json:"choose"` // what [cpam] fund may have in a profile
	Block      []string `json:"block"`  // lines of the envelope; none if no address is known
	Source     string   `json:"source"`
	Date       string   `json:"source_date"`
	Confidence string   `json:"confidence"` // high: two lists agree, medium: one list, none: no address
	Says       []string `json:"says"`       // source and confidence in words
}

type placeLine struct {
	PostalCode  string `json:"postal_code"`
	Commune     string `json:"commune"`
	INSEE       string `json:"insee"`
	Departement string `json:"departement"`
}

func (p *program) cpam(c *cli.Context) error {
	day, lang, err := p.settings(c)
	if err != nil {
		return err
	}
	code, commune := placeNamed(c.Args().Slice())
	if code == "-" {
		return &usageError{"cpam takes a postal code, not standard input", "dossier cpam " + c.Command.ArgsUsage}
	}
	var a *fundAnswer
	switch {
	case c.Bool("assistant") && code == "":
		a = assistantsAnswer(day, lang)
	case !strings.ContainsFunc(code, unicode.IsDigit) || len(code)+len(commune) > longestPlace:
		return &usageError{"cpam takes a postal code, and the commune behind it", "dossier cpam 37000 Tours"}
	case !postalCode.MatchString(code):
		return &usageError{"a postal code of France is five digits, 0 to 9", "dossier cpam 37000 Tours; codes of Corsica begin with 20"}
	default:
		found := cpam.For(code, commune)
		if commune != "" && found.Unnamed {
			return &usageError{"what stands behind the postal code is no name of a commune", "dossier cpam " + found.Place.PostalCode + " COMMUNE"}
		}
		if a = answerFor(found, day, lang); c.Bool("assistant") {
			a = assistantsAnswer(day, lang)
		}
	}
	if c.Bool("json") {
		err = p.printJSON(a)
	} else {
		err = p.write("-", []byte(a.String()))
	}
	return cmp.Or(err, a.stop())
}

// postalCode is what is taken for one: five digits, the country before them, spaces between.
var postalCode = regexp.MustCompile(`^(?i:FR?)?[ -]?[0-9]{2} ?[0-9]{3}$`)

// placeNamed parts a postal code, "75018" or "75 018", from the commune behind it.
func placeNamed(args []string) (code, commune string) {
	words := strings.Fields(strings.Join(args, " "))
	n := min(1, len(words))
	for n < len(words) && !strings.ContainsFunc(words[n], func(r rune) bool { return !unicode.IsDigit(r) }) {
		n++
	}
	return strings.Join(words[:n], " "), strings.Join(words[n:], " ")
}

// stop is errBlocked unless a letter can be sent.
func (a *fundAnswer) stop() error {
	if a.Status == string(cpam.OneFund) || a.Status == assistants {
		return nil
	}
	return errBlocked
}

func assistantsAnswer(day profile.Date, lang string) *fundAnswer {
	message := rule.Text{EN: "language assistants with an arrêté de nomination write to Paris, wherever they live", FR: "les assistants de langue qui ont un arrêté de nomination écrivent à Paris, où qu’ils habitent"}
	fix := rule.Text{EN: "without the arrêté, write to the fund of your home: dossier cpam POSTALCODE COMMUNE", FR: "sans cet arrêté, écrivez à la caisse de votre domicile : dossier cpam CODE COMMUNE"}
	return &fundAnswer{Status: assistants, Message: message.In(lang), Fix: fix.In(lang), Notes: []string{}, Near: []placeLine{},
		Funds: []fundLine{fundLineOf(cpam.ParisLanguageAssistants(), day, lang)}}
}

// mostNear is how many places are proposed for one that is not known.
const mostNear = 8

func answerFor(found cpam.Answer, day profile.Date, lang string) *fundAnswer {
	place := found.Place
	a := &fundAnswer{Status: string(found.Verdict), PostalCode: place.PostalCode, Commune: place.Commune, INSEE: place.INSEE, Code: place.Departement,
		Name: cpam.DepartementName(place.Departement), Prefix: found.PrefixDiffers, Outside: found.Outside, Notes: []string{}, Funds: []fundLine{}, Near: []placeLine{}}
	if found.Verdict != cpam.WrongCommune {
		for _, f := range found.Funds {
			a.Funds = append(a.Funds, fundLineOf(f, day, lang))
		}
	}
	said := verdicts[found.Verdict]
	a.Message, a.Fix = a.fill(said.message, lang), a.fill(said.fix, lang)
	if found.PrefixDiffers && found.Verdict != cpam.WrongCommune {
		a.Notes = append(a.Notes, a.fill(rule.Text{EN: "the code begins with {prefix}, yet the place is in {the departement}", FR: "le code commence par {prefix}, mais le lieu est dans {the departement}"}, lang))
	}
	near, heading := nearOf(found)
	a.nearest, a.under = heading.In(lang), rule.Text{EN: "under [cpam]:", FR: "sous [cpam] :"}.In(lang)
	for _, x := range near {
		a.Near = append(a.Near, placeLine{x.PostalCode, x.Commune, x.INSEE, x.Departement})
	}
	return a
}

// nearOf are the places to show with an answer, and what stands above them.
func nearOf(found cpam.Answer) ([]cpam.Place, rule.Text) {
	nearest := rule.Text{EN: "the nearest:", FR: "les plus proches :"}
	switch found.Verdict {
	case cpam.NameCommune:
		return found.Near, rule.Text{EN: "its communes:", FR: "ses communes :"}
	case cpam.WrongCommune:
		return found.Near[:min(mostNear, len(found.Near))], nearest
	case cpam.UnknownCode:
		near := unique(append(found.Near, cpam.Around(found.Place.PostalCode, mostNear)...))
		if len(near) == 0 { // the first two digits are wrong
			near = cpam.NearCodes(found.Place.PostalCode, mostNear)
		}
		return near[:min(mostNear, len(near))], nearest
	}
	return nil, rule.Text{}
}

// unique leaves out what was proposed before.
func unique(places []cpam.Place) []cpam.Place {
	var all []cpam.Place
	for _, x := range places {
		if !slices.Contains(all, x) {
			all = append(all, x)
		}
	}
	return all
}

// verdicts say an answer in words, with what to do.
var verdicts = map[cpam.Verdict]struct{ message, fix rule.Text }{
	cpam.OneFund: {
		rule.Text{EN: "{place}, {departement}: {fund}", FR: "{place}, {departement} : {fund}"},
		rule.Text{},
	},
	cpam.NoAddress: {
		rule.Text{EN: "{place}, {departement}: the postal address of {fund} is not known here", FR: "{place}, {departement} : l’adresse postale de {fund} n’est pas connue ici"},
		rule.Text{EN: "find it on ameli.fr, Adresses et contacts, and write it under [cpam]: name, address, postal_code, city", FR: "trouvez-la sur ameli.fr, Adresses et contacts, et écrivez-la sous [cpam] : name, address, postal_code, city"},
	},
	cpam.ChooseFund: {
		rule.Text{EN: "{place}, {departement}: several funds share it, and the postal code does not tell which is yours", FR: "{place}, {departement} : plusieurs caisses se le partagent, et le code postal ne dit pas laquelle est la vôtre"},
		rule.Text{EN: "ameli.fr, Adresses et contacts, says which; name it in the profile as below", FR: "ameli.fr, Adresses et contacts, le dit ; nommez-la dans le profil comme ci-dessous"},
	},
	cpam.NameCommune: {
		rule.Text{EN: "{code} lies in several départements", FR: "{code} s’étend sur plusieurs départements"},
		rule.Text{EN: "name the commune: dossier cpam {code} COMMUNE", FR: "nommez la commune : dossier cpam {code} COMMUNE"},
	},
	cpam.WrongCommune: {
		rule.Text{EN: "{code} is the postal code of no commune of that name", FR: "{code} n’est le code postal d’aucune commune de ce nom"},
		rule.Text{EN: "correct the one or the other", FR: "corrigez l’un ou l’autre"},
	},
	cpam.UnknownCode: {
		rule.Text{EN: "{code} is the postal code of no commune: perhaps a CEDEX code, or a typing error", FR: "{code} n’est le code postal d’aucune commune : peut-être un code CEDEX, ou une faute de frappe"},
		rule.Text{EN: "give the five digits of the home, without CEDEX", FR: "donnez les cinq chiffres du domicile, sans CEDEX"},
	},
	cpam.OutsideLaw: {
		rule.Text{EN: "{territory} is not in the list of CSS R111-2: to live there is not to live in France for this scheme", FR: "{territory} n’est pas dans la liste du CSS R111-2 : y résider n’est pas résider en France pour ce régime"},
		rule.Text{EN: "ask that territory’s own fund before posting", FR: "interrogez la caisse de ce territoire avant l’envoi"},
	},
}

// fill puts the answer's own words into a sentence.
func (a *fundAnswer) fill(t rule.Text, lang string) string {
	departement := "département " + a.Code + " (" + a.Name + ")"
	the := rule.Text{EN: "the ", FR: "le "}
	if a.Code > "974" && a.Code != "976" { // these are no départements
		departement, the.FR = strings.Replace(departement, "département", "collectivité", 1), "la "
	}
	prefix := a.PostalCode
	if len(prefix) == 5 {
		prefix = prefix[:len(cmp.Or(a.Code, "00"))]
	}
	var fund string
	if len(a.Funds) == 1 {
		fund = a.Funds[0].Name
	}
	return strings.NewReplacer("{place}", strings.TrimSpace(a.PostalCode+" "+a.Commune), "{code}", a.PostalCode, "{prefix}", prefix,
		"{departement}", departement, "{the departement}", the.In(lang)+departement, "{territory}", a.Outside, "{fund}", fund).Replace(t.In(lang))
}

// fundLineOf says of a fund where to write, and how sure that is on a day.
func fundLineOf(f cpam.Fund, day profile.Date, lang string) fundLine {
	line := fundLine{Code: f.Code, Name: f.Name, Choose: cmp.Or(f.Code, f.Name), Block: []string{}, Source: f.Source, Date: f.SourceDate, Confidence: f.Confidence}
	if !f.HasAddress() {
		line.Says = []string{rule.Text{EN: "no postal address is known here", FR: "aucune adresse postale n’est connue ici"}.In(lang)}
		return line
	}
	block, err := f.Block()
	if err != nil {
		panic(err) // an address of the program's own list
	}
	line.Block = block
	read, err := profile.ParseDate(f.SourceDate)
	if err != nil {
		panic(err)
	}
	says := []rule.Text{rule.Text{EN: "%s, read on %s", FR: "%s, relevé le %s"}.With(f.Source, read)}
	sure := map[string]rule.Text{
		"high":   {EN: "confidence: high, two lists agree", FR: "confiance : élevée, deux listes concordent"},
		"medium": {EN: "confidence: medium, one list only; compare with ameli.fr, Adresses et contacts", FR: "confiance : moyenne, une seule liste ; comparez avec ameli.fr, Adresses et contacts"},
	}
	says = append(says, sure[f.Confidence])
	if read.AddMonths(12).Before(day) {
		says = append(says, rule.Text{EN: "read more than a year ago: compare with ameli.fr, Adresses et contacts", FR: "relevé il y a plus d’un an : comparez avec ameli.fr, Adresses et contacts"})
	}
	line.Says = allIn(says, lang)
	return line
}

// String is the answer as text: what it is, what to do, then places or funds.
func (a *fundAnswer) String() string {
	var b bytes.Buffer
	fmt.Fprintln(&b, a.Message)
	if a.Fix != "" {
		fmt.Fprintln(&b, "\t"+a.Fix)
	}
	for _, note := range a.Notes {
		fmt.Fprintln(&b, note)
	}
	if len(a.Near) > 0 {
		fmt.Fprintf(&b, "\n%s\n", a.nearest)
		w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
		for _, x := range a.Near {
			fmt.Fprintf(w, "%s\t%s\t%s\n", x.PostalCode, x.Commune, strings.TrimSpace(x.Departement+" "+cpam.DepartementName(x.Departement)))
		}
		w.Flush() // into memory
	}
	for _, f := range a.Funds {
		b.WriteString("\n")
		f.print(&b)
		if a.Status == string(cpam.ChooseFund) {
			fmt.Fprintf(&b, "%s fund = %q\n", a.under, f.Choose)
		}
	}
	return b.String()
}

// print writes an address set apart, with what is known of it.
func (f *fundLine) print(b *bytes.Buffer) {
	if len(f.Block) == 0 {
		fmt.Fprintf(b, "    %s\n", f.Name)
	}
	for _, line := range f.Block {
		fmt.Fprintf(b, "    %s\n", line)
	}
	for _, line := range f.Says {
		fmt.Fprintln(b, line)
	}
}
