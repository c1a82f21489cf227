package pdf

import (
	"unicode/utf16"
	"unicode/utf8"
)

// pdfDocHigh is what PDFDocEncoding has from 0x80 to 0xA0, and pdfDocLow from 0x18 to 0x1F; all
// else equals Latin-1 (ISO 32000-1, annex D.2). 0 is undefined.
var (
	pdfDocHigh = [...]rune{
		'•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘',
		'’', '‚', '™', 'ﬁ', 'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', 0, '€',
	}
	pdfDocLow = [...]rune{'˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'}
)

func pdfDocRune(c byte) rune {
	switch {
	case c >= 0x18 && c < 0x20:
		return pdfDocLow[c-0x18]
	case c >= 0x80 && c <= 0xA0 && pdfDocHigh[c-0x80] != 0:
		return pdfDocHigh[c-0x80]
	}
	return rune(c)
}

// decodeText reads a text string: UTF-16 or UTF-8 when it begins with a mark, else
// PDFDocEncoding.
func decodeText(s text) string {
	switch {
	case hasPrefix(s, "\xfe\xff"):
		return decodeUTF16([]byte(s[2:]), 1)
	case hasPrefix(s, "\xff\xfe"):
		return decodeUTF16([]byte(s[2:]), 0)
	case hasPrefix(s, "\xef\xbb\xbf"):
		return string(s[3:])
	}
	runes := make([]rune, len(s))
	for i, c := range []byte(s) {
		runes[i] = pdfDocRune(c)
	}
	return string(runes)
}

func hasPrefix(s text, prefix text) bool {
	return len(s) >= len(prefix) && s[:len(prefix)] == prefix
}

// decodeUTF16 takes the byte at index low of each pair as the lower one.
func decodeUTF16(b []byte, low int) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i+1-low])<<8 | uint16(b[2*i+low])
	}
	return string(utf16.Decode(units))
}

// encodeText writes PDFDocEncoding where ASCII will do and UTF-16 elsewhere: the accents of
// PDFDocEncoding are read wrongly by too many viewers.
func encodeText(s string) text {
	ascii := true
	for _, c := range []byte(s) {
		ascii = ascii && c < 0x7f && (c >= ' ' || c == '\n' || c == '\r' || c == '\t')
	}
	if ascii {
		return text(s)
	}
	b := []byte{0xfe, 0xff}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return text(b)
}

// readable shows the bytes of a name, which by rule are UTF-8 and in old forms Latin-1.
func (n name) readable() string {
	if utf8.ValidString(string(n)) {
		return string(n)
	}
	return decodeText(text(n))
}
