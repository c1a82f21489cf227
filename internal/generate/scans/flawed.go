package main

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
)

// Tables of files stand where their pages are drawn.
func init() {
	files = append(files, flawed...)
}

// flawed are pages as they come from a scanner or a telephone, sound and with one flaw each.
var flawed = []file{
	{name: "page-letter.png", make: office(letter)},
	{name: "page-sparse.png", make: office(sparse)},
	{name: "page-handwritten.png", make: office(handwritten)},
	{name: "page-stamped.png", make: office(stamped)},
	{name: "page-pink.png", make: office(pink)},
	{name: "page-lying.png", make: office(lying)},
	{name: "page-passport.jpg", make: pictured(passport, 240, 40)},
	{name: "page-on-table.jpg", make: pictured(letter, pageDPI, 25, onTable)},
	{name: "page-bill-september.png", make: office(billOfSeptember)},
	{name: "page-bill-november.png", make: office(billOfNovember)},
	{name: "page-rent-october.png", make: office(rent("10", "31"))},
	{name: "page-rent-november.png", make: office(rent("11", "30"))},
	{name: "page-rent-december.png", make: office(rent("12", "31"))},
	{name: "page-bill-november-again.jpg", make: pictured(billOfNovember, 130, 35, moved(4, -3))},

	{name: "page-blurred.jpg", make: pictured(letter, pageDPI, 50, blurred(3))},
	{name: "page-dark.jpg", make: pictured(letter, pageDPI, 30, levels(10, 72))},
	{name: "page-pale.jpg", make: pictured(letter, pageDPI, 40, levels(170, 200))},
	{name: "page-washed-out.jpg", make: pictured(letter, pageDPI, 40, levels(218, 255))},
	{name: "page-askew-1.png", make: office(billOfNovember, turned(1))},
	{name: "page-askew-3.png", make: office(billOfNovember, turned(3))},
	{name: "page-askew-7.png", make: office(billOfNovember, turned(7))},
	{name: "page-askew-left-3.png", make: office(billOfNovember, turned(-3))},
	{name: "page-cut-left.png", make: office(letter, cropped(32, 0, 0, 0))},
	{name: "page-cut-below.png", make: office(letter, cropped(0, 0, 0, 173))},
	{name: "page-blank.jpg", make: pictured(empty, pageDPI, 40, back)},
	{name: "page-60-dpi.jpg", make: pictured(letter, 60, 60)},
	{name: "page-upside-down.pdf", make: printed(upsideDown(letter))},
}

// pageDPI is the resolution of these pages: enough to be read, and small.
const pageDPI = 150

// letter is a page full of print.
var letter = a4(func(c canvas) {
	f := &flow{c, 25, 26, 160}
	f.lines(plain, "Agence des Tilleuls (inventée)", "8 rue de l’Exemple", "37000 TOURS")
	f.skip(10)
	f.line(strong, "Objet : votre logement du 12 rue des Lilas")
	f.skip(4)
	f.para(plain, "Madame, Monsieur,")
	for range 2 {
		f.para(plain, "Nous vous confirmons que le bail signé le 24 juin 2026 a pris effet le 1er juillet 2026 et que les loyers appelés depuis cette date ont été payés. Le dépôt de garantie reste entre nos mains jusqu’à la fin de la location.")
		f.para(plain, "Les charges de chauffage et d’eau sont réglées chaque mois avec le loyer et comptées une fois par an. Le décompte de l’année 2026 vous parviendra au printemps, avec les pièces qui le justifient.")
		f.para(plain, "Les travaux de la cage d’escalier commenceront en décembre ; l’accès à votre appartement restera libre. Nous vous prions d’enlever les objets posés sur le palier avant le premier jour du mois.")
	}
	f.para(plain, "Nous vous prions d’agréer, Madame, Monsieur, l’expression de nos salutations distinguées.")
	f.skip(8)
	signature(c, 120, f.y, 40, 9)
})

