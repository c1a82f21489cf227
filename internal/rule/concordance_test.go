package rule

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"dossier/internal/profile"
)

var agreements = map[Agreement]string{Agrees: "agrees", BothNames: "both names", OtherScript: "other script", UsageName: "usage name",
	SpouseName: "spouse", OtherSurname: "other surname", OtherFirst: "other first name", OtherPerson: "other person", FewerFirst: "fewer",
	MoreFirst: "more", MovedFirst: "moved", OtherDate: "other date", OtherPlace: "other place", UnclearPlace: "unclear"}

// said are comparisons in words, "usage name 4" where paper 4 ties it to the birth name.
func said(all []Comparison) string {
	var words []string
	for _, x := range all {
		w := agreements[x.Is]
		if x.Link >= 0 {
			w += fmt.Sprint(" ", x.Link)
		}
		words = append(words, w)
	}
	return strings.Join(words, ", ")
}

// named is an applicant by "birth/usage/first, first".
func named(s string) profile.Applicant {
	parts := strings.Split(s, "/")
	return profile.Applicant{Name: profile.Name{Birth: parts[0], Usage: parts[1], First: strings.Split(parts[2], ", ")}}
}

// on is the concordance of a person with papers.
func on(a profile.Applicant, papers ...profile.Document) string {
	for i := range papers {
		papers[i].File = "x.pdf"
	}
	a.Documents = papers
	return said(NewCase(&a, today).Concordance())
}

