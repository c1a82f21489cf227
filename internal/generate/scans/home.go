package main

var leaseParties = a4(func(c canvas) {
	f := &flow{c, 25, 30, 160}
	f.center(title, "CONTRAT DE LOCATION")
	f.center(plain, "Logement meublé à usage de résidence principale")
	f.heading("1. Les parties")
	f.para(plain, "Bailleur : Gaston Feuillard, 3 place des Tanneurs, 37100 Tours, propriétaire du logement.")
	f.para(plain, "Locataires : Élodie-Anne O’Brien née Łukasiewicz, le 4 février 1961 à Albany (États-Unis), et Patrick O’Brien, né le 22 novembre 1959 à Boston (États-Unis), mariés, tenus solidairement.")
	f.heading("2. Le logement")
	f.para(plain, "Adresse : 12 rue des Lilas, 37000 Tours, deuxième étage, porte gauche.")
	f.para(plain, "Appartement de trois pièces, 64 m², construit en 1974 : entrée, séjour, deux chambres, cuisine équipée, salle d'eau, cave numéro 7. Chauffage collectif au gaz, eau chaude individuelle.")
	f.para(plain, "Les meubles sont ceux de l'inventaire signé le jour de la remise des clés.")
	f.heading("3. La durée")
	f.para(plain, "Le bail prend effet le 1er juillet 2026 pour un an. Il se renouvelle par périodes d'un an si personne n'y met fin.")
	c.text(25, 282, small, "Bail du 1er juillet 2026 – page 1 sur 3")
})

var leaseTerms = a4(func(c canvas) {
	f := &flow{c, 25, 30, 160}
	f.heading("4. Le prix")
	for _, r := range [][2]string{
		{"Loyer mensuel, sans charges", "780,00 €"},
		{"Provision pour charges", "95,00 €"},
		{"Total dû chaque mois", "875,00 €"},
		{"Dépôt de garantie", "1 560,00 €"},
		{"Jour du paiement", "le 5 du mois, par virement"},
	} {
		f.row(plain, r[0], 80, strong, r[1])
	}
	f.skip(3)
	f.para(plain, "Le loyer est révisé chaque année à la date anniversaire du contrat, selon l'indice de référence des loyers du premier trimestre.")
	f.heading("5. Les obligations")
	f.para(plain, "Les locataires paient le loyer à la date prévue, usent paisiblement du logement, l'assurent contre les risques locatifs et font les menues réparations.")
	f.para(plain, "Le bailleur remet un logement décent et en bon état, en assure la jouissance paisible et fait les travaux qui lui reviennent.")
	f.heading("6. La fin du bail")
	f.para(plain, "Les locataires peuvent partir à tout moment en prévenant un mois à l'avance par lettre recommandée, acte de commissaire de justice ou remise contre reçu. Le bailleur prévient trois mois avant le terme.")
	c.text(25, 282, small, "Bail du 1er juillet 2026 – page 2 sur 3")
})

var leaseSignatures = a4(func(c canvas) {
	f := &flow{c, 25, 30, 160}
	f.heading("7. Les pièces jointes")
	f.para(plain, "État des lieux d'entrée, inventaire des meubles, diagnostic de performance énergétique, état des risques, notice d'information.")
	f.heading("8. Les signatures")
	f.para(plain, "Fait à Tours le 24 juin 2026, en trois exemplaires, un pour chaque signataire.")
	f.skip(8)
	for i, who := range []string{"Le bailleur", "La locataire", "Le locataire"} {
		x := 25 + float64(i)*55
		c.text(x, f.y, strong, who)
		signature(c, x, f.y+18, 36, 4+3*i)
	}
	f.skip(32)
	for i, who := range []string{"Gaston Feuillard", "Élodie-Anne O’Brien", "Patrick O’Brien"} {
		c.text(25+float64(i)*55, f.y, plain, who)
	}
	c.text(25, 282, small, "Bail du 1er juillet 2026 – page 3 sur 3")
})

