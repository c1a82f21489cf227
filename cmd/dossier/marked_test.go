package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/profile"
)

// planted finds the values of a planted profile: no word of ours has them in it, nor has a hash.
var planted = regexp.MustCompile(`(?i)[^\s"]*(zqx|1977|7777777|777123)[^\s"]*`)

// plant writes a profile with a value to look for under every key of a struct, those of a new key too. sound are
// the values that must be understood for papers to be made, by key.
func plant(t *testing.T, b *strings.Builder, of reflect.Type, path string, sound map[string]string) {
	t.Helper()
	var tables []reflect.StructField
	for i := range of.NumField() {
		f := of.Field(i)
		name := f.Tag.Get("toml")
		if name == "" {
			continue
		}
		key := strings.TrimPrefix(path+"."+name, ".")
		value, ok := sound[key]
		if !ok {
			value, ok = plantedValue(f.Type, key)
		}
		switch {
		case ok && value != "":
			fmt.Fprintf(b, "%s = %s\n", name, value)
		case !ok && (f.Type.Kind() == reflect.Struct || f.Type.Kind() == reflect.Slice):
			tables = append(tables, f)
		case !ok:
			t.Fatalf("no value is known for the key %s, a %v", key, f.Type)
		}
	}
	for _, f := range tables {
		key, table := strings.TrimPrefix(path+"."+f.Tag.Get("toml"), "."), f.Type
		if table.Kind() == reflect.Slice {
			fmt.Fprintf(b, "[[%s]]\n", key)
			table = table.Elem()
		} else {
			fmt.Fprintf(b, "[%s]\n", key)
		}
		plant(t, b, table, key, sound)
	}
}

func plantedValue(of reflect.Type, key string) (string, bool) {
	zero := reflect.Zero(of).Interface()
	if w, ok := zero.(interface{ Words() []string }); ok {
		return fmt.Sprintf("%q", w.Words()[0]), true
	}
	text := "Zqx" + strings.NewReplacer(".", "", "_", "").Replace(key)
	switch zero.(type) {
	case profile.Date:
		return "1977-07-07", true
	case profile.YesNo:
		return "true", true
	case profile.Number:
		return "777123", true
	case profile.NIR:
		return `"2 77 07 77 777 777 77"`, true
	case profile.IBAN:
		return `"FR77 7777 7777 7777 7777 7777 777"`, true
	case profile.Variable:
		return `"ZQXVARIABLE"`, true
	case []string:
		return fmt.Sprintf("[%q]", text), true
	}
	switch {
	case key == "extends":
		return "", true
	case of.Kind() == reflect.String && strings.HasSuffix(key, "file"):
		return `"zqxscan.png"`, true
	case of.Kind() == reflect.String:
		return fmt.Sprintf("%q", text), true
	}
	return "", false
}

// dueFrom are days from which time limits are counted, or on which they end: a limit stands in the ledger and in the
// reports, by the word of what it is.
var dueFrom = map[string]string{"document.expires": "1966-06-06", "permit.until": "1966-06-06", "refusal.notified": "1966-06-06", "refusal.appealed": "1966-06-06", "posted.date": "1966-06-06", "posted.acknowledged": "1966-06-06", "posted.passed_on": "1966-06-06", "civil_status_asked": "1966-06-06", "civil_status_notice": "1966-06-06"}

// soundly are the values with which papers are made of a planted profile.
var soundly = map[string]string{
	"form_language": `"fr"`, "situation": `"employee"`, "nationalities": `["Canada"]`, "arrived": "2026-02-01", "birth.country": `"Canada"`,
	"address.postal_code": `"37000"`, "address.commune": `"Tours"`, "cover.country": `"Canada"`, "child.country": `"Canada"`,
	"document.country": `"Canada"`, "document.language": `"French"`, "document.kind": `"passport"`, "document.translation": "",
	"refusal.notified": "", "posted.date": "", "civil_status_asked": "", "civil_status_notice": "", "civil_status_sent": "", "nir_received": "",
}

