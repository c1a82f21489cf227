package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"dossier/internal/dossier"
	"dossier/internal/history"
	"dossier/internal/seal"
)

// write puts data into a file whole or not at all, readable by its owner only, or on standard
// output for "-". A file that goes into this run is never written over.
func (p *program) write(name string, data []byte) error {
	if name == "-" {
		_, err := p.out.Write(data)
		return err
	}
	if err := p.spare(name); err != nil {
		return err
	}
	_ = removeTemporary(filepath.Dir(name)) // one that cannot be removed is another's
	return writeFile(name, data)
}

// writePaper writes a paper, encrypted if it is to be: then .age is at the end of its name. One of that name that is
// in clear would stay, and is refused.
func (p *program) writePaper(name string, data []byte) error {
	if p.to == nil {
		return p.write(name, data)
	}
	if name != "-" {
		name = strings.TrimSuffix(name, seal.Ext)
		if _, err := os.Lstat(name); err == nil {
			return &hinted{name + " is there in clear, and would stay", "remove it, or write to another name"}
		}
		name += seal.Ext
	}
	var b bytes.Buffer
	if err := p.encrypted(dossier.Written(data))(&b); err != nil {
		return fmt.Errorf("encrypt %s: %w", name, err)
	}
	return p.write(name, b.Bytes())
}

// spare refuses to write over a file that goes into this run: the profile, a scan, the blank form.
func (p *program) spare(name string) error {
	target, err := os.Stat(name)
	if err != nil || !target.Mode().IsRegular() {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.isInput(target) {
		return &hinted{name + " goes into this run: it would be lost", "write to another file or folder"}
	}
	return nil
}

// protect keeps a file from being written over.
func (p *program) protect(file os.FileInfo) {
	if p.writesNothing {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.inputs == nil {
		p.inputs = map[look][]os.FileInfo{}
	}
	l := lookOf(file)
	switch {
	case p.isInput(file):
	case l.inode != 0:
		p.inputs[l] = nil // its look is enough, and takes little memory
	default:
		p.inputs[l] = append(p.inputs[l], file)
	}
}

// isInput says whether a file goes into this run.
func (p *program) isInput(file os.FileInfo) bool {
	l := lookOf(file)
	like, ok := p.inputs[l]
	return ok && l.inode != 0 || slices.ContainsFunc(like, func(in os.FileInfo) bool { return os.SameFile(in, file) })
}

// A look is what two names of one file surely share. With the numbers it has, no two files share it at a time; without
// them, which are 0 then, those that do must be compared.
type look struct {
	size, modified int64
	device, inode  uint64
}

func lookOf(f os.FileInfo) look {
	device, inode := numbers(f)
	return look{f.Size(), f.ModTime().UnixNano(), device, inode}
}

// writeFile writes beside the target and renames: a reader sees the old file or the new one. A
// link is followed; what is no regular file (a device, a pipe) is written to as it is.
func writeFile(name string, data []byte) error { return writeBeside(name, dossier.Written(data)) }

// writeBeside is writeFile for what is not to be in memory as a whole.
func writeBeside(name string, write func(io.Writer) error) error {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return writeInto(name, info, write)
	}
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	temp, err := stage(name, write)
	if err != nil {
		return err
	}
	return temp.publish()
}

func writeInto(name string, info os.FileInfo, write func(io.Writer) error) error {
	if info.IsDir() {
		return &hinted{name + " is a folder", "name a file in it"}
	}
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err == nil {
		err = errors.Join(write(f), f.Close())
	}
	if err != nil {
		return unwritten("write", name, err)
	}
	return nil
}

// unwritten is why a file or folder could not be made, with the way out.
func unwritten(what, name string, err error) error {
	if sealed := (&unreadable{}); errors.As(err, &sealed) {
		return err // it says all of that
	}
	hint := "name another place with -o"
	switch {
	case errors.Is(err, fs.ErrNotExist):
		hint = "make the folder first, or name another place with -o"
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, fs.ErrExist):
		hint = "a file has this name: name a folder with -o"
	case errors.Is(err, fs.ErrPermission):
		hint = "you may not write there: name another place with -o"
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		hint = "the disk is full: make room, or name another place with -o"
	case errors.Is(err, syscall.EFBIG):
		hint = "no file may be that large there: name another place with -o"
	case errors.Is(err, syscall.EROFS):
		hint = "nothing can be written to that disk: name another place with -o"
	}
	return &hinted{fmt.Sprintf("%s %s: %v", what, name, plain(err)), hint}
}

// plain is an error's reason without the name of the temporary file.
func plain(err error) error {
	var path *os.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}

// syncDir makes a rename last, where the file system can.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		d.Close()
	}
}

