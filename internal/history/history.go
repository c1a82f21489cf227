// Package history knows the papers that were made into one folder, run after run. Each version has its
// manifest in the folder history, each manifest the sum of the one before, and the papers that a later
// version replaced stay in a folder of their number:
//
//	manifest.json      of the newest version, whose papers stand beside it
//	history/0001.json  the manifest of version 1, and so on, the newest too
//	history/0001/      papers of version 1 that are no longer beside manifest.json
package history

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"

	"dossier/internal/dossier"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

// Names in the folder of papers.
const (
	Dir      = "history"
	Manifest = "manifest.json"
)

// Entry is where the manifest of a version is kept.
func Entry(version int) string { return fmt.Sprintf("%s/%04d.json", Dir, version) }

// Papers is where those papers of a version are kept that are no longer beside manifest.json.
func Papers(version int) string { return fmt.Sprintf("%s/%04d", Dir, version) }

// A Version is what one run made.
type Version struct {
	Number   int
	File     string // of the manifest, in the folder: "history/0001.json"; "manifest.json" if it has no sound entry
	Sum      string // sha256 of that file
	Manifest *dossier.Manifest

	edited bool // its own sum does not hold
}

// A Fault is a file that is not what the chain says, and how.
type Fault struct {
	File  string
	State dossier.State // dossier.Changed or dossier.Absent
	Msg   rule.Text
}

// A Chain is all versions of one folder, in order. One that cannot be read is not among them, and a fault.
type Chain struct {
	Versions []Version
	Faults   []Fault

	// Unfinished is what a run was making that was interrupted, or not yet done: the papers of the
	// folder are partly its own. Empty if there is none.
	Unfinished dossier.Kind

	number  int            // the highest that is taken
	sum     string         // sha256 of the manifest with it
	entries map[int]string // sha256 of each entry of the history, whether or not it can be read
}

// Read reads the chain of a folder: its history and its manifest.json. A folder that has neither gives an
// empty chain; one that was made before histories existed a chain of one. What is wrong with a file is a
// fault; the error is of a disk that cannot be read.
func Read(fsys fs.FS) (*Chain, error) {
	c := &Chain{entries: map[int]string{}}
	numbers, err := numbers(fsys)
	if err != nil {
		return nil, err
	}
	for _, n := range numbers {
		if err := c.entry(fsys, n); err != nil {
			return nil, err
		}
	}
	due, err := c.newest(fsys)
	if err != nil {
		return nil, err
	}
	c.gaps(append(numbers, due+1))
	c.links()
	slices.SortStableFunc(c.Faults, func(a, b Fault) int { return cmp.Compare(a.File, b.File) })
	return c, nil
}

var entryName = regexp.MustCompile(`^(\d{4,6})\.json$`)

