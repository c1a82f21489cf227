package form

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dossier/internal/pdf"
)

// flat is an edition of a blank without fields, and of boxes that are fields of their own.
func flat(t *testing.T) *Edition {
	e := *catalog(t).Editions()[0]
	e.Adopted, e.SHA256 = true, "00"
	e.Fields = slices.Clone(e.Fields)
	for i := range e.Fields {
		e.Fields[i].Name = ""
	}
	e.Field("nationality").Names = map[string]string{"french": "a", "eea": "", "other": "c"}
	return &e
}

func TestEntriesByPlace(t *testing.T) {
	e := flat(t)
	boxes := e.Field("nationality").Boxes
	for _, c := range []struct {
		value Value
		want  Entry
	}{
		{Value{"names", "O’BRIEN"}, Entry{Text: "O’BRIEN", Rect: []float64{155, 574.4, 551.2, 587.9}}},
		{Value{"birth_date", "04021961"}, Entry{Text: "04021961", Cells: 8, Rect: []float64{143, 498.5, 256.5, 513}}},
		{Value{"working", "yes"}, Entry{State: "Oui", Rect: []float64{141, 319.3, 149.2, 327.9}}},
		{Value{"nationality", "french"}, Entry{Name: "a", State: "Oui"}},
		{Value{"nationality", "eea"}, Entry{State: "NON", Rect: boxes["eea"]}},
	} {
		c.want.ID, c.want.Page = c.value.ID, 1
		if got := e.Entries([]Value{c.value}); !reflect.DeepEqual(got[0], c.want) {
			t.Errorf("%v is written as %+v, want %+v", c.value, got[0], c.want)
		}
	}
	known := catalog(t).Editions()[0]
	if got := known.Entries([]Value{{"domicile", "CCAS"}})[0].Rect; !reflect.DeepEqual(got, known.Field("domicile").Rect) {
		t.Errorf("the field that reaches into its caption is written at %v", got)
	}
}

// An edition written down is the same when it is read, and the same bytes each time.
func TestEncode(t *testing.T) {
	c := catalog(t)
	for _, e := range append(slices.Clone(c.Editions()), flat(t)) {
		src := e.Encode()
		again, err := ReadEdition(c.Form, src)
		if err != nil {
			t.Errorf("%s: %v\n%s", e.ID(), err, src)
			continue
		}
		again.Blank = e.Blank
		if !reflect.DeepEqual(again, e) {
			t.Errorf("%s is read as %+v", e.ID(), again)
		}
		if !bytes.Equal(again.Encode(), src) {
			t.Errorf("%s: other bytes the second time", e.ID())
		}
	}
	for _, src := range []string{"", "edition = 1", "edition = \"x\"\nodd = 1"} {
		if _, err := ReadEdition(c.Form, []byte(src)); err == nil {
			t.Errorf("%q is an edition", src)
		}
	}
}

// Names of fields hold anything: they come from files of others.
func TestEncodeNames(t *testing.T) {
	c := catalog(t)
	e := *c.Editions()[0]
	rapid.Check(t, func(t *rapid.T) {
		e.Fields = slices.Clone(e.Fields)
		e.Fields[0].Name = rapid.String().Draw(t, "name")
		again, err := ReadEdition(c.Form, e.Encode())
		if err != nil || again.Fields[0].Name != e.Fields[0].Name {
			t.Fatalf("%q is read as %+v, %v", e.Fields[0].Name, again, err)
		}
	})
}

func TestAdd(t *testing.T) {
	c := catalog(t)
	n := len(c.Editions())
	e := flat(t)
	if err := c.Add(e); err != nil || len(c.Editions()) != n+1 {
		t.Fatalf("%d editions, %v", len(c.Editions()), err)
	}
	if err := c.Add(flat(t)); err != nil || len(c.Editions()) != n+1 {
		t.Errorf("the same blank twice: %d editions, %v", len(c.Editions()), err)
	}
	bad := flat(t)
	bad.Fields = bad.Fields[1:]
	if err := c.Add(bad); err == nil || !strings.Contains(err.Error(), "field names is not placed") {
		t.Errorf("an edition without a field: %v", err)
	}
}

