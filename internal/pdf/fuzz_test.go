package pdf

import (
	"bytes"
	"errors"
	"testing"
)

// seeds are small files of all the ways there are to write one.
func seeds() [][]byte {
	return [][]byte{
		sample(), packed(), hybrid(),
		updated(sample(), map[int]string{5: "null"}),
		append(withoutTable(sample()), "trailer<</Root 1 0 R>>"...),
		onePage("/Rotate 90/MediaBox[9 9 0 0]/Annots[5 0 R]", "BT ET", "<</T(a)/FT/Tx/V(b)/MK<</R 90/BC[1]>>/Subtype/Widget/Rect[0 0 99 9]>>"),
		withTable("/W[1 1 1]/Size 9", "\x01\x02\x03"),
		onePage("/Resources<</XObject<</P 5 0 R>>>>", "q 9 0 0 9 0 0 cm /P Do Q BT /F0 9 Tf 9 9 Td (a) Tj ET",
			streamObject("/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray", "abcd")),
		onePage("/AA<</O<</S/JavaScript>>>>", "BI /W 1 /H 1 /BPC 8 /CS /G ID a EI 0 0 9 9 re f"),
		bytes.Replace(onePage("", ""), []byte("/Root"),
			[]byte("/ID[(1)(1)]/Encrypt<</Filter/Standard/V 4/R 4/P -4/CF<</C<</CFM/AESV2>>>>/StmF/C/StrF/C/O(o)/U(u)>>/Root"), 1),
	}
}

// FuzzOpen reads any bytes: they give a file or an error of ours.
func FuzzOpen(f *testing.F) {
	for _, data := range seeds() {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := OpenWith(data, "")
		if err != nil {
			if e := (*Error)(nil); !errors.As(err, &e) || e.Msg == "" || e.Hint() == "" {
				t.Fatalf("not an error of ours: %v", err)
			}
			return
		}
		if file.Pages() == 0 {
			t.Fatal("no page and no error")
		}
		for i := range file.Pages() {
			if w, h := file.PageSize(i + 1); !(w > 0 && h > 0) {
				t.Fatalf("page %d is %g × %g", i+1, w, h)
			}
		}
		for _, fd := range file.Fields() {
			for _, w := range fd.Widgets {
				if w.Page < 0 || w.Page > file.Pages() {
					t.Fatalf("field %q is on page %d of %d", fd.Name, w.Page, file.Pages())
				}
			}
		}
		file.Traits()
		if (file.Damage() == "") != file.Torn().Whole() {
			t.Fatalf("%+v is said as %q", file.Torn(), file.Damage())
		}
		file.Dropped()
		file.Clipped()
		for i := range min(3, file.Pages()) {
			l := file.Look(i + 1)
			if l.Seen() < 0 || l.Covered() < 0 || l.Covered() > 1 || l.Blank() && l.Scan() {
				t.Fatalf("page %d: %+v", i+1, l)
			}
			for k := range min(3, len(l.Pictures)) {
				p := &l.Pictures[k]
				if m, err := p.Gray(); err == nil && p.Filter != "DCTDecode" && (m.Rect.Dx() != p.Width || m.Rect.Dy() != p.Height) {
					t.Fatalf("picture %d has other pixels than %d × %d", k+1, p.Width, p.Height)
				}
			}
		}
	})
}

// FuzzFill writes a text in all fields of any file: what comes out is read again, and the fields
// hold what was written.
func FuzzFill(f *testing.F) {
	for i, data := range seeds() {
		f.Add(data, []string{"Zoë", "a\nb", "", "(\\)", "12"}[i%5])
	}
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		file, err := Open(data)
		if err != nil {
			t.Skip()
		}
		var fit []Entry
		for _, e := range everything(file) {
			if e.State == "" {
				e.Text = text
			}
			if _, err := file.Plan([]Entry{e}, FillOptions{}); err == nil {
				fit = append(fit, e)
			} else if !own(err) {
				t.Fatalf("plan: %v", err)
			}
		}
		for _, editable := range []bool{false, true} {
			var b bytes.Buffer
			if _, err := file.Fill(&b, fit, FillOptions{Editable: editable}); err != nil {
				if !own(err) {
					t.Fatalf("fill: %v", err)
				}
				continue
			}
			again, err := Open(b.Bytes())
			if err != nil {
				t.Fatalf("editable %v: own output is not read: %v (%v)", editable, err, errors.Unwrap(err))
			}
			if again.Pages() != file.Pages() {
				t.Fatalf("editable %v: %d pages, want %d", editable, again.Pages(), file.Pages())
			}
			if !editable && len(again.Fields()) != 0 {
				t.Fatal("flat, and there are fields")
			}
		}
	})
}
