package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"image/jpeg"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	core "github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"dossier/internal/dossier"
	"dossier/internal/pdf"
	"dossier/internal/picture"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

// written times a function of this process that makes a dossier. As with the others, it goes to a file.
func (e *envelope) written(name string, make func(io.Writer) error) filler {
	name = filepath.Join(e.dir, name)
	return func(from, to int) (cost, []byte, error) {
		runtime.GC() // what the engine before left behind is not ours to pay
		wall, cpu := time.Now(), cpuTime()
		for range to - from {
			if err := toFile(name, make); err != nil {
				return cost{}, nil, err
			}
		}
		c := cost{time.Since(wall), cpuTime() - cpu}
		last, err := os.ReadFile(name)
		return c, last, err
	}
}

func toFile(name string, make func(io.Writer) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(make(f), f.Close())
}

// made is how many pieces the program makes: letter and form. The others are files of the person's own.
const made = 2

// build makes the dossier as the program does, once letter and form are drawn.
func build(e *envelope) (filler, error) {
	return e.written("build.pdf", func(w io.Writer) error {
		parts, err := e.parts(e.attached)
		if err != nil {
			return err
		}
		return new(dossier.Manifest).Join(w, parts, "Dossier", profile.DateOf(day), false)
	}), nil
}

// measured is build with the meter, which looks at each page as a clerk would.
func measured(e *envelope) (filler, error) {
	return e.written("measured.pdf", func(w io.Writer) error {
		parts, err := e.parts(e.examined)
		if err != nil {
			return err
		}
		return new(dossier.Manifest).Join(w, parts, "Dossier", profile.DateOf(day), false)
	}), nil
}

// pass makes the dossier as others do: no scan is decoded to see that it is whole, and nothing is hashed.
func pass(e *envelope) (filler, error) {
	return e.written("pass.pdf", func(w io.Writer) error {
		parts, err := e.parts(e.unseen)
		if err != nil {
			return err
		}
		return new(dossier.Manifest).Join(w, parts, "Dossier", profile.DateOf(day), false)
	}), nil
}

// join writes the dossier of pieces that were read before.
func join(e *envelope) (filler, error) {
	parts, err := e.parts(e.attached)
	if err != nil {
		return nil, err
	}
	for i, p := range parts {
		s, err := p.Open()
		if err != nil {
			return nil, err
		}
		parts[i].Open = func() (pdf.Source, error) { return s, nil }
	}
	return e.written("join.pdf", func(w io.Writer) error {
		return new(dossier.Manifest).Join(w, parts, "Dossier", profile.DateOf(day), false)
	}), nil
}

// parts reads all pieces, those that are files of the person's own as it is told to, and links each with the letter.
func (e *envelope) parts(attach func() ([]dossier.Part, error)) ([]dossier.Part, error) {
	var own [made][]byte
	for i := range own {
		var err error
		if own[i], err = os.ReadFile(e.file(e.pieces[i])); err != nil {
			return nil, err
		}
	}
	letter, err := dossier.PartOf(dossier.Part{Title: e.pieces[0].title, Label: e.pieces[0].label, Own: true}, own[0])
	if err != nil {
		return nil, err
	}
	form, err := dossier.FormPart(own[1])
	if err != nil {
		return nil, err
	}
	papers, err := attach()
	if err != nil {
		return nil, err
	}
	parts := append([]dossier.Part{letter, form}, papers...)
	for i := range parts[1:] {
		y := 100 + 14*float64(i)
		parts[0].Links = append(parts[0].Links, pdf.Link{Rect: pdf.Rect{X0: 60, Y0: y, X1: 300, Y1: y + 12}, To: pdf.Target{Part: i + 1}})
		parts[i+1].Back = &pdf.Target{}
	}
	return parts, nil
}

// attached are the files as the program reads them.
func (e *envelope) attached() ([]dossier.Part, error) { return e.enclosed((*dossier.Job).Attach) }

// examined are the same, measured.
func (e *envelope) examined() ([]dossier.Part, error) { return e.enclosed((*dossier.Job).Examine) }

