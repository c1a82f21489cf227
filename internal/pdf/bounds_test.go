package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// What any file may take, whatever is in it.
const (
	mostMemory = 512 << 20        // bytes of the whole process
	mostTime   = 20 * time.Second // of a processor; the worst takes 4 s alone, and 9 s where others use the same cores: what has no bound takes minutes
)

// exhaust does all that can be done with a file.
func exhaust(data []byte) error {
	f, err := OpenWith(data, "")
	if err != nil {
		return err
	}
	f.Fields()
	f.Traits()
	for i := range f.Pages() {
		f.PageSize(i + 1)
	}
	f.Damage()
	f.Dropped()
	f.Clipped()
	l := f.Look(1)
	for i := range min(3, len(l.Pictures)) {
		l.Pictures[i].Gray()
	}
	l.Scan()
	var fit []Entry
	for _, e := range everything(f) {
		if _, err := f.Plan([]Entry{e}, FillOptions{}); err == nil {
			fit = append(fit, e)
		}
	}
	for _, editable := range []bool{false, true} {
		var b bytes.Buffer
		if _, err := f.Fill(&b, fit, FillOptions{Editable: editable}); err != nil {
			return err
		}
	}
	var b bytes.Buffer
	_, err = Join(&b, []Part{of(f, Part{})}, JoinOptions{})
	return err
}

// deflated is data compressed so many times over.
func deflated(data []byte, times int) string {
	for range times {
		var b bytes.Buffer
		w, _ := zlib.NewWriterLevel(&b, zlib.BestSpeed)
		w.Write(data)
		w.Close()
		data = b.Bytes()
	}
	return string(data)
}

