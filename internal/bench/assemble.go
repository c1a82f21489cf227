package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"dossier/forms"
	"dossier/internal/proof"
)

// Rounds of assembling. Engines take turns in each, so that a machine that is busy for a while is so for all.
const (
	assemblyRounds = 15 // the median counts; odd
	assembliesEach = 4  // dossiers an engine makes in a round
)

// collectAt is when the collector runs, in percent of what is in use: as cmd/dossier sets it.
const collectAt = 200

// An assembler is one way to make the dossier of the pieces.
type assembler struct {
	name string
	how  string // it is done, and what is left out
	open func(*envelope) (filler, error)
}

// assemblers in the order of the table. The first is ours, which the others are compared with.
var assemblers = []assembler{
	{"dossier: read, check, join", "as `build` does: every piece read, looked into, hashed, fitted, stamped, linked", build},
	{"dossier: read, join", "the same, but no scan looked into and no hash: what the others do", pass},
	{"dossier: join alone", "the pieces are read and checked already", join},
	{"dossier: read, measure, join", "as `build` does with the meter: each scan is measured: blurred, dark, askew, blank, there twice", measured},
	{"pdfcpu api", "import of images, merge, bookmarks, stamps; no scan looked into", pdfcpuAPI(settings)},
	{"pdfcpu api, fast", "the same with its search for duplicates turned off", pdfcpuAPI(fastSettings)},
	{"pdfcpu, one context", "below its api: read, merged, marked and written once, no duplicates looked for", pdfcpuOnce},
	{"pikepdf + img2pdf", "one process; no stamps, no page fitted, no scan looked into", pikepdfAssembly},
	{"qpdf", "a command each; scans made PDFs before; no bookmarks, no stamps", qpdfAssembly},
}

// An envelope is what all assemblers are given.
type envelope struct {
	pieces []piece
	dir    string // with the files of the pieces
	total  int    // pages
}

// file is where a piece is.
func (e *envelope) file(p piece) string { return filepath.Join(e.dir, p.name) }

// newEnvelope makes the pieces and their files. Without a blank the preparation sheet takes its place.
func newEnvelope(dir, blank string) (*envelope, error) {
	form, err := os.ReadFile(blank)
	if errors.Is(err, fs.ErrNotExist) {
		form, err = forms.FS.ReadFile("standin-fr.pdf") // the preparation sheet
	}
	if err != nil {
		return nil, fmt.Errorf("read the form: %w", err)
	}
	list, err := pieces(form)
	if err != nil {
		return nil, err
	}
	e := &envelope{pieces: list, dir: dir}
	for _, p := range list {
		e.total += p.pages
		if err := os.WriteFile(e.file(p), p.data, 0o600); err != nil {
			return nil, fmt.Errorf("write a piece: %w", err)
		}
	}
	return e, nil
}

// assembling times all assemblers and prints the table.
func assembling(out io.Writer, date, blank string, rounds int) error {
	dir, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return fmt.Errorf("make a folder to work in: %w", err)
	}
	defer os.RemoveAll(dir)
	e, err := newEnvelope(dir, blank)
	if err != nil {
		return err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(collectAt))
	rows := make([]assembled, len(assemblers))
	for i, a := range assemblers {
		var missing *missingError
		rows[i].assembler = a
		if rows[i].make, err = a.open(e); errors.As(err, &missing) {
			rows[i].trouble = missing.Error()
		} else if err != nil {
			return fmt.Errorf("%s: %w", a.name, err)
		}
	}
	for round := range rounds + 1 {
		for i := range rows {
			if err := rows[i].round(round > 0); err != nil {
				return fmt.Errorf("%s: %w", rows[i].name, err)
			}
		}
	}
	if err := look(e, rows); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s, %s.\n\n", machine(), date)
	printAssembled(out, e, rows, rounds)
	return nil
}

// An assembled is one line of the table of assembling.
type assembled struct {
	assembler
	make      filler
	walls     []time.Duration
	cpus      []time.Duration
	last      []byte
	pages     int // of last, as PDFium finds them
	bookmarks int
	stamps    int    // pages marked
	trouble   string // why there is no figure
}

// round makes some dossiers; the first ones only warm up.
func (r *assembled) round(counts bool) error {
	if r.make == nil {
		return nil
	}
	c, last, err := r.make(0, assembliesEach)
	if err != nil || !counts {
		return err
	}
	r.walls, r.cpus, r.last = append(r.walls, c.wall/assembliesEach), append(r.cpus, c.cpu/assembliesEach), last
	return nil
}

// look finds out with PDFium what became of the pieces.
func look(e *envelope, rows []assembled) error {
	engine, err := proof.Start("")
	if err != nil {
		return err
	}
	defer engine.Close()
	for i := range rows {
		if r := &rows[i]; r.last != nil {
			if err := r.look(engine, e); err != nil {
				return fmt.Errorf("look at what %s made: %w", r.name, err)
			}
		}
	}
	return nil
}

func (r *assembled) look(engine *proof.Engine, e *envelope) error {
	d, err := engine.Open(r.last)
	if err != nil {
		return err
	}
	defer d.Close()
	outline, err := d.Outline()
	if err != nil {
		return err
	}
	r.pages, r.bookmarks = d.Pages(), len(outline)
	for page := range r.pages {
		text, err := d.Text(page)
		if err != nil {
			return err
		}
		if strings.Contains(strings.Join(strings.Fields(text), " "), e.stamp(page)) {
			r.stamps++
		}
	}
	return nil
}

// stamp is the label at the foot of a page, counted from 0.
func (e *envelope) stamp(page int) string {
	for _, p := range e.pieces {
		if page < p.pages {
			return fmt.Sprintf("%s · page %d/%d", p.label, page+1, p.pages)
		}
		page -= p.pages
	}
	return ""
}

func printAssembled(out io.Writer, e *envelope, rows []assembled, rounds int) {
	size := 0
	for _, p := range e.pieces {
		size += len(p.data)
	}
	fmt.Fprintf(out, "A dossier of %d pages from %d files of %.1f MB together: letter, form, three scans as JPEG, three PDFs. "+
		"Engines take turns; median of %d rounds of %d. Go runs on %d threads with GOGC=%d, as the program has it.\n\n",
		e.total, len(e.pieces), float64(size)/1e6, rounds, assembliesEach, runtime.GOMAXPROCS(0), collectAt)
	fmt.Fprintln(out, "| engine | how | dossiers/s | CPU ms a dossier | time, of the first | CPU, of the first | CPU, of the second | pages | bookmarks | stamps |")
	fmt.Fprintln(out, "| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: |")
	for i, r := range rows {
		if r.trouble != "" || len(r.walls) == 0 {
			fmt.Fprintf(out, "| %s | %s | | | | | | | | |\n", r.name, r.trouble)
			continue
		}
		wall, cpu := median(r.walls), median(r.cpus)
		ratios := " |  | "
		if i >= ourWays {
			ratios = fmt.Sprintf("%s | %s | %s", times(wall, rows[0].walls), times(cpu, rows[0].cpus), times(cpu, rows[1].cpus))
		}
		fmt.Fprintf(out, "| %s | %s | %s | %s | %s | %d | %d | %d |\n", r.name, r.how, figure(1/wall.Seconds()), milliseconds(cpu), ratios, r.pages, r.bookmarks, r.stamps)
	}
	fmt.Fprintln(out)
}

// times is how often one of ours goes into what another engine took.
func times(d time.Duration, ours []time.Duration) string {
	return figure(d.Seconds()/median(ours).Seconds()) + " times"
}

// ourWays is how many assemblers are ours.
const ourWays = 3
