package seal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"filippo.io/age"
	"filippo.io/age/agessh"
	"filippo.io/age/armor"
	"golang.org/x/crypto/ssh"
)

// AddRecipient adds a recipient as age has it: age1…, ssh-ed25519 or ssh-rsa with its key.
func (r *Recipients) AddRecipient(s string) error {
	one, err := recipient(s)
	if err != nil {
		return err
	}
	r.add(one, s)
	return nil
}

func recipient(s string) (one age.Recipient, err error) {
	kinds := &Error{"this is no recipient of age", "a recipient is age1…, or ssh-ed25519 or ssh-rsa with its key; age-keygen makes one"}
	switch {
	case strings.HasPrefix(s, "AGE-SECRET-KEY-"):
		return nil, &Error{"this is an identity, which is secret, and not a recipient", "give what age-keygen -y KEY.txt prints; make a new identity if this one was seen by others"}
	case strings.HasPrefix(s, "age1pq1"):
		one, err = age.ParseHybridRecipient(s)
	case strings.HasPrefix(s, "age1") && strings.Count(s, "1") > 1:
		return nil, &Error{"recipients of plugins are not known here", kinds.fix}
	case strings.HasPrefix(s, "age1"):
		one, err = age.ParseX25519Recipient(s)
	case strings.HasPrefix(s, "ssh-"):
		one, err = agessh.ParseRecipient(s)
	default:
		return nil, kinds
	}
	if err != nil {
		return nil, &Error{"this recipient is not whole, or mistyped", "copy it again, all of it"}
	}
	return one, nil
}

// AddRecipients adds those of a file, one a line; a line that begins with # is none. An error names its line.
func (r *Recipients) AddRecipients(name string, data []byte) error {
	n := len(r.all)
	for i, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := r.AddRecipient(line); err != nil {
			var e *Error
			errors.As(err, &e)
			return &Error{fmt.Sprintf("%s:%d: %s", name, i+1, e.msg), e.fix}
		}
	}
	if len(r.all) == n {
		return &Error{name + ": there is no recipient in it", "a recipient a line: age1…, ssh-ed25519 … or ssh-rsa …"}
	}
	return nil
}

// Add adds the identities of a file: of age-keygen, or the private key of SSH. ask is called when a file that is
// itself locked with a passphrase is first needed, once; "" is nobody to ask.
func (k *Keys) Add(name string, data []byte, ask func() string) error {
	wrong := func(msg, fix string) error { return &Error{name + ": " + msg, fix} }
	begin := bytes.TrimSpace(data)
	switch {
	case Is(data):
		k.ids = append(k.ids, &locked{name: name, ask: ask, open: func(passphrase string) ([]age.Identity, error) { return unlock(data, passphrase) }})
		return nil
	case bytes.HasPrefix(begin, []byte("-----BEGIN")):
		id, err := agessh.ParseIdentity(data)
		var missing *ssh.PassphraseMissingError
		switch {
		case errors.As(err, &missing):
			id, err = &locked{name: name, ask: ask, open: func(passphrase string) ([]age.Identity, error) { return unlockSSH(data, passphrase) }}, nil
		case err != nil:
			return wrong("this private key is of no kind that age knows", "give one of ssh-ed25519 or ssh-rsa, or make an identity with age-keygen")
		}
		k.ids = append(k.ids, id)
		return nil
	case bytes.HasPrefix(begin, []byte("age1")), bytes.HasPrefix(begin, []byte("ssh-")):
		return wrong("this is a recipient, not an identity", "give the file that age-keygen -o KEY.txt made")
	}
	ids, err := age.ParseIdentities(bytes.NewReader(data))
	if err != nil { // it might repeat what is secret
		return wrong("there is no identity in it that can be read", "give the file that age-keygen -o KEY.txt made, or a private key of SSH; identities of plugins are not known here")
	}
	k.ids = append(k.ids, ids...)
	return nil
}

// A locked identity is behind a passphrase, which is asked for when it is first needed.
type locked struct {
	name string
	ask  func() string
	open func(passphrase string) ([]age.Identity, error)

	once sync.Once
	ids  []age.Identity
	err  error
}

func (l *locked) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	l.once.Do(func() {
		passphrase := l.ask()
		if passphrase == "" {
			l.err = &Error{l.name + ": the identity is locked with a passphrase, and none was given", "run the command on a terminal, where it is asked for"}
			return
		}
		if l.ids, l.err = l.open(passphrase); l.err != nil {
			l.err = &Error{l.name + ": the passphrase does not open the identity", "run the command again, and type it as it was set"}
		}
	})
	if l.err != nil {
		return nil, l.err
	}
	for _, id := range l.ids {
		if key, err := id.Unwrap(stanzas); !errors.Is(err, age.ErrIncorrectIdentity) {
			return key, err
		}
	}
	return nil, age.ErrIncorrectIdentity
}

// unlock opens a file of identities that age -p has locked.
func unlock(data []byte, passphrase string) ([]age.Identity, error) {
	id, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, err
	}
	var r io.Reader = bytes.NewReader(data)
	if !bytes.HasPrefix(data, []byte(intro)) {
		r = armor.NewReader(r)
	}
	clear, err := age.Decrypt(r, id)
	if err != nil {
		return nil, err
	}
	return age.ParseIdentities(clear)
}

func unlockSSH(data []byte, passphrase string) ([]age.Identity, error) {
	key, err := ssh.ParseRawPrivateKeyWithPassphrase(data, []byte(passphrase))
	if err != nil {
		return nil, err
	}
	var id age.Identity
	switch key := key.(type) {
	case *ed25519.PrivateKey:
		id, err = agessh.NewEd25519Identity(*key)
	case *rsa.PrivateKey:
		id, err = agessh.NewRSAIdentity(key)
	default:
		err = errors.New("a key of another kind")
	}
	return []age.Identity{id}, err
}