// How one paper prints the name of people from everywhere.
func TestNames(t *testing.T) {
	const elodie = "Łukasiewicz/O’Brien/Élodie-Anne, Marie"
	for _, c := range []struct{ who, printed, want string }{
		{elodie, "Élodie-Anne Marie Łukasiewicz", "agrees"},
		{elodie, "LUKASIEWICZ ELODIE ANNE MARIE", "agrees"},
		{elodie, "Mme ŁUKASIEWICZ, Elodieanne Marie", "agrees"},
		{elodie, "O'BRIEN née LUKASIEWICZ Elodie-Anne Marie", "both names"},
		{elodie, "Élodie-Anne Marie Łukasiewicz O’Brien", "both names"},
		{elodie, "LUKASIEWICZ EP O BRIEN ELODIE ANNE MARIE", "both names"},
		{elodie, "OBRIEN ELODIE-ANNE MARIE", "usage name"},
		{elodie, "O'BRIEN ELODIE", "usage name, fewer"},
		{elodie, "LUKASIEWICZ ELODIE-ANNE", "fewer"},
		{elodie, "LUKASIEWICZ ELODIE-ANNE M", "fewer"},
		{elodie, "LUKASIEWICZ E A M", "fewer"},
		{elodie, "LUKASIEWICZ", "fewer"},
		{elodie, "LUKASIEWICZ MARIE ELODIE ANNE", "moved"},
		{elodie, "LUKASIEWICZ ELODIE-ANNE MARIE JEANNE", "more"},
		{elodie, "LUKASIEWICZ ELODIE-ANNE JEANNE", "other first name"},
		{elodie, "O'BRIEN PATRICK", "other person"},
		{elodie, "BRIEN ELODIE-ANNE MARIE", "other surname"},
		{elodie, "DUPONT JEAN", "other person"},
		{elodie, "Élodie-Anne Marie Łukasiewicz et Patrick O’Brien", "agrees"},
		{elodie, "P<USALUKASIEWICZ<<ELODIE<ANNE<MARIE<<<<<<<<<", "agrees"},
		{elodie, "LUKASIEWICZ<<ELODIE<ANNE", "fewer"},
		{elodie, "12345", ""},
		{elodie, "王小明", "other script"},
		{elodie, "王小明 / LUKASIEWICZ ELODIE-ANNE MARIE", "agrees"},

		{"Nguyễn//Thị, Hương", "NGUYEN THI HUONG", "agrees"},
		{"Nguyễn//Thị, Hương", "Huong Thi Nguyen", "moved"},
		{"Đặng//Văn, Minh", "DANG VAN MINH", "agrees"},
		{"Wójcik//Stanisław", "WOJCIK STANISLAW", "agrees"},
		{"Müller-Groß//Jürgen", "MUELLER GROSS JUERGEN", "agrees"},
		{"Mueller//Juergen", "Dr. Jürgen Müller", "agrees"},
		{"Müller//Jürgen", "MULLER JURGEN", "agrees"},
		{"Møller//Søren", "MOELLER SOEREN", "agrees"},
		{"Ångström//Åse", "AANGSTROEM AASE", "agrees"},
		{"Đoković//Đorđe", "DJOKOVIC DJORDJE", "agrees"},
		{"Djokovic//Djordje", "ĐOKOVIĆ ĐORĐE", "agrees"},
		{"Əliyev//Əli", "ALIYEV ALI", "agrees"},
		{"Yıldız//Işık", "YILDIZ ISIK", "agrees"},
		{"Núñez//Begoña", "NUNEZ BEGONA", "agrees"},
		{"Kāwikaʻole//Kaʻiulani", "KAWIKAOLE KAIULANI", "agrees"},

		{"García Márquez//Gabriel, José", "GARCIA-MARQUEZ GABRIEL JOSE", "agrees"},
		{"Garcia-Marquez//Gabriel", "Gabriel GARCÍA MÁRQUEZ", "agrees"},
		{"García Márquez//Gabriel", "GARCIA GABRIEL", "other surname"},
		{"da Silva//João, Pedro", "SILVA JOAO PEDRO DA", "agrees"},
		{"da Silva//João, Pedro", "DA SILVA JOAO PEDRO", "agrees"},
		{"da Silva//João, Pedro", "SILVA JOAO PEDRO DA CRUZ", "other surname"}, // DA is of CRUZ
		{"Azevedo da Luz//Rafael, Tomás", "RAFAEL TOMAS AZEVEDO DA LUZ", "agrees"},
		{"van den Berg//Willem", "Vandenberg Willem", "agrees"},
		{"van den Berg//Willem", "BERG WILLEM VAN DEN", "agrees"},
		{"van den Berg//Willem", "VAN<DEN<BERG<<WILLEM", "agrees"},
		{"d’Ormesson//Jean", "ORMESSON JEAN D", "agrees"},
		{"O’Brien//Conan", "O BRIEN CONAN", "agrees"},
		{"O’Brien//Conan", "OBRIEN CONAN", "agrees"},
		{"O’Brien//Conan", "Conan Ó Briain", "other surname"},
		{"MacDonald//Flora", "Mac Donald Flora", "agrees"},
		{"MacDonald//Flora", "MCDONALD FLORA", "other surname"},
		{"Jónsdóttir//Guðrún, Þóra", "GUDRUN THORA JONSDOTTIR", "agrees"},
		{"Jónsdóttir//Guðrún", "JONSSON GUDRUN", "other surname"},
		{"Suharto//Suharto", "SUHARTO", "agrees"},
		{"Suharto//Suharto", "SUHARTO SUHARTO", "agrees"},
		{"Suharto//Suharto", "FNU SUHARTO", "agrees"},
		{"Suharto//Suharto", "SUHARTO<<<<<<<<", "agrees"},
		{"Dupont//Jean-Pierre", "DUPONT JEAN PIERRE", "agrees"},
		{"Dupont//Jean-Pierre", "Jeanpierre Dupont", "agrees"},
		{"Dupont//Jean-Pierre, Marie", "DUPONT JP", "fewer"},
		{"Dupont//Jean, Marie", "DUPONT JEAN-MARIE", "agrees"},
		{"Dupont//Anne, Anne-Marie", "DUPONT ANNE-MARIE ANNE", "moved"},
		{"Smith//John, Paul", "SMITH JOHN PAUL III", "agrees"},
		{"Smith//John, Paul", "SMITH Jr., John P.", "fewer"},
		{"Martin//Martin", "MARTIN MARTIN", "agrees"},
		{"Marie//Anne, Marie", "MARIE ANNE MARIE", "agrees"},

		{"Nilavadhanananda//Chayapa, Dejthamrong, Krasuang", "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K", "agrees"},
		{"Nilavadhanananda//Chayapa, Dejthamrong", "NILAVADHANANANDA<<CHAYAPA<DEJT", "agrees"}, // the shortest line, full
		{"Nilavadhanananda//Chayapa, Dejthamrong", "NILAVADHANANANDA<<CHAYAPA<DEJ", "other first name"},
		{"Bennelong Wooloomooloo Warrandyte Warnambool//Dingo, Potoroo", "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI", "agrees"},
		{"Papandropoulous//Jonathon, Alec, Trevor", "PAPANDROPOULOUS<<JONATHON<ALEC<TREVOR<<", "agrees"},
		{"Papandropoulous//Jonathon, Alec, Trevor", "PAPANDROPOULOUS<<JONATHAN<ALEC<TREVOR<<", "other first name"},

		{"Ivanova//Mariia", "Иванова Мария Петровна", "agrees"},
		{"Ivanova//Mariya", "Иванова Мария", "other script"}, // written out in another way
		{"Papadopoulos//Georgios", "ΠΑΠΑΔΟΠΟΥΛΟΣ ΓΕΩΡΓΙΟΣ", "agrees"},
		{"Bouzouki//Ioanna", "Μπουζούκη Ιωάννα", "agrees"},
		{"Al-Haddad//Samir", "الحداد سمير", "other script"},
		{"Haddad//-", "HADDAD SAMIR", ""}, // no first name yet: see identity-incomplete
	} {
		if got := on(named(c.who), profile.Document{Kind: profile.Passport, Holder: c.printed}); got != c.want {
			t.Errorf("%s: %q %s, want %s", c.who, c.printed, got, c.want)
		}
	}
}

