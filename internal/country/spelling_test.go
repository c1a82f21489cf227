package country

import (
	"slices"
	"strings"
	"testing"

	"dossier/internal/table"
)

// spellings are ways to write a name: case, accents, apostrophes, hyphens, an article, "St".
func spellings(name string) []string {
	return []string{
		name, strings.ToUpper(name), strings.ToLower(name), unaccented(name),
		strings.ReplaceAll(name, "’", "'"), strings.ReplaceAll(name, "’", " "), strings.ReplaceAll(name, "-", " "), strings.ReplaceAll(name, " ", "-"),
		"the " + name, "la " + name, "Le " + name, "LES " + name, "  " + name + ".",
		strings.ReplaceAll(name, "Saint-", "St-"), strings.ReplaceAll(name, "Saint ", "St. "), strings.ReplaceAll(name, "Sainte-", "Ste-"),
	}
}

// Every name of every row is found however it is written: French, English, official, ISO codes.
func TestEveryNameInEverySpelling(t *testing.T) {
	n := 0
	for _, row := range table.Rows(countriesCSV) {
		names := append(strings.Split(row[5], "|"), row[3], row[4])
		names = slices.DeleteFunc(names, func(name string) bool { return name == "" })
		tries := []string{row[1], row[2], strings.ToLower(row[1]), strings.ToLower(row[2])} // a code takes no article
		for _, name := range names {
			tries = append(tries, spellings(name)...)
		}
		for _, s := range tries {
			if c, ok := Find(s); s != "" && (!ok || c.INSEE != row[0]) {
				t.Errorf("Find(%q) = %s, %v, want %s", s, c.INSEE, ok, row[0])
			}
			n++
		}
	}
	if n < 229*20 {
		t.Errorf("only %d spellings", n)
	}
}

