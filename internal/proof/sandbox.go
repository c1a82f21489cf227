package proof

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"
)

// Bounds on what one document may make PDFium do. Of a real form no page takes a tenth of them.
const (
	mostTime  = 8 * time.Second // in calls that take long, together
	longCall  = 300 * time.Millisecond
	mostChars = 200_000 // on a page
)

// A HarmError is a document that cannot be read within bounds.
type HarmError struct{ why string }

func (e *HarmError) Error() string { return e.Of("it") }

// Of is the error with the name of the document.
func (e *HarmError) Of(name string) string {
	return name + " " + e.why + ": it is damaged or made to do harm"
}

// Hint says how to get on.
func (e *HarmError) Hint() string {
	return "take the file from where it is published: S1106 is on ameli.fr and service-public.fr"
}

// How a document can be harmful.
var (
	errMemory = &HarmError{fmt.Sprintf("needs more memory than %d MB to be read back", Budget>>20)}
	errTime   = &HarmError{fmt.Sprintf("takes more than %d s to be read back", mostTime/time.Second)}
	errChars  = &HarmError{fmt.Sprintf("has more than %d characters on a page", mostChars)}
	errCrash  = &HarmError{"stops PDFium"}
)

var started = time.Now()

// A sandbox is one PDFium with its memory. Calls that a hostile file can make long run beside the
// caller, who gives them up when they have taken too long: PDFium itself cannot be interrupted, short
// of checks in all its loops that make it nearly three times slower.
//
// This is no more than the rule: a call into PDFium holds up the collector of garbage, and when that
// waits for it everything else does too, and the call is given up only once it has ended.
type sandbox struct {
	pdfium.Pdfium
	memory *memory
	engine *Engine
	limit  time.Duration // of long calls, together

	// Kept for the next page; only the goroutine that draws touches them.
	bitmaps map[bitmapKey]references.FPDF_BITMAP
	pixels  [][]byte // of pages that were judged
	mask    mask     // likewise

	mu     sync.Mutex
	long   time.Duration // in calls that took long
	failed error         // what has been given up stays so
}

// Allow gives the calls on a document that take long so much more time together, for one that is known to be
// sound and long.
func (d *Document) Allow(more time.Duration) {
	if s, ok := d.pdf.(*sandbox); ok {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.limit += more
	}
}

// call makes one call of PDFium, or gives it up.
func call[Q, R any](s *sandbox, f func(Q) (R, error), q Q) (R, error) {
	var none R
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed != nil {
		return none, s.failed
	}
	type result struct {
		value R
		err   error
	}
	done := make(chan result, 1)
	began, used := time.Now(), processorTime()
	// A busy machine is no fault of the document.
	took := func() time.Duration { return min(time.Since(began), processorTime()-used) }
	go func() {
		defer func() {
			if r := recover(); r != nil {
				done <- result{err: errCrash}
			}
		}()
		value, err := f(q)
		done <- result{value, err}
	}()
	tick := time.NewTicker(min(longCall, s.limit))
	defer tick.Stop()
	for {
		select {
		case r := <-done:
			if t := took(); t > longCall {
				s.long += t
			}
			s.failed = s.harm(r.err)
			if s.failed != nil {
				return none, s.failed
			}
			return r.value, r.err
		case <-tick.C:
			if s.long+took() > s.limit {
				s.failed = errTime
				s.engine.stuck.Add(1)
				go func() { // so that its memory comes back, should it ever end
					<-done
					s.Pdfium.Close()
					s.engine.stuck.Add(-1)
				}()
				return none, errTime
			}
		}
	}
}

// harm is what a call did to the sandbox; nil if that can go on.
func (s *sandbox) harm(err error) error {
	switch {
	case s.memory.exhausted():
		return errMemory // even without an error: something is missing
	case err != nil && errors.Is(plain(err), errCrash):
		return errCrash
	}
	return nil
}

// Close ends the sandbox; one that was given up ends by itself.
func (s *sandbox) Close() error {
	s.mu.Lock()
	running := s.failed == errTime
	if !running {
		s.failed = nil // one that is out of memory can be closed
	}
	s.mu.Unlock()
	if running {
		return nil
	}
	_, err := call(s, func(struct{}) (struct{}, error) { return struct{}{}, s.Pdfium.Close() }, struct{}{})
	return err
}

// The calls that read, draw or lay out what a file holds.

func (s *sandbox) OpenDocument(q *requests.OpenDocument) (*responses.OpenDocument, error) {
	return call(s, s.Pdfium.OpenDocument, q)
}

func (s *sandbox) FPDF_CloseDocument(q *requests.FPDF_CloseDocument) (*responses.FPDF_CloseDocument, error) {
	return call(s, s.Pdfium.FPDF_CloseDocument, q)
}

func (s *sandbox) FPDF_GetPageCount(q *requests.FPDF_GetPageCount) (*responses.FPDF_GetPageCount, error) {
	return call(s, s.Pdfium.FPDF_GetPageCount, q)
}

func (s *sandbox) FPDF_LoadPage(q *requests.FPDF_LoadPage) (*responses.FPDF_LoadPage, error) {
	return call(s, s.Pdfium.FPDF_LoadPage, q)
}

func (s *sandbox) FPDF_GetPageBoundingBox(q *requests.FPDF_GetPageBoundingBox) (*responses.FPDF_GetPageBoundingBox, error) {
	return call(s, s.Pdfium.FPDF_GetPageBoundingBox, q)
}

