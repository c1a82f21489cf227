// Package seal reads and writes files that are encrypted with age (age-encryption.org/v1): profiles, scans and
// papers that only those may read who have the identity for it.
package seal

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"
)

// Ext is what the names of encrypted files end in.
const Ext = ".age"

// MostKeys is how large a file of identities or recipients may be, in bytes.
const MostKeys = 1 << 20

const intro = "age-encryption.org/"

// Is says whether a file that begins so is encrypted with age, in binary or as text.
func Is(begin []byte) bool {
	return bytes.HasPrefix(begin, []byte(intro)) || bytes.HasPrefix(bytes.TrimLeft(begin, " \t\r\n"), []byte(armor.Header))
}

// An Error is why a file cannot be opened or written for somebody, with the way out.
type Error struct{ msg, fix string }

func (e *Error) Error() string { return e.msg }
func (e *Error) Hint() string  { return e.fix }

// Why a file cannot be opened.
var (
	ErrNoIdentity = &Error{"the file is encrypted with age, and no identity is given", "give the file with the secret key: --identity key.txt"}
	ErrIdentity   = &Error{"the file is encrypted with age, for others than the identities given", "give the identity of one of those it was encrypted to: --identity key.txt"}
	ErrPassphrase = &Error{"the file is encrypted with a passphrase, not to a recipient", "decrypt it with age -d, and encrypt it to a recipient: age -r age1… -o FILE.age FILE"}
	ErrDamaged    = &Error{"the encrypted file is damaged, or only a part of it", "take it from a copy that is whole; nothing of it was used"}
)

// Keys are identities, which open files. The zero value opens none.
type Keys struct{ ids []age.Identity }

// None says that there is no identity at all.
func (k *Keys) None() bool { return k == nil || len(k.ids) == 0 }

// Open reads an encrypted file: what is read is good once the end was reached without an error. Errors are an
// *Error, or one of src.
func (k *Keys) Open(src io.Reader) (io.Reader, error) {
	if k.None() {
		return nil, ErrNoIdentity
	}
	in := &source{r: src}
	b := bufio.NewReader(in)
	var r io.Reader = b
	if begin, _ := b.Peek(len(intro)); string(begin) != intro {
		r = armor.NewReader(b)
	}
	clear, err := age.Decrypt(r, k.ids...)
	if err != nil {
		return nil, in.why(err)
	}
	return &opened{clear, in}, nil
}

// A source remembers that it could not be read, which is no damage.
type source struct {
	r   io.Reader
	err error
}

func (s *source) Read(b []byte) (int, error) {
	n, err := s.r.Read(b)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

// why is what an error of age means.
func (s *source) why(err error) error {
	var e *Error
	var none *age.NoIdentityMatchError
	switch {
	case s.err != nil:
		return s.err
	case errors.As(err, &e): // of an identity that asks for its passphrase
		return e
	case errors.As(err, &none) && len(none.StanzaTypes) == 1 && none.StanzaTypes[0] == "scrypt":
		return ErrPassphrase
	case errors.As(err, &none):
		return ErrIdentity
	}
	return ErrDamaged
}

type opened struct {
	r  io.Reader
	in *source
}

func (o *opened) Read(b []byte) (int, error) {
	n, err := o.r.Read(b)
	if err != nil && err != io.EOF {
		err = o.in.why(err)
	}
	return n, err
}

// Recipients are those who can open what is written for them.
type Recipients struct {
	all   []age.Recipient
	names []string
}

// Names are the recipients as they were given.
func (r *Recipients) Names() []string { return r.names }

// add adds one, which is told what is wrong with it in the word what: its place.
func (r *Recipients) add(one age.Recipient, name string) {
	r.all, r.names = append(r.all, one), append(r.names, name)
}

// Write encrypts what write writes.
func (r *Recipients) Write(w io.Writer, write func(io.Writer) error) error {
	to, err := age.Encrypt(w, r.all...)
	if err != nil {
		return err
	}
	if err := write(to); err != nil {
		return err
	}
	return to.Close()
}

// Try says why nothing can be encrypted to all of them at once.
func (r *Recipients) Try() error {
	if _, err := age.Encrypt(io.Discard, r.all...); err != nil {
		return &Error{"nothing can be encrypted to these recipients at once: " + strings.TrimPrefix(err.Error(), "age: "), "recipients age1pq1… go with their like only: leave out the others, or these"}
	}
	return nil
}
