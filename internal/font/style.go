package font

import (
	"strings"
	"sync"

	"github.com/go-fonts/liberation/liberationmonobold"
	"github.com/go-fonts/liberation/liberationmonobolditalic"
	"github.com/go-fonts/liberation/liberationmonoitalic"
	"github.com/go-fonts/liberation/liberationmonoregular"
	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansbolditalic"
	"github.com/go-fonts/liberation/liberationsansitalic"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifbolditalic"
	"github.com/go-fonts/liberation/liberationserifitalic"
	"github.com/go-fonts/liberation/liberationserifregular"
)

// A Style is one of the faces built in: a family, with bold and italic added. The zero Style is
// Liberation Sans.
type Style int

// Families are as wide, character by character, as Helvetica and Arial, Times and Times New
// Roman, Courier and Courier New.
const (
	SansStyle  Style = 0
	SerifStyle Style = 4
	MonoStyle  Style = 8
	Bold       Style = 1
	Italic     Style = 2

	Styles = 12 // how many there are
)

// Face is the face of a style, read when it is first asked for.
func (s Style) Face() *Face { return faces[s]() }

var faces = [Styles]func() *Face{
	builtIn(liberationsansregular.TTF), builtIn(liberationsansbold.TTF),
	builtIn(liberationsansitalic.TTF), builtIn(liberationsansbolditalic.TTF),
	builtIn(liberationserifregular.TTF), builtIn(liberationserifbold.TTF),
	builtIn(liberationserifitalic.TTF), builtIn(liberationserifbolditalic.TTF),
	builtIn(liberationmonoregular.TTF), builtIn(liberationmonobold.TTF),
	builtIn(liberationmonoitalic.TTF), builtIn(liberationmonobolditalic.TTF),
}

func builtIn(ttf []byte) func() *Face {
	return sync.OnceValue(func() *Face { return mustParse(ttf) })
}

// short are the names that form makers give the standard fonts in a form's resources.
var short = map[string]Style{
	"helv": SansStyle, "hebo": SansStyle | Bold, "heob": SansStyle | Italic, "hebi": SansStyle | Bold | Italic,
	"tiro": SerifStyle, "tibo": SerifStyle | Bold, "tiit": SerifStyle | Italic, "tibi": SerifStyle | Bold | Italic,
	"cour": MonoStyle, "cobo": MonoStyle | Bold, "coob": MonoStyle | Italic, "cobi": MonoStyle | Bold | Italic,
}

var families = map[string]Style{
	"helvetica": SansStyle, "helveticaltstd": SansStyle, "arial": SansStyle, "liberationsans": SansStyle, "arimo": SansStyle,
	"times": SerifStyle, "timesroman": SerifStyle, "timesnewroman": SerifStyle, "timesltstd": SerifStyle,
	"liberationserif": SerifStyle, "tinos": SerifStyle,
	"courier": MonoStyle, "couriernew": MonoStyle, "courierstd": MonoStyle, "liberationmono": MonoStyle, "cousine": MonoStyle,
}

// Twin is the style that has the widths of the font a PDF names: one of the 14 standard fonts, or
// a font by another maker with the widths of one (Arial, Times New Roman, Courier New), in any of
// the usual spellings, such as "ABCDEF+Arial,BoldItalic" or "TimesNewRomanPS-BoldMT". Any other
// font has the twin Liberation Sans.
func Twin(name string) Style {
	if i := strings.IndexByte(name, '+'); i == 6 {
		name = name[7:]
	}
	name = strings.ToLower(name)
	if s, ok := short[name]; ok {
		return s
	}
	var style Style
	for _, word := range []struct {
		name string
		adds Style
	}{{"bold", Bold}, {"italic", Italic}, {"oblique", Italic}} {
		if strings.Contains(name, word.name) {
			style |= word.adds
			name = strings.ReplaceAll(name, word.name, "")
		}
	}
	name = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, name)
	for _, ending := range []string{"regular", "mt", "ps"} {
		name = strings.TrimSuffix(name, ending)
	}
	family, ok := families[name]
	if !ok {
		return SansStyle
	}
	return family | style
}
