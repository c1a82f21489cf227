package main

// cell sets a box of an American certificate: its number and title, then what
// the clerk typed.
func cell(c canvas, x, y, w float64, name, v string) {
	frame(c, grey, 0.2, x, y, w, 14)
	c.text(x+1.5, y+4, label, name)
	c.text(x+3, y+11, typed, v)
}

var birthCertificate = a4(func(c canvas) {
	frame(c, black, 0.8, 12, 12, 186, 273)
	head := &flow{c, 20, 27, 170}
	head.center(title, "STATE OF NEW YORK")
	head.center(strong, "DEPARTMENT OF HEALTH – BUREAU OF VITAL RECORDS")
	head.skip(3)
	head.center(title, "CERTIFICATE OF LIVE BIRTH")
	head.center(plain, "(long form, with parents)")
	cell(c, 20, 62, 85, "REGISTERED NUMBER", "0000-INVENTED")
	cell(c, 105, 62, 85, "DISTRICT", "0100 ALBANY")
	cell(c, 20, 80, 170, "1. FULL NAME OF CHILD", "Élodie-Anne Łukasiewicz")
	cell(c, 20, 94, 50, "2. SEX", "Female")
	cell(c, 70, 94, 60, "3. DATE OF BIRTH", "02/04/1961")
	cell(c, 130, 94, 60, "4. HOUR", "6:20 A.M.")
	cell(c, 20, 108, 170, "5. PLACE OF BIRTH – COUNTY, CITY, HOSPITAL", "Albany, Albany, Elm Street Hospital")
	cell(c, 20, 128, 170, "6. FATHER – FULL NAME", "Stanisław Łukasiewicz")
	cell(c, 20, 142, 60, "7. AGE", "34")
	cell(c, 80, 142, 110, "8. BIRTHPLACE", "Lublin, Poland")
	cell(c, 20, 156, 170, "9. OCCUPATION", "Watchmaker")
	cell(c, 20, 176, 170, "10. MOTHER – FULL MAIDEN NAME", "Marguerite Anne Delacroix")
	cell(c, 20, 190, 60, "11. AGE", "29")
	cell(c, 80, 190, 110, "12. BIRTHPLACE", "Troy, New York")
	cell(c, 20, 204, 170, "13. RESIDENCE OF MOTHER", "44 Orange Street, Albany, New York")
	cell(c, 20, 224, 110, "14. ATTENDANT", "Ruth Hollander, M.D.")
	cell(c, 130, 224, 60, "15. DATE SIGNED", "02/06/1961")
	cell(c, 20, 238, 110, "16. LOCAL REGISTRAR", "Howard P. Finch")
	cell(c, 130, 238, 60, "17. DATE FILED", "02/09/1961")
	signature(c, 70, 261, 40, 5)
	c.text(20, 277, small, "Page 1 of 2")
})

var birthCertification = a4(func(c canvas) {
	frame(c, black, 0.8, 12, 12, 186, 273)
	f := &flow{c, 30, 50, 150}
	f.center(title, "CERTIFICATION")
	f.skip(10)
	f.para(deed, "I certify that the page before this one is a true copy of the record of birth of Élodie-Anne Łukasiewicz, on file in the district of Albany, State of New York.")
	f.para(deed, "All dates on the record are written in the order month, day, year.")
	f.skip(6)
	f.line(deed, "Issued on 03/18/2026")
	f.skip(30)
	f.line(deed, "Deborah A. Quill")
	f.line(plain, "Registrar of Vital Records")
	signature(c, 32, 116, 50, 9)
	seal(c, black, 150, 140, 18, "DISTRICT", "OF ALBANY", "(invented)")
	c.text(20, 277, small, "Page 2 of 2")
})

// translator heads a sworn translation.
func translator(f *flow) {
	f.lines(plain, "Hélène Vasseur", "Traductrice-interprète, expert près la cour d'appel d'Orléans", "Anglais – français")
	f.skip(8)
}

// sworn ends one: the formula, the seal and the signature.
func sworn(f *flow, number string) {
	f.skip(6)
	f.para(deed, "Je soussignée, Hélène Vasseur, expert près la cour d'appel d'Orléans, certifie que la traduction qui précède est conforme à l'original rédigé en langue anglaise, visé ne varietur sous le numéro "+number+".")
	f.line(deed, "Fait à Orléans, le 21 avril 2026")
	signature(f.c, f.x+2, f.y+22, 45, 12)
	seal(f.c, blue, f.x+115, f.y+18, 19, "H. VASSEUR", "EXPERT", "C.A. ORLÉANS")
}

