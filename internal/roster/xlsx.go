package roster

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"dossier/internal/profile"
	"dossier/internal/rule"
)

// Bounds of a workbook, unpacked.
const (
	maxUnpacked = 192 << 20 // bytes of all its parts
	maxParts    = 5000
	maxCells    = 4_000_000 // of the sheet, those without anything among them
)

// isArchive says whether data is a workbook of some kind: an archive, or the container of the old format.
func isArchive(data []byte) bool {
	return bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
}

// A workbook is one sheet of an XLSX file. Excelize opens it and knows its sheets, styles and dates. The
// rows are walked here: its own reader of rows tells neither a text from a number nor a date from one, and
// ends in silence where the file is broken.
type workbook struct {
	name    string
	shown   []string // its sheets that are not hidden, quoted
	part    []byte   // of the sheet
	strings []string // shared by all sheets
	formats []format // by style
	walked  int      // cells so far
	from    int      // serial number of days before 1 January 1970
	leap    bool     // whether the count has a 29 February 1900
}

// A format is what the style of a cell makes of a number.
type format struct {
	day, time bool
	width     int // digits at least
}

const saveAgain = "open it in a spreadsheet program and save it again as XLSX"

// openXLSX opens a workbook and one sheet of it: the one named, or the first that is not hidden.
func openXLSX(name string, data []byte, sheet string) (w *workbook, err error) {
	if err := fitsMemory(name, data); err != nil {
		return nil, err
	}
	defer func() {
		if recover() != nil { // excelize takes files at their word
			w, err = nil, whole(name, "the workbook is damaged", saveAgain)
		}
	}()
	// The larger parts would go to temporary files if the limits were not the same: names in clear on disk.
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return nil, whole(name, "the workbook is damaged", saveAgain)
	}
	defer f.Close()
	w = &workbook{name: name, from: 25569, leap: true}
	part, err := w.find(f, sheet)
	if err != nil {
		return nil, err
	}
	props, err := f.GetWorkbookProps()
	if err != nil {
		return nil, whole(name, "the workbook is damaged", saveAgain)
	}
	if props.Date1904 != nil && *props.Date1904 {
		w.from, w.leap = 24107, false
	}
	w.formats = formatsOf(f)
	if w.part = partOf(f, part); w.part == nil {
		return nil, whole(name, "the sheet is missing in the workbook", saveAgain)
	}
	for _, target := range related(f, "/sharedStrings") {
		if w.strings, err = sharedStrings(partOf(f, target)); err != nil {
			return nil, whole(name, "the texts of the workbook are damaged", saveAgain)
		}
	}
	return w, nil
}

// fitsMemory refuses what is no XLSX file, and what would take too much memory unpacked.
func fitsMemory(name string, data []byte) error {
	if !bytes.HasPrefix(data, []byte("PK")) {
		return whole(name, "this is a workbook of the old format XLS, or one locked with a password", "save it as XLSX, without a password")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return whole(name, "the workbook is damaged", saveAgain)
	}
	var size uint64
	book := false
	for _, f := range z.File {
		size += min(f.UncompressedSize64, maxUnpacked+1)
		book = book || strings.EqualFold(f.Name, "xl/workbook.xml")
	}
	switch {
	case size > maxUnpacked || len(z.File) > maxParts:
		return whole(name, fmt.Sprintf("the workbook takes more than %d MB unpacked", maxUnpacked>>20), "keep the sheet of applicants alone, without pictures, or save it as CSV")
	case !book:
		return whole(name, "this is no XLSX workbook", "save the table as XLSX or CSV")
	}
	return nil
}