// pages is a file whose page tree has so many leaves; the i-th of them has the entries that leaf
// gives, and more objects follow.
func pages(count int, leaf func(i int) string, more ...string) []byte {
	var kids strings.Builder
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", ""}
	for i := range count {
		fmt.Fprintf(&kids, "%d 0 R ", i+3)
		objects = append(objects, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]"+leaf(i)+">>")
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", count, kids.String())
	return handmade(append(objects, more...)...)
}

// formOf is a file with one page and a form of the given top field; more objects follow from 6 on.
func formOf(top string, more ...string) []byte {
	return onePage("/Annots[5 0 R]", "", append([]string{top}, more...)...)
}

// withTable is a file whose table of objects is in a stream with the given entries and data.
func withTable(entries, data string) []byte {
	b := []byte("%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/MediaBox[0 0 9 9]>>\nendobj\n")
	start := len(b)
	return fmt.Appendf(b, "4 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n",
		streamObject("/Type/XRef/Root 1 0 R"+entries, data), start)
}

func repeated(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// hostile are files that ask for more than they should get. They are made one at a time, for some
// are large.
var hostile = []struct {
	name string
	make func() []byte
}{
	{"table that unpacks to 200 MB", func() []byte {
		return withTable("/W[1 4 2]/Size 9/Filter/FlateDecode", deflated(make([]byte, 200<<20), 1))
	}},
	{"table packed three times over", func() []byte {
		return withTable("/W[1 4 2]/Size 9/Filter[/FlateDecode/FlateDecode/FlateDecode]", deflated(make([]byte, 200<<20), 3))
	}},
	{"tables, each older than the other", func() []byte {
		bomb := deflated(make([]byte, 30<<20), 1)
		b := []byte("%PDF-1.5\n")
		at := 0
		for range 60 {
			next := len(b)
			b = fmt.Appendf(b, "4 0 obj\n%s\nendobj\n", streamObject(fmt.Sprintf("/Type/XRef/W[1 4 2]/Size 9/Prev %d/Filter/FlateDecode", at), bomb))
			at = next
		}
		return fmt.Appendf(b, "startxref\n%d\n%%%%EOF\n", at)
	}},
	{"table of a thousand million", func() []byte { return withTable("/W[1 1 1]/Size 1000000000", "\x01\x02\x03") }},
	{"table of 0 bytes a row", func() []byte { return withTable("/W[0 0 0]/Size 1000000000", "") }},
	{"table from the end of numbers", func() []byte {
		return withTable("/W[1 1 1]/Index[9223372036854775807 3]/Size 9", "\x01\x02\x03\x01\x02\x03\x01\x02\x03")
	}},
	{"table in a ring", func() []byte {
		b := onePage("", "")
		at := bytes.LastIndex(b, []byte("xref\n0"))
		return bytes.Replace(b, []byte("/Root 1 0 R"), fmt.Appendf(nil, "/Root 1 0 R/Prev %d/XRefStm %d", at, at), 1)
	}},
	{"table that says it is long", func() []byte {
		return bytes.Replace(onePage("", ""), []byte("xref\n0 5"), []byte("xref\n0 99999999999"), 1)
	}},
	{"object streams", func() []byte {
		bomb := deflated(bytes.Repeat([]byte("[] "), 10<<20), 1)
		objects := []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]>>", "<</Type/Page>>"}
		for range 50 {
			objects = append(objects, streamObject("/Type/ObjStm/N 1/First 0/Filter/FlateDecode", bomb))
		}
		return handmade(objects...)
	}},
	{"object stream with a million numbers", func() []byte {
		head := repeated(1_000_000, "%d 0 ")
		body := head + "(" + strings.Repeat("x", 1<<20) + ")"
		b := handmade("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]>>", "<</Type/Page>>",
			streamObject(fmt.Sprintf("/Type/ObjStm/N 1000000/First %d/Filter/FlateDecode", len(head)), deflated([]byte(body), 1)))
		return bytes.Replace(b, []byte("startxref"), []byte("startxxxx"), 1)
	}},
	{"drawings of pages", func() []byte {
		bomb := deflated(bytes.Repeat([]byte("q Q "), 5<<20), 1)
		var streams []string
		for range 100 {
			streams = append(streams, streamObject("/Filter/FlateDecode", bomb))
		}
		return pages(100, func(i int) string {
			return fmt.Sprintf("/Contents %d 0 R/Annots[<</Subtype/Widget/FT/Tx/V(a)/T(a)/Rect[0 0 9 9]>>]", i+103)
		}, streams...)
	}},
	{"one drawing shared by 20,000 pages", func() []byte {
		return pages(maxPages, func(int) string { return fmt.Sprintf("/Contents %d 0 R", maxPages+3) },
			streamObject("/Filter/FlateDecode", deflated(bytes.Repeat([]byte("q Q "), 7<<20), 1)))
	}},
	{"drawing in a million parts", func() []byte {
		return pages(100, func(int) string { return "/Contents 103 0 R" }, "["+strings.Repeat("104 0 R ", 500_000)+"]", streamObject("", "q"))
	}},
	{"filters one on another", func() []byte {
		return onePage("/Annots[<</Subtype/Widget/FT/Tx/V 5 0 R/T(a)/Rect[0 0 9 9]>>]", "",
			streamObject("/Filter["+strings.Repeat("/FlateDecode", 500)+"]", deflated(make([]byte, 1<<20), 5)))
	}},
	{"rows of 2 GB", func() []byte {
		return withTable("/W[1 1 1]/Size 9/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 2147483647/Colors 4>>", deflated(make([]byte, 99), 1))
	}},
	{"arrays in arrays", func() []byte { return formOf(strings.Repeat("[", 1_000_000)) }},
	{"dictionaries in dictionaries", func() []byte { return formOf(strings.Repeat("<</A", 1_000_000)) }},
	{"arrays in arrays, closed", func() []byte {
		return formOf(strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000))
	}},
	{"trailer of arrays in arrays", func() []byte {
		return []byte("%PDF-1.4\nxref\n0 0\ntrailer" + strings.Repeat("<</A[", 200_000) + "\nstartxref\n9\n%%EOF")
	}},
	{"numbers", func() []byte { return formOf("[" + strings.Repeat("0 ", 4_000_000) + "]") }},
	{"small dictionaries", func() []byte { return formOf("[" + strings.Repeat("<</A 0>>", 500_000) + "]") }},
	{"small dictionaries in many objects", func() []byte {
		var objects []string
		for range 12 {
			objects = append(objects, "["+strings.Repeat("<</A 0>>", 100_000)+"]")
		}
		return formOf("null", objects...)
	}},
	{"objects", func() []byte {
		return []byte("%PDF-1.4\n" + repeated(600_000, "%d 0 obj[]endobj\n"))
	}},
	{"strings without an end", func() []byte {
		return []byte("%PDF-1.4\n" + repeated(150_000, "%d 0 obj(((\n"))
	}},
	{"streams without an end", func() []byte {
		return []byte("%PDF-1.4\n" + repeated(200_000, "%d 0 obj<</Length 99999999>>stream\n"))
	}},
	{"words that look like objects", func() []byte {
		return []byte("%PDF-1.4\n" + strings.Repeat("obj ", 2_000_000) + strings.Repeat("trailer", 200_000))
	}},
	{"one page 600,000 times", func() []byte {
		return handmade("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids["+strings.Repeat("3 0 R ", 600_000)+"]>>", "<</Type/Page"+repeated(200, "/K%d 1")+">>")
	}},
	{"nodes of pages without leaves", func() []byte {
		return handmade("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids["+strings.Repeat("<</Kids[]>>", 300_000)+"]>>")
	}},
	{"tree of pages in a ring", func() []byte {
		return handmade("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]>>", "<</Type/Pages/Kids[2 0 R 3 0 R]>>")
	}},
	{"notes shared by all pages", func() []byte {
		return pages(2000, func(int) string { return "/Annots 2003 0 R" },
			"["+strings.Repeat("2004 0 R ", 100_000)+"]", "<</Subtype/Text/Rect[0 0 9 9]>>")
	}},
	{"fields in a ring", func() []byte {
		return formOf("<</T(a)/FT/Tx/Parent 6 0 R/Kids[6 0 R]>>", "<</T(b)/Parent 5 0 R/Kids[5 0 R 6 0 R]>>")
	}},
	{"fields without number", func() []byte {
		return formOf("<</T(a)/FT/Tx/Kids[" + strings.Repeat("6 0 R ", 600_000) + "]>>")
	}},
	{"long names one under another", func() []byte {
		name := strings.Repeat("n", 100_000)
		var objects []string
		for i := range 60 {
			objects = append(objects, fmt.Sprintf("<</T(%s)/FT/Tx/Kids[%d 0 R]>>", name, i+6))
		}
		return formOf(objects[0], objects[1:]...)
	}},
	{"long value for many fields", func() []byte {
		var kids []string
		for range 20_000 {
			kids = append(kids, "<</T(k)/Subtype/Widget/Rect[0 0 9 9]>>")
		}
		return formOf("<</T(a)/FT/Tx/V("+strings.Repeat("v", 1<<20)+")/Kids["+refs(6, 20_000)+"]>>", kids...)
	}},
	{"long list for many boxes", func() []byte {
		var kids []string
		for i := range 20_000 {
			kids = append(kids, fmt.Sprintf("<</T(k%d)/Subtype/Widget/Rect[0 0 9 9]/Parent 5 0 R>>", i))
		}
		return formOf("<</T(a)/FT/Ch/Opt["+strings.Repeat("(x)", 200_000)+"]/Kids["+refs(6, 20_000)+"]>>", kids...)
	}},
	{"one long list for many fields", func() []byte {
		var kids []string
		for i := range 200 {
			kids = append(kids, fmt.Sprintf("<</T(k%d)/FT/Ch/Subtype/Widget/Rect[0 0 9 9]/Opt 206 0 R>>", i))
		}
		return formOf("<</T(a)/Kids["+refs(6, 200)+"]>>", append(kids, "["+repeated(400_000, "(o%d)")+"]")...)
	}},
	{"one long text for many choices", func() []byte {
		return formOf("<</T(a)/FT/Ch/Subtype/Widget/Rect[0 0 9 9]/Opt["+strings.Repeat("6 0 R ", 200_000)+"]>>", "("+strings.Repeat("x", 1<<20)+")")
	}},
	{"one long text for many fields", func() []byte {
		var kids []string
		for i := range 20_000 {
			kids = append(kids, fmt.Sprintf("<</T(k%d)/FT/Tx/Subtype/Widget/Rect[0 0 9 9]/V 20006 0 R/TU 20006 0 R>>", i))
		}
		return formOf("<</T(a)/Kids["+refs(6, 20_000)+"]>>", append(kids, "("+strings.Repeat("x", 1<<20)+")")...)
	}},
	{"states shared by many boxes", func() []byte {
		var kids []string
		for i := range 5000 {
			kids = append(kids, fmt.Sprintf("<</T(k%d)/FT/Btn/Subtype/Widget/Rect[0 0 9 9]/AP 5006 0 R>>", i))
		}
		return formOf("<</T(a)/Kids["+refs(6, 5000)+"]>>", append(kids, "<</N<<"+repeated(100_000, "/S%d 4 0 R")+">>>>")...)
	}},
	{"values in streams", func() []byte {
		var kids []string
		for i := range 200 {
			kids = append(kids, fmt.Sprintf("<</T(k%d)/FT/Tx/Subtype/Widget/Rect[0 0 9 9]/V 206 0 R>>", i))
		}
		return formOf("<</T(a)/Kids["+refs(6, 200)+"]>>",
			append(kids, streamObject("/Filter/FlateDecode", deflated(bytes.Repeat([]byte("v"), 30<<20), 1)))...)
	}},
	{"lengths that lie", func() []byte {
		return onePage("/Annots[]", "", "<</Length 5 0 R>>\nstream\nx\nendstream", "<</Length -1>>\nstream\nx\nendstream",
			"<</Length 9223372036854775807>>\nstream\nx\nendstream", "<</Length 8 0 R>>\nstream\nx\nendstream")
	}},
	{"pictures in pictures", func() []byte {
		var forms []string
		for i := range 6 {
			forms = append(forms, streamObject(fmt.Sprintf("/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>", i+6), strings.Repeat("/X Do ", 50_000)))
		}
		return onePage("/Resources<</XObject<</X 5 0 R>>>>", "/X Do", append(forms, "null")...)
	}},
	{"a picture of 100 million pixels", func() []byte {
		return onePage("/Resources<</XObject<</X 5 0 R>>>>", "9 0 0 9 0 0 cm /X Do",
			streamObject("/Subtype/Image/Width 7000/Height 8000/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode", deflated(make([]byte, 7000*8000*3), 1)))
	}},
	{"actions that follow each other", func() []byte {
		return onePage("/AA<</O 5 0 R>>", "", "<</S/URI/Next["+strings.Repeat("6 0 R ", 400_000)+"]>>", "[5 0 R"+strings.Repeat("<</S/URI>>", 100_000)+"]")
	}},
	{"a drawing of many names", func() []byte {
		return onePage("/Resources<</XObject 5 0 R>>", repeated(400_000, "/N%d Do "), "<<"+repeated(100_000, "/N%d 6 0 R")+">>", streamObject("/Subtype/Form", "/N1 Do"))
	}},
	{"drawings that break off, shared by all pages", func() []byte {
		bomb := deflated(bytes.Repeat([]byte("q Q "), 7<<20), 1)
		return pages(2000, func(int) string { return "/Contents[2003 0 R 2004 0 R]" },
			streamObject("/Filter/FlateDecode", bomb[:len(bomb)-40]), streamObject("/Filter/FlateDecode", bomb[:len(bomb)-90]))
	}},
	{"references in a ring", func() []byte { return formOf("6 0 R", "5 0 R") }},
}

