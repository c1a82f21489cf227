package dossier

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"dossier/internal/meter"
	"dossier/internal/picture"
)

// A memory is a Seen of a test.
type memory struct {
	mu   sync.Mutex
	kept map[string][]byte
}

func (m *memory) Sum(data []byte) string { return Hash(data) }

func (m *memory) Get(sum string) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.kept[sum]
}

func (m *memory) Put(sum string, learnt []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept[sum] = learnt
}

// What was learnt of scans changes no byte of the papers and nothing that is said of them, and a scan that was whole is
// read once. What is damaged, or of another version, counts as nothing.
func TestSeenChangesNothing(t *testing.T) {
	seen := &memory{kept: map[string][]byte{}}
	read := 0
	var mu sync.Mutex
	counted := func(data []byte) (*picture.Scan, error) {
		mu.Lock()
		defer mu.Unlock()
		read++
		return picture.Read(data)
	}
	made := func(change func(*Job)) (string, map[string][]byte) {
		all, files := "", map[string][]byte{}
		read = 0
		jobs := people(t)
		for _, name := range slices.Sorted(maps.Keys(jobs))[:5] {
			j := jobs[name]
			j.Picture = counted
			change(j)
			d, err := j.Build()
			if err != nil {
				t.Fatal(name, err)
			}
			for paper, data := range papersOf(t, d) {
				if paper != "manifest.json" {
					files[name+" "+paper] = data
				}
			}
			d.Manifest.Program = ""
			said, err := d.Manifest.JSON()
			if err != nil {
				t.Fatal(err)
			}
			all += string(said)
		}
		return all, files
	}
	alone, papers := made(func(*Job) {})
	cold := read
	if cold == 0 {
		t.Fatal("the profiles have no pictures")
	}
	same := func(name string, change func(*Job), want int) {
		t.Helper()
		said, files := made(func(j *Job) { j.Seen = seen; change(j) })
		if said != alone || !maps.EqualFunc(files, papers, bytes.Equal) {
			t.Errorf("%s: papers or manifest are others", name)
		}
		if want >= 0 && read != want {
			t.Errorf("%s: %d pictures were read, want %d", name, read, want)
		}
	}
	same("the first time", func(*Job) {}, -1)
	kept := len(seen.kept)
	if kept == 0 {
		t.Fatal("nothing was kept")
	}
	same("again", func(*Job) {}, -1)
	warm := read
	if warm >= cold {
		t.Errorf("%d pictures were read, %d without memory", warm, cold)
	}
	sound := maps.Clone(seen.kept)
	for _, at := range []int{0, 60, -1} {
		for sum, learnt := range sound {
			bad := slices.Clone(learnt)
			bad[(at+len(bad))%len(bad)] ^= 1
			seen.kept[sum] = bad
		}
		same(fmt.Sprintf("byte %d is another", at), func(*Job) {}, -1)
		if read <= warm {
			t.Errorf("byte %d is another, and it was believed", at)
		}
	}
	for sum, learnt := range sound {
		seen.kept[sum] = learnt[:len(learnt)/2]
	}
	same("cut off", func(*Job) {}, -1)
	same("of another version", func(j *Job) { j.Version = "other" }, -1)
	if read <= warm {
		t.Error("what another version had learnt was believed")
	}

	if len(seen.kept) != kept {
		t.Errorf("%d are kept, %d before", len(seen.kept), kept)
	}
}

