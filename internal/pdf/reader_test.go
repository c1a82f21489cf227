package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sample is a form with all kinds of fields; told is what is read from it.
func sample() []byte {
	return handmade(
		"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R 8 0 R 11 0 R 12 0 R]/DA(/Helv 9 Tf 0 g)/Q 1>>>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 612 792]>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Annots[6 0 R 7 0 R 9 0 R 10 0 R 11 0 R 12 0 R]>>",
		streamObject("", "q Q"),
		"<</T(sec)/Kids[6 0 R 7 0 R]/FT/Tx/Ff 3>>",
		"<</Subtype/Widget/Parent 5 0 R/T(n\xe9)/V(Zo\xeb)/DV<feff00e9>/MaxLen 4/TU(aide)/Rect[10 10 90 30]>>",
		"<</Subtype/Widget/Parent 5 0 R/T<feff20ac>/Ff 8192/Q 0/DA(/Helv 0 Tf)/Rect[10 40 90 60]/F 2>>",
		"<</T(radio)/FT/Btn/Ff 49152/V/b/Kids[9 0 R 10 0 R]>>",
		"<</Subtype/Widget/Parent 8 0 R/Rect[10 70 20 80]/AS/Off/AP<</N<</a 4 0 R>>>>>>",
		"<</Subtype/Widget/Parent 8 0 R/Rect[30 70 40 80]/AS/b/AP<</N<</b 4 0 R/Off 4 0 R>>>>>>",
		"<</Subtype/Widget/T(list)/FT/Ch/Ff 131072/Opt[[(fr)(France)](Maroc)]/V(fr)/Rect[10 90 90 99]>>",
		"<</Subtype/Widget/T(push)/FT/Btn/Ff 65536/Rect[10 110 90 119]>>",
	)
}

const told = `sec.né text "Zoë" max=4 default="é" align=1 size=9 ReadOnly Required "aide" 1[10 10 90 30]
sec.€ text "" align=0 size=0 Password 1[10 40 90 60] hidden
radio button "b" align=1 size=9 Radio 1[10 70 20 80][a] 1[30 70 40 80][b]
list choice "fr" align=1 size=9 Combo [{fr France} {Maroc Maroc}] 1[10 90 90 99]
push button "" align=1 size=9 PushButton 1[10 110 90 119]
`

