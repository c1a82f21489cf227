package main

import (
	"cmp"
	"fmt"
	"os"

	"golang.org/x/term"

	"dossier/internal/dossier"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

// passwordsOf gives the passwords of an applicant's files: from the environment variable that the profile
// names, else from who sits at the terminal.
func (p *program) passwordsOf(a *profile.Applicant, lang string) func(dossier.Piece) string {
	return func(piece dossier.Piece) string {
		d := a.Documents[piece.Doc]
		name := d.PasswordEnv
		if piece.Translation {
			name = d.Translation.PasswordEnv
		}
		if name != "" {
			if password := p.getenv(string(name)); password != "" {
				return password
			}
		}
		return p.ask(piece, lang)
	}
}

// ask asks once for each file, without showing what is typed; "" where nobody can be asked.
func (p *program) ask(piece dossier.Piece, lang string) string {
	if !p.asks {
		return ""
	}
	return p.askOnce(piece.Path, rule.Text{EN: "password of %s (%s): ", FR: "mot de passe de %s (%s) : "}.With(piece.Path, piece.Title), lang)
}

// askOnce asks once for each file; "" where nobody can be asked.
func (p *program) askOnce(file string, question rule.Text, lang string) string {
	if !onTerminal(p.in) {
		return ""
	}
	terminal := int(p.in.(*os.File).Fd())
	p.asking.Lock()
	defer p.asking.Unlock()
	if password, asked := p.passwords[file]; asked {
		return password
	}
	p.line.clear()
	fmt.Fprint(p.err, question.In(cmp.Or(lang, "en")))
	typed, err := term.ReadPassword(terminal)
	fmt.Fprintln(p.err)
	if err != nil {
		typed = nil
	}
	if p.passwords == nil {
		p.passwords = map[string]string{}
	}
	p.passwords[file] = string(typed)
	return string(typed)
}
