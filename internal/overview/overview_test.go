package overview

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dossier/internal/batch"
	"dossier/internal/dossier"
	"dossier/internal/invent"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

const today = "2026-11-22"

// invented are the lines of so many invented people, of whom every seventh failed.
func invented(t testing.TB, n int) []batch.Line {
	t.Helper()
	day, err := profile.ParseDate(today)
	if err != nil {
		t.Fatal(err)
	}
	var lines []batch.Line
	for i := range n {
		a, err := profile.Load("me.toml", func(string) ([]byte, error) { return []byte(invent.Profile(i, "scans")), nil })
		if err != nil {
			t.Fatal(err)
		}
		d := &dossier.Dossier{Findings: rule.Check(a, day), Papers: dossier.Papers{}}
		d.Findings = append(d.Findings, rule.New(a, "scan-blurred", "document[0].file", rule.Text{EN: "page 1", FR: "page 1"}), rule.New(a, "scan-blurred", "document[0].file", rule.Text{EN: "page 2", FR: "page 2"}))
		l := Line(rule.NewCase(a, day), d.Findings, &d.Manifest, true)
		l.ID, l.Key = fmt.Sprintf("person-%06d", i), fmt.Sprint(i)
		if i%7 == 6 {
			l = batch.Line{ID: l.ID, Status: batch.Failed, Reason: "the profile cannot be read"}
		}
		lines = append(lines, l)
	}
	return lines
}

// hostile are lines that only somebody who means harm makes: what is not checked may come from a ledger that was
// written to.
func hostile() ([]batch.Line, map[string]string) {
	const x = `"><script>alert(1)</script><img src=x onerror=alert(2)>' </style></title>{{.}}<!--`
	var lines []batch.Line
	names := map[string]string{}
	for _, id := range []string{x, "=cmd|' /C calc'!A0", "javascript:alert(1)", "//evil.example/x", "data:text/html,<b>", "a&b=c?d#e%20f", "é ü"} {
		lines = append(lines, batch.Line{
			ID: id, Status: batch.Blocked, Blocks: 1, Pages: 3, Reason: x, Day: today,
			Found: []batch.Found{{Rule: x, Level: x, N: 2}, {Rule: "iban", Level: "block", N: 1}},
			Chase: []batch.Chase{{Rule: x, Level: x, Key: x, Kind: x}, {Rule: "iban", Level: "block", Key: "bank.iban"}},
			Due:   []batch.Due{{Day: x, What: x, Kind: x}, {Day: "2027-01-01", What: "appeal"}},
		})
		names[id] = "Zoé " + x + " & Söhne"
	}
	return append(lines, batch.Line{ID: "failed", Status: batch.Failed, Reason: x}, batch.Line{ID: "other", Status: batch.Status(x)}), names
}

// each gives lines without an error.
func each(lines []batch.Line) iter.Seq2[batch.Line, error] {
	return func(yield func(batch.Line, error) bool) {
		for _, l := range lines {
			if !yield(l, nil) {
				return
			}
		}
	}
}

