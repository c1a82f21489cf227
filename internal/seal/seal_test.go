package seal

import (
	"bytes"
	"crypto/ed25519"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"
	"golang.org/x/crypto/ssh"
)

const text = "name = \"Tremblay\"\n"

// newKey is an identity as age-keygen writes it, and its recipient.
func newKey(t *testing.T) (identity, recipient string) {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return "# created: today\n# public key: " + id.Recipient().String() + "\n" + id.String() + "\n", id.Recipient().String()
}

// sealedFor is a text encrypted to a recipient.
func sealedFor(t *testing.T, recipient, text string) []byte {
	t.Helper()
	var to Recipients
	if err := to.AddRecipient(recipient); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := to.Write(&b, func(w io.Writer) error { _, err := io.WriteString(w, text); return err }); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// keys are the identities of a file.
func keys(t *testing.T, data string) *Keys {
	t.Helper()
	k := &Keys{}
	if err := k.Add("key.txt", []byte(data), func() string { return "" }); err != nil {
		t.Fatal(err)
	}
	return k
}

func opens(k *Keys, data []byte) (string, error) {
	r, err := k.Open(bytes.NewReader(data))
	if err != nil {
		return "", err
	}
	clear, err := io.ReadAll(r)
	if err != nil {
		return "", err
	}
	return string(clear), nil
}

// asText is a file as age -a writes it.
func asText(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := armor.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestOpen(t *testing.T) {
	identity, recipient := newKey(t)
	other, _ := newKey(t)
	long := strings.Repeat(text, 20_000) // several chunks of age
	for _, data := range []string{text, long, ""} {
		sealed := sealedFor(t, recipient, data)
		for _, file := range [][]byte{sealed, asText(t, sealed)} {
			if !Is(file) || Is([]byte(data)) {
				t.Errorf("an encrypted file is not told from others: %.40q", file)
			}
			if got, err := opens(keys(t, identity), file); err != nil || got != data {
				t.Errorf("%d bytes are read as %d: %v", len(data), len(got), err)
			}
			if got, err := opens(keys(t, other+identity), file); err != nil || got != data {
				t.Errorf("with the second of two identities: %v", err)
			}
			if _, err := opens(keys(t, other), file); !errors.Is(err, ErrIdentity) {
				t.Errorf("with another identity: %v", err)
			}
			if _, err := opens(&Keys{}, file); !errors.Is(err, ErrNoIdentity) {
				t.Errorf("without an identity: %v", err)
			}
		}
	}
}

// A file that is cut off, or in which a bit has changed, is never read to its end.
func TestOpenDamaged(t *testing.T) {
	identity, recipient := newKey(t)
	k := keys(t, identity)
	sealed := sealedFor(t, recipient, strings.Repeat(text, 8_000))
	for _, file := range [][]byte{sealed, asText(t, sealed)} {
		step := len(file)/60 + 1
		for n := len(file) - 1; n > len(intro); n -= step {
			if _, err := opens(k, file[:n]); err == nil && len(bytes.TrimSpace(file[n:])) > 0 {
				t.Errorf("%d of %d bytes are taken for the whole", n, len(file))
			} else if e := (&Error{}); err != nil && !errors.As(err, &e) {
				t.Errorf("%d of %d bytes: %v", n, len(file), err)
			}
		}
		for n := len(intro); n < len(file)-1; n += step {
			changed := bytes.Clone(file)
			changed[n] ^= 1
			if _, err := opens(k, changed); err == nil {
				t.Errorf("byte %d of %d was changed, and nobody sees it", n, len(file))
			}
		}
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the disk broke") }

// A disk that breaks is no damage of the file.
func TestOpenUnread(t *testing.T) {
	identity, recipient := newKey(t)
	sealed := sealedFor(t, recipient, strings.Repeat(text, 8_000))
	for _, n := range []int{0, 50, len(sealed) / 2} {
		r, err := keys(t, identity).Open(io.MultiReader(bytes.NewReader(sealed[:n]), broken{}))
		if err == nil {
			_, err = io.ReadAll(r)
		}
		if err == nil || err.Error() != "the disk broke" {
			t.Errorf("after %d bytes: %v", n, err)
		}
	}
}

// Identities behind a passphrase ask for it once, when a file needs them.
func TestLocked(t *testing.T) {
	identity, recipient := newKey(t)
	sealed := sealedFor(t, recipient, text)
	scrypt, err := age.NewScryptRecipient("three blind mice")
	if err != nil {
		t.Fatal(err)
	}
	scrypt.SetWorkFactor(10)
	var file bytes.Buffer
	w, err := age.Encrypt(&file, scrypt)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(w, identity)
	w.Close()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKeyWithPassphrase(key, "", []byte("three blind mice"))
	if err != nil {
		t.Fatal(err)
	}
	public, err := ssh.NewPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	forSSH := sealedFor(t, strings.TrimSpace(string(ssh.MarshalAuthorizedKey(public))), text)
	for _, c := range []struct {
		name         string
		data, sealed []byte
		typed, want  string
	}{
		{"age", file.Bytes(), sealed, "three blind mice", ""},
		{"age as text", asText(t, file.Bytes()), sealed, "three blind mice", ""},
		{"ssh", pem.EncodeToMemory(block), forSSH, "three blind mice", ""},
		{"age", file.Bytes(), sealed, "two", "id: the passphrase does not open the identity"},
		{"ssh", pem.EncodeToMemory(block), forSSH, "two", "id: the passphrase does not open the identity"},
		{"age", file.Bytes(), sealed, "", "id: the identity is locked with a passphrase, and none was given"},
	} {
		asked := 0
		k := &Keys{}
		if err := k.Add("id", c.data, func() string { asked++; return c.typed }); err != nil {
			t.Fatal(err)
		}
		if asked > 0 {
			t.Errorf("%s: asked before it was needed", c.name)
		}
		for range 2 {
			got, err := opens(k, c.sealed)
			if fmt.Sprint(err) != c.want && !(err == nil && c.want == "") || err == nil && got != text {
				t.Errorf("%s, %q: %q, %v", c.name, c.typed, got, err)
			}
		}
		if asked != 1 {
			t.Errorf("%s: asked %d times", c.name, asked)
		}
	}
}

// What is no key, or the wrong half of one, is refused, and nothing of a secret is said.
func TestKeysRefused(t *testing.T) {
	identity, recipient := newKey(t)
	secret := strings.Split(identity, "\n")[2]
	for data, want := range map[string]string{
		"":                  "k: there is no identity in it that can be read",
		secret[:40]:         "k: there is no identity in it that can be read",
		recipient:           "k: this is a recipient, not an identity",
		"AGE-PLUGIN-X-1QQQ": "k: there is no identity in it that can be read",
		"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n": "k: this private key is of no kind that age knows",
	} {
		err := (&Keys{}).Add("k", []byte(data), nil)
		var hint *Error
		if err == nil || err.Error() != want || !errors.As(err, &hint) || hint.Hint() == "" || strings.Contains(err.Error()+hint.Hint(), secret[20:30]) {
			t.Errorf("%q: %v", data, err)
		}
	}
	for s, want := range map[string]string{
		secret:                   "this is an identity, which is secret, and not a recipient",
		recipient[:30]:           "this recipient is not whole, or mistyped",
		"age1yubikey1qqq":        "recipients of plugins are not known here",
		"ssh-ed25519 AAAA":       "this recipient is not whole, or mistyped",
		"someone@example.org":    "this is no recipient of age",
		"ecdsa-sha2-nistp256 AA": "this is no recipient of age",
	} {
		if err := (&Recipients{}).AddRecipient(s); err == nil || err.Error() != want {
			t.Errorf("%q: %v", s, err)
		}
	}
	for data, want := range map[string]string{
		"# nobody\n\n":            "r: there is no recipient in it",
		"# me\n" + secret + "\n":  "r:2: this is an identity, which is secret, and not a recipient",
		recipient + "\r\nx\r\n":   "r:2: this is no recipient of age",
		recipient + "\n# me\r\n":  "",
		recipient + "\n\n\t \n#x": "",
	} {
		var r Recipients
		if err := r.AddRecipients("r", []byte(data)); err == nil && want != "" || err != nil && err.Error() != want {
			t.Errorf("%q: %v", data, err)
		}
	}
}

// Recipients against quantum computers go with their like alone.
func TestTry(t *testing.T) {
	_, recipient := newKey(t)
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	var pq, both Recipients
	for _, s := range []string{id.Recipient().String(), recipient} {
		if err := both.AddRecipient(s); err != nil {
			t.Fatal(err)
		}
	}
	if err := pq.AddRecipient(id.Recipient().String()); err != nil {
		t.Fatal(err)
	}
	if err := pq.Try(); err != nil {
		t.Error(err)
	}
	if err := both.Try(); err == nil || !strings.HasPrefix(err.Error(), "nothing can be encrypted to these recipients at once: ") {
		t.Error(err)
	}
	sealed := sealedFor(t, id.Recipient().String(), text)
	if got, err := opens(keys(t, id.String()), sealed); err != nil || got != text {
		t.Errorf("%q, %v", got, err)
	}
}

// A file that age has locked with a passphrase alone is told from one for others.
func TestOpenPassphrase(t *testing.T) {
	identity, _ := newKey(t)
	scrypt, err := age.NewScryptRecipient("three blind mice")
	if err != nil {
		t.Fatal(err)
	}
	scrypt.SetWorkFactor(10)
	var file bytes.Buffer
	w, err := age.Encrypt(&file, scrypt)
	if err != nil {
		t.Fatal(err)
	}
	w.Close()
	if _, err := opens(keys(t, identity), file.Bytes()); !errors.Is(err, ErrPassphrase) {
		t.Error(err)
	}
}

func FuzzOpen(f *testing.F) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		f.Fatal(err)
	}
	var to Recipients
	if err := to.AddRecipient(id.Recipient().String()); err != nil {
		f.Fatal(err)
	}
	var b bytes.Buffer
	to.Write(&b, func(w io.Writer) error { _, err := io.WriteString(w, text); return err })
	f.Add(b.Bytes())
	f.Add([]byte(armor.Header + "\n"))
	k := &Keys{}
	if err := k.Add("k", []byte(id.String()), nil); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		clear, err := opens(k, data)
		var e *Error
		if err != nil && !errors.As(err, &e) {
			t.Errorf("%v", err)
		}
		if err == nil && clear != text {
			t.Errorf("read %q", clear)
		}
	})
}
