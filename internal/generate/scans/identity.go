package main

import "image/color"

var (
	paper   = color.RGBA{0xF4, 0xEF, 0xE2, 0xFF}
	rose    = color.RGBA{0xEF, 0xDD, 0xDC, 0xFF}
	sky     = color.RGBA{0xDC, 0xE6, 0xEF, 0xFF}
	skin    = color.RGBA{0xD9, 0xB3, 0x94, 0xFF}
	hair    = color.RGBA{0x8A, 0x83, 0x7C, 0xFF}
	sweater = color.RGBA{0x3F, 0x5A, 0x6E, 0xFF}

	label = font{"sans", 6.5, grey}
	value = font{"bold", 9, black}
	code  = font{"mono", 10.5, black}
)

// tinted is a sheet of coloured paper with the mark of an invented one on base
// lines at the given heights.
func tinted(w, h float64, tint color.RGBA, marks []float64, draw func(canvas)) sheet {
	return sheet{w, h, func(c canvas) {
		box(c, tint, 0, 0, w, h)
		for _, y := range marks {
			specimen(c, font{"bold", 24, darker(tint)}, w/2, y)
		}
		draw(c)
	}}
}

func darker(c color.RGBA) color.RGBA { return color.RGBA{c.R - 20, c.G - 20, c.B - 20, 0xFF} }

// portrait draws a head and shoulders that look like nobody.
func portrait(c canvas, x, y, w, h float64) {
	box(c, white, x, y, w, h)
	c.polygon(hair, oval(x+w/2, y+h*0.40, w*0.30, h*0.30)...)
	c.polygon(skin, oval(x+w/2, y+h*0.44, w*0.22, h*0.25)...)
	c.polygon(skin, point{x + w*0.42, y + h*0.62}, point{x + w*0.58, y + h*0.62}, point{x + w*0.58, y + h*0.8}, point{x + w*0.42, y + h*0.8})
	c.polygon(sweater, point{x + w*0.35, y + h*0.74}, point{x + w*0.65, y + h*0.74}, point{x + w*0.95, y + h*0.86}, point{x + w, y + h}, point{x, y + h}, point{x + w*0.05, y + h*0.86})
	frame(c, grey, 0.2, x, y, w, h)
}

// entry sets a small label with its value below.
func entry(c canvas, x, y float64, name, v string) {
	c.text(x, y, label, name)
	c.text(x, y+4, value, v)
}

// passport is the page with the identity, 125 × 88 mm (ISO/IEC 7810 ID-3).
var passport = tinted(125, 88, sky, []float64{25, 68}, func(c canvas) {
	c.text(42, 8, font{"bold", 11, blue}, "UNITED STATES OF AMERICA")
	entry(c, 8, 8, "Type / Type", "P")
	entry(c, 88, 14, "Passport No. / N° du passeport", "X00000000")
	portrait(c, 6, 16, 32, 42)
	entry(c, 42, 14, "Surname / Nom", "ŁUKASIEWICZ")
	entry(c, 42, 22, "Given names / Prénoms", "ÉLODIE-ANNE")
	entry(c, 42, 30, "Nationality / Nationalité", "UNITED STATES OF AMERICA")
	entry(c, 42, 38, "Date of birth / Date de naissance", "04 Feb 1961")
	entry(c, 88, 38, "Sex / Sexe", "F")
	entry(c, 42, 46, "Place of birth / Lieu de naissance", "ALBANY, NEW YORK, U.S.A.")
	entry(c, 42, 54, "Date of issue / Délivré le", "16 May 2022")
	entry(c, 88, 54, "Expires / Expire le", "15 May 2032")
	signature(c, 8, 63, 26, 3)
	c.text(5, 74, code, "P<USALUKASIEWICZ<<ELODIE<ANNE<<<<<<<<<<<<<<<<")
	c.text(5, 81, code, "X000000000USA6102040F3205150<<<<<<<<<<<<<<00")
})

// visa is the sticker in the passport with the stamp of the border under it.
var visa = tinted(125, 105, paper, []float64{89}, func(c canvas) {
	box(c, rose, 6, 6, 113, 62)
	specimen(c, font{"bold", 24, darker(rose)}, 62, 53)
	c.text(30, 13, font{"bold", 12, red}, "FRANCE – VISA")
	portrait(c, 9, 17, 23, 30)
	entry(c, 36, 19, "VALABLE POUR / VALID FOR", "FRANCE")
	entry(c, 84, 19, "TYPE DE VISA / TYPE", "D – LONG SÉJOUR")
	entry(c, 36, 28, "DU / FROM", "20-06-2026")
	entry(c, 60, 28, "AU / UNTIL", "19-06-2027")
	entry(c, 84, 28, "NOMBRE D'ENTRÉES", "MULT")
	entry(c, 36, 37, "NOM, PRÉNOM / SURNAME, NAME", "LUKASIEWICZ ELODIE-ANNE")
	entry(c, 36, 46, "REMARQUES / REMARKS", "VLS-TS VISITEUR")
	c.text(60, 56, font{"sans", 6, black}, "À VALIDER DANS LES 3 MOIS DE L'ARRIVÉE")
	c.text(9, 56, label, "N° 000000000")
	c.text(8, 62, font{"mono", 10, black}, "VDFRALUKASIEWICZ<<ELODIE<ANNE<<<<<<<<<<<<<<<")
	c.text(8, 66.5, font{"mono", 10, black}, "0000000000USA6102040F2706190<<<<<<<<<<<<<<00")
	frame(c, blue, 0.6, 66, 76, 46, 21)
	c.text(69, 82, font{"bold", 9, blue}, "FRANCE   →   ENTRÉE")
	c.text(69, 88.5, font{"mono", 12, blue}, "01 JUL 2026")
	c.text(69, 94, font{"sans", 8, blue}, "AÉROPORT – SPECIMEN 000")
})

// validation says that the visa was declared on arrival.
var validation = a4(func(c canvas) {
	f := &flow{c, 25, 30, 160}
	f.lines(plain, "Service en ligne de validation des visas de long séjour", "Exemple inventé : n'émane d'aucune administration")
	f.skip(12)
	f.center(title, "Confirmation de validation du VLS-TS")
	f.skip(8)
	for _, r := range [][2]string{
		{"Nom de naissance", "ŁUKASIEWICZ"},
		{"Nom d'usage", "O’BRIEN"},
		{"Prénom", "Élodie-Anne"},
		{"Née le", "4 février 1961 à Albany (États-Unis)"},
		{"Nationalité", "américaine"},
		{"Adresse en France", "12 rue des Lilas, 37000 Tours"},
		{"Mention du visa", "visiteur"},
		{"Validité du visa", "du 20 juin 2026 au 19 juin 2027"},
		{"Date d'entrée en France", "1er juillet 2026"},
		{"Numéro du visa", "000000000"},
		{"Validé le", "17 juillet 2026"},
	} {
		f.row(plain, r[0], 60, strong, r[1])
	}
	f.skip(8)
	f.para(plain, "Le visa indiqué ci-dessus a été validé. Accompagné de la présente page, il vaut titre de séjour jusqu'à la fin de sa validité.")
	f.para(small, "Dernière démarche possible pour le renouvellement : entre le quatrième et le deuxième mois qui précède la fin de validité.")
})