func pageOf(t testing.TB, r Report) string {
	t.Helper()
	var b strings.Builder
	if err := r.HTML(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func csvOf(t testing.TB, r Report) string {
	t.Helper()
	var b strings.Builder
	if err := r.CSV(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestLine(t *testing.T) {
	a, err := profile.Load("me.toml", func(string) ([]byte, error) { return []byte(invent.Profile(0, "")), nil })
	if err != nil {
		t.Fatal(err)
	}
	day, _ := profile.ParseDate(today)
	c := rule.NewCase(a, day)
	find := func(ids ...string) *dossier.Dossier {
		d := &dossier.Dossier{Papers: dossier.Papers{}}
		for _, id := range ids {
			d.Findings = append(d.Findings, rule.New(a, id, "bank.iban", rule.Text{EN: "secret", FR: "secret"}))
		}
		return d
	}
	line := func(d *dossier.Dossier) batch.Line { return Line(c, d.Findings, &d.Manifest, d.Papers != nil) }
	d := find("scan-dark", "iban", "form-official", "apostille", "iban")
	got := line(d)
	want := batch.Line{Status: batch.Blocked, Blocks: 2, Warns: 2, Infos: 1, Reason: "form-official iban", Day: today,
		Found: []batch.Found{{Rule: "iban", Level: "block", N: 2}, {Rule: "form-official", Level: "warn", N: 1}, {Rule: "scan-dark", Level: "warn", N: 1}, {Rule: "apostille", Level: "info", N: 1}},
		Chase: []batch.Chase{{Rule: "scan-dark", Level: "warn", Key: "bank.iban"}, {Rule: "iban", Level: "block", Key: "bank.iban"}},
		Due:   []batch.Due{{Day: "2027-06-19", What: "permit-end"}}}
	if got.Due = slices.DeleteFunc(got.Due, func(d batch.Due) bool { return d.What != "permit-end" }); !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
	if l := line(find("form-official")); l.Status != batch.Ready || l.Reason != "form-official" {
		t.Errorf("%+v", l)
	}
	nothing := find("form-glyph")
	nothing.Papers = nil
	if l := line(nothing); l.Status != batch.Blocked || !strings.HasPrefix(l.Reason, "form-glyph (nothing made") {
		t.Errorf("%+v", l)
	}
	differs := find("form-official")
	differs.Manifest.Differ = []int{3, 4}
	if l := line(differs); l.Status != batch.Blocked || l.Reason != "form-official page-differs" || l.Found[0] != (batch.Found{Rule: "page-differs", Level: "block", N: 2}) {
		t.Errorf("%+v", l)
	}
}

// A spreadsheet takes no cell of the report for a formula, in whatever column it stands.
func TestCSV(t *testing.T) {
	for _, c := range []struct{ cell, raw, read string }{
		{"anna", "anna", "anna"},
		{"", "", ""},
		{"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"},
		{"+33", "'+33", "'+33"},
		{"-1", "'-1", "'-1"},
		{"@SUM(A1)", "'@SUM(A1)", "'@SUM(A1)"},
		{"  =1", "'  =1", "'  =1"},
		{"\u00a0=1", "'\u00a0=1", "'\u00a0=1"},
		{"＝1", "'＝1", "'＝1"},
		{"\t=1", "\"'\t=1\"", "'\t=1"},
		{"\r=1", "\"'\r=1\"", "'\r=1"},
		{"a;b", `"a;b"`, "a;b"},
		{"a,b", `"a,b"`, "a,b"},
		{`say "hi"`, `"say ""hi"""`, `say "hi"`},
		{"two\nlines", "\"two\nlines\"", "two\nlines"},
		{"=1,\"2\"", `"'=1,""2"""`, `'=1,"2"`},
		{"a=b", "a=b", "a=b"},
		{"é", "é", "é"},
	} {
		l := batch.Line{ID: c.cell, Status: batch.Ready, Blocks: 1, Warns: 2, Infos: 3, Pages: 4, Reason: c.cell, Day: "2026-11-22",
			Found: []batch.Found{{Rule: "iban", N: 2}, {Rule: "rib", N: 1}}, Chase: []batch.Chase{{Rule: "iban", Key: "bank.iban"}},
			Due: []batch.Due{{Day: "2026-11-21", What: "appeal"}, {Day: "2026-11-22", What: "permit-end"}}}
		r := Report{Lines: each([]batch.Line{l}), Names: map[string]string{c.cell: c.cell}}
		want := "id,status,blocks,warns,infos,pages,reason,rules,chase,next_deadline,deadline,overdue,name\n" +
			c.raw + ",ready,1,2,3,4," + c.raw + ",iban:2 rib,iban@bank.iban,2026-11-22,permit-end,1," + c.raw + "\n"
		if got := csvOf(t, r); got != want {
			t.Errorf("%q: %q, want %q", c.cell, got, want)
		}
		rows, err := csv.NewReader(strings.NewReader(strings.ReplaceAll(csvOf(t, r), "\r", "\x01"))).ReadAll()
		if err != nil || len(rows) != 2 {
			t.Fatalf("%q: %q, %v", c.cell, rows, err)
		}
		for _, i := range []int{0, 6, 12} {
			if got := strings.ReplaceAll(rows[1][i], "\x01", "\r"); got != c.read {
				t.Errorf("%q reads back as %q in column %d", c.cell, got, i)
			}
		}
	}
	if got := csvOf(t, Report{Lines: each(nil)}); got != "id,status,blocks,warns,infos,pages,reason,rules,chase,next_deadline,deadline,overdue\n" {
		t.Errorf("nothing: %q", got)
	}
	lines, names := hostile()
	rows, err := csv.NewReader(strings.NewReader(csvOf(t, Report{Lines: each(lines), Names: names}))).ReadAll()
	if err != nil || len(rows) != len(lines)+1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows[1:] {
		for i, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) {
				t.Errorf("column %s begins a formula: %q", rows[0][i], cell)
			}
		}
	}
}

// elements walks through a page as a strict reader of tags: what is open is closed, in its order, and gives each tag
// with its attributes.
func elements(t testing.TB, text string) []xml.StartElement {
	t.Helper()
	void := []string{"meta", "input"}
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(text, "<!DOCTYPE html>")))
	d.Entity = xml.HTMLEntity
	var found []xml.StartElement
	// What HTML has and XML has not: tags that are never closed, and attributes without a value.
	d.Strict, d.AutoClose = false, void
	var open []string
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("the page cannot be read: %v", err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			found = append(found, x.Copy())
			if !slices.Contains(void, x.Name.Local) {
				open = append(open, x.Name.Local)
			}
		case xml.EndElement:
			if slices.Contains(void, x.Name.Local) {
				continue
			}
			if len(open) == 0 || open[len(open)-1] != x.Name.Local {
				t.Fatalf("</%s> closes %q", x.Name.Local, open)
			}
			open = open[:len(open)-1]
		case xml.Comment:
			t.Errorf("the page has a comment: %q", x)
		}
	}
	if len(open) > 0 {
		t.Errorf("%q are not closed", open)
	}
	return found
}