// asJPEG is a page of testdata/scans as a JPEG.
func asJPEG(t *testing.T, name string, quality int) []byte {
	t.Helper()
	data, err := fromScans(name)
	if err != nil {
		t.Fatal(err)
	}
	m, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A flawed is an applicant with scans that are looked at again and again.
type flawed struct {
	*Job
	files map[string][]byte
	mu    sync.Mutex
	read  []string // pictures, by the sum of their file
}

func newFlawed(t *testing.T, files map[string][]byte) *flawed {
	f := &flawed{files: files}
	text := sound
	for _, name := range slices.Sorted(maps.Keys(f.files)) {
		text += fmt.Sprintf("[[document]]\nkind = \"other\"\ntitle = \"Pièce %[1]s\"\nlanguage = \"French\"\nfile = %[1]q\n", name)
	}
	f.Job = jobOf(t, text)
	f.Job.Read = func(name string) ([]byte, error) {
		if data, ok := f.files[name]; ok {
			return bytes.Clone(data), nil
		}
		return fromScans(name)
	}
	f.Job.Picture = func(data []byte) (*picture.Scan, error) {
		f.mu.Lock()
		f.read = append(f.read, Hash(data))
		f.mu.Unlock()
		return picture.Read(data)
	}
	return f
}

// flaws are scans with all that can be wrong with one, twins among them, and sound ones.
func flaws(t *testing.T) map[string][]byte {
	files := map[string][]byte{
		"again.jpg":   asJPEG(t, "page-letter.png", 90),
		"copy.jpg":    asJPEG(t, "page-letter.png", 70),
		"october.jpg": asJPEG(t, "page-rent-october.png", 80), "november.jpg": asJPEG(t, "page-rent-november.png", 80), "december.jpg": asJPEG(t, "page-rent-december.png", 80),
		"askew.jpg": asJPEG(t, "page-askew-7.png", 80), "left.jpg": asJPEG(t, "page-cut-left.png", 80), "below.jpg": asJPEG(t, "page-cut-below.png", 80),
		"large.jpg": strokes(t, 1),
	}
	for _, name := range []string{
		"page-blurred.jpg", "page-pale.jpg", "page-washed-out.jpg", "page-dark.jpg", "page-60-dpi.jpg", "page-blank.jpg", "page-on-table.jpg",
		"page-passport.jpg", "exif-3.jpg", "exif-6.jpg", "gps.jpg", "cmyk.jpg", "grey.jpg", "progressive.jpg", "receipt-slip.jpg", "large-400dpi.jpg",
		"broken-truncated.jpg", "broken-progressive.jpg", "page-stamped.png", "page-upside-down.pdf", "letter-us.pdf",
	} {
		data, err := fromScans(name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = data
	}
	upside, _, err := image.Decode(bytes.NewReader(files["again.jpg"]))
	if err != nil {
		t.Fatal(err)
	}
	grey := image.NewGray(upside.Bounds())
	draw.Draw(grey, grey.Rect, upside, upside.Bounds().Min, draw.Src)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture.Upright(grey, 2, false), nil); err != nil {
		t.Fatal(err)
	}
	files["upside-down.jpg"] = b.Bytes()
	return files
}

// examined is all that is learnt of the files.
func (f *flawed) examined() string {
	f.read = nil
	all, found := f.Examine(Pieces(f.Applicant))
	said := ""
	for _, a := range all {
		said += fmt.Sprintf("%s %s %d %v %v %v ", a.Path, a.SHA256, a.Pages, a.Err, a.condition, a.Changed)
		for _, s := range a.stills {
			said += fmt.Sprintf("%v %v %x %d %+v ", s.at, s.lying, s.ink, s.like, s.raw)
		}
		said += "\n"
	}
	for _, x := range found {
		said += fmt.Sprintf("%s %s %s %s %s\n", x.Pos, x.Rule, x.Level, x.Said("en"), x.Said("fr"))
	}
	return said
}

// Whatever is wrong with scans is found as well by who knows them, and no page of a whole JPEG is read for it: not even
// of those that look alike.
func TestFlawsAreRemembered(t *testing.T) {
	f := newFlawed(t, flaws(t))
	cold := f.examined()
	for _, rule := range []string{"scan-resolution", "scan-blurred", "scan-contrast", "scan-dark", "scan-skewed", "scan-upside-down", "scan-cut", "scan-blank", "scan-duplicate"} {
		if !strings.Contains(cold, " "+rule+" ") {
			t.Errorf("%s is not among what is wrong", rule)
		}
	}
	built := func() (string, map[string][]byte) {
		d, err := f.Build()
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("%v", d.Findings), papersOf(t, d)
	}
	said, papers := built()
	seen := &memory{kept: map[string][]byte{}}
	f.Seen = seen
	same := func(name string) {
		t.Helper()
		if got := f.examined(); got != cold {
			t.Errorf("%s: otherwise:\n%s\nbefore:\n%s", name, got, cold)
		}
	}
	// None but those of which nothing is kept: what is no whole JPEG, and what is too small to be measured.
	var others []string
	for _, name := range []string{"page-stamped.png", "broken-truncated.jpg", "broken-progressive.jpg", "exif-3.jpg", "exif-6.jpg", "progressive.jpg"} {
		others = append(others, Hash(f.files[name]))
	}
	slices.Sort(others)
	remembered := func(name string) {
		t.Helper()
		same(name)
		if slices.Sort(f.read); !slices.Equal(slices.Compact(f.read), others) {
			for file, data := range f.files {
				if sum := Hash(data); slices.Contains(f.read, sum) != slices.Contains(others, sum) {
					t.Errorf("%s: %s was read: %v", name, file, slices.Contains(f.read, sum))
				}
			}
		}
	}
	same("the first time")
	remembered("again")
	for sum, data := range seen.kept {
		if len(data) > 10<<10 {
			t.Errorf("%d bytes are kept of %s", len(data), sum)
		}
	}
	if again, files := built(); again != said || !maps.EqualFunc(files, papers, bytes.Equal) {
		t.Error("papers or findings are others")
	}

	whole := maps.Clone(seen.kept)
	known := slices.Sorted(maps.Keys(whole))
	for i, sum := range known {
		seen.kept[sum] = whole[known[(i+1)%len(known)]]
	}
	same("each has what was learnt of another")
	if !maps.EqualFunc(seen.kept, whole, bytes.Equal) {
		t.Error("what was learnt anew is another")
	}

	// A file that is gone from memory is compared with those that are known.
	copied := Hash(f.files["copy.jpg"])
	for _, other := range known {
		if first, later := Hash(f.files["again.jpg"]), copied; other == pairOf(first+" at 300", later+" at 300") || other == copied {
			delete(seen.kept, other)
		}
	}
	if len(seen.kept) != len(whole)-2 {
		t.Fatalf("%d are kept of %d, and twins are not among them", len(seen.kept), len(whole))
	}
	same("one is new")
	if n := len(f.read) - len(others); n < 1 || n > 6 {
		t.Errorf("%d pictures were read for one that is new", n)
	}
}

// With fewer dots a page is another one, and known as that: its picture is made again, and it is not looked at.
func TestFewerDotsAreRemembered(t *testing.T) {
	f := newFlawed(t, map[string][]byte{"again.jpg": asJPEG(t, "page-letter.png", 90), "copy.jpg": asJPEG(t, "page-letter.png", 70)})
	f.Seen = &memory{kept: map[string][]byte{}}
	f.examined()
	for _, dpi := range []int{100, 0} {
		seen := f.Seen
		f.MaxDPI, f.Seen = dpi, nil
		cold := f.examined()
		f.Seen = seen
		for _, name := range []string{"the first time", "again"} {
			if got := f.examined(); got != cold {
				t.Errorf("%d dots, %s: otherwise:\n%s\nbefore:\n%s", dpi, name, got, cold)
			}
		}
		if len(f.read) > 0 || !strings.Contains(cold, "scan-duplicate") {
			t.Errorf("%d dots: %d pictures were read, and twins are found: %v", dpi, len(f.read), strings.Contains(cold, "scan-duplicate"))
		}
	}
}

// What can be no page is learnt anew, though it was kept as it had to be.
func TestSeenMustBeSound(t *testing.T) {
	f := newFlawed(t, map[string][]byte{"left.jpg": asJPEG(t, "page-cut-left.png", 80)})
	want := f.examined()
	f.Seen = &memory{kept: map[string][]byte{}}
	f.examined()
	for _, harm := range []func(l *learnt){
		func(l *learnt) { l.Glance.Cuts = []meter.Defect{{Kind: meter.Cut, Value: 9, Side: 4}} },
		func(l *learnt) { l.Glance.Cuts = []meter.Defect{{Kind: 99}} },
		func(l *learnt) { l.Glance.Afar.W = 0 },
		func(l *learnt) { l.Glance.Afar.H++ },
		func(l *learnt) { l.Glance.Afar.Ink = nil },
		func(l *learnt) { l.Glance = nil },
		func(l *learnt) { l.On.Left++ },
		func(l *learnt) { l.SHA256 = "" },
	} {
		sum := Hash(f.files["left.jpg"])
		l := f.recall(sum)
		if l == nil {
			t.Fatal("nothing is kept of a scan")
		}
		harm(l)
		f.keep(sum, l)
		if got := f.examined(); got != want {
			t.Errorf("believed %+v", l)
		}
	}
}