// tell writes what is read from a form.
func tell(f *File) string {
	var b strings.Builder
	for _, fd := range f.Fields() {
		fmt.Fprintf(&b, "%s %s %q", fd.Name, fd.Type, fd.Value)
		if fd.MaxLen > 0 {
			fmt.Fprintf(&b, " max=%d", fd.MaxLen)
		}
		if fd.Default != "" {
			fmt.Fprintf(&b, " default=%q", fd.Default)
		}
		fmt.Fprintf(&b, " align=%d size=%g", fd.Align, fd.Size)
		for _, flag := range []struct {
			set  bool
			word string
		}{
			{fd.ReadOnly, "ReadOnly"}, {fd.Required, "Required"}, {fd.Password, "Password"}, {fd.Radio, "Radio"},
			{fd.PushButton, "PushButton"}, {fd.Combo, "Combo"}, {fd.Edit, "Edit"}, {fd.Multiselect, "Multiselect"},
		} {
			if flag.set {
				b.WriteString(" " + flag.word)
			}
		}
		if len(fd.Choices) > 0 {
			fmt.Fprintf(&b, " %v", fd.Choices)
		}
		if fd.Tooltip != "" {
			fmt.Fprintf(&b, " %q", fd.Tooltip)
		}
		for _, w := range fd.Widgets {
			fmt.Fprintf(&b, " %d[%g %g %g %g]", w.Page, w.Rect.X0, w.Rect.Y0, w.Rect.X1, w.Rect.Y1)
			if len(w.States) > 0 {
				fmt.Fprintf(&b, "%v", w.States)
			}
			if w.Hidden {
				b.WriteString(" hidden")
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

// table is where the table of a handmade file begins.
func table(data []byte) int { return bytes.LastIndex(data, []byte("xref\n0")) }

// withoutTable cuts the table and the trailer off.
func withoutTable(data []byte) []byte { return slices.Clone(data[:table(data)]) }

// movedTable makes what startxref says wrong by so much.
func movedTable(data []byte, by int) []byte {
	i := bytes.LastIndex(data, []byte("startxref"))
	return fmt.Appendf(slices.Clone(data[:i]), "startxref\n%d\n%%%%EOF\n", table(data)+by)
}

// updated appends a newer state of some objects, with a table of its own.
func updated(data []byte, objects map[int]string) []byte {
	b := slices.Clone(data)
	var rows strings.Builder
	for n := range 20 {
		if o, ok := objects[n]; ok {
			fmt.Fprintf(&rows, "%d 1\n%010d 00000 n \n", n, len(b))
			b = fmt.Appendf(b, "%d 0 obj\n%s\nendobj\n", n, o)
		}
	}
	start := len(b)
	return fmt.Appendf(b, "xref\n%strailer\n<</Size 20/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n", rows.String(), table(data), start)
}

// packed moves objects from 5 on into an object stream, listed by a table in a stream.
func packed() []byte {
	whole := sample()
	var head, body strings.Builder
	first := bytes.Index(whole, []byte("5 0 obj"))
	b := slices.Clone(whole[:first])
	count := 0
	for i, o := range bytes.Split(whole[first:table(whole)], []byte("endobj\n")) {
		_, o, ok := bytes.Cut(o, []byte("obj\n"))
		if !ok {
			break
		}
		fmt.Fprintf(&head, "%d %d ", i+5, body.Len())
		body.Write(o)
		count++
	}
	at := []int{0}
	for n := 1; n < 5; n++ {
		at = append(at, bytes.Index(b, fmt.Appendf(nil, "%d 0 obj", n)))
	}
	holder := 5 + count
	at = append(at, len(b))
	b = fmt.Appendf(b, "%d 0 obj\n%s\nendobj\n", holder, streamObject(
		fmt.Sprintf("/Type/ObjStm/N %d/First %d/Filter/FlateDecode", count, head.Len()), deflated([]byte(head.String()+body.String()), 1)))
	at = append(at, len(b))
	rows := []byte{0, 0, 0, 0}
	for n := 1; n < holder+2; n++ {
		switch {
		case n < 5:
			rows = append(rows, 1, byte(at[n]>>8), byte(at[n]), 0)
		case n < holder:
			rows = append(rows, 2, 0, byte(holder), byte(n-5))
		default:
			rows = append(rows, 1, byte(at[n-holder+5]>>8), byte(at[n-holder+5]), 0)
		}
	}
	return fmt.Appendf(b, "%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n", holder+1, streamObject(
		fmt.Sprintf("/Type/XRef/Root 1 0 R/W[1 2 1]/Size %d/Filter/FlateDecode", holder+2), deflated(rows, 1)), at[6])
}

// hybrid is a file whose old table hides an object that a second table, in a stream, shows.
func hybrid() []byte {
	whole := sample()
	free := fmt.Appendf(nil, "%010d 00000 n", bytes.Index(whole, []byte("7 0 obj")))
	at := bytes.Index(whole, []byte("7 0 obj"))
	b := bytes.Clone(whole[:table(whole)])
	stream := len(b)
	b = fmt.Appendf(b, "99 0 obj\n%s\nendobj\n", streamObject("/Type/XRef/W[1 2 1]/Index[7 1]/Size 20", string([]byte{1, byte(at >> 8), byte(at), 0})))
	old := bytes.Replace(whole[table(whole):], free, []byte("0000000000 65535 f"), 1)
	old = bytes.Replace(old, []byte("/Root"), fmt.Appendf(nil, "/XRefStm %d/Root", stream), 1)
	return movedTable(append(b, old...), 0)
}

// TestVariants reads one form written in many ways, sound and careless.
func TestVariants(t *testing.T) {
	plain := sample()
	replace := func(old, by string) []byte { return bytes.Replace(plain, []byte(old), []byte(by), 1) }
	for _, c := range []struct {
		name string
		data []byte
	}{
		{"plain", plain},
		{"lines before it", append([]byte("HTTP/1.1 200 OK\r\n\r\n"), plain...)},
		{"lines before it, counted in the table", shifted(plain, "MIME-Version: 1.0\n\n")},
		{"lines after it", append(slices.Clone(plain), strings.Repeat("\r\n<!-- served -->", 200)...)},
		{"an end without its last letter", bytes.TrimSuffix(plain, []byte("F\n"))},
		{"no end", bytes.TrimSuffix(plain, []byte("%%EOF\n"))},
		{"newer format", replace("%PDF-1.4", "%PDF-2.1")},
		{"header of no version", replace("%PDF-1.4", "%PDF-x.y")},
		{"table a little further up", movedTable(plain, -7)},
		{"table a little further down", movedTable(plain, 3)},
		{"table nowhere", movedTable(plain, 1<<30)},
		{"no table", append(withoutTable(plain), "trailer<</Root 1 0 R>>"...)},
		{"neither table nor trailer", withoutTable(plain)},
		{"table that begins at 1", replace("0 13\n0000000000 65535 f \n", "1 12\n")},
		{"table numbered from 1, with the free entry", replace("xref\n0 13", "xref\n1 13")},
		{"table with short lines", bytes.ReplaceAll(plain, []byte(" n \n"), []byte(" n\n"))},
		{"table that counts too many", replace("xref\n0 13", "xref\n0 99")},
		{"table that counts too few", replace("xref\n0 13", "xref\n0 6")},
		{"table with generations that are wrong", bytes.ReplaceAll(plain, []byte(" 00000 n"), []byte(" 00007 n"))},
		{"no word endobj", bytes.ReplaceAll(plain, []byte("endobj\n"), nil)},
		{"no type of anything", bytes.ReplaceAll(bytes.ReplaceAll(plain, []byte("/Type/Pages"), nil), []byte("/Type/Page"), nil)},
		{"lines ended as on old machines", bytes.ReplaceAll(plain, []byte("\n"), []byte("\r"))},
		{"stream with a short length", replace("/Length 3", "/Length 1")},
		{"stream with a long length", replace("/Length 3", "/Length 9999")},
		{"stream with the length of another", replace("/Length 3", "/Length 4 0 R")},
		{"update", updated(updated(plain, map[int]string{5: "null"}), map[int]string{5: "<</T(sec)/Kids[6 0 R 7 0 R]/FT/Tx/Ff 3>>"})},
		{"update without a table", append(withoutTable(plain), "5 0 obj null endobj 5 0 obj<</T(sec)/Kids[6 0 R 7 0 R]/FT/Tx/Ff 3>>endobj trailer<</Root 1 0 R>>"...)},
		{"packed", packed()},
		{"packed, without a table", bytes.Replace(packed(), []byte("startxref"), []byte("start"), 1)},
		{"hybrid", hybrid()},
	} {
		f, err := Open(c.data)
		if err != nil {
			t.Errorf("%s: %v (%v)", c.name, err, errors.Unwrap(err))
			continue
		}
		if got := tell(f); got != told {
			t.Errorf("%s:\n%swant\n%s", c.name, got, told)
		}
		if w, h := f.PageSize(1); f.Pages() != 1 || w != 612 || h != 792 {
			t.Errorf("%s: %d pages of %g × %g", c.name, f.Pages(), w, h)
		}
		if b, err := f.content(f.pages[0].contents, new(maxContents)); strings.TrimSpace(string(b)) != "q Q" {
			t.Errorf("%s: drawing %q, %v", c.name, b, err)
		}
	}
}

// shifted has lines before the header that the table counts.
func shifted(data []byte, before string) []byte {
	b := []byte(before)
	b = append(b, data[:table(data)]...)
	start := len(b)
	b = append(b, "xref\n0 13\n0000000000 65535 f \n"...)
	for n := 1; n < 13; n++ {
		b = fmt.Appendf(b, "%010d 00000 n \n", bytes.Index(b, fmt.Appendf(nil, "\n%d 0 obj", n))+1)
	}
	return fmt.Appendf(b, "trailer\n<</Size 13/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", start)
}

// TestRewritten reads the form as another program writes it: packed, laid out for the web,
// encrypted in all ways there are.
func TestRewritten(t *testing.T) {
	if _, err := exec.LookPath("qpdf"); err != nil {
		t.Skip("qpdf is not installed")
	}
	plain := onDisk(t, sample())
	for _, c := range []struct {
		args []string
		want Traits
	}{
		{[]string{"--object-streams=generate"}, Traits{Version: "1.5"}},
		{[]string{"--linearize"}, Traits{Version: "1.4", Linearized: true}},
		{[]string{"--linearize", "--object-streams=generate"}, Traits{Version: "1.5", Linearized: true}},
		{[]string{"--qdf"}, Traits{Version: "1.4"}},
		{locking("40"), Traits{Version: "1.4", Encrypted: true}},
		{locking("128", "--use-aes=n"), Traits{Version: "1.4", Encrypted: true}},
		{locking("128", "--use-aes=y"), Traits{Version: "1.6", Encrypted: true}},
		{locking("128", "--use-aes=y", "--cleartext-metadata"), Traits{Version: "1.6", Encrypted: true}},
		{locking("128", "--force-V4"), Traits{Version: "1.5", Encrypted: true}},
		{locking("256", "--force-R5"), Traits{Version: "1.7", Encrypted: true}},
		{locking("256"), Traits{Version: "1.7", Encrypted: true}},
		{append([]string{"--object-streams=generate", "--linearize"}, locking("256", "--cleartext-metadata")...), Traits{Version: "1.7", Encrypted: true, Linearized: true}},
	} {
		name := filepath.Join(t.TempDir(), "rewritten.pdf")
		args := append(append([]string{"--allow-weak-crypto"}, c.args...), plain, name)
		if out, err := exec.Command("qpdf", args...).CombinedOutput(); err != nil {
			t.Errorf("qpdf %v: %v\n%s", c.args, err, out)
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := Open(data)
		if err != nil {
			t.Errorf("%v: %v (%v)", c.args, err, errors.Unwrap(err))
			continue
		}
		if got := tell(f); !sameLines(got, told) {
			t.Errorf("%v:\n%swant\n%s", c.args, got, told)
		}
		if got := f.Traits(); got != c.want {
			t.Errorf("%v: %+v, want %+v", c.args, got, c.want)
		}
		if b, err := f.content(f.pages[0].contents, new(maxContents)); strings.TrimSpace(string(b)) != "q Q" {
			t.Errorf("%v: drawing %q, %v", c.args, b, err)
		}
	}
}

// sameLines compares texts but for the order of their lines.
func sameLines(a, b string) bool {
	la, lb := strings.Split(a, "\n"), strings.Split(b, "\n")
	slices.Sort(la)
	slices.Sort(lb)
	return slices.Equal(la, lb)
}

func locking(how ...string) []string {
	return append(append([]string{"--encrypt", "", "owner"}, how...), "--")
}

// TestTraits makes each trait true by one entry.
func TestTraits(t *testing.T) {
	for _, c := range []struct {
		name, catalog, field string
		want                 Traits
	}{
		{"nothing", "", "", Traits{Version: "1.4"}},
		{"newer catalog", "/Version/1.7", "", Traits{Version: "1.7"}},
		{"older catalog", "/Version/1.2", "", Traits{Version: "1.4"}},
		{"rights", "/Perms<</UR3<<>>>>", "", Traits{Version: "1.4", UsageRights: true}},
		{"certified", "/Perms<</DocMDP<<>>>>", "", Traits{Version: "1.4", Signed: true}},
		{"signed", "", "/FT/Sig/V<</Type/Sig>>", Traits{Version: "1.4", Signed: true}},
		{"place to sign", "", "/FT/Sig", Traits{Version: "1.4"}},
		{"opening script", "/OpenAction<</S/JavaScript/JS(a)>>", "", Traits{Version: "1.4", Scripts: true}},
		{"opening place", "/OpenAction[3 0 R/Fit]", "", Traits{Version: "1.4"}},
		{"named scripts", "/Names<</JavaScript<</Names[]>>>>", "", Traits{Version: "1.4", Scripts: true}},
		{"field with a script", "", "/FT/Tx/AA<</K<</S/JavaScript/JS(a)>>>>", Traits{Version: "1.4", Scripts: true}},
		{"button with a script", "", "/FT/Btn/A<</S/JavaScript/JS(a)>>", Traits{Version: "1.4", Scripts: true}},
		{"xfa", "/AcroForm<</Fields[5 0 R]/XFA[]/NeedAppearances true>>", "/FT/Tx", Traits{Version: "1.4", XFA: true, NeedAppearances: true}},
		{"xfa alone", "/AcroForm<</Fields[]/XFA[]>>", "", Traits{Version: "1.4", XFA: true, DynamicXFA: true}},
		{"xfa made as one types", "/NeedsRendering true/AcroForm<</Fields[5 0 R]/XFA[]>>", "/FT/Tx", Traits{Version: "1.4", XFA: true, DynamicXFA: true}},
	} {
		catalog := c.catalog
		if !strings.Contains(catalog, "AcroForm") {
			catalog += "/AcroForm<</Fields[5 0 R]>>"
		}
		f := mustOpen(t, handmade("<</Type/Catalog/Pages 2 0 R"+catalog+">>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
			"<</Type/Page/Parent 2 0 R/Annots[5 0 R]>>", "null", "<</T(a)/Subtype/Widget/Rect[0 0 9 9]"+c.field+">>"))
		if got := f.Traits(); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// TestOddFields reads fields that do not follow the rules.
func TestOddFields(t *testing.T) {
	for _, c := range []struct {
		name string
		top  string
		more []string
		page string
		want string
	}{
		{"type only at the widget", "<</T(a)/V(x)/Kids[6 0 R]>>", []string{"<</Subtype/Widget/FT/Tx/MaxLen 3/DA(/Helv 8 Tf)/Rect[0 0 9 9]>>"}, "/Annots[6 0 R]",
			"a text \"x\" max=3 align=0 size=8 1[0 0 9 9]\n"},
		{"value only at the widget", "<</T(a)/FT/Btn/Kids[6 0 R]>>", []string{"<</Subtype/Widget/V/On/Rect[0 0 9 9]/AP<</N<</On 4 0 R>>>>>>"}, "/Annots[6 0 R]",
			"a button \"On\" align=0 size=0 1[0 0 9 9][On]\n"},
		{"value only as shown", "<</T(a)/FT/Btn/Subtype/Widget/AS/On/Rect[0 0 9 9]/AP<</N<</On 4 0 R>>>>>>", nil, "/Annots[5 0 R]",
			"a button \"On\" align=0 size=0 1[0 0 9 9][On]\n"},
		{"no state of its own", "<</T(a)/FT/Btn/Subtype/Widget/Rect[0 0 9 9]>>", nil, "/Annots[5 0 R]",
			"a button \"\" align=0 size=0 1[0 0 9 9][Yes]\n"},
		{"off alone", "<</T(a)/FT/Btn/Subtype/Widget/V/Off/Rect[0 0 9 9]/AP<</N<</Off 4 0 R>>>>>>", nil, "/Annots[5 0 R]",
			"a button \"Off\" align=0 size=0 1[0 0 9 9][Yes]\n"},
		{"on no page", "<</T(a)/FT/Tx/Subtype/Widget/P 3 0 R/Rect[0 0 9 9]>>", nil, "", "a text \"\" align=0 size=0 0[0 0 9 9]\n"},
		{"on a page twice", "<</T(a)/FT/Tx/Subtype/Widget/Rect[9 9 0 0]>>", nil, "/Annots[5 0 R 5 0 R]", "a text \"\" align=0 size=0 1[0 0 9 9]\n"},
		{"without a place", "<</T(a)/FT/Tx>>", nil, "", "a text \"\" align=0 size=0\n"},
		{"without a name", "<</FT/Tx/Subtype/Widget/Rect[0 0 9 9]>>", nil, "/Annots[5 0 R]", " text \"\" align=0 size=0 1[0 0 9 9]\n"},
		{"named in UTF-8", "<</T(\xef\xbb\xbf\xc3\xa9)/FT/Tx/Subtype/Widget/Rect[0 0 9 9]>>", nil, "/Annots[5 0 R]", "é text \"\" align=0 size=0 1[0 0 9 9]\n"},
		{"lost by the form", "<</T(a)/FT/Tx/Subtype/Widget/Rect[0 0 9 9]>>", []string{"<</T(b)/Parent 7 0 R/Subtype/Widget/Rect[0 0 1 1]>>", "<</T(up)/FT/Tx>>"}, "/Annots[5 0 R 6 0 R]",
			"a text \"\" align=0 size=0 1[0 0 9 9]\nup.b text \"\" align=0 size=0 1[0 0 1 1]\n"},
		{"two of one name", "<</Kids[6 0 R 7 0 R]>>", []string{"<</T(a)/FT/Tx/Subtype/Widget/Rect[0 0 9 9]>>", "<</T(a)/FT/Btn/Subtype/Widget/Rect[0 0 1 1]>>"}, "/Annots[6 0 R 7 0 R]",
			"a text \"\" align=0 size=0 1[0 0 9 9] 1[0 0 1 1]\n"},
		{"numbers as words", "<</T(a)/FT/Tx/MaxLen(3)/Q/x/Ff null/Subtype/Widget/Rect[0 0 9 9]>>", nil, "/Annots[5 0 R]", "a text \"\" align=0 size=0 1[0 0 9 9]\n"},
	} {
		data := onePage(c.page, "", append([]string{c.top}, c.more...)...)
		f := mustOpen(t, bytes.Replace(data, []byte("/DA(/Helv 0 Tf 0 g)"), nil, 1))
		if got := tell(f); got != c.want {
			t.Errorf("%s:\n%swant\n%s", c.name, got, c.want)
		}
	}
}

// TestSharedWidget reads a widget that two pages show: it is in two places.
func TestSharedWidget(t *testing.T) {
	f := mustOpen(t, pages(2, func(int) string { return "/Annots[5 0 R]" }, "<</T(a)/FT/Tx/Subtype/Widget/Rect[0 0 9 9]>>"))
	if got, want := tell(f), "a text \"\" align=0 size=0 1[0 0 9 9] 2[0 0 9 9]\n"; got != want {
		t.Errorf("%swant\n%s", got, want)
	}
}

// tower is a file whose page stands under so many nodes.
func tower(nodes int) []byte {
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>"}
	for i := range nodes {
		objects = append(objects, fmt.Sprintf("<</Type/Pages/Kids[%d 0 R]/Count 1>>", i+3))
	}
	return handmade(append(objects, "<</Type/Page/MediaBox[0 0 9 9]>>")...)
}

// TestRefusals holds every sentence that a user may get for a file, and that each says what to do.
func TestRefusals(t *testing.T) {
	const torn = "the PDF is damaged or cut off: parts of its pages are missing"
	plain := onePage("", "")
	withLock := func(lock string) []byte {
		return bytes.Replace(plain, []byte("/Root"), []byte("/ID[(1)(1)]/Encrypt<<"+lock+">>/Root"), 1)
	}
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"nothing", nil, "the file is not a PDF"},
		{"a web page", []byte("<html>%PDF</html>"), "the file is not a PDF"},
		{"header only", []byte("%PDF-1.7\n"), "the PDF is damaged and cannot be read"},
		{"trailer only", []byte("%PDF-1.4\ntrailer\n<</Size 1>>\nstartxref\n9\n%%EOF"), "the PDF is damaged and cannot be read"},
		{"cut in the middle", plain[:60], torn},
		{"cut before a page", pages(2, func(int) string { return "" })[:200], torn},
		{"cut before the drawing", onePage("", "BT ET")[:bytes.Index(plain, []byte("4 0 obj"))], torn},
		{"a tree without end", tower(maxDepth + 2), "the PDF is larger inside than can be read safely"},
		{"no page", handmade("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"), "the PDF has no page"},
		{"no catalog", handmade("<</Type/Page>>"), torn},
		{"password", withLock("/Filter/Standard/V 2/R 3/Length 128/P -4/O(" + strings.Repeat("o", 32) + ")/U(" + strings.Repeat("u", 32) + ")"),
			"the PDF is locked with a password"},
		{"new password", withLock("/Filter/Standard/V 5/R 6/Length 256/P -4/O(" + strings.Repeat("o", 48) + ")/U(" + strings.Repeat("u", 48) + ")"),
			"the PDF is locked with a password"},
		{"half an encryption", withLock("/Filter/Standard"), "the PDF is locked with a password"},
		{"certificate", withLock("/Filter/Adobe.PubSec/V 4"), "the PDF is locked for the owner of a certificate"},
		{"too many pages", pages(2, func(int) string { return "" }, "<</Kids["+strings.Repeat("3 0 R ", maxPages)+"]>>"), ""},
		{"more pages than any", handmade("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids["+strings.Repeat("3 0 R ", maxPages+1)+"]>>", "<</Type/Page>>"),
			"the PDF has more than 20000 pages"},
		{"too large inside", handmade("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]>>", "<</Type/Page>>",
			streamObject("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", deflated(make([]byte, maxDecoded+1), 1))),
			"the PDF is larger inside than can be read safely"},
	} {
		_, err := Open(c.data)
		if c.want == "" {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
		if e := (*Error)(nil); !errors.As(err, &e) || e.Hint() == "" {
			t.Errorf("%s: no hint", c.name)
		}
	}
	if _, err := Open(locked(t, plain, "secret", "256")); !errors.Is(err, ErrPassword) {
		t.Errorf("locked file: %v, want ErrPassword", err)
	}
}

// TestKids has widgets that do not name their field, and that contradict it.
func TestKids(t *testing.T) {
	f := mustOpen(t, onePage("/Annots[6 0 R 7 0 R 8 0 R]", "",
		"<</T(a)/FT/Btn/Ff 49152/V/A/Kids[6 0 R 7 0 R 8 0 R]>>",
		"<</Subtype/Widget/Ff 0/Rect[0 0 9 9]/AP<</N<</A 9 0 R>>>>>>",
		"<</Subtype/Widget/Rect[0 20 9 29]/AP<</N<</B 9 0 R>>>>>>",
		"<</Subtype/Widget/Rect[0 40 9 49]/AP<</N<</A 9 0 R>>>>>>",
		streamObject("/BBox[0 0 9 9]", "")))
	if fd := f.byName["a"]; !fd.Radio || fd.Value != "A" || len(fd.places) != 3 {
		t.Errorf("read as %+v", fd.Field)
	}
	data, _ := filled(t, f, []Entry{{Field: "a", State: "B"}}, FillOptions{Editable: true})
	sound(t, data)
	g := mustOpen(t, data)
	for _, w := range g.byName["a"].places {
		if _, ok := w.dict["Parent"].(ref); !ok {
			t.Errorf("a widget without its field: %v", w.dict)
		}
	}
}

// TestOrphans has fields that only a page leads to, in a file without a form.
func TestOrphans(t *testing.T) {
	f := mustOpen(t, handmade(
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 612 792]>>",
		"<</Type/Page/Parent 2 0 R/Annots[5 0 R 6 0 R 7 0 R]>>",
		"<</T(r)/FT/Btn/Ff 49152/V/A/Kids[5 0 R 6 0 R]>>",
		"<</Subtype/Widget/Parent 4 0 R/Rect[0 0 9 9]/AP<</N<</A 8 0 R>>>>/AS/A>>",
		"<</Subtype/Widget/Parent 4 0 R/Rect[0 20 9 29]/AP<</N<</B 8 0 R>>>>/AS/Off>>",
		"<</Subtype/Widget/T(t)/FT/Tx/Rect[0 40 90 60]>>",
		streamObject("/BBox[0 0 9 9]", "")))
	data, _ := filled(t, f, []Entry{{Field: "r", State: "B"}, {Field: "t", Text: "Lyon"}}, FillOptions{Editable: true})
	sound(t, data)
	g := mustOpen(t, data)
	if g.root["AcroForm"] == nil || len(g.orphans) != 0 {
		t.Errorf("the form: %v, orphans %v", g.root["AcroForm"], g.orphans)
	}
	r := g.byName["r"]
	if r.Value != "B" || len(r.nodes) != 1 || len(r.places) != 2 || g.byName["t"].Value != "Lyon" {
		t.Errorf("%+v, nodes %v", r.Field, r.nodes)
	}
	if v := g.dict(g.dict(r.places[0].ref)["Parent"])["V"]; v != name("B") {
		t.Errorf("the field holds %v", v)
	}
}

// TestKidsThatClaim has a widget without a name that holds what is its field's.
func TestKidsThatClaim(t *testing.T) {
	f := mustOpen(t, onePage("/Annots[6 0 R]", "",
		"<</T(a)/FT/Tx/V(vieux)/Kids[6 0 R]>>",
		"<</Subtype/Widget/Parent 5 0 R/Ff 16777216/MaxLen 3/V(plus vieux)/Rect[0 0 90 20]>>"))
	data, _ := filled(t, f, []Entry{{Field: "a", Text: "neuf"}}, FillOptions{Editable: true})
	sound(t, data)
	g := mustOpen(t, data).byName["a"]
	if w := g.places[0].dict; w["V"] != nil || w["MaxLen"] != nil || w["Ff"] != 0 || g.Value != "neuf" || g.Comb {
		t.Errorf("the widget %v, the field %+v", w, g.Field)
	}
}