// sparse has three lines and nothing else.
var sparse = sheet{210, 297, func(c canvas) {
	f := &flow{c, 25, 40, 160}
	f.lines(plain, "Reçu de Mme O’Brien la somme de 875 €,", "loyer du mois de novembre 2026.", "Tours, le 5 novembre 2026 – SPECIMEN")
}}

// handwritten is a page of scrawls in lines, as of a letter by hand.
var handwritten = a4(func(c canvas) {
	for line := range 11 {
		x := 26 + float64(line%3)*2
		for word := range 6 {
			w := 12 + float64((line*5+word*7)%14)
			signature(c, x, 40+float64(line)*14+float64((line+word)%3)/2, w, line*6+word)
			x += w + 7
		}
	}
})

// stamped has a seal over much of its print.
var stamped = a4(func(c canvas) {
	f := &flow{c, 25, 60, 160}
	f.center(title, "ATTESTATION DE DOMICILE")
	f.skip(8)
	f.para(deed, "Le maire de la commune inventée de Saint-Exemple certifie que Mme Élodie-Anne O’Brien demeure au 12 rue des Lilas depuis le 1er juillet 2026, ainsi qu’il ressort des pièces qui lui ont été présentées.")
	f.para(deed, "La présente attestation est délivrée pour servir et valoir ce que de droit. Elle ne dispense pas de produire les pièces que demande la caisse.")
	f.skip(20)
	c.polygon(blue, oval(140, 180, 38, 38)...)
	c.polygon(white, oval(140, 180, 30, 30)...)
	seal(c, blue, 140, 180, 27, "MAIRIE DE", "SAINT-EXEMPLE", "SPECIMEN")
	f.y = 240
	f.para(deed, "Fait à Saint-Exemple, le 20 novembre 2026.")
})

// pink is printed on coloured paper.
var pink = sheet{210, 297, func(c canvas) {
	box(c, color.RGBA{0xE8, 0xB4, 0xBC, 0xFF}, 0, 0, 210, 297)
	f := &flow{c, 25, 40, 160}
	f.center(title, "AVIS D’ÉCHÉANCE – SPECIMEN")
	f.skip(6)
	for _, r := range [][2]string{
		{"Locataire", "Élodie-Anne O’Brien"}, {"Logement", "12 rue des Lilas, 37000 Tours"}, {"Mois", "novembre 2026"},
		{"Loyer", "780,00 €"}, {"Charges", "95,00 €"}, {"Total", "875,00 €"},
	} {
		f.row(plain, r[0], 60, strong, r[1])
	}
	f.skip(6)
	f.para(plain, "Somme à régler avant le 5 du mois. Merci de rappeler la référence du logement au dos du chèque ou dans l’ordre de virement.")
}}

// lying is a table wider than high.
var lying = marked(297, 210, func(c canvas) {
	f := &flow{c, 25, 30, 245}
	f.line(title, "Relevé des présences du second semestre")
	f.skip(4)
	for _, month := range []string{"Juillet", "Août", "Septembre", "Octobre", "Novembre", "Décembre"} {
		f.row(plain, month+" 2026", 60, plain, "présente au domicile : du premier au dernier jour du mois")
	}
	f.skip(4)
	f.para(plain, "Le relevé est établi sur la foi des déclarations de l’intéressée et des factures qu’elle a produites, dont copie est jointe.")
})

// Two months of one supplier: the same page but for a few figures.
var billOfSeptember = bill(reading{
	number: "2026-09-004417", date: "30 septembre 2026", period: "du 1er août au 30 septembre 2026", due: "15 octobre 2026",
	before: "18 360", after: "18 702", used: "342 kWh", net: "88,90 €", tax: "17,78 €", total: "106,68 €",
})

var billOfNovember = bill(reading{
	number: "2026-11-004417", date: "30 novembre 2026", period: "du 1er octobre au 30 novembre 2026", due: "15 décembre 2026",
	before: "18 702", after: "19 124", used: "422 kWh", net: "105,50 €", tax: "21,10 €", total: "126,60 €",
})