var birthTranslation = a4(func(c canvas) {
	f := &flow{c, 25, 28, 160}
	translator(f)
	f.center(title, "Traduction de l'anglais")
	f.center(strong, "ÉTAT DE NEW YORK – ACTE DE NAISSANCE")
	f.center(plain, "Copie intégrale, avec filiation")
	f.skip(6)
	for _, r := range [][2]string{
		{"Numéro d'enregistrement", "0000-INVENTED"},
		{"District", "0100 Albany"},
		{"Nom complet de l'enfant", "Élodie-Anne Łukasiewicz"},
		{"Sexe", "féminin"},
		{"Date de naissance", "4 février 1961 (quatre février)"},
		{"Heure", "6 h 20"},
		{"Lieu de naissance", "Albany, comté d'Albany"},
		{"Établissement", "Elm Street Hospital"},
		{"Père", "Stanisław Łukasiewicz, 34 ans"},
		{"Lieu de naissance du père", "Lublin (Pologne)"},
		{"Profession du père", "horloger"},
		{"Mère, nom de naissance", "Marguerite Anne Delacroix, 29 ans"},
		{"Lieu de naissance de la mère", "Troy (New York)"},
		{"Domicile de la mère", "44 Orange Street, Albany"},
		{"Accoucheur", "Ruth Hollander, docteur en médecine"},
		{"Signé le", "6 février 1961"},
		{"Officier de l'état civil", "Howard P. Finch"},
		{"Inscrit le", "9 février 1961"},
	} {
		f.row(plain, r[0], 65, deed, r[1])
	}
	c.text(25, 280, small, "Page 1 sur 2")
})

var birthTranslationEnd = a4(func(c canvas) {
	f := &flow{c, 25, 28, 160}
	translator(f)
	f.center(strong, "CERTIFICATION")
	f.skip(4)
	f.para(deed, "La page précédente de l'original est certifiée copie fidèle de l'acte de naissance d'Élodie-Anne Łukasiewicz, conservé au district d'Albany, État de New York. Les dates y sont écrites dans l'ordre mois, jour, année.")
	f.para(deed, "Délivré le 18 mars 2026. Signature : Deborah A. Quill, officier de l'état civil. Sceau rond : district d'Albany.")
	sworn(f, "2026-0417")
	c.text(25, 280, small, "Page 2 sur 2")
})

var marriageCertificate = a4(func(c canvas) {
	frame(c, black, 0.8, 12, 12, 186, 273)
	head := &flow{c, 20, 32, 170}
	head.center(title, "STATE OF NEW YORK")
	head.center(strong, "CITY OF SARATOGA SPRINGS – OFFICE OF THE CITY CLERK")
	head.skip(3)
	head.center(title, "CERTIFICATE OF MARRIAGE")
	cell(c, 20, 66, 85, "REGISTERED NUMBER", "000-INVENTED")
	cell(c, 105, 66, 85, "DATE OF MARRIAGE", "06/13/1987")
	cell(c, 20, 86, 170, "GROOM – FULL NAME", "Patrick O’Brien")
	cell(c, 20, 100, 60, "DATE OF BIRTH", "11/22/1959")
	cell(c, 80, 100, 110, "BIRTHPLACE", "Boston, Massachusetts")
	cell(c, 20, 120, 170, "BRIDE – FULL NAME BEFORE MARRIAGE", "Élodie-Anne Łukasiewicz")
	cell(c, 20, 134, 60, "DATE OF BIRTH", "02/04/1961")
	cell(c, 80, 134, 110, "BIRTHPLACE", "Albany, New York")
	cell(c, 20, 154, 170, "SURNAME OF BRIDE AFTER MARRIAGE", "O’Brien")
	cell(c, 20, 174, 170, "SOLEMNIZED BY", "Samuel T. Alder, City Judge")
	cell(c, 20, 194, 85, "WITNESS", "Nora Beale")
	cell(c, 105, 194, 85, "WITNESS", "Louis Ferrand")
	f := &flow{c, 20, 220, 100}
	f.para(deed, "A true copy of the record, issued on 03/20/2026.")
	f.skip(22)
	f.lines(plain, "Irene M. Castle", "City Clerk")
	signature(c, 22, 242, 50, 14)
	seal(c, black, 155, 240, 18, "CITY CLERK", "SARATOGA", "(invented)")
})

var marriageTranslation = a4(func(c canvas) {
	f := &flow{c, 25, 28, 160}
	translator(f)
	f.center(title, "Traduction de l'anglais")
	f.center(strong, "ÉTAT DE NEW YORK – ACTE DE MARIAGE")
	f.skip(4)
	for _, r := range [][2]string{
		{"Bureau", "ville de Saratoga Springs"},
		{"Numéro d'enregistrement", "000-INVENTED"},
		{"Date du mariage", "13 juin 1987 (treize juin)"},
		{"Époux", "Patrick O’Brien"},
		{"Né le", "22 novembre 1959 à Boston (Massachusetts)"},
		{"Épouse, avant le mariage", "Élodie-Anne Łukasiewicz"},
		{"Née le", "4 février 1961 à Albany (New York)"},
		{"Nom de l'épouse après le mariage", "O’Brien"},
		{"Célébré par", "Samuel T. Alder, juge municipal"},
		{"Témoins", "Nora Beale et Louis Ferrand"},
		{"Copie délivrée le", "20 mars 2026"},
		{"Signature et sceau", "Irene M. Castle, greffière municipale"},
	} {
		f.row(plain, r[0], 65, deed, r[1])
	}
	sworn(f, "2026-0418")
})