func refs(from, count int) string {
	var b strings.Builder
	for i := range count {
		fmt.Fprintf(&b, "%d 0 R ", from+i)
	}
	return b.String()
}

// TestBounds uses each hostile file in a process of its own, and looks at what that took.
func TestBounds(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a while")
	}
	for _, c := range hostile {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			name := onDisk(t, c.make())
			child := exec.Command(os.Args[0], "-test.run=^TestUsed$")
			child.Env = append(os.Environ(), "DOSSIER_HOSTILE="+name, "GOMEMLIMIT=off", "GOGC=100")
			out, err := child.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out[:min(len(out), 2000)])
			}
			var kb int
			line, _, _ := strings.Cut(string(out), "\n")
			if _, err := fmt.Sscanf(line, "used %d kB", &kb); err != nil {
				t.Fatalf("%v: %s", err, line)
			}
			took := child.ProcessState.UserTime() + child.ProcessState.SystemTime()
			t.Log(took, line)
			if took > mostTime {
				t.Errorf("took %v, want %v", took, mostTime)
			}
			if kb<<10 > mostMemory {
				t.Errorf("took %d MB, want %d", kb>>10, mostMemory>>20)
			}
		})
	}
}

// TestUsed is the process that TestBounds starts.
func TestUsed(t *testing.T) {
	name := os.Getenv("DOSSIER_HOSTILE")
	if name == "" {
		t.Skip("run by TestBounds")
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	err = exhaust(data)
	if err != nil && !errors.As(err, new(*Error)) && !own(err) {
		t.Fatalf("not an error of ours: %v", err)
	}
	fmt.Printf("used %d kB: %d bytes, %v\n", peak(t), len(data), err)
}

// peak is the most memory this process has had, in kilobytes.
func peak(t *testing.T) int {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("no /proc here")
	}
	for _, line := range strings.Split(string(status), "\n") {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "VmHWM:" {
			n, _ := strconv.Atoi(f[1])
			return n
		}
	}
	t.Fatal("no VmHWM in /proc/self/status")
	return 0
}