// rent is a receipt that differs from month to month by a few figures.
func rent(month, last string) sheet {
	return a4(func(c canvas) {
		f := &flow{c, 25, 40, 160}
		f.center(title, "QUITTANCE DE LOYER")
		f.skip(8)
		for _, r := range [][2]string{
			{"Locataire", "Élodie-Anne O’Brien"}, {"Période", "du 01/" + month + "/2026 au " + last + "/" + month + "/2026"},
			{"Loyer", "780,00 €"}, {"Charges", "95,00 €"}, {"Total", "875,00 €"},
		} {
			f.row(plain, r[0], 60, strong, r[1])
		}
		f.skip(6)
		f.para(plain, "Reçu de Mme Élodie-Anne O’Brien la somme de huit cent soixante-quinze euros pour le loyer et les charges du logement du 12 rue des Lilas, 37000 Tours.")
		f.para(plain, "Fait à Tours, le 05/"+month+"/2026.")
	})
}

// empty is a sheet without anything on it.
var empty = sheet{210, 297, func(canvas) {}}

// upsideDown is a sheet fed the wrong way round.
func upsideDown(s sheet) sheet {
	return sheet{s.w, s.h, func(c canvas) {
		p := c.(press)
		p.TransformBegin()
		p.TransformRotate(180, s.w/2, s.h/2)
		s.draw(c)
		p.TransformEnd()
	}}
}

// An effect changes a picture in grey as a scanner, a camera or a hand does.
type effect func(*image.Gray) *image.Gray

func laid(s sheet, dpi float64, effects []effect) *image.Gray {
	colour := render(s, dpi)
	m := image.NewGray(colour.Rect)
	draw.Draw(m, m.Rect, colour, image.Point{}, draw.Src)
	for _, change := range effects {
		m = change(m)
	}
	return m
}

// office makes a PNG of 16 greys.
func office(s sheet, effects ...effect) func() ([]byte, error) {
	return func() ([]byte, error) {
		m := laid(s, pageDPI, effects)
		levels := make(color.Palette, 16)
		for i := range levels {
			levels[i] = color.Gray{Y: uint8(i * 17)}
		}
		out := image.NewPaletted(m.Rect, levels)
		for i, p := range m.Pix {
			out.Pix[i] = uint8((int(p) + 8) / 17)
		}
		var b bytes.Buffer
		err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, out)
		return b.Bytes(), err
	}
}

// pictured makes a JPEG in grey.
func pictured(s sheet, dpi float64, quality int, effects ...effect) func() ([]byte, error) {
	return func() ([]byte, error) {
		var b bytes.Buffer
		err := jpeg.Encode(&b, laid(s, dpi, effects), &jpeg.Options{Quality: quality})
		return b.Bytes(), err
	}
}

// level gives the grey between pixels, paper beyond the edge.
func level(m *image.Gray, x, y float64) float64 {
	at := func(x, y int) float64 {
		if !image.Pt(x, y).In(m.Rect) {
			return 255
		}
		return float64(m.GrayAt(x, y).Y)
	}
	left, top := math.Floor(x), math.Floor(y)
	i, j, fx, fy := int(left), int(top), x-left, y-top
	return (at(i, j)*(1-fx)+at(i+1, j)*fx)*(1-fy) + (at(i, j+1)*(1-fx)+at(i+1, j+1)*fx)*fy
}

// mapped takes each pixel of a picture of the same size from the place that from gives.
func mapped(m *image.Gray, from func(x, y float64) (float64, float64)) *image.Gray {
	out := image.NewGray(m.Rect)
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			u, v := from(float64(x), float64(y))
			out.Pix[y*out.Stride+x] = uint8(math.Round(level(m, u, v)))
		}
	}
	return out
}

// turned lays the paper askew by degrees, clockwise.
func turned(degrees float64) effect {
	return func(m *image.Gray) *image.Gray {
		sin, cos := math.Sincos(-degrees * math.Pi / 180)
		cx, cy := float64(m.Rect.Dx())/2, float64(m.Rect.Dy())/2
		return mapped(m, func(x, y float64) (float64, float64) {
			x, y = x-cx, y-cy
			return cx + x*cos - y*sin, cy + x*sin + y*cos
		})
	}
}

