package pdf

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// handmade writes objects 1, 2, ... as a file; object 1 is the catalog.
func handmade(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

func streamObject(entries, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", entries, len(data), data)
}

// onePage is a file of one page: its entries, its drawing, then objects from 5 on.
func onePage(page, content string, more ...string) []byte {
	return handmade(append([]string{
		"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]/DA(/Helv 0 Tf 0 g)>>>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 612 792]/Resources<</Font<</F0<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R" + page + ">>",
		streamObject("", content),
	}, more...)...)
}

// locked has qpdf encrypt a file; how is a key length and further options.
func locked(t *testing.T, data []byte, password string, how ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath("qpdf"); err != nil {
		t.Skip("qpdf is not installed")
	}
	name := filepath.Join(t.TempDir(), "locked.pdf")
	args := append([]string{"--allow-weak-crypto", "--encrypt", password, "owner"}, how...)
	out, err := exec.Command("qpdf", append(args, "--", onDisk(t, data), name)...).CombinedOutput()
	if err != nil {
		t.Fatalf("qpdf: %v\n%s", err, out)
	}
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestLockedForReading reads files that any reader opens without a password.
func TestLockedForReading(t *testing.T) {
	plain := onePage("/Annots[5 0 R]", "BT /F0 9 Tf 9 9 Td (base) Tj ET",
		"<</Subtype/Widget/T(pr\xe9c)/FT/Tx/TU(\\(aide\\))/Rect[100 100 200 120]>>")
	for _, how := range [][]string{{"40"}, {"128", "--use-aes=n"}, {"128", "--use-aes=y"}, {"256"}} {
		f := mustOpen(t, locked(t, plain, "", how...))
		if fd := f.byName["préc"]; fd == nil || fd.Tooltip != "(aide)" {
			t.Errorf("%v: fields %+v", how, f.Fields())
			continue
		}
		data, placed := filled(t, f, []Entry{{Field: "préc", Text: "Łódź"}}, FillOptions{})
		sound(t, data)
		readBack(t, data, placed)
		if words := tool(t, data, "pdftotext", nil, "-"); !strings.Contains(words, "base") {
			t.Errorf("%v: words on paper: %q", how, words)
		}
	}
}

func TestPages(t *testing.T) {
	f := mustOpen(t, handmade(
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R 4 0 R 3 0 R<</Type/Page/MediaBox[0 0 10 20]>>]/Count 4/MediaBox[100 0 0 200]/Rotate -90>>",
		"<</Type/Page/Parent 2 0 R>>",
		"<</Type/Page/Parent 2 0 R/Rotate 540/CropBox[10 10 60 500]/UserUnit 2>>",
	))
	want := [][2]float64{{200, 100}, {100, 380}, {200, 100}, {20, 10}}
	if f.Pages() != len(want) {
		t.Fatalf("%d pages, want %d", f.Pages(), len(want))
	}
	for i, size := range want {
		if w, h := f.PageSize(i + 1); w != size[0] || h != size[1] {
			t.Errorf("page %d is %g × %g, want %g × %g", i+1, w, h, size[0], size[1])
		}
	}
	var b bytes.Buffer
	if _, err := f.Fill(&b, nil, FillOptions{}); err != nil {
		t.Fatal(err)
	}
	sound(t, b.Bytes())
	if again := mustOpen(t, b.Bytes()); again.Pages() != len(want) {
		t.Errorf("%d pages once written, want %d", again.Pages(), len(want))
	}
}

func TestFields(t *testing.T) {
	f := mustOpen(t, onePage("/Annots[6 0 R 7 0 R 8 0 R 9 0 R 10 0 R]", "",
		"<</T(top)/FT/Tx/Ff 4096/MaxLen 9/V<feff00e9>/Q 2/Kids[6 0 R 7 0 R 8 0 R]>>",
		"<</Subtype/Widget/T(pr\xe9c)/Parent 5 0 R/Rect[10 10 90 30]/DA(/Helv 7 Tf)>>",
		"<</Subtype/Widget/T(b)/Parent 5 0 R/FT/Ch/Ff 0/Opt[[(fr)(France)](Maroc)]/V(fr)/Rect[90 60 10 50]>>",
		"<</Subtype/Widget/T(c)/Parent 5 0 R/Ff 16777216/Rect[10 70 90 90]>>",
		"<</Subtype/Widget/T(lost)/FT/Btn/Rect[0 0 10 10]/AP<</N<</Oui#e9 11 0 R/Off 11 0 R>>>>>>",
		"<</Subtype/Link/Rect[0 0 10 10]>>",
		streamObject("/BBox[0 0 1 1]", ""),
	))
	want := strings.Join([]string{
		`top.préc text multiline=true comb=false max=9 value="é" 1 [10 10 90 30] []`,
		`top.b choice multiline=false comb=false max=9 value="fr" 1 [10 50 90 60] []`,
		`top.c text multiline=false comb=true max=9 value="é" 1 [10 70 90 90] []`,
		`lost button multiline=false comb=false max=0 value="" 1 [0 0 10 10] [Ouié]`,
	}, "\n")
	var got []string
	for _, fd := range f.Fields() {
		w := fd.Widgets[0]
		got = append(got, fmt.Sprintf("%s %s multiline=%v comb=%v max=%d value=%q %d [%g %g %g %g] %v", fd.Name, fd.Type,
			fd.Multiline, fd.Comb, fd.MaxLen, fd.Value, w.Page, w.Rect.X0, w.Rect.Y0, w.Rect.X1, w.Rect.Y1, w.States))
	}
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("fields:\n%s\nwant:\n%s", s, want)
	}
	if a := f.byName["top.préc"]; a.align != 2 || typeSize(a.da) != 7 {
		t.Errorf("alignment %d and size %g, want 2 and 7", a.align, typeSize(a.da))
	}
	var b bytes.Buffer
	entries := []Entry{{Field: "lost", State: "Ouié"}, {Field: "top.b", Text: "Maroc"}, {Field: "top.c", Text: "ab"}}
	if _, err := f.Fill(&b, entries, FillOptions{Editable: true}); err != nil {
		t.Fatal(err)
	}
	sound(t, b.Bytes())
	again := mustOpen(t, b.Bytes())
	if len(again.orphans) != 0 || again.byName["lost"].Value != "Ouié" || again.byName["top.b"].Value != "Maroc" {
		t.Errorf("written and read: %+v", again.Fields())
	}
	if c := again.byName["top.c"]; c.Value != "ab" || c.Comb || c.MaxLen != noLimit {
		t.Errorf("comb not undone: %+v", c.Field)
	}
}