// find is the part of the workbook in which a sheet is.
func (w *workbook) find(f *excelize.File, sheet string) (part string, err error) {
	id := ""
	for _, s := range f.WorkBook.Sheets.Sheet {
		hidden := s.State == "hidden" || s.State == "veryHidden"
		if id == "" && (sheet == "" && !hidden || sheet != "" && fold(s.Name) == fold(sheet)) {
			id = s.ID
		}
		if !hidden {
			w.shown = append(w.shown, profile.Quote(s.Name))
		}
	}
	switch {
	case sheet != "" && id == "":
		return "", whole(w.name, fmt.Sprintf("the workbook has no sheet %q", sheet), "its sheets are "+strings.Join(w.shown, ", "))
	case id == "":
		return "", whole(w.name, "the workbook has no sheet that is shown", saveAgain)
	}
	for _, r := range relations(f) {
		if r.ID == id && strings.HasSuffix(r.Type, "/worksheet") {
			return r.part(), nil
		}
	}
	return "", whole(w.name, "the sheet is missing in the workbook, or is no table", saveAgain)
}

// only refuses a workbook with several sheets of which none was named.
func (w *workbook) only() error {
	if len(w.shown) > 1 {
		return whole(w.name, "the workbook has several sheets", "say which one in the map, sheet = "+w.shown[0]+"; its sheets are "+strings.Join(w.shown, ", "))
	}
	return nil
}

// A relation says where a part of the workbook is.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

func (r relation) part() string {
	target := strings.ReplaceAll(r.Target, `\`, "/")
	if strings.HasPrefix(target, "/") {
		return target[1:]
	}
	return path.Join("xl", target)
}

func relations(f *excelize.File) []relation {
	var list struct {
		Relationship []relation
	}
	if xml.Unmarshal(partOf(f, "xl/_rels/workbook.xml.rels"), &list) != nil {
		return nil
	}
	return list.Relationship
}

// related are the parts of one type.
func related(f *excelize.File, suffix string) (parts []string) {
	for _, r := range relations(f) {
		if strings.HasSuffix(r.Type, suffix) {
			parts = append(parts, r.part())
		}
	}
	return parts
}

// partOf is a part of the workbook, nil if it has none of that name.
func partOf(f *excelize.File, name string) (data []byte) {
	f.Pkg.Range(func(key, value any) bool {
		if strings.EqualFold(key.(string), name) {
			data, _ = value.([]byte)
		}
		return data == nil
	})
	return data
}

// formatsOf are the formats of all styles.
func formatsOf(f *excelize.File) []format {
	if f.Styles == nil || f.Styles.CellXfs == nil {
		return nil
	}
	codes := map[int]string{}
	if f.Styles.NumFmts != nil {
		for _, n := range f.Styles.NumFmts.NumFmt {
			codes[n.NumFmtID] = n.FormatCode
		}
	}
	formats := make([]format, len(f.Styles.CellXfs.Xf))
	for i, xf := range f.Styles.CellXfs.Xf {
		if xf.NumFmtID != nil {
			formats[i] = formatOf(*xf.NumFmtID, codes[*xf.NumFmtID])
		}
	}
	return formats
}

// formatOf reads a format by its number, or else its code (ECMA-376, part 1, 18.8.30 and 18.8.31).
func formatOf(id int, code string) format {
	switch {
	case code != "":
		return formatOfCode(code)
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return format{day: true}
	case id == 22:
		return format{day: true, time: true}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47, id == 55, id == 56:
		return format{time: true}
	}
	return format{}
}

// literal matches what a code shows as it is: "text", \x, _x, *x, and colours, conditions and languages in
// brackets, but not [h], which counts hours.
var literal = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]hHmMsS][^\]]*\]`)

// zeros matches a code that shows a number as digits alone, with blanks between groups.
var zeros = regexp.MustCompile(`^#*0[0# .-]*$`)

func formatOfCode(code string) format {
	code = literal.ReplaceAllStringFunc(code, func(s string) string {
		if strings.Trim(s, `"\ .-|`) == "" {
			return " "
		}
		return "x" // no letter of a date
	})
	code, _, _ = strings.Cut(strings.ToLower(code), ";")
	if zeros.MatchString(code) {
		n := strings.Count(code[strings.IndexByte(code, '0'):], "0") + strings.Count(code[strings.IndexByte(code, '0'):], "#")
		if strings.Contains(code, ".") || n < 2 {
			n = 0
		}
		return format{width: n}
	}
	if strings.HasPrefix(code, "general") || strings.HasPrefix(code, "standard") {
		return format{}
	}
	f := format{day: strings.ContainsAny(code, "yd"), time: strings.ContainsAny(code, "hs")}
	f.day = f.day || strings.Contains(code, "m") && !f.time
	return f
}

// sharedStrings reads the texts that cells name by number.
func sharedStrings(part []byte) (all []string, err error) {
	if part == nil {
		return nil, nil
	}
	d := xml.NewDecoder(bytes.NewReader(part))
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		if e, ok := tok.(xml.StartElement); ok && e.Name.Local == "si" {
			s, err := richText(d)
			if err != nil {
				return nil, err
			}
			all = append(all, s)
		}
	}
}

