package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// marked is a profile with a value to look for under every key that says something of the person;
// %s is the file of its one attachment.
const marked = `situation = "employee"
activity = "Markactivity"
sex = "F"
nationalities = ["Canada"]
arrived = 2026-02-01
nir = "2 80 05 99 401 777"
[name]
birth = "Markbirth"
usage = "Markusage"
usage_reason = "marriage"
first = ["Markfirst", "Marksecond"]
pseudonym = "Markpseudonym"
[birth]
date = 1980-05-17
date_as_written = "05/17/1980"
town = "Marktown"
country = "Canada"
[contact]
phone = "+1 418 555 7777"
email = "markmail@courriel.example"
[family]
status = "married"
place = "Markplace"
[spouse]
birth = "Markspouse"
first = ["Markhusband"]
[[child]]
birth = "Markchild"
first = ["Marklittle"]
date = 2015-01-01
[[address]]
kind = "own lease"
street = "7 rue Markstreet"
extra = "Markextra"
postal_code = "37000"
commune = "Tours"
[caf]
number = "7654321"
office = "Markoffice"
[permit]
kind = "resident card"
mention = "Markmention"
number = "MARK777"
until = 2030-01-01
[bank]
iban = "FR76 3000 6000 0112 3456 7890 189"
bic = "MARKFRPP"
holder = "Markholder"
[signature]
place = "Marksigned"
[[document]]
kind = "passport"
file = "%s"
holder = "Markpassport"
printed = ["Markprinted"]
`

// finding is a line meant for the user about their own file, with the line of advice below it.
var finding = regexp.MustCompile(`(?m)^(block|warn|info): .*\n\t.*\n`)

// ownWords are parts of a page of ours that are the same for everybody.
var ownWords = regexp.MustCompile(`(?s)<style>.*?</style>|<script>.*?</script>|<meta http-equiv[^>]*>`)

// TestNoPersonalValueInMessages runs what can go wrong and looks for the person's values in what is
// said, in the ledger and in the report. Findings may name a value; they are the user's own.
func TestNoPersonalValueInMessages(t *testing.T) {
	scansHere, err := filepath.Abs("../../testdata/scans/pdf/locked.pdf")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("clients/whole.toml", fmt.Sprintf(marked, "broken.pdf"))
	write("clients/undrawable.toml", strings.Replace(fmt.Sprintf(marked, "broken.pdf"), "Markbirth", "Markbirth 王", 1))
	write("clients/sheet.toml", strings.Replace(fmt.Sprintf(marked, "broken.pdf"), "Markactivity", strings.Repeat("Markactivity ", 70), 1))
	write("clients/overflow.toml", regexp.MustCompile(`postal_code = ".*"`).ReplaceAllString(fmt.Sprintf(marked, "broken.pdf"), `postal_code = "Mark777"`))
	write("clients/syntax.toml", strings.Replace(fmt.Sprintf(marked, "broken.pdf"), `"Marktown"`, `"Marktown`, 1))
	write("clients/bare.toml", strings.Replace(fmt.Sprintf(marked, "broken.pdf"), `"Marktown"`, `Marktown`, 1))
	write("clients/phone.toml", strings.Replace(fmt.Sprintf(marked, "broken.pdf"), `"+1 418 555 7777"`, `04185557777`, 1))
	write("clients/word.toml", strings.Replace(fmt.Sprintf(marked, "broken.pdf"), `"passport"`, `"passport of Markbirth"`, 1))
	write("clients/key.toml", strings.Replace(fmt.Sprintf(marked, "broken.pdf"), "town =", "twon =", 1))
	write("clients/broken.pdf", "%PDF-1.7 of Markbirth, broken")
	locked, err := os.ReadFile(scansHere)
	if err != nil {
		t.Fatal(err)
	}
	write("clients/locked.pdf", string(locked))
	t.Setenv("MARKVARIABLE", "markhidden")
	write("clients/locked.toml", fmt.Sprintf(marked, "locked.pdf")+"password_env = \"MARKVARIABLE\"\n")
	write("clients/notname.toml", fmt.Sprintf(marked, "locked.pdf")+"password_env = \"mark hidden\"\n")
	write("request.toml", "date = 2026-12-02\nreference = \"Markreference\"\n[[change]]\nkey = \"name.birth\"\nold = \"Markold\"\nnew = \"Marknew\"\n")
	write("file", "")
	var said bytes.Buffer
	for _, args := range []string{
		"check clients/whole.toml clients/syntax.toml clients/key.toml clients/bare.toml clients/phone.toml clients/word.toml", "fill clients/overflow.toml -o form.pdf", "letter clients/undrawable.toml -o letter.pdf",
		"checklist clients/syntax.toml -o list.pdf", "letter clients/whole.toml -o file/x.pdf", "build clients/whole.toml -o file", "build clients/whole.toml -o out", "build clients/locked.toml -o locked", "check clients/notname.toml",
		"correct clients/whole.toml --request request.toml -o reply", "read clients/broken.pdf", "forms adopt clients/broken.pdf", "verify clients", "batch clients -o batch", "batch clients -o batch --jobs 1",
	} {
		code := run(context.Background(), append([]string{"dossier"}, strings.Fields(args+" --on 2026-12-10")...), strings.NewReader(""), &said, &said)
		if code == done {
			t.Errorf("dossier %s: nothing went wrong", args)
		}
	}
	texts := map[string]string{"messages": finding.ReplaceAllString(said.String(), "")}
	for _, name := range []string{"batch/ledger.jsonl", "batch/report.csv", "batch/report.html"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = ownWords.ReplaceAllString(string(data), "")
	}
	for name, text := range texts {
		for _, value := range regexp.MustCompile(`(?i)[^\s"]*(mark|777|654321|1980|0189)[^\s"]*`).FindAllString(text, -1) {
			t.Errorf("%s hold %q", name, value)
		}
		if len(text) < 100 {
			t.Errorf("%s are only %q", name, text)
		}
	}
}
