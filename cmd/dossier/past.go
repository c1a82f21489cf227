package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"dossier/internal/dossier"
	"dossier/internal/history"
	"dossier/internal/rule"
	"dossier/internal/seal"
)

// papersOf are the names of the papers of each kind.
var papersOf = map[dossier.Kind][]string{dossier.Application: buildFiles, dossier.Reply: correctFiles}

// A past is what a folder has of earlier runs, and how a run keeps it: before it changes anything each paper
// that it will replace or remove stands in the history, under a second name or as a copy.
type past struct {
	vault
	chain *history.Chain
	last  *history.Version // the newest; nil if there is none
	added []string         // files and folders that this run has put into the history
}

func (p *program) readPast(dir string) (*past, error) {
	v := p.vault(dir)
	chain, err := history.Read(v)
	if err != nil {
		return nil, unwritten("read the history", filepath.Join(dir, history.Dir), err)
	}
	return &past{vault: v, chain: chain, last: chain.Last()}, nil
}

func (h *past) history() string { return h.path(history.Dir) }

// clear removes what a run that was killed left in the folder and its history.
func (h *past) clear() error {
	for _, dir := range []string{h.dir, h.history()} {
		if err := removeTemporary(dir); err != nil {
			return err
		}
	}
	if h.last == nil {
		return nil
	}
	return removeTemporary(h.path(history.Papers(h.last.Number))) // no older one is written to
}

// next gives a manifest its version and its place in the chain. Of what is the newest version again, it is
// the manifest of that one.
func (h *past) next(m *dossier.Manifest) (data []byte, again bool, err error) {
	if h.last != nil {
		m.Version, m.Previous = h.last.Manifest.Version, h.last.Manifest.Previous
		data, err := m.JSON()
		if err != nil || dossier.Hash(data) == h.last.Sum {
			return data, true, err
		}
	}
	m.Version, m.Previous = h.chain.Next()
	data, err = m.JSON()
	return data, false, err
}

// whole says whether the papers of the newest version stand in the folder as they were made: as they were staged now,
// which are the same.
func (h *past) whole(now *staged) bool {
	as := func(name, want string) bool {
		file := h.path(name)
		if temp := now.clear(name); temp != "" && !strings.HasSuffix(file, seal.Ext) {
			return sameBytes(file, temp) // to compare them takes less time than to hash one
		}
		sum, err := h.sum(name)
		return err == nil && sum == want
	}
	for name, want := range h.last.Manifest.Outputs {
		if !as(name, want) {
			return false
		}
	}
	return as(history.Manifest, h.last.Sum)
}

// clear is the file in which a paper was staged; empty if there is none, or it is encrypted.
func (s *staged) clear(name string) string {
	for _, t := range s.temps {
		if t.name == filepath.Join(s.dir, name) && t.sum == "" {
			return t.temp
		}
	}
	return ""
}

// partSize is how much of a file is read at a time where it is not needed whole, in bytes.
const partSize = 256 << 10

// rooms are for a part of a file each, one file after the other.
var rooms = sync.Pool{New: func() any {
	room := make([]byte, partSize)
	return &room
}}

// sameBytes says whether two files can be read and hold the same.
func sameBytes(a, b string) bool {
	var files [2]*os.File
	var sizes [2]int64
	for i, name := range []string{a, b} {
		info, err := os.Stat(name)
		if err != nil || !info.Mode().IsRegular() { // a pipe would be waited for
			return false
		}
		if files[i], err = os.Open(name); err != nil {
			return false
		}
		defer files[i].Close()
		sizes[i] = info.Size()
	}
	room := rooms.Get().(*[]byte)
	defer rooms.Put(room)
	one, other := (*room)[:partSize/2], (*room)[partSize/2:]
	for sizes[0] == sizes[1] {
		n, err := io.ReadFull(files[0], one)
		m, _ := io.ReadFull(files[1], other)
		if !bytes.Equal(one[:n], other[:m]) {
			return false
		}
		if err != nil {
			return err == io.EOF || err == io.ErrUnexpectedEOF
		}
	}
	return false
}

// sumOf is the sha256 of a file; empty if there is no such file.
func sumOf(name string) (string, error) {
	info, err := os.Stat(name)
	if errors.Is(err, os.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		return "", nil
	}
	f, err := os.Open(name)
	if err != nil {
		return "", unwritten("read", name, err)
	}
	defer f.Close()
	sum, err := sumFrom(f)
	if err != nil {
		return "", unwritten("read", name, err)
	}
	return sum, nil
}