// moved lays the paper elsewhere, in pixels.
func moved(dx, dy float64) effect {
	return func(m *image.Gray) *image.Gray {
		return mapped(m, func(x, y float64) (float64, float64) { return x - dx, y - dy })
	}
}

// cropped loses so many millimetres at the left, top, right and bottom.
func cropped(left, top, right, bottom float64) effect {
	return func(m *image.Gray) *image.Gray {
		px := func(mm float64) int { return int(math.Round(mm / 25.4 * pageDPI)) }
		w, h := m.Rect.Dx(), m.Rect.Dy()
		out := image.NewGray(image.Rect(0, 0, w-px(left+right), h-px(top+bottom)))
		draw.Draw(out, out.Rect, m, image.Pt(px(left), px(top)), draw.Src)
		return out
	}
}

// levels squeezes black to white into a part of the scale.
func levels(black, white float64) effect {
	return func(m *image.Gray) *image.Gray {
		for i, p := range m.Pix {
			m.Pix[i] = uint8(math.Round(black + float64(p)*(white-black)/255))
		}
		return m
	}
}

// blurred spreads each point over a bell of so many pixels: a box, three times.
func blurred(radius int) effect {
	return func(m *image.Gray) *image.Gray {
		for range 3 {
			m = boxed(boxed(m, radius, 1, 0), radius, 0, 1)
		}
		return m
	}
}

func boxed(m *image.Gray, radius, dx, dy int) *image.Gray {
	out := image.NewGray(m.Rect)
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			sum := 0
			for k := -radius; k <= radius; k++ {
				sum += int(level(m, float64(x+k*dx), float64(y+k*dy)))
			}
			out.Pix[y*out.Stride+x] = uint8(sum / (2*radius + 1))
		}
	}
	return out
}

// back is the other side of a printed sheet on the glass: it shines through, the lid throws a shadow
// at one side, two holes are punched, and the paper has grain.
func back(m *image.Gray) *image.Gray {
	front := laid(letter, pageDPI, []effect{blurred(2)})
	random := rand.New(rand.NewPCG(1, 2))
	w, h := m.Rect.Dx(), m.Rect.Dy()
	const mm = pageDPI / 25.4
	for y := range h {
		for x := range w {
			p := 244 - float64(255-front.GrayAt(w-1-x, y).Y)*0.05 + random.NormFloat64()*2
			for _, hole := range []float64{108.5, 188.5} { // 80 mm apart, 12 from the edge (ISO 838)
				if math.Hypot(float64(x)-12*mm, float64(y)-hole*mm) < 3*mm {
					p = 40
				}
			}
			if x > w-9 {
				p -= 20 * float64(x-w+9)
			}
			m.Pix[y*m.Stride+x] = uint8(max(0, min(255, p)))
		}
	}
	return m
}

// onTable is a photograph of the page on a table of dark wood, from a little to one side, in the light of a
// window at the left.
func onTable(m *image.Gray) *image.Gray {
	random := rand.New(rand.NewPCG(3, 4))
	w, h := float64(m.Rect.Dx()), float64(m.Rect.Dy())
	out := image.NewGray(m.Rect)
	for y := range m.Rect.Dy() {
		grain := 70 + 14*math.Sin(float64(y)/9) + 6*math.Sin(float64(y)/3.7)
		for x := range m.Rect.Dx() {
			fx, fy := float64(x)/w, float64(y)/h
			u := (fx - 0.08 - 0.02*(1-fy)) / (0.84 - 0.04*(1-fy)) * w
			v := (fy - 0.07) / 0.86 * h
			p := grain + 3*random.NormFloat64()
			if u >= 0 && v >= 0 && u < w && v < h {
				p = level(m, u, v)
			}
			out.Pix[y*out.Stride+x] = uint8(max(0, min(255, p*(0.86-0.2*fx))))
		}
	}
	return out
}
