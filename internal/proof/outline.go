package proof

import (
	"errors"
	"fmt"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"
)

// Limits of an outline: one beyond them goes in circles.
const (
	maxBookmarks = 5000
	maxLevels    = 32
)

// A Bookmark is one entry of the outline.
type Bookmark struct {
	Title string
	Page  int // counted from 0; -1 when it leads to no page
	Level int // 0 is the outermost
}

// Outline lists the bookmarks in the order a reader sees them all opened.
func (d *Document) Outline() ([]Bookmark, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	// GetBookmarks would follow a circle for ever, so the tree is counted first.
	if _, err := d.countBookmarks(nil, 0, 0); err != nil {
		return nil, fmt.Errorf("read the outline: %w", plain(err))
	}
	tree, err := d.pdf.GetBookmarks(&requests.GetBookmarks{Document: d.ref})
	if err != nil {
		return nil, fmt.Errorf("read the outline: %w", plain(err))
	}
	return flatten(nil, tree.Bookmarks, 0), nil
}

// countBookmarks adds the entries below parent to those seen already.
func (d *Document) countBookmarks(parent *references.FPDF_BOOKMARK, level, seen int) (int, error) {
	first, err := d.pdf.FPDFBookmark_GetFirstChild(&requests.FPDFBookmark_GetFirstChild{Document: d.ref, Bookmark: parent})
	if err != nil {
		return seen, err
	}
	for next := first.Bookmark; next != nil; {
		if seen++; seen > maxBookmarks || level >= maxLevels {
			return seen, errors.New("it is too large or goes in circles")
		}
		if seen, err = d.countBookmarks(next, level+1, seen); err != nil {
			return seen, err
		}
		sibling, err := d.pdf.FPDFBookmark_GetNextSibling(&requests.FPDFBookmark_GetNextSibling{Document: d.ref, Bookmark: *next})
		if err != nil {
			return seen, err
		}
		next = sibling.Bookmark
	}
	return seen, nil
}

func flatten(list []Bookmark, tree []responses.GetBookmarksBookmark, level int) []Bookmark {
	for _, b := range tree {
		page := -1
		if b.DestInfo != nil {
			page = b.DestInfo.PageIndex
		}
		list = append(list, Bookmark{b.Title, page, level})
		list = flatten(list, b.Children, level+1)
	}
	return list
}