// scripts matches what is between the tags of the script and the style, which is no markup.
var scripts = regexp.MustCompile(`(?s)(<script>|<style>).*?(</script>|</style>)`)

// Whatever an applicant is called, the page has the tags of our template and no others, fetches nothing, and leads to
// the folders beside it and to its own rules only.
func TestPageInjection(t *testing.T) {
	lines, names := hostile()
	for _, lang := range []string{"en", "fr"} {
		text := pageOf(t, Report{Lines: each(lines), Names: names, Program: "dossier <1>", Lang: lang})
		if n := len(scripts.FindAllString(text, -1)); n != 2 {
			t.Errorf("%d scripts and styles", n)
		}
		known := strings.Fields("html head meta title style body main input header p h1 nav label b section div h2 button table thead tr th tbody small td span i em details summary h3 ul li a code svg rect script")
		for _, e := range elements(t, scripts.ReplaceAllString(text, "")) {
			if !slices.Contains(known, e.Name.Local) {
				t.Errorf("there is a tag <%s>", e.Name.Local)
			}
			for _, a := range e.Attr {
				switch name := a.Name.Local; {
				case strings.HasPrefix(name, "on") || name == "src" || name == "style":
					t.Errorf("<%s %s=%q>", e.Name.Local, name, a.Value)
				case name == "href" && !strings.HasPrefix(a.Value, "#r-") && !strings.HasPrefix(a.Value, "./"):
					t.Errorf("a link leads to %q", a.Value)
				}
			}
		}
		if strings.Contains(text, "<img") || strings.Contains(text, "<!--") || strings.Contains(text, "ZgotmplZ") {
			t.Error("markup of a value is in the page")
		}
		if !strings.Contains(html.UnescapeString(text), "Zoé "+lines[0].ID+" & Söhne") {
			t.Error("the name does not stand as it is")
		}
		if strings.Contains(text, "http") && strings.Contains(strings.ReplaceAll(text, "http-equiv", ""), "http") {
			t.Error("there is an address in the page")
		}
	}
	if got := folder("a&b=c?d#e%20f"); got != "./a&b=c%3Fd%23e%2520f/" {
		t.Errorf("%q", got)
	}
}

