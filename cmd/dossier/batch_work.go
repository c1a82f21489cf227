package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"dossier/internal/batch"
	"dossier/internal/dossier"
	"dossier/internal/history"
	"dossier/internal/pdf"
	"dossier/internal/seal"
)

// idle are the flags of batch that change no paper, and those that are noted by what they come to.
var idle = []string{"output", "jobs", "force", "only", "shard", "blank", "json", "with-names", "map", "make-map", "identity", "encrypt-to", "recipients-file"}

// key hashes the profile, the files it stands on, its attachments, the form, the day and the
// program's version; empty when the profile cannot be read, so that it is tried again.
func (b *batchRun) key(cl client) string {
	h := b.hashing()
	a, err := cl.load(b.readText)
	if err != nil {
		return ""
	}
	for _, s := range a.Sources() {
		h.note("profile", s.Text)
	}
	j, err := b.job(b.c, a, b.day)
	if err != nil {
		return ""
	}
	if !b.follows(cl.id) {
		return h.job(j)
	}
	h.ahead = newAhead()
	key := h.job(j)
	b.ahead.Store(cl.id, h.ahead)
	return key
}

// follows says whether an applicant's papers are made once the key is known, whatever that is.
func (b *batchRun) follows(id string) bool {
	_, err := os.Lstat(filepath.Join(b.dir, id))
	return b.c.Bool("force") || errors.Is(err, fs.ErrNotExist)
}

// A hashing is the hash of all that goes into an applicant's papers.
type hashing struct {
	hash.Hash
	blank func(data []byte) string // its sum
	ahead *ahead                   // takes the files that are read; nil for none
}

// hashing begins with what is the same for all applicants.
func (b *batchRun) hashing() hashing {
	h := hashing{Hash: sha256.New(), blank: b.sumOfBlank}
	h.note("version", []byte(version))
	h.note("day", []byte(b.day.String()))
	h.note("lang", []byte(b.lang))
	for _, f := range b.c.Command.Flags {
		if name := f.Names()[0]; !slices.Contains(idle, name) {
			h.note(name, fmt.Append(nil, b.c.Value(name)))
		}
	}
	if b.to != nil {
		h.note("recipients", fmt.Append(nil, b.to.Names()))
	}
	return h
}

func (h hashing) note(what string, data []byte) {
	fmt.Fprintf(h, "%s %d\n", what, len(data))
	h.Write(data)
	io.WriteString(h, "\n")
}

// sumOfBlank is that of a blank form, which nearly all applicants share: it is worked out once.
func (b *batchRun) sumOfBlank(data []byte) string {
	if len(data) == 0 {
		return ""
	}
	if sum, ok := b.blanks.Load(&data[0]); ok {
		return sum.(string)
	}
	sum := dossier.Hash(data)
	b.blanks.Store(&data[0], sum)
	return sum
}

