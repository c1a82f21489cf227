package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"dossier/internal/dossier"
	"dossier/internal/history"
	"dossier/internal/rule"
	"dossier/internal/seal"
)

// A list is a flag that may be given several times, each time with one value as it is.
type list []string

func (l *list) Set(s string) error { *l = append(*l, s); return nil }
func (l *list) String() string     { return strings.Join(*l, " ") }
func (l *list) Get() any           { return *l }

func identityFlag() cli.Flag {
	return &cli.GenericFlag{Name: "identity", Value: &list{}, Usage: "read files that are encrypted with age by the secret key in `KEY.txt`; may be given again"}
}

// encryptFlags are those of the commands that write papers.
func encryptFlags() []cli.Flag {
	return []cli.Flag{
		&cli.GenericFlag{Name: "encrypt-to", Value: &list{}, Usage: "write only papers encrypted with age to `RECIPIENT`, age1… or ssh-…, each with .age at the end of its name; may be given again"},
		&cli.GenericFlag{Name: "recipients-file", Value: &list{}, Usage: "encrypt to the recipients in `FILE`, one a line; may be given again"},
	}
}

func given(c *cli.Context, name string) list {
	if l, ok := c.Generic(name).(*list); ok {
		return *l
	}
	return nil
}

// unlock reads what a command line says of encryption: who reads, and who shall be able to.
func (p *program) unlock(c *cli.Context) error {
	for _, name := range given(c, "identity") {
		data, err := p.raw(name, seal.MostKeys)
		if err != nil {
			return fmt.Errorf("--identity: %w", err)
		}
		if err := p.keys.Add(name, data, func() string { return p.passphrase(name) }); err != nil {
			return err
		}
	}
	to := &seal.Recipients{}
	for _, s := range given(c, "encrypt-to") {
		if err := to.AddRecipient(s); err != nil {
			return wrongFlag("--encrypt-to: ", err)
		}
	}
	for _, name := range given(c, "recipients-file") {
		data, err := p.raw(name, seal.MostKeys)
		if err != nil {
			return fmt.Errorf("--recipients-file: %w", err)
		}
		if err := to.AddRecipients(name, data); err != nil {
			return err
		}
	}
	if len(to.Names()) == 0 {
		return nil
	}
	p.to = to
	return to.Try()
}

// wrongFlag is a mistake in the value of a flag.
func wrongFlag(what string, err error) error {
	var h interface{ Hint() string }
	if errors.As(err, &h) {
		return &usageError{what + err.Error(), h.Hint()}
	}
	return err
}

// passphrase asks for that of an identity, without showing what is typed; "" where nobody can be asked.
func (p *program) passphrase(name string) string {
	return p.askOnce(name, rule.Text{EN: "passphrase of %s: ", FR: "phrase de passe de %s : "}.With(name), p.lang)
}

// decrypted is what an encrypted file holds, at most so many bytes of it; what is not encrypted is given as it is.
func (p *program) decrypted(name string, data []byte, most int64) ([]byte, error) {
	if !seal.Is(data) {
		return data, nil
	}
	r, err := p.keys.Open(bytes.NewReader(data))
	if err != nil {
		return nil, sealed(name, err)
	}
	clear := bytes.NewBuffer(make([]byte, 0, min(int64(len(data)), most)+bytes.MinRead))
	if _, err := clear.ReadFrom(io.LimitReader(r, most)); err != nil {
		return nil, sealed(name, err)
	}
	return clear.Bytes(), nil
}

// sealed names the file that could not be opened.
func sealed(name string, err error) error {
	var e *seal.Error
	if errors.As(err, &e) {
		return unreadableFor(name, e.Error(), e.Hint())
	}
	return err
}

// encrypted is what writes a paper, encrypted if papers are to be.
func (p *program) encrypted(write func(io.Writer) error) func(io.Writer) error {
	if p.to == nil {
		return write
	}
	return func(w io.Writer) error { return p.to.Write(w, write) }
}

// ext is what the names of papers have at their end.
func (p *program) ext() string {
	if p.to == nil {
		return ""
	}
	return seal.Ext
}

// A vault is a folder of papers, in which one that is encrypted goes by its own name: form.pdf, not form.pdf.age.
// Of both it has the one in clear.
type vault struct {
	*program
	dir string
}

func (p *program) vault(dir string) vault { return vault{p, dir} }

// path is the file in which a paper is, whether it is encrypted or not; the name alone if there is neither.
func (v vault) path(name string) string {
	file := filepath.Join(v.dir, filepath.FromSlash(name))
	if _, err := os.Lstat(file); errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(file + seal.Ext); err == nil {
			return file + seal.Ext
		}
	}
	return file
}

func (v vault) Open(name string) (fs.File, error) { return v.open(v.path(name)) }

func (v vault) open(file string) (fs.File, error) {
	f, err := os.Open(file)
	if err != nil || !strings.HasSuffix(f.Name(), seal.Ext) {
		return f, err
	}
	r, err := v.keys.Open(f)
	if err != nil {
		f.Close()
		return nil, sealed(f.Name(), err)
	}
	return decryptedFile{f, r}, nil
}

