package pdf

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"math/big"
	"slices"

	"golang.org/x/text/unicode/norm"
)

// A lock is how a file is encrypted, opened with a password, which for most files is the empty one:
// those anyone may read (ISO 32000-1, 7.6, and ISO 32000-2 for the ciphers of 256 bits).
type lock struct {
	key      []byte
	revision int
	strings  method
	streams  method
	plain    bool // descriptions of the file are not encrypted
	crypts   map[name]method
}

// A method is a cipher as crypt filters name it.
type method string

const (
	noCipher  method = "Identity"
	rc4Method method = "V2"
	aes128    method = "AESV2"
	aes256    method = "AESV3"
)

// errCertificate is a file that only the owner of a certificate can read.
var errCertificate error = &Error{
	Msg: "the PDF is locked for the owner of a certificate",
	Fix: "open it where the certificate is and print it to a new PDF",
}

// unlock reads the encryption dictionary; id is the first identifier of the file. The empty password
// is tried first: who gives one for a file that needs none gets in, too.
func (f *File) unlock(d dict, id text, password string) (*lock, error) {
	if f.name(d["Filter"]) != "Standard" {
		return nil, errCertificate
	}
	version, _ := f.int(d["V"])
	l := &lock{strings: rc4Method, streams: rc4Method, crypts: make(map[name]method)}
	l.revision, _ = f.int(d["R"])
	if v, ok := f.resolve(d["EncryptMetadata"]).(bool); ok {
		l.plain = !v
	}
	bits, ok := f.int(d["Length"])
	if !ok || bits < 40 || bits > 256 || version == 1 {
		bits = 40
	}
	if version >= 4 {
		bits = 128
		l.filters(f, d)
	}
	for _, given := range spellings(password, l.revision) {
		if l.revision >= 5 {
			l.key = f.key256(d, l.revision, given)
		} else {
			l.key = f.key128(d, id, bits/8, l, padded(given))
			if l.key == nil && !ok {
				l.key = f.key128(d, id, 16, l, padded(given)) // a length left out is not always the shortest
			}
		}
		if l.key != nil {
			return l, nil
		}
	}
	if password == "" {
		return nil, ErrPassword
	}
	return nil, ErrWrongPassword
}

// longestPassword is how much of a password counts from revision 5 on, in bytes.
const longestPassword = 127

// spellings are the bytes that a password may stand for, the empty one first: from revision 5 on UTF-8,
// normalised, and before that one byte a character, or what the maker's system had (ISO 32000-2, 7.6.4.3).
func spellings(password string, revision int) [][]byte {
	list := [][]byte{nil}
	for _, s := range []string{norm.NFKC.String(password), password} {
		b := []byte(s)
		if revision < 5 {
			list = append(list, pdfDocBytes(s))
		}
		list = append(list, b[:min(len(b), longestPassword)])
	}
	slices.SortStableFunc(list[1:], bytes.Compare)
	return slices.CompactFunc(list, bytes.Equal)
}

// pdfDocBytes is a text in PDFDocEncoding; what that lacks is a question mark.
func pdfDocBytes(s string) []byte {
	var b []byte
	for _, r := range s {
		c := byte('?')
		for i := range 256 {
			if pdfDocRune(byte(i)) == r {
				c = byte(i)
				break
			}
		}
		b = append(b, c)
	}
	return b
}

// filters reads which cipher the file uses for what.
func (l *lock) filters(f *File, d dict) {
	for k, v := range f.dict(d["CF"]) {
		switch m := method(f.name(f.dict(v)["CFM"])); m {
		case rc4Method, aes128, aes256:
			l.crypts[k] = m
		default:
			l.crypts[k] = noCipher
		}
	}
	l.strings = l.named(f.name(d["StrF"]))
	l.streams = l.named(f.name(d["StmF"]))
}

func (l *lock) named(n name) method {
	if m, ok := l.crypts[n]; ok {
		return m
	}
	return noCipher
}

// padding stands for what a password lacks to 32 bytes (ISO 32000-1, 7.6.3.3).
const padding = "\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08" +
	"\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A"

// padded makes a password 32 bytes long.
func padded(password []byte) string { return (string(password) + padding)[:len(padding)] }

// key128 is the key of a file of revision 2 to 4 of which this, padded, is the user password or the
// owner password; nil when it is neither.
func (f *File) key128(d dict, id text, size int, l *lock, password string) []byte {
	if key := f.userKey(d, id, size, l, password); key != nil {
		return key
	}
	owner := f.bytes(d["O"])
	if len(owner) < 32 {
		return nil
	}
	sum := md5.Sum([]byte(password))
	rounds := 0
	if l.revision >= 3 {
		rounds = 19
		for range 50 {
			sum = md5.Sum(sum[:])
		}
	}
	user := bytes.Clone(owner[:32])
	for i := rounds; i >= 0; i-- {
		user = rc4With(xored(sum[:min(size, 16)], byte(i)), user)
	}
	return f.userKey(d, id, size, l, string(user))
}