// What a paper may print depends on its kind.
func TestNamesByKind(t *testing.T) {
	elodie := named("Łukasiewicz/O’Brien/Élodie-Anne, Marie")
	for _, c := range []struct {
		kind          profile.Kind
		holder, other string // other names on the paper, parted by ";"
		want          string
	}{
		{profile.BirthCertificate, "Élodie-Anne Marie Łukasiewicz", "", "agrees"},
		{profile.BirthCertificate, "Élodie-Anne Marie O’Brien", "", "usage name"},
		{profile.BirthCertificate, "Élodie-Anne Marie Łukasiewicz O’Brien", "", "other surname"},
		{profile.BirthCertificate, "Élodie-Anne Marie Lukaszewicz", "", "other surname"},
		{profile.BirthCertificate, "Élodie-Anne Łukasiewicz", "Jan Łukasiewicz;Marie Lévy", "fewer"},
		{profile.BirthCertificate, "", "Jan Łukasiewicz;Marie Lévy", ""},
		{profile.BirthCertificate, "李娜", "Jan Łukasiewicz", "other script"},
		{profile.BirthCertificate, "李娜", "Elodie-Anne Marie LUKASIEWICZ", "agrees"},
		{profile.MarriageCertificate, "Élodie-Anne Marie Łukasiewicz and Patrick O’Brien", "", "agrees"},
		{profile.MarriageCertificate, "Patrick O’Brien", "Élodie-Anne Marie Łukasiewicz;06/13/1987", "agrees"},
		{profile.MarriageCertificate, "Patrick O’Brien", "", "other person"},
		{profile.MarriageCertificate, "", "Élodie-Anne Marie Łukasiewicz;Patrick O’Brien", "agrees"},
		{profile.MarriageCertificate, "", "Patrick O’Brien;Jane Roe", "other person"},
		{profile.MarriageCertificate, "", "Patrick O’Brien", ""},
		{profile.MarriageCertificate, "Élodie-Anne Marie O’Brien", "", "usage name"},
		{profile.Passport, "O'BRIEN ELODIE-ANNE MARIE", "LUKASIEWICZ ELODIE-ANNE MARIE", "agrees"},
		{profile.VisaValidation, "Élodie O’Brien", "", "agrees"},
		{profile.WorkContract, "Mme E. Lukasiewicz", "", "agrees"},
		{profile.WorkContract, "Mme Martin", "", "other person"},
		{profile.WorkContract, "王小明", "", "agrees"},
		{profile.DivorceJudgment, "Łukasiewicz c. O’Brien", "", ""}, // names its parties as it likes
		{profile.Lease, "Patrick O’Brien", "", ""},                  // see residence-holder
		{profile.RIB, "M PATRICK O BRIEN", "", ""},                  // see rib-holder
		{profile.HostIdentity, "Marie Dupont", "", ""},              // of another
		{profile.SpouseCover, "Patrick O’Brien", "", ""},            // of another
		{profile.ChildBirth, "Noé O’Brien", "", ""},                 // of another
		{profile.ResourcesProof, "Patrick O’Brien", "", ""},         // may be of another
		{profile.OtherDocument, "Jane Roe", "", ""},                 // may be of another
	} {
		d := profile.Document{Kind: c.kind, Holder: c.holder}
		if c.other != "" {
			d.Printed = strings.Split(c.other, ";")
		}
		if got := on(elodie, d); got != c.want {
			t.Errorf("%s of %q, %q: %s, want %s", c.kind, c.holder, c.other, got, c.want)
		}
	}
}