func (s *sandbox) FPDFPage_Flatten(q *requests.FPDFPage_Flatten) (*responses.FPDFPage_Flatten, error) {
	return call(s, s.Pdfium.FPDFPage_Flatten, q)
}

func (s *sandbox) FPDFText_LoadPage(q *requests.FPDFText_LoadPage) (*responses.FPDFText_LoadPage, error) {
	return call(s, s.loadText, q)
}

// loadText reads the text of a page if there is not too much of it.
func (s *sandbox) loadText(q *requests.FPDFText_LoadPage) (*responses.FPDFText_LoadPage, error) {
	text, err := s.Pdfium.FPDFText_LoadPage(q)
	if err != nil {
		return nil, err
	}
	count, err := s.Pdfium.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.TextPage})
	if err == nil && count.Count > mostChars {
		err = errChars
	}
	return text, err
}

func (s *sandbox) GetPageTextStructured(q *requests.GetPageTextStructured) (*responses.GetPageTextStructured, error) {
	return call(s, s.structured, q)
}

func (s *sandbox) structured(q *requests.GetPageTextStructured) (*responses.GetPageTextStructured, error) {
	text, err := s.loadText(&requests.FPDFText_LoadPage{Page: q.Page})
	if err != nil {
		return nil, err
	}
	if _, err := s.Pdfium.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage}); err != nil {
		return nil, err
	}
	return s.Pdfium.GetPageTextStructured(q)
}

func (s *sandbox) FPDF_RenderPageBitmap(q *requests.FPDF_RenderPageBitmap) (*responses.FPDF_RenderPageBitmap, error) {
	return call(s, s.Pdfium.FPDF_RenderPageBitmap, q)
}

func (s *sandbox) FPDF_RenderPageBitmapWithMatrix(q *requests.FPDF_RenderPageBitmapWithMatrix) (*responses.FPDF_RenderPageBitmapWithMatrix, error) {
	return call(s, s.Pdfium.FPDF_RenderPageBitmapWithMatrix, q)
}

func (s *sandbox) FPDF_FFLDraw(q *requests.FPDF_FFLDraw) (*responses.FPDF_FFLDraw, error) {
	return call(s, s.Pdfium.FPDF_FFLDraw, q)
}

func (s *sandbox) FPDFBitmap_Create(q *requests.FPDFBitmap_Create) (*responses.FPDFBitmap_Create, error) {
	return call(s, s.Pdfium.FPDFBitmap_Create, q)
}

func (s *sandbox) FPDFBitmap_CreateEx(q *requests.FPDFBitmap_CreateEx) (*responses.FPDFBitmap_CreateEx, error) {
	return call(s, s.Pdfium.FPDFBitmap_CreateEx, q)
}

func (s *sandbox) FPDFDOC_InitFormFillEnvironment(q *requests.FPDFDOC_InitFormFillEnvironment) (*responses.FPDFDOC_InitFormFillEnvironment, error) {
	return call(s, s.Pdfium.FPDFDOC_InitFormFillEnvironment, q)
}

func (s *sandbox) FORM_OnAfterLoadPage(q *requests.FORM_OnAfterLoadPage) (*responses.FORM_OnAfterLoadPage, error) {
	return call(s, s.Pdfium.FORM_OnAfterLoadPage, q)
}

func (s *sandbox) FPDF_GetFormType(q *requests.FPDF_GetFormType) (*responses.FPDF_GetFormType, error) {
	return call(s, s.Pdfium.FPDF_GetFormType, q)
}

func (s *sandbox) GetForm(q *requests.GetForm) (*responses.GetForm, error) {
	return call(s, s.Pdfium.GetForm, q)
}

func (s *sandbox) GetBookmarks(q *requests.GetBookmarks) (*responses.GetBookmarks, error) {
	return call(s, s.Pdfium.GetBookmarks, q)
}

func (s *sandbox) FPDFBookmark_GetFirstChild(q *requests.FPDFBookmark_GetFirstChild) (*responses.FPDFBookmark_GetFirstChild, error) {
	return call(s, s.Pdfium.FPDFBookmark_GetFirstChild, q)
}

// The calls that clean up, which a sandbox given up would keep waiting.

func (s *sandbox) FPDF_ClosePage(q *requests.FPDF_ClosePage) (*responses.FPDF_ClosePage, error) {
	return call(s, s.Pdfium.FPDF_ClosePage, q)
}

func (s *sandbox) FPDFText_ClosePage(q *requests.FPDFText_ClosePage) (*responses.FPDFText_ClosePage, error) {
	return call(s, s.Pdfium.FPDFText_ClosePage, q)
}

func (s *sandbox) FPDFBitmap_Destroy(q *requests.FPDFBitmap_Destroy) (*responses.FPDFBitmap_Destroy, error) {
	return call(s, s.Pdfium.FPDFBitmap_Destroy, q)
}

func (s *sandbox) FPDFDOC_ExitFormFillEnvironment(q *requests.FPDFDOC_ExitFormFillEnvironment) (*responses.FPDFDOC_ExitFormFillEnvironment, error) {
	return call(s, s.Pdfium.FPDFDOC_ExitFormFillEnvironment, q)
}

func (s *sandbox) FORM_OnBeforeClosePage(q *requests.FORM_OnBeforeClosePage) (*responses.FORM_OnBeforeClosePage, error) {
	return call(s, s.Pdfium.FORM_OnBeforeClosePage, q)
}