// unfinished is the manifest while papers change: they belong to no one run.
func unfinished(kind dossier.Kind) []byte {
	return fmt.Appendf(nil, "{\"program\": \"dossier %s\", \"kind\": %q, \"unfinished\": true}\n", version, kind)
}

// writeFolder writes papers and their manifest into a folder, 0700 if it is new, as its next version; what
// would be the newest version once more is no new one. Papers of ours that this run did not make are removed.
// Those that are replaced or removed go into the history first, see past. A folder with files of these names
// that we did not make is refused, and so is one that another run writes into.
//
// All papers and the manifest are on the disk, and accepted as they stand there, before the first takes its
// name: a full disk, or a paper that is not as meant, changes nothing. Several files cannot take their names
// in one step, so the manifest says which run they are of: while they change it says that they are
// unfinished, and the new one takes its place when all bear their names and the history has it. Whenever a
// run is killed, each file is the old or the new one whole, the papers of each version in the history are
// whole, and unless the manifest says that it is unfinished all are of the run that it records. The next run
// makes all anew, and clears away what had no name yet.
func (p *program) writeFolder(dir string, papers dossier.Papers, m *dossier.Manifest, ours []string, accept func(map[string]dossier.Paper) error) (err error) {
	leave, err := occupy(dir)
	if err != nil {
		return err
	}
	defer leave()
	before, err := p.readPast(dir)
	if err != nil {
		return err
	}
	if err := cmp.Or(before.mixed(), p.foreign(before, m.Kind, ours)); err != nil {
		return err
	}
	if err := before.clear(); err != nil {
		return err
	}
	if p.to != nil {
		m.Recipients = p.to.Names()
	}
	s := staged{dir: dir, by: p}
	defer s.discard()
	for _, name := range slices.Sorted(maps.Keys(papers)) {
		sum, err := s.stage(name, papers[name])
		if err != nil {
			return err
		}
		m.Outputs[name] = sum
	}
	if before.last == nil || !maps.Equal(m.Outputs, before.last.Manifest.Outputs) { // else they are most likely there
		s.send()
	}
	if err := s.read(accept); err != nil {
		return err
	}
	manifest, again, err := before.next(m)
	if err != nil {
		return err
	}
	defer before.undo()
	if err := before.encrypt(ours); err != nil {
		return err
	}
	adopted, err := before.adopt()
	if err != nil {
		return err
	}
	defer adopted.discard()
	if again && before.whole(&s) {
		return before.settle(adopted.claim())
	}
	begun, ended := staged{dir: dir, by: p}, staged{dir: dir, by: p}
	defer begun.discard()
	defer ended.discard()
	if _, err := ended.stage(history.Manifest, dossier.Written(manifest)); err != nil {
		return err
	}
	if _, err := begun.stage(history.Manifest, dossier.Written(unfinished(m.Kind))); err != nil {
		return err
	}
	entry := &staged{}
	if !again {
		if entry, err = before.entry(m.Version, manifest); err != nil {
			return err
		}
		defer entry.discard()
	}
	for _, all := range []*staged{&s, adopted, &begun, &ended, entry} {
		if err := all.sync(); err != nil {
			return err
		}
	}
	outdated := before.outdated(papers, ours)
	if err := adopted.claim(); err != nil {
		return err
	}
	if err := before.keep(m.Outputs, outdated); err != nil {
		return err
	}
	if err := before.settle(begun.publish()); err != nil {
		return err
	}
	if err := s.publish(); err != nil {
		return err
	}
	if err := before.remove(outdated); err != nil {
		return err
	}
	if err := entry.claim(); err != nil {
		return err
	}
	return ended.publish()
}

// staged are papers that are written and do not bear their names yet.
type staged struct {
	dir   string
	by    *program // that encrypts, if papers are to be; nil for what is nobody's
	temps []*temporary
}