// userKey is the key for a padded user password; nil when it is wrong (algorithms 2, 4 and 5).
func (f *File) userKey(d dict, id text, size int, l *lock, password string) []byte {
	permissions, _ := f.int(d["P"])
	b := append([]byte(password), f.bytes(d["O"])...)
	b = b[:min(len(b), 64)]
	b = binary.LittleEndian.AppendUint32(b, uint32(permissions))
	b = append(b, id...)
	if l.plain && l.revision >= 4 {
		b = append(b, 0xff, 0xff, 0xff, 0xff)
	}
	sum := md5.Sum(b)
	size = min(size, 16)
	if l.revision >= 3 {
		for range 50 {
			sum = md5.Sum(sum[:size])
		}
	}
	key := sum[:size]
	check := []byte(padding)
	if l.revision >= 3 {
		first := md5.Sum(append([]byte(padding), id...))
		check = first[:]
		for i := range 20 {
			check = rc4With(xored(key, byte(i)), check)
		}
	} else {
		check = rc4With(key, check)
	}
	if !bytes.HasPrefix(f.bytes(d["U"]), check) {
		return nil
	}
	return key
}

func xored(key []byte, with byte) []byte {
	k := bytes.Clone(key)
	for i := range k {
		k[i] ^= with
	}
	return k
}

func rc4With(key, data []byte) []byte {
	c, err := rc4.NewCipher(key)
	if err != nil {
		return nil
	}
	plain := make([]byte, len(data))
	c.XORKeyStream(plain, data)
	return plain
}

// key256 is the key of a file of revision 5 or 6 of which this is the user password or the owner
// password; nil when it is neither (ISO 32000-2, algorithm 2.A).
func (f *File) key256(d dict, revision int, password []byte) []byte {
	user, owner := f.bytes(d["U"]), f.bytes(d["O"])
	if len(user) < 48 || len(owner) < 48 {
		return nil
	}
	for _, try := range []struct{ check, wrapped, also []byte }{
		{user, f.bytes(d["UE"]), nil},
		{owner, f.bytes(d["OE"]), user[:48]},
	} {
		if !bytes.Equal(hash256(password, try.check[32:40], try.also, revision), try.check[:32]) || len(try.wrapped) < 32 {
			continue
		}
		block, err := aes.NewCipher(hash256(password, try.check[40:48], try.also, revision))
		if err != nil {
			return nil
		}
		key := make([]byte, 32)
		cipher.NewCBCDecrypter(block, make([]byte, aes.BlockSize)).CryptBlocks(key, try.wrapped[:32])
		return key
	}
	return nil
}

// hash256 is the hash of a password (ISO 32000-2, algorithm 2.B).
func hash256(password, salt, also []byte, revision int) []byte {
	sum := sha256.Sum256(slices.Concat(password, salt, also))
	k := sum[:]
	if revision < 6 {
		return k
	}
	for i := 0; ; i++ {
		e := bytes.Repeat(slices.Concat(password, k, also), 64)
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(e, e)
		switch new(big.Int).Mod(new(big.Int).SetBytes(e[:16]), big.NewInt(3)).Int64() {
		case 0:
			s := sha256.Sum256(e)
			k = s[:]
		case 1:
			s := sha512.Sum384(e)
			k = s[:]
		default:
			s := sha512.Sum512(e)
			k = s[:]
		}
		if i >= 63 && int(e[len(e)-1]) <= i-31 {
			return k[:32]
		}
	}
}

func (f *File) bytes(o object) []byte {
	t, _ := f.resolve(o).(text)
	return []byte(t)
}

// open decrypts what a method did to bytes of an object. Data that the method cannot have made
// is left as it is: some writers forget to encrypt.
func (l *lock) open(data []byte, m method, n ref, generation int) []byte {
	switch m {
	case rc4Method:
		if plain := rc4With(l.objectKey(n, generation, ""), data); plain != nil {
			return plain
		}
	case aes128:
		return aesOpen(l.objectKey(n, generation, "sAlT"), data)
	case aes256:
		return aesOpen(l.key, data)
	}
	return data
}

// objectKey is the key of one object (ISO 32000-1, algorithm 1).
func (l *lock) objectKey(n ref, generation int, salt string) []byte {
	b := append(bytes.Clone(l.key), byte(n), byte(n>>8), byte(n>>16), byte(generation), byte(generation>>8))
	sum := md5.Sum(append(b, salt...))
	return sum[:min(len(l.key)+5, 16)]
}

func aesOpen(key, data []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil || len(data) < aes.BlockSize {
		return data
	}
	plain := bytes.Clone(data[aes.BlockSize:])
	plain = plain[:len(plain)/aes.BlockSize*aes.BlockSize]
	if len(plain) == 0 {
		return nil
	}
	cipher.NewCBCDecrypter(block, data[:aes.BlockSize]).CryptBlocks(plain, plain)
	if pad := int(plain[len(plain)-1]); pad >= 1 && pad <= aes.BlockSize {
		plain = plain[:len(plain)-pad]
	}
	return plain
}

// object decrypts all strings in an object.
func (l *lock) object(o object, n ref, generation int) object {
	switch o := o.(type) {
	case text:
		return text(l.open([]byte(o), l.strings, n, generation))
	case array:
		for i, v := range o {
			o[i] = l.object(v, n, generation)
		}
	case dict:
		for k, v := range o {
			o[k] = l.object(v, n, generation)
		}
	}
	return o
}

// stream decrypts a stream's data.
func (l *lock) stream(f *File, d dict, data []byte, n ref, generation int) []byte {
	m := l.streams
	switch kind := f.name(d["Type"]); {
	case kind == "XRef", kind == "Metadata" && l.plain:
		return data
	}
	if filters := f.list(d["Filter"]); len(filters) > 0 && f.name(filters[0]) == "Crypt" {
		var parms dict
		if list := f.list(d["DecodeParms"]); len(list) > 0 {
			parms = f.dict(list[0])
		}
		m = l.named(f.name(parms["Name"]))
	}
	return l.open(data, m, n, generation)
}