// numbers are those that have an entry, in their order.
func numbers(fsys fs.FS) ([]int, error) {
	files, err := fs.ReadDir(fsys, Dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var list []int
	for _, f := range files {
		if m := entryName.FindStringSubmatch(f.Name()); m != nil {
			if n, _ := strconv.Atoi(m[1]); n > 0 && path.Base(Entry(n)) == f.Name() {
				list = append(list, n)
			}
		}
	}
	slices.Sort(list)
	return list, nil
}

// What is wrong with a manifest.
var (
	edited   = rule.Text{EN: "it was changed since it was written", FR: "il a été modifié depuis qu’il a été écrit"}
	none     = rule.Text{EN: "it is no manifest of dossier, or only a part of one", FR: "ce n’est pas un manifeste de dossier, ou seulement une partie"}
	gone     = rule.Text{EN: "the manifests of versions %d to %d are not there any more", FR: "les manifestes des versions %d à %d ne sont plus là"}
	missing  = rule.Text{EN: "it is not there any more", FR: "il n’est plus là"}
	another  = rule.Text{EN: "it says version %d: another manifest stands in its place", FR: "il indique la version %d : un autre manifeste a pris sa place"}
	replaced = rule.Text{EN: "it is not the file that version %d was made after", FR: "ce n’est pas le fichier à la suite duquel la version %d a été faite"}
	differs  = rule.Text{EN: "it is not the manifest that history has for version %d", FR: "ce n’est pas le manifeste que l’historique a pour la version %d"}
)

func (c *Chain) fault(file string, state dossier.State, msg rule.Text, args ...any) {
	c.Faults = append(c.Faults, Fault{file, state, msg.With(args...)})
}

// entry reads the entry of a version.
func (c *Chain) entry(fsys fs.FS, number int) error {
	file := Entry(number)
	data, err := read(fsys, file)
	if err != nil {
		return err
	}
	c.number, c.sum = number, dossier.Hash(data)
	c.entries[number] = c.sum
	v, err := version(data, number, file)
	if err != nil {
		c.fault(file, dossier.Changed, none)
		return nil
	}
	c.Versions = append(c.Versions, v)
	switch {
	case v.edited:
		c.fault(file, dossier.Changed, edited)
	case v.Manifest.Version != number && (number > 1 || v.Manifest.Version > 0): // the first may be older than histories
		c.fault(file, dossier.Changed, another, v.Manifest.Version)
	}
	return nil
}

// read gives the bytes of a file, none of what is no file.
func read(fsys fs.FS, file string) ([]byte, error) {
	info, err := fs.Stat(fsys, file)
	if err != nil || !info.Mode().IsRegular() {
		return nil, err
	}
	return fs.ReadFile(fsys, file)
}

// version is what a manifest says; the error is one of dossier.ReadManifest that leaves nothing to go by.
func version(data []byte, number int, file string) (Version, error) {
	m, err := dossier.ReadManifest(data)
	v := Version{Number: number, File: file, Sum: dossier.Hash(data), Manifest: m, edited: errors.Is(err, dossier.ErrEdited)}
	if v.edited {
		err = nil
	}
	return v, err
}

// newest holds manifest.json against the history, and says up to which version there should be an entry.
func (c *Chain) newest(fsys fs.FS) (due int, err error) {
	data, err := read(fsys, Manifest)
	if errors.Is(err, fs.ErrNotExist) {
		if c.number > 0 {
			c.fault(Manifest, dossier.Absent, missing)
		}
		return c.number, nil
	}
	if err != nil {
		return 0, err
	}
	m, err := dossier.ReadManifest(data)
	switch {
	case errors.Is(err, dossier.ErrUnfinished):
		c.Unfinished = m.Kind
		return c.number, nil
	case m == nil:
		if c.number > 0 { // else the folder is not ours
			c.fault(Manifest, dossier.Changed, none)
		}
		return c.number, nil
	}
	sound, number := err == nil, max(1, m.Version)
	if !sound { // nor may its number be relied on
		number = min(number, c.number+1)
	}
	sum, has := c.entries[number]
	switch {
	case has && sum == dossier.Hash(data):
		if number < c.number { // the entry came to the disk, and not what belongs to it
			c.Unfinished = m.Kind
		}
		return c.number, nil
	case !sound:
		c.fault(Manifest, dossier.Changed, edited)
	case has && !c.brokenAt(Entry(number)):
		c.fault(Manifest, dossier.Changed, differs, number)
	}
	due = c.number
	if number > c.number || number == c.number && sound && c.brokenAt(Entry(number)) { // then it is the better record
		c.number, c.sum = number, dossier.Hash(data)
		c.Versions = slices.DeleteFunc(c.Versions, func(v Version) bool { return v.Number == number })
		c.Versions = append(c.Versions, Version{number, Manifest, c.sum, m, !sound})
	}
	if m.Version > 0 { // else it is older than histories
		due = c.number
	}
	return due, nil
}

func (c *Chain) brokenAt(file string) bool {
	return slices.ContainsFunc(c.Faults, func(f Fault) bool { return f.File == file })
}

// gaps names the entries that are missing before those that there are, and before the first that need not be.
func (c *Chain) gaps(numbers []int) {
	next := 1
	for _, n := range numbers {
		switch {
		case n == next+1:
			c.fault(Entry(next), dossier.Absent, missing)
		case n > next:
			c.fault(Entry(next), dossier.Absent, gone, next, n-1)
		}
		next = max(next, n+1)
	}
}

// links holds each entry against what the manifest after it says of it.
func (c *Chain) links() {
	for _, v := range c.Versions {
		before, ok := c.entries[v.Number-1]
		if !ok || v.edited || max(1, v.Manifest.Version) != v.Number { // what it says proves nothing
			continue
		}
		if file := Entry(v.Number - 1); v.Manifest.Previous != before && !c.brokenAt(file) {
			c.fault(file, dossier.Changed, replaced, v.Number)
		}
	}
}

// Latest is the newest version of a kind; nil if there is none.
func (c *Chain) Latest(kind dossier.Kind) *Version {
	for i := len(c.Versions) - 1; i >= 0; i-- {
		if c.Versions[i].Manifest.Kind == kind {
			return &c.Versions[i]
		}
	}
	return nil
}

// Sent is the newest application.
func (c *Chain) Sent() *Version { return c.Latest(dossier.Application) }

// Last is the newest version, whose papers stand beside manifest.json unless a run was interrupted; nil if
// there is none.
func (c *Chain) Last() *Version {
	if len(c.Versions) == 0 {
		return nil
	}
	return &c.Versions[len(c.Versions)-1]
}

// Next is the number that the next version has, and the sum of the manifest before it.
func (c *Chain) Next() (version int, previous string) { return c.number + 1, c.sum }

// Corrected are the values that replies have changed in the profile, in their order.
func (c *Chain) Corrected() []dossier.Corrected {
	var all []dossier.Corrected
	for _, v := range c.Versions {
		day, err := profile.ParseDate(v.Manifest.Day)
		if v.Manifest.Request == nil || err != nil {
			continue
		}
		for _, item := range v.Manifest.Request.Items {
			if item.Kind == "change" {
				all = append(all, dossier.Corrected{Key: item.Key, Old: item.Old, New: item.New, Day: day})
			}
		}
	}
	return all
}