// A reading is what one electricity bill counts.
type reading struct {
	number, date, period, due string
	before, after             string // kWh on the meter
	used, net, tax, total     string
}

var billOfAugust = bill(reading{
	number: "2026-08-004417", date: "31 août 2026", period: "du 1er juillet au 31 août 2026", due: "15 septembre 2026",
	before: "18 204", after: "18 516", used: "312 kWh", net: "82,60 €", tax: "16,52 €", total: "99,12 €",
})

var billOfOctober = bill(reading{
	number: "2026-10-004417", date: "31 octobre 2026", period: "du 1er septembre au 31 octobre 2026", due: "16 novembre 2026",
	before: "18 516", after: "18 897", used: "381 kWh", net: "97,20 €", tax: "19,44 €", total: "116,64 €",
})

func bill(r reading) sheet {
	return a4(func(c canvas) {
		f := &flow{c, 20, 26, 170}
		f.line(font{"bold", 18, blue}, "Lumière de Loire")
		f.line(small, "Fournisseur inventé – 1 quai de l'Exemple, 37000 Tours")
		address := &flow{c, 110, 56, 80}
		address.lines(plain, "MME ÉLODIE-ANNE O’BRIEN", "M. PATRICK O’BRIEN", "12 RUE DES LILAS", "37000 TOURS")
		f.y = 90
		f.line(title, "Facture d'électricité")
		f.skip(3)
		for _, row := range [][2]string{
			{"Facture n°", r.number},
			{"Date", r.date},
			{"Titulaires du contrat", "Élodie-Anne O’Brien et Patrick O’Brien"},
			{"Lieu de consommation", "12 rue des Lilas, 2e étage gauche, 37000 Tours"},
			{"Contrat en service depuis le", "1er juillet 2026"},
			{"Période facturée", r.period},
		} {
			f.row(plain, row[0], 60, strong, row[1])
		}
		f.heading("Consommation")
		f.row(plain, "Index de début", 110, plain, r.before)
		f.row(plain, "Index de fin", 110, plain, r.after)
		f.row(plain, "Consommation", 110, plain, r.used)
		f.heading("Montant")
		f.row(plain, "Abonnement et consommation, hors taxes", 110, plain, r.net)
		f.row(plain, "Taxe sur la valeur ajoutée", 110, plain, r.tax)
		f.row(strong, "Total à payer", 110, strong, r.total)
		f.skip(4)
		f.para(plain, "Prélèvement le "+r.due+" sur le compte que vous avez choisi.")
	})
}

var rib = a4(func(c canvas) {
	f := &flow{c, 25, 28, 160}
	f.line(font{"bold", 16, blue}, "Banque du Val")
	f.line(small, "Banque inventée – agence de Tours Halles")
	f.skip(8)
	f.center(title, "RELEVÉ D'IDENTITÉ BANCAIRE")
	f.skip(6)
	f.row(plain, "Titulaires du compte", 50, strong, "MME ELODIE-ANNE O BRIEN OU M PATRICK O BRIEN")
	f.row(plain, "Adresse", 50, plain, "12 RUE DES LILAS, 37000 TOURS")
	f.skip(6)
	heads := []string{"Code banque", "Code guichet", "N° de compte", "Clé RIB"}
	parts := []string{"30006", "00001", "12345678901", "89"}
	for i := range heads {
		x := 25 + 40*float64(i)
		frame(c, grey, 0.2, x, f.y, 40, 16)
		c.text(x+2, f.y+5, small, heads[i])
		c.text(x+2, f.y+12, typed, parts[i])
	}
	f.skip(28)
	f.row(plain, "IBAN", 50, typed, "FR76 3000 6000 0112 3456 7890 189")
	f.row(plain, "BIC", 50, typed, "BVALFRPPXXX")
	f.row(plain, "Domiciliation", 50, plain, "BANQUE DU VAL TOURS HALLES")
	f.skip(6)
	f.para(small, "Ce relevé est à remettre à ceux qui ont à virer ou à prélever des sommes sur ce compte.")
})
