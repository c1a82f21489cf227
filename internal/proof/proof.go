// Package proof reads a finished PDF back with PDFium and says what is on the paper.
//
// PDFium shares no code with the packages that write our files, so what it
// reads is what another program reads. It runs as WebAssembly inside the
// process and is given no part of the disk.
//
// All coordinates are those of PDF user space, in points (1/72 inch), with the
// origin at the bottom left, before the page's own /Rotate is applied: the same
// frame as the rectangles of form fields. Pages are counted from 0.
package proof

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"dossier/internal/wasm"
)

// ErrPassword says that a document does not open without a password.
var ErrPassword = errors.New("the PDF asks for a password")

// An Engine is PDFium, compiled and ready. It may be used by several
// goroutines at once: each document gets a sandbox of its own, so that one
// hostile file cannot disturb the reading of another.
type Engine struct {
	pool  pdfium.Pool
	cache wazero.CompilationCache

	opening  sync.Mutex // while it is told which memory a sandbox got
	memories *memories
	stuck    atomic.Int32 // sandboxes given up that still run
}

// Start compiles PDFium, which takes some seconds. The folder cacheDir, made
// when it is missing, keeps the result and shortens later starts to a fraction
// of a second; without a name, or where the folder cannot be used, it is kept in
// memory only. Close ends the engine.
func Start(cacheDir string) (*Engine, error) {
	// PDFium uses setjmp, which needs more than the default instruction set.
	features := api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling
	e := &Engine{memories: &memories{}}
	err := wasm.Compile(cacheDir, func(cache wazero.CompilationCache) (err error) {
		e.cache = cache
		e.pool, err = webassembly.Init(webassembly.Config{
			Context:       experimental.WithMemoryAllocator(context.Background(), e.memories),
			MaxTotal:      -1, // as many sandboxes as there are open documents
			FSConfig:      wazero.NewFSConfig(),
			RuntimeConfig: wazero.NewRuntimeConfig().WithCoreFeatures(features).WithCompilationCache(cache),
			Stdout:        io.Discard,
			Stderr:        io.Discard,
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("start PDFium: %w", err)
	}
	return e, nil
}

// Close ends the engine. Documents still open cannot be read any more.
func (e *Engine) Close() error {
	if e.stuck.Load() > 0 {
		return errTime // it cannot be closed while it runs
	}
	done := make(chan error, 1)
	go func() {
		err := e.pool.Close() // of the documents still open, too, which may take long
		done <- errors.Join(err, e.cache.Close(context.Background()))
	}()
	select {
	case err := <-done:
		return err
	case <-time.After(mostTime):
		return errTime
	}
}

// A Document is an open PDF. It may be used by several goroutines; they wait
// for each other.
type Document struct {
	engine *Engine
	mu     sync.Mutex
	pdf    pdfium.Pdfium
	shared bool // pdf is a room's, which has other documents
	ref    references.FPDF_DOCUMENT
	sizes  []Size
	read   map[int]sheet // pages whose text was read
	from   io.ReaderAt   // the file
	size   int64         // of it, in bytes
	double *double       // for Check; nil until it is needed
	laid   *file         // how the file is laid out; nil until it is needed
	open   *openPage     // see Turn; nil where PDFium opens pages as it needs them
	veil   *veil         // over the print of its form; nil where nothing is hidden

	inks map[inkKey][]byte // pages drawn for the inks of others
}

// A Size is the width and height of a page as it is shown, in points.
type Size struct{ W, H float64 }

// A Room is a sandbox in which several documents may be open: papers of our own, which do each other no harm. It
// holds no lock: it is for one goroutine.
type Room struct {
	engine *Engine
	pdf    *sandbox
	used   int // how often it was readied
}

// mostUsed is how often a room serves: the library notes every object that it was asked about, for good.
const mostUsed = 32

// Room makes one. Close gives its memory back, once its documents are done with.
func (e *Engine) Room() (*Room, error) {
	s, err := e.sandbox()
	if err != nil {
		return nil, err
	}
	return &Room{engine: e, pdf: s}, nil
}

// OpenAt is that of the engine.
func (r *Room) OpenAt(file io.ReaderAt, size int64) (*Document, error) {
	return r.engine.openIn(r.pdf, true, file, size)
}

// Again readies a room whose documents were closed for the papers of another, and says whether it is good for that: its
// memory never shrinks, and what went wrong in it stays.
func (r *Room) Again() bool {
	s := r.pdf
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limit, s.long = mostTime, 0
	r.used++
	return r.used < mostUsed && s.failed == nil && s.memory.taken() <= renewAt
}

// Close ends the room.
func (r *Room) Close() error { return r.pdf.Close() }

// Open reads a PDF held in memory, which must not change while the document is
// open. The error is ErrPassword when the file does
// not open with the empty password.
func (e *Engine) Open(data []byte) (*Document, error) {
	return e.OpenAt(bytes.NewReader(data), int64(len(data)))
}

// OpenAt is Open for a file of so many bytes that stays where it is, of which PDFium reads what it needs.
func (e *Engine) OpenAt(r io.ReaderAt, size int64) (*Document, error) {
	s, err := e.sandbox()
	if err != nil {
		return nil, fmt.Errorf("open PDF: %w", err)
	}
	d, err := e.openIn(s, false, r, size)
	if err != nil {
		s.Close()
	}
	return d, err
}

func (e *Engine) openIn(s *sandbox, shared bool, r io.ReaderAt, size int64) (*Document, error) {
	if size == 0 {
		return nil, errors.New("open PDF: the file is empty")
	}
	d := &Document{engine: e, pdf: s, shared: shared, read: map[int]sheet{}, from: windowOn(r), size: size}
	if err := d.load(); err != nil {
		return nil, fmt.Errorf("open PDF: %w", err)
	}
	return d, nil
}

// sandbox starts a PDFium of its own for a document.
func (e *Engine) sandbox() (*sandbox, error) {
	e.opening.Lock()
	defer e.opening.Unlock()
	// There is always room for another, so this never waits.
	p, err := e.pool.GetInstanceWithContext(context.Background())
	if err != nil {
		return nil, err
	}
	return &sandbox{Pdfium: p, memory: e.memories.newest, engine: e, limit: mostTime, bitmaps: map[bitmapKey]references.FPDF_BITMAP{}}, nil
}

func (d *Document) load() error {
	doc, err := d.pdf.OpenDocument(d.file())
	if err != nil {
		return plain(err)
	}
	d.ref, d.sizes = doc.Document, nil
	count, err := d.pdf.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: d.ref})
	if err != nil {
		return plain(err)
	}
	if count.PageCount == 0 {
		return errors.New("the PDF has no page")
	}
	for i := range count.PageCount {
		s, err := d.pdf.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: d.ref, Index: i})
		if err != nil {
			return fmt.Errorf("measure page %d: %w", i+1, plain(err))
		}
		d.sizes = append(d.sizes, Size{s.Width, s.Height})
	}
	return nil
}