// withAuthor puts a name into the metadata of a PNG picture.
func withAuthor(png []byte, author string) []byte {
	const head = 8 + 4 + 4 + 13 + 4 // signature and IHDR
	chunk := append([]byte("tEXtAuthor\x00"), author...)
	length := binary.BigEndian.AppendUint32(nil, uint32(len(chunk)-4))
	sum := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(chunk))
	return slices.Concat(png[:head], length, chunk, sum, png[head:])
}

// Logs are what stays where the person did not ask for their own values: all that batch and purge say and keep, and
// every error and report of a mistake of ours, of any command. Findings, and what check, next, history and read
// print, are the answer to a question about one's own profile, on one's own terminal. No log has a value of a
// profile, a request, a scan or its metadata in it, whether a run succeeds, fails or panics. The name of a scan
// and a key that does not exist stand in an error about them, as they must be found, but in no ledger and no report.
func TestNoPlantedValueInLogs(t *testing.T) {
	scans, err := filepath.Abs("../../testdata/scans")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	write := func(name string, data []byte) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	scan := func(name string) []byte {
		t.Helper()
		data, err := os.ReadFile(filepath.Join(scans, name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	var sound, wild strings.Builder
	for key, day := range dueFrom {
		if _, ok := soundly[key]; !ok {
			soundly[key] = day
		}
	}
	plant(t, &sound, reflect.TypeFor[profile.Applicant](), "", soundly)
	plant(t, &wild, reflect.TypeFor[profile.Applicant](), "", dueFrom)
	text := strings.NewReplacer("[document.translation]\n", "").Replace(sound.String())
	if n := len(planted.FindAllString(wild.String(), -1)); n < 70 {
		t.Fatalf("only %d values are planted:\n%s", n, wild.String())
	}
	png := withAuthor(scan("marriage-certificate.png"), "Zqxauthor")
	for _, dir := range []string{"clients", "panics"} {
		write(dir+"/sound.toml", []byte(text))
		write(dir+"/zqxscan.png", png)
		write(dir+"/zqxlocked.pdf", scan("pdf/locked.pdf"))
	}
	write("clients/wild.toml", []byte(wild.String()))
	write("clients/torn.toml", []byte(text[:len(text)/2]+"\n = \"Zqxtorn\n"))
	write("clients/key.toml", []byte(strings.Replace(text, "activity =", "activty =", 1)))
	write("clients/type.toml", []byte(strings.Replace(text, "1977-07-07", `"7 Zqxjuly 1977"`, 1)))
	write("clients/undrawable.toml", []byte(strings.Replace(text, "Zqxnamebirth", "Zqxname 王", 1)))
	write("clients/damaged.toml", []byte(strings.ReplaceAll(text, "zqxscan.png", "zqxdamaged.png")))
	write("clients/zqxdamaged.png", png[:len(png)/3])
	write("clients/missing.toml", []byte(strings.ReplaceAll(text, "zqxscan.png", "zqxmissing.png")))
	write("clients/locked.toml", []byte(strings.ReplaceAll(text, "zqxscan.png", "zqxlocked.pdf")))
	write("panics/locked.toml", []byte(strings.ReplaceAll(text, "zqxscan.png", "zqxlocked.pdf")))
	request := "date = 2026-12-02\nreceived = 2026-12-03\nreference = \"Zqxreference\"\n[[change]]\nkey = \"contact.phone\"\nold = \"%s\"\nnew = \"Zqxnew\"\n[[question]]\nasked = \"Zqxasked\"\nanswer = \"Zqxanswer\"\n"
	write("requests/sound.toml", fmt.Appendf(nil, request, "Zqxcontactphone"))
	write("requests/missing.toml", fmt.Appendf(nil, request, "Zqxother"))
	write("requests/wild.toml", []byte("date = 2026-12-02\nreference = \"Zqxreference\"\n[[change]]\nkey = \"name.brith\"\nold = \"Zqxold\"\nnew = \"Zqxnew\"\n"))
	t.Setenv("ZQXVARIABLE", "zqxpassword")
	logs := map[string]string{}
	do := func(getenv func(string) string, line string, want ...int) {
		t.Helper()
		var out, errw bytes.Buffer
		args := append([]string{"dossier"}, strings.Fields(line)...)
		if !slices.Contains(args, "--on") {
			args = append(args, "--on", "2026-12-10")
		}
		p := &program{in: strings.NewReader(""), out: &out, err: &errw, now: time.Now, dataDir: dataDir, cacheDir: cacheDir, getenv: getenv}
		if code := p.run(context.Background(), args); !slices.Contains(want, code) {
			t.Errorf("dossier %s: exit status %d, want %v: %s", line, code, want, finding.ReplaceAllString(errw.String(), ""))
		}
		log := finding.ReplaceAllString(errw.String(), "")
		if args[1] == "batch" || args[1] == "purge" || args[1] == "verify" {
			log += out.String()
		}
		logs["dossier "+line] = regexp.MustCompile(`clients/zqx\w+\.(png|pdf)`).ReplaceAllString(log, "clients/scan")
	}
	for _, line := range []string{
		"check clients/sound.toml --scans", "fill clients/sound.toml -o form.pdf", "letter clients/sound.toml -o letter.pdf", "checklist clients/sound.toml -o list.pdf",
		"build clients/sound.toml -o out", "verify out", "history clients/sound.toml", "next clients/sound.toml", "read form.pdf", "nir --profile clients/sound.toml 277077777777777",
		"correct clients/sound.toml --request requests/sound.toml -o out --dry-run",
		"check clients/wild.toml clients/torn.toml clients/key.toml clients/type.toml", "build clients/undrawable.toml -o undrawable", "fill clients/wild.toml -o wild.pdf",
		"build clients/damaged.toml -o damaged", "build clients/missing.toml -o missing", "build clients/locked.toml -o locked",
		"correct clients/missing.toml --request requests/missing.toml -o reply", "correct clients/sound.toml --request requests/wild.toml -o reply", "read clients/zqxlocked.pdf", "verify clients",
	} {
		do(os.Getenv, line, done, couldNot, ruleStops)
	}
	do(os.Getenv, "batch clients -o batch", couldNot)
	do(os.Getenv, "batch clients -o batch --only failed --jobs 1", couldNot)
	do(os.Getenv, "batch correct requests clients -o batch", couldNot)
	do(os.Getenv, "verify batch/sound", done, couldNot)
	do(os.Getenv, "purge batch --older-than 1d", done)
	do(os.Getenv, "purge batch --older-than 1d --on 2026-12-20 --yes", done, couldNot)
	panics := func(string) string { panic("Zqxpanic") }
	do(panics, "build panics/locked.toml -o panicked", couldNot)
	do(panics, "check panics/locked.toml --scans", couldNot)
	do(panics, "batch panics -o panicking", couldNot)
	for _, line := range []string{"dossier build panics/locked.toml -o panicked", "dossier check panics/locked.toml --scans"} {
		if !strings.Contains(logs[line], "a mistake in the program (") {
			t.Errorf("%s did not panic: %s", line, logs[line])
		}
	}
	for _, dir := range []string{"batch", "panicking"} {
		files, err := filepath.Glob(dir + "/*.*")
		if err != nil || len(files) < 2 {
			t.Errorf("%s has only %v", dir, files)
		}
		for _, name := range files {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			logs[name] = string(data)
		}
	}
	if !strings.Contains(logs["panicking/ledger.jsonl"], "the program stopped in this record (") {
		t.Errorf("no record panicked: %s", logs["panicking/ledger.jsonl"])
	}
	for name, text := range logs {
		for _, value := range planted.FindAllString(text, -1) {
			t.Errorf("%s: holds %q", name, value)
		}
	}
	for _, name := range []string{"dossier batch clients -o batch", "dossier purge batch --older-than 1d --on 2026-12-20 --yes", "batch/ledger.jsonl", "batch/report.csv", "batch/corrections.jsonl"} {
		if len(logs[name]) < 60 {
			t.Errorf("%s is only %q", name, logs[name])
		}
	}
}