// Two blanks of one edition go by two ids, the same whatever else is known, and each keeps its own.
func TestIDsAreUnique(t *testing.T) {
	c := catalog(t)
	other := func(sum string) *Edition {
		e := *c.Editions()[0]
		e.SHA256, e.Adopted = sum, true
		return &e
	}
	for _, x := range []struct{ sum, want string }{
		{"e3879c7167218ca9", "15763*01-fr-e3879c71"},
		{"0123456789abcdef", "15763*01-fr-01234567"},
		{"e3879c7167218ca9", "15763*01-fr-e3879c71"}, // learnt again
		{c.Editions()[0].SHA256, "15763*01-fr"},      // the one that the program brings
	} {
		e := other(x.sum)
		if err := c.Add(e); err != nil || e.ID() != x.want {
			t.Errorf("the blank %.8s goes by %s, %v; want %s", x.sum, e.ID(), err, x.want)
		}
	}
	seen := map[string]bool{}
	for _, e := range c.Editions() {
		if seen[e.ID()] {
			t.Errorf("two editions go by %s", e.ID())
		}
		seen[e.ID()] = true
	}
	if again, err := ReadEdition(c.Form, c.Editions()[len(c.Editions())-1].Encode()); err != nil || again.ID() != "15763*01-fr-01234567" {
		t.Errorf("written and read, it is %v, %v", again, err)
	}
}

func TestResembles(t *testing.T) {
	c := catalog(t)
	blank, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "forms", "official", "s1106-15763-01-fr.pdf"))
	if err != nil {
		t.Skip("the official form is not at hand: ", err)
	}
	f, err := pdf.Open(blank)
	if err != nil {
		t.Fatal(err)
	}
	var printed []Printed
	for _, field := range f.Fields() {
		for _, w := range field.Widgets {
			printed = append(printed, Printed{field.Name, w.Page, [4]float64{w.Rect.X0, w.Rect.Y0, w.Rect.X1, w.Rect.Y1}, field.Type == pdf.Button, w.States})
		}
	}
	for _, x := range []struct {
		name   string
		change func(p []Printed) []Printed
		want   bool
	}{
		{"itself", func(p []Printed) []Printed { return p }, true},
		{"saved with other roundings", func(p []Printed) []Printed { p[3].Rect[0] += 1.5; return p }, true},
		{"in another order", func(p []Printed) []Printed { slices.Reverse(p); return p }, true},
		{"a field moved", func(p []Printed) []Printed { p[3].Rect[0] -= 5; return p }, false},
		{"a field on another page", func(p []Printed) []Printed { p[3].Page = 2; return p }, false},
		{"a field renamed", func(p []Printed) []Printed { p[3].Name = "x"; return p }, false},
		{"a text for a box", func(p []Printed) []Printed { p[0].Button = !p[0].Button; return p }, false},
		{"a field more", func(p []Printed) []Printed { return append(p, Printed{Name: "new", Page: 1}) }, false},
		{"a field less", func(p []Printed) []Printed { return p[1:] }, false},
		{"states renamed", func(p []Printed) []Printed { return renamed(p, func(i int) string { return fmt.Sprint("On", i) }) }, true},
		{"states renamed alike", func(p []Printed) []Printed { return renamed(p, func(int) string { return "On" }) }, false},
		{"no field", func(p []Printed) []Printed { return nil }, false},
	} {
		e, ok := c.Resembles(x.change(slices.Clone(printed)))
		if ok != x.want || ok && e.ID() != "15763*01-fr" {
			t.Errorf("%s: taken for %v", x.name, e)
		}
	}
	e, ok := c.Resembles(renamed(printed, func(i int) string { return fmt.Sprint("On", i) }))
	if !ok || !strings.HasPrefix(e.Field("nationality").States["other"], "On") || c.Editions()[0].Field("nationality").States["other"] == e.Field("nationality").States["other"] {
		t.Errorf("states are %v, want those of the file, and the catalog as it was", e.Field("nationality").States)
	}
	flatOnly := NewCatalog(c.Form, flat(t))
	if e, ok := flatOnly.Resembles(printed); ok {
		t.Errorf("taken for %s, which has no fields", e.ID())
	}
}

// renamed gives the boxes other states.
func renamed(printed []Printed, state func(i int) string) []Printed {
	list := slices.Clone(printed)
	for i := range list {
		if list[i].Button {
			list[i].States = []string{state(i)}
		}
	}
	return list
}

func TestOlder(t *testing.T) {
	f := catalog(t).Form
	for edition, want := range map[string]bool{
		"15763*01": true, "15763*02": false, "15763*03": false, "15993*01": false, "15763*10": false, "15763": false, "": false, "15763*x": false,
	} {
		if got := f.Older(edition); got != want {
			t.Errorf("Older(%q) = %v", edition, got)
		}
	}
}

func TestLabels(t *testing.T) {
	f := catalog(t).Form
	for key, label := range f.Labels {
		if len(label.FR) == 0 || len(label.EN)+len(label.Guess) == 0 {
			t.Errorf("%s has no label in one of the languages: %+v", key, label)
		}
	}
	for _, field := range f.Fields {
		if _, ok := f.Labels[field.ID]; !ok && len(field.Choice) == 0 {
			t.Errorf("%s has no label", field.ID)
		}
	}
	if got := strings.Join(f.Numbers(), " "); got != "15763 15993" {
		t.Errorf("the form goes by %s", got)
	}
}