func sumFrom(r io.Reader) (string, error) {
	sum := sha256.New()
	room := rooms.Get().(*[]byte)
	defer rooms.Put(room)
	if _, err := io.CopyBuffer(sum, struct{ io.Reader }{r}, *room); err != nil { // a file has its own way, in small parts
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// made says whether a file of the folder is of the newest version, or of a run that was interrupted.
func (h *past) made(name string) bool {
	if name == history.Manifest || slices.Contains(papersOf[h.chain.Unfinished], name) {
		return true
	}
	return h.last != nil && h.last.Manifest.Outputs[name] != ""
}

// outdated are the papers of ours that this run does not make.
func (h *past) outdated(papers dossier.Papers, ours []string) []string {
	names := slices.Clone(ours)
	for _, others := range papersOf {
		for _, name := range others {
			if h.made(name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(name string) bool { return papers[name] != nil })
}

// adopt stages the entry of a newest version that has none, as it was made before histories existed.
func (h *past) adopt() (*staged, error) {
	if h.last == nil || h.last.File != history.Manifest {
		return &staged{}, nil
	}
	if _, err := os.Lstat(h.path(history.Entry(h.last.Number))); err == nil { // one that is damaged stays
		return &staged{}, nil
	}
	data, err := h.ReadFile(history.Manifest)
	if err != nil {
		return nil, err
	}
	return h.entry(h.last.Number, data)
}

// entry stages the manifest of a version for the history.
func (h *past) entry(number int, manifest []byte) (*staged, error) {
	if err := h.folder(history.Dir); err != nil {
		return nil, err
	}
	s := &staged{dir: h.history(), by: h.program}
	_, err := s.stage(filepath.Base(history.Entry(number)), dossier.Written(manifest))
	return s, err
}

// folder makes a folder, if it is not there.
func (h *past) folder(name string) error {
	dir := h.path(name)
	err := os.Mkdir(dir, 0o700)
	if err == nil {
		h.added = append(h.added, dir)
	} else if info, is := os.Stat(dir); is == nil && info.IsDir() {
		return nil
	}
	if err != nil {
		return unwritten("make the folder", dir, err)
	}
	return nil
}

// keep puts into the history what this run replaces or removes. made are the sums of the papers that it
// makes: one that stays the same needs no keeping. Of a run that was interrupted nothing is kept.
func (h *past) keep(made map[string]string, outdated []string) error {
	if h.last == nil {
		return nil
	}
	names := append(slices.Clone(outdated), history.Manifest)
	for name := range made {
		names = append(names, name)
	}
	slices.Sort(names)
	entry, err := h.sum(history.Entry(h.last.Number))
	if err != nil {
		return err
	}
	for _, name := range names {
		sum, err := h.sum(name)
		if err != nil {
			return err
		}
		switch {
		case sum == "" || sum == made[name] || sum == entry: // of the manifest the entry is its second name
		case sum == h.last.Manifest.Outputs[name]:
			if err := h.put(name, sum, name); err != nil {
				return err
			}
		case h.chain.Unfinished == "": // somebody changed it: it is kept as what it is
			if err := h.put(name, sum, aside(name, sum)); err != nil {
				return err
			}
		}
	}
	if len(h.added) > 0 {
		syncDir(h.path(history.Papers(h.last.Number)))
		syncDir(h.history())
		syncDir(h.dir)
	}
	return nil
}

// put keeps a paper of the folder under a name of its own among those of the newest version.
func (h *past) put(name, sum, as string) error {
	for _, folder := range []string{history.Dir, history.Papers(h.last.Number)} {
		if err := h.folder(folder); err != nil {
			return err
		}
	}
	from, to := h.path(name), history.Papers(h.last.Number)+"/"+as
	has, err := h.sum(to)
	if has != "" && has != sum { // what is there is not what it was
		to = history.Papers(h.last.Number) + "/" + aside(as, sum)
		has, err = h.sum(to)
	}
	to = filepath.Join(h.dir, filepath.FromSlash(to))
	if strings.HasSuffix(from, seal.Ext) {
		to += seal.Ext
	}
	if err != nil || has == sum { // an interrupted run has kept it
		return err
	}
	info, err := os.Lstat(from)
	if err == nil && info.Mode().IsRegular() { // a link would be given a second name, and not what it leads to
		err = os.Link(from, to)
	}
	if err != nil || !info.Mode().IsRegular() { // or the file system gives no second names
		err = copyTo(to, from)
	}
	if err == nil {
		h.added = append(h.added, to)
	}
	return err
}

// aside is the name of a paper whose usual one is another's: with the start of its sum.
func aside(name, sum string) string {
	ext := filepath.Ext(name)
	return strings.TrimSuffix(name, ext) + "-" + sum[:8] + ext
}

// copyTo writes what a file holds into another that is not there yet.
func copyTo(to, from string) error {
	if _, err := os.Lstat(to); err == nil {
		return &hinted{to + " is in the way of a paper that is to be kept", "move it elsewhere, and run the same command again"}
	}
	f, err := os.Open(from)
	if err != nil {
		return unwritten("read", from, err)
	}
	defer f.Close()
	temp, err := stage(to, func(w io.Writer) error {
		_, err := io.Copy(w, f)
		return err
	})
	if err != nil {
		return err
	}
	return temp.publish()
}

// settle says that what the history was given stays, unless the step that needs it failed.
func (h *past) settle(err error) error {
	if err == nil {
		h.added = nil
	}
	return err
}

// undo takes back what a run that came to nothing has put into the history.
func (h *past) undo() {
	for _, name := range slices.Backward(h.added) {
		os.Remove(name)
	}
}

// corrected are the values that replies in a folder have changed. What is wrong with its history is said.
func (p *program) corrected(dir, lang string) []dossier.Corrected {
	chain, err := history.Read(p.vault(dir))
	if err != nil {
		return nil // writeFolder says so
	}
	p.sayFaults(dir, chain.Faults, lang)
	return chain.Corrected()
}

func (p *program) sayFaults(dir string, faults []history.Fault, lang string) {
	for _, f := range faults {
		fmt.Fprintf(p.err, "%s: %s\n\t%s\n", filepath.Join(dir, filepath.FromSlash(f.File)), f.Msg.In(lang), repair.In(lang))
	}
}

var repair = rule.Text{
	EN: "put it back from a copy of the folder, if you have one; the versions that are not named are as they were made",
	FR: "remettez-le à partir d’une copie du dossier, si vous en avez une ; les versions qui ne sont pas nommées sont telles qu’elles ont été faites",
}
