package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"syscall"

	"dossier/internal/dossier"
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
	return writeFile(name, data)
}

// spare refuses to write over a file that goes into this run: the profile, a scan, the blank form.
func (p *program) spare(name string) error {
	target, err := os.Stat(name)
	if err != nil || !target.Mode().IsRegular() {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, in := range p.inputs[lookOf(target)] {
		if os.SameFile(in, target) {
			return &hinted{name + " goes into this run: it would be lost", "write to another file or folder"}
		}
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
	p.inputs[lookOf(file)] = append(p.inputs[lookOf(file)], file)
}

// A look is what two names of one file surely share, so that few must be compared.
type look struct {
	size     int64
	modified int64
}

func lookOf(f os.FileInfo) look { return look{f.Size(), f.ModTime().UnixNano()} }

// writeFile writes beside the target and renames: a reader sees the old file or the new one. A
// link is followed; what is no regular file (a device, a pipe) is written to as it is.
func writeFile(name string, data []byte) error {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return writeInto(name, info, data)
	}
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	temp, err := stage(name, data)
	if err != nil {
		return err
	}
	return publish(temp, name)
}

func writeInto(name string, info os.FileInfo, data []byte) error {
	if info.IsDir() {
		return &hinted{name + " is a folder", "name a file in it"}
	}
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err == nil {
		_, err = f.Write(data)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return unwritten("write", name, err)
	}
	return nil
}

// unwritten is why a file or folder could not be made, with the way out.
func unwritten(what, name string, err error) error {
	hint := "name another place with -o"
	switch {
	case errors.Is(err, fs.ErrNotExist):
		hint = "make the folder first, or name another place with -o"
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, fs.ErrExist):
		hint = "a file has this name: name a folder with -o"
	case errors.Is(err, fs.ErrPermission):
		hint = "you may not write there: name another place with -o"
	case errors.Is(err, syscall.ENOSPC):
		hint = "the disk is full: make room, or name another place with -o"
	}
	return &hinted{fmt.Sprintf("%s %s: %v", what, name, plain(err)), hint}
}

// stage writes data to a temporary file beside name, on the disk before it returns.
func stage(name string, data []byte) (temp string, err error) {
	f, err := os.CreateTemp(filepath.Dir(name), ".dossier-*.tmp") // 0600
	if err != nil {
		return "", unwritten("write", name, err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		os.Remove(f.Name())
		return "", unwritten("write", name, err)
	}
	return f.Name(), nil
}

// publish gives a staged file its name.
func publish(temp, name string) error {
	if err := os.Rename(temp, name); err != nil {
		os.Remove(temp)
		return unwritten("write", name, err)
	}
	syncDir(filepath.Dir(name))
	return nil
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

// writeFolder writes papers and their manifest into a folder, 0700 if it is new. All are on the
// disk before the first takes its name, so a full disk changes nothing. Papers of ours that this
// run did not make are removed. A folder with files of these names that we did not make, or made
// as another kind of papers, is refused.
func (p *program) writeFolder(dir string, files map[string][]byte, m dossier.Manifest, ours []string) error {
	manifest, err := m.JSON()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return unwritten("make the folder", dir, err)
	}
	manifestName := filepath.Join(dir, "manifest.json")
	if err := p.foreign(dir, m.Kind, ours); err != nil {
		return err
	}
	if err := removeTemporary(dir); err != nil {
		return err
	}
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	sort.Strings(names)
	temps := make([]string, 0, len(names))
	for _, name := range names {
		temp, err := stage(filepath.Join(dir, name), files[name])
		if err != nil {
			discard(temps)
			return err
		}
		temps = append(temps, temp)
	}
	if err := writeFile(manifestName, unfinished(m.Kind)); err != nil {
		discard(temps)
		return err
	}
	for i, name := range names {
		if err := publish(temps[i], filepath.Join(dir, name)); err != nil {
			discard(temps[i:])
			return err
		}
	}
	if err := removeOutdated(dir, files, ours); err != nil {
		return err
	}
	return writeFile(manifestName, manifest)
}

func discard(temps []string) {
	for _, t := range temps {
		os.Remove(t)
	}
}

// foreign refuses a folder in which a file of the person's own, or papers of another kind, would be
// written over.
func (p *program) foreign(dir string, kind dossier.Kind, ours []string) error {
	names := append([]string{"manifest.json"}, ours...)
	for _, name := range names {
		if err := p.spare(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	var m dossier.Manifest
	data, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err == nil && json.Unmarshal(data, &m) == nil && strings.HasPrefix(m.Program, "dossier ") {
		if m.Kind == kind {
			return nil
		}
		return &hinted{fmt.Sprintf("%s holds papers of another kind (%s)", dir, m.Kind), "choose a folder of its own: -o " + string(kind)}
	}
	for _, name := range names {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return &hinted{fmt.Sprintf("%s holds a %s that this program did not make", dir, name), "choose a folder of its own: -o out"}
		}
	}
	return nil
}

func removeOutdated(dir string, files map[string][]byte, ours []string) error {
	for _, name := range ours {
		if files[name] != nil {
			continue
		}
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("remove the outdated %s: %w", name, plain(err))
		}
	}
	return nil
}

// removeTemporary clears what a run that was killed left behind.
func removeTemporary(dir string) error {
	left, err := filepath.Glob(filepath.Join(escapeGlob(dir), ".dossier-*.tmp"))
	if err != nil {
		return nil
	}
	for _, name := range left {
		if err := os.Remove(name); err != nil {
			return fmt.Errorf("remove the temporary file %s: %w", name, plain(err))
		}
	}
	return nil
}
