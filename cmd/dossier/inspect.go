package main

import (
	"bytes"
	"fmt"
	"math"
	"strings"

	"github.com/urfave/cli/v2"

	"dossier/internal/form"
	"dossier/internal/pdf"
)

func (p *program) inspectCommand() *cli.Command {
	return &cli.Command{
		Name:      "inspect",
		Usage:     "the fields of any PDF",
		ArgsUsage: "FILE.pdf",
		Description: `Inspect says of any PDF its pages and what a program that fills it must know, then of each
field its type, page, rectangle in points from the lower left corner, name, flags, states,
choices, length, type size, value, default and tooltip. With --debug it writes a copy in
which each field shows its name and its rectangle. Exit status is 0, fields or none, and 1
when the file is broken, locked or no PDF.`,
		Flags: []cli.Flag{jsonFlag(),
			&cli.StringFlag{Name: "debug", Usage: "write a copy that shows the fields to `OUT.pdf`"}},
		Action: p.inspect,
	}
}

func (p *program) inspect(c *cli.Context) error {
	name, err := one(c, "PDF")
	if err != nil {
		return err
	}
	data, err := p.read(name)
	if err != nil {
		return fmt.Errorf("read the PDF: %w", err)
	}
	file, err := pdf.Open(data)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	seen := inspected(name, file)
	if c.Bool("json") {
		err = p.printJSON(seen)
	} else {
		err = p.write("-", []byte(seen.String()))
	}
	if out := c.String("debug"); out != "" && err == nil {
		return p.debug(out, file)
	}
	return err
}

func (p *program) debug(out string, file *pdf.File) error {
	var b bytes.Buffer
	if err := file.Debug(&b); err != nil {
		return fmt.Errorf("show the fields: %w", err)
	}
	return p.write(out, b.Bytes())
}

// An inspection is what is said of a PDF.
type inspection struct {
	File            string           `json:"file"`
	Version         string           `json:"version"`
	Encrypted       bool             `json:"encrypted"`
	XFA             bool             `json:"xfa"`
	DynamicXFA      bool             `json:"dynamic_xfa"`
	UsageRights     bool             `json:"usage_rights"`
	Signed          bool             `json:"signed"`
	Scripts         bool             `json:"scripts"`
	NeedAppearances bool             `json:"need_appearances"`
	Linearized      bool             `json:"linearized"`
	Pages           []pageSize       `json:"pages"`
	Fields          []inspectedField `json:"fields"`
}

