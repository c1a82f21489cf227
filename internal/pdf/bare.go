package pdf

import (
	"slices"

	"dossier/internal/picture"
)

// bared is an object of a page without what a joined document has no use for: what tells of its
// maker, of the camera and the place, and what ties it to a structure that stays behind. Thumbnails and
// the other entries of a page stay behind with the page. The names of resources may be the same words,
// so what an entry holds counts too.
func (f *File) bared(o object) object {
	switch o := o.(type) {
	case dict:
		return f.bareDict(o, 0)
	case array:
		return f.bareArray(o, 0)
	case *stream:
		if kind := f.name(o.dict["Type"]); kind == "Metadata" || kind == "EmbeddedFile" {
			return nil // whatever led to it
		}
		s := &stream{dict: f.bareDict(o.dict, 0), raw: o.raw, short: o.short}
		f.bareJPEG(s)
		return s
	}
	return o
}

func (f *File) bareDict(d dict, level int) dict {
	changes := dict{}
	for k, v := range d {
		switch {
		case f.trace(k, v):
			changes[k] = nil
		case level < maxNesting:
			switch below := v.(type) {
			case dict:
				changes[k] = f.bareDict(below, level+1)
			case array:
				changes[k] = f.bareArray(below, level+1)
			}
		}
	}
	return d.with(changes)
}

func (f *File) bareArray(a array, level int) array {
	bare := slices.Clone(a)
	for i, v := range a {
		if level >= maxNesting {
			break
		}
		switch below := v.(type) {
		case dict:
			bare[i] = f.bareDict(below, level+1)
		case array:
			bare[i] = f.bareArray(below, level+1)
		}
	}
	return bare
}

// trace reports an entry that tells of the maker, or leads to the structure of the source.
func (f *File) trace(k name, v object) bool {
	switch k {
	case "StructParent", "StructParents":
		_, number := f.int(v)
		return number
	case "LastModified":
		_, date := f.resolve(v).(text)
		return date
	case "PieceInfo", "OPI":
		return f.name(f.dict(v)["Type"]) != "Font" && f.dict(v)["Subtype"] == nil
	case "CreatorInfo":
		return f.dict(v)["Subtype"] == nil || f.dict(v)["Creator"] != nil
	case "Metadata":
		d := f.dict(v) // which may be a pattern or a font of that name
		return f.name(d["Type"]) == "Metadata" || f.name(d["Subtype"]) == "XML" || d == nil
	case "AF":
		for _, file := range f.list(v) {
			if d := f.dict(file); f.name(d["Type"]) == "Filespec" || d["EF"] != nil || d["F"] != nil {
				return true
			}
		}
		return false
	}
	return false
}

// bareJPEG takes out of a JPEG what tells about the picture, and the filters put on it besides. One that
// cannot be taken apart stays as it is.
func (f *File) bareJPEG(s *stream) {
	filters := f.list(s.dict["Filter"])
	last := len(filters) - 1
	if last < 0 || last >= maxFilters {
		return
	}
	if n := f.name(filters[last]); n != "DCTDecode" && n != "DCT" {
		return
	}
	packed := s.raw
	if last > 0 {
		left := maxDecoded
		parms := f.list(s.dict["DecodeParms"])
		around := &stream{dict: dict{"Filter": filters[:last], "DecodeParms": parms[:min(last, len(parms))]}, raw: s.raw}
		data, err := f.unpack(around, &left)
		if err != nil {
			return
		}
		packed = data
	}
	bare, err := picture.Bare(packed)
	if err != nil || len(bare) == len(packed) {
		return
	}
	changes := dict{"Filter": name("DCTDecode"), "DecodeParms": nil}
	if parms := f.list(s.dict["DecodeParms"]); len(parms) > last && f.dict(parms[last]) != nil {
		changes["DecodeParms"] = parms[last]
	}
	s.dict, s.raw = s.dict.with(changes), bare
}