func (e *envelope) enclosed(how func(*dossier.Job, []dossier.Piece) ([]dossier.Attachment, []rule.Finding)) ([]dossier.Part, error) {
	var papers []dossier.Piece
	for i, p := range e.pieces[made:] {
		papers = append(papers, dossier.Piece{Number: i + made, Title: rule.Text{FR: p.title[len("2. "):]}, Path: e.file(p)})
	}
	j := &dossier.Job{Applicant: &profile.Applicant{}, Read: os.ReadFile}
	attachments, _ := how(j, papers)
	for _, a := range attachments {
		if a.Err != nil {
			return nil, a.Err
		}
	}
	return j.Enclosed(attachments), nil
}

// unseen are the files with no more read of a scan than its size.
func (e *envelope) unseen() ([]dossier.Part, error) {
	var parts []dossier.Part
	for i, p := range e.pieces[made:] {
		data, err := os.ReadFile(e.file(p))
		if err != nil {
			return nil, err
		}
		s, err := source(p, data)
		if err != nil {
			return nil, err
		}
		parts = append(parts, dossier.Part{Title: p.title, Label: p.label, Piece: i + made, Pages: p.pages, Open: func() (pdf.Source, error) { return s, nil }})
	}
	return parts, nil
}

func source(p piece, data []byte) (pdf.Source, error) {
	if !p.jpeg {
		f, err := pdf.Open(data)
		return pdf.Source{File: f}, err
	}
	size, err := jpeg.DecodeConfig(bytes.NewReader(data))
	return pdf.Source{Pictures: []*picture.Picture{{
		Width: size.Width, Height: size.Height, Orientation: 1, ColorSpace: "DeviceRGB", Bits: 8, Filter: "DCTDecode", Data: data,
	}}}, err
}

// settings are those that pdfcpu comes with, but for streams of objects: it writes them so that some readers lose
// objects.
func settings() *model.Configuration {
	api.DisableConfigDir()
	c := model.NewDefaultConfiguration()
	c.WriteObjectStream = false
	return c
}

// fastSettings do without its search for duplicates, of which there are none.
func fastSettings() *model.Configuration {
	c := settings()
	c.Optimize, c.OptimizeBeforeWriting, c.OptimizeResourceDicts = false, false, false
	return c
}

// importing puts a scan on a page of A4, in a frame that leaves room for the stamp.
func importing() *core.Import {
	i := core.DefaultImportConfig()
	i.Pos, i.Scale = types.Center, 0.93
	return i
}

// bookmarks are the outline as pdfcpu has it.
func (e *envelope) bookmarks() []core.Bookmark {
	var list []core.Bookmark
	page := 1
	for _, p := range e.pieces {
		list = append(list, core.Bookmark{Title: p.title, PageFrom: page})
		page += p.pages
	}
	return list
}

// stamps are the labels as pdfcpu has them. It sets one text a page, so the number in the whole is left out.
func (e *envelope) stamps() (map[int]*model.Watermark, error) {
	all := map[int]*model.Watermark{}
	for page := range e.total {
		w, err := api.TextWatermark(e.stamp(page), "font:Helvetica, points:8, pos:bl, off:28 13, rot:0, scale:1 abs, fillc:#404040", true, false, types.POINTS)
		if err != nil {
			return nil, err
		}
		all[page+1] = w
	}
	return all, nil
}

func (e *envelope) read(p piece) (*bytes.Reader, error) {
	data, err := os.ReadFile(e.file(p))
	return bytes.NewReader(data), err
}

// pdfcpuAPI makes the dossier with the calls that pdfcpu documents, one after the other.
func pdfcpuAPI(set func() *model.Configuration) func(*envelope) (filler, error) {
	return func(e *envelope) (filler, error) {
		return e.written("pdfcpu-api.pdf", func(w io.Writer) error { return e.withAPI(w, set) }), nil
	}
}

func (e *envelope) withAPI(w io.Writer, set func() *model.Configuration) error {
	var files []io.ReadSeeker
	for _, p := range e.pieces {
		data, err := e.read(p)
		if err != nil {
			return err
		}
		if p.jpeg {
			var page bytes.Buffer
			if err := api.ImportImages(nil, &page, []io.Reader{data}, importing(), set()); err != nil {
				return err
			}
			data = bytes.NewReader(page.Bytes())
		}
		files = append(files, data)
	}
	var merged, marked bytes.Buffer
	if err := api.MergeRaw(files, &merged, false, set()); err != nil {
		return err
	}
	if err := api.AddBookmarks(bytes.NewReader(merged.Bytes()), &marked, e.bookmarks(), true, set()); err != nil {
		return err
	}
	stamps, err := e.stamps()
	if err != nil {
		return err
	}
	return api.AddWatermarksMap(bytes.NewReader(marked.Bytes()), w, stamps, set())
}

