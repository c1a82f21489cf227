package correction

import (
	"bytes"
	"errors"

	"dossier/internal/profile"
	"dossier/internal/rule"
)

// Save puts the values of the request into the text of the profile a. One that cannot be put in its place is
// a finding that says where to write it.
func (r *Request) Save(src []byte, a *profile.Applicant) ([]byte, []rule.Finding) {
	var found []rule.Finding
	for i, c := range r.Changes {
		out, err := profile.Put(a.File(), src, profile.Change{Key: c.Key, New: c.New, Pos: r.at(profile.Key("change", i))})
		if err == nil && a.File() == "-" && !bytes.Equal(out, src) {
			err = &profile.Unsaved{EN: "it was read from standard input", FR: "il a été lu sur l’entrée standard"}
		}
		if err == nil {
			src = out
			continue
		}
		why := rule.Text{EN: "the file would not read as meant", FR: "le fichier ne se lirait plus comme voulu"}
		var unsaved *profile.Unsaved
		if errors.As(err, &unsaved) {
			why = rule.Text{EN: unsaved.EN, FR: unsaved.FR}
		}
		f := rule.New(a, "profile-not-saved", c.Key, rule.Text{EN: "not written into the profile, since %s: write there what %s has as new", FR: "pas écrit dans le profil : %s ; à écrire : ce que %s donne comme new"},
			why, rule.Text{EN: r.at(profile.Key("change", i, "new")).String(), FR: r.at(profile.Key("change", i, "new")).String()})
		found = append(found, f)
	}
	return src, found
}

// Places are where in the profile a the values of the request stand.
func (r *Request) Places(a *profile.Applicant) []string {
	var at []string
	for _, c := range r.Changes {
		at = append(at, a.Pos(c.Key).String()+": "+c.Key)
	}
	return at
}
