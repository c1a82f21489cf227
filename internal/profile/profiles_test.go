package profile

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

const profiles = "../../profiles"

func readProfile(t *testing.T, name string) string {
	t.Helper()
	return readFile(t, filepath.Join(profiles, name))
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// loadTemplate loads text as if it stood in the place of the template.
func loadTemplate(text string) (*Applicant, error) {
	name := filepath.Join(profiles, "template.toml")
	return Load(name, func(file string) ([]byte, error) {
		if file == name {
			return []byte(text), nil
		}
		return os.ReadFile(file)
	})
}

// profileNames are the files of all profiles, those of the stories too.
func profileNames(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(profiles, "*.toml"))
	stories, err2 := filepath.Glob(filepath.Join(profiles, "stories", "*.toml"))
	if err != nil || err2 != nil || len(names) < 12 || len(stories) < 12 {
		t.Fatalf("profiles %q, %v; stories %q, %v", names, err, stories, err2)
	}
	return append(names, stories...)
}

func TestProfilesLoad(t *testing.T) {
	for _, name := range profileNames(t) {
		a, err := Load(name, os.ReadFile)
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		text := readFile(t, name)
		if !strings.HasPrefix(text, "# ") {
			t.Errorf("%s does not say at its head who it is", name)
		}
		if filepath.Base(name) != "template.toml" {
			checkFiles(t, a)
		}
		for i, line := range strings.Split(text, "\n") {
			if n := utf8.RuneCountInString(line); n > 110 || strings.TrimRight(line, " \t\r") != line {
				t.Errorf("%s:%d: too long, or space at the end", name, i+1)
			}
		}
	}
}

// checkFiles holds that the papers a profile names exist.
func checkFiles(t *testing.T, a *Applicant) {
	t.Helper()
	for i, d := range a.Documents {
		for _, path := range []string{d.Path(), d.Translation.Path()} {
			if _, err := os.Stat(path); path != "" && err != nil {
				t.Errorf("%s: %v", a.Pos(Key("document", i)), err)
			}
		}
	}
}

