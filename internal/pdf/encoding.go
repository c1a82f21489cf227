package pdf

import (
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// encoding is the character of each code of a simple TrueType font, from its encoding; false for
// one that readers take in different ways.
func (f *File) encoding(o object) (*codeTable, bool) {
	switch e := f.resolve(o).(type) {
	case name:
		return baseEncoding(e)
	case dict:
		base := f.name(e["BaseEncoding"])
		if e["BaseEncoding"] == nil {
			base = "StandardEncoding" // ISO 32000-1, 9.6.6.4
		}
		t, ok := baseEncoding(base)
		if ok {
			f.differ(t, e["Differences"])
		}
		return t, ok
	}
	return nil, false
}

// differ changes a table as an array of codes, and names of characters from there on, says.
func (f *File) differ(t *codeTable, o object) {
	differences, _ := f.resolve(o).(array)
	c := 0
	for _, v := range differences {
		switch v := f.resolve(v).(type) {
		case int:
			c = v
		case name:
			if c >= 0 && c < len(t) {
				t[c] = glyphRune(string(v))
			}
			c++
		}
	}
}

// baseEncoding is one of the encodings of ISO 32000-1, annex D, as far as all readers agree on it:
// without the spaces and hyphens that stand at a second place, and of the standard encoding with
// the letters and signs of ASCII only.
func baseEncoding(n name) (*codeTable, bool) {
	var t codeTable
	for c := ' '; c <= '~'; c++ {
		t[c] = c
	}
	switch n {
	case "WinAnsiEncoding":
		t.high(charmap.Windows1252, "\xa0\xad")
	case "MacRomanEncoding":
		t.high(charmap.Macintosh, notInPDF)
	case "StandardEncoding":
		t['\''], t['`'] = '’', '‘'
	default:
		return nil, false
	}
	return &t, true
}

// notInPDF are the codes of Mac OS Roman that PDF's encoding of that name leaves out, and the
// second space.
const notInPDF = "\xad\xb0\xb2\xb3\xb6\xb7\xb8\xb9\xba\xbd\xc3\xc5\xc6\xca\xd7\xdb\xf0"

func (t *codeTable) high(m *charmap.Charmap, without string) {
	for c := 0x80; c < len(t); c++ {
		if strings.IndexByte(without, byte(c)) < 0 {
			t[c] = m.DecodeByte(byte(c))
		}
	}
}

// romanCode is the place of a character in Mac OS Roman; false for one that has none, or another
// in some fonts.
func romanCode(r rune) (rune, bool) {
	c, ok := charmap.Macintosh.EncodeRune(r)
	return rune(c), ok && (c < 0x80 || strings.IndexByte(notInPDF, c) < 0)
}

// glyphSigns are names of characters in Adobe's list, https://github.com/adobe-type-tools/agl-aglfn,
// beside letters, which are named by themselves, and letters with an accent.
const glyphSigns = `exclam ! quotedbl " numbersign # dollar $ percent % ampersand & quotesingle '
	parenleft ( parenright ) asterisk * plus + comma , hyphen - period . slash / zero 0 one 1 two 2 three 3
	four 4 five 5 six 6 seven 7 eight 8 nine 9 colon : semicolon ; less < equal = greater > question ? at @
	bracketleft [ backslash \ bracketright ] asciicircum ^ underscore _ grave ` + "`" + ` braceleft { bar |
	braceright } asciitilde ~ exclamdown ¡ cent ¢ sterling £ currency ¤ yen ¥ brokenbar ¦ section § dieresis ¨
	copyright © ordfeminine ª guillemotleft « logicalnot ¬ registered ® macron ¯ degree ° plusminus ±
	twosuperior ² threesuperior ³ acute ´ mu µ paragraph ¶ periodcentered · cedilla ¸ onesuperior ¹
	ordmasculine º guillemotright » onequarter ¼ onehalf ½ threequarters ¾ questiondown ¿ AE Æ Eth Ð multiply ×
	Oslash Ø Thorn Þ germandbls ß ae æ eth ð divide ÷ oslash ø thorn þ OE Œ oe œ Lslash Ł lslash ł dotlessi ı
	Dcroat Đ dcroat đ florin ƒ circumflex ˆ tilde ˜ caron ˇ breve ˘ dotaccent ˙ ring ˚ ogonek ˛ hungarumlaut ˝
	endash – emdash — quoteleft ‘ quoteright ’ quotesinglbase ‚ quotedblleft “ quotedblright ” quotedblbase „
	dagger † daggerdbl ‡ bullet • ellipsis … perthousand ‰ guilsinglleft ‹ guilsinglright › fraction ⁄ Euro €
	trademark ™ minus −`

// glyphAccents are the marks that Adobe's names add to a letter, as Unicode combines them.
var glyphAccents = map[string]string{
	"grave": "\u0300", "acute": "\u0301", "circumflex": "\u0302", "tilde": "\u0303", "macron": "\u0304", "breve": "\u0306",
	"dotaccent": "\u0307", "dieresis": "\u0308", "ring": "\u030A", "hungarumlaut": "\u030B", "caron": "\u030C",
	"cedilla": "\u0327", "ogonek": "\u0328",
}

var glyphNames = sync.OnceValue(func() map[string]rune {
	names := map[string]rune{"space": ' '}
	words := strings.Fields(glyphSigns)
	for i := 0; i+1 < len(words); i += 2 {
		names[words[i]] = []rune(words[i+1])[0]
	}
	for c := 'A'; c <= 'z'; c++ {
		if c > 'Z' && c < 'a' {
			continue
		}
		names[string(c)] = c
		for accent, mark := range glyphAccents {
			if one := []rune(norm.NFC.String(string(c) + mark)); len(one) == 1 {
				names[string(c)+accent] = one[0]
			}
		}
	}
	return names
})

// glyphRune is the character that a glyph's name stands for; 0 for a name that is not one of
// Adobe's for Latin letters and signs, nor made of a number as "uni20AC".
func glyphRune(s string) rune {
	if r, ok := glyphNames()[s]; ok {
		return r
	}
	if digits, ok := strings.CutPrefix(s, "uni"); ok && len(digits) == 4 && strings.ToUpper(digits) == digits {
		if r, err := strconv.ParseUint(digits, 16, 16); err == nil {
			return rune(r)
		}
	}
	return 0
}