// everyday are the names that people write, by country: an INSEE code, then names parted by |.
const everyday = `99404 USA|U.S.A.|US|United States|the United States|the US|the States|Etats Unis|Etats-Unis|ETATS UNIS D'AMERIQUE|Les Etats-Unis|États-Unis d’Amérique|U.S|United-States|Estados Unidos|É.-U.|É.U.A.
99132 UK|U.K.|United Kingdom|the UK|GB|G.B.|Great Britain|Great-Britain|England|Angleterre|Ecosse|Scotland|Pays de Galles|Wales|Irlande du Nord|Northern Ireland|Royaume Uni|Royaume-Uni|Grande Bretagne|Britain
99135 Holland|the Netherlands|Netherlands|Pays Bas|Hollande|The Kingdom of the Netherlands
99326 Ivory Coast|Côte d'Ivoire|Cote d'Ivoire|Cote d’ivoire|Cote-d'Ivoire|Côte d Ivoire|République de Côte d'Ivoire|Republic of Ivory Coast|The Ivory Coast
99224 Burma|Myanmar|Birmanie|Union of Burma|Myanmar/Burma|Burma/Myanmar|Myanmar (Burma)
99116 Czech Republic|the Czech Republic|Czechia|République tchèque|Tchéquie|Rép. tchèque|Česká republika
99239 South Korea|Republic of Korea|Corée du Sud|Coree du sud|S. Korea|Korea, South|Korea (Republic of)|Korea, Republic of|South-Korea
99238 North Korea|Corée du Nord|N. Korea|DPRK|Korea, North|Korea, Democratic People's Republic of
99123 Russia|Russian Federation|Russie|Fédération de Russie|Federation of Russia
99391 Swaziland|Eswatini|eSwatini|Kingdom of Eswatini
99396 Cape Verde|Cabo Verde|Cap Vert|Cap-Vert
99129 Vatican|Vatican City|The Vatican|Holy See|Saint-Siège|Cité du Vatican|Vatican State
99156 Macedonia|North Macedonia|Macédoine|Macédoine du Nord|FYROM|F.Y.R.O.M.|Republic of Macedonia|Republic of North Macedonia
99312 Congo-Kinshasa|DR Congo|DRC|D.R. Congo|Zaire|RDC|R.D.C.|République Démocratique du Congo|Congo (DRC)|Congo, Democratic Republic of the|Rép. dém. du Congo|RD du Congo|Congo RDC|Congo DRC|Congo démocratique
99324 Congo-Brazzaville|Congo|Republic of the Congo|République du Congo|Congo Brazza|The Congo|le Congo
99216 China|Chine|PRC|P.R. China|People's Republic of China|P.R.C.|République populaire de Chine|RPC|mainland China|PR China
99236 Taiwan|Taïwan|Taiwan, Province of China|Republic of China|R.O.C.|Formosa|Taiwan (ROC)
99230 Hong Kong|Hong-Kong|HongKong|H.K.|Hong Kong, China
99232 Macau|Macao
99243 Vietnam|Viet Nam|Viet-Nam|Viêt Nam|Viêt-nam|Việt Nam|Socialist Republic of Viet Nam|South Vietnam
99241 Laos|Lao PDR|Lao
99234 Cambodia|Cambodge|Kampuchea|Kampuchéa
99206 Syria|Syrie|Syrian Arab Republic
99204 Iran|Islamic Republic of Iran|Iran (Islamic Republic of)|Persia
99301 Egypt|Egypte|Égypte|Arab Republic of Egypt
99316 Libya|Libye|Libyan Arab Jamahiriya
99208 Turkey|Türkiye|Turquie|Turkiye
99247 UAE|U.A.E.|United Arab Emirates|Emirats|Emirats Arabes Unis|Les Émirats arabes unis|Dubai|Abu Dhabi|Abou Dhabi|Dubaï|Sharjah
99201 Saudi Arabia|Saudi|KSA|Arabie Saoudite|Kingdom of Saudi Arabia
99303 South Africa|RSA|Afrique du Sud|S. Africa|Republic of South Africa|South-Africa
99502 New Zealand|NZ|N.Z.|Nouvelle Zélande|Nouvelle-Zelande|Aotearoa
99501 Australia|Australie|Commonwealth of Australia
99510 Papua New Guinea|PNG|Papouasie|Papouasie Nouvelle Guinée
99262 East Timor|Timor Leste|Timor-Leste|Timor oriental
99261 Palestine|State of Palestine|Palestinian Territories|Palestinian Territory|Gaza|West Bank|Cisjordanie|Occupied Palestinian Territory|Territoires palestiniens occupés|Gaza Strip|Bande de Gaza|Palestine, State of
99207 Israel|Israël
99136 Ireland|Eire|Éire|Republic of Ireland|Irlande|Southern Ireland|République d'Irlande
99131 Belgium|Belgique|Belgie|België|Belgien
99109 Germany|Allemagne|Deutschland|West Germany|East Germany|Federal Republic of Germany|Allemagne de l'Est|Allemagne de l'Ouest|Allemagne fédérale
99140 Switzerland|Suisse|Schweiz|Svizzera|Helvetia|CH|Confédération helvétique|Swiss Confederation
99134 Spain|Espagne|España|Espana
99139 Portugal
99126 Greece|Grèce|Hellas|Hellenic Republic
99127 Italy|Italie|Italia
99138 Monaco|Principality of Monaco
99130 Andorra|Andorre|Principality of Andorra
99128 San Marino|Saint Marin|St Marin
99113 Liechtenstein
99118 Bosnia|Bosnia Herzegovina|Bosnia & Herzegovina|Bosnia-Herzegovina|Bosnie|Bosnie Herzégovine|BiH
99121 Serbia|Serbie|Republic of Serbia
99157 Kosovo|Republic of Kosovo
99148 Belarus|Biélorussie|Bélarus|Byelorussia|Belorussia
99151 Moldova|Moldavie|Moldavia|Republic of Moldova
99155 Ukraine|the Ukraine
99255 Georgia|Géorgie|Republic of Georgia
99253 Azerbaijan|Azerbaidjan|Azerbaïdjan
99257 Kyrgyzstan|Kirghizistan|Kirghizie|Kyrgyz Republic|Kirghizstan
99256 Kazakhstan
99258 Uzbekistan|Ouzbékistan
99259 Tajikistan|Tadjikistan
99260 Turkmenistan|Turkménistan
99235 Sri Lanka|Ceylon|Ceylan
99229 Maldives|the Maldives
99225 Brunei|Brunei Darussalam
99227 Malaysia|Malaisie|Malaya
99226 Singapore|Singapour
99220 Philippines|the Philippines
99231 Indonesia|Indonésie
99223 India|Inde
99246 Bangladesh|East Pakistan
99213 Pakistan
99215 Nepal|Népal
99214 Bhutan|Bhoutan
99310 Zimbabwe|Rhodesia|Rhodésie
99346 Zambia|Zambie|Northern Rhodesia
99334 Malawi|Nyasaland
99309 Tanzania|Tanzanie|Zanzibar|United Republic of Tanzania|Tanganyika
99331 Burkina|Burkina Faso|Upper Volta|Haute Volta
99327 Benin|Bénin|Dahomey
99335 Mali
99323 Central African Republic|CAR|C.A.R.|République centrafricaine|Centrafrique|RCA
99314 Equatorial Guinea|Guinée équatoriale|Guinée Equatoriale
99392 Guinea Bissau|Guinea-Bissau|Guinée Bissau|Guinée-Bissau|Guinée-Bissao
99330 Guinea|Guinée|Guinea Conakry|Guinée Conakry|Guinée-Conakry|Republic of Guinea
99394 Sao Tome|São Tomé|Sao Tome and Principe|São Tomé & Príncipe|Sao Tomé et Principe|São Tomé e Príncipe
99304 Gambia|the Gambia|Gambie
99342 Sierra Leone|Sierra Léone
99398 Seychelles|the Seychelles
99390 Mauritius|Île Maurice|Ile Maurice|Maurice|l'île Maurice
99333 Madagascar|Malagasy Republic
99397 Comoros|Comores|the Comoros|Les Comores|Union of the Comoros
99399 Djibouti
99315 Ethiopia|Ethiopie|Éthiopie|Abyssinia|Abyssinie
99317 Eritrea|Erythrée|Érythrée
99318 Somalia|Somalie
99349 South Sudan|Soudan du Sud|S. Sudan|Sud-Soudan|Sud Soudan
99343 Sudan|Soudan
99389 Western Sahara|Sahara occidental|Sahara Occidental
99348 Lesotho|Basutoland
99347 Botswana|Bechuanaland
99311 Namibia|Namibie|South West Africa
99350 Morocco|Maroc|Le Maroc|Kingdom of Morocco
99352 Algeria|Algérie|Algerie|l'Algérie
99351 Tunisia|Tunisie
99401 Canada|le Canada|Quebec|Québec
99405 Mexico|Mexique|México|United Mexican States
99408 Dominican Republic|République dominicaine|the Dominican Republic|Rép. dominicaine|República Dominicana
99438 Dominica|Dominique|la Dominique
99414 El Salvador|Salvador|Le Salvador
99429 Belize|Bélize|British Honduras
99433 Trinidad|Trinidad and Tobago|Trinidad & Tobago|Trinité et Tobago|Trinidad-et-Tobago|Trinidad et Tobago|T&T
99440 St Vincent|St. Vincent and the Grenadines|Saint Vincent|Saint-Vincent et les Grenadines|Saint Vincent & the Grenadines|St Vincent and Grenadines
99442 St Kitts|St. Kitts and Nevis|Saint Kitts & Nevis|Saint-Kitts-et-Nevis|Saint Christophe et Nieves
99439 St Lucia|St. Lucia|Saint Lucia|Ste Lucie|Sainte Lucie
99441 Antigua|Antigua and Barbuda|Antigua & Barbuda|Antigua et Barbuda
99434 Barbados|Barbade|la Barbade
99436 Bahamas|the Bahamas|Les Bahamas
99426 Jamaica|Jamaïque
99410 Haiti|Haïti
99407 Cuba
99437 Suriname|Surinam
99428 Guyana|British Guiana|Co-operative Republic of Guyana
99418 Bolivia|Bolivie|Plurinational State of Bolivia|Bolivia (Plurinational State of)
99424 Venezuela|Vénézuéla|Bolivarian Republic of Venezuela|Venezuela (Bolivarian Republic of)|Vénézuela
99415 Argentina|Argentine|Argentine Republic|Republica Argentina
99416 Brazil|Brésil|Brasil|Bresil
99417 Chile|Chili
99422 Peru|Pérou
99432 Puerto Rico|Porto Rico|P.R.|US Virgin Islands|U.S. Virgin Islands|USVI
99505 Guam|American Samoa|Samoa américaines|Northern Marianas|Northern Mariana Islands
99425 Bermuda|Bermudes|Cayman Islands|Îles Caïmans|BVI|British Virgin Islands|Turks and Caicos|Turks & Caicos|Anguilla|Montserrat
99427 Falkland Islands|Falklands|Malouines|Îles Malouines
99161 Jersey|Guernsey|Isle of Man|Île de Man|Channel Islands|Guernesey|Sark
99133 Gibraltar
99430 Greenland|Groenland
99158 Faroe Islands|Îles Féroé|Faroes|Faroe
99431 Aruba
99444 Curacao|Curaçao
99445 Sint Maarten|St Maarten|St. Maarten
99506 Samoa|Western Samoa
99516 Micronesia|Micronésie|Federated States of Micronesia|F.S.M.
99515 Marshall Islands|Îles Marshall|the Marshall Islands
99512 Solomon Islands|Îles Salomon
99508 Fiji|Fidji|Iles Fidji
99514 Vanuatu|New Hebrides|Nouvelles-Hébrides
99513 Kiribati|Gilbert Islands
99520 Cook Islands|Îles Cook
99517 Palau|Palaos
99254 Cyprus|Chypre
99144 Malta|Malte
99251 Yemen|Yémen|South Yemen|North Yemen
99222 Jordan|Jordanie|Transjordan
99205 Lebanon|Liban|le Liban
99240 Kuwait|Koweit|Koweït
99248 Qatar
99249 Bahrain|Bahrein|Bahreïn
99250 Oman|Sultanate of Oman|Muscat and Oman
99252 Armenia|Arménie
99212 Afghanistan
99217 Japan|Japon|Nippon
99219 Thailand|Thaïlande|Siam
99242 Mongolia|Mongolie|Outer Mongolia
99100 France|la France|French Republic|Martinique|Guadeloupe|Réunion|La Réunion|Guyane|Mayotte|Tahiti|New Caledonia|Corsica|Corse|France métropolitaine|Metropolitan France`