// stage writes a paper and gives its sha256, whether or not it is encrypted on its way to the disk.
func (s *staged) stage(name string, write func(io.Writer) error) (string, error) {
	sum := sha256.New()
	if s.by == nil || s.by.to == nil {
		temp, err := stage(filepath.Join(s.dir, name), func(w io.Writer) error { return write(io.MultiWriter(w, sum)) })
		if err != nil {
			return "", err
		}
		s.temps = append(s.temps, temp)
		return hex.EncodeToString(sum.Sum(nil)), nil
	}
	var clear bytes.Buffer
	written := sha256.New()
	encrypted := s.by.encrypted(func(w io.Writer) error { return write(io.MultiWriter(w, sum, &clear)) })
	temp, err := stage(filepath.Join(s.dir, name+s.by.ext()), func(w io.Writer) error { return encrypted(io.MultiWriter(w, written)) })
	if err != nil {
		return "", err
	}
	temp.clear, temp.sum = clear.Bytes(), hex.EncodeToString(written.Sum(nil))
	s.temps = append(s.temps, temp)
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// read hands all papers to accept, as they stand on the disk. Encrypted ones cannot be read there without an
// identity: they are held against what was encrypted, and accept is given that.
func (s *staged) read(accept func(map[string]dossier.Paper) error) error {
	papers := map[string]dossier.Paper{}
	for _, t := range s.temps {
		if t.sum != "" {
			if sum, err := sumOf(t.temp); err != nil || sum != t.sum {
				return &hinted{t.name + ": the file is not on the disk as it was written", "look whether the disk is sound, or name another place with -o"}
			}
			papers[strings.TrimSuffix(filepath.Base(t.name), seal.Ext)] = bytes.NewReader(t.clear)
			t.clear = nil
			continue
		}
		f, err := os.Open(t.temp)
		if err != nil {
			return unwritten("read back", t.name, err)
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			return unwritten("read back", t.name, err)
		}
		papers[filepath.Base(t.name)] = io.NewSectionReader(f, 0, info.Size())
	}
	return accept(papers)
}

// send lets all go to the disk meanwhile.
func (s *staged) send() {
	for _, t := range s.temps {
		t.send()
	}
}

// sync waits until all are on the disk.
func (s *staged) sync() error {
	s.send()
	for _, t := range s.temps {
		if err := t.sync(); err != nil {
			return err
		}
	}
	return nil
}

// publish gives all papers their names, the sooner the better: the folder is synced once.
func (s *staged) publish() error {
	if err := s.sync(); err != nil {
		return err
	}
	for len(s.temps) > 0 {
		if err := s.temps[0].rename(); err != nil {
			return unwritten("write", s.temps[0].name, err)
		}
		s.temps = s.temps[1:]
	}
	syncDir(s.dir)
	return nil
}

// claim gives all their names, which no file may have: nothing in a history is written over.
func (s *staged) claim() error {
	if err := s.sync(); err != nil {
		return err
	}
	for len(s.temps) > 0 {
		temp := s.temps[0]
		err := os.Link(temp.temp, temp.name)
		if err == nil {
			temp.discard()
		} else if _, taken := os.Lstat(temp.name); errors.Is(taken, os.ErrNotExist) { // the file system has no links
			err = temp.rename()
		}
		switch {
		case errors.Is(err, os.ErrExist):
			return &hinted{temp.name + " is there already: another run has made this version", "run the same command again, when no other is running"}
		case err != nil:
			return unwritten("write", temp.name, err)
		}
		s.temps = s.temps[1:]
	}
	if s.dir != "" {
		syncDir(s.dir)
	}
	return nil
}

// discard removes what has no name yet.
func (s *staged) discard() {
	for _, t := range s.temps {
		t.discard()
	}
}

// foreign refuses a folder in which a file of the person's own would be written over, or papers of another
// kind that no history has.
func (p *program) foreign(before *past, kind dossier.Kind, ours []string) error {
	dir := before.dir
	names := append([]string{history.Manifest}, ours...)
	for _, name := range names {
		if err := p.spare(before.path(name)); err != nil {
			return err
		}
	}
	var m dossier.Manifest
	data, err := before.ReadFile(history.Manifest)
	if err == nil && json.Unmarshal(data, &m) == nil && strings.HasPrefix(m.Program, "dossier ") {
		if m.Kind == kind {
			return before.taken(ours)
		}
		if before.last == nil {
			return &hinted{fmt.Sprintf("%s holds papers of another kind (%s)", dir, m.Kind), "choose a folder of its own: -o " + string(kind)}
		}
		if err := before.taken(ours); err != nil {
			return err
		}
		names = slices.DeleteFunc(names, before.made)
	}
	for _, name := range names {
		if _, err := os.Lstat(before.path(name)); err == nil {
			return &hinted{fmt.Sprintf("%s holds a %s that this program did not make", dir, name), "choose a folder of its own: -o out"}
		}
	}
	return nil
}

// taken refuses names that a file cannot be given.
func (h *past) taken(names []string) error {
	for _, name := range names {
		if info, err := os.Lstat(h.path(name)); err == nil && info.IsDir() {
			return &hinted{h.path(name) + " is a folder, and a paper is to have this name", "move it elsewhere, or choose a folder of its own: -o out"}
		}
	}
	return nil
}

func (h *past) remove(outdated []string) error {
	for _, name := range outdated {
		if err := os.Remove(h.path(name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return unwritten("remove the outdated", h.path(name), err)
		}
	}
	return nil
}