// richText is the text of the element that was begun, without what helps to pronounce it.
func richText(d *xml.Decoder) (string, error) {
	var b strings.Builder
	depth, inText := 1, 0
	for depth > 0 {
		tok, err := d.Token()
		if err != nil {
			return "", err
		}
		switch e := tok.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "rPh":
				if err := d.Skip(); err != nil {
					return "", err
				}
				continue
			case "t":
				inText = depth
			}
			depth++
		case xml.EndElement:
			if depth--; depth == inText {
				inText = 0
			}
		case xml.CharData:
			if inText > 0 {
				b.Write(e)
			}
		}
		if b.Len() > 4*maxText {
			return "", errors.New("a text is too long")
		}
	}
	return unescapeXML(b.String()), nil
}

// escaped matches a character that XML cannot have, as workbooks write it.
var escaped = regexp.MustCompile(`_x([0-9A-Fa-f]{4})_`)

func unescapeXML(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escaped.ReplaceAllStringFunc(s, func(m string) string {
		n, err := strconv.ParseUint(m[2:6], 16, 16)
		if err != nil || utf16.IsSurrogate(rune(n)) {
			return m
		}
		return string(rune(n))
	})
}

func (w *workbook) notes() []rule.Text { return nil }

// rows walks the sheet from its beginning.
func (w *workbook) rows(yield func(number int, cells []cell) error) error {
	d := xml.NewDecoder(bytes.NewReader(w.part))
	number := 0
	w.walked = 0
	var cells []cell
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return w.broken(number)
		}
		e, ok := tok.(xml.StartElement)
		if !ok || e.Name.Local != "row" {
			continue
		}
		was := number
		if number, err = placeOf(attr(e, "r"), was+1); err != nil || number <= was || number > excelize.TotalRows {
			return w.broken(was)
		}
		if cells, err = w.cells(d, cells[:0], number); err != nil {
			return err
		}
		if len(cells) > 0 {
			if err := yield(number, cells); err != nil {
				return err
			}
		}
	}
}

func (w *workbook) broken(number int) error {
	return inRow(w.name, number+1, "the workbook is damaged here", saveAgain)
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// placeOf is a number that may be left out.
func placeOf(s string, left int) (int, error) {
	if s == "" {
		return left, nil
	}
	return strconv.Atoi(s)
}

// cells reads the cells of a row that was begun; those that are empty are left out.
func (w *workbook) cells(d *xml.Decoder, cells []cell, number int) ([]cell, error) {
	col := -1
	for {
		tok, err := d.Token()
		if err != nil {
			return nil, w.broken(number - 1)
		}
		switch e := tok.(type) {
		case xml.EndElement:
			return cells, nil // of the row: what is in it is read to its end
		case xml.StartElement:
			if e.Name.Local != "c" {
				if d.Skip() != nil {
					return nil, w.broken(number - 1)
				}
				continue
			}
			if w.walked++; w.walked > maxCells {
				return nil, inRow(w.name, number, fmt.Sprintf("there are more than %d cells, empty ones among them", maxCells), "delete the empty columns and rows beside and below the list, or save it as CSV")
			}
			was := col
			if col = colOf(attr(e, "r"), was+1); col <= was {
				return nil, w.broken(number - 1)
			}
			c, err := w.cell(d, e)
			if err != nil {
				return nil, w.broken(number - 1)
			}
			if c.kind == textCell && strings.TrimSpace(c.text) == "" {
				continue
			}
			if col >= maxColumns {
				return nil, inRow(w.name, number, fmt.Sprintf("there are more than %d columns", maxColumns), "keep those that the map needs")
			}
			c.col = int16(col)
			cells = append(cells, c)
		}
	}
}

// colOf is the column of a place such as "AB12", from 0; -1 if it is none.
func colOf(s string, left int) int {
	if s == "" {
		return left
	}
	col := 0
	for i := 0; i < len(s) && s[i] >= 'A'; i++ {
		if s[i] > 'Z' || i > 2 {
			return -1
		}
		col = 26*col + int(s[i]-'A') + 1
	}
	return col - 1
}

// cell reads what stands in a cell that was begun.
func (w *workbook) cell(d *xml.Decoder, start xml.StartElement) (c cell, err error) {
	var value string
	formula, has := false, false
	for {
		tok, err := d.Token()
		if err != nil {
			return c, err
		}
		if _, end := tok.(xml.EndElement); end {
			break
		}
		e, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "v":
			has = true
			value, err = charsOf(d)
		case "is":
			has = true
			value, err = richText(d)
		case "f":
			formula = true
			err = d.Skip()
		default:
			err = d.Skip()
		}
		if err != nil {
			return c, err
		}
	}
	if !has {
		if formula {
			return cell{kind: unsavedCell}, nil
		}
		return cell{}, nil
	}
	return w.typed(value, attr(start, "t"), attr(start, "s"))
}

