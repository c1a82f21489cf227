package main

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"
	"github.com/rogpeppe/go-internal/testscript"

	"dossier/internal/seal"
)

// agekey IDENTITY RECIPIENT makes a key as age-keygen does.
func ageKey(ts *testscript.TestScript, _ bool, args []string) {
	id, err := age.GenerateX25519Identity()
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte("# public key: "+id.Recipient().String()+"\n"+id.String()+"\n"), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(id.Recipient().String()+"\n"), 0o600))
}

// agelock IDENTITY LOCKED PASSPHRASE locks a key as age -p does, with less work.
func ageLock(ts *testscript.TestScript, _ bool, args []string) {
	to, err := age.NewScryptRecipient(args[2])
	ts.Check(err)
	to.SetWorkFactor(10)
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to)
	ts.Check(err)
	_, err = io.WriteString(w, ts.ReadFile(args[0]))
	ts.Check(err)
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), out.Bytes(), 0o600))
}

// recipient VARIABLE FILE sets a variable to the recipient in a file.
func recipientOf(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv(args[0], strings.TrimSpace(ts.ReadFile(args[1])))
}

// age -r RECIPIENTS [-a] FILE encrypts a file into FILE.age as age itself does; with -a as text.
func ageFile(ts *testscript.TestScript, _ bool, args []string) {
	to, err := age.ParseRecipients(strings.NewReader(ts.ReadFile(args[1])))
	ts.Check(err)
	name := args[len(args)-1]
	var out bytes.Buffer
	var w io.WriteCloser = nopCloser{&out}
	if args[2] == "-a" {
		w = armor.NewWriter(&out)
	}
	enc, err := age.Encrypt(w, to...)
	ts.Check(err)
	_, err = io.WriteString(enc, ts.ReadFile(name))
	ts.Check(err)
	ts.Check(enc.Close())
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(name+seal.Ext), out.Bytes(), 0o600))
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

// decrypt IDENTITY FILE TO decrypts a file as age itself does.
func ageDecrypt(ts *testscript.TestScript, _ bool, args []string) {
	ids, err := age.ParseIdentities(strings.NewReader(ts.ReadFile(args[0])))
	ts.Check(err)
	r, err := age.Decrypt(strings.NewReader(ts.ReadFile(args[1])), ids...)
	ts.Check(err)
	data, err := io.ReadAll(r)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), data, 0o600))
}

// cutoff FROM TO N leaves out the last N bytes of a file.
func cutOff(ts *testscript.TestScript, _ bool, args []string) {
	data := ts.ReadFile(args[0])
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(data[:len(data)-n]), 0o600))
}

// allage DIR holds that every file of a folder is encrypted, by its name and by its content.
func allAge(ts *testscript.TestScript, _ bool, args []string) {
	n := 0
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		n++
		data, err := os.ReadFile(name)
		if !strings.HasSuffix(name, seal.Ext) || !seal.Is(data) {
			ts.Fatalf("%s is in clear", name)
		}
		return err
	}))
	if n == 0 {
		ts.Fatalf("%s is empty", args[0])
	}
}
