package main

import (
	"strings"

	"dossier/internal/dossier"
)

// readings are the words that stand before what is wrong with a file.
var readings = []struct{ en, fr string }{
	{"read the blank form", "lecture du formulaire vierge"},
	{"read the form", "lecture du formulaire"},
	{"read the PDF", "lecture du PDF"},
	{"read ", "lecture de "},
}

// inFrench are an error about a file and its way out in French, which only what is said of attachments has; ok
// is false of other errors, which stay in English.
func inFrench(msg, hint string) (frMsg, frHint string, ok bool) {
	if hint != "" {
		if frHint, ok = dossier.InFrench(hint); !ok {
			return msg, hint, false
		}
	}
	for at := 0; ; {
		if reason, ok := dossier.InFrench(msg[at:]); ok {
			before := msg[:at]
			for _, r := range readings {
				if rest, ok := strings.CutPrefix(before, r.en); ok {
					before = r.fr + rest
					break
				}
			}
			return strings.ReplaceAll(before, ": ", " : ") + reason, frHint, true
		}
		next := strings.Index(msg[at:], ": ")
		if next < 0 {
			return msg, hint, false
		}
		at += next + len(": ")
	}
}