// The numbers in the profiles must be sound ones, or readers would learn from mistakes.
func TestProfilesNumbers(t *testing.T) {
	for _, name := range profileNames(t) {
		text := readFile(t, name)
		if filepath.Base(name) == "template.toml" {
			text = uncommented(text)
		}
		a, err := Load(name, func(file string) ([]byte, error) {
			if file == name {
				return []byte(text), nil
			}
			return os.ReadFile(file)
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range []NIR{a.NIR, a.Spouse.NIR} {
			if en, _ := n.Problem(); n != "" && en != "" {
				t.Errorf("%s: %s: %s", name, n, en)
			}
		}
		if en, _ := a.Bank.IBAN.Problem(); en != "" {
			t.Errorf("%s: %s: %s", name, a.Bank.IBAN, en)
		}
	}
}

func TestDemo(t *testing.T) {
	a, err := Load(filepath.Join(profiles, "demo.toml"), os.ReadFile)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(a.Contact.Email); n != 40 {
		t.Errorf("the e-mail address has %d characters; the demo wants 40, four times the cells of the form", n)
	}
	if a.Name.Formal() != "Élodie-Anne O’Brien" || !a.Birth.Date.Ambiguous() || len(a.Documents) != 9 {
		t.Errorf("got %s, %s, %d documents", a.Name.Formal(), a.Birth.Date, len(a.Documents))
	}
}

// off matches a line of the template that holds a key or a table behind a comment sign.
var off = regexp.MustCompile(`(?m)^# ([a-z0-9_.]+ = .+|\[+[a-z.]+\]+)$`)

func uncommented(text string) string { return off.ReplaceAllString(text, "$1") }

// Every key a profile may have is in the template, live or behind a comment sign, and the other way
// round nothing is there that no profile may have.
func TestTemplateHasEveryKey(t *testing.T) {
	a, err := loadTemplate(uncommented(readProfile(t, "template.toml")))
	if err != nil {
		t.Fatal(err)
	}
	index := regexp.MustCompile(`\[\d+\]`)
	have := map[string]bool{}
	for key, pos := range a.pos {
		if pos.File == a.file {
			have[index.ReplaceAllString(key, "")] = true
		}
	}
	want := map[string]bool{}
	addKeys(want, reflect.TypeFor[Applicant](), "")
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if !have[key] {
			t.Errorf("%s is not in the template", key)
		}
	}
}

// addKeys adds the keys of a struct by its toml tags, and of the structs in it.
func addKeys(keys map[string]bool, t reflect.Type, path string) {
	for t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || t == dateType {
		return
	}
	for i := range t.NumField() {
		if tag := t.Field(i).Tag.Get("toml"); tag != "" {
			keys[join(path, tag)] = true
			addKeys(keys, t.Field(i).Type, join(path, tag))
		}
	}
}

// Every word that a key accepts is named in the template.
func TestTemplateHasEveryWord(t *testing.T) {
	text := strings.Join(strings.Fields(strings.ReplaceAll(readProfile(t, "template.toml"), "\n#", "\n")), " ")
	for _, w := range []words{FormLanguage(""), Situation(""), Sex(""), UsageReason(""), Status(""), Housing(""), PermitKind(""),
		S1(""), BankProof(""), Format(""), Copy(""), Translator(""), Kind("")} {
		for _, word := range w.Words() {
			if !regexp.MustCompile(`\b` + regexp.QuoteMeta(word) + `\b`).MatchString(text) {
				t.Errorf("%T %q is not in the template", w, word)
			}
		}
	}
}

// Each line can be switched on alone, or with the block it stands in, and gives the key it shows.
func TestTemplateLineByLine(t *testing.T) {
	lines := strings.Split(readProfile(t, "template.toml"), "\n")
	if _, err := loadTemplate(strings.Join(lines, "\n")); err != nil {
		t.Fatal(err)
	}
	switched := 0
	for i, line := range lines {
		if !off.MatchString(line) || i > 0 && off.MatchString(lines[i-1]) && inBlock(lines, i) {
			continue
		}
		end := i + 1
		if strings.HasPrefix(line, "# [") {
			for end < len(lines) && off.MatchString(lines[end]) {
				end++
			}
		}
		text := slices.Clone(lines)
		for j := i; j < end; j++ {
			text[j] = uncommented(text[j])
		}
		a, err := loadTemplate(strings.Join(text, "\n"))
		if err != nil {
			t.Errorf("with line %d on: %v", i+1, err)
			continue
		}
		if !slices.ContainsFunc(slices.Collect(maps.Values(a.pos)), func(p Pos) bool { return p == Pos{File: a.file, Line: i + 1} }) {
			t.Errorf("line %d gives no key: %s", i+1, line)
		}
		switched++
	}
	if switched < 30 {
		t.Errorf("only %d lines of the template can be switched on", switched)
	}
}

// inBlock says whether line i belongs to a block that begins with a commented table.
func inBlock(lines []string, i int) bool {
	for ; i >= 0 && off.MatchString(lines[i]); i-- {
		if strings.HasPrefix(lines[i], "# [") {
			return true
		}
	}
	return false
}

// What a first profile needs is live in the template, and stays short enough to fill in at one sitting.
func TestTemplateLiveKeys(t *testing.T) {
	a, err := loadTemplate(readProfile(t, "template.toml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"situation", "sex", "nationalities", "arrived", "name.birth", "name.first", "birth.date", "birth.town",
		"birth.country", "contact.phone", "contact.email", "address[0].street", "address[0].postal_code", "address[0].commune",
		"permit.kind", "permit.until", "bank.iban", "bank.holder", "signature.place", "signature.date", "document[0].file"} {
		if _, ok := a.pos[key]; !ok {
			t.Errorf("%s is not live", key)
		}
	}
}