// A decryptedFile is read as what it holds.
type decryptedFile struct {
	file *os.File
	r    io.Reader
}

func (f decryptedFile) Stat() (fs.FileInfo, error) { return f.file.Stat() }
func (f decryptedFile) Close() error               { return f.file.Close() }

func (f decryptedFile) Read(b []byte) (int, error) {
	n, err := f.r.Read(b)
	if err != nil && err != io.EOF {
		err = sealed(f.file.Name(), err)
	}
	return n, err
}

func (v vault) Stat(name string) (fs.FileInfo, error) { return os.Stat(v.path(name)) }

func (v vault) ReadFile(name string) ([]byte, error) {
	file := v.path(name)
	if _, err := readable(file); err != nil { // a pipe would be waited for
		return nil, err
	}
	f, err := v.open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// ReadDir gives the papers by their own names, each once.
func (v vault) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := os.ReadDir(filepath.Join(v.dir, filepath.FromSlash(name)))
	there := map[string]bool{}
	for _, e := range entries {
		there[e.Name()] = true
	}
	var all []fs.DirEntry
	for _, e := range entries {
		paper, is := strings.CutSuffix(e.Name(), seal.Ext)
		switch {
		case !is || e.IsDir():
			all = append(all, e)
		case !there[paper]:
			all = append(all, renamed{e, paper})
		}
	}
	return all, err
}

type renamed struct {
	fs.DirEntry
	name string
}

func (r renamed) Name() string { return r.name }

// sum is the sha256 of what a paper holds; empty if there is no such file.
func (v vault) sum(name string) (string, error) {
	return v.sumOfFile(v.path(name))
}

func (v vault) sumOfFile(file string) (string, error) {
	if !strings.HasSuffix(file, seal.Ext) {
		return sumOf(file)
	}
	if info, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		return "", nil
	}
	f, err := v.open(file)
	if err != nil {
		return "", unwritten("read", file, err)
	}
	defer f.Close()
	sum, err := sumFrom(f)
	if err != nil {
		return "", unwritten("read", file, err)
	}
	return sum, nil
}

// shelf opens papers one after the other.
func (v vault) shelf(name string) (dossier.ShelvedPaper, error) {
	file := v.path(name)
	info, err := readable(file)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(file, seal.Ext) {
		data, err := v.read(file)
		return inMemory{bytes.NewReader(data)}, err
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	return onDisk{io.NewSectionReader(f, 0, info.Size()), f}, nil
}

// mixed refuses a folder whose papers are encrypted, where new ones would be in clear.
func (h *past) mixed() error {
	if h.to != nil {
		return nil
	}
	for _, v := range h.chain.Versions {
		if file := h.path(v.File); strings.HasSuffix(file, seal.Ext) {
			return &hinted{h.dir + " holds encrypted papers: new ones would be there in clear", "say who shall read them: --encrypt-to RECIPIENT; or choose a folder of its own: -o out"}
		}
	}
	return nil
}

// encrypt puts encrypted papers in the place of those of ours that are in clear, one after the other: whenever it
// is stopped each is there, and the next run goes on.
func (h *past) encrypt(ours []string) error {
	if h.to == nil {
		return nil
	}
	names, err := h.inClear(ours)
	if err != nil {
		return err
	}
	for _, name := range names {
		file := filepath.Join(h.dir, filepath.FromSlash(name))
		if err := h.encryptFile(file); err != nil {
			return err
		}
		if err := os.Remove(file); err != nil {
			return unwritten("remove what is in clear, ", file, err)
		}
	}
	return nil
}

func (h *past) encryptFile(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return unwritten("read", file, err)
	}
	defer f.Close()
	temp, err := stage(file+seal.Ext, h.encrypted(func(w io.Writer) error {
		_, err := io.Copy(w, f)
		return err
	}))
	if err != nil {
		return err
	}
	return temp.publish()
}

// inClear are the papers of ours that are not encrypted; what is no file, or not ours, is none.
func (h *past) inClear(ours []string) (names []string, err error) {
	in := func(dir string) error {
		entries, err := os.ReadDir(filepath.Join(h.dir, filepath.FromSlash(dir)))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return unwritten("read the history", h.history(), err)
		}
		for _, e := range entries {
			if name := dir + "/" + e.Name(); e.Type().IsRegular() && !strings.HasSuffix(name, seal.Ext) && !isTemporary(e.Name()) {
				names = append(names, name)
			}
		}
		return nil
	}
	for _, v := range h.chain.Versions {
		if err := in(history.Papers(v.Number)); err != nil {
			return nil, err
		}
	}
	if err := in(history.Dir); err != nil {
		return nil, err
	}
	for _, name := range append(h.outdated(nil, ours), history.Manifest) {
		if info, err := os.Lstat(filepath.Join(h.dir, name)); err == nil && info.Mode().IsRegular() {
			names = append(names, name)
		}
	}
	return names, nil
}
