package main

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"fmt"
	"slices"
)

// A lock is a way to encrypt a PDF (ISO 32000-2, 7.6). What is random in it elsewhere is fixed here.
type lock struct {
	version, revision int
	bits              int
	aes               bool
	filters           string // entries that name crypt filters
	user, owner       string
	clear             string // "strings", "streams" or "metadata", left unencrypted
	key               []byte
}

const (
	sealID      = "invented papers."
	permissions = -4 // everything is allowed
	filling     = "\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A"
)

// sealed makes a file of one page whose text and title are encrypted.
func sealed(s lock) func() ([]byte, error) {
	return func() ([]byte, error) {
		encrypt := s.begin()
		objects := onPage("/Metadata 7 0 R", "", "")
		objects[3] = s.stream(4, "", invented("An encrypted paper"))
		objects = append(objects,
			"<< /Title "+s.text(6, "An encrypted title")+" >>",
			s.stream(7, "/Type /Metadata /Subtype /XML", "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"),
			encrypt)
		return pdfFile{version: "1.7", objects: objects, trailer: fmt.Sprintf("/Info 6 0 R /Encrypt 8 0 R /ID [<%x> <%x>]", sealID, sealID)}.bytes(), nil
	}
}

func (s *lock) begin() string {
	var entries string
	if s.revision >= 5 {
		entries = s.begin256()
	} else {
		entries = s.begin128()
	}
	if s.clear == "metadata" {
		entries += " /EncryptMetadata false"
	}
	return fmt.Sprintf("<< /Filter /Standard /V %d /R %d /Length %d /P %d %s %s >>", s.version, s.revision, s.bits, permissions, s.filters, entries)
}

// long32 is a password in Latin-1, made 32 bytes long.
func long32(password string) []byte {
	var b []byte
	for _, r := range password {
		b = append(b, byte(r))
	}
	return append(b, filling...)[:32]
}

// begin128 makes the key of a file of revision 2 to 4 (algorithms 2 to 5).
func (s *lock) begin128() string {
	size := s.bits / 8
	rounds, turns := 0, 0
	if s.revision >= 3 {
		rounds, turns = 50, 19
	}
	sum := md5.Sum(long32(s.owner))
	for range rounds {
		sum = md5.Sum(sum[:])
	}
	o := long32(s.user)
	for i := range turns + 1 {
		o = rc4ed(mixed(sum[:size], i), o)
	}
	b := slices.Concat(long32(s.user), o)
	p := int32(permissions)
	b = binary.LittleEndian.AppendUint32(b, uint32(p))
	b = append(b, sealID...)
	if s.revision >= 4 && s.clear == "metadata" {
		b = append(b, 0xff, 0xff, 0xff, 0xff)
	}
	sum = md5.Sum(b)
	for range rounds {
		sum = md5.Sum(sum[:size])
	}
	s.key = slices.Clone(sum[:size])
	u := rc4ed(s.key, []byte(filling))
	if s.revision >= 3 {
		first := md5.Sum([]byte(filling + sealID))
		u = first[:]
		for i := range turns + 1 {
			u = rc4ed(mixed(s.key, i), u)
		}
		u = append(u, make([]byte, 16)...)
	}
	return fmt.Sprintf("/O <%x> /U <%x>", o, u)
}

func mixed(key []byte, with int) []byte {
	k := slices.Clone(key)
	for i := range k {
		k[i] ^= byte(with)
	}
	return k
}

func rc4ed(key, data []byte) []byte {
	c, err := rc4.NewCipher(key)
	if err != nil {
		panic(err) // keys here are of 5 to 16 bytes
	}
	b := make([]byte, len(data))
	c.XORKeyStream(b, data)
	return b
}

// begin256 makes the key of a file of revision 5 or 6 (algorithms 8 to 10).
func (s *lock) begin256() string {
	sum := sha256.Sum256([]byte("a key that is nobody's"))
	s.key = sum[:]
	validU, keyU, validO, keyO := []byte("saltUval"), []byte("saltUkey"), []byte("saltOval"), []byte("saltOkey")
	u := slices.Concat(s.hash(s.user, validU, nil), validU, keyU)
	ue := cbc(s.hash(s.user, keyU, nil), make([]byte, 16), s.key)
	o := slices.Concat(s.hash(s.owner, validO, u), validO, keyO)
	oe := cbc(s.hash(s.owner, keyO, u), make([]byte, 16), s.key)
	allowed := int32(permissions)
	perms := binary.LittleEndian.AppendUint32(nil, uint32(allowed))
	perms = append(perms, 0xff, 0xff, 0xff, 0xff, 'T', 'a', 'd', 'b', 1, 2, 3, 4)
	if s.clear == "metadata" {
		perms[8] = 'F'
	}
	block, err := aes.NewCipher(s.key)
	if err != nil {
		panic(err)
	}
	block.Encrypt(perms, perms)
	return fmt.Sprintf("/O <%x> /U <%x> /OE <%x> /UE <%x> /Perms <%x>", o, u, oe, ue, perms)
}