// job notes the blank and the attachments, and ends the hash.
func (h hashing) job(j *dossier.Job) string {
	h.note("blank", []byte(h.blank(j.Blank)))
	for _, piece := range dossier.Pieces(j.Applicant) {
		sum, locked, err := looked(piece.Path, h.ahead)
		h.note(piece.Key(), fmt.Appendf(nil, "%x %v", sum, err == nil))
		if locked { // the password itself is noted nowhere
			data, err := j.Read(piece.Path)
			if err == nil {
				_, err = pdf.OpenWith(data, j.Password(piece))
			}
			h.note("opens", fmt.Append(nil, err == nil))
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// looked is the sha256 of a file, and whether it may be a PDF that is locked. No more of it than a part is in memory
// at a time, unless it is kept ahead, which may be nil.
func looked(name string, kept *ahead) (sum []byte, locked bool, err error) {
	info, err := readable(name)
	if err != nil {
		return nil, false, err
	}
	h := &summed{Hash: sha256.New()}
	var whole []byte
	if kept.takes(info.Size()) {
		whole, err = contentOf(name, info.Size(), maxFile, nil)
		h.Write(whole)
	} else {
		err = h.parts(name)
	}
	if err != nil {
		return nil, false, err
	}
	sum = h.Sum(nil)
	if len(whole) > 0 && !h.sealed { // else what is in it is read
		kept.put(name, known{whole, hex.EncodeToString(sum)})
	}
	return sum, h.encrypt && h.pdf || h.sealed, nil
}

// A summed is a hash that knows a PDF with an encryption dictionary when it sees one: its trailer is never packed.
type summed struct {
	hash.Hash
	begun, pdf, encrypt bool
	sealed              bool   // with age: nobody sees what it is
	before              []byte // the end of what was written before
}

// parts writes a file, a part at a time.
func (s *summed) parts(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	room := rooms.Get().(*[]byte)
	defer rooms.Put(room)
	_, err = io.CopyBuffer(s, io.LimitReader(f, maxFile+1), *room)
	return err
}

func (s *summed) Write(b []byte) (int, error) {
	const mark = "/Encrypt"
	if !s.begun {
		s.begun, s.pdf, s.sealed = true, bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-")), seal.Is(b)
	}
	if s.pdf && !s.encrypt {
		seam := slices.Concat(s.before, b[:min(len(b), len(mark))])
		s.encrypt = bytes.Contains(b, []byte(mark)) || bytes.Contains(seam, []byte(mark))
		s.before = slices.Clone(b[max(0, len(b)-len(mark)):])
	}
	return s.Hash.Write(b)
}

// kept says whether the papers of an earlier run are all there, as they were made.
func (b *batchRun) kept(l batch.Line) bool {
	if l.Files != "" { // encrypted, which not everybody who runs this can read
		return standing(filepath.Join(b.dir, l.ID)) == l.Files && (b.kind != dossier.Application || b.chased(l))
	}
	m, err := readManifest(filepath.Join(b.dir, l.ID, history.Manifest))
	if err != nil || m.Kind != b.kind { // a reply may have taken their place
		return false
	}
	return len(m.Outputs) > 0 && changedOutput(filepath.Join(b.dir, l.ID), m) == "" && (b.kind != dossier.Application || b.chased(l))
}

// standing is the hash of the encrypted papers of a folder as they are on the disk; empty if one cannot be read.
func standing(dir string) string {
	h := sha256.New()
	for _, name := range slices.Sorted(slices.Values(slices.Concat([]string{history.Manifest}, buildFiles, correctFiles))) {
		sum, err := sumOf(filepath.Join(dir, name+seal.Ext))
		if err != nil {
			return ""
		}
		fmt.Fprintf(h, "%s %s\n", name, sum)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func readManifest(name string) (*dossier.Manifest, error) {
	var m dossier.Manifest
	data, err := os.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(data, &m)
	}
	return &m, err
}

// changedOutput is a paper that is not as the manifest of its folder has it; empty if there is none.
func changedOutput(dir string, m *dossier.Manifest) string {
	for _, name := range slices.Sorted(maps.Keys(m.Outputs)) {
		if sum, err := sumOf(filepath.Join(dir, name)); err != nil || sum != m.Outputs[name] {
			return name
		}
	}
	return ""
}

// make builds one dossier. The reason of a failure goes to standard error in full; the line, which
// is kept, has only a word for it.
func (b *batchRun) make(_ context.Context, r batch.Record) (batch.Line, error) {
	b.desks <- struct{}{}
	leave := sync.OnceFunc(func() { <-b.desks })
	defer leave()
	read, _ := b.ahead.LoadAndDelete(r.ID)
	files, _ := read.(*ahead) // nil where the papers might have stayed as they were
	a, err := b.clients[r.ID].load(b.readText)
	if err != nil {
		return b.failed("the profile cannot be read", err)
	}
	mail := b.mailLang(a.FormLanguage)
	j, err := b.job(b.c, a, b.day)
	if err != nil {
		return b.failed("the form cannot be used", err)
	}
	j.Read = files.reading(j.Read)
	seen := newKeeper(b.dir, r.ID, files)
	defer seen.end()
	if b.to == nil { // else nothing stays in clear, and what was kept before goes
		j.Seen = seen
	}
	b.aside(func() { j.Corrected = b.corrected(filepath.Join(b.dir, r.ID), b.lang) })
	d, err := j.Build()
	if err != nil {
		return b.failed("the papers cannot be made", err)
	}
	if d.Papers == nil {
		return b.told(r.ID, a, d, mail)
	}
	wrong := "the papers cannot be written"
	err = b.writeFolder(filepath.Join(b.dir, r.ID), d.Papers, &d.Manifest, buildFiles, func(papers map[string]dossier.Paper) error {
		err := b.prove(b.c, j, &d.Manifest, papers)
		if err != nil {
			wrong = "a paper does not show what was meant"
		}
		leave() // to whoever has something to compute: what is left to do here is to wait for the disk
		return err
	})
	if err != nil {
		return b.failed(wrong, err)
	}
	return b.told(r.ID, a, d, mail)
}

// failed says why an applicant's papers were not made, and gives the reason that the ledger keeps.
func (b *batchRun) failed(reason string, err error) (batch.Line, error) {
	b.aside(func() { b.complain(err) })
	return batch.Line{}, errors.New(reason)
}
