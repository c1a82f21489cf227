package adopt

import (
	"math"
	"slices"
	"sync"

	"dossier/forms"
	"dossier/internal/form"
)

// A size is that of a field in points. A height of 0 is unknown.
type size struct{ w, h float64 }

// is allows for the tenth of a point to which tables are written.
func (s size) is(r rect, k float64) bool {
	const slack = 0.16
	return math.Abs(k*s.w-r.width()) < slack*max(1, k) && (s.h == 0 || math.Abs(k*s.h-r.height()) < slack*max(1, k))
}

// A kinship is that of a file with an edition in the program's tables: its fields have the sizes of
// that edition's. Then a size tells a field as a fingerprint does, wherever the field was moved and
// whatever it is called: no two fields of the official form are as large.
type kinship struct {
	sizes map[string]size // of the field for each item, by the item's id
	scale float64
}

// tables are the editions that the program knows.
var tables = sync.OnceValue(func() []*form.Edition {
	c, err := form.Load(forms.FS)
	if err != nil {
		return nil // what is wrong with the tables is said where they are used
	}
	return c.Editions()
})

// kin finds the edition that the fields are taken from, nil when they are of another make.
func kin(fields []place) *kinship {
	const most, fewest = 0.8, 8 // of the fields; some may have been added, left out or drawn anew
	var best *kinship
	least := 0
	for _, e := range tables() {
		if !e.Official {
			continue
		}
		sizes := sizesOf(e)
		for _, k := range scales(sizes, fields) {
			x := &kinship{sizes, k}
			if n := x.among(fields); n > least && n >= fewest && float64(n) >= most*float64(min(len(sizes), len(fields))) {
				best, least = x, n
			}
		}
	}
	return best
}

func sizesOf(e *form.Edition) map[string]size {
	all := map[string]size{}
	for _, f := range e.Fields {
		for choice, b := range f.Boxes {
			all[f.ID+"."+choice] = size{b[2] - b[0], b[3] - b[1]}
		}
		if len(f.Boxes) > 0 {
			continue
		}
		s := size{f.Rect[2] - f.Rect[0], f.Rect[3] - f.Rect[1]}
		if f.Inset { // the table has what is free of it
			s.h = 0
		}
		all[f.ID] = s
	}
	return all
}

// scales are by how much the file may be larger than the edition, as its widest fields have it.
func scales(sizes map[string]size, fields []place) []float64 {
	const tried = 3
	widest := 0.0
	for _, s := range sizes {
		widest = max(widest, s.w)
	}
	var widths []float64
	for _, f := range fields {
		widths = append(widths, f.width())
	}
	slices.Sort(widths)
	slices.Reverse(widths)
	all := []float64{1}
	for _, w := range widths[:min(tried, len(widths))] {
		all = append(all, w/widest)
	}
	return all
}

// among counts the sizes that one of the fields has.
func (k *kinship) among(fields []place) int {
	n := 0
	for _, s := range k.sizes {
		if slices.ContainsFunc(fields, func(f place) bool { return s.is(f.rect, k.scale) }) {
			n++
		}
	}
	return n
}

// cost is that of a field with another size than the one known for an item, and of one with the
// size known for an item put anywhere else.
func (k *kinship) cost(it *item, f place) float64 {
	const stranger = 60.0
	if k == nil {
		return 0
	}
	if it == nil {
		for _, s := range k.sizes {
			if s.is(f.rect, k.scale) {
				return stranger
			}
		}
		return 0
	}
	if _, ok := k.sizes[it.id()]; ok && !k.knows(it, f) {
		return stranger
	}
	return 0
}

// knows says whether a field has the size that is known for an item.
func (k *kinship) knows(it *item, f place) bool {
	if k == nil {
		return false
	}
	s, ok := k.sizes[it.id()]
	return ok && s.is(f.rect, k.scale)
}