// charsOf is the text of an element that was begun, with no other in it.
func charsOf(d *xml.Decoder) (string, error) {
	var s string
	for {
		tok, err := d.Token()
		if err != nil {
			return "", err
		}
		switch e := tok.(type) {
		case xml.CharData:
			s += string(e)
		case xml.StartElement:
			return "", errors.New("an element stands in a value")
		case xml.EndElement:
			return s, nil
		}
	}
}

// typed is a value by the type and the style of its cell.
func (w *workbook) typed(value, typ, style string) (cell, error) {
	switch typ {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || i < 0 || i >= len(w.strings) {
			return cell{}, errors.New("there is no such text")
		}
		return cell{text: w.strings[i]}, nil
	case "str":
		return cell{text: unescapeXML(value)}, nil
	case "inlineStr":
		return cell{text: value}, nil
	case "b":
		return cell{kind: yesNoCell, text: map[string]string{"1": "true", "true": "true"}[value] + map[string]string{"0": "false", "false": "false"}[value]}, nil
	case "e":
		return cell{kind: faultCell, text: value}, nil
	case "d":
		if iso, msg, _ := readDate(cell{text: value}, "", ""); msg == "" {
			return cell{kind: dayCell, text: iso}, nil
		}
		return cell{kind: momentCell, text: value}, nil
	case "", "n":
		return w.numeric(strings.TrimSpace(value), style)
	}
	return cell{}, errors.New("there is no such type of cell")
}

// numeric is a number, or a day if its style shows one.
func (w *workbook) numeric(value, style string) (cell, error) {
	n, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return cell{}, errors.New("this is no number")
	}
	var f format
	if i, err := strconv.Atoi(style); err == nil && i >= 0 && i < len(w.formats) {
		f = w.formats[i]
	}
	switch {
	case f.day && n == math.Trunc(n):
		return w.serial(n), nil
	case f.day || f.time:
		return cell{kind: momentCell, text: value}, nil
	case n == math.Trunc(n) && n >= 0 && n < 1e15: // Excel keeps 15 digits
		return cell{kind: numberCell, width: int16(f.width), text: strconv.FormatFloat(n, 'f', 0, 64)}, nil
	}
	return cell{kind: numberCell, text: value}, nil
}

// serial is a day by its number. The count from 1900 has a 29 February of that year, which was none.
func (w *workbook) serial(n float64) cell {
	const last = 2958465 // 31 December 9999
	from := w.from
	switch {
	case n < 0 || n > last || w.leap && (n < 1 || n == 60):
		return cell{kind: momentCell}
	case w.leap && n < 60:
		from--
	}
	d := profile.Date{Year: 1970, Month: 1, Day: 1}.AddDays(int(n) - from)
	return cell{kind: dayCell, text: d.String()}
}
