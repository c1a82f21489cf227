package proof

import (
	"bytes"
	"math"
	"testing"

	"github.com/jung-kurt/gofpdf"
)

// A page is 300 by 200 points; what is drawn on it is given from the top, as gofpdf counts.
func drawnPage(t *testing.T, draw func(doc *gofpdf.Fpdf)) []byte {
	t.Helper()
	doc := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "pt", Size: gofpdf.SizeType{Wd: 300, Ht: 200}})
	doc.SetAutoPageBreak(false, 0)
	doc.SetFont("Helvetica", "", 10)
	doc.AddPage()
	draw(doc)
	var out bytes.Buffer
	if err := doc.Output(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func near(a, b Rect) bool {
	return math.Abs(a.Left-b.Left) < 0.3 && math.Abs(a.Bottom-b.Bottom) < 0.3 && math.Abs(a.Right-b.Right) < 0.3 && math.Abs(a.Top-b.Top) < 0.3
}

func TestShapes(t *testing.T) {
	var rule, box Rect // what is wanted: one of the two, or nothing
	for _, c := range []struct {
		name      string
		draw      func(doc *gofpdf.Fpdf)
		rule, box Rect
		check     func(s Shapes) bool
	}{
		{"a stroke", func(doc *gofpdf.Fpdf) { doc.SetLineWidth(1); doc.Line(20, 50, 120, 50) }, Rect{20, 149.5, 120, 150.5}, box, func(s Shapes) bool { return !s.Rules[0].Upright && !s.Rules[0].Dashed }},
		{"a stroke upright", func(doc *gofpdf.Fpdf) { doc.SetLineWidth(2); doc.Line(20, 50, 20, 70) }, Rect{19, 130, 21, 150}, box, func(s Shapes) bool { return s.Rules[0].Upright }},
		{"dots", func(doc *gofpdf.Fpdf) {
			doc.SetLineWidth(1)
			doc.SetDrawColor(10, 20, 30)
			doc.SetDashPattern([]float64{1, 2}, 0)
			doc.Line(20, 50, 120, 50)
		}, Rect{20, 149.5, 120, 150.5}, box, func(s Shapes) bool { return s.Rules[0].Dashed && s.Rules[0].Ink == Color{10, 20, 30} }},
		{"a slanting stroke", func(doc *gofpdf.Fpdf) { doc.Line(20, 50, 120, 80) }, rule, box, nil},
		{"a frame", func(doc *gofpdf.Fpdf) { doc.Rect(20, 50, 10, 10, "D") }, rule, Rect{20, 140, 30, 150}, func(s Shapes) bool { return s.Boxes[0].Stroked && !s.Boxes[0].Filled }},
		{"a filled box", func(doc *gofpdf.Fpdf) { doc.SetFillColor(200, 210, 220); doc.Rect(20, 50, 100, 10, "F") }, rule, Rect{20, 140, 120, 150}, func(s Shapes) bool { return s.Boxes[0].Filled && s.Boxes[0].Fill == Color{200, 210, 220} }},
		{"a box too thin to write in", func(doc *gofpdf.Fpdf) { doc.Rect(20, 50, 100, 0.5, "F") }, Rect{20, 149.5, 120, 150}, box, nil},
		{"a circle", func(doc *gofpdf.Fpdf) { doc.Circle(50, 50, 5, "D") }, rule, Rect{45, 145, 55, 155}, func(s Shapes) bool { return s.Boxes[0].Round }},
		{"a dot", func(doc *gofpdf.Fpdf) { doc.Circle(50, 50, 0.5, "F") }, Rect{49.5, 149.5, 50.5, 150.5}, box, nil},
		{"off the page", func(doc *gofpdf.Fpdf) { doc.Line(20, 250, 120, 250); doc.Rect(350, 20, 20, 20, "D") }, rule, box, nil},
		{"painted over", func(doc *gofpdf.Fpdf) {
			doc.Line(25, 55, 90, 55)
			doc.SetFillColor(255, 255, 255)
			doc.Rect(20, 50, 100, 10, "F")
		}, rule, Rect{20, 140, 120, 150}, nil},
		{"cut by a clip", func(doc *gofpdf.Fpdf) {
			doc.ClipRect(0, 0, 60, 200, false)
			doc.SetLineWidth(1)
			doc.Line(20, 50, 120, 50)
			doc.Rect(70, 50, 20, 20, "D")
			doc.ClipEnd()
		}, Rect{20, 149.5, 60, 150.5}, box, nil},
		{"in a form that is moved", func(doc *gofpdf.Fpdf) {
			form := doc.CreateTemplate(func(tpl *gofpdf.Tpl) { tpl.Rect(0, 0, 10, 10, "D") })
			_, size := form.Size()
			doc.UseTemplateScaled(form, gofpdf.PointType{X: 40, Y: 30}, size)
		}, rule, Rect{40, 160, 50, 170}, nil},
	} {
		s, err := open(t, drawnPage(t, c.draw)).Shapes(0)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := len(s.Rules); got > 1 || got == 1 && !near(s.Rules[0].Rect, c.rule) || got == 0 && c.rule != rule {
			t.Errorf("%s: lines %+v, want %v", c.name, s.Rules, c.rule)
		}
		if got := len(s.Boxes); got > 1 || got == 1 && !near(s.Boxes[0].Rect, c.box) || got == 0 && c.box != box {
			t.Errorf("%s: boxes %+v, want %v", c.name, s.Boxes, c.box)
		}
		if c.check != nil && !t.Failed() && !c.check(s) {
			t.Errorf("%s: %+v", c.name, s)
		}
	}
}

// A label that was covered to put another in its place is not printed, though it is in the text.
func TestPrinted(t *testing.T) {
	d := open(t, drawnPage(t, func(doc *gofpdf.Fpdf) {
		doc.Text(20, 50, "adresse")
		doc.Text(20, 90, "ville")
		doc.SetFillColor(255, 255, 255)
		doc.Rect(15, 40, 80, 14, "F")
		doc.Text(20, 50, "address")
		doc.ClipRect(0, 100, 300, 20, false)
		doc.Text(20, 150, "cut away")
		doc.ClipEnd()
	}))
	chars, _, err := d.Printed(0)
	if err != nil {
		t.Fatal(err)
	}
	var got []rune
	for _, c := range chars {
		if !c.Generated {
			got = append(got, c.Rune)
		}
	}
	if string(got) != "villeaddress" && string(got) != "addressville" {
		t.Errorf("printed is %q", string(got))
	}
	if _, _, err := d.Printed(1); err == nil {
		t.Error("there is a second page")
	}
}

func TestOfficialShapes(t *testing.T) {
	s, err := open(t, official(t)).Shapes(0)
	if err != nil {
		t.Fatal(err)
	}
	dotted, ticks := 0, 0
	for _, r := range s.Rules {
		if r.Dashed && !r.Upright {
			dotted++
		}
	}
	for _, b := range s.Boxes {
		if w, h := b.width(), b.height(); b.Stroked && w > 7 && w < 9 && h > 7 && h < 9 {
			ticks++
		}
	}
	if dotted != 15 || ticks != 6 {
		t.Errorf("%d dotted lines and %d boxes to tick, want 15 and 6", dotted, ticks)
	}
}

// A page that paints more lines than any form has is given up, not read for hours.
func TestTooManyShapes(t *testing.T) {
	d := open(t, drawnPage(t, func(doc *gofpdf.Fpdf) {
		for i := range maxShapes + 10 {
			doc.Rect(10, 10+float64(i%100), 5, 5, "D")
		}
	}))
	if _, err := d.Shapes(0); err == nil {
		t.Error("all lines were read")
	}
}