// Which paper ties another surname to the birth name.
func TestLinks(t *testing.T) {
	married := named("Łukasiewicz/O’Brien/Élodie")
	married.Family.Status, married.Name.UsageReason = profile.StatusMarried, profile.UsageMarriage
	divorced := named("Łukasiewicz//Élodie")
	divorced.Family.Status = profile.StatusDivorced
	single := named("Łukasiewicz//Élodie")
	both := named("Roy/Roy-Lévy/Maude")
	both.Name.UsageReason = profile.UsageBoth
	spouse := single
	spouse.Family.Status, spouse.Spouse = profile.StatusMarried, profile.Spouse{Birth: "O’Brien", First: []string{"Patrick"}}
	paper := func(kind profile.Kind, holder string, printed ...string) profile.Document {
		return profile.Document{Kind: kind, Holder: holder, Printed: printed}
	}
	obrien := paper(profile.Passport, "O'BRIEN ELODIE")
	for _, c := range []struct {
		name   string
		who    profile.Applicant
		papers []profile.Document
		want   string
	}{
		{"nothing", married, []profile.Document{obrien}, "usage name"},
		{"marriage certificate", married, []profile.Document{obrien, paper(profile.MarriageCertificate, "")}, "usage name 1"},
		{"marriage certificate, names copied", married, []profile.Document{obrien, paper(profile.MarriageCertificate, "Élodie Łukasiewicz", "Patrick O’Brien")}, "usage name 1, agrees"},
		{"marriage certificate in the usage name", married, []profile.Document{obrien, paper(profile.MarriageCertificate, "Élodie O’Brien")}, "usage name, usage name"},
		{"marriage certificate of others", married, []profile.Document{obrien, paper(profile.MarriageCertificate, "Jane Roe")}, "usage name, other person"},
		{"marriage certificate in other letters", married, []profile.Document{obrien, paper(profile.MarriageCertificate, "李娜")}, "usage name 1, other script"},
		{"divorce judgment of a married person", married, []profile.Document{obrien, paper(profile.DivorceJudgment, "")}, "usage name"},
		{"permit with both names", married, []profile.Document{obrien, paper(profile.ResidencePermit, "LUKASIEWICZ ELODIE", "O'BRIEN Elodie")}, "usage name 1, agrees"},
		{"permit with both names in one", married, []profile.Document{obrien, paper(profile.ResidencePermit, "LUKASIEWICZ EP O'BRIEN ELODIE")}, "usage name 1, both names"},
		{"joint lease", married, []profile.Document{obrien, paper(profile.Lease, "Élodie Łukasiewicz et Patrick O’Brien")}, "usage name"},
		{"married, certificate does not name the other surname", single, []profile.Document{obrien, paper(profile.MarriageCertificate, "")}, "other surname"},
		{"divorced, judgment", divorced, []profile.Document{obrien, paper(profile.DivorceJudgment, "")}, "other surname 1"},
		{"divorced, judgment with both names", divorced, []profile.Document{obrien, paper(profile.DivorceJudgment, "Élodie Łukasiewicz", "Patrick O’Brien")}, "other surname 1"},
		{"divorced, marriage certificate with that name", divorced, []profile.Document{obrien, paper(profile.MarriageCertificate, "Élodie Łukasiewicz and Patrick O’Brien")}, "other surname 1, agrees"},
		{"divorced, marriage certificate with another name", divorced, []profile.Document{obrien, paper(profile.MarriageCertificate, "Élodie Łukasiewicz and Peter Novak")}, "other surname, agrees"},
		{"deed", single, []profile.Document{obrien, paper(profile.OtherDocument, "", "Élodie Łukasiewicz", "Élodie O’Brien")}, "other surname 1"},
		{"deed of others", single, []profile.Document{obrien, paper(profile.OtherDocument, "", "Élodie Łukasiewicz", "Patrick O’Brien")}, "other surname"},
		{"deed and certificate in the former name", single, []profile.Document{paper(profile.BirthCertificate, "Élodie Kowalska"), paper(profile.OtherDocument, "", "Élodie Łukasiewicz", "Élodie Kowalska")}, "other surname 1"},
		{"a marriage does not explain the birth certificate", married, []profile.Document{paper(profile.BirthCertificate, "Élodie O’Brien"), paper(profile.MarriageCertificate, "")}, "usage name"},
		{"names of both parents", both, []profile.Document{paper(profile.Passport, "ROY-LEVY MAUDE"), paper(profile.BirthCertificate, "Maude Roy")}, "usage name 1, agrees"},
		{"spouse's name not given as usage name", spouse, []profile.Document{obrien, paper(profile.MarriageCertificate, "")}, "spouse 1"},
		{"spouse's name beside the birth name", spouse, []profile.Document{paper(profile.Passport, "LUKASIEWICZ O'BRIEN ELODIE")}, "spouse"},
		{"passport of the spouse", spouse, []profile.Document{paper(profile.Passport, "O'BRIEN PATRICK")}, ""}, // see second-adult
	} {
		if got := on(c.who, c.papers...); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestPlaces(t *testing.T) {
	for _, c := range []struct {
		town, country string
		kind          profile.Kind
		printed, want string
	}{
		{"Albany", "United States", profile.BirthCertificate, "ALBANY, NEW YORK", "agrees"},
		{"Albany", "United States", profile.BirthCertificate, "Memorial Hospital, City of Albany, County of Albany", "agrees"},
		{"Albany", "United States", profile.BirthCertificate, "Troy, New York", "other place"},
		{"Albany", "United States", profile.BirthCertificate, "U.S.A.", "agrees"}, // no town at all
		{"Albany", "United States", profile.BirthCertificate, "New York, U.S.A.", "other place"},
		{"Albany", "United States", profile.Passport, "NEW YORK, U.S.A.", "agrees"},
		{"Albany", "United States", profile.Passport, "NEW YORK USA", "agrees"},
		{"Albany", "United States", profile.Passport, "NEW YORK", "unclear"},
		{"Albany", "United States", profile.Passport, "TORONTO, CANADA", "other place"},
		{"San Diego", "United States", profile.Passport, "LOS ANGELES, CA", "unclear"}, // California, not Canada
		{"Albany, New York", "United States", profile.Passport, "Albany", "agrees"},
		{"Albany, New York", "United States", profile.Passport, "NEW YORK", "agrees"},
		{"Albany, New York", "United States", profile.BirthCertificate, "Troy, New York", "other place"},
		{"York", "United Kingdom", profile.Passport, "YORK", "agrees"},
		{"St. John’s", "Canada", profile.Passport, "SAINT JOHNS", "agrees"},
		{"Saint-Étienne", "France", profile.BirthCertificate, "ST ETIENNE (Loire)", "agrees"},
		{"Sainte-Marie", "Réunion", profile.BirthCertificate, "STE MARIE", "agrees"},
		{"Of", "Turkey", profile.Passport, "OF", "agrees"},
		{"Of", "Turkey", profile.Passport, "TRABZON", "unclear"},
		{"Albany", "United States", profile.Passport, "-", ""},
		{"Paris 12e", "France", profile.BirthCertificate, "PARIS 12E ARRONDISSEMENT", "agrees"},
		{"New York", "United States", profile.BirthCertificate, "New York City", "agrees"},
		{"Zürich", "Switzerland", profile.BirthCertificate, "ZUERICH", "agrees"},
		{"Chennai", "India", profile.BirthCertificate, "Madras", "other place"}, // a former name
		{"Jinan, Shandong", "China", profile.Passport, "SHANDONG", "agrees"},
		{"Jinan", "China", profile.Passport, "山东/SHANDONG", "unclear"},
		{"Jinan", "China", profile.Passport, "山东", "other script"},
		{"Moskva", "Russia", profile.BirthCertificate, "г. Москва", "agrees"},
		{"Moscow", "Russia", profile.BirthCertificate, "г. Москва", "other script"},
		{"", "Russia", profile.BirthCertificate, "Moskva", ""},
	} {
		a := profile.Applicant{Birth: profile.Birth{Town: c.town, Country: c.country}}
		if got := on(a, profile.Document{Kind: c.kind, BirthPlace: c.printed}); got != c.want {
			t.Errorf("%s, %s on a %s as %q: %s, want %s", c.town, c.country, c.kind, c.printed, got, c.want)
		}
	}
}

func TestMisdated(t *testing.T) {
	born := day(t, "1961-02-04")
	for printed, want := range map[string]bool{
		"04/02/1961": false, "02/04/1961": false, "1961-02-04": false, "4.2.61": false, "1961/4/2": false,
		"04/03/1961": true, "04/02/1962": true, "5.2.61": true,
		"4 February 1961": false, "FEB 4, 1961": false, "4th Feb. 1961": false, "04 FEV/FEB 61": false, "4 février 1961": false, "1961 février 4": false,
		"4 March 1961": true, "5 February 1961": true, "4 février 1962": true, "1er février 1961": true, "4 AOÛT 1961": true,
		"Saturday, 4 February 1961": false, "mardi 4 février 1961": false, // mardi is no month
		"quatre février 1961": false, "4 lutego 1961": false, "4/II/1961": false, "02/1961": false, "4 jui 1961": false, "": false, // not to be told
	} {
		if got := misdated(printed, born); got != want {
			t.Errorf("%q is another date than 4 February 1961: %v", printed, got)
		}
	}
}

// realNames are surnames and first names of people the fund meets.
var realNames = []string{"Łukasiewicz", "O’Brien", "van den Berg", "García Márquez", "Nguyễn", "da Silva", "Müller-Groß", "MacDonald", "Jónsdóttir",
	"Ó Briain", "Al-Haddad", "Đoković", "Szczepański", "Le Goff", "d’Aubigné", "Åkerlund", "Sørensen", "Yıldız", "Păun", "Çelik", "Ivanova", "Wu"}

var realFirstNames = []string{"Élodie-Anne", "Marie", "Jean-Pierre", "Zoë", "Þóra", "Thị", "Begoña", "Søren", "Jürgen", "Maria da Luz", "Noël", "Işık", "José", "Li"}

func drawPerson(t *rapid.T) profile.Applicant {
	return profile.Applicant{Name: profile.Name{
		Birth: rapid.SampledFrom(realNames).Draw(t, "birth name"),
		First: rapid.SliceOfNDistinct(rapid.SampledFrom(realFirstNames), 1, 3, rapid.ID[string]).Draw(t, "first names"),
	}}
}

// respelt changes what hands change: case, accents, apostrophes, hyphens and the spaces beside them.
func respelt(t *rapid.T, name string) string {
	s := name
	if rapid.Bool().Draw(t, "decomposed") {
		s = norm.NFD.String(s)
	}
	if rapid.Bool().Draw(t, "without accents") {
		s = strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Mn, r) {
				return -1
			}
			return r
		}, norm.NFD.String(s))
	}
	parting := rapid.SampledFrom([]string{"-", " ", "", "'", "’"}).Draw(t, "parted by")
	s = strings.NewReplacer("-", parting, "’", parting, " ", rapid.SampledFrom([]string{" ", "-", ""}).Draw(t, "space")).Replace(s)
	return rapid.SampledFrom([]func(string) string{strings.ToUpper, strings.ToLower, func(s string) string { return s }}).Draw(t, "case")(s)
}