func TestEverydayNames(t *testing.T) {
	for line := range strings.SplitSeq(everyday, "\n") {
		insee, names, _ := strings.Cut(line, " ")
		for name := range strings.SplitSeq(names, "|") {
			if c, ok := Find(name); !ok || c.INSEE != insee {
				t.Errorf("Find(%q) = %s, %v, want %s", name, c.INSEE, ok, insee)
			}
		}
	}
}

// Where a name stands for several countries, or for none, nothing is guessed.
func TestNoCountryIsGuessed(t *testing.T) {
	for _, name := range []string{"Yugoslavia", "Czechoslovakia", "Soviet Union", "USSR", "Korea", "Virgin Islands", "Saint-Martin", "Royaume-ni", "Royaume du", "Republic of DE"} {
		if c, ok := Find(name); ok {
			t.Errorf("Find(%q) = %s", name, c.EN)
		}
	}
}

func TestMisspelledNamesProposeTheCountry(t *testing.T) {
	for name, iso2 := range map[string]string{
		"Phillipines": "PH", "Filipinas": "PH", "Kazakstan": "KZ", "Kirgizstan": "KG", "Lichtenstein": "LI", "Bengladesh": "BD", "Arabie séoudite": "SA",
		"Cote dIvoire": "CI", "Bosnia and Hercegovina": "BA", "Rep. Dominicana": "DO", "Mejico": "MX", "Morroco": "MA", "Columbia": "CO", "Urugay": "UY",
		"Equador": "EC", "Singapor": "SG", "Malasia": "MY", "Tunesia": "TN", "Algery": "DZ", "Sengal": "SN", "Ukrain": "UA", "Romenia": "RO", "Hungry": "HU",
		"Untied States of America": "US", "Etats-Uni": "US", "Royaume-Unie": "GB", "Untied Kingdom": "GB", "Nouvelle-Zelnade": "NZ", "Afrique du Sude": "ZA",
	} {
		if found := Nearest(name, 3); !slices.ContainsFunc(found, func(c Country) bool { return c.ISO2 == iso2 }) {
			t.Errorf("Nearest(%q) has no %s: %v", name, iso2, found)
		}
	}
}

// A letter left out, doubled or exchanged with the next leaves the country among the first three.
func TestEveryNameWithASlip(t *testing.T) {
	const stride = 37 // of some 13,000 slips; all pass, in 20 seconds
	n := 0
	for _, c := range list().countries {
		for _, name := range []string{c.FR, c.EN} {
			for _, s := range slips([]rune(name)) {
				if n++; n%stride != 0 || len(s) < 6 {
					continue
				}
				if got, ok := Find(s); ok && got == c {
					continue
				}
				if found := Nearest(s, 3); !slices.Contains(found, c) {
					t.Errorf("Nearest(%q) has no %s: %v", s, c.EN, found)
				}
			}
		}
	}
}

func slips(name []rune) []string {
	var all []string
	for i := range name {
		all = append(all, string(slices.Delete(slices.Clone(name), i, i+1)), string(slices.Insert(slices.Clone(name), i, name[i])))
		if i+1 < len(name) {
			exchanged := slices.Clone(name)
			exchanged[i], exchanged[i+1] = name[i+1], name[i]
			all = append(all, string(exchanged))
		}
	}
	return all
}