// A pageSize is in points, as the page is shown.
type pageSize struct {
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

type inspectedField struct {
	Name      string            `json:"name"`
	Type      string            `json:"type"`
	Flags     []string          `json:"flags,omitempty"`
	MaxLength int               `json:"max_length,omitempty"`
	Size      float64           `json:"size"` // of the type, in points; 0 is automatic
	Value     string            `json:"value,omitempty"`
	Default   string            `json:"default,omitempty"`
	Tooltip   string            `json:"tooltip,omitempty"`
	Choices   []inspectedChoice `json:"choices,omitempty"`
	Places    []inspectedPlace  `json:"places"`
}

type inspectedChoice struct {
	Export string `json:"export"`
	Shown  string `json:"shown"`
}

type inspectedPlace struct {
	Page   int        `json:"page"` // 0 when the file puts it on no page
	Rect   [4]float64 `json:"rect"`
	States []string   `json:"states,omitempty"`
	Hidden bool       `json:"hidden,omitempty"`
}

func inspected(name string, file *pdf.File) *inspection {
	t := file.Traits()
	in := &inspection{File: name, Version: t.Version, Encrypted: t.Encrypted, XFA: t.XFA, DynamicXFA: t.DynamicXFA,
		UsageRights: t.UsageRights, Signed: t.Signed, Scripts: t.Scripts, NeedAppearances: t.NeedAppearances,
		Linearized: t.Linearized, Fields: []inspectedField{}}
	for i := range file.Pages() {
		w, h := file.PageSize(i + 1)
		in.Pages = append(in.Pages, pageSize{tenth(w), tenth(h)})
	}
	for _, f := range file.Fields() {
		in.Fields = append(in.Fields, inspectedOf(f))
	}
	return in
}

// tenth rounds points to what a ruler can tell, 0.035 mm.
func tenth(v float64) float64 { return math.Round(v*10) / 10 }

func inspectedOf(f pdf.Field) inspectedField {
	out := inspectedField{Name: f.Name, Type: typeOf(f), Flags: flagWords(f), MaxLength: f.MaxLen, Size: f.Size,
		Value: f.Value, Default: f.Default, Tooltip: f.Tooltip, Places: []inspectedPlace{}}
	for _, c := range f.Choices {
		out.Choices = append(out.Choices, inspectedChoice{c.Export, c.Shown})
	}
	for _, w := range f.Widgets {
		r := w.Rect
		out.Places = append(out.Places, inspectedPlace{Page: w.Page, Rect: [4]float64{tenth(r.X0), tenth(r.Y0), tenth(r.X1), tenth(r.Y1)}, States: w.States, Hidden: w.Hidden})
	}
	return out
}

// bitFile marks a text that is the name of a file (ISO 32000-1, table 228).
const bitFile = 21

// has asks for a bit of Ff, the lowest being 1, as the standard counts them.
func has(flags, bit int) bool { return flags&(1<<(bit-1)) != 0 }

// typeOf is what a field is to the person who fills it.
func typeOf(f pdf.Field) string {
	switch f.Type {
	case pdf.Text:
		switch {
		case f.Comb:
			return fmt.Sprintf("comb %d", f.MaxLen)
		case f.Password:
			return "password"
		case has(f.Flags, bitFile):
			return "file name"
		case f.Multiline:
			return "multiline"
		}
		return "text"
	case pdf.Button:
		switch {
		case f.PushButton:
			return "push button"
		case f.Radio:
			return "radio button"
		}
		return "check box"
	case pdf.Choice:
		if f.Combo {
			return "combo box"
		}
		return "list"
	}
	return string(f.Type)
}

// flagNames are the flags that the type does not tell, each for the types it has a meaning for
// (ISO 32000-1, tables 221, 226, 228 and 230).
var flagNames = []struct {
	bit   int
	types string
	word  string
}{
	{1, "text button choice signature", "read-only"},
	{2, "text button choice signature", "required"},
	{3, "text button choice signature", "no export"},
	{15, "button", "one always on"},
	{26, "button", "same states in unison"},
	{19, "choice", "own words allowed"},
	{20, "choice", "sorted"},
	{22, "choice", "several at once"},
	{27, "choice", "taken at once"},
	{23, "text choice", "no spell check"},
	{24, "text", "no scrolling"},
	{26, "text", "rich text"},
}

func flagWords(f pdf.Field) []string {
	var words []string
	for _, n := range flagNames {
		if has(f.Flags, n.bit) && strings.Contains(n.types, string(f.Type)) {
			words = append(words, n.word)
		}
	}
	return words
}

// String is the inspection as text: a summary, then a line for each place of each field, with what
// else there is to say below.
func (in *inspection) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: PDF %s, %s, %s\n%s\n", in.File, in.Version, in.sizes(), count(len(in.Fields), "field"), in.traits())
	if len(in.Fields) == 0 {
		b.WriteString("\nno fields: the form, if it is one, is flat\n")
		return b.String()
	}
	fmt.Fprintf(&b, "\n%4s  %-12s  %7s %7s %7s %7s  %s\n", "PAGE", "TYPE", "LEFT", "BOTTOM", "RIGHT", "TOP", "NAME")
	for _, f := range in.Fields {
		f.print(&b)
	}
	return b.String()
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// sizes says how large the pages are, in points; those in a row of the same size together.
func (in *inspection) sizes() string {
	var runs []string
	for i := 0; i < len(in.Pages); {
		end := i + 1
		for end < len(in.Pages) && in.Pages[end] == in.Pages[i] {
			end++
		}
		runs = append(runs, fmt.Sprintf("%s of %g × %g pt", count(end-i, "page"), in.Pages[i].Width, in.Pages[i].Height))
		i = end
	}
	const most = 4
	if len(runs) > most {
		return fmt.Sprintf("%s of different sizes", count(len(in.Pages), "page"))
	}
	return strings.Join(runs, ", ")
}

// traits says what a program that fills the form must know.
func (in *inspection) traits() string {
	xfa := in.XFA
	var words []string
	for _, t := range []struct {
		is      bool
		yes, no string
	}{
		{in.Encrypted, "encrypted", "not encrypted"},
		{in.DynamicXFA, "dynamic XFA", ""},
		{xfa && !in.DynamicXFA, "XFA", ""},
		{!xfa, "no XFA", ""},
		{in.UsageRights, "usage rights", "no usage rights"},
		{in.Signed, "signed", "not signed"},
		{in.Scripts, "scripts", ""},
		{in.NeedAppearances, "NeedAppearances", "no NeedAppearances"},
		{in.Linearized, "linearized", ""},
	} {
		word := t.no
		if t.is {
			word = t.yes
		}
		if word != "" {
			words = append(words, word)
		}
	}
	return strings.Join(words, ", ")
}

// print writes a line for each place, the first with all that is short, and lines for the rest.
func (f *inspectedField) print(b *strings.Builder) {
	places := f.Places
	if len(places) == 0 {
		places = []inspectedPlace{{}}
	}
	kind, says := f.Type, f.says()
	for _, w := range places {
		fmt.Fprintf(b, "%4s  %-12s  %s  %s%s%s\n", w.page(), kind, w.rectangle(), form.Quote(f.Name), w.says(), says)
		kind, says = "", ""
	}
	for _, line := range f.details() {
		fmt.Fprintf(b, "%55s%s\n", "", line)
	}
}

func (w inspectedPlace) page() string {
	if w.Page == 0 {
		return "none"
	}
	return fmt.Sprint(w.Page)
}

func (w inspectedPlace) rectangle() string {
	r := w.Rect
	return fmt.Sprintf("%7.1f %7.1f %7.1f %7.1f", r[0], r[1], r[2], r[3])
}

func (w inspectedPlace) says() string {
	s := ""
	if len(w.States) > 0 {
		s = " = " + quotedList(w.States)
	}
	if w.Hidden {
		s += " hidden"
	}
	return s
}

func quotedList(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = form.Quote(w)
	}
	return strings.Join(quoted, ", ")
}

// says is what is said of the whole field in few words.
func (f *inspectedField) says() string {
	var words []string
	if f.Size > 0 {
		words = append(words, fmt.Sprintf("size %g", f.Size))
	}
	if f.MaxLength > 0 {
		words = append(words, fmt.Sprintf("at most %d", f.MaxLength))
	}
	if words = append(words, f.Flags...); len(words) == 0 {
		return ""
	}
	return "  (" + strings.Join(words, ", ") + ")"
}

// details are the texts that a field brings with it, one a line.
func (f *inspectedField) details() []string {
	var lines []string
	for _, said := range []struct{ what, text string }{{"tooltip", f.Tooltip}, {"value", f.Value}, {"default", f.Default}} {
		if said.text != "" {
			lines = append(lines, said.what+" "+form.Quote(said.text))
		}
	}
	for _, c := range f.Choices {
		line := "choice " + form.Quote(c.Shown)
		if c.Export != c.Shown {
			line += " sent as " + form.Quote(c.Export)
		}
		lines = append(lines, line)
	}
	return lines
}