// However a name is spelt, it is the same name.
func TestSpellingIsNoDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawPerson(t)
		var first []string
		for _, f := range a.Name.First {
			first = append(first, respelt(t, f))
		}
		printed := []string{respelt(t, a.Name.Birth), strings.Join(first, " ")}
		if rapid.Bool().Draw(t, "surname last") {
			slices.Reverse(printed)
		}
		text := strings.Join(printed, rapid.SampledFrom([]string{" ", "  ", ", "}).Draw(t, "between"))
		for _, kind := range []profile.Kind{profile.Passport, profile.BirthCertificate, profile.WorkContract} {
			if got := on(a, profile.Document{Kind: kind, Holder: text}); got != "agrees" {
				t.Fatalf("%s %q on a %s as %q: %s", a.Name.FirstNames(), a.Name.Birth, kind, text, got)
			}
		}
	})
}

// A letter of the birth name that is another on the birth certificate is always found, and blocks.
func TestChangedLetterIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawPerson(t)
		letters := []rune(a.Name.Birth)
		i := rapid.IntRange(0, len(letters)-1).Filter(func(i int) bool { return unicode.IsLetter(letters[i]) }).Draw(t, "which")
		old := fold(string(letters[i]))
		letters[i] = rapid.RuneFrom([]rune("ABCDEFGHIJKLMNOPQRSTUVWXYZ")).Filter(func(r rune) bool { return !slices.Contains(old, string(r)) }).Draw(t, "letter")
		d := profile.Document{Kind: profile.BirthCertificate, File: "x.pdf", Holder: a.Name.FirstNames() + " " + string(letters)}
		a.Documents = []profile.Document{d}
		if !slices.ContainsFunc(Check(&a, today), func(f Finding) bool { return f.Rule == "birth-name-differs" && f.Level == Block }) {
			t.Fatalf("%q on the certificate for %q is not found", string(letters), a.Name.Birth)
		}
	})
}