// hash is that of algorithm 2.B, or of revision 5, which is one round of it.
func (s *lock) hash(password string, salt, also []byte) []byte {
	first := sha256.Sum256(slices.Concat([]byte(password), salt, also))
	k := first[:]
	for i := 0; s.revision >= 6; i++ {
		e := cbc(k[:16], k[16:32], bytes.Repeat(slices.Concat([]byte(password), k, also), 64))
		rest := 0
		for _, c := range e[:16] {
			rest += int(c) // 256 leaves 1 when divided by 3
		}
		switch rest % 3 {
		case 0:
			h := sha256.Sum256(e)
			k = h[:]
		case 1:
			h := sha512.Sum384(e)
			k = h[:]
		default:
			h := sha512.Sum512(e)
			k = h[:]
		}
		if i >= 63 && int(e[len(e)-1]) <= i-31 {
			break
		}
	}
	return k[:32]
}

func cbc(key, iv, data []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	b := slices.Clone(data)
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(b, b)
	return b
}

// encrypt is the data of an object.
func (s *lock) encrypt(number int, data []byte) []byte {
	key := s.key
	if s.revision < 5 {
		b := append(slices.Clone(s.key), byte(number), byte(number>>8), byte(number>>16), 0, 0)
		if s.aes {
			b = append(b, "sAlT"...)
		}
		sum := md5.Sum(b)
		key = sum[:min(len(s.key)+5, 16)]
	}
	if !s.aes {
		return rc4ed(key, data)
	}
	iv := md5.Sum(fmt.Append(nil, "iv", number, len(data)))
	pad := 16 - len(data)%16
	return append(slices.Clone(iv[:]), cbc(key, iv[:], append(slices.Clone(data), bytes.Repeat([]byte{byte(pad)}, pad)...))...)
}

func (s *lock) text(number int, t string) string {
	if s.clear == "strings" {
		return "(" + t + ")"
	}
	return fmt.Sprintf("<%x>", s.encrypt(number, []byte(t)))
}

func (s *lock) stream(number int, entries, data string) string {
	if s.clear == "streams" || s.clear == "metadata" && entries != "" {
		return stream(entries, data)
	}
	return stream(entries, string(s.encrypt(number, []byte(data))))
}

// aesFilters name the ciphers of strings and streams.
func aesFilters(cipher, strings, streams string) string {
	return fmt.Sprintf("/CF << /StdCF << /CFM /%s /AuthEvent /DocOpen /Length %d >> >> /StrF /%s /StmF /%s", cipher, map[string]int{"V2": 16, "AESV2": 16, "AESV3": 32}[cipher], strings, streams)
}

var sealedFiles = []file{
	{"pdf/rc4-40.pdf", sealed(lock{version: 1, revision: 2, bits: 40, owner: "owner"})},
	{"pdf/rc4-128.pdf", sealed(lock{version: 2, revision: 3, bits: 128, owner: "owner"})},
	{"pdf/rc4-filter.pdf", sealed(lock{version: 4, revision: 4, bits: 128, owner: "owner", filters: aesFilters("V2", "StdCF", "StdCF")})},
	{"pdf/aes-128.pdf", sealed(lock{version: 4, revision: 4, bits: 128, aes: true, owner: "owner", filters: aesFilters("AESV2", "StdCF", "StdCF"), clear: "metadata"})},
	{"pdf/aes-256-r5.pdf", sealed(lock{version: 5, revision: 5, bits: 256, aes: true, owner: "owner", filters: aesFilters("AESV3", "StdCF", "StdCF")})},
	{"pdf/aes-256-r6.pdf", sealed(lock{version: 5, revision: 6, bits: 256, aes: true, owner: "owner", filters: aesFilters("AESV3", "StdCF", "StdCF")})},
	{"pdf/clear-strings.pdf", sealed(lock{version: 4, revision: 4, bits: 128, aes: true, owner: "owner", filters: aesFilters("AESV2", "Identity", "StdCF"), clear: "strings"})},
	{"pdf/clear-streams.pdf", sealed(lock{version: 5, revision: 6, bits: 256, aes: true, owner: "owner", filters: aesFilters("AESV3", "StdCF", "Identity"), clear: "streams"})},

	{"pdf/locked-rc4-40.pdf", sealed(lock{version: 1, revision: 2, bits: 40, user: "inventé", owner: "propriétaire"})},
	{"pdf/locked-rc4-128.pdf", sealed(lock{version: 2, revision: 3, bits: 128, user: "inventé", owner: "propriétaire"})},
	{"pdf/locked-aes-128.pdf", sealed(lock{version: 4, revision: 4, bits: 128, aes: true, user: "inventé", owner: "propriétaire", filters: aesFilters("AESV2", "StdCF", "StdCF")})},
	{"pdf/locked-aes-256-r5.pdf", sealed(lock{version: 5, revision: 5, bits: 256, aes: true, user: "inventé", owner: "propriétaire", filters: aesFilters("AESV3", "StdCF", "StdCF")})},
	{"pdf/locked.pdf", sealed(lock{version: 5, revision: 6, bits: 256, aes: true, user: "inventé", owner: "propriétaire", filters: aesFilters("AESV3", "StdCF", "StdCF")})},
}