// pdfcpuOnce uses what lies below these calls, so that nothing is written and read again.
func pdfcpuOnce(e *envelope) (filler, error) {
	return e.written("pdfcpu-once.pdf", func(w io.Writer) error {
		var whole *model.Context
		for _, p := range e.pieces {
			data, err := e.read(p)
			if err != nil {
				return err
			}
			if whole, err = joined(whole, p, data); err != nil {
				return err
			}
		}
		whole.EnsureVersionForWriting()
		if err := core.AddBookmarks(whole, e.bookmarks(), true); err != nil {
			return err
		}
		stamps, err := e.stamps()
		if err != nil {
			return err
		}
		if err := core.AddWatermarksMap(whole, stamps); err != nil {
			return err
		}
		return api.WriteContext(whole, w)
	}), nil
}

// joined is a context with a piece behind it; the first piece, which is a PDF, is the context.
func joined(whole *model.Context, p piece, data io.ReadSeeker) (*model.Context, error) {
	if p.jpeg {
		return whole, addPicture(whole, data)
	}
	c := fastSettings()
	c.Cmd = model.MERGECREATE
	pages, err := api.ReadAndValidate(data, c)
	if err != nil || whole == nil {
		return pages, err
	}
	return whole, core.MergeXRefTables(p.name, pages, whole, false, false)
}

func addPicture(whole *model.Context, data io.Reader) error {
	tree, err := whole.Pages()
	if err != nil {
		return err
	}
	root, err := whole.DereferenceDict(*tree)
	if err != nil {
		return err
	}
	pages, err := core.NewPagesForImage(whole.XRefTable, data, tree, importing())
	if err != nil {
		return err
	}
	for _, page := range pages {
		if err := whole.SetValid(*page); err != nil {
			return err
		}
		if err := model.AppendPageTree(page, 1, root); err != nil {
			return err
		}
		whole.PageCount++
	}
	return nil
}

//go:embed assemble.py
var assemblePy []byte

// pikepdfAssembly runs in the first Python at hand that has both.
func pikepdfAssembly(e *envelope) (filler, error) {
	python, err := pythonWith("pikepdf, img2pdf")
	if err != nil {
		return nil, err
	}
	type entry struct {
		File, Title string
		JPEG        bool
	}
	var list []entry
	for _, p := range e.pieces {
		list = append(list, entry{e.file(p), p.title, p.jpeg})
	}
	data, err := json.Marshal(list)
	if err != nil {
		return nil, err
	}
	script, inputs, last := filepath.Join(e.dir, "assemble.py"), filepath.Join(e.dir, "pieces.json"), filepath.Join(e.dir, "pikepdf.pdf")
	for name, data := range map[string][]byte{script: assemblePy, inputs: data} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			return nil, err
		}
	}
	return looped(last, func(from, to int) (string, []string) {
		return python, []string{script, inputs, strconv.Itoa(to - from), last}
	}), nil
}

// qpdfAssembly joins what it can, PDFs.
func qpdfAssembly(e *envelope) (filler, error) {
	if _, err := exec.LookPath("qpdf"); err != nil {
		return nil, &missingError{"qpdf"}
	}
	var files []string
	for _, p := range e.pieces {
		name := e.file(p)
		if p.jpeg {
			f := newPDF()
			addScan(f, p.name, p.data)
			data, err := output(f)
			if err != nil {
				return nil, err
			}
			name += ".pdf"
			if err := os.WriteFile(name, data, 0o600); err != nil {
				return nil, err
			}
		}
		files = append(files, name)
	}
	return commands(filepath.Join(e.dir, "qpdf.pdf"), func(_ int, last string) (string, []string) {
		args := append(append(quiet(), "--empty", "--pages"), files...)
		return "qpdf", append(args, "--", last)
	}), nil
}