// renewAt is how much memory, in bytes, a document may have taken before Renew opens it anew. A form takes some
// 20 MB.
const renewAt = 48 << 20

// Renew gives back the memory that PDFium took for pages looked at, if it has become much: of every picture it
// keeps the bytes of the file until the document is closed. It is for going through a long document, between two
// pages.
func (d *Document) Renew() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	old, ok := d.pdf.(*sandbox)
	if !ok || old.memory.taken() < renewAt {
		return nil
	}
	d.open = nil
	if err := d.leave(); err != nil {
		return fmt.Errorf("close PDF: %w", plain(err))
	}
	d.shared = false
	s, err := d.engine.sandbox()
	if err != nil {
		return fmt.Errorf("open PDF: %w", err)
	}
	s.limit, s.long = old.limit, old.long
	d.pdf = s
	if err := d.load(); err != nil {
		return fmt.Errorf("open PDF: %w", err)
	}
	return nil
}

// plain says in words what PDFium says in numbers.
func plain(err error) error {
	switch {
	case errors.Is(err, pdfiumerrors.ErrPassword):
		return ErrPassword
	case errors.Is(err, pdfiumerrors.ErrFormat), errors.Is(err, pdfiumerrors.ErrFile):
		return errors.New("this is not a PDF, or it is damaged")
	case errors.Is(err, pdfiumerrors.ErrSecurity):
		return errors.New("the PDF is encrypted in a way that PDFium does not know")
	case errors.Is(err, pdfiumerrors.ErrPage):
		return errors.New("the page is damaged")
	case strings.Contains(err.Error(), "wasm"): // with a stack trace of many lines
		return errCrash
	}
	return err
}

// Close gives back the memory of the document.
func (d *Document) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.leave()
}

// leave gives back what the document has of its sandbox, or all of it if that is its own.
func (d *Document) leave() error {
	second := d.double
	d.double = nil
	if !d.shared {
		return d.pdf.Close()
	}
	if second != nil && second.ref != d.ref {
		if _, err := d.pdf.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: second.ref}); err != nil {
			return err
		}
	}
	_, err := d.pdf.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: d.ref})
	return err
}

// Pages is the number of pages, at least 1.
func (d *Document) Pages() int { return len(d.sizes) }

// PageSize is the size of page i as it is shown, after cropping and rotation;
// the zero Size when there is no such page.
func (d *Document) PageSize(i int) Size {
	if i < 0 || i >= len(d.sizes) {
		return Size{}
	}
	return d.sizes[i]
}

// page names page i to PDFium.
func (d *Document) page(i int) (requests.Page, error) {
	if i < 0 || i >= len(d.sizes) {
		return requests.Page{}, fmt.Errorf("there is no page %d, the PDF has %d", i+1, len(d.sizes))
	}
	if d.open != nil && d.open.number == i {
		return requests.Page{ByReference: &d.open.ref}, nil
	}
	return requests.Page{ByIndex: &requests.PageByIndex{Document: d.ref, Index: i}}, nil
}

// An openPage is one that stays open until it is turned.
type openPage struct {
	number int
	ref    references.FPDF_PAGE
}

// Turn opens a page for what is asked of it next, and only then closes the one before: what both use, such as typefaces,
// is read once. It is for going through a document.
func (d *Document) Turn(page int) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, err := d.page(page); err != nil {
		return err
	}
	loaded, err := d.pdf.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: d.ref, Index: page})
	if err != nil {
		return fmt.Errorf("open page %d: %w", page+1, plain(err))
	}
	before := d.open
	d.open = &openPage{page, loaded.Page}
	if before == nil {
		return nil
	}
	if _, err := d.pdf.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: before.ref}); err != nil {
		return fmt.Errorf("close page %d: %w", before.number+1, plain(err))
	}
	return nil
}

// file lets PDFium read the document where it is: a copy would count against its memory.
func (d *Document) file() *requests.OpenDocument {
	return &requests.OpenDocument{FileReader: io.NewSectionReader(d.from, 0, d.size), FileReaderSize: d.size}
}