func TestText(t *testing.T) {
	for _, c := range []struct {
		stored text
		want   string
	}{
		{"pr\xe9c", "préc"},
		{"\x9c\x80\xa0\x1f", "œ•€˜"},
		{"\xfe\xff\x00A\xd8\x3d\xde\x00", "A😀"},
		{"\xff\xfeA\x00", "A"},
		{"\xef\xbb\xbfé", "é"},
		{"\xfe\xff\x00", ""},
	} {
		if got := decodeText(c.stored); got != c.want {
			t.Errorf("%q reads %q, want %q", string(c.stored), got, c.want)
		}
	}
	for _, s := range []string{"", "Lyon", "é", "Nguyễn", "a\nb", "😀", "^~\\()"} {
		if got := decodeText(encodeText(s)); got != s {
			t.Errorf("%q comes back as %q", s, got)
		}
	}
}

func TestBalance(t *testing.T) {
	for content, want := range map[string]balance{
		"":                         {},
		"q 1 0 0 1 0 0 cm Q":       {},
		"q q Q":                    {open: 1},
		"Q Q q":                    {missing: 2, open: 1},
		"(q \\) q) Tj q":           {open: 1},
		"((q) Q) Tj <71> Tj /q gs": {},
		"% q\nQ":                   {missing: 1},
		"BI /W 1 ID q q Q EI q":    {open: 1},
		"BT [(q)-2(q)]TJ ET q(":    {open: 1, ends: ")\n"},
		"BT [(q)-2((q":             {ends: "))\n]\nET\n"},
		"BT <71> Tj <7":            {ends: ">\nET\n"},
		"/A BMC /B BDC q EMC":      {open: 1, ends: "EMC\n"},
		"EMC /A BMC EMC":           {},
		"BI /W 1 ID q q":           {ends: "\nEI\n"},
	} {
		if got := balanceOf([]byte(content)); got != want {
			t.Errorf("%q: %+v, want %+v", content, got, want)
		}
	}
}

func TestWrittenObjects(t *testing.T) {
	none := func(ref) out { return 0 }
	for want, o := range map[string]object{
		"/A#20B#2f#c3#a9#23":  name("A B/é#"),
		`(a\(\)\\)`:           text(`a()\`),
		"<e9>":                text("\xe9"),
		"0.0001":              1e-4,
		"123456789":           123456789.0,
		"0":                   1e-30,
		"[1 null true 7 0 R]": array{1, nil, true, out(7)},
		"null":                ref(3),
		"<</A 1\n/B -2\n>>":   dict{"B": -2, "A": 1},
	} {
		if got := string(appendObject(nil, o, none)); got != want {
			t.Errorf("%#v is written %s, want %s", o, got, want)
		}
	}
}
