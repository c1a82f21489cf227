package profile

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// changed is a change as a request has it: key and new value.
func changed(t *testing.T, key, value string) Change {
	t.Helper()
	var v struct {
		New Raw `toml:"new"`
	}
	if _, err := Parse("r.toml", []byte("new = "+value), &v); err != nil {
		t.Fatal(err)
	}
	return Change{Key: key, New: v.New}
}

const saved = "# mine\r\nsituation = 'not working'   # for now\r\n[birth] # as on the certificate\r\n  date = 1960-04-02 # wrong?\r\ntown=\"Montréal\"\r\ncountry = \"Canada\"\r\n" +
	"[name]\r\nfirst = [\"Maude\", \"Élise\"]\r\nbirth = \"\"\"\r\nRoy\"\"\"\r\n[[address]]\r\nstreet = \"1\"\r\n[[address]]\r\nstreet = \"2\" \r\ntranslation = { file = \"a\", by = \"b\" } # one line\r\n"

func TestPut(t *testing.T) {
	for _, c := range []struct {
		key, value  string
		from, to    string // what is replaced in the text
		err         *Unsaved
		other, text string // another text than saved
	}{
		{key: "birth.date", value: "1960-02-04", from: "1960-04-02", to: "1960-02-04"},
		{key: "birth.town", value: `"Québec \"Ville\""`, from: `"Montréal"`, to: `"Québec \"Ville\""`},
		{key: "situation", value: `"employee"`, from: `'not working'`, to: `"employee"`},
		{key: "name.first", value: `["Maude"]`, from: `["Maude", "Élise"]`, to: `["Maude"]`},
		{key: "address[1].street", value: `"3"`, from: `"2" `, to: `"3" `},
		{key: "address[1].translation.by", value: `"c"`, from: `by = "b"`, to: `by = "c"`},
		{key: "birth.town", value: `""`, from: `"Montréal"`, to: `""`},
		{key: "birth.country", value: `"Canada"`}, // as it is
		{key: "contact.phone", value: `""`},
		{key: "birth.date_as_written", value: `"02/04/1960"`, from: "certificate\r\n", to: "certificate\r\ndate_as_written = \"02/04/1960\"\r\n"},
		{key: "nir", value: `"2 60"`, from: "# for now\r\n", to: "# for now\r\nnir = \"2 60\"\r\n"},
		{key: "address[0].extra", value: `"A"`, from: "[[address]]\r\nstreet = \"1\"", to: "[[address]]\r\nextra = \"A\"\r\nstreet = \"1\""},
		{key: "contact.phone", value: `"06"`, err: errNotThere},
		{key: "birth.date", value: `""`, err: errTakenAway},
		{key: "name.birth", value: `"Roy-Noir"`, err: errLines},
		{key: "name.birth", value: `"x"`, err: errElsewhere, other: "extends", text: "extends = \"base.toml\"\n"},
		{key: "a", value: `"x"`, err: errNotThere, other: "no line to follow", text: "b = 1"},
		{key: "a", value: `"x"`, other: "a mark of UTF-8", text: "\ufeffa = \"y\"", from: `"y"`, to: `"x"`},
	} {
		src := saved
		if c.other != "" {
			src = c.text
		}
		got, err := Put("me.toml", []byte(src), changed(t, c.key, c.value))
		var why *Unsaved
		if errors.As(err, &why); why != c.err {
			t.Errorf("%s = %s: %v, want %v", c.key, c.value, err, c.err)
			continue
		}
		want := strings.Replace(src, c.from, c.to, 1)
		if c.err == nil && string(got) != want {
			t.Errorf("%s = %s:\n%q\nwant\n%q", c.key, c.value, got, want)
		}
	}
	if _, err := Put("me.toml", []byte("a = "), changed(t, "a", `"x"`)); err == nil {
		t.Error("no TOML was changed")
	}
}

// FuzzPut changes any key of any text: what comes of it says what the text said but for that value, and is
// the text but for one run of bytes, in which there is none of its comments.
func FuzzPut(f *testing.F) {
	for _, key := range []string{"birth.date", "birth.town", "name.first", "nir", "address[1].street", "name.birth", "a.b"} {
		f.Add(saved, key, "x\"\\\n")
	}
	f.Add("a = [1, # no\n 2]\n", "a", "")
	f.Add("a = 1 # b = 2\nb = {a = 'x'}", "b.a", "y")
	f.Add("\"a\" = 'x'\n[b]\n'c d' = 2", "a", "#")
	f.Fuzz(func(t *testing.T, src, key, value string) {
		c := Change{Key: key, New: Raw{&node{scalar: value}}}
		got, err := Put("me.toml", []byte(src), c)
		if err != nil || bytes.Equal(got, []byte(src)) {
			return
		}
		again, err := parseTree("me.toml", got)
		if err != nil {
			t.Fatalf("%q: %v", got, err)
		}
		if n, ok := lookup(again, key); !ok || n.text() != value {
			t.Fatalf("%s is not %q in %q", key, value, got)
		}
		was, err := parseTree("me.toml", []byte(src))
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(Change{Key: key, New: Raw{&node{scalar: ""}}}.apply(was), Change{Key: key, New: Raw{&node{scalar: ""}}}.apply(again)); err != nil || !sameValues(was, again) {
			t.Fatalf("more than %s changed in %q: %v", key, got, err)
		}
		if bytes.Count(got, []byte("\n")) < strings.Count(src, "\n") {
			t.Fatalf("a line is gone: %q", got)
		}
	})
}
