package pdf

// A bookmark is one line of the outline.
type bookmark struct {
	title string
	level int
	page  out
}

// An outlineItem is a bookmark in its tree.
type outlineItem struct {
	bookmark
	at       out
	children []*outlineItem
}

// outline writes the bookmarks, in order, as a tree that opens unfolded.
func (d *document) outline(marks []bookmark) out {
	top := &outlineItem{at: d.reserve()}
	path := []*outlineItem{top} // the item last met at each level, the root first
	for _, m := range marks {
		item := &outlineItem{bookmark: m, at: d.reserve()}
		path = path[:min(max(m.level, 0)+1, len(path))]
		parent := path[len(path)-1]
		parent.children = append(parent.children, item)
		path = append(path, item)
	}
	entries := dict{"Type": name("Outlines"), "Count": len(marks)}
	d.outlineChildren(top, entries)
	d.write(top.at, entries, nil)
	return top.at
}

// outlineChildren writes the items under parent and tells entries of the first and the last.
// It returns how many there are, at all levels.
func (d *document) outlineChildren(parent *outlineItem, entries dict) int {
	n := len(parent.children)
	for i, item := range parent.children {
		e := dict{
			"Title":  encodeText(item.title),
			"Parent": parent.at,
			"Dest":   array{item.page, name("Fit")},
		}
		if i > 0 {
			e["Prev"] = parent.children[i-1].at
		}
		if i < len(parent.children)-1 {
			e["Next"] = parent.children[i+1].at
		}
		if below := d.outlineChildren(item, e); below > 0 {
			e["Count"] = below
			n += below
		}
		d.write(item.at, e, nil)
	}
	if len(parent.children) > 0 {
		entries["First"] = parent.children[0].at
		entries["Last"] = parent.children[len(parent.children)-1].at
	}
	return n
}