// Whatever is written, something is said of it.
func TestAnyNameCanBeCompared(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringOfN(rapid.RuneFrom([]rune("AaÅM<<&/.,' -1éжΩ王 et")), 0, 50, -1))
	rapid.Check(t, func(t *rapid.T) {
		a := profile.Applicant{
			Name:   profile.Name{Birth: text.Draw(t, "birth"), Usage: text.Draw(t, "usage"), First: rapid.SliceOfN(text, 0, 3).Draw(t, "first")},
			Spouse: profile.Spouse{Birth: text.Draw(t, "spouse"), First: rapid.SliceOfN(text, 0, 1).Draw(t, "first of the spouse")},
			Birth:  profile.Birth{Date: today, Town: text.Draw(t, "town")},
		}
		d := profile.Document{Holder: text.Draw(t, "holder"), Printed: rapid.SliceOfN(text, 0, 3).Draw(t, "printed"), BirthDate: text.Draw(t, "date"), BirthPlace: text.Draw(t, "place")}
		var papers []profile.Document
		for _, kind := range []profile.Kind{profile.BirthCertificate, profile.MarriageCertificate, profile.OtherDocument} {
			d.Kind = kind
			papers = append(papers, d)
		}
		on(a, papers...)
	})
}

// A name is found in the words of a paper however both are parted, as by trying every run of words.
func TestCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		some := rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom([]rune("AB")), 1, 3, -1), 0, 7)
		words, name := some.Draw(t, "words"), some.Draw(t, "name")
		var want [][]string
		for i := range words {
			for j := i + 1; j <= len(words) && len(name) > 0; j++ {
				if strings.Join(words[i:j], "") == strings.Join(name, "") {
					want = append(want, slices.Concat(words[:i], words[j:]))
				}
			}
		}
		if got := cut(words, name); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%q, want %q", got, want)
		}
	})
}