// The policy names the style and the script of the page by what they are, and allows nothing else.
func TestPolicy(t *testing.T) {
	text := pageOf(t, Report{Lines: each(invented(t, 3)), Lang: "en"})
	policy := html.UnescapeString(regexp.MustCompile(`Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(text)[1])
	for _, tag := range []string{"style", "script"} {
		inside := regexp.MustCompile(`(?s)<` + tag + `>(.*?)</` + tag + `>`).FindStringSubmatch(text)[1]
		sum := sha256.Sum256([]byte(inside))
		if want := tag + "-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "';"; !strings.Contains(policy+";", want) {
			t.Errorf("%q has not %q", policy, want)
		}
	}
	if !strings.HasPrefix(policy, "default-src 'none'; ") || strings.Contains(policy, "unsafe") {
		t.Errorf("%q", policy)
	}
}

// What an earlier run did and the ledger remembers is reported as if it had been done now, with the same bytes.
func TestKept(t *testing.T) {
	fresh := invented(t, 40)
	var data bytes.Buffer
	for _, l := range slices.Backward(fresh) {
		if err := json.NewEncoder(&data).Encode(l); err != nil {
			t.Fatal(err)
		}
	}
	var known batch.Ledger
	if err := known.Read(bytes.NewReader(data.Bytes()), int64(data.Len())); err != nil {
		t.Fatal(err)
	}
	kept := known.Lines(known.IDs())
	for _, lang := range []string{"en", "fr"} {
		a, b := Report{Lines: each(fresh), Program: "p", Lang: lang}, Report{Lines: kept, Program: "p", Lang: lang}
		if pageOf(t, a) != pageOf(t, b) || csvOf(t, a) != csvOf(t, b) {
			t.Errorf("%s: other bytes from the ledger", lang)
		}
		x, err := a.JSON()
		y, err2 := b.JSON()
		if err != nil || err2 != nil || !bytes.Equal(x, y) {
			t.Errorf("%s: other JSON from the ledger", lang)
		}
	}
}

// A line that cannot be read is no report without it.
func TestLineLost(t *testing.T) {
	lost := errors.New("lost")
	r := Report{Lang: "en", Lines: func(yield func(batch.Line, error) bool) {
		_ = yield(batch.Line{ID: "a", Status: batch.Ready}, nil) && yield(batch.Line{}, lost)
	}}
	if err := r.CSV(io.Discard); !errors.Is(err, lost) {
		t.Errorf("CSV: %v", err)
	}
	if err := r.HTML(io.Discard); !errors.Is(err, lost) {
		t.Errorf("HTML: %v", err)
	}
	if _, err := r.JSON(); !errors.Is(err, lost) {
		t.Errorf("JSON: %v", err)
	}
	passes := 0
	late := r // the line is lost between two passes
	late.Lines = func(yield func(batch.Line, error) bool) {
		if passes++; passes > 1 {
			yield(batch.Line{}, lost)
			return
		}
		yield(batch.Line{ID: "a", Status: batch.Ready}, nil)
	}
	if err := late.HTML(io.Discard); !errors.Is(err, lost) {
		t.Errorf("HTML, the second time: %v", err)
	}
}

// The ledger has nothing of the people: every value of the profiles that is words of theirs is looked for.
func TestLineIsNobodys(t *testing.T) {
	lines := invented(t, 22)
	data, err := json.Marshal(lines)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for i := range lines {
		a, err := profile.Load("me.toml", func(string) ([]byte, error) { return []byte(invent.Profile(i, "scans")), nil })
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range a.Texts() {
			if strings.HasPrefix(text.Key, "document") || text.Key == "situation" || len(text.Value) < 3 {
				continue // kinds of papers, and words after which rules are called
			}
			n++
			if bytes.Contains(data, []byte(text.Value)) {
				t.Errorf("%s: %q is in the ledger", text.Key, text.Value)
			}
		}
	}
	if n < 100 {
		t.Errorf("%d values were looked for", n)
	}
}

func TestJSON(t *testing.T) {
	lines := []batch.Line{
		{ID: "a", Status: batch.Ready, Warns: 2, Pages: 9, Day: "2026-11-22", Found: []batch.Found{{Rule: "rib", Level: "warn", N: 2}},
			Chase: []batch.Chase{{Rule: "rib", Level: "warn", Key: "document", Kind: "RIB"}},
			Due:   []batch.Due{{Day: "2026-11-01", What: "appeal"}, {Day: "2027-02-28", What: "temporary-number"}}},
		{ID: "b", Status: batch.Blocked, Blocks: 1, Warns: 1, Day: "2026-11-23", Found: []batch.Found{{Rule: "iban", Level: "block", N: 1}, {Rule: "rib", Level: "warn", N: 1}}},
		{ID: "c", Status: batch.Failed, Reason: "the profile cannot be read"},
	}
	r := Report{Lines: each(lines), Names: map[string]string{"a": "Anna"}, Program: "dossier 1", Lang: "fr"}
	data, err := r.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var got reportJSON
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if got.Day != "2026-11-23" || got.Program != "dossier 1" || got.Counts != (countsJSON{3, 1, 1, 1}) {
		t.Errorf("%+v", got)
	}
	if len(got.Rules) != 2 || got.Rules[0].Rule != "iban" || got.Rules[1].Applicants != 2 || got.Rules[1].Findings != 3 || got.Rules[1].What != "Un RIB est joint" || !strings.HasPrefix(got.Rules[1].Source, "la notice du formulaire : ") {
		t.Errorf("%+v", got.Rules)
	}
	a := got.Applicants[0]
	if a.Name != "Anna" || got.Applicants[1].Name != "" || len(a.Chase) != 1 || a.Chase[0] != (chaseJSON{"rib", "warn", "document", "RIB", "Relevé d’identité bancaire (RIB)", "envoyez-nous un RIB à votre nom"}) {
		t.Errorf("%+v", a)
	}
	if !reflect.DeepEqual(a.Deadlines, []dueJSON{{"2026-11-01", "appeal", "", rule.ClockAppeal.Row().What.FR, false, true}, {"2027-02-28", "temporary-number", "", "Numéro définitif annoncé", true, false}}) {
		t.Errorf("%+v", a.Deadlines)
	}
	if c := got.Applicants[2]; c.Findings == nil || c.Chase == nil || c.Deadlines == nil || c.Reason != "the profile cannot be read" {
		t.Errorf("%+v", c)
	}
	if empty, err := (&Report{Lines: each(nil)}).JSON(); err != nil || !strings.Contains(string(empty), `"rules":[],"applicants":[]`) {
		t.Errorf("%s, %v", empty, err)
	}
}

// The page says each thing in the language asked for.
func TestPage(t *testing.T) {
	lines := []batch.Line{
		{ID: "anna", Status: batch.Blocked, Blocks: 1, Pages: 9, Day: "2026-11-22", Found: []batch.Found{{Rule: "iban", Level: "block", N: 2}},
			Chase: []batch.Chase{{Rule: "iban", Level: "block", Key: "bank.iban"}}, Due: []batch.Due{{Day: "2026-11-01", What: "appeal"}, {Day: "2027-03-01", What: "paper-expires", Kind: "passport"}}},
		{ID: "bruno", Status: batch.Blocked, Blocks: 1, Day: "2026-11-22", Found: []batch.Found{{Rule: "form-glyph", Level: "block", N: 1}}, Reason: "form-glyph (nothing made; papers of an earlier run are not of this one)"},
		{ID: "zoe", Status: batch.Failed, Reason: "the program stopped in this record (form.(*T).Fill)"},
		{ID: "zed", Status: batch.Failed, Reason: "a reason of another version"},
	}
	for lang, want := range map[string][]string{
		"en": {`lang="en"`, "Dossiers on 22 November 2026", "<b>2</b> Blocked", "To chase: Bank account", "Send us the RIB that your bank gives you", "1 March 2027 <small>Passport (end of validity)", "1 over", "× 2", "Nothing was made", "The program stopped in this record (form.(*T).Fill)",
			`href="./anna/"`, `href="./chase/anna.txt"`, `href="#r-iban"`, `id="r-iban"`, "ISO 7064", "A reason of another version", "Nothing to chase; to be settled by you"},
		"fr": {`lang="fr"`, "Dossiers au 22 novembre 2026", "<b>2</b> Bloqués", "À réclamer : Compte bancaire", "1er mars 2027 <small>Passeport (fin de validité)", "1 dépassé", "Rien n’a été fait", "Le programme s’est arrêté sur ce dossier (form.(*T).Fill)", "A reason of another version"},
	} {
		text := strings.ReplaceAll(html.UnescapeString(pageOf(t, Report{Lines: each(lines), Program: "p", Lang: lang})), "\u00a0", " ")
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s: the page does not say %q", lang, w)
			}
		}
		if strings.Contains(text, "./bruno/") || strings.Contains(text, "./zoe/") || strings.Contains(text, "chase/bruno") {
			t.Errorf("%s: there is a link to what is not there", lang)
		}
	}
	if text := pageOf(t, Report{Lines: each(lines), Lang: "en", Replies: true}); !strings.Contains(text, "<h1>Replies to the CPAM on 22 November 2026</h1>") || strings.Contains(text, "the official form is filled and both") {
		t.Error("the page of replies is that of applications")
	}
	for _, w := range words {
		if w.EN == "" || w.FR == "" {
			t.Errorf("%q", w)
		}
	}
	if text := pageOf(t, Report{Lines: each(nil), Lang: "en"}); !strings.Contains(text, "No applicant.") || strings.Contains(text, "<table") {
		t.Error("the page of nobody")
	}
}

// The page grows with the applicants and not faster, and an applicant takes no more than so much of it.
func TestPageSize(t *testing.T) {
	lines := invented(t, 2000)
	few, many := len(pageOf(t, Report{Lines: each(lines[:1000]), Lang: "fr"})), len(pageOf(t, Report{Lines: each(lines), Lang: "fr"}))
	if each := (many - few) / 1000; each > 6000 {
		t.Errorf("an applicant takes %d bytes", each)
	}
	if many > 2*few {
		t.Errorf("%d bytes for 1,000, %d for 2,000", few, many)
	}
}

// A browser reads what the strict reader above has read: its tree has a row for each applicant, nothing of a name has
// become a tag or run, and the script makes the heads into buttons that sort.
func TestInBrowser(t *testing.T) {
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed")
	}
	dump := func(text string) string {
		t.Helper()
		dir := t.TempDir()
		name := filepath.Join(dir, "report.html")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+filepath.Join(dir, "data"), "--dump-dom", "file://"+name).Output()
		if err != nil {
			t.Fatalf("chromium: %v", err)
		}
		return string(out)
	}
	lines, names := hostile()
	text := pageOf(t, Report{Lines: each(lines), Names: names, Lang: "en"})
	got := dump(text)
	if n := strings.Count(got, "<tbody class="); n != len(lines) {
		t.Errorf("%d rows", n)
	}
	if n := strings.Count(got, `<button type="button">`); n != 7 {
		t.Errorf("the script has not run: %d buttons", n)
	}
	if n := strings.Count(got, "<script"); n != 1 || strings.Contains(got, "<img") {
		t.Errorf("%d scripts, or a picture", n)
	}

	// Without the policy, so that the test may click.
	text = pageOf(t, Report{Lines: each(invented(t, 20)), Lang: "en"})
	text = regexp.MustCompile(`<meta http-equiv[^>]*>`).ReplaceAllString(text, "")
	for click, sorted := range map[string]func(x, y []string) bool{
		"2":    func(x, y []string) bool { return atoi(x[2]) >= atoi(y[2]) },
		"2, 2": func(x, y []string) bool { return atoi(x[2]) <= atoi(y[2]) },
		"0":    func(x, y []string) bool { return x[0] >= y[0] },
		"6":    func(x, y []string) bool { return y[6] == "" || x[6] != "" && x[6] <= y[6] },
	} {
		got := dump(strings.Replace(text, "</body>", `<script>[`+click+`].forEach(function (i) { document.querySelectorAll("#list thead button")[i].click(); })</script></body>`, 1))
		if n := strings.Count(got, `aria-sort="`); n != 1 {
			t.Errorf("click %s: %d heads say how it is sorted", click, n)
		}
		rows := cells(got)
		if len(rows) != 20 {
			t.Fatalf("click %s: %d rows", click, len(rows))
		}
		for i := 1; i < len(rows); i++ {
			if !sorted(rows[i-1], rows[i]) {
				t.Errorf("click %s: %q stands before %q", click, rows[i-1], rows[i])
			}
		}
	}
}

// cells are the rows of the list as a browser gives them, with what they are sorted by.
func cells(dom string) [][]string {
	cell := regexp.MustCompile(`(?s)<t[hd]([^>]*)>(.*?)</t[hd]>`)
	tags := regexp.MustCompile(`<[^>]*>`)
	value := regexp.MustCompile(`data-v="([^"]*)"`)
	var rows [][]string
	for _, part := range strings.Split(dom, "<tbody class=")[1:] {
		first, _, _ := strings.Cut(part, "</tr>")
		var row []string
		for _, c := range cell.FindAllStringSubmatch(first, -1) {
			text := strings.ReplaceAll(tags.ReplaceAllString(c[2], ""), "–", "0")
			if v := value.FindStringSubmatch(c[1]); v != nil {
				text = v[1]
			}
			row = append(row, text)
		}
		rows = append(rows, row)
	}
	return rows
}

func atoi(s string) (n int) {
	fmt.Sscan(s, &n)
	return n
}
